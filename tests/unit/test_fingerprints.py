"""Fingerprints: pinned, unambiguous, deaf to noise, and never deaf to a figure."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.fingerprints import content_hash, substance_hash
from pipeline.records import ArticleData, Precision
from tests.article_data import PIECE, piece, stamp


def test_the_hashes_are_those_of_version_1() -> None:
    """A change here means that stored hashes no longer compare: raise the version instead."""
    assert content_hash(PIECE) == (
        "v1:3398c2ec086e2bdc6f21237a3362081ec38cbdfc140acdac564d869240b3d2af"
    )
    assert substance_hash(PIECE) == (
        "v1:70dbf53c65efbbf3f7dc21e66b8ec7ce377ac64b8986067e444d774848a65d96"
    )


@pytest.mark.parametrize(
    "noise",
    [
        {"hits": 41},
        {"featured": True},
        {"tags": ("حبوب",)},
        {"image": "https://noon.example.org/silo.jpg"},
        {"cited_sources": ("إذاعة الساحل",)},
        {"authors": ("حياة بوزيد",)},
        {"agencies": ()},
        {"extractor": "joomla-k2/2"},
        {"url": "https://noon.example.org/x", "canonical_url": "https://noon.example.org/x"},
        {"publisher_id": None},
        {"language": "ar-DZ"},
        {"modified": None},
        {"modified": stamp(40)},
        {"published": stamp(0, Precision.DAY)},
    ],
    ids=lambda noise: next(iter(noise)),
)
def test_noise_leaves_both_hashes_alone(noise: dict[str, Any]) -> None:
    assert content_hash(piece(**noise)) == content_hash(PIECE)
    assert substance_hash(piece(**noise)) == substance_hash(PIECE)


CHANGES: list[dict[str, Any]] = [
    {"title": "صوامع جديدة في واد الزيتون بسعة 2,600 طن"},
    {"body": PIECE.body[:-1]},
    {"body": PIECE.body[::-1]},
    {"body": (PIECE.body[0].replace("1.5", "1.6"), *PIECE.body[1:])},
    {"body": (PIECE.body[0].replace("الأحد", "الاحد"), *PIECE.body[1:])},
    {"body": (PIECE.body[0].replace("كلّفت", "كلفت"), *PIECE.body[1:])},
    {"body": (PIECE.body[0].removesuffix("."), *PIECE.body[1:])},
    {"byline": "نون"},
    {"credited_source": None},
    {"section": "اقتصاد"},
]


@pytest.mark.parametrize("change", CHANGES)
def test_any_change_of_content_changes_both_hashes(change: dict[str, Any]) -> None:
    assert content_hash(piece(**change)) != content_hash(PIECE)
    assert substance_hash(piece(**change)) != substance_hash(PIECE)


@pytest.mark.parametrize(
    "formatting",
    [
        {"title": PIECE.title.replace("جديدة", "جديـــدة")},
        {"title": PIECE.title.replace(" ", "\u00a0 ")},
        {"body": (" ".join(PIECE.body),)},
        {"body": (*PIECE.body[0].split(" ", 1), *PIECE.body[1:])},
        {"byline": "نون/\u200fوكالات\ufeff"},
        {"section": "السا\u00adحل"},
        {"title": PIECE.title.replace("و", "\u200bو\u200c")},
    ],
)
def test_formatting_changes_the_content_and_not_the_substance(formatting: dict[str, Any]) -> None:
    assert content_hash(piece(**formatting)) != content_hash(PIECE)
    assert substance_hash(piece(**formatting)) == substance_hash(PIECE)


def test_composed_and_decomposed_letters_are_the_same_substance() -> None:
    composed, decomposed = piece(title="\u0623نباء"), piece(title="\u0627\u0654نباء")
    assert content_hash(composed) != content_hash(decomposed)
    assert substance_hash(composed) == substance_hash(decomposed)


def test_an_empty_field_is_none() -> None:
    assert content_hash(piece(byline="")) == content_hash(piece(byline=None))
    assert substance_hash(piece(section=" ")) == substance_hash(piece(section=None))


def test_half_a_surrogate_pair_is_hashed_like_any_other_text() -> None:
    assert content_hash(piece(title="\ud83d")) != content_hash(piece(title="\ud83e"))


def _bare(title: str, body: tuple[str, ...], byline: str) -> ArticleData:
    return ArticleData("u", "u", title, body, byline=byline)


_TEXTS = st.text(st.sampled_from('ab",[]\\\n\x00 ا'), max_size=4)
_BODIES = st.lists(_TEXTS, max_size=3).map(tuple)


@given(_TEXTS, _BODIES, _TEXTS, _TEXTS, _BODIES, _TEXTS)
def test_equal_content_hashes_mean_equal_content(
    title: str,
    body: tuple[str, ...],
    byline: str,
    title2: str,
    body2: tuple[str, ...],
    byline2: str,
) -> None:
    hashes_agree = content_hash(_bare(title, body, byline)) == content_hash(
        _bare(title2, body2, byline2)
    )
    assert hashes_agree == ((title, body, byline) == (title2, body2, byline2))


@given(_TEXTS, _TEXTS, st.integers(0, 8))
def test_a_border_between_fields_is_never_moved_unseen(left: str, right: str, at: int) -> None:
    moved = (left + right)[:at], (left + right)[at:]
    same = content_hash(_bare(left, (), right)) == content_hash(_bare(moved[0], (), moved[1]))
    assert same == ((left, right) == moved)


@given(st.text(), st.lists(st.sampled_from(" \u00a0\n\u0640\u200b\u200f\u202b\u2069\ufeff\u00ad")))
def test_formatting_put_anywhere_never_changes_the_substance(text: str, marks: list[str]) -> None:
    places = range(0, len(text) + 1, max(1, len(text) // (len(marks) + 1)))
    formatted = text
    for place, mark in zip(reversed(places), marks, strict=False):
        formatted = formatted[:place] + mark + formatted[place:]
    assert substance_hash(piece(title=formatted)) == substance_hash(piece(title=text))


@given(st.text(st.sampled_from("ابجد 0123٤٥,.%َّ"), min_size=1), st.data())
def test_one_other_figure_is_another_substance(text: str, data: st.DataObject) -> None:
    place = data.draw(st.integers(0, len(text)))
    one, other = (piece(title=text[:place] + figure + text[place:]) for figure in "78")
    assert substance_hash(one) != substance_hash(other)

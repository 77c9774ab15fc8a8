"""Fingerprints: pinned, unambiguous, deaf to noise, and never deaf to a change of content."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.fingerprints import content_hash
from pipeline.records import ArticleData, Precision
from tests.article_data import PIECE, piece, stamp


def test_the_hash_is_that_of_version_1() -> None:
    """A change here means that stored hashes no longer compare: raise the version instead."""
    assert content_hash(PIECE) == (
        "v1:3398c2ec086e2bdc6f21237a3362081ec38cbdfc140acdac564d869240b3d2af"
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
def test_noise_leaves_the_hash_alone(noise: dict[str, Any]) -> None:
    assert content_hash(piece(**noise)) == content_hash(PIECE)


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
    # formatting makes a version, though an edit of no severity
    {"title": PIECE.title.replace("جديدة", "جديـــدة")},
    {"body": (" ".join(PIECE.body),)},
    {"byline": "نون/\u200fوكالات\ufeff"},
]


@pytest.mark.parametrize("change", CHANGES)
def test_any_change_of_content_changes_the_hash(change: dict[str, Any]) -> None:
    assert content_hash(piece(**change)) != content_hash(PIECE)


def test_an_empty_field_is_none() -> None:
    assert content_hash(piece(byline="")) == content_hash(piece(byline=None))
    assert content_hash(piece(section="")) == content_hash(piece(section=None))


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

"""Edits: found when content or stamp changed, admitted or not, and never made of noise."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.edits import compare
from pipeline.fingerprints import content_hash
from pipeline.records import ArticleData, Change, EditData, Precision, Stamp
from tests.article_data import PIECE, piece, stamp

OTHER_BODY = (PIECE.body[0].replace("1.5", "1.8"), *PIECE.body[1:])


def _edit(before: ArticleData, after: ArticleData) -> EditData:
    edit = compare(before, after)
    assert edit is not None
    return edit


@pytest.mark.parametrize(
    "noise",
    [
        {},
        {"hits": 999, "featured": True, "tags": ("حبوب",), "image": "https://noon.example.org/x"},
        {"extractor": "joomla-k2/2", "authors": ("حياة بوزيد",), "cited_sources": ("إذاعة",)},
        {"url": "https://m.noon.example.org/x", "published": None, "language": None},
    ],
)
def test_noise_is_no_edit(noise: dict[str, Any]) -> None:
    assert compare(PIECE, piece(**noise)) is None


def test_the_same_moment_in_another_zone_is_the_same_stamp() -> None:
    assert PIECE.modified is not None
    in_utc = Stamp(PIECE.modified.at.astimezone(UTC), Precision.MINUTE)
    assert compare(PIECE, piece(modified=in_utc)) is None


def test_a_stamp_in_the_hour_that_repeats_is_the_same_stamp_in_any_zone() -> None:
    local = datetime(2026, 10, 25, 2, 30, fold=1, tzinfo=ZoneInfo("Europe/Paris"))
    in_utc = local.astimezone(UTC)
    one, other = (piece(modified=Stamp(at, Precision.MINUTE)) for at in (local, in_utc))
    assert compare(one, other) is None
    first = piece(modified=Stamp(local.replace(fold=0), Precision.MINUTE))
    assert _edit(first, one).kinds == ("touched",)


@pytest.mark.parametrize("modified", [stamp(40), stamp(0, Precision.SECOND), None])
def test_a_stamp_alone_is_an_edit_without_severity(modified: Stamp | None) -> None:
    edit = _edit(PIECE, piece(modified=modified))
    assert (edit.kinds, edit.severity) == (("touched",), "none")
    assert (edit.substantive, edit.stealth, edit.changes) == (False, False, ())


@pytest.mark.parametrize("modified", [PIECE.modified, stamp(40)])
@pytest.mark.parametrize(
    "formatting",
    [
        {"title": PIECE.title.replace("جديدة", "جديـــدة")},
        {"body": (" ".join(PIECE.body),)},
        {"byline": "نون / وكالات"},
    ],
)
def test_formatting_alone_is_an_edit_without_severity(
    formatting: dict[str, Any], modified: Stamp
) -> None:
    edit = _edit(PIECE, piece(**formatting, modified=modified))
    assert (edit.kinds, edit.severity) == (("formatting",), "none")
    assert (edit.substantive, edit.stealth) == (False, False)


def test_the_printed_section_alone_is_metadata() -> None:
    edit = _edit(PIECE, piece(section="اقتصاد"))
    assert (edit.kinds, edit.severity, edit.substantive) == (("metadata",), "low", True)
    both = _edit(PIECE, piece(section="اقتصاد", body=OTHER_BODY))
    assert both.kinds == ("figures", "metadata")


@pytest.mark.parametrize(
    ("before", "after", "stealth"),
    [
        (PIECE.modified, PIECE.modified, True),
        (PIECE.modified, stamp(40), False),
        (PIECE.modified, None, True),
        (None, None, True),
        (None, stamp(40), False),
    ],
)
def test_an_edit_is_stealth_when_the_page_does_not_admit_it(
    before: Stamp | None, after: Stamp | None, stealth: bool
) -> None:
    edit = _edit(piece(modified=before), piece(modified=after, body=OTHER_BODY))
    assert edit.stealth is stealth
    assert edit.substantive


def test_a_changed_figure_is_a_substantive_edit_however_small() -> None:
    edit = _edit(PIECE, piece(body=OTHER_BODY))
    assert edit.changes == (Change("replace", "1.5", "1.8", "body", 0),)
    assert (edit.substantive, edit.kinds, edit.severity) == (True, ("figures",), "high")


def test_an_edit_keeps_both_titles() -> None:
    edit = _edit(PIECE, piece(title="صوامع واد الزيتون"))
    assert (edit.title_before, edit.title_after) == (PIECE.title, "صوامع واد الزيتون")


_FIELDS = st.fixed_dictionaries(
    {},
    optional={
        "title": st.sampled_from([PIECE.title, PIECE.title + " ", "عنوان", "عـنوان"]),
        "body": st.sampled_from([PIECE.body, OTHER_BODY, (" ".join(PIECE.body),), ()]),
        "byline": st.sampled_from(["نون", "", None]),
        "section": st.sampled_from(["الساحل", "السـاحل", "اقتصاد", None]),
        "hits": st.integers(0, 9),
        "extractor": st.sampled_from(["generic/1", "joomla-k2/2"]),
        "modified": st.integers(0, 2).map(stamp) | st.none(),
    },
)


@given(_FIELDS, _FIELDS)
def test_what_an_edit_says_never_contradicts_itself(
    one: dict[str, Any], other: dict[str, Any]
) -> None:
    before, after = piece(**one), piece(**other)
    edit = compare(before, after)
    same_content = content_hash(before) == content_hash(after)
    assert (edit is None) == (same_content and before.modified == after.modified)
    if edit is not None:
        assert edit.substantive or not edit.stealth
        assert bool(edit.changes) or not edit.substantive
        assert (edit.severity == "none") == (not edit.substantive)
        assert (edit.kinds == ("touched",)) == same_content


@given(_FIELDS, st.integers(1, 600))
def test_reading_the_same_again_later_is_no_edit(fields: dict[str, Any], minutes: int) -> None:
    read = piece(**fields)
    zone = ZoneInfo("Asia/Kolkata") if minutes % 2 else UTC
    moved = read.modified and Stamp(read.modified.at.astimezone(zone), read.modified.precision)
    later = read.published and Stamp(
        read.published.at + timedelta(minutes=minutes), Precision.SECOND
    )
    again = piece(**fields | {"modified": moved, "published": later, "hits": minutes})
    assert compare(read, again) is None

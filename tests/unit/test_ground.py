"""Which pieces of a listing are new: by their place among known ones, then by their dates."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.ground import Step, is_new, judge, last_ground
from pipeline.records import Precision, Stamp

#: when the section was first known whole
WATCHED = datetime(2026, 3, 1, 9, tzinfo=UTC)


def stamp(days: float | None) -> Stamp | None:
    """So many days after the section was first watched."""
    return None if days is None else Stamp(WATCHED + timedelta(days=days), Precision.MINUTE)


def known(days: float | None = None) -> Step:
    return Step(WATCHED, stamp(days))


def unknown(days: float | None = None) -> Step:
    return Step(None, stamp(days))


def verdicts(*steps: Step) -> list[bool]:
    """Of each piece that nobody knew, in order: is it new?"""
    ground = last_ground(steps)
    floor = steps[ground].published if ground is not None else None
    return [
        judge(place, ground, floor.at if floor else None, WATCHED).holds_new(step.published)
        for place, step in enumerate(steps)
        if step.listed_at is None
    ]


def test_a_piece_on_top_is_new_and_one_below_all_ground_is_not() -> None:
    assert verdicts(unknown(), known(), known(), unknown()) == [True, False]
    assert verdicts(unknown(2), known(-1), known(-2), unknown(-3)) == [True, False]


def test_a_piece_that_enters_among_known_ones_is_new_though_it_is_dated_earlier() -> None:
    assert verdicts(known(-1), unknown(-2), known(-3)) == [True]
    assert verdicts(known(), unknown(), known()) == [True]


def test_an_old_piece_that_is_pinned_to_the_top_is_not_new() -> None:
    assert verdicts(unknown(-400), known(-1), known(-3)) == [False]
    assert verdicts(unknown(-400), unknown(1), known(-1), known(-3)) == [False, True]
    assert verdicts(unknown(-400), unknown(1), known(), known()) == [False, True]


def test_a_known_piece_that_is_pinned_to_the_top_is_no_ground() -> None:
    pinned = known(-400)
    assert last_ground([pinned, unknown(1), unknown(1)]) is None
    assert verdicts(pinned, unknown(2), unknown(1)) == [True, True]
    assert last_ground([known(), *(unknown() for _ in range(9))]) is None
    assert verdicts(pinned, unknown(2), known(-1), unknown(-2)) == [True, False]


def test_many_known_pieces_above_old_ones_are_ground() -> None:
    assert verdicts(*(known(-n) for n in range(5)), *(unknown(-n) for n in range(6, 20))) == (
        [False] * 14
    )
    assert verdicts(*(known() for _ in range(5)), *(unknown() for _ in range(20))) == [False] * 20


def test_known_pieces_in_another_order_stay_ground() -> None:
    assert verdicts(known(-3), known(-1), unknown(1), known(-2), unknown(-9)) == [True, False]


def test_a_piece_below_all_ground_that_is_dated_later_than_the_first_crawl_is_new() -> None:
    assert verdicts(known(-1), known(-2), unknown(3)) == [True]


def test_where_no_ground_was_reached_all_is_new_but_what_is_dated_long_before() -> None:
    assert verdicts(unknown(), unknown(2), unknown(-0.5), unknown(-2)) == [True, True, True, False]


def test_what_was_listed_after_a_gap_opened_is_no_ground_for_what_lies_in_it() -> None:
    before, later = known(), Step(WATCHED + timedelta(days=5))
    steps = [later, unknown(), before, unknown()]
    assert last_ground(steps, WATCHED + timedelta(days=1)) == 2
    assert last_ground(steps[:2], WATCHED + timedelta(days=1)) is None
    assert last_ground(steps[:2]) == 0


@pytest.mark.parametrize(
    ("by_place", "days", "new"),
    [(True, -0.9, True), (True, -1.1, False), (False, 0, False), (False, 0.1, True)],
)
def test_a_date_overrules_the_place_only_when_it_is_clear(
    by_place: bool, days: float, new: bool
) -> None:
    assert is_new(by_place, WATCHED, stamp(days)) is new
    assert is_new(by_place, None, stamp(days)) is by_place
    assert is_new(by_place, WATCHED, None) is by_place


undated = st.lists(st.booleans().map(lambda is_known: known() if is_known else unknown()))


@given(undated)
def test_without_dates_new_pieces_come_before_old_ones(steps: list[Step]) -> None:
    told = verdicts(*steps)
    assert told == sorted(told, reverse=True)


@given(undated)
def test_a_piece_with_something_known_below_it_is_never_missed(steps: list[Step]) -> None:
    assert all(verdicts(*steps, known())) or not any(step.listed_at is None for step in steps)

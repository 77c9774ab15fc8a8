"""What pieces show less of than those before them, and when that is no chance."""

from __future__ import annotations

import random
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.vigil.vital_signs import (
    FIELDS,
    RECENT,
    Reading,
    is_unreachable,
    is_unreadable,
    lacked,
    long_again,
    shortened,
    shows_again,
)
from tests.builders import NOW, minutes

ALL = frozenset(FIELDS)
EVERY = timedelta(minutes=10)


def readings(
    *parts: tuple[int, frozenset[str]], lengths: tuple[int, ...] = (2_000,)
) -> list[Reading]:
    """So many pieces that show these fields, then so many that show those."""
    shown = [fields for count, fields in parts for _ in range(count)]
    return [
        Reading(n, minutes(n), fields, lengths[n % len(lengths)])
        for n, fields in enumerate(shown, start=1)
    ]


@pytest.mark.parametrize("field", FIELDS)
def test_a_field_that_vanishes_is_missed_since_its_first_piece_without(field: str) -> None:
    found = readings((60, ALL), (10, ALL - {field}))
    drop = lacked(found, field)
    assert drop is not None
    assert drop.since == minutes(61)
    assert (drop.now, drop.usual) == (2 / RECENT, 1)
    assert all(lacked(found, other) is None for other in FIELDS if other != field)


def test_two_or_three_pieces_without_are_not_missed() -> None:
    assert lacked(readings((60, ALL), (3, ALL - {"date"})), "date") is None


def test_what_was_never_shown_by_most_is_not_missed() -> None:
    some = [(2, ALL), (1, ALL - {"authors"})] * 20
    assert lacked(readings(*some, (12, ALL - {"authors"})), "authors") is None


def test_without_enough_pieces_before_nothing_is_usual() -> None:
    assert lacked(readings((29, ALL), (12, frozenset())), "date") is None
    assert shortened(readings((29, ALL), (12, ALL), lengths=(2_000,))) is None


def test_a_field_is_back_when_most_show_it_again() -> None:
    found = readings((60, ALL), (12, ALL - {"date"}), (7, ALL))
    assert not shows_again(found, "date", 1.0)
    assert shows_again([*found, *readings((3, ALL))], "date", 1.0)
    assert not shows_again([], "date", 1.0)


@given(st.integers(0, 10**6), st.floats(0.8, 1.0), st.integers(42, 120))
def test_a_source_that_goes_on_as_before_lacks_nothing(seed: int, share: float, count: int) -> None:
    dice = random.Random(seed)
    found = [
        Reading(n, minutes(n), ALL if dice.random() < share else frozenset(), 100)
        for n in range(count)
    ]
    assert lacked(found, "date") is None


@given(st.integers(0, 10**6), st.floats(0.1, 1.0), st.integers(42, 120))
def test_lengths_that_are_spread_as_before_are_not_shorter(
    seed: int, spread: float, count: int
) -> None:
    dice = random.Random(seed)
    lengths = tuple(int(dice.lognormvariate(7, spread)) + 1 for _ in range(count))
    assert shortened(readings((count, ALL), lengths=lengths)) is None


def test_bodies_of_a_third_of_their_length_are_noticed_and_their_return() -> None:
    usual = readings((60, ALL), lengths=(1_500, 1_800, 2_400, 3_000))
    short = readings((12, ALL), lengths=(600, 700, 800))
    drop = shortened([*usual, *short])
    assert drop is not None
    assert (drop.now, drop.usual) == (700, 2_100)
    assert not long_again([*usual, *short], drop.usual)
    assert long_again([*usual, *short, *usual[:9]], drop.usual)


def test_a_body_that_is_not_there_is_missed_and_not_called_short() -> None:
    none = [Reading(n, minutes(n), ALL - {"body"}, 0) for n in range(100, 112)]
    found = [*readings((60, ALL)), *none]
    assert lacked(found, "body") is not None
    assert shortened(found) is None


@pytest.mark.parametrize(
    ("tried", "failed", "still", "expected"),
    [
        (0, 0, False, False),
        (4, 4, False, False),
        (10, 5, False, True),
        (100, 49, False, False),
        (100, 49, True, True),
        (100, 24, True, False),
        (0, 0, True, False),
    ],
)
def test_pages_are_unreadable_when_half_of_them_are_until_a_quarter_is(
    tried: int, failed: int, still: bool, expected: bool
) -> None:
    assert is_unreadable(tried, failed, still=still) is expected


@pytest.mark.parametrize(
    ("failures", "hours", "every", "expected"),
    [(4, 2, EVERY, True), (3, 9, EVERY, False), (9, 1.9, EVERY, False), (9, 3, 6 * EVERY, False)],
)
def test_a_section_is_out_of_reach_after_some_polls_and_some_hours(
    failures: int, hours: float, every: timedelta, expected: bool
) -> None:
    assert is_unreachable(failures, NOW, every, NOW + timedelta(hours=hours)) is expected

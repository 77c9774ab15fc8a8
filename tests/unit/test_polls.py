"""How often sections are polled, by how often they list something new."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from scheduler.polls import Arrivals, interval, learn_paces, polls_more
from scheduler.rates import PARTS

WEEK = 168.0


def _arrivals(name: str, at: Sequence[float], share: float = 1.0, until: float = WEEK) -> Arrivals:
    times = np.array(at, dtype=float)
    return Arrivals("outlet", name, 0.0, until, times, np.full(len(times), share))


@given(st.floats(0.01, 5), st.floats(1e-4, 0.05), st.floats(0, 1e5))
def test_a_section_with_four_times_the_pieces_is_polled_twice_as_often(
    pace: float, threshold: float, now: float
) -> None:
    slow, fast = (
        interval(np.full(PARTS, rate), now, threshold, 1e-6, 1e6) for rate in (pace, 4 * pace)
    )
    # no sum looks further ahead than three days
    assert slow == pytest.approx(min(2 * fast, 72), rel=1e-6)


@given(st.floats(0, 1e9), st.floats(1e-9, 1e9), st.floats(0, 1e6))
def test_no_section_is_polled_slower_than_its_setting_nor_faster_than_its_fastest(
    pace: float, threshold: float, now: float
) -> None:
    assert 0.05 <= interval(np.full(PARTS, pace), now, threshold, 0.05, 0.2) <= 0.2


def test_a_section_that_sleeps_at_night_is_polled_less_at_night() -> None:
    # eight pieces in the hours from noon to three of every day, none in the others
    paces = learn_paces(
        [_arrivals("one", [24 * d + 12 + n / 3 for d in range(7) for n in range(8)])]
    )
    pace = paces["outlet", "one"]
    assert pace[4] > 10 * pace[0]
    assert interval(pace, 24 * 8 + 12.5, 0.05, 1 / 60, 4) < interval(pace, 24 * 8, 0.05, 1 / 60, 4)


def test_what_many_pieces_showed_is_believed_and_what_few_showed_is_drawn_to_all() -> None:
    busy = _arrivals("busy", np.linspace(0.1, WEEK - 0.1, 672).tolist())
    still = _arrivals("still", [])
    paces = learn_paces([busy, still])
    assert paces["outlet", "busy"].mean() == pytest.approx(4, rel=0.05)
    assert 0 < paces["outlet", "still"].mean() < 0.02


def test_a_piece_that_two_sections_list_counts_half_for_each() -> None:
    at = np.linspace(0.1, WEEK - 0.1, 672).tolist()
    paces = learn_paces([_arrivals(name, at, share=0.5) for name in ("one", "two")])
    assert sum(pace.mean() for pace in paces.values()) == pytest.approx(4, rel=0.05)


def test_a_section_watched_for_less_than_a_day_keeps_its_setting() -> None:
    assert learn_paces([_arrivals("new", [1.0, 2.0], until=23)]) == {}


@given(st.floats(0.01, 50), st.floats(1e-4, 0.5))
def test_polls_beyond_the_setting_are_counted_as_they_are_made(
    pace: float, threshold: float
) -> None:
    key, flat = ("outlet", "one"), np.full(PARTS, pace)
    more = polls_more({key: flat}, {key: (0.05, 0.5)}, threshold)
    made = 24 / interval(flat, 0.0, threshold, 0.05, 0.5) - 24 / 0.5
    assert more == pytest.approx(made, rel=1e-3, abs=1e-3)
    assert polls_more({}, {key: (0.05, 0.5)}, threshold) == 0

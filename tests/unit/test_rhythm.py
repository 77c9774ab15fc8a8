"""A section's rhythm: what silence it explains, and how soon another one is noticed."""

from __future__ import annotations

from bisect import bisect_left
from datetime import UTC, date, datetime, timedelta
from functools import partial
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.vigil.rest_days import is_rest_day
from pipeline.vigil.rhythm import LEARNED_FROM, Rhythm, learned

HOUR = timedelta(hours=1)
DAY = timedelta(days=1)
WEEK = timedelta(weeks=1)
#: a Monday
BEGAN = datetime(2026, 1, 5, tzinfo=UTC)
ZONE = "Africa/Algiers"
#: of a desk that sleeps, by hour of the day
AWAKE = np.array([0.1] * 6 + [1, 2, 3, 3, 3, 2, 2, 2, 3, 3, 2, 2, 2, 2, 1, 1, 0.5, 0.3])


def never(_: date) -> bool:
    return False


def polls(seed: int, a_day: float, days: int, weekend: float = 0.2) -> list[datetime]:
    """Polls every ten minutes that bring something, of a desk with nights and weekends."""
    rng = np.random.default_rng(seed)
    found: set[datetime] = set()
    for n in range(days):
        day = BEGAN + n * DAY
        many = rng.poisson(a_day * (weekend if day.weekday() in (4, 5) else 1.3))
        for hour in rng.choice(24, size=many, p=AWAKE / AWAKE.sum()):
            exact = day + (hour + rng.random()) * HOUR
            found.add(exact - (exact - BEGAN) % timedelta(minutes=10) + timedelta(minutes=10))
    return sorted(found)


def rhythm_of(arrivals: list[datetime]) -> Rhythm:
    found = learned(arrivals, ZONE, never, false_alarms=0.2)
    assert found is not None
    return found


def noticed_after(found: Rhythm, last: datetime) -> timedelta:
    hours = next(n for n in range(1, 24 * 90) if not found.explains(last, last + n * HOUR, never))
    return hours * HOUR


@pytest.mark.parametrize("a_day", [4, 15, 80])
def test_a_desk_that_keeps_its_rhythm_raises_less_than_one_alarm_a_year(a_day: float) -> None:
    alarms, years = 0, 0.0
    for seed in range(2):
        arrivals = polls(seed, a_day, 56 + 182)
        at = BEGAN + LEARNED_FROM
        while at < arrivals[-1]:
            # learned once a week here, which is harder than once a day
            first, now, then = (
                bisect_left(arrivals, one) for one in (at - LEARNED_FROM, at, at + WEEK)
            )
            found = rhythm_of(arrivals[first:now])
            lived = pairwise(arrivals[now - 1 : then])
            alarms += sum(not found.explains(*gap, never) for gap in lived)
            at += WEEK
        years += 0.5
    assert alarms / years <= 1


@pytest.mark.parametrize(("a_day", "hours"), [(10, 36), (60, 15), (300, 10)])
def test_the_silence_of_a_desk_is_noticed_the_sooner_the_busier_it_is(
    a_day: float, hours: int
) -> None:
    arrivals = polls(3, a_day, 57)  # the last day is a Monday
    assert noticed_after(rhythm_of(arrivals), arrivals[-1]) <= hours * HOUR


def test_the_night_of_a_busy_desk_is_waited_out_and_its_day_is_not() -> None:
    arrivals = polls(5, 100, 57)
    found = rhythm_of(arrivals)
    evening = datetime(2026, 3, 2, 22, tzinfo=UTC)
    assert found.explains(evening, evening + 8 * HOUR, never)
    morning = datetime(2026, 3, 3, 7, tzinfo=UTC)
    assert not found.explains(morning, morning + 4 * HOUR, never)


def test_a_weekend_without_a_piece_is_no_silence() -> None:
    found = rhythm_of(polls(7, 20, 57, weekend=0.0))
    thursday = datetime(2026, 3, 5, 20, tzinfo=UTC)
    sunday = thursday + timedelta(days=2, hours=9)
    assert found.explains(thursday, sunday, never)
    assert not found.explains(sunday, sunday + 2 * DAY, never)


def test_an_edition_a_day_is_missed_on_its_second_day() -> None:
    rng = np.random.default_rng(1)
    arrivals = [BEGAN + n * DAY + (6 + rng.normal(0, 0.3)) * HOUR for n in range(56)]
    assert 1.2 * DAY <= noticed_after(rhythm_of(arrivals), arrivals[-1]) <= 2.2 * DAY


def test_days_of_rest_add_nothing_to_a_silence() -> None:
    found = rhythm_of(polls(3, 10, 57))
    start = datetime(2026, 3, 19, 20, tzinfo=UTC)
    end = start + 3 * DAY
    feast = partial(is_rest_day, zone=ZONE)
    assert found.expected(start, end, feast) < found.expected(start, end, never) / 4
    assert found.explains(start, end, feast)


def test_the_feasts_of_a_country_are_days_of_rest_in_its_zone() -> None:
    assert is_rest_day(date(2026, 3, 20), ZONE)
    assert is_rest_day(date(2026, 11, 1), ZONE)
    assert not is_rest_day(date(2026, 11, 1), "Africa/Tunis")
    assert not is_rest_day(date(2026, 11, 3), ZONE)
    assert not is_rest_day(date(2026, 1, 1), "UTC")


def test_with_too_little_to_go_by_nothing_is_learned() -> None:
    arrivals = polls(1, 10, 57)
    assert learned(arrivals[:19], ZONE, never, false_alarms=0.2) is None
    assert learned(polls(1, 50, 13), ZONE, never, false_alarms=0.2) is None
    assert learned([], ZONE, never, false_alarms=0.2) is None


def test_a_silence_that_was_told_makes_no_other_one_usual() -> None:
    before = polls(2, 10, 30)
    after = [one + 40 * DAY for one in polls(4, 10, 15)]
    silence = (before[-1], after[0])
    patient = learned([*before, *after], ZONE, never, false_alarms=0.2)
    taught = learned([*before, *after], ZONE, never, silences=[silence], false_alarms=0.2)
    assert patient is not None
    assert taught is not None
    assert noticed_after(taught, after[-1]) < 3 * DAY < noticed_after(patient, after[-1])


@settings(max_examples=20)
@given(
    st.integers(0, 50),
    st.lists(st.integers(0, 60 * 24 * 60), min_size=3, max_size=3),
)
def test_what_is_expected_adds_up_and_grows_with_time(seed: int, minutes: list[int]) -> None:
    found = rhythm_of(polls(seed, 8, 40))
    first, between, last = (BEGAN + timedelta(minutes=n) for n in sorted(minutes))
    parts = found.expected(first, between, never) + found.expected(between, last, never)
    assert found.expected(first, last, never) == pytest.approx(parts)
    assert found.expected(first, last, never) >= 0
    assert found.expected(last, first, never) == 0

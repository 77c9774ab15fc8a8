"""How a host is asked: laws of its pauses, its rests and its day."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.hosts import (
    HARD,
    LONGEST_ASKED,
    LONGEST_BREATH,
    LONGEST_REST,
    PASSING,
    QUICK,
    SOFT,
    SPREAD,
    DailyLimits,
    HostRecord,
    Welcome,
    latency,
    metered,
    next_day,
    relieved,
    spacing,
    speaks_of_the_host,
    strained,
    weight,
)
from pipeline.records import FailureReason, FetchFailure
from tests.builders import NOW

HOST = HostRecord("news.example.org", NOW)
CHANCES = st.floats(0, 1)
STRAINS = st.floats(0, 180)
SECONDS = st.floats(0, 10_000)
#: what may befall every address of a host
TROUBLES = st.sampled_from(
    [
        (FailureReason.UNREACHABLE, None, None),
        (FailureReason.TIMEOUT, None, None),
        (FailureReason.HTTP, 500, None),
        (FailureReason.HTTP, 503, None),
        (FailureReason.HTTP, 429, 120.0),
        (FailureReason.HTTP, 503, 86_400.0),
        (FailureReason.BLOCKED, 403, None),
        (FailureReason.ROBOTS, None, 60.0),
    ]
)


def failure(
    reason: FailureReason, status: int | None = None, retry_after: float | None = None
) -> FetchFailure:
    url = "https://news.example.org/item/1-a"
    return FetchFailure("outlet", url, NOW, reason, "trouble", status, retry_after)


@pytest.mark.parametrize(
    ("found", "weighs", "is_the_hosts"),
    [
        (failure(FailureReason.NOT_FOUND, 404), HARD, False),
        (failure(FailureReason.GONE, 410), HARD, False),
        (failure(FailureReason.HTTP, 403), HARD, False),
        (failure(FailureReason.ROBOTS), HARD, False),
        (failure(FailureReason.REFUSED), HARD, False),
        (failure(FailureReason.OFF_SITE, 302), HARD, False),
        (failure(FailureReason.TOO_LARGE), HARD, False),
        (failure(FailureReason.BROKEN, 200), SOFT, False),
        (failure(FailureReason.UNREACHABLE), SOFT, True),
        (failure(FailureReason.TIMEOUT), SOFT, True),
        (failure(FailureReason.BLOCKED, 403), SOFT, True),
        (failure(FailureReason.HTTP, 500), SOFT, True),
        (failure(FailureReason.HTTP, 429, 60), PASSING, True),
        (failure(FailureReason.HTTP, 503), PASSING, True),
        (failure(FailureReason.BLOCKED, 503, 60), PASSING, True),
        (failure(FailureReason.ROBOTS, retry_after=600), PASSING, True),
    ],
    ids=str,
)
def test_failures_weigh_by_what_they_say(
    found: FetchFailure, weighs: float, is_the_hosts: bool
) -> None:
    assert (weight(found), speaks_of_the_host(found)) == (weighs, is_the_hosts)


@given(SECONDS, SECONDS, SECONDS)
def test_a_pause_is_as_long_as_anybody_asks_for(wanted: float, said: float, slow: float) -> None:
    pause = spacing(wanted, said, slow)
    assert pause >= max(wanted, said)
    assert pause in (wanted, said, min(slow, LONGEST_BREATH))
    assert pause >= min(slow, LONGEST_BREATH) or slow <= QUICK


@given(st.floats(0, 60), st.floats(0, 60))
def test_a_slow_answer_slows_at_once_and_a_quick_one_hastens_by_half(
    before: float, took: float
) -> None:
    after = latency(before, took, well=True)
    assert max(took, before / 2) <= after <= max(took, before)
    assert latency(before, took, well=False) == max(took, before)


@given(STRAINS, TROUBLES, st.floats(1, 1e9), CHANCES)
def test_a_rest_is_never_shorter_than_was_asked_nor_longer_than_a_day(
    strain: float, trouble: tuple[FailureReason, int | None, float | None], asked: float, by: float
) -> None:
    host = strained(replace(HOST, strain=strain), failure(*trouble[:2], asked), NOW, lambda: by)
    assert host.resting_until is not None
    rest = host.resting_until - NOW
    assert min(timedelta(seconds=asked), LONGEST_ASKED) <= rest <= LONGEST_ASKED
    assert not host.rests(NOW + LONGEST_ASKED)


@given(STRAINS, STRAINS, CHANCES)
def test_more_strain_makes_a_longer_rest_up_to_six_hours(a: float, b: float, by: float) -> None:
    silent = failure(FailureReason.TIMEOUT)
    rests = []
    for strain in sorted((a, b)):
        until = strained(replace(HOST, strain=strain), silent, NOW, lambda: by).resting_until
        rests.append(until - NOW if until else timedelta(0))
    assert timedelta(0) <= rests[0] <= rests[1] <= LONGEST_REST * (1 + SPREAD)


@given(CHANCES, CHANCES)
def test_the_return_is_spread_so_that_not_everybody_comes_at_once(a: float, b: float) -> None:
    busy = failure(FailureReason.HTTP, 503, 600)
    first = strained(HOST, busy, NOW, lambda: a).resting_until
    second = strained(HOST, busy, NOW, lambda: b).resting_until
    assert (first == second) == (a == b) or abs(a - b) < 1e-6


def test_three_failures_in_a_row_make_a_rest_and_two_and_an_answer_never_do() -> None:
    silent, host = failure(FailureReason.TIMEOUT), HOST
    for _ in range(2):
        host = strained(host, silent, NOW)
    assert not host.rests(NOW)
    assert strained(host, silent, NOW).rests(NOW)
    host = HOST
    for _ in range(50):
        host = relieved(strained(strained(host, silent, NOW), silent, NOW))
        assert not host.rests(NOW)


@given(STRAINS)
def test_a_few_answers_relieve_any_strain(strain: float) -> None:
    host = replace(HOST, strain=strain)
    for _ in range(9):
        assert relieved(host).strain <= host.strain
        host = relieved(host)
    assert host.strain == 0


def _dead_for(days: float, chance: float) -> tuple[int, timedelta]:
    """Tries of a host that is silent for so long, and how late its return was noticed."""
    host, now, tries, end = HOST, NOW, 0, NOW + timedelta(days=days)
    while now < end:
        host = strained(host, failure(FailureReason.UNREACHABLE), now, lambda: chance)
        tries += 1
        assert host.resting_until is None or host.resting_until > now
        now = host.resting_until if host.rests(now) and host.resting_until else now
        now += timedelta(seconds=2)
    return tries, now - end


@given(st.floats(0.01, 120), CHANCES)
def test_a_host_that_comes_back_is_asked_again_within_eight_hours(
    days: float, chance: float
) -> None:
    _, late = _dead_for(days, chance)
    assert late < timedelta(hours=8)


def test_a_dead_host_is_tried_some_fifty_times_a_day_then_less_and_less() -> None:
    tries = [_dead_for(days, 0.5)[0] for days in (1, 2, 30, 31, 365, 366)]
    assert 40 <= tries[0] <= 55
    assert tries[3] - tries[2] <= 8
    assert tries[5] - tries[4] <= 4


def test_a_second_wish_does_not_shorten_the_first() -> None:
    long = strained(HOST, failure(FailureReason.HTTP, 503, 3600), NOW, lambda: 0)
    short = strained(long, failure(FailureReason.HTTP, 503, 60), NOW, lambda: 0)
    assert short.resting_until == NOW + timedelta(hours=1)


def test_a_clock_that_was_set_back_makes_no_rest_of_days() -> None:
    host = strained(HOST, failure(FailureReason.HTTP, 503, 86_400), NOW)
    assert host.rests(NOW + timedelta(hours=23))
    assert not host.rests(NOW - timedelta(days=2))


@given(
    st.lists(
        st.tuples(st.timedeltas(timedelta(0), timedelta(days=3)), st.integers(0, 500)), max_size=20
    )
)
def test_a_day_counts_what_was_asked_in_it_and_begins_anew(
    asked: list[tuple[timedelta, int]],
) -> None:
    host, by_day = HOST, dict[object, int]()
    for after, requests in sorted(asked):
        now = NOW + after
        host = metered(host, now, requests, requests * 10)
        by_day[now.date()] = by_day.get(now.date(), 0) + requests
        assert host.today(now) == (by_day[now.date()], by_day[now.date()] * 10)
        assert host.today(next_day(now)) == (0, 0)


@given(st.integers(1, 10_000), st.integers(1, 10_000), st.integers(0, 20_000))
def test_the_last_tenth_is_for_confirming_and_beyond_it_nothing_is_asked(
    requests: int, size: int, asked: int
) -> None:
    limits, host = DailyLimits(requests, size), metered(HOST, NOW, asked, asked)
    spent = asked / min(requests, size)
    now = Welcome.CLOSED if spent >= 1 else Welcome.CONFIRMING if spent >= 0.9 else Welcome.OPEN
    assert host.welcome(limits, NOW) is now
    assert host.welcome(limits, next_day(NOW)) is Welcome.OPEN
    assert host.welcome(DailyLimits(), NOW) is Welcome.OPEN


def test_the_day_is_one_of_utc() -> None:
    assert next_day(datetime(2026, 3, 1, 23, 59, tzinfo=UTC)) == datetime(2026, 3, 2, tzinfo=UTC)


@given(
    STRAINS,
    st.none() | st.floats(-3_600, 86_400),
    st.integers(0, 30),
    st.integers(0, 23),
)
def test_a_rest_tells_what_the_host_is_welcome_to_and_ends_when_it_says(
    strain: float, rests_for: float | None, requests: int, hour: int
) -> None:
    now = NOW.replace(hour=hour)
    until = None if rests_for is None else now + timedelta(seconds=rests_for)
    record = HostRecord("host", now, 0.0, strain, until, "trouble", now.date(), requests)
    limits = DailyLimits(requests=20)
    rest, welcome = record.rest(limits, now), record.welcome(limits, now)
    assert (rest is None) == (welcome is Welcome.OPEN)
    if rest is None:
        return
    assert rest.welcome is welcome
    assert rest.until > now
    after = record.welcome(limits, rest.until)
    assert after is not Welcome.CLOSED
    assert welcome is Welcome.CLOSED or after is Welcome.OPEN

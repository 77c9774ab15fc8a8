"""When articles, links and sections are due again."""

from __future__ import annotations

from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from pipeline.records import ArticleState
from pipeline.timing import RecheckFacts
from scheduler.policy import AgeTiming
from tests.builders import NOW

TIMING = AgeTiming()
EVERY = timedelta(minutes=10)


def _facts(quiet: timedelta, **changes: object) -> RecheckFacts:
    values: dict[str, object] = {
        "state": ArticleState.LIVE,
        "first_seen_at": NOW - timedelta(days=100),
        "last_changed_at": NOW - quiet,
        "every": EVERY,
        "misses": 0,
    }
    return RecheckFacts(**(values | changes))  # type: ignore[arg-type]


def _wait(quiet: timedelta, **changes: object) -> timedelta | None:
    due = TIMING.next_recheck(_facts(quiet, **changes), NOW)
    return due - NOW if due else None


def test_a_fresh_article_is_rechecked_as_often_as_its_section_is_polled() -> None:
    assert _wait(timedelta(0)) == EVERY


def test_an_older_article_is_rechecked_after_an_eighth_of_its_quiet_time() -> None:
    assert _wait(timedelta(hours=8)) == timedelta(hours=1)


def test_an_article_quiet_for_two_months_is_left_alone() -> None:
    assert _wait(timedelta(days=61)) is None


def test_an_edit_makes_an_old_article_young_again() -> None:
    assert _wait(timedelta(minutes=1), first_seen_at=NOW - timedelta(days=90)) == EVERY


def test_a_suspected_removal_is_looked_into_sooner_than_age_would_have_it() -> None:
    assert _wait(timedelta(hours=5), state=ArticleState.SUSPECTED) == timedelta(minutes=15)
    assert _wait(timedelta(days=8), state=ArticleState.SUSPECTED) == timedelta(days=1)
    assert _wait(timedelta(days=61), state=ArticleState.SUSPECTED) is None


def test_what_is_gone_is_looked_for_less_and_less_and_not_for_ever() -> None:
    assert _wait(timedelta(minutes=5), state=ArticleState.GONE) == EVERY
    assert _wait(timedelta(days=8), state=ArticleState.GONE) == timedelta(days=1)
    assert _wait(timedelta(days=20), state=ArticleState.GONE) is None


@given(
    st.timedeltas(timedelta(0), timedelta(days=59)),
    st.timedeltas(timedelta(0), timedelta(days=59)),
    st.integers(0, 50),
)
def test_older_and_more_often_missed_articles_never_come_sooner(
    a: timedelta, b: timedelta, misses: int
) -> None:
    young, old = _wait(min(a, b)), _wait(max(a, b))
    assert young is not None
    assert old is not None
    assert young <= old <= timedelta(days=3)
    missed = _wait(max(a, b), misses=misses)
    assert missed is not None
    assert old <= missed <= timedelta(days=3)


def test_a_link_that_gives_no_article_is_tried_six_times_in_all() -> None:
    assert [TIMING.next_try(n, NOW) is None for n in range(1, 8)] == [False] * 5 + [True] * 2


def test_polls_are_spread_by_a_tenth_and_slow_down_with_failures() -> None:
    waits = {TIMING.next_poll(EVERY, 0, NOW, f"s/{n}", None) - NOW for n in range(200)}
    assert len(waits) > 100
    assert EVERY * 0.9 <= min(waits) <= max(waits) <= EVERY * 1.1
    failed = TIMING.next_poll(EVERY, 4, NOW, "s/1", None) - NOW
    assert EVERY * 4.5 <= failed <= EVERY * 5.5


def test_what_a_listing_asks_for_is_kept_and_yet_spread() -> None:
    least = timedelta(minutes=9)
    for pace in (timedelta(minutes=2), EVERY - timedelta(minutes=1)):
        dues = {TIMING.next_poll(pace, 0, NOW, f"s/{n}", None, least=least) for n in range(200)}
        assert len(dues) > 100
        assert least <= min(dues) - NOW <= max(dues) - NOW <= least * 1.1


def test_a_retry_after_is_kept_up_to_a_day() -> None:
    assert TIMING.next_poll(EVERY, 1, NOW, "s", 7200) == NOW + timedelta(hours=2)
    assert TIMING.next_poll(EVERY, 1, NOW, "s", 1e9) == NOW + timedelta(hours=24)


@given(st.integers(0, 10**6))
def test_a_dead_section_is_still_polled_four_times_a_day(failures: int) -> None:
    wait = TIMING.next_poll(EVERY, failures, NOW, "s", None) - NOW
    assert wait <= timedelta(hours=6) * 1.1

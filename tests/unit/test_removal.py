"""Removals: how much proof it takes, and what holds one."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.records import Absence
from pipeline.removal import PROOFS, Gone, RemovalPolicy, Rest, Suspect, unless_held, weigh
from tests.builders import NOW, minutes

POLICY = RemovalPolicy()
HOUR = timedelta(hours=1)
GONE = Gone(Absence.NOT_FOUND, "the server answered 404", 3)


def _weighed(absence: Absence, looks: int, hours: float) -> Suspect | Gone:
    """What the last of so many looks means, the first of which was so long ago."""
    return weigh(
        absence,
        "so",
        strikes=looks - 1,
        missing_since=minutes(-60 * hours) if looks > 1 else None,
        fetched_at=NOW,
        policy=POLICY,
    )


@pytest.mark.parametrize(
    ("absence", "looks", "hours", "gone"),
    [
        (Absence.GONE, 1, 0, False),
        (Absence.GONE, 2, 1.9, False),
        (Absence.GONE, 2, 2, True),
        (Absence.NOT_FOUND, 2, 48, False),
        (Absence.NOT_FOUND, 9, 1.9, False),
        (Absence.NOT_FOUND, 3, 2, True),
        (Absence.REDIRECTED, 2, 48, False),
        (Absence.REDIRECTED, 9, 5.9, False),
        (Absence.REDIRECTED, 3, 6, True),
        (Absence.SOFT_404, 3, 6, True),
        (Absence.EMPTIED, 40, 23.9, False),
        (Absence.EMPTIED, 3, 48, False),
        (Absence.EMPTIED, 4, 24, True),
        (Absence.REPLACED, 4, 24, True),
    ],
)
def test_an_article_is_gone_when_it_was_missed_often_and_long_enough(
    absence: Absence, looks: int, hours: float, gone: bool
) -> None:
    expected = Gone if gone else Suspect
    assert _weighed(absence, looks, hours) == expected(absence, "so", looks)


@pytest.mark.parametrize(
    "rest",
    [
        Rest(),
        Rest(missing=1),
        Rest(missing=3, seen=1),
        Rest(missing=4, seen=12),
        Rest(missing=400, seen=4000),
    ],
)
def test_a_few_missing_articles_are_removals(rest: Rest) -> None:
    assert unless_held(GONE, rest, 2 * HOUR) == GONE


@pytest.mark.parametrize(
    ("rest", "why"),
    [
        (Rest(seen=50, is_silent=True), "no section of the source answers"),
        (Rest(missing=2), "all 3 articles that were looked at are missing"),
        (
            Rest(missing=4, seen=11),
            "5 of 16 articles that were looked at are missing at once",
        ),
    ],
)
def test_much_of_a_source_missing_at_once_is_no_removal(rest: Rest, why: str) -> None:
    held = unless_held(GONE, rest, 2 * HOUR)
    assert held == Suspect(
        Absence.NOT_FOUND, f"the server answered 404; held, since {why}", 3, held=True
    )


def test_what_stays_away_for_a_week_while_the_rest_answers_is_gone() -> None:
    rest = Rest(missing=9, seen=11)
    assert isinstance(unless_held(GONE, rest, 167 * HOUR), Suspect)
    assert unless_held(GONE, rest, 168 * HOUR) == GONE
    assert isinstance(unless_held(GONE, replace(rest, seen=0), 900 * HOUR), Suspect)
    assert isinstance(unless_held(GONE, replace(rest, is_silent=True), 900 * HOUR), Suspect)


_RESTS = st.builds(Rest, st.integers(0, 60), st.integers(0, 60), st.booleans())
_WAITS = st.timedeltas(timedelta(0), timedelta(days=9))


@given(st.sampled_from(Absence), st.integers(1, 12), st.floats(0, 48))
def test_one_more_look_or_hour_never_takes_a_removal_back(
    absence: Absence, looks: int, hours: float
) -> None:
    if isinstance(_weighed(absence, looks, hours), Gone):
        assert looks >= PROOFS[absence].looks > 1
        assert isinstance(_weighed(absence, looks + 1, hours), Gone)
        assert isinstance(_weighed(absence, looks, hours + 1), Gone)


@given(_RESTS, _WAITS)
def test_one_more_article_that_is_there_holds_no_removal(rest: Rest, waited: timedelta) -> None:
    if unless_held(GONE, rest, waited) == GONE:
        assert unless_held(GONE, replace(rest, seen=rest.seen + 1), waited) == GONE


@given(_RESTS, _WAITS)
def test_one_more_missing_article_never_confirms_a_removal(rest: Rest, waited: timedelta) -> None:
    if unless_held(GONE, rest, waited) != GONE:
        more = replace(rest, missing=rest.missing + 1)
        assert unless_held(GONE, more, waited) != GONE

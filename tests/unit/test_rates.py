"""What is learned of edits from looks, and what a number of requests buys."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from scheduler.rates import (
    AFTER,
    OWN,
    PRIOR,
    Floats,
    Ints,
    Looks,
    Rates,
    chances,
    follow_hours,
    learn,
)
from scheduler.spending import Followed, Outlook, Seen, SeenEdits, draw, follow, threshold_for, wait

WEEK = 168.0


def _looks(
    born: Floats, source: Ints, names: tuple[str, ...], edits: Floats, every: float
) -> Looks:
    """A week of looks at a fixed interval, as fetches would show them."""
    rows: list[tuple[int, float, float, bool, float, float]] = []
    for article, start in enumerate(born):
        last = -np.inf
        for before in np.arange(start, start + WEEK, every):
            changed = bool(((edits[article] > before) & (edits[article] <= before + every)).any())
            rows.append((article, before, before + every, changed, last, every))
            last = before + every if changed else last
    columns = [np.array(column) for column in zip(*rows, strict=True)]
    looked, start, end, came, seen, within = columns
    trust = np.ones(len(rows))
    return Looks(born, source, names, looked, start, end, came.astype(bool), seen, within, trust)


def _world(rates: Rates, articles: int, names: tuple[str, ...]) -> tuple[Floats, Ints, Floats]:
    born = np.linspace(1000 * 24, 1000 * 24 + 48, articles)
    source = np.arange(articles) % len(names)
    return born, source, draw(rates, source, names, born, WEEK)


TRUE = replace(PRIOR, age=PRIOR.age * 2, sources={"often": 1.6, "seldom": 0.4})
NAMES = ("often", "seldom")


def test_sources_ages_and_unlikeness_are_learned_from_looks_that_hide_the_edits_themselves() -> (
    None
):
    born, source, edits = _world(TRUE, 800, NAMES)
    learned = learn(_looks(born, source, NAMES, edits, 2.0))
    assert learned.source("often") / learned.source("seldom") == pytest.approx(4, rel=0.3)
    assert learned.alike == pytest.approx(TRUE.alike, rel=0.3)
    assert learned.age[2] > 5 * learned.age[9]
    again = np.isfinite(draw(learned, source, NAMES, born, WEEK)).sum()
    assert again == pytest.approx(np.isfinite(edits).sum(), rel=0.2)


def test_what_nothing_was_seen_of_is_as_the_prior_has_it() -> None:
    none, nobody = np.empty(0), np.empty(0, dtype=np.int64)
    nothing = Looks(none, nobody, (), nobody, none, none, none.astype(bool), none, none, none)
    learned = learn(nothing)
    assert learned.age == pytest.approx(PRIOR.age)
    assert learned.after == pytest.approx(PRIOR.after)
    assert learned.source("any") == 1


def test_the_prior_has_the_published_figures() -> None:
    born, _, edits = _world(PRIOR, 6_000, ("any",))
    edited = np.isfinite(edits[:, 0])
    assert 0.25 < edited.mean() < 0.36
    last = np.where(np.isfinite(edits), edits, -np.inf).max(1)[edited] - born[edited]
    assert 0.75 < (last < 24).mean() < 0.95


@given(st.floats(0.15, 10), st.floats(0.01, 5))
def test_before_anything_was_seen_articles_are_edited_as_often_as_a_gamma_of_mean_one_has_it(
    alike: float, expected: float
) -> None:
    chance = chances(np.zeros((1, len(OWN))), alike)[0]
    assert chance @ OWN == pytest.approx(1, abs=0.02)
    # Poisson counts mixed by a gamma are negative binomial: the chance that there is none
    never = chance @ np.exp(-expected * OWN)
    assert never == pytest.approx((1 + expected / alike) ** -alike, abs=0.01)


def _outlook_wait(seen: int, age: float, threshold: float = 0.1) -> float:
    now = np.array([30_000.0])
    looks = np.linspace(now - age, now, seen + 2).T  # an edit at each between the first and now
    edits = SeenEdits(at=looks[:, 1:-1], after=looks[:, :-2])
    known = Seen(now - age, np.array([0]), edits)
    return float(Outlook(PRIOR, ("any",)).next_look(known, now, threshold, 0.0)[0])


def test_an_article_is_looked_at_later_the_older_it_is_and_sooner_the_oftener_it_was_edited() -> (
    None
):
    assert _outlook_wait(0, 0.5) < _outlook_wait(0, 8) < _outlook_wait(0, 48)
    assert _outlook_wait(3, 8) < _outlook_wait(1, 8) < _outlook_wait(0, 8)


@given(st.floats(1e-3, 5), st.floats(1e-3, 3))
def test_under_a_steady_rate_the_wait_is_the_root_of_twice_the_threshold_over_the_rate(
    rate: float, threshold: float
) -> None:
    found = float(wait(np.full((1, 44), rate), threshold)[0])
    assert found == pytest.approx(min((2 * threshold / rate) ** 0.5, 72), rel=1e-6)


@given(st.floats(1e-3, 5), st.floats(1e-3, 3), st.floats(0, 10))
def test_the_more_it_costs_to_see_two_edits_as_one_the_sooner_is_the_next_look(
    rate: float, threshold: float, pair: float
) -> None:
    found = float(wait(np.full((1, 44), rate), threshold, pair)[0])
    # λt²/2 hours and λ²t²/2 pairs make up the threshold together
    wanted = (2 * threshold / (rate + pair * rate**2)) ** 0.5
    assert found == pytest.approx(min(wanted, 72), rel=1e-6)


@given(st.floats(0, 9), st.floats(0.01, 9), st.floats(0.01, 9))
def test_what_follows_an_edit_is_counted_from_when_it_may_have_come(
    start: float, length: float, within: float
) -> None:
    ages = start + (np.arange(400) + 0.5) / 400 * within  # of the edit, at the span's start
    steps = pairwise(AFTER)
    wanted = [
        np.mean(np.clip(ages + length, low, high) - np.clip(ages, low, high)) for low, high in steps
    ]
    found = follow_hours(np.array([start]), np.array([start + length]), np.array([within]))
    assert found[0] == pytest.approx(wanted, abs=0.02)


def test_nothing_is_made_of_few_looks_that_the_prior_does_not_hold_likely() -> None:
    born, source, edits = _world(PRIOR, 40, ("any",))
    learned = learn(_looks(born, source, ("any",), edits, 8.0))
    assert (learned.age < 10 * PRIOR.age + 0.1).all()
    assert 0.2 < learned.alike < 3


def test_a_burst_is_told_from_an_article_that_is_often_edited() -> None:
    born, source, edits = _world(
        replace(PRIOR, age=PRIOR.age * 2, after=3 * PRIOR.after), 500, ("a",)
    )
    learned = learn(_looks(born, source, ("a",), edits, 1.0))
    hours = np.diff(AFTER)
    assert learned.after @ hours == pytest.approx(3 * PRIOR.after @ hours, rel=0.4)


def test_the_word_of_a_sweep_counts_as_far_as_the_sweep_was_right() -> None:
    born, source, edits = _world(PRIOR, 200, ("any",))
    looks = _looks(born, source, ("any",), edits, 4.0)
    quiet = replace(looks, changed=np.zeros(len(looks.start), dtype=bool))
    sure, half, never = (
        learn(replace(quiet, trust=np.full(len(looks.start), trust))).age[4]
        for trust in (1.0, 0.5, 0.0)
    )
    assert sure < half < never == pytest.approx(PRIOR.age[4])


def test_delay_and_versions_are_counted_as_they_are() -> None:
    edits = np.array([[1.5, 1.75, 3.25, np.inf]])
    counted = follow(
        np.array([0.0]), edits, np.array([4.5]), lambda which, now, edits: np.ones(len(which))
    )
    assert counted == Followed(requests=4, delay=0.5 + 0.75, versions=2)


def test_the_threshold_found_costs_what_it_is_to_cost() -> None:
    for asked in (4.0, 12.0):
        _, came_to = threshold_for(PRIOR, {"any": 1.0}, asked, soonest=0.1, hours=WEEK)
        assert came_to.requests == pytest.approx(asked, rel=0.15)


def test_what_is_learned_finds_edits_sooner_than_looks_at_one_interval() -> None:
    born, source, edits = _world(TRUE, 800, NAMES)
    learned = learn(_looks(born, source, NAMES, edits, 2.0))
    threshold, _ = threshold_for(learned, dict.fromkeys(NAMES, 1.0), 8, soonest=0.1, hours=WEEK)
    outlook = Outlook(learned, NAMES)
    ours = follow(
        born,
        edits,
        born + WEEK,
        lambda which, now, edits: outlook.next_look(
            Seen(born[which], source[which], edits), now, threshold, 0.1
        ),
    )
    even = follow(
        born,
        edits,
        born + WEEK,
        lambda which, now, edits: np.full(len(which), WEEK / (ours.requests + 0.99)),
    )
    assert even.requests >= ours.requests - 1
    assert ours.delay < 0.6 * even.delay

"""Measures what rechecks find under several policies that make equally many of them.

A week of a hundred invented newsrooms, each article followed for seven days. Edits come more
often to young articles, to some outlets and to some articles, in bursts, and by the newsroom's
day; parameters are set so that the published figures come out, which are printed first. Ours
begins with its stated prior, is given nothing, and learns once a day from what its own looks
showed, as the service does. It is asked for 8 and for 16 requests an article; every other policy
is then scaled to the number that ours in fact made.

    uniform     one interval
    ladder      NewsDiffs': 15 min under 3 h old, 1 h under a day, 3 h under a week; scaled
    age ratio   diffengine's: when the time since the last look is a share of the age
    oracle      knows the curves and each article's own rate, not when its edits come

The measures are counted by one loop, `scheduler.spending.Following`, that every policy shares.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable
from dataclasses import astuple, dataclass

import numpy as np

from scheduler.rates import PRIOR, Floats, Ints, Looks, Rates, learn
from scheduler.spending import (
    Followed,
    Following,
    NextLook,
    Outlook,
    Seen,
    SeenEdits,
    ahead,
    follow,
    rows_of,
    threshold_for,
    wait,
)

_SOURCES, _WEEK = 100, 168.0
#: hours; every policy's least distance between two looks
_SOONEST = 1 / 12
#: midnight of a day, in hours since 1970
_START = 24.0 * 20_000
#: edits of an article: shares, and mean hours after publication
_SHARES, _MEANS = np.array([0.40, 0.50, 0.10]), np.array([2.0, 10.0, 45.0])
#: how like the articles of an outlet are, edits that an edit brings, and how soon
_ALIKE, _FOLLOWERS, _FOLLOW_MEAN = 0.6, 0.35, 0.75
#: articles that are learned from at the most
_LEARNED = 6_000


@dataclass(frozen=True, slots=True)
class World:
    """Newsrooms, their articles and when these are edited."""

    born: Floats
    source: Ints
    edits: Floats
    #: an article's own edits in all, those that follow others apart
    own: Floats
    #: hour of the newsroom's midnight, UTC, by article
    midnight: Floats

    @property
    def until(self) -> Floats:
        return self.born + _WEEK


def day_factor(hour: Floats) -> Floats:
    """How a newsroom's edits rise and fall over its own day; one on average."""
    day: Floats = 1 + 0.7 * np.sin((hour - 8.5) / 24 * 2 * np.pi)
    return day


def invent(articles: int, seed: int) -> World:
    chance = np.random.default_rng(seed)
    weight = chance.pareto(1.5, _SOURCES) + 0.3
    source = chance.choice(_SOURCES, articles, p=weight / weight.sum())
    # outlets edit 8 to 60 % of their articles; a gamma of articles gives that share for this mean
    share = np.clip(chance.beta(2.0, 4.4, _SOURCES), 0.08, 0.60)
    mean = _ALIKE * ((1 - share) ** (-1 / _ALIKE) - 1)
    own = chance.gamma(_ALIKE, 1 / _ALIKE, articles) * mean[source]
    midnight = chance.choice([0.0, -1.0, -3.0, -4.0, 5.0], _SOURCES)[source]
    day = np.floor(7 * chance.random(articles)) * 24
    born = _START + day + midnight + _hours_of_day(chance, articles)
    own = own / _mean_day(born, midnight)
    count = chance.poisson(np.minimum(own * 1.7, 40))
    index = np.repeat(np.arange(articles), count)
    phase = chance.choice(len(_SHARES), len(index), p=_SHARES)
    at = born[index] + chance.exponential(_MEANS[phase])
    kept = chance.random(len(index)) * 1.7 < day_factor(at - midnight[index])
    leads, led = index[kept], at[kept]
    found, times = [leads], [led]
    for _ in range(6):
        followers = chance.poisson(_FOLLOWERS, len(leads))
        leads = np.repeat(leads, followers)
        led = np.repeat(led, followers) + chance.exponential(_FOLLOW_MEAN, len(leads))
        found.append(leads)
        times.append(led)
    index, at = np.concatenate(found), np.concatenate(times)
    within = at < born[index] + _WEEK
    return World(born, source, rows_of(index[within], at[within], articles), own, midnight)


def _hours_of_day(chance: np.random.Generator, count: int) -> Floats:
    drawn = 24 * chance.random(4 * count)
    return drawn[chance.random(4 * count) * 1.7 < day_factor(drawn)][:count]


def _mean_day(born: Floats, midnight: Floats) -> Floats:
    """The mean of the day's factor over an article's edits, so that their number is as drawn."""
    quantiles = np.linspace(0.02, 0.98, 25)
    offsets = -_MEANS[:, None] * np.log(1 - quantiles)
    at = (born - midnight)[:, None, None] + offsets
    return np.asarray((day_factor(at).mean(2) * _SHARES).sum(1))


def describe(world: World) -> None:
    count = np.isfinite(world.edits).sum(1)
    edited = count > 0
    by_source = np.bincount(world.source, edited, _SOURCES) / np.bincount(
        world.source, minlength=_SOURCES
    )
    last = world.edits[edited, count[edited] - 1]
    born, midnight = world.born[edited], world.midnight[edited]
    same_day = np.floor((last - midnight) / 24) == np.floor((born - midnight) / 24)
    print(
        f"{len(world.born):,} articles: {edited.mean():.0%} edited "
        f"({np.quantile(by_source, 0.02):.0%} to {np.quantile(by_source, 0.98):.0%} by outlet), "
        f"{count.sum() / len(count):.2f} edits an article; of last edits "
        f"{same_day.mean():.0%} on the day, {(last - born < 24).mean():.0%} within 24 h"
    )


def oracle(world: World, threshold: float) -> NextLook:
    def next_look(which: Ints, now: Floats, edits: SeenEdits) -> Floats:
        at = now[:, None] + ahead()
        age = np.maximum(at - world.born[which, None], 0.0)
        curve = sum(s / m * np.exp(-age / m) for s, m in zip(_SHARES, _MEANS, strict=True))
        rate = world.own[which, None] * curve * day_factor(at - world.midnight[which, None])
        follows = _FOLLOWERS / _FOLLOW_MEAN * np.exp(-(at - edits.last[:, None]) / _FOLLOW_MEAN)
        return np.maximum(wait(rate + follows, threshold), _SOONEST)

    return next_look


def uniform(hours: float) -> NextLook:
    return lambda which, now, edits: np.full(len(which), hours)


def ladder(world: World, scale: float) -> NextLook:
    def next_look(which: Ints, now: Floats, edits: SeenEdits) -> Floats:
        age = now - world.born[which]
        rung = np.select([age < 3, age < 24, age < 168], [0.25, 1.0, 3.0], 72.0)
        return np.maximum(rung * scale, _SOONEST)

    return next_look


def age_ratio(world: World, share: float) -> NextLook:
    return lambda which, now, edits: np.maximum((now - world.born[which]) * share, _SOONEST)


def scaled(
    world: World, policy: Callable[[float], NextLook], requests: float, sample: int
) -> Followed:
    """A policy at the scale at which it makes so many requests, found on a sample first."""
    some = slice(0, sample)
    low, high = -16.0, 10.0
    part = world.born[some], world.edits[some], world.until[some]
    for _ in range(12):
        middle = (low + high) / 2
        more = follow(*part, policy(float(np.exp(middle)))).requests > requests
        low, high = (middle, high) if more else (low, middle)
    few = many = follow(world.born, world.edits, world.until, policy(float(np.exp(high))))
    while few.requests > requests:
        high += 0.1
        few = follow(world.born, world.edits, world.until, policy(float(np.exp(high))))
    many, low = few, high
    while many.requests < requests:
        low -= 0.03
        few, many = many, follow(world.born, world.edits, world.until, policy(float(np.exp(low))))
    # schedules by age alone jump by whole requests: the two next to it, mixed
    apart = many.requests - few.requests
    share = (requests - few.requests) / apart if apart else 0.0
    return Followed(
        *(a + share * (b - a) for a, b in zip(astuple(few), astuple(many), strict=True))
    )


def ours(world: World, requests: float, believed: Rates = PRIOR) -> tuple[Followed, Rates]:
    """Our policy from its prior, learning at every midnight; what it came to and learned."""
    names = tuple(f"outlet {n}" for n in range(_SOURCES))
    share = dict.fromkeys(names, 1.0)
    following = Following(world.born, world.edits, world.until)
    for midnight in np.arange(_START, float(world.until.max()) + 24, 24):
        if following.looks:
            looks = _looks(world, following, names, midnight)
            # what was seen is looked at whole every time: the prior is the stated one
            believed = learn(looks)
            count = np.bincount(looks.source, minlength=_SOURCES)
            share = dict(zip(names, (count + 0.1).tolist(), strict=True))
        threshold, _ = threshold_for(believed, share, requests, soonest=_SOONEST, hours=_WEEK)
        outlook = Outlook(believed, names)

        def next_look(
            which: Ints,
            now: Floats,
            edits: SeenEdits,
            outlook: Outlook = outlook,
            threshold: float = threshold,
        ) -> Floats:
            known = Seen(world.born[which], world.source[which], edits)
            return outlook.next_look(known, now, threshold, _SOONEST)

        following.advance(midnight + 24, next_look)
    return following.result(), believed


def _looks(world: World, following: Following, names: tuple[str, ...], now: float) -> Looks:
    """What the looks so far showed, of every so many-th article."""
    columns = zip(*following.looks, strict=True)
    article, start, end, changed, seen, within = (np.concatenate(column) for column in columns)
    (watched,) = np.nonzero(np.bincount(article, minlength=len(world.born)) > 0)
    watched = watched[:: -(-len(watched) // _LEARNED)]
    place = np.full(len(world.born), -1)
    place[watched] = np.arange(len(watched))
    kept = place[article] >= 0
    return Looks(
        world.born[watched],
        world.source[watched],
        names,
        place[article][kept],
        start[kept],
        end[kept],
        changed[kept],
        seen[kept],
        within[kept],
        np.ones(int(kept.sum())),
    )


def main() -> None:
    """Prints a table for 8 and one for 16 requests an article."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--articles", type=int, default=20_000)
    parser.add_argument("--seed", type=int, default=11)
    given = parser.parse_args()
    world = invent(given.articles, given.seed)
    describe(world)
    edits = np.isfinite(world.edits).sum() / len(world.born)
    sample = min(2_500, given.articles)
    rivals: dict[str, Callable[[float], NextLook]] = {
        "age ratio": lambda scale: age_ratio(world, scale),
        "ladder": lambda scale: ladder(world, scale),
        "uniform": uniform,
        "oracle": lambda scale: oracle(world, scale),
    }
    for asked in (8, 16):
        began = time.process_time()
        mine, _ = ours(world, asked)
        print(f"\nasked for {asked} requests an article ({time.process_time() - began:.0f} s)")
        print("policy       requests hours unseen ours ÷ it versions")
        results = {name: scaled(world, one, mine.requests, sample) for name, one in rivals.items()}
        for name, one in {"ours": mine, **results}.items():
            print(
                f"{name:12} {one.requests:8.2f} {one.delay:12.3f} {mine.delay / one.delay:9.3f} "
                f"{one.versions / edits:8.1%}"
            )
        caught = mine.versions / results["oracle"].versions
        print(f"versions caught, of the oracle's: {caught:.3f}")
    fixed = follow(world.born, world.edits, world.until, uniform(3.0))
    # delays go by a power of the requests, nearly: what is between two runs is read off that
    runs = sorted(astuple(ours(world, asked)[0])[:2] for asked in (10.0, 14.0, 18.0))
    requests, delays = (np.log(column) for column in zip(*runs, strict=True))
    if not -delays[0] <= -np.log(fixed.delay) <= -delays[-1]:
        print("what follows is a bound: the runs lie all on one side")
    enough = float(np.exp(np.interp(-np.log(fixed.delay), -delays, requests)))
    print(
        f"\na fixed recheck every 3 h: {fixed.requests:.1f} requests, {fixed.delay:.3f} hours; "
        f"ours comes to as many hours with {enough:.1f}, {enough / fixed.requests:.3f} × as many"
    )


if __name__ == "__main__":
    main()

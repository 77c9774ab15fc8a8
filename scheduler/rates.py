"""How often articles are edited, learned from what fetches showed.

An article's rate of edits, an hour, is

    own × source × age curve(age) × time of day(source) + after(time since an edit was seen)

and nobody ever sees an edit happen: a fetch shows that there was none since the last one, or at
least one. `learn` takes that for what it is and finds the most likely curves by expectation
maximisation (Dempster, Laird, Rubin 1977): an interval with a change holds Λ / (1 − e^−Λ) edits
on average, shared out over its parts by their rates. What few fetches told of is drawn towards
what many told of: a source towards all sources, an article towards its source (gamma, by their
counts), all of them towards `PRIOR`. Pure; times are hours since 1970, UTC.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]

#: where the age curve may bend, in hours
AGES: Floats = np.array([0, 0.5, 1, 2, 4, 8, 16, 24, 36, 48, 72, 120, 168, 336, 720], dtype=float)
#: likewise the rate after an edit was seen; past the last it is zero
AFTER: Floats = np.array([0, 0.5, 1, 2, 4, 8], dtype=float)
#: hours of a part of the day, and how many there are
PART, PARTS = 3, 8

_ROUNDS = 30
#: what the prior weighs, in edits
_AGE_WEIGHT, _SOURCE_WEIGHT, _DAY_WEIGHT, _PART_WEIGHT, _AFTER_WEIGHT = 1.0, 1.5, 10.0, 8.0, 1.0
_LEAST_ALIKE, _MOST_ALIKE = 0.15, 10.0


@dataclass(frozen=True, slots=True)
class Rates:
    """What is believed of edits."""

    #: edits an hour by age, of a middling article; a value for each of `AGES`, up to the next
    age: Floats
    #: edits an hour more, by the time since an edit was seen; a value for each step of `AFTER`
    after: Floats
    #: how many times as often the articles of a source are edited
    sources: Mapping[str, float] = field(default_factory=dict)
    #: how many times as often in each part of the day, UTC, by source
    days: Mapping[str, Floats] = field(default_factory=dict)
    #: the same of a source that nothing is known of
    day: Floats = field(default_factory=lambda: np.ones(PARTS))
    #: how like the articles of a source are: the shape of the gamma their own factors follow
    alike: float = 0.6
    #: of the edits seen, the share that did not merely follow another
    own_share: float = 0.8

    def source(self, name: str) -> float:
        return self.sources.get(name, 1.0)

    def day_of(self, name: str) -> Floats:
        return self.days.get(name, self.day)

    def to_json(self) -> dict[str, Any]:
        return {
            "age": self.age.tolist(),
            "after": self.after.tolist(),
            "day": self.day.tolist(),
            "alike": self.alike,
            "own_share": self.own_share,
        }


def _prior() -> Rates:
    """Published figures: three articles in ten are edited, most on their first day.

    27 to 35 % of articles are edited, 8 to 60 % by outlet; of last edits 63 % come within the
    day and 88 % within one: most edits in hours, a fifth in days. With articles as unlike as a
    gamma of shape 0.6, 30 % are edited where there are 0.49 edits an article, others that follow
    on these apart.
    """
    edits, ends = 0.49, np.append(AGES[1:], 1440.0)
    share = sum(
        part * (np.exp(-AGES / mean) - np.exp(-ends / mean)) for part, mean in ((0.8, 6), (0.2, 30))
    )
    return Rates(age=edits * share / (ends - AGES) + 2e-5, after=np.full(len(AFTER) - 1, 0.03))


#: what a service that has seen nothing believes
PRIOR = _prior()


@dataclass(frozen=True, slots=True)
class Looks:
    """What fetches showed: intervals between two looks at an article, and what came of them.

    Intervals without a change that follow on each other may be one.
    """

    #: of each article: when it was first seen, and its source as an index into `names`
    born: Floats
    source: Ints
    names: tuple[str, ...]
    #: of each interval: the article's index, its start and end, whether it brought a change
    article: Ints
    start: Floats
    end: Floats
    changed: Bools
    #: when a change was last seen at its start; minus infinity: never
    seen: Floats


@dataclass(frozen=True, slots=True)
class _Parts:
    """Intervals cut where any factor of the rate changes; one value for each part."""

    interval: Ints
    age: Ints
    day: Ints
    #: the last step of `AFTER` and all that comes later: len(AFTER) − 1
    after: Ints
    hours: Floats


def learn(looks: Looks, prior: Rates = PRIOR) -> Rates:
    """The most likely rates after some looks; in time and memory linear in their number."""
    parts = _cut(looks)
    article = looks.article[parts.interval]
    source = looks.source[article]
    cell = source * PARTS + parts.day
    sources, articles = len(looks.names), len(looks.born)
    steps = len(AFTER) - 1
    age, day, alike = prior.age.copy(), prior.day.copy(), prior.alike
    after = np.append(prior.after, 0.0)
    factor = np.array([prior.source(name) for name in looks.names])
    days = np.tile(day, (sources, 1))
    own = np.ones(articles)
    own_share = prior.own_share
    for turn in range(_ROUNDS):
        base = age[parts.age] * factor[source] * days.ravel()[cell] * parts.hours
        mine = own[article] * base
        follows = after[parts.after] * parts.hours
        total = _sum(parts.interval, mine + follows, len(looks.article))
        edits_each = np.where(looks.changed, 1 / -np.expm1(-np.maximum(total, 1e-12)), 0.0)
        weight = edits_each[parts.interval]
        counted = mine * weight
        followed = follows * weight

        counts = _sum(article, counted, articles)
        exposure = _sum(article, base, articles)
        alike = _alike(counts, exposure, alike)
        own = (alike + counts) / (alike + exposure)

        seen, followers = counted.sum(), followed.sum()
        own_share = float((seen + 8 * prior.own_share) / (seen + followers + 8))

        # one factor at a time: together they would all answer for the same edits. An article's
        # own factor is one on average, and its source is held against that, not against it
        if turn % 3 == 0:
            by_age, at_age = _sum(parts.age, counted, len(age)), _sum(parts.age, base, len(age))
            age = (by_age + _AGE_WEIGHT) / (at_age / age + _AGE_WEIGHT / prior.age)
        elif turn % 3 == 1:
            by_source, at_source = _sum(source, counted, sources), _sum(source, base, sources)
            factor = (by_source + _SOURCE_WEIGHT) / (at_source / factor + _SOURCE_WEIGHT)
        else:
            by_cell, at_cell = (
                _sum(cell, values, sources * PARTS).reshape(sources, PARTS)
                for values in (counted, base)
            )
            day = (by_cell.sum(0) + _DAY_WEIGHT) / ((at_cell / days).sum(0) + _DAY_WEIGHT)
            days = (by_cell + _PART_WEIGHT * day) / (at_cell / days + _PART_WEIGHT)
        by_step = _sum(parts.after, followed, steps + 1)[:steps]
        at_step = _sum(parts.after, parts.hours, steps + 1)[:steps]
        after[:steps] = (by_step + _AFTER_WEIGHT) / (at_step + _AFTER_WEIGHT / prior.after)
    return Rates(
        age=age,
        after=after[:steps],
        sources={**prior.sources, **dict(zip(looks.names, factor.tolist(), strict=True))},
        days={**prior.days, **dict(zip(looks.names, days, strict=True))},
        day=day,
        alike=alike,
        own_share=own_share,
    )


def _alike(counts: Floats, exposure: Floats, before: float) -> float:
    """The gamma's shape by the spread of the articles' counts (method of moments), damped."""
    square = float((exposure**2).sum()) + 1.0
    spread = float(((counts - exposure) ** 2 - exposure).sum()) + 1.0 / before
    shape = square / spread if spread > 0 else _MOST_ALIKE
    return float(np.clip(np.sqrt(before * np.clip(shape, 0.05, 50)), _LEAST_ALIKE, _MOST_ALIKE))


def _sum(index: Ints, values: Floats, size: int) -> Floats:
    summed: Floats = np.bincount(index, values, size).astype(float)
    return summed


def _cut(looks: Looks) -> _Parts:
    """Cuts intervals at the bends of the age curve, of the day, and of the time after an edit."""
    start, end, born = looks.start, looks.end, looks.born[looks.article]
    first = np.floor(start / PART).astype(np.int64) + 1
    count = np.maximum(np.ceil(end / PART).astype(np.int64) - first, 0)
    whole = np.repeat(np.arange(len(start)), count)
    nth = np.arange(count.sum()) - np.repeat(np.cumsum(count) - count, count)
    cuts = [(np.arange(len(start)), start), (whole, (first[whole] + nth) * float(PART))]
    for anchor, bends in ((born, AGES[1:]), (looks.seen, AFTER[1:])):
        for bend in bends:
            (within,) = np.nonzero((anchor + bend > start) & (anchor + bend < end))
            cuts.append((within, (anchor + bend)[within]))
    interval = np.concatenate([which for which, _ in cuts])
    at = np.concatenate([when for _, when in cuts])
    order = np.lexsort((at, interval))
    interval, at = interval[order], at[order]
    last = np.append(interval[1:] != interval[:-1], True) if len(interval) else interval == 0
    until = np.where(last, end[interval], np.append(at[1:], 0.0)[: len(at)])
    middle = (at + until) / 2
    return _Parts(
        interval,
        age_step(middle - born[interval]),
        part_of_day(middle),
        after_step(middle - looks.seen[interval]),
        np.maximum(until - at, 0.0),
    )


def age_step(age: Floats) -> Ints:
    return np.clip(np.searchsorted(AGES, age, side="right") - 1, 0, len(AGES) - 1)


def after_step(since: Floats) -> Ints:
    return np.clip(np.searchsorted(AFTER, since, side="right") - 1, 0, len(AFTER) - 1)


def part_of_day(at: Floats) -> Ints:
    return (np.floor(at / PART).astype(np.int64)) % PARTS

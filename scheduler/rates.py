"""How often articles are edited, learned from what fetches showed.

An article's rate of edits, an hour, is

    own × source × age curve(age) × time of day(source) + after(time since an edit was seen)

and nobody ever sees an edit happen: a fetch shows that there was none since the last one, or at
least one. `learn` takes that for what it is and finds the most likely curves by expectation
maximisation (Dempster, Laird, Rubin 1977): an interval with a change holds Λ / (1 − e^−Λ) edits
on average, shared out over its parts by their rates. An article's own factor is never put at one
value: the chance is kept of each of `OWN`, a gamma's before anything was seen of it, and all sums
are means over them. What few fetches told of is drawn towards what many told of: a source towards
all sources, an article towards its source, all of them towards `PRIOR`. Pure; times are hours
since 1970, UTC.
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
#: how many times as often as others an article may be edited, evenly in logarithms
OWN: Floats = np.geomspace(0.004, 24.0, 24)
#: how like articles may be, and how far from the prior's that is by a standard deviation of logs
_SHAPES: Floats = np.geomspace(0.15, 10.0, 16)
_SHAPE_SPREAD = 0.7


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
        }


def _prior() -> Rates:
    """Published figures: three articles in ten are edited, most on their first day.

    27 to 35 % of articles are edited, 8 to 60 % by outlet; of last edits 63 % come within the
    day and 88 % within one: most edits in hours, a fifth in days. With articles as unlike as a
    gamma of shape 0.6, 30 % are edited where there are 0.49 edits an article, others that follow
    on these apart. Edits come in bursts, of which no figure was published: that three edits bring
    one more within eight hours is an assumption, and weighs as one edit of each step.
    """
    edits, ends = 0.49, np.append(AGES[1:], 1440.0)
    share = sum(
        part * (np.exp(-AGES / mean) - np.exp(-ends / mean)) for part, mean in ((0.8, 6), (0.2, 30))
    )
    return Rates(
        age=edits * share / (ends - AGES) + 2e-5, after=np.array([0.15, 0.12, 0.08, 0.03, 0.01])
    )


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
    #: of that change: how many hours before it was seen the look before had been
    within: Floats
    #: the share of edits that would have been seen: one where its end is a look at the page; less
    #: where it is the word of a sweep that was not always right
    trust: Floats


@dataclass(frozen=True, slots=True)
class _Parts:
    """Intervals cut where any factor of the rate changes; one value for each part."""

    interval: Ints
    age: Ints
    day: Ints
    hours: Floats


def learn(looks: Looks, prior: Rates = PRIOR) -> Rates:
    """The most likely rates after some looks; in time and memory linear in their number."""
    parts = _cut(looks)
    intervals, articles, sources = len(looks.article), len(looks.born), len(looks.names)
    article = looks.article[parts.interval]
    source = looks.source[article]
    cell = source * PARTS + parts.day
    (changed,) = np.nonzero(looks.changed)
    whose = looks.article[changed]
    following = follow_hours(looks.start - looks.seen, looks.end - looks.seen, looks.within)
    following *= looks.trust[:, None]
    seen_hours = parts.hours * looks.trust[parts.interval]
    age, day, after, alike = prior.age.copy(), prior.day.copy(), prior.after.copy(), prior.alike
    factor = np.array([prior.source(name) for name in looks.names])
    days = np.tile(day, (sources, 1))
    for turn in range(_ROUNDS):
        base = age[parts.age] * factor[source] * days.ravel()[cell] * seen_hours
        held = _sum(parts.interval, base, intervals)
        quiet = _sum(looks.article, np.where(looks.changed, 0.0, held), articles)
        follows = following[changed] @ after
        likely = log_likely(quiet, whose, held[changed], follows)
        alike = _alike(likely, prior.alike)
        chance = chances(likely, alike)

        # of an interval with a change: edits that its rate brought, for each hour of it
        found = -np.expm1(-(held[changed, None] * OWN + follows[:, None]))
        share = chance[whose] / np.maximum(found, 1e-12)
        each = np.zeros(intervals)
        each[changed] = share @ OWN
        counted = base * each[parts.interval]
        exposed = base * (chance @ OWN)[article]

        # one factor at a time: together they would all answer for the same edits
        if turn % 3 == 0:
            by_age, at_age = _sum(parts.age, counted, len(age)), _sum(parts.age, exposed, len(age))
            age = (by_age + _AGE_WEIGHT) / (at_age / age + _AGE_WEIGHT / prior.age)
        elif turn % 3 == 1:
            by_source, at_source = _sum(source, counted, sources), _sum(source, exposed, sources)
            factor = (by_source + _SOURCE_WEIGHT) / (at_source / factor + _SOURCE_WEIGHT)
        else:
            by_cell, at_cell = (
                _sum(cell, values, sources * PARTS).reshape(sources, PARTS)
                for values in (counted, exposed)
            )
            day = (by_cell.sum(0) + _DAY_WEIGHT) / ((at_cell / days).sum(0) + _DAY_WEIGHT)
            days = (by_cell + _PART_WEIGHT * day) / (at_cell / days + _PART_WEIGHT)
        followed = (following[changed] * after * share.sum(1)[:, None]).sum(0)
        after = (followed + _AFTER_WEIGHT) / (following.sum(0) + _AFTER_WEIGHT / prior.after)
    return Rates(
        age=age,
        after=after,
        sources={**prior.sources, **dict(zip(looks.names, factor.tolist(), strict=True))},
        days={**prior.days, **dict(zip(looks.names, days, strict=True))},
        day=day,
        alike=alike,
    )


def log_likely(quiet: Floats, article: Ints, held: Floats, follows: Floats) -> Floats:
    """How likely what was seen of articles is, if each were edited `OWN` times as often as others.

    Args:
        quiet: of each article: edits expected in the intervals that brought none.
        article: of each interval that brought a change, as `held` and `follows` are: edits
            expected in it, and those that would merely follow the edit before.

    Returns:
        Natural logarithms; a row an article, a column a value of `OWN`.
    """
    likely = -quiet[:, None] * OWN
    seen = np.log(np.maximum(-np.expm1(-(held[:, None] * OWN + follows[:, None])), 1e-12))
    np.add.at(likely, article, seen)
    return likely


def chances(likely: Floats, alike: float) -> Floats:
    """How likely each of `OWN` is of each article, after what was seen of it."""
    weighed = likely + _log_gamma(alike)
    weighed = np.exp(weighed - weighed.max(1, keepdims=True, initial=-np.inf))
    chance: Floats = weighed / weighed.sum(1, keepdims=True)
    return chance


def _log_gamma(alike: float) -> Floats:
    """The gamma of articles' own factors, of mean one, at `OWN`.

    All that lies below the least of them counts as that: the less alike articles are, the more of
    them are hardly ever edited. Without these the mean would be up to 1.5.
    """
    step = np.log(OWN[1] / OWN[0])
    density = np.exp(alike * (np.log(OWN) - OWN))
    # ∫ x^(alike − 1) dx up to half a step below; e^(−alike x) is one there
    density[0] += np.exp(alike * (np.log(OWN[0]) - step / 2)) / (alike * step)
    log: Floats = np.log(density / density.sum())
    return log


def _alike(likely: Floats, before: float) -> float:
    """The gamma's shape by what was seen of all articles, in the mean over its possible values."""
    most = likely.max(1, keepdims=True, initial=-np.inf)
    of_own = np.exp(np.stack([_log_gamma(shape) for shape in _SHAPES], axis=1))
    shapes = np.log(np.exp(likely - most) @ of_own).sum(0)
    shapes -= (np.log(_SHAPES / before) / _SHAPE_SPREAD) ** 2 / 2
    weight = np.exp(shapes - shapes.max())
    return float(np.exp((weight * np.log(_SHAPES)).sum() / weight.sum()))


def _sum(index: Ints, values: Floats, size: int) -> Floats:
    summed: Floats = np.bincount(index, values, size).astype(float)
    return summed


def _cut(looks: Looks) -> _Parts:
    """Cuts intervals at the bends of the age curve and of the day."""
    start, end, born = looks.start, looks.end, looks.born[looks.article]
    first = np.floor(start / PART).astype(np.int64) + 1
    count = np.maximum(np.ceil(end / PART).astype(np.int64) - first, 0)
    whole = np.repeat(np.arange(len(start)), count)
    nth = np.arange(count.sum()) - np.repeat(np.cumsum(count) - count, count)
    cuts = [(np.arange(len(start)), start), (whole, (first[whole] + nth) * float(PART))]
    for bend in AGES[1:]:
        (within,) = np.nonzero((born + bend > start) & (born + bend < end))
        cuts.append((within, (born + bend)[within]))
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
        np.maximum(until - at, 0.0),
    )


def age_step(age: Floats) -> Ints:
    return np.clip(np.searchsorted(AGES, age, side="right") - 1, 0, len(AGES) - 1)


def follow_hours(start: Floats, end: Floats, within: Floats) -> Floats:
    """How much of each step of `AFTER` a span holds, where nobody saw when the edit was.

    The edit was seen at zero and came some time in `within` hours before, any as likely: so at a
    time s it was from s to s + within hours ago.

    Args:
        start: hours since the edit was seen, as `end` is; infinite where none was.

    Returns:
        Hours; a step in another, last dimension.
    """
    within = np.maximum(within, 1e-3)[..., None]
    start, end = (np.where(np.isfinite(at), at, 1e6)[..., None] for at in (start, end))
    hours: Floats = (
        _ramp(end + within) - _ramp(end) - _ramp(start + within) + _ramp(start)
    ) / within
    return np.maximum(hours, 0.0)


def _ramp(at: Floats) -> Floats:
    """Of each step of `AFTER`: ∫ of how much of it lies before s, for s from 0 to `at`."""
    low, high = AFTER[:-1], AFTER[1:]
    inside: Floats = np.clip(at, low, high) - low
    ramp: Floats = inside**2 / 2 + np.maximum(at - high, 0.0) * (high - low)
    return ramp


def part_of_day(at: Floats) -> Ints:
    return (np.floor(at / PART).astype(np.int64)) % PARTS


def follow_share(since: Floats, within: Floats) -> Floats:
    """Of each step of `AFTER`: how likely a time lies in it, an edit seen `since` hours ago."""
    low, high = AFTER[:-1], AFTER[1:]
    within = np.maximum(within, 1e-3)[..., None]
    since = since[..., None]
    share: Floats = np.clip(since + within, low, high) - np.clip(since, low, high)
    return share / within

"""When looking at articles again pays, and what a number of requests can buy.

A look pays by the time for which an edit would otherwise stand unseen: an article is looked at
again when what is expected of that since the last look, ∫ λ(s) (t − s) ds, has grown to the
threshold. One threshold for all articles spends a number of requests best, as every look then
buys the same. Which threshold spends how many is found by rehearsal: articles are drawn from the
rates that were learned and followed by the policy itself. Pure; times are hours since 1970, UTC.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from scheduler.rates import AFTER, AGES, PARTS, Bools, Floats, Ints, Rates, after_step, age_step
from scheduler.rates import part_of_day as part

#: no two looks are further apart, in hours
LONGEST = 72.0
#: how far ahead the expected delay is summed, at these offsets
_AHEAD: Floats = np.concatenate([[0.0], np.geomspace(1 / 12, LONGEST, 44)])
_STEPS, _MIDDLES = np.diff(_AHEAD), (_AHEAD[1:] + _AHEAD[:-1]) / 2
_TRIES = 11


@dataclass(frozen=True, slots=True)
class Seen:
    """What is known of some articles; one value an article."""

    #: when it was first seen
    born: Floats
    #: index into the names of the `Outlook`
    source: Ints
    #: edits seen so far
    edits: Floats
    #: when the last one was seen; minus infinity: never
    last: Floats


class Outlook:
    """The rates of some sources, ready to be asked of many articles at once."""

    def __init__(self, rates: Rates, names: Sequence[str]) -> None:
        self.rates = rates
        self.names = tuple(names)
        self._factor = np.array([rates.source(name) for name in names])
        self._days = np.array([rates.day_of(name) for name in names]).reshape(-1, PARTS)
        self._after = np.append(rates.after, 0.0)
        self._summed = np.concatenate([[0.0], np.cumsum(np.diff(AGES) * rates.age[:-1])])

    def own(self, seen: Seen, now: Floats) -> Floats:
        """How many times as often each article is edited as its source's others of its age."""
        rates = self.rates
        age = np.maximum(now - seen.born, 0.0)
        step = age_step(age)
        expected = self._summed[step] + rates.age[step] * (age - AGES[step])
        expected = expected * self._factor[seen.source]
        own: Floats = (rates.alike + seen.edits * rates.own_share) / (rates.alike + expected)
        return own

    def rate(self, seen: Seen, now: Floats, at: Floats) -> Floats:
        """Edits an hour that are expected; `at` has a row an article, and so has the answer."""
        own = self.own(seen, now) * self._factor[seen.source]
        mine = self.rates.age[age_step(at - seen.born[:, None])] * own[:, None]
        mine *= self._days[seen.source[:, None], part(at)]
        rate: Floats = mine + self._after[after_step(at - seen.last[:, None])]
        return rate

    def next_look(
        self, seen: Seen, now: Floats, threshold: Floats | float, soonest: Floats | float
    ) -> Floats:
        """Hours until each article is to be looked at again, looked at `now`.

        Args:
            threshold: edits × hours; divided by an article's weight if it has one.
            soonest: hours that must lie between two looks.
        """
        rate = self.rate(seen, now, now[:, None] + _MIDDLES)
        return np.maximum(wait(rate, threshold), soonest)


def wait(rate: Floats, threshold: Floats | float) -> Floats:
    """Hours until the expected delay reaches the threshold; `LONGEST` if it does not before.

    Args:
        rate: a row an article, with the rates at `ahead`.
    """
    edits = np.cumsum(rate * _STEPS, axis=1)
    before = np.concatenate([np.zeros((len(rate), 1)), edits[:, :-1]], axis=1)
    delay = np.cumsum((before + rate * _STEPS / 2) * _STEPS, axis=1)
    wanted = np.broadcast_to(threshold, (len(rate),))
    step = np.minimum((delay < wanted[:, None]).sum(1), len(_STEPS) - 1)
    row = np.arange(len(rate))
    start = np.where(step > 0, delay[row, step - 1], 0.0)
    # within a step the delay grows as held·x + rate·x²/2, x the hours into it
    held, pace = before[row, step], np.maximum(rate[row, step], 1e-12)
    missing = np.maximum(wanted - start, 0.0)
    into = (np.sqrt(held**2 + 2 * pace * missing) - held) / pace
    hours: Floats = np.minimum(_AHEAD[step] + into, LONGEST)
    return hours


def ahead() -> Floats:
    """The offsets, in hours, at which `wait` takes rates."""
    return _MIDDLES


@dataclass(frozen=True, slots=True)
class Followed:
    """What looking at some articles came to, an article."""

    requests: float
    #: hours that it stood changed and unseen
    delay: float
    #: looks that found it changed
    versions: float


#: of articles by index: now, edits seen, when the last was → hours until the next look
NextLook = Callable[[Ints, Floats, Floats, Floats], Floats]


class Following:
    """Articles whose edits are known, looked at by a policy; the first fetch is at `born`.

    Args:
        edits: a row an article of the times of its edits in order, then infinity.
        until: when each is given up.
    """

    def __init__(self, born: Floats, edits: Floats, until: Floats) -> None:
        self.born, self.until = born, until
        self._edits = np.concatenate([edits, np.full((len(edits), 1), np.inf)], axis=1)
        self.due, self.at = born.copy(), np.full(len(born), -np.inf)
        self.seen, self.last = np.zeros(len(born)), np.full(len(born), -np.inf)
        self._known = np.zeros(len(born), dtype=np.int64)
        self.requests, self._delay = 0, 0.0
        #: of each look but the first: article, look before, this one, changed, change seen before
        self.looks: list[tuple[Ints, Floats, Floats, Bools, Floats]] = []

    def advance(self, to: float, next_look: NextLook) -> None:
        """Looks at every article that is due before `to`, as often as it is."""
        while len(which := np.nonzero(self.due < np.minimum(self.until, to))[0]):
            now, before = self.due[which], self.at[which]
            first = self._edits[which, self._known[which]]
            changed = first <= now
            again = np.isfinite(before)
            self.requests += int(again.sum())
            self._delay += float(np.maximum(now - first, 0.0).sum())
            self.looks.append(
                (which[again], before[again], now[again], changed[again], self.last[which][again])
            )
            self.seen[which] += changed
            self.last[which] = np.where(changed, now, self.last[which])
            self._known[which] = (self._edits[which] <= now[:, None]).sum(1)
            self.at[which] = now
            waits = next_look(which, now, self.seen[which], self.last[which])
            self.due[which] = now + waits

    def result(self) -> Followed:
        """What it came to once all were followed to their end."""
        first = self._edits[np.arange(len(self.born)), self._known]
        unseen = float(np.maximum(self.until - first, 0.0).sum())
        count = max(len(self.born), 1)
        return Followed(
            self.requests / count, (self._delay + unseen) / count, float(self.seen.sum()) / count
        )


def follow(born: Floats, edits: Floats, until: Floats, next_look: NextLook) -> Followed:
    """Follows articles to their end under one policy."""
    following = Following(born, edits, until)
    following.advance(np.inf, next_look)
    return following.result()


def draw(rates: Rates, source: Ints, names: Sequence[str], born: Floats, hours: float) -> Floats:
    """Edits of articles as the rates have them: a row an article, then infinity; always the same.

    Args:
        hours: for how long.
    """
    chance = np.random.default_rng(7)
    factor = np.array([rates.source(name) for name in names])[source]
    days = np.array([rates.day_of(name) for name in names]).reshape(-1, PARTS)
    own = chance.gamma(rates.alike, 1 / rates.alike, len(born))
    most = float(days.max(initial=1.0))
    lengths = np.maximum(np.minimum(np.append(AGES[1:], hours), hours) - AGES, 0.0)
    times, article = [], []
    for step, length in enumerate(lengths):
        count = chance.poisson(np.minimum(own * factor * rates.age[step] * length * most, 50.0))
        index = np.repeat(np.arange(len(born)), count)
        at = born[index] + AGES[step] + length * chance.random(len(index))
        kept = chance.random(len(index)) * most < days[source[index], part(at)]
        times.append(at[kept])
        article.append(index[kept])
    leads, led = np.concatenate(article), np.concatenate(times)
    for _ in range(2):  # what follows an edit, and what follows that
        index = np.repeat(np.arange(len(leads)), len(rates.after))
        steps = np.tile(np.arange(len(rates.after)), len(leads))
        count = chance.poisson(np.minimum(rates.after * np.diff(AFTER), 1.0)[steps])
        index, steps = np.repeat(index, count), np.repeat(steps, count)
        led = led[index] + AFTER[steps] + np.diff(AFTER)[steps] * chance.random(len(index))
        leads = leads[index]
        times.append(led)
        article.append(leads)
    return rows_of(np.concatenate(article), np.concatenate(times), len(born))


def rows_of(article: Ints, times: Floats, articles: int) -> Floats:
    """Times as a row an article, in order, then infinity."""
    order = np.lexsort((times, article))
    article, times = article[order], times[order]
    count = np.bincount(article, minlength=articles)
    nth = np.arange(len(article)) - np.repeat(np.cumsum(count) - count, count)
    rows = np.full((articles, int(count.max(initial=0))), np.inf)
    rows[article, nth] = times
    return rows


def threshold_for(
    rates: Rates,
    share: dict[str, float],
    requests: float,
    *,
    soonest: float,
    hours: float,
    articles: int = 1_000,
    weights: Sequence[float] = (1.0,),
    beside: Callable[[float], float] = lambda threshold: 0.0,
) -> tuple[float, Followed]:
    """The threshold at which an article costs so many requests on average, by rehearsal.

    Args:
        share: how many articles each source brings, in proportion.
        requests: an article, over `hours`.
        soonest: hours between two looks at the least.
        hours: for how long an article is followed.
        articles: how many are drawn.
        weights: what an hour costs that an edit stands unseen, of articles like those to come.
        beside: what else a threshold makes be asked, in requests an article, paid of the same.

    Returns:
        The threshold, and what the rehearsal under it came to.
    """
    names = tuple(share)
    chance = np.random.default_rng(3)
    shares = np.array([share[name] for name in names], dtype=float)
    source = chance.choice(len(names), articles, p=shares / shares.sum())
    born = 24 * chance.random(articles)
    weight = chance.choice(np.array(weights, dtype=float), articles)
    edits = draw(rates, source, names, born, hours)
    outlook = Outlook(rates, names)

    def followed(threshold: float) -> Followed:
        def next_look(which: Ints, now: Floats, seen: Floats, last: Floats) -> Floats:
            known = Seen(born[which], source[which], seen, last)
            return outlook.next_look(known, now, threshold / weight[which], soonest)

        return follow(born, edits, born + hours, next_look)

    low, high = -11.0, 5.0
    for _ in range(_TRIES):
        middle = (low + high) / 2
        threshold = float(np.exp(middle))
        if beside(threshold) + followed(threshold).requests > requests:
            low = middle
        else:
            high = middle
    found = float(np.exp((low + high) / 2))
    return found, followed(found)

"""When looking at articles again pays, and what a number of requests can buy.

A look pays by the time for which an edit would otherwise stand unseen: an article is looked at
again when what is expected of that since the last look, ∫ λ(s) (t − s) ds, and of edits that it
would show as one, has grown to the threshold. One threshold for all articles spends a number of
requests best, as every look then buys the same. Which threshold spends how many is found by
rehearsal: articles are drawn from the rates that were learned and followed by the policy itself.
Pure; times are hours since 1970, UTC.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from scheduler.rates import (
    AFTER,
    AGES,
    OWN,
    PARTS,
    Bools,
    Floats,
    Ints,
    Rates,
    age_step,
    chances,
    follow_hours,
    follow_share,
    log_likely,
)
from scheduler.rates import part_of_day as part

#: no two looks are further apart, in hours
LONGEST = 72.0
#: how far ahead the expected delay is summed, at these offsets
_AHEAD: Floats = np.concatenate([[0.0], np.geomspace(1 / 12, LONGEST, 44)])
_STEPS, _MIDDLES = np.diff(_AHEAD), (_AHEAD[1:] + _AHEAD[:-1]) / 2
#: what it costs that a look hides an edit behind the last, in hours, for each root of the
#: threshold: by that goes for how long edits stand unseen, so that both weigh alike however much
#: is spent
HIDDEN = 5.0
#: tries at a threshold, the logarithm of the first, and how near is good enough
_TRIES, _FIRST_TRY, _NEAR = 9, -2.0, 0.005


@dataclass(frozen=True, slots=True)
class SeenEdits:
    """Edits of some articles that looks showed: a row an article in order, then infinity."""

    #: when each was seen
    at: Floats
    #: when the look before had been
    after: Floats

    @property
    def last(self) -> Floats:
        """When the last was seen; minus infinity: never."""
        last: Floats = np.where(np.isfinite(self.at), self.at, -np.inf).max(1, initial=-np.inf)
        return last

    @property
    def last_within(self) -> Floats:
        """How many hours before the last was seen the look before had been."""
        before = np.where(np.isfinite(self.after), self.after, -np.inf).max(1, initial=-np.inf)
        known = np.isfinite(before)
        return np.where(known, self.last - np.where(known, before, 0.0), 0.0)


@dataclass(frozen=True, slots=True)
class Seen:
    """What is known of some articles; one value an article."""

    #: when it was first seen
    born: Floats
    #: index into the names of the `Outlook`
    source: Ints
    edits: SeenEdits


class Outlook:
    """The rates of some sources, ready to be asked of many articles at once."""

    def __init__(self, rates: Rates, names: Sequence[str]) -> None:
        self.rates = rates
        self.names = tuple(names)
        self._factor = np.array([rates.source(name) for name in names])
        self._days = np.array([rates.day_of(name) for name in names]).reshape(-1, PARTS)
        self._summed = np.concatenate([[0.0], np.cumsum(np.diff(AGES) * rates.age[:-1])])

    def own(self, seen: Seen, now: Floats) -> Floats:
        """How many times as often each article is edited as its source's others of its age."""
        own: Floats = self.chances(seen, now) @ OWN
        return own

    def chances(self, seen: Seen, now: Floats) -> Floats:
        """How likely each of `OWN` is of each article, looked at `now`."""
        factor = self._factor[seen.source]
        quiet = self._expected(now - seen.born) * factor
        row, nth = np.nonzero(np.isfinite(seen.edits.at))
        at, after, born = seen.edits.at[row, nth], seen.edits.after[row, nth], seen.born[row]
        held = (self._expected(at - born) - self._expected(after - born)) * factor[row]
        quiet -= np.bincount(row, held, len(quiet))
        first = nth == 0
        before = np.where(first, -np.inf, np.roll(at, 1))
        within = np.where(first, 0.0, np.roll(at - after, 1))
        follows = follow_hours(after - before, at - before, within) @ self.rates.after
        return chances(log_likely(quiet, row, held, follows), self.rates.alike)

    def _expected(self, age: Floats) -> Floats:
        """Edits up to an age, of a middling article."""
        age = np.maximum(age, 0.0)
        step = age_step(age)
        expected: Floats = self._summed[step] + self.rates.age[step] * (age - AGES[step])
        return expected

    def rate(self, seen: Seen, now: Floats, at: Floats) -> Floats:
        """Edits an hour that are expected; `at` has a row an article, and so has the answer."""
        steady, following = self._rates(seen, now, at)
        rate: Floats = self.own(seen, now)[:, None] * steady + following
        return rate

    def _rates(self, seen: Seen, now: Floats, at: Floats) -> tuple[Floats, Floats]:
        """Of both parts of the rate: what an article's own factor is yet to multiply, and what
        follows the last edit.
        """
        steady = self.rates.age[age_step(at - seen.born[:, None])]
        steady *= self._factor[seen.source, None] * self._days[seen.source[:, None], part(at)]
        following = np.zeros(at.shape)
        last = seen.edits.last
        (some,) = np.nonzero(now - last < AFTER[-1])
        if len(some):
            since, within = at[some] - last[some, None], seen.edits.last_within[some, None]
            following[some] = follow_share(since, within) @ self.rates.after
        return steady, following

    def next_look(
        self, seen: Seen, now: Floats, threshold: Floats | float, soonest: Floats | float
    ) -> Floats:
        """Hours until each article is to be looked at again, looked at `now`.

        Args:
            threshold: edits × hours; divided by an article's weight if it has one.
            soonest: hours that must lie between two looks.
        """
        chance = self.chances(seen, now)
        steady, following = self._rates(seen, now, now[:, None] + _MIDDLES)
        rate = (chance @ OWN)[:, None] * steady + following
        hidden = hidden_edits(chance, steady, following)
        lost = HIDDEN * np.sqrt(np.broadcast_to(threshold, now.shape))[:, None] * hidden
        return np.maximum(wait(rate, threshold, lost), soonest)


def hidden_edits(chance: Floats, steady: Floats, following: Floats) -> Floats:
    """How many edits a look is expected to hide behind the last: Λ − (1 − e^−Λ), were Λ known.

    Little is known of most articles' own factor, and the few that are edited much hide most: so
    it is the mean over what the factor may be, which is a good deal more than that of the mean.

    Args:
        chance: of each of `OWN`; a row an article.
        steady: edits an hour at `ahead` of one whose own factor is one, and likewise `following`,
            those that follow an edit whatever that is.

    Returns:
        Edits, for a look at the end of each step of `ahead`.
    """
    steady, following = (np.cumsum(rate * _STEPS, axis=1) for rate in (steady, following))
    none = sum(
        part[:, None] * np.exp(-own * steady) for own, part in zip(OWN, chance.T, strict=True)
    )
    hidden: Floats = (chance @ OWN)[:, None] * steady + following - 1 + none * np.exp(-following)
    return np.maximum(hidden, 0.0)


def wait(rate: Floats, threshold: Floats | float, lost: Floats | float = 0.0) -> Floats:
    """Hours until what is expected reaches the threshold; `LONGEST` if it does not before.

    Args:
        rate: a row an article, with the rates at `ahead`.
        lost: what a look at the end of each step costs beside the delay, in edits × hours.
    """
    edits = np.cumsum(rate * _STEPS, axis=1)
    delay = np.cumsum((edits - rate * _STEPS / 2) * _STEPS, axis=1)
    wanted = np.broadcast_to(threshold, (len(rate),))
    cost = np.concatenate([np.zeros((len(rate), 1)), delay + lost], axis=1)
    step = np.minimum((cost[:, 1:] < wanted[:, None]).sum(1), len(_STEPS) - 1)
    # all of it goes by the square of the time, nearly: under a steady rate that is exact
    row = np.arange(len(rate))
    low, high = np.sqrt(cost[row, step]), np.sqrt(cost[row, step + 1])
    into = (np.sqrt(wanted) - low) / np.maximum(high - low, 1e-12)
    hours: Floats = np.minimum(_AHEAD[step] + _STEPS[step] * np.clip(into, 0.0, 1.0), LONGEST)
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


#: of articles by index: now, edits seen → hours until the next look
NextLook = Callable[[Ints, Floats, SeenEdits], Floats]


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
        self.seen = np.zeros(len(born), dtype=np.int64)
        self._seen_at, self._seen_after = (np.full(self._edits.shape, np.inf) for _ in range(2))
        self._known = np.zeros(len(born), dtype=np.int64)
        self.requests, self._delay = 0, 0.0
        #: of each look but the first: article, look before, this one, changed, and of the change
        #: that was seen before: when, and how many hours after the look before it
        self.looks: list[tuple[Ints, Floats, Floats, Bools, Floats, Floats]] = []

    def advance(self, to: float, next_look: NextLook) -> None:
        """Looks at every article that is due before `to`, as often as it is."""
        while len(which := np.nonzero(self.due < np.minimum(self.until, to))[0]):
            now, before = self.due[which], self.at[which]
            first = self._edits[which, self._known[which]]
            changed = first <= now
            again = np.isfinite(before)
            self.requests += int(again.sum())
            self._delay += float(np.maximum(now - first, 0.0).sum())
            known = self._known_edits(which[again])
            look = which[again], before[again], now[again], changed[again]
            self.looks.append((*look, known.last, known.last_within))
            some = which[changed]
            self._seen_at[some, self.seen[some]] = now[changed]
            self._seen_after[some, self.seen[some]] = before[changed]
            self.seen[which] += changed
            self._known[which] = (self._edits[which] <= now[:, None]).sum(1)
            self.at[which] = now
            self.due[which] = now + next_look(which, now, self._known_edits(which))

    def _known_edits(self, which: Ints) -> SeenEdits:
        most = int(self.seen[which].max(initial=0))
        return SeenEdits(self._seen_at[which, :most], self._seen_after[which, :most])

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
    happen = draw(rates, source, names, born, hours)
    outlook = Outlook(rates, names)

    def followed(threshold: float) -> Followed:
        def next_look(which: Ints, now: Floats, edits: SeenEdits) -> Floats:
            known = Seen(born[which], source[which], edits)
            return outlook.next_look(known, now, threshold / weight[which], soonest)

        return follow(born, happen, born + hours, next_look)

    # requests go by the root of the threshold, about: each try mends nearly all that is amiss
    log, came_to = _FIRST_TRY, Followed(0.0, 0.0, 0.0)
    for _ in range(_TRIES):
        threshold = float(np.exp(log))
        came_to = followed(threshold)
        made = beside(threshold) + came_to.requests
        amiss = 2 * float(np.log(max(made, 1e-3) / requests))
        log = float(np.clip(log + amiss, -11.0, 5.0))
        if abs(amiss) < _NEAR:
            break
    return threshold, came_to

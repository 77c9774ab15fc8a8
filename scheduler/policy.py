"""When things are due next: pure functions of what is known and the time.

Edits come soon after publication and after other edits. Until anything was learned, an article
is rechecked at an interval that grows with the time since it was first seen or last changed
(`AgeTiming`); then where edits are expected (`LearnedTiming`). It is never sooner than its
sections' own interval. What is learned, and by what, is `scheduler.learning`'s.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from hashlib import blake2s

import numpy as np

from pipeline.records import ArticleState
from pipeline.timing import RecheckFacts, SeenEdit, Waiting
from scheduler.polls import interval
from scheduler.rates import Floats, Rates
from scheduler.spending import Outlook, Seen, SeenEdits

#: an article is looked at again after this share of its age
_AGE_SHARE = 1 / 8
_LONGEST_RECHECK = timedelta(days=3)
#: an article unchanged for so long is left alone
WATCHED_FOR = timedelta(days=60)
#: for how long an article that is gone is looked for
_GONE_WATCHED_FOR = timedelta(days=14)
#: a suspected removal is settled sooner than age would have it
_SUSPECT_RECHECK = timedelta(minutes=15)
#: and for so long; a page that went to a redirect for good is then left to its age
_SUSPECT_HASTE = timedelta(hours=6)
#: waits after the first, second … fetch of a link that gave no article
_RETRIES = (
    timedelta(minutes=2),
    timedelta(minutes=10),
    timedelta(hours=1),
    timedelta(hours=6),
    timedelta(days=1),
)
_LONGEST_BACKOFF = timedelta(hours=6)
#: longest stay away that a host may ask for
LONGEST_RETRY_AFTER = timedelta(hours=24)
_JITTER = 0.10
_HOUR = timedelta(hours=1)


class AgeTiming:
    """The policy: intervals by age, linear backoff after failures."""

    def next_recheck(self, facts: RecheckFacts, now: datetime) -> datetime | None:
        quiet = now - max(facts.first_seen_at, facts.last_changed_at)
        watched_for = _GONE_WATCHED_FOR if facts.state is ArticleState.GONE else WATCHED_FOR
        if quiet > watched_for:
            return None
        wait = min(max(facts.every, quiet * _AGE_SHARE), _LONGEST_RECHECK)
        if facts.state is ArticleState.SUSPECTED and quiet < _SUSPECT_HASTE:
            wait = min(wait, max(facts.every, _SUSPECT_RECHECK))
        return now + min(wait * (1 + facts.misses), _LONGEST_RECHECK)

    def next_try(self, attempts: int, now: datetime) -> datetime | None:
        return now + _RETRIES[attempts - 1] if attempts <= len(_RETRIES) else None

    def poll_interval(
        self, source: str, section: str, within: tuple[timedelta, timedelta], now: datetime
    ) -> timedelta:
        return within[1]

    def next_poll(
        self,
        every: timedelta,
        strain: float,
        now: datetime,
        key: str,
        retry_after: float | None,
        *,
        least: timedelta = timedelta(0),
    ) -> datetime:
        wait = max(min(every * (1 + strain), max(every, _LONGEST_BACKOFF)), least)
        spread = _spread(f"{key} {now.timestamp():.0f}")
        # what was asked for is kept by spreading upwards alone, or all would come at once
        wait *= 1 + _JITTER * (abs(spread) if wait * (1 - _JITTER) < least else spread)
        if retry_after is not None:
            wait = max(wait, min(timedelta(seconds=retry_after), LONGEST_RETRY_AFTER))
        return now + wait


@dataclass(frozen=True, slots=True)
class Learned:
    """What rechecks are timed by once something was learned."""

    rates: Rates
    #: edits × hours that may be expected to stand unseen, by source
    thresholds: Mapping[str, float]
    #: of sources that nothing is known of yet
    threshold: float
    #: new pieces an hour by the part of the day, of sections by source and name
    paces: Mapping[tuple[str, str], Floats] = field(default_factory=dict)


class LearnedTiming(AgeTiming):
    """The policy once something was learned; what is missing or unreadable still goes by age."""

    def __init__(self) -> None:
        self._learned: Learned | None = None

    def adopt(self, learned: Learned | None) -> None:
        """Times rechecks by this from now on; None: by age."""
        self._learned = learned

    def next_recheck(self, facts: RecheckFacts, now: datetime) -> datetime | None:
        by_age = super().next_recheck(facts, now)
        learned = self._learned
        plain = facts.state is ArticleState.LIVE and facts.misses == 0
        if by_age is None or learned is None or not plain:
            return by_age
        threshold = learned.thresholds.get(facts.source, learned.threshold)
        outlook = Outlook(learned.rates, (facts.source,))
        at = np.array([hours(now)])
        wait = outlook.next_look(_seen(facts), at, threshold / facts.weight, facts.every / _HOUR)
        return now + min(float(wait[0]) * _HOUR, max(_LONGEST_RECHECK, facts.every))

    def poll_interval(
        self, source: str, section: str, within: tuple[timedelta, timedelta], now: datetime
    ) -> timedelta:
        learned = self._learned
        pace = learned.paces.get((source, section)) if learned else None
        if learned is None or pace is None:
            return within[1]
        threshold = learned.thresholds.get(source, learned.threshold)
        fastest, every = within
        wait = interval(pace, hours(now), threshold, fastest / _HOUR, every / _HOUR)
        # so that what is never sooner is not so by the width of a float
        return min(max(wait * _HOUR, fastest), every)

    def expected_edits(self, facts: RecheckFacts, since: datetime, until: datetime) -> float | None:
        """How many edits are expected in a span; None while nothing was learned.

        Args:
            since: the last look, which `facts` are as of.
        """
        if self._learned is None or until <= since:
            return None
        edges = np.linspace(hours(since), hours(until), 97)
        middles = ((edges[1:] + edges[:-1]) / 2)[None, :]
        outlook = Outlook(self._learned.rates, (facts.source,))
        rate = outlook.rate(_seen(facts), np.array([hours(since)]), middles)
        return float((rate * np.diff(edges)).sum())

    def expected_delay(
        self, source: str, waiting: Sequence[Waiting], now: datetime
    ) -> float | None:
        """Hours that an edit of these articles is expected to stand unseen, if they are looked at
        when they are due; None while nothing was learned, and of none.
        """
        if self._learned is None or not waiting:
            return None
        looked = np.array([hours(one.looked_at) for one in waiting])
        due = np.maximum([hours(max(one.recheck_at, now)) for one in waiting], looked + 1e-6)
        edges = looked[:, None] + (due - looked)[:, None] * np.linspace(0, 1, 49)
        middles = (edges[:, 1:] + edges[:, :-1]) / 2
        seen = Seen(
            born=np.array([hours(one.first_seen_at) for one in waiting]),
            source=np.zeros(len(waiting), dtype=np.int64),
            edits=_edits([one.edits for one in waiting]),
        )
        rate = Outlook(self._learned.rates, (source,)).rate(seen, looked, middles)
        edits = rate * np.diff(edges, axis=1)
        return float((edits * (due[:, None] - middles)).sum() / edits.sum())


def hours(at: datetime) -> float:
    """Hours since 1970, as `scheduler.rates` counts time."""
    return at.timestamp() / 3600


def _seen(facts: RecheckFacts) -> Seen:
    return Seen(
        born=np.array([hours(facts.first_seen_at)]),
        source=np.array([0]),
        edits=_edits([facts.edits]),
    )


def _edits(rows: Sequence[Sequence[SeenEdit]]) -> SeenEdits:
    """Edits of articles as `scheduler.spending` takes them: a row an article, then infinity."""
    most = max(len(row) for row in rows)
    at, after = (np.full((len(rows), most), np.inf) for _ in range(2))
    for n, row in enumerate(rows):
        at[n, : len(row)] = [hours(one.at) for one in row]
        after[n, : len(row)] = [hours(one.after) for one in row]
    return SeenEdits(at, after)


def _spread(key: str) -> float:
    """A number from -1 to 1 that is the same for the same key, so tests and restarts agree."""
    return int.from_bytes(blake2s(key.encode(), digest_size=4).digest()) / 2**31 - 1

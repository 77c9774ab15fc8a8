"""Learns once a day how often articles are edited, and what the requests allowed can buy.

    read what fetches of the last month showed    store.learned
    find the most likely rates                    scheduler.rates
    find the thresholds that spend the budgets    scheduler.spending, by rehearsal
    keep both, and time rechecks by them          store.learned, scheduler.policy

A source without a budget shares one threshold with the others that have none: together they
make as many rechecks as going by age alone would. Nothing is learned, and rechecks go by age,
until there is a little to learn from.
"""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from types import MappingProxyType
from typing import Any

import numpy as np
import structlog

from config.settings import Settings, SourceSettings
from pipeline.records import ArticleState
from pipeline.store import learned as kept
from pipeline.store.engine import InStore, Store
from pipeline.store.learned import SHARED, History, SectionArrivals
from pipeline.timing import RecheckFacts
from pipeline.topic_weights import PLAIN, article_weight, topic_weights
from scheduler.policy import WATCHED_FOR, AgeTiming, Learned, LearnedTiming, hours
from scheduler.polls import Arrivals, learn_paces, polls_more
from scheduler.rates import AFTER, AGES, PARTS, PRIOR, Floats, Looks, Rates, learn
from scheduler.spending import threshold_for

log = structlog.get_logger()

#: how long what was learned holds
EVERY = timedelta(days=1)
#: what is learned from: articles first seen in this time, and so many of the newest
_LEARNED_FROM = timedelta(days=30)
_MOST = 8_000
#: new pieces of a section count for so long; of a source no more than as many listings
_LISTED_FROM = timedelta(days=14)
#: with less to go by nothing is learned: articles, and how long the first of them is known
_FEWEST = 30
_SHORTEST = timedelta(days=1)
_HOUR = timedelta(hours=1)
#: articles that thresholds are found with: two months of each
_REHEARSED = 300


class Learner:
    """Keeps the timing up to date with what fetches show.

    Args:
        in_store: runs a call on the thread that owns the store.
    """

    def __init__(
        self,
        settings: Settings,
        store: Store,
        timing: LearnedTiming,
        in_store: InStore,
    ) -> None:
        self._settings = settings
        self._store = store
        self._timing = timing
        self._in_store = in_store
        self._looked_at: datetime | None = None

    async def refresh(self, now: datetime | None = None) -> bool:
        """Learns anew when what was learned is a day old; whether it did."""
        now = now or datetime.now(UTC)
        if self._looked_at is not None and _holds(self._looked_at, now):
            return False
        read = await self._in_store(self._read, now)
        if read is None:
            return False
        self._looked_at = now
        stories, one_in, listed = read
        # the sums take seconds, and nobody else may wait for them
        sources = self._settings.sources
        weights = topic_weights(self._settings)
        data = await asyncio.to_thread(learned_from, stories, sources, now, one_in, listed, weights)
        if data is None:
            return False
        await self._in_store(self._keep, data, now)
        log.info("rates_learned", articles=len(stories), sources=len(data) - 1)
        return True

    def _read(self, now: datetime) -> tuple[list[History], int, list[SectionArrivals]] | None:
        """What fetches showed; None while what was learned from them last still holds."""
        with self._store.read() as session:
            rows = kept.learned(session)
            if SHARED in rows and _holds(rows[SHARED].learned_at, now):
                return None
            listed = kept.arrivals(session, now - _LISTED_FROM, _MOST)
            return *kept.histories(session, now - _LEARNED_FROM, _MOST), listed

    def _keep(self, data: dict[str, dict[str, Any]], now: datetime) -> None:
        with self._store.write() as session:
            kept.keep_learned(session, data, now)
        self._timing.adopt(as_learned(data))


def _holds(learned_at: datetime, now: datetime) -> bool:
    """Whether it is not a day old; what is of later than now is of a clock that was set back."""
    return timedelta(0) <= now - learned_at < EVERY


def adopt_stored(store: Store, timing: LearnedTiming) -> None:
    """Times rechecks by what was learned last, if anything was."""
    with store.read() as session:
        rows = kept.learned(session)
        timing.adopt(as_learned({name: row.data for name, row in rows.items()}))


def learned_from(
    stories: Sequence[History],
    sources: Sequence[SourceSettings],
    now: datetime,
    one_in: int = 1,
    listed: Sequence[SectionArrivals] = (),
    weights: Mapping[str, float] = MappingProxyType({}),
) -> dict[str, dict[str, Any]] | None:
    """What is to be kept of what was learned, by source; None: there is too little to go by.

    Args:
        one_in: the stories are one in so many of those that there are.
        listed: what sections brought, of which it is learned how often they are to be polled.
        weights: what topics add to what an unseen edit costs, by name.
    """
    wanted = {source.name for source in sources}
    stories = [story for story in stories if story.source in wanted]
    if len(stories) < _FEWEST or now - min(s.first_seen_at for s in stories) < _SHORTEST:
        return None
    rates = learn(looks_of(stories), PRIOR)
    paces = learn_paces([_as_arrivals(one, now) for one in listed if one.source in wanted])
    weighed = [(story.source, article_weight(story.topics, weights)) for story in stories]
    thresholds = _thresholds(rates, paces, stories, weighed, sources, now, one_in)
    shared: dict[str, Any] = rates.to_json()
    free = [name for name, source in thresholds.items() if source[1]]
    shared["threshold"] = thresholds[free[0] if free else next(iter(thresholds))][0]
    return {SHARED: shared} | {
        source.name: {
            "factor": rates.source(source.name),
            "day": rates.day_of(source.name).tolist(),
            "threshold": thresholds[source.name][0],
            "paces": {
                section.name: paces[source.name, section.name].tolist()
                for section in source.sections
                if (source.name, section.name) in paces
            },
        }
        for source in sources
    }


def as_learned(data: dict[str, dict[str, Any]]) -> Learned | None:
    """What `learned_from` gave, as the timing takes it; None for what is not of this shape."""
    shared = data.get(SHARED)
    if shared is None or len(shared["age"]) != len(AGES) or len(shared["day"]) != PARTS:
        return None
    if len(shared["after"]) != len(AFTER) - 1:
        return None
    own = {name: one for name, one in data.items() if name != SHARED}
    rates = Rates(
        age=np.array(shared["age"]),
        after=np.array(shared["after"]),
        sources={name: one["factor"] for name, one in own.items()},
        days={name: np.array(one["day"]) for name, one in own.items()},
        day=np.array(shared["day"]),
        alike=shared["alike"],
    )
    return Learned(
        rates,
        {name: one["threshold"] for name, one in own.items()},
        shared["threshold"],
        {
            (name, section): np.array(pace)
            for name, one in own.items()
            # what was learned by an older release has none
            for section, pace in one.get("paces", {}).items()
            if len(pace) == PARTS
        },
    )


def looks_of(stories: Sequence[History]) -> Looks:
    """Histories as intervals: each edit came after the look before, and the rest was quiet.

    So is the time since the last look for which a trusted sweep said nothing of an article, as
    far as it was right of others.
    """
    names = tuple(sorted({story.source for story in stories}))
    place = {name: at for at, name in enumerate(names)}
    rows: list[tuple[int, float, float, bool, float, float, float]] = []
    for article, story in enumerate(stories):
        cursor, last, within = hours(story.first_seen_at), -np.inf, 0.0
        for edit in story.edits:
            after, at = hours(edit.after), hours(edit.at)
            if after > cursor:
                rows.append((article, cursor, after, False, last, within, 1.0))
            rows.append((article, after, at, True, last, within, 1.0))
            cursor, last, within = at, at, at - after
        end = max(map(hours, story.looked_at), default=cursor)
        if end > cursor:
            rows.append((article, cursor, end, False, last, within, 1.0))
        if story.told is not None and (until := hours(story.told.until)) > end:
            rows.append((article, end, until, False, last, within, story.told.trust))
    columns = list(zip(*rows, strict=True)) or [()] * 7
    return Looks(
        born=np.array([hours(story.first_seen_at) for story in stories]),
        source=np.array([place[story.source] for story in stories], dtype=np.int64),
        names=names,
        article=np.array(columns[0], dtype=np.int64),
        start=np.array(columns[1], dtype=float),
        end=np.array(columns[2], dtype=float),
        changed=np.array(columns[3], dtype=bool),
        seen=np.array(columns[4], dtype=float),
        within=np.array(columns[5], dtype=float),
        trust=np.array(columns[6], dtype=float),
    )


def _as_arrivals(one: SectionArrivals, now: datetime) -> Arrivals:
    return Arrivals(
        one.source,
        one.section,
        hours(one.since),
        hours(now),
        at=np.array([hours(at) for at, _ in one.listed], dtype=float),
        share=np.array([1 / by for _, by in one.listed], dtype=float),
    )


def _thresholds(
    rates: Rates,
    paces: Mapping[tuple[str, str], Floats],
    stories: Sequence[History],
    weighed: Sequence[tuple[str, float]],
    sources: Sequence[SourceSettings],
    now: datetime,
    one_in: int,
) -> dict[str, tuple[float, bool]]:
    """Threshold of each source, and whether it is the one that those without a budget share.

    Polls beyond what `every` makes are paid of the same requests as rechecks.
    """
    count = Counter(story.source for story in stories)
    days = (now - min(story.first_seen_at for story in stories)) / timedelta(days=1)
    found: dict[str, tuple[float, bool]] = {}
    free = [source for source in sources if source.budget is None]
    for source in sources:
        if source.budget is not None:
            # in the long run as many articles leave as come: what each may cost, all its time
            daily = max(count[source.name], 0.5) * one_in / days
            weight, each = {source.name: 1.0}, source.budget / daily
            beside = _polls_more(paces, [source], daily)
            threshold = _rehearsed(rates, weight, each, _every(source), weighed, beside)
            found[source.name] = (threshold, False)
    if free:
        weight = {source.name: count[source.name] + 0.5 for source in free}
        total = sum(weight.values())
        each = sum(weight[source.name] * by_age(_every(source)) for source in free) / total
        soonest = sum((weight[s.name] * _every(s) for s in free), timedelta(0)) / total
        beside = _polls_more(paces, free, total * one_in / days)
        threshold = _rehearsed(rates, weight, each, soonest, weighed, beside)
        found |= {source.name: (threshold, True) for source in free}
    return found


def _polls_more(
    paces: Mapping[tuple[str, str], Floats], sources: Sequence[SourceSettings], daily: float
) -> Callable[[float], float]:
    """Of a threshold: the polls beyond what `every` makes, for each of so many articles a day."""
    within = {
        (source.name, section.name): (fastest / _HOUR, every / _HOUR)
        for source in sources
        for section in source.sections
        for fastest, every in (section.polled_within,)
    }
    return lambda threshold: polls_more(paces, within, threshold) / daily


def _rehearsed(
    rates: Rates,
    share: dict[str, float],
    each: float,
    soonest: timedelta,
    weighed: Sequence[tuple[str, float]],
    beside: Callable[[float], float],
) -> float:
    threshold, _ = threshold_for(
        rates,
        share,
        each,
        soonest=soonest / _HOUR,
        hours=WATCHED_FOR / _HOUR,
        articles=_REHEARSED,
        weights=[weight for source, weight in weighed if source in share] or [PLAIN],
        beside=beside,
    )
    return threshold


def _every(source: SourceSettings) -> timedelta:
    return min(section.every for section in source.sections)


def by_age(every: timedelta) -> int:
    """How many rechecks going by age alone gives an article that is never edited."""
    timing, born = AgeTiming(), datetime(2000, 1, 1, tzinfo=UTC)
    now, count = born, 0
    while True:
        facts = RecheckFacts(ArticleState.LIVE, born, born, every, 0)
        due = timing.next_recheck(facts, now)
        if due is None:
            return count
        now, count = due, count + 1

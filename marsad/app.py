"""Wires settings, store, crawls, channels and scheduler into one running Marsad.

The composition root: everything is made here and handed on, nothing looks itself up.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager, closing, suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import partial
from time import monotonic

import structlog
from sqlalchemy.exc import OperationalError

from config.settings import Settings
from crawler.pace import Pace
from crawler.reactor import install_reactor, shutdown_reactor
from crawler.runner import CrawlRunner
from marsad import VERSION
from marsad.opening import store_thread
from pipeline.delivery.deliver import Deliverer
from pipeline.delivery.feeds import Feeds
from pipeline.egress.policy import EgressPolicy
from pipeline.evidence.files import EvidenceArchive
from pipeline.gathering import Gathering
from pipeline.hosts import DailyLimits, HostRecord
from pipeline.ingest import Ingest
from pipeline.listings import Listings
from pipeline.reading import Reader
from pipeline.reading.workers import ReadingPool
from pipeline.store import hosts
from pipeline.store.engine import InStore, Store
from pipeline.store.full_text import fill_some_of
from pipeline.store.index_check import look_at_index
from pipeline.store.index_upkeep import merge_some_of
from pipeline.sweeps import Sweeps
from pipeline.timing import Timing
from pipeline.vigil.looks import Vigil
from pipeline.watch import Watch
from scheduler.alarm import ALARM_TICK, Alarm
from scheduler.clock import CLOCK_TICK, ClockWatch
from scheduler.dispatch import CrawlDesk
from scheduler.events import Watcher, unwatched
from scheduler.health import Health
from scheduler.hindrances import Hindrances, Kind
from scheduler.learning import Learner, adopt_stored
from scheduler.manager import ServiceManager
from scheduler.policy import LearnedTiming
from scheduler.service import (
    FEED_TICK,
    FULL_TEXT_TICK,
    HOST_TICK,
    INDEX_TICK,
    LEARN_TICK,
    VIGIL_TICK,
    Chore,
    Service,
)
from scheduler.upkeep import UPKEEP_TICK, Upkeep

log = structlog.get_logger()

#: how long an article must have been missing, by a 404, before it counts as gone
CONFIRM_REMOVAL_AFTER = timedelta(hours=2)
#: for how long a host is remembered that is not asked any more
REMEMBERED_FOR = timedelta(days=30)
#: seconds until the next look whether the full-text index lacks something, where it did not
_FULL_TEXT_REST = 5.0
#: seconds for a look at the whole full-text index, once damage was met in it
_INDEX_PATIENCE = 120.0


@dataclass(frozen=True, slots=True)
class Engine:
    """The moving parts of a Marsad that crawls and delivers."""

    desk: CrawlDesk
    deliverer: Deliverer
    service: Service
    upkeep: Upkeep


@asynccontextmanager
async def started_engine(
    settings: Settings,
    store: Store,
    policy: EgressPolicy,
    *,
    forced: bool = False,
    watcher: Watcher = unwatched,
    manager: ServiceManager | None = None,
    health: Health | None = None,
    hindrances: Hindrances | None = None,
) -> AsyncIterator[Engine]:
    """Everything that crawls and delivers, on the running loop, ended at the end.

    Args:
        policy: what may be connected to.
        forced: the user wants everything now: removals need no waiting between looks, and
            listings are paged through over known ground.
        watcher: told of what comes to pass, of readings on threads of their own.
        manager: given signs of life while the service runs.
        health: kept up to date while the service runs.
        hindrances: what was seen and told before of what hinders the service.
    """
    health = health or Health()
    archive = EvidenceArchive(
        settings.data / "warc", f"Marsad/{VERSION}", settings.archive.compression
    )
    pool = ReadingPool(watcher=watcher)
    with store_thread() as in_store, pool as reader, closing(archive) as evidence:
        deliverer = Deliverer(settings, store, policy, in_store, watcher)
        await in_store(deliverer.release_dead_leases)
        timing = LearnedTiming()
        await in_store(adopt_stored, store, timing)
        learner = Learner(settings, store, timing, in_store)
        pace = await kept_pace(settings, store, in_store)
        desk = await _crawl_desk(
            settings, store, evidence, reader, in_store, timing, policy, pace, forced, watcher
        )
        feeds = Feeds(settings, store)
        upkeep = Upkeep(settings, store, desk, in_store)
        clock = ClockWatch(store, in_store, pace.bring_forward)
        await clock.look_at_the_store()
        hindering = partial(_hindering, health, desk, store)
        alarm = Alarm(settings, store, policy, in_store, hindering, hindrances or Hindrances())
        chores = (
            Chore("clock", CLOCK_TICK, clock.look),
            Chore("learn", LEARN_TICK, learner.refresh),
            Chore("feeds", FEED_TICK, feeds.refresh_when_rested),
            Chore("upkeep", UPKEEP_TICK, upkeep.look, at_once=True),
            Chore("hosts", HOST_TICK, pace.flush),
            Chore("alarm", ALARM_TICK, alarm.look),
            Chore("vigil", VIGIL_TICK, Vigil(settings, store, in_store).look),
            Chore("full-text", FULL_TEXT_TICK, _FullText(desk, in_store, store).look),
            Chore("index", INDEX_TICK, _DamageLook(store).look),
        )
        ask_store = partial(in_store, store.ping)
        service = Service(desk, deliverer, ask_store, chores, health=health, manager=manager)
        try:
            yield Engine(desk, deliverer, service, upkeep)
        finally:
            await pace.flush(at_the_end=True)
            await deliverer.cut_off()
            with suppress(OperationalError):  # those of the dead are freed at the next start
                await in_store(deliverer.release_own_leases)
            with suppress(OperationalError):  # they are compared with the store at the next start
                await asyncio.to_thread(feeds.refresh)
            shutdown_reactor()


class _FullText:
    """Fills and merges the full-text index, unless room is short: what is left is for alerts."""

    def __init__(self, desk: CrawlDesk, in_store: InStore, store: Store) -> None:
        self._desk, self._in_store, self._store = desk, in_store, store
        self._rest_until = 0.0

    async def look(self) -> None:
        if self._desk.lacking or monotonic() < self._rest_until:
            return
        if await self._in_store(fill_some_of, self._store):
            return
        if not await self._in_store(merge_some_of, self._store):
            self._rest_until = monotonic() + _FULL_TEXT_REST


class _DamageLook:
    """Whether damage that was met in the full-text index is there no more."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._patience = _INDEX_PATIENCE

    async def look(self) -> None:
        if not self._store.index_damage:
            return
        state = await asyncio.to_thread(look_at_index, self._store, self._patience)
        if state.is_sound:
            log.info("full_text_index_sound")
            self._store.index_damage = ""
        elif not state.is_whole:  # it is too large to be read in that time, and may be sound
            self._patience *= 2


def _hindering(health: Health, desk: CrawlDesk, store: Store) -> dict[Kind, str]:
    trouble = health.store_trouble()
    # where it cannot even be opened nothing is stored, and that is told
    return {"store": trouble, "room": desk.lacking, "index": "" if trouble else store.index_damage}


async def _crawl_desk(
    settings: Settings,
    store: Store,
    evidence: EvidenceArchive,
    reader: Reader,
    in_store: InStore,
    timing: Timing,
    policy: EgressPolicy,
    pace: Pace,
    forced: bool,
    watcher: Watcher,
) -> CrawlDesk:
    watch = Watch(settings)
    listings = Listings(settings, store, watch, timing, to_the_end=forced)
    await in_store(listings.adopt_settings, datetime.now(UTC))
    sweeps = Sweeps(settings, store, timing)
    await in_store(sweeps.adopt_settings)
    ingest = Ingest(
        settings,
        store,
        evidence,
        watch,
        timing,
        confirm_after=timedelta(0) if forced else CONFIRM_REMOVAL_AFTER,
    )
    install_reactor()
    runner = CrawlRunner(settings.contact, VERSION, policy, reader, pace=pace)
    return CrawlDesk(
        settings,
        store,
        ingest,
        listings,
        sweeps,
        runner,
        reader,
        in_store,
        pace=pace,
        watcher=watcher,
    )


async def kept_pace(settings: Settings, store: Store, in_store: InStore) -> Pace:
    """The hosts' pace as the store has it, and keeps it from now on."""

    def read() -> list[HostRecord]:
        with store.write() as session:
            hosts.forget(session, datetime.now(UTC) - REMEMBERED_FOR)
            return hosts.records(session)

    def write(told: Sequence[Sequence[HostRecord]]) -> Sequence[None]:
        with store.write() as session:
            for records in told:
                hosts.keep(session, records)
        return [None] * len(told)

    async def write_all(told: Sequence[Sequence[HostRecord]]) -> Sequence[None]:
        written: Sequence[None] = await in_store(write, told)
        return written

    # many crawls begin, and rest, at the same time
    together = Gathering[Sequence[HostRecord], None](write_all)

    async def keep(records: Sequence[HostRecord]) -> None:
        try:
            await together.put(records)
        except (OperationalError, OSError) as error:
            # it holds in memory all the same
            detail = str(getattr(error, "orig", None) or error)
            log.error("not_stored", what="hosts", detail=detail)

    return Pace(await in_store(read), keep, DailyLimits.of(settings.daily))

"""Wires settings, store, crawls, channels and scheduler into one running Marsad.

The composition root: everything is made here and handed on, nothing looks itself up.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager, closing, contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any

from sqlalchemy.exc import OperationalError

from config.settings import Settings
from crawler.reactor import install_reactor, shutdown_reactor
from crawler.runner import CrawlRunner
from marsad import VERSION
from pipeline.deliver import Deliverer
from pipeline.egress import EgressPolicy
from pipeline.evidence import EvidenceArchive
from pipeline.feeds import Feeds
from pipeline.ingest import Ingest
from pipeline.listings import Listings
from pipeline.reading import Reader
from pipeline.reading.workers import ReadingPool
from pipeline.records import ListingAnswer
from pipeline.store.engine import Store
from pipeline.sweeps import Sweeps
from pipeline.timing import Timing
from pipeline.watch import Watch
from scheduler.clock import CLOCK_TICK, ClockWatch
from scheduler.dispatch import CrawlDesk
from scheduler.learning import Learner, adopt_stored
from scheduler.manager import ServiceManager
from scheduler.policy import LearnedTiming
from scheduler.service import FEED_TICK, LEARN_TICK, Chore, Service
from scheduler.sink import PageDone

#: how long an article must have been missing, by a 404, before it counts as gone
CONFIRM_REMOVAL_AFTER = timedelta(hours=2)


@dataclass(frozen=True, slots=True)
class Engine:
    """The moving parts of a Marsad that crawls and delivers."""

    desk: CrawlDesk
    deliverer: Deliverer
    service: Service


@asynccontextmanager
async def started_engine(
    settings: Settings,
    store: Store,
    *,
    forced: bool = False,
    watcher: Callable[[PageDone | ListingAnswer], None] = lambda _: None,
    manager: ServiceManager | None = None,
) -> AsyncIterator[Engine]:
    """Everything that crawls and delivers, on the running loop, ended at the end.

    Args:
        forced: the user wants everything now: removals need no waiting between looks, and
            listings are paged through over known ground.
        watcher: told of every page and listing as it is stored.
        manager: given signs of life while the service runs.
    """
    archive = EvidenceArchive(
        settings.data / "warc", f"Marsad/{VERSION}", settings.archive.compression
    )
    with store_thread() as in_store, ReadingPool() as reader, closing(archive) as evidence:
        deliverer = Deliverer(settings, store, egress_policy(settings), in_store)
        await in_store(deliverer.release_dead_leases)
        timing = LearnedTiming()
        await in_store(adopt_stored, store, timing)
        learner = Learner(settings, store, timing, in_store)
        desk = await _crawl_desk(
            settings, store, evidence, reader, in_store, timing, forced, watcher
        )
        feeds = Feeds(settings, store)
        clock = ClockWatch(store, in_store)
        await clock.look_at_the_store()
        chores = (
            Chore("clock", CLOCK_TICK, clock.look),
            Chore("learn", LEARN_TICK, learner.refresh),
            Chore("feeds", FEED_TICK, feeds.refresh_when_rested),
        )
        ask_store = partial(in_store, store.ping)
        service = Service(desk, deliverer, ask_store, chores, manager=manager)
        try:
            yield Engine(desk, deliverer, service)
        finally:
            with suppress(OperationalError):  # those of the dead are freed at the next start
                await in_store(deliverer.release_own_leases)
            with suppress(OperationalError):  # they are compared with the store at the next start
                await asyncio.to_thread(feeds.refresh)
            shutdown_reactor()


@asynccontextmanager
async def started_deliverer(settings: Settings, store: Store) -> AsyncIterator[Deliverer]:
    """The deliverer alone, for draining what is due beside a running service."""
    with store_thread() as in_store:
        deliverer = Deliverer(settings, store, egress_policy(settings), in_store)
        await in_store(deliverer.release_dead_leases)
        try:
            yield deliverer
        finally:
            await in_store(deliverer.release_own_leases)


@contextmanager
def store_thread() -> Iterator[Callable[..., Awaitable[Any]]]:
    """A way to run blocking calls on the one thread that writes the database."""
    with ThreadPoolExecutor(max_workers=1, thread_name_prefix="store") as pool:

        def in_store(call: Callable[..., Any], *args: Any) -> Awaitable[Any]:
            return asyncio.get_running_loop().run_in_executor(pool, call, *args)

        yield in_store


async def _crawl_desk(
    settings: Settings,
    store: Store,
    evidence: EvidenceArchive,
    reader: Reader,
    in_store: Callable[..., Awaitable[Any]],
    timing: Timing,
    forced: bool,
    watcher: Callable[[PageDone | ListingAnswer], None],
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
    runner = CrawlRunner(settings.contact, VERSION, egress_policy(settings), reader)
    return CrawlDesk(
        settings, store, ingest, listings, sweeps, runner, reader, in_store, watcher=watcher
    )


def egress_policy(settings: Settings) -> EgressPolicy:
    """What may be connected to: any public address, and those the settings open."""
    return EgressPolicy(settings.network.allow)

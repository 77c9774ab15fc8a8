"""The service: one asyncio loop with the crawls, the deliverer and a clean end.

APScheduler only wakes things up: every job looks into the database for what is due, so
a restart neither forgets nor repeats. On SIGTERM or SIGINT no new work is begun,
running crawls are asked to stop, claimed deliveries are settled or given back.
"""

from __future__ import annotations

import asyncio
import signal
from collections.abc import Awaitable, Callable
from datetime import UTC

import structlog
from apscheduler.schedulers.asyncio import AsyncIOScheduler
from sqlalchemy.exc import OperationalError

from config.telemetry import report_unexpected
from pipeline.deliver import Deliverer
from scheduler.dispatch import CrawlDesk

log = structlog.get_logger()

#: seconds between looks for due crawls and for due deliveries
CRAWL_TICK = 1.0
DELIVER_TICK = 1.0
#: and between looks whether rates of edits are to be learned anew
LEARN_TICK = 600.0
#: seconds that stopping may take as a whole
STOP_BOUND = 12.0


class Service:
    """Runs until it is asked to stop."""

    def __init__(
        self,
        desk: CrawlDesk,
        deliverer: Deliverer,
        learn: Callable[[], Awaitable[object]] | None = None,
    ) -> None:
        self._desk = desk
        self._learn = learn
        self._deliverer = deliverer
        self._stopping = asyncio.Event()
        #: the tick under way, by kind of work
        self._busy: dict[str, asyncio.Task[None]] = {}
        #: kinds of work that the store refused at their last tick
        self._refused: set[str] = set()

    def ask_to_stop(self) -> None:
        self._stopping.set()

    async def run(self) -> None:
        """Works until SIGTERM, SIGINT or `ask_to_stop`, then ends within `STOP_BOUND`."""
        loop = asyncio.get_running_loop()
        for name in (signal.SIGTERM, signal.SIGINT):
            loop.add_signal_handler(name, self.ask_to_stop)
        scheduler = AsyncIOScheduler(
            timezone=UTC,
            job_defaults={"coalesce": True, "max_instances": 1, "misfire_grace_time": None},
        )
        for what, seconds, work in (
            ("crawl", CRAWL_TICK, self._desk.start_due),
            ("deliver", DELIVER_TICK, self._deliver),
        ):
            scheduler.add_job(self._tick, "interval", seconds=seconds, args=(what, work))
        if self._learn is not None:
            args = ("learn", self._learn)
            scheduler.add_job(self._tick, "interval", seconds=LEARN_TICK, args=args)
        scheduler.start()
        log.info("service_started")
        await self._stopping.wait()
        log.info("service_stopping")
        scheduler.shutdown(wait=False)
        await self._wind_down()
        log.info("service_stopped")

    async def _deliver(self) -> None:
        await self._deliverer.keep_up(self._stopping)

    async def _tick(self, what: str, work: Callable[[], Awaitable[object]]) -> None:
        """Starts one tick's work, unless the last one of its kind is still under way."""
        if not self._stopping.is_set() and what not in self._busy:
            task = asyncio.create_task(self._guarded(what, work), name=f"tick {what}")
            self._busy[what] = task
            task.add_done_callback(lambda _: self._busy.pop(what, None))

    async def _guarded(self, what: str, work: Callable[[], Awaitable[object]]) -> None:
        """One tick's work; trouble is reported once and the next tick comes all the same."""
        try:
            await work()
            if what in self._refused:
                self._refused.discard(what)
                log.info("store_back", tick=what)
        except OperationalError as error:
            # locked, full or gone: said once, tried again at every tick
            if what not in self._refused:
                self._refused.add(what)
                log.error("store_refused", tick=what, detail=str(error.orig).strip())
        except Exception as error:  # noqa: BLE001 - a tick's boundary: the service must go on
            report_unexpected(error, tick=what)

    async def _wind_down(self) -> None:
        try:
            async with asyncio.timeout(STOP_BOUND):
                await asyncio.gather(*self._busy.values())
                await asyncio.gather(self._desk.stop(), self._deliverer.settle())
        except TimeoutError:
            # what is cut off here is fetched or sent again after the next start
            log.warning("service_stop_cut_short", seconds=STOP_BOUND)

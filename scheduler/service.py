"""The service: one asyncio loop with the crawls, the deliverer and a clean end.

APScheduler only wakes things up: every job looks into the database for what is due, so
a restart neither forgets nor repeats. Asked to stop, it begins no new work, asks running
crawls to end, and settles or gives back claimed deliveries. Who asks is not its business.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import UTC, datetime

import structlog
from apscheduler.schedulers.asyncio import AsyncIOScheduler
from sqlalchemy.exc import DatabaseError, OperationalError

from config.telemetry import report_unexpected
from pipeline.deliver import Deliverer
from scheduler.dispatch import CrawlDesk
from scheduler.health import PULSE_TICK, Health
from scheduler.manager import ServiceManager

log = structlog.get_logger()

#: seconds between looks for due crawls and for due deliveries
CRAWL_TICK = 1.0
DELIVER_TICK = 1.0
#: and between looks whether rates of edits are to be learned anew
LEARN_TICK = 600.0
#: and between looks for alerts that the feeds do not show yet
FEED_TICK = 5.0
#: and between looks for hosts of which more is known than the store has
HOST_TICK = 1.0
#: and between looks whether sources go on as they did
VIGIL_TICK = 300.0
#: seconds that stopping may take as a whole
STOP_BOUND = 12.0


@dataclass(frozen=True, slots=True)
class Chore:
    """Work that is looked after at times; what is due it finds by itself."""

    what: str
    #: seconds
    every: float
    work: Callable[[], Awaitable[object]]
    #: for the first time at the start, rather than after a first wait
    at_once: bool = False


class Service:
    """Runs until it is asked to stop.

    Args:
        ask_store: asks the store something slight, as a sign that it answers.
        chores: what else is looked after at times.
        health: kept up to date while it runs.
    """

    def __init__(
        self,
        desk: CrawlDesk,
        deliverer: Deliverer,
        ask_store: Callable[[], Awaitable[object]],
        chores: tuple[Chore, ...] = (),
        health: Health | None = None,
        manager: ServiceManager | None = None,
    ) -> None:
        self._desk = desk
        self._chores = chores
        self._deliverer = deliverer
        self._ask_store = ask_store
        self.health = health or Health()
        self._manager = manager or ServiceManager()
        self._stopping = asyncio.Event()
        #: the tick under way, by kind of work
        self._busy: dict[str, asyncio.Task[None]] = {}
        #: kinds of work that the store refused at their last tick
        self._refused: set[str] = set()

    def ask_to_stop(self) -> None:
        self._stopping.set()

    @property
    def asked_to_stop(self) -> bool:
        return self._stopping.is_set()

    async def run(self) -> None:
        """Works until `ask_to_stop`, then ends within `STOP_BOUND`."""
        scheduler = AsyncIOScheduler(
            timezone=UTC,
            job_defaults={"coalesce": True, "max_instances": 1, "misfire_grace_time": None},
        )
        for chore in (
            Chore("crawl", CRAWL_TICK, self._desk.start_due),
            Chore("deliver", DELIVER_TICK, self._deliver),
            Chore("pulse", PULSE_TICK, self._pulse),
            *self._chores,
        ):
            args = (chore.what, chore.work)
            begin = {"next_run_time": datetime.now(UTC)} if chore.at_once else {}
            scheduler.add_job(self._tick, "interval", seconds=chore.every, args=args, **begin)
        if self._manager.patience is not None:
            often = self._manager.patience / 3
            scheduler.add_job(self._sign_of_life, "interval", seconds=often)
        scheduler.start()
        log.info("service_started")
        await self._stopping.wait()
        log.info("service_stopping")
        scheduler.shutdown(wait=False)
        await self._wind_down()
        log.info("service_stopped")

    async def _pulse(self) -> None:
        """Looks whether the store answers; that this runs at all shows that the loop does."""
        self.health.loop_turned()
        try:
            await self._ask_store()
        except DatabaseError as error:
            self.health.store_answered(str(error.orig).strip())
            raise
        self.health.store_answered()

    async def _sign_of_life(self) -> None:
        """Feeds the manager's watchdog, unless starting anew may do what waiting does not."""
        if reasons := self.health.hung():
            log.error("service_hung", reasons=list(reasons))
        else:
            self._manager.alive()

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

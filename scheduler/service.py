"""The service: one asyncio loop with the crawls, the deliverer and a clean end.

Ticks only wake things up: each looks into the database for what is due, so a restart neither
forgets nor repeats. Asked to stop, it begins no new work, asks running crawls to end, and settles
or gives back claimed deliveries. Who asks is not its business.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from time import monotonic

import structlog
from sqlalchemy.exc import DatabaseError, OperationalError

from config.telemetry import report_unexpected
from pipeline.delivery.deliver import Deliverer
from scheduler.dispatch import CrawlDesk
from scheduler.health import PULSE_TICK, Health
from scheduler.manager import ServiceManager
from scheduler.ticks import Ticks

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
#: and between looks for articles that the full-text index does not have yet
FULL_TEXT_TICK = 1.0
#: and between looks whether damage that was met in it is mended
INDEX_TICK = 60.0
#: seconds that stopping may take as a whole
STOP_BOUND = 12.0
#: and a kind of work rests at the most while the store refuses it; at first as long as a tick
_LONGEST_REST = 30.0


@dataclass(slots=True)
class _Rest:
    """How long a kind of work that the store refuses is left alone."""

    seconds: float
    #: by `monotonic`
    until: float

    def grow(self) -> None:
        self.until = monotonic() + self.seconds
        self.seconds = min(2 * self.seconds, _LONGEST_REST)


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
        self._refused: dict[str, _Rest] = {}

    def ask_to_stop(self) -> None:
        self._stopping.set()

    @property
    def asked_to_stop(self) -> bool:
        return self._stopping.is_set()

    async def run(self) -> None:
        """Works until `ask_to_stop`, then ends within `STOP_BOUND`."""
        ticks = Ticks()
        for chore in (
            Chore("crawl", CRAWL_TICK, self._desk.start_due, at_once=True),
            Chore("deliver", DELIVER_TICK, self._deliver, at_once=True),
            Chore("pulse", PULSE_TICK, self._pulse),
            *self._chores,
        ):
            ticks.add(chore.every, self._tick, chore, at_once=chore.at_once)
        if self._manager.patience is not None:
            ticks.add(self._manager.patience / 3, self._sign_of_life)
        ticks.start()
        log.info("service_started")
        await self._stopping.wait()
        log.info("service_stopping")
        ticks.stop()
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

    async def _tick(self, chore: Chore) -> None:
        """Starts one tick's work, unless the last one of its kind is under way, or it rests."""
        what, rest = chore.what, self._refused.get(chore.what)
        if what in self._busy or (rest and monotonic() < rest.until):
            return
        task = asyncio.create_task(self._guarded(chore), name=f"tick {what}")
        self._busy[what] = task
        task.add_done_callback(lambda _: self._busy.pop(what, None))

    async def _guarded(self, chore: Chore) -> None:
        """One tick's work; trouble is reported once and it is tried again all the same."""
        what = chore.what
        try:
            await chore.work()
            if self._refused.pop(what, None):
                log.info("store_back", tick=what)
        except OperationalError as error:
            # locked, full, damaged or gone: said once, tried again less and less often
            if what not in self._refused:
                self._refused[what] = _Rest(chore.every, monotonic())
                log.error("store_refused", tick=what, detail=str(error.orig).strip())
            self._refused[what].grow()
        except Exception as error:  # noqa: BLE001 - a tick's boundary: the service must go on
            report_unexpected(error, tick=what)

    async def _wind_down(self) -> None:
        try:
            async with asyncio.timeout(STOP_BOUND):
                # crawls are asked at once, for a chore may take all the time there is; and once
                # more, for one may have been begun meanwhile
                await asyncio.gather(self._desk.stop(), *self._busy.values())
                await asyncio.gather(self._desk.stop(), self._deliverer.settle())
        except TimeoutError:
            # what is cut off here is fetched or sent again after the next start
            log.warning("service_stop_cut_short", seconds=STOP_BOUND)

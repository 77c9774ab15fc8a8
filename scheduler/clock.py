"""Sees that the wall clock was set back, and brings forward what is due by as much.

Without that, nothing would be fetched for as long as it was set back. A clock that goes forward, or
a machine that slept, needs nothing: what fell due meanwhile is due, each once.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from time import monotonic

import structlog

from pipeline.store import due
from pipeline.store.engine import InStore, Store

log = structlog.get_logger()

#: seconds between looks
CLOCK_TICK = 1.0
#: less is how clocks are corrected every day
_NOTED_FROM = timedelta(minutes=1)


class ClockWatch:
    """Compares the wall clock with one that is never set, and at the start with the store.

    Args:
        in_store: runs a blocking call on the thread that owns the database.
        elsewhere: brings forward what waits in memory.
        now: the wall clock.
        steady: seconds that never go back.
    """

    def __init__(
        self,
        store: Store,
        in_store: InStore,
        elsewhere: Callable[[timedelta], None] = lambda _: None,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
        steady: Callable[[], float] = monotonic,
    ) -> None:
        self._store = store
        self._in_store = in_store
        self._elsewhere = elsewhere
        self._now, self._steady = now, steady
        self._start = now() - timedelta(seconds=steady())
        #: what was seen and is not yet in the store
        self._owed = timedelta(0)

    async def look(self) -> None:
        """Brings forward what is due, if the clock was set back since the last look."""
        start = self._now() - timedelta(seconds=self._steady())
        if self._start - start >= _NOTED_FROM:
            self._owed += self._start - start
        elif start < self._start:
            return  # it may be on its way back little by little
        self._start = start
        if self._owed:
            await self._in_store(self._bring_forward, self._owed)
            self._elsewhere(self._owed)
            self._owed = timedelta(0)

    async def look_at_the_store(self) -> None:
        """The same for a clock that was set back while Marsad did not run.

        By how much is not known, but at least to before the last poll.
        """
        if by := await self._in_store(self._since_last_poll):
            self._elsewhere(by)

    def _since_last_poll(self) -> timedelta | None:
        with self._store.read() as session:
            polled = due.last_poll(session)
        by = polled - self._now() if polled is not None else timedelta(0)
        if by < _NOTED_FROM:
            return None
        self._bring_forward(by)
        return by

    def _bring_forward(self, by: timedelta) -> None:
        with self._store.write() as session:
            moved = due.bring_forward(session, by, self._now())
        log.warning("clock_set_back", seconds=round(by.total_seconds()), brought_forward=moved)

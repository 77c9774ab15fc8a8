"""Wakes work up at times, by APScheduler, and goes on when the wall clock is set.

APScheduler counts by the wall clock, so that one which is set back by six hours would let nothing
happen for six. The loop's clock is never set: what it shows of the other tells that it was, and
then every tick comes at once and goes on from there.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from datetime import UTC, datetime
from time import monotonic, time
from typing import Any

from apscheduler.schedulers.asyncio import AsyncIOScheduler

#: seconds between looks at the clocks
_LOOK = 1.0
#: seconds; less is how clocks are corrected every day
_SET = 2.0


class Ticks:
    """Calls that come again and again, none twice at a time, until they are stopped."""

    def __init__(self) -> None:
        self._scheduler = AsyncIOScheduler(
            timezone=UTC,
            job_defaults={"coalesce": True, "max_instances": 1, "misfire_grace_time": None},
        )
        self._following: asyncio.Task[None] | None = None

    def add(
        self,
        every: float,
        call: Callable[..., Coroutine[Any, Any, None]],
        *args: object,
        at_once: bool = False,
    ) -> None:
        """A call every so many seconds.

        Args:
            at_once: for the first time at the start, and not after the first wait.
        """
        begin = {"next_run_time": datetime.now(UTC)} if at_once else {}
        self._scheduler.add_job(call, "interval", seconds=every, args=args, **begin)

    def start(self) -> None:
        """Begins, on the running loop."""
        self._scheduler.start()
        self._following = asyncio.create_task(self._follow_the_clock(), name="clock")

    def stop(self) -> None:
        """Ends; what was called goes on."""
        # a shutdown comes late, cancels what falls due until then, and tells each as an error
        self._scheduler.pause()
        if self._following is not None:
            self._following.cancel()

    async def _follow_the_clock(self) -> None:
        ahead = time() - monotonic()
        while True:
            await asyncio.sleep(_LOOK)
            now_ahead = time() - monotonic()
            if abs(now_ahead - ahead) >= _SET:
                for job in self._scheduler.get_jobs():
                    job.modify(next_run_time=datetime.now(UTC))
            ahead = now_ahead

"""Wires how the service is into what probes and Prometheus are answered.

    /healthz   the loop turns, and nothing is known that starting anew would mend
    /readyz    the store answers and is of this Marsad's schema, and crawls do not lag
    /metrics   what Prometheus is told (scheduler/metrics.py)

Lives from the start of the service to its end, over every new configuration.
"""

from __future__ import annotations

import asyncio
from itertools import count
from time import monotonic
from types import TracebackType
from typing import Self

from config.settings import HealthSettings, Settings
from config.visible import visible
from marsad import VERSION
from scheduler.health import Health
from scheduler.metrics import CONTENT_TYPE, Metrics
from scheduler.probe_server import Page, ProbeServer
from scheduler.upkeep import Facts, Upkeep

#: seconds between looks whether the loop comes in time
_BEAT = 1.0
#: beats between tries to listen where it was refused
_TRY_AGAIN = 30


class Probes:
    """What is known of the service, and who tells it.

    Args:
        health: of the service, whatever its configuration.
    """

    def __init__(self, health: Health) -> None:
        self._health = health
        self._upkeep: Upkeep | None = None
        self._where: HealthSettings | None = None
        self._asked = asyncio.Lock()
        self._beats: asyncio.Task[None] | None = None
        self.metrics = Metrics(VERSION, lambda: not self._unready(), self._facts)
        self.server = ProbeServer(
            {"/healthz": self._healthz, "/readyz": self._readyz, "/metrics": self._metrics}
        )

    async def follow(self, settings: Settings, upkeep: Upkeep) -> None:
        """Tells of the service as it runs with these settings."""
        self._upkeep = upkeep
        self.metrics.adopt(settings)
        self._where = settings.health
        await self._listen()

    async def _listen(self) -> None:
        if self._where is not None:
            await self.server.listen(self._where.address, self._where.hosts)

    async def _healthz(self) -> Page:
        return _verdict(self._health.hung())

    async def _readyz(self) -> Page:
        return _verdict(self._unready())

    async def _metrics(self) -> Page:
        async with self._asked:  # one at a time, and beside the loop: they may be many
            return Page(await asyncio.to_thread(self.metrics.exposition), 200, CONTENT_TYPE)

    def _unready(self) -> tuple[str, ...]:
        upkeep = self._upkeep.unready() if self._upkeep else ("it is starting",)
        return self._health.unready() + upkeep

    def _facts(self) -> Facts | None:
        return self._upkeep.facts if self._upkeep else None

    async def _beat(self) -> None:
        for number in count():
            if number % _TRY_AGAIN == 0:
                await self._listen()
            began = monotonic()
            await asyncio.sleep(_BEAT)
            self._health.loop_turned()
            self.metrics.loop_came(max(0.0, monotonic() - began - _BEAT))

    async def __aenter__(self) -> Self:
        self._beats = asyncio.create_task(self._beat(), name="beat")
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._beats is not None:
            self._beats.cancel()
        await self.server.close()


def _verdict(reasons: tuple[str, ...]) -> Page:
    if not reasons:
        return Page("ok\n")
    return Page("".join(f"{visible(reason)}\n" for reason in reasons), 503)

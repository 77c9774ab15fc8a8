"""Spaces the requests to each host, over all crawls of the process.

A delay counts from the end of one answer to the start of the next request, so a server
never sees two requests closer together than that, however slow it or the way to it is.
"""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from time import monotonic


class Pace:
    """When each host may be asked next. Hosts are named as `pipeline.urls.host_key` does."""

    def __init__(self) -> None:
        self._ended: dict[str, float] = {}
        self._crawl_delays: dict[str, float] = {}
        self._turns: defaultdict[str, asyncio.Lock] = defaultdict(asyncio.Lock)

    def set_crawl_delay(self, host: str, seconds: float) -> None:
        """What the host's robots.txt asks for; 0 if it asks for nothing."""
        self._crawl_delays[host] = seconds

    @asynccontextmanager
    async def turn(self, host: str, delay: float) -> AsyncIterator[None]:
        """Waits until the host may be asked, and keeps it to oneself meanwhile.

        Args:
            delay: seconds the source's settings ask for; a longer crawl delay wins.
        """
        async with self._turns[host]:
            spacing = max(delay, self._crawl_delays.get(host, 0.0))
            await asyncio.sleep(max(0.0, self._ended.get(host, -spacing) + spacing - monotonic()))
            try:
                yield
            finally:
                self._ended[host] = monotonic()

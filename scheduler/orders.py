"""What a running service is told from outside: to stop, or to take up its settings anew.

SIGTERM and Ctrl-C stop it. SIGHUP means its settings, unless it is how a terminal says that it
was closed: then the service ends with it, as any program does.
"""

from __future__ import annotations

import asyncio
import os
import signal
from typing import Literal

Order = Literal["stop", "reload"]


class Orders:
    """The orders that came and were not taken yet; a stop outlives all others."""

    def __init__(self) -> None:
        self._came = asyncio.Event()
        self._stop = False
        self._on_terminal = _terminal_there()

    def heed_signals(self) -> None:
        loop = asyncio.get_running_loop()
        for name in (signal.SIGTERM, signal.SIGINT):
            loop.add_signal_handler(name, self.stop)
        loop.add_signal_handler(signal.SIGHUP, self._hang_up)

    def stop(self) -> None:
        self._stop = True
        self._came.set()

    def reload(self) -> None:
        self._came.set()

    async def next(self) -> Order:
        """Waits for an order; reloads that came together are one."""
        await self._came.wait()
        if self._stop:
            return "stop"
        self._came.clear()
        return "reload"

    def _hang_up(self) -> None:
        if self._on_terminal and not _terminal_there():
            self.stop()
        else:
            self.reload()


def _terminal_there() -> bool:
    """Whether this process has a terminal that it could be closed with."""
    try:
        os.close(os.open("/dev/tty", os.O_RDONLY | os.O_NOCTTY))
    except OSError:
        return False
    return True

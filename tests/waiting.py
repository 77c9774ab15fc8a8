"""Waits for what will hold, not for a while in which it should.

A busy machine may let a process stand for seconds: only what never comes is a failure.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable

#: seconds after which something never comes
PATIENCE = 60.0


async def until(holds: Callable[[], object]) -> None:
    """Returns once it holds, while the loop goes on.

    Raises:
        TimeoutError: it does not come.
    """
    async with asyncio.timeout(PATIENCE):
        while not holds():  # noqa: ASYNC110 - what it waits for tells nobody
            await asyncio.sleep(0.01)

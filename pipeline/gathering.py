"""Puts what comes while one call is under way into the next: many commits become one.

Where it is known that more is on its way, a call waits a moment for that. It knows nothing of what
is written, nor where.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from typing import Generic, TypeVar

T = TypeVar("T")
R = TypeVar("R")


class Gathering(Generic[T, R]):
    """Calls `write` with all that was put since it was last called, never twice at a time.

    Args:
        write: the answers to some things, in their order; an exception among them is raised to
            whoever put that thing, and what it raises itself to all who put one of them.
        patience: seconds that what was put waits for what is expected.
    """

    def __init__(
        self,
        write: Callable[[Sequence[T]], Awaitable[Sequence[R | Exception]]],
        patience: float = 0.0,
    ) -> None:
        self._write = write
        self._patience = patience
        self._expected = 0
        #: set once nothing more is expected
        self._all_came = asyncio.Event()
        self._waiting: list[tuple[T, asyncio.Future[R]]] = []
        self._writer: asyncio.Task[None] | None = None

    @contextmanager
    def expecting(self) -> Iterator[None]:
        """While a thing is made ready that will be put at once: what was put waits for it."""
        self._expected += 1
        try:
            yield
        finally:
            self._expected -= 1
            if not self._expected:
                self._all_came.set()

    async def put(self, thing: T) -> R:
        """Waits until the thing is written; returns the answer to it."""
        written: asyncio.Future[R] = asyncio.get_running_loop().create_future()
        self._waiting.append((thing, written))
        if self._writer is None or self._writer.done():
            self._writer = asyncio.create_task(self._write_all())
        return await written

    async def _write_all(self) -> None:
        while self._waiting:
            await self._others()
            batch, self._waiting = self._waiting, []
            try:
                answers = await self._write([thing for thing, _ in batch])
            except Exception as error:  # noqa: BLE001 - not ours: whoever put a thing gets it
                for _, written in batch:
                    if not written.done():  # nobody waits for it any more
                        written.set_exception(error)
                continue
            for (_, written), answer in zip(batch, answers, strict=True):
                if written.done():
                    continue
                if isinstance(answer, Exception):
                    written.set_exception(answer)
                else:
                    written.set_result(answer)

    async def _others(self) -> None:
        """Waits until all that is expected was put, but not for long."""
        if self._expected and self._patience:
            self._all_came = asyncio.Event()
            with suppress(TimeoutError):
                async with asyncio.timeout(self._patience):
                    await self._all_came.wait()

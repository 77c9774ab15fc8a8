"""Two things that threads share: what has arrived so far, and whose turn is next."""

from __future__ import annotations

from collections import deque
from threading import Condition
from typing import Generic, TypeVar

T = TypeVar("T")


class Tray(Generic[T]):
    """What has arrived so far, in order."""

    def __init__(self) -> None:
        self._arrived: list[T] = []
        self._changed = Condition()

    def add(self, one: T) -> None:
        with self._changed:
            self._arrived.append(one)
            self._changed.notify_all()

    def all(self) -> list[T]:
        """A copy of what has arrived."""
        with self._changed:
            return list(self._arrived)

    def wait_for(self, n: int, timeout: float) -> list[T]:
        """Block until `n` have arrived and return all; use a thread from asyncio code.

        Args:
            timeout: seconds.

        Raises:
            TimeoutError: fewer arrived in time.
        """
        with self._changed:
            if not self._changed.wait_for(lambda: len(self._arrived) >= n, timeout):
                raise TimeoutError(f"{len(self._arrived)} of {n} arrived within {timeout:g} s")
            return list(self._arrived)


class Turns(Generic[T]):
    """What to do each time: those asked for, one by one, and then the usual."""

    def __init__(self, usual: T) -> None:
        self.usual = usual
        self._next: deque[T] = deque()

    def next(self, *turns: T) -> None:
        """Do these first, each once."""
        self._next.extend(turns)

    def take(self) -> T:
        try:
            return self._next.popleft()
        except IndexError:
            return self.usual

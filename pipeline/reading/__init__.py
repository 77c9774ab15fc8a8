"""Reads what strangers sent in processes that may take only so much time and memory.

    Reader                  what a crawl is given: runs a pure function over untrusted bytes
    workers.ReadingPool     the Reader of the service: a few limited processes
    worker                  what runs inside such a process

A reading that takes too much, or brings its process down, is `Cut`, with the reason; that
costs one page and nothing else. The processes are limited, not jailed: what they may read of
the file system is not restricted.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal, Protocol, TypeVar

__all__ = ["Bounds", "Cut", "Reader", "ReadingDone"]

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Cut:
    """A reading that was cut short."""

    #: one clear line, such as "reading took more than 10 s"
    why: str


@dataclass(frozen=True, slots=True)
class Bounds:
    """What one reading may take."""

    #: seconds by the clock
    seconds: float = 10.0
    #: bytes of memory above what an idle worker has
    memory: int = 64 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class ReadingDone:
    """How one reading went."""

    source: str
    #: by the clock, without waiting for a worker
    seconds: float
    #: failed: the function raised what it should not have
    outcome: Literal["read", "cut", "failed"]


class Reader(Protocol):
    """Reads for several sources at once."""

    async def read(self, source: str, call: Callable[..., T], *args: object) -> T | Cut:
        """What `call(*args)` gives, or why it was cut short.

        Args:
            source: for whom; a source whose reading was cut waits behind the others.
            call: a function at the top of a module, that gives built-in values or records.
        """
        ...

"""Has batches worked out by a second process while this one stores those before, in their order.

    the first ones, and those until the process is ready     as they are
    then                                                      worked out, at most two ahead
    those that it has when it is brought down, and all after  as they are; it is told

Whoever takes a batch as it is works it out. The process is a fresh interpreter that knows no store
and holds nothing that is not kept elsewhere: it is killed when nobody takes batches any more, and
ends by itself when this process does. Ctrl-C is this one's to heed.
"""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from itertools import islice
from multiprocessing.connection import Connection
from typing import Final, Generic, Literal, TypeVar, cast

import structlog

T = TypeVar("T")
R = TypeVar("R")

log = structlog.get_logger()

#: batches before a process is started: for less it is not worth it
_FIRST: Final = 2
_AHEAD: Final = 2
_READY: Final = "ready"
_PROGRAM: Final = (
    "import sys; sys.path[:] = sys.argv[1:]; from pipeline.importing.ahead import main; main()"
)


def ahead(
    work: Callable[[T], R], batches: Iterable[T], *, first: int = _FIRST
) -> Generator[tuple[T, R | None], None, None]:
    """Each batch with what `work` says of it; None where nobody asked.

    What is raised while batches are read is raised after those before were given.

    Args:
        work: pure; it and all that it takes and gives can be pickled.
        first: batches that are given as they are.
    """
    coming = iter(batches)
    for batch in islice(coming, first):
        yield batch, None
    if cores() > 1 and (begun := next(coming, None)) is not None:
        with _helper(work) as helper:
            yield begun, None
            yield from helper.given(coming)
    for batch in coming:
        yield batch, None


def cores() -> int:
    """Those that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


@contextmanager
def _helper(work: Callable[[T], R]) -> Iterator[_Helper[T, R]]:
    ours, theirs = socket.socketpair()
    with theirs:
        process = subprocess.Popen(  # noqa: S603 - ourselves
            [sys.executable, "-c", _PROGRAM, *(path or os.getcwd() for path in sys.path)],
            stdin=theirs.fileno(),
            stdout=subprocess.DEVNULL,
            start_new_session=True,
        )
    # a batch is more than the pipe holds while the process works out another
    with process, Connection(ours.detach()) as connection, ThreadPoolExecutor(1) as sender:
        try:
            sender.submit(connection.send, work)
            yield _Helper(process, connection, sender)
        finally:
            process.kill()  # which ends what is being sent, too


class _Helper(Generic[T, R]):
    """The process, and the batches that it has."""

    def __init__(
        self, process: subprocess.Popen[bytes], connection: Connection, sender: ThreadPoolExecutor
    ) -> None:
        self._process = process
        self._connection = connection
        self._sender = sender
        self._waiting: deque[T] = deque()
        self._failed: Exception | None = None

    def given(self, batches: Iterator[T]) -> Iterator[tuple[T, R | None]]:
        """Batches as `ahead` gives them, while the process lives."""
        while not self._connection.poll():
            if (batch := next(batches, None)) is None:
                return
            yield batch, None
        lives = self._received() == _READY
        while lives and self._send(batches):
            worked = self._received()
            lives = worked is not None
            yield self._waiting.popleft(), cast("R | None", worked)
        for batch in self._waiting:
            yield batch, None
        if self._failed is not None:
            raise self._failed

    def _send(self, batches: Iterator[T]) -> bool:
        """Hands over batches until it has enough; whether it has any."""
        try:
            for batch in islice(batches, _AHEAD - len(self._waiting)):
                self._waiting.append(batch)
                self._sender.submit(self._connection.send, batch)
        except Exception as error:  # noqa: BLE001 - raised when its turn has come
            self._failed = error
        return bool(self._waiting)

    def _received(self) -> R | Literal["ready"] | None:
        """What the process says; None, which is told: it was brought down."""
        try:
            return cast("R", self._connection.recv())
        except (EOFError, OSError):  # the end, or the middle of what it said
            code = self._process.wait()
            log.warning("import_goes_on_in_one_process", exit_code=code)
            return None


def main() -> None:
    """Works out what comes over standard input until the other end hangs up."""
    with Connection(os.dup(0)) as connection, suppress(EOFError, ConnectionError):
        work = connection.recv()
        connection.send(_READY)
        while True:
            connection.send(work(connection.recv()))

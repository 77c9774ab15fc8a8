"""Has batches worked out by a second process while this one stores those before, in their order.

    the first ones, and those until the process is ready     as they are
    then                                                      worked out, at most two ahead
    those that it has when it is brought down, and all after  as they are; it is told

Whoever takes a batch as it is works it out. The process is a fresh interpreter that opens no store
and holds nothing that is not kept elsewhere: it is killed when nobody takes batches any more, or
when it says nothing for a minute, and ends by itself when this process does. Ctrl-C is this one's
to heed.
"""

from __future__ import annotations

import os
import pickle
import socket
import subprocess
import sys
from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from contextlib import contextmanager, suppress
from itertools import islice
from multiprocessing.connection import Connection
from typing import Final, Generic, TypeVar, cast

T = TypeVar("T")
R = TypeVar("R")

#: batches before a process is started: for less it is not worth it
_FIRST: Final = 2
_AHEAD: Final = 2
#: seconds that the process is waited for: one that says nothing for so long was stopped, or hangs
_PATIENCE: Final = 60.0
_PROGRAM: Final = (
    "import sys; sys.path[:] = sys.argv[1:]; from pipeline.importing.ahead import main; main()"
)


def ahead(
    work: Callable[[T], R],
    batches: Iterable[T],
    *,
    died: Callable[[int], None],
    first: int = _FIRST,
    worth: Callable[[], bool] = lambda: True,
) -> Generator[tuple[T, R | None], None, None]:
    """Each batch with what `work` says of it; None where nobody asked.

    What is raised while batches are read is raised after those before were given.

    Args:
        work: pure, and says never None; it and all that it takes and gives can be pickled.
        died: told once, if the process was brought down, of its exit code, as `Popen` has it.
        first: batches that are given as they are.
        worth: asked when those were taken, whether what is worked out will be of use.
    """
    coming = iter(batches)
    for batch in islice(coming, first):
        yield batch, None
    if cores() > 1 and worth() and (begun := next(coming, None)) is not None:
        if (started := _started()) is None:
            yield begun, None
        else:
            with _helper(*started, work, died) as helper:
                yield begun, None
                yield from helper.given(coming)
    for batch in coming:
        yield batch, None


def cores() -> int:
    """Those that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _started() -> tuple[subprocess.Popen[bytes], Connection] | None:
    """The process, and the way to it; None where the system has no room for one."""
    ours, theirs = socket.socketpair()
    with theirs:
        try:
            process = subprocess.Popen(  # noqa: S603 - ourselves
                [sys.executable, "-c", _PROGRAM, *(path or os.getcwd() for path in sys.path)],
                stdin=theirs.fileno(),
                stdout=subprocess.DEVNULL,
                start_new_session=True,
            )
        except OSError:
            ours.close()
            return None
    return process, Connection(ours.detach())


@contextmanager
def _helper(
    process: subprocess.Popen[bytes],
    connection: Connection,
    work: Callable[[T], R],
    died: Callable[[int], None],
) -> Iterator[_Helper[T, R]]:
    # a batch, and what is said of it, are more than the socket holds while nobody reads
    with (
        process,
        connection,
        ThreadPoolExecutor(1) as sender,
        ThreadPoolExecutor(1) as receiver,
    ):
        try:
            yield _Helper(connection, sender, receiver, work, lambda: died(_ended(process)))
        finally:
            process.kill()  # which ends what is being sent or waited for, too


def _ended(process: subprocess.Popen[bytes]) -> int:
    """Its exit code; one that only was stopped is brought down."""
    process.kill()
    return process.wait()


class _Helper(Generic[T, R]):
    """The process, and the batches that it has."""

    def __init__(
        self,
        connection: Connection,
        sender: Executor,
        receiver: Executor,
        work: Callable[[T], R],
        died: Callable[[], None],
    ) -> None:
        self._connection = connection
        self._sender = sender
        self._receiver = receiver
        self._died = died
        self._is_ready = self._asked(work)
        self._waiting: deque[tuple[T, Future[bytes]]] = deque()
        self._failed: Exception | None = None

    def given(self, batches: Iterator[T]) -> Iterator[tuple[T, R | None]]:
        """Batches as `ahead` gives them, while the process lives."""
        while not self._is_ready.done():
            if (batch := next(batches, None)) is None:
                return
            yield batch, None
        lives = self._said(self._is_ready) is not None
        if lives:
            self._ask(batches)
        while self._waiting:
            batch, answer = self._waiting.popleft()
            worked = self._said(answer) if lives else None
            lives = worked is not None
            if lives:
                self._ask(batches)
            yield batch, worked
        if self._failed is not None:
            raise self._failed

    def _ask(self, batches: Iterator[T]) -> None:
        """Hands over batches until the process has enough."""
        try:
            for batch in islice(batches, _AHEAD - len(self._waiting)):
                self._waiting.append((batch, self._asked(batch)))
        except Exception as error:  # noqa: BLE001 - raised when its turn has come
            self._failed = error

    def _asked(self, what: object) -> Future[bytes]:
        self._sender.submit(self._connection.send, what)
        return self._receiver.submit(self._connection.recv_bytes)

    def _said(self, answer: Future[bytes]) -> R | None:
        """What the process says; None: it was brought down."""
        try:
            return cast("R", pickle.loads(answer.result(_PATIENCE)))  # noqa: S301 - from our own
        except (EOFError, OSError):  # the end, the middle of what it said, or (a timeout) nothing
            self._died()
            return None


def main() -> None:
    """Works out what comes over standard input until the other end hangs up."""
    with Connection(os.dup(0)) as connection, suppress(EOFError, ConnectionError):
        work = connection.recv()
        connection.send(True)  # it is ready
        while True:
            connection.send(work(connection.recv()))

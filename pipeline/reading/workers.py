"""Starts limited processes, hands readings to them, and replaces those that were brought down.

What runs inside is `pipeline.reading.worker`. A process is a fresh interpreter, never a copy
of this one; it gets nothing of the environment, where passwords may be.
"""

from __future__ import annotations

import asyncio
import os
import pickle
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import AsyncIterator, Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager, contextmanager
from time import monotonic
from types import TracebackType
from typing import Any, Final, Literal, Self, TypeVar, cast

from pipeline.reading import Bounds, Cut, ReadingDone
from pipeline.reading.wire import Gone, Kind, receive, record_in, send

T = TypeVar("T")

#: seconds that a process may take to be ready; it takes one, on a machine with time to spare
_START: Final = 60.0
_PROGRAM: Final = (
    "import sys; sys.path[:] = sys.argv[1:]; from pipeline.reading.worker import main; main()"
)
#: seconds that one reading, and all of them together, wait for a busy worker before another is
#: started: by then it would have cost less
_PATIENCE: Final = 0.2
_PATIENCE_IN_ALL: Final = 0.5
#: what an interpreter may need of the environment to be itself
_KEPT: Final = ("LANG", "LC_ALL", "LD_LIBRARY_PATH", "PATH", "PYTHONHOME", "PYTHONTZPATH", "TZ")
_SET: Final = {
    # sets are walked in the same order in every worker: the same bytes, the same reading
    "PYTHONHASHSEED": "0",
    # numpy would start a thread for each core, with memory of its own
    "OPENBLAS_NUM_THREADS": "1",
    "OMP_NUM_THREADS": "1",
    # what a large page took is given back when it has been read
    "MALLOC_TRIM_THRESHOLD_": "1048576",
    "MALLOC_MMAP_THRESHOLD_": "1048576",
}


class ReadingFailed(Exception):  # noqa: N818 - it names what failed
    """A reading raised what it should not have; the message is the worker's traceback."""


class Worker:
    """One limited process at a time, started when it is first needed, for use by one thread."""

    def __init__(self, bounds: Bounds | None = None) -> None:
        self._bounds = bounds or Bounds()
        self._process: subprocess.Popen[bytes] | None = None
        self._connection: socket.socket | None = None
        self._is_ended = False

    @property
    def pid(self) -> int | None:
        """The process's id, None while there is none."""
        return self._process.pid if self._process else None

    def run(self, call: Callable[..., T], *args: object) -> T | Cut:
        """What `call(*args)` gives, or why it was cut short.

        Raises:
            ReadingFailed: the function raised.
            RuntimeError: no process could be started.
            OSError: likewise.
        """
        connection = self.start()
        until = monotonic() + self._bounds.seconds
        try:
            connection.settimeout(self._bounds.seconds)
            send(connection, Kind.READY, pickle.dumps((call, args), pickle.HIGHEST_PROTOCOL))
            kind, answer = receive(connection, until)
        except TimeoutError:
            self.kill()
            return Cut(f"reading took more than {self._bounds.seconds:g} s")
        except (Gone, ConnectionError):
            return Cut(self._last_words())
        return cast("T | Cut", self._result(kind, answer))

    def kill(self) -> None:
        """Ends the process, whatever it is doing; the next reading starts another."""
        process, connection = self._process, self._connection
        self._process = self._connection = None
        if process is not None:
            process.kill()
            process.wait()
        if connection is not None:
            connection.close()

    def end(self) -> None:
        """Brings down the process of a worker that another thread is using, for good."""
        self._is_ended = True
        if (process := self._process) is not None:
            process.kill()

    def _result(self, kind: Kind, answer: bytearray) -> Any:
        if Kind.LAST in kind:
            self.kill()
        if Kind.MEMORY in kind:
            return Cut(f"reading took more than {self._bounds.memory >> 20} MB of memory")
        if Kind.RAISED in kind:
            raise ReadingFailed(answer.decode("utf-8", "replace"))
        try:
            return record_in(answer)
        except Exception:  # noqa: BLE001 - the boundary to a process that read hostile bytes
            self.kill()
            return Cut("reading gave something that is no record")

    def start(self) -> socket.socket:
        """The connection to a process that waits for work, started if there is none.

        Raises:
            RuntimeError: none could be started.
            OSError: likewise.
        """
        if self._process is not None and self._process.poll() is not None:
            self.kill()  # it ended while idle
        if self._connection is None:
            self._start_process()
        assert self._connection is not None
        return self._connection

    def _start_process(self) -> None:
        ours, theirs = socket.socketpair()
        self._connection = ours
        with theirs:
            self._process = subprocess.Popen(  # noqa: S603 - ourselves
                [sys.executable, "-c", _PROGRAM, *(path or os.getcwd() for path in sys.path)],
                stdin=theirs.fileno(),
                stdout=subprocess.DEVNULL,
                env={name: os.environ[name] for name in _KEPT if name in os.environ} | _SET,
                start_new_session=True,  # Ctrl-C is the service's to heed
            )
        if self._is_ended:
            self._process.kill()
        try:
            send(ours, Kind.READY, pickle.dumps(self._bounds))
            receive(ours, monotonic() + _START)
        except (Gone, ConnectionError, TimeoutError) as error:
            self.kill()
            raise RuntimeError("a worker process to read pages in did not start") from error

    def _last_words(self) -> str:
        """Why the process ended by itself."""
        assert self._process is not None
        try:
            code = self._process.wait(1.0)
        except subprocess.TimeoutExpired:
            code = 0  # it hung up, but goes on
        self.kill()
        if code == -signal.SIGALRM:
            return f"reading took more than {self._bounds.seconds:g} s"
        name = signal.Signals(-code).name if code < 0 else f"exit code {code}"
        return f"reading brought its process down ({name})"

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.kill()


class _Crew:
    """Workers for several threads, started one at a time and as they are needed.

    For a handful of pages one is enough. There are never more than threads that read.
    """

    def __init__(self, bounds: Bounds | None) -> None:
        self._bounds = bounds
        self.workers: list[Worker] = []
        self._idle: list[Worker] = []
        self._starting: Worker | None = None
        #: seconds that readings have waited since the last start
        self._waited = 0.0
        self._change = threading.Condition()

    @contextmanager
    def worker(self) -> Iterator[Worker]:
        """A worker that nobody else uses meanwhile."""
        worker = self._taken()
        try:
            worker.start()
            self._tell_started(worker)
            yield worker
        finally:
            self._tell_started(worker)
            with self._change:
                self._idle.append(worker)
                self._change.notify()

    def _taken(self) -> Worker:
        with self._change:
            patience = _PATIENCE
            while not self._idle:
                left = min(patience, _PATIENCE_IN_ALL - self._waited)
                if self._starting:
                    self._change.wait()
                elif self.workers and left > 0:
                    began = monotonic()
                    self._change.wait(left)
                    patience -= monotonic() - began
                    self._waited += monotonic() - began
                else:
                    self._starting = another = Worker(self._bounds)
                    self.workers.append(another)
                    self._waited = 0.0
                    return another
            return self._idle.pop()

    def _tell_started(self, worker: Worker) -> None:
        with self._change:
            if self._starting is worker:
                self._starting = None
                self._change.notify_all()


class ReadingPool:
    """A `Reader` with a few workers, each with a thread that waits for it.

    Sources whose last reading was cut share one worker, so that a site which sends nothing but
    traps holds up only its like.

    Args:
        most: how many readings at once.
        watcher: told of every reading, on a thread of the pool.
    """

    def __init__(
        self,
        most: int = 2,
        bounds: Bounds | None = None,
        watcher: Callable[[ReadingDone], None] = lambda _: None,
    ) -> None:
        self._threads = ThreadPoolExecutor(most, "reading")
        self._crew = _Crew(bounds)
        self._watcher = watcher
        self._is_closed = False
        self._slow: set[str] = set()
        self._slow_lane = asyncio.Lock()

    async def read(self, source: str, call: Callable[..., T], *args: object) -> T | Cut:
        """See `Reader.read`.

        Raises:
            ReadingFailed: the function raised.
            RuntimeError: no process could be started.
            OSError: likewise.
        """
        async with self._lane(source):
            loop = asyncio.get_running_loop()
            result = await loop.run_in_executor(self._threads, self._run, source, call, args)
        if self._is_closed:
            raise asyncio.CancelledError
        if isinstance(result, Cut):
            self._slow.add(source)
        else:
            self._slow.discard(source)
        return cast("T | Cut", result)

    def close(self) -> None:
        """Ends the workers, whatever they are doing."""
        self._is_closed = True
        for worker in self._crew.workers:
            worker.end()
        self._threads.shutdown(wait=True, cancel_futures=True)
        for worker in self._crew.workers:
            worker.kill()

    @asynccontextmanager
    async def _lane(self, source: str) -> AsyncIterator[None]:
        if source not in self._slow:
            yield
            return
        async with self._slow_lane:
            yield

    def _run(self, source: str, call: Callable[..., Any], args: tuple[object, ...]) -> Any:
        try:
            with self._crew.worker() as worker:
                if self._is_closed:
                    return None
                return self._watched(source, worker, call, args)
        except (RuntimeError, OSError):
            if not self._is_closed:
                raise
            return None  # nobody waits for it

    def _watched(
        self, source: str, worker: Worker, call: Callable[..., Any], args: tuple[object, ...]
    ) -> Any:
        began = monotonic()
        try:
            result = worker.run(call, *args)
        except ReadingFailed:
            self._watcher(ReadingDone(source, monotonic() - began, "failed"))
            raise
        outcome: Literal["cut", "read"] = "cut" if isinstance(result, Cut) else "read"
        self._watcher(ReadingDone(source, monotonic() - began, outcome))
        return result

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

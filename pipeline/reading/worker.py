"""What runs in a limited process: takes a function and its arguments, gives what comes of it.

It takes its orders from the parent alone, over its standard input, and ends when the parent
does. What it may take is enforced by the kernel where it can be: address space, no core dump,
no file written, and an alarm should the parent no longer be there to watch the clock. Python
code in it connects to nothing.
"""

from __future__ import annotations

import ctypes
import gc
import os
import pickle
import signal
import socket
import sys
import traceback
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import cache
from typing import Final

from pipeline.egress.gate import cut_off
from pipeline.loading import AROUND
from pipeline.reading import Bounds
from pipeline.reading.wire import Gone, Kind, receive, record_out, send

try:
    import resource
except ImportError:  # not on this system: the parent's clock is the only bound
    resource = None  # type: ignore[assignment]

_MB: Final = 1024 * 1024
#: bytes by which an idle worker may have grown before it is replaced
_GROWTH: Final = 32 * _MB
#: bytes below the bound at which allocations fail: what was mapped before, and not in use, fills
_SLACK: Final = 8 * _MB
#: bytes below that from which on some allocation may have failed unseen: libraries take
#: that for a broken page, and half a reading would look like an edit
_MARGIN: Final = 8 * _MB
#: objects made and not gone again, after which rings of them are looked for: reading makes next
#: to none, and a page is thousands of objects
_BETWEEN_COLLECTIONS: Final = 50_000
#: seconds after the parent's bound
_GRACE: Final = 1.0
_PR_SET_PDEATHSIG: Final = 1


def main() -> None:
    """Serves the parent at the other end of standard input until it hangs up."""
    with socket.socket(fileno=os.dup(0)) as connection, suppress(Gone):
        _live_and_die_with_the_parent()
        # here, for the parent imports this module and needs none of that
        from pipeline.reading.warm import warm_up

        _, bounds = receive(connection)
        warm_up()
        _hush()
        _serve(connection, pickle.loads(bounds))  # noqa: S301 - from the parent


def _serve(connection: socket.socket, bounds: Bounds) -> None:
    memory = _Memory(bounds.memory)
    gc.set_threshold(_BETWEEN_COLLECTIONS)
    AROUND.set(memory.set_aside)
    _forbid_files()
    sys.addaudithook(cut_off)
    send(connection, Kind.READY)
    while True:
        _, data = receive(connection)
        signal.setitimer(signal.ITIMER_REAL, bounds.seconds + _GRACE)
        kind, answer = _answer(data, memory)
        signal.setitimer(signal.ITIMER_REAL, 0)
        last = kind is Kind.MEMORY or memory.has_grown()
        send(connection, kind | Kind.LAST if last else kind, answer)
        if last:
            return


def _answer(data: bytearray, memory: _Memory) -> tuple[Kind, bytes]:
    """What comes of one reading."""
    memory.begin()
    try:
        kind, answer = _read(data)
        # libraries have errors of their own for a lack of memory
        return (Kind.MEMORY, b"") if memory.was_short() else (kind, answer)
    except MemoryError:  # be it in telling of another error
        return Kind.MEMORY, b""
    finally:
        memory.end()


def _read(data: bytearray) -> tuple[Kind, bytes]:
    try:
        call, args = pickle.loads(data)  # noqa: S301 - from the parent
        return Kind.DONE, record_out(call(*args))
    except MemoryError:
        raise
    except Exception:  # noqa: BLE001 - the process's boundary: the parent reports it
        return Kind.RAISED, traceback.format_exc().encode("utf-8", "replace")


class _Memory:
    """Bounds what a reading may take above what the process has when it begins, in bytes."""

    def __init__(self, bound: int) -> None:
        gc.collect()
        gc.freeze()  # what is there now stays; collections need not look at it again
        _give_back()  # or what the first reading gives back would hide what it leaves
        self._bound = bound
        _, self._idle, self._first = _now()
        #: what the reading took at most before something was loaded
        self._taken = 0

    def begin(self) -> None:
        """A reading begins: its peak counts, not that of earlier ones."""
        space, self._idle, _ = _now()
        self._taken = 0
        _limit(space + self._bound - _SLACK if space else None)
        _forget_peak()

    def end(self) -> None:
        """The reading is over, and what is left to do is ours."""
        _limit(None)

    @contextmanager
    def set_aside(self) -> Iterator[None]:
        """What is loaded inside stays: it counts as idle, and the bound moves by it."""
        before = _now()
        self._taken = max(self._taken, _peak() - self._idle)
        limit = _limit(None)
        try:
            yield
        finally:
            _give_back()
            space, resident, own = (now - then for now, then in zip(_now(), before, strict=True))
            self._idle, self._first = self._idle + resident, self._first + own
            _limit(limit + space if limit else None)
            _forget_peak()

    def was_short(self) -> bool:
        """Whether the reading came so near the bound that it may lack something."""
        taken = max(self._taken, _peak() - self._idle)
        return taken > self._bound - _SLACK - _MARGIN

    def has_grown(self) -> bool:
        """Whether what is left of readings makes a new process worth its start."""
        if _now()[2] - self._first <= _GROWTH:
            return False
        gc.collect()
        _give_back()
        return _now()[2] - self._first > _GROWTH


def _now() -> tuple[int, int, int]:
    """Address space, resident memory, and what of that is no file's; 0 where it is not told.

    A system short of memory takes back what files hold, which hides what a reading left.
    """
    try:
        space, resident, files = os.pread(_own("statm"), 200, 0).split()[:3]
    except OSError:
        return 0, 0, 0
    size = os.sysconf("SC_PAGE_SIZE")
    return int(space) * size, int(resident) * size, (int(resident) - int(files)) * size


def _peak() -> int:
    try:
        status = os.pread(_own("status"), 8192, 0)
    except OSError:
        return 0
    return int(status.partition(b"VmHWM:")[2].split(maxsplit=1)[0]) * 1024


def _forget_peak() -> None:
    with suppress(OSError):
        os.write(_own("clear_refs", os.O_WRONLY), b"5")


@cache
def _own(name: str, mode: int = os.O_RDONLY) -> int:
    """What the system tells of this process; to open a file takes longer than to read it.

    Raises:
        OSError: it tells nothing.
    """
    return os.open(f"/proc/self/{name}", mode)


def _limit(space: int | None) -> int | None:
    """Bounds the address space, in bytes or not at all; gives the bound there was."""
    if resource is None:
        return None
    before, most = resource.getrlimit(resource.RLIMIT_AS)
    bound = resource.RLIM_INFINITY if space is None else space
    if most != resource.RLIM_INFINITY:
        bound = most if space is None else min(space, most)
    resource.setrlimit(resource.RLIMIT_AS, (bound, most))
    return None if before == resource.RLIM_INFINITY else before


def _give_back() -> None:
    """Has the C library return what is free to the system, where it can."""
    with suppress(OSError, AttributeError):
        ctypes.CDLL(None).malloc_trim(0)


def _live_and_die_with_the_parent() -> None:
    """Signals meant for the service are the parent's to heed; its end is ours too."""
    for name in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(name, signal.SIG_IGN)
    signal.signal(signal.SIGALRM, signal.SIG_DFL)
    if sys.platform == "linux":
        with suppress(OSError, AttributeError):
            ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)


def _forbid_files() -> None:
    if resource is not None:
        for what in (resource.RLIMIT_CORE, resource.RLIMIT_FSIZE):
            resource.setrlimit(what, (0, 0))


def _hush() -> None:
    """What libraries print about hostile pages is of no use, and could forge lines of the log."""
    nowhere = os.open(os.devnull, os.O_RDWR)
    for stream in (0, 1, 2):
        os.dup2(nowhere, stream)
    os.close(nowhere)

"""How a worker and its parent talk: frames over a socket, and what may be in them.

The parent's word is trusted by the worker. The worker's is not trusted by the parent, for it
has read hostile bytes: only plain values, times and the records of this project are taken
from it, so that whatever it says runs no code.
"""

from __future__ import annotations

import io
import pickle
import socket
import struct
import sys
from dataclasses import is_dataclass
from enum import Enum, IntFlag
from time import monotonic
from typing import Any, Final

_HEAD: Final = struct.Struct("!BQ")
#: bytes of a worker's answer at most; an article read off 5 MiB has fewer
_LONGEST: Final = 32 * 1024 * 1024
_TIMES: Final = frozenset(("datetime", "timedelta", "timezone"))
_OUR_PACKAGES: Final = ("config", "crawler", "pipeline")


class Kind(IntFlag):
    """What a frame holds; `LAST` is added to an answer after which the worker ends."""

    #: the worker is ready for its first reading
    READY = 1
    #: what the function gave
    DONE = 2
    #: it took more memory than it may
    MEMORY = 4
    #: it raised; a traceback as text
    RAISED = 8
    LAST = 16


class Gone(Exception):  # noqa: N818 - how a worker ends, not a fault of ours
    """The other side has hung up, or sends what is no frame."""


def send(connection: socket.socket, kind: Kind, data: bytes = b"") -> None:
    connection.sendall(_HEAD.pack(kind, len(data)))
    connection.sendall(data)


def receive(connection: socket.socket, until: float | None = None) -> tuple[Kind, bytearray]:
    """The next frame.

    Args:
        until: when to stop waiting, by the monotonic clock; None: never.

    Raises:
        Gone: there will be none.
        TimeoutError: it did not come in time.
    """
    kind, length = _HEAD.unpack(_exactly(connection, _HEAD.size, until))
    if length > _LONGEST:
        raise Gone
    return Kind(kind), _exactly(connection, length, until)


def _exactly(connection: socket.socket, length: int, until: float | None) -> bytearray:
    data = bytearray(length)
    view, filled = memoryview(data), 0
    while filled < length:
        if until is not None:
            left = until - monotonic()
            if left <= 0:
                raise TimeoutError
            connection.settimeout(left)
        try:
            got = connection.recv_into(view[filled:])
        except ConnectionError:
            got = 0
        if got == 0:
            raise Gone
        filled += got
    return data


class _Plain(pickle.Pickler):
    """Writes an enum's member as class and value; before Python 3.11.4 it is a call of getattr."""

    def reducer_override(self, value: Any) -> Any:
        return (type(value), (value.value,)) if isinstance(value, Enum) else NotImplemented


def record_out(value: object) -> bytes:
    """What `record_in` makes that value of, in every Python."""
    written = io.BytesIO()
    _Plain(written, pickle.HIGHEST_PROTOCOL).dump(value)
    return written.getvalue()


class _Records(pickle.Unpickler):
    """Makes nothing but plain values, times and our records."""

    def find_class(self, module: str, name: str) -> Any:
        if module == "datetime" and name in _TIMES:
            return super().find_class(module, name)
        if module.partition(".")[0] in _OUR_PACKAGES and module in sys.modules:
            found = getattr(sys.modules[module], name, None)
            if isinstance(found, type) and (is_dataclass(found) or issubclass(found, Enum)):
                return found
        raise pickle.UnpicklingError(f"{module}.{name} is no record")


def record_in(data: bytes | bytearray) -> Any:
    """The value that a worker sent.

    Raises:
        Exception: it is no such value; what is raised depends on what it is instead.
    """
    return _Records(io.BytesIO(data)).load()

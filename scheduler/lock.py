"""One Marsad at a time may crawl into a data folder, and others can see which.

The lock is the operating system's: it goes with the process however that ends. Its file says
who holds it and what became of the configuration it was last told to take up.
"""

from __future__ import annotations

import fcntl
import json
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from io import TextIOWrapper
from pathlib import Path

_NAME = "marsad.lock"
#: characters; a refusal may list many mistakes
_READ_AT_MOST = 1_000_000


class AlreadyRunningError(Exception):
    """Another process crawls into the same data folder; the message names it."""


@dataclass(frozen=True, slots=True)
class Holder:
    """The process that holds a data folder."""

    #: the command: `run`, `crawl`
    doing: str
    pid: int
    #: when it took the folder, ISO 8601
    since: str
    #: how many orders to take up the configuration anew it has answered
    reloads: int = 0
    #: why the last of them was refused; empty: it was not
    refusal: str = ""

    def __str__(self) -> str:
        return f"marsad {self.doing} (process {self.pid}, since {self.since})"


class HeldFolder:
    """The lock in our hands."""

    def __init__(self, file: TextIOWrapper, holder: Holder) -> None:
        self._file = file
        self._holder = holder
        self._write()

    def reloaded(self, refusal: str = "") -> None:
        """Answers an order to reload, for whoever gave it."""
        self._holder = replace(self._holder, reloads=self._holder.reloads + 1, refusal=refusal)
        self._write()

    def _write(self) -> None:
        told = json.dumps(asdict(self._holder)).encode()
        # over what stands there, which takes no room on most disks; a full one holds the lock
        # without it, but with nobody's number rather than that of who held it before
        with suppress(OSError):
            try:
                written = os.pwrite(self._file.fileno(), told, 0)
            except OSError:
                written = 0
            os.truncate(self._file.fileno(), written if written == len(told) else 0)


@contextmanager
def data_folder_lock(folder: Path, doing: str) -> Iterator[HeldFolder]:
    """Holds the folder's lock for the length of the block.

    Args:
        doing: what this process does, for the message that a second one shows.

    Raises:
        AlreadyRunningError: somebody else holds it.
        OSError: the folder cannot be made, or its lock not be opened.
    """
    folder.mkdir(parents=True, exist_ok=True)
    descriptor = os.open(folder / _NAME, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o666)
    with open(descriptor, "r+", encoding="utf-8") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise AlreadyRunningError(
                f"{_written(file) or 'another process'} already works on {folder}; "
                "end it first, or use another data folder"
            ) from None
        since = datetime.now(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
        yield HeldFolder(file, Holder(doing, os.getpid(), since))


def holder_of(folder: Path) -> Holder | None:
    """Who holds the folder now; None: nobody, or one that has not said so yet.

    Raises:
        OSError: the folder's lock cannot be read.
    """
    try:
        with (folder / _NAME).open(encoding="utf-8") as file:
            try:
                fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
            except BlockingIOError:
                return _written(file)
    except FileNotFoundError:
        pass
    return None


def _written(file: TextIOWrapper) -> Holder | None:
    """What the file says; None while it is being written."""
    file.seek(0)
    try:
        return Holder(**json.loads(file.read(_READ_AT_MOST)))
    except (ValueError, TypeError):
        return None

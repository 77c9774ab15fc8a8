"""A file that holds some of the reserve's room, for other programs fill a disk to its last byte.

Alerts leave by writing some pages of the database. Where nothing is free the file is let go, and
made again once crawls have room. Whether they have is `scheduler.room`'s to say; on a server's
disk, and where no reserve is asked for, nothing is held.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from shutil import disk_usage
from typing import Final

from config.settings import Settings
from scheduler.room import ENOUGH, database_folder, reserve_of

#: in the folder of the database
NAME: Final = "marsad.ballast"
#: bytes that are held: twice what SQLite's log has when it is moved into the file, which may take
#: as much there; from then on the log's room is used again and again
_MOST: Final = 16_000_000
#: of the reserve, at the most
_SHARE: Final = 10
#: bytes: where less is free, nothing is
_NOTHING: Final = 1_000_000


class Ballast:
    """Holds room on the database's disk.

    Args:
        folder: of the database; None: it lies with a server.
        size: bytes to hold.
        beside: bytes that are to stay free when it is made, so that it never pauses crawls.
        free: bytes that are free where a folder is.
    """

    def __init__(
        self,
        folder: Path | None,
        size: int,
        free: Callable[[Path], int] = lambda folder: disk_usage(folder).free,
        *,
        beside: float = 0,
    ) -> None:
        # macOS has no call that sets room aside
        is_held = folder and size and hasattr(os, "posix_fallocate")
        self._file = folder / NAME if folder and is_held else None
        #: of a time when a reserve was asked for
        self._left = folder / NAME if folder and not size else None
        self._size = size
        self._free = free
        self._beside = beside

    @classmethod
    def of(cls, settings: Settings) -> Ballast:
        """A little of the reserve that is configured."""
        reserve = reserve_of(settings)
        size = min(_MOST, reserve // _SHARE)
        return cls(database_folder(settings), size, beside=reserve * ENOUGH)

    def look(self, *, is_short: bool) -> bool:
        """Holds room, or lets it go where nothing else is left; whether it was let go now.

        Args:
            is_short: room is so short that crawls are paused.
        """
        if self._left is not None:
            with suppress(OSError):
                self._left.unlink(missing_ok=True)
            self._left = None
        if self._file is None:
            return False
        # a folder that cannot be written is told by those who need it
        with suppress(OSError):
            if not is_short:
                if self._free(self._file.parent) >= self._size + self._beside:
                    self._hold(self._file)
            elif self._free(self._file.parent) < _NOTHING:
                self._file.unlink()
                return True
        return False

    def _hold(self, file: Path) -> None:
        descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            # less is there where it was begun and the process ended, or the reserve was smaller
            if os.fstat(descriptor).st_size >= self._size:
                return
            # a file system that cannot set room aside has it written, as far as that helps there
            os.posix_fallocate(descriptor, 0, self._size)
        except OSError:
            file.unlink()
        finally:
            os.close(descriptor)

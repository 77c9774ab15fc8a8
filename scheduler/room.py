"""Whether there is room enough on the disks for crawls to write, or for work on the database.

Crawls take room, telling of what they found next to none: they leave a reserve free, so that
alerts still leave when a disk fills up. What is full, and who fills it, is not its business.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from errno import ENOSPC
from pathlib import Path
from shutil import disk_usage

from sqlalchemy import make_url

from config.settings import Settings

#: what must be free before crawls go on, in reserves: or they would begin and pause by turns
ENOUGH = 1.1
_MB = 1_000_000


class Room:
    """Looks at the disks that crawls, or others, write on.

    Args:
        folders: that are written to; one that is missing is as its nearest parent.
        reserve: bytes to leave free on each.
        free: bytes that are free where a folder is.
    """

    def __init__(
        self,
        folders: Iterable[Path],
        reserve: int,
        free: Callable[[Path], int] = lambda folder: disk_usage(folder).free,
    ) -> None:
        self._folders = tuple(dict.fromkeys(folders))
        self._reserve = reserve
        self._free = free
        self._is_short = False

    @classmethod
    def of(cls, settings: Settings) -> Room:
        """On the disks of the data folder and of an SQLite database."""
        return cls((settings.data, *_of_database(settings)), reserve_of(settings))

    @classmethod
    def of_database(cls, settings: Settings) -> Room:
        """On the disk of an SQLite database alone; on none where PostgreSQL's server has one."""
        return cls(_of_database(settings), reserve_of(settings))

    def lack(self, more: int = 0) -> str:
        """Where room is short and by how much; empty while there is enough.

        Args:
            more: bytes that are to be free on each beside the reserve.

        Raises:
            OSError: a disk does not answer.
        """
        wanted = self._reserve * (ENOUGH if self._is_short else 1) + more
        lacking = ""
        for folder in self._folders:
            free = self._free(_standing(folder))
            if free < wanted:
                lacking = f"{folder}: {free / _MB:,.0f} MB free of {wanted / _MB:,.0f} MB wanted"
                break
        self._is_short = bool(lacking)
        return lacking

    def claim(self, more: int = 0) -> None:
        """Makes sure that there is enough, as `lack` tells it.

        Raises:
            OSError: there is not.
        """
        if lacking := self.lack(more):
            raise OSError(ENOSPC, f"no room is left but the reserve: {lacking}")


def reserve_of(settings: Settings) -> int:
    """Bytes that crawls leave free."""
    return settings.archive.reserve_mb * _MB


def database_folder(settings: Settings) -> Path | None:
    """Where an SQLite database lies; None for PostgreSQL's, which its server keeps."""
    url = make_url(settings.database.get_secret_value())
    is_file = url.get_backend_name() == "sqlite" and url.database
    return Path(str(url.database)).absolute().parent if is_file else None


def _of_database(settings: Settings) -> tuple[Path, ...]:
    folder = database_folder(settings)
    return () if folder is None else (folder,)


def _standing(folder: Path) -> Path:
    return next((one for one in (folder, *folder.parents) if one.exists()), folder)

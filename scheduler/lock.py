"""One Marsad at a time may crawl into a data folder.

The lock is the operating system's: it goes with the process however that ends.
"""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


class AlreadyRunningError(Exception):
    """Another process crawls into the same data folder; the message names it."""


@contextmanager
def data_folder_lock(folder: Path, doing: str) -> Iterator[None]:
    """Holds the folder's lock for the length of the block.

    Args:
        doing: what this process does, for the message that a second one shows.

    Raises:
        AlreadyRunningError: somebody else holds it.
        OSError: the folder cannot be made or written.
    """
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "marsad.lock").open("a+", encoding="utf-8") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            file.seek(0)
            holder = file.read(200).strip() or "another process"
            raise AlreadyRunningError(
                f"{holder} already works on {folder}; end it first, or use another data folder"
            ) from None
        file.seek(0)
        file.truncate()
        file.write(f"marsad {doing} (process {os.getpid()})")
        file.flush()
        yield

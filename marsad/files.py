"""Writes files with care: for their owner's eyes, never over another, or whole or not at all."""

from __future__ import annotations

import errno
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import IO, Final

import typer

from marsad.screen import err

#: what a file is refused for that has begun; whoever is told of it asks which one
_NO_ROOM: Final = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})


def create_private(path: Path, text: str) -> None:
    """Writes a new file, and the folders it stands in.

    Raises:
        typer.Exit: there is such a file already, which was said and left as it is.
        OSError: it cannot be written.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        err.print(f"{path} exists already and was left as it is", style="yellow", soft_wrap=True)
        raise typer.Exit(1) from None
    try:
        with os.fdopen(descriptor, "w", encoding="utf-8") as file:
            file.write(text)
    except OSError as error:
        path.unlink(missing_ok=True)  # half of it would be in the way of the whole
        raise _told_of(path, error) from None


@contextmanager
def whole_file(path: Path, mode: int = 0o666) -> Iterator[IO[bytes]]:
    """A file that is there whole, in place of an older one, or not at all.

    Raises:
        OSError: it cannot be written.
    """
    partial = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        descriptor = os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode)
    except OSError as error:
        raise _told_of(path, error) from None
    try:
        with open(descriptor, "wb") as out:
            yield out
            out.flush()
            os.fsync(out.fileno())
        partial.replace(path)
    except OSError as error:
        if error.errno in _NO_ROOM and error.filename is None:
            raise _told_of(path, error) from None
        raise
    finally:
        partial.unlink(missing_ok=True)


@contextmanager
def folder_beside(path: Path, prefix: str) -> Iterator[Path]:
    """A new folder beside a file, for what it is made of; gone at the end.

    Raises:
        OSError: it cannot be made.
    """
    try:
        folder = TemporaryDirectory(dir=path.absolute().parent, prefix=prefix)
    except OSError as error:
        raise _told_of(path, error) from None
    with folder as name:
        yield Path(name)


def _told_of(path: Path, error: OSError) -> OSError:
    """The same of the file that was asked for, since nobody knows what is made on the way."""
    return OSError(error.errno, error.strerror, str(path))

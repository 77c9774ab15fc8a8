"""Unpacks a backup that may be broken or made to do harm, and checks it against its manifest.

Tar is read here block by block: plain files of the names that a backup has, nothing else. What
becomes of the files is the caller's.
"""

from __future__ import annotations

import gzip
import os
import re
import tarfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import IO, Final, cast

from pydantic import ValidationError

from pipeline.backup import (
    CONFIGURATION,
    DATABASES,
    MANIFEST,
    MANIFESTS,
    MOST_NAME,
    RESPONSES,
    Manifest,
    Member,
)

_BLOCK: Final = tarfile.BLOCKSIZE
_CHUNK: Final = 1024 * 1024
_PLAIN: Final = (tarfile.REGTYPE, tarfile.AREGTYPE)
#: bytes of a manifest and of a configuration: a hundred thousand files fit
_MOST_HELD: Final = 32 * 1024 * 1024
_MOST_MEMBERS: Final = 100_000
#: one or two names of a path that leads nowhere else on any system
_PATH: Final = re.compile(r"[^./\\:\x00-\x1f\x7f][^/\\:\x00-\x1f\x7f]{0,254}")


class BackupError(Exception):
    """A file is no whole backup of ours; the message says why."""


@dataclass(frozen=True, slots=True)
class _Head:
    name: str
    size: int


def unpack(
    backup: IO[bytes], folder: Path, *, room: int, advance: Callable[[int], None]
) -> Manifest:
    """Unpacks a whole backup into an empty folder, each file as it is called there.

    Args:
        room: bytes that may be written.
        advance: told of every so many bytes of the backup that were read.

    Raises:
        BackupError: it is none, or not whole, or not as it was written, or larger than the room.
        OSError: a file cannot be written.
    """
    with _opened(backup, advance) as stream:
        found: dict[str, Member] = {}
        for head in _heads(stream):
            if head.name == MANIFEST:
                manifest = _manifest(_held(stream, head))
                _nothing_behind(stream)
                break
            if head.name in found:
                raise BackupError(f"{head.name!r} is in it twice")
            room -= head.size
            if room < 0:
                raise BackupError("it is larger than what is free on the disk")
            found[head.name] = _written(stream, head, folder / head.name)
        else:
            raise BackupError("it ends before its manifest: the backup was never whole")
    _compare(found, manifest)
    return manifest


def configuration_of(backup: IO[bytes]) -> bytes:
    """The configuration that a backup begins with; the rest is not looked at.

    Raises:
        BackupError: it is no backup.
    """
    with _opened(backup, lambda _: None) as stream:
        head = next(_heads(stream), None)
        if head is None or head.name != CONFIGURATION:
            raise BackupError("it does not begin with a configuration")
        return _held(stream, head)


@contextmanager
def _opened(backup: IO[bytes], advance: Callable[[int], None]) -> Iterator[IO[bytes]]:
    """The tar inside, compressed or not; broken compression is told as any other fault."""
    begins = backup.read(2)
    backup.seek(0)
    counted = cast(IO[bytes], _Counted(backup, advance))
    packed = begins == b"\x1f\x8b"
    try:
        yield cast(IO[bytes], gzip.GzipFile(fileobj=counted)) if packed else counted
    except (EOFError, zlib.error, gzip.BadGzipFile) as error:
        raise BackupError(f"it is cut short or broken: {error}") from error


class _Counted:
    def __init__(self, file: IO[bytes], advance: Callable[[int], None]) -> None:
        self._file, self._advance = file, advance

    def read(self, size: int = -1) -> bytes:
        piece = self._file.read(size)
        self._advance(len(piece))
        return piece


def _heads(stream: IO[bytes]) -> Iterator[_Head]:
    """What each member says of itself; whoever takes one reads its content before the next."""
    longer: str | None = None
    for _ in range(_MOST_MEMBERS):
        block = _exactly(stream, _BLOCK)
        if not any(block):
            return
        try:
            info = tarfile.TarInfo.frombuf(block, "utf-8", "strict")
            if info.type == tarfile.GNUTYPE_LONGNAME and longer is None and info.size <= MOST_NAME:
                longer = _exactly(stream, _padded(info.size))[: info.size].rstrip(b"\0").decode()
                continue
        except (tarfile.HeaderError, ValueError) as error:
            raise BackupError(f"it is no backup, or broken: {error}") from error
        name, longer = longer or info.name, None
        if info.type not in _PLAIN or info.size < 0 or not _is_known(name):
            raise BackupError(f"{name[:MOST_NAME]!r} has no place in a backup")
        yield _Head(name, info.size)
    raise BackupError("it has too many files")


def _is_known(name: str) -> bool:
    if name in (CONFIGURATION, MANIFEST, *DATABASES):
        return True
    first, *more = name.removeprefix(RESPONSES).split("/")
    parts = (first, *more)
    return name.startswith(RESPONSES) and len(parts) <= 2 and all(map(_PATH.fullmatch, parts))


def _exactly(stream: IO[bytes], size: int) -> bytes:
    found = stream.read(size)
    if len(found) < size:
        raise BackupError("it ends before its manifest: the backup was never whole")
    return found


def _padded(size: int) -> int:
    return -(-size // _BLOCK) * _BLOCK


def _held(stream: IO[bytes], head: _Head) -> bytes:
    if head.size > _MOST_HELD:
        raise BackupError(f"{head.name!r} is too large")
    return _exactly(stream, _padded(head.size))[: head.size]


def _written(stream: IO[bytes], head: _Head, path: Path) -> Member:
    """Writes a member to a new file, and waits until the disk has it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    digest = sha256()
    with path.open("xb") as file:
        left = head.size
        while left:
            piece = _exactly(stream, min(left, _CHUNK))
            digest.update(piece)
            file.write(piece)
            left -= len(piece)
        file.flush()
        os.fsync(file.fileno())
    _exactly(stream, _padded(head.size) - head.size)
    return Member(head.name, head.size, digest.hexdigest())


def _manifest(content: bytes) -> Manifest:
    try:
        return MANIFESTS.validate_json(content)
    except ValidationError as error:
        raise BackupError(
            "its manifest cannot be read: it is damaged, or written by a newer Marsad"
        ) from error


def _nothing_behind(stream: IO[bytes]) -> None:
    """Reads to the end, so that compression's own sums are checked."""
    read = 0
    while piece := stream.read(_CHUNK):
        read += len(piece)
        if any(piece) or read > _CHUNK:
            raise BackupError("something stands behind its manifest")


def _compare(found: dict[str, Member], manifest: Manifest) -> None:
    told = {one.name: one for one in manifest.members}
    for name in sorted(found.keys() | told.keys()):
        if name not in told:
            raise BackupError(f"{name!r} is not in its manifest")
        if found.get(name) != told[name]:
            raise BackupError(f"{name!r} is not as it was written")
    if sum(name in found for name in DATABASES) != 1:
        raise BackupError("it does not hold one database")

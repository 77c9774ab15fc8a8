"""Writes a backup: one tar file of the database, the kept responses and the configuration.

Its last member is a manifest with the hash of every other, so that half a backup is none. The
database is copied before the responses are: whatever a version in it refers to is on disk by then
(`pipeline.evidence.files`), and stays as long as nobody prunes. Puts nothing back:
`pipeline.unpacking`.
"""

from __future__ import annotations

import tarfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from typing import IO, Any, Final, Literal, cast

from pydantic import TypeAdapter
from sqlalchemy import func, select

from pipeline.store.copying import copy_sqlite, dump_postgres
from pipeline.store.engine import Store
from pipeline.store.tables import SCHEMA, PendingReadingRow, RevisitRow, VersionRow

FORMAT: Final = 1
CONFIGURATION: Final = "configuration.yaml"
DATABASES: Final = ("database.sqlite", "database.pgdump")
MANIFEST: Final = "manifest.json"
#: before the name of every file of responses
RESPONSES: Final = "warc/"

#: a file's name in a backup has at most so many bytes
MOST_NAME: Final = 512
#: what lies beside the responses and is none
_NOT_RESPONSES: Final = ("marsad.lock",)


@dataclass(frozen=True, slots=True)
class Member:
    """One file of a backup."""

    name: str
    #: bytes
    size: int
    #: in hexadecimal digits
    sha256: str


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a backup holds."""

    format: Literal[1]
    created_at: datetime
    #: that wrote it, as `Marsad/0.1.0`
    software: str
    #: the revision of the database
    schema: str
    members: tuple[Member, ...]
    #: files of responses that versions refer to, and that were missing or too short already
    missing: tuple[str, ...] = ()


MANIFESTS: Final = TypeAdapter(Manifest)


@dataclass(frozen=True, slots=True)
class Snapshot:
    """An archive as it stood at one moment, still in several files."""

    #: name in the backup, where it is now, bytes of it that belong to the moment
    files: tuple[tuple[str, Path, int], ...]
    #: files that versions refer to, and that are missing or too short
    missing: tuple[str, ...]

    @property
    def size(self) -> int:
        """In bytes."""
        return sum(size for _, _, size in self.files)


def take_snapshot(store: Store, responses: Path, copy: Path) -> Snapshot:
    """Copies the database and notes what is kept; the service may go on meanwhile.

    Args:
        responses: their folder, in which nobody may prune until the backup is written.
        copy: a new file that the database is copied to, for the caller to remove.

    Raises:
        pipeline.store.errors.StoreError: the database cannot be copied.
        OSError: something cannot be read or written.
    """
    if store.is_sqlite:
        copy_sqlite(Path(store.url.database or ""), copy)
    else:
        dump_postgres(store.url, copy)
    database = DATABASES[0] if store.is_sqlite else DATABASES[1]
    # asked before the sizes: what is referred to now is on disk by then
    needed = _needed(store)
    files = [(name, path, path.stat().st_size) for name, path in _files(responses)]
    sizes = {name: size for name, _, size in files}
    missing = (name for name, end in needed.items() if sizes.get(f"{RESPONSES}{name}", 0) < end)
    return Snapshot(((database, copy, copy.stat().st_size), *files), tuple(sorted(missing)))


def write_backup(
    out: IO[bytes],
    snapshot: Snapshot,
    configuration: str,
    *,
    software: str,
    now: datetime,
    advance: Callable[[int], None],
) -> Manifest:
    """Writes a snapshot as one tar file.

    Args:
        configuration: without its secrets.
        now: aware.
        advance: told of every so many bytes that were written.

    Raises:
        OSError: something cannot be read or written.
    """
    with tarfile.open(fileobj=out, mode="w|", format=tarfile.GNU_FORMAT) as tar:
        members = [_add(tar, CONFIGURATION, *_held(configuration.encode()), now, advance)]
        for name, path, size in snapshot.files:
            with path.open("rb") as file:
                # what was written to it since belongs to no version of the copy
                members.append(_add(tar, name, file, size, now, advance))
        manifest = Manifest(FORMAT, now, software, SCHEMA, tuple(members), snapshot.missing)
        _add(tar, MANIFEST, *_held(MANIFESTS.dump_json(manifest, indent=1)), now, advance)
    return manifest


def _files(responses: Path) -> Iterator[tuple[str, Path]]:
    """The files of responses by name, whatever their ending, one folder deep."""
    if not responses.is_dir():
        return
    for path in sorted(responses.iterdir()):
        for one in sorted(path.iterdir()) if path.is_dir() else (path,):
            if one.is_file() and one.name not in _NOT_RESPONSES:
                yield f"{RESPONSES}{one.relative_to(responses).as_posix()}", one


def _needed(store: Store) -> dict[str, int]:
    """The files that rows refer to, and up to which byte."""
    found: dict[str, int] = {}
    with store.read() as session:
        for row in (VersionRow, RevisitRow, PendingReadingRow):
            table = cast(Any, row)
            end = func.max(table.evidence_offset + table.evidence_length)
            query = select(table.evidence_file, end).where(table.evidence_file.is_not(None))
            for name, needed in session.execute(query.group_by(table.evidence_file)):
                found[name] = max(found.get(name, 0), needed)
    return found


def _held(content: bytes) -> tuple[BytesIO, int]:
    return BytesIO(content), len(content)


def _add(
    tar: tarfile.TarFile,
    name: str,
    file: IO[bytes],
    size: int,
    now: datetime,
    advance: Callable[[int], None],
) -> Member:
    info = tarfile.TarInfo(name)
    info.size, info.mode, info.mtime = size, 0o600, int(now.timestamp())
    if len(name.encode()) > MOST_NAME:
        raise OSError(f"the name is too long for a backup: {name}")
    reader = _Hashed(file, advance)
    tar.addfile(info, cast(IO[bytes], reader))
    return Member(name, size, reader.hash.hexdigest())


class _Hashed:
    """A file that is hashed as it is read."""

    def __init__(self, file: IO[bytes], advance: Callable[[int], None]) -> None:
        self._file, self._advance = file, advance
        self.hash = sha256()

    def read(self, size: int = -1) -> bytes:
        piece = self._file.read(size)
        self.hash.update(piece)
        self._advance(len(piece))
        return piece

"""Takes away what retention no longer asks for; versions and their chains stay.

For each file of records that no process writes to:

    1. note which file is rewritten, and as which       store, ProgressRow
    2. write the new file without the records, fsync    disk
    3. let all rows that point to it point to that      store, one transaction
    4. when its readers had time to end, remove the old file, forget the note

Killed anywhere, the next run finds the note and removes whichever file no row points to. Records
that no row points to (`pipeline.evidence.unreferenced`) go once they are as old; files that Marsad
did not write are never removed. Whoever writes a file holds its lock (`pipeline.evidence.files`):
such files are left for another run, so that the service need not be ended.
"""

from __future__ import annotations

import fcntl
import os
import secrets
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from time import sleep
from typing import Any, BinaryIO, Final

from sqlalchemy import select
from sqlalchemy.orm import Session, load_only
from sqlalchemy.sql.base import ExecutableOption

from pipeline.evidence.files import flush_folder
from pipeline.evidence.packing import GZIP, ZSTD, suffix_of
from pipeline.evidence.unreferenced import Place, Unreferenced, unreferenced
from pipeline.store.engine import Store
from pipeline.store.tables import (
    ArticleRow,
    PendingEditRow,
    PendingReadingRow,
    ProgressRow,
    RevisitRow,
    VersionRow,
)

_WORK: Final = "prune"
_CHUNK: Final = 1024 * 1024
#: seconds in which whoever was told of a place in the old file has read there
_GRACE: Final = 2.0

#: a row that points to a record
Keeper = VersionRow | RevisitRow | PendingReadingRow
#: such a row, and when its article was last seen
Keeping = tuple[Keeper, datetime]


class InUse(Exception):  # noqa: N818 - no fault: another run will do
    """A process writes to the file."""


@dataclass(frozen=True, slots=True)
class Prunable:
    """A file of records, and what of it may go."""

    #: relative to the evidence folder
    file: str
    responses: int
    #: responses that no row points to
    unreferenced: int
    #: of all these, in bytes
    size: int


def prunable(store: Store, folder: Path, last_seen_before: datetime) -> list[Prunable]:
    """The files with responses of articles that were last seen before then, or of none.

    Args:
        folder: of the evidence.

    Raises:
        OSError: a file cannot be read.
    """
    found: dict[str, list[int]] = {}
    with store.read() as session:
        for file, length in session.execute(
            select(VersionRow.evidence_file, VersionRow.evidence_length)
            .join(ArticleRow, ArticleRow.id == VersionRow.article_id)
            .where(VersionRow.evidence_file.is_not(None))
            .where(ArticleRow.last_seen_at < last_seen_before)
        ):
            assert file is not None, "the query asks for those that have one"
            found.setdefault(file, []).append(length or 0)
    ours = {
        path.relative_to(folder).as_posix()
        for suffix in (GZIP, ZSTD)
        for path in folder.glob(f"*/marsad-*{suffix}")
    }
    files = []
    for file in sorted(ours | found.keys()):
        rows = _kept_in(store, file) if file in ours else []
        loose = _loose(folder / file, rows, last_seen_before) if file in ours else []
        sizes = found.get(file, [])
        if sizes or loose:
            responses = sum(one.type == "response" for one in loose)
            size = sum(sizes) + sum(one.length for one in loose)
            files.append(Prunable(file, len(sizes), responses, size))
    return files


def _loose(path: Path, rows: Sequence[Keeping], before: datetime) -> list[Unreferenced]:
    """The records of a file that no row points to and that were fetched before then.

    None where there is no row at all, but a later record: such a file goes whole, and then.
    """
    places = [
        Place(
            row.evidence_offset or 0,
            row.evidence_length or 0,
            row.evidence_digest is None and last_seen_at >= before,
        )
        for row, last_seen_at in rows
    ]
    found = list(unreferenced(path, places))
    old = [one for one in found if one.at < before]
    return old if rows or len(old) == len(found) else []


def prune_file(
    store: Store, folder: Path, file: str, last_seen_before: datetime, *, grace: float = _GRACE
) -> None:
    """Takes the responses, the rechecks that refer to them and what no row points to out of a file.

    Args:
        folder: of the evidence; no other process prunes there.
        grace: seconds for those who read the old file.

    Raises:
        InUse: a process writes to it; nothing was done.
        OSError: the file cannot be read, or there is no room for the new one; all stays.
    """
    with _alone(folder / file):
        rows = _kept_in(store, file)
        # a version and the reading that waited to be confirmed may share a record
        gone = {
            row.evidence_offset or 0: row.evidence_length or 0
            for row, last_seen_at in rows
            if last_seen_at < last_seen_before
        }
        loose = _loose(folder / file, rows, last_seen_before)
        gone |= {one.start: one.length for one in loose}
        if not rows and not gone:
            return
        stay = any(last_seen_at >= last_seen_before for _, last_seen_at in rows)
        new = _renamed(file) if stay else None
        with store.write() as session:
            session.merge(ProgressRow(work=_WORK, position=0, counts={"old": file, "new": new}))
        if new is not None:
            _rewrite(folder / file, folder / new, gone)
        with store.write() as session:
            for row, last_seen_at in rows:
                is_gone = last_seen_at < last_seen_before
                place = None if is_gone else _moved(row.evidence_offset or 0, gone)
                _point(session, row, None if is_gone else new, place)
        sleep(grace)
        settle(store, folder)


@contextmanager
def _alone(path: Path) -> Iterator[None]:
    """Nobody else writes to a file while the block lasts."""
    with path.open("rb") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise InUse(path.name) from None
        yield


def settle(store: Store, folder: Path) -> None:
    """Ends what a run before left half-way; does nothing otherwise."""
    with store.read() as session:
        note = session.get(ProgressRow, _WORK)
    if note is None:
        return
    for file in (note.counts["old"], note.counts["new"]):
        if file is not None and not _kept_in(store, file):
            (folder / file).unlink(missing_ok=True)
    with store.write() as session:
        if row := session.get(ProgressRow, _WORK):
            session.delete(row)


def _kept_in(store: Store, file: str) -> list[Keeping]:
    """The rows whose records are in a file, and when their articles were last seen."""
    queries: list[Any] = [
        select(VersionRow, ArticleRow.last_seen_at)
        .options(_places_alone(VersionRow))
        .join(ArticleRow, ArticleRow.id == VersionRow.article_id)
        .where(VersionRow.evidence_file == file),
        select(RevisitRow, ArticleRow.last_seen_at)
        .options(_places_alone(RevisitRow))
        .join(VersionRow, VersionRow.id == RevisitRow.version_id)
        .join(ArticleRow, ArticleRow.id == VersionRow.article_id)
        .where(RevisitRow.evidence_file == file),
        select(PendingReadingRow, ArticleRow.last_seen_at)
        .options(_places_alone(PendingReadingRow))
        .join(PendingEditRow, PendingEditRow.id == PendingReadingRow.pending_id)
        .join(ArticleRow, ArticleRow.id == PendingEditRow.article_id)
        .where(PendingReadingRow.evidence_file == file),
    ]
    with store.read() as session:
        return [(row, at) for query in queries for row, at in session.execute(query)]


def _places_alone(row: type[Keeper]) -> ExecutableOption:
    """Not the texts, of which a file of records may have tens of thousands."""
    kept: Any = row
    return load_only(kept.id, kept.evidence_offset, kept.evidence_length, kept.evidence_digest)


def _point(session: Session, row: Keeper, file: str | None, offset: int | None) -> None:
    """Lets a row point to another place; its length stays, and tells what was pruned."""
    kept: Any = session.get(type(row), row.id)
    if kept is None:
        return  # a reading that waited has been settled meanwhile
    kept.evidence_file, kept.evidence_offset = file, offset


def _renamed(file: str) -> str:
    folder, _, name = file.rpartition("/")
    suffix = suffix_of(name)
    stem = name.removesuffix(suffix).rsplit("-", 1)[0]
    # longer than the names of files that are begun, which another process may write on to
    return f"{folder}/{stem}-{secrets.token_hex(6)}{suffix}"


def _moved(offset: int, gone: Mapping[int, int]) -> int:
    """Where a record stands when those before it are gone."""
    return offset - sum(length for start, length in gone.items() if start < offset)


def _rewrite(old: Path, new: Path, gone: Mapping[int, int]) -> None:
    """Copies all but some records, and waits until the disk has them.

    Args:
        gone: the length of each by where it begins, in bytes.
    """
    with old.open("rb") as source, new.open("xb") as target:
        for start, length in sorted(gone.items()):
            _copy(source, target, start - source.tell())
            source.seek(start + length)
        _copy(source, target, old.stat().st_size - source.tell())
        target.flush()
        os.fsync(target.fileno())
    flush_folder(new.parent)


def _copy(source: BinaryIO, target: BinaryIO, size: int) -> None:
    while size > 0:
        piece = source.read(min(size, _CHUNK))
        if not piece:
            raise OSError(f"{getattr(source, 'name', 'the file')} ends before a record of it")
        target.write(piece)
        size -= len(piece)

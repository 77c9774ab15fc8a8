"""Takes away what retention no longer asks for; versions and their chains stay.

For each file of records that no process writes to:

    1. note which file is rewritten, and as which       store, ProgressRow
    2. write the new file without the records, fsync    disk
    3. let all rows that point to it point to that      store, one transaction
    4. when its readers had time to end, remove the old file, forget the note

Killed anywhere, the next run finds the note and removes whichever file no row points to. Files that
it did not write or rewrite are never removed. Whoever writes a file holds its lock
(`pipeline.evidence`): such files are left for another run, so that the service need not be ended.
"""

from __future__ import annotations

import fcntl
import os
import secrets
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from time import sleep
from typing import Any, BinaryIO, Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from pipeline.evidence import flush_folder
from pipeline.packing import suffix_of
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


class InUse(Exception):  # noqa: N818 - no fault: another run will do
    """A process writes to the file."""


@dataclass(frozen=True, slots=True)
class Prunable:
    """A file of records, and what of it may go."""

    #: relative to the evidence folder
    file: str
    responses: int
    #: of these responses
    size: int


def prunable(store: Store, last_seen_before: datetime) -> list[Prunable]:
    """The files with responses of articles that were last seen before then."""
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
    return [Prunable(file, len(sizes), sum(sizes)) for file, sizes in sorted(found.items())]


def prune_file(
    store: Store, folder: Path, file: str, last_seen_before: datetime, *, grace: float = _GRACE
) -> None:
    """Takes the responses, and the rechecks that refer to them, out of one file.

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


def _kept_in(store: Store, file: str) -> list[tuple[Keeper, datetime]]:
    """The rows whose records are in a file, and when their articles were last seen."""
    queries: list[Any] = [
        select(VersionRow, ArticleRow.last_seen_at)
        .join(ArticleRow, ArticleRow.id == VersionRow.article_id)
        .where(VersionRow.evidence_file == file),
        select(RevisitRow, ArticleRow.last_seen_at)
        .join(VersionRow, VersionRow.id == RevisitRow.version_id)
        .join(ArticleRow, ArticleRow.id == VersionRow.article_id)
        .where(RevisitRow.evidence_file == file),
        select(PendingReadingRow, ArticleRow.last_seen_at)
        .join(PendingEditRow, PendingEditRow.id == PendingReadingRow.pending_id)
        .join(ArticleRow, ArticleRow.id == PendingEditRow.article_id)
        .where(PendingReadingRow.evidence_file == file),
    ]
    with store.read() as session:
        return [(row, at) for query in queries for row, at in session.execute(query)]


def _point(session: Session, row: Keeper, file: str | None, offset: int | None) -> None:
    """Lets a row point to another place; its length stays, and tells what was pruned."""
    kept: Any = session.get_one(type(row), row.id)
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

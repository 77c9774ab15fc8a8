"""Takes away responses that retention no longer asks for; their versions and chains stay.

For each file of records, with nobody else writing there:

    1. note which file is rewritten, and as which       store, ProgressRow
    2. write the new file without the records, fsync    disk
    3. let the versions point to it                     store, one transaction
    4. remove the old file, forget the note

Killed anywhere, the next run finds the note and removes whichever file no version points to.
Files that it did not write or rewrite are never removed.
"""

from __future__ import annotations

import os
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import BinaryIO, Final

from sqlalchemy import select

from pipeline.evidence import flush_folder
from pipeline.store.engine import Store
from pipeline.store.tables import ArticleRow, ProgressRow, VersionRow

_WORK: Final = "prune"
_CHUNK: Final = 1024 * 1024


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


def prune_file(store: Store, folder: Path, file: str, last_seen_before: datetime) -> None:
    """Takes the responses out of one file.

    Args:
        folder: of the evidence; its lock is held.

    Raises:
        OSError: the file cannot be read, or there is no room for the new one; all stays.
    """
    rows = _kept_in(store, file)
    gone = [row for row, last_seen_at in rows if last_seen_at < last_seen_before]
    stay = [row for row, last_seen_at in rows if last_seen_at >= last_seen_before]
    new = _renamed(file) if stay else None
    with store.write() as session:
        session.merge(ProgressRow(work=_WORK, position=0, counts={"old": file, "new": new}))
    if new is not None:
        _rewrite(folder / file, folder / new, gone)
    with store.write() as session:
        for row in gone:
            version = session.get_one(VersionRow, row.id)
            # the length stays: it tells what was pruned from what never was
            version.evidence_file = version.evidence_offset = None
        for row in stay:
            version = session.get_one(VersionRow, row.id)
            version.evidence_file, version.evidence_offset = new, _moved(row, gone)
    settle(store, folder)


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


def _kept_in(store: Store, file: str) -> list[tuple[VersionRow, datetime]]:
    """The versions whose responses are in a file, and when their articles were last seen."""
    with store.read() as session:
        return [
            (row, last_seen_at)
            for row, last_seen_at in session.execute(
                select(VersionRow, ArticleRow.last_seen_at)
                .join(ArticleRow, ArticleRow.id == VersionRow.article_id)
                .where(VersionRow.evidence_file == file)
                .order_by(VersionRow.evidence_offset)
            )
        ]


def _renamed(file: str) -> str:
    folder, _, name = file.rpartition("/")
    stem = name.removesuffix(".warc.gz").rsplit("-", 1)[0]
    return f"{folder}/{stem}-{secrets.token_hex(4)}.warc.gz"


def _moved(row: VersionRow, gone: Sequence[VersionRow]) -> int:
    """Where a record stands when those before it are gone."""
    offset = row.evidence_offset or 0
    return offset - sum(
        one.evidence_length or 0 for one in gone if (one.evidence_offset or 0) < offset
    )


def _rewrite(old: Path, new: Path, gone: Sequence[VersionRow]) -> None:
    """Copies all but some records, and waits until the disk has them."""
    with old.open("rb") as source, new.open("xb") as target:
        for row in gone:
            start = row.evidence_offset or 0
            _copy(source, target, start - source.tell())
            source.seek(start + (row.evidence_length or 0))
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

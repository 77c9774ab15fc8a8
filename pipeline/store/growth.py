"""Counts what came into the archive, by source and day and by kind of edit.

The database groups by quarters of an hour, which no zone's days cut through; days are made here.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any, Final
from zoneinfo import ZoneInfo

from sqlalchemy import BigInteger, Select, Text, case, cast, extract, func, select, text
from sqlalchemy.orm import Session

from pipeline.store.engine import Store
from pipeline.store.tables import ArticleRow, EditRow, RevisitRow, VersionRow

#: seconds
_SLOT: Final = 900


@dataclass(slots=True)
class Counts:
    """What came in of something."""

    #: first seen then
    articles: int = 0
    #: of these, how many have more than one version by now
    edited: int = 0
    versions: int = 0
    edits: int = 0
    #: of kept responses and rechecks, compressed
    kept: int = 0

    @property
    def share_edited(self) -> float | None:
        """0 to 1; None: there are no articles."""
        return self.edited / self.articles if self.articles else None

    def add(self, other: Counts) -> None:
        self.articles += other.articles
        self.edited += other.edited
        self.versions += other.versions
        self.edits += other.edits
        self.kept += other.kept


@dataclass(slots=True)
class Growth:
    """What came in since a time."""

    total: Counts = field(default_factory=Counts)
    sources: dict[str, Counts] = field(default_factory=dict)
    #: every day since the first that brought something, those without anything too
    days: dict[date, Counts] = field(default_factory=dict)
    #: an edit has one kind or several
    kinds: Counter[str] = field(default_factory=Counter)
    #: bytes that the database takes, whenever they came in
    database: int = 0


def growth(store: Store, since: datetime, now: datetime, zone: str) -> Growth:
    """What came in from then until now.

    Args:
        since, now: aware.
        zone: whose days are counted.
    """
    found, tz = Growth(), ZoneInfo(zone)
    days: dict[date, Counts] = {}
    with store.read() as session:
        for source, slot, counts in _counted(session, since):
            on = datetime.fromtimestamp(slot * _SLOT, UTC).astimezone(tz).date()
            for one in (
                found.total,
                found.sources.setdefault(source, Counts()),
                days.setdefault(on, Counts()),
            ):
                one.add(counts)
        found.kinds = _kinds(session, since)
        found.database = _database_size(session, store)
    if days:
        first, last = min(days), max(*days, now.astimezone(tz).date())
        span = (first + timedelta(days=after) for after in range((last - first).days + 1))
        found.days = {day: days.get(day, Counts()) for day in span}
    return found


def _counted(session: Session, since: datetime) -> Iterator[tuple[str, int, Counts]]:
    """By source and quarter of an hour, one table after the other."""
    edited = func.sum(case((ArticleRow.versions > 1, 1), else_=0))
    articles = _grouped(ArticleRow.first_seen_at, since, func.count(), edited)
    for source, slot, count, more in session.execute(articles):
        yield source, slot, Counts(articles=count, edited=more)
    length = case((VersionRow.evidence_file.is_not(None), VersionRow.evidence_length), else_=0)
    of_article = ArticleRow.id == VersionRow.article_id
    versions = _grouped(VersionRow.fetched_at, since, func.count(), func.sum(length))
    for source, slot, count, size in session.execute(versions.join(ArticleRow, of_article)):
        yield source, slot, Counts(versions=count, kept=int(size or 0))
    edits = _grouped(EditRow.detected_at, since, func.count(), func.count())
    of_article = ArticleRow.id == EditRow.article_id
    for source, slot, count, _ in session.execute(edits.join(ArticleRow, of_article)):
        yield source, slot, Counts(edits=count)
    length = case((RevisitRow.evidence_file.is_not(None), RevisitRow.evidence_length), else_=0)
    revisits = _grouped(RevisitRow.fetched_at, since, func.count(), func.sum(length))
    revisits = revisits.join(VersionRow, VersionRow.id == RevisitRow.version_id)
    of_article = ArticleRow.id == VersionRow.article_id
    for source, slot, _, size in session.execute(revisits.join(ArticleRow, of_article)):
        yield source, slot, Counts(kept=int(size or 0))


def _grouped(at: Any, since: datetime, *counts: Any) -> Select[Any]:
    slot = cast(extract("epoch", at), BigInteger) // _SLOT
    return (
        select(ArticleRow.source, slot, *counts)
        .select_from(at.class_)
        .where(at >= since)
        .group_by(ArticleRow.source, slot)
    )


def _kinds(session: Session, since: datetime) -> Counter[str]:
    found: Counter[str] = Counter()
    written = cast(EditRow.kinds, Text)
    query = select(written, func.count()).where(EditRow.detected_at >= since).group_by(written)
    for kinds, count in session.execute(query):
        for kind in json.loads(kinds):
            found[kind] += count
    return found


def _database_size(session: Session, store: Store) -> int:
    if store.is_sqlite:
        pages = session.scalar(text("PRAGMA page_count")) or 0
        return int(pages * (session.scalar(text("PRAGMA page_size")) or 0))
    return int(session.scalar(text("SELECT pg_database_size(current_database())")) or 0)

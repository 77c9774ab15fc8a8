"""Removals in the store: written where they are confirmed and end, read with their source's rest.

Every function works inside the transaction its caller opened; when an article is gone is
`pipeline.removal`'s to say.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from pipeline.records import Absence, ArticleState, Removal
from pipeline.removal import AT_ONCE, Gone, Rest
from pipeline.store.tables import ArticleRow, FetchRow, LinkRow, RemovalRow, SectionRow

#: what a fetch comes to where the article was there
_SEEN = ("new", "edited", "unchanged", "duplicate", "restored")


@dataclass(frozen=True, slots=True)
class RemovalView:
    """A removal, for people."""

    id: int
    article: int
    removal: Removal


def rest_of_source(session: Session, article: ArticleRow, now: datetime) -> Rest:
    """How the other articles and the sections of its source answered while one is missing.

    Args:
        now: counts as the first fetch that missed it where that was not noted before.
    """
    since = article.missing_since or now
    others = (ArticleRow.source == article.source, ArticleRow.id != article.id)
    missing = _count(
        session,
        *others,
        ArticleRow.state != ArticleState.LIVE.value,
        ArticleRow.missing_since >= since - AT_ONCE,
    )
    seen = _count(
        session,
        *others,
        ArticleRow.state == ArticleState.LIVE.value,
        ArticleRow.last_seen_at >= since,
    )
    failures = session.scalars(
        select(SectionRow.failures).where(SectionRow.source == article.source)
    ).all()
    return Rest(missing, seen, is_silent=bool(failures) and all(failures))


def _count(session: Session, *conditions: object) -> int:
    query = select(func.count()).select_from(ArticleRow).where(*conditions)  # type: ignore[arg-type]
    return session.scalar(query) or 0


def confirm(session: Session, article: ArticleRow, gone: Gone, now: datetime) -> RemovalRow:
    """Notes that an article is gone."""
    row = RemovalRow(
        article_id=article.id,
        version=article.versions,
        absence=gone.absence.value,
        detail=gone.reason,
        last_seen_at=article.last_seen_at,
        missing_since=article.missing_since or now,
        confirmed_at=now,
        looks=gone.strikes,
    )
    session.add(row)
    session.flush()
    return row


def end(session: Session, article: ArticleRow, now: datetime) -> RemovalRow:
    """Notes that an article that was gone is there again."""
    row = session.scalar(
        select(RemovalRow)
        .where(RemovalRow.article_id == article.id, RemovalRow.restored_at.is_(None))
        .order_by(RemovalRow.id.desc())
        .limit(1)
    )
    if row is None:  # it was gone when it was imported
        absence = Absence(article.absence or Absence.NOT_FOUND)
        row = confirm(session, article, Gone(absence, article.state_reason or "", 0), now)
    row.restored_at = now
    return row


def other_address(session: Session, article: ArticleRow) -> str | None:
    """An address at which the article was seen the last time that it was asked for."""
    links = session.scalars(
        select(LinkRow)
        .where(LinkRow.article_id == article.id, LinkRow.url != article.url)
        .order_by(LinkRow.id.desc())
    )
    for link in links:
        last = session.scalar(
            select(FetchRow.outcome)
            .where(FetchRow.link_id == link.id)
            .order_by(FetchRow.id.desc())
            .limit(1)
        )
        if last in _SEEN:
            return link.url
    return None


def removal(row: RemovalRow) -> Removal:
    return Removal(
        absence=row.absence,
        detail=row.detail,
        version=row.version,
        last_seen_at=row.last_seen_at,
        missing_since=row.missing_since,
        confirmed_at=row.confirmed_at,
        looks=row.looks,
        restored_at=row.restored_at,
    )


def of_articles(session: Session, ids: Iterable[int]) -> list[RemovalView]:
    """The removals of some articles, the oldest first."""
    rows = session.scalars(
        select(RemovalRow)
        .where(RemovalRow.article_id.in_(tuple(ids)))
        .order_by(RemovalRow.confirmed_at, RemovalRow.id)
    )
    return [RemovalView(row.id, row.article_id, removal(row)) for row in rows]

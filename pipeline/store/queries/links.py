"""Reads for people which addresses are known, and what came of fetching them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from pipeline.store.tables import ArticleRow, FetchRow, LinkRow, LinkSectionRow


@dataclass(frozen=True, slots=True)
class FetchView:
    first_at: datetime
    last_at: datetime
    times: int
    outcome: str
    status: int | None
    detail: str


@dataclass(frozen=True, slots=True)
class LinkView:
    """What is known of one address."""

    id: int
    source: str
    url: str
    title: str | None
    discovered_at: datetime
    sections: tuple[str, ...]
    baseline: bool
    article: int | None
    due_at: datetime | None
    attempts: int
    fetches: tuple[FetchView, ...]


def links(
    session: Session,
    *,
    keys: Iterable[str] = (),
    url: str | None = None,
    article_id: int | None = None,
) -> list[LinkView]:
    """Links by any of their keys or their address, or all that lead to one article."""
    wanted = [LinkRow.key.in_(tuple(keys)), LinkRow.url == url]
    if article_id is not None:
        wanted = [LinkRow.article_id == article_id]
    rows = session.scalars(select(LinkRow).where(or_(*wanted)).order_by(LinkRow.id)).all()
    return [
        LinkView(
            id=row.id,
            source=row.source,
            url=row.url,
            title=row.title,
            discovered_at=row.discovered_at,
            sections=tuple(
                session.scalars(
                    select(LinkSectionRow.section)
                    .where(LinkSectionRow.link_id == row.id)
                    .order_by(LinkSectionRow.listed_at)
                )
            ),
            baseline=row.baseline,
            article=row.article_id,
            due_at=row.due_at,
            attempts=row.attempts,
            fetches=_fetches(session, row.id),
        )
        for row in rows
    ]


def _fetches(session: Session, link_id: int) -> tuple[FetchView, ...]:
    rows = session.scalars(
        select(FetchRow).where(FetchRow.link_id == link_id).order_by(FetchRow.id)
    )
    return tuple(
        FetchView(row.first_at, row.last_at, row.times, row.outcome, row.status, row.detail)
        for row in rows
    )


def articles_at(session: Session, url: str, keys: Iterable[str]) -> list[int]:
    """Ids of articles at an address or identity."""
    return list(
        session.scalars(
            select(ArticleRow.id).where(
                or_(
                    ArticleRow.url == url,
                    ArticleRow.canonical_url == url,
                    ArticleRow.identity.in_(tuple(keys)),
                )
            )
        )
    )

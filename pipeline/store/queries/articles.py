"""Reads articles and their versions for people."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import and_, func, select
from sqlalchemy.orm import Session

from pipeline.evidence.files import EvidenceRef
from pipeline.records import ArticleData
from pipeline.store import full_text
from pipeline.store.rows import article_data, evidence_ref
from pipeline.store.tables import ArticleRow, LinkRow, LinkSectionRow, RevisitRow, VersionRow


@dataclass(frozen=True, slots=True)
class ArticleView:
    """An article as it stands, with its latest version's content."""

    id: int
    source: str
    #: configured names of the sections that listed it, first listed first
    sections: tuple[str, ...]
    url: str
    canonical_url: str
    state: str
    #: what was found instead, of `Absence`; None: it is live, or nobody knows
    absence: str | None
    state_reason: str | None
    missing_since: datetime | None
    first_seen_at: datetime
    last_seen_at: datetime
    hits: int | None
    featured: bool
    tags: tuple[str, ...]
    #: how many versions are kept
    versions: int
    data: ArticleData


@dataclass(frozen=True, slots=True)
class VersionView:
    article: int
    n: int
    fetched_at: datetime
    last_lacked_at: datetime | None
    content_hash: str
    data: ArticleData


def articles(
    session: Session,
    *,
    sources: Iterable[str] = (),
    states: Iterable[str] = (),
    ids: Iterable[int] | None = None,
    since: datetime | None = None,
    limit: int | None = None,
) -> list[ArticleView]:
    """Articles, last first seen first; all of them without a limit.

    Args:
        session: of a reading transaction.
        sources: only of these; none: all.
        states: only in these; none: all.
        ids: only these.
        since: only those first seen then or later.
        limit: how many at most.
    """
    query = (
        select(ArticleRow, VersionRow)
        .join(
            VersionRow,
            and_(VersionRow.article_id == ArticleRow.id, VersionRow.n == ArticleRow.versions),
        )
        .order_by(ArticleRow.first_seen_at.desc(), ArticleRow.id.desc())
        .limit(limit)
    )
    if wanted := tuple(sources):
        query = query.where(ArticleRow.source.in_(wanted))
    if wanted := tuple(states):
        query = query.where(ArticleRow.state.in_(wanted))
    if ids is not None:
        query = query.where(ArticleRow.id.in_(tuple(ids)))
    if since is not None:
        query = query.where(ArticleRow.first_seen_at >= since)
    rows = session.execute(query).all()
    listed = _sections(session, None if ids is None else [article.id for article, _ in rows])
    return [_article(article, latest, listed[article.id]) for article, latest in rows]


def article_ids(
    session: Session,
    *,
    sources: Iterable[str] = (),
    states: Iterable[str] = (),
    since: datetime | None = None,
    needed: Sequence[frozenset[str]] = (),
) -> list[int]:
    """Ids of articles, last first seen first.

    Args:
        session: of a reading transaction.
        sources: only of these; none: all.
        states: only in these; none: all.
        since: only those first seen then or later.
        needed: only those that have a token of each of these sets, see `store.full_text`.
    """
    query = select(ArticleRow.id).order_by(ArticleRow.first_seen_at.desc(), ArticleRow.id.desc())
    if wanted := tuple(sources):
        query = query.where(ArticleRow.source.in_(wanted))
    if wanted := tuple(states):
        query = query.where(ArticleRow.state.in_(wanted))
    if since is not None:
        query = query.where(ArticleRow.first_seen_at >= since)
    condition = full_text.among(session, needed)
    if condition is not None:
        query = query.where(condition)
    return list(session.scalars(query))


def article(session: Session, article_id: int) -> ArticleView | None:
    return next(iter(articles(session, ids=[article_id])), None)


def _article(row: ArticleRow, latest: VersionRow, sections: list[str]) -> ArticleView:
    return ArticleView(
        id=row.id,
        source=row.source,
        sections=tuple(sections),
        url=row.url,
        canonical_url=row.canonical_url,
        state=row.state,
        absence=row.absence,
        state_reason=row.state_reason,
        missing_since=row.missing_since,
        first_seen_at=row.first_seen_at,
        last_seen_at=row.last_seen_at,
        hits=row.hits,
        featured=row.featured,
        tags=tuple(row.tags),
        versions=row.versions,
        data=article_data(latest),
    )


def _sections(session: Session, ids: list[int] | None) -> dict[int, list[str]]:
    """Section names by article, first listed first; of all articles when `ids` is None."""
    query = (
        select(LinkRow.article_id, LinkSectionRow.section, func.min(LinkSectionRow.listed_at))
        .join(LinkRow, LinkRow.id == LinkSectionRow.link_id)
        .where(LinkRow.article_id.is_not(None))
        .group_by(LinkRow.article_id, LinkSectionRow.section)
        .order_by(func.min(LinkSectionRow.listed_at), LinkSectionRow.section)
    )
    if ids is not None:
        query = query.where(LinkRow.article_id.in_(ids))
    found: dict[int, list[str]] = defaultdict(list)
    for article_id, section, _ in session.execute(query):
        assert article_id is not None
        found[article_id].append(section)
    return found


def versions(session: Session, article_id: int) -> list[VersionView]:
    rows = session.scalars(
        select(VersionRow).where(VersionRow.article_id == article_id).order_by(VersionRow.n)
    )
    return [version_view(row) for row in rows]


def version_view(row: VersionRow) -> VersionView:
    return VersionView(
        article=row.article_id,
        n=row.n,
        fetched_at=row.fetched_at,
        last_lacked_at=row.last_lacked_at,
        content_hash=row.content_hash,
        data=article_data(row),
    )


def evidence_of(session: Session, article_id: int) -> list[EvidenceRef | None]:
    """Where the responses of an article's versions are kept, oldest first, each before the
    rechecks that found it unchanged."""
    versions = session.scalars(
        select(VersionRow).where(VersionRow.article_id == article_id).order_by(VersionRow.n)
    ).all()
    found: list[EvidenceRef | None] = []
    for version in versions:
        revisits = session.scalars(
            select(RevisitRow).where(RevisitRow.version_id == version.id).order_by(RevisitRow.id)
        )
        found += [evidence_ref(version), *map(evidence_ref, revisits)]
    return found


def version_count(session: Session) -> int:
    """How many versions are kept."""
    return session.scalar(select(func.count()).select_from(VersionRow)) or 0

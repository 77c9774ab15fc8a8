"""The frontier: which sections, links and articles are due, and what their fetches told.

Every function works inside the transaction its caller opened. When something is due
next is the caller's decision.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from pipeline.records import ArticleLink, ArticleState, RobotsRecord
from pipeline.store.tables import (
    ArticleRow,
    FetchRow,
    LinkRow,
    LinkSectionRow,
    RobotsRow,
    SectionRow,
    SourceRow,
)


@dataclass(frozen=True, slots=True)
class Heard:
    """What recording a listing found out."""

    #: links that were not known in this source before
    fresh: tuple[LinkRow, ...]
    #: articles whose listing speaks of a change: another title, a newer modified stamp, or
    #: that they are listed at all though they were gone
    moved: tuple[ArticleRow, ...]
    #: articles that were found elsewhere and are listed in this section for the first time
    joined: tuple[ArticleRow, ...]


def source_row(session: Session, name: str) -> SourceRow:
    row = session.get(SourceRow, name)
    if row is None:
        row = SourceRow(name=name, validators_right=0, validators_wrong=False)
        session.add(row)
    return row


def section_row(session: Session, source: str, name: str, url: str, now: datetime) -> SectionRow:
    """The section's row, made due now when it is new, its validators reset when it moved."""
    row = session.get(SectionRow, (source, name))
    if row is None:
        row = SectionRow(
            source=source, name=name, url=url, due_at=now, failures=0, unfinished=False
        )
        session.add(row)
    elif row.url != url:
        row.url, row.etag, row.last_modified, row.due_at = url, None, None, now
    return row


def sections(session: Session, source: str) -> list[SectionRow]:
    return list(session.scalars(select(SectionRow).where(SectionRow.source == source)))


def record_links(
    session: Session,
    section: SectionRow,
    links: dict[str, ArticleLink],
    *,
    baseline: bool,
    now: datetime,
) -> Heard:
    """Adds what a listing showed: new links, links seen in one more section, changes told.

    Args:
        links: by the key of `links.key`, in the listing's order.
        baseline: whether new links were there before anybody watched.
    """
    known = {
        row.key: row
        for row in session.scalars(
            select(LinkRow).where(LinkRow.source == section.source, LinkRow.key.in_(links))
        )
    }
    fresh: list[LinkRow] = []
    moved: list[int] = []
    for key, link in links.items():
        row = known.get(key)
        if row is None:
            row = LinkRow(
                source=section.source,
                key=key,
                url=link.url,
                discovered_at=now,
                baseline=baseline,
                due_at=now,
                attempts=0,
            )
            session.add(row)
            fresh.append(row)
        elif row.article_id is not None and _speaks_of_change(row, link):
            moved.append(row.article_id)
        row.title = link.title or row.title
        row.listed_modified_at = link.modified.at if link.modified else row.listed_modified_at
    session.flush()
    seen = [known[k] for k in links if k in known]
    newly = _list_in(session, section.name, seen, fresh, now)
    joined = [row.article_id for row in newly if row.article_id and not row.baseline]
    listed = [row.article_id for row in seen if row.article_id]
    gone = [row.id for row in _articles(session, listed) if row.state == ArticleState.GONE.value]
    return Heard(tuple(fresh), _articles(session, [*moved, *gone]), _articles(session, joined))


def _speaks_of_change(row: LinkRow, link: ArticleLink) -> bool:
    retitled = link.title is not None and row.title is not None and link.title != row.title
    stamp = link.modified.at if link.modified else None
    return retitled or (stamp is not None and stamp != row.listed_modified_at)


def _articles(session: Session, ids: list[int]) -> tuple[ArticleRow, ...]:
    return tuple(session.scalars(select(ArticleRow).where(ArticleRow.id.in_(ids))))


def _list_in(
    session: Session, section: str, known: list[LinkRow], fresh: list[LinkRow], now: datetime
) -> list[LinkRow]:
    """Notes that a section lists these links; returns the known ones it did not list before."""
    listed = set(
        session.scalars(
            select(LinkSectionRow.link_id).where(
                LinkSectionRow.section == section,
                LinkSectionRow.link_id.in_([row.id for row in known]),
            )
        )
    )
    newly = [row for row in known if row.id not in listed]
    session.add_all(
        LinkSectionRow(link_id=row.id, section=section, listed_at=now) for row in [*newly, *fresh]
    )
    session.flush()
    return newly


def link_for(session: Session, source: str, key: str) -> LinkRow | None:
    return session.scalar(select(LinkRow).where(LinkRow.source == source, LinkRow.key == key))


def sections_of(session: Session, article_id: int) -> tuple[str, ...]:
    """Names of the sections that listed the article, first listed first."""
    rows = session.execute(
        select(LinkSectionRow.section, func.min(LinkSectionRow.listed_at).label("first"))
        .join(LinkRow, LinkRow.id == LinkSectionRow.link_id)
        .where(LinkRow.article_id == article_id)
        .group_by(LinkSectionRow.section)
        .order_by("first", LinkSectionRow.section)
    )
    return tuple(row.section for row in rows)


def sections_of_link(session: Session, link_id: int) -> tuple[str, ...]:
    """Names of the sections that listed the link, first listed first."""
    return tuple(
        session.scalars(
            select(LinkSectionRow.section)
            .where(LinkSectionRow.link_id == link_id)
            .order_by(LinkSectionRow.listed_at, LinkSectionRow.section)
        )
    )


def due_links(session: Session, source: str, now: datetime | None) -> list[LinkRow]:
    """Links waiting to be read, due by `now`, or all that wait when it is None."""
    query = select(LinkRow).where(LinkRow.source == source, LinkRow.due_at.is_not(None))
    if now is not None:
        query = query.where(LinkRow.due_at <= now)
    return list(session.scalars(query.order_by(LinkRow.due_at, LinkRow.id)))


def due_articles(session: Session, source: str, now: datetime | None) -> list[ArticleRow]:
    """Articles due for a recheck by `now`; when it is None, all that are not gone."""
    query = select(ArticleRow).where(ArticleRow.source == source)
    if now is None:
        query = query.where(ArticleRow.state != ArticleState.GONE.value)
    else:
        query = query.where(ArticleRow.recheck_at <= now)
    return list(session.scalars(query.order_by(ArticleRow.recheck_at, ArticleRow.id)))


def note_fetch(
    session: Session, link_id: int, at: datetime, outcome: str, status: int | None, detail: str
) -> None:
    """Remembers what came of a fetch; the same outcome again only counts up."""
    last = session.scalar(
        select(FetchRow).where(FetchRow.link_id == link_id).order_by(FetchRow.id.desc()).limit(1)
    )
    if last and (last.outcome, last.detail) == (outcome, detail):
        last.last_at, last.times, last.status = at, last.times + 1, status
        return
    session.add(
        FetchRow(
            link_id=link_id,
            first_at=at,
            last_at=at,
            times=1,
            outcome=outcome,
            status=status,
            detail=detail,
        )
    )


def pause_source(session: Session, name: str, until: datetime) -> None:
    row = source_row(session, name)
    row.paused_until = max(until, row.paused_until or until)


def robots(session: Session, origin: str) -> RobotsRecord | None:
    row = session.get(RobotsRow, origin)
    if row is None:
        return None
    return RobotsRecord(row.origin, row.status, row.body, row.fetched_at)


def keep_robots(session: Session, record: RobotsRecord) -> None:
    session.merge(
        RobotsRow(
            origin=record.origin,
            status=record.status,
            body=record.body,
            fetched_at=record.fetched_at,
        )
    )

"""The frontier: which sections, links and articles are due, and what their fetches told.

Every function works inside the transaction its caller opened. When something is due
next is the caller's decision.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final, NamedTuple

from sqlalchemy import bindparam, exists, func, or_, select, update
from sqlalchemy.orm import Session

from pipeline.records import ArticleLink, ArticleState, RobotsRecord, Stamp
from pipeline.store.bulk import insert_rows, next_ids
from pipeline.store.plain import run
from pipeline.store.tables import (
    ArticleRow,
    FetchRow,
    LinkRow,
    LinkSectionRow,
    PendingEditRow,
    RobotsRow,
    SectionRow,
    SourceRow,
)

#: stamps of so many pieces may move at once in a sitemap and mean what they say
_FEW_MOVES = 20

# asked for every page: to build a statement takes longer than to run it
_LINK: Final = select(LinkRow).where(
    LinkRow.source == bindparam("source"), LinkRow.key == bindparam("key")
)
_LINK_ALONE: Final = select(
    LinkRow.id,
    LinkRow.url,
    LinkRow.baseline,
    LinkRow.dated_against,
    LinkRow.article_id,
    LinkRow.attempts,
).where(LinkRow.source == bindparam("source"), LinkRow.key == bindparam("key"))
_ARTICLE_BEHIND: Final = select(LinkRow.article_id).where(
    LinkRow.source == bindparam("source"), LinkRow.key == bindparam("key")
)
_LEADS_TO: Final = (
    update(LinkRow)
    .where(LinkRow.id == bindparam("link"))
    .values(
        article_id=bindparam("article"), baseline=bindparam("was_there"), due_at=None, attempts=0
    )
)
_TRY_AGAIN: Final = (
    update(LinkRow)
    .where(LinkRow.id == bindparam("link"))
    .values(attempts=bindparam("tries"), due_at=bindparam("at"))
)
_SECTIONS_OF: Final = (
    select(LinkSectionRow.section)
    .join(LinkRow, LinkRow.id == LinkSectionRow.link_id)
    .where(LinkRow.article_id == bindparam("article"))
    .group_by(LinkSectionRow.section)
    .order_by(func.min(LinkSectionRow.listed_at), LinkSectionRow.section)
)
_SECTIONS_OF_LINK: Final = (
    select(LinkSectionRow.section)
    .where(LinkSectionRow.link_id == bindparam("link"))
    .order_by(LinkSectionRow.listed_at, LinkSectionRow.section)
)
_LAST_FETCH: Final = (
    select(FetchRow.id, FetchRow.outcome, FetchRow.detail)
    .where(FetchRow.link_id == bindparam("link"))
    .order_by(FetchRow.id.desc())
    .limit(1)
)
_SAME_AGAIN: Final = (
    update(FetchRow)
    .where(FetchRow.id == bindparam("fetch"))
    .values(last_at=bindparam("at"), times=FetchRow.times + 1, status=bindparam("came"))
)


class Link(NamedTuple):
    """A link as its page finds it; a row takes three times as long to load."""

    id: int
    url: str
    #: see `LinkRow`, as for the others
    baseline: bool
    dated_against: datetime | None = None
    article_id: int | None = None
    attempts: int = 0


@dataclass(frozen=True, slots=True)
class Entry:
    """One piece of a listing, as it stood in the store before."""

    link: LinkRow
    #: it was not known in this source
    is_fresh: bool
    #: when the section first listed it, None if it never did
    listed_at: datetime | None
    #: as the listing prints it
    published: Stamp | None


@dataclass(frozen=True, slots=True)
class Heard:
    """What recording a listing found out."""

    #: in the listing's order
    entries: tuple[Entry, ...]
    #: links only taken note of until now, which this listing gives a reason to read
    woken: tuple[LinkRow, ...]
    #: articles whose listing speaks of a change: another title, a newer modified stamp, or
    #: that they are listed at all though they were gone
    moved: tuple[ArticleRow, ...]


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
            source=source, name=name, url=url, due_at=now, failures=0, strain=0.0, unfinished=False
        )
        session.add(row)
    elif row.url != url:
        # another listing: what it shows at first was there before anybody watched it
        row.url, row.due_at, row.unfinished = url, now, False
        row.etag = row.last_modified = row.baselined_at = None
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
    to_read: int | None = None,
    is_sitemap: bool = False,
    heed_stamps: bool = True,
) -> Heard:
    """Adds what a listing showed: new links, links seen in one more section, changes told.

    Args:
        links: by the key of `links.key`, in the listing's order.
        baseline: whether new links were there before anybody watched.
        to_read: of the new links so many are due at once, the others only taken note of
            until a listing speaks of them again; None: all are due.
        is_sitemap: stamps that move in most of a listing at once are the file's, and being
            listed in a sitemap is no reason to read what was only taken note of.
        heed_stamps: whether another modified stamp speaks of a change here; not where the
            listing is a sweep, which is believed on trial (`pipeline.sweeps`).
    """
    known = {
        row.key: row
        for row in session.scalars(
            select(LinkRow).where(LinkRow.source == section.source, LinkRow.key.in_(links))
        )
    }
    listed = {
        row.link_id: row
        for row in session.scalars(
            select(LinkSectionRow).where(
                LinkSectionRow.section == section.name,
                LinkSectionRow.link_id.in_([row.id for row in known.values()]),
            )
        )
    }
    fresh = [
        LinkRow(
            source=section.source,
            key=key,
            url=link.url,
            discovered_at=now,
            baseline=baseline,
            attempts=0,
        )
        for key, link in links.items()
        if key not in known
    ]
    for row in fresh[:to_read]:
        row.due_at = now
    session.add_all(fresh)
    session.flush()
    rows = known | {row.key: row for row in fresh}
    entries: list[Entry] = []
    spoken_of: list[LinkRow] = []
    for key, link in links.items():
        row = rows[key]
        row.title = link.title or row.title
        place = listed.get(row.id)
        entries.append(
            Entry(row, key not in known, place.listed_at if place else None, link.published)
        )
        if place is None:
            place = LinkSectionRow(link_id=row.id, section=section.name, listed_at=now)
            session.add(place)
            if key in known and not is_sitemap and row.article_id is None:
                spoken_of.append(row)
        elif _speaks_of_change(place, link, heed_stamps or row.article_id is None):
            spoken_of.append(row)
        place.title = link.title or place.title
        place.modified_at = link.modified.at if link.modified else place.modified_at
    if is_sitemap and len(spoken_of) > max(_FEW_MOVES, len(listed) // 2):
        spoken_of = []
    woken = [row for row in spoken_of if _is_only_noted(row)]
    for row in woken:
        row.due_at = now
    return Heard(
        tuple(entries),
        tuple(woken),
        _recheck(session, {row.article_id for row in spoken_of}, known.values(), now),
    )


def has_listed(session: Session, section: SectionRow, before: datetime) -> bool:
    """Whether the section listed anything before that time."""
    query = (
        select(LinkSectionRow.link_id)
        .join(LinkRow, LinkRow.id == LinkSectionRow.link_id)
        .where(
            LinkRow.source == section.source,
            LinkSectionRow.section == section.name,
            LinkSectionRow.listed_at < before,
        )
    )
    return session.scalar(query.limit(1)) is not None


def _is_only_noted(row: LinkRow) -> bool:
    return row.article_id is None and row.due_at is None and row.attempts == 0


def _recheck(
    session: Session, moved: set[int | None], listed: Iterable[LinkRow], now: datetime
) -> tuple[ArticleRow, ...]:
    """Makes articles due that a listing speaks of, or that it lists though they were gone."""
    changed = tuple(
        article
        for article in _articles(session, [row.article_id for row in listed if row.article_id])
        if article.id in moved or article.state == ArticleState.GONE.value
    )
    for article in changed:
        # remembered, should the crawl end before it is looked at; no 304 may say otherwise
        article.recheck_at, article.etag, article.last_modified = now, None, None
    return changed


def _speaks_of_change(place: LinkSectionRow, link: ArticleLink, heed_stamps: bool) -> bool:
    retitled = link.title is not None and place.title is not None and link.title != place.title
    stamp = link.modified.at if link.modified and heed_stamps else None
    return retitled or (stamp is not None and stamp != place.modified_at)


def _articles(session: Session, ids: list[int]) -> tuple[ArticleRow, ...]:
    return tuple(session.scalars(select(ArticleRow).where(ArticleRow.id.in_(ids))))


def link_for(session: Session, source: str, key: str) -> LinkRow | None:
    return session.scalar(_LINK, {"source": source, "key": key})


def link_at(session: Session, source: str, key: str) -> Link | None:
    """What a source has at a key, for those who only read it."""
    found = run(session, _LINK_ALONE, {"source": source, "key": key}).first()
    return Link._make(found) if found else None


def article_behind(session: Session, source: str, key: str) -> int | None:
    """The article that a link leads to; None where nothing is known of it."""
    article: int | None = run(session, _ARTICLE_BEHIND, {"source": source, "key": key}).scalar()
    return article


def lead_to(session: Session, link_id: int, article_id: int, *, baseline: bool) -> None:
    """Notes which article a link turned out to be of; nothing more is to be fetched for it.

    Args:
        link_id: the session has no row of it.
    """
    values = {"link": link_id, "article": article_id, "was_there": baseline}
    run(session, _LEADS_TO, values)


def try_again(session: Session, link_id: int, attempts: int, at: datetime | None) -> None:
    """Notes when a link is fetched again, after so many attempts; None: it is given up.

    Args:
        link_id: the session has no row of it.
    """
    run(session, _TRY_AGAIN, {"link": link_id, "tries": attempts, "at": at})


def add_links(session: Session, links: Sequence[dict[str, Any]]) -> list[int]:
    """Stores new links, each by its columns, and tells their ids in this order."""
    ids = next_ids(session, LinkRow, len(links))
    insert_rows(
        session, LinkRow, [{"id": one, **link} for one, link in zip(ids, links, strict=True)]
    )
    return ids


def add_listed(session: Session, listed: Sequence[dict[str, Any]]) -> None:
    """Stores which sections listed links that were new, each by its columns."""
    insert_rows(session, LinkSectionRow, listed)


def known_keys(session: Session, source: str, keys: Collection[str]) -> set[str]:
    """Those of some keys at which a source has a link."""
    return set(
        session.scalars(select(LinkRow.key).where(LinkRow.source == source, LinkRow.key.in_(keys)))
    )


def is_baseline(session: Session, article_id: int) -> bool:
    """Whether an article was there before anybody watched, by every address it has."""
    links = select(LinkRow.id).where(LinkRow.article_id == article_id)
    return session.scalar(links.where(LinkRow.baseline.is_(False)).limit(1)) is None


def sections_of(session: Session, article_id: int) -> tuple[str, ...]:
    """Names of the sections that listed the article, first listed first."""
    return tuple(run(session, _SECTIONS_OF, {"article": article_id}).scalars())


def sections_of_link(session: Session, link_id: int) -> tuple[str, ...]:
    """Names of the sections that listed the link, first listed first."""
    return tuple(run(session, _SECTIONS_OF_LINK, {"link": link_id}).scalars())


def known_addresses(session: Session, source: str, limit: int) -> tuple[str, ...]:
    """Addresses of a source's articles, the latest found first."""
    return tuple(
        session.scalars(
            select(ArticleRow.url)
            .where(ArticleRow.source == source)
            .order_by(ArticleRow.id.desc())
            .limit(limit)
        )
    )


def sources_due(session: Session, now: datetime) -> set[str]:
    """Sources of which a section, a link or an article is due by `now`, by one small look."""
    known = select(SectionRow.source).distinct().subquery()
    is_due = (
        exists().where(row.source == known.c.source, at <= now)
        for row, at in (
            (SectionRow, SectionRow.due_at),
            (LinkRow, LinkRow.due_at),
            (ArticleRow, ArticleRow.recheck_at),
        )
    )
    confirms = (
        exists()
        .where(ArticleRow.id == PendingEditRow.article_id, ArticleRow.source == known.c.source)
        .where(PendingEditRow.settled.is_(None), PendingEditRow.confirm_at <= now)
    )
    return set(session.scalars(select(known.c.source).where(or_(*is_due, confirms))))


def due_links(
    session: Session, source: str, now: datetime | None, limit: int | None
) -> list[LinkRow]:
    """Links waiting to be read, due by `now`, or all that wait when it is None."""
    query = select(LinkRow).where(LinkRow.source == source, LinkRow.due_at.is_not(None))
    if now is not None:
        query = query.where(LinkRow.due_at <= now)
    return list(session.scalars(query.order_by(LinkRow.due_at, LinkRow.id).limit(limit)))


def due_articles(
    session: Session, source: str, now: datetime | None, limit: int | None
) -> list[ArticleRow]:
    """Articles due for a recheck by `now`; when it is None, all that are not gone."""
    query = select(ArticleRow).where(ArticleRow.source == source)
    if now is None:
        query = query.where(ArticleRow.state != ArticleState.GONE.value)
    else:
        query = query.where(ArticleRow.recheck_at <= now)
    query = query.order_by(ArticleRow.recheck_at, ArticleRow.id).limit(limit)
    return list(session.scalars(query))


def due_suspects(session: Session, source: str, now: datetime, limit: int) -> list[ArticleRow]:
    """Suspected articles whose next look is due by `now`."""
    query = select(ArticleRow).where(
        ArticleRow.source == source,
        ArticleRow.recheck_at <= now,
        ArticleRow.state == ArticleState.SUSPECTED.value,
    )
    query = query.order_by(ArticleRow.recheck_at, ArticleRow.id).limit(limit)
    return list(session.scalars(query))


def note_fetch(
    session: Session, link_id: int, at: datetime, outcome: str, status: int | None, detail: str
) -> None:
    """Remembers what came of a fetch; the same outcome again only counts up."""
    last = run(session, _LAST_FETCH, {"link": link_id}).first()
    if last and (last.outcome, last.detail) == (outcome, detail):
        run(session, _SAME_AGAIN, {"fetch": last.id, "at": at, "came": status})
        return
    row = {
        "link_id": link_id,
        "first_at": at,
        "last_at": at,
        "times": 1,
        "outcome": outcome,
        "status": status,
        "detail": detail,
    }
    insert_rows(session, FetchRow, [row])


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

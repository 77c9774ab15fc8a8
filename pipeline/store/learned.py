"""What fetches showed of edits, and what was learned from it, as the store keeps both.

What is learned, and how, is `scheduler.rates`'.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import delete, exists, func, select
from sqlalchemy.orm import Session

from pipeline.records import ArticleState
from pipeline.store.tables import (
    AlertRow,
    ArticleRow,
    EditRow,
    FetchRow,
    LearnedRow,
    LinkRow,
    LinkSectionRow,
    SectionRow,
    UntoldRow,
)
from pipeline.timing import Waiting

#: fetches that showed the article
_SHOWED = ("new", "edited", "unchanged", "duplicate", "restored")
#: the row of `learned` that holds what all sources share; no source has that name
SHARED = ""


@dataclass(frozen=True, slots=True)
class History:
    """When an article was looked at, and when a look brought an edit; in order."""

    source: str
    first_seen_at: datetime
    looked_at: tuple[datetime, ...]
    edits_at: tuple[datetime, ...]
    #: names of the topics that held for it
    topics: frozenset[str] = frozenset()


def histories(session: Session, since: datetime, most: int) -> tuple[list[History], int]:
    """Those of articles first seen since then, without what was there before; and one in how many.

    Of fetches in a row that came to the same, the first and the last stand for all.

    Args:
        most: where there are more articles, every so many-th is taken, whatever its age.
    """
    recent = ArticleRow.first_seen_at >= since
    count = session.scalar(select(func.count()).select_from(ArticleRow).where(recent)) or 0
    one_in = max(-(-count // most), 1)
    found = session.execute(
        select(ArticleRow.id, ArticleRow.source, ArticleRow.first_seen_at)
        .where(
            recent,
            ArticleRow.id % one_in == 0,
            ~exists().where(LinkRow.article_id == ArticleRow.id, LinkRow.baseline),
        )
        .order_by(ArticleRow.id)
    ).all()
    looked: dict[int, set[datetime]] = defaultdict(set)
    edited: dict[int, set[datetime]] = defaultdict(set)
    for ids in _batches([row.id for row in found]):
        for article, first, last in session.execute(
            select(LinkRow.article_id, FetchRow.first_at, FetchRow.last_at)
            .join(LinkRow, LinkRow.id == FetchRow.link_id)
            .where(LinkRow.article_id.in_(ids), FetchRow.outcome.in_(_SHOWED))
        ):
            assert article is not None
            looked[article] |= {first, last}
        for article, at in session.execute(
            select(EditRow.article_id, EditRow.detected_at).where(
                EditRow.article_id.in_(ids), EditRow.substantive
            )
        ):
            edited[article].add(at)
    topics = topics_of(session, [row.id for row in found])
    found_out = [
        History(
            row.source,
            row.first_seen_at,
            tuple(sorted(looked[row.id])),
            tuple(sorted(edited[row.id])),
            topics[row.id],
        )
        for row in found
    ]
    return found_out, one_in


@dataclass(frozen=True, slots=True)
class SectionArrivals:
    """The new pieces that a section listed since a time, without what was there before."""

    source: str
    section: str
    since: datetime
    #: when each was listed, and by how many sections of its source it was
    listed: tuple[tuple[datetime, int], ...]


def arrivals(session: Session, since: datetime, most: int) -> list[SectionArrivals]:
    """What sections that are polled listed since then, or since they are watched, if that is later.

    Args:
        most: of a source's listings no more than the last so many are looked at.
    """
    found: list[SectionArrivals] = []
    watched: dict[str, dict[str, datetime]] = defaultdict(dict)
    for row in session.scalars(select(SectionRow).where(SectionRow.baselined_at.is_not(None))):
        assert row.baselined_at is not None  # it was asked for
        watched[row.source][row.name] = max(since, row.baselined_at)
    for source, sections in watched.items():
        rows = session.execute(
            select(LinkSectionRow.section, LinkSectionRow.link_id, LinkSectionRow.listed_at)
            .join(LinkRow, LinkRow.id == LinkSectionRow.link_id)
            .where(
                LinkRow.source == source,
                LinkRow.baseline.is_(False),
                LinkRow.discovered_at >= since,
                LinkSectionRow.listed_at >= since,
            )
            .order_by(LinkSectionRow.listed_at.desc(), LinkSectionRow.link_id)
            .limit(most)
        ).all()
        oldest = rows[-1].listed_at if len(rows) == most else since
        by = Counter(row.link_id for row in rows)
        for section, from_ in sections.items():
            begun = max(from_, oldest)
            listed = tuple(
                (row.listed_at, by[row.link_id])
                for row in rows
                if row.section == section and row.listed_at > begun
            )
            found.append(SectionArrivals(source, section, begun, listed))
    return found


def edits_seen(session: Session, article_id: int) -> tuple[int, datetime | None]:
    """How many edits of an article were seen that say something, and when the last was."""
    row = session.execute(
        select(func.count(), func.max(EditRow.detected_at)).where(
            EditRow.article_id == article_id, EditRow.substantive
        )
    ).one()
    return row[0], row[1]


def waiting(session: Session, source: str, most: int) -> list[Waiting]:
    """The live articles of a source that wait for a recheck, and could be read at the last look.

    Args:
        most: where there are more, every so many-th is taken, whatever its age.
    """
    live = (
        ArticleRow.source == source,
        ArticleRow.state == ArticleState.LIVE.value,
        ArticleRow.misses == 0,
        ArticleRow.recheck_at.is_not(None),
    )
    count = session.scalar(select(func.count()).select_from(ArticleRow).where(*live)) or 0
    one_in = max(-(-count // most), 1)
    edits = (
        select(
            EditRow.article_id,
            func.count().label("edits"),
            func.max(EditRow.detected_at).label("last"),
        )
        .where(EditRow.substantive)
        .group_by(EditRow.article_id)
        .subquery()
    )
    rows = session.execute(
        select(ArticleRow, edits.c.edits, edits.c.last)
        .outerjoin(edits, edits.c.article_id == ArticleRow.id)
        .where(*live, ArticleRow.id % one_in == 0)
    )
    return [
        Waiting(article.first_seen_at, article.last_seen_at, article.recheck_at, count or 0, last)
        for article, count, last in rows
        if article.recheck_at is not None
    ]


def topics_of(session: Session, ids: Collection[int]) -> dict[int, frozenset[str]]:
    """Names of the topics that held for articles, also where they were not told once more."""
    found: dict[int, set[str]] = {one: set() for one in ids}
    for some in _batches(list(ids)):
        for table in (AlertRow, UntoldRow):
            held = select(table.article_id, table.topic).where(table.article_id.in_(some))
            for article, topic in session.execute(held.distinct()):
                found[article].add(topic)
    return {article: frozenset(names) for article, names in found.items()}


def learned(session: Session) -> dict[str, LearnedRow]:
    """What was learned last, by source, and under `SHARED`; empty: nothing yet."""
    return {row.source: row for row in session.scalars(select(LearnedRow))}


def keep_learned(session: Session, data: dict[str, dict[str, Any]], now: datetime) -> None:
    """Puts what was learned in the place of what was learned before."""
    session.execute(delete(LearnedRow))
    session.add_all(
        LearnedRow(source=source, learned_at=now, data=one) for source, one in data.items()
    )


def _batches(ids: list[int], size: int = 500) -> Iterable[list[int]]:
    return (ids[start : start + size] for start in range(0, len(ids), size))

"""What fetches showed of edits, and what was learned from it, as the store keeps both.

What is learned, and how, is `scheduler.rates`'.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import delete, exists, func, select
from sqlalchemy.orm import Session

from pipeline.records import ArticleState
from pipeline.store.batches import batches
from pipeline.store.sweeps import PATIENCE, track_of
from pipeline.store.tables import (
    AlertRow,
    ArticleRow,
    EditRow,
    FetchRow,
    LearnedRow,
    LinkRow,
    LinkSectionRow,
    SectionRow,
    SweepRow,
    ToldRow,
    UntoldRow,
)
from pipeline.timing import SeenEdit, Waiting, seen_edits
from pipeline.trust import Standing, told_share

#: fetches that showed the article
_SHOWED = ("new", "edited", "unchanged", "duplicate", "restored")
#: the row of `learned` that holds what all sources share; no source has that name
SHARED = ""
#: of so many edits an article on average the older are no longer asked for
_MOST_EDITS = 200


@dataclass(frozen=True, slots=True)
class ToldStill:
    """That a trusted sweep listed an article, and said nothing of a change since its last look."""

    until: datetime
    #: the share of edits that it has told so far
    trust: float


@dataclass(frozen=True, slots=True)
class History:
    """When an article was looked at, and the edits that looks brought; in order."""

    source: str
    first_seen_at: datetime
    #: the first and the last of looks in a row that came to the same
    looked_at: tuple[datetime, ...]
    edits: tuple[SeenEdit, ...]
    #: names of the topics that held for it
    topics: frozenset[str] = frozenset()
    told: ToldStill | None = None


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
    edits: dict[int, tuple[SeenEdit, ...]] = {}
    for some in batches([(row.id, row.first_seen_at) for row in found]):
        born = dict(some)
        looked |= _looked(session, born)
        edits |= _edits(session, born, looked)
    told = _told_still(session, {row.source for row in found})
    topics = topics_of(session, [row.id for row in found])
    found_out = [
        History(
            row.source,
            row.first_seen_at,
            tuple(sorted(looked[row.id])),
            edits[row.id],
            topics[row.id],
            told.get(row.id),
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


def edits_seen(
    session: Session, articles: Mapping[int, datetime]
) -> dict[int, tuple[SeenEdit, ...]]:
    """The edits of articles that say something, of very many the last.

    Args:
        articles: when each was first seen, by id.
    """
    found: dict[int, tuple[SeenEdit, ...]] = {}
    for some in batches(articles.items()):
        born = dict(some)
        edited = session.scalars(
            select(EditRow.article_id)
            .where(EditRow.article_id.in_(born), EditRow.substantive)
            .distinct()
        ).all()
        looked = _looked(session, edited) if edited else {}
        found |= _edits(session, born, looked)
    return found


def _looked(session: Session, ids: Collection[int]) -> dict[int, set[datetime]]:
    """When articles were looked at: the first and the last of looks that came to the same."""
    looked: dict[int, set[datetime]] = defaultdict(set)
    rows = session.execute(
        select(LinkRow.article_id, FetchRow.first_at, FetchRow.last_at)
        .join(LinkRow, LinkRow.id == FetchRow.link_id)
        .where(LinkRow.article_id.in_(ids), FetchRow.outcome.in_(_SHOWED))
        .order_by(FetchRow.id.desc())
        .limit(_MOST_EDITS * 3 * len(ids))
    )
    for article, first, last in rows:
        assert article is not None
        looked[article] |= {first, last}
    return looked


def _told_still(session: Session, sources: Collection[str]) -> dict[int, ToldStill]:
    """What the sweeps that rechecks count on say of articles that they do not say changed."""
    rows = session.execute(
        select(ToldRow.article_id, ToldRow.told_at, SweepRow)
        .join(SweepRow, SweepRow.id == ToldRow.sweep_id)
        .where(
            SweepRow.source.in_(sources),
            SweepRow.standing == Standing.TRUSTED.value,
            SweepRow.failures < PATIENCE,
            ToldRow.moved_at.is_(None),
            ToldRow.owed_at.is_(None),
            ToldRow.looked_at.is_not(None),
        )
        .order_by(ToldRow.told_at)
    )
    return {
        article: ToldStill(told_at, told_share(track_of(sweep))) for article, told_at, sweep in rows
    }


def _edits(
    session: Session, born: Mapping[int, datetime], looked: Mapping[int, Collection[datetime]]
) -> dict[int, tuple[SeenEdit, ...]]:
    edited: dict[int, list[datetime]] = defaultdict(list)
    rows = session.execute(
        select(EditRow.article_id, EditRow.detected_at)
        .where(EditRow.article_id.in_(born), EditRow.substantive)
        .order_by(EditRow.detected_at.desc())
        .limit(_MOST_EDITS * len(born))
    )
    for article, at in rows:
        edited[article].append(at)
    return {
        article: seen_edits(first, looked.get(article, ()), edited[article])
        for article, first in born.items()
    }


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
    rows = session.scalars(select(ArticleRow).where(*live, ArticleRow.id % one_in == 0)).all()
    edits = edits_seen(session, {article.id: article.first_seen_at for article in rows})
    return [
        Waiting(article.first_seen_at, article.last_seen_at, article.recheck_at, edits[article.id])
        for article in rows
        if article.recheck_at is not None
    ]


def topics_of(session: Session, ids: Collection[int]) -> dict[int, frozenset[str]]:
    """Names of the topics that held for articles, also where they were not told once more."""
    found: dict[int, set[str]] = {one: set() for one in ids}
    for some in batches(ids):
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

"""What sources show that they did not use to, and what it is told by.

Every function works inside the transaction its caller opened. What is an ailment, and whom it
is told, is `pipeline.vigil.looks`'s.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from datetime import datetime
from functools import cache
from typing import TYPE_CHECKING, cast

from sqlalchemy import and_, exists, func, or_, select
from sqlalchemy.orm import Session

from pipeline.store.tables import (
    AilmentRow,
    ArticleRow,
    FetchRow,
    LinkRow,
    LinkSectionRow,
    VersionRow,
)
from pipeline.vigil.vital_signs import FIELDS, Ailment, Kind, Reading

if TYPE_CHECKING:
    from pipeline.vigil.rhythm import Span

#: polls that brought something that are read at once, of all sections of a source
_MOST_ARRIVALS = 50_000


def begin(session: Session, ailment: Ailment, now: datetime) -> None:
    session.add(
        AilmentRow(
            source=ailment.source,
            section=ailment.section,
            kind=ailment.kind,
            field=ailment.field,
            since=ailment.since,
            reason=ailment.reason,
            usual=ailment.usual,
            told_at=now,
        )
    )


def end(session: Session, ids: Collection[int], now: datetime) -> list[Ailment]:
    """Closes ailments that are open; returns them."""
    rows = session.scalars(
        select(AilmentRow)
        .where(AilmentRow.id.in_(ids), AilmentRow.ended_at.is_(None))
        .order_by(AilmentRow.id)
    ).all()
    for row in rows:
        row.ended_at = now
    return [as_ailment(row) for row in rows]


def still_open(session: Session, source: str | None = None) -> dict[int, Ailment]:
    """Those that are not over, by id, the first begun first; of one source or all."""
    query = select(AilmentRow).where(AilmentRow.ended_at.is_(None))
    if source is not None:
        query = query.where(AilmentRow.source == source)
    return {row.id: as_ailment(row) for row in session.scalars(query.order_by(AilmentRow.id))}


def over(session: Session, source: str, since: datetime) -> dict[str, list[Span]]:
    """When sections were silent or out of reach and no longer are, by section, in order."""
    found: dict[str, list[Span]] = defaultdict(list)
    for row in session.scalars(
        select(AilmentRow)
        .where(
            AilmentRow.source == source,
            AilmentRow.section != "",
            AilmentRow.ended_at > since,
        )
        .order_by(AilmentRow.ended_at)
    ):
        assert row.ended_at is not None
        found[row.section].append((row.since, row.ended_at))
    return found


def as_ailment(row: AilmentRow) -> Ailment:
    return Ailment(
        row.source, row.section, cast(Kind, row.kind), row.field, row.since, row.reason, row.usual
    )


def arrivals(session: Session, source: str, since: datetime) -> dict[str, list[datetime]]:
    """When polls brought pieces that were not there before, by section, in order."""
    listed = (LinkSectionRow.section, LinkSectionRow.listed_at)
    rows = session.execute(
        select(*listed)
        .join(LinkRow, LinkRow.id == LinkSectionRow.link_id)
        .where(
            LinkRow.source == source,
            LinkRow.discovered_at >= since,
            LinkRow.baseline.is_(False),
            LinkSectionRow.listed_at >= since,
        )
        .distinct()
        .order_by(LinkSectionRow.listed_at.desc())
        .limit(_MOST_ARRIVALS)
    )
    found: dict[str, list[datetime]] = defaultdict(list)
    for section, at in rows:
        found[section].append(at)
    return {section: times[::-1] for section, times in found.items()}


def readings(
    session: Session, source: str, since: datetime, *, after: int, most: int
) -> list[Reading]:
    """What was read of the latest pieces when they were first seen, in order.

    Args:
        since: no piece that was found earlier.
        after: id of an article; only later ones.
    """
    newest = (
        select(ArticleRow.id)
        .join(LinkRow, LinkRow.article_id == ArticleRow.id)
        .where(
            LinkRow.source == source,
            LinkRow.discovered_at >= since,
            ArticleRow.id > after,
        )
        .distinct()
        .order_by(ArticleRow.id.desc())
        .limit(most)
    )
    rows = session.execute(
        select(
            VersionRow.article_id,
            VersionRow.fetched_at,
            VersionRow.title,
            VersionRow.published_at,
            VersionRow.byline,
            VersionRow.authors,
            VersionRow.agencies,
            VersionRow.body,
        )
        .where(
            VersionRow.article_id.in_(list(session.scalars(newest))),
            VersionRow.n == 1,
            VersionRow.text_pruned_at.is_(None),
        )
        .order_by(VersionRow.article_id)
    )
    return [
        Reading(
            row.article_id,
            row.fetched_at,
            _shown(
                bool(row.title.strip()),
                row.published_at is not None,
                bool(row.byline or row.authors or row.agencies),
                bool(row.body),
            ),
            sum(map(len, row.body)),
        )
        for row in rows
    ]


def pages_tried(session: Session, source: str, since: datetime) -> tuple[int, int]:
    """Of the pages found since then, how many were fetched, and how many in vain at last."""
    fetched = exists().where(FetchRow.link_id == LinkRow.id)
    failed = or_(and_(LinkRow.article_id.is_(None), fetched), ArticleRow.misses > 0)
    tried = or_(LinkRow.article_id.is_not(None), fetched)
    row = session.execute(
        select(func.count(), func.count().filter(failed))
        .select_from(LinkRow)
        .outerjoin(ArticleRow, ArticleRow.id == LinkRow.article_id)
        .where(LinkRow.source == source, LinkRow.discovered_at >= since, tried)
    ).one()
    return row[0], row[1]


@cache
def _shown(*shown: bool) -> frozenset[str]:
    """Which of the fields are shown; of a few values, which many readings share."""
    return frozenset(name for name, there in zip(FIELDS, shown, strict=True) if there)

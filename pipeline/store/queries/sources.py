"""Reads for people how sources are: their sections, sweeps, gaps, hosts and ailments."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import and_, func, select
from sqlalchemy.orm import Session

from pipeline.hosts import HostRecord
from pipeline.store import ailments, gaps, hosts, incidents, pending
from pipeline.store.incidents import IncidentView
from pipeline.store.sweeps import of_source
from pipeline.store.tables import (
    ArticleRow,
    EditRow,
    GapRow,
    LinkRow,
    SectionRow,
    SourceRow,
    SweepRow,
)
from pipeline.vigil.vital_signs import Ailment


@dataclass(frozen=True, slots=True)
class GapView:
    """Two polls of a section in a row that shared no article."""

    section: str
    after_at: datetime
    found_at: datetime
    #: open, filled, lost (open for good)
    state: str
    filled_at: datetime | None
    how: str | None


@dataclass(frozen=True, slots=True)
class SectionView:
    name: str
    due_at: datetime
    last_polled_at: datetime | None
    last_ok_at: datetime | None
    failures: int
    last_error: str | None
    last_error_at: datetime | None


@dataclass(frozen=True, slots=True)
class SweepView:
    """How a sweep of a source stands, see `pipeline.trust`."""

    kind: str
    #: None: it tells of the whole source
    section: str | None
    standing: str
    right: int
    missed: int
    false: int
    last_told_at: datetime | None
    #: when it is asked, or probed again; None: it comes with the section's listing
    due_at: datetime | None
    last_error: str | None


@dataclass(frozen=True, slots=True)
class SourceView:
    """What is stored of a source; sources that were never crawled have none."""

    name: str
    last_ok_at: datetime | None
    last_error: str | None
    last_error_at: datetime | None
    paused_until: datetime | None
    sections: tuple[SectionView, ...]
    sweeps: tuple[SweepView, ...]
    live: int
    suspected: int
    gone: int
    #: of the suspected, those that much else is missing with, so that they are not taken for gone
    held: int
    #: links that wait to be read, and links given up
    waiting: int
    given_up: int
    #: links of sitemaps that are only taken note of
    noted: int
    edits: int
    #: the open ones and the last that were filled, the oldest first
    gaps: tuple[GapView, ...]
    #: the open ones, the latest first
    incidents: tuple[IncidentView, ...]
    #: changed readings that wait to be confirmed
    unconfirmed: int
    #: what is known of those of its hosts that were asked for
    hosts: tuple[HostRecord, ...]
    #: those that are not over, the first begun first
    ailments: tuple[Ailment, ...]


#: gaps of a source that were filled and are still told of
_FILLED_GAPS = 10
#: of those that are open for good
_LOST_GAPS = 10


def source(session: Session, name: str, of_hosts: Collection[str] = ()) -> SourceView:
    """What is stored of a source, empty when it was never crawled.

    Args:
        of_hosts: its hosts that are told of.
    """
    row = session.get(SourceRow, name)
    counted = session.execute(
        select(ArticleRow.state, func.count())
        .where(ArticleRow.source == name)
        .group_by(ArticleRow.state)
    )
    states = {state: count for state, count in counted}  # noqa: C416 - dict() hides the types
    unread = and_(LinkRow.source == name, LinkRow.article_id.is_(None))
    return SourceView(
        name=name,
        last_ok_at=row.last_ok_at if row else None,
        last_error=row.last_error if row else None,
        last_error_at=row.last_error_at if row else None,
        paused_until=row.paused_until if row else None,
        sections=tuple(
            _section(one)
            for one in session.scalars(select(SectionRow).where(SectionRow.source == name))
        ),
        sweeps=tuple(_sweep(one) for one in of_source(session, name)),
        live=states.get("live", 0),
        suspected=states.get("suspected", 0),
        gone=states.get("gone", 0),
        held=_count(session, ArticleRow, ArticleRow.source == name, ArticleRow.held),
        waiting=_count(session, LinkRow, unread, LinkRow.due_at.is_not(None)),
        given_up=_count(session, LinkRow, unread, LinkRow.due_at.is_(None), LinkRow.attempts > 0),
        noted=_count(session, LinkRow, unread, LinkRow.due_at.is_(None), LinkRow.attempts == 0),
        edits=session.scalar(
            select(func.count())
            .select_from(EditRow)
            .join(ArticleRow, ArticleRow.id == EditRow.article_id)
            .where(ArticleRow.source == name)
        )
        or 0,
        gaps=_gaps(session, name),
        incidents=tuple(incidents.of_sources(session, name, only_open=True)),
        unconfirmed=len(pending.waiting_of_source(session, name)),
        hosts=tuple(hosts.records(session, of_hosts)),
        ailments=tuple(ailments.still_open(session, name).values()),
    )


def _gaps(session: Session, source: str) -> tuple[GapView, ...]:
    query = select(GapRow).where(GapRow.source == source)
    open_ones = session.scalars(query.where(GapRow.state == gaps.OPEN)).all()
    lost = session.scalars(
        query.where(GapRow.state == gaps.LOST).order_by(GapRow.id.desc()).limit(_LOST_GAPS)
    ).all()
    filled = session.scalars(
        query.where(GapRow.state == gaps.FILLED)
        .order_by(GapRow.filled_at.desc(), GapRow.id.desc())
        .limit(_FILLED_GAPS)
    ).all()
    return tuple(
        GapView(row.section, row.after_at, row.found_at, row.state, row.filled_at, row.how)
        for row in sorted((*open_ones, *lost, *filled), key=lambda row: (row.found_at, row.id))
    )


def _section(row: SectionRow) -> SectionView:
    return SectionView(
        name=row.name,
        due_at=row.due_at,
        last_polled_at=row.last_polled_at,
        last_ok_at=row.last_ok_at,
        failures=row.failures,
        last_error=row.last_error,
        last_error_at=row.last_error_at,
    )


def _sweep(row: SweepRow) -> SweepView:
    return SweepView(
        kind=row.kind,
        section=row.section or None,
        standing=row.standing,
        right=row.told_rightly,
        missed=row.missed,
        false=row.told_falsely,
        last_told_at=row.last_told_at,
        due_at=row.due_at,
        last_error=row.last_error,
    )


def _count(session: Session, table: Any, *conditions: Any) -> int:
    return session.scalar(select(func.count()).select_from(table).where(*conditions)) or 0

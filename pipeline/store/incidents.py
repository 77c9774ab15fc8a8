"""Incidents in the store: what changed alike in a source, and the pending edits held for it.

Every function works inside the transaction its caller opened; what is alike is
`pipeline.breaker`'s to say. What is held stays stored when the incident is closed.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from pipeline.breaker import Mark, Part, Parts, marks_from_json, parts_from_json, words_of
from pipeline.records import ArticleState
from pipeline.store.tables import ArticleRow, EditRow, IncidentRow, PendingEditRow

OPEN: Final = "open"
RELEASED: Final = "released"
DISCARDED: Final = "discarded"
OVER: Final = "over"


@dataclass(frozen=True, slots=True)
class IncidentView:
    """An incident, for people."""

    id: int
    source: str
    #: open, released, discarded, over
    state: str
    opened_at: datetime
    closed_at: datetime | None
    #: what closed it
    why: str | None
    #: what the edits share
    marks: tuple[Mark, ...]
    #: ids of all that were held, and of those that are still
    articles: tuple[int, ...]
    held: tuple[int, ...]
    looked_at: int
    adopted: int


@dataclass(frozen=True, slots=True)
class Lately:
    """What changed in a source lately: the parts of an article's edit, and since when."""

    parts: Parts
    since: datetime


def add(
    session: Session, source: str, marks: Iterable[Mark], looked_at: int, now: datetime
) -> IncidentRow:
    row = IncidentRow(
        source=source,
        opened_at=now,
        state=OPEN,
        marks=[list(one) for one in sorted(marks)],
        looked_at=looked_at,
        adopted=0,
    )
    session.add(row)
    session.flush()
    return row


def close(session: Session, incident: IncidentRow, state: str, why: str, now: datetime) -> None:
    incident.state, incident.why, incident.closed_at = state, why, now
    session.flush()


def remembered(session: Session, source: str, since: datetime) -> list[IncidentRow]:
    """Incidents of a source that are open, or were closed since then; the latest first."""
    return list(
        session.scalars(
            select(IncidentRow)
            .where(
                IncidentRow.source == source,
                or_(IncidentRow.closed_at.is_(None), IncidentRow.closed_at >= since),
            )
            .order_by(IncidentRow.id.desc())
        )
    )


def opened(session: Session, source: str) -> list[IncidentRow]:
    return list(
        session.scalars(
            select(IncidentRow).where(IncidentRow.source == source, IncidentRow.state == OPEN)
        )
    )


def held(session: Session, incident_id: int) -> list[PendingEditRow]:
    """The pending edits that an incident holds, in the order of their articles."""
    return list(
        session.scalars(
            select(PendingEditRow)
            .where(PendingEditRow.incident_id == incident_id, PendingEditRow.settled.is_(None))
            .order_by(PendingEditRow.article_id)
        )
    )


def hold(incident: IncidentRow, pending: Iterable[PendingEditRow]) -> None:
    """Holds pending edits; no fetch is wanted for them but the ordinary recheck."""
    for row in pending:
        row.incident_id, row.confirm_at = incident.id, None


def changed_lately(session: Session, source: str, since: datetime) -> dict[int, Lately]:
    """What changed in a source since then, by article: what is pending, and what was confirmed."""
    found: dict[int, Lately] = {}
    edits = session.scalars(
        select(EditRow)
        .join(ArticleRow, ArticleRow.id == EditRow.article_id)
        .where(ArticleRow.source == source, EditRow.detected_at >= since)
        .order_by(EditRow.id)
    )
    for edit in edits:
        found[edit.article_id] = Lately(_parts(edit), edit.detected_at)
    for pending in waiting(session, source, since):
        if pending.parts is not None:
            parts = parts_from_json(pending.parts)
            found[pending.article_id] = Lately(parts, pending.first_seen_at)
    return found


def waiting(session: Session, source: str, since: datetime) -> list[PendingEditRow]:
    """The pending edits of a source that were first seen since then."""
    return list(
        session.scalars(
            select(PendingEditRow)
            .join(ArticleRow, ArticleRow.id == PendingEditRow.article_id)
            .where(
                ArticleRow.source == source,
                PendingEditRow.settled.is_(None),
                PendingEditRow.first_seen_at >= since,
            )
            .order_by(PendingEditRow.id)
        )
    )


def make_due(session: Session, article: ArticleRow, most: int, now: datetime) -> None:
    """Makes some other articles of a source due that would be looked at later: the next ones."""
    fellows = session.scalars(
        select(ArticleRow)
        .where(
            ArticleRow.source == article.source,
            ArticleRow.id != article.id,
            ArticleRow.state == ArticleState.LIVE.value,
            ArticleRow.recheck_at > now,
            ArticleRow.last_seen_at < now,
        )
        .order_by(ArticleRow.recheck_at, ArticleRow.id)
        .limit(most)
    )
    for fellow in fellows:
        fellow.recheck_at = now


def _parts(edit: EditRow) -> Parts:
    """The parts of an edit as it is stored: which elements it was read off is not known there."""
    return frozenset(
        Part(words_of(one["op"], one["field"], one["before"], one["after"])) for one in edit.changes
    )


def looked_at(session: Session, source: str, since: datetime) -> int:
    """Articles of a source that were seen since then, and not for the first time."""
    return (
        session.scalar(
            select(func.count())
            .select_from(ArticleRow)
            .where(
                ArticleRow.source == source,
                ArticleRow.last_seen_at >= since,
                ArticleRow.last_seen_at > ArticleRow.first_seen_at,
            )
        )
        or 0
    )


def of_sources(
    session: Session, source: str | None = None, *, only_open: bool = False
) -> list[IncidentView]:
    """Incidents, the latest first."""
    query = select(IncidentRow).order_by(IncidentRow.id.desc())
    if source is not None:
        query = query.where(IncidentRow.source == source)
    if only_open:
        query = query.where(IncidentRow.state == OPEN)
    return [_view(session, row) for row in session.scalars(query)]


def _view(session: Session, row: IncidentRow) -> IncidentView:
    members = session.execute(
        select(PendingEditRow.article_id, PendingEditRow.settled)
        .where(PendingEditRow.incident_id == row.id)
        .order_by(PendingEditRow.article_id)
    ).all()
    return IncidentView(
        id=row.id,
        source=row.source,
        state=row.state,
        opened_at=row.opened_at,
        closed_at=row.closed_at,
        why=row.why,
        marks=tuple(sorted(marks_from_json(row.marks))),
        articles=tuple(dict.fromkeys(article for article, _ in members)),
        held=tuple(article for article, settled in members if settled is None),
        looked_at=row.looked_at,
        adopted=row.adopted,
    )

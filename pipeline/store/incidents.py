"""Incidents in the store: what changed alike in a source, and the pending edits held for it.

Every function works inside the transaction its caller opened; what is alike is
`pipeline.breaker`'s to say. What is held stays stored when the incident is closed.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session, aliased

from pipeline.breaker import Mark, Parts, marks_from_json, parts_between, parts_from_json
from pipeline.records import ArticleState
from pipeline.store import frontier
from pipeline.store.rows import edit_data
from pipeline.store.tables import (
    ArticleRow,
    EditRow,
    IncidentRow,
    LinkRow,
    LinkSectionRow,
    PendingEditRow,
    VersionRow,
)

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
    found = {
        edit.article_id: Lately(parts, edit.detected_at)
        for edit, parts in edits_since(session, source, since)
    }
    for pending in waiting(session, source, since):
        if pending.parts is not None:
            parts = parts_from_json(pending.parts)
            found[pending.article_id] = Lately(parts, pending.first_seen_at)
    return found


def edits_since(
    session: Session,
    source: str,
    since: datetime,
    articles: Collection[int] | None = None,
    *,
    until: datetime | None = None,
) -> list[tuple[EditRow, Parts]]:
    """The edits that were confirmed in a source since then, each with its parts, in their order.

    Args:
        articles: only those of these.
        until: only those confirmed then or before.
    """
    before, after = aliased(VersionRow), aliased(VersionRow)
    query = (
        select(EditRow, before.provenance, after.provenance, before.extractor == after.extractor)
        .join(ArticleRow, ArticleRow.id == EditRow.article_id)
        .join(
            before, (before.article_id == EditRow.article_id) & (before.n == EditRow.from_version)
        )
        .join(after, (after.article_id == EditRow.article_id) & (after.n == EditRow.to_version))
        .where(ArticleRow.source == source, EditRow.detected_at >= since)
        .order_by(EditRow.id)
    )
    if until is not None:
        query = query.where(EditRow.detected_at <= until)
    if articles is not None:
        query = query.where(EditRow.article_id.in_(articles))
    # another extractor finds fields elsewhere, though the page is as it was
    return [
        (edit, parts_between(edit_data(edit), old if alike else {}, new if alike else {}))
        for edit, old, new, alike in session.execute(query)
    ]


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


def make_due(
    session: Session, article: ArticleRow, most: int, now: datetime, *, unseen_since: datetime
) -> None:
    """Makes other articles of a source due that would be looked at later, until so many are.

    Those that share most sections with the article come first, for there templates differ; then
    those that are looked at next.

    Args:
        unseen_since: none that was looked at since then.
    """
    of_source = (
        ArticleRow.source == article.source,
        ArticleRow.id != article.id,
        ArticleRow.state == ArticleState.LIVE.value,
        ArticleRow.last_seen_at < unseen_since,
    )
    are_due = session.scalar(
        select(func.count()).select_from(ArticleRow).where(*of_source, ArticleRow.recheck_at <= now)
    )
    beside = (
        select(func.count(LinkSectionRow.section.distinct()))
        .join(LinkRow, LinkRow.id == LinkSectionRow.link_id)
        .where(
            LinkRow.article_id == ArticleRow.id,
            LinkSectionRow.section.in_(frontier.sections_of(session, article.id)),
        )
        .scalar_subquery()
    )
    fellows = session.scalars(
        select(ArticleRow)
        .where(*of_source, ArticleRow.recheck_at > now)
        .order_by(beside.desc(), ArticleRow.recheck_at, ArticleRow.id)
        .limit(max(0, most - (are_due or 0)))
    )
    for fellow in fellows:
        fellow.recheck_at = now


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

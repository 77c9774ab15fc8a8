"""Takes back edits that were told before it was known that others of their source are alike.

    an incident opens      those that it explains become records of kind `template`
    it is released         they are edits again, as they were
    it ends otherwise      what was told of them is taken back
    a paragraph that they  they become records, and are taken back
    brought is the outlet's

Which edits are alike is `pipeline.breaker`'s to tell. Every function works inside the transaction
its caller opened.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from pipeline.breaker import Mark, Parts, flipped, is_explained, marks_from_json, parts_between
from pipeline.confirmation import unconfirmed
from pipeline.edits import compare
from pipeline.records import ArticleData
from pipeline.store import incidents
from pipeline.store.rows import article_data, edit_columns, edit_data
from pipeline.store.tables import AlertRow, ArticleRow, EditRow, IncidentRow, VersionRow

KIND: Final = "template"
#: kinds of alerts that tell of an edit
_TELLING: Final = ("edit", "entered", "left", "unconfirmed")


def of_outlet(
    session: Session, source: str, furniture: Mapping[str, Collection[int]], since: datetime
) -> list[EditRow]:
    """Makes records of edits since then that only brought what proves to be the outlet's.

    Args:
        furniture: paragraphs, and the articles that carry each.
    """
    if not furniture:
        return []
    marks = {Mark.of("body", "+", text) for text in furniture}
    articles = {one for carriers in furniture.values() for one in carriers}
    told = [
        row
        for row, parts in incidents.edits_since(session, source, since, articles)
        if row.kinds != [KIND] and is_explained(parts, marks)
    ]
    return _recorded(session, told)


def mark(session: Session, incident: IncidentRow, cycle: timedelta) -> int:
    """Makes records of what was told before the incident opened, and gives how many.

    Args:
        cycle: so long before it edits may be of it.
    """
    told = [row for row in _of_incident(session, incident, cycle) if row.kinds != [KIND]]
    return len(_recorded(session, told))


def restore(session: Session, incident: IncidentRow, cycle: timedelta) -> None:
    """Lets the records be the edits that they were."""
    for row in _records(session, incident, cycle):
        before, after = _versions(session, row)
        if edit := compare(before, after):
            again = edit_columns(edit)
            row.kinds, row.severity = again["kinds"], again["severity"]
            row.evidence = again["evidence"]
    session.flush()


def withdraw(session: Session, incident: IncidentRow, cycle: timedelta, now: datetime) -> int:
    """Queues the alerts that take back what was told of the records; gives how many."""
    return withdraw_all(session, _records(session, incident, cycle), now)


def withdraw_all(session: Session, records: Iterable[EditRow], now: datetime) -> int:
    """The same of some records."""
    taken = 0
    for row in records:
        told = select(AlertRow).where(AlertRow.edit_id == row.id, AlertRow.kind.in_(_TELLING))
        article = session.get_one(ArticleRow, row.article_id)
        alerts = list(session.scalars(told.order_by(AlertRow.id)))
        taken += unconfirmed.take_back(session, article, alerts, now)
    return taken


def undoes(session: Session, article: ArticleRow, parts: Parts) -> bool:
    """Whether a change takes away from an article what records, and no edits, had brought it."""
    records = session.scalars(
        select(EditRow).where(EditRow.article_id == article.id, EditRow.severity == "none")
    )
    brought = {
        mark
        for row in records
        if row.kinds == [KIND]
        for part in parts_between(edit_data(row), {}, {})
        for mark in part.marks()
    }
    return is_explained(flipped(parts), brought)


def _recorded(session: Session, edits: list[EditRow]) -> list[EditRow]:
    for row in edits:
        row.kinds, row.severity, row.evidence = [KIND], "none", []
    session.flush()
    return edits


def _records(session: Session, incident: IncidentRow, cycle: timedelta) -> list[EditRow]:
    return [row for row in _of_incident(session, incident, cycle) if row.kinds == [KIND]]


def _of_incident(session: Session, incident: IncidentRow, cycle: timedelta) -> list[EditRow]:
    """The edits that were told before it and have nothing but what it shares."""
    marks = marks_from_json(incident.marks)
    return [
        row
        for row, parts in incidents.edits_since(
            session, incident.source, incident.opened_at - cycle, until=incident.opened_at
        )
        if is_explained(parts, marks)
    ]


def _versions(session: Session, row: EditRow) -> tuple[ArticleData, ArticleData]:
    before, after = session.scalars(
        select(VersionRow)
        .where(VersionRow.article_id == row.article_id)
        .where(VersionRow.n.in_((row.from_version, row.to_version)))
        .order_by(VersionRow.n)
    )
    return article_data(before), article_data(after)

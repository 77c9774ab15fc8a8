"""Moves everything that is due later by a span of time, for a clock that was set back.

When things are due is told by the wall clock; only here are all those columns named together, and
those that something is waited on since.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import func, inspect, or_, select, update
from sqlalchemy.orm import InstrumentedAttribute, Session

from pipeline.store.tables import (
    ArticleRow,
    DeliveryRow,
    IncidentRow,
    LinkRow,
    PendingEditRow,
    RobotsRow,
    SectionRow,
    SourceRow,
    SweepRow,
    ToldRow,
)

#: all that something waits for
_WAITED_FOR: tuple[InstrumentedAttribute[Any], ...] = (
    SectionRow.due_at,
    SourceRow.paused_until,
    LinkRow.due_at,
    ArticleRow.recheck_at,
    PendingEditRow.confirm_at,
    SweepRow.due_at,
    ToldRow.ordinary_recheck_at,
    DeliveryRow.next_attempt_at,
    DeliveryRow.lease_until,
)

#: since when something is that is waited on until it is so old
_WAITED_ON: tuple[InstrumentedAttribute[Any], ...] = (
    # or the next start would think again that the clock was set back
    SectionRow.last_polled_at,
    ArticleRow.missing_since,
    IncidentRow.opened_at,
    # one that says "not now" would say so until then
    RobotsRow.fetched_at,
)


def last_poll(session: Session) -> datetime | None:
    """When any section was polled last."""
    return session.scalar(select(func.max(SectionRow.last_polled_at)))


def bring_forward(session: Session, by: timedelta, now: datetime) -> int:
    """Makes all that is due after now due so much sooner; returns how much it was.

    What was after now, and has to be of some age, was now: nothing is younger than new.
    """
    moved = sum(_bring_forward(session, column, by, now) for column in _WAITED_FOR)
    for column in _WAITED_ON:
        session.execute(update(column.class_).where(column > now).values({column.key: now}))
    return moved


def _bring_forward(
    session: Session, column: InstrumentedAttribute[Any], by: timedelta, now: datetime
) -> int:
    # in Python, since the databases reckon with times each in its own way; it is seldom needed
    keys = inspect(column.class_).primary_key
    waiting = select(*keys, column).where(column > now)
    if column.class_ is DeliveryRow:
        # what waits for a time of day waits for it by the clock as it is now
        waits_for_a_while = DeliveryRow.held.in_(("group", "at_most"))
        waiting = waiting.where(or_(DeliveryRow.held.is_(None), waits_for_a_while))
    rows = session.execute(waiting).all()
    changes = [
        {**dict(zip((key.key for key in keys), row, strict=False)), column.key: row[-1] - by}
        for row in rows
    ]
    if changes:
        session.execute(update(column.class_), changes)
    return len(changes)

"""Gaps: polls of a section in a row that shared no article, open until filled or given up.

Every function works inside the transaction its caller opened. Whether a poll found or
filled a gap is the caller's decision.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Literal

from sqlalchemy import select
from sqlalchemy.orm import Session

from pipeline.store.tables import GapRow, SectionRow

How = Literal["pages", "feed", "sitemap"]
OPEN, FILLED, LOST = "open", "filled", "lost"


def opened(session: Session, section: SectionRow, after: datetime, now: datetime) -> GapRow:
    """Writes down a gap between the poll of `after` and this one."""
    row = GapRow(
        source=section.source, section=section.name, after_at=after, found_at=now, state=OPEN
    )
    session.add(row)
    session.flush()
    return row


def open_gaps(session: Session, source: str, section: str | None = None) -> Sequence[GapRow]:
    """The gaps that are still tried, of a source or of one section, the oldest first."""
    return _gaps(session, source, section, (OPEN,))


def unfilled(session: Session, source: str, section: str | None = None) -> Sequence[GapRow]:
    """The same with those that are open for good, which something else may yet fill."""
    return _gaps(session, source, section, (OPEN, LOST))


def _gaps(
    session: Session, source: str, section: str | None, states: tuple[str, ...]
) -> Sequence[GapRow]:
    query = select(GapRow).where(GapRow.source == source, GapRow.state.in_(states))
    if section is not None:
        query = query.where(GapRow.section == section)
    return session.scalars(query.order_by(GapRow.after_at, GapRow.id)).all()


def give_up(gap: GapRow) -> None:
    """Notes that it is open for good: no poll goes deeper for it any more."""
    gap.state = LOST


def fill(gap: GapRow, how: How, now: datetime) -> None:
    gap.state, gap.how, gap.filled_at = FILLED, how, now

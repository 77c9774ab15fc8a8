"""What was asked of sources, counted by the hour in which a crawl ended, and kept for a month.

Every function works inside the transaction its caller opened.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from pipeline.store.tables import SpentRow

_KEPT: Final = timedelta(days=31)


@dataclass(frozen=True, slots=True)
class Spent:
    """What a source was asked."""

    #: all of them: polls, sweeps, pages, robots.txt, redirects
    requests: int = 0
    #: looks at articles that were known
    rechecks: int = 0


def note(session: Session, source: str, spent: Spent, now: datetime) -> None:
    """Adds what a crawl that ended just now has asked, and forgets what is older than a month."""
    hour = now.replace(minute=0, second=0, microsecond=0)
    row = session.get(SpentRow, (source, hour))
    if row is None:
        old = SpentRow.hour < now - _KEPT
        session.execute(delete(SpentRow).where(SpentRow.source == source, old))
        row = SpentRow(source=source, hour=hour, requests=0, rechecks=0)
        session.add(row)
    row.requests += spent.requests
    row.rechecks += spent.rechecks


def since(session: Session, source: str, begun: datetime) -> Spent:
    """What a source was asked in the hours that ended after `begun`."""
    requests, rechecks = session.execute(
        select(func.sum(SpentRow.requests), func.sum(SpentRow.rechecks)).where(
            SpentRow.source == source, SpentRow.hour > begun - timedelta(hours=1)
        )
    ).one()
    return Spent(int(requests or 0), int(rechecks or 0))

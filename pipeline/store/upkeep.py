"""What the store says of how the service keeps up: what is due, what is owed, how large it is.

Looks that are made every few seconds, so each is answered from an index or is one small sum.
Every function works inside the transaction its caller opened.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlalchemy import case, func, or_, select, text
from sqlalchemy.orm import Session

from pipeline.store.outbox import DeliveryState
from pipeline.store.tables import DeliveryRow, SectionRow, SourceRow


@dataclass(frozen=True, slots=True)
class Owed:
    """What the outbox holds for one destination."""

    destination: str
    queued: int
    #: since when the one that could have been sent for longest could be; None: all wait for calm
    oldest_at: datetime | None


def schema(session: Session) -> str:
    """The revision that the database is at now."""
    return str(session.scalar(text("SELECT version_num FROM alembic_version")))


def owed(session: Session) -> tuple[Owed, ...]:
    """Of each destination that something is owed to, by name."""
    released_at = func.coalesce(DeliveryRow.released_at, DeliveryRow.created_at)
    query = (
        select(
            DeliveryRow.destination,
            # what a digest carries is owed, and the digest no more than that
            func.sum(case((DeliveryRow.carries == 0, 1), else_=0)),
            func.min(case((DeliveryRow.held.is_(None), released_at))),
        )
        .where(DeliveryRow.state == DeliveryState.QUEUED.value)
        .group_by(DeliveryRow.destination)
        .order_by(DeliveryRow.destination)
    )
    return tuple(Owed(*row) for row in session.execute(query))


def due_sections(session: Session, now: datetime) -> list[tuple[str, str, datetime]]:
    """Source, section and due time of what is due by `now`, unless the host asked for peace."""
    query = (
        select(SectionRow.source, SectionRow.name, SectionRow.due_at)
        .join(SourceRow, SourceRow.name == SectionRow.source, isouter=True)
        .where(SectionRow.due_at <= now)
        .where(or_(SourceRow.paused_until.is_(None), SourceRow.paused_until <= now))
    )
    return [(source, name, due_at) for source, name, due_at in session.execute(query)]


def database_size(session: Session) -> int:
    """Bytes that the database takes."""
    bind = session.get_bind()
    if bind.dialect.name != "sqlite":
        return int(session.scalar(text("SELECT pg_database_size(current_database())")) or 0)
    name = bind.engine.url.database or ""
    files = (Path(name + ending) for ending in ("", "-wal"))
    return sum(file.stat().st_size for file in files if file.exists())

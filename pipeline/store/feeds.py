"""Which alerts the watchlists' feeds show. Reads only, inside its caller's transaction."""

from __future__ import annotations

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from pipeline.store.tables import AlertRow


def newest_alert(session: Session) -> int:
    """The id of the last alert that was raised; 0: none was."""
    return session.scalar(select(func.max(AlertRow.id))) or 0


def watchlists_since(session: Session, alert_id: int) -> set[str]:
    """The watchlists whose topics raised alerts after this one."""
    later = select(AlertRow.watchlist).where(AlertRow.id > alert_id)
    return set(session.scalars(later.distinct()))


def latest_alerts(session: Session, watchlist: str, most: int) -> list[int]:
    """Ids of a watchlist's alerts, the newest first."""
    chosen = select(AlertRow.id).where(AlertRow.watchlist == watchlist)
    return list(session.scalars(chosen.order_by(AlertRow.id.desc()).limit(most)))

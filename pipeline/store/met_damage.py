"""Remembers, past the end of the process, what damage was met in the full-text index.

How it is looked at is `pipeline.store.index_check`'s, who tells of it `scheduler.alarm`'s.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final

from sqlalchemy.orm import Session

from pipeline.store.tables import ProgressRow

#: as which it stands in `progress`, until the index is sound again and that was told
_WORK: Final = "full-text-damage"


@dataclass(frozen=True, slots=True)
class MetDamage:
    """Damage that was met and of which it is not told that it is over."""

    #: as it was met, for people
    reason: str
    #: UTC, by the wall clock
    since: datetime
    #: whether the operator was told of it
    is_told: bool


def met_damage(session: Session) -> MetDamage | None:
    """What is remembered; None: nothing was met, or it is over."""
    row = session.get(ProgressRow, _WORK)
    if row is None:
        return None
    since = datetime.fromtimestamp(row.position / 1_000_000, UTC)
    return MetDamage(row.counts["reason"], since, row.counts["told"])


def remember_damage(session: Session, met: MetDamage | None) -> None:
    """Remembers this from now on; None: it is over."""
    if met is None:
        if (row := session.get(ProgressRow, _WORK)) is not None:
            session.delete(row)
        return
    told = {"reason": met.reason, "told": met.is_told}
    position = round(met.since.timestamp() * 1_000_000)
    session.merge(ProgressRow(work=_WORK, position=position, counts=told))

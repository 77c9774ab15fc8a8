"""How destinations take what is sent to them: since when one fails, and which are disabled.

Every function works inside the transaction its caller opened; when one is to be disabled
is `pipeline.delivery.retries`' to say.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy import bindparam, func, select, text, update
from sqlalchemy.orm import Session

from pipeline.store.plain import run
from pipeline.store.tables import DeliveryRow, DestinationRow

# asked and done with every look and every acceptance: to build a statement takes longer than that
_DISABLED: Final = select(DestinationRow.name).where(DestinationRow.disabled_at.is_not(None))
_ACCEPTED: Final = (
    update(DestinationRow)
    .where(DestinationRow.name == bindparam("accepting"), DestinationRow.failures > 0)
    .values(failing_since=None, failures=0)
)


@dataclass(frozen=True, slots=True)
class DestinationView:
    """A destination's state and what the outbox holds for it, for people."""

    name: str
    failing_since: datetime | None
    failures: int
    disabled_at: datetime | None
    disabled_why: str | None
    #: of the newest delivery that failed and was not accepted since, while it is failing
    last_error: str | None
    queued: int
    dead: int
    last_delivered_at: datetime | None


def disabled(session: Session) -> list[str]:
    """Names of those that nothing is sent to."""
    return list(run(session, _DISABLED, {}).scalars())


def note_accepted(session: Session, names: Collection[str]) -> None:
    """Each of these accepted something: its count of failures begins anew."""
    # in one order, whoever asks: two that wrote them crosswise would wait for each other
    run(session, _ACCEPTED, [{"accepting": name} for name in sorted(names)])


def note_failed(session: Session, name: str, now: datetime) -> DestinationRow:
    """The destination's row, with one more failure."""
    session.execute(
        text(
            "INSERT INTO destinations (name, failures) VALUES (:name, 0)"
            " ON CONFLICT (name) DO NOTHING"
        ),
        {"name": name},
    )
    row = session.get_one(DestinationRow, name, with_for_update=True)
    row.failing_since = row.failing_since or now
    row.failures += 1
    return row


def disable(row: DestinationRow, why: str, now: datetime) -> None:
    """From now on nothing is sent there; what is queued waits."""
    row.disabled_at, row.disabled_why = now, why


def enable(session: Session, name: str, now: datetime) -> int:
    """What waited is due at once; returns how many deliveries that are."""
    session.execute(
        update(DestinationRow)
        .where(DestinationRow.name == name)
        .values(failing_since=None, failures=0, disabled_at=None, disabled_why=None)
    )
    result = session.execute(
        update(DeliveryRow)
        .where(
            DeliveryRow.destination == name,
            DeliveryRow.state == "queued",
            # what is held or carried by a digest has a time of its own
            DeliveryRow.held.is_(None),
            DeliveryRow.digest_id.is_(None),
        )
        .values(next_attempt_at=now)
    )
    return result.rowcount  # type: ignore[attr-defined,no-any-return]


def views(session: Session, names: Iterable[str]) -> list[DestinationView]:
    """These destinations, in this order."""
    rows = {row.name: row for row in session.scalars(select(DestinationRow))}
    counted = {
        (name, state): (count, last)
        for name, state, count, last in session.execute(
            select(
                DeliveryRow.destination,
                DeliveryRow.state,
                func.count(),
                func.max(DeliveryRow.delivered_at),
            )
            .where(DeliveryRow.carries == 0)
            .group_by(DeliveryRow.destination, DeliveryRow.state)
        )
    }
    failing = {name for name, row in rows.items() if row.failing_since}
    return [
        _view(
            name, rows.get(name), counted, _last_error(session, name) if name in failing else None
        )
        for name in names
    ]


def _last_error(session: Session, name: str) -> str | None:
    owed = ("queued", "dead")
    return session.scalar(
        select(DeliveryRow.last_error)
        .where(
            DeliveryRow.destination == name,
            DeliveryRow.state.in_(owed),
            DeliveryRow.last_error.is_not(None),
        )
        .order_by(DeliveryRow.created_at.desc(), DeliveryRow.id.desc())
        .limit(1)
    )


def _view(
    name: str,
    row: DestinationRow | None,
    counted: dict[tuple[str, str], tuple[int, datetime | None]],
    last_error: str | None,
) -> DestinationView:
    return DestinationView(
        name=name,
        failing_since=row.failing_since if row else None,
        failures=row.failures if row else 0,
        disabled_at=row.disabled_at if row else None,
        disabled_why=row.disabled_why if row else None,
        last_error=last_error,
        queued=counted.get((name, "queued"), (0, None))[0],
        dead=counted.get((name, "dead"), (0, None))[0],
        last_delivered_at=counted.get((name, "delivered"), (0, None))[1],
    )

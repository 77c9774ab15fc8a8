"""The outbox: alerts and the deliveries they are owed, claimed by lease.

A delivery is queued, then delivered or dead. While somebody sends it, it is still
queued, under a lease that runs out by itself. What it says is `pipeline.store.messages`'.
"""

from __future__ import annotations

import uuid
from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

from sqlalchemy import CTE, ColumnElement, Select, bindparam, func, or_, select, text, update
from sqlalchemy.orm import Session

from pipeline.store.bulk import insert_rows, next_ids
from pipeline.store.plain import run
from pipeline.store.tables import (
    AlertRow,
    ArticleRow,
    AttemptRow,
    DeliveryRow,
    EditRow,
    RemovalRow,
)
from pipeline.watch import Hit

#: deliveries queued anew by one statement
_BATCH = 500


class DeliveryState(StrEnum):
    QUEUED = "queued"
    DELIVERED = "delivered"
    DEAD = "dead"


# done for every delivery: to build a statement takes longer than to run it
_COUNTED: Final = text(
    "INSERT INTO sequences (topic, last) VALUES (:topic, 1)"
    " ON CONFLICT (topic) DO UPDATE SET last = sequences.last + 1 RETURNING last"
)
_LEASE: Final = (
    update(DeliveryRow)
    .where(DeliveryRow.id == bindparam("delivery"))
    .values(lease_owner=bindparam("owner"), lease_until=bindparam("until"))
)
_KEEP_PAYLOAD: Final = (
    update(DeliveryRow)
    .where(DeliveryRow.id == bindparam("delivery"))
    .values(payload=bindparam("bytes"))
)
_RECORD: Final = (
    update(DeliveryRow)
    .where(
        DeliveryRow.id == bindparam("delivery"),
        # a late failure must not call back what another process delivered meanwhile
        DeliveryRow.state == DeliveryState.QUEUED.value,
    )
    .values(
        state=bindparam("now"),
        attempts=DeliveryRow.attempts + 1,
        next_attempt_at=bindparam("again"),
        last_error=bindparam("why"),
        lease_owner=None,
        lease_until=None,
        delivered_at=bindparam("accepted"),
    )
)


@dataclass(frozen=True, slots=True)
class Claim:
    """A delivery that this process alone may send until its lease runs out."""

    id: str
    #: None: it tells of no alert, and has its payload
    alert_id: int | None
    destination: str
    #: tries before this one
    attempts: int
    payload: bytes | None


@dataclass(frozen=True, slots=True)
class Attempt:
    """What came of one try at a delivery."""

    delivery_id: str
    at: datetime
    #: None: it was accepted
    error: str | None = None
    #: None: there is none, it was accepted or is given up
    next_attempt_at: datetime | None = None

    @property
    def state(self) -> DeliveryState:
        """The delivery's from then on."""
        if self.error is None:
            return DeliveryState.DELIVERED
        return DeliveryState.QUEUED if self.next_attempt_at else DeliveryState.DEAD


def add_alert(
    session: Session,
    hit: Hit,
    *,
    article: ArticleRow,
    version: int,
    edit: EditRow | None,
    removal: RemovalRow | None = None,
    pending_id: int | None = None,
    takes_back: AlertRow | None = None,
    now: datetime,
) -> None:
    """Writes an alert of the hit's kind, and one queued delivery for each of its destinations."""
    # alerts of one topic are written one after the other, so that both numbers rise
    sequence = _next_in_sequence(session, hit.topic)
    (alert_id,) = next_ids(session, AlertRow, 1)
    alert = {
        "id": alert_id,
        "topic": hit.topic,
        "watchlist": hit.watchlist,
        "kind": hit.kind,
        "article_id": article.id,
        "version": version,
        "edit_id": edit.id if edit else None,
        "removal_id": removal.id if removal else 0,
        "pending_id": pending_id,
        "takes_back": takes_back.id if takes_back else 0,
        "created_at": now,
        "matched": [asdict(term) for term in hit.match.terms],
        "sequence": sequence,
    }
    owed = [
        {
            "id": new_id(),
            "alert_id": alert_id,
            "destination": destination,
            "state": DeliveryState.QUEUED.value,
            "attempts": 0,
            "next_attempt_at": now,
            "created_at": now,
        }
        for destination in dict.fromkeys(hit.destinations)
    ]
    insert_rows(session, AlertRow, [alert])
    insert_rows(session, DeliveryRow, owed)


def told_unconfirmed(session: Session, article: ArticleRow) -> bool:
    """Whether an unconfirmed edit of the article's latest version was told already."""
    query = select(AlertRow.id).where(
        AlertRow.article_id == article.id,
        AlertRow.version == article.versions,
        AlertRow.kind == "unconfirmed",
    )
    return session.scalar(query.limit(1)) is not None


def destinations_of(session: Session, alert_id: int) -> tuple[str, ...]:
    """Where an alert is owed to."""
    return tuple(
        session.scalars(
            select(DeliveryRow.destination)
            .where(DeliveryRow.alert_id == alert_id)
            .order_by(DeliveryRow.destination)
        )
    )


def new_id() -> str:
    """An id for a delivery."""
    return f"msg_{uuid.uuid4().hex}"


def _next_in_sequence(session: Session, topic: str) -> int:
    """The number of a topic's next alert; another transaction's is waited for."""
    return int(run(session, _COUNTED, {"topic": topic}).scalar_one())


def add_notice(
    session: Session, *, delivery_id: str, destination: str, payload: bytes, now: datetime
) -> None:
    """A queued delivery that tells of no alert, rendered already."""
    session.add(
        DeliveryRow(
            id=delivery_id,
            alert_id=None,
            destination=destination,
            state=DeliveryState.QUEUED.value,
            attempts=0,
            next_attempt_at=now,
            created_at=now,
            payload=payload,
        )
    )


def replay(
    session: Session,
    now: datetime,
    *,
    delivery_id: str | None = None,
    since: datetime | None = None,
) -> list[str]:
    """Queues deliveries anew, with their ids and bytes; returns the ids.

    Their attempts are counted from the start again; those made are kept. One that is being sent
    at this moment is left alone. What a digest carried goes out with the whole digest, once.

    Args:
        delivery_id: this one, whatever became of it.
        since: or all dead ones that were created then or later.
    """
    # what a digest carries is sent again by the digest
    wanted = select(func.coalesce(DeliveryRow.digest_id, DeliveryRow.id))
    if delivery_id is not None:
        wanted = wanted.where(DeliveryRow.id == delivery_id)
    if since is not None:
        dead = DeliveryRow.state == DeliveryState.DEAD.value
        wanted = wanted.where(dead, DeliveryRow.created_at >= since)
    free = select(DeliveryRow.id).where(
        DeliveryRow.id.in_(wanted),
        or_(DeliveryRow.lease_until.is_(None), DeliveryRow.lease_until <= now),
    )
    ids = list(session.scalars(free.order_by(DeliveryRow.created_at, DeliveryRow.id)))
    anew = {
        "state": DeliveryState.QUEUED.value,
        "attempts": 0,
        "last_error": None,
        "delivered_at": None,
    }
    for start in range(0, len(ids), _BATCH):
        some = ids[start : start + _BATCH]
        session.execute(
            update(DeliveryRow)
            .where(DeliveryRow.id.in_(some))
            .values(
                **anew,
                next_attempt_at=now,
                held=None,
                released_at=now,
                lease_owner=None,
                lease_until=None,
            )
        )
        session.execute(update(DeliveryRow).where(DeliveryRow.digest_id.in_(some)).values(**anew))
    return ids


def topics_told_of(session: Session, article_id: int) -> set[str]:
    """Names of the topics that alerted of the article as a new piece."""
    return set(
        session.scalars(
            select(AlertRow.topic).where(AlertRow.article_id == article_id, AlertRow.kind == "new")
        )
    )


def has_alert(session: Session, hit: Hit, article_id: int, version: int) -> bool:
    """Whether a topic was told of this event already, or of the same piece as a new one."""
    query = select(AlertRow.id).where(
        AlertRow.topic == hit.topic, AlertRow.article_id == article_id, AlertRow.kind == hit.kind
    )
    if hit.kind != "new":
        query = query.where(AlertRow.version == version)
    return session.scalar(query.limit(1)) is not None


def is_taken_back(session: Session, alert: AlertRow) -> bool:
    """Whether a later alert takes this one back."""
    query = select(AlertRow.id).where(
        AlertRow.topic == alert.topic,
        AlertRow.article_id == alert.article_id,
        AlertRow.version == alert.version,
        AlertRow.kind == "withdrawn",
        # 0: an older Marsad did not note which, so that it may be this one
        AlertRow.takes_back.in_((alert.id, 0)),
    )
    return session.scalar(query.limit(1)) is not None


def queued_destinations() -> CTE:
    """The names of those that something is queued for, as `name`.

    It goes from one to the next by an index, however long the queues are.
    """
    queued = DeliveryRow.state == DeliveryState.QUEUED.value
    first = select(func.min(DeliveryRow.destination).label("name")).where(queued)
    names = first.cte("queued", recursive=True)
    following = select(func.min(DeliveryRow.destination))
    following = following.where(queued, DeliveryRow.destination > names.c.name)
    return names.union_all(select(following.scalar_subquery()).where(names.c.name.is_not(None)))


def waiting_destinations(session: Session, now: datetime, due_by: datetime) -> list[str]:
    """Destinations that `claim_due` would find something for; a look that locks nothing."""
    return list(run(session, _WAITING, {"now": now, "due_by": due_by}).scalars())


def _due(destination: ColumnElement[str]) -> tuple[ColumnElement[bool], ...]:
    """It is due by `due_by`, and nobody has it at `now`."""
    return (
        DeliveryRow.state == DeliveryState.QUEUED.value,
        DeliveryRow.destination == destination,
        DeliveryRow.next_attempt_at <= bindparam("due_by"),
        or_(DeliveryRow.lease_until.is_(None), DeliveryRow.lease_until <= bindparam("now")),
    )


def _waiting() -> Select[tuple[str]]:
    queued = queued_destinations()
    due = select(DeliveryRow.id).where(*_due(queued.c.name)).exists()
    return select(queued.c.name).where(due)


_WAITING: Final = _waiting()


def claim_due(
    session: Session,
    *,
    owner: str,
    now: datetime,
    due_by: datetime,
    lease: timedelta,
    shares: Mapping[str, int],
    calm: Collection[str] = (),
) -> list[Claim]:
    """Takes due deliveries, oldest first; nobody else gets them until the lease runs out.

    Args:
        due_by: leave what falls due later.
        shares: destination → how many for it at the most.
        calm: destinations to which nothing goes before it was let go.
    """
    claims: list[Claim] = []
    for destination, most in shares.items():
        asked = {"destination": destination, "now": now, "due_by": due_by, "most": most}
        due = _CALM_DUE if destination in calm else _DUE
        claims += [Claim(**row) for row in run(session, due, asked).mappings()]
    if claims:
        leased = {"owner": owner, "until": now + lease}
        run(session, _LEASE, [leased | {"delivery": claim.id} for claim in claims])
    return claims


def _let_go() -> ColumnElement[bool]:
    """It may be sent; what was begun, or rendered, before calm was asked for goes on."""
    return or_(
        DeliveryRow.released_at.is_not(None),
        DeliveryRow.attempts > 0,
        DeliveryRow.payload.is_not(None),
    )


_DUE: Final = (
    select(
        DeliveryRow.id,
        DeliveryRow.alert_id,
        DeliveryRow.destination,
        DeliveryRow.attempts,
        DeliveryRow.payload,
    )
    .where(*_due(bindparam("destination")))
    .order_by(DeliveryRow.next_attempt_at, DeliveryRow.created_at, DeliveryRow.id)
    .limit(bindparam("most"))
    # what another process takes at this moment is its own
    .with_for_update(skip_locked=True)
)
_CALM_DUE: Final = _DUE.where(_let_go())


def release_leases(session: Session, owners_gone: list[str]) -> int:
    """Gives back what processes that have ended had claimed; returns how many."""
    result = session.execute(
        update(DeliveryRow)
        .where(DeliveryRow.lease_owner.in_(owners_gone))
        .values(lease_owner=None, lease_until=None)
    )
    return result.rowcount  # type: ignore[attr-defined,no-any-return]


def lease_owners(session: Session) -> list[str]:
    return list(
        session.scalars(
            select(DeliveryRow.lease_owner).where(DeliveryRow.lease_owner.is_not(None)).distinct()
        )
    )


def keep_payloads(session: Session, rendered: Mapping[str, bytes]) -> None:
    """Remembers rendered bytes by delivery, so that every attempt sends the same ones."""
    if rendered:
        values = [{"delivery": one, "bytes": payload} for one, payload in rendered.items()]
        run(session, _KEEP_PAYLOAD, values)


def record(session: Session, attempts: Sequence[Attempt]) -> None:
    """Notes what came of attempts; after one that failed without a next one it is dead."""
    values = [
        {
            "delivery": one.delivery_id,
            "now": one.state.value,
            "again": one.next_attempt_at,
            "why": one.error,
            "accepted": one.at if one.error is None else None,
        }
        for one in attempts
    ]
    run(session, _RECORD, values)
    rows = [{"delivery_id": one.delivery_id, "at": one.at, "error": one.error} for one in attempts]
    insert_rows(session, AttemptRow, rows)

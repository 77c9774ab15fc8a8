"""Deliveries that wait for calm's sake, and the digests that carry several as one message.

A digest is a row of `deliveries` too: it is claimed, rendered once, sent and tried again as any
other, and what it carries follows it. Every function works inside the transaction its caller
opened; what waits until when is `pipeline.delivery.calm`'s to say, and what of it is to be looked
at next `pipeline.store.kept_back`'s.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from itertools import groupby

from sqlalchemy import select, text, update
from sqlalchemy.orm import Session

from pipeline.delivery.calm import Hold, Past
from pipeline.records import AlertMessage, Digest, DigestEntry
from pipeline.store import messages, outbox
from pipeline.store.kept_back import story_key
from pipeline.store.tables import (
    AlertRow,
    DeliveryRow,
    DestinationRow,
    StoryArticleRow,
)

#: rows changed by one statement
_BATCH = 500


def past(session: Session, destination: str) -> Past:
    """What a destination was sent before; nobody else may look at it until the transaction ends."""
    session.execute(
        text(
            "INSERT INTO destinations (name, failures) VALUES (:name, 0)"
            " ON CONFLICT (name) DO NOTHING"
        ),
        {"name": destination},
    )
    row = session.get_one(DestinationRow, destination, with_for_update=True)
    return Past(row.digested_at, tuple(map(datetime.fromisoformat, row.recent or ())))


def keep_past(session: Session, destination: str, sent: Past) -> None:
    row = session.get_one(DestinationRow, destination)
    row.digested_at, row.recent = sent.digested_at, [at.isoformat() for at in sent.recent]


def hold(session: Session, holds: Iterable[Hold]) -> None:
    """Keeps deliveries back, each for its reason until its time."""

    def reason(one: Hold) -> tuple[str, datetime]:
        return one.why, one.until

    for (why, until), alike in groupby(sorted(holds, key=reason), key=reason):
        _change(session, [one.id for one in alike], held=why, next_attempt_at=until)


def release(session: Session, ids: Sequence[str], now: datetime) -> None:
    """Lets deliveries go, each as a message of its own, which is due at once."""
    _change(session, ids, held=None, released_at=now, next_attempt_at=now)


def compose(session: Session, destination: str, ids: Sequence[str], now: datetime) -> str:
    """Lets deliveries go in one message, which is due at once; returns its id."""
    digest = DeliveryRow(
        id=outbox.new_id(),
        alert_id=None,
        destination=destination,
        state=outbox.DeliveryState.QUEUED.value,
        attempts=0,
        next_attempt_at=now,
        released_at=now,
        carries=len(ids),
        created_at=now,
    )
    session.add(digest)
    session.flush()
    _change(session, ids, held=None, released_at=now, next_attempt_at=None, digest_id=digest.id)
    return digest.id


def _change(session: Session, ids: Sequence[str], **values: object) -> None:
    for start in range(0, len(ids), _BATCH):
        session.execute(
            update(DeliveryRow)
            .where(DeliveryRow.id.in_(ids[start : start + _BATCH]))
            .values(**values)
            .execution_options(synchronize_session=False)
        )


def message_for(session: Session, claim: outbox.Claim) -> AlertMessage | Digest:
    """All that is needed to render a delivery, or a digest with all that it carries."""
    if claim.alert_id is not None:
        return messages.message_for(session, claim)
    found = digest_for(session, claim.id)
    assert found is not None, "a notice was rendered when it was queued"
    return found


def digest_for(session: Session, digest_id: str) -> Digest | None:
    """A digest with all that it carries, as of each alert's version; None if it is none."""
    digest = session.get(DeliveryRow, digest_id)
    if digest is None or not digest.carries:
        return None
    rows = session.execute(
        select(DeliveryRow, AlertRow.article_id, StoryArticleRow.story_id)
        .join(AlertRow, AlertRow.id == DeliveryRow.alert_id)
        .join(StoryArticleRow, StoryArticleRow.article_id == AlertRow.article_id, isouter=True)
        .where(DeliveryRow.digest_id == digest_id)
        .order_by(DeliveryRow.alert_id)
    ).all()
    entries = (
        DigestEntry(
            messages.message_for(
                session, outbox.Claim(row.id, row.alert_id, row.destination, 0, None)
            ),
            story_key(story, article),
        )
        for row, article, story in rows
    )
    return Digest(digest.id, digest.created_at, tuple(entries))


def settle(session: Session, claim: outbox.Claim) -> None:
    """What a digest carries is as the digest is: queued, delivered or dead."""
    if claim.alert_id is not None:
        return
    digest = session.get_one(DeliveryRow, claim.id, populate_existing=True)
    session.execute(
        update(DeliveryRow)
        .where(DeliveryRow.digest_id == claim.id)
        .values(
            state=digest.state,
            attempts=digest.attempts,
            last_error=digest.last_error,
            delivered_at=digest.delivered_at,
        )
        .execution_options(synchronize_session=False)
    )

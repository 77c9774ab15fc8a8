"""Reads alerts and deliveries for people."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import and_, func, select
from sqlalchemy.orm import Session, aliased

from pipeline.records import MatchedTerm
from pipeline.store.rows import matched_terms
from pipeline.store.tables import (
    AlertRow,
    AttemptRow,
    DeliveryRow,
    DestinationRow,
    UntoldRow,
    VersionRow,
)


@dataclass(frozen=True, slots=True)
class AlertView:
    id: int
    topic: str
    watchlist: str
    kind: str
    article: int
    version: int
    edit: int | None
    created_at: datetime
    matched: tuple[MatchedTerm, ...]
    title: str
    #: counts the topic's alerts
    sequence: int
    #: articles that say nothing but what was told, and raised no alert of their own
    copies: tuple[int, ...] = ()
    #: the alert that it takes back
    takes_back: int | None = None


@dataclass(frozen=True, slots=True)
class DeliveryView:
    id: str
    #: None: a digest, or a notice to the operator
    alert: int | None
    destination: str
    state: str
    attempts: int
    #: of a digest's, when that is sent
    next_attempt_at: datetime | None
    last_error: str | None
    created_at: datetime
    delivered_at: datetime | None
    #: the key of its destination's settings by which it waits until then
    held: str | None = None
    #: the digest that carries it
    digest: str | None = None
    #: how many deliveries it carries; 0: it is no digest
    carries: int = 0
    #: nothing is sent to its destination any more, until that is taken up again
    disabled: bool = False


def alerts(
    session: Session,
    *,
    article_id: int | None = None,
    alert_id: int | None = None,
    limit: int | None = None,
) -> list[AlertView]:
    """Alerts, last raised first, with the title of the version each speaks of."""
    query = (
        select(AlertRow, VersionRow.title)
        .join(
            VersionRow,
            and_(VersionRow.article_id == AlertRow.article_id, VersionRow.n == AlertRow.version),
        )
        .order_by(AlertRow.id.desc())
        .limit(limit)
    )
    if article_id is not None:
        query = query.where(AlertRow.article_id == article_id)
    if alert_id is not None:
        query = query.where(AlertRow.id == alert_id)
    rows = session.execute(query).all()
    copies = _copies(session, [row.id for row, _ in rows])
    return [
        AlertView(
            id=row.id,
            topic=row.topic,
            watchlist=row.watchlist,
            kind=row.kind,
            article=row.article_id,
            version=row.version,
            edit=row.edit_id,
            created_at=row.created_at,
            matched=matched_terms(row.matched),
            title=title,
            sequence=row.sequence,
            copies=copies.get(row.id, ()),
            takes_back=row.takes_back or None,
        )
        for row, title in rows
    ]


def _copies(session: Session, alerts: list[int]) -> dict[int, tuple[int, ...]]:
    """By alert, the later carriers of its story that its topic was not told of again."""
    found: dict[int, tuple[int, ...]] = {}
    for alert, article in session.execute(
        select(UntoldRow.alert_id, UntoldRow.article_id)
        .where(UntoldRow.alert_id.between(min(alerts, default=0), max(alerts, default=0)))
        .order_by(UntoldRow.at, UntoldRow.article_id)
    ):
        found[alert] = (*found.get(alert, ()), article)
    return found


def deliveries(
    session: Session,
    *,
    state: str | None = None,
    alert_ids: Iterable[int] | None = None,
    held: bool = False,
    limit: int | None = None,
) -> list[DeliveryView]:
    """Deliveries, last created first; held: only those that wait for calm's sake."""
    digest = aliased(DeliveryRow)
    query = (
        select(DeliveryRow, digest.next_attempt_at, DestinationRow.disabled_at)
        .join(digest, digest.id == DeliveryRow.digest_id, isouter=True)
        .join(DestinationRow, DestinationRow.name == DeliveryRow.destination, isouter=True)
        .order_by(
            DeliveryRow.created_at.desc(), DeliveryRow.alert_id.desc(), DeliveryRow.destination
        )
    ).limit(limit)
    if held:
        query = query.where(DeliveryRow.state == "queued", DeliveryRow.held.is_not(None))
    if state is not None:
        query = query.where(DeliveryRow.state == state)
    if alert_ids is not None:
        query = query.where(DeliveryRow.alert_id.in_(tuple(alert_ids)))
    return [
        DeliveryView(
            id=row.id,
            alert=row.alert_id,
            destination=row.destination,
            state=row.state,
            attempts=row.attempts,
            next_attempt_at=carried_at or row.next_attempt_at,
            last_error=row.last_error,
            created_at=row.created_at,
            delivered_at=row.delivered_at,
            held=row.held,
            digest=row.digest_id,
            carries=row.carries,
            disabled=disabled_at is not None,
        )
        for row, carried_at, disabled_at in session.execute(query)
    ]


def attempts(session: Session, delivery_id: str) -> list[tuple[datetime, str | None]]:
    """When each attempt was made and why it failed (None: it was accepted)."""
    rows = session.execute(
        select(AttemptRow.at, AttemptRow.error)
        .where(AttemptRow.delivery_id == delivery_id)
        .order_by(AttemptRow.id)
    )
    return [(at, error) for at, error in rows]


def topic_counts(session: Session) -> dict[str, tuple[int, datetime]]:
    """By topic: alerts raised and when the last was."""
    rows = session.execute(
        select(AlertRow.topic, func.count(), func.max(AlertRow.created_at)).group_by(AlertRow.topic)
    )
    return {topic: (count, last) for topic, count, last in rows}

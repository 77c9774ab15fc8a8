"""Tables of what people are owed and were sent."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from pipeline.store.tables.base import Base


class AlertRow(Base):
    """A match owed to people; at most one for a topic, version and event."""

    __tablename__ = "alerts"
    __table_args__ = (
        UniqueConstraint("topic", "article_id", "version", "kind", "removal_id", "takes_back"),
        Index(None, "article_id"),
        Index(None, "watchlist", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    topic: Mapped[str]
    watchlist: Mapped[str]
    kind: Mapped[str]
    article_id: Mapped[int] = mapped_column(ForeignKey("articles.id"))
    version: Mapped[int]
    edit_id: Mapped[int | None] = mapped_column(ForeignKey("edits.id"))
    #: the removal, or the end of one, that it tells of; 0: it tells of neither
    removal_id: Mapped[int] = mapped_column(default=0)
    #: of an alert that went out before its edit was confirmed
    pending_id: Mapped[int | None]
    #: of a withdrawn one: the alert it takes back; 0: none, or an older Marsad did not note which
    takes_back: Mapped[int] = mapped_column(default=0)
    created_at: Mapped[datetime]
    matched: Mapped[list[Any]]
    #: counts the topic's alerts from 1, in the order they were raised
    sequence: Mapped[int] = mapped_column(default=0)


class SequenceRow(Base):
    """How many alerts a topic has raised."""

    __tablename__ = "sequences"

    topic: Mapped[str] = mapped_column(primary_key=True)
    last: Mapped[int]


class DeliveryRow(Base):
    """One alert owed to one destination; or a digest, a message that carries several of them."""

    __tablename__ = "deliveries"
    __table_args__ = (
        UniqueConstraint("alert_id", "destination"),
        Index(None, "state", "next_attempt_at"),
        # what is owed to one destination, in the order in which it is claimed
        Index(
            "ix_deliveries_queues", "state", "destination", "next_attempt_at", "created_at", "id"
        ),
        Index(
            None,
            "digest_id",
            sqlite_where=text("digest_id IS NOT NULL"),
            postgresql_where=text("digest_id IS NOT NULL"),
        ),
    )

    #: also the webhook's id and the mail's Message-ID: the same at every attempt
    id: Mapped[str] = mapped_column(primary_key=True)
    #: None: a digest, or a notice to the operator
    alert_id: Mapped[int | None] = mapped_column(ForeignKey("alerts.id"))
    destination: Mapped[str]
    state: Mapped[str]
    attempts: Mapped[int] = mapped_column(default=0)
    #: None: never again, or the digest that carries it says
    next_attempt_at: Mapped[datetime | None]
    #: the key of its destination's settings by which it waits until `next_attempt_at`
    held: Mapped[str | None]
    #: when it no longer had to wait; None where nobody asked for calm, or it has not been let go
    released_at: Mapped[datetime | None]
    #: the digest that carries it, whose attempts are its own
    digest_id: Mapped[str | None] = mapped_column(ForeignKey("deliveries.id"))
    #: how many deliveries it carries; 0: it is no digest
    carries: Mapped[int] = mapped_column(default=0, server_default=text("0"))
    lease_owner: Mapped[str | None]
    lease_until: Mapped[datetime | None]
    #: rendered at the first claim and sent byte for byte from then on
    payload: Mapped[bytes | None]
    last_error: Mapped[str | None]
    created_at: Mapped[datetime]
    delivered_at: Mapped[datetime | None]


class AttemptRow(Base):
    """One try at a delivery."""

    __tablename__ = "attempts"
    __table_args__ = (Index(None, "delivery_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    delivery_id: Mapped[str] = mapped_column(ForeignKey("deliveries.id"))
    at: Mapped[datetime]
    #: None: it was accepted
    error: Mapped[str | None]


class DestinationRow(Base):
    """How one that is no mailbox takes what is sent to it, and what calm ones were sent."""

    __tablename__ = "destinations"

    name: Mapped[str] = mapped_column(primary_key=True)
    #: the first failure since something was accepted, and how many there were since
    failing_since: Mapped[datetime | None]
    failures: Mapped[int] = mapped_column(default=0)
    #: since when nothing is sent there any more, and why; None: it is in use
    disabled_at: Mapped[datetime | None]
    disabled_why: Mapped[str | None]
    #: its latest daily or hourly digest
    digested_at: Mapped[datetime | None]
    #: when the messages of the last hour went out that its budget counts, as ISO texts
    recent: Mapped[list[Any] | None]

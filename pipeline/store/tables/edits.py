"""Tables of what changed: edits, and readings that wait to become some or turned out not to."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, BigInteger, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from pipeline.store.packed import Digest, Packed
from pipeline.store.tables.base import Base


class EditRow(Base):
    """The difference between two consecutive versions."""

    __tablename__ = "edits"
    __table_args__ = (UniqueConstraint("article_id", "to_version"), Index(None, "detected_at"))

    id: Mapped[int] = mapped_column(primary_key=True)
    article_id: Mapped[int] = mapped_column(ForeignKey("articles.id"))
    from_version: Mapped[int]
    to_version: Mapped[int]
    detected_at: Mapped[datetime]
    stealth: Mapped[bool]
    substantive: Mapped[bool]
    kinds: Mapped[list[Any]]
    severity: Mapped[str | None]
    #: what each kind rests on; empty for edits of older releases
    evidence: Mapped[list[Any]] = mapped_column(Packed)
    title_before: Mapped[str]
    title_after: Mapped[str]
    changes: Mapped[list[Any]] = mapped_column(Packed)
    #: the earlier version whose content it went back to, the latest such one
    reverts_to: Mapped[int | None]


class PendingEditRow(Base):
    """A changed reading that waits for other fetches to show it again (docs/noise.md)."""

    __tablename__ = "pending_edits"
    __table_args__ = (
        Index(None, "article_id"),
        Index(None, "confirm_at"),
        Index(None, "incident_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    article_id: Mapped[int] = mapped_column(ForeignKey("articles.id"))
    #: the version that it is held against
    from_version: Mapped[int]
    first_seen_at: Mapped[datetime]
    #: the last fetch that showed that version
    last_lacked_at: Mapped[datetime | None]
    #: when the next confirming fetch is due; None: ordinary rechecks are soon enough
    confirm_at: Mapped[datetime | None]
    #: it came with the validators of the version that it differs from
    validators_wrong: Mapped[bool]
    #: None: it waits; confirmed, noise, adopted (the new base, without an edit), gone (with its
    #: article): kept for what tells of it, an unconfirmed alert or an incident
    settled: Mapped[str | None]
    #: as `pipeline.breaker` writes the parts of its latest reading
    parts: Mapped[list[Any] | None] = mapped_column(JSON(none_as_null=True))
    #: it is, or was, held with others that changed alike
    incident_id: Mapped[int | None] = mapped_column(ForeignKey("incidents.id"))


class PendingReadingRow(Base):
    """What one fetch read of a pending edit; the same reading again only counts up."""

    __tablename__ = "pending_readings"
    __table_args__ = (Index(None, "pending_id", "id"), Index(None, "evidence_file"))

    id: Mapped[int] = mapped_column(primary_key=True)
    pending_id: Mapped[int] = mapped_column(ForeignKey("pending_edits.id"))
    #: of the first such fetch in the row, and of the last
    fetched_at: Mapped[datetime]
    last_at: Mapped[datetime]
    times: Mapped[int] = mapped_column(default=1)
    #: as `pipeline.store.rows` writes it
    data: Mapped[dict[str, Any]] = mapped_column(Packed)
    #: where its response is kept, as for versions
    evidence_file: Mapped[str | None]
    evidence_offset: Mapped[int | None] = mapped_column(BigInteger)
    evidence_length: Mapped[int | None]
    evidence_digest: Mapped[str | None] = mapped_column(Digest)


class IncidentRow(Base):
    """Articles of a source that changed alike, so that they are held (docs/incidents.md)."""

    __tablename__ = "incidents"
    __table_args__ = (Index(None, "source", "state"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    source: Mapped[str]
    opened_at: Mapped[datetime]
    #: open, released, discarded, over
    state: Mapped[str]
    closed_at: Mapped[datetime | None]
    #: what closed it
    why: Mapped[str | None]
    #: what the edits share, as `pipeline.breaker` has it
    marks: Mapped[list[Any]]
    #: articles that were looked at while the first of them changed
    looked_at: Mapped[int]
    #: of its articles, those whose page became the new base without an edit
    adopted: Mapped[int] = mapped_column(default=0)


class WaveringRow(Base):
    """What is known to come and go on an article's page, though nobody edits it."""

    __tablename__ = "wavering"

    article_id: Mapped[int] = mapped_column(ForeignKey("articles.id"), primary_key=True)
    #: title → how often it came in place of another and was not the article's for good
    titles: Mapped[dict[str, Any]]
    #: hash of a paragraph → how often it came or went
    texts: Mapped[dict[str, Any]]
    #: readings that differed from the version and were dropped as noise
    dropped: Mapped[int] = mapped_column(default=0)
    #: readings in a row that only added at the head of the text
    grown: Mapped[int] = mapped_column(default=0)
    last_at: Mapped[datetime]

"""The tables, as SQLAlchemy models; migrations/ must always match them (a test compares).

Times are UTC; a publisher's stamp keeps its printed offset and precision beside it.
"""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import (
    JSON,
    BigInteger,
    DateTime,
    Dialect,
    ForeignKey,
    Index,
    LargeBinary,
    MetaData,
    Text,
    TypeDecorator,
    UniqueConstraint,
    text,
)
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from pipeline.store.packed import Digest, Packed

#: the newest migration's revision, which these tables match
SCHEMA = "0023"


class UtcDateTime(TypeDecorator[datetime]):
    """An aware datetime in, an aware UTC datetime out, on both databases.

    Raises:
        ValueError: on binding a naive datetime.
    """

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a naive datetime must not be stored")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        # SQLite drops the zone; what it holds is UTC by construction
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Base(DeclarativeBase):
    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "fk": "fk_%(table_name)s_%(column_0_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map = {  # noqa: RUF012 - SQLAlchemy's own declarative hook
        datetime: UtcDateTime,
        str: Text,
        bytes: LargeBinary,
        list[Any]: JSON,
        dict[str, Any]: JSON,
    }


class SourceRow(Base):
    """What is known of a source as a whole: its health and whether its 304s can be trusted."""

    __tablename__ = "sources"

    name: Mapped[str] = mapped_column(primary_key=True)
    last_crawl_at: Mapped[datetime | None]
    last_ok_at: Mapped[datetime | None]
    last_error: Mapped[str | None]
    last_error_at: Mapped[datetime | None]
    #: the host asked us to stay away until then
    paused_until: Mapped[datetime | None]
    #: full fetches after 304s that found the page indeed unchanged
    validators_right: Mapped[int] = mapped_column(default=0)
    #: a full fetch found a change behind a 304: conditional requests are no longer sent
    validators_wrong: Mapped[bool] = mapped_column(default=False)


class SectionRow(Base):
    """What is known of a section: when it is due, how its last polls went."""

    __tablename__ = "sections"

    source: Mapped[str] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(primary_key=True)
    #: the address the validators belong to; another one in the settings resets them
    url: Mapped[str]
    due_at: Mapped[datetime]
    last_polled_at: Mapped[datetime | None]
    last_ok_at: Mapped[datetime | None]
    #: when its first listing was known whole; pieces before that raise no alert
    baselined_at: Mapped[datetime | None]
    #: a poll ended before known ground was reached: the next one must page on over it
    unfinished: Mapped[bool] = mapped_column(default=False)
    #: of the first page, once all pages were recorded
    etag: Mapped[str | None]
    last_modified: Mapped[str | None]
    #: seconds for which the listing says that it need not be fetched again, as it last arrived
    ttl: Mapped[int | None]
    failures: Mapped[int] = mapped_column(default=0)
    #: what these failures weigh (`pipeline.hosts.weight`)
    strain: Mapped[float] = mapped_column(default=0.0)
    last_error: Mapped[str | None]
    last_error_at: Mapped[datetime | None]


class LinkRow(Base):
    """A discovered address; several may lead to one article."""

    __tablename__ = "links"
    __table_args__ = (
        UniqueConstraint("source", "key"),
        Index(None, "source", "due_at"),
        Index(None, "source", "discovered_at"),
        Index(None, "article_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    source: Mapped[str]
    #: the publisher's id where the address tells it, else the address folded for comparison
    key: Mapped[str]
    url: Mapped[str]
    #: as the last listing had it
    title: Mapped[str | None]
    discovered_at: Mapped[datetime]
    #: it was there before its section was watched, as far as its place in the listing tells
    baseline: Mapped[bool]
    #: what the page's date is held against, for it may overrule `baseline`; see
    #: `pipeline.ground`
    dated_against: Mapped[datetime | None]
    article_id: Mapped[int | None] = mapped_column(ForeignKey("articles.id"))
    #: when to fetch it; None once an article was read from it or it was given up, or, with
    #: no attempts, while it is only taken note of (the depths of a sitemap)
    due_at: Mapped[datetime | None]
    attempts: Mapped[int] = mapped_column(default=0)


class LinkSectionRow(Base):
    """A section that listed a link."""

    __tablename__ = "link_sections"

    link_id: Mapped[int] = mapped_column(ForeignKey("links.id"), primary_key=True)
    section: Mapped[str] = mapped_column(primary_key=True)
    #: first
    listed_at: Mapped[datetime]
    #: as this section last had them (a feed may cut titles); a change is a reason to recheck
    title: Mapped[str | None]
    modified_at: Mapped[datetime | None]


class GapRow(Base):
    """Two polls of a section in a row that shared no article: pieces may have been missed."""

    __tablename__ = "gaps"
    __table_args__ = (Index(None, "source", "state"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    source: Mapped[str]
    section: Mapped[str]
    #: the last poll before it; what was listed until then is ground
    after_at: Mapped[datetime]
    #: the poll that shared nothing with that one
    found_at: Mapped[datetime]
    #: open, filled, lost (open for good)
    state: Mapped[str]
    filled_at: Mapped[datetime | None]
    #: what reached known ground: pages, feed, sitemap
    how: Mapped[str | None]


class FetchRow(Base):
    """What came of fetching a link; equal outcomes in a row are one row with a count."""

    __tablename__ = "fetches"
    __table_args__ = (Index(None, "link_id", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    link_id: Mapped[int] = mapped_column(ForeignKey("links.id"))
    first_at: Mapped[datetime]
    last_at: Mapped[datetime]
    times: Mapped[int] = mapped_column(default=1)
    outcome: Mapped[str]
    #: of the last of them
    status: Mapped[int | None]
    detail: Mapped[str]


class ArticleRow(Base):
    """One piece at one identity, with what changes at every fetch."""

    __tablename__ = "articles"
    __table_args__ = (
        UniqueConstraint("source", "identity"),
        Index(None, "source", "recheck_at"),
        Index(None, "first_seen_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    source: Mapped[str]
    #: "k2:1234", or "url:" and the canonical address folded for comparison
    identity: Mapped[str]
    publisher_id: Mapped[str | None]
    url: Mapped[str]
    canonical_url: Mapped[str]
    state: Mapped[str]
    #: fetches in a row that found it missing, and the first of them
    strikes: Mapped[int] = mapped_column(default=0)
    missing_since: Mapped[datetime | None]
    #: why it is suspected or gone: of `Absence`, and for people
    absence: Mapped[str | None]
    state_reason: Mapped[str | None]
    #: missed often and long enough to be gone, but much of its source is missing at once
    held: Mapped[bool] = mapped_column(default=False)
    first_seen_at: Mapped[datetime]
    last_seen_at: Mapped[datetime]
    last_changed_at: Mapped[datetime]
    recheck_at: Mapped[datetime | None]
    #: fetches in a row that brought nothing to read
    misses: Mapped[int] = mapped_column(default=0)
    etag: Mapped[str | None]
    last_modified: Mapped[str | None]
    #: answers 304 in a row since the last full fetch
    unmodified: Mapped[int] = mapped_column(default=0)
    hits: Mapped[int | None] = mapped_column(BigInteger)
    featured: Mapped[bool] = mapped_column(default=False)
    tags: Mapped[list[Any]]
    versions: Mapped[int] = mapped_column(default=0)
    #: full readings in a row that showed the latest version, its first included
    steady: Mapped[int] = mapped_column(default=0, server_default="0")


class RemovalRow(Base):
    """An article that was confirmed missing, and when it came back if it did."""

    __tablename__ = "removals"
    __table_args__ = (Index(None, "article_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    article_id: Mapped[int] = mapped_column(ForeignKey("articles.id"))
    #: the latest then
    version: Mapped[int]
    #: of `Absence`, by the fetch that confirmed it; and for people
    absence: Mapped[str]
    detail: Mapped[str]
    last_seen_at: Mapped[datetime]
    missing_since: Mapped[datetime]
    confirmed_at: Mapped[datetime]
    #: fetches that missed it until then
    looks: Mapped[int]
    restored_at: Mapped[datetime | None]


class VersionRow(Base):
    """An immutable snapshot of an article's extracted content."""

    __tablename__ = "versions"
    __table_args__ = (
        UniqueConstraint("article_id", "n"),
        Index(None, "content_hash"),
        Index(None, "evidence_file"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    article_id: Mapped[int] = mapped_column(ForeignKey("articles.id"))
    n: Mapped[int]
    fetched_at: Mapped[datetime]
    last_lacked_at: Mapped[datetime | None]
    url: Mapped[str]
    canonical_url: Mapped[str]
    publisher_id: Mapped[str | None]
    title: Mapped[str]
    body: Mapped[list[Any]] = mapped_column(Packed)
    byline: Mapped[str | None]
    authors: Mapped[list[Any]]
    agencies: Mapped[list[Any]]
    credited_source: Mapped[str | None]
    cited_sources: Mapped[list[Any]]
    section: Mapped[str | None]
    tags: Mapped[list[Any]]
    image: Mapped[str | None]
    language: Mapped[str | None]
    featured: Mapped[bool]
    hits: Mapped[int | None] = mapped_column(BigInteger)
    published_at: Mapped[datetime | None]
    published_offset: Mapped[int | None]  # minutes east of UTC
    published_precision: Mapped[str | None]
    modified_at: Mapped[datetime | None]
    modified_offset: Mapped[int | None]
    modified_precision: Mapped[str | None]
    content_hash: Mapped[str] = mapped_column(Digest)
    #: what each paragraph is, and where each field was read
    structure: Mapped[list[Any]] = mapped_column(Packed)
    provenance: Mapped[dict[str, Any]] = mapped_column(Packed)
    live: Mapped[bool]
    paywalled: Mapped[bool]
    extractor: Mapped[str]
    #: where the response it was read from is kept, under the data folder; None: it is not
    evidence_file: Mapped[str | None]
    evidence_offset: Mapped[int | None] = mapped_column(BigInteger)
    evidence_length: Mapped[int | None]
    #: of the kept bytes; stays when they are pruned
    evidence_digest: Mapped[str | None] = mapped_column(Digest)
    #: of what was read, and of this with all that went before it; see `pipeline.evidence.chain`
    reading_digest: Mapped[str] = mapped_column(Digest)
    chain: Mapped[str] = mapped_column(Digest)
    #: when retention took its text away; None: it is there
    text_pruned_at: Mapped[datetime | None]


class ReadingRow(Base):
    """What is read in a version's response now that extractors have changed; decisions/007."""

    __tablename__ = "readings"

    version_id: Mapped[int] = mapped_column(ForeignKey("versions.id"), primary_key=True)
    #: of the readings that it is compared with
    extractor: Mapped[str]
    read_at: Mapped[datetime]
    #: the response could not be read again: this was read off the page of a later fetch
    adopted: Mapped[bool]
    #: as `pipeline.store.rows` writes it; None: all but the extractor is as the version has it
    data: Mapped[dict[str, Any] | None] = mapped_column(Packed)


class RevisitRow(Base):
    """A recheck that found a version unchanged, kept as a record that refers to its response."""

    __tablename__ = "revisits"
    __table_args__ = (Index(None, "version_id"), Index(None, "evidence_file"))

    id: Mapped[int] = mapped_column(primary_key=True)
    version_id: Mapped[int] = mapped_column(ForeignKey("versions.id"))
    fetched_at: Mapped[datetime]
    #: where the record is, as of a version's response
    evidence_file: Mapped[str | None]
    evidence_offset: Mapped[int | None] = mapped_column(BigInteger)
    evidence_length: Mapped[int]
    evidence_digest: Mapped[str] = mapped_column(Digest)


class RegionRow(Base):
    """What the reading of an article's latest version rests on, to know its page again by."""

    __tablename__ = "regions"

    article_id: Mapped[int] = mapped_column(ForeignKey("articles.id"), primary_key=True)
    #: the number of that version; of another one it says nothing
    version: Mapped[int]
    #: of the reading
    extractor: Mapped[str]
    #: goes up when it moved and the article had not changed, down when it had not moved
    vain: Mapped[int]
    #: see `pipeline.extract.read_region`; None: no part of the page is enough
    region: Mapped[dict[str, Any] | None] = mapped_column(Packed)


class ProgressRow(Base):
    """How far long work has come, so that it goes on there when it was killed."""

    __tablename__ = "progress"

    #: such as "reread"
    work: Mapped[str] = mapped_column(primary_key=True)
    #: the last that is done: an id, a line
    position: Mapped[int] = mapped_column(BigInteger)
    #: what it has counted so far
    counts: Mapped[dict[str, Any]]


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


class AlertRow(Base):
    """A match owed to people; at most one for a topic, version and event."""

    __tablename__ = "alerts"
    __table_args__ = (
        UniqueConstraint("topic", "article_id", "version", "kind", "removal_id"),
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
    created_at: Mapped[datetime]
    matched: Mapped[list[Any]]
    #: counts the topic's alerts from 1, in the order they were raised
    sequence: Mapped[int] = mapped_column(default=0)


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


class SequenceRow(Base):
    """How many alerts a topic has raised."""

    __tablename__ = "sequences"

    topic: Mapped[str] = mapped_column(primary_key=True)
    last: Mapped[int]


class AttemptRow(Base):
    """One try at a delivery."""

    __tablename__ = "attempts"
    __table_args__ = (Index(None, "delivery_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    delivery_id: Mapped[str] = mapped_column(ForeignKey("deliveries.id"))
    at: Mapped[datetime]
    #: None: it was accepted
    error: Mapped[str | None]


class SweepRow(Base):
    """Where a source may tell what changed, and how that has gone (`pipeline.trust`)."""

    __tablename__ = "sweeps"
    __table_args__ = (UniqueConstraint("source", "kind", "section"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    source: Mapped[str]
    kind: Mapped[str]
    #: "" for a sweep of the whole source
    section: Mapped[str]
    #: another address in the settings begins the record anew
    url: Mapped[str]
    standing: Mapped[str]
    #: verdicts of the trial under way
    hits: Mapped[int] = mapped_column(default=0)
    quiet: Mapped[int] = mapped_column(default=0)
    #: verdicts ever
    told_rightly: Mapped[int] = mapped_column(default=0)
    missed: Mapped[int] = mapped_column(default=0)
    told_falsely: Mapped[int] = mapped_column(default=0)
    #: when to ask, or to probe again; None where it comes with the section's own listing
    due_at: Mapped[datetime | None]
    #: when it was last answered
    last_told_at: Mapped[datetime | None]
    failures: Mapped[int] = mapped_column(default=0)
    last_error: Mapped[str | None]
    etag: Mapped[str | None]
    last_modified: Mapped[str | None]


class ToldRow(Base):
    """An article that a sweep covers, with what the sweep last said of it."""

    __tablename__ = "told"
    __table_args__ = (Index(None, "article_id"),)

    sweep_id: Mapped[int] = mapped_column(ForeignKey("sweeps.id"), primary_key=True)
    article_id: Mapped[int] = mapped_column(ForeignKey("articles.id"), primary_key=True)
    #: see `Told.mark`
    mark: Mapped[str]
    #: when the sweep last listed it
    told_at: Mapped[datetime]
    #: since when the sweep says that it changed, and no page was read
    moved_at: Mapped[datetime | None]
    #: when its page was last read; None: never since the sweep covers it
    looked_at: Mapped[datetime | None]
    #: a page showed a change that the sweep had not told: it owes it at its next answer
    owed_at: Mapped[datetime | None]
    #: when its recheck would be due without the sweep; None: it is not stretched
    ordinary_recheck_at: Mapped[datetime | None]


class SignatureRow(Base):
    """What the latest version of an article is looked up by among near-duplicates."""

    __tablename__ = "signatures"

    article_id: Mapped[int] = mapped_column(ForeignKey("articles.id"), primary_key=True)
    version: Mapped[int]
    #: of the bands it has in `bands`, as `pipeline.store.stories` writes them
    keys: Mapped[bytes]
    #: how many distinct shingles the text has
    shingles: Mapped[int]


class BandRow(Base):
    """A band of an article's signature; like texts share some. Read from its index alone."""

    __tablename__ = "bands"
    __table_args__ = {"sqlite_with_rowid": False}  # noqa: RUF012 - SQLAlchemy's own hook

    #: number and hash of the band in one, see `pipeline.stories.signatures.bands`
    key: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    article_id: Mapped[int] = mapped_column(
        ForeignKey("articles.id"), primary_key=True, autoincrement=False
    )


class StoryRow(Base):
    """One text that several articles carry."""

    __tablename__ = "stories"

    id: Mapped[int] = mapped_column(primary_key=True)
    #: when its second carrier was found
    found_at: Mapped[datetime]


class StoryArticleRow(Base):
    """A carrier of a story; an article is part of one story at the most."""

    __tablename__ = "story_articles"
    __table_args__ = (Index(None, "story_id"),)

    article_id: Mapped[int] = mapped_column(ForeignKey("articles.id"), primary_key=True)
    story_id: Mapped[int] = mapped_column(ForeignKey("stories.id"))
    joined_at: Mapped[datetime]
    #: the carrier it was found to be like; the story's first two name each other
    like_article_id: Mapped[int] = mapped_column(ForeignKey("articles.id"))
    #: share of the shorter text's shingles that the two have in common, 0 to 1, as of the
    #: carrier's latest version
    similarity: Mapped[float]
    #: an edit made it another text than that carrier's; None: it is a copy still
    diverged_at: Mapped[datetime | None]


class UntoldRow(Base):
    """A topic held for a carrier and was not told again, since it was told of the story."""

    __tablename__ = "untold"

    topic: Mapped[str] = mapped_column(primary_key=True)
    article_id: Mapped[int] = mapped_column(ForeignKey("articles.id"), primary_key=True)
    story_id: Mapped[int] = mapped_column(ForeignKey("stories.id"))
    #: the alert that told of it
    alert_id: Mapped[int] = mapped_column(ForeignKey("alerts.id"))
    at: Mapped[datetime]


class LearnedRow(Base):
    """What is learned of how often a source's articles are edited; see `scheduler.learning`."""

    __tablename__ = "learned"

    #: "" for what all sources share
    source: Mapped[str] = mapped_column(primary_key=True)
    learned_at: Mapped[datetime]
    data: Mapped[dict[str, Any]]


class AilmentRow(Base):
    """What a source shows that it did not use to; told once when it begins and when it is over."""

    __tablename__ = "ailments"
    __table_args__ = (Index(None, "source", "ended_at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    source: Mapped[str]
    #: "": it is the whole source's
    section: Mapped[str]
    #: see `pipeline.vigil.vital_signs`
    kind: Mapped[str]
    #: of what it is lacking; "" otherwise
    field: Mapped[str]
    since: Mapped[datetime]
    #: for people
    reason: Mapped[str]
    #: what it used to show, a share or a length; it recovers by that
    usual: Mapped[float | None]
    told_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]


class SpentRow(Base):
    """What was asked of a source in one hour, kept for a month."""

    __tablename__ = "spent"

    source: Mapped[str] = mapped_column(primary_key=True)
    #: its beginning
    hour: Mapped[datetime] = mapped_column(primary_key=True)
    #: all of them: polls, sweeps, pages, robots.txt, redirects
    requests: Mapped[int]
    #: looks at articles that were known
    rechecks: Mapped[int]


class RobotsRow(Base):
    """One origin's robots.txt as it was last had."""

    __tablename__ = "robots"

    origin: Mapped[str] = mapped_column(primary_key=True)
    status: Mapped[int]
    body: Mapped[bytes]
    fetched_at: Mapped[datetime]


class HostRow(Base):
    """What is known of a host that is asked, see `pipeline.hosts.HostRecord`."""

    __tablename__ = "hosts"

    host: Mapped[str] = mapped_column(primary_key=True)
    free_at: Mapped[datetime]
    latency: Mapped[float]
    strain: Mapped[float]
    resting_until: Mapped[datetime | None]
    resting_why: Mapped[str | None]
    day: Mapped[date]
    requests: Mapped[int]
    received: Mapped[int] = mapped_column(BigInteger)

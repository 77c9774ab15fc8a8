"""Tables of what was found and read: links, fetches, articles, versions and their readings."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from pipeline.store.packed import Digest, Packed
from pipeline.store.tables.base import Base


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
        # its latest, without all others
        Index(None, "source", "id"),
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
    """How far long work has come, or what was met, so that whoever comes later goes on there."""

    __tablename__ = "progress"

    #: such as "reread"
    work: Mapped[str] = mapped_column(primary_key=True)
    #: the last that is done: an id, a line; of what was met, when: microseconds since 1970
    position: Mapped[int] = mapped_column(BigInteger)
    #: what it has counted so far
    counts: Mapped[dict[str, Any]]

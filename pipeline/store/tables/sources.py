"""Tables of sources and hosts: how they are, when they are due, what they were asked for."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import BigInteger, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from pipeline.store.tables.base import Base


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


class LearnedRow(Base):
    """What is learned of how often a source's articles are edited; see `scheduler.learning`."""

    __tablename__ = "learned"

    #: "" for what all sources share
    source: Mapped[str] = mapped_column(primary_key=True)
    learned_at: Mapped[datetime]
    data: Mapped[dict[str, Any]]


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

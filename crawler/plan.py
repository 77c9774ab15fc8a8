"""What one crawl is asked to do, whom it hands its findings to, and what it reports.

The plan is made from the store by the scheduler; the sink is the pipeline's side.
Nothing here touches the network.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Protocol

from config.settings import SectionSettings, SourceSettings
from pipeline.records import (
    FetchedPage,
    FetchFailure,
    Listing,
    ListingAnswer,
    NotModified,
    PageVisit,
    RobotsRecord,
    Sweep,
    SweepVisit,
)

__all__ = [
    "CrawlPlan",
    "CrawlReport",
    "CrawlSink",
    "ListingAnswer",
    "PageVisit",
    "RobotsRecord",
    "SectionPoll",
]


@dataclass(frozen=True, slots=True)
class SectionPoll:
    """A section to poll, with the validators of its last full answer."""

    section: SectionSettings
    etag: str | None = None
    last_modified: str | None = None
    #: None: somebody wants it now
    due_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class CrawlPlan:
    """One crawl over one source's due work."""

    source: SourceSettings
    polls: tuple[SectionPoll, ...]
    visits: tuple[PageVisit, ...]
    #: addresses of articles known of the source, the latest found first: what they look like
    #: tells which links of a listing lead to articles
    known: tuple[str, ...] = ()
    #: after the sections and before the pages
    sweeps: tuple[SweepVisit, ...] = ()
    #: its visits confirm edits and removals, for which part of a host's day is kept
    confirms: bool = False
    #: no page is asked for later than this after the beginning, so that a crawl with long pauses
    #: takes turns with others; what is left stays due. None: all are
    longest: timedelta | None = None


class CrawlSink(Protocol):
    """Where a crawl hands its findings; each call returns once they are stored."""

    async def listing(self, listing: Listing) -> ListingAnswer: ...

    async def section_unchanged(self, section: str, answer: NotModified) -> None: ...

    async def section_failed(self, section: str, failure: FetchFailure) -> None: ...

    async def section_done(self, section: str, *, complete: bool = True) -> None:
        """The pages of the section that could be had have been handed over.

        Args:
            complete: False when a later page failed in passing: the next poll pages on.
        """
        ...

    async def sweep(
        self, visit: SweepVisit, answer: Sweep | NotModified | FetchFailure
    ) -> tuple[PageVisit, ...]:
        """What came of asking a source what changed; gives the pages to look at for it."""
        ...

    async def page(self, answer: FetchedPage | NotModified | FetchFailure) -> None: ...

    async def robots(self, origin: str) -> RobotsRecord | None: ...

    async def keep_robots(self, record: RobotsRecord) -> None: ...


@dataclass(frozen=True, slots=True)
class CrawlReport:
    """What one crawl did, in counts."""

    source: str
    started_at: datetime
    finished_at: datetime
    #: every request that left, robots.txt and redirects included
    requests: int
    #: bytes received, bodies only
    received: int
    listings: int = 0
    pages: int = 0
    not_modified: int = 0
    failures: int = 0
    #: False when it was asked to stop before its work was done
    completed: bool = True
    #: first few failures, one clear line each
    complaints: tuple[str, ...] = field(default=())

    def followed_by(self, later: CrawlReport) -> CrawlReport:
        """The two as one crawl of the source."""
        return replace(
            later,
            started_at=self.started_at,
            requests=self.requests + later.requests,
            received=self.received + later.received,
            listings=self.listings + later.listings,
            pages=self.pages + later.pages,
            not_modified=self.not_modified + later.not_modified,
            failures=self.failures + later.failures,
            completed=self.completed and later.completed,
            complaints=(*self.complaints, *later.complaints),
        )

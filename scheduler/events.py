"""What is told to whoever watches the work: progress bars, metrics, Sentry's monitors.

An event says that something has come to pass; nobody who is told can change it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from crawler.plan import CrawlReport
from pipeline.delivery.deliver import Sent
from pipeline.ingest import Outcome
from pipeline.reading import ReadingDone
from pipeline.records import ListingAnswer


@dataclass(frozen=True, slots=True)
class PageDone:
    """One page's outcome."""

    source: str
    url: str
    outcome: Outcome


@dataclass(frozen=True, slots=True)
class SectionPolled:
    """What came of one poll."""

    source: str
    section: str
    outcome: Literal["listed", "unchanged", "failed"]
    #: seconds after the poll was due
    late: float


#: listings are told page by page, a section's poll once
Event = CrawlReport | ListingAnswer | PageDone | ReadingDone | SectionPolled | Sent
Watcher = Callable[[Event], None]


def unwatched(_: Event) -> None:
    """Nobody wants to know."""


def told_to(*watchers: Watcher) -> Watcher:
    """Several as one."""

    def tell(event: Event) -> None:
        for watcher in watchers:
            watcher(event)

    return tell

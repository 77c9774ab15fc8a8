"""What the parts of one crawl share: its plan, its sink, its counts and the wish to stop."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from dataclasses import dataclass, field
from typing import Any, TypeVar

from scrapy.crawler import Crawler

from crawler.pace import Pace
from crawler.plan import CrawlPlan, CrawlSink
from crawler.rendering import Renderer
from pipeline.egress.policy import EgressPolicy
from pipeline.reading import Reader
from pipeline.urls import host_key, same_site

T = TypeVar("T")
_MOST_COMPLAINTS = 5


class CrawlStopped(Exception):  # noqa: N818 - a wish that was granted, not a fault
    """The crawl was asked to stop; what was in flight is dropped and stays due."""


@dataclass(slots=True)
class Tally:
    """Counts of one crawl, see `crawler.plan.CrawlReport`."""

    requests: int = 0
    received: int = 0
    listings: int = 0
    pages: int = 0
    not_modified: int = 0
    failures: int = 0
    complaints: list[str] = field(default_factory=list)

    def complain(self, line: str) -> None:
        if len(self.complaints) < _MOST_COMPLAINTS:
            self.complaints.append(line)


@dataclass(slots=True, eq=False)
class Errand:
    """One crawl under way."""

    plan: CrawlPlan
    sink: CrawlSink
    policy: EgressPolicy
    pace: Pace
    reader: Reader
    renderer: Renderer
    #: told each address just before it is asked for
    progress: Callable[[str], None]
    tally: Tally = field(default_factory=Tally)
    #: it was asked to stop
    is_stopping: bool = False
    #: False once work was left undone because it was
    completed: bool = True
    #: the crawl's own course, which ends before the spider does
    work: asyncio.Task[None] | None = None
    #: what ends at once when the crawl is asked to stop
    _waits: set[asyncio.Future[Any]] = field(default_factory=set)

    def stop(self) -> None:
        """Asks the crawl to stop; again, it changes nothing: what cleans up is left to."""
        if self.is_stopping:
            return
        self.is_stopping = True
        for one in self._waits:
            one.cancel()

    async def unless_stopped(self, work: Coroutine[Any, Any, T]) -> T:
        """What some work brings; it is cancelled when the crawl is asked to stop.

        Raises:
            CrawlStopped: it was.
        """
        working = asyncio.ensure_future(work)
        self._waits.add(working)
        if self.is_stopping:
            working.cancel()
        try:
            return await working
        except asyncio.CancelledError:
            waiting = asyncio.current_task()
            if self.is_stopping and not (waiting and waiting.cancelling()):
                raise CrawlStopped from None
            raise  # whoever waits was cancelled itself
        finally:
            self._waits.discard(working)

    def count(self, url: str, *, part: bool, requests: int = 0, received: int = 0) -> None:
        """Counts what left and what came: of the crawl, and of the host's day.

        Args:
            part: a page's scripts asked for it; on a stranger's host it is nobody's day.
        """
        self.tally.requests += requests
        self.tally.received += received
        if not part or self.is_ours(url):
            self.pace.meter(host_key(url), requests=requests, received=received)

    def is_ours(self, url: str, asked: str | None = None) -> bool:
        """Whether an address is on one of the source's hosts, or on that of `asked`."""
        source = self.plan.source
        ours = [str(source.home), *(section.url for section in source.sections)]
        try:
            return any(same_site(url, one) for one in (*ours, *([asked] if asked else [])))
        except ValueError:
            return False


def errand_of(crawler: Crawler) -> Errand:
    """The errand of the crawl that a Scrapy component belongs to."""
    errand: Errand = crawler.spider.errand  # type: ignore[union-attr]
    return errand

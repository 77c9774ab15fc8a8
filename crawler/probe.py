"""Fetches a few addresses of a site one after the other, as politely as a crawl does.

Each goes through the crawl engine with all its gates: robots.txt, pace, egress guard,
limits, honest User-Agent. Which addresses are worth asking for is `crawler.survey`'s.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from config.settings import SourceSettings
from crawler.plan import CrawlPlan
from crawler.runner import CrawlRunner
from pipeline.records import (
    FailureReason,
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


class Probe:
    """Asks for single addresses and remembers each host's robots.txt.

    Args:
        runner: what fetches; its reactor must be installed.
        delay: between two requests to a host; a longer Crawl-delay wins.
        progress: told each address just before it is asked for.
    """

    def __init__(
        self, runner: CrawlRunner, delay: timedelta, progress: Callable[[str], None]
    ) -> None:
        self._runner, self._delay, self._progress = runner, delay, progress
        self._memory = _Memory()
        #: all that left, robots.txt and redirects included
        self.requests = 0

    async def fetch(self, url: str) -> FetchedPage | FetchFailure:
        """What came of asking for one address; redirects are followed on its own site only."""
        source = SourceSettings.model_validate(
            {
                "name": "probe",
                "home": url,
                "delay": self._delay,
                "sections": [{"name": "page", "page": url}],
            }
        )
        self._memory.answer = None
        plan = CrawlPlan(source, (), (PageVisit(url),))
        report = await self._runner.crawl(plan, self._memory, self._progress)
        self.requests += report.requests
        answer = self._memory.answer
        if isinstance(answer, FetchedPage | FetchFailure):
            return answer
        now = datetime.now(UTC)
        return FetchFailure(source.name, url, now, FailureReason.UNREACHABLE, "no answer came")

    def robots(self, origin: str) -> RobotsRecord | None:
        """The robots.txt of a host that was asked something, None for others."""
        return self._memory.records.get(origin)


class _Memory:
    """The sink of a probe: the last answer, and robots.txt by origin."""

    def __init__(self) -> None:
        self.answer: FetchedPage | NotModified | FetchFailure | None = None
        self.records: dict[str, RobotsRecord] = {}

    async def page(self, answer: FetchedPage | NotModified | FetchFailure) -> None:
        self.answer = answer

    async def robots(self, origin: str) -> RobotsRecord | None:
        return self.records.get(origin)

    async def keep_robots(self, record: RobotsRecord) -> None:
        self.records[record.origin] = record

    async def listing(self, listing: Listing) -> ListingAnswer:
        return ListingAnswer((), go_on=False)

    async def section_unchanged(self, section: str, answer: NotModified) -> None: ...

    async def section_failed(self, section: str, failure: FetchFailure) -> None: ...

    async def section_done(self, section: str, *, complete: bool = True) -> None: ...

    async def sweep(
        self, visit: SweepVisit, answer: Sweep | NotModified | FetchFailure
    ) -> tuple[PageVisit, ...]:
        return ()

"""Fetches a few addresses of a site one after the other, as politely as a crawl does.

Each goes through the crawl engine with all its gates: robots.txt, pace, egress guard,
limits, honest User-Agent. Which addresses are worth asking for is `crawler.survey`'s.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from config.settings import SourceSettings
from crawler.one_page import OnePage
from crawler.plan import CrawlPlan
from crawler.runner import CrawlRunner
from pipeline.records import FailureReason, FetchedPage, FetchFailure, PageVisit, RobotsRecord


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
        self._memory = OnePage()
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

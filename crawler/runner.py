"""Runs crawls in the service's own asyncio loop, and ends them when asked to."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from scrapy.crawler import AsyncCrawlerRunner, Crawler
from scrapy.signalmanager import SignalManager

from crawler.egress import EgressGuard, install_guard, self_test
from crawler.errand import Errand
from crawler.pace import Pace
from crawler.plan import CrawlPlan, CrawlReport, CrawlSink
from crawler.reactor import installed_reactor
from crawler.rendering import Renderer
from crawler.settings import Limits, crawl_settings, user_agent
from crawler.spider import PlanSpider
from pipeline.egress.policy import EgressPolicy
from pipeline.reading import Reader

#: seconds that Scrapy gets to close what a crawl left behind when it overran its bound
_LAST_CALL = 2.0


class CrawlRunner:
    """Crawls sources, several at a time; one host's requests are spaced over all of them.

    Args:
        contact: address or URL under which the people who run this can be reached.
        version: of Marsad.
        policy: what may be connected to. It holds for all that goes through the reactor.
        reader: reads listings, within bounds.
        limits: what a site can cost at most.
        pace: what is known of the hosts; by default nothing, and nothing is kept.
    """

    def __init__(
        self,
        contact: str,
        version: str,
        policy: EgressPolicy,
        reader: Reader,
        limits: Limits | None = None,
        pace: Pace | None = None,
    ) -> None:
        self._agent = user_agent(version, contact)
        self._policy = policy
        self._reader = reader
        self._limits = limits or Limits()
        self._pace = pace or Pace()
        self._guard: EgressGuard | None = None
        self._proving = asyncio.Lock()
        self._browser_turn = asyncio.Lock()
        self._scrapy = AsyncCrawlerRunner()
        self._running: dict[Errand, tuple[Crawler, asyncio.Task[None]]] = {}
        # Its warnings repeat what our own records say; its errors are ours to see.
        logging.getLogger("scrapy").setLevel(logging.ERROR)

    async def crawl(
        self,
        plan: CrawlPlan,
        sink: CrawlSink,
        progress: Callable[[str], None] | None = None,
    ) -> CrawlReport:
        """Runs one crawl to its end, or until `stop` or a cancellation ends it.

        Args:
            progress: told each address just before it is asked for.

        Raises:
            RuntimeError: no reactor is installed, or the egress guard does not hold.
            Exception: whatever the sink raised; nothing more is fetched then.
        """
        await self._prove_guard()
        started = datetime.now(UTC)
        renderer = Renderer(self._agent, plan.source.language, self._browser_turn)
        say = progress or _silence
        errand = Errand(plan, sink, self._policy, self._pace, self._reader, renderer, say)
        settings = crawl_settings(plan.source.language, self._agent, self._limits)
        crawler = Crawler(PlanSpider, settings)
        crawler.signals = _Signals(crawler)
        task = self._scrapy.crawl(crawler, errand)
        self._running[errand] = crawler, task
        try:
            await asyncio.shield(task)
        except asyncio.CancelledError:
            await self._end(errand, crawler, task)
            raise
        finally:
            del self._running[errand]
        if errand.work is not None and errand.work.done():
            errand.work.result()
        return _report(errand, started)

    async def stop(self) -> None:
        """Asks the running crawls to stop and waits for them, within `Limits.stop` seconds.

        What is in flight is dropped and stays due; what has arrived is handed over.
        """
        await asyncio.gather(*(self._end(one, *run) for one, run in self._running.items()))

    async def _end(self, errand: Errand, crawler: Crawler, task: asyncio.Task[None]) -> None:
        errand.stop()
        await asyncio.wait((task,), timeout=self._limits.stop)
        if not task.done():  # the sink does not return
            errand.completed = False
            closing = asyncio.create_task(crawler.stop_async())
            await asyncio.wait((closing,), timeout=_LAST_CALL)

    async def _prove_guard(self) -> None:
        """Puts this runner's guard in force, and sees that it is."""
        async with self._proving:
            if self._guard is None or installed_reactor().nameResolver is not self._guard:
                self._guard = install_guard(self._policy)
                await self_test()


class _Signals(SignalManager):
    """Scrapy's, but for those that nobody hears: most of the eight that each page sends."""

    def __init__(self, sender: Crawler) -> None:
        super().__init__(sender)
        self._heard: set[Any] = set()

    def connect(self, receiver: Any, signal: Any, **kwargs: Any) -> None:
        self._heard.add(signal)
        super().connect(receiver, signal, **kwargs)

    def send_catch_log(self, signal: Any, **kwargs: Any) -> list[tuple[Any, Any]]:
        return super().send_catch_log(signal, **kwargs) if signal in self._heard else []


def _silence(url: str) -> None:
    """Nobody wants to know."""


def _report(errand: Errand, started: datetime) -> CrawlReport:
    tally = errand.tally
    return CrawlReport(
        source=errand.plan.source.name,
        started_at=started,
        finished_at=datetime.now(UTC),
        requests=tally.requests,
        received=tally.received,
        listings=tally.listings,
        pages=tally.pages,
        not_modified=tally.not_modified,
        failures=tally.failures,
        completed=errand.completed,
        complaints=tuple(tally.complaints),
    )

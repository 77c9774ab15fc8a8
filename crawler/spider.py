"""The one spider: does what a crawl's plan says and hands all it finds to the sink.

What is worth fetching is the pipeline's to say, how to read a listing
`crawler.discovery`'s. Manners and safety are seen to below, in handler and middlewares.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterable, Iterator
from datetime import UTC, datetime
from itertools import count
from time import monotonic
from typing import Any, Self

from scrapy import Request, Spider, signals
from scrapy.crawler import Crawler

from config.settings import SectionSettings
from config.telemetry import report_unexpected
from crawler.answers import Answer, answer_of, conditional_request, failure_of
from crawler.discovery import Found, Unreadable
from crawler.discovery.course import Course
from crawler.discovery.feed import read_feed
from crawler.discovery.section_page import read_section_page
from crawler.discovery.sitemap import read_sitemap
from crawler.errand import CrawlStopped, Errand
from crawler.failures import EXPECTED, Dropped, as_dropped
from crawler.handler import PART_OF_A_PAGE, note_received
from crawler.plan import SectionPoll
from crawler.redirects import ANY_SITE
from crawler.rendering import Part, is_html
from crawler.sweeps import read_sweep
from pipeline.hosts import Welcome
from pipeline.presets import looks_like_article, site_rules
from pipeline.reading import Cut
from pipeline.records import (
    FailureReason,
    FetchedPage,
    FetchFailure,
    Listing,
    NotModified,
    PageVisit,
    Sweep,
    SweepVisit,
    Told,
)
from pipeline.urls import host_key, url_key

#: reasons why a later page of a listing will not be had tomorrow either
_FOR_GOOD = (FailureReason.ROBOTS, FailureReason.NOT_FOUND, FailureReason.GONE)
#: bytes; fifty thousand addresses, the protocol's bound, have some ten megabytes
_MOST_OF_A_SITEMAP = 16 * 1024 * 1024


class PlanSpider(Spider):
    """Runs one errand:

        for each section to poll:
            fetch its listing, unless it did not change; of a sitemap index, its sitemaps
            hand the links over; learn which pages to visit and whether to page on
        ask what changed where the source's system tells; learn which pages to visit
        visit what these brought, then what was due anyway, each address once

    One request at a time. A host that asks for peace, or that keeps failing, is left alone
    for the rest of the crawl; what was not fetched stays due.
    """

    name = "marsad"

    def __init__(self, errand: Errand, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.errand = errand
        self._source = errand.plan.source
        self._rules = site_rules(self._source.preset, self._source.rules)
        self._at_peace: set[str] = set()

    @classmethod
    def from_crawler(cls, crawler: Crawler, *args: Any, **kwargs: Any) -> Self:
        spider = super().from_crawler(crawler, *args, **kwargs)
        crawler.signals.connect(note_received, signals.bytes_received)
        return spider

    async def start(self) -> AsyncIterator[Any]:
        """Runs the errand beside Scrapy's own loop, which cancels `start` when it stops."""
        self.errand.work = asyncio.create_task(self._run(), name=f"crawl {self._source.name}")
        await asyncio.wait((self.errand.work,))
        return
        yield  # makes it the generator that Scrapy wants; every request goes out from `_run`

    async def _run(self) -> None:
        plan, found, began = self.errand.plan, list[PageVisit](), monotonic()
        async with self.errand.renderer:
            try:
                for poll in plan.polls:
                    await self._poll(poll, found)
                for sweep in plan.sweeps:
                    found += await self._sweep(sweep)
                for visit in _distinct((*found, *plan.visits)):
                    if plan.longest and monotonic() - began > plan.longest.total_seconds():
                        break
                    await self._visit(visit)
            except CrawlStopped:
                self.errand.completed = False

    # --- sections --------------------------------------------------------------

    async def _poll(self, poll: SectionPoll, found: list[PageVisit]) -> None:
        section, tally = poll.section, self.errand.tally
        page: PageVisit | None = PageVisit(section.url, poll.etag, poll.last_modified)
        course = Course(section)
        for number in count():
            if page is None or number >= course.most_requests:
                break
            if self._is_at_peace(page.url):
                return
            listing = await self._listing(section, page, course, first=number == 0)
            if isinstance(listing, FetchFailure):
                if number == 0:
                    self._note(listing, section.name)
                    await self.errand.sink.section_failed(section.name, listing)
                    return
                for_good = listing.reason in _FOR_GOOD
                if not (for_good and course.is_guess):
                    self._note(listing, section.name)
                # what the first pages showed stands: the section itself did not fail
                await self.errand.sink.section_done(section.name, complete=for_good)
                return
            if isinstance(listing, NotModified):
                tally.not_modified += 1
                await self.errand.sink.section_unchanged(section.name, listing)
                return
            tally.listings += 1
            answer = await self.errand.sink.listing(listing)
            found += answer.visits
            following = course.after(listing, answer)
            page = PageVisit(following) if following else None
        await self.errand.sink.section_done(section.name)

    async def _listing(
        self, section: SectionSettings, page: PageVisit, course: Course, *, first: bool
    ) -> Listing | NotModified | FetchFailure:
        answer = await self._fetch(
            page, most_bytes=_MOST_OF_A_SITEMAP if section.kind == "sitemap" else None
        )
        if not isinstance(answer, FetchedPage):
            return answer
        found = await self._read(section, answer)
        if isinstance(found, Unreadable | Cut):
            broken = Dropped(FailureReason.BROKEN, found.why, answer.status)
            return failure_of(self._source.name, page.url, broken, answer.fetched_at)
        ours = [link for link in found.links if self.errand.is_ours(link.url, section.url)]
        links = tuple(one for one in ours if looks_like_article(one.url, self._rules) is not False)
        complaints = found.complaints
        if found.links and not ours:
            complaints += ("all its links lead to other sites",)
        elif ours and not links:
            complaints += ("none of its links is an article's by the source's rules",)
        elif first and section.kind == "page" and not links:
            complaints += ("no article links were found on this page",)
        course.learn(
            page.url,
            [one for one in found.sitemaps if self.errand.is_ours(one.url, section.url)],
            names_pages=bool(links) or not found.sitemaps,
        )
        # an index need not change when one of its sitemaps does
        is_index = bool(found.sitemaps)
        return Listing(
            source=self._source.name,
            section=section.name,
            url=page.url,
            fetched_at=answer.fetched_at,
            links=links,
            next_url=found.next_url or course.next_sitemap,
            deeper_url=found.deeper_url,
            etag=None if is_index else answer.etag,
            last_modified=None if is_index else answer.last_modified,
            complaints=complaints,
            good_for=answer.good_for,
            ttl=found.ttl,
        )

    async def _read(
        self, section: SectionSettings, answer: FetchedPage
    ) -> Found | Unreadable | Cut:
        where = (answer.body, answer.final_url, answer.content_type, self._source.timezone)
        reader, name, language = self.errand.reader, self._source.name, self._source.language
        try:
            if section.kind == "feed":
                return await reader.read(name, read_feed, *where, language)
            known = self.errand.plan.known
            if section.kind == "sitemap":
                return await reader.read(name, read_sitemap, *where, known)
            rules = (self._source.preset, known, self._source.rules, language)
            return await reader.read(name, read_section_page, *where, *rules)
        except Exception as error:  # noqa: BLE001 - a listing's boundary: the crawl must go on
            report_unexpected(error, source=name, section=section.name)
            return Unreadable("reading it failed unexpectedly; see the log")

    # --- sweeps ----------------------------------------------------------------

    async def _sweep(self, visit: SweepVisit) -> tuple[PageVisit, ...]:
        """Asks what changed; that nobody answers is no failure of the crawl."""
        if self._is_at_peace(visit.url):
            return ()
        answer = await self._fetch(PageVisit(visit.url, visit.etag, visit.last_modified))
        if not isinstance(answer, FetchedPage):
            return await self.errand.sink.sweep(visit, answer)
        return await self.errand.sink.sweep(visit, await self._read_sweep(visit, answer))

    async def _read_sweep(self, visit: SweepVisit, answer: FetchedPage) -> Sweep | FetchFailure:
        name, at = self._source.name, answer.fetched_at
        read: tuple[Told, ...] | Unreadable | Cut
        try:
            read = await self.errand.reader.read(
                name, read_sweep, visit.kind, answer.body, answer.final_url
            )
        except Exception as error:  # noqa: BLE001 - a sweep's boundary: the crawl must go on
            report_unexpected(error, source=name, sweep=str(visit.kind))
            read = Unreadable("reading it failed unexpectedly; see the log")
        if isinstance(read, Unreadable | Cut):
            # a status says that it arrived and is no sweep; reading that was cut proves nothing
            status = answer.status if isinstance(read, Unreadable) else None
            broken = Dropped(FailureReason.BROKEN, read.why, status)
            return failure_of(name, visit.url, broken, at)
        told = tuple(one for one in read if self.errand.is_ours(one.link.url))
        return Sweep(name, visit, at, told, answer.etag, answer.last_modified)

    # --- pages -----------------------------------------------------------------

    async def _visit(self, visit: PageVisit) -> None:
        if self._is_at_peace(visit.url):
            return
        answer = await self._fetch(visit)
        if isinstance(answer, FetchFailure):
            self._note(answer, visit.url)
        elif isinstance(answer, NotModified):
            self.errand.tally.not_modified += 1
        else:
            self.errand.tally.pages += 1
        await self.errand.sink.page(answer)

    async def _fetch(self, visit: PageVisit, *, most_bytes: int | None = None) -> Answer:
        """What came of asking for one address.

        Args:
            most_bytes: what the answer may have instead of what every answer may.

        Raises:
            CrawlStopped: the crawl was asked to stop.
        """
        if self.errand.is_stopping:
            raise CrawlStopped
        self.errand.progress(visit.url)
        name = self._source.name
        try:
            response = await self.crawler.engine.download_async(
                conditional_request(visit, most_bytes)
            )
            answer = answer_of(name, visit, response)
        except EXPECTED as error:
            answer = failure_of(name, visit.url, as_dropped(error), datetime.now(UTC))
        await self._heed(answer)
        if self._source.render == "browser" and is_html(answer):
            rendering = self.errand.renderer.render(answer, self._part)
            return await self.errand.unless_stopped(rendering)
        return answer

    async def _part(self, url: str) -> Part | None:
        """What the scripts of a page ask for, had by the same rules as the page."""
        request = Request(url, meta={ANY_SITE: True, PART_OF_A_PAGE: True}, dont_filter=True)
        try:
            response = await self.crawler.engine.download_async(request)
        except (*EXPECTED, CrawlStopped):
            return None
        kind = (response.headers.get("Content-Type") or b"").decode("latin-1")
        return Part(response.status, kind, response.body)

    # --- hosts -----------------------------------------------------------------

    def _is_at_peace(self, url: str) -> bool:
        """Whether a host is left alone for the rest of the crawl; what is due there stays due."""
        host = host_key(url)
        welcome = self.errand.pace.welcome(host)
        if welcome is Welcome.CONFIRMING and self.errand.plan.confirms:
            welcome = Welcome.OPEN
        if welcome is not Welcome.OPEN:
            self._at_peace.add(host)
        return host in self._at_peace

    async def _heed(self, answer: Answer) -> None:
        failure = answer if isinstance(answer, FetchFailure) else None
        await self.errand.pace.heed(host_key(answer.url), failure)
        if failure and failure.retry_after:
            self._at_peace.add(host_key(answer.url))

    def _note(self, failure: FetchFailure, what: str) -> None:
        self.errand.tally.failures += 1
        self.errand.tally.complain(f"{what}: {failure.detail}")


def _distinct(visits: Iterable[PageVisit]) -> Iterator[PageVisit]:
    """Each address once, as it first comes."""
    seen: set[str] = set()
    for visit in visits:
        key = url_key(visit.url)
        if key not in seen:
            seen.add(key)
            yield visit

"""Obeys robots.txt as RFC 9309 has it, with the pipeline's store as its memory.

Scrapy's own middleware takes an unreachable robots.txt for a permission, asks for it at
every crawl and does not heed Crawl-delay, so only its place in the chain is used.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

from protego import Protego
from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.downloadermiddlewares.robotstxt import RobotsTxtMiddleware
from scrapy.robotstxt import RobotParser

from crawler.errand import errand_of
from crawler.failures import EXPECTED, Dropped, as_dropped
from crawler.redirects import ANY_SITE
from pipeline.records import FailureReason, RobotsRecord
from pipeline.urls import host_key

#: the product token that robots.txt files know us by
AGENT = "Marsad"

#: RFC 9309, section 2.4; an older copy does not serve, though it may while there is no newer one
FRESH_FOR = timedelta(hours=24)
#: after how long a robots.txt is asked for again that was answered with an error
RETRY_ERROR_AFTER = timedelta(minutes=10)
#: and one that was not answered: the host was down, or our own network was
RETRY_SILENCE_AFTER = timedelta(minutes=1)
#: RFC 9309, section 2.5
_READ_AT_MOST = 500 * 1024
#: seconds; more would starve the source
_LONGEST_CRAWL_DELAY = 600.0

_AGENT = re.compile(r"\s*user[- ]?agent\s*[:\s]\s*(?P<token>\*|[a-z_-]+)?", re.IGNORECASE)

_SITEMAP = re.compile(r"^[ \t]*sitemap[ \t]*:[ \t]*(\S+)", re.IGNORECASE | re.MULTILINE)


class Rules(RobotParser):
    """What one robots.txt says to us.

    Args:
        body: the file; only its first 500 KiB count.
    """

    def __init__(self, body: bytes) -> None:
        text = body[:_READ_AT_MOST].decode("utf-8-sig", "ignore")
        self._file = Protego.parse("\n".join(map(_for_us, text.splitlines())))

    @classmethod
    def from_crawler(cls, crawler: Crawler, robotstxt_body: bytes) -> Rules:
        return cls(robotstxt_body)

    def allowed(self, url: str | bytes, user_agent: str | bytes = AGENT) -> bool:
        return self._file.can_fetch(url if isinstance(url, str) else url.decode("latin-1"), AGENT)

    def crawl_delay(self, user_agent: str | bytes = AGENT) -> float:
        """Seconds between requests, by Crawl-delay and Request-rate, whichever asks for more.

        What is said to us, else to all, else 0; at most ten minutes.
        """
        delay = self._file.crawl_delay(AGENT)
        delay = self._file.crawl_delay("*") if delay is None else delay
        rate = self._file.request_rate(AGENT) or self._file.request_rate("*")
        # the figures have as many digits as the file likes
        by_rate = min(rate.seconds, 10**6) / rate.requests if rate else 0.0
        return min(max(delay or 0.0, by_rate), _LONGEST_CRAWL_DELAY)


def _for_us(line: str) -> str:
    """A line with the agent it names as one of: us, all, some other.

    The parser matches tokens by their beginnings, where the RFC wants the whole token; and
    it keeps all rules once for each agent, which a hostile file can make thousands.
    """
    found = _AGENT.match(line)
    if found is None:
        return line
    token = (found["token"] or "").lower()
    return f"User-agent: {token if token in ('*', AGENT.lower()) else 'other'}"


def is_unreachable(record: RobotsRecord) -> bool:
    """Whether nothing may be fetched because of how robots.txt was answered.

    429 is no "unavailable" here though it is a 4xx: a server under load did not say that
    it has no rules.
    """
    return record.status in (0, 429) or record.status >= 500


def rules_of(record: RobotsRecord) -> Rules | None:
    """What a robots.txt that was answered says, None where everything is allowed."""
    return Rules(record.body) if 200 <= record.status < 300 else None


def sitemaps_of(record: RobotsRecord) -> tuple[str, ...]:
    """The sitemaps that a robots.txt names, as written, each once."""
    if not 200 <= record.status < 300:
        return ()
    text = record.body[:_READ_AT_MOST].decode("utf-8-sig", "ignore")
    return tuple(dict.fromkeys(found.strip() for found in _SITEMAP.findall(text)))


def holds_until(record: RobotsRecord) -> datetime:
    """When robots.txt is to be asked for again."""
    if record.status == 0:
        return record.fetched_at + RETRY_SILENCE_AFTER
    return record.fetched_at + (RETRY_ERROR_AFTER if is_unreachable(record) else FRESH_FOR)


class RobotsRules(RobotsTxtMiddleware):
    """Downloader middleware: asks for rules once a crawl and host, and holds to them."""

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        self._errand = errand_of(crawler)
        self._rules: dict[str, Rules | Dropped | None] = {}

    async def robot_parser(self, request: Request) -> RobotParser | None:
        """The rules for a request, None where there are none.

        Raises:
            Dropped: robots.txt could not be had, so nothing may be fetched.
        """
        parts = urlsplit(request.url)
        origin = f"{parts.scheme}://{parts.netloc}"
        if origin not in self._rules:
            self._rules[origin] = await self._load(origin)
        rules = self._rules[origin]
        if isinstance(rules, Dropped):
            raise rules
        return rules

    def process_request_2(self, rp: RobotParser | None, request: Request) -> None:
        if rp is not None and not rp.allowed(request.url, AGENT):
            raise Dropped(FailureReason.ROBOTS, "robots.txt forbids this address")

    async def _load(self, origin: str) -> Rules | Dropped | None:
        """From the store if that is fresh enough, else from the host."""
        known, now = await self._errand.sink.robots(origin), datetime.now(UTC)
        why = "not long ago"
        if known is None or now >= holds_until(known):
            known, why = await self._ask(origin)
            await self._errand.sink.keep_robots(known)
        if is_unreachable(known):
            wait = (holds_until(known) - now).total_seconds()
            detail = f"robots.txt could not be had ({why}), so nothing may be fetched"
            return Dropped(FailureReason.ROBOTS, detail, retry_after=max(wait, 1.0))
        rules = rules_of(known)
        self._errand.pace.set_crawl_delay(
            host_key(origin), rules.crawl_delay() if rules is not None else 0.0
        )
        return rules

    async def _ask(self, origin: str) -> tuple[RobotsRecord, str]:
        """The host's answer, with what was wrong if it could not be had.

        Raises:
            Dropped: our own egress policy refuses the host; its robots.txt is no matter then.
        """
        meta: dict[str, Any] = {"dont_obey_robotstxt": True, ANY_SITE: True}
        url = f"{origin}/robots.txt"
        self._errand.progress(url)
        status, body, why = 0, b"", ""
        try:
            response = await self.crawler.engine.download_async(Request(url, meta=meta))
            status, body = response.status, response.body[:_READ_AT_MOST]
            why = f"the server answered {status}"
        except EXPECTED as error:
            dropped = as_dropped(error)
            elsewhere = dropped.status is not None
            refused = dropped.reason is FailureReason.REFUSED
            if refused and not elsewhere:
                raise dropped from error
            status, why = 0 if refused else dropped.status or 0, dropped.detail
        record = RobotsRecord(
            origin, status, body if 200 <= status < 300 else b"", datetime.now(UTC)
        )
        return record, why

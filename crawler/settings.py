"""How Scrapy is set up for a crawl: polite, bounded, and with nothing listening.

What is not named here stays as Scrapy has it. Pacing is `crawler.pace`'s, not Scrapy's:
its delays end with each crawl and do not know that www and the bare host are one.
"""

from __future__ import annotations

import copy
from dataclasses import dataclass
from functools import lru_cache
from typing import Self

from scrapy.downloadermiddlewares.defaultheaders import DefaultHeadersMiddleware
from scrapy.downloadermiddlewares.downloadtimeout import DownloadTimeoutMiddleware
from scrapy.downloadermiddlewares.useragent import UserAgentMiddleware
from scrapy.settings import Settings

from crawler.capture import Capture
from crawler.decoding import ContentDecoding
from crawler.egress import EgressCheck
from crawler.handler import PoliteHandler
from crawler.redirects import SameSiteRedirects, SameSiteRefresh
from crawler.robots import RobotsRules


@dataclass(frozen=True, slots=True)
class Limits:
    """What a site can cost us at most."""

    #: seconds for one answer as a whole, from connecting to the last byte
    timeout: float = 30.0
    #: bytes of one body, as received and again when decompressed
    size: int = 5 * 1024 * 1024
    #: seconds that a crawl which was asked to stop may take to end
    stop: float = 8.0


def user_agent(version: str, contact: str) -> str:
    """Who we say we are, with a way to reach the people who run us."""
    return f"Marsad/{version} (+{contact})"


class CrawlSettings(Settings):
    """Scrapy's settings, of which every crawl gets a copy.

    A copy has the same values: nobody changes any in place, and to copy them as well takes longer
    than a poll.
    """

    def copy(self) -> Self:
        copied = copy.copy(self)
        copied.attributes = dict(self.attributes)
        return copied


@lru_cache(maxsize=256)
def crawl_settings(language: str | None, agent: str, limits: Limits) -> CrawlSettings:
    """Scrapy's settings for the crawls of sources in a language."""
    return CrawlSettings(
        {
            # nothing listens, nothing is written, nothing is said; Scrapy's own parts are not
            # even loaded but for those that are named here, since each crawl sets them up anew
            "EXTENSIONS_BASE": {},
            "SPIDER_MIDDLEWARES_BASE": {},
            "DOWNLOADER_MIDDLEWARES_BASE": {},
            "LOG_ENABLED": False,
            "STATS_DUMP": False,
            # only HTTP, with certificates verified
            "DOWNLOAD_HANDLERS_BASE": {},
            "DOWNLOAD_HANDLERS": {"http": PoliteHandler, "https": PoliteHandler},
            "DOWNLOAD_VERIFY_CERTIFICATES": True,
            # bounds
            "DOWNLOAD_TIMEOUT": limits.timeout,
            "DOWNLOAD_MAXSIZE": limits.size,
            "DOWNLOAD_WARNSIZE": 0,
            "DOWNLOAD_FAIL_ON_DATALOSS": True,
            "REDIRECT_MAX_TIMES": 5,
            "METAREFRESH_MAXDELAY": 6,
            # manners
            "USER_AGENT": agent,
            "DEFAULT_REQUEST_HEADERS": {
                "Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8",
                "Accept-Language": language,
            },
            "ROBOTSTXT_OBEY": True,
            "CONCURRENT_REQUESTS_PER_DOMAIN": 1,
            "DOWNLOAD_DELAY": 0,
            # from the spider's side to the wire
            "DOWNLOADER_MIDDLEWARES": {
                EgressCheck: 90,
                RobotsRules: 100,
                DownloadTimeoutMiddleware: 350,
                DefaultHeadersMiddleware: 400,
                UserAgentMiddleware: 500,
                SameSiteRefresh: 580,
                ContentDecoding: 590,
                SameSiteRedirects: 600,
                Capture: 880,
            },
        }
    )

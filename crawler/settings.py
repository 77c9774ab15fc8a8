"""How Scrapy is set up for a crawl: polite, bounded, and with nothing listening.

What is not named here stays as Scrapy has it. Pacing is `crawler.pace`'s, not Scrapy's:
its delays end with each crawl and do not know that www and the bare host are one.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from config.settings import SourceSettings
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


def crawl_settings(source: SourceSettings, agent: str, limits: Limits) -> dict[str, Any]:
    """Scrapy's settings for one crawl of a source."""
    return {
        # nothing listens, nothing is written, nothing is said
        "TELNETCONSOLE_ENABLED": False,
        "REMOTE_CONTROL_ENABLED": False,
        "MEMUSAGE_ENABLED": False,
        "LOG_ENABLED": False,
        "LOGSTATS_INTERVAL": 0,
        "STATS_DUMP": False,
        "HTTPCACHE_ENABLED": False,
        # only HTTP, with certificates verified, and no proxy from the environment
        "DOWNLOAD_HANDLERS": {
            "http": PoliteHandler,
            "https": PoliteHandler,
            "data": None,
            "file": None,
            "ftp": None,
            "s3": None,
        },
        "DOWNLOAD_VERIFY_CERTIFICATES": True,
        "HTTPPROXY_ENABLED": False,
        # bounds
        "DOWNLOAD_TIMEOUT": limits.timeout,
        "DOWNLOAD_MAXSIZE": limits.size,
        "DOWNLOAD_WARNSIZE": 0,
        "DOWNLOAD_FAIL_ON_DATALOSS": True,
        "REDIRECT_MAX_TIMES": 5,
        "METAREFRESH_MAXDELAY": 6,
        "RETRY_ENABLED": False,
        # manners
        "USER_AGENT": agent,
        "DEFAULT_REQUEST_HEADERS": {
            "Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8",
            "Accept-Language": source.language,
        },
        "ROBOTSTXT_OBEY": True,
        "CONCURRENT_REQUESTS_PER_DOMAIN": 1,
        "DOWNLOAD_DELAY": 0,
        "AUTOTHROTTLE_ENABLED": False,
        "COOKIES_ENABLED": False,
        "REFERER_ENABLED": False,
        # from the spider's side to the wire
        "DOWNLOADER_MIDDLEWARES": {
            EgressCheck: 90,
            RobotsRules: 100,
            "scrapy.downloadermiddlewares.robotstxt.RobotsTxtMiddleware": None,
            SameSiteRefresh: 580,
            "scrapy.downloadermiddlewares.redirect.MetaRefreshMiddleware": None,
            ContentDecoding: 590,
            "scrapy.downloadermiddlewares.httpcompression.HttpCompressionMiddleware": None,
            SameSiteRedirects: 600,
            "scrapy.downloadermiddlewares.redirect.RedirectMiddleware": None,
            Capture: 880,
        },
    }

"""No way into Marsad leads inside: every entry point with every spelling of an inner address.

DNS is hostile here, for each name leads to this machine. What counts is that nothing is connected
to, by what listens on all of loopback and by what Python's own sockets are told to do.
"""

from __future__ import annotations

import socket
import sys
from collections.abc import Awaitable, Callable, Iterator, Sequence
from contextlib import closing, suppress
from datetime import UTC, datetime
from html import escape
from typing import Any
from urllib.parse import urlsplit

import pytest

from crawler.plan import CrawlPlan, SectionPoll
from pipeline.channels import DeliveryError
from pipeline.channels.webhook import send_webhook
from pipeline.egress.policy import EgressPolicy
from pipeline.records import FailureReason, FetchedPage, PageVisit, Rendered, RobotsRecord
from pipeline.urls import url_key
from tests.addresses import collected, invented
from tests.builders import SECRET
from tests.integration.crawler_site import (
    Handler,
    Respond,
    Sink,
    Site,
    allows_all,
    article,
    fixed,
    plan,
    raw,
    runner,
    section,
)
from tests.listeners import Listener


class Wire:
    """What this process's sockets were told to connect to while it was looked at."""

    def __init__(self) -> None:
        self.looking = False
        self.connected: list[Any] = []

    def __call__(self, event: str, details: tuple[Any, ...]) -> None:
        if self.looking and event == "socket.connect":
            self.connected.append(details[1][:2])


LITERALLY = socket.getaddrinfo
WIRE = Wire()
sys.addaudithook(WIRE)


@pytest.fixture
def listener() -> Iterator[Listener]:
    with closing(Listener()) as one:
        yield one


@pytest.fixture
def home() -> Iterator[Site]:
    """The one site that may be connected to."""
    with Site() as running:
        yield running


@pytest.fixture(autouse=True)
def hostile_dns(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every name leads here, and some to the rest of the world too."""

    def answer(host: Any, port: Any, *args: Any, **options: Any) -> Any:
        name = host.decode() if isinstance(host, bytes) else host
        inner = LITERALLY("127.0.0.1", port, *args, **options)
        if name.startswith("two-answers"):
            return LITERALLY("93.184.215.14", port, *args, **options) + inner
        return inner

    monkeypatch.setattr(socket, "getaddrinfo", answer)


# --- the ways in -----------------------------------------------------------------------


async def as_pages(home: Site, urls: Sequence[str], *more: Site) -> Sink:
    visits = [PageVisit(url) for url in urls if _is_an_address(url)]
    # robots.txt is known and allows all, else it would be asked for first
    known = {f"{urlsplit(one.url).scheme}://{urlsplit(one.url).netloc}" for one in visits}
    robots = {origin: _no_rules(origin) for origin in known}
    return await _crawl((home, *more), plan(home, *visits), robots)


async def as_origins(home: Site, urls: Sequence[str], *more: Site) -> Sink:
    """Their robots.txt is asked for."""
    visits = [PageVisit(url) for url in urls if _is_an_address(url)]
    return await _crawl((home, *more), plan(home, *visits), {})


async def by_redirects(home: Site, urls: Sequence[str], *more: Site) -> Sink:
    for number, url in enumerate(urls):
        home.routes[f"/r/{number}"] = _redirect(url)
    return await _crawl((home,), plan(home, *(f"/r/{n}" for n in range(len(urls)))))


async def by_redirected_robots(home: Site, urls: Sequence[str], *more: Site) -> Sink:
    """robots.txt alone may be answered by another host."""
    port = home.server_address[1]

    def lead_on(handler: Handler) -> None:
        _redirect(urls[int(handler.headers["Host"].partition(".")[0])])(handler)

    home.routes["/robots.txt"] = lead_on
    visits = [PageVisit(f"http://{n}.example.org:{port}/item/1-a") for n in range(len(urls))]
    return await _crawl((home, *more), plan(home, *visits), {})


async def by_meta_refresh(home: Site, urls: Sequence[str], *more: Site) -> Sink:
    for number, url in enumerate(urls):
        tag = f'<meta http-equiv="refresh" content="0; url={escape(url)}">'
        home.routes[f"/m/{number}"] = fixed(f"<!DOCTYPE html><head>{tag}</head>")
    await _crawl((home,), plan(home, *(f"/m/{n}" for n in range(len(urls)))))
    return Sink()  # a page that would lead elsewhere stands as it is


async def by_a_feed(home: Site, urls: Sequence[str], *more: Site) -> Sink:
    items = "".join(
        f"<item><title>خبر {n}</title><link>{escape(url)}</link></item>"
        for n, url in enumerate(urls)
    )
    body = f'<?xml version="1.0"?><rss version="2.0"><channel>{items}</channel></rss>'
    home.routes["/feed"] = fixed(body, Content_Type="application/rss+xml; charset=utf-8")
    return await _poll(home, "/feed", feed=True)


async def by_a_section_page(home: Site, urls: Sequence[str], *more: Site) -> Sink:
    links = "".join(
        f'<article><h2><a href="{escape(url)}">خبر طويل بما يكفي {n}</a></h2></article>'
        for n, url in enumerate(urls)
    )
    following = "".join(f'<a rel="next" href="{escape(url)}">التالي</a>' for url in urls)
    home.routes["/news"] = fixed(f"<!DOCTYPE html><body>{links}{following}</body>")
    return await _poll(home, "/news")


async def by_a_sitemap(home: Site, urls: Sequence[str], *more: Site) -> Sink:
    return await _sitemap(home, urls, "urlset", "url")


async def by_a_sitemap_of_sitemaps(home: Site, urls: Sequence[str], *more: Site) -> Sink:
    return await _sitemap(home, urls, "sitemapindex", "sitemap")


async def _sitemap(home: Site, urls: Sequence[str], root: str, entry: str) -> Sink:
    space = "http://www.sitemaps.org/schemas/sitemap/0.9"
    entries = "".join(f"<{entry}><loc>{escape(url)}</loc></{entry}>" for url in urls)
    body = f'<?xml version="1.0"?><{root} xmlns="{space}">{entries}</{root}>'
    home.routes["/sitemap.xml"] = fixed(body, Content_Type="application/xml; charset=utf-8")
    return await _poll(home, "/sitemap.xml", sitemap=True)


async def _poll(home: Site, path: str, *, feed: bool = False, sitemap: bool = False) -> Sink:
    polled = SectionPoll(section(home, path, feed=feed, sitemap=sitemap))
    return await _crawl((home,), plan(home, polls=(polled,)))


async def _crawl(
    sites: Sequence[Site], what: CrawlPlan, robots: dict[str, RobotsRecord] | None = None
) -> Sink:
    sink = Sink(robots_records=allows_all(sites[0]) if robots is None else robots)
    async with runner(*sites) as crawls:
        await crawls.crawl(what, sink)
    return sink


async def by_webhooks(home: Site, urls: Sequence[str], *more: Site) -> Sink:
    for url in urls:
        with suppress(DeliveryError):
            await send_webhook(
                Rendered(b"{}"),
                url=url,
                secret=SECRET,
                delivery_id="1",
                now=datetime(2026, 11, 26, tzinfo=UTC),
                policy=EgressPolicy([one.address for one in (home, *more)]),
                timeout=5,
            )
    return Sink()


WAYS = [
    as_pages,
    as_origins,
    by_redirects,
    by_redirected_robots,
    by_meta_refresh,
    by_a_feed,
    by_a_section_page,
    by_a_sitemap,
    by_a_sitemap_of_sitemaps,
    by_webhooks,
]


def _is_an_address(url: str) -> bool:
    """Whether it can be a visit at all."""
    with suppress(ValueError):
        return bool(url_key(url)) and "://" in url
    return False


def _redirect(url: str) -> Respond:
    return raw(
        b"HTTP/1.1 302 Found\r\nContent-Length: 0\r\nConnection: close\r\nLocation: "
        + url.encode()
        + b"\r\n\r\n"
    )


def _no_rules(origin: str) -> RobotsRecord:
    return RobotsRecord(origin, 404, b"", datetime.now(UTC))


Way = Callable[..., Awaitable[Sink]]


@pytest.mark.parametrize("addresses", [invented, collected])
@pytest.mark.parametrize("way", WAYS)
async def test_no_way_in_leads_inside(
    way: Way, addresses: Callable[[int], list[str]], home: Site, listener: Listener
) -> None:
    home.routes["/item/1-a"] = fixed(article())
    WIRE.connected.clear()
    WIRE.looking = True
    try:
        sink = await way(home, addresses(listener.port))
    finally:
        WIRE.looking = False
    assert listener.came() == 0
    assert set(WIRE.connected) <= {home.server_address}
    read = [one for one in sink.pages if isinstance(one, FetchedPage)]
    assert all(urlsplit(one.final_url).port == home.server_address[1] for one in read)


@pytest.mark.parametrize("way", [as_pages, as_origins, by_redirected_robots])
async def test_the_same_ways_lead_to_what_is_allow_listed(way: Way, home: Site) -> None:
    with Site() as inside:
        urls = [inside.url("/inside"), f"http://localhost:{inside.server_address[1]}/inside"]
        await way(home, urls, inside)
        assert inside.seen


async def test_a_name_that_leads_elsewhere_the_next_time_is_judged_again(
    home: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = 0

    def turning(host: Any, port: Any, *args: Any, **options: Any) -> Any:
        nonlocal asked
        asked += 1
        return LITERALLY("127.0.0.1" if asked == 1 else "127.0.0.2", port, *args, **options)

    monkeypatch.setattr(socket, "getaddrinfo", turning)
    home.routes["/robots.txt"] = fixed("", Connection="close", Content_Length="0")
    url = f"http://turning.example.org:{home.server_address[1]}/item/1-a"
    sink = await _crawl((home,), plan(home, PageVisit(url)), {})
    [failure] = sink.pages
    assert failure.reason is FailureReason.REFUSED
    assert "127.0.0.2" in failure.detail
    assert [one.path for one in home.seen] == ["/robots.txt"]
    assert asked == 2

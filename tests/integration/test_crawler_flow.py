"""What a crawl does when all is well: sections, pages, conditions, manners, counts."""

from __future__ import annotations

import gzip
from collections.abc import Iterator
from itertools import pairwise

import pytest

from crawler.plan import SectionPoll
from pipeline.records import FetchedPage, NotModified, PageVisit
from tests.integration.crawler_site import (
    HTML,
    Handler,
    Sink,
    Site,
    article,
    conditional,
    fixed,
    k2_listing,
    plan,
    redirect,
    runner,
    section,
)


@pytest.fixture
def site() -> Iterator[Site]:
    with Site() as running:
        yield running


RSS = """<?xml version="1.0" encoding="utf-8"?><rss version="2.0"><channel><title>أخبار</title>
<item><title>خبر أول</title><link>/item/1-a</link></item>
<item><title>خبر ثان</title><link>/item/2-b</link></item></channel></rss>"""


async def test_a_listing_leads_to_its_pages(site: Site) -> None:
    site.routes["/news"] = fixed(k2_listing("/item/1-a", "/item/2-b"))
    site.routes["/item/1-a"] = fixed(article("الأول"))
    site.routes["/item/2-b"] = fixed(article("الثاني"))
    sink = Sink()
    async with runner(site) as crawls:
        report = await crawls.crawl(plan(site, polls=(SectionPoll(section(site)),)), sink)
    assert [name for name, _ in sink.events] == ["listing", "done", "page", "page"]
    assert [page.url for page in sink.pages] == [site.url("/item/1-a"), site.url("/item/2-b")]
    assert "الأول" in sink.pages[0].body.decode()
    assert (report.listings, report.pages, report.failures, report.completed) == (1, 2, 0, True)
    assert report.requests == len(site.seen) == 4


async def test_a_feed_leads_to_its_pages(site: Site) -> None:
    site.routes["/feed?type=rss"] = fixed(RSS, Content_Type="application/rss+xml")
    site.routes["/item/1-a"] = site.routes["/item/2-b"] = fixed(article())
    sink = Sink()
    poll = SectionPoll(section(site, "/feed?type=rss", feed=True))
    async with runner(site) as crawls:
        await crawls.crawl(plan(site, polls=(poll,)), sink)
    [listing] = sink.of("listing")
    assert [link.title for link in listing.links] == ["خبر أول", "خبر ثان"]
    assert len(sink.pages) == 2


async def test_a_listing_is_dated_in_the_language_of_its_source(site: Site) -> None:
    dated = k2_listing("/item/1-a").replace("</h3>", "</h3><time>03/04/2026</time>")
    site.routes["/news"] = fixed(dated)
    async with runner(site) as crawls:
        poll = SectionPoll(section(site))
        await crawls.crawl(plan(site, polls=(poll,), language="fr"), sink := Sink())
    published = sink.of("listing")[0].links[0].published
    assert (published.at.month, published.at.day) == (4, 3)


async def test_pagination_is_followed_while_there_is_something_new(site: Site) -> None:
    for start in range(0, 50, 10):
        path = f"/news?start={start}" if start else "/news"
        page = k2_listing(f"/item/{start}-x", following=f"/news?start={start + 10}")
        site.routes[path] = fixed(page)
    sink = Sink(known={site.url("/item/20-x")})
    async with runner(site) as crawls:
        await crawls.crawl(plan(site, polls=(SectionPoll(section(site)),)), sink)
    listings = [path for path in site.paths() if path.startswith("/news")]
    assert listings == ["/news", "/news?start=10", "/news?start=20"]
    assert sink.of("done") == ["news"]


async def test_pagination_ends_at_the_sections_limit(site: Site) -> None:
    for start in range(0, 50, 10):
        path = f"/news?start={start}" if start else "/news"
        page = k2_listing(f"/item/{start + 1}-x", following=f"/news?start={start + 10}")
        site.routes[path] = fixed(page)
    async with runner(site) as crawls:
        poll = SectionPoll(section(site, pages=2))
        await crawls.crawl(plan(site, polls=(poll,)), sink := Sink())
    assert [path for path in site.paths() if path.startswith("/news")] == [
        "/news",
        "/news?start=10",
    ]
    assert sink.of("done") == ["news"]


async def test_a_section_that_did_not_change_is_not_read_again(site: Site) -> None:
    site.routes["/news"] = conditional(k2_listing("/item/1-a"), '"abc"')
    sink = Sink()
    async with runner(site) as crawls:
        poll = SectionPoll(section(site))
        await crawls.crawl(plan(site, polls=(poll,)), sink)
        [listing] = sink.of("listing")
        poll = SectionPoll(poll.section, listing.etag, listing.last_modified)
        report = await crawls.crawl(plan(site, polls=(poll,)), again := Sink())
    assert listing.etag == '"abc"'
    assert again.events == [("unchanged", "news")]
    assert report.not_modified == 1


async def test_a_page_that_did_not_change_is_said_to_stand(site: Site) -> None:
    stamp = "Fri, 23 Jan 2026 11:33:03 GMT"
    site.routes["/item/1-a"] = conditional(article(), 'W/"é"', stamp)
    async with runner(site) as crawls:
        await crawls.crawl(plan(site, "/item/1-a"), sink := Sink())
        [page] = sink.pages
        visit = PageVisit(page.url, page.etag, page.last_modified)
        await crawls.crawl(plan(site, visit), again := Sink())
    assert (page.etag, page.last_modified) == ('W/"é"', stamp)
    [answer] = again.pages
    assert isinstance(answer, NotModified)
    assert site.seen[-1].headers["If-Modified-Since"] == stamp


async def test_an_address_is_visited_once_a_crawl(site: Site) -> None:
    site.routes["/news"] = fixed(k2_listing("/item/1-a"))
    site.routes["/item/1-a"] = conditional(article())
    due = PageVisit(site.url("/item/1-a"), '"v1"')
    async with runner(site) as crawls:
        polls = (SectionPoll(section(site)),)
        await crawls.crawl(plan(site, due, due, polls=polls), sink := Sink())
    # the listing says it is new, so no validator may say it did not change
    [page] = sink.pages
    assert isinstance(page, FetchedPage)


async def test_we_say_who_we_are_and_what_we_read(site: Site) -> None:
    site.routes["/item/1-a"] = fixed(article())
    async with runner(site) as crawls:
        await crawls.crawl(plan(site, "/item/1-a", language="ar-DZ"), Sink())
    headers = site.seen[-1].headers
    assert headers["User-Agent"] == "Marsad/9.9 (+ops@example.org)"
    assert headers["Accept-Language"] == "ar-DZ"
    assert not {"Cookie", "Referer"} & headers.keys()


async def test_requests_are_spaced_and_no_cookie_comes_back(site: Site) -> None:
    for number in range(4):
        site.routes[f"/item/{number}-x"] = fixed(article(), Set_Cookie="a=b")
    paths = [f"/item/{number}-x" for number in range(3)]
    async with runner(site) as crawls:
        await crawls.crawl(plan(site, *paths, delay="0.2s"), Sink())
        await crawls.crawl(plan(site, "/item/3-x", delay="0.2s"), Sink())
    gaps = [later.at - earlier.at for earlier, later in pairwise(site.seen)]
    assert len(gaps) == 5  # robots.txt too, each sink having forgotten it
    assert min(gaps) >= 0.2
    assert not any("Cookie" in seen.headers for seen in site.seen)


async def test_a_redirect_on_the_site_is_followed(site: Site) -> None:
    site.routes["/item/1-old"] = redirect("/item/1-new", 301)
    site.routes["/item/1-new"] = fixed(article())
    async with runner(site) as crawls:
        report = await crawls.crawl(plan(site, "/item/1-old"), sink := Sink())
    [page] = sink.pages
    assert (page.url, page.final_url) == (site.url("/item/1-old"), site.url("/item/1-new"))
    assert report.requests == 3


async def test_a_page_that_only_refreshes_to_another_is_followed(site: Site) -> None:
    refresh = '<html><head><meta http-equiv="refresh" content="0; url={}"></head></html>'
    site.routes["/item/1-a"] = fixed(refresh.format("/item/1-b"))
    site.routes["/item/1-b"] = fixed(article())
    site.routes["/item/2-a"] = fixed(refresh.format("http://elsewhere.example.org/"))
    site.routes["/item/3-a"] = fixed(refresh.format("/item/3-a"))
    async with runner(site) as crawls:
        await crawls.crawl(plan(site, "/item/1-a", "/item/2-a", "/item/3-a"), sink := Sink())
    assert [page.final_url for page in sink.pages] == [
        site.url("/item/1-b"),
        site.url("/item/2-a"),
        site.url("/item/3-a"),
    ]


async def test_the_exchange_is_kept_as_it_went_over_the_wire(site: Site) -> None:
    packed = gzip.compress(article("مضغوط").encode())

    def respond(handler: Handler) -> None:
        handler.send(200, HTML | {"Content-Encoding": "gzip", "X-Twice": "a"}, packed)

    site.routes["/item/1-a"] = respond
    async with runner(site) as crawls:
        report = await crawls.crawl(plan(site, "/item/1-a"), sink := Sink())
    [page] = sink.pages
    assert page.body == article("مضغوط").encode()
    exchange = page.exchange
    assert exchange.payload == packed
    assert report.received == len(packed)
    assert exchange.status_line == "HTTP/1.1 200 OK"
    assert ("Content-Encoding", "gzip") in exchange.response_headers
    assert dict(exchange.request_headers)["Host"] == site.address
    assert dict(exchange.request_headers)["Accept-Encoding"] == "gzip, deflate"
    assert exchange.ip_address == "127.0.0.1"


async def test_a_section_page_without_articles_is_complained_of(site: Site) -> None:
    site.routes["/news"] = fixed("<html><body><p>صيانة</p></body></html>")
    async with runner(site) as crawls:
        await crawls.crawl(plan(site, polls=(SectionPoll(section(site)),)), sink := Sink())
    [listing] = sink.of("listing")
    assert listing.complaints == ("no article links were found on this page",)


async def test_links_to_other_sites_are_left_out(site: Site) -> None:
    foreign = RSS.replace("/item/1-a", "https://elsewhere.example.org/item/1-a")
    site.routes["/feed"] = fixed(foreign, Content_Type="application/rss+xml")
    async with runner(site) as crawls:
        poll = SectionPoll(section(site, "/feed", feed=True))
        await crawls.crawl(plan(site, polls=(poll,)), sink := Sink())
    [listing] = sink.of("listing")
    assert [link.url for link in listing.links] == [site.url("/item/2-b")]


async def test_progress_names_each_address_before_it_is_asked_for(site: Site) -> None:
    told: list[str] = []
    async with runner(site) as crawls:
        await crawls.crawl(plan(site, "/item/1-a"), Sink(), told.append)
    assert told == [site.url("/item/1-a"), site.url("/robots.txt")]

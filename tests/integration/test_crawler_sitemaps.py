"""What a crawl asks for when it polls sitemaps, and when it looks for what a gap holds."""

from __future__ import annotations

import gzip
from collections.abc import Iterator
from dataclasses import replace

import pytest

from config.rules import RulesSettings
from crawler.plan import SectionPoll
from pipeline.records import FailureReason
from tests.integration.crawler_site import Sink, Site, fixed, k2_listing, plan, runner, section

NS = "http://www.sitemaps.org/schemas/sitemap/0.9"


@pytest.fixture
def site() -> Iterator[Site]:
    with Site() as running:
        yield running


def urlset(site: Site, *paths: str) -> str:
    entries = "".join(f"<url><loc>{site.url(path)}</loc></url>" for path in paths)
    return f'<?xml version="1.0"?><urlset xmlns="{NS}">{entries}</urlset>'


def index(site: Site, *sitemaps: tuple[str, str]) -> str:
    entries = "".join(
        f"<sitemap><loc>{site.url(path)}</loc>"
        + (f"<lastmod>{lastmod}</lastmod>" if lastmod else "")
        + "</sitemap>"
        for path, lastmod in sitemaps
    )
    return f'<?xml version="1.0"?><sitemapindex xmlns="{NS}">{entries}</sitemapindex>'


async def crawl(site: Site, sink: Sink, path: str = "/sitemap.xml", pages: int = 10) -> list[str]:
    """Polls a sitemap section; answers with what was asked for of it."""
    poll = SectionPoll(section(site, path, sitemap=True, pages=pages))
    async with runner(site) as crawls:
        await crawls.crawl(plan(site, polls=(poll,)), sink)
    return [one for one in site.paths() if not one.startswith("/story")]


async def test_a_gzipped_sitemap_leads_to_its_pages(site: Site) -> None:
    body = gzip.compress(urlset(site, "/story/a-b-c-d", "/about").encode())
    site.routes["/sitemap.xml.gz"] = fixed(body, Content_Type="application/x-gzip")
    sink = Sink()
    await crawl(site, sink, "/sitemap.xml.gz")
    assert [page.url for page in sink.pages] == [site.url("/story/a-b-c-d")]
    assert sink.of("done") == ["news"]


async def test_an_index_is_followed_newest_first_until_known_ground(site: Site) -> None:
    months = [(f"/posts-{n}.xml", f"2026-0{n}-01") for n in range(1, 7)]
    site.routes["/sitemap.xml"] = fixed(index(site, *months, ("/category-sitemap.xml", "2026-09")))
    for number, (path, _) in enumerate(months, 1):
        site.routes[path] = fixed(urlset(site, f"/story/{number}-a-b-c"))
    sink = Sink(known={site.url(f"/story/{number}-a-b-c") for number in range(1, 5)})
    asked = await crawl(site, sink)
    assert asked == ["/sitemap.xml", "/posts-6.xml", "/posts-5.xml", "/posts-4.xml", "/posts-3.xml"]
    assert len(sink.pages) == 2


async def test_an_index_is_asked_whole_for_it_need_not_change_when_its_sitemaps_do(
    site: Site,
) -> None:
    site.routes["/sitemap.xml"] = fixed(index(site, ("/a.xml", "")), ETag='"x"')
    site.routes["/a.xml"] = fixed(urlset(site, "/story/a-b-c-d"), ETag='"y"')
    sink = Sink()
    await crawl(site, sink)
    first, second = sink.of("listing")
    assert (first.etag, first.links) == (None, ())
    assert second.etag == '"y"'


@pytest.mark.parametrize("lists", [["/sitemap.xml"], ["/a.xml", "/sitemap.xml", "/a.xml"]])
async def test_a_sitemap_that_lists_itself_ends(site: Site, lists: list[str]) -> None:
    site.routes["/sitemap.xml"] = fixed(index(site, *((path, "") for path in lists)))
    site.routes["/a.xml"] = site.routes["/sitemap.xml"]
    asked = await crawl(site, Sink())
    assert asked == ["/sitemap.xml", "/a.xml"][: len(set(lists))]


async def test_indexes_in_indexes_are_followed_so_deep_and_so_often(site: Site) -> None:
    for depth in range(50):
        path = f"/sitemap-{depth}.xml" if depth else "/sitemap.xml"
        site.routes[path] = fixed(index(site, (f"/sitemap-{depth + 1}.xml", "")))
    assert len(await crawl(site, Sink())) == 4


async def test_an_endless_index_costs_no_more_than_the_sections_limit(site: Site) -> None:
    many = [(f"/posts-{n}.xml", "") for n in range(500)]
    site.routes["/sitemap.xml"] = fixed(index(site, *many))
    for path, _ in many:
        site.routes[path] = fixed(urlset(site, f"/story{path[:-4]}-a-b-c"))
    assert len(await crawl(site, Sink(), pages=3)) <= 9


async def test_a_sitemap_larger_than_a_page_may_be_is_read(site: Site) -> None:
    paths = [f"/story/{n}-{'a-b-c-' * 15}" for n in range(40_000)]
    body = urlset(site, *paths)
    assert len(body) > 5 * 1024 * 1024
    site.routes["/sitemap.xml"] = fixed(body)
    sink = Sink(known={site.url(path) for path in paths})
    await crawl(site, sink)
    [listing] = sink.of("listing")
    assert len(listing.links) == 2000


async def test_what_is_no_sitemap_fails_the_section(site: Site) -> None:
    site.routes["/sitemap.xml"] = fixed("<html><body>لا شيء</body></html>")
    sink = Sink()
    await crawl(site, sink)
    [failure] = sink.of("failed")
    assert failure.reason is FailureReason.BROKEN
    assert "not a sitemap" in failure.detail


def rss(*paths: str) -> str:
    items = "".join(f"<item><title>خبر</title><link>{path}</link></item>" for path in paths)
    return f'<rss version="2.0"><channel><title>أخبار</title>{items}</channel></rss>'


@pytest.mark.parametrize(
    ("first", "then"),
    [
        ("/f?format=feed&type=rss", ["/f?format=feed&limit=100&type=rss"]),
        ("/feed", ["/feed?paged=2", "/feed?paged=3"]),
        ("/local/feed/atom", ["/local/feed/atom?paged=2", "/local/feed/atom?paged=3"]),
        ("/rss.xml", []),
    ],
)
async def test_a_feed_is_asked_deeper_as_its_system_allows_to_fill_a_gap(
    site: Site, first: str, then: list[str]
) -> None:
    site.routes[first] = fixed(rss("/item/9-a", "/item/8-a"))
    for number, path in enumerate(then):
        site.routes[path] = fixed(rss(f"/item/{number + 3}-a", "/item/7-a"))
    sink = Sink(fills_gaps=True, known={site.url("/item/4-a")})
    poll = SectionPoll(section(site, first, feed=True))
    async with runner(site) as crawls:
        report = await crawls.crawl(plan(site, polls=(poll,)), sink)
    assert [path for path in site.paths() if "/item" not in path] == [first, *then]
    assert sink.of("done") == ["news"]
    assert all("feed" not in one for one in report.complaints)


async def test_a_k2_page_without_a_pager_is_asked_deeper_to_fill_a_gap_alone(site: Site) -> None:
    site.routes["/news"] = fixed(k2_listing("/item/9-a", "/item/8-a"))
    site.routes["/news?start=2"] = fixed(k2_listing("/item/7-a", "/item/6-a"))
    site.routes["/news?start=4"] = fixed(k2_listing("/item/5-a", "/item/4-a"))
    for fills_gaps, asked in ((False, 1), (True, 3)):
        site.seen.clear()
        sink = Sink(fills_gaps=fills_gaps, known={site.url("/item/4-a")})
        async with runner(site) as crawls:
            await crawls.crawl(plan(site, polls=(SectionPoll(section(site)),)), sink)
        assert len([path for path in site.paths() if path.startswith("/news")]) == asked


async def test_a_guess_that_finds_nothing_is_no_failure(site: Site) -> None:
    site.routes["/feed"] = fixed(rss("/item/9-a"))
    site.routes["/item/9-a"] = fixed("<h1>خبر</h1>")
    sink = Sink(fills_gaps=True)
    poll = SectionPoll(section(site, "/feed", feed=True))
    async with runner(site) as crawls:
        report = await crawls.crawl(plan(site, polls=(poll,)), sink)
    assert (report.failures, report.complaints) == (0, ())
    assert sink.of("done") == ["news"]


async def test_what_the_rules_call_another_page_is_taken_from_no_listing(site: Site) -> None:
    site.routes["/feed"] = fixed(rss("/item/9-a", "/kuttab/amal"))
    site.routes["/item/9-a"] = fixed("<h1>خبر</h1>")
    sink = Sink()
    whole = plan(site, polls=(SectionPoll(section(site, "/feed", feed=True)),))
    rules = RulesSettings.model_validate({"other_urls": "^/kuttab/"})
    source = whole.source.model_copy(update={"rules": rules})
    async with runner(site) as crawls:
        await crawls.crawl(replace(whole, source=source), sink)
    assert [link.url for link in sink.of("listing")[0].links] == [site.url("/item/9-a")]

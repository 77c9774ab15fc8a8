"""What a survey finds out about small sites of every system, asked politely on loopback."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pytest

from crawler.probe import Probe
from crawler.survey.asking import MOST_REQUESTS
from crawler.survey.course import survey_site
from crawler.survey.records import Certainty, NoSource, Survey
from marsad.demo import trouble
from marsad.demo.newsroom import Newsroom
from marsad.demo.site import Site as NewsSite
from marsad.demo.trouble import Trouble
from tests.integration.crawler_site import Site, fixed, redirect, runner
from tests.reading_here import ReadHere
from tests.small_sites import KINDS, NONE, WORDPRESS, Kind, feeds_asked, serve, text_of

READER = ReadHere()


@pytest.fixture
def site() -> Iterator[Site]:
    with Site() as running:
        yield running


async def look(site: Site, path: str = "/", *, allowed: bool = True) -> Survey | NoSource:
    """The survey of a site that may be talked to, begun at one of its pages."""
    async with runner(*([site] if allowed else [])) as crawls:
        probe = Probe(crawls, timedelta(0), lambda url: None)
        found = await survey_site(site.url(path), probe, READER)
        assert probe.requests == len(site.seen)
    return found


async def good(site: Site, path: str = "/") -> Survey:
    found = await look(site, path)
    assert isinstance(found, Survey), found
    return found


def places(site: Site, found: Survey) -> dict[str, str]:
    """Path → kind of every section found."""
    return {one.url.removeprefix(site.url("")): one.kind for one in found.sections}


@pytest.mark.parametrize("kind", KINDS.values(), ids=KINDS)
async def test_every_system_is_known_with_its_feed_and_sections(site: Site, kind: Kind) -> None:
    serve(kind, site)
    found = await good(site)
    assert found.system.value == kind.system, found.system
    assert found.title == "الواحة"
    assert (found.language.value, found.language.certainty) == (kind.language, Certainty.SURE)
    wanted = {kind.feed: "feed"} | {
        kind.section.format(section=name): "page" for name in ("politics", "economy", "culture")
    }
    assert places(site, found) == wanted
    assert len(found.samples) == 3
    assert all(set(one.body) >= set(text_of(kind)) and one.published for one in found.samples)
    assert len(site.seen) <= MOST_REQUESTS


async def test_a_preset_is_set_where_it_finds_the_text(site: Site) -> None:
    serve(WORDPRESS, site)
    found = await good(site)
    assert found.preset == "wordpress"
    assert {one.provenance["body"] for one in found.samples} == {"preset"}


async def test_a_theme_that_strays_from_its_system_gets_no_preset(site: Site) -> None:
    serve(replace(WORDPRESS, text_class="khabar"), site)
    found = await good(site)
    assert (found.system.value, found.preset) == ("wordpress", None)
    assert any("no preset" in remark for remark in found.remarks)


async def test_feeds_of_comments_are_left_out_and_told(site: Site) -> None:
    serve(WORDPRESS, site)
    found = await good(site)
    assert feeds_asked(site) == []
    assert any("comments" in remark for remark in found.remarks)


@pytest.mark.parametrize(
    "path",
    ["/", "/category/politics/", "/feed/", "/2026/02/politics-story-number-2/", "/about"],
    ids=["home", "section", "feed", "article", "another page"],
)
async def test_any_address_of_a_site_leads_to_the_same_source(site: Site, path: str) -> None:
    serve(WORDPRESS, site)
    found = await good(site, path)
    assert found.home == site.url("/")
    assert set(places(site, found)) == {
        "/feed/",
        "/category/politics/",
        "/category/economy/",
        "/category/culture/",
    }


async def test_sections_have_their_own_feeds_where_the_site_has_none(site: Site) -> None:
    serve(NONE, site)
    del site.routes["/atom.xml"]
    for name in ("politics", "economy"):
        stories = [site.url(f"/{name}/2026/02/03/local-news-{n}") for n in range(1, 5)]
        items = "".join(f"<item><link>{one}</link></item>" for one in stories)
        rss = f'<rss version="2.0"><channel>{items}</channel></rss>'
        site.routes[f"/feeds/{name}.rss"] = fixed(rss, Content_Type="application/rss+xml")
        link = f'<link rel="alternate" type="application/rss+xml" href="/feeds/{name}.rss">'
        rows = "".join(f'<article><h2><a href="{one}">خبر</a></h2></article>' for one in stories)
        site.routes[f"/{name}"] = fixed(f"<html><head>{link}</head><body>{rows}</body></html>")
    found = await good(site)
    assert {one.name for one in found.sections if one.kind == "feed"} == {
        "politics-feed",
        "economy-feed",
    }


async def test_a_feed_on_another_host_leads_to_the_site_of_its_articles(site: Site) -> None:
    serve(WORDPRESS, site)
    with Site() as elsewhere:
        elsewhere.routes["/oasis"] = site.routes["/feed/"]
        async with runner(site, elsewhere) as crawls:
            probe = Probe(crawls, timedelta(0), lambda url: None)
            found = await survey_site(elsewhere.url("/oasis"), probe, READER)
    assert isinstance(found, Survey)
    assert found.home == site.url("/")
    assert set(places(site, found).values()) == {"feed", "page"}
    assert not any(one.url.startswith(elsewhere.url("/")) for one in found.sections)


async def test_a_section_that_was_named_comes_first(site: Site) -> None:
    serve(WORDPRESS, site)
    found = await good(site, "/category/culture/")
    pages = [one for one in found.sections if one.kind == "page"]
    assert pages[0].name == "culture"


async def test_an_article_that_was_named_is_among_those_shown(site: Site) -> None:
    serve(WORDPRESS, site)
    found = await good(site, "/2026/02/economy-story-number-4/")
    assert found.samples[0].title == "خبر 4 من قسم الاقتصاد في الواحة"


@pytest.mark.parametrize("kind", [WORDPRESS, NONE], ids=["offsets", "printed beside UTC"])
async def test_the_clock_tells_the_zone(site: Site, kind: Kind) -> None:
    serve(kind, site)
    found = await good(site)
    assert (found.timezone.value, found.timezone.certainty) == ("Africa/Algiers", Certainty.LIKELY)
    assert "+01:00" in found.timezone.why


async def test_a_site_without_feed_and_menu_is_polled_by_its_home_page(site: Site) -> None:
    serve(NONE, site)
    home = site.routes["/"]
    for path in [one for one in site.routes if "/2026/" not in one]:
        del site.routes[path]
    site.routes["/"] = home
    assert places(site, await good(site)) == {"/": "page"}


async def test_a_page_about_the_site_is_no_section(site: Site) -> None:
    serve(replace(NONE, section="/{section}-pages"), site)
    assert not any("about" in path for path in places(site, await good(site)))


async def test_a_menu_of_a_hundred_entries_costs_no_more_than_was_promised(site: Site) -> None:
    links = "".join(f'<li><a href="/part{n}">قسم {n}</a></li>' for n in range(100))
    serve(NONE, site)
    page = f"<html><body><nav>{links}</nav></body></html>"
    site.routes |= {f"/part{n}": fixed(page) for n in range(100)}
    site.routes["/part0"] = site.routes["/"]
    site.routes["/"] = fixed(page)
    found = await look(site)
    assert len(site.seen) <= MOST_REQUESTS
    assert isinstance(found, Survey)
    assert any("more that was not looked at" in remark for remark in found.remarks)


# --- what ends a survey, and what people are told --------------------------------------


async def refusal(site: Site, path: str = "/", *, allowed: bool = True) -> str:
    found = await look(site, path, allowed=allowed)
    assert isinstance(found, NoSource), found
    return found.why


async def test_robots_txt_is_obeyed_and_what_to_do_is_told(site: Site) -> None:
    serve(WORDPRESS, site)
    site.routes["/robots.txt"] = fixed("User-agent: *\nDisallow: /\n", Content_Type="text/plain")
    assert "robots" in await refusal(site)
    assert [one.path for one in site.seen] == ["/robots.txt"]


async def test_a_private_address_is_refused_and_how_to_open_it_is_told(site: Site) -> None:
    serve(WORDPRESS, site)
    why = await refusal(site, allowed=False)
    assert "network: allow:" in why
    assert site.address in why
    assert site.seen == []


async def test_a_host_that_does_not_answer_is_told_as_such(site: Site) -> None:
    async with runner(site) as crawls:
        site.shutdown()
        site.server_close()
        probe = Probe(crawls, timedelta(0), lambda url: None)
        found = await survey_site(site.url(), probe, READER)
    assert isinstance(found, NoSource)
    assert found.is_silent
    assert "opens in a browser" in found.why


async def test_what_is_no_page_is_told(site: Site) -> None:
    site.routes["/paper"] = fixed(b"%PDF-1.7 ...", Content_Type="application/pdf")
    assert "not a page or feed" in await refusal(site, "/paper")


async def test_a_site_without_articles_is_told_with_what_was_tried(site: Site) -> None:
    site.routes["/"] = fixed("<html><body><h1>قريبا</h1></body></html>")
    found = await look(site)
    assert isinstance(found, NoSource)
    assert "no articles were found" in found.why
    assert {one.came for one in found.tried} >= {"a page", "no articles"}


async def test_a_page_that_is_not_there_is_told(site: Site) -> None:
    assert "no such page" in await refusal(site, "/nothing")


async def test_another_site_is_not_followed_but_named(site: Site) -> None:
    site.routes["/"] = redirect("https://elsewhere.example.org/")
    why = await refusal(site)
    assert "elsewhere.example.org" in why


async def test_a_site_that_asks_for_peace_is_left_alone(site: Site) -> None:
    serve(WORDPRESS, site)
    busy = fixed("", 429, Retry_After="120")
    for path in ("/category/politics/", "/category/economy/", "/category/culture/", "/feed/"):
        site.routes[path] = busy
    await look(site)
    assert sum(one.path in ("/feed/", "/category/politics/") for one in site.seen) == 1


@pytest.mark.parametrize(
    "harm",
    [
        trouble.failing(500),
        trouble.failing(403),
        trouble.enormous(),
        trouble.gzip_bomb(),
        trouble.cut_off(),
        trouble.redirect_loop(),
        trouble.empty(),
        trouble.soft_404(),
        trouble.login(),
        trouble.pdf(),
    ],
    ids=lambda harm: str(getattr(harm, "name", harm))[:40],
)
async def test_a_home_page_that_misbehaves_ends_in_words(harm: Trouble) -> None:
    with NewsSite(Newsroom(())) as news:
        news.misbehave("/", harm)
        async with runner(news.host) as crawls:
            probe = Probe(crawls, timedelta(0), lambda url: None)
            found = await survey_site(news.url, probe, READER)
    assert isinstance(found, NoSource)
    assert found.why


async def test_a_page_of_nothing_but_tags_ends_in_words(site: Site) -> None:
    site.routes["/"] = fixed("<div>" * 200_000)
    assert await refusal(site)


# --- sitemaps ------------------------------------------------------------------------


def urlset(*addresses: str) -> str:
    return (
        '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">'
        + "".join(f"<url><loc>{one}</loc></url>" for one in addresses)
        + "</urlset>"
    )


def index(*addresses: str) -> str:
    return (
        '<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">'
        + "".join(f"<sitemap><loc>{one}</loc></sitemap>" for one in addresses)
        + "</sitemapindex>"
    )


async def test_a_news_sitemap_that_robots_txt_names_is_preferred(site: Site) -> None:
    serve(WORDPRESS, site)
    story = site.url("/2026/02/politics-story-number-1/")
    site.routes["/robots.txt"] = fixed(
        f"User-agent: *\nAllow: /\nSitemap: {site.url('/all.xml')}\nsitemap: /s/news.xml\n"
        "Sitemap: https://elsewhere.example.com/news.xml\n",
        Content_Type="text/plain",
    )
    site.routes["/s/news.xml"] = fixed(urlset(story), Content_Type="application/xml")
    found = await good(site)
    assert places(site, found)["/s/news.xml"] == "sitemap"
    assert "/all.xml" not in site.paths()


async def test_a_news_sitemap_is_found_in_an_index_at_the_usual_place(site: Site) -> None:
    serve(WORDPRESS, site)
    story = site.url("/2026/02/politics-story-number-1/")
    site.routes["/sitemap.xml"] = fixed(
        index(site.url("/posts-1.xml"), site.url("/google-news.xml")),
        Content_Type="application/xml",
    )
    site.routes["/google-news.xml"] = fixed(urlset(story), Content_Type="application/xml")
    assert places(site, await good(site))["/google-news.xml"] == "sitemap"


async def test_a_sitemap_that_was_named_leads_to_its_site(site: Site) -> None:
    serve(WORDPRESS, site)
    story = site.url("/2026/02/politics-story-number-1/")
    site.routes["/news.xml"] = fixed(urlset(story), Content_Type="application/xml")
    found = await good(site, "/news.xml")
    assert {"/news.xml", "/feed/"} <= set(places(site, found))


async def test_a_sitemap_of_everything_is_told_of_and_not_polled(site: Site) -> None:
    serve(WORDPRESS, site)
    story = site.url("/2026/02/politics-story-number-1/")
    site.routes["/sitemap.xml"] = fixed(urlset(story), Content_Type="application/xml")
    found = await good(site)
    assert "sitemap" not in places(site, found).values()
    assert any("/sitemap.xml" in remark for remark in found.remarks)

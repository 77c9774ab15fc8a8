"""Where a poll goes on: the order of an index's sitemaps, and addresses a system would have."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.discovery import SitemapLink
from crawler.discovery.deeper import System, deeper_feed, deeper_page
from crawler.discovery.sitemap_walk import SitemapWalk, newest_first
from pipeline.records import Precision, Stamp

HOME = "https://news.example.org"


def links(*names: str) -> list[SitemapLink]:
    return [SitemapLink(f"{HOME}/{name}") for name in names]


def names(found: list[SitemapLink]) -> list[str]:
    return [one.url.removeprefix(f"{HOME}/") for one in found]


def test_stamps_tell_what_is_newest() -> None:
    stamped = [
        SitemapLink(f"{HOME}/{n}.xml", Stamp(datetime(2026, n, 1, tzinfo=UTC), Precision.DAY))
        for n in (3, 9, 6)
    ]
    assert names(newest_first(stamped)) == ["9.xml", "6.xml", "3.xml"]


def test_dates_in_names_tell_it_where_stamps_do_not() -> None:
    assert names(newest_first(links("sitemap-2025-12.xml", "m_202603.xml", "2026/01.xml"))) == [
        "m_202603.xml",
        "2026/01.xml",
        "sitemap-2025-12.xml",
    ]
    assert names(newest_first(links("s?yyyy=2025&mm=1", "s?yyyy=2026&mm=1"))) == [
        "s?yyyy=2026&mm=1",
        "s?yyyy=2025&mm=1",
    ]


def test_without_either_both_ends_come_first() -> None:
    assert names(newest_first(links("a.xml", "b.xml", "c.xml", "d.xml"))) == [
        "d.xml",
        "a.xml",
        "c.xml",
        "b.xml",
    ]


def test_sitemaps_of_other_things_are_left_out() -> None:
    of_wordpress = (
        "wp-sitemap-posts-post-1.xml",
        "wp-sitemap-posts-page-1.xml",
        "wp-sitemap-taxonomies-category-1.xml",
        "wp-sitemap-users-1.xml",
    )
    assert names(newest_first(links(*of_wordpress))) == ["wp-sitemap-posts-post-1.xml"]
    of_a_plugin = ("post-sitemap.xml", "page-sitemap.xml", "category-sitemap.xml", "author-s.xml")
    assert names(newest_first(links(*of_a_plugin))) == ["post-sitemap.xml"]
    assert names(newest_first(links("sitemap-pages.xml"))) == ["sitemap-pages.xml"]


@given(st.lists(st.lists(st.integers(0, 9), max_size=6), max_size=12))
def test_no_sitemap_is_followed_twice_whatever_lists_it(lists: list[list[int]]) -> None:
    walk, asked = SitemapWalk(f"{HOME}/0.xml"), [f"{HOME}/0.xml"]
    for numbers in lists:
        walk.found(asked[-1], links(*(f"{n}.xml" for n in numbers)))
        if (following := walk.following) is None:
            break
        walk.leave()
        asked.append(following)
    assert len(set(asked)) == len(asked)


def test_two_sitemaps_without_news_are_known_ground() -> None:
    walk = SitemapWalk(f"{HOME}/0.xml")
    walk.found(f"{HOME}/0.xml", links(*"abcdefgh"))
    for anything_new, ended in ((False, False), (True, False), (False, False), (False, True)):
        walk.leave()
        walk.told(anything_new=anything_new)
        assert (walk.following is None) is ended


@pytest.mark.parametrize(
    ("url", "deeper"),
    [
        ("/x?format=feed&type=rss", "/x?format=feed&limit=100&type=rss"),
        ("/x?format=feed&limit=20", "/x?format=feed&limit=100"),
        ("/x?format=feed&limit=100", None),
        ("/feed", "/feed?paged=2"),
        ("/feed?paged=7", "/feed?paged=8"),
        ("/?feed=rss2", "/?feed=rss2&paged=2"),
        ("/actu/feed/rdf", "/actu/feed/rdf?paged=2"),
        ("/feeds/posts/default", None),
        ("/feed.json", None),
    ],
)
def test_feeds_go_deeper_by_the_habit_of_their_system(url: str, deeper: str | None) -> None:
    assert deeper_feed(f"{HOME}{url}") == (f"{HOME}{deeper}" if deeper else None)


@pytest.mark.parametrize(
    ("url", "system", "shown", "deeper"),
    [
        ("/mahalli", "joomla", 10, "/mahalli?start=10"),
        ("/mahalli?start=10", "joomla", 12, "/mahalli?start=22"),
        ("/mahalli?limitstart=10&x=1", "joomla", 10, "/mahalli?start=20&x=1"),
        ("/actu", "wordpress", 10, "/actu/page/2"),
        ("/actu/page/2", "wordpress", 9, "/actu/page/3"),
        ("/", "wordpress", 9, "/page/2"),
        ("/actu", None, 9, None),
        ("/mahalli", "joomla", 0, None),
    ],
)
def test_section_pages_go_deeper_by_the_habit_of_their_system(
    url: str, system: System | None, shown: int, deeper: str | None
) -> None:
    found = deeper_page(f"{HOME}{url}", system, shown)
    assert found == (f"{HOME}{deeper}" if deeper else None)

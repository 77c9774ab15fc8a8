"""What is read of sitemaps: XML, gzip, text, indexes, news sitemaps, flawed and hostile ones."""

from __future__ import annotations

import gzip
import tracemalloc
from datetime import UTC, datetime
from time import process_time
from typing import Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.discovery import Found, SitemapLink, Unreadable
from crawler.discovery.sitemap import MOST_OF_A_SITEMAP, read_sitemap
from pipeline.records import Precision, Stamp

HOME = "https://news.example.org"
URL = f"{HOME}/sitemap.xml"
NS = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'
NEWS = f'{NS} xmlns:news="http://www.google.com/schemas/sitemap-news/0.9"'


def read(sitemap: str | bytes, known: tuple[str, ...] = ()) -> Found:
    body = sitemap.encode() if isinstance(sitemap, str) else sitemap
    answer = read_sitemap(body, URL, "application/xml", "Africa/Algiers", known)
    assert isinstance(answer, Found), answer
    return answer


def urlset(*entries: str, names: str = NS) -> str:
    return f'<?xml version="1.0" encoding="UTF-8"?><urlset {names}>{"".join(entries)}</urlset>'


def url(path: str, lastmod: str = "", more: str = "") -> str:
    stamp = f"<lastmod>{lastmod}</lastmod>" if lastmod else ""
    return f"<url><loc>{HOME}{path}</loc>{stamp}{more}</url>"


def paths(found: Found) -> list[str]:
    return [link.url.removeprefix(HOME) for link in found.links]


def test_articles_come_newest_first_with_their_modified_dates() -> None:
    found = read(
        urlset(
            url("/local/old-bridge-is-closed", "2026-01-01"),
            url("/local/new-bridge-is-open", "2026-02-15T10:00:00+01:00"),
        )
    )
    assert paths(found) == ["/local/new-bridge-is-open", "/local/old-bridge-is-closed"]
    assert [link.modified for link in found.links] == [
        Stamp(datetime.fromisoformat("2026-02-15T10:00:00+01:00"), Precision.SECOND),
        Stamp(datetime.fromisoformat("2026-01-01T00:00:00+01:00"), Precision.DAY),
    ]
    assert {(link.published, link.title) for link in found.links} == {(None, None)}


def test_a_news_sitemap_gives_titles_and_dates_of_publication() -> None:
    news = (
        "<news:news><news:publication><news:name>الميثاق</news:name><news:language>ar"
        "</news:language></news:publication><news:publication_date>2026-02-15T09:00:00Z"
        "</news:publication_date><news:title>جسر &amp; سوق</news:title></news:news>"
    )
    found = read(urlset(url("/n/x", "2026-02-15T11:00:00Z", news), names=NEWS))
    [link] = found.links
    assert link.title == "جسر & سوق"
    assert link.published == Stamp(datetime(2026, 2, 15, 9, tzinfo=UTC), Precision.SECOND)
    assert link.modified == Stamp(datetime(2026, 2, 15, 11, tzinfo=UTC), Precision.SECOND)


def test_pages_that_cannot_be_articles_are_left_out() -> None:
    found = read(
        urlset(
            url("/"),
            url("/about"),
            url("/tag/old-stone-bridge"),
            url("/author/anna-von-der-au"),
            url("/files/report-of-the-year.pdf"),
            url("/local/new-bridge-is-open"),
        )
    )
    assert paths(found) == ["/local/new-bridge-is-open"]


def test_known_articles_teach_which_pages_are_articles() -> None:
    entries = urlset(
        *(url(f"/story/{word}") for word in ("alpha", "beta")),
        url("/shop/a-very-fine-thing-to-buy"),
    )
    known = tuple(f"{HOME}/story/{word}" for word in ("one", "two", "three", "four", "five") * 5)
    assert paths(read(entries)) == ["/shop/a-very-fine-thing-to-buy"]
    assert sorted(paths(read(entries, known))) == ["/story/alpha", "/story/beta"]


def test_pictures_films_and_translations_are_not_taken_for_pages() -> None:
    more = (
        f"<image:image><image:loc>{HOME}/a-picture-of-it</image:loc></image:image>"
        f'<xhtml:link rel="alternate" hreflang="fr" href="{HOME}/fr"/>'
    )
    names = (
        f'{NS} xmlns:image="http://www.google.com/schemas/sitemap-image/1.1"'
        ' xmlns:xhtml="http://www.w3.org/1999/xhtml"'
    )
    assert paths(read(urlset(url("/a-b-c-d", more=more), names=names))) == ["/a-b-c-d"]


def test_an_index_tells_its_sitemaps_each_once() -> None:
    index = (
        f"<sitemapindex {NS}><sitemap><loc>/post-sitemap.xml</loc><lastmod>2026-02-15</lastmod>"
        f"</sitemap><sitemap><loc>{HOME}/post-sitemap.xml</loc></sitemap>"
        "<sitemap><loc>http://[</loc></sitemap><sitemap><loc> /old.xml.gz </loc></sitemap>"
        "</sitemapindex>"
    )
    day = Stamp(datetime.fromisoformat("2026-02-15T00:00:00+01:00"), Precision.DAY)
    assert read(index).sitemaps == (
        SitemapLink(f"{HOME}/post-sitemap.xml", day),
        SitemapLink(f"{HOME}/old.xml.gz"),
    )


def test_gzip_is_known_by_its_bytes() -> None:
    assert paths(read(gzip.compress(urlset(url("/a-b-c-d")).encode()))) == ["/a-b-c-d"]


def test_a_text_sitemap_is_one_address_a_line() -> None:
    text = f"\ufeff{HOME}/a-b-c-d\r\n\r\nnot an address\n  {HOME}/e-f-g-h  "
    assert sorted(paths(read(text))) == ["/a-b-c-d", "/e-f-g-h"]
    assert sorted(paths(read(gzip.compress(text.encode())))) == ["/a-b-c-d", "/e-f-g-h"]


def test_a_stamp_that_most_pages_share_is_the_files_not_the_pieces() -> None:
    made = "2026-02-15T00:00:01Z"
    entries = [url(f"/story/{n}-a-b-c", made) for n in range(100, 110)]
    found = read(urlset(*entries, url("/story/110-a-b-c", "2026-02-14T10:00:00Z")))
    assert [link.modified is None for link in found.links].count(False) == 1


@pytest.mark.parametrize("order", [1, -1])
def test_without_dates_the_numbers_in_addresses_tell_what_is_newest(order: int) -> None:
    entries = [url(f"/story/{n}-a-b-c") for n in range(1000, 1000 + MOST_OF_A_SITEMAP + 500)]
    found = read(urlset(*entries[::order]))
    assert len(found.links) == MOST_OF_A_SITEMAP
    assert paths(found)[0] == f"/story/{1000 + MOST_OF_A_SITEMAP + 499}-a-b-c"


def test_without_dates_and_numbers_both_ends_of_a_large_list_are_kept() -> None:
    words = [
        f"{a}{b}{c}" for a in "abcdefghijklm" for b in "abcdefghijklmno" for c in "abcdefghijklmno"
    ]
    found = read(urlset(*(url(f"/story/the-{word}-tale") for word in words)))
    shown = paths(found)
    assert len(shown) == MOST_OF_A_SITEMAP < len(words)
    assert f"/story/the-{words[0]}-tale" in shown
    assert f"/story/the-{words[-1]}-tale" in shown


@pytest.mark.parametrize(
    "flaw",
    ["<url><loc>https://news.example.org/x?a=1&b=2</loc></url>", "<url><loc>", "\x0b", "&nbsp;"],
)
def test_a_broken_sitemap_is_used_as_far_as_it_goes(flaw: str) -> None:
    assert "/a-b-c-d" in paths(read(urlset(url("/a-b-c-d"), flaw)))


def test_white_space_before_the_declaration_is_passed_over() -> None:
    assert paths(read("\n\n " + urlset(url("/a-b-c-d")))) == ["/a-b-c-d"]


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"<html><body><a href='https://news.example.org/a-b-c'>x</a></body></html>",
        b"<rss><channel><item><link>https://news.example.org/</link></item></channel></rss>",
        "صيانة".encode(),
        b"\x1f\x8b\x08\x00",
        b"/etc/passwd",
        b"{}",
    ],
)
def test_what_is_no_sitemap_is_unreadable(body: bytes) -> None:
    answer = read_sitemap(body, URL, "text/xml", "UTC")
    assert isinstance(answer, Unreadable)
    assert "sitemap" in answer.why


def test_entities_of_a_doctype_load_nothing() -> None:
    secret = '<!DOCTYPE urlset [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
    body = urlset("<url><loc>https://news.example.org/a-b-c-&x;</loc></url>").replace(
        "<urlset", f"{secret}<urlset"
    )
    assert all("root" not in link.url for link in read(body).links)


def test_fifty_thousand_pages_are_read_in_time_and_little_memory() -> None:
    entries = (url(f"/story/{n}-a-b-c", f"2026-01-{n % 28 + 1:02d}") for n in range(50_000))
    body = gzip.compress(urlset(*entries).encode())
    started = process_time()
    assert len(read(body).links) == MOST_OF_A_SITEMAP
    assert process_time() - started < 6


_LAUGHS = "".join(f'<!ENTITY a{n + 1} "{f"&a{n};" * 10}">' for n in range(9))


#: made when they are asked for: together they are half a gigabyte
STALLING: Final = {
    "much white space, packed": lambda: gzip.compress(b"<urlset>" + b" " * 200_000_000),
    "many elements, packed": lambda: gzip.compress(urlset("<a/>" * 4_000_000).encode()),
    "entries never closed": lambda: urlset("<url>" * 200_000).encode(),
    "elements never closed": lambda: urlset("<a>" * 400_000).encode(),
    "one long address": lambda: urlset("<url><loc>" + "x" * 5_000_000).encode(),
    "addresses never closed": lambda: urlset("<url><loc>http://a/b" * 100_000).encode(),
    "entities of entities": lambda: (
        f'<!DOCTYPE urlset [<!ENTITY a0 "ha">{_LAUGHS}]><urlset><url><loc>&a9;</loc>'.encode()
    ),
    "many attributes": lambda: b"<urlset " + b"a='1' " * 500_000,
    "many brackets": lambda: b"<" * 5_000_000,
    "addresses run together": lambda: b"http://news.example.org/" * 200_000,
    "empty lines": lambda: b"\n" * 5_000_000,
}


@pytest.mark.parametrize("what", STALLING)
def test_sitemaps_made_to_stall_readers_do_not(what: str) -> None:
    body = STALLING[what]()
    started = process_time()
    read_sitemap(body, URL, "text/xml", "UTC")
    assert process_time() - started < 6


def test_a_bomb_of_two_hundred_megabytes_takes_little_memory() -> None:
    bomb = gzip.compress(urlset(url("/a-b-c-d"), " " * 200_000_000).encode())
    tracemalloc.start()
    found = read(bomb)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 16 << 20
    assert paths(found) == ["/a-b-c-d"]
    assert found.complaints == ("the sitemap is larger than the protocol allows",)


@given(st.binary(max_size=300))
def test_any_bytes_are_read_without_an_error(noise: bytes) -> None:
    start = urlset(url("/a-b-c-d")).encode()[:-12]
    for body in (noise, start + noise, gzip.compress(noise), gzip.compress(start)[:-9] + noise):
        assert isinstance(read_sitemap(body, URL, "", "UTC"), Found | Unreadable)

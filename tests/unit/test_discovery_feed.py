"""What is read of feeds, sound, flawed and hostile."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from html import escape
from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.discovery import Found, Unreadable
from crawler.discovery.feed import read_feed
from pipeline.records import ArticleLink, Precision, Stamp

URL = "https://news.example.org/mahalli?format=feed&type=rss"
ITEM = "https://news.example.org/mahalli/item"
ALGIERS = timezone(timedelta(hours=1))


def read(feed: str | bytes, content_type: str = "application/rss+xml") -> Found:
    body = feed.encode() if isinstance(feed, str) else feed
    found = read_feed(body, URL, content_type, "Africa/Algiers")
    assert isinstance(found, Found), found
    return found


def unreadable(feed: str | bytes) -> str:
    body = feed.encode() if isinstance(feed, str) else feed
    answer = read_feed(body, URL, "text/xml", "UTC")
    assert isinstance(answer, Unreadable)
    return answer.why.lower()


def rss(*items: str, prolog: str = "") -> str:
    return (
        f'<?xml version="1.0" encoding="utf-8"?>{prolog}'
        '<rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/"><channel>'
        f"<title>أخبار</title><link>https://news.example.org/</link>{''.join(items)}</channel></rss>"
    )


def item(title: str = "خبر", link: str = "/mahalli/item/1-a", more: str = "") -> str:
    return f"<item><title>{title}</title><link>{link}</link>{more}</item>"


def test_an_rss_entry_gives_address_title_and_created_date() -> None:
    date = "<pubDate>Fri, 23 Jan 2026 12:33:03 +0100</pubDate>"
    link = f"{ITEM}/12-jisr?utm_source=rss&amp;utm_medium=feed"
    found = read(rss(item("جسر «الوادي»", link, date)))
    stamp = Stamp(datetime(2026, 1, 23, 12, 33, 3, tzinfo=ALGIERS), Precision.SECOND)
    assert found.links == (ArticleLink(f"{ITEM}/12-jisr", "جسر «الوادي»", stamp, None),)


def test_rss_has_no_modified_date_whatever_it_says() -> None:
    more = '<a10:updated xmlns:a10="http://www.w3.org/2005/Atom">2026-01-24T00:00:00Z</a10:updated>'
    [link] = read(rss(item(more=more))).links
    assert link.modified is None


def test_dates_without_an_offset_are_in_the_sources_zone() -> None:
    [link] = read(rss(item(more="<dc:date>2026-01-23T10:00:00</dc:date>"))).links
    assert link.published is not None
    assert link.published.at.utcoffset() == timedelta(hours=1)


def test_atoms_updated_is_a_modified_date() -> None:
    feed = """<feed xmlns="http://www.w3.org/2005/Atom" xml:base="https://news.example.org/a/">
    <entry><title type="html">&lt;b&gt;جسر&lt;/b&gt; &amp;amp; سوق</title>
      <link rel="self" href="x"/><link rel="alternate" href="item/12-jisr"/>
      <published>2026-01-23T11:33:03Z</published><updated>2026-01-24T08:00:00+01:00</updated></entry>
    <entry>
      <title type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml">سوق <b>جديد</b></div></title>
      <link href="/item/13-suq"/><updated>2026-01-24T08:00:00Z</updated></entry></feed>"""
    jisr, suq = read(feed, "application/atom+xml").links
    assert jisr == ArticleLink(
        "https://news.example.org/a/item/12-jisr",
        "جسر & سوق",
        Stamp(datetime(2026, 1, 23, 11, 33, 3, tzinfo=UTC), Precision.SECOND),
        Stamp(datetime(2026, 1, 24, 8, 0, 0, tzinfo=ALGIERS), Precision.SECOND),
    )
    assert (suq.title, suq.published) == ("سوق جديد", None)
    assert suq.modified is not None


def test_an_atom_entry_that_was_never_changed_has_no_modified_date() -> None:
    stamps = (
        "<published>2026-01-23T11:33:03Z</published><updated>2026-01-23T12:33:03+01:00</updated>"
    )
    entry = f"<entry><title>a</title><link href='/item/1-a'/>{stamps}</entry>"
    [link] = read(f"<feed xmlns='http://www.w3.org/2005/Atom'>{entry}</feed>").links
    assert link.published is not None
    assert link.modified is None


def test_an_rdf_feed_is_read() -> None:
    feed = f"""<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"
    xmlns="http://purl.org/rss/1.0/"><channel rdf:about="x"><title>t</title></channel>
    <item rdf:about="y"><title>خبر</title><link>{ITEM}/1-a</link></item></rdf:RDF>"""
    assert [link.url for link in read(feed).links] == [f"{ITEM}/1-a"]


def test_a_permalink_guid_stands_in_for_a_link() -> None:
    guid = f'<item><title>a</title><guid isPermaLink="true">{ITEM}/2-b</guid></item>'
    assert [link.url for link in read(rss(guid)).links] == [f"{ITEM}/2-b"]


def test_html_in_titles_becomes_text() -> None:
    titles = {
        "&lt;b&gt;جسر&lt;/b&gt; الوادي": "جسر الوادي",
        "<![CDATA[سوق &laquo;الخضر&raquo;]]>": "سوق «الخضر»",
        "A &amp;amp; B": "A & B",
        "1 &lt; 2": "1 < 2",
        "\u202eمقلوب\u200f": "مقلوب",
        " \n جسر \t جديد ": "جسر جديد",
    }
    found = read(rss(*(item(title, f"/item/{n}-x") for n, title in enumerate(titles))))
    assert [link.title for link in found.links] == list(titles.values())


def test_an_entry_listed_twice_is_one_link() -> None:
    found = read(rss(item("أول"), item("ثان", "/mahalli/item/1-a?utm_source=x")))
    assert [link.title for link in found.links] == ["أول"]


def test_a_malformed_date_costs_the_date_alone() -> None:
    found = read(rss(item(more="<pubDate>الجمعة 54 جانفي</pubDate>"), item("ب", "/item/2-b")))
    assert [link.published for link in found.links] == [None, None]
    assert found.complaints == ("a malformed date: 'الجمعة 54 جانفي'",)


@pytest.mark.parametrize("link", ["", "mailto:a@example.org", "http://[", "http://a b/"])
def test_an_entry_without_a_usable_address_is_left_out_and_said_so(link: str) -> None:
    found = read(rss(item("بلا رابط", link), item("سليم", "/item/2-b")))
    assert [one.title for one in found.links] == ["سليم"]
    [complaint] = found.complaints
    assert "بلا رابط" in complaint


def test_complaints_are_few_whatever_is_wrong() -> None:
    bad = [item(str(n), f"/item/{n}-x", "<pubDate>x</pubDate>") for n in range(50)]
    found = read(rss(*bad))
    assert len(found.links) == 50
    assert 1 <= len(found.complaints) <= 5


@pytest.mark.parametrize(
    "flaw",
    [
        "<title>a & b</title>",
        "<title>&nbsp;&laquo;x&raquo;</title>",
        "<media:thumbnail url='x'/>",
        "<description><p>unclosed</description>",
        "\x0b",
    ],
)
def test_broken_xml_is_used_as_far_as_it_goes(flaw: str) -> None:
    found = read(rss(item("أول"), flaw, item("«ثان»", "/item/2-b")))
    assert [link.title for link in found.links] == ["أول", "«ثان»"]
    if flaw != "\x0b":  # which is dropped with the other controls
        [complaint] = found.complaints
        assert complaint.startswith("the feed is broken: ")


def test_htmls_entities_keep_their_meaning_in_a_broken_feed() -> None:
    assert read(rss(item("&laquo;جسر&raquo; &amp; سوق"))).links[0].title == "«جسر» & سوق"


def test_the_entry_that_a_cut_feed_ends_in_is_left_out() -> None:
    whole = rss(item("أول"), item("ثان", f"{ITEM}/22-b"))
    cut = whole[: whole.index("22-b") + 1]
    found = read(cut)
    assert [link.title for link in found.links] == ["أول"]
    assert found.complaints


@pytest.mark.parametrize(
    "feed",
    [
        "",
        "   ",
        "صيانة",
        "{}",
        "<!DOCTYPE html><html><body><p>صيانة</p></body></html>",
        "<html xmlns='http://www.w3.org/1999/xhtml'><body/></html>",
        "<urlset><url><loc>https://news.example.org/</loc></url></urlset>",
        "<rss><channel><item><titl",
        "<rss",
        b"\x1f\x8b\x08\x00",
        b"\xff\xfe<\x00",
    ],
)
def test_what_is_no_feed_is_unreadable(feed: str | bytes) -> None:
    assert "feed" in unreadable(feed)


def test_a_sound_feed_without_entries_is_a_listing_of_nothing() -> None:
    assert read(rss()).links == ()


def test_charsets_are_told_by_bytes_declaration_and_header() -> None:
    feed = rss(item("جسر الوادي يفتح"))
    declared = feed.replace("utf-8", "windows-1256").encode("cp1256")
    undeclared = feed.replace(' encoding="utf-8"', "").encode("cp1256")
    for body, content_type in (
        (feed.encode(), "text/xml; charset=windows-1256"),
        (declared, "text/xml"),
        (undeclared, "application/xml; charset=windows-1256"),
        (feed.encode("utf-16"), "text/xml"),
        (feed.encode("utf-8-sig"), "text/xml"),
    ):
        assert read(body, content_type).links[0].title == "جسر الوادي يفتح"


def test_bytes_that_name_a_file_are_bytes() -> None:
    assert "feed" in unreadable(b"/etc/passwd")
    assert "feed" in unreadable(b"https://news.example.org/feed")


def test_entities_of_a_doctype_mean_nothing() -> None:
    secret = '<!DOCTYPE rss [<!ENTITY x SYSTEM "file:///etc/passwd"><!ENTITY y "lol">]>'
    found = read(rss(item("&x;&y;جسر"), prolog=secret))
    assert found.links[0].title == "&x;&y;جسر"


def test_a_prolog_is_passed_over() -> None:
    prolog = "\n<?xml-stylesheet href='x'?><!-- <item> --><!DOCTYPE rss [ <!ELEMENT a (b)> ]>\n"
    found = read(rss(item(), prolog=prolog))
    assert len(found.links) == 1
    assert found.complaints == ()


def test_at_most_three_hundred_entries_are_read() -> None:
    assert len(read(rss(*(item(str(n), f"/item/{n}-x") for n in range(1000)))).links) == 300


def test_a_feed_over_five_megabytes_is_not_read() -> None:
    assert "larger" in unreadable(rss(item(more=f"<x>{'a' * (5 << 20)}</x>")))


_LAUGHS = "".join(f'<!ENTITY a{n + 1} "{f"&a{n};" * 10}">' for n in range(9))


@pytest.mark.parametrize(
    "feed",
    [
        f'<!DOCTYPE rss [<!ENTITY a0 "ha">{_LAUGHS}]>' + rss(item("&a9;")),
        f'<!DOCTYPE rss [\n<!ENTITY a "{"x" * 100_000}">\n]>' + rss(item("&a;" * 10_000)),
        "\n" * 2_000_000 + rss(item()),
        rss(item(), "<a>" * 300_000),
        rss(item(), "<item>" * 300_000),
        rss(item(), "<a " * 500_000),
        rss(item(), "<a/" * 500_000),
        rss(item(), "&" * 2_000_000),
        rss(item(), "<![CDATA[" * 200_000),
        rss(item(more="<title>x</title>" * 100_000)),
        rss(item(more="".join(f"<a{n}:title xmlns:a{n}='u{n}'/>" for n in range(30_000)))),
        rss(*(item(escape("<b>" * 300), f"/item/{n}-x") for n in range(300))),
        rss(item("&lt;b" * 200_000)),
        rss(item(more=f"<pubDate>{'1 ' * 500_000}</pubDate>")),
        rss(item(link="../" * 500_000)),
    ],
    ids=lambda feed: feed[:20].strip() or "space",
)
def test_feeds_made_to_stall_readers_do_not(feed: str) -> None:
    started = process_time()
    read_feed(feed.encode(), URL, "text/xml", "UTC")
    assert process_time() - started < 5


@given(st.lists(st.text(st.characters(codec="utf-8"), max_size=60), max_size=5))
def test_titles_of_any_text_leave_all_entries_in_place(titles: list[str]) -> None:
    feed = rss(*(item(escape(title), f"/item/{n}-x") for n, title in enumerate(titles)))
    found = read_feed(feed.encode(), URL, "text/xml", "UTC")
    assert isinstance(found, Found)
    assert [link.url for link in found.links] == [
        f"https://news.example.org/item/{n}-x" for n in range(len(titles))
    ]


@given(st.binary(max_size=300))
def test_any_bytes_are_read_without_an_error(noise: bytes) -> None:
    for body in (noise, rss(item()).encode()[:-40] + noise, b"<rss><channel><item>" + noise):
        answer = read_feed(body, URL, "", "UTC")
        assert isinstance(answer, Found | Unreadable)


@pytest.mark.parametrize("half", ["&#xD800;", "&#55357;&#56832;", "&#XdfFf;"])
def test_a_broken_emoji_costs_its_letter_and_nothing_else(half: str) -> None:
    found = read(rss(item(title=f"خبر {half} عاجل"), item(link="/mahalli/item/2-b")))
    assert len(found.links) == 2
    assert "عاجل" in (found.links[0].title or "")


@pytest.mark.parametrize(
    ("names", "dates"),
    [
        ("http://my.netscape.com/rdf/simple/0.9/", ""),
        ("http://channel.netscape.com/rdf/simple/0.9/", ""),
        ("http://purl.org/rss/1.0/", "<dc:date>2026-01-23T12:00:00+01:00</dc:date>"),
    ],
)
def test_rdf_of_every_age_is_read(names: str, dates: str) -> None:
    feed = f"""<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="{names}"
    xmlns:dc="http://purl.org/dc/elements/1.1/"><channel><title>t</title></channel>
    <image><link>https://news.example.org/logo</link></image>
    <item><title>خبر</title><link>{ITEM}/1-a</link>{dates}</item></rdf:RDF>"""
    [link] = read(feed, "application/rdf+xml").links
    assert (link.url, link.title) == (f"{ITEM}/1-a", "خبر")
    assert (link.published is not None) == bool(dates)


@pytest.mark.parametrize("version", ["0.91", "0.92", "0.93", "2.0", "2.0.11"])
def test_rss_of_every_version_is_read(version: str) -> None:
    feed = rss(item()).replace('version="2.0"', f'version="{version}"')
    assert [link.title for link in read(feed).links] == ["خبر"]


def test_an_old_atom_feed_is_read_with_its_own_names_of_dates() -> None:
    feed = f"""<feed version="0.3" xmlns="http://purl.org/atom/ns#"><title>t</title><entry>
    <title mode="escaped">خبر</title><link rel="alternate" type="text/html" href="{ITEM}/1-a"/>
    <issued>2026-01-23T12:00:00+01:00</issued><modified>2026-01-24T09:00:00Z</modified>
    </entry></feed>"""
    [link] = read(feed, "application/atom+xml").links
    assert (link.url, link.title) == (f"{ITEM}/1-a", "خبر")
    assert link.published is not None
    assert link.published.at.isoformat() == "2026-01-23T12:00:00+01:00"
    assert link.modified is not None
    assert link.modified.at == datetime(2026, 1, 24, 9, tzinfo=UTC)


def test_a_paged_feed_tells_its_next_page() -> None:
    following = '<link rel="next" href="/mahalli?format=feed&amp;start=10"/>'
    atom = f"<feed xmlns='http://www.w3.org/2005/Atom'>{following}</feed>"
    assert read(atom).next_url == "https://news.example.org/mahalli?format=feed&start=10"
    paged = rss(item()).replace("<channel>", f"<channel>{following}")
    assert read(paged).next_url == read(atom).next_url
    assert read(rss(item())).next_url is None


@pytest.mark.parametrize(
    ("language", "month_and_day"), [("fr", (4, 3)), ("en-US", (3, 4)), (None, None)]
)
def test_the_source_s_language_tells_the_order_of_a_date_in_figures(
    language: str | None, month_and_day: tuple[int, int] | None
) -> None:
    dated = item(more="<pubDate>03/04/2026 10:15</pubDate>")
    found = read_feed(rss(dated).encode(), URL, "text/xml", "Africa/Algiers", language)

    assert isinstance(found, Found)
    published = found.links[0].published
    assert (published and (published.at.month, published.at.day)) == month_and_day

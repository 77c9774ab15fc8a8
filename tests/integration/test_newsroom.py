"""The demo's site, as it looks: pieces, listings and feeds, and the noise around them."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Literal, get_args
from urllib.parse import quote

import feedparser
import pytest

from marsad.demo.newsroom import Newsroom, Template
from marsad.demo.routes import Form, item_path
from marsad.demo.site import Site
from tests.newsroom_site import NOON, PIECE, Clock, Reply, get, many, paragraphs


@pytest.fixture(autouse=True)
def nothing_on_the_terminal(capsys: pytest.CaptureFixture[str]) -> Iterator[None]:
    """Whatever happens to a connection, no thread of the server complains."""
    yield
    assert capsys.readouterr() == ("", "")


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def newsroom(clock: Clock) -> Newsroom:
    return Newsroom([PIECE], clock=clock)


@pytest.fixture
def site(newsroom: Newsroom) -> Iterator[Site]:
    with Site(newsroom) as site:
        yield site


# What stands where


@pytest.mark.parametrize("form", get_args(Form))
def test_every_form_of_address_shows_the_piece(site: Site, form: Form) -> None:
    reply = get(site, site.address(PIECE.id, form))

    assert reply.status == 200
    assert reply.one(".itemTitle") == PIECE.title
    assert paragraphs(reply.page) == [PIECE.byline, *PIECE.body, f"المصدر: {PIECE.credit}"]


@pytest.mark.parametrize(
    "target",
    [
        "/index.php/maghreb/item/41-an-older-slug",
        "/index.php/culture/item/41",
        "/maghreb/item/41-x/",
        "/index.php/maghreb/item/41-x?utm_source=feed&utm_medium=rss",
        "/index.php?option=com_k2&view=item&id=41",
    ],
)
def test_whatever_stands_around_the_id_the_piece_answers(site: Site, target: str) -> None:
    assert get(site, target).one(".itemTitle") == PIECE.title


@pytest.mark.parametrize(
    "target",
    [
        "/index.php/maghreb/item/42-never-written",
        "/index.php/nowhere",
        "/index.php/nowhere/item/41-x",
        "/index.php/maghreb/item/first",
        "/index.php?option=com_k2&view=item&id=",
        "/index.php?option=com_k2&view=itemlist&task=category&id=99",
        "/index.php?view=registration",
        "/wp-login.php",
        "//[",
        "/trouble/none",
    ],
)
def test_other_addresses_are_not_found(site: Site, target: str) -> None:
    reply = get(site, target)

    assert reply.status == 404
    assert "غير موجودة" in reply.text


def test_a_stock_page_has_k2s_blocks_in_their_order(site: Site, newsroom: Newsroom) -> None:
    newsroom.feature(PIECE.id)
    newsroom.touch(PIECE.id)

    page = get(site, site.address(PIECE.id))

    names = [str(node.attributes.get("class") or "") for node in page.page.css("main [class]")]
    order = [
        "itemView itemIsFeatured",
        "itemHeader",
        "itemDateCreated",
        "itemTitle",
        "itemToolbar",
        "itemPrintLink",
        "itemBody",
        "itemIntroText",
        "itemFullText",
        "itemContentFooter",
        "itemHits",
        "itemDateModified",
        "itemLinks",
        "itemCategory",
        "itemTags",
        "itemRelated",
        "itemNavigation",
        "itemComments",
        "itemBackToTop",
    ]
    assert [name for name in names if name in order] == order
    assert page.one(".itemTitle") == f"{PIECE.title} مميز"
    assert page.one(".itemDateCreated") == "23 جانفي 2026 -- 12:33:03"
    assert page.one(".itemDateModified") == "آخر تعديل في الجمعة, 23 جانفي 2026 12:33"
    assert page.one(".itemCategory") == "نشر في المغرب العربي"
    assert page.one(".itemHits") == "قرأت 1 مرات"


def test_the_print_view_drops_print_and_mail_links_and_navigation(site: Site) -> None:
    got = get(site, site.address(PIECE.id, "print"))

    assert got.one(".itemPrintThisPage > span") == "طباعة هذه الصفحة"
    dropped = ".itemPrintLink, .itemEmailLink, .itemNavigation, .itemBackToTop, header, aside"
    assert got.page.css(dropped) == []


def test_the_k2_date_has_minutes_alone(site: Site) -> None:
    site.switch(seconds=False)

    page = get(site, site.address(PIECE.id))

    assert page.one(".itemDateCreated") == "الجمعة, 23 جانفي 2026 12:33"


def test_a_byline_in_the_author_span_is_not_in_the_text(newsroom: Newsroom, site: Site) -> None:
    newsroom.publish(replace(PIECE, id=44, byline_place="author", credit=None))

    page = get(site, site.address(44))

    assert page.one(".itemAuthor > a[rel=author]") == PIECE.byline
    assert paragraphs(page.page) == list(PIECE.body)


def test_a_text_that_is_not_split_has_no_intro_block(newsroom: Newsroom, site: Site) -> None:
    newsroom.publish(replace(PIECE, id=44, split=False))

    page = get(site, site.address(44)).page

    assert page.css(".itemIntroText") == []
    assert paragraphs(page)[1:4] == list(PIECE.body)


@pytest.mark.parametrize("template", get_args(Template))
def test_every_template_prints_every_field(
    newsroom: Newsroom, site: Site, template: Template
) -> None:
    newsroom.publish(replace(PIECE, id=44, template=template, featured=True))
    newsroom.touch(44)

    (main,) = get(site, site.address(44)).page.css("main")
    text = " ".join(main.text(separator=" ").split())

    for printed in (
        f"{PIECE.title} مميز",
        "23 جانفي 2026 -- 12:33:03",
        "نشر في المغرب العربي",
        PIECE.byline,
        *PIECE.body,
        "المصدر: نشرة الجسور",
        "آخر تعديل في الجمعة, 23 جانفي 2026 12:33",
    ):
        assert printed is not None
        assert printed in text


def test_hostile_texts_are_escaped(newsroom: Newsroom, site: Site) -> None:
    hostile = "<script>alert(1)</script>\x00\x0b ]]> \ud800 & «"
    newsroom.publish(replace(PIECE, id=44, title=hostile, slug="</a>?#%", body=(hostile,)))

    page = get(site, site.address(44))
    feed = parsed(get(site, "/index.php/maghreb?format=feed&type=rss"))

    assert "<script>alert" not in page.text
    assert feed.bozo == 0
    assert "<script>alert(1)</script>" in feed.entries[0].title


# Listings and feeds


def test_a_section_page_groups_its_pieces_and_leads_to_the_next_page(newsroom: Newsroom) -> None:
    room = Newsroom(many(23))
    with Site(room) as site:
        first = get(site, "/index.php/maghreb")
        start, found = "/index.php/maghreb", []
        for _ in range(3):
            page = get(site, start)
            found += page.links(".catItemTitle > a")
            start = (page.links(".pagination-next > a") or [""])[0]

    groups = ["Leading"] + ["Primary"] * 4 + ["Secondary"] * 3 + ["Links"] * 2
    names = [str(node.attributes["class"]) for node in first.page.css(".itemList .catItemView")]
    assert names == [f"catItemView group{group}" for group in groups]
    assert found == [item_path(piece, "index") for piece in many(23)]
    assert start == ""


def test_a_listing_prints_dates_and_hits_and_admitted_edits(newsroom: Newsroom, site: Site) -> None:
    before = get(site, "/maghreb/")
    newsroom.view(PIECE.id)
    newsroom.touch(PIECE.id)
    after = get(site, "/maghreb/")

    assert before.one(".catItemDateCreated") == "23 جانفي 2026 -- 12:33:03"
    assert before.page.css(".catItemDateModified") == []
    assert after.one(".catItemDateModified") == "آخر تعديل في الجمعة, 23 جانفي 2026 12:33"
    assert (before.one(".catItemHits b"), after.one(".catItemHits b")) == ("0", "1")


def test_a_piece_listed_twice_has_an_address_in_each_section(
    newsroom: Newsroom, site: Site
) -> None:
    newsroom.list_in(PIECE.id, "economy")

    first = get(site, "/index.php/maghreb").links(".catItemTitle > a")
    second = get(site, "/index.php/economy").links(".catItemTitle > a")

    assert first == [item_path(PIECE, "index", "maghreb")]
    assert second == [item_path(PIECE, "index", "economy")]
    assert get(site, second[0]).one(".itemCategory") == "نشر في المغرب العربي"


@pytest.mark.parametrize(
    ("target", "listed"),
    [
        ("/", 1),
        ("/index.php", 1),
        ("/culture", 0),
        ("/index.php?option=com_k2&view=itemlist&task=category&id=3:maghreb", 1),
        (f"/index.php/itemlist/tag/{quote('أشغال')}", 1),
        (f"/index.php/itemlist/user/{quote('الجريدة/وكالات', safe='')}", 1),
        ("/index.php/itemlist/tag/%D8%A3", 0),
        ("/index.php/maghreb?start=10", 0),
        ("/index.php/maghreb?start=%D9%A1", 1),
    ],
)
def test_every_listing_lists_what_it_should(site: Site, target: str, listed: int) -> None:
    reply = get(site, target)

    assert reply.status == 200
    assert len(reply.links(".catItemTitle > a")) == listed


def parsed(reply: Reply) -> feedparser.FeedParserDict:
    return feedparser.parse(io.BytesIO(reply.body), response_headers=reply.headers)


@pytest.mark.parametrize("kind", ["rss", "atom"])
def test_a_feed_parses_and_carries_the_created_date(
    newsroom: Newsroom, clock: Clock, site: Site, kind: Literal["rss", "atom"]
) -> None:
    clock.now = NOON + timedelta(hours=1)
    newsroom.touch(PIECE.id)

    reply = get(site, f"/index.php/maghreb?format=feed&type={kind}")
    feed = parsed(reply)

    assert feed.bozo == 0
    assert feed.version == {"rss": "rss20", "atom": "atom10"}[kind]
    (entry,) = feed.entries
    assert entry.title == PIECE.title
    assert entry.link == site.address(PIECE.id)
    assert entry.published_parsed[:6] == NOON.timetuple()[:6]
    assert kind == "rss" or entry.updated_parsed == entry.published_parsed
    assert 'class="K2FeedIntroText"' in entry.summary


def test_a_feed_holds_as_many_pieces_as_asked_for() -> None:
    with Site(Newsroom(many(130))) as site:
        counts = [
            len(parsed(get(site, f"/maghreb?format=feed&type=rss{limit}")).entries)
            for limit in ("", "&limit=50", "&limit=1000")
        ]

    assert counts == [10, 50, 100]


def test_bad_feeds_are_bad_in_their_own_way(site: Site) -> None:
    target = "/index.php/maghreb?format=feed&type=rss"
    site.switch(feed="undated")
    undated = parsed(get(site, target))
    site.switch(feed="cut")
    cut = parsed(get(site, target))
    site.switch(feed="html")
    html = get(site, target)

    assert undated.bozo == 0
    assert undated.entries[0].published_parsed is None
    assert cut.bozo == 1
    assert html.headers["content-type"].startswith("text/html")
    assert html.links(".catItemTitle > a")


# Noise


@pytest.mark.parametrize("template", get_args(Template))
def test_noise_changes_the_page_but_not_the_text_of_the_piece(template: Template) -> None:
    with Site(Newsroom([PIECE, *many(8)])) as site:
        site.switch(template=template)
        replies = [get(site, site.address(PIECE.id)) for _ in range(4)]

    assert len({reply.body for reply in replies}) == 4
    texts = {tuple(paragraphs(reply.page)) for reply in replies}
    assert texts == {(PIECE.byline, *PIECE.body, "المصدر: نشرة الجسور")}
    for selector in (".bannergroup", ".k2ItemsBlock", ".k2ItemsBlock li span"):
        shown = {str([node.text() for node in reply.page.css(selector)]) for reply in replies}
        assert len(shown) == 4, selector


def test_every_view_counts_and_nothing_else_does(newsroom: Newsroom, site: Site) -> None:
    for _ in range(3):
        get(site, site.address(PIECE.id))
    get(site, "/index.php/maghreb")

    standing = newsroom.standing(PIECE.id)
    assert standing is not None
    assert (standing.hits, standing.revision) == (3, 1)

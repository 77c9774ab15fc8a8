"""The Atom feed of a watchlist: valid, the same for the same alerts, and of a bounded size."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta
from io import BytesIO
from urllib.parse import quote
from xml.etree import ElementTree as ET

import feedparser
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.channels.feed import LARGEST, Channel, authority_of, feed_name, render_feed
from pipeline.channels.wording import ARABIC
from pipeline.records import AlertMessage
from tests.alert_messages import (
    ARABIC_PIECE,
    CREATED,
    ENGLISH_PIECE,
    FRENCH_PIECE,
    new_piece,
    removed_piece,
    silent_edit,
)

ATOM = "{http://www.w3.org/2005/Atom}"
LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"
CHANNEL = Channel("desk", "example.org", "Africa/Algiers", "https://m.example.org/feeds/desk.atom")
DASHBOARD = "https://m.example.org/articles/31"
MESSAGES = (
    silent_edit(alert_id=14, created_at=CREATED + timedelta(minutes=2)),
    removed_piece(FRENCH_PIECE, alert_id=13, dashboard_url=DASHBOARD),
    new_piece(ENGLISH_PIECE),
)


def read(*messages: AlertMessage, channel: Channel = CHANNEL) -> ET.Element:
    return ET.fromstring(render_feed(channel, messages))


def text(element: ET.Element, tag: str) -> str:
    """The text of the one child of that name."""
    (found,) = element.findall(ATOM + tag)
    return found.text or ""


def links(element: ET.Element) -> dict[str | None, str | None]:
    return {one.get("rel"): one.get("href") for one in element.findall(f"{ATOM}link")}


def entries(*messages: AlertMessage) -> list[ET.Element]:
    return read(*messages).findall(f"{ATOM}entry")


# --- as RFC 4287 asks --------------------------------------------------------------------


def test_a_feed_has_what_the_standard_asks_of_it_once() -> None:
    feed = read(*MESSAGES)
    assert feed.tag == f"{ATOM}feed"
    assert text(feed, "id") == "tag:example.org,2026:marsad/desk"
    assert text(feed, "title") == "Marsad · desk"
    assert text(feed, "updated") == "2026-02-03T09:32:05Z"
    (author,) = feed.findall(f"{ATOM}author")
    assert text(author, "name") == "Marsad"
    assert links(feed) == {"self": "https://m.example.org/feeds/desk.atom"}


def test_every_entry_has_what_the_standard_asks_of_it_once() -> None:
    found = entries(*MESSAGES)
    assert [text(one, "id") for one in found] == [
        "tag:example.org,2026-02-03:marsad/desk/14/093205000000",
        "tag:example.org,2026-02-03:marsad/desk/13/093005000000",
        "tag:example.org,2026-02-03:marsad/desk/12/093005000000",
    ]
    for one, message in zip(found, MESSAGES, strict=True):
        assert text(one, "updated") == text(one, "published")
        (content,) = one.findall(f"{ATOM}content")
        (author,) = one.findall(f"{ATOM}author")
        assert content.attrib == {"type": "html"}
        assert text(author, "name") == "waha"
        assert links(one)["alternate"] == message.article.canonical_url
    assert [one.get(LANGUAGE) for one in found] == ["ar", "fr", "en"]
    assert [links(one).get("related") for one in found] == [None, DASHBOARD, None]


def test_a_reader_s_program_reads_it_without_complaint() -> None:
    found = feedparser.parse(BytesIO(render_feed(CHANNEL, MESSAGES)))
    assert not found.bozo
    assert found.version == "atom10"
    edit, removal, _ = found.entries
    assert edit.title.startswith("[مياه] تعديل صامت: ولاية تاغيت")
    assert {tag.term for tag in removal.tags} == {"مياه", "removed"}


def test_a_feed_without_alerts_is_valid_and_does_not_move() -> None:
    feed = read()
    assert text(feed, "updated") == "1970-01-01T00:00:00Z"
    assert render_feed(CHANNEL, ()) == render_feed(CHANNEL, ())


def test_the_same_alerts_make_the_same_bytes() -> None:
    assert render_feed(CHANNEL, MESSAGES) == render_feed(CHANNEL, iter(MESSAGES))


# --- what an entry shows -----------------------------------------------------------------


def test_an_entry_shows_the_edit_as_the_mail_does_and_runs_as_its_article() -> None:
    arabic, french, _ = (text(one, "content") for one in entries(*MESSAGES))
    assert re.match(r'<div lang="ar" dir="rtl" ', arabic)
    assert re.match(r'<div lang="fr" dir="ltr" ', french)
    assert ARABIC.silent in arabic
    assert re.search(r"<s [^>]*><bdi>12</bdi></s> <u [^>]*><bdi>19</bdi></u>", arabic)
    assert "2026-02-03 10:20:05" in arabic  # 09:20:05 UTC on a reader's clock in Algiers


def test_a_piece_without_a_usable_address_has_no_link() -> None:
    article = replace(ARABIC_PIECE, url="javascript:alert(1)", canonical_url="javascript:alert(1)")
    (entry,) = entries(new_piece(article))
    assert links(entry) == {}


@settings(max_examples=25)
@given(st.text(max_size=60), st.text(max_size=20))
def test_whatever_a_page_and_a_topic_hold_the_feed_can_be_read(title: str, topic: str) -> None:
    article = replace(ARABIC_PIECE, title=title, body=(title,), byline=title, section=title)
    (entry,) = entries(new_piece(article, topic=topic, source=title, sections=(title,)))
    assert text(entry, "content").endswith("</div>")


def test_a_feed_is_bounded_and_keeps_the_newest() -> None:
    endless = replace(ARABIC_PIECE, body=("<&كلمة> " * 2_000,) * 20)
    messages = [removed_piece(endless, alert_id=n) for n in range(60, 0, -1)]
    document = render_feed(CHANNEL, messages)
    assert len(document) <= LARGEST
    kept = ET.fromstring(document).findall(f"{ATOM}entry")
    assert 3 < len(kept) < 60
    assert "/desk/60/" in text(kept[0], "id")


# --- names -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("contact", "authority"),
    [
        ("ops@example.org", "example.org"),
        ("ops@Example.ORG", "example.org"),
        ("https://news.example.org/bot", "news.example.org"),
        ("mailto:ops@example.org", "example.org"),
        ("https://[::1/", "marsad"),
        ("x?!", "marsad"),
    ],
)
def test_ids_are_under_the_contact_s_host(contact: str, authority: str) -> None:
    assert authority_of(contact) == authority


def test_a_watchlist_s_name_is_a_file_s_name_where_it_can_be() -> None:
    assert feed_name("desk") == "desk"
    assert feed_name("مكتب-الجزائر") == "مكتب-الجزائر"
    assert re.fullmatch(r"desk-[0-9a-f]{8}", feed_name("Desk"))
    assert re.fullmatch(r"list-[0-9a-f]{8}", feed_name("../.."))


@given(st.text(min_size=1, max_size=64), st.text(min_size=1, max_size=64))
def test_no_name_leaves_the_folder_and_no_two_share_a_file(one: str, other: str) -> None:
    for name in (one, other):
        assert re.fullmatch(r"[\w-]+", feed_name(name))
        assert len(feed_name(name).encode()) <= 200
        assert not feed_name(name).startswith("-")
    if one != other:
        assert feed_name(one) != feed_name(other)


def test_an_arabic_watchlist_s_ids_are_addresses() -> None:
    channel = replace(CHANNEL, watchlist="مكتب", address=None)
    feed = read(new_piece(), channel=channel)
    assert text(feed, "id") == f"tag:example.org,2026:marsad/{quote('مكتب')}"
    assert all(one.isascii() for one in (text(feed, "id"), text(feed[-1], "id")))
    assert links(feed) == {}

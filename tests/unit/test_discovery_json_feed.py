"""What is read of JSON Feeds, sound, flawed and hostile."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from time import process_time
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.discovery import Found, Unreadable
from crawler.discovery.feed import read_feed
from pipeline.records import ArticleLink, Precision, Stamp

URL = "https://news.example.org/feed.json"


def read(*items: Any, **more: Any) -> Found:
    feed = {"version": "https://jsonfeed.org/version/1.1", "title": "أخبار", "items": items}
    answer = answer_to(json.dumps(feed | more))
    assert isinstance(answer, Found), answer
    return answer


def answer_to(text: str) -> Found | Unreadable:
    return read_feed(text.encode(), URL, "application/feed+json", "Africa/Algiers")


def test_an_item_gives_address_title_and_both_dates() -> None:
    found = read(
        {
            "id": "12",
            "url": "/a/12-jisr?utm_source=feed",
            "title": "جسر &laquo;الوادي&raquo;",
            "date_published": "2026-01-23T12:33:03+01:00",
            "date_modified": "2026-01-24T08:00:00Z",
        }
    )
    published = datetime.fromisoformat("2026-01-23T12:33:03+01:00")
    assert found.links == (
        ArticleLink(
            "https://news.example.org/a/12-jisr",
            "جسر «الوادي»",
            Stamp(published, Precision.SECOND),
            Stamp(datetime(2026, 1, 24, 8, tzinfo=UTC), Precision.SECOND),
        ),
    )


def test_the_address_is_the_url_else_the_external_one_else_an_id_that_is_one() -> None:
    found = read(
        {"id": "https://news.example.org/a/1", "url": "/a/2", "external_url": "/a/3"},
        {"id": "https://news.example.org/a/4", "url": "", "external_url": "/a/5"},
        {"id": "https://news.example.org/a/6"},
        {"id": 7, "title": "بلا عنوان موقع"},
    )
    assert [link.url.rpartition("/")[2] for link in found.links] == ["2", "5", "6"]
    [complaint] = found.complaints
    assert "بلا عنوان موقع" in complaint


def test_a_piece_that_was_never_changed_has_no_modified_date() -> None:
    same = {"date_published": "2026-01-23T11:00:00Z", "date_modified": "2026-01-23T12:00:00+01:00"}
    [link] = read({"url": "/a/1"} | same).links
    assert link.published is not None
    assert link.modified is None


def test_a_date_without_an_offset_is_in_the_sources_zone() -> None:
    [link] = read({"url": "/a/1", "date_published": "2026-01-23T11:00:00"}).links
    assert link.published is not None
    assert link.published.at.utcoffset() == timedelta(hours=1)


def test_a_feed_of_several_pages_tells_the_next() -> None:
    assert read({"url": "/a/1"}, next_url="/feed.json?page=2").next_url == f"{URL}?page=2"
    assert read({"url": "/a/1"}, next_url=5).next_url is None


def test_what_is_odd_in_one_item_costs_that_item_alone() -> None:
    found = read(
        None, [], "x", {"url": ["/a/1"]}, {"url": "http://["}, {"url": "/a/2", "title": {"a": 1}}
    )
    assert [(link.url.rpartition("/")[2], link.title) for link in found.links] == [("2", None)]


def test_a_malformed_date_costs_the_date_alone() -> None:
    found = read({"url": "/a/1", "date_published": "54 جانفي"})
    assert found.links[0].published is None
    assert found.complaints == ("a malformed date: '54 جانفي'",)


def test_a_byte_order_mark_and_white_space_before_the_brace_are_passed_over() -> None:
    text = '\ufeff\n {"items": [{"url": "/a/1"}]}'
    answer = answer_to(text)
    assert isinstance(answer, Found)
    assert len(answer.links) == 1


@pytest.mark.parametrize(
    "text",
    [
        "{",
        '{"items": 5}',
        '{"items": ' + "[" * 100_000,
        '{"items": [' + "{}," * 300_000 + "{}]}",
        '{"items": [], "n": ' + "9" * 5000 + "}",
    ],
    ids=["cut", "no list", "nested", "many", "a number without end"],
)
def test_what_is_no_sound_json_feed_is_unreadable(text: str) -> None:
    started = process_time()
    assert isinstance(answer_to(text), Unreadable)
    assert process_time() - started < 5


def test_at_most_three_hundred_items_are_read() -> None:
    assert len(read(*({"url": f"/a/{n}"} for n in range(1000))).links) == 300


json_values = st.recursive(
    st.none() | st.booleans() | st.floats(allow_nan=False) | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner),
    max_leaves=10,
)
NAMES = ["url", "external_url", "id", "title", "date_published", "date_modified"]


@given(st.lists(st.dictionaries(st.sampled_from(NAMES), json_values), max_size=5))
def test_items_of_any_values_are_read_without_an_error(items: list[Any]) -> None:
    assert len(read(*items).links) <= len(items)


def test_the_source_s_language_tells_the_order_of_a_date_in_figures() -> None:
    items = [{"id": "1", "url": "/a/1", "date_published": "03/04/2026 10:15"}]
    feed = json.dumps({"version": "https://jsonfeed.org/version/1.1", "items": items}).encode()
    found = read_feed(feed, URL, "application/feed+json", "UTC", "ar")

    assert isinstance(found, Found)
    assert found.links[0].published == Stamp(
        datetime(2026, 4, 3, 10, 15, tzinfo=UTC), Precision.MINUTE
    )

"""What answers and feeds say of when to come again."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.asked_waits import good_for, ttl_of
from crawler.discovery import Found
from crawler.discovery.feed import read_feed

DAY = timedelta(days=1)


@pytest.mark.parametrize(
    ("cache_control", "age", "seconds"),
    [
        ("public, max-age=300", None, 300),
        ('Max-Age="300"', "100", 200),
        ("max-age=300", "400", 0),
        ("max-age=99999999", None, 86_400),
        ("max-age=300, no-cache", None, None),
        ("no-store", None, None),
        ("s-maxage=300", None, None),
        ("max-age=-5", None, None),
        ("max-age=٣٠٠", None, None),
        (None, "10", None),
    ],
)
def test_cache_control_tells_for_how_long_an_answer_is_fresh(
    cache_control: str | None, age: str | None, seconds: int | None
) -> None:
    wanted = None if seconds is None else timedelta(seconds=seconds)
    assert good_for(cache_control, age) == wanted


@given(st.text(), st.text(), st.text())
def test_no_text_asks_for_more_than_a_day_or_for_less_than_nothing(a: str, b: str, c: str) -> None:
    said = {"ttl": a, "updateperiod": b, "updatefrequency": c}
    for wait in (good_for(a, b), good_for(f"max-age={a}", b), ttl_of(said)):
        assert wait is None or timedelta(0) <= wait <= DAY


@pytest.mark.parametrize(
    ("channel", "wait"),
    [
        ("<ttl>15</ttl>", timedelta(minutes=15)),
        ("<ttl>soon</ttl>", None),
        ("<ttl>0</ttl>", None),
        ("<sy:updatePeriod>hourly</sy:updatePeriod>", timedelta(hours=1)),
        (
            "<sy:updatePeriod> hourly </sy:updatePeriod><sy:updateFrequency>4</sy:updateFrequency>",
            timedelta(minutes=15),
        ),
        ("<sy:updateFrequency>12</sy:updateFrequency>", timedelta(hours=2)),
        ("<sy:updateFrequency>0</sy:updateFrequency>", None),
        ("<ttl>5</ttl><sy:updatePeriod>yearly</sy:updatePeriod>", DAY),
        ("", None),
    ],
)
def test_a_feed_tells_how_often_it_changes(channel: str, wait: timedelta | None) -> None:
    feed = (
        '<rss version="2.0" xmlns:sy="http://purl.org/rss/1.0/modules/syndication/"><channel>'
        f"<title>أخبار</title>{channel}<item><link>https://news.example.org/1</link></item>"
        "</channel></rss>"
    )
    found = read_feed(feed.encode(), "https://news.example.org/feed", "text/xml", "UTC")
    assert isinstance(found, Found)
    assert found.ttl == wait

"""What robots.txt says to us, and when it is asked for (RFC 9309)."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.robots import Rules, holds_until, is_unreachable, rules_of
from pipeline.records import RobotsRecord

NOW = datetime(2026, 3, 1, 9, 0, tzinfo=UTC)
HOME = "https://news.example.org"


def rules(text: str) -> Rules:
    return Rules(text.encode())


def record(status: int, body: bytes = b"") -> RobotsRecord:
    return RobotsRecord(HOME, status, body, NOW)


def test_rules_for_all_are_rules_for_us() -> None:
    told = rules("User-agent: *\nDisallow: /administrator/\nAllow: /administrator/help\n")
    assert told.allowed(f"{HOME}/item/1-a")
    assert not told.allowed(f"{HOME}/administrator/x")
    assert told.allowed(f"{HOME}/administrator/help")


@pytest.mark.parametrize(
    "agent", ["Marsad", "MARSAD", "marsad/2.0", "Marsad # ours", "  marsad  ", "Marsad*"]
)
def test_rules_for_us_stand_in_for_all_others(agent: str) -> None:
    told = rules(f"User-agent: *\nDisallow: /\nUser-agent: {agent}\nDisallow: /x/\n")
    assert told.allowed(f"{HOME}/y/")
    assert not told.allowed(f"{HOME}/x/")


@pytest.mark.parametrize(
    "agent", ["Mars", "m", "MarsadBot", "Marsad-News", "Googlebot", "", "مرصد"]
)
def test_rules_for_others_are_not_ours(agent: str) -> None:
    told = rules(f"User-agent: {agent}\nDisallow: /\n\nUser-agent: *\nDisallow: /x/\n")
    assert told.allowed(f"{HOME}/y/")
    assert not told.allowed(f"{HOME}/x/")


def test_a_group_may_name_several_agents() -> None:
    told = rules("User-agent: otherbot\nUser-agent: marsad\nDisallow: /x/\n")
    assert not told.allowed(f"{HOME}/x/")


def test_wildcards_ends_and_arabic_paths_are_understood() -> None:
    told = rules("User-agent: *\nDisallow: /*?print=\nDisallow: /*.pdf$\nDisallow: /سري/\n")
    assert not told.allowed(f"{HOME}/item/1-a?print=1")
    assert not told.allowed(f"{HOME}/a.pdf")
    assert told.allowed(f"{HOME}/a.pdf?x")
    assert not told.allowed(f"{HOME}/%D8%B3%D8%B1%D9%8A/1")


def test_lines_may_end_in_any_way_and_begin_with_a_bom() -> None:
    told = Rules("\ufeffUser-agent: *\rDisallow: /x/\r\n".encode())
    assert not told.allowed(f"{HOME}/x/")


@pytest.mark.parametrize(
    ("text", "delay"),
    [
        ("User-agent: *\nCrawl-delay: 7", 7),
        ("User-agent: *\nCrawl-delay: 2.5", 2.5),
        ("User-agent: *\nCrawl-delay: 3600", 600),
        ("User-agent: *\nCrawl-delay: -1", 0),
        ("User-agent: *\nCrawl-delay: nan", 0),
        ("User-agent: *\nCrawl-delay: inf", 0),
        ("User-agent: *\nCrawl-delay: soon", 0),
        ("User-agent: *\nCrawl-delay: 9\nUser-agent: Marsad\nCrawl-delay: 3", 3),
        ("User-agent: *\nCrawl-delay: 9\nUser-agent: Marsad\nDisallow: /x/", 9),
        ("User-agent: otherbot\nCrawl-delay: 9", 0),
        ("User-agent: *\nRequest-rate: 1/20", 20),
        ("User-agent: *\nRequest-rate: 30/1m", 2),
        ("User-agent: *\nRequest-rate: 1/7s 0800-1800", 7),
        ("User-agent: *\nRequest-rate: 1/5\nCrawl-delay: 9", 9),
        ("User-agent: *\nRequest-rate: 1/12\nCrawl-delay: 9", 12),
        ("User-agent: *\nRequest-rate: 1/2h", 600),
        ("User-agent: *\nRequest-rate: 1/5\nUser-agent: Marsad\nRequest-rate: 1/3", 3),
        ("User-agent: *\nRequest-rate: 0/5", 0),
        ("User-agent: *\nRequest-rate: often", 0),
        (f"User-agent: *\nRequest-rate: 1/{'9' * 4000}", 600),
        (f"User-agent: *\nRequest-rate: {'9' * 4000}/1", 0),
        ("", 0),
    ],
)
def test_the_longer_pause_holds_up_to_ten_minutes(text: str, delay: float) -> None:
    assert rules(text).crawl_delay() == pytest.approx(delay)


def test_only_the_first_half_megabyte_counts() -> None:
    padding = "# x\n" * (500 * 256)
    assert rules(f"User-agent: *\n{padding}Disallow: /\n").allowed(f"{HOME}/x")
    assert not rules(f"User-agent: *\nDisallow: /\n{padding}").allowed(f"{HOME}/x")


@pytest.mark.parametrize(
    "text",
    [
        "".join(f"User-agent: a{n}\n" for n in range(20_000)) + "Disallow: /x\n" * 20_000,
        "User-agent: *\nDisallow: /" + "*a" * 200_000,
        "User-agent: *\n" + "Disallow: /*a*a*a*a*b\n" * 20_000,
        "user-agent" + " " * 500_000,
    ],
    ids=["agents", "stars", "rules", "spaces"],
)
def test_files_made_to_stall_readers_do_not(text: str) -> None:
    started = process_time()
    rules(text).allowed(f"{HOME}/{'a' * 1900}")
    assert process_time() - started < 5


@given(st.binary(max_size=300))
def test_any_bytes_say_something(body: bytes) -> None:
    told = Rules(body)
    assert told.allowed(f"{HOME}/x") in (True, False)
    assert 0 <= told.crawl_delay() <= 600


@pytest.mark.parametrize("status", [0, 429, 500, 503, 599])
def test_some_answers_are_none(status: int) -> None:
    assert is_unreachable(record(status))


@pytest.mark.parametrize("status", [301, 400, 401, 403, 404, 410])
def test_a_file_that_is_not_there_forbids_nothing(status: int) -> None:
    assert not is_unreachable(record(status, body=b"User-agent: *\nDisallow: /"))
    assert rules_of(record(status, body=b"User-agent: *\nDisallow: /")) is None


def test_a_file_that_is_there_is_read() -> None:
    told = rules_of(record(200, body=b"User-agent: *\nDisallow: /"))
    assert told is not None
    assert not told.allowed(f"{HOME}/x")


@pytest.mark.parametrize(
    ("status", "time"),
    [
        (200, timedelta(hours=24)),
        (404, timedelta(hours=24)),
        (503, timedelta(minutes=10)),
        (429, timedelta(minutes=10)),
        (0, timedelta(minutes=1)),
    ],
)
def test_a_copy_serves_a_day_and_a_failure_minutes(status: int, time: timedelta) -> None:
    assert holds_until(record(status)) == NOW + time

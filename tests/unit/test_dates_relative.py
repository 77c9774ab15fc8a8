"""Dates that only the time of the fetch makes whole, and dates beyond it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.dates import Reason, Refusal, parse_machine, read_machine, read_stamp
from pipeline.records import Precision, Stamp

ALGIERS: Final = "Africa/Algiers"
#: 14:20:30 in Algiers
FETCH: Final = datetime(2026, 3, 23, 13, 20, 30, tzinfo=UTC)


def read(text: str, fetched_at: datetime | None = FETCH, zone: str = ALGIERS) -> str:
    """The instant with its precision, or the reason of the refusal."""
    stamp = read_stamp(text, zone, fetched_at=fetched_at)
    if isinstance(stamp, Refusal):
        return stamp.reason.name
    return f"{stamp.at:%Y-%m-%dT%H:%M:%S%z} {stamp.precision}"


@pytest.mark.parametrize(
    "text",
    ["قبل 5 دقائق", "منذ خمس دقائق", "il y a 5 minutes", "5 min ago", "vor 5 Minuten", "5 dk önce"],
)
def test_minutes_ago_are_read_to_the_minute(text: str) -> None:
    assert read(text) == "2026-03-23T14:15:00+0100 minute"


@pytest.mark.parametrize(
    "text",
    [
        "منذ 3 ساعات",
        "منذ ثلاث ساعات",
        "قبل ساعتين",
        "منذ ساعة",
        "آخر تحديث: منذ 3 ساعات",
        "il y a 2 h",
        "il y a une heure",
        "an hour ago",
        "Updated 3 hours ago",
        "hace 3 horas",
        "3 ore fa",
        "há 3 horas",
        "3 jam yang lalu",
    ],
)
def test_hours_ago_tell_no_more_than_the_day(text: str) -> None:
    assert read(text) == "2026-03-23T00:00:00+0100 day"


def test_hours_ago_that_may_be_of_two_days_are_refused() -> None:
    after_midnight = datetime(2026, 3, 23, 2, 0, tzinfo=UTC)  # 03:00 in Algiers
    assert read("منذ 3 ساعات", after_midnight) == "VAGUE"
    assert read("منذ 5 ساعات", after_midnight) == "2026-03-22T00:00:00+0100 day"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("اليوم 09:15", "2026-03-23T09:15:00+0100 minute"),
        ("اليوم على الساعة 9:15 صباحا", "2026-03-23T09:15:00+0100 minute"),
        ("أمس", "2026-03-22T00:00:00+0100 day"),
        ("أمس الساعة 14:30", "2026-03-22T14:30:00+0100 minute"),
        ("أمس الأحد 14:30", "2026-03-22T14:30:00+0100 minute"),
        ("أول أمس", "2026-03-21T00:00:00+0100 day"),
        ("منذ يومين", "2026-03-21T00:00:00+0100 day"),
        ("منذ 4 أيام", "2026-03-19T00:00:00+0100 day"),
        ("قبل يوم", "2026-03-22T00:00:00+0100 day"),
        ("hier à 18h05", "2026-03-22T18:05:00+0100 minute"),
        ("Aujourd’hui, 9h15", "2026-03-23T09:15:00+0100 minute"),
        ("avant-hier", "2026-03-21T00:00:00+0100 day"),
        ("Yesterday at 6:05 PM", "2026-03-22T18:05:00+0100 minute"),
        ("gestern, 18.05 Uhr", "2026-03-22T18:05:00+0100 minute"),
        ("منذ ساعتين و 10 دقائق", "2026-03-23T12:10:00+0100 minute"),
        ("اليوم 14:25", "2026-03-23T14:25:00+0100 minute"),
        ("اليوم 14:35", "FUTURE"),
        ("منذ 2 يوم", "2026-03-21T00:00:00+0100 day"),
        ("hace un día", "2026-03-22T00:00:00+0100 day"),
        ("اليوم السابع", "NO_DATE"),
        ("USA Today 14:10", "NO_DATE"),
        ("il y a moins d'une heure", "VAGUE"),
        ("منذ 20 مارس", "STRAY"),
        ("أمس الاثنين", "CONTRADICTORY"),
        ("منذ أسبوع", "VAGUE"),
        ("il y a 3 mois", "VAGUE"),
        ("2 years ago", "VAGUE"),
        ("منذ 3 ساعات ثم قبل 5 دقائق", "SEVERAL"),
        ("23 مارس 2026 14:15 (قبل 5 دقائق)", "2026-03-23T14:15:00+0100 minute"),
        ("20 مارس 2026، آخر تحديث قبل 5 دقائق", "SEVERAL"),
    ],
)
def test_days_are_counted_back_from_the_day_of_the_fetch(text: str, expected: str) -> None:
    assert read(text) == expected


@pytest.mark.parametrize("text", ["منذ 3 ساعات", "أمس", "hier à 18h05", "5 min ago", "Today"])
def test_without_the_time_of_the_fetch_nothing_relative_is_read(text: str) -> None:
    assert read(text, None) == "NO_FETCH"


def test_yesterday_is_a_day_of_the_sources_zone() -> None:
    late = datetime(2026, 3, 23, 23, 30, tzinfo=UTC)  # the 24th in Algiers
    assert read("أمس", late) == "2026-03-23T00:00:00+0100 day"
    assert read("أمس", late, "UTC") == "2026-03-22T00:00:00+0000 day"
    assert read("أمس 12:00 بتوقيت غرينتش", late) == "AMBIGUOUS"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("23 janvier, 12:33", "2026-01-23T12:33:00+0100 minute"),
        ("الجمعة 23 جانفي - 12:33", "2026-01-23T12:33:00+0100 minute"),
        ("Jan 23, 12:33", "2026-01-23T12:33:00+0100 minute"),
        ("25 ديسمبر", "2025-12-25T00:00:00+0100 day"),
        ("السبت 23 جانفي", "CONTRADICTORY"),
        # eleven months and more ago, or to come
        ("30 مارس", "NO_YEAR"),
        ("20 أفريل", "NO_YEAR"),
        ("4 out", "NO_DATE"),
    ],
)
def test_a_day_without_its_year_is_the_last_one_if_that_is_certain(
    text: str, expected: str
) -> None:
    assert read(text) == expected


def test_a_time_after_the_fetch_is_refused_but_for_wrong_zones() -> None:
    assert read("23 مارس 2026 14:25") == "2026-03-23T14:25:00+0100 minute"
    assert read("24 مارس 2026 04:20") == "2026-03-24T04:20:00+0100 minute"
    assert read("24 مارس 2026 04:21") == "FUTURE"
    assert read("25 مارس 2026") == "FUTURE"
    assert read("25 مارس 2026", None) == "2026-03-25T00:00:00+0100 day"
    assert read_machine("2027-01-01T00:00:00Z", ALGIERS, fetched_at=FETCH) == Refusal(Reason.FUTURE)
    assert parse_machine("2026-03-23T13:20:30Z", ALGIERS, fetched_at=FETCH) is not None


@given(
    minutes=st.integers(1, 9_999),
    fetched_at=st.datetimes(
        datetime(1996, 1, 1),  # noqa: DTZ001 - the strategy adds the zone
        datetime(2099, 12, 31),  # noqa: DTZ001
        timezones=st.just(UTC),
    ),
    zone=st.sampled_from([ALGIERS, "Europe/Paris", "Asia/Kathmandu"]),
)
def test_any_count_of_minutes_is_subtracted(minutes: int, fetched_at: datetime, zone: str) -> None:
    stamp = read_stamp(f"منذ {minutes} دقيقة", zone, fetched_at=fetched_at)
    if not isinstance(stamp, Stamp):
        assert 1299 < minutes < 2200  # looks like a year
        return
    assert stamp.precision is Precision.MINUTE
    assert timedelta(0) <= fetched_at - timedelta(minutes=minutes) - stamp.at < timedelta(minutes=1)

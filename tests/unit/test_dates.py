"""Printed dates: every month family, digits, clocks and offsets; never a guess."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.dates import parse_machine, parse_stamp
from pipeline.records import Precision

ALGIERS: Final = "Africa/Algiers"
FAMILIES: Final = {
    "algeria": "جانفي فيفري مارس أفريل ماي جوان جويلية أوت سبتمبر أكتوبر نوفمبر ديسمبر",
    "tunisia": "جانفي فيفري مارس افريل ماي جوان جويليه اوت سبتمبر اكتوبر نوفمبر ديسمبر",
    "morocco": "يناير فبراير مارس أبريل ماي يونيو يوليوز غشت شتنبر أكتوبر نونبر دجنبر",
    "egypt": "يناير فبراير مارس إبريل مايو يونيو يوليو أغسطس سبتمبر أكتوبر نوفمبر ديسمبر",
    "nile": "يناير فبراير مارس ابريل مايو يونيه يوليه اغسطس سبتمبر اكتوبر نوفمبر ديسمبر",
    "levant": "كانون_الثاني شباط آذار نيسان أيار حزيران تموز آب أيلول تشرين_الأول تشرين_الثاني"
    " كانون_الأول",
    "iraq": "كانون2 شباط اذار نيسان ايار حزيران تموز اب ايلول تشرين1 تشرين2 كانون1",
    "numbered": "كانون_2 شباط آذار نيسان أيار حزيران تموز آب أيلول تشرين_1 تشرين_2 كانون_1",
    "french": "janvier février mars avril mai juin juillet août septembre octobre novembre"
    " décembre",
    "short-french": "janv. févr. mars avr. mai juin juil. août sept. oct. nov. déc.",
    "english": "January February March April May June July August September October November"
    " December",
    "short-english": "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec",
}
DIGITS: Final = {"ascii": "0123456789", "arabic": "٠١٢٣٤٥٦٧٨٩", "persian": "۰۱۲۳۴۵۶۷۸۹"}
CLOCKS: Final = {
    Precision.DAY: "",
    Precision.MINUTE: " {at:%H:%M}",
    Precision.SECOND: " -- {at:%H:%M:%S}",
}


def read(text: str, zone: str = ALGIERS) -> tuple[str, str] | None:
    stamp = parse_stamp(text, zone)
    return (stamp.at.isoformat(), stamp.precision.value) if stamp else None


def read_machine(text: str, zone: str = ALGIERS) -> tuple[str, str] | None:
    stamp = parse_machine(text, zone)
    return (stamp.at.isoformat(), stamp.precision.value) if stamp else None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("14 أفريل 2025 -- 09:05:41", "2025-04-14T09:05:41+01:00"),
        ("14 أفريل 2025 -- 09:05:41 512", "2025-04-14T09:05:41+01:00"),
        ("1 جانفي 2026 00:00:00", "2026-01-01T00:00:00+01:00"),
        ("2025-04-14 09:05:41", "2025-04-14T09:05:41+01:00"),
        ("نشر: 2025-04-14T09:05:41Z", "2025-04-14T09:05:41+00:00"),
        ("2025-04-14T09:05:41.123456+02:00", "2025-04-14T09:05:41+02:00"),
        ("Mon, 14 Apr 2025 09:05:41 +0100", "2025-04-14T09:05:41+01:00"),
        ("Mon, 14 Apr 2025 09:05:41 GMT", "2025-04-14T09:05:41+00:00"),
        ("Mon, 14 Apr 2025 09:05:41 EST", "2025-04-14T09:05:41-05:00"),
    ],
)
def test_a_date_printed_to_the_second_is_read_to_the_second(text: str, expected: str) -> None:
    assert read(text) == (expected, "second")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("آخر تعديل في الاثنين, 14 أفريل 2025 09:05", "2025-04-14T09:05:00+01:00"),
        ("الاثنين، ١٤ أفريل ٢٠٢٥ ٠٩:٠٥", "2025-04-14T09:05:00+01:00"),
        ("الإثنين 14 أبريل 2025، الساعة 21:05", "2025-04-14T21:05:00+01:00"),
        ("14 نيسان/أبريل 2025 - 9:05 م", "2025-04-14T21:05:00+01:00"),
        ("14 أبريل (نيسان) 2025 9:05 ص", "2025-04-14T09:05:00+01:00"),
        ("14 أبريل 2025م 09:05", "2025-04-14T09:05:00+01:00"),
        ("14 أبريل 2025 م 09:05", "2025-04-14T09:05:00+01:00"),
        ("14 أبريل 2025 9:05 مساءً", "2025-04-14T21:05:00+01:00"),
        ("14 أبريل 2025 9:05 صباحًا", "2025-04-14T09:05:00+01:00"),
        ("14 أبريل 2025 12:05 صباحا", "2025-04-14T00:05:00+01:00"),
        ("14 أبريل 2025 12:05 ظهراً", "2025-04-14T12:05:00+01:00"),
        ("14 أبريل 2025 1:05 ظهرا", "2025-04-14T13:05:00+01:00"),
        ("14 أبريل 2025 9:05 ليلا", "2025-04-14T21:05:00+01:00"),
        ("14 أبريل 2025 2:05 ليلا", "2025-04-14T02:05:00+01:00"),
        ("14 أبريل 2025 3:05 بعد الظهر", "2025-04-14T15:05:00+01:00"),
        ("14 أبريل 2025 الساعة 3 مساء", "2025-04-14T15:00:00+01:00"),
        ("مساء الاثنين 14 أبريل 2025 على الساعة 8:30", "2025-04-14T20:30:00+01:00"),
        ("14 أبريل 2025 13:05 م", "2025-04-14T13:05:00+01:00"),
        ("14 أفريل 2025 09:05 م. زروقي", "2025-04-14T09:05:00+01:00"),
        ("14 أفريل 2025 على 9سا05", "2025-04-14T09:05:00+01:00"),
        ("09:05 | 14 أفريل 2025", "2025-04-14T09:05:00+01:00"),
        ("١٤\u200f/٤\u200f/٢٠٢٥ ٩:٠٥ م", "2025-04-14T21:05:00+01:00"),
        ("lundi 14 avril 2025 09:05", "2025-04-14T09:05:00+01:00"),
        ("Publié le 14 avr. 2025 à 9h05", "2025-04-14T09:05:00+01:00"),
        ("LUNDI 14 AVRIL 2025 À 9 H 05", "2025-04-14T09:05:00+01:00"),
        ("1er août 2025 à 12h", "2025-08-01T12:00:00+01:00"),
        ("14 avril 2025 à 9 heures", "2025-04-14T09:00:00+01:00"),
        ("Monday, 14 April 2025 09:05", "2025-04-14T09:05:00+01:00"),
        ("April 14, 2025 9:05 PM", "2025-04-14T21:05:00+01:00"),
        ("April 14th, 2025 12:05 a.m.", "2025-04-14T00:05:00+01:00"),
        ("Apr. 14, 2025, 9 p.m.", "2025-04-14T21:00:00+01:00"),
        ("14/04/2025 09:05", "2025-04-14T09:05:00+01:00"),
        ("14-04-2025 09:05", "2025-04-14T09:05:00+01:00"),
        ("14/04/2025 09:05 AFP", "2025-04-14T09:05:00+01:00"),
    ],
)
def test_a_date_printed_to_the_minute_is_read_to_the_minute(text: str, expected: str) -> None:
    assert read(text) == (expected, "minute")


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("14 أفريل 2025", "2025-04-14"),
        ("14أفريل2025", "2025-04-14"),
        ("14 من شهر أفريل 2025", "2025-04-14"),
        ("14 من أفريل 2025", "2025-04-14"),
        ("14 أفريل من عام 2025", "2025-04-14"),
        ("14 أَفْرِيــل 2025", "2025-04-14"),
        ("14 ديسمبر/كانون الأول 2020", "2020-12-14"),
        ("14 كانون  الأول 2020", "2020-12-14"),
        ("14 كانون 2 2020", "2020-01-14"),
        ("14 ت2 2020", "2020-11-14"),
        ("أبريل 14, 2025", "2025-04-14"),
        ("14/04/2025", "2025-04-14"),
        ("14 / 4 / 2025", "2025-04-14"),
        ("2025/4/14", "2025-04-14"),
        ("14.04.2025", "2025-04-14"),
        ("/2025/04/14/", "2025-04-14"),
        ("14-Apr-2025", "2025-04-14"),
        ("16 شوال 1446 هـ الموافق لـ14 أفريل 2025", "2025-04-14"),
        ("الاثنين 16 شوال 1446 هـ - 14 أبريل 2025 م", "2025-04-14"),
        ("16/10/1446 هـ - 14/04/2025", "2025-04-14"),
        ("14 أفريل 2025 (14/04/2025)", "2025-04-14"),
        ("29 فيفري 2024", "2024-02-29"),
    ],
)
def test_a_date_alone_is_midnight_of_the_zone(text: str, day: str) -> None:
    assert read(text) == (f"{day}T00:00:00+01:00", "day")


@pytest.mark.parametrize(
    "text",
    [
        "",
        "منذ 3 ساعات",
        "أمس 12:54",
        "اليوم",
        "il y a 3 heures",
        "2 hours ago",
        "16 شوال",
        "16/10/1446",
        "31 فيفري 2025",
        "29 فيفري 2025",
        "0 ماي 2025",
        "32 ماي 2025",
        "14/13/2025",
        "14 أفريل 1989",
        "14 أفريل 1994",
        "14 أفريل 2101",
        "14 أفريل",
        "أفريل 2025",
        "2025",
        "14/04/25",
        "14 كانون 2020",
        "14 تشرين 2020",
        "14 ديسمبر/كانون الثاني 2020",
        "14 ماي/أبريل 2020",
        "14 أفريل 2025 ثم 15 أفريل 2025",
        "14 أفريل 2025 09:05 وحدث في 10:15",
        "14-15 أفريل 2025",
        "14 أفريل 2025 25:05",
        "14 أفريل 2025 09:75",
        "14 أفريل 2025 24:00",
        "14 أفريل 2025 13:05 صباحا",
        "14 أفريل 2025 6:05 ليلا",
        "14 أفريل 2025 12:30 ليلا",
        "14 أفريل 2025 09:05 IST",
        "14 أفريل 2025 09:05 +2500",
        "14 أفريل 2025 09:05 بتوقيت المريخ",
        "14 مارسيليا 2025",
        "123 أفريل 2025",
        "14 أفريل 20255",
        "14 أفريل 2025" + " " * 200,
    ],
)
def test_what_is_no_date_or_could_be_two_is_not_read(text: str) -> None:
    assert parse_stamp(text, ALGIERS) is None


@pytest.mark.parametrize(
    ("text", "offset_hours"),
    [
        ("14/04/2025 09:05", 1),
        ("14/04/2025 09:05 GMT", 0),
        ("14/04/2025 09:05 (UTC)", 0),
        ("14/04/2025 09:05 UTC+3", 3),
        ("14/04/2025 09:05 GMT+02:00", 2),
        ("14/04/2025 09:05 -0430", -4.5),
        ("14/04/2025 09:05 CEST", 2),
        ("14/04/2025 9:05 AM ET", -4),
        ("14/04/2025 09:05 بتوقيت غرينتش", 0),
        ("14/04/2025 09:05 بتوقيت مكة", 3),
        ("14/04/2025 à 9h05 (heure de Paris)", 2),
        ("14/04/2025 à 9h05, heure d'Alger", 1),
        ("09:05, 14 April 2025 (UTC)", 0),
        ("بتوقيت غرينتش 09:05 - 14/04/2025", 0),
    ],
)
def test_a_printed_offset_or_zone_beats_the_sources(text: str, offset_hours: float) -> None:
    stamp = parse_stamp(text, ALGIERS)
    assert stamp is not None
    assert stamp.at.utcoffset() == timedelta(hours=offset_hours)
    assert stamp.at.replace(tzinfo=None) == datetime(2025, 4, 14, 9, 5)  # noqa: DTZ001 - wall time


@pytest.mark.parametrize(
    ("wall", "zone", "expected"),
    [
        ("13/07/2025 12:00", "Europe/Paris", "2025-07-13T12:00:00+02:00"),
        ("13/01/2025 12:00", "Europe/Paris", "2025-01-13T12:00:00+01:00"),
        # the clock goes from 02:00 to 03:00
        ("30/03/2025 02:30", "Europe/Paris", "2025-03-30T03:30:00+02:00"),
        # 02:30 comes twice, the first is meant
        ("26/10/2025 02:30", "Europe/Paris", "2025-10-26T02:30:00+02:00"),
        # Cairo has no midnight on that day
        ("25/04/2025", "Africa/Cairo", "2025-04-25T01:00:00+03:00"),
    ],
)
def test_the_zones_own_rules_hold_where_no_offset_is_printed(
    wall: str, zone: str, expected: str
) -> None:
    stamp = parse_stamp(wall, zone)
    assert stamp is not None
    assert stamp.at.isoformat() == expected


def test_a_time_that_comes_twice_equals_the_same_instant_elsewhere() -> None:
    stamp = parse_stamp("26/10/2025 02:30", "Europe/Paris")
    assert stamp is not None
    assert stamp.at == datetime(2025, 10, 26, 0, 30, tzinfo=UTC)


def test_a_zone_that_does_not_exist_is_an_error() -> None:
    with pytest.raises(ZoneInfoNotFoundError):
        parse_stamp("14/04/2025", "Africa/Atlantis")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2025-04-14", ("2025-04-14T00:00:00+01:00", "day")),
        ("20250414", ("2025-04-14T00:00:00+01:00", "day")),
        ("2025-04-14T09:05", ("2025-04-14T09:05:00+01:00", "minute")),
        ("2025-04-14 09:05:41", ("2025-04-14T09:05:41+01:00", "second")),
        (" 2025-04-14T09:05:41Z\n", ("2025-04-14T09:05:41+00:00", "second")),
        ("2025-04-14t09:05:41z", ("2025-04-14T09:05:41+00:00", "second")),
        ("2025-04-14T09:05:41.5-0430", ("2025-04-14T09:05:41-04:30", "second")),
        ("2025-04-14T09:05:41,5+02", ("2025-04-14T09:05:41+02:00", "second")),
        ("20250414T090541Z", ("2025-04-14T09:05:41+00:00", "second")),
        ("٢٠٢٥-٠٤-١٤T٠٩:٠٥", ("2025-04-14T09:05:00+01:00", "minute")),
        ("Mon, 14 Apr 2025 09:05:41 +0200", ("2025-04-14T09:05:41+02:00", "second")),
        ("14 Apr 2025 09:05 -0000", ("2025-04-14T09:05:00+00:00", "minute")),
        ("Mon, 14 Apr 2025 09:05:41", ("2025-04-14T09:05:41+01:00", "second")),
        ("Mon, 14 Apr 2025 09:05:41 +0200 (CEST)", ("2025-04-14T09:05:41+02:00", "second")),
    ],
)
def test_machine_forms_keep_the_precision_that_was_printed(
    text: str, expected: tuple[str, str]
) -> None:
    assert read_machine(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "",
        "14 أفريل 2025",
        "14/04/2025",
        "April 14, 2025",
        "2025",
        "2025-04",
        "2025-W16-1",
        "2025-0414",
        "2025-04-14T",
        "2025-04-14T24:00:00Z",
        "2025-04-14T09:05:60Z",
        "2025-02-30",
        "1994-12-31",
        "2025-04-14T09:05:41+15:00",
        "نشر 2025-04-14",
        "14 Apr 25 09:05:41 +0200",
        "Tue, 14 Apr 25 09:05:41 +0200",
        "Tue, 14 Apr 2025 09:05:41 +0200",
        "Mon, 14 Foo 2025 09:05:41 +0200",
        "Mon, 14 Apr 2025 09:05:41 IST",
        "2025-04-14" + " " * 200,
    ],
)
def test_machine_forms_are_read_strictly(text: str) -> None:
    assert parse_machine(text, ALGIERS) is None


@given(
    family=st.sampled_from(sorted(FAMILIES)),
    digits=st.sampled_from(sorted(DIGITS)),
    precision=st.sampled_from(list(Precision)),
    wall=st.datetimes(datetime(1995, 1, 1), datetime(2100, 12, 31)),  # noqa: DTZ001 - wall times
    zone=st.sampled_from([ALGIERS, "Africa/Tunis", "Asia/Baghdad", "Asia/Kathmandu", "UTC"]),
)
def test_a_date_printed_in_any_family_digits_and_precision_reads_back(
    family: str, digits: str, precision: Precision, wall: datetime, zone: str
) -> None:
    month = FAMILIES[family].split()[wall.month - 1].replace("_", " ")
    printed = f"{wall.day} {month} {wall.year}" + CLOCKS[precision].format(at=wall)
    stamp = parse_stamp(printed.translate(str.maketrans("0123456789", DIGITS[digits])), zone)
    kept = {
        Precision.DAY: wall.replace(hour=0, minute=0, second=0, microsecond=0),
        Precision.MINUTE: wall.replace(second=0, microsecond=0),
        Precision.SECOND: wall.replace(microsecond=0),
    }[precision]
    local = kept.replace(tzinfo=ZoneInfo(zone))
    assert stamp is not None
    assert stamp.precision == precision
    assert stamp.at == local.astimezone(UTC)  # also where a clock change skips the wall time


@given(
    at=st.datetimes(
        datetime(1995, 1, 1),  # noqa: DTZ001 - the strategy adds the zone
        datetime(2100, 12, 31),  # noqa: DTZ001
        timezones=st.sampled_from([UTC, ZoneInfo("Asia/Kathmandu"), ZoneInfo(ALGIERS)]),
    )
)
def test_what_iso_8601_says_both_readers_read_alike(at: datetime) -> None:
    printed = at.isoformat(timespec="seconds")
    assert parse_machine(printed, "UTC") == parse_stamp(printed, "UTC")
    stamp = parse_machine(printed, "UTC")
    assert stamp is not None
    assert stamp.at.isoformat() == printed


@given(
    st.text()
    | st.text("0123456789٠١٢٣:/-.,+ TZصمh\u200f\tجانفيmarsكانونAMPGUTC()", max_size=60)
    | st.builds("14 {} 2025 {}".format, st.text(max_size=20), st.text(max_size=20))
)
def test_no_text_makes_a_reader_fail(text: str) -> None:
    for read_it in (parse_stamp, parse_machine):
        stamp = read_it(text, ALGIERS)
        assert stamp is None or stamp.at.utcoffset() is not None

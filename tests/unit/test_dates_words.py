"""Words around and within printed dates: languages, halves of the day, zones, other calendars."""

from __future__ import annotations

from typing import Final

import pytest

from pipeline.dates import Reason, Refusal, read_stamp

ALGIERS: Final = "Africa/Algiers"


def read(text: str, zone: str = ALGIERS, language: str | None = None) -> str:
    """The instant with its precision, or the reason of the refusal."""
    stamp = read_stamp(text, zone, language=language)
    if isinstance(stamp, Refusal):
        return stamp.reason.name
    return f"{stamp.at:%Y-%m-%dT%H:%M:%S%z} {stamp.precision}"


@pytest.mark.parametrize(
    "text",
    [
        "23. März 2026, 14:30 Uhr",
        "Montag, 23. März 2026, 14.30 Uhr",
        "23 de marzo de 2026 a las 14:30",
        "lunes 23 de marzo del 2026, 2:30 de la tarde",
        "lunedì 23 marzo 2026 alle ore 14.30",
        "segunda-feira, 23 de março de 2026 às 14h30",
        "23 Mart 2026 Pazartesi, 14:30",
        "Senin, 23 Maret 2026 14:30",
        "Isnin, 23 Mac 2026, 2.30 pm",
        "۲۳ مارس ۲۰۲۶ - ۱۴:۳۰",
        "٢٣ ئازار ٢٠٢٦ 14:30",
        "23 آذار/مارس 2026 الساعة 2:30 بعد الظهر",
        "(آذار) مارس 23, 2026 الساعة 14:30",
        "23 مارس [آذار] 2026 • 14:30",
        "الاثنين : 23 مارس ، 2026 | 14 سا 30",
        "23 mars 2026, 2h30 de l'après-midi",
        "23rd of March, 2026 at 2:30 p.m.",
        "2026 March 23 14:30",
        "Mis à jour le 23/03/2026 à 14 h 30 (heure locale)",
    ],
)
def test_a_date_is_read_in_the_words_of_its_language(text: str) -> None:
    assert read(text) == "2026-03-23T14:30:00+0100 minute"


@pytest.mark.parametrize(
    ("text", "hour"),
    [
        ("5:10 فجرا", 5),
        ("9:10 du matin", 9),
        ("11:10 قبل الظهر", 11),
        ("12:10 ظهرا", 12),
        ("4:10 عصرا", 16),
        ("8:10 du soir", 20),
        ("9:10 ليلاً", 21),
        ("9:10 مساءً", 21),
        ("12:10 AM", 0),
        ("12:10 م", 12),
        ("14 h 10", 14),
        ("0:10", 0),
    ],
)
def test_the_half_of_the_day_tells_the_hour(text: str, hour: int) -> None:
    assert read(f"23 مارس 2026 {text}") == f"2026-03-23T{hour:02}:10:00+0100 minute"


@pytest.mark.parametrize(
    ("text", "offset"),
    [
        ("14:30 CET", "+0100"),
        ("14:30 UTC", "+0000"),
        ("14:30 (GMT+3)", "+0300"),
        ("14:30 (UTC−05:00)", "-0500"),
        ("14:30 ت.غ", "+0000"),
        ("14:30 (غرينتش+1)", "+0100"),
        ("14:30 بتوقيت القدس المحتلة", "+0200"),
        ("14:30 بالتوقيت المحلي", "+0100"),
        ("2:30 PM Paris time", "+0100"),
        ("14:30 EST", "-0500"),
        ("14:30 +0530", "+0530"),
    ],
)
def test_the_zone_that_is_printed_holds(text: str, offset: str) -> None:
    assert read(f"23 février 2026 {text}") == f"2026-02-23T14:30:00{offset} minute"


@pytest.mark.parametrize("after", ["1234", "- 1234 قراءة", "| 12", "(130)", "AFP", "قراءة 5"])
def test_what_is_counted_after_the_time_is_no_zone(after: str) -> None:
    assert read(f"23 مارس 2026 14:30 {after}") == "2026-03-23T14:30:00+0100 minute"


def test_a_small_et_is_a_word_and_no_zone() -> None:
    assert read("23 mars 2026, 14:30 et plus") == "2026-03-23T14:30:00+0100 minute"
    assert read("March 23, 2026, 2:30 PM ET", "UTC") == "2026-03-23T14:30:00-0400 minute"


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        ("03/04/2026", None, "AMBIGUOUS"),
        ("03/04/2026", "en", "AMBIGUOUS"),
        ("03/04/2026", "fr", "2026-04-03T00:00:00+0100 day"),
        ("03/04/2026", "ar-DZ", "2026-04-03T00:00:00+0100 day"),
        ("03/04/2026", "en-GB", "2026-04-03T00:00:00+0100 day"),
        ("03/04/2026", "en-US", "2026-03-04T00:00:00+0100 day"),
        ("نشر في 03/04/2026", None, "2026-04-03T00:00:00+0100 day"),
        ("Publié le 03/04/2026", None, "2026-04-03T00:00:00+0100 day"),
        ("Publié le 03/04/2026", "en-US", "AMBIGUOUS"),
        ("Friday 03/04/2026", None, "2026-04-03T00:00:00+0100 day"),
        ("Wednesday 03/04/2026", None, "2026-03-04T00:00:00+0100 day"),
        ("04/04/2026", None, "2026-04-04T00:00:00+0100 day"),
        ("04/23/2026", None, "2026-04-23T00:00:00+0100 day"),
        ("04/23/2026", "fr", "AMBIGUOUS"),
        ("03.04.2026", None, "2026-04-03T00:00:00+0100 day"),
        ("2026/04/03", None, "2026-04-03T00:00:00+0100 day"),
        ("03/04/2026 (3 avril 2026)", None, "2026-04-03T00:00:00+0100 day"),
        ("23/01/26", None, "AMBIGUOUS"),
        ("23/01/26", "fr", "2026-01-23T00:00:00+0100 day"),
        ("Friday 23/01/26", None, "2026-01-23T00:00:00+0100 day"),
        ("Fri 23 Jan 26", None, "2026-01-23T00:00:00+0100 day"),
        ("23 Jan 26", None, "NO_YEAR"),
    ],
)
def test_figures_in_two_orders_need_a_proof(text: str, language: str | None, expected: str) -> None:
    assert read(text, language=language) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("4 شعبان 1447 هـ", "2026-01-23T00:00:00+0100 day"),
        ("٤ شعبان ١٤٤٧هـ الساعة ١٢:٣٣", "2026-01-23T12:33:00+0100 minute"),
        ("الجمعة 4 شعبان 1447", "2026-01-23T00:00:00+0100 day"),
        ("04/08/1447 هـ", "2026-01-23T00:00:00+0100 day"),
        ("1447/08/04 هـ", "2026-01-23T00:00:00+0100 day"),
        ("4 شعبان 1447 هـ الموافق 23 يناير 2026 م", "2026-01-23T00:00:00+0100 day"),
        # the moon was seen two days later
        ("2 شعبان 1447 هـ - 23 جانفي 2026", "2026-01-23T00:00:00+0100 day"),
        ("23 جانفي 2026 / 4 شعبان", "2026-01-23T00:00:00+0100 day"),
        ("7 شعبان 1447 هـ - 23 جانفي 2026", "CONTRADICTORY"),
        ("السبت 4 شعبان 1447 هـ", "CONTRADICTORY"),
        ("31 شعبان 1447 هـ", "IMPOSSIBLE"),
        ("4 شعبان 1410 هـ", "TOO_OLD"),
        ("4 شعبان", "NO_YEAR"),
        ("04/08/1447", "NO_DATE"),
        ("۳ بهمن ۱۴۰۴", "CALENDAR"),
        ("۳ بهمن ۱۴۰۴ - 23 January 2026", "2026-01-23T00:00:00+0100 day"),
    ],
)
def test_islamic_dates_are_read_and_checked_against_the_gregorian(text: str, expected: str) -> None:
    assert read(text) == expected


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("x" * 201, Reason.TOO_LONG),
        ("وكالات", Reason.NO_DATE),
        ("31 فيفري 2025", Reason.IMPOSSIBLE),
        ("23 مارس 2026 25:10", Reason.IMPOSSIBLE),
        ("14-15 أفريل 2025", Reason.STRAY),
        ("23 مارس 2026 1 2:33", Reason.STRAY),
        ("2026-01-2 3", Reason.STRAY),
        ("23 مارس 2026 الساعة الثالثة", Reason.STRAY),
        ("23 mars 2026 à minuit", Reason.STRAY),
        ("Posted 23 March 2026, updated 14:30", Reason.STRAY),
        ("23 مارس 2026 ثم 24 مارس 2026", Reason.SEVERAL),
        ("23 مارس 2026 12:33 ثم 14:05", Reason.SEVERAL),
        ("الثلاثاء 23 مارس 2026", Reason.CONTRADICTORY),
        ("23 آذار/أبريل 2026", Reason.CONTRADICTORY),
        ("23 مارس 2026 13:05 صباحا", Reason.CONTRADICTORY),
        ("9:05 - 23 مارس 2026 م", Reason.AMBIGUOUS),
        ("23 mars 2026 09:00-10:30", Reason.AMBIGUOUS),
        ("23 مارس 2026 الساعة 5", Reason.AMBIGUOUS),
        ("23 مارس 2026 12:33:03 - 1000", Reason.AMBIGUOUS),
        ("23 مارس 2026 12:33:03 - 10 تعليقات", Reason.AMBIGUOUS),
        ("الساعة 14 و30 دقيقة 23 مارس 2026", Reason.STRAY),
        ("23 مارس 2026 12:33 IST", Reason.ZONE),
        ("23 مارس 2026 12:33 بتوقيت المريخ", Reason.ZONE),
        ("23 مارس", Reason.NO_YEAR),
        ("منذ 3 ساعات", Reason.NO_FETCH),
        ("14 جانفي 1994", Reason.TOO_OLD),
        ("14 جانفي 2101", Reason.TOO_FAR),
    ],
)
def test_a_refusal_says_why(text: str, reason: Reason) -> None:
    assert read_stamp(text, ALGIERS) == Refusal(reason)


@pytest.mark.parametrize(
    "text",
    [
        "من 3 إلى 5 مارس 2024",
        "من 3 حتى 5 مارس 2024",
        "du 3 au 5 mars 2024",
        "le 3 et le 5 mars 2024",
        "3 to 5 March 2024",
    ],
)
def test_several_days_are_no_date(text: str) -> None:
    assert read(text) == "STRAY"


@pytest.mark.parametrize("text", ["12 تعليق 5 مارس 2024", "5 مارس 2024 12 تعليق"])
def test_a_counted_thing_beside_a_date_is_no_first_day(text: str) -> None:
    assert read(text) == "2024-03-05T00:00:00+0100 day"


@pytest.mark.parametrize("clock", ["12:30 بعد منتصف الليل", "12:30 فجرا", "0:30 فجرا"])
def test_the_hour_after_midnight_is_the_first_of_its_day(clock: str) -> None:
    assert read(f"5 فيفري 2025 {clock}") == "2025-02-05T00:30:00+0100 minute"


def test_an_offset_of_hours_alone_is_believed_after_seconds() -> None:
    assert read("2022-12-31 23:15:00+03") == "2022-12-31T23:15:00+0300 second"
    assert read("2022-12-31 23:15+03") == "AMBIGUOUS"  # it may be until three

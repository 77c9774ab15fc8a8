"""Laws of printed dates: each reads back, a damaged one is no other, no text takes long."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

import pytest
from hijridate import Gregorian
from hypothesis import assume, given
from hypothesis import strategies as st

from pipeline.dates import parse_machine, parse_stamp, read_stamp
from pipeline.dates.plain import plain_of, plain_stamp
from pipeline.dates.printed import weighed
from pipeline.dates.wording import wording_of
from pipeline.records import Precision, Stamp

#: name of the months → (months, days of the week from Monday)
WORDS: Final[dict[str, tuple[str, str]]] = {
    "algeria": (
        "جانفي فيفري مارس أفريل ماي جوان جويلية أوت سبتمبر أكتوبر نوفمبر ديسمبر",
        "الاثنين الثلاثاء الأربعاء الخميس الجمعة السبت الأحد",
    ),
    "morocco": (
        "يناير فبراير مارس أبريل ماي يونيو يوليوز غشت شتنبر أكتوبر نونبر دجنبر",
        "الإثنين الثّلاثاء الأربعاء الخميس الجمعة السبت الأحد",
    ),
    "egypt": (
        "يناير فبراير مارس إبريل مايو يونيو يوليو أغسطس سبتمبر أكتوبر نوفمبر ديسمبر",
        "الإثنين الثلاثاء الاربعاء الخميس الجمعه السبت الاحد",
    ),
    "levant": (
        "كانون_الثاني شباط آذار نيسان أيار حزيران تموز آب أيلول تشرين_الأول تشرين_الثاني"
        " كانون_الأول",
        "الاثنين الثلاثاء الأربعاء الخميس الجمعة السبت الأحد",
    ),
    "doubled": (
        "يناير/كانون_الثاني فبراير/شباط مارس/آذار أبريل/نيسان مايو/أيار يونيو/حزيران"
        " يوليو/تموز أغسطس/آب سبتمبر/أيلول أكتوبر/تشرين_الأول نوفمبر/تشرين_الثاني"
        " ديسمبر/كانون_الأول",
        "الاثنين الثلاثاء الأربعاء الخميس الجمعة السبت الأحد",
    ),
    "french": (
        "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
        "lundi mardi mercredi jeudi vendredi samedi dimanche",
    ),
    "english": (
        "January February March April May June July August September October November December",
        "Monday Tuesday Wednesday Thursday Friday Saturday Sunday",
    ),
    "german": (
        "Januar Februar März April Mai Juni Juli August September Oktober November Dezember",
        "Montag Dienstag Mittwoch Donnerstag Freitag Samstag Sonntag",
    ),
    "spanish": (
        "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre",
        "lunes martes miércoles jueves viernes sábado domingo",
    ),
    "italian": (
        "gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre"
        " dicembre",
        "lunedì martedì mercoledì giovedì venerdì sabato domenica",
    ),
    "portuguese": (
        "janeiro fevereiro março abril maio junho julho agosto setembro outubro novembro dezembro",
        "segunda-feira terça-feira quarta-feira quinta-feira sexta-feira sábado domingo",
    ),
    "turkish": (
        "Ocak Şubat Mart Nisan Mayıs Haziran Temmuz Ağustos Eylül Ekim Kasım Aralık",
        "Pazartesi Salı Çarşamba Perşembe Cuma Cumartesi Pazar",
    ),
    "indonesian": (
        "Januari Februari Maret April Mei Juni Juli Agustus September Oktober November Desember",
        "Senin Selasa Rabu Kamis Jumat Sabtu Minggu",
    ),
    "persian": (
        "ژانویه فوریه مارس آوریل مه ژوئن ژوئیه اوت سپتامبر اکتبر نوامبر دسامبر",
        "دوشنبه سه‌شنبه چهارشنبه پنجشنبه جمعه شنبه یکشنبه",
    ),
}
DATES: Final = (
    "{day} {month} {year}",
    "{weekday} {day} {month} {year}",
    "{weekday}، {day} {month} {year}",
    "{weekday}, {day} {month}, {year}",
    "{day}-{month}-{year}",
    "{month} {day}, {year}",
    "{year}/{number:02}/{day:02}",
    "{year}-{number:02}-{day:02}",
    "{day:02}.{number:02}.{year}",
)
#: which only words or the language can order
IN_EITHER_ORDER: Final = ("{day}/{number}/{year}", "{weekday} {day:02}/{number:02}/{year}")
MINUTES: Final = ("{at:%H:%M}", "{at:%H}h{at:%M}", "{at:%H} h {at:%M}", "{half}", "{latin}")
SECONDS: Final = ("{at:%H:%M:%S}",)
JOINS: Final = (" ", " -- ", " - ", " | ", " • ", "، ", " — ", " على الساعة ", " (")
DIGITS: Final = {"ascii": "0123456789", "arabic": "٠١٢٣٤٥٦٧٨٩", "persian": "۰۱۲۳۴۵۶۷۸۹"}
FINENESS: Final = list(Precision)

walls = st.datetimes(datetime(1995, 1, 1), datetime(2100, 12, 31))  # noqa: DTZ001 - wall times
zones = st.sampled_from(["Africa/Algiers", "Europe/Paris", "Asia/Kathmandu", "America/New_York"])


def date_of(wall: datetime, words: str, layout: str) -> str:
    months, weekdays = (row.split() for row in WORDS[words])
    return layout.format(
        day=wall.day,
        number=wall.month,
        year=wall.year,
        month=months[wall.month - 1].replace("_", " "),
        weekday=weekdays[wall.weekday()],
    )


def clock_of(wall: datetime, layout: str) -> str:
    hour = wall.hour % 12 or 12
    return layout.format(
        at=wall,
        half=f"{hour}:{wall:%M} {'ص' if wall.hour < 12 else 'م'}",
        latin=f"{hour}:{wall:%M} {'AM' if wall.hour < 12 else 'PM'}",
    )


@st.composite
def printed(draw: st.DrawFn) -> tuple[str, datetime, Precision]:
    """A text with the wall time and the precision that it prints."""
    wall = draw(walls)
    text = date_of(wall, draw(st.sampled_from(sorted(WORDS))), draw(st.sampled_from(DATES)))
    precision = draw(st.sampled_from(FINENESS))
    if precision is Precision.DAY:
        wall = wall.replace(hour=0, minute=0)
    else:
        layouts = MINUTES if precision is Precision.MINUTE else SECONDS
        clock = clock_of(wall, draw(st.sampled_from(layouts)))
        join = draw(st.sampled_from(JOINS))
        text = f"{text}{join}{clock}" + (")" if join == " (" else "")
    wall = wall.replace(microsecond=0)
    if precision is not Precision.SECOND:
        wall = wall.replace(second=0)
    digits = draw(st.sampled_from(sorted(DIGITS)))
    return text.translate(str.maketrans("0123456789", DIGITS[digits])), wall, precision


@given(printed=printed(), zone=zones)
def test_any_time_in_any_words_and_layout_reads_back(
    printed: tuple[str, datetime, Precision], zone: str
) -> None:
    text, wall, precision = printed
    stamp = parse_stamp(text, zone)
    assert stamp is not None, text
    assert stamp.precision is precision
    assert stamp.at == wall.replace(tzinfo=ZoneInfo(zone)).astimezone(UTC)


@given(
    printed=printed(),
    place=st.integers(0, 200),
    sign=st.sampled_from(list(" -/.:,|()؛،•'")),
    take=st.booleans(),
)
def test_a_sign_too_many_or_too_few_never_makes_another_time(
    printed: tuple[str, datetime, Precision], place: int, sign: str, take: bool
) -> None:
    text, _, _ = printed
    whole = parse_stamp(text, "Africa/Algiers")
    place = min(place, len(text))
    before, after = text[place - 1 : place], text[place : place + 1]
    assume(not (before.isalpha() and after.isalpha()))  # that makes another word
    assume(
        not take
        or (after != "" and not after.isalnum() and not _letters(before, text[place + 1 :]))
    )
    damaged = (
        f"{text[:place]}{sign}{text[place + take :]}"
        if not take
        else (text[:place] + text[place + 1 :])
    )
    stamp = parse_stamp(damaged, "Africa/Algiers")
    assert whole is not None
    assert stamp is None or _may_be(stamp, whole), f"{damaged!r} for {text!r}: {stamp}"


def _letters(before: str, rest: str) -> bool:
    """Whether two words would become one."""
    return before.isalpha() and rest[:1].isalpha()


def _may_be(stamp: Stamp, whole: Stamp) -> bool:
    """Whether a stamp says the same as another, or less."""
    if FINENESS.index(stamp.precision) > FINENESS.index(whole.precision):
        return False
    if stamp.precision is Precision.DAY:
        return stamp.at.date() == whole.at.date()
    return timedelta(0) <= whole.at - stamp.at < timedelta(minutes=1)


@given(wall=walls, words=st.sampled_from(sorted(WORDS)), shift=st.integers(1, 6))
def test_another_day_of_the_week_is_refused(wall: datetime, words: str, shift: int) -> None:
    weekdays = WORDS[words][1].split()
    text = date_of(wall, words, "{day} {month} {year}")
    assert parse_stamp(f"{weekdays[wall.weekday()]} {text}", "UTC") is not None
    assert parse_stamp(f"{weekdays[(wall.weekday() + shift) % 7]} {text}", "UTC") is None


HIJRI: Final = (
    "محرم|صفر|ربيع الأول|ربيع الآخر|جمادى الأولى|جمادى الآخرة|رجب|شعبان|رمضان|شوال"
    "|ذو القعدة|ذو الحجة"
)


@given(
    wall=walls,
    words=st.sampled_from(sorted(WORDS)),
    layout=st.sampled_from((*DATES, *IN_EITHER_ORDER)),
    language=st.sampled_from((None, "ar", "fr", "en", "en-US")),
    clock=st.sampled_from(("", *MINUTES, *SECONDS, "{at:%H:%M} +02:00", "{at:%M:%S} CET")),
    join=st.sampled_from(JOINS),
    zone=zones,
    off=st.integers(0, 1),
    with_weekday=st.booleans(),
    hours=st.one_of(st.none(), st.integers(-30, 30)),
)
def test_the_short_way_leads_where_the_long_one_does(
    wall: datetime,
    words: str,
    layout: str,
    language: str | None,
    clock: str,
    join: str,
    zone: str,
    off: int,
    with_weekday: bool,
    hours: int | None,
) -> None:
    text = date_of(wall, words, layout).replace(str(wall.year), str(wall.year + off), 1)
    if with_weekday:
        text = f"{WORDS[words][1].split()[wall.weekday()]} {text}"
    if clock:
        text = f"{text}{join}{clock_of(wall, clock)}"
    wording = wording_of(text)
    plain = plain_of(wording.kinds)
    fetched_at = None if hours is None else wall.replace(tzinfo=UTC) + timedelta(hours=hours)
    short = plain and plain_stamp(wording, plain, zone, language, fetched_at)
    assume(short is not None)
    assert short == weighed(wording, zone, language, fetched_at)


@given(wall=st.datetimes(datetime(1995, 1, 1), datetime(2077, 10, 1)), apart=st.integers(-9, 9))  # noqa: DTZ001
def test_an_islamic_date_holds_alone_and_within_two_days_of_the_gregorian(
    wall: datetime, apart: int
) -> None:
    islamic = Gregorian(wall.year, wall.month, wall.day).to_hijri()
    text = f"{islamic.day} {HIJRI.split('|')[islamic.month - 1]} {islamic.year} هـ"
    alone = parse_stamp(text, "UTC")
    assert alone is not None
    assert alone.at.date() == wall.date()
    beside = wall + timedelta(days=apart)
    both = parse_stamp(f"{text} - {date_of(beside, 'algeria', '{day} {month} {year}')}", "UTC")
    assert (both is not None) is (abs(apart) <= 2 and beside.year >= 1995)
    assert both is None or both.at.date() == beside.date()


@given(at=st.datetimes(datetime(2001, 9, 10), datetime(2032, 1, 1), timezones=st.just(UTC)))  # noqa: DTZ001
def test_seconds_and_milliseconds_since_1970_are_one_time(at: datetime) -> None:
    at = at.replace(microsecond=0)
    seconds = int(at.timestamp())
    for text in (str(seconds), f"{seconds}123", f"{seconds}.5"):
        stamp = parse_machine(text, "Africa/Algiers")
        assert stamp == Stamp(at, Precision.SECOND)


@pytest.mark.parametrize(
    "hostile",
    [
        "1" * 200,
        "1 " * 100,
        "1:" * 100,
        "1/" * 100,
        "12:34 " * 33,
        "1 مارس " * 28,
        "(" * 200,
        "a.m." * 50,
        "f" + " من" * 66,
        "كانون " * 33,
        "23 " + "-./," * 49,
        "منذ " * 50,
        "آخر تحديث " * 20,
        "GMT+" * 50,
        "\u0301" * 200,
        "&#1634;" * 28,
        "İ" * 200,
        "1 " * 5_000_000,
    ],
)
def test_no_text_keeps_a_reader_busy(hostile: str) -> None:
    readers: list[Callable[[], object]] = [
        lambda: read_stamp(hostile, "UTC", fetched_at=datetime(2026, 1, 1, tzinfo=UTC)),
        lambda: parse_machine(hostile, "UTC"),
    ]
    for read in readers:
        start = time.process_time()
        read()
        assert time.process_time() - start < 0.5

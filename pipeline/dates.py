"""Reads the dates that publishers print: Arabic, French and English, and machine forms.

A date that can be read in two ways is not read: no answer is better than a wrong stamp.
Relative times («منذ 3 ساعات») and dates in the Hijri calendar alone are not read either.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime, timedelta, timezone
from typing import Final, NamedTuple
from zoneinfo import ZoneInfo

from pipeline.folding import fold
from pipeline.records import Precision, Stamp

_LONGEST: Final = 200
_YEARS: Final = range(1995, 2101)

#: by number: Maghreb, Morocco, Egypt and Gulf, Levant and Iraq (also as K2 abbreviates them);
#: then French and English with their usual abbreviations
_MONTH_NAMES: Final = {
    1: "جانفي يناير كانون_الثاني كانون_ثاني كانون2 كانون_2 ك2 janvier janv january jan",
    2: "فيفري فبراير شباط février févr fév february feb",
    3: "مارس آذار mars march mar",
    4: "أفريل أبريل نيسان avril avr april apr",
    5: "ماي مايو أيار mai may",
    6: "جوان يونيو يونيه حزيران juin june jun",
    7: "جويلية يوليو يوليه يوليوز تموز juillet juil july jul",
    8: "أوت أغسطس غشت آب août august aug",
    9: "سبتمبر شتنبر أيلول septembre september sept sep",
    10: "أكتوبر أوكتوبر تشرين_الأول تشرين_أول تشرين1 تشرين_1 ت1 octobre october oct",
    11: "نوفمبر نونبر تشرين_الثاني تشرين_ثاني تشرين2 تشرين_2 ت2 novembre november nov",
    12: "ديسمبر دجنبر كانون_الأول كانون_أول كانون1 كانون_1 ك1 décembre déc december dec",
}
_MONTHS: Final = {
    fold(name).replace("_", " "): number
    for number, names in _MONTH_NAMES.items()
    for name in names.split()
}

#: minutes east of Greenwich, or the IANA zone that is meant; None where a name is several zones'
_ZONES: Final[dict[str, int | str | None]] = {
    **dict.fromkeys(("Z", "UT", "UTC", "GMT", "WET"), 0),
    **dict.fromkeys(("CET", "WEST", "BST", "WAT"), 60),
    **dict.fromkeys(("CEST", "EET", "CAT"), 120),
    **dict.fromkeys(("EEST", "MSK", "EAT"), 180),
    # RFC 2822 section 4.3 fixes these eight
    "EDT": -240,
    "EST": -300,
    "CDT": -300,
    "CST": -360,
    "MDT": -360,
    "MST": -420,
    "PDT": -420,
    "PST": -480,
    "ET": "America/New_York",
    "CT": "America/Chicago",
    "PT": "America/Los_Angeles",
    **dict.fromkeys(("IST", "AST", "ADT", "GST"), None),
}
#: after «بتوقيت», « heure de » or « heure d' », folded and in lower case
_PLACES: Final = {
    **dict.fromkeys(("غرينتش", "جرينتش", "غرينيتش", "جرينيتش", "غرينويتش", "greenwich"), "UTC"),
    **dict.fromkeys(("الجزائر", "alger"), "Africa/Algiers"),
    **dict.fromkeys(("تونس", "tunis"), "Africa/Tunis"),
    **dict.fromkeys(("المغرب", "الرباط", "rabat"), "Africa/Casablanca"),
    **dict.fromkeys(("مصر", "القاهره"), "Africa/Cairo"),
    **dict.fromkeys(("مكه", "السعوديه", "الرياض"), "Asia/Riyadh"),
    **dict.fromkeys(("لبنان", "بيروت"), "Asia/Beirut"),
    **dict.fromkeys(("القدس", "فلسطين", "غزه"), "Asia/Jerusalem"),
    **dict.fromkeys(("باريس", "paris"), "Europe/Paris"),
}

_LETTER: Final = r"[^\W\d_]"
_MONTH: Final = (
    "(?:"
    + "|".join(name.replace(" ", r"\s+") for name in sorted(_MONTHS, key=len, reverse=True))
    + rf")(?!{_LETTER})"
)
_DAY: Final = r"(?<![0-9])(?<![0-9][/.\-])([0-9]{1,2})"
# three centuries only, so that a Hijri year (14xx) beside a Gregorian date is no date at all
_YEAR: Final = r"((?:19|20|21)[0-9]{2})(?![0-9])"
# «ديسمبر/كانون الأول», «يناير (كانون الثاني)»
_DOUBLE: Final = rf"(?:[\s/(-]{{1,3}}({_MONTH})\)?)?"

_DAY_MONTH_YEAR: Final = re.compile(
    rf"{_DAY}(?:er|st|nd|rd|th)?[\s./,-]{{0,3}}(?:(?:من|شهر|of|de)\s){{0,2}}({_MONTH}){_DOUBLE}"
    rf"[\s./,-]{{0,3}}(?:(?:من\s)?ل?(?:عام|سنه)\s)?{_YEAR}"
)
_MONTH_DAY_YEAR: Final = re.compile(
    rf"(?<!{_LETTER})({_MONTH}){_DOUBLE}[\s.,-]{{1,3}}([0-9]{{1,2}})(?:st|nd|rd|th)?"
    rf"[\s,-]{{1,3}}{_YEAR}"
)
_NUMERIC: Final = re.compile(
    rf"(?<![0-9])(?:((?:19|20|21)[0-9]{{2}})\s?([/.-])\s?([0-9]{{1,2}})\s?\2\s?([0-9]{{1,2}})(?![0-9])"
    rf"|(?<![0-9][/.\-])([0-9]{{1,2}})\s?([/.-])\s?([0-9]{{1,2}})\s?\6\s?{_YEAR})"
)
# A lone letter is am or pm only when it is no initial: «12:54 م. بوزيد».
_HALF: Final = (
    r"(?P<half>[صم](?!\s?\.)|[aApP]\.?[mM]\b\.?|صباحا?|مساءا?|ظهرا|عصرا|ليلا|فجرا|(?:قبل|بعد)\sالظهر)"
    rf"(?!{_LETTER})"
)
_BEYOND: Final = r"(?:\s?(?P<beyond>[+-][0-9]{1,2}(?::?[0-9]{2})?))?"
_PLACE: Final = rf"(?:بتوقيت\s|heure\sd(?:e\s|'))(?P<place>{_LETTER}+)"
_ZONE_BESIDE: Final = (
    rf"(?P<named>[A-Z]{{1,4}})(?![A-Za-z]){_BEYOND}"
    r"|(?P<offset>[+-][0-9]{2}(?::?[0-9]{2})?)(?![0-9/.-])"
    rf"|{_PLACE}"
)
#: far from the time, only what cannot be anything else: «12:54, 23 جانفي 2026 (GMT)»; its
#: `offset` is always empty, so that both are read alike
_ZONE_FAR: Final = re.compile(
    rf"(?<![A-Za-z])(?P<named>GMT|UTC)(?![A-Za-z]){_BEYOND}(?P<offset>)|{_PLACE}"
)
_CLOCK: Final = re.compile(
    r"(?<![0-9:+])(?<!il y a )(?P<hour>[0-9]{1,2})"
    r"(?::(?P<minute>[0-9]{2})(?::(?P<second>[0-9]{2})(?:[.,][0-9]+)?)?"
    r"|\s?(?:[hH]|سا)\s?(?P<minute_h>[0-9]{2}))(?![0-9:])"
    rf"(?:[\s(]{{0,2}}{_HALF}\)?)?(?:[\s(]{{0,2}}(?:{_ZONE_BESIDE}))?"
)
_HOUR_ALONE: Final = re.compile(
    rf"(?<![0-9:/.+-])(?P<hour>[0-9]{{1,2}})\s?(?![صم](?!{_LETTER})){_HALF}"
    r"|\b[aA]\s(?P<hour_h>[0-9]{1,2})\s?(?:h|heures)\b"
)
#: «مساء الجمعة 23 جانفي 2026 على الساعة 8:30»
_HALF_BEFORE: Final = re.compile(rf"(?<!{_LETTER})(صباحا?|مساءا?)(?!{_LETTER})")

_AM: Final = {hour: hour % 12 for hour in range(13)}
_PM: Final = {hour: hour % 12 + 12 for hour in range(1, 24)}
_NOON: Final = {hour: hour if hour > 9 else hour + 12 for hour in (10, 11, 12, 1, 2, 3, 4)}
_NIGHT: Final = {hour: hour if hour < 5 else hour + 12 for hour in (7, 8, 9, 10, 11, 1, 2, 3, 4)}
#: from the hour that is printed beside the word to the hour of the day
_HALVES: Final = {
    **dict.fromkeys(("ص", "am", "صباح", "صباحا", "فجرا", "قبل الظهر"), _AM),
    **dict.fromkeys(("م", "pm", "مساء", "مساءا", "عصرا", "بعد الظهر"), _PM),
    "ظهرا": _NOON,
    "ليلا": _NIGHT,
}

_ISO: Final = re.compile(
    r"([0-9]{4})(-?)([0-9]{2})\2([0-9]{2})"
    r"(?:[Tt ]([0-9]{2}):?([0-9]{2})(?::?([0-9]{2})(?:[.,][0-9]+)?)?"
    r"\s?([Zz]|[+-][0-9]{2}(?::?[0-9]{2})?)?)?"
)
_RFC2822: Final = re.compile(
    r"(?:[A-Za-z]{3,9},?\s+)?([0-9]{1,2})\s+([A-Za-z]{3})\s+([0-9]{4})\s+"
    r"([0-9]{1,2}):([0-9]{2})(?::([0-9]{2}))?(?:\s*([+-][0-9]{4}|[A-Z]{1,4}))?(?:\s*\([^()]*\))?"
)


class _Clock(NamedTuple):
    hour: int
    minute: int
    second: int | None
    #: minutes east of Greenwich, or an IANA zone
    zone: int | str


def parse_stamp(text: str, zone: str) -> Stamp | None:
    """Reads a printed date, perhaps with other words around it.

    Args:
        text: at most 200 characters, such as «آخر تعديل في الجمعة, 23 جانفي 2026 12:54».
        zone: IANA name of the source's zone, which holds where no offset is printed.

    Returns:
        The stamp with the precision that was printed (a date alone is 00:00 of the zone), or
        None: no date, an impossible one, one outside 1995-2100, or more than one meaning.

    Raises:
        ZoneInfoNotFoundError: there is no such zone.
    """
    if len(text) > _LONGEST:
        return None
    folded = fold(text)
    dates = set(_dates_in(folded.lower()))
    if len(dates) != 1:
        return None
    clocks = set(_clocks_in(folded, zone))
    if len(clocks) > 1 or None in clocks:
        return None
    return _stamp(*dates.pop(), clocks.pop() if clocks else None, zone)


def parse_machine(text: str, zone: str) -> Stamp | None:
    """Reads ISO 8601 and RFC 2822, as in meta tags, JSON-LD and feeds, and nothing else.

    Args:
        text: at most 200 characters, with nothing around the date.
        zone: IANA name of the source's zone, which holds where no offset is printed.

    Returns:
        The stamp with the precision that was printed, fractions of a second dropped, or None
        as for `parse_stamp`.

    Raises:
        ZoneInfoNotFoundError: there is no such zone.
    """
    if len(text) > _LONGEST:
        return None
    folded = fold(text).strip()
    if iso := _ISO.fullmatch(folded):
        year, _, month, day, hour, minute, second, offset = iso.groups()
    elif mail := _RFC2822.fullmatch(folded):
        day, name, year, hour, minute, second, offset = mail.groups()
        month = _MONTHS.get(name.lower(), 0)
    else:
        return None
    clock = None
    if hour:
        meant = _zone_of(offset.upper()) if offset else zone
        if meant is None:
            return None
        clock = _Clock(int(hour), int(minute), int(second) if second else None, meant)
    return _stamp(int(year), int(month), int(day), clock, zone)


def _dates_in(text: str) -> Iterator[tuple[int, int, int]]:
    """Every Gregorian date in a folded, lower-case text as (year, month, day), possible or not."""
    for found in _DAY_MONTH_YEAR.finditer(text):
        day, name, double, year = found.groups()
        yield int(year), _month(name, double), int(day)
    for found in _MONTH_DAY_YEAR.finditer(text):
        name, double, day, year = found.groups()
        yield int(year), _month(name, double), int(day)
    for found in _NUMERIC.finditer(text):
        if found[1]:
            yield int(found[1]), int(found[3]), int(found[4])
        else:
            yield int(found[8]), int(found[7]), int(found[5])


def _month(name: str, double: str | None) -> int:
    """The month that both names mean, 0 if they disagree."""
    month = _MONTHS[" ".join(name.split())]
    return month if double is None or _MONTHS[" ".join(double.split())] == month else 0


def _clocks_in(text: str, zone: str) -> Iterator[_Clock | None]:
    """Every time of day in a folded text; None for one that cannot be read for certain."""
    before = _HALF_BEFORE.search(text)
    alone = True
    for found in _CLOCK.finditer(text):
        alone = False
        half = found["half"] or (before and before[0])
        hour = _hour_of_day(int(found["hour"]), half)
        beside = found["named"] in _ZONES or found["offset"] or found["place"]
        printed = found if beside else _ZONE_FAR.search(text)
        meant = _printed_zone(printed) if printed else zone
        if hour is None or meant is None:
            yield None
            continue
        minute = int(found["minute"] or found["minute_h"])
        yield _Clock(hour, minute, int(found["second"]) if found["second"] else None, meant)
    for found in _HOUR_ALONE.finditer(text) if alone else ():
        hour = _hour_of_day(int(found["hour"] or found["hour_h"]), found["half"])
        yield None if hour is None else _Clock(hour, 0, None, zone)


def _hour_of_day(hour: int, half: str | None) -> int | None:
    if half is None:
        return hour if hour < 24 else None
    return _HALVES[" ".join(half.replace(".", "").lower().split())].get(hour)


def _printed_zone(found: re.Match[str]) -> int | str | None:
    """What `_ZONE_BESIDE` or `_ZONE_FAR` found, as in `_ZONES`."""
    if found["place"]:
        return _PLACES.get(found["place"].lower())
    if found["offset"]:
        return _zone_of(found["offset"])
    if found["beyond"] and _ZONES[found["named"]] == 0:  # «GMT+1»
        return _zone_of(found["beyond"])
    return _ZONES[found["named"]]


def _zone_of(offset: str) -> int | str | None:
    """A printed offset (+1, +01, +0100, +01:00) or zone name as in `_ZONES`; None: unknown."""
    if offset[0] not in "+-":
        return _ZONES.get(offset)
    digits = offset[1:].replace(":", "")
    hours, minutes = int(digits[:2]), int(digits[2:] or 0)
    if hours > 14 or minutes > 59:
        return None
    return (hours * 60 + minutes) * (-1 if offset[0] == "-" else 1)


def _stamp(year: int, month: int, day: int, clock: _Clock | None, zone: str) -> Stamp | None:
    if year not in _YEARS:
        return None
    hour, minute, second, meant = clock or _Clock(0, 0, None, zone)
    try:
        at = _zoned((year, month, day, hour, minute, second or 0), meant)
    except ValueError:  # no such day or time
        return None
    finest = Precision.MINUTE if second is None else Precision.SECOND
    return Stamp(at, finest if clock else Precision.DAY)


def _zoned(wall: tuple[int, int, int, int, int, int], zone: int | str) -> datetime:
    """The wall time with its offset: the first of two, or moved forward out of a gap.

    The offset is a fixed one, because Python never finds a time that a clock change repeats
    equal to a time in another zone.
    """
    if isinstance(zone, int):
        return datetime(*wall, tzinfo=timezone(timedelta(minutes=zone)))
    rules = ZoneInfo(zone)
    before = datetime(*wall, tzinfo=rules).utcoffset() or timedelta(0)
    after = datetime(*wall, tzinfo=rules, fold=1).utcoffset() or timedelta(0)
    if after > before:  # the clock was put forward over this time
        return datetime(*wall, tzinfo=timezone(after)) + (after - before)
    return datetime(*wall, tzinfo=timezone(before))

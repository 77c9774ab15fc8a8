"""Which offset a printed time has: names of zones, places, offsets, and clock changes."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta, timezone
from functools import lru_cache
from typing import Final
from zoneinfo import ZoneInfo

#: minutes east of Greenwich, or the IANA zone that is meant
Zone = int | str

#: year, month and day, perhaps with hour and minute, and second
Wall = tuple[int, int, int] | tuple[int, int, int, int, int] | tuple[int, int, int, int, int, int]

#: None where a name is several zones'
NAMED: Final[dict[str, Zone | None]] = {
    **dict.fromkeys(("Z", "UT", "UTC", "GMT", "WET"), 0),
    **dict.fromkeys(("CET", "WEST", "BST", "WAT", "MEZ"), 60),
    **dict.fromkeys(("CEST", "EET", "CAT", "MESZ", "SAST"), 120),
    **dict.fromkeys(("EEST", "MSK", "EAT", "TRT"), 180),
    "PKT": 300,
    "WIB": 420,
    "WITA": 480,
    "WIT": 540,
    "JST": 540,
    "KST": 540,
    "BRT": -180,
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
    **dict.fromkeys(("IST", "AST", "ADT", "GST", "AMT", "MYT", "SGT", "HKT", "AEST"), None),
}
#: names that are words too, unless they stand in capitals
IN_CAPITALS: Final = frozenset(
    {"et", "ct", "pt", "est", "ist", "ast", "cat", "eat", "wat", "wit", "west", "wet", "ut", "mst"}
)
#: places that stand for their zone after «بتوقيت», « heure de » or before “time”
_PLACES: Final = {
    "UTC": "غرينتش جرينتش غرينيتش جرينيتش غرينويتش گرینویچ greenwich",
    "Africa/Algiers": "الجزائر alger algiers",
    "Africa/Tunis": "تونس tunis",
    "Africa/Tripoli": "ليبيا طرابلس tripoli",
    "Africa/Casablanca": "المغرب الرباط rabat",
    "Africa/Nouakchott": "نواكشوط موريتانيا nouakchott",
    "Africa/Cairo": "مصر القاهرة cairo",
    "Africa/Khartoum": "السودان الخرطوم khartoum",
    "Asia/Riyadh": "مكة السعودية الرياض riyadh",
    "Asia/Dubai": "دبي الإمارات أبوظبي dubai",
    "Asia/Qatar": "قطر الدوحة doha",
    "Asia/Kuwait": "الكويت kuwait",
    "Asia/Baghdad": "العراق بغداد baghdad",
    "Asia/Beirut": "لبنان بيروت beirut beyrouth",
    "Asia/Damascus": "سوريا دمشق damascus",
    "Asia/Amman": "الأردن عمان_الأردن",
    "Asia/Jerusalem": "القدس فلسطين غزة jerusalem",
    "Asia/Tehran": "تهران طهران tehran",
    "Europe/Paris": "باريس paris",
    "Europe/London": "لندن london londres",
    "Europe/Moscow": "موسكو moscow moscou",
    "Europe/Istanbul": "istanbul إسطنبول",
}
PLACES: Final = {place: zone for zone, places in _PLACES.items() for place in places.split()}

#: As far as the easternmost zone is ahead of Greenwich: a source whose zone is set wrong, or
#: that writes Z after its local time, still prints honest times no further ahead.
AHEAD: Final = timedelta(hours=14)

_NONE: Final = timedelta(0)
#: of a wall of any length, which the checker of types does not tell from a zone
_datetime: Final[Callable[..., datetime]] = datetime
_EASTERNMOST: Final = 14 * 60
_WESTERNMOST: Final = -12 * 60


def offset_of(sign: str, hours: int, minutes: int) -> int | None:
    """Minutes east of Greenwich, None if nowhere a clock is set so (15:00, 01:20)."""
    if minutes % 15:
        return None
    offset = (hours * 60 + minutes) * (-1 if sign == "-" else 1)
    return offset if _WESTERNMOST <= offset <= _EASTERNMOST else None


def in_zone(wall: Wall, zone: Zone) -> datetime:
    """The wall time with its offset: the first of two, or moved forward out of a gap.

    The offset is a fixed one, because Python never finds a time that a clock change repeats
    equal to a time in another zone.

    Raises:
        ValueError: there is no such day or time.
        ZoneInfoNotFoundError: there is no such zone.
    """
    if isinstance(zone, int):
        return _datetime(*wall, tzinfo=_ahead(zone))
    fixed = _all_day(zone, wall[0], wall[1], wall[2])
    if fixed is not None:
        return _datetime(*wall, tzinfo=fixed)
    rules = _rules(zone)
    before = _datetime(*wall, tzinfo=rules).utcoffset() or _NONE
    after = _datetime(*wall, tzinfo=rules, fold=1).utcoffset() or _NONE
    if after > before:  # the clock was put forward over this time
        return _datetime(*wall, tzinfo=_fixed(after)) + (after - before)
    return _datetime(*wall, tzinfo=_fixed(before))


@lru_cache(maxsize=4096)  # the dates of a page are of few days
def _all_day(zone: str, year: int, month: int, day: int) -> timezone | None:
    """The offset of a whole day, None on a day when clocks change."""
    rules = _rules(zone)
    first = datetime(year, month, day, tzinfo=rules).utcoffset()
    last = datetime(year, month, day, 23, 59, 59, tzinfo=rules, fold=1).utcoffset()
    return _fixed(first or _NONE) if first == last else None


@lru_cache(maxsize=256)  # a page's distances are from one fetch
def today_in(zone: Zone, fetched_at: datetime) -> date:
    """The day of a fetch in a zone."""
    return day_in(zone, fetched_at)


def day_in(zone: Zone, at: datetime) -> date:
    """The day of an instant in a zone."""
    return at.astimezone(_ahead(zone) if isinstance(zone, int) else _rules(zone)).date()


def seen_from(at: datetime, zone: Zone) -> datetime:
    """An instant on the clock of a zone, with the offset as a fixed one."""
    if isinstance(zone, int):
        return at.astimezone(_ahead(zone))
    local = at.astimezone(_rules(zone))
    return local.replace(tzinfo=_fixed(local.utcoffset() or _NONE), fold=0)


@lru_cache(maxsize=1024)  # ZoneInfo itself keeps eight, and reads the others from disk again
def _rules(zone: str) -> ZoneInfo:
    return ZoneInfo(zone)


@lru_cache(maxsize=256)
def _ahead(minutes: int) -> timezone:
    return _fixed(timedelta(minutes=minutes))


@lru_cache(maxsize=256)
def _fixed(offset: timedelta) -> timezone:
    return timezone(offset)

"""Reads the dates that machines write: meta tags, JSON-LD, `datetime` attributes, feeds.

ISO 8601 and RFC 2822 with the liberties that are taken with them, asctime, JavaScript's
dates and seconds or milliseconds since 1970; nothing that is printed for people.
"""

from __future__ import annotations

import html
import re
from datetime import UTC, date, datetime
from typing import Final

from pipeline.dates.clock import Clock
from pipeline.dates.printed import settled
from pipeline.dates.refusals import Reason, Refusal, Refused
from pipeline.dates.wording import LONGEST
from pipeline.dates.zones import NAMED, Zone, offset_of
from pipeline.folding import fold
from pipeline.records import Stamp

#: a third colon before milliseconds is a slip that some content systems make
_FRACTION: Final = "(?:[.,][0-9]{1,12}|:[0-9]{3})?"
_TIME: Final = (
    rf"(?P<hour>[0-9]{{1,2}}):(?P<minute>[0-9]{{2}})(?::(?P<second>[0-9]{{2}}){_FRACTION})?"
)
_ZONE: Final = (
    r"(?P<zone>[A-Za-z]{1,4})?(?P<offset>[+-][0-9]{1,2}(?::?[0-9]{2})?)?(?:\s?\([^()]*\))?"
)
_ISO: Final = re.compile(
    rf"(?P<year>[0-9]{{4}})(?P<sep>[-/])(?P<month>[0-9]{{1,2}})(?P=sep)(?P<day>[0-9]{{1,2}})"
    rf"(?:(?:[Tt]|\s[Tt]?){_TIME}\s?{_ZONE})?"
)
_BASIC: Final = re.compile(
    r"(?P<year>[0-9]{4})(?P<month>[0-9]{2})(?P<day>[0-9]{2})"
    r"(?:[Tt ]?(?P<hour>[0-9]{2}):?(?P<minute>[0-9]{2})"
    rf"(?::?(?P<second>[0-9]{{2}}){_FRACTION})?\s?{_ZONE})?"
)
_BASIC_TIME: Final = re.compile(
    r"(?P<year>[0-9]{4})-(?P<month>[0-9]{2})-(?P<day>[0-9]{2})[Tt]"
    rf"(?P<hour>[0-9]{{2}})(?P<minute>[0-9]{{2}})(?P<second>[0-9]{{2}})?{_ZONE}"
)
_WEEKDAYS: Final = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_WEEKDAY: Final = r"(?:(?P<weekday>[A-Za-z]{3,9})\.?,?\s)?"
_MONTHS: Final = (
    "jan",
    "feb",
    "mar",
    "apr",
    "may",
    "jun",
    "jul",
    "aug",
    "sep",
    "oct",
    "nov",
    "dec",
)
_MAIL: Final = re.compile(
    rf"{_WEEKDAY}(?P<day>[0-9]{{1,2}})[ -](?P<name>[A-Za-z]{{3}})"
    rf"[ -](?P<year>[0-9]{{4}}|[0-9]{{2}})\s{_TIME}\s?{_ZONE}"
)
#: asctime, date(1) and JavaScript: Fri Jan 23 2026 12:33:03 GMT+0100
_CLOCK_LAST: Final = re.compile(
    rf"{_WEEKDAY}(?P<name>[A-Za-z]{{3}})\s(?P<day>[0-9]{{1,2}})\s"
    rf"(?:(?P<year>[0-9]{{4}})\s{_TIME}\s?{_ZONE}"
    rf"|{_TIME.replace('P<', 'P<_')}(?:\s(?P<_zone>[A-Z]{{1,4}}))?\s(?P<_year>[0-9]{{4}}))"
)
_EPOCH: Final = re.compile(r"[0-9]{10}(?:[0-9]{3})?(?:\.[0-9]{1,9})?")
#: as digits, 1995010100 to 2100123123 may be year, month, day and hour just as well
_ALSO_A_DATE: Final = range(1995010100, 2100123124)


def parse_machine(text: str, zone: str, *, fetched_at: datetime | None = None) -> Stamp | None:
    """Reads what a machine wrote as `read_machine` does, with None for a refusal."""
    stamp = read_machine(text, zone, fetched_at=fetched_at)
    return stamp if isinstance(stamp, Stamp) else None


def read_machine(text: str, zone: str, *, fetched_at: datetime | None = None) -> Stamp | Refusal:
    """Reads a date as machines write it.

    Args:
        text: at most 200 characters, with nothing around the date.
        zone: IANA name of the source's zone, which holds where no offset is printed.
        fetched_at: aware, when the page was had, to refuse what is in the future.

    Returns:
        The stamp with the precision that was printed, fractions of a second dropped, or why
        there is none.

    Raises:
        ZoneInfoNotFoundError: there is no such zone.
    """
    try:
        return _read(text, zone, fetched_at)
    except Refused as refused:
        return refused.refusal


def _read(text: str, zone: str, fetched_at: datetime | None) -> Stamp:
    if len(text) > LONGEST:
        raise Refused(Reason.TOO_LONG)
    if "&" in text:
        text = html.unescape(text)
    if not text.isascii():
        text = fold(text)
    text = " ".join(text.split())
    if _EPOCH.fullmatch(text):
        return _since_1970(text.partition(".")[0], fetched_at)
    for form in (_ISO, _MAIL, _BASIC, _BASIC_TIME, _CLOCK_LAST):
        if found := form.fullmatch(text):
            told = {name.lstrip("_"): value for name, value in found.groupdict().items() if value}
            return settled(_day(told), _clocks(told), zone, fetched_at)
    raise Refused(Reason.NO_DATE)


def _since_1970(digits: str, fetched_at: datetime | None) -> Stamp:
    seconds = int(digits[:10])
    if len(digits) == 10 and seconds in _ALSO_A_DATE:
        raise Refused(Reason.AMBIGUOUS)
    at = datetime.fromtimestamp(seconds, UTC)
    clock = Clock(at.hour, at.minute, at.second, 0)
    return settled(at.date(), [clock], 0, fetched_at)


def _day(told: dict[str, str]) -> date:
    year = int(told["year"])
    if "name" in told:
        name = told["name"].lower()
        if name not in _MONTHS:
            raise Refused(Reason.NO_DATE)
        month = _MONTHS.index(name) + 1
    else:
        month = int(told["month"])
    if year < 100:  # RFC 822; the day of the week is the proof that it is the year
        if "weekday" not in told:
            raise Refused(Reason.AMBIGUOUS)
        year += 1900 if year >= 95 else 2000
    try:
        day = date(year, month, int(told["day"]))
    except ValueError as error:
        raise Refused(Reason.IMPOSSIBLE) from error
    if (weekday := told.get("weekday")) and _WEEKDAYS[day.weekday()] != weekday[:3].lower():
        raise Refused(Reason.CONTRADICTORY)
    return day


def _clocks(told: dict[str, str]) -> list[Clock]:
    if "hour" not in told:
        return []
    second = int(told["second"]) if "second" in told else None
    return [Clock(int(told["hour"]), int(told["minute"]), second, _zone(told))]


def _zone(told: dict[str, str]) -> Zone | None:
    zone: Zone | None = None
    if name := told.get("zone"):
        zone = NAMED.get(name.upper())
        if zone is None:
            raise Refused(Reason.ZONE)
    if offset := told.get("offset"):
        digits = offset[1:].replace(":", "")
        beyond = offset_of(offset[0], int(digits[:2]), int(digits[2:] or 0))
        if beyond is None or zone not in (None, 0) or (zone is None and len(digits) == 1):
            raise Refused(Reason.ZONE)
        zone = beyond
    return zone

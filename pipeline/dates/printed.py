"""Reads one date as it is printed for people, perhaps with a label and other words around it.

Of two dates it takes neither.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import Final

from pipeline.dates.calendar import check_range, check_weekday, day_of
from pipeline.dates.clock import Clock, clock_of
from pipeline.dates.layout import layout_of
from pipeline.dates.plain import plain_of, plain_stamp
from pipeline.dates.refusals import Reason, Refusal, Refused
from pipeline.dates.relative import ago_of, agrees, day_ago, stamp_ago
from pipeline.dates.wording import LONGEST, Wording, wording_of
from pipeline.dates.zones import AHEAD, Zone, in_zone, today_in
from pipeline.records import Precision, Stamp

#: of a time today or yesterday: the clocks of others are wrong by minutes
_AHEAD_TODAY: Final = timedelta(minutes=10)


def parse_stamp(
    text: str, zone: str, *, language: str | None = None, fetched_at: datetime | None = None
) -> Stamp | None:
    """Reads a printed date as `read_stamp` does, with None for a refusal."""
    stamp = read_stamp(text, zone, language=language, fetched_at=fetched_at)
    return stamp if isinstance(stamp, Stamp) else None


def read_stamp(
    text: str, zone: str, *, language: str | None = None, fetched_at: datetime | None = None
) -> Stamp | Refusal:
    """Reads a printed date.

    Args:
        text: at most 200 characters, such as «آخر تعديل في الجمعة, 23 جانفي 2026 12:54».
        zone: IANA name of the source's zone, which holds where no offset is printed.
        language: BCP 47, of the page; decides in which order 03/04/2026 is read.
        fetched_at: aware, when the page was had; without it nothing relative to it is read,
            no date without a year, and nothing is refused for being in the future.

    Returns:
        The stamp with the precision that was printed (a date alone is 00:00 of the zone), or
        why there is none.

    Raises:
        ZoneInfoNotFoundError: there is no such zone.
    """
    if len(text) > LONGEST:
        return Refusal(Reason.TOO_LONG)
    return _read_once(text, zone, language, fetched_at)


def forget() -> None:
    """Drops what was read and is remembered, for those who measure."""
    _read_once.cache_clear()


@lru_cache(maxsize=1024)  # the readers of a page ask for one line several times
def _read_once(
    text: str, zone: str, language: str | None, fetched_at: datetime | None
) -> Stamp | Refusal:
    try:
        wording = wording_of(text)
        if (plain := plain_of(wording.kinds)) and (
            stamp := plain_stamp(wording, plain, zone, language, fetched_at)
        ):
            return stamp
        return weighed(wording, zone, language, fetched_at)
    except Refused as refused:
        return refused.refusal


def weighed(
    wording: Wording, zone: str, language: str | None, fetched_at: datetime | None
) -> Stamp:
    """The stamp of a text, everything that it prints weighed against each other.

    Raises:
        Refused: there is none.
    """
    layout = layout_of(wording.kinds)
    ago = ago_of(wording, layout) if layout.agos else None
    today = today_in(zone, fetched_at) if fetched_at and layout.relative else None
    printed = None
    if layout.dates or layout.islamic or layout.persian:
        printed = day_of(wording, layout, language, today)
    clocks = [clock_of(wording, layout, at) for at in layout.clocks] if layout.clocks else []
    if layout.stray or (layout.odd and wording.is_cut(layout.odd)):
        raise Refused(Reason.STRAY)
    if printed:
        stamp = settled(printed, clocks, zone, fetched_at)
        if ago and not agrees(ago, stamp, fetched_at):
            raise Refused(Reason.SEVERAL)
        return stamp
    if day := day_ago(wording, layout, ago, today):
        check_weekday(wording, layout, day)
        for clock in clocks:
            if fetched_at and _elsewhere(clock, fetched_at, today):
                raise Refused(Reason.AMBIGUOUS)
        stamp = settled(day, clocks, zone, fetched_at)
        if fetched_at and stamp.at > fetched_at + _AHEAD_TODAY:
            raise Refused(Reason.FUTURE)
        return stamp
    if ago is None:
        raise Refused(Reason.NO_DATE)
    if clocks:
        raise Refused(Reason.SEVERAL)
    stamp = stamp_ago(ago, zone, fetched_at)
    check_weekday(wording, layout, stamp.at.date())
    return stamp


def _elsewhere(clock: Clock, fetched_at: datetime, today: date | None) -> bool:
    """Whether it was another day, where a time is told, than at the source."""
    return clock.zone is not None and today_in(clock.zone, fetched_at) != today


def settled(day: date, clocks: list[Clock], zone: Zone, fetched_at: datetime | None) -> Stamp:
    """The stamp of a day with its times, all of which must be one instant.

    Raises:
        Refused: they are not, there is no such day or time, or it is out of our time.
    """
    check_range(day)
    stamp = _stamp(day, clocks[0] if clocks else None, zone)
    for other in clocks[1:]:
        if _stamp(day, other, zone).at != stamp.at:
            raise Refused(Reason.SEVERAL)
    if fetched_at and stamp.at - fetched_at > AHEAD:
        raise Refused(Reason.FUTURE)
    return stamp


def _stamp(day: date, clock: Clock | None, zone: Zone) -> Stamp:
    try:
        if clock is None:
            return Stamp(in_zone((day.year, day.month, day.day), zone), Precision.DAY)
        hour, minute, second, printed = clock
        wall = (day.year, day.month, day.day, hour, minute, second or 0)
        at = in_zone(wall, zone if printed is None else printed)
    except ValueError as error:
        raise Refused(Reason.IMPOSSIBLE) from error
    return Stamp(at, Precision.MINUTE if second is None else Precision.SECOND)

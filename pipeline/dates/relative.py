"""Reads times told by their distance from the fetch: «منذ 3 ساعات», « hier », “5 min ago”.

| printed | taken as | precision |
|---|---|---|
| seconds, minutes | so long before the fetch | minute |
| hours | the day, if all of “3 hours” (2½ to 4, however it was rounded) is in one day | day |
| days, yesterday, today | so many days before the day of the fetch, at the source | day |
| weeks and more | refused | |

The time of day that stands beside days is not its matter.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Final, NamedTuple

from pipeline.dates.layout import Layout
from pipeline.dates.refusals import Reason, Refused
from pipeline.dates.wording import Wording
from pipeline.dates.zones import Zone, day_in, in_zone, seen_from
from pipeline.records import Precision, Stamp

_HOUR: Final = 60
_DAY: Final = 24 * _HOUR
_A_MINUTE: Final = timedelta(minutes=1)
_HALF_AN_HOUR: Final = timedelta(minutes=_HOUR // 2)
_AN_HOUR: Final = timedelta(minutes=_HOUR)
#: of units that have a kind of their own: « h », “m”, يوم
_LENGTHS: Final = {"h": _HOUR, "c": _HOUR, "k": 1, "d": _DAY}


class Ago(NamedTuple):
    """A distance from the fetch."""

    minutes: int
    #: minutes of the finest unit that is named; 0 for seconds
    unit: int


def ago_of(wording: Wording, layout: Layout) -> Ago | None:
    """The distance that a wording tells, None if it tells none.

    Raises:
        Refused: it tells two.
    """
    if not layout.agos:
        return None
    if len(layout.agos) > 1:
        raise Refused(Reason.SEVERAL)
    minutes = length = 0
    for count, unit in layout.agos[0].parts:
        number, length = _minutes(wording, count, unit)
        minutes += number * length
    return Ago(minutes, length)


def _minutes(wording: Wording, count: int | None, unit: int) -> tuple[int, int]:
    """How many of a unit, and its minutes."""
    kind = wording.kinds[unit]
    if kind == "V":
        return 2, wording.number(unit) // 2
    if count is None and wording.kinds[unit - 1] in "Rfx" and wording.tokens[unit].isascii():
        raise Refused(Reason.VAGUE)  # «منذ ساعة», but « il y a moins d'une heure »
    length = _LENGTHS[kind] if kind in _LENGTHS else wording.number(unit)
    return 1 if count is None else wording.number(count), length


def day_ago(wording: Wording, layout: Layout, ago: Ago | None, today: date | None) -> date | None:
    """The day that a wording tells by its distance in days, None if it tells none so.

    Raises:
        Refused: it tells two, or the time of the fetch is not known.
    """
    by_days = ago is not None and ago.unit == _DAY
    if not by_days and not layout.days_ago:
        return None
    distances = {wording.number(at) for at in layout.days_ago}
    if ago and by_days:
        distances.add(ago.minutes // _DAY)
    if len(distances) > 1:
        raise Refused(Reason.SEVERAL)
    if layout.days_ago and _may_be_a_name(wording.kinds, layout):
        raise Refused(Reason.NO_DATE)
    if today is None:
        raise Refused(Reason.NO_FETCH)
    return today - timedelta(days=min(distances.pop(), 10_000))


def _may_be_a_name(kinds: str, layout: Layout) -> bool:
    """Whether a word for a day is perhaps none: «اليوم السابع», “USA Today”."""
    return "xD" in kinds or "Dx" in kinds or (not layout.clocks and ("x" in kinds or "r" in kinds))


def stamp_ago(ago: Ago, zone: Zone, fetched_at: datetime | None) -> Stamp:
    """What hours, minutes and seconds before the fetch tell.

    Raises:
        Refused: the day is not certain, or the time of the fetch is not known.
    """
    if ago.unit > _DAY:
        raise Refused(Reason.VAGUE)
    if fetched_at is None:
        raise Refused(Reason.NO_FETCH)
    at = fetched_at - ago.minutes * _A_MINUTE
    if ago.unit < _HOUR:
        return Stamp(seen_from(at, zone).replace(second=0, microsecond=0), Precision.MINUTE)
    latest = day_in(zone, at + _HALF_AN_HOUR)
    if day_in(zone, at - _AN_HOUR) != latest:
        raise Refused(Reason.VAGUE)
    return Stamp(in_zone((latest.year, latest.month, latest.day), zone), Precision.DAY)


def agrees(ago: Ago, stamp: Stamp, fetched_at: datetime | None) -> bool:
    """Whether a date printed in full may be the time that stands beside it as a distance."""
    if fetched_at is None:
        return False
    slack = timedelta(minutes=max(2 * ago.unit, 2))
    if stamp.precision is Precision.DAY:
        slack += timedelta(days=1)
    return abs(fetched_at - timedelta(minutes=ago.minutes) - stamp.at) <= slack

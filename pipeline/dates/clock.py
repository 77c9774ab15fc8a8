"""What the times of day in a wording mean: hour with half of the day, and zone.

Where they stand `pipeline.dates.layout` has found; days are not its matter.
"""

from __future__ import annotations

from functools import partial
from typing import Final, NamedTuple

from pipeline.dates.layout import ClockAt, Layout, ZoneAt
from pipeline.dates.lexicon import HALVES, NUMBERS
from pipeline.dates.refusals import Reason, Refused
from pipeline.dates.wording import Wording
from pipeline.dates.zones import NAMED, Zone, offset_of

#: zones beside a time only; elsewhere they may be letters of another word
_NEVER_FAR: Final = frozenset({"z", "et", "ct", "pt"})
_LETTERS: Final = {"م": "pm", "a": "am", "p": "pm"}


class Clock(NamedTuple):
    """A time of day as it is printed."""

    hour: int
    minute: int
    #: None: to the minute only
    second: int | None
    #: None: the source's own
    zone: Zone | None


#: a Clock of its fields, in half the time
_clock: Final = partial(tuple.__new__, Clock)


def clock_of(wording: Wording, layout: Layout, at: ClockAt) -> Clock:
    """What one time of day means.

    Raises:
        Refused: its zone or its half of the day is uncertain.
    """
    tokens = wording.tokens
    figures, half_at, zone_at, leads, is_doubtful, is_bare = at
    hour = NUMBERS[tokens[figures[0]]]
    minute = NUMBERS[tokens[figures[1]]] if len(figures) > 1 else 0
    second = NUMBERS[tokens[figures[2]]] if len(figures) > 2 else None
    if is_doubtful:  # 09:00-10:00 is a span of time as well
        raise Refused(Reason.AMBIGUOUS)
    half = None
    if half_at is not None:
        half = _LETTERS.get(tokens[half_at]) or wording.name(half_at)
        if hour == 12 and tokens[half_at] == "am" and _leads_a_date(wording, half_at):
            raise Refused(Reason.AMBIGUOUS)  # « 12:30 am 23. Januar » is no 12:30 AM
    elif layout.halves:
        half = _half_elsewhere(wording, layout, hour)
    if half:
        if hour not in HALVES[half]:
            raise Refused(Reason.CONTRADICTORY)
        hour = HALVES[half][hour]
    elif layout.marked and leads and 0 < hour <= 12:
        raise Refused(Reason.AMBIGUOUS)  # «9:05 - 23/01/2026 م»: is it the year's or the hour's?
    elif is_bare and hour <= 12:
        raise Refused(Reason.AMBIGUOUS)  # «الساعة 5» may be five in the afternoon
    zone = _zone(wording, zone_at) if zone_at else None
    if zone is None and layout.zones:
        zone = _zone_elsewhere(wording, layout)
    return _clock((hour, minute, second, zone))


def _leads_a_date(wording: Wording, at: int) -> bool:
    return wording.kinds[at + 1 : at + 2] in ("1", "2", "W") and wording.shows_day_first()


def _half_elsewhere(wording: Wording, layout: Layout, hour: int) -> str | None:
    """The half of the day that is told away from the time: «مساء الجمعة … على الساعة 8:30»."""
    words = {wording.tokens[at] for at in layout.halves if wording.kinds[at] != "A"}
    halves = {wording.name(at) for at in layout.halves if wording.kinds[at] == "A"}
    if "pm" in words:
        halves.add("pm")
    uncertain = ("م" in words and 0 < hour <= 12) or ("am" in words and hour == 12)
    if len(halves) > 1 or uncertain:
        raise Refused(Reason.AMBIGUOUS)
    return halves.pop() if halves else None


def _zone_elsewhere(wording: Wording, layout: Layout) -> Zone | None:
    """The zone that stands away from the time, None if none does for certain."""
    told = {
        zone
        for at in layout.zones
        if at.kind != "offset" and wording.tokens[at.name] not in _NEVER_FAR
        if (zone := _zone(wording, at)) is not None
    }
    if len(told) > 1:
        raise Refused(Reason.ZONE)
    return told.pop() if told else None


def _zone(wording: Wording, at: ZoneAt) -> Zone | None:
    if at.kind == "place":
        return wording.name(at.name)
    zone = NAMED[wording.name(at.name)] if at.kind == "named" else 0
    if at.sign is not None and zone == 0:  # +01:00 or «GMT+1»
        hours, *minutes = (wording.number(figure) for figure in at.figures)
        if at.packed:
            hours, packed = divmod(hours, 100)
            minutes = [packed]
        zone = offset_of(wording.tokens[at.sign], hours, minutes[0] if minutes else 0)
        if at.packed and wording.tokens[at.sign] == "-" and hours > 9:
            if zone is None:  # «12:33 - 1234 قراءة»
                return None
            raise Refused(Reason.AMBIGUOUS)
    if zone is None or at.kind == "unknown":
        raise Refused(Reason.ZONE)
    return zone

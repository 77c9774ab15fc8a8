"""Finds the times of day that a wording prints, with half of the day and zone.

Days are not its matter: what `pipeline.dates.calendar` has read is struck out before.
"""

from __future__ import annotations

import re
from typing import Final, NamedTuple

from pipeline.dates.lexicon import HALVES
from pipeline.dates.refusals import Reason, Refused
from pipeline.dates.wording import Wording
from pipeline.dates.zones import NAMED, Zone, offset_of

# A lone م or ص is half of the day only when it is no initial: «12:54 م. بوزيد».
_HALF: Final = r"(?P<half>[ABm](?!\.[xX])|[ap]\.k\.?)"
_OFFSET: Final = r"[-+](?:[4q]|[12]:2|[12])(?![0-9:#1-4])"
_ZONE: Final = (
    rf"(?P<named>Q?Z)(?P<beyond>{_OFFSET})?"
    r"|(?P<offset>\+(?:[4q]|2:2|2)(?![:#1-4])|-[4q])"
    r"|(?P<west>-(?:2:2|2)(?![:#1-4]))|(?P<place>Ql|li)|(?P<unknown>Q[xXf])"
)
_BESIDE: Final = rf"[(,]?{_HALF}?\)?[(,]?(?:{_ZONE})?"
_CLOCK: Final = re.compile(
    r"(?P<time>[12]:2(?P<second>:2(?:[.,][1-4#y])?)?(?![:1]|[2-4#yq]:)[uh]?"
    r"|[12]h2(?:U(?![1-4]))?|(?:(?<=[cU])[12]\.2|[12]\.2(?=[uh]))[uh]?)" + _BESIDE
)
_HOUR_ALONE: Final = re.compile(
    r"(?P<time>(?<=[ac@])[12]h|(?<=@,)[12]h"
    rf"|[12][uh]?(?=[(,]?{_HALF.replace('?P<half>', '?:')}))" + _BESIDE
)
_HALF_ELSEWHERE: Final = re.compile(r"[ABm](?!\.[xX])")
_FAR_ZONE: Final = re.compile(_ZONE)
#: beside a time only; elsewhere they may be letters of another word
_NEVER_FAR: Final = frozenset({"z", "et", "ct", "pt"})


class Clock(NamedTuple):
    """A time of day as it is printed."""

    hour: int
    minute: int
    #: None: to the minute only
    second: int | None
    #: None: the source's own
    zone: Zone | None


def clocks_of(wording: Wording, marked: bool) -> list[Clock]:
    """Every time of day in a wording; each is struck out with %, or & if it is an hour alone.

    Args:
        wording: a text's, days struck out.
        marked: a «م» was read as the mark of a year.

    Raises:
        Refused: there is no such time, or its zone or its half of the day is uncertain.
    """
    mark = "%"
    found = list(_CLOCK.finditer(wording.kinds))
    if not found:
        mark = "&"
        found = list(_HOUR_ALONE.finditer(wording.kinds))
    for one in found:
        wording.strike(*one.span(), mark)
    return [_clock(wording, one, marked) for one in found]


def _clock(wording: Wording, found: re.Match[str], marked: bool) -> Clock:
    kinds = found.string
    numbers = [wording.number(at) for at in range(*found.span("time")) if kinds[at] in "12"]
    groups = found.groupdict()
    second = numbers[2] if groups.get("second") else None
    hour = numbers[0]
    own = found.start("half")
    half = _half(wording, own) if own >= 0 else _half_elsewhere(wording, hour)
    if half:
        told = HALVES[half].get(hour)
        if told is None:
            raise Refused(Reason.CONTRADICTORY)
        hour = told
    elif marked and 0 < hour <= 12 and "@" not in kinds[: found.start()]:
        raise Refused(Reason.AMBIGUOUS)  # «9:05 - 23/01/2026 م»: is it the year's or the hour's?
    zone = _zone(wording, found)
    if found["west"] and second is None and kinds[found.start() - 1 : found.start()] != "T":
        raise Refused(Reason.AMBIGUOUS)  # 09:00-10:00 is a span of time as well
    return Clock(hour, numbers[1] if len(numbers) > 1 else 0, second, zone)


def _half(wording: Wording, at: int) -> str:
    token = wording.tokens[at]
    return {"م": "pm", "a": "am", "p": "pm"}.get(token) or wording.name(at)


def _half_elsewhere(wording: Wording, hour: int) -> str | None:
    """The half of the day that is told away from the time: «مساء الجمعة … على الساعة 8:30»."""
    if not 0 < hour <= 12 and "A" not in wording.kinds:
        return None
    halves: set[str] = set()
    letters: set[str] = set()
    for found in _HALF_ELSEWHERE.finditer(wording.kinds):
        if found[0] == "A":
            halves.add(wording.name(found.start()))
        else:
            letters.add(wording.tokens[found.start()])
    if len(halves) > 1 or "م" in letters or ("am" in letters and hour == 12):
        raise Refused(Reason.AMBIGUOUS)
    return halves.pop() if halves else None


def _zone(wording: Wording, found: re.Match[str]) -> Zone | None:
    """The zone beside a time, else one that stands elsewhere, None if none is printed."""
    if found.end("time") < found.end() and (zone := _zone_in(wording, found)) is not None:
        return zone
    told = {
        zone
        for far in _FAR_ZONE.finditer(wording.kinds)
        if (far["named"] or far["place"] or far["unknown"])
        and wording.tokens[far.start()] not in _NEVER_FAR
        and (zone := _zone_in(wording, far)) is not None
    }
    if len(told) > 1:
        raise Refused(Reason.ZONE)
    return told.pop() if told else None


def _zone_in(wording: Wording, found: re.Match[str]) -> Zone | None:
    """What `_ZONE` found, None if nothing."""
    zone: Zone | None = None
    if found["unknown"]:
        raise Refused(Reason.ZONE)
    if found["place"]:
        at = found.start("place")
        zone = wording.name(at + 1 if found["place"][0] == "Q" else at)
    elif found["named"]:
        zone = NAMED[wording.name(found.end("named") - 1)]
        if found["beyond"] and zone == 0:  # «GMT+1»
            zone = _offset(wording, found, "beyond")
        elif zone is None:
            raise Refused(Reason.ZONE)
    else:
        for group in ("offset", "west"):
            if found[group]:
                zone = _offset(wording, found, group)
    return zone


def _offset(wording: Wording, found: re.Match[str], group: str) -> int:
    start, end = found.span(group)
    hours, *minutes = (wording.number(at) for at in range(start + 1, end, 2))
    if found[group][1] in "4q":
        hours, rest = divmod(hours, 100)
        minutes = [rest]
    offset = offset_of(found[group][0], hours, minutes[0] if minutes else 0)
    if offset is None:
        raise Refused(Reason.ZONE)
    return offset

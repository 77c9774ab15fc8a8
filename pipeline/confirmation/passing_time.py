"""Sees where a text only tells that time has passed: «قبل 5 دقائق» that became «قبل ساعة».

A relative time that keeps step with the clock is no edit. One that does not is: «قبل ثلاث سنوات»
that became «قبل أربع سنوات» the day after.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import timedelta
from typing import Final, NamedTuple

_HOUR: Final = 60
_DAY: Final = 24 * _HOUR
#: unit as printed → minutes, and how many the word itself tells (Arabic's dual; 0: a number must)
_UNITS: Final[dict[str, tuple[int, int]]] = {
    word: (minutes, count)
    for minutes, count, words in (
        (0, 1, "الآن لحظات now"),
        (1, 1, "دقيقة minute min"),
        (1, 2, "دقيقتين دقيقتان"),
        (1, 0, "دقائق minutes mins mn"),
        (_HOUR, 1, "ساعة heure hour h"),
        (_HOUR, 2, "ساعتين ساعتان"),
        (_HOUR, 0, "ساعات heures hours hrs"),
        (_DAY, 1, "يوم يوما jour day d j"),
        (_DAY, 2, "يومين يومان"),
        (_DAY, 0, "أيام ايام jours days"),
        (7 * _DAY, 1, "أسبوع اسبوع أسبوعا semaine week"),
        (7 * _DAY, 2, "أسبوعين اسبوعين أسبوعان"),
        (7 * _DAY, 0, "أسابيع اسابيع semaines weeks"),
        (30 * _DAY, 1, "شهر شهرا month"),
        (30 * _DAY, 2, "شهرين شهران"),
        (30 * _DAY, 0, "أشهر شهور mois months"),
    )
    for word in words.split()
}
_WORDS: Final = "|".join(sorted(_UNITS, key=len, reverse=True))
_AGO: Final = re.compile(
    rf"(?:قبل|منذ|\bil y a\b)\s+(?P<count>\d{{1,3}}|une?\b|an?\b)?\s*(?P<unit>{_WORDS})\b"
    rf"|(?P<count_ago>\b\d{{1,3}}|\ban?\b)?\s*\b(?P<unit_ago>{_WORDS})\s+ago\b",
    re.IGNORECASE,
)
#: a page of a hostile site must not choose how much is looked at
_LONGEST: Final = 5_000


class _Ago(NamedTuple):
    """A distance in minutes, and how coarsely it is told."""

    minutes: int
    unit: int


def in_step(old: Sequence[str], new: Sequence[str], elapsed: timedelta) -> tuple[str, ...]:
    """Paragraphs as they are now, but as they were where they only tell that time passed.

    Args:
        old: the paragraphs when they were first read.
        new: the paragraphs now.
        elapsed: the time between the two fetches.
    """
    before = {_skeleton(text): text for text in old if _tells_time(text)}
    if not before:
        return tuple(new)
    passed = elapsed.total_seconds() / 60
    return tuple(_as_it_was(text, before, passed) if _tells_time(text) else text for text in new)


def _tells_time(text: str) -> bool:
    return len(text) <= _LONGEST and _AGO.search(text) is not None


def _skeleton(text: str) -> str:
    return _AGO.sub("\0", text)


def _as_it_was(text: str, before: dict[str, str], passed: float) -> str:
    was = before.get(_skeleton(text))
    if was is None or was == text:
        return text
    pairs = zip(_agos(was), _agos(text), strict=True)
    return was if all(_in_step(one, other, passed) for one, other in pairs) else text


def _in_step(was: _Ago, now: _Ago, passed: float) -> bool:
    """Whether a distance grew by the time that passed, however both were rounded."""
    slack = max(was.unit, now.unit, 2)
    return abs(now.minutes - was.minutes - passed) <= slack


def _agos(text: str) -> Iterator[_Ago]:
    for found in _AGO.finditer(text):
        unit, own = _UNITS[(found["unit"] or found["unit_ago"]).lower()]
        count = found["count"] or found["count_ago"] or ""
        yield _Ago(unit * (int(count) if count.isdecimal() else own or 1), unit)

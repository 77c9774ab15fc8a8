"""Tells from what is read of a source whether it shows what it did not use to.

Pure, and slow to alarm: each test asks how probable what was seen is for a source that goes on
as before. Silence is `pipeline.vigil.rhythm`'s; what comes of an ailment is
`pipeline.vigil.looks`'s.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from statistics import median, quantiles
from typing import Final, Literal

#: silent: a section brings nothing new; unreachable: its polls fail; unreadable: much of what
#: is listed cannot be read; lacking: pages show a field no more; shorter: bodies are
Kind = Literal["silent", "unreachable", "unreadable", "lacking", "shorter"]

#: fields that pages are expected to go on showing, as people are told of them
FIELDS: Final = ("title", "date", "authors", "body")
#: pieces that are held against those before them
RECENT: Final = 12
#: and those before them: as many as are remembered, and the fewest that tell what is usual
REMEMBERED: Final = 108
_FEWEST: Final = 30
#: what was seen is no chance when it is less probable than this
_CHANCE: Final = 1e-6
#: a field that fewer pages show is not missed
_USUAL: Final = 0.8
#: of what is usual, what speaks for an end of the trouble
_RECOVERED: Final = 0.75
#: bodies are shorter when half of them are as short as the shortest tenth was, or shorter
_SHORTENED: Final = 0.5
_SHORTEST_PART: Final = 0.1
#: pages that could not be read: the fewest, and their share of those tried; below the other
#: share it is over
_FAILED: Final = 5
_FAILED_SHARE: Final = 0.5
_FAILED_STILL: Final = 0.25
#: polls in a row that failed, and for how long at the least
_FAILED_POLLS: Final = 4
_UNREACHABLE: Final = timedelta(hours=2)


@dataclass(frozen=True, slots=True)
class Ailment:
    """What a source shows that it did not use to."""

    source: str
    #: "": it is the whole source's
    section: str
    kind: Kind
    #: of what it is lacking; "" otherwise
    field: str
    since: datetime
    #: for people
    reason: str
    #: what it used to show: a share, a length
    usual: float | None = None

    @property
    def key(self) -> tuple[str, str, str, str]:
        """Of two with the same one, one is told."""
        return self.source, self.section, self.kind, self.field


@dataclass(frozen=True, slots=True)
class Reading:
    """What was read of a piece when it was first seen."""

    article: int
    at: datetime
    #: of `FIELDS`
    fields: frozenset[str]
    #: characters of its body
    length: int


@dataclass(frozen=True, slots=True)
class Drop:
    """What recent pieces show less of than those before them."""

    since: datetime
    now: float
    usual: float


def lacked(readings: Sequence[Reading], field: str) -> Drop | None:
    """How a field vanished from the latest readings, if it did by no chance.

    Args:
        readings: of one source, in order.
    """
    older, recent = readings[:-RECENT], readings[-RECENT:]
    if len(older) < _FEWEST:
        return None
    usual = sum(field in one.fields for one in older) / len(older)
    without = [one for one in recent if field not in one.fields]
    shown = len(recent) - len(without)
    # a share that few showed is not known better than this
    share = min(usual, 1 - 1 / len(older))
    if usual < _USUAL or _at_least(len(without), len(recent), 1 - share) > _CHANCE:
        return None
    return Drop(without[0].at, shown / len(recent), usual)


def shows_again(readings: Sequence[Reading], field: str, usual: float) -> bool:
    """Whether the latest readings show a field again about as often as was usual."""
    recent = readings[-RECENT:]
    shown = sum(field in one.fields for one in recent)
    return bool(recent) and shown / len(recent) >= _RECOVERED * usual


def shortened(readings: Sequence[Reading]) -> Drop | None:
    """How the bodies of the latest readings are shorter, in characters, if by no chance.

    Args:
        readings: of one source, in order.
    """
    with_body = [one for one in readings if one.length]
    older, recent = with_body[:-RECENT], with_body[-RECENT:]
    if len(older) < _FEWEST:
        return None
    short = quantiles([one.length for one in older], n=round(1 / _SHORTEST_PART))[0]
    shorter = [one for one in recent if one.length < short]
    usual, now = (median(one.length for one in part) for part in (older, recent))
    if now > _SHORTENED * usual:
        return None
    if _at_least(len(shorter), len(recent), _SHORTEST_PART) > _CHANCE:
        return None
    return Drop(shorter[0].at, now, usual)


def long_again(readings: Sequence[Reading], usual: float) -> bool:
    """Whether the bodies of the latest readings are about as long as was usual."""
    lengths = [one.length for one in readings if one.length][-RECENT:]
    return bool(lengths) and median(lengths) >= _RECOVERED * usual


def is_unreadable(tried: int, failed: int, *, still: bool) -> bool:
    """Whether too many of the pages that were tried could not be read.

    Args:
        still: they were too many before.
    """
    share = failed / tried if tried else 0.0
    if still:
        return share >= _FAILED_STILL
    return failed >= _FAILED and share >= _FAILED_SHARE


def is_unreachable(failures: int, last_ok_at: datetime, every: timedelta, now: datetime) -> bool:
    """Whether polls of a section have failed in a row for too long.

    Args:
        failures: polls in a row that failed.
        every: how often it is polled.
    """
    long = max(_UNREACHABLE, _FAILED_POLLS * every)
    return failures >= _FAILED_POLLS and now - last_ok_at >= long


def _at_least(count: int, of: int, share: float) -> float:
    """How probable it is that so many of some, or more, are of a kind that has this share."""
    return sum(math.comb(of, n) * share**n * (1 - share) ** (of - n) for n in range(count, of + 1))

"""Learns how often polls of a section bring something new, and how long a silence it explains.

Pure. The rate goes by hour of the week in the source's zone; silences are counted in what the
rate led one to expect meanwhile, so that nights, weekends and days of rest add next to nothing.
How such silences are spread (a desk that keeps hours, or one that writes in bursts) is learned
with them. What comes of a silence is `pipeline.vigil.looks`'s.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any, Final
from zoneinfo import ZoneInfo

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
#: whether hardly anybody works on a day
RestDays = Callable[[date], bool]
#: from when until when
Span = tuple[datetime, datetime]

#: what is learned from
LEARNED_FROM = timedelta(weeks=8)
#: with less to go by nothing is learned: two weekends, and polls that brought something
_SHORTEST: Final = timedelta(days=14)
_FEWEST: Final = 20
_HOUR: Final = timedelta(hours=1)
_WEEK: Final = 168
_YEAR: Final = timedelta(days=365)
#: of a silence that is weighed; the longest any rhythm explains is shorter
_LONGEST: Final = timedelta(days=90)
#: arrivals by which an hour and a day are taken for usual ones before they show what they are
_HOUR_PRIOR: Final = 1.0
_DAY_PRIOR: Final = 1.0
#: weeks by which an hour of the week is taken for what its day and hour make of it
_CELL_PRIOR: Final = 8.0
#: silences by which a section is taken for one without hours or bursts
_SPREAD_PRIOR: Final = 3
#: silences in the time that is learned from that may have been accidents
_ACCIDENTS: Final = 2
#: Weibull's shape: bursts below 1, hours that are kept above
_SHAPES: Final = (0.6, 6.0)
#: whoever publishes oftener in a year keeps no hours: polls make even chance look regular
_KEEPS_HOURS: Final = 3 * 365
#: a silence is nothing new unless it is so much longer than any before
_BEYOND: Final = 1.2


@dataclass(frozen=True, slots=True, eq=False)
class Rhythm:
    """How often a section's polls bring something, by hour of the week."""

    zone: ZoneInfo
    #: expected in an hour, Monday's first hour first, in the zone
    rates: Floats
    #: how much may be expected in vain before a silence is none of the rhythm's
    patience: float

    def expected(self, start: datetime, end: datetime, rest: RestDays) -> float:
        """How many polls should have brought something between two moments."""
        if end <= start:
            return 0.0
        end = min(end, start + _LONGEST)
        hours = _Hours.between(start, end, self.zone, rest)
        until, since = hours.expected([end, start], self.rates, hours.counted)
        return float(until - since)

    def explains(self, start: datetime, end: datetime, rest: RestDays) -> bool:
        """Whether a silence between two moments is of the kind the section is used to."""
        return self.expected(start, end, rest) <= self.patience


def learned(
    arrivals: Sequence[datetime],
    zone: str,
    rest: RestDays,
    *,
    silences: Sequence[Span] = (),
    false_alarms: float,
) -> Rhythm | None:
    """The rhythm of a section; None: there is too little to go by.

    Args:
        arrivals: polls that brought something, in order, none twice.
        zone: IANA name of the source's zone.
        silences: that were told, or when it was out of reach: they teach nothing.
        false_alarms: how many silences in a year may be taken for a death that are none.
    """
    if len(arrivals) < _FEWEST or arrivals[-1] - arrivals[0] < _SHORTEST:
        return None
    began = arrivals[0]
    hours = _Hours.between(began, arrivals[-1], ZoneInfo(zone), rest)
    # what comes again and again is no accident, but the rhythm itself
    counted = hours.counted & ~_within(silences if len(silences) <= _ACCIDENTS else (), hours)
    at = hours.places(arrivals)
    # the first arrival opens the time that is looked at, and is none of it
    came = at[1:][counted[at[1:].astype(int)]].astype(int)
    if len(came) < _FEWEST - 1:
        return None
    rates = _rates(hours.cells[came], hours.cells[counted])
    gaps = np.diff(hours.expected(arrivals, rates, counted))
    a_year = len(came) * (_YEAR / (int(counted.sum()) * _HOUR))
    most_regular = _SHAPES[1] if a_year < _KEEPS_HOURS else 1.0
    patience = _patience(gaps, max(a_year / false_alarms, math.e), most_regular)
    return Rhythm(ZoneInfo(zone), rates, patience)


def _rates(came: NDArray[Any], counted: NDArray[Any]) -> Floats:
    """Arrivals an hour by hour of the week, of what came and of the time that was looked at.

    A cell is held to what its day and its hour of the day make of it, as far as it was seen
    too seldom to say more.
    """
    seen = np.bincount(counted, minlength=_WEEK).astype(float)
    found = np.bincount(came, minlength=_WEEK).astype(float)
    usual = found.sum() / seen.sum()
    by_day, by_hour = (7, 24), (1, 0)
    day, hour = (
        (found.reshape(by_day).sum(axis) + prior) / (usual * seen.reshape(by_day).sum(axis) + prior)
        for axis, prior in zip(by_hour, (_DAY_PRIOR, _HOUR_PRIOR), strict=True)
    )
    product = usual * np.outer(day, hour).ravel()
    product *= found.sum() / max(float((product * seen).sum()), 1e-9)
    rates: Floats = (found + _CELL_PRIOR * product) / (seen + _CELL_PRIOR)
    return rates


def _patience(gaps: Floats, one_in: float, most_regular: float) -> float:
    """What may be expected in vain, where one silence in so many may be longer by chance.

    The silences are taken for Weibull's: one tail for hours that are kept and for bursts.
    """
    mean = float(gaps.mean())
    spread = float(((gaps - mean) ** 2).sum()) + _SPREAD_PRIOR * mean**2
    relative = math.sqrt(spread / (len(gaps) + _SPREAD_PRIOR)) / mean
    # Justus and others 1978: the shape by the coefficient of variation, to a few percent
    shape = min(max(relative**-1.086, _SHAPES[0]), most_regular)
    scale = mean / math.gamma(1 + 1 / shape)
    by_chance: float = scale * math.log(one_in) ** (1 / shape)
    return max(by_chance, _BEYOND * float(gaps.max()))


@dataclass(frozen=True, slots=True, eq=False)
class _Hours:
    """The clock's hours of a time: which of the week each is, and whether it is no rest."""

    #: UTC, on the hour
    start: datetime
    cells: NDArray[np.int64]
    counted: NDArray[np.bool_]

    @classmethod
    def between(cls, start: datetime, end: datetime, zone: ZoneInfo, rest: RestDays) -> _Hours:
        first = start.astimezone(UTC).replace(minute=0, second=0, microsecond=0)
        count = int((end - first) / _HOUR) + 1
        local = [(first + n * _HOUR).astimezone(zone) for n in range(count)]
        resting = {day: rest(day) for day in {one.date() for one in local}}
        cells = np.array([one.weekday() * 24 + one.hour for one in local], dtype=np.int64)
        return cls(first, cells, np.array([not resting[one.date()] for one in local], dtype=bool))

    def places(self, moments: Sequence[datetime]) -> Floats:
        """How many hours after the start moments are."""
        return np.array([(one - self.start) / _HOUR for one in moments])

    def expected(
        self, moments: Sequence[datetime], rates: Floats, counted: NDArray[np.bool_]
    ) -> Floats:
        """How many arrivals were to be expected from the start to each moment."""
        passed = np.concatenate(([0.0], np.cumsum(np.where(counted, rates[self.cells], 0.0))))
        found: Floats = np.interp(self.places(moments), np.arange(len(passed)), passed)
        return found


def _within(spans: Sequence[Span], hours: _Hours) -> NDArray[np.bool_]:
    """Which hours lie within the spans, whole."""
    inside = np.zeros(len(hours.cells), dtype=bool)
    for start, end in spans:
        first, last = hours.places([start, end])
        inside[max(math.ceil(first), 0) : max(int(last), 0)] = True
    return inside

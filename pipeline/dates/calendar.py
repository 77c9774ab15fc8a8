"""What the dates in a wording mean: one day, which everything that is printed must allow.

Every date of a text must be the same day, and the names of its month, the day of the week
and the Islamic date beside it must agree. Where they stand `pipeline.dates.layout` has found.
"""

from __future__ import annotations

import re
from datetime import date, timedelta
from functools import lru_cache
from typing import Final, Literal, NamedTuple

from hijridate import Hijri

from pipeline.dates.layout import DateAt, Layout
from pipeline.dates.refusals import Reason, Refused
from pipeline.dates.wording import Wording

Order = Literal["day-first", "month-first", "year-first"]

_ISLAMIC_YEARS: Final = range(1415, 1501)
#: an Islamic month begins with the sighting of the moon, not on the same day everywhere
_SIGHTING: Final = timedelta(days=2)
FIRST_YEAR: Final = 1995
LAST_YEAR: Final = 2100
MONTHS: Final = 12
#: a day without its year is in the past eleven months: the twelfth may as well be to come
_NO_YEAR_REACH: Final = timedelta(days=335)

#: too short to be the name of a month without a year beside it (“4 out”, « 5 des »)
_WORDS_OF_EVERY_DAY: Final = frozenset(
    {"out", "set", "des", "mar", "mac", "may", "ara", "mag", "mat", "ago", "mei", "مه", "مي", "ماء"}
)
_MONTH_FIRST: Final = frozenset({"en-us", "en-us-posix"})
_NO_ORDER: Final = frozenset({"en", "en-ca", "fr-ca", "en-ph", "en-za", "es-us", "es-pr", "es-pa"})
_DAY_FIRST: Final = re.compile(
    "(?:a[rz]|b[egns]|c[as]|d[ae]|e[lns]|f[ir]|gl|h[eir]|i[dst]|k[ak]|ms|n[blno]|p[lt]|r[ou]"
    "|s[klqrw]|tr|u[krz]|vi)(?![a-z])"
)


class Candidate(NamedTuple):
    """A day that a printed date may mean."""

    day: date
    #: how it was read, where figures may be read in more than one order
    order: Order | None = None


@lru_cache(maxsize=256)  # a page has one, and asks for each of its dates
def order_of(language: str | None) -> Order | None:
    """In which order a language, as BCP 47, prints day and month in figures; None: in either.

    Source: the short date patterns of CLDR. English alone is either; so are the languages
    that put the year first, and the places that use both.
    """
    if not language:
        return None
    tag = language.lower().replace("_", "-")
    if tag in _MONTH_FIRST:
        return "month-first"
    return "day-first" if tag not in _NO_ORDER and _DAY_FIRST.match(tag) else None


def day_of(
    wording: Wording, layout: Layout, language: str | None, today: date | None
) -> date | None:
    """The day that a wording prints, None if it prints none.

    Args:
        wording: a text's.
        layout: the wording's.
        language: BCP 47, or None.
        today: at the source when the page was had, or None.

    Raises:
        Refused: it prints days that disagree, or one that can be read in two ways.
    """
    if not layout.dates:
        is_told = layout.islamic or layout.persian
        return _islamic_day(wording, layout) if is_told else None
    if len(layout.dates) == 1 and layout.dates[0].form == "day-month":  # nothing to weigh
        return _named_day(wording, layout)
    days = _in_common([_candidates(wording, at, today) for at in layout.dates])
    if layout.weekdays:
        weekdays = {wording.number(at) for at in layout.weekdays}
        days = {one for one in days if weekdays <= {one.day.weekday()}}
    for beside in _islamic_days(wording, layout):
        days = {one for one in days if abs(one.day - beside) <= _SIGHTING}
    if not days:
        raise Refused(Reason.CONTRADICTORY)
    return _only(days, wording, language)


def _named_day(wording: Wording, layout: Layout) -> date:
    """The day of the only date, day, name of the month and year, with what stands beside it."""
    (at,) = layout.dates
    number, year = at.figures
    try:
        day = date(wording.number(year), _month(wording, at), wording.number(number))
    except ValueError as error:
        raise Refused(Reason.IMPOSSIBLE) from error
    if layout.islamic:
        check_range(day)
        for beside in _islamic_days(wording, layout):
            if abs(day - beside) > _SIGHTING:
                raise Refused(Reason.CONTRADICTORY)
    check_weekday(wording, layout, day)
    return day


def _islamic_days(wording: Wording, layout: Layout) -> list[date]:
    """The days of all dates of the Islamic calendar that have a year."""
    return [_from_islamic(wording, at) for at in layout.islamic if at.form != "no-year"]


def _islamic_day(wording: Wording, layout: Layout) -> date | None:
    """The day where no Gregorian date is printed."""
    days = set(_islamic_days(wording, layout))
    if len(days) > 1:
        raise Refused(Reason.SEVERAL)
    if days:
        day = days.pop()
        check_weekday(wording, layout, day)
        return day
    if layout.islamic:
        raise Refused(Reason.NO_YEAR)
    if layout.persian:
        raise Refused(Reason.CALENDAR)
    return None


def check_weekday(wording: Wording, layout: Layout, day: date) -> None:
    """Raises `Refused` where a day of the week is printed that is not the day's."""
    for at in layout.weekdays:
        if wording.number(at) != day.weekday():
            raise Refused(Reason.CONTRADICTORY)


def check_range(day: date) -> None:
    """Raises `Refused` for a day that is not of our time."""
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise Refused(Reason.TOO_OLD if day.year < FIRST_YEAR else Reason.TOO_FAR)


def _candidates(wording: Wording, at: DateAt, today: date | None) -> set[Candidate]:
    """The days that a date may mean."""
    figures = [wording.number(place) for place in at.figures]
    possible: set[Candidate] = set()
    for year, month, day, order in _readings(wording, at, figures, today):
        try:
            possible.add(Candidate(date(year, month, day), order))
        except ValueError:  # no such day
            continue
    if not possible:
        raise Refused(Reason.IMPOSSIBLE)
    kept = {one for one in possible if FIRST_YEAR <= one.day.year <= LAST_YEAR}
    if not kept:
        check_range(possible.pop().day)
    return kept


def _readings(
    wording: Wording, at: DateAt, figures: list[int], today: date | None
) -> list[tuple[int, int, int, Order | None]]:
    """All that a date may mean, as (year, month, day, order), possible or not."""
    if at.months:
        month = _month(wording, at)
        if at.form == "no-year":
            return [(_latest_year(month, figures[0], today), month, figures[0], None)]
        if at.form == "year-first":
            figures.reverse()
        day, year = figures
        return [(_whole_year(year) if at.form == "short" else year, month, day, None)]
    first, middle, last = figures
    if at.form == "year-first":
        return [(first, middle, last, None)]
    if at.form == "short":
        return [
            (_whole_year(last), middle, first, "day-first"),
            (_whole_year(last), first, middle, "month-first"),
            (_whole_year(first), middle, last, "year-first"),
        ]
    if at.dotted:  # CLDR knows no place that prints month.day.year
        return [(last, middle, first, None)]
    return [(last, middle, first, "day-first"), (last, first, middle, "month-first")]


def _whole_year(two_digits: int) -> int:
    return two_digits + (1900 if two_digits >= FIRST_YEAR - 1900 else 2000)


def _month(wording: Wording, at: DateAt) -> int:
    """The month that all names in a date mean."""
    first = wording.number(at.months[0])
    if len(at.months) > 1 and any(wording.number(place) != first for place in at.months[1:]):
        raise Refused(Reason.CONTRADICTORY)
    if at.form == "no-year" and wording.tokens[at.months[0]] in _WORDS_OF_EVERY_DAY:
        raise Refused(Reason.NO_DATE)
    return first


def _latest_year(month: int, day: int, today: date | None) -> int:
    """The year of the last such day before the fetch."""
    if today is None:
        raise Refused(Reason.NO_YEAR)
    for year in (today.year + 1, today.year, today.year - 1):
        try:
            printed = date(year, month, day)
        except ValueError:
            continue
        if today - _NO_YEAR_REACH <= printed <= today + timedelta(days=1):
            return year
    raise Refused(Reason.NO_YEAR)


def _from_islamic(wording: Wording, at: DateAt) -> date:
    """The day of a date of the Islamic calendar, as Umm al-Qura has it."""
    numbers = [wording.number(place) for place in at.figures]
    if at.form == "year-first":
        numbers.reverse()
    day, year = numbers[0], numbers[-1]
    month = wording.number(at.months[0]) if at.months else numbers[1]
    if year not in _ISLAMIC_YEARS:
        raise Refused(Reason.TOO_OLD if year < _ISLAMIC_YEARS[0] else Reason.TOO_FAR)
    if not 1 <= month <= MONTHS or not 1 <= day <= _islamic_month(year, month).days:
        raise Refused(Reason.IMPOSSIBLE)
    return _islamic_month(year, month).first + timedelta(days=day - 1)


class _IslamicMonth(NamedTuple):
    """A month of the Islamic calendar."""

    first: date
    days: int


@lru_cache(maxsize=1024)  # there are no more in `_ISLAMIC_YEARS`
def _islamic_month(year: int, month: int) -> _IslamicMonth:
    first = Hijri(year, month, 1)
    beginning = first.to_gregorian()
    return _IslamicMonth(date(beginning.year, beginning.month, beginning.day), first.month_length())


def _in_common(found: list[set[Candidate]]) -> set[Candidate]:
    """The candidates for the day that every date of a text may mean."""
    if len(found) == 1:
        return found[0]
    days = set.intersection(*({one.day for one in each} for each in found))
    if not days:
        raise Refused(Reason.SEVERAL)
    certain = any(len({one.day for one in each}) == 1 for each in found)
    return {
        Candidate(one.day, None if certain else one.order)
        for each in found
        for one in each
        if one.day in days
    }


def _only(candidates: set[Candidate], wording: Wording, language: str | None) -> date:
    """The one day that is meant, by the order that the language or the words show."""
    if len(candidates) > 1 or next(iter(candidates)).order == "month-first":
        order = order_of(language)
        if wording.shows_day_first():
            if order == "month-first":
                raise Refused(Reason.AMBIGUOUS)
            order = "day-first"
        if order:
            candidates = {one for one in candidates if one.order in (None, order)}
    days = {one.day for one in candidates}
    if len(days) != 1:
        raise Refused(Reason.AMBIGUOUS)
    return days.pop()

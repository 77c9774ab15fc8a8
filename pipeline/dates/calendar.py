"""Finds the days that a wording prints: Gregorian, Islamic, with the year or without.

Every date of a text must be the same day, and the names of months, the day of the week and
the Islamic date beside it must agree. Clocks are not its matter.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from typing import Final, Literal, NamedTuple

from hijridate import Hijri

from pipeline.dates.refusals import Reason, Refused
from pipeline.dates.wording import Wording

Order = Literal["day-first", "month-first", "year-first"]

_MONTH: Final = r"\(?[MG]\)?(?:[-/|(,]{0,2}M\)?)?"  # «ديسمبر/كانون الأول», «أبريل (نيسان)»
_BETWEEN: Final = r"[-./,]{0,3}"
_YEAR: Final = r"y(?:[gm](?!\.[xX]))?"
_NAMED: Final = re.compile(
    rf"(?P<dmy>[12]o?{_BETWEEN}f{{0,3}}{_MONTH}{_BETWEEN}f{{0,3}}{_YEAR})"
    rf"|(?P<mdy>{_MONTH}[-.,/]{{0,3}}[12]o?[-.,/]{{0,3}}{_YEAR})"
    rf"|(?P<short>[12]o?{_BETWEEN}{_MONTH}[-./]{{0,2}}2(?![h:123]|[-/.][12]))"
)
_YEAR_FIRST: Final = re.compile(rf"y{_BETWEEN}{_MONTH}{_BETWEEN}[12]o?(?![h:])")
_NO_YEAR: Final = re.compile(
    rf"(?P<dm>[12]o?[-.]?f{{0,2}}{_MONTH}\.?)|(?P<md>{_MONTH}\.?[12]o?(?![h:12]))"
)
_NUMERIC: Final = re.compile(
    rf"(?P<ymd>y([-/.])[12]\2[12])|(?P<dmy>[12]([-/.])[12]\4{_YEAR})|(?P<short>[12]([-/.])[12]\6[12])"
)
_CUT: Final = re.compile(r"[-/.]*[12](?![h:]|\.2u)")
_ISLAMIC: Final = re.compile(
    r"(?P<dmy>[12]o?f{0,2}H[,.]?f{0,2}q[,.]?e?)|(?P<mdy>H[12],?qe?)|(?P<dm>[12]f{0,2}He?)"
    r"|(?P<ymd>q([-/.])[12]\5[12]e)|(?P<numeric>[12]([-/.])[12]\7qe)"
)
_PERSIAN: Final = re.compile(r"[12]Jq?|q[-/]?J[-/]?[12]")
_ISLAMIC_YEARS: Final = range(1415, 1501)
#: an Islamic month begins with the sighting of the moon, not on the same day everywhere
_SIGHTING: Final = timedelta(days=2)
_FIRST_YEAR: Final = 1995
_LAST_YEAR: Final = 2100
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


class Days(NamedTuple):
    """What a wording says of the day."""

    #: None: it prints none
    day: date | None
    #: «م» or «هـ» was read as the mark of a year
    marked: bool = False


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


def day_of(wording: Wording, language: str | None, today: date | None) -> Days:
    """The day that a wording prints; what was read is struck out with @.

    Args:
        wording: a text's.
        language: BCP 47, or None.
        today: at the source when the page was had, or None.

    Raises:
        Refused: it prints days that disagree, or one that can be read in two ways.
    """
    found = [set(_possible(read)) for read in _gregorian(wording)]
    islamic = list(_islamic(wording))
    persian = _PERSIAN.search(wording.kinds)
    if persian:
        wording.strike(*persian.span(), "@")
    if not found and not islamic and not persian:
        found = [set(_possible(read)) for read in _without_year(wording, today)]
    weekdays = _weekdays(wording)
    marked = any(kind == "@" and wording.tokens[at] == "م" for at, kind in enumerate(wording.kinds))
    if found:
        days = _in_common(found)
        near = [day for day in islamic if day is not None]
        fitting = {
            one
            for one in days
            if weekdays <= {one.day.weekday()}
            and all(abs(one.day - day) <= _SIGHTING for day in near)
        }
        if not fitting:
            raise Refused(Reason.CONTRADICTORY)
        return Days(_only(fitting, wording, language), marked)
    whole = {day for day in islamic if day is not None}
    if len(whole) == 1:
        (day,) = whole
        check_weekday(wording, day)
        return Days(day, marked)
    if whole:
        raise Refused(Reason.SEVERAL)
    if islamic:
        raise Refused(Reason.NO_YEAR)
    if persian:
        raise Refused(Reason.CALENDAR)
    return Days(None)


def check_weekday(wording: Wording, day: date) -> None:
    """Raises `Refused` where a day of the week is printed that is not the day's."""
    if not _weekdays(wording) <= {day.weekday()}:
        raise Refused(Reason.CONTRADICTORY)


def _weekdays(wording: Wording) -> set[int]:
    return {wording.number(at) for at, kind in enumerate(wording.kinds) if kind == "W"}


def in_range(days: Iterable[date]) -> list[date]:
    """The days that are of our time.

    Raises:
        Refused: none is.
    """
    every = list(days)
    kept = [day for day in every if _FIRST_YEAR <= day.year <= _LAST_YEAR]
    if every and not kept:
        raise Refused(Reason.TOO_OLD if every[0].year < _FIRST_YEAR else Reason.TOO_FAR)
    return kept


_Read = Iterable[tuple[int, int, int, Order | None]]


def _gregorian(wording: Wording) -> Iterator[_Read]:
    """Each Gregorian date with its year, as all (year, month, day, order) it may mean."""
    for pattern in (_NAMED, _YEAR_FIRST) if "M" in wording.kinds or "G" in wording.kinds else ():
        for found in pattern.finditer(wording.kinds):
            form = found.lastgroup
            if form == "short" and "W" not in wording.kinds:
                continue  # «23 Jan 26» may be of 2023: only a day of the week can tell
            yield [_named(wording, found, form)]
            wording.strike(*found.span(), "@")
    for found in _NUMERIC.finditer(wording.kinds):
        first, middle, last = (
            wording.number(at) for at in range(found.start(), found.start() + 5, 2)
        )
        if found.lastgroup == "ymd":
            yield [(first, middle, last, None)]
        elif found.lastgroup == "dmy":
            dotted = found[4] == "."  # CLDR knows no place that prints month.day.year
            yield (
                [(last, middle, first, None)]
                if dotted
                else [
                    (last, middle, first, "day-first"),
                    (last, first, middle, "month-first"),
                ]
            )
        else:
            yield _short(first, middle, last)
        wording.strike(*found.span(), "@")
        if found.lastgroup in ("ymd", "short"):
            _refuse_cut(wording, found.end())


def _named(
    wording: Wording, found: re.Match[str], form: str | None
) -> tuple[int, int, int, Order | None]:
    numbers = [at for at in range(*found.span()) if wording.kinds[at] in "12y"]
    if form is None:  # the year first
        numbers.reverse()
        _refuse_cut(wording, found.end())
    day, year = (wording.number(at) for at in numbers)
    return _whole_year(year) if year < 100 else year, _month(wording, found), day, None


def _refuse_cut(wording: Wording, end: int) -> None:
    """Refuses a day at the end whose second figure may stand apart: «2026-01-2 3»."""
    if _CUT.match(wording.kinds, end):
        raise Refused(Reason.STRAY)


def _month(wording: Wording, found: re.Match[str]) -> int:
    """The month that all names in a date mean."""
    months = {
        8 if wording.kinds[at] == "G" else wording.number(at)
        for at in range(*found.span())
        if wording.kinds[at] in "MG"
    }
    if len(months) > 1:
        raise Refused(Reason.CONTRADICTORY)
    return months.pop()


def _whole_year(two_digits: int) -> int:
    return two_digits + (1900 if two_digits >= _FIRST_YEAR - 1900 else 2000)


def _short(first: int, middle: int, last: int) -> _Read:
    """All that three pairs of figures may mean."""
    return [
        (_whole_year(last), middle, first, "day-first"),
        (_whole_year(last), first, middle, "month-first"),
        (_whole_year(first), middle, last, "year-first"),
    ]


def _without_year(wording: Wording, today: date | None) -> Iterator[_Read]:
    """Each date without a year, as the last such day before the fetch."""
    if "M" not in wording.kinds:
        return
    for found in _NO_YEAR.finditer(wording.kinds):
        names = {wording.tokens[at] for at in range(*found.span()) if wording.kinds[at] in "MG"}
        if not names.isdisjoint(_WORDS_OF_EVERY_DAY) or "x" in wording.kinds:
            continue
        if re.search(r"[34#yq]", wording.kinds):
            raise Refused(Reason.NO_YEAR)
        if today is None:
            raise Refused(Reason.NO_YEAR)
        day = next(wording.number(at) for at in range(*found.span()) if wording.kinds[at] in "12")
        month = _month(wording, found)
        wording.strike(*found.span(), "@")
        _refuse_cut(wording, found.end())
        yield [(_latest_year(month, day, today), month, day, None)]


def _latest_year(month: int, day: int, today: date) -> int:
    for year in (today.year + 1, today.year, today.year - 1):
        try:
            printed = date(year, month, day)
        except ValueError:
            continue
        if today - _NO_YEAR_REACH <= printed <= today + timedelta(days=1):
            return year
    raise Refused(Reason.NO_YEAR)


def _islamic(wording: Wording) -> Iterator[date | None]:
    """Each date of the Islamic calendar as Umm al-Qura has it, None for one without its year."""
    if "H" not in wording.kinds and "e" not in wording.kinds:
        return
    for found in _ISLAMIC.finditer(wording.kinds):
        at = range(*found.span())
        numbers = [wording.number(i) for i in at if wording.kinds[i] in "12q"]
        month = next((wording.number(i) for i in at if wording.kinds[i] == "H"), 0)
        form = found.lastgroup
        wording.strike(*found.span(), "@")
        if form == "dm":
            yield None
            continue
        if form == "ymd":
            numbers.reverse()
        day, year = numbers[0], numbers[-1]
        if year not in _ISLAMIC_YEARS:
            raise Refused(Reason.TOO_OLD if year < _ISLAMIC_YEARS[0] else Reason.TOO_FAR)
        try:
            islamic = Hijri(year, month or numbers[1], day).to_gregorian()
        except (ValueError, OverflowError) as error:
            raise Refused(Reason.IMPOSSIBLE) from error
        yield date(islamic.year, islamic.month, islamic.day)


def _possible(read: _Read) -> Iterator[Candidate]:
    """The days among what a date may mean."""
    candidates: list[Candidate] = []
    for year, month, day, order in read:
        try:
            candidates.append(Candidate(date(year, month, day), order))
        except ValueError:  # no such day
            continue
    if not candidates:
        raise Refused(Reason.IMPOSSIBLE)
    kept = set(in_range(one.day for one in candidates))
    return (one for one in candidates if one.day in kept)


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

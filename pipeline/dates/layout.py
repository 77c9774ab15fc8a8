"""Finds where the parts of a date stand in a wording, from the kinds of its words alone.

What the words mean is no matter here: «23 جانفي 2026 -- 12:33» and « 3 mai 2025 -- 09:05 »
have one layout, so that a layout is worked out once and remembered. Whatever has been found
is struck out before the next pattern is tried, and what is left over is judged at the end.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Final, Literal, NamedTuple

Form = Literal["day-month", "month-day", "year-first", "day-first", "short", "no-year"]


class DateAt(NamedTuple):
    """A date; places are indices into the wording."""

    form: Form
    #: in the order in which they stand
    figures: tuple[int, ...]
    #: names of its month, none if it is in figures
    months: tuple[int, ...]
    #: figures parted by dots
    dotted: bool = False


class ZoneAt(NamedTuple):
    """A zone beside a time or elsewhere."""

    kind: Literal["named", "place", "unknown", "offset"]
    #: of the name
    name: int
    #: + or -, for an offset or what is added to a name («GMT+1»)
    sign: int | None = None
    figures: tuple[int, ...] = ()
    #: hours and minutes are one figure (0100)
    packed: bool = False


class ClockAt(NamedTuple):
    """A time of day."""

    #: hour, minute, second, as far as they are printed
    figures: tuple[int, ...]
    half: int | None
    zone: ZoneAt | None
    #: no date stands before it
    leads: bool
    #: what is read as its offset may be the end of a span of time: 09:00-10:30
    doubtful: bool
    #: an hour with nothing to tell its half of the day but that it is past noon
    bare: bool


class AgoAt(NamedTuple):
    """A distance from the fetch."""

    #: (figure or None for one, unit), the finest unit last
    parts: tuple[tuple[int | None, int], ...]


@dataclass(frozen=True, slots=True)
class Layout:
    """Where everything stands."""

    dates: tuple[DateAt, ...]
    #: of the Islamic calendar
    islamic: tuple[DateAt, ...]
    #: a date of the Persian calendar is there
    persian: bool
    clocks: tuple[ClockAt, ...]
    agos: tuple[AgoAt, ...]
    weekdays: tuple[int, ...]
    #: «أمس», “today”
    days_ago: tuple[int, ...]
    #: halves of the day away from any time
    halves: tuple[int, ...]
    #: zones away from any time
    zones: tuple[ZoneAt, ...]
    #: «م» marks a year
    marked: bool
    #: something beside what was found may belong to it
    stray: bool
    #: something is there that only the time of the fetch makes whole
    relative: bool
    #: signs and words between figures: one that is a single character may stand within a figure
    odd: tuple[int, ...]


_FIGURE: Final = "[1234#yq]"
#: signs and single letters
_SIGNS: Final = r"[-/.,:+'();|XhT]*"
_MONTH: Final = r"\(?[MG]\)?(?:[-/|(,]{0,2}M\)?)?"  # «ديسمبر/كانون الأول», «أبريل (نيسان)»
_BETWEEN: Final = r"[-./,]{0,3}"
_YEAR: Final = r"y(?:[gm](?!\.[xX]))?"
_NAMED: Final = re.compile(
    rf"(?P<dmy>[12]o?{_BETWEEN}[fd]{{0,3}}{_MONTH}{_BETWEEN}[fd]{{0,3}}{_YEAR})"
    rf"|(?P<mdy>{_MONTH}[-.,/]{{0,3}}[12]o?[-.,/]{{0,3}}{_YEAR})"
    rf"|(?P<short>[12]o?{_BETWEEN}{_MONTH}[-./']{{0,2}}2(?![h:]|[^a-zA-Z@]{{0,2}}[1-4]|[XhT][1-4]))"
)
_NAMED_FORMS: Final[dict[str | None, Form]] = {"dmy": "day-month", "mdy": "month-day"}
_YEAR_NAMED: Final = re.compile(rf"y{_BETWEEN}{_MONTH}{_BETWEEN}[12]o?(?![h:])")
_NO_YEAR: Final = re.compile(rf"[12]o?[-.]?[fd]{{0,2}}{_MONTH}\.?|{_MONTH}\.?[12]o?(?![h:12])")
_NUMERIC: Final = re.compile(
    rf"(?P<ymd>y([-/.])[12]\2[12])|(?P<dmy>[12]([-/.])[12]\4{_YEAR})"
    rf"|(?P<short>[12]([-/.])[12]\6[12](?![hT]|{_SIGNS}(?:[34#yq]|[12](?![:h.]))))"
)
_NUMERIC_FORMS: Final[dict[str | None, Form]] = {"ymd": "year-first", "dmy": "day-first"}
_ISLAMIC: Final = re.compile(
    r"(?P<dmy>[12]o?[fd]{0,2}H[,.]?[fd]{0,2}q[,.]?e?)|(?P<mdy>H[12],?qe?)|(?P<dm>[12][fd]{0,2}He?(?![-/.,]*[1-4#yq]))"
    r"|(?P<ymd>q([-/.])[12]\5[12]e)|(?P<numeric>[12]([-/.])[12]\7qe)"
)
_ISLAMIC_FORMS: Final[dict[str | None, Form]] = {
    "dmy": "day-month",
    "mdy": "day-month",
    "dm": "no-year",
    "ymd": "year-first",
    "numeric": "day-first",
}
_PERSIAN: Final = re.compile(r"[12]Jq?|q[-/]?J[-/]?[12]")

# A lone م or ص is half of the day only when it is no initial: «12:54 م. بوزيد».
_HALF_WORD: Final = r"[ABm](?!\.[xX])"
_HALF: Final = rf"(?:{_HALF_WORD}|[ap]\.k\.?)"
_BEYOND: Final = rf"[-+](?:[4q]|[12]:2|[12])(?!{_SIGNS}{_FIGURE})"
_NAMED_ZONE: Final = rf"(?P<named>Q?Z)(?P<beyond>{_BEYOND})?|(?P<place>Ql|li)|(?P<unknown>Q[xXf])"
_OFFSET: Final = (
    r"(?P<offset>\+(?:[4q]|2:2)(?![:#1-4])|-4|(?<=:2:2)\+2(?![:#1-4Z]))"
    r"|(?P<doubtful>(?:-(?:2:2|2)|\+2)(?![:#1-4Z]))"
)
_BESIDE: Final = rf"[(,]?(?P<half>{_HALF})?\)?[(,]?"
_DOTTED: Final = r"[12]\.2(?![.0-9]|[-:][1-4])"
_CLOCK: Final = re.compile(
    r"(?<!\+)(?<!Z-)(?P<time>[12]:2(?::2(?P<fraction>[.,][1-4#y])?)?(?![:1]|[2-4#yq]:)[uh]?"
    rf"|[12]h2(?:U(?![1-4]))?|(?:(?<=[cU@])|(?<=@[-,|])){_DOTTED}[uh]?|{_DOTTED}(?:[uh]|(?=[(,]?{_HALF})))"
    rf"{_BESIDE}(?:{_NAMED_ZONE}|{_OFFSET})?"
)
_HOUR_ALONE: Final = re.compile(
    rf"(?P<time>(?:(?<=[ac@])|(?<=@,))[12]h|[12]u|[12][uh]?(?=[(,]?{_HALF})"
    rf"|(?P<bare>(?<=c)[12])){_BESIDE}(?:{_NAMED_ZONE})?"
)
_FAR_ZONE: Final = re.compile(_NAMED_ZONE)
#: « am 23. Januar » is no half of the day
_FAR_HALF: Final = re.compile(rf"{_HALF_WORD}(?<!B)|B(?!\.[xX]|W?[.,]*@)")

_MORE: Final = r"(?:[f,]?(?P<more>[12n]?)(?P<fine>[UhkdV]))?"
_AGO: Final = re.compile(
    rf"R[fx]?(?P<count>[1234n]?)(?P<unit>[UhkdV]){_MORE}"
    r"|(?P<count2>[1234na]|U(?=[Uh]))(?P<unit2>[Uhkc])"  # «an» of “an hour” is a year in French
    r"(?:[f,]?(?P<more2>[12n])(?P<fine2>[Uhk]))?[Gj]"
)

#: what may belong to a date (@), time (%), hour (&) or distance (=) that was found, and was not
_STRAY: Final = re.compile(
    rf"{_FIGURE}(?:[-/.,:+']*|[XhT]|{_SIGNS}:{_SIGNS})[@%&=]"
    rf"|{_FIGURE}\.?:{_SIGNS}{_FIGURE}|%\.?:{_SIGNS}[1234#yq%&]"
    rf"|[&=]f?{_SIGNS}{_FIGURE}|[12]f[12]U|{_FIGURE}{_SIGNS}&"
    rf"|@[/.:]+{_FIGURE}|@-+y|R[fd]?@"
    # the first day of several: «من 3 إلى 5 مارس»
    r"|[12]o?(?:r|f{1,2})@"
    rf"|[12]\.2|c{_FIGURE}|(?:[acf]|@,?)t"
    rf"|\+{_FIGURE}|%[^a-zA-Z]{{0,3}}[ap][^a-zA-Z]{{0,3}}k"
    # another date, cut
    r"|[12]o?[fd]{0,2}[MH]"
    # published on that day, updated at that time
    r"|@[^@%&]*L[^@%&]*[%&]|[%&][^@%&]*L[^@%&]*@"
)
_ODD: Final = re.compile(r"[123](?=[^-/.:,+'hT1234#yq][1234#yq])")
#: a day at the end of its date, whose second figure may stand apart: «2026-01-2 3»
_CUT: Final = re.compile(r"[-/.,'+]*[12](?![h:]|\.2u)")


@lru_cache(maxsize=4096)
def layout_of(kinds: str) -> Layout:
    """Where the parts of a date stand.

    Args:
        kinds: one letter a word, see `pipeline.dates.lexicon`; at most 200.
    """
    left = _Left(kinds)
    agos = tuple(left.agos())
    dates = (*left.named(), *left.numeric())
    islamic = tuple(left.islamic())
    persian = "J" in kinds and bool(left.struck(_PERSIAN, "@"))
    if not dates and not islamic and not persian:
        dates = tuple(left.without_year())
    clocks = tuple(left.clocks())
    stray = left.cut or _STRAY.search(left.kinds) is not None
    return Layout(
        dates=dates,
        islamic=islamic,
        persian=persian,
        clocks=clocks,
        agos=agos,
        weekdays=_all_of("W", kinds),
        days_ago=_all_of("D", kinds),
        halves=tuple(found.start() for found in _FAR_HALF.finditer(left.kinds)),
        zones=tuple(zone for found in _FAR_ZONE.finditer(left.kinds) if (zone := _zone(found))),
        marked=any(left.kinds[at] == "@" for at in _all_of("m", kinds)),
        relative=bool(agos) or "D" in kinds or any(at.form == "no-year" for at in dates),
        odd=tuple(found.end() for found in _ODD.finditer(kinds)),
        stray=stray,
    )


def _all_of(wanted: str, kinds: str) -> tuple[int, ...]:
    """Where words of one kind stand."""
    return tuple(at for at, kind in enumerate(kinds) if kind == wanted) if wanted in kinds else ()


class _Left:
    """What is left of the kinds while parts are found and struck out."""

    def __init__(self, kinds: str) -> None:
        self.kinds = kinds
        self.cut = False

    def struck(self, pattern: re.Pattern[str], mark: str) -> list[re.Match[str]]:
        """Every match, each put out of the way of later patterns."""
        every = list(pattern.finditer(self.kinds))
        for found in every:
            self._strike(found, mark)
        return every

    def _strike(self, found: re.Match[str], mark: str) -> None:
        start, end = found.span()
        self.kinds = f"{self.kinds[:start]}{mark * (end - start)}{self.kinds[end:]}"

    def agos(self) -> Iterator[AgoAt]:
        if not {"R", "G", "j"}.isdisjoint(self.kinds):
            for found in self.struck(_AGO, "="):
                suffix = "" if found["unit"] else "2"
                parts = [_part(found, "count" + suffix, "unit" + suffix)]
                if found["fine" + suffix]:
                    parts.append(_part(found, "more" + suffix, "fine" + suffix))
                yield AgoAt(tuple(parts))

    def named(self) -> Iterator[DateAt]:
        """Dates with the name of their month and a year."""
        if {"M", "G"}.isdisjoint(self.kinds):
            return
        for found in _NAMED.finditer(self.kinds):
            # «23 Jan 26» may be of 2023: only a day of the week can tell
            if found.lastgroup != "short" or "W" in self.kinds:
                self._strike(found, "@")
                form = _NAMED_FORMS.get(found.lastgroup, "short")
                yield DateAt(form, _places(found, "12y"), _places(found, "MG"))
        for found in self.struck(_YEAR_NAMED, "@"):
            self._mind_the_cut(found)
            yield DateAt("year-first", _places(found, "12y"), _places(found, "MG"))

    def numeric(self) -> Iterator[DateAt]:
        for found in self.struck(_NUMERIC, "@"):
            form = _NUMERIC_FORMS.get(found.lastgroup, "short")
            if form != "day-first":
                self._mind_the_cut(found)
            figures = tuple(range(found.start(), found.start() + 5, 2))
            yield DateAt(form, figures, (), dotted="." in (found[4], found[6]))

    def islamic(self) -> Iterator[DateAt]:
        if not {"H", "e"}.isdisjoint(self.kinds):
            for found in self.struck(_ISLAMIC, "@"):
                form = _ISLAMIC_FORMS[found.lastgroup]
                yield DateAt(form, _places(found, "12q"), _places(found, "H"))

    def without_year(self) -> Iterator[DateAt]:
        if "M" in self.kinds and {"x", "r"}.isdisjoint(self.kinds):
            for found in self.struck(_NO_YEAR, "@"):
                self._mind_the_cut(found)
                self.cut = self.cut or not set("34#yq").isdisjoint(self.kinds)
                yield DateAt("no-year", _places(found, "12"), _places(found, "MG"))

    def clocks(self) -> Iterator[ClockAt]:
        dated = self.kinds.find("@")
        every = self.struck(_CLOCK, "%") or self.struck(_HOUR_ALONE, "&")
        for found in every:
            end = found.end("time") - (2 if found.re is _CLOCK and found["fraction"] else 0)
            yield ClockAt(
                figures=tuple(at for at in range(found.start(), end) if found.string[at] in "12"),
                half=found.start("half") if found["half"] else None,
                zone=_zone(found),
                leads=dated < 0 or found.start() < dated,
                doubtful=found.re is _CLOCK
                and found["doubtful"] is not None
                and found.string[: found.start()][-1:] != "T",
                bare=found.re is _HOUR_ALONE and found["bare"] is not None,
            )

    def _mind_the_cut(self, found: re.Match[str]) -> None:
        self.cut = self.cut or _CUT.match(self.kinds, found.end()) is not None


def _places(found: re.Match[str], kinds: str) -> tuple[int, ...]:
    """Where in a match words of these kinds stand."""
    return tuple(at for at in range(*found.span()) if found.string[at] in kinds)


def _part(found: re.Match[str], count: str, unit: str) -> tuple[int | None, int]:
    counted = found[count] and found[count] not in "aU"
    return found.start(count) if counted else None, found.start(unit)


def _zone(found: re.Match[str]) -> ZoneAt | None:
    """What `_NAMED_ZONE` or `_OFFSET` found."""
    if found["unknown"]:
        return ZoneAt("unknown", found.start("unknown"))
    if found["place"]:
        at = found.start("place")
        return ZoneAt("place", at + 1 if found.string[at] == "Q" else at)
    if found["named"]:
        at = found.end("named") - 1
        return (
            _offset(found, "beyond", ZoneAt("named", at))
            if found["beyond"]
            else ZoneAt("named", at)
        )
    for group in ("offset", "doubtful"):
        if group in found.re.groupindex and found[group]:
            return _offset(found, group, ZoneAt("offset", found.start(group)))
    return None


def _offset(found: re.Match[str], group: str, zone: ZoneAt) -> ZoneAt:
    start, end = found.span(group)
    return zone._replace(
        sign=start,
        figures=tuple(range(start + 1, end, 2)),
        packed=found.string[start + 1] in "4q",
    )

"""The short way to a stamp: reads a text with one date in full, at most one time, and no doubt.

Most texts are such. What is answered here `pipeline.dates.printed` answers too, in several
times the steps; what is not answered is its matter, and so is every refusal.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from functools import lru_cache
from operator import itemgetter
from typing import Final, NamedTuple, cast

from pipeline.dates.calendar import FIRST_YEAR, LAST_YEAR, MONTHS, order_of
from pipeline.dates.clock import clock_of
from pipeline.dates.layout import ClockAt, Layout, layout_of
from pipeline.dates.lexicon import NUMBERS
from pipeline.dates.refusals import Refused
from pipeline.dates.wording import Wording
from pipeline.dates.zones import AHEAD, Wall, Zone, in_zone
from pipeline.records import Precision, Stamp

_FINENESS: Final = {3: Precision.DAY, 5: Precision.MINUTE, 6: Precision.SECOND}
_number: Final = NUMBERS.__getitem__
_wall: Final = cast("Callable[[Iterable[int]], Wall]", tuple)


class Plain(NamedTuple):
    """Where the parts of the date and of its time stand; places are indices into the wording."""

    #: takes from the words year, month and day, and hour, minute and second as far as printed
    parts: Callable[[Sequence[str]], tuple[str, ...]]
    #: the precision that they have
    precision: Precision
    #: further names of the month
    months: tuple[int, ...]
    weekdays: tuple[int, ...]
    #: it is in figures, of which the month may as well come first
    reversible: bool
    #: signs and words that may stand within a figure
    odd: tuple[int, ...]
    #: a time with more to it than figures, which `parts` leaves out
    clock: ClockAt | None
    layout: Layout


@lru_cache(maxsize=4096)
def plain_of(kinds: str) -> Plain | None:
    """Where the parts stand, None if there is more to weigh; of the kinds of a wording."""
    layout = layout_of(kinds)
    if (
        (layout.stray or layout.islamic or layout.agos)
        or (len(layout.dates) != 1 or len(layout.clocks) > 1)
        or layout.dates[0].form in ("short", "no-year")
    ):
        return None
    date, clock = layout.dates[0], next(iter(layout.clocks), None)
    figures = date.figures[::-1] if date.form == "year-first" else date.figures
    months = date.months or figures[1:2]
    time: tuple[int, ...] = ()
    if clock and _is_simple(clock, layout):
        time, clock = clock.figures, None
    return Plain(
        parts=itemgetter(figures[-1], months[0], figures[0], *time),
        precision=_FINENESS[3 + len(time)],
        months=months[1:],
        weekdays=layout.weekdays,
        reversible=date.form == "day-first" and not date.dotted,
        odd=layout.odd,
        clock=clock,
        layout=layout,
    )


def _is_simple(clock: ClockAt, layout: Layout) -> bool:
    """Whether a time is its figures and nothing else."""
    return (
        len(clock.figures) > 1
        and clock.half is None
        and clock.zone is None
        and not (clock.doubtful or clock.bare or (layout.marked and clock.leads))
        and not (layout.halves or layout.zones)
    )


def plain_stamp(
    wording: Wording, plain: Plain, zone: Zone, language: str | None, fetched_at: datetime | None
) -> Stamp | None:
    """The stamp of a plain text; None where there is more to it.

    Args:
        wording: the text's.
        plain: of the wording's kinds.
        zone: of the source.
        language: BCP 47, or None.
        fetched_at: aware, or None.
    """
    # all at once: to ask a named tuple for each by its name takes longer than to use them
    _, tokens, _ = wording
    parts, precision, months, weekdays, reversible, odd, clock, layout = plain
    wall = _wall(map(_number, parts(tokens)))
    year, month, day = wall[:3]
    if not FIRST_YEAR <= year <= LAST_YEAR or (odd and wording.is_cut(odd)):
        return None
    if reversible and day <= MONTHS and not _prints_day_first(wording, language):
        return None
    if months and any(NUMBERS[tokens[at]] != month for at in months):
        return None
    try:
        if clock:
            hour, minute, second, printed = clock_of(wording, layout, clock)
            wall = (year, month, day, hour, minute, second or 0)
            precision = Precision.MINUTE if second is None else Precision.SECOND
            zone = zone if printed is None else printed
        at = in_zone(wall, zone)
    except (ValueError, Refused):
        return None
    for weekday in weekdays:
        if NUMBERS[tokens[weekday]] != at.weekday() or at.day != day:
            return None
    if fetched_at and at.year >= fetched_at.year and at - fetched_at > AHEAD:
        return None
    return Stamp(at, precision)


def _prints_day_first(wording: Wording, language: str | None) -> bool:
    order = order_of(language)
    return order == "day-first" or (order is None and wording.shows_day_first())

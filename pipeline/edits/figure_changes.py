"""Which figures of a sentence changed, and which are only written in another way.

A figure is the same one where it counts the same thing, or stands in the same place: «12 قتيلا
و15 جريحا» and «15 قتيلا و12 جريحا» hold the same numbers and say something else.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from pipeline.edits.hunks import Comparison
from pipeline.edits.joined import bare
from pipeline.edits.misspelt import is_misspelt
from pipeline.edits.number_words import NAMED_BY_PLACE, TIME_UNITS, UNITS
from pipeline.edits.numbers import DAYS, Figure, figures, may_count
from pipeline.edits.spelling import same_word
from pipeline.edits.words import Word

#: figures are looked for elsewhere in the sentence while there are no more pairs than this
_MOST_PAIRS: Final = 40_000
#: words of a change among which a mistyped figure is looked for
_MOST_ACROSS: Final = 12
#: figures that can change places
_LEAST_EXCHANGED: Final = 2
#: of a month
_LAST_DAY: Final = 31
#: beside a unit that stands for one
_WHOLE: Final = frozenset({"كامل", "كامله", "كاملا"})
#: what a singular says by itself
_ONE: Final = frozenset({"واحد", "واحده", "واحدا"})


@dataclass(frozen=True, slots=True)
class FigureChanges:
    """The figures of two versions of a sentence, set side by side."""

    #: pairs that say the same in other words or signs
    rewritten: tuple[tuple[Figure, Figure], ...]
    #: without a counterpart, before and after
    gone: tuple[Figure, ...]
    come: tuple[Figure, ...]


def figure_changes(compared: Comparison) -> FigureChanges:
    """Sets the figures of two versions of a sentence side by side."""
    before = list(figures(compared.before.words, compared.before.tail))
    after = list(figures(compared.after.words, compared.after.tail))
    if before and after and (exchange := _exchanged(compared, before, after)):
        return exchange
    place = dict(compared.equal)
    hunk_of_old = {at: n for n, h in enumerate(compared.hunks) for at in range(h.i, h.i_end)}
    hunk_of_new = {at: n for n, h in enumerate(compared.hunks) for at in range(h.j, h.j_end)}

    def counting_the_same(one: Figure, other: Figure) -> bool:
        if one.counted == other.counted != "":
            return True
        return one.unit == other.unit != "" and not exchanged(one, other)

    def exchanged(one: Figure, other: Figure) -> bool:
        """«3 أسابيع … عاما», «عاما … 3 أسابيع»: a measure that changed places with another."""
        went, came = hunk_of_old.get(one.start), hunk_of_new.get(other.start)
        return (
            None not in (went, came)
            and went != came
            and all(
                any(_measures(word) for word in _across(compared, figure, side=side))
                for figure, side in ((one, 0), (other, 1))
            )
        )

    def in_one_change(one: Figure, other: Figure) -> bool:
        old = {hunk_of_old.get(at) for at in range(one.start, one.end)} - {None}
        return bool(old & {hunk_of_new.get(at) for at in range(other.start, other.end)})

    def the_only_ones(one: Figure, other: Figure) -> bool:
        return len(before) == len(after) == 1 and not exchanged(one, other)

    rewritten: list[tuple[Figure, Figure]] = []
    starts = {figure.start: figure for figure in after}
    for one in list(before):
        other = starts.get(place.get(one.start, -1))
        if other is not None and one.same(other):
            before.remove(one)
            after.remove(other)
            rewritten.append((one, other))

    def moved_day(one: Figure, other: Figure) -> bool:
        return one.value[0] in DAYS

    rules: list[Callable[[Figure, Figure], bool]]
    rules = [counting_the_same, in_one_change, the_only_ones]
    if _days(before) == _days(after):  # «أعلن أمس الوزير», «أعلن الوزير أمس»
        rules.append(moved_day)
    for alike in rules if len(before) * len(after) <= _MOST_PAIRS else ():
        for pair in list(_pairs(before, after, alike)):
            rewritten.append(pair)
    rewritten += _same_dates(before, after)
    rewritten += [(one, other) for other, one in _same_dates(after, before)]
    before, after = _without_lone_one(compared, before, 0), _without_lone_one(compared, after, 1)
    gone = [
        one
        for one in before
        if not _mistyped(compared.before.words, one, _across(compared, one, side=0))
        and not (_names(compared.before.words, one) and not _places(after))
    ]
    come = [
        one
        for one in after
        if not _mistyped(compared.after.words, one, _across(compared, one, side=1))
        and not (_names(compared.after.words, one) and not _places(before))
    ]
    return FigureChanges(tuple(rewritten), tuple(gone), tuple(come))


def _exchanged(
    compared: Comparison, before: list[Figure], after: list[Figure]
) -> FigureChanges | None:
    """Figures that changed places while the words around them stayed; None where none did.

    «10 دنانير والتلميذ 15 دينارا», «15 دينارا والتلميذ 10 دنانير»; «ساعة» is one too.
    """
    old, new = compared.before.words, compared.after.words
    told = _day_first(_with_bare_units(old, before))
    tells = _day_first(_with_bare_units(new, after))
    if len(told) != len(tells) or len(told) < _LEAST_EXCHANGED:
        return None
    worth = [sorted((one.value, one.unit) for one in group) for group in (told, tells)]
    if worth[0] != worth[1] or _frame(old, told) != _frame(new, tells):
        return None
    pairs = list(zip(told, tells, strict=True))
    if all(one.same(other) for one, other in pairs):
        return None
    return FigureChanges(
        tuple(pair for pair in pairs if pair[0].same(pair[1])),
        tuple(one for one, other in pairs if not one.same(other)),
        tuple(other for one, other in pairs if not one.same(other)),
    )


def _with_bare_units(words: Sequence[Word], group: Sequence[Figure]) -> list[Figure]:
    """Figures and, between them, units that stand for one of themselves: «ساعة كاملة»."""
    taken = {at for one in group for at in range(one.start, one.end)}
    bare_ones = [
        Figure(("n", 1.0), UNITS[word.key], at, at + 1)
        for at, word in enumerate(words)
        if at not in taken and word.key in TIME_UNITS
    ]
    return sorted((*group, *bare_ones), key=lambda one: one.start)


def _day_first(group: list[Figure]) -> list[Figure]:
    """The day right behind a month goes before it: "May 5" and "5 May" are one."""
    ordered = list(group)
    for at, (month, day) in enumerate(pairwise(group)):
        if month.value[0] == "month" and month.end == day.start and _is_day(day):
            ordered[at : at + 2] = [day, month]
    return ordered


def _is_day(figure: Figure) -> bool:
    kind, worth, *_ = figure.value
    return kind == "n" and isinstance(worth, float) and worth <= _LAST_DAY


def _frame(words: Sequence[Word], group: Sequence[Figure]) -> list[str]:
    """The words of a sentence with a blank for each figure."""
    begins = {one.start for one in group}
    within = {at for one in group for at in range(one.start + 1, one.end)}
    return [
        "" if at in begins else word.key
        for at, word in enumerate(words)
        if at not in within and word.key not in _WHOLE
    ]


def _measures(word: Word) -> bool:
    return not UNITS.keys().isdisjoint(bare(word.key))


def _same_dates(digits: list[Figure], words: list[Figure]) -> list[tuple[Figure, Figure]]:
    """Takes out of both lists the dates that one writes in digits alone: «3/1», «3 يناير»."""
    if len(digits) * len(words) > _MOST_PAIRS:
        return []
    found: list[tuple[Figure, Figure]] = []
    for one in [figure for figure in digits if figure.value[0] == "parts"]:
        said = [("month" if at == 1 else "n", part) for at, part in enumerate(one.value[1:])]
        for at in range(len(words) - len(said) + 1):
            run = words[at : at + len(said)]
            follow = all(two.start == first.end for first, two in pairwise(run))
            if len(run) > 1 and follow and [figure.value for figure in run] == said:
                digits.remove(one)
                del words[at : at + len(said)]
                found.append((one, Figure(one.value, "", run[0].start, run[-1].end)))
                break
    return found


def _without_lone_one(compared: Comparison, group: list[Figure], side: int) -> list[Figure]:
    """Without «واحد» that a unit in the singular got or lost: «لمدة عام [واحد]»."""
    words = (compared.before if side == 0 else compared.after).words
    return [
        figure
        for figure in group
        if not (
            figure.value == ("n", 1.0)
            and figure.start
            and not UNITS.keys().isdisjoint(bare(words[figure.start - 1].key))
            and words[figure.start].key in _ONE
            and not _across(compared, figure, side=side)
        )
    ]


def _names(words: Sequence[Word], figure: Figure) -> bool:
    """Whether an ordinal is of a name: «القناة الأولى» came and went as a channel does."""
    before = words[figure.start - 1].key if figure.start else ""
    return figure.value[0] == "place" and not NAMED_BY_PLACE.isdisjoint(bare(before))


def _places(group: Sequence[Figure]) -> bool:
    return any(figure.value[0] == "place" for figure in group)


def _days(group: Sequence[Figure]) -> list[tuple[str | float, ...]]:
    return [figure.value for figure in group if figure.value[0] in DAYS]


def _across(compared: Comparison, figure: Figure, *, side: int) -> Sequence[Word]:
    """The words that stand in the other version where a figure stood."""
    for hunk in compared.hunks:
        if side == 0 and hunk.i <= figure.start < hunk.i_end:
            return compared.after.words[hunk.j : hunk.j_end]
        if side == 1 and hunk.j <= figure.start < hunk.j_end:
            return compared.before.words[hunk.i : hunk.i_end]
    return ()


def _mistyped(words: Sequence[Word], figure: Figure, across: Sequence[Word]) -> bool:
    """Whether a figure is only a mistyped word of the other version: «الأاولى», «الأولى»."""
    one = words[figure.start]
    return figure.end - figure.start == 1 and any(
        not may_count(word) and (same_word(one.key, word.key) or is_misspelt(one, word))
        for word in across[:_MOST_ACROSS]
    )


def _pairs(
    before: list[Figure], after: list[Figure], alike: Callable[[Figure, Figure], bool]
) -> Iterator[tuple[Figure, Figure]]:
    """Takes out of both lists the pairs of equal figures that a rule puts together."""
    for one in list(before):
        other = next((two for two in after if one.same(two) and alike(one, two)), None)
        if other is not None:
            before.remove(one)
            after.remove(other)
            yield one, other

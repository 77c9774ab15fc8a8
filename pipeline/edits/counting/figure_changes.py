"""Which figures of a sentence changed, and which are only written in another way.

A figure is the same one where it counts the same thing, or stands in the same place: «12 قتيلا
و15 جريحا» and «15 قتيلا و12 جريحا» hold the same numbers and say something else.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise, product
from typing import Final

from pipeline.edits.common_words import is_common
from pipeline.edits.counting.figure import Figure
from pipeline.edits.counting.number_words import LAST_DAY, NAMED_BY_PLACE, TIME_UNITS, UNITS
from pipeline.edits.counting.numbers import DAYS, figures_and_faint, may_count
from pipeline.edits.hunks import Comparison
from pipeline.edits.joined import bare
from pipeline.edits.mending.misspelt import is_misspelt
from pipeline.edits.mending.spelling import same_word
from pipeline.edits.sourcing.speech import keys
from pipeline.edits.words import Word

#: figures are looked for elsewhere in the sentence while there are no more pairs than this
_MOST_PAIRS: Final = 40_000
#: words of a change among which a mistyped figure is looked for
_MOST_ACROSS: Final = 12
#: figures that can change places
_LEAST_EXCHANGED: Final = 2
#: faint figures that are looked at together
_MOST_FAINT: Final = 16
#: what joins the ends of a range, or both sides' goals, in words
_JOINING: Final = keys("إلى و مقابل ل حتى to and à au et against contre")
#: words between such numbers: «5 [أشخاص إلى] 7»
_MOST_JOINING: Final = 2
#: of a value that has two parts, with its sort
_TWO_PARTS: Final = 3
#: beside a unit that stands for one
_WHOLE: Final = frozenset({"كامل", "كامله", "كاملا"})
#: what a singular says by itself
_ONE: Final = keys("واحد واحدة واحدا")
#: beside which «واحد» says more than its noun
_ANY: Final = keys("أي أية كل بعض")
#: what a dual does
_TWO: Final = keys("اثنان اثنين اثنتان اثنتين")


@dataclass(frozen=True, slots=True)
class FigureChanges:
    """The figures of two versions of a sentence, set side by side."""

    #: pairs that say the same in other words or signs
    rewritten: tuple[tuple[Figure, Figure], ...]
    #: without a counterpart, before and after
    gone: tuple[Figure, ...]
    come: tuple[Figure, ...]


@dataclass(frozen=True, slots=True)
class _Changes:
    """Two versions of a sentence, and in which change each of the words that differ stands."""

    compared: Comparison
    of_old: Mapping[int, int]
    of_new: Mapping[int, int]

    def exchanged(self, one: Figure, other: Figure) -> bool:
        """«3 أسابيع … عاما», «عاما … 3 أسابيع»: a measure that changed places with another."""
        went, came = self.of_old.get(one.start), self.of_new.get(other.start)
        return (
            None not in (went, came)
            and went != came
            and all(
                any(_measures(word) for word in _across(self.compared, figure, side=side))
                for figure, side in ((one, 0), (other, 1))
            )
        )

    def count_the_same(self, one: Figure, other: Figure) -> bool:
        if one.counted == other.counted != "":
            return True
        return one.unit == other.unit != "" and not self.exchanged(one, other)

    def are_one(self, one: Figure, other: Figure) -> bool:
        """Whether two figures stand in one change."""
        old = {self.of_old.get(at) for at in range(one.start, one.end)} - {None}
        return bool(old & {self.of_new.get(at) for at in range(other.start, other.end)})


def figure_changes(compared: Comparison) -> FigureChanges:
    """Sets the figures of two versions of a sentence side by side."""
    every = figures_and_faint(compared.before.words, compared.before.tail)
    again = figures_and_faint(compared.after.words, compared.after.tail)
    before = [one for one in every if not one.faint]
    after = [one for one in again if not one.faint]
    if before and after and (exchange := _exchanged(compared, before, after)):
        return exchange
    changes = _changes(compared)
    # those that stayed are no figures
    faint = [one for one in every if one.faint and one.start in changes.of_old]
    faint_again = [one for one in again if one.faint and one.start in changes.of_new]
    rewritten = _in_place(compared, before, after)
    rewritten += _elsewhere(changes, before, after)
    rewritten += _of_many(compared, before, after)
    rewritten += _beside_faint(before, after, faint, faint_again)
    put_for = _put_for_faint(changes, (*before, *faint), (*after, *faint_again))
    before += dict.fromkeys(one for one, _ in put_for if one.faint)
    after += dict.fromkeys(other for _, other in put_for if other.faint)
    before, after = _without_lone_one(compared, before, 0), _without_lone_one(compared, after, 1)
    return FigureChanges(
        tuple(rewritten),
        _counting(compared, before, after, side=0),
        _counting(compared, after, before, side=1),
    )


def _changes(compared: Comparison) -> _Changes:
    return _Changes(
        compared,
        {at: n for n, hunk in enumerate(compared.hunks) for at in range(hunk.i, hunk.i_end)},
        {at: n for n, hunk in enumerate(compared.hunks) for at in range(hunk.j, hunk.j_end)},
    )


def _in_place(
    compared: Comparison, before: list[Figure], after: list[Figure]
) -> list[tuple[Figure, Figure]]:
    """Takes out of both lists the figures of which the first word stayed."""
    place = dict(compared.equal)
    starts = {figure.start: figure for figure in after}
    found: list[tuple[Figure, Figure]] = []
    for one in list(before):
        other = starts.get(place.get(one.start, -1))
        if other is not None and (one.same(other) or _stayed(one, other, place)):
            before.remove(one)
            after.remove(other)
            found.append((one, other))
    return found


def _elsewhere(
    changes: _Changes, before: list[Figure], after: list[Figure]
) -> list[tuple[Figure, Figure]]:
    """Takes out of both lists the equal figures that count, or date, the same elsewhere."""

    def the_only_ones(one: Figure, other: Figure) -> bool:
        return len(before) == len(after) == 1 and not changes.exchanged(one, other)

    rules: list[Callable[[Figure, Figure], bool]]
    rules = [changes.count_the_same, changes.are_one, the_only_ones]
    if _days(before) == _days(after):  # «أعلن أمس الوزير», «أعلن الوزير أمس»
        rules.append(_dates)
    few = len(before) * len(after) <= _MOST_PAIRS
    return [pair for alike in rules if few for pair in list(_pairs(before, after, alike))]


def _dates(one: Figure, _other: Figure) -> bool:
    return one.value[0] in DAYS


def _of_many(
    compared: Comparison, before: list[Figure], after: list[Figure]
) -> list[tuple[Figure, Figure]]:
    """Takes out of both lists what is one figure in one version and several in the other."""
    found = _same_dates(before, after)
    found += [(one, other) for other, one in _same_dates(after, before)]
    found += _same_ranges(compared.after.words, before, after)
    found += [(one, other) for other, one in _same_ranges(compared.before.words, after, before)]
    return found


def _beside_faint(
    before: list[Figure], after: list[Figure], faint: list[Figure], faint_again: list[Figure]
) -> list[tuple[Figure, Figure]]:
    """Takes out of the lists the figures that a faint one of the other version says as well."""
    if max(len(before) * len(faint_again), len(faint) * len(after)) > _MOST_PAIRS:
        return []
    return [*_pairs(before, faint_again, _anyhow), *_pairs(faint, after, _anyhow)]


def _put_for_faint(
    changes: _Changes, before: Sequence[Figure], after: Sequence[Figure]
) -> list[tuple[Figure, Figure]]:
    """Pairs that say another where one is faint: «أول مرة», «للمرة الثانية»; «أحدهما», «كلاهما»."""
    return [
        (one, other)
        for one, other in product(_first(before), _first(after))
        if (one.faint or other.faint) and one.value[0] == other.value[0]
        if changes.are_one(one, other) and not one.same(other)
    ]


def _first(group: Sequence[Figure]) -> list[Figure]:
    """So many firm and so many faint ones of a group as are looked at."""
    firm = [one for one in group if not one.faint]
    faint = [one for one in group if one.faint]
    return [*firm[:_MOST_FAINT], *faint[:_MOST_FAINT]]


def _counting(
    compared: Comparison, group: Sequence[Figure], others: Sequence[Figure], *, side: int
) -> tuple[Figure, ...]:
    """The figures of a group that are neither mistyped words nor of a name."""
    words = (compared.before if side == 0 else compared.after).words
    return tuple(
        one
        for one in group
        if not _mistyped(words, one, _across(compared, one, side=side))
        and not (_names(words, one) and not _places(others))
    )


def _stayed(one: Figure, other: Figure, place: Mapping[int, int]) -> bool:
    """Whether words that stayed are only read as another sort: « [untill] noon », "until noon"."""
    stayed = [place.get(at) for at in range(one.start, one.end)]
    same = stayed == list(range(other.start, other.end))
    return same and one.value[0] != other.value[0]


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
    for at in range(2, len(ordered)):  # «12 مارس [الأربعاء]»
        day, month, weekday = ordered[at - 2 : at + 1]
        dated = month.value[0] == "month" and _is_day(day) and month.end == weekday.start
        if dated and weekday.value[0] == "weekday":
            ordered[at - 2 : at + 1] = [weekday, day, month]
    return ordered


def _is_day(figure: Figure) -> bool:
    kind, worth, *_ = figure.value
    return kind == "n" and isinstance(worth, float) and worth <= LAST_DAY


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


def _anyhow(_one: Figure, _other: Figure) -> bool:
    return True


def _same_ranges(
    words: Sequence[Word], joined: list[Figure], apart: list[Figure]
) -> list[tuple[Figure, Figure]]:
    """Takes out of both lists what a dash joins, and two numbers that words do: «5-7», «5 إلى 7».

    Args:
        words: of the sentence that holds the numbers apart.
        joined: figures of the other one.
        apart: of this one.
    """
    if len(joined) * len(apart) > _MOST_PAIRS:
        return []
    found: list[tuple[Figure, Figure]] = []
    for one in [figure for figure in joined if len(figure.value) == _TWO_PARTS]:
        for first, last in pairwise(apart):
            told = (first.value, last.value) == (("n", one.value[1]), ("n", one.value[2]))
            if one.value[0] == "parts" and told and _joins(words[first.end : last.start]):
                joined.remove(one)
                apart.remove(first)
                apart.remove(last)
                found.append((one, Figure(one.value, last.unit, first.start, last.end)))
                break
    return found


def _joins(between: Sequence[Word]) -> bool:
    """Whether words between two numbers only join them: «5 [إلى] 7», « 2 [à] 1 »."""
    return 0 < len(between) <= _MOST_JOINING and any(word.key in _JOINING for word in between)


def _without_lone_one(compared: Comparison, group: list[Figure], side: int) -> list[Figure]:
    """Without what a noun says by itself and got or lost: «عام [واحد]», «جنديان [اثنان]»."""
    words = (compared.before if side == 0 else compared.after).words
    changed = (
        compared.before.keys[hunk.i : hunk.i_end] + compared.after.keys[hunk.j : hunk.j_end]
        for hunk in compared.hunks
    )
    if any(not _ANY.isdisjoint(some) for some in changed):
        return group  # «أي دور», «دور واحد»
    return [
        figure
        for figure in group
        if not (_says_again(words, figure) and not _across(compared, figure, side=side))
    ]


def _says_again(words: Sequence[Word], figure: Figure) -> bool:
    """Whether a number only says how many its noun says by its form: «شخص [واحد]»."""
    if not figure.start or figure.end - figure.start > 1 or words[figure.start].gap:
        return False
    noun, said = words[figure.start - 1].key, words[figure.start].key
    if figure.value == ("n", 1.0):
        return said.removeprefix("ال") in _ONE and not is_common(noun)
    return figure.value == ("n", 2.0) and said in _TWO and noun.endswith(("ان", "ين"))


def _names(words: Sequence[Word], figure: Figure) -> bool:
    """Whether an ordinal is of a name: «القناة الأولى» came and went as a channel does."""
    before = words[figure.start - 1].key if figure.start else ""
    return figure.value[0] == "place" and not NAMED_BY_PLACE.isdisjoint(bare(before))


def _places(group: Sequence[Figure]) -> bool:
    return any(figure.value[0] == "place" for figure in group)


def _days(group: Sequence[Figure]) -> list[tuple[str | float, ...]]:
    days = [figure.value for figure in group if figure.value[0] in DAYS]
    return sorted(days, key=lambda value: str(value[0]))  # «الأربعاء 12 مارس», «12 مارس الأربعاء»


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

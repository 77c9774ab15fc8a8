"""Tells which figures of a sentence changed, and claims them with the words that go with them."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from itertools import product
from typing import Final

from rapidfuzz.distance import OSA

from config.edit_kinds import EditKind
from pipeline.edits.common_words import is_common
from pipeline.edits.counting.duals import is_dual_of
from pipeline.edits.counting.figure import Figure
from pipeline.edits.counting.figure_changes import figure_changes
from pipeline.edits.counting.number_words import BEFORE_TEN, HUNDREDS, PERCENT, SCALES, TENS, UNITS
from pipeline.edits.counting.numbers import DAYS, attends, may_count
from pipeline.edits.counting.periods import period, turn
from pipeline.edits.hunks import Hunk
from pipeline.edits.joined import PREFIXES, bare
from pipeline.edits.judging.pair import MOST_ATTENDING, Pair
from pipeline.edits.mending.misspelt import is_misspelt
from pipeline.edits.sourcing.speech import keys
from pipeline.edits.words import MARK, Sentence, Word

#: sorts of figures that are numbers in words, and no names of days; an hour with its minutes too
_COUNTING: Final = frozenset({"n", "place", "parts"})
#: words of a change that are looked at for periods
_MOST_PERIODS: Final = 40
#: of them, so many that say which week or month it is
_MOST_TURNS: Final = 8
#: letters of what may only be a unit written short
_LEAST_MEASURE: Final = 3
#: words between a number and its unit
_NEAR: Final = 2
#: pairs of words of a change that are looked at for two forms of a noun
_MOST_FORMS: Final = 64
_WHOLE: Final = keys("كامل كاملة كاملا")
#: before a number in words, where it is more than «و»
_PREPOSITIONS: Final = frozenset("بلك")
#: counts nothing until another number is put for it
_ONE: Final = keys("one un une واحد واحدة a an")
#: before digits, of what is joined to them: «بالـ»
_TATWEEL: Final = "\u0640"
_LONGEST_JOINED: Final = 3
#: whose plural is of another root
_WOMEN: Final = keys("امرأة نساء")
#: what tells the other side's goals: «دون رد», «مقابل هدف»
_OF_SCORES: Final = keys("دون بدون رد مقابل هدف لهدف لصفر نظيفة نظيف كاملة لمثله لمثلهما")
#: written on to digits
_ORDINAL: Final = keys("e er ère ème è st nd rd th")
_COUNTS: Final = frozenset().union(BEFORE_TEN, TENS, HUNDREDS, SCALES)
#: letters in which two forms of a number in words differ
_FORMS: Final = 2
#: letters of a word whose «و» may be its own: «ورد»
_SHORT: Final = 3
#: letters that change between the forms of a noun
_WEAK: Final = frozenset("اويهء")


def look_at_figures(pair: Pair, clauses: Collection[Hunk]) -> set[Hunk]:
    """Tells and claims the figures that changed; returns the changes that hold one.

    Args:
        pair: under judgement.
        clauses: changes that are statements of their own, whose figures are none.
    """
    changes = figure_changes(pair.compared)
    for one, other in changes.rewritten:
        if not _measures_otherwise(pair, one, other, clauses):
            _claim_rewritten(pair, one, other)
    _look_at_turns(pair, clauses)
    holding: dict[Hunk | None, tuple[list[Figure], list[Figure]]] = {}
    for side, group in ((0, changes.gone), (1, changes.come)):
        for figure in group:
            holding.setdefault(_hunk_of(pair, figure, side), ([], []))[side].append(figure)
    told: set[Hunk] = set()
    for hunk, (gone, come) in holding.items():
        if hunk in clauses:
            continue
        pair.tell(
            "figures", _spoken(pair.before.sentence, gone), _spoken(pair.after.sentence, come)
        )
        if hunk is not None:
            told.add(hunk)
            _claim_figures(pair, hunk, gone, come)
    for hunk in pair.hunks:
        if hunk in clauses:
            continue
        if hunk in told:
            _claim_bare_units(pair, hunk)
        if _look_at_periods(pair, hunk) or (hunk not in told and _look_at_duals(pair, hunk)):
            told.add(hunk)
    return told


def _look_at_periods(pair: Pair, hunk: Hunk) -> bool:
    """Tells and claims a period, or a measure, that was put for another: «الماضي», «المقبل»."""
    said, again = (
        {
            told[0]: (told[1], at)
            for at in side.open(start, min(end, start + _MOST_PERIODS))
            if (told := period(side.sentence.words, at))
        }
        for side, start, end in pair.sides(hunk)
    )
    found = False
    for sort in said.keys() & again.keys():
        (one, i), (other, j) = said[sort], again[sort]
        if one != other:
            old, new = pair.before.sentence, pair.after.sentence
            pair.tell("figures", old.said(i, i + 1), new.said(j, j + 1))
            pair.claim([i], [j])
            found = True
    return found


def _look_at_turns(pair: Pair, clauses: Collection[Hunk]) -> None:
    """Tells a period that stayed and is another by what stands now before it, or after it.

    «[هذا] الأسبوع», «الأسبوع [المقبل]»; « cette semaine », « la semaine prochaine ».
    """
    said, again = (
        [
            (*told, at)
            for hunk in pair.hunks[:_MOST_PERIODS]
            if hunk not in clauses
            for at in range(*_bounds(hunk, number))[:_MOST_PERIODS]
            if (told := turn(side.sentence.words, at))
        ]
        for number, side in enumerate((pair.before, pair.after))
    )
    place = dict(pair.compared.equal)
    for (one, dated, i), (other, dated_again, j) in product(
        said[:_MOST_TURNS], again[:_MOST_TURNS]
    ):
        if one != other and place.get(dated) == dated_again and (i < dated) != (j < dated_again):
            old, new = sorted((i, dated)), sorted((j, dated_again))
            pair.tell(
                "figures",
                pair.before.sentence.said(old[0], old[1] + 1),
                pair.after.sentence.said(new[0], new[1] + 1),
            )
            pair.claim([i], [j])


def _bounds(hunk: Hunk, side: int) -> tuple[int, int]:
    return (hunk.i, hunk.i_end) if side == 0 else (hunk.j, hunk.j_end)


def _measures_otherwise(pair: Pair, one: Figure, other: Figure, clauses: Collection[Hunk]) -> bool:
    """Tells and claims a number that stayed while its unit was put for what is no known unit.

    «85 مليون لتر», «85 مليون قارورة». A unit that is written short is the same.
    """
    if one.value[0] != "n" or bool(one.unit) == bool(other.unit):
        return False
    old, new = pair.before.sentence.words, pair.after.sentence.words
    i, j = _without_unit(old, one), _without_unit(new, other)
    hunk = next((each for each in pair.hunks if each.i <= i < each.i_end), None)
    if hunk is None or hunk in clauses or not hunk.j <= j < hunk.j_end:
        return False
    words, at, measure = (new, j, old[i]) if one.unit else (old, i, new[j])
    if measure.key not in UNITS or not _may_measure(words, at, measure):
        return False
    pair.tell(
        "figures",
        pair.before.sentence.said(one.start, i + 1),
        pair.after.sentence.said(other.start, j + 1),
    )
    pair.claim(list(range(one.start, i + 1)), list(range(other.start, j + 1)))
    return True


def _may_measure(words: Sequence[Word], at: int, unit: Word) -> bool:
    """Whether a word that stands where a unit stood is another measure, or another thing."""
    word = words[at]
    if word.gap or len(word.key) <= _LEAST_MEASURE or is_common(word.key) or may_count(word):
        return False
    if len(unit.key) <= _LEAST_MEASURE and word.key[0] == unit.key[0]:
        return False  # « 20 kilogrammes », « 20 kg »
    if word.key.startswith("ال") or attends(word) or is_misspelt(word, unit):
        return False
    if _akin(word.key, unit.key) or is_misspelt(unit, word):
        return False  # «20 كيلوغراما», «20 كلغرام»
    beyond = words[at + 1 : at + 1 + _NEAR]  # "5 years", "5 long years"
    return all(UNITS.keys().isdisjoint(bare(one.key)) for one in beyond)


def _look_at_duals(pair: Pair, hunk: Hunk) -> bool:
    """Tells and claims a noun in the dual that was put for its singular or plural."""
    left = pair.open(hunk)
    if not 0 < len(left.before) * len(left.after) <= _MOST_FORMS:
        return False
    old, new = pair.before.sentence.words, pair.after.sentence.words
    for i, j in product(left.before, left.after):
        if i in pair.before.proper or j in pair.after.proper:
            continue  # «سالم», «سلمان»
        if is_dual_of(old[i], new[j]) or is_dual_of(new[j], old[i]):
            pair.tell("figures", old[i].text, new[j].text)
            pair.claim([i], [j])
            return True
    return False


def _claim_bare_units(pair: Pair, hunk: Hunk) -> None:
    """«45 دقيقة», «ساعة [كاملة]»: a unit that stands for one of it is the figure's other side."""
    for side, start, end in pair.sides(hunk):
        words = side.sentence.words
        for at in range(start, min(end, start + _MOST_PERIODS)):
            if not UNITS.keys().isdisjoint(bare(words[at].key)):
                whole = at + 1 < end and words[at + 1].key in _WHOLE
                side.claimed.update(range(at, at + 1 + whole))


def _hunk_of(pair: Pair, figure: Figure, side: int) -> Hunk | None:
    for hunk in pair.hunks:
        start, end = (hunk.i, hunk.i_end) if side == 0 else (hunk.j, hunk.j_end)
        if start < figure.end and figure.start < end:
            return hunk
    return None


def _claim_rewritten(pair: Pair, one: Figure, other: Figure) -> None:
    old, new = pair.before.sentence, pair.after.sentence
    # a unit that only one of them has is a word put in or taken out
    alike = bool(one.unit) == bool(other.unit)
    i, j = one.end, other.end
    if not alike:
        i, j = _without_unit(old.words, one), _without_unit(new.words, other)
    said = [word.key for word in old.words[one.start : i]]
    again = [word.key for word in new.words[other.start : j]]
    if _unjoined(said) != _unjoined(again):
        in_words = one.value[0] in _COUNTING and _respelt(said, again)
        respelt = in_words or _in_number(said, again)
        kind: EditKind = "spelling" if respelt else "formatting"
        if respelt and _governed(said[0]) != _governed(again[0]):  # «[ل]عشرة سنوات»
            kind = "wording"
        pair.tell(kind, old.said(one.start, i), new.said(other.start, j))
    pair.claim(list(range(one.start, i)), list(range(other.start, j)))
    _claim_joined(pair, one, other)
    if not alike or said == again:
        return
    # «4 حكام», «أربعة حكام»: what is counted may change its form with the number
    if i < len(old.words) and j < len(new.words) and _akin(old.words[i].key, new.words[j].key):
        pair.claim([i], [j])


def _claim_joined(pair: Pair, one: Figure, other: Figure) -> None:
    """What digits keep apart and words do not: «و5», «بـ20», «بعشرين»; « 7e », « septième »."""
    for side, figure in ((pair.before, one), (pair.after, other)):
        words = side.sentence.words
        before, after = figure.start - 1, figure.end
        if _joins(words, figure):
            side.claimed.add(before)
        if after < len(words) and words[after].key in _ORDINAL and not words[after].space:
            side.claimed.add(after)


def _joins(words: Sequence[Word], figure: Figure) -> bool:
    """Whether a letter that is joined to a figure stands before its digits: «بـ20»."""
    if figure.start == 0:
        return False
    before = words[figure.start - 1]
    if before.text.endswith(_TATWEEL):  # «لـ 7», «الـ70»
        return len(before.key) <= _LONGEST_JOINED
    return before.key in PREFIXES and not MARK.sub("", words[figure.start].space)


def _without_unit(words: Sequence[Word], figure: Figure) -> int:
    """Where a figure ends without the words of its unit."""
    end = figure.end
    if end - figure.start > 1 and words[end - 1].key in UNITS:
        return end - 1
    if end - figure.start > 2 and (words[end - 2].key, words[end - 1].key) in PERCENT:
        return end - 2
    return end


def _governed(number: str) -> bool:
    """Whether a preposition is joined before a number in words: «لعشرة»."""
    return number[:1] in _PREPOSITIONS and number[1:] in _COUNTS


def _unjoined(said: list[str]) -> list[str]:
    """A number without «و», which goes with its place in a list: «[و]الثلاثاء»."""
    return [key.removeprefix("و") if len(key) > _SHORT else key for key in said]


def _respelt(said: list[str], again: list[str]) -> bool:
    """Whether a number in words only got another form: «ثلاث», «ثلاثة»; «مائة», «مئة»."""
    return len(said) == len(again) and all(
        one == other or (one.isalpha() and other.isalpha() and OSA.distance(one, other) <= _FORMS)
        for one, other in zip(said, again, strict=True)
    )


def _in_number(said: list[str], again: list[str]) -> bool:
    """Whether after the same number its unit only got another number: «5 طن», «5 أطنان»."""
    if len(said) != len(again) or said[:-1] != again[:-1]:
        return False
    roots = [set(unit) - _WEAK for unit in (said[-1], again[-1])]
    return len(said) > 1 and len(roots[0]) > 1 and roots[0] == roots[1]


def _claim_figures(pair: Pair, hunk: Hunk, gone: list[Figure], come: list[Figure]) -> None:
    for (side, start, end), group in zip(pair.sides(hunk), (gone, come), strict=True):
        for figure in group:
            counts = figure.value[0] not in DAYS  # «ثلاثة [أيام]», but not «اليوم [يفتتح]»
            side.claimed.update(range(figure.start, min(figure.end + counts, end)))
            side.claimed.update(range(figure.start, figure.end))  # «270 [ألف دولار]»
            if _joins(side.sentence.words, figure):
                side.claimed.add(figure.start - 1)
        left = side.open(start, end)
        if (hunk.i == hunk.i_end or hunk.j == hunk.j_end) and len(left) <= MOST_ATTENDING:
            # «وفق بلاغ صادر اليوم»: who says it is not said by the day
            side.claimed.update(at for at in left if at not in side.attributing)
        side.claimed.update(at for at in left if attends(side.sentence.words[at]))
        if gone and come:
            side.claimed.update(at for at in left if side.sentence.words[at].key in _OF_SCORES)
    _claim_singular(pair, hunk, gone, come)


def _claim_singular(pair: Pair, hunk: Hunk, gone: list[Figure], come: list[Figure]) -> None:
    """«شخص» that became «شخصين» is no other word beside the figure."""
    others = ((pair.after, come), (pair.before, gone))
    for (side, start, end), (other, group) in zip(pair.sides(hunk), others, strict=True):
        counted = [
            other.sentence.words[at].key
            for one in group
            for at in range(one.start, min(one.end + 1, len(other.sentence.words)))
        ]
        left = side.open(start, end)
        if group:  # «[one person]», "two people"
            for at in left:
                if side.sentence.words[at].key in _ONE:
                    side.claimed.update((at, at + 1) if at + 1 in left else (at,))
        for at in left:
            if any(_akin(side.sentence.words[at].key, key) for key in counted):
                side.claimed.add(at)


def _spoken(sentence: Sentence, group: list[Figure]) -> str:
    """Figures with the word after each, which says what they count."""
    return " … ".join(
        sentence.said(one.start, one.end + _shows_counted(sentence, one)) for one in group
    )


def _shows_counted(sentence: Sentence, figure: Figure) -> bool:
    """Whether the word after a figure says what it counts."""
    after = sentence.words[figure.end] if figure.end < len(sentence.words) else None
    return after is not None and not after.gap and figure.value[0] == "n" and not figure.unit


def _akin(one: str, other: str) -> bool:
    """Whether two nouns may be forms of one: «مترشحا», «مترشحين»; «عمال», «عاملان»."""
    if len(one) < 3 or len(other) < 3:
        return False
    if {one, other} == _WOMEN:
        return True
    shorter, longer = sorted((_bones(one), _bones(other)), key=len)
    return one[:3] == other[:3] or (len(shorter) > 1 and longer.startswith(shorter))


def _bones(noun: str) -> str:
    return "".join(letter for letter in noun if letter not in "اوينه")[:3]

"""Whether words that only came name somebody, or some body or place, that no list may know.

Where words came between two that stayed, it is known where they begin and end. That is enough for
grammar to tell a name: what follows an office that nobody was said to hold, what a head governs,
what takes an adjective with the article without having one. Names that lists know, and names put
for others, are `pipeline.edits.judging.names`'s.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from pipeline.edits.clauses import is_verbal
from pipeline.edits.common_words import is_common
from pipeline.edits.judging.places_in_kind import may_call_place
from pipeline.edits.judging.side import Side
from pipeline.edits.naming import name_words as table
from pipeline.edits.naming.gazetteer import may_be_place
from pipeline.edits.naming.name_looks import (
    is_family,
    is_given,
    is_head,
    is_local,
    is_plain,
    is_title,
    is_unknown,
)
from pipeline.edits.sourcing.speech import SPEECH, stem
from pipeline.edits.words import Word

#: words of the longest name of a person
_LONGEST: Final = 4
#: words of an office: «وزيرة شؤون الشباب والرياضة», «سفير الولايات المتحدة الأمريكية بتونس»
_OFFICE: Final = 7
#: letters of a word that may be a verb
_SHORT: Final = 3
#: words before «السنغالي» that certainly are a name
_LEAST_FOREIGN: Final = 2
#: of nouns, and of what is said of how somebody speaks: «مرفوقا», «رفقة»
_NO_FOREIGN_ENDINGS: Final = ("ه", "ات", "ا", "ها", "هم")
_QUOTES: Final = '"«»“”'
_SETS_OFF: Final = frozenset(",،")


def names_anew(side: Side, start: int, end: int) -> bool:
    """Whether words[start:end], which came where no words stood, are a name as a whole."""
    run = side.sentence.words[start:end]
    if not run or any(_no_name(word) for word in run):
        return side.only_names(start, end) and not _before_holder(side, start, end)
    return (
        holds_office(side, start, end)
        or _completes(side, start, end)
        or _is_given_office(side, start, end)
        or _is_governed(side, start, end)
        or _is_foreign(run)
        or (side.only_names(start, end) and not _before_holder(side, start, end))
    )


def _no_name(word: Word) -> bool:
    return is_plain(word) or is_head(word)


def _completes(side: Side, start: int, end: int) -> bool:
    """«جمال [الصغير]», «سالم [الهاني]»: the family's name of one who was named by half."""
    words = side.sentence.words
    if end - start != 1 or start == 0 or words[start].gap:
        return False
    half = start - 1 in side.proper and is_given(words[start - 1])
    first = start < 2 or start - 2 not in side.proper or words[start - 2].key in table.LINKS
    family = words[start].key.startswith("ال") and not is_local(words[start])
    return half and first and family and words[start].key not in table.ADJECTIVES


def _before_holder(side: Side, start: int, end: int) -> bool:
    """Whether the holder of an office is named right after it: «[وزير النقل،] العقيد سالم …»."""
    words = side.sentence.words
    if end >= len(words) or not any(map(_is_person_office, words[start:end])):
        return False
    return end in side.proper or is_title(words[end])


def holds_office(side: Side, start: int, end: int) -> bool:
    """«سفير كندا بتونس [باتريس كوزينو]، »: who holds the office named right before."""
    words = side.sentence.words
    run = words[start:end]
    if len(run) == 1 and start > 1 and is_family(run[0]) and not run[0].gap:
        # «مدير المتحف هارون [الخياري]»: who was named by half
        half = words[start - 1]
        known = half.key.startswith(("ال", "لل")) or _no_name(half)
        return not known and _office_before(side, start - 1)
    if not 1 < len(run) <= _LONGEST or not _office_before(side, start):
        return False
    first, *rest = run
    joined = first.key.startswith(("ال", "و", "لل")) and first.key not in table.GIVEN
    if joined or is_verbal(first):  # but «وديع»
        return False
    family = is_family(rest[-1]) and not rest[-1].key.startswith("بال")
    certain = is_given(first) and first.key not in table.DOUBTFUL_NAMES
    if rest[0].key in table.COMPLETIONS:  # «عز الدين سعيدان»
        return True
    bare = not any(word.key.startswith("ال") for word in rest)
    if family or (is_given(first) and (bare or (certain and len(run) == _LEAST_FOREIGN))):
        return True
    return _set_off(side, end) and not any(map(_is_no_foreign, run))


def begins_with_holder(side: Side, start: int, end: int) -> int:
    """Where the name ends by which a clause begins that says who holds the office before it.

    «رئيس الجامعة [وديع الجريء قصد …]»; `start` where it begins with none.
    """
    ends = range(start + _LEAST_FOREIGN, min(start + _LONGEST, end))
    return next((stop for stop in ends if holds_office(side, start, stop)), start)


def _is_given_office(side: Side, start: int, end: int) -> bool:
    """«[هيوغو لانس] المدرب السابق»: who is said to hold the office right after."""
    words = side.sentence.words
    run = words[start:end]
    if not 1 < len(run) <= _LONGEST or end >= len(words) or words[end].gap:
        return False
    office = words[end].key.startswith("ال") and _is_person_office(words[end])
    return office and not is_verbal(run[0]) and not any(map(_is_no_foreign, run))


def _is_no_foreign(word: Word) -> bool:
    return not is_given(word) and (
        word.key.startswith(("ال", "لل", "و")) or word.key.endswith(_NO_FOREIGN_ENDINGS)
    )


def _set_off(side: Side, end: int) -> bool:
    words = side.sentence.words
    after = words[end].gap if end < len(words) else side.sentence.tail
    return not _SETS_OFF.isdisjoint(after[:1])


def _office_before(side: Side, start: int) -> bool:
    """Whether an office ends right before a place, and nobody is named in between."""
    words = side.sentence.words
    for at in range(start - 1, max(-1, start - 1 - _OFFICE), -1):
        word = words[at]
        if _is_person_office(word):
            return True
        if stem(word.key) in SPEECH or (at in side.proper and is_given(word)):
            return False
        if word.gap.strip(_QUOTES):
            return False
    return False


def _is_person_office(word: Word) -> bool:
    for key in (word.key, word.key[1:]):
        if key in table.TITLES or key in table.PEOPLE or key[2:] in table.PEOPLE:
            return True
    return False


def _is_governed(side: Side, start: int, end: int) -> bool:
    """«ملعب ["رادس أرينا"]», «نادي [هورويا كوناكري]»: which one of its sort it is."""
    words = side.sentence.words
    run = words[start:end]
    if start == 0 or not is_head(words[start - 1]) or len(run) > _LONGEST:
        return False
    if run[0].gap.strip(_QUOTES) or any(word.gap for word in run[1:]):
        return False
    if any(is_verbal(word) for word in run):
        return False
    after = words[end].gap if end < len(words) else side.sentence.tail
    if run[0].gap and after[:1] in _QUOTES:
        return True
    if _heads_place(words[start - 1]) and not _describes(run[0]):
        return may_call_place(words, list(range(start, end)))
    return len(run) > 1 and all(
        is_family(word) or (is_unknown(word) and not word.key.endswith("ي")) for word in run
    )


def _describes(word: Word) -> bool:
    """Whether a word may say of what sort a place is: «مدينة [ساحلية]», «قرية [تقع] شمالا»."""
    short = len(word.key) <= _SHORT
    return (short or word.key.endswith("ه")) and not may_be_place(word.key)


def _heads_place(word: Word) -> bool:
    return not table.PLACE_HEADS.isdisjoint((word.key, word.key[1:]))


def _is_foreign(run: Sequence[Word]) -> bool:
    """«[سان لويس السنغالي]»: words without an article whose adjective has one are a name."""
    *named, last = run
    return (
        _LEAST_FOREIGN <= len(named) <= _LONGEST
        and last.key.startswith("ال")
        and is_local(last)
        and not any(
            word.gap or is_common(word.key) or word.key.startswith("ال") or word.key.endswith("ه")
            for word in run[1:-1]
        )
        and not named[0].key.startswith(("ال", "و", "لل"))
        and not named[0].key.endswith("ه")
    )

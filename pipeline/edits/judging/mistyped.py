"""Whether a word was mistyped, by what it is, by what stands beside it, and by its other version.

A letter that stands for a mark, a word that stands there twice, a hamza on another seat.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from pipeline.edits.common_words import is_common
from pipeline.edits.judging.latin_slips import language_of
from pipeline.edits.mending.frequency import frequency, is_listed
from pipeline.edits.mending.misspelt import is_misspelt
from pipeline.edits.mending.spelling import of_two_tenses
from pipeline.edits.naming.name_looks import is_given
from pipeline.edits.sourcing.speech import keys
from pipeline.edits.words import Word

#: how frequent a given name is that a slip is known by, and a word that no family is called by
_COMMON_NAME: Final = 3.0
_COMMON_WORD: Final = 3.3
#: seats of a hamza, but at the head of a word and behind the letter by which verbs begin
_HAMZA: Final = re.compile("(?<=..)[أئؤء]")
_LEAST_SEATED: Final = 5
#: said twice it says more: "very, very good"
_STRESSED: Final = keys("very so long far many more جدا كثيرا أبدا très trop bien jamais")


def misspelt(old: Sequence[Word], i: int, new: Sequence[Word], j: int) -> bool:
    """Whether one of two words is the other mistyped, and no other person's name.

    Of a name nobody may have heard; but what no list has, and differs from a common given name, is
    that one, and no family is called by a common word without an article.
    """
    if of_two_tenses(old[i].key, new[j].key):
        return False
    language = language_of(old, i) if old[i].key.isascii() else None
    if not is_misspelt(old[i], new[j], language):
        return False
    mistake, right = sorted((old[i], new[j]), key=lambda word: frequency(word.key))
    if is_common(right.key):  # «على» is written as «علي»
        return True
    if is_given(mistake) or is_given(right):
        heard = is_given(mistake) or is_listed(mistake.key)
        return not heard and frequency(right.key) >= _COMMON_NAME
    after_given = any(at and is_given(words[at - 1]) for words, at in ((old, i), (new, j)))
    common = frequency(right.key) >= _COMMON_WORD and not is_listed(mistake.key)
    return not after_given or (common and not right.key.startswith("ال"))


def same_but_alif(one: Word, other: Word) -> bool:
    """Whether a word ends in the other letter that is said alike: «دعى», «دعا»."""
    return one.plain[:-1] == other.plain[:-1] and {one.plain[-1], other.plain[-1]} == {"ى", "ا"}


def same_but_seat(one: Word, other: Word) -> bool:
    """Whether a hamza only stands on another seat: «بطئ», «بطء»; but «يأخذ», «يؤخذ» are two."""
    seated = [_HAMZA.sub("ء", word.plain) for word in (one, other)]
    at_end = seated[0][:-1].count("ء") == 0
    return seated[0] == seated[1] and (at_end or len(one.plain) >= _LEAST_SEATED)


def is_mark_mistyped(
    words: Sequence[Word], places: list[int], other: Sequence[Word], at: int
) -> bool:
    """Whether a letter stands by itself where the other version has a mark: «الأولى ك هلال»."""
    if len(places) != 1 or at >= len(other):
        return False
    letter = words[places[0]]
    after = words[places[0] + 1 : places[0] + 2]
    lone = len(letter.key) == 1 and letter.key >= "ء" and not letter.gap
    return lone and bool(after) and not after[0].gap and bool(other[at].gap)


def is_doubled(words: Sequence[Word], places: list[int]) -> bool:
    """Whether one word only stands there a second time, by a slip: «في [في] المدينة»."""
    if len(places) != 1:
        return False
    at = places[0]
    if words[at].key in _STRESSED:
        return False
    beside = (*words[max(0, at - 1) : at], *words[at + 1 : at + 2])
    return any(word.key == words[at].key and word.key.isalpha() for word in beside)

"""Whether of two words one is the other mistyped, by how often each of them is written.

A word that hardly anybody writes, a slip of the hand from one that is written often, is that one
mistyped; two that are both well known are two words. The better the rarer one is known, the more
often the other must be written, and the less likely the slip, the more.
"""

from __future__ import annotations

import re
from typing import Final

from rapidfuzz.distance import OSA, Levenshtein

from pipeline.edits.common_words import is_common
from pipeline.edits.mending.frequency import Latin, frequency
from pipeline.edits.mending.slips import LONG, alike
from pipeline.edits.mending.word_forms import (
    ARTICLE,
    agree,
    joined_otherwise,
    of_place,
    same_but_ending,
)
from pipeline.edits.words import Word

#: letters of the shortest word that is told to be mistyped
_SHORTEST: Final = 3
#: by how many powers of ten a word that nobody knows must be rarer than the one it is mistyped for
_RARER: Final = 1.2
#: how frequent a word may be and be nothing but mistakes, by whether it is in Latin letters; for
#: each power of ten beyond, the other must be so much more frequent
_KNOWN: Final = {False: 1.6, True: 2.5}
_RISING: Final = 2.0
#: the same for all that lost or doubled one of two letters, as many do: «المسؤلين», "untill"
_RARER_IF_DOUBLED: Final = 2.3
#: the same for an Arabic word with two letters swapped, but those of «كاتب», «كتاب», or one lost
_RARER_IF_SWAPPED: Final = 2.2
_RARER_IF_LOST: Final = 2.25
_LEAST_SWAPPED: Final = 5
_LEAST_LOST: Final = 4
_BROKEN_PLURAL: Final = re.compile("..ا.|.ا..")
#: the same where one letter is said as the other
_RARER_IF_ALIKE: Final = 1.8
_SAID: Final = str.maketrans("ثذظ", "تدض")
#: the same for a word that joins a sentence, which no edit puts for another: «لتي», «التي»
_RARER_THAN_SMALL: Final = 2.2
#: how frequent a word is taken to be that has no known parts either, and at least one that has
_NO_WORD: Final = -0.5
_SOME_WORD: Final = 0.8
#: a word as frequent as this is one, and a common one; how much more another may be
_WORD: Final = 1.9
_COMMON: Final = 3.4
_FAR_MORE: Final = 1.6

#: how much likelier than others a slip is, in powers of ten
_SWAPPED: Final = 0.7
_DOUBLED: Final = 0.8
_LIKELY: Final = 0.5
_UNLIKELY: Final = -0.8
#: the same, where another form of the word has the letter too, at the head and at the end
_FORMED: Final = -0.2
_AT_HEAD: Final = -0.3
_AT_END: Final = -0.2
#: the same, of short and of long words, and of two that are forms of one
_OF_SHORT: Final = -0.6
_OF_LONG: Final = 0.3
_OF_FORMS: Final = -1.0
_TWO_LETTERS: Final = -0.5
_LETTERS_OF_LONG: Final = 7
#: letters of a word that may have two that are wrong, or one that went elsewhere
_LEAST_FOR_TWO: Final = LONG
_LEAST_FOR_MOVED: Final = 6

#: letters by which words are made of one another, wherever they stand
_FORMING: Final = frozenset("اويءهتنمس" + "esdtr")
#: a feminine ending before a pronoun
_OF_WOMEN: Final = re.compile("(?<=..)ت(?=(?:ه|ها|هم|هن|هما|نا|ني|ك|كم)$)")
_LATIN_VOWELS: Final = frozenset("aeiouy")
#: letters where no word has them: at its end alone, never at its beginning, three times
_UNWRITTEN: Final = re.compile(r"[ةى](?=.)|^[ءئؤةى]|(.)\1\1")
#: the rows of a keyboard in Arabic and in Latin letters, as keys write them
_ROWS: Final = (
    ("ضصثقفغعهخحجد", "شسيبلاتنمكط", "يءورلايهوزظ"),
    ("qwertyuiop", "asdfghjkl", "zxcvbnm"),
    ("azertyuiop", "qsdfghjklm", "wxcvbn"),
)


def _beside() -> frozenset[frozenset[str]]:
    """Letters whose keys touch."""
    return frozenset(
        frozenset((letter, other))
        for rows in _ROWS
        for row, letters in enumerate(rows)
        for at, letter in enumerate(letters)
        for near in rows[max(0, row - 1) : row + 2]
        for other in near[max(0, at - 1) : at + 2]
    )


_BESIDE: Final = _beside()


def is_misspelt(one: Word, other: Word, language: Latin | None = None) -> bool:
    """Whether one of two words is the other mistyped; in Latin letters, of which language.

    «تخقيق» is «تحقيق» and «المطا» «المطار»; «ةجاءت» has a letter where no word has it; «التهاون»
    and «التعاون» are two words.
    """
    keys = (one.key, other.key)
    if not "".join(keys).isalpha() or one.key.isascii() != other.key.isascii():
        return False
    shortest = min(map(len, keys))
    if shortest < _SHORTEST and not _is_small_mistyped(*keys):
        return False
    if abs(len(one.key) - len(other.key)) > 1:
        return False
    distance = OSA.distance(*keys, score_cutoff=2)
    if not 0 < distance <= 2:
        return False
    wrong = [bool(_UNWRITTEN.search(word.plain)) for word in (one, other)]
    if wrong[0] != wrong[1]:
        return distance == 1
    if distance == 2 and not _may_differ_twice(*keys):
        return False
    if not any(frequency(key, language) for key in keys):  # «أرلينغون»
        return min(map(len, keys)) >= LONG and distance == 1 and _is_within(*keys)
    return _outweighs(*keys, language)


def _is_small_mistyped(one: str, other: str) -> bool:
    """Whether one of two words is one of two letters that joins a sentence: «قي», «في»."""
    mistake, right = sorted((one, other), key=frequency)
    likely = len(one) == len(other) == _SHORTEST - 1 and _of_letters(mistake, right) >= _LIKELY
    return likely and is_common(right) and not is_common(mistake)


def are_two_words(one: str, other: str) -> bool:
    """Whether two words that a letter keeps apart, given by their keys, are both known ones."""
    return min(frequency(one), frequency(other)) >= _WORD and not _outweighs(one, other)


def are_well_known(one: str, other: str) -> bool:
    """Whether two words, given by their keys, are both common, and neither far more than the other.

    An article may well say both, each in its place.
    """
    known = sorted(map(frequency, (one, other)))
    return known[0] >= _COMMON and known[1] - known[0] < _FAR_MORE


def _outweighs(one: str, other: str, language: Latin | None = None) -> bool:
    """Whether one of two words is so much more frequent that the other is it mistyped."""
    (rare, mistake), (often, right) = sorted(
        (frequency(key, language), key) for key in (one, other)
    )
    needed = _RARER + max(0.0, rare - _KNOWN[right.isascii()]) * _RISING
    if _is_doubled(mistake, right):
        needed = min(needed, _RARER_IF_DOUBLED)
    elif _sounds_alike(mistake, right):
        needed = min(needed, _RARER_IF_ALIKE)
    elif _is_swapped(mistake, right):
        needed = min(needed, _RARER_IF_SWAPPED)
    elif _lost_within(mistake, right):
        needed = min(needed, _RARER_IF_LOST)
    small = is_common(right) and not is_common(mistake)
    if small and often - rare >= _RARER_THAN_SMALL:
        return True
    if not rare and often and not right.isascii():  # in French and English each word is listed
        rare, often = _NO_WORD, max(often, _SOME_WORD)
    return often - rare + _likelihood(mistake, right) >= needed


def _is_swapped(mistake: str, right: str) -> bool:
    """Whether two letters beside each other within an Arabic word were swapped: «المدراس»."""
    if mistake.isascii() or len(mistake) < _LEAST_SWAPPED or sorted(mistake) != sorted(right):
        return False
    head = ARTICLE.match(right)
    rests = [key[head.end() if head else 0 :] for key in (mistake, right)]
    forms = all(_BROKEN_PLURAL.fullmatch(rest) for rest in rests)
    return OSA.distance(mistake, right) == 1 and not forms and _is_within(mistake, right)


def _lost_within(mistake: str, right: str) -> bool:
    """Whether an Arabic word lost a letter between others: «فيدو», «فيديو»."""
    if mistake.isascii() or len(mistake) != len(right) - 1 or len(mistake) < _LEAST_LOST:
        return False
    at = next((at for at, letter in enumerate(mistake) if letter != right[at]), len(mistake))
    head = ARTICLE.match(right)
    inside = max(head.end() if head else 0, 1) <= at < len(mistake)
    return inside and not _are_forms(mistake, right)


def _sounds_alike(one: str, other: str) -> bool:
    """Whether a letter only stands for one that much of the Arab world says alike: «متل», «مثل»."""
    return one.translate(_SAID) == other.translate(_SAID)


def _likelihood(mistake: str, right: str) -> float:
    """How likely the hand is to write one word for another, in powers of ten."""
    least = min(len(mistake), len(right))
    weight = _of_letters(mistake, right)
    if least <= _SHORTEST:
        weight += _OF_SHORT
    elif least >= _LETTERS_OF_LONG:
        weight += _OF_LONG
    if _are_forms(mistake, right):
        weight += _OF_FORMS
    return weight


def _are_forms(one: str, other: str) -> bool:
    """Whether grammar makes two words of one: «المدينة», «المدن»; «كاتبه», «كاتبته»."""
    return (
        agree(one, other)
        or joined_otherwise(one, other)
        or of_place(one, other)
        or same_but_ending(one, other)
        or _OF_WOMEN.sub("", one) == _OF_WOMEN.sub("", other)
    )


def _is_doubled(one: str, other: str) -> bool:
    """Whether a letter within two words is there twice in one of them."""
    shorter, longer = sorted((one, other), key=len)
    return any(
        longer[at] == longer[at - 1] and longer[:at] + longer[at + 1 :] == shorter
        for at in range(2, len(longer))
    )


def _of_letters(mistake: str, right: str) -> float:
    """How likely a slip is by the letters that it changed and where they stand."""
    shorter, longer = sorted((mistake, right), key=len)
    if len(shorter) < len(longer):
        at = next((at for at, letter in enumerate(shorter) if letter != longer[at]), len(shorter))
        if longer[at] in (longer[at - 1 : at], longer[at + 1 : at + 2]):
            return _DOUBLED
        place = _AT_HEAD if at == 0 else _AT_END if at == len(shorter) else 0.0
        forming = longer[at] in _FORMING
        return place + _FORMED * forming * (1 + (at == 0))  # «تعرض», «متعرض»
    pairs = [
        (at, pair) for at, pair in enumerate(zip(mistake, right, strict=True)) if pair[0] != pair[1]
    ]
    if sorted(mistake) == sorted(right):
        return _SWAPPED if len(pairs) == 2 else _TWO_LETTERS
    if len(pairs) > 1:
        return 2 * _TWO_LETTERS
    at, letters = pairs[0]
    last = at == len(mistake) - 1
    vowels = _LATIN_VOWELS.issuperset(letters) and not last  # "definately"
    likely = vowels or frozenset(letters) in _BESIDE or alike(*letters)
    forming = _FORMING.issuperset(letters) and not vowels
    weight = (_LIKELY if likely else _UNLIKELY) + _FORMED * forming
    return weight + _AT_END * (forming and last)


def _may_differ_twice(one: str, other: str) -> bool:
    """Whether two letters may be wrong in a word, or one stand elsewhere: «العاقلة», «العلاقة»."""
    if min(len(one), len(other)) >= _LEAST_FOR_TWO and _is_within(one, other):
        return True
    return len(one) >= _LEAST_FOR_MOVED and sorted(one) == sorted(other)


def _is_within(one: str, other: str) -> bool:
    """Whether all that differs stands within both words, not where forms of a word differ."""
    places = [op.src_pos for op in Levenshtein.editops(one, other)]
    head = ARTICLE.match(one)
    start = max(head.end() if head else 0, 1)
    return all(start <= at < len(one) - 1 for at in places)

"""Whether two words differ as by a slip of the hand: a letter lost, doubled, swapped.

Words that grammar makes of one another are `pipeline.edits.word_forms`'s.
"""

from __future__ import annotations

import re
from typing import Final

from rapidfuzz.distance import OSA, Levenshtein

from pipeline.edits.vocabulary import is_known
from pipeline.edits.word_forms import ARTICLE, agree, joined_otherwise, of_place
from pipeline.edits.words import Word

#: letters that are taken for one another by the hand (dots, keys) or by the ear
_ALIKE: Final = tuple(
    map(
        frozenset,
        (
            *("بتثني", "جحخ", "دذ", "رز", "سش", "صض", "طظ", "عغ", "فق", "سص", "ضظ", "ته", "كق"),
            *("تط", "غجق", "كج", "ءا", "ئي", "وؤ", "ذز", "ثس", "ىا", "يا", "يو", "ةت"),
        ),
    )
)
#: a word is long enough for a lost, doubled or swapped letter to be seen as a mistake
_LEAST_FOR_TYPO: Final = 5
#: the same, where the rest of the article tells it
_LEAST_FOR_SLIP: Final = 3
LONG: Final = 8
#: letters of a plural in «ات» without its alif
_LEAST_PLURAL: Final = 6
#: letters by which Arabic nouns and verbs, and what is joined to them, begin
DERIVING: Final = "متياسونبلكفن"
#: letters by which Arabic makes one word of another, wherever they stand
_FORMING: Final = frozenset("اويءهتنمس")
_VOWELS: Final = frozenset("اويء")
#: what is joined before a word
_JOINING: Final = frozenset("وفبلك")
#: letters of a word that is no other for one of those more
_LEAST_FORMED: Final = 5
#: letters where no word has them: at its end alone, never at its beginning, three times
_UNWRITTEN: Final = re.compile(r"[ةى](?=.)|^[ءئؤةى]|(.)\1\1")


def mistyped(one: str, other: str) -> bool:
    """Whether two words, given by their keys, are one that was mistyped, by their letters alone."""
    shorter, longer = sorted((one, other), key=len)
    if _derived(one, other):
        return False
    if len(longer) < _LEAST_FOR_TYPO or len(longer) - len(shorter) > 1:
        return False
    distance = OSA.distance(one, other, score_cutoff=2)
    if distance > (2 if len(shorter) >= LONG else 1):
        return False
    latin = one.isascii()
    if len(shorter) == len(longer):
        places = [at for at, pair in enumerate(zip(one, other, strict=True)) if pair[0] != pair[1]]
        if len(places) == 2 and places[1] == places[0] + 1 and distance == 1:  # swapped
            return True
        if latin:
            return distance == 1 and 0 < places[0] < len(one) - 1 and len(one) > 6
        at = places[0]
        if at <= 1 and {one[at], other[at]} == {"ي", "ت"}:  # «ويشمل», «وتشمل» are two verbs
            return False
        return len(places) == distance and all(
            alike(one[at], other[at]) and 0 < at < len(one) - (0 if len(one) > 5 else 1)
            for at in places
        )
    if distance != 1:
        return False
    return _lost_letter(shorter, longer, latin=latin)


def is_misspelt(one: Word, other: Word) -> bool:
    """Whether of two Arabic words one is no word that anybody writes, and the other one that is.

    They are no two forms of a word: they differ by a letter that makes none («تخقيق», «تحقيق»;
    «المطا», «المطار»), by one where a word cannot have it («ةجاءت»), or by two of a long one.
    """
    if one.key.isascii() or not (one.key + other.key).isalpha():
        return False
    if (
        min(len(one.key), len(other.key)) < _LEAST_FOR_SLIP
        or abs(len(one.key) - len(other.key)) > 1
    ):
        return False
    distance = OSA.distance(one.key, other.key, score_cutoff=2)
    if distance > 2:
        return False
    wrong = [bool(_UNWRITTEN.search(word.plain)) for word in (one, other)]
    if wrong[0] != wrong[1]:
        return distance <= 1
    known = [is_known(word.key) for word in (one, other)]
    if not any(known):
        long = min(len(one.key), len(other.key)) >= LONG  # «أرلينغون»
        return long and distance == 1 and _is_within(one.key, other.key)
    if all(known):
        return False
    mistake, right = (one.key, other.key) if known[1] else (other.key, one.key)
    if agree(mistake, right) or joined_otherwise(mistake, right) or of_place(mistake, right):
        return False
    if distance == 2:
        return min(len(mistake), len(right)) >= LONG and _is_within(mistake, right)
    if len(mistake) == len(right):
        return _is_stray(mistake, right)
    return _is_lost(mistake, right)


def _is_stray(mistake: str, right: str) -> bool:
    """Whether a letter that makes no other form stands for another, or two are swapped."""
    places = [at for at, pair in enumerate(zip(mistake, right, strict=True)) if pair[0] != pair[1]]
    at = places[0]
    letters = {mistake[at], right[at]}
    if len(places) > 1:
        return True
    if letters <= _FORMING:  # «القانمن», «القانون»
        within = len(_article(right)) < at < len(right) - 1
        return within and not letters <= _VOWELS and len(right) > _LEAST_FOR_SLIP
    return len(right) > _LEAST_FOR_SLIP and not (at == 0 and letters <= _JOINING)


def _is_lost(mistake: str, right: str) -> bool:
    """Whether a letter came or went that makes no other form of a word, or within a long one."""
    shorter, longer = sorted((mistake, right), key=len)
    at = next((at for at, letter in enumerate(shorter) if letter != longer[at]), len(shorter))
    if longer[at] not in _FORMING:
        return at > 0 or longer[at] not in _JOINING
    if longer == f"{shorter}ن" == mistake:  # «الشهيدن»
        return bool(_article(longer)) and longer[-2] not in _VOWELS
    if at == 0 and longer[0] == "ا":  # «نطلاق»
        return shorter == mistake and len(shorter) >= _LEAST_FORMED
    if longer[at] == "ا" and longer == mistake:  # «تتماثل», «تتمثل»
        return False
    least = _LEAST_FORMED - (shorter == mistake)
    return len(shorter) >= least and len(_article(longer)) < at < len(shorter) - 1


def _is_within(one: str, other: str) -> bool:
    """Whether all that differs stands within both words, not where forms of a word differ."""
    places = [op.src_pos for op in Levenshtein.editops(one, other)]
    start = max(len(_article(one)), 1)
    return all(start <= at < len(one) - 1 for at in places)


def _derived(one: str, other: str) -> bool:
    """Whether two words are a noun's plural and an adjective of it: «احتجاجات», «احتجاجية»."""
    return one[:-2] == other[:-2] and {one[-2:], other[-2:]} == {"ات", "يه"}


def alike(one: str, other: str) -> bool:
    """Whether two letters are taken for one another, by the hand or by the ear."""
    return any(one in letters and other in letters for letters in _ALIKE)


def is_slip(one: str, other: str) -> bool:
    """Whether two words, given by their keys, differ as a slip of the hand makes them differ.

    Many words of few letters do («قنون», «قانون»): it takes more to tell which they are. What
    comes and goes with another number, gender or pronoun is no slip.
    """
    shorter, longer = sorted((one, other), key=len)
    if min(len(shorter), len(longer) - 1) < _LEAST_FOR_SLIP or not (one + other).isalpha():
        return False
    if len(longer) - len(shorter) > 1 or OSA.distance(one, other, score_cutoff=1) > 1:
        return False
    if of_place(one, other) or agree(one, other) or joined_otherwise(one, other):
        return False
    at = next((at for at, (a, b) in enumerate(zip(shorter, longer, strict=False)) if a != b), -1)
    if len(shorter) < len(longer):
        start = len(_article(longer))
        return start < at < len(longer) - 1 or longer == f"{shorter}ي"
    if shorter[at + 1 :] != longer[at + 1 :]:  # swapped
        return True
    changed = {shorter[at], longer[at]}
    if changed == {"ي", "ت"} and at <= 1:
        return False
    return alike(shorter[at], longer[at]) or (changed == {"ء", "ه"} and at == len(one) - 1)


def _article(key: str) -> str:
    head = ARTICLE.match(key)
    return head[0] if head else ""


def _lost_letter(shorter: str, longer: str, *, latin: bool) -> bool:
    """A letter lost or doubled inside a word; a long vowel inside makes another word of it."""
    at = next(
        (at for at, pair in enumerate(zip(shorter, longer, strict=False)) if pair[0] != pair[1]),
        len(shorter),
    )
    letter = longer[at]
    doubled = longer[at - 1 : at] == letter or longer[at + 1 : at + 2] == letter
    inside = 0 < at < len(longer) - 1
    if letter == "ت" and longer.endswith("تت"):  # «صوت», «صوتت» are two genders
        return False
    if doubled:
        at_end = longer[-1] == longer[-2] and shorter[0] not in DERIVING  # «غلقق», not «يحدد»
        return (inside or not latin) and len(shorter) >= (3 if at_end and not latin else 4)
    if longer.endswith("ات") and at == len(longer) - 2 and len(shorter) >= _LEAST_PLURAL:
        return True  # «انتخابت»
    if not inside or len(shorter) < _LEAST_FOR_TYPO:
        return False
    if "ء" in (longer[at - 1], longer[at + 1]):  # «الإجرءات»: no noun is derived so
        return True
    return latin or letter not in "اويتنمسا"

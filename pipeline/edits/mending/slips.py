"""Whether two words differ as by a slip of the hand: a letter lost, doubled, swapped.

Words that grammar makes of one another are `word_forms`'s; whether both are words
that are written at all, `pipeline.edits.mending.misspelt`'s.
"""

from __future__ import annotations

from typing import Final

from rapidfuzz.distance import OSA

from pipeline.edits.mending.word_forms import ARTICLE, agree, joined_otherwise, of_place

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

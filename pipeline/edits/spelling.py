"""Whether two words are one word spelt in two ways: mended, or written by another habit.

Hamza, ة and ه, ى and ي, a typing mistake of a letter or two, case endings, a name in another
transliteration. A verb in another tense or a noun in another number is another word.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from rapidfuzz.distance import OSA

from pipeline.edits.foreign import is_foreign
from pipeline.edits.spelt_places import is_place_respelt
from pipeline.remembering import LONGEST_REMEMBERED

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
_LONG: Final = 8
#: letters of a plural in «ات» without its alif
_LEAST_PLURAL: Final = 6
#: consonants that two spellings of a name must share
_LEAST_SOUND: Final = 3
_WEAK_NOUNS: Final = frozenset(
    "جاري ماضي عالي كافي باقي غالي قاضي محامي متتالي متوالي متساوي ثاني مباني أراضي ليالي".replace(
        "أ", "ا"
    ).split()
)
#: small words that are often written as they sound
_SMALL_WORDS: Final = {
    "هاذا": "هذا",
    "هاذه": "هذه",
    "لاكن": "لكن",
    "ذالك": "ذلك",
    "هاؤلاء": "هولاء",
}
#: what case and mood alone change at the end of a word, written in normal form
_ENDINGS: Final = tuple(
    map(frozenset, (("ون", "ين"), ("ان", "ين"), ("وا", "ي"), ("و", "ي", "ا"), ("", "ا")))
)
#: nouns that change their last letter with the case: «أبو», «أبا», «أبي»
_FIVE_NOUNS: Final = frozenset({"اب", "اخ", "حم", "ذ"})
#: endings that follow from the number or gender of a word beside, longest first
_AGREEING: Final = ("هما", "هم", "هن", "ها", "وا", "ان", "ين", "ون", "تا", "ه", "ت", "ا")
#: what a verb in Latin letters gains or loses with its tense
_INFLECTIONS: Final = ("s", "es", "ed", "d", "ing")
#: joined to a noun, for whose it is, longest first
_PRONOUNS: Final = ("هما", "هم", "هن", "ها", "نا", "ه")
#: an article, after what is joined before it
_DEFINITE: Final = re.compile("^([وف]?[بك]?)ال")
#: a hamza on the seat that the case asks for: «أبناؤه», «أبناءه», «أبنائه»
_SEAT: Final = re.compile("(?<=ا)[ءوي](?=(?:هما|هم|هن|ها|نا|كم|ه)$)")
#: letters by which Arabic nouns and verbs, and what is joined to them, begin
_DERIVING: Final = "متياسونبلكفن"
_DERIVING_AFTER_ARTICLE: Final = "متياسن"
_LONG_VOWELS: Final = frozenset("وي")
_VOWELS: Final = re.compile("[اويءهىة]|(?<=.)[aeiouyh']")
_SOUNDS: Final = str.maketrans("جغقطضظذثصزؤئآأإ", "كككتددزسسزوياا" + "ا")
_DOUBLED: Final = re.compile(r"(.)\1+")
_ARTICLE: Final = re.compile("^[وف]?(?:[بك]?ال|لل)?")


def same_word(one: str, other: str, *, names: bool = False) -> bool:
    """Whether two words, given by their keys, are one word spelt in two ways.

    Args:
        one: key of a word.
        other: key of the word in its place.
        names: whether they stand where a name stands, so that another transliteration counts.
    """
    is_short = len(one) <= LONGEST_REMEMBERED >= len(other)
    return (_is_same_of_short if is_short else _is_same)(one, other, names)


def _is_same(one: str, other: str, names: bool) -> bool:
    if one == other:
        return True
    if not (one.isalpha() and other.isalpha()):
        return False
    if _twice_definite(one, other):
        return True
    if joined_otherwise(one, other):
        return False
    if one.replace("يء", "ي") == other.replace("يء", "ي"):  # «طارىء», «طارئ»
        return True
    if one.replace("ءات", "يات") == other.replace("ءات", "يات"):  # «لقاءات», «لقائات»
        return True
    if _as_said(one) == _as_said(other):
        return True
    if one.replace("نب", "مب") == other.replace("نب", "مب"):  # one sound: «سنبلة», «سمبلة»
        return True
    if _lost_ya(one, other) or is_place_respelt(one, other):
        return True
    if names and same_sound(one, other):
        return True
    return same_but_ending(one, other) or _mistyped(one, other) or _foreign(one, other)


def _twice_definite(one: str, other: str) -> bool:
    """Whether a word has an article and a pronoun, which no word has, and the other only one.

    «الزيارته», «زيارته» or «الزيارة».
    """
    for twice, once in ((one, other), (other, one)):
        pronoun = next((end for end in _PRONOUNS if twice.endswith(f"ت{end}")), "")
        head = _DEFINITE.match(twice)
        if not pronoun or head is None or len(twice) - head.end() - len(pronoun) < _LEAST_SOUND:
            continue
        joined, rest = head[1], twice[head.end() :]
        noun = rest[: -len(pronoun) - 1]
        if once in (joined + rest, f"{head[0]}{noun}ه"):
            return True
    return False


def _lost_ya(one: str, other: str) -> bool:
    """Whether a noun only lost the ي that it has not without an article: «جاري», «جار»."""
    shorter, longer = sorted((one, other), key=len)
    return longer == f"{shorter}ي" and longer in _WEAK_NOUNS


def _as_said(key: str) -> str:
    """A word by its sound, where many write it so: «هاذا», «لاكن», «ظابط»."""
    key = _SMALL_WORDS.get(key, key)
    return key.replace("ظ", "ض") if len(key) > _LEAST_SOUND else key


_is_same_of_short: Final = lru_cache(maxsize=1 << 14)(_is_same)


def joined_otherwise(one: str, other: str) -> bool:
    """Whether only what is joined before two words differs: «والمدن», «وبالمدن»."""
    heads = _ARTICLE.match(one), _ARTICLE.match(other)
    before = [head[0] if head else "" for head in heads]
    if before[0] != before[1] and one[len(before[0]) :] == other[len(before[1]) :]:
        return True
    shorter, longer = sorted((one, other), key=len)
    if longer[1:] == shorter and longer[:1] in ("و", "ف"):  # «وزير», «ووزير»
        return True
    places = (0, 1) if longer[:1] in ("و", "ف") else (0,)  # «ولاستعراض», «واستعراض»
    return any(
        longer[at : at + 1] in ("ل", "ب", "ك") and longer[:at] + longer[at + 1 :] == shorter
        for at in places
    )


def _of_place(one: str, other: str) -> bool:
    """Whether one of two words is what is of the other: «تونس», «تونسي»; «ثقافة», «ثقافية»."""
    shorter, longer = sorted((one, other), key=len)
    ways = (f"{shorter}ي", f"{shorter}يه", f"{shorter[:-1]}يه", f"{shorter}يا", f"{shorter}يين")
    return longer in ways


def same_sound(one: str, other: str) -> bool:
    """Whether two words have the same consonants, as names in two transliterations have."""
    sound = _sound(one)
    return sound == _sound(other) and len(sound) >= _LEAST_SOUND and not _of_place(one, other)


def sounds_apart(one: str, other: str) -> int:
    """By how many consonants two words differ, 2 for more: by one «ريشار», «ريتشارد»."""
    heard, again = (_sound(name.replace("تش", "ش")) for name in (one, other))
    return OSA.distance(heard, again, score_cutoff=1)


def same_joined(before: tuple[str, ...], after: tuple[str, ...]) -> bool:
    """Whether words were only written together or apart: «عبد الله», «بن الشيخ» and «بالشيخ»."""
    if len(before) == len(after) or not before:
        return False
    one, other = "".join(before), "".join(after)
    return one == other or _son(one) == _son(other)


def _son(name: str) -> str:
    return f"ب{name[2:]}" if name.startswith("بنال") else name


def agree(one: str, other: str) -> bool:
    """Whether two words differ in gender or number only, as a change beside them asks for it."""
    return _gendered(one) == _gendered(other)


def inflected(one: str, other: str) -> bool:
    """Whether two words in Latin letters are forms of one verb: "determine", "determined"."""
    if not (one.isascii() and other.isascii() and min(len(one), len(other)) >= _LEAST_SOUND):
        return False
    return not _stems(one).isdisjoint(_stems(other))


def _stems(verb: str) -> set[str]:
    found = {verb.removesuffix("e")}
    for ending in _INFLECTIONS:
        if verb.endswith(ending) and len(verb) - len(ending) >= _LEAST_SOUND:
            found.add(verb[: -len(ending)].removesuffix("e"))
    return found


def _gendered(key: str) -> str:
    """A word without what shows gender or number: «أشرفت», «أشرف»; «تقول», «يقول»; «تورطهم»."""
    head = key[:1] if key[:1] in ("و", "ف") and len(key) > 3 else ""
    rest = key[len(head) :]
    if rest[:1] in ("ي", "ت") and len(rest) > 3:
        rest = "ي" + rest[1:]
    ending = next((one for one in _AGREEING if rest.endswith(one) and len(rest) - len(one) > 1), "")
    return head + rest[: len(rest) - len(ending)]


def _foreign(one: str, other: str) -> bool:
    """Whether two long words are a foreign name with a long vowel more or less: «زيلنسكي».

    Arabic nouns and verbs differ by such vowels too («مقاتل», «مقتل»), but few of six letters
    that do not begin with what derives them.
    """
    deriving = _DERIVING
    for article in ("ال", "لل"):
        if one.startswith(article) and other.startswith(article):
            one, other, deriving = one[2:], other[2:], _DERIVING_AFTER_ARTICLE
            break
    shortest = min(len(one), len(other))
    likely = shortest >= _LONG - 1 and one[0] == other[0] and is_foreign(one) and is_foreign(other)
    if likely and OSA.distance(one, other, score_cutoff=1) == 1:
        return True  # «أرلينغتون», «أرلينغون»
    if shortest < _LONG - 2 or one[0] != other[0]:
        return False
    if shortest > _LONG:  # «البوسودومناز», «البسودوموناس»
        return not one.isascii() and _hissed(one) == _hissed(other)
    # «بولتيكا»: no noun of so many letters is derived by a ي or و within it
    lost = shortest == _LONG - 1 and _lost_vowel(*sorted((one, other), key=len)) in _LONG_VOWELS
    if one[0] in deriving and shortest <= _LONG and not lost:
        return False
    return one[-1] == other[-1] and not one.isascii() and _sound(one) == _sound(other)


def _hissed(name: str) -> str:
    return _sound(name).replace("ز", "س")


def _lost_vowel(shorter: str, longer: str) -> str:
    """The letter that a word has more than another; "" if they differ by more."""
    at = next(
        (at for at, (a, b) in enumerate(zip(shorter, longer, strict=False)) if a != b),
        len(shorter),
    )
    return longer[at] if shorter[at:] == longer[at + 1 :] else ""


def _sound(name: str) -> str:
    """What is left of a name in any transliteration: its consonants, roughly."""
    head = _ARTICLE.match(name)
    rest = name[head.end() :] if head and len(name) - head.end() > 2 else name
    article = name[: len(name) - len(rest)]
    return article + _DOUBLED.sub(r"\1", _VOWELS.sub("", rest.translate(_SOUNDS)))


def same_but_ending(one: str, other: str) -> bool:
    """Whether two words differ by case or mood alone: «العاملون», «العاملين»; «أبناؤه»."""
    if "ء" in one + other and one != other and _SEAT.sub("ء", one) == _SEAT.sub("ء", other):
        return True
    for endings in _ENDINGS:
        for ending in endings:
            if not one.endswith(ending):
                continue
            stem = one[: len(one) - len(ending)]
            rest = other[len(stem) :] if other.startswith(stem) else None
            if rest is None or rest not in endings or rest == ending:
                continue
            if endings == {"", "ا"}:  # tanwin; not «قالا», «هذا»
                pronoun = stem.endswith(("ه", "هم", "كم"))  # «بيته», «بيتها»; «بيتهم», «بيتهما»
                return len(stem) > 3 and not (stem.startswith(("ي", "ت")) or pronoun)
            if endings == {"و", "ي", "ا"}:
                return stem in _FIVE_NOUNS
            return len(stem) > 2
    return False


def _mistyped(one: str, other: str) -> bool:
    shorter, longer = sorted((one, other), key=len)
    if _derived(one, other):
        return False
    if len(longer) < _LEAST_FOR_TYPO or len(longer) - len(shorter) > 1:
        return False
    distance = OSA.distance(one, other, score_cutoff=2)
    if distance > (2 if len(shorter) >= _LONG else 1):
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
    if _of_place(one, other) or agree(one, other) or joined_otherwise(one, other):
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
    head = _ARTICLE.match(key)
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
        at_end = longer[-1] == longer[-2] and shorter[0] not in _DERIVING  # «غلقق», not «يحدد»
        return (inside or not latin) and len(shorter) >= (3 if at_end and not latin else 4)
    if longer.endswith("ات") and at == len(longer) - 2 and len(shorter) >= _LEAST_PLURAL:
        return True  # «انتخابت»
    if not inside or len(shorter) < _LEAST_FOR_TYPO:
        return False
    if "ء" in (longer[at - 1], longer[at + 1]):  # «الإجرءات»: no noun is derived so
        return True
    return latin or letter not in "اويتنمسا"

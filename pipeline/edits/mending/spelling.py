"""Whether two words are one word spelt in two ways: mended, or written by another habit.

Hamza, ة and ه, ى and ي, a typing mistake of a letter or two, case endings, a name in another
transliteration. A verb in another tense or a noun in another number is another word.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from rapidfuzz.distance import OSA

from pipeline.edits.mending.english import american
from pipeline.edits.mending.foreign import is_foreign, is_uninflected
from pipeline.edits.mending.frequency import is_listed
from pipeline.edits.mending.misspelt import are_two_words
from pipeline.edits.mending.slips import DERIVING, LONG, mistyped
from pipeline.edits.mending.spelt_places import is_place_respelt
from pipeline.edits.mending.word_forms import (
    ARTICLE,
    LEAST_SOUND,
    joined_otherwise,
    lost_ya,
    of_place,
    same_but_ending,
    twice_definite,
    twice_preposed,
)
from pipeline.remembering import LONGEST_REMEMBERED

#: small words that are often written as they sound
_SMALL_WORDS: Final = {
    "هاذا": "هذا",
    "هاذه": "هذه",
    "لاكن": "لكن",
    "ذالك": "ذلك",
    "هاؤلاء": "هولاء",
    "هاكذا": "هكذا",
    "كذالك": "كذلك",
    "لذالك": "لذلك",
    "اولايك": "اوليك",
    "كتير": "كثير",
    "اللدي": "الذي",
    "اللتي": "التي",
    "غلي": "الي",  # one key
    "كم": "كما",
    "هدا": "هذا",
    "هده": "هذه",
    "دلك": "ذلك",
    "لكين": "لكن",
    "عندا": "عند",
    "مند": "منذ",
    "منض": "منذ",
}
#: joined before one of them, and letters of the two together
_JOINING: Final = frozenset("وف")
_LEAST_JOINED: Final = 3
#: what verbs of the future begin with: they are other words than those of the present
_FUTURE: Final = re.compile("([وف]?)س([يتنا]..+)")
#: endings of French verbs, each of another tense: « demandons », « demandions »
_TENSES: Final = re.compile("(.+?)(i?)(?:ons|ez)")
#: letters of a participle of a root that ends in «ي»: «متردي», «مشتري»
_LEAST_DEFECTIVE: Final = 4
#: letters of a word whose last, a hamza, may be lost, or one of whose may be doubled
_LEAST_LONG: Final = 5
#: letters of a word that has a "g" for which «ج», «غ» or «ڨ» stands
_LEAST_HARDENED: Final = 6
_HARD: Final = str.maketrans("غ", "ج")
#: letters for sounds of other languages, and what stands for them
_LOANED: Final = re.compile("[ڨڤپچگ]")
_NATIVE: Final = str.maketrans("ڨگغجكڤپچ", "قققققفبق")
#: «المدعويين», «المدعوين»
_DOUBLED_VOWEL: Final = re.compile("(?<=..)([وي])\\1")
#: an article before a «ل», which many write once
_TWO_LAMS: Final = re.compile("(?<=^)الل|(?<=^[وفبك])الل")
_DERIVING_AFTER_ARTICLE: Final = "متياسن"
_LONG: Final = frozenset("اوي")
_LONG_VOWELS: Final = frozenset("وي")
_VOWELS: Final = re.compile("[اويءهىة]|(?<=.)[aeiouyh']")
_SOUNDS: Final = str.maketrans("جغقطضظذثصزؤئآأإ", "كككتددزسسزوياا" + "ا")
_DOUBLED_CONSONANT: Final = re.compile(r"([^aeiouy])\1+")
_DOUBLED: Final = re.compile(r"(.)\1+")


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
    if twice_definite(one, other) or twice_preposed(one, other) or _two_articles(one, other):
        return True
    if joined_otherwise(one, other) or of_two_tenses(one, other):
        return False
    if (f"{one}ا" == other or f"{other}ا" == one) and one.rstrip("ا").endswith("و"):
        return True  # «قالو», «يدعوا»
    if one.replace("يء", "ي") == other.replace("يء", "ي"):  # «طارىء», «طارئ»
        return True
    if f"{one}ء" == other or f"{other}ء" == one:  # «الكهربا»
        return min(len(one), len(other)) >= _LEAST_LONG
    if one.replace("ءات", "يات") == other.replace("ءات", "يات"):  # «لقاءات», «لقائات»
        return True
    if _LOANED.search(one + other) and _same_but_loaned(one, other):
        return True
    if one.isascii() and american(one) == american(other):
        return True
    return _doubled_otherwise(one, other) or _is_slip(one, other, names)


def _two_articles(one: str, other: str) -> bool:
    """Whether a word only has its article twice: «الالوزير»; but «الألعاب» has it once."""
    shorter, longer = sorted((one, other), key=len)
    return longer == f"ال{shorter}" and shorter.startswith("ال") and not is_listed(longer)


def of_two_tenses(one: str, other: str) -> bool:
    """Whether two words are a verb in two tenses, a letter apart: «سيؤمن», « demandions »."""
    if one.isascii() and other.isascii():
        told, again = _TENSES.fullmatch(one), _TENSES.fullmatch(other)
        if told is None or again is None:
            return False
        return told[1] == again[1] and told[2] != again[2]
    shorter, longer = sorted((one, other), key=len)
    future = _FUTURE.fullmatch(longer)
    return future is not None and future[1] + future[2] == shorter


def _is_defective(one: str, other: str) -> bool:
    """Whether a participle only lost the ي that it has not without an article: «مترد», «متردي».

    With the article it has one always, where «مغرب» and «مغربي» both have one.
    """
    shorter, longer = sorted((one, other), key=len)
    if longer != f"{shorter}ي" or longer[0] != "م" or len(longer) <= _LEAST_DEFECTIVE:
        return False
    definite = f"ال{longer}"
    if not is_listed(definite):
        return False
    return not is_listed(f"ال{shorter}") and not shorter.endswith(("و", "ي", "ا"))


def _native(key: str) -> str:
    """A word with one letter for all that stand for a sound Arabic lacks: «ڨرڨور», «قرقور»."""
    return key.translate(_NATIVE)


def _same_but_loaned(one: str, other: str) -> bool:
    """Whether one sound is written with two letters; «ڤ» is that of "v", or of "g"."""
    return any(
        _native(one.replace("ڤ", sound)) == _native(other.replace("ڤ", sound)) for sound in "ڤڨ"
    )


def _doubled_otherwise(one: str, other: str) -> bool:
    """Whether words in Latin letters have other consonants twice: "untill", « dévellopement »."""
    long = min(len(one), len(other)) >= _LEAST_LONG
    single = [_DOUBLED_CONSONANT.sub(r"\1", key) for key in (one, other)]
    same = long and one.isascii() and single[0] == single[1]
    return same and not are_two_words(one, other)  # « poison », « poisson »


def _is_slip(one: str, other: str, names: bool) -> bool:
    if _as_said(one) == _as_said(other):
        return True
    if one.replace("نب", "مب") == other.replace("نب", "مب"):  # one sound: «سنبلة», «سمبلة»
        return True
    if lost_ya(one, other) or _is_defective(one, other) or is_place_respelt(one, other):
        return True
    if names and same_sound(one, other):
        return True
    if same_but_ending(one, other) or _foreign(one, other) or _hardened(one, other):
        return True
    if _one_lam(one) == _one_lam(other):  # «القاء», «اللقاء»
        return True
    if _DOUBLED_VOWEL.sub(r"\1", one) == _DOUBLED_VOWEL.sub(r"\1", other):
        return min(len(one), len(other)) >= _LEAST_LONG
    return mistyped(one, other) and not are_two_words(one, other)


def _one_lam(key: str) -> str:
    return _TWO_LAMS.sub("ال", key) if len(key) > _LEAST_LONG else key


def _hardened(one: str, other: str) -> bool:
    """Whether a "g" of a long word is written as another country does: «الليغا», «الليجا»."""
    long = min(len(one), len(other)) >= _LEAST_HARDENED
    return long and one != other and one.translate(_HARD) == other.translate(_HARD)


def _as_said(key: str) -> str:
    """A word by its sound, where many write it so: «هاذا», «لاكن», «ظابط»."""
    rest = _SMALL_WORDS.get(key[1:]) if key[:1] in _JOINING and len(key) > _LEAST_JOINED else None
    key = key[0] + rest if rest else _SMALL_WORDS.get(key, key)
    return key.replace("ظ", "ض") if len(key) > LEAST_SOUND else key


_is_same_of_short: Final = lru_cache(maxsize=1 << 14)(_is_same)


def same_sound(one: str, other: str) -> bool:
    """Whether two words have the same consonants, as names in two transliterations have."""
    sound = _sound(one)
    return sound == _sound(other) and len(sound) >= LEAST_SOUND and not of_place(one, other)


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


def _foreign(one: str, other: str) -> bool:
    """Whether two long words are a foreign name with a long vowel more or less: «زيلنسكي».

    Arabic nouns and verbs differ by such vowels too («مقاتل», «مقتل»), but few of six letters
    that do not begin with what derives them.
    """
    deriving = DERIVING
    for article in ("ال", "لل"):
        if one.startswith(article) and other.startswith(article):
            one, other, deriving = one[2:], other[2:], _DERIVING_AFTER_ARTICLE
            break
    if of_abroad(one, other):
        return True
    shortest = min(len(one), len(other))
    likely = shortest >= LONG - 1 and one[0] == other[0] and is_foreign(one) and is_foreign(other)
    if likely and OSA.distance(one, other, score_cutoff=1) == 1:
        return True  # «أرلينغتون», «أرلينغون»
    if shortest < LONG - 2 or one[0] != other[0]:
        return False
    if shortest > LONG:  # «البوسودومناز», «البسودوموناس»
        return not one.isascii() and _hissed(one) == _hissed(other)
    # «بولتيكا»: no noun of so many letters is derived by a ي or و within it
    lost = shortest == LONG - 1 and _lost_vowel(*sorted((one, other), key=len)) in _LONG_VOWELS
    if one[0] in deriving and shortest <= LONG and not lost:
        return False
    return one[-1] == other[-1] and not one.isascii() and _sound(one) == _sound(other)


def of_abroad(one: str, other: str) -> bool:
    """Whether a long vowel came or went within a name of abroad: «ريكس», «ركس»; not «جيوب».

    Arabic words are written with articles and pronouns, such names are not.
    """
    shorter, longer = sorted((one, other), key=len)
    if len(shorter) < LEAST_SOUND or not _vowel_within(shorter, longer):
        return False
    told = [is_foreign(key) or is_uninflected(key) for key in (one, other)]
    return any(told) and all(
        known or not is_listed(key) for known, key in zip(told, (one, other), strict=True)
    )


def _vowel_within(shorter: str, longer: str) -> bool:
    return any(
        longer[at] in _LONG and longer[:at] + longer[at + 1 :] == shorter
        for at in range(1, len(longer) - 1)
    )


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
    head = ARTICLE.match(name)
    rest = name[head.end() :] if head and len(name) - head.end() > 2 else name
    article = name[: len(name) - len(rest)]
    return article + _DOUBLED.sub(r"\1", _VOWELS.sub("", rest.translate(_SOUNDS)))

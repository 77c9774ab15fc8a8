"""Whether two words are of one root, roughly: by what stays of them in most of their forms."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from pipeline.edits.common_words import is_common
from pipeline.edits.denying.contraries import akin
from pipeline.edits.joined import bare

_PREFIXES: Final = ("وال", "بال", "ال", "لل", "وس", "فس", "ست", "سي", "سن", "و", "ف", "س", "ل", "ب")
_PRESENT: Final = ("ي", "ت", "ن", "ا")
_VERBAL_ENDINGS: Final = ("وا", "ون", "ت", "ي", "ا")
_LONG_VOWELS: Final = frozenset("اوي")
#: letters that a verb loses after «لم»
WEAK: Final = dict.fromkeys(map(ord, "اويىء"))
#: letters by which words are known to be of one root, in Arabic; in Latin letters, of their
#: beginnings
_LONG_ROOT: Final = 3
_LATIN_ROOT: Final = 5


def of_one(one: str, other: str) -> bool:
    """Whether two words are one, whatever is joined before them, or say the same."""
    return akin(one, other) or not set(bare(one)).isdisjoint(bare(other))


def roots(words: Sequence[str]) -> set[str]:
    """Roots of the words that say something, roughly; of short ones none.

    They tell that a longer change says what its other side denies: «لا ترى موجبا للمشاركة»,
    «ستشارك»; "no one has been charged", "charges were brought".
    """
    latin = {key[:_LATIN_ROOT] for key in words if key.isascii() and len(key) > _LATIN_ROOT}
    stems = [stem(key) for key in words if not key.isascii()]
    stems += [stem.removeprefix("م") for stem in stems]
    arabic = (stem.translate(WEAK) for stem in stems)
    return {root for root in {*latin, *arabic} if len(root) >= _LONG_ROOT and not is_common(root)}


def stem(key: str) -> str:
    """A word without what is joined to it and what its forms change, roughly."""
    for prefix in _PREFIXES:
        if key.startswith(prefix) and len(key) - len(prefix) > 2:
            key = key[len(prefix) :]
            break
    if key[:1] in _PRESENT and len(key) > 2:
        key = key[1:]
    if key.startswith("ل") and len(key) > 4:
        key = key[1:]
    key = key[:-1] if key.endswith(("ت", "ه", "ا")) and len(key) > 3 else key
    # «تسجيل» of «سجل», «انعقاد» of «انعقد», «وصول» of «وصل»
    return key[:-2] + key[-1] if len(key) > 3 and key[-2] in _LONG_VOWELS else key


def alike(one: str, other: str) -> bool:
    """Whether two stems are of one verb, its weak letters aside: «لم [يعد]», «[عاد]»."""
    if one == other:
        return True
    bones = one.translate(WEAK)
    return len(bones) > 1 and bones == other.translate(WEAK)


def of_one_verb(one: str, other: str) -> bool:
    """Whether two words are forms of one Arabic verb, of the measures in ت too: «تتبن», «وتبنت»."""
    return alike(stem(one), stem(other)) or not _verbal(one).isdisjoint(_verbal(other))


def _verbal(key: str) -> set[str]:
    """A verb without «و» and its ending, with and without what shows the person before it."""
    word = key[1:] if key[:1] in ("و", "ف") and len(key) > _LONG_ROOT else key
    ending = next((end for end in _VERBAL_ENDINGS if word.endswith(end)), "")
    word = word[: len(word) - len(ending)]
    forms = {word, word[1:]} if word[:1] in _PRESENT else {word}
    return {form for form in forms if len(form) >= _LONG_ROOT}


def lengthened(key: str) -> tuple[str, ...]:
    """What a verb that stands after «لم» may be elsewhere: «يستجب», «يستجيب»; «يتخل», «يتخلى»."""
    return (f"{key}ي", *(f"{key[:-1]}{vowel}{key[-1:]}" for vowel in "اوي"))

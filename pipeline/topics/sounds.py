"""How a foreign name sounds, however it is spelt: «إلبيت سيستمز», «البيت سيستيمز», Elbit Systems.

Vowels waver from desk to desk, so a name is known by its consonants, and consonants that Arabic
puts for one another are one (ج غ ق ك for g). The last vowel counts, for it tells «فلسطيني» from
«فلسطين». Only names that no Arabic pattern makes are known so: «مستقل» and «مستغل» sound alike
and are two words, so what is left behind the letters that Arabic builds words with must be long.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from operator import itemgetter

from pipeline.arabic import fold_letters

#: consonants that a name must have to be known by them: no Arabic root has as many
_FEWEST = 5
#: in a phrase, where each word vouches for the others
_FEWEST_BESIDE = 2
#: of a phrase and of one word in it, in the other alphabet: a common word that is heard so there
#: by chance is not followed by another
_FEWEST_OF_PHRASE = 7
FEWEST_ACROSS = 4
#: what Arabic puts around a root
_BEFORE_ROOTS = ("است", "مست", "يست", "تست", "نست", "ان", "من", "مت", "م", "ت", "ي", "ن", "ا")
_BEHIND_ROOTS = ("تين", "ات", "ون", "ين", "ان", "ها", "هم", "نا", "ية", "ه", "ة", "ي")

#: Words that sound like a name and are none of its spellings: «برتقال» is not «البرتغال».
_SOUND_ALIKE = frozenset("برتقال برتقالي برتقالية بروتوكول بروتوكولي".split())  # noqa: SIM905


class _Heard(dict[int, str]):
    """What is heard of each letter; of all others nothing."""

    def __missing__(self, letter: int) -> str:
        if letter < 0x10000:  # the table stays small whatever a hostile page holds
            self[letter] = ""
        return ""


_ARABIC = _Heard(str.maketrans({
    "ب": "b", "پ": "b", "ت": "t", "ط": "t", "ث": "s", "س": "s", "ص": "s", "ز": "s",
    "ظ": "s", "ذ": "s", "ژ": "s", "ش": "š", "چ": "š", "ج": "k", "غ": "k", "ق": "k", "ك": "k",
    "گ": "k", "خ": "k", "د": "d", "ض": "d", "ر": "r", "ف": "f", "ڤ": "f", "ڥ": "f", "ل": "l",
    "م": "m", "ن": "n",
}))  # fmt: skip
#: The same of words in an alphabet of bytes, into one that has š: so a letter costs a tenth.
_WRITTEN, _SPOKEN = "iso8859-6", "iso8859-2"
_LETTERS = [bytes((code,)).decode(_WRITTEN, "ignore") for code in range(256)]
_SPACE_OR_HEARD = [one if one == " " else one.translate(_ARABIC) for one in _LETTERS]
_HEARD_BYTES = "".join(one or "\0" for one in _SPACE_OR_HEARD).encode(_SPOKEN)
_SILENT_BYTES = bytes(code for code, one in enumerate(_SPACE_OR_HEARD) if not one)
_HEARD = "".join(chr(letter) for letter, heard in _ARABIC.items() if heard)
_LATIN = _Heard(str.maketrans({
    "b": "b", "p": "b", "t": "t", "s": "s", "z": "s", "c": "k", "k": "k", "q": "k", "g": "k",
    "j": "k", "d": "d", "r": "r", "f": "f", "v": "f", "l": "l", "m": "m", "n": "n", "x": "ks",
    "š": "š",
}))  # fmt: skip
#: as many letters that are heard in Arabic as lead to a name
_ENOUGH = re.compile(f"(?:[^{_HEARD}]*+[{_HEARD}]){{{FEWEST_ACROSS}}}")
_DOUBLED = re.compile(r"(.)\1+")
_ONCE = itemgetter(1)
#: two letters for one sound, and what is not heard: behind «ck» for k, whose h may be another's
_PAIRS = (
    ("tch", "š"), ("sch", "š"), ("sh", "š"), ("ch", "š"), ("ph", "f"), ("th", "t"),
    ("kh", "k"), ("gh", "k"), ("dh", "s"),
)  # fmt: skip
_LAST = {"ي": "i", "ى": "a", "ا": "a", "ة": "a", "ه": "a", "y": "i", "i": "i", "a": "a", "e": ""}


def sound(word: str) -> str | None:
    """The consonants that a foreign name is known by; None for other words.

    Args:
        word: as `pipeline.arabic.plain` writes it, without proclitics.
    """
    heard = consonants(word)
    return heard if _is_known_by(heard, word) else None


def may_be_a_name(spelling: str) -> bool:
    """Whether a spelling, or a word at the end of it, may lead to a foreign name: most do not."""
    return spelling[-1:].isascii() or _ENOUGH.match(spelling) is not None


def names_heard(words: Iterable[str]) -> frozenset[str]:
    """What leads from words of a text to foreign names.

    To names lead the `sound` of each word, and for phrases that are written in the other
    alphabet what `abroad` asks for.
    """
    names: set[str] = set()
    for word in words:
        one = consonants(word)
        if letters_heard(one) >= FEWEST_ACROSS:
            names.add(f"{'latin' if word.isascii() else 'arabic'} {one}")
            if _is_known_by(one, word):
                names.add(one)
    return frozenset(names)


def abroad(word: str) -> str | None:
    """How a word of a phrase is heard in the other alphabet."""
    heard = consonants(word)
    if letters_heard(heard) < FEWEST_ACROSS:
        return None
    return f"{'arabic' if word.isascii() else 'latin'} {heard}"


def _is_known_by(heard: str, word: str) -> bool:
    if letters_heard(heard) < _FEWEST or word.removeprefix("ال") in _SOUND_ALIKE:
        return False
    root = word if word.isascii() else _without_pattern(word)
    left = letters_heard(consonants(root))
    # a plural in ون of four consonants begins with م or ي; «كلينتون» is none
    return left >= _FEWEST or (left == _FEWEST - 1 and word.endswith("ون") and root == word[:-2])


def sounds_of_phrase(spellings: Sequence[str]) -> tuple[tuple[str, ...], str]:
    """What each word of a phrase is known by, and what of a text leads to the phrase.

    Returns:
        Two times nothing, if it is no foreign name.
    """
    heard = tuple(map(consonants, spellings))
    if min(map(letters_heard, heard)) < _FEWEST_BESIDE:
        return (), ""
    rarest = max(range(len(heard)), key=lambda i: len(heard[i]))
    if any(map(sound, spellings)):
        return heard, heard[rarest]
    across = abroad(spellings[rarest])
    if len(heard) > 1 and across and sum(map(letters_heard, heard)) >= _FEWEST_OF_PHRASE:
        return heard, across
    return (), ""


def consonants(word: str) -> str:
    """A word's consonants in order, and its last vowel: «زيلينسكي» → slnski."""
    table, letters = (_LATIN, _paired(word)) if word.isascii() else (_ARABIC, word)
    return _DOUBLED.sub(_ONCE, letters).translate(table) + last_vowel(word)


def consonants_of_each(arabic: str) -> list[str]:
    """As `consonants` of each word but without its last vowel, at a fraction of the time.

    Args:
        arabic: words of the letters from ء to ي, with one space between each two.
    """
    # the few of these letters that the bytes lack are silent
    written = _DOUBLED.sub(_ONCE, arabic).encode(_WRITTEN, "ignore")
    return written.translate(_HEARD_BYTES, _SILENT_BYTES).decode(_SPOKEN).split(" ")


def last_vowel(word: str) -> str:
    """What `consonants` has of a word's vowels."""
    return _LAST.get(word[-1:], "")


def _without_pattern(word: str) -> str:
    word = fold_letters(word).removeprefix("ال")
    if word.startswith(_BEFORE_ROOTS):
        word = word.removeprefix(next(one for one in _BEFORE_ROOTS if word.startswith(one)))
    if word.endswith(_BEHIND_ROOTS):
        word = word.removesuffix(next(one for one in _BEHIND_ROOTS if word.endswith(one)))
    return word


def letters_heard(heard: str) -> int:
    """How many consonants are among what is heard."""
    return len(heard) - heard.count("a") - heard.count("i")


def _paired(word: str) -> str:
    word = word.replace("ck", "k")
    if "h" not in word:  # most words
        return word
    for pair, one in _PAIRS:
        word = word.replace(pair, one)
    return word

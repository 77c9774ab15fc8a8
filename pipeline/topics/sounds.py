"""How a foreign name sounds, however it is spelt: «إلبيت سيستمز», «البيت سيستيمز», Elbit Systems.

Vowels waver from desk to desk, so a name is known by its consonants, and consonants that Arabic
puts for one another are one (ج غ ق ك for g). The last vowel counts, for it tells «فلسطيني» from
«فلسطين». Only names that no Arabic pattern makes are known so: «مستقل» and «مستغل» sound alike
and are two words, so what is left behind the letters that Arabic builds words with must be long.
"""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.arabic import fold_letters

#: consonants that a name must have to be known by them: no Arabic root has as many
_FEWEST = 5
#: in a phrase, where each word vouches for the others
_FEWEST_BESIDE = 2
#: of a phrase and of one word in it, in the other alphabet: a common word that is heard so there
#: by chance is not followed by another
_FEWEST_OF_PHRASE = 7
_FEWEST_ACROSS = 4
#: what Arabic puts around a root
_BEFORE_ROOTS = ("است", "مست", "يست", "تست", "نست", "ان", "من", "مت", "م", "ت", "ي", "ن", "ا")
_BEHIND_ROOTS = ("تين", "ات", "ون", "ين", "ان", "ها", "هم", "نا", "ية", "ه", "ة", "ي")

#: Words that sound like a name and are none of its spellings: «برتقال» is not «البرتغال».
_SOUND_ALIKE = frozenset("برتقال برتقالي برتقالية بروتوكول بروتوكولي".split())  # noqa: SIM905

_ARABIC = {
    "ب": "b", "پ": "b", "ت": "t", "ط": "t", "ة": "", "ث": "s", "س": "s", "ص": "s", "ز": "s",
    "ظ": "s", "ذ": "s", "ژ": "s", "ش": "š", "چ": "š", "ج": "k", "غ": "k", "ق": "k", "ك": "k",
    "گ": "k", "خ": "k", "د": "d", "ض": "d", "ر": "r", "ف": "f", "ڤ": "f", "ڥ": "f", "ل": "l",
    "م": "m", "ن": "n", "ه": "", "ح": "", "ع": "",
}  # fmt: skip
_LATIN = {
    "b": "b", "p": "b", "t": "t", "s": "s", "z": "s", "c": "k", "k": "k", "q": "k", "g": "k",
    "j": "k", "d": "d", "r": "r", "f": "f", "v": "f", "l": "l", "m": "m", "n": "n", "x": "ks",
    "š": "š",
}  # fmt: skip
#: two letters for one sound, and what is not heard
_PAIRS = (
    ("ck", "k"), ("tch", "š"), ("sch", "š"), ("sh", "š"), ("ch", "š"), ("ph", "f"), ("th", "t"),
    ("kh", "k"), ("gh", "k"), ("dh", "s"),
)  # fmt: skip
_LAST = {"ي": "i", "ى": "a", "ا": "a", "ة": "a", "ه": "a", "y": "i", "i": "i", "a": "a", "e": ""}


def sound(word: str) -> str | None:
    """The consonants that a foreign name is known by; None for other words.

    Args:
        word: as `pipeline.arabic.plain` writes it, without proclitics.
    """
    if word.removeprefix("ال") in _SOUND_ALIKE:
        return None
    root = word if word.isascii() else _without_pattern(word)
    if _count(consonants(root)) >= _FEWEST:
        return consonants(word)
    # a plural in ون of four consonants begins with م or ي; «كلينتون» is none
    is_name = word.endswith("ون") and root == word[:-2] and _count(consonants(root)) == _FEWEST - 1
    return consonants(word) if is_name else None


def sounds_of_phrase(spellings: Sequence[str]) -> tuple[tuple[str, ...], str]:
    """What each word of a phrase is known by, and what of a text leads to the phrase.

    Returns:
        Two times nothing, if it is no foreign name.
    """
    heard = tuple(map(consonants, spellings))
    if min(map(_count, heard)) < _FEWEST_BESIDE:
        return (), ""
    rarest = max(range(len(heard)), key=lambda i: len(heard[i]))
    if any(map(sound, spellings)):
        return heard, heard[rarest]
    across = abroad(spellings[rarest])
    if len(heard) > 1 and across and sum(map(_count, heard)) >= _FEWEST_OF_PHRASE:
        return heard, across
    return (), ""


def at_home(word: str) -> str | None:
    """What a word is heard as in phrases that are written in the other alphabet."""
    heard = consonants(word)
    if _count(heard) < _FEWEST_ACROSS:
        return None
    return f"{'latin' if word.isascii() else 'arabic'} {heard}"


def abroad(word: str) -> str | None:
    """How a word of a phrase is heard in the other alphabet, as `at_home` tells it there."""
    heard = consonants(word)
    if _count(heard) < _FEWEST_ACROSS:
        return None
    return f"{'arabic' if word.isascii() else 'latin'} {heard}"


def consonants(word: str) -> str:
    """A word's consonants in order, and its last vowel: «زيلينسكي» → slnski."""
    table, letters = (_LATIN, _paired(word)) if word.isascii() else (_ARABIC, word)
    heard = ""
    last = ""
    for letter in letters:
        if letter != last:
            heard += table.get(letter, "")
        last = letter
    return heard + _LAST.get(word[-1:], "")


def _without_pattern(word: str) -> str:
    word = fold_letters(word).removeprefix("ال")
    for before in _BEFORE_ROOTS:
        if word.startswith(before):
            word = word.removeprefix(before)
            break
    for behind in _BEHIND_ROOTS:
        if word.endswith(behind):
            return word.removesuffix(behind)
    return word


def _count(heard: str) -> int:
    return sum(one not in "ai" for one in heard)


def _paired(word: str) -> str:
    for pair, one in _PAIRS:
        word = word.replace(pair, one)
    return word

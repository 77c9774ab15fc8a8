"""How often a word is written, in Arabic, French or English, by lists of counts.

`frequencies/*.txt.xz` hold a word a line, as keys write it, with a digit that says how often. How
they were made, and of what, says docs/decisions/013-words-that-news-are-written-with.md. A word
that no list has is rare; whether it may be one at all is told by its parts, what may be joined
before and behind it taken off.

Frequencies are powers of ten: of a billion words, ten are of one that has 1.0, a thousand of one
that has 3.0.
"""

from __future__ import annotations

import lzma
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from itertools import product
from typing import Final, Literal

from pipeline.remembering import remembered

#: the least that a list says, and how much more each digit is
LEAST: Final = 1.7
STEP: Final = 0.5
#: letters of the longest word that a list has
LONGEST: Final = 16


def _table(text: str) -> dict[str, float]:
    pairs = (pair.split(":") for pair in text.split())
    return {"": 0.0} | {joined: float(less) for joined, less in pairs}


#: what may be joined before an Arabic word, and how much rarer the whole is
_CONJUNCTIONS: Final = {"و": 1.4, "ف": 2.5}
_JOINED: Final = _table("ال:0.4 بال:1.9 كال:3.0 لل:1.6 ب:1.7 ل:1.7 ك:2.8 س:2.0")
#: what verbs of the future begin with, after their «س»
_PERSONS: Final = ("ي", "ت", "ن", "ا")
#: what may stand behind it: pronouns, numbers, gender
_BEHIND: Final = _table(
    "ه:1.4 ها:1.9 هم:2.3 هما:3.0 هن:3.2 نا:2.5 كم:2.9 ك:2.4 ي:2.0 ني:2.5 ات:2.0 ان:2.9 ين:2.2 "
    "ون:2.1 وا:1.8 ت:1.7 تا:3.1 ا:2.0 تم:3.0 تين:3.0 تان:3.2"
)
_PRONOUNS: Final = frozenset({"ه", "ها", "هم", "هما", "هن", "نا", "كم", "ك", "ي"})
#: letters that are left of a word
_LEAST_LETTERS: Final = 3


#: a language that has a list, and is written in Latin letters
Latin = Literal["fr", "en"]


def frequency(key: str, language: Latin | None = None) -> float:
    """How often a word, given by its key, is written; 0 for one that has no known parts either.

    A form that no list has is as rare as its parts make it, and rarer than any that one has.

    Args:
        key: of the word.
        language: in which a word in Latin letters stands; None: whichever has it more often.
    """
    return _frequency(key) if language is None or not key.isascii() else _listed(language, key)


@remembered(1 << 14)
def _frequency(key: str) -> float:
    if key.isascii():
        return max(_listed("fr", key), _listed("en", key))
    return _listed("ar", key) or _of_joined(key) or _of_parts(key)


def is_listed(key: str) -> bool:
    """Whether a list has a word itself, given by its key."""
    return any(_listed(language, key) for language in (("fr", "en") if key.isascii() else ("ar",)))


def has_parts(key: str) -> bool:
    """Whether an Arabic word may be another one, which a list has, with something joined to it."""
    return any(True for _ in _readings(key))


def conjoined(key: str) -> tuple[str, float]:
    """What stands behind a conjunction, and how much rarer the whole is; "" where there is none."""
    less = _CONJUNCTIONS.get(key[:1])
    return ("", 0.0) if less is None or len(key) <= _LEAST_LETTERS else (key[1:], less)


def folder() -> Traversable:
    """Where the lists are."""
    return files("pipeline.edits.mending").joinpath("frequencies")


def _of_joined(key: str) -> float:
    """The lists lack what is as frequent as «و» before another word lets expect."""
    rest, less = conjoined(key)
    return max(0.0, _listed("ar", rest) - less) if rest else 0.0


def _of_parts(key: str) -> float:
    return max(0.0, min(LEAST, max(_readings(key), default=0.0)))


def _readings(key: str) -> Iterator[float]:
    """How frequent a word is by each of the ways to take it apart."""
    for first, joined in product(("", *_CONJUNCTIONS), _JOINED):
        head = first + joined
        rest = key[len(head) :]
        if not key.startswith(head) or (joined == "س" and not rest.startswith(_PERSONS)):
            continue
        less = _CONJUNCTIONS.get(first, 0.0) + _JOINED[joined]
        for behind, rarer in _BEHIND.items():
            stem = rest.removesuffix(behind)
            if len(stem) < _LEAST_LETTERS or not (rest.endswith(behind) and head + behind):
                continue
            often = _listed("ar", stem)
            if stem[-1] == "ت" and behind in _PRONOUNS:
                often = max(often, _listed("ar", f"{stem[:-1]}ه"))  # «جمعيتها»
            if often:
                yield often - less - rarer


@cache
def _list(language: str) -> bytes:
    return lzma.decompress(folder().joinpath(f"{language}.txt.xz").read_bytes())


def _listed(language: str, key: str) -> float:
    """How often a list says that a word is written, found by halves; 0 where it does not."""
    if len(key) > LONGEST:
        return 0.0
    lines, wanted = _list(language), key.encode()
    low, high = 0, len(lines)
    while low < high:
        middle = (low + high) // 2
        start = lines.rfind(b"\n", low, middle) + 1 or low
        end = lines.find(b"\n", middle)
        word = lines[start : end - 1]
        if word == wanted:
            return LEAST + STEP * (int(lines[end - 1 : end]) + 0.5)
        low, high = (end + 1, high) if word < wanted else (low, start)
    return 0.0

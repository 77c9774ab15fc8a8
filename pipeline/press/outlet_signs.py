"""Tells quickly which paragraphs of a text may name an outlet, so that the others are not read.

It never leaves out a paragraph in which `pipeline.press.outlet_names` would find a name; it lets
through some that have none. Cutting every paragraph of a text into words, to find that hardly
any begins a name, takes several times as long.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import Final

from pipeline.char_tables import CharTable
from pipeline.folding import fold
from pipeline.press import words as press
from pipeline.press.outlet_names import BEGINNINGS, IN_WORDS

_IN_WORDS: Final = re.compile(IN_WORDS)
_WORD: Final = re.compile(r"[^\W_]+")
_BREAK: Final = "\n"
# What a character becomes, where it is not one other.
_NOTHING: Final = 1
_SEVERAL: Final = 2


def may_name_outlets(paragraphs: Sequence[str]) -> Iterator[bool]:
    """For each paragraph whether it is worth a look."""
    made = _words_together(paragraphs)
    if made is None:
        yield from (True for _ in paragraphs)
        return
    # most texts have no sign at all, so all words of one are looked up at once
    every = made.split()
    signs = list(_SIGNS.intersection(every))
    if signs:
        words = set(every)
        signs = [word for word in signs if _may_be_sign(word, words)]
    for text in made.split(_BREAK):
        yield any(word in text for word in signs) and _may_name_one(signs, text.split())


def _may_be_sign(word: str, words: set[str]) -> bool:
    """Whether there is what must follow a word for it to begin a name, if anything must."""
    after = _FIRST_PARTS.get(word, _ANYTHING)
    return word in press.OUTLET_MARKS or "" in after or not after.isdisjoint(words)


def _may_name_one(signs: Iterable[str], words: list[str]) -> bool:
    """Whether words hold a mark of outlets, or a beginning of names before what must follow it."""
    return any(
        word in press.OUTLET_MARKS or _stands_before(word, _FIRST_PARTS[word], words)
        for word in signs
        if word in words
    )


def _stands_before(word: str, after: frozenset[str], words: list[str]) -> bool:
    return "" in after or any(
        first == word and second in after for first, second in pairwise(words)
    )


def _first_part(word: str) -> str:
    found = _WORD.match(word)
    return found[0] if found else ""


def _first_parts() -> dict[str, frozenset[str]]:
    """`BEGINNINGS` by what stands before a hyphen or full stop in them, for words end there."""
    found: defaultdict[str, set[str]] = defaultdict(set)
    for word, after in BEGINNINGS.items():
        first = _first_part(word)
        found[first] |= set(map(_first_part, after)) if first == word else {""}
    return {word: frozenset(after) for word, after in found.items()}


_FIRST_PARTS: Final = _first_parts()
_SIGNS: Final = press.OUTLET_MARKS | _FIRST_PARTS.keys()
_ANYTHING: Final = frozenset(("",))


def _words_together(texts: Sequence[str]) -> str | None:
    """The texts folded, in lower case, nothing but words and spaces; None if it is not so simple.

    By a table that is looked up for all letters at once, as `fold` cannot.
    """
    made = _LETTERS.look_up(_BREAK.join(texts))
    if (made == _SEVERAL).any():
        return None
    folded = made[made != _NOTHING].tobytes().decode("utf-16-le")
    return folded if folded.count(_BREAK) == len(texts) - 1 else None


def _of_char(char: str) -> int:
    """The character that one becomes, or one of the two signs."""
    if char == _BREAK:
        return ord(char)
    made = fold(char).lower() if _IN_WORDS.fullmatch(char) else " "
    if "\ud800" <= char <= "\udfff" or len(made) > 1 or made > "\uffff":
        return _SEVERAL
    return ord(made) if made else _NOTHING


_LETTERS: Final = CharTable(_of_char)

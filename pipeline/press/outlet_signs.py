"""Tells quickly which paragraphs of a text may name an outlet, so that the others are not read.

It never leaves out a paragraph in which `pipeline.press.outlet_names` would find a name; it lets
through some that have none. Cutting every paragraph of a text into words, to find that hardly
any begins a name, takes several times as long.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
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
    texts = _words_together(paragraphs)
    if texts is None:
        yield from (True for _ in paragraphs)
        return
    yield from (_may_name_one(text.split()) for text in texts)


def _may_name_one(words: list[str]) -> bool:
    """Whether words hold a mark of outlets, or a beginning of names before what must follow it."""
    signs = _SIGNS.intersection(words)
    return not signs.isdisjoint(press.OUTLET_MARKS) or any(
        "" in (after := _FIRST_PARTS[word])
        or (not after.isdisjoint(words) and _stand_together(word, after, words))
        for word in signs
    )


def _stand_together(word: str, after: frozenset[str], words: list[str]) -> bool:
    return any(first == word and second in after for first, second in pairwise(words))


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


def _words_together(texts: Sequence[str]) -> list[str] | None:
    """The texts folded, in lower case, nothing but words and spaces; None if it is not so simple.

    By a table that is looked up for all letters at once, as `fold` cannot.
    """
    import numpy as np

    made = _LETTERS.look_up(_BREAK.join(texts))
    if np.count_nonzero(made == _SEVERAL):
        return None
    folded = made[made != _NOTHING].tobytes().decode("utf-16-le").split(_BREAK)
    return folded if len(folded) == len(texts) else None


def _of_char(char: str) -> int:
    """The character that one becomes, or one of the two signs."""
    if char == _BREAK:
        return ord(char)
    made = fold(char).lower() if _IN_WORDS.fullmatch(char) else " "
    if "\ud800" <= char <= "\udfff" or len(made) > 1 or made > "\uffff":
        return _SEVERAL
    return ord(made) if made else _NOTHING


_LETTERS: Final = CharTable(_of_char)

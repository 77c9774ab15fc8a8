"""Tells quickly which paragraphs of a text may name an outlet, so that the others are not read.

It never leaves out a paragraph in which `pipeline.outlet_names` would find a name; it lets
through some that have none. Cutting every paragraph of a text into words, to find that hardly
any begins a name, takes several times as long.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import Final

from pipeline import press_words as press
from pipeline.char_tables import CharTable
from pipeline.folding import fold
from pipeline.outlet_names import BEGINNINGS, IN_WORDS

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
    for text in texts:
        words = text.split()
        yield not press.OUTLET_MARKS.isdisjoint(words) or _has_beginning(words)


def _has_beginning(words: list[str]) -> bool:
    for at in [at for at, word in enumerate(words) if word in _FIRST_PARTS]:
        after = _FIRST_PARTS[words[at]]
        if "" in after or (at + 1 < len(words) and words[at + 1] in after):
            return True
    return False


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


def _words_together(texts: Sequence[str]) -> list[str] | None:
    """The texts folded, in lower case, nothing but words and spaces; None if it is not so simple.

    By a table that is looked up for all letters at once, as `fold` cannot.
    """
    made = _LETTERS.look_up(_BREAK.join(texts))
    if (made == _SEVERAL).any():
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

"""Tells quickly which paragraphs of a text may name an outlet, so that the others are not read.

It never leaves out a paragraph in which `pipeline.press.outlet_names` would find a name; it lets
through some that have none. Cutting every paragraph of a text into words, to find that hardly
any begins a name, takes several times as long.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
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
#: different characters that become several, of a text that is looked at
_MOST_SEVERAL: Final = 64


def may_name_outlets(paragraphs: Sequence[str]) -> Iterator[bool]:
    """For each paragraph whether it is worth a look."""
    made = _words_together(paragraphs)
    if made is None:
        yield from (True for _ in paragraphs)
        return
    every = made.split()
    signs = _SIGNS.intersection(every)  # most texts have none at all
    words = set(every) if signs else set()
    wanted = [f" {sign} " for word in signs for sign in _wanted(word, words)]
    for text in made.split(_BREAK):
        spaced = f" {' '.join(text.split())} " if wanted else ""
        yield any(sign in spaced for sign in wanted)


def _wanted(word: str, words: set[str]) -> Iterator[str]:
    """What a text must hold for a word to be a sign: it, or it before what must follow it."""
    after = _FIRST_PARTS.get(word, _ANYTHING)
    if word in press.OUTLET_MARKS or "" in after:
        yield word
    else:
        yield from (f"{word} {one}" for one in after & words)


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
    whole = _BREAK.join(texts)
    made = _LETTERS.look_up(whole)
    if (made == _SEVERAL).any():
        written_out = _written_out(whole)
        if written_out is None:
            return None
        made = _LETTERS.look_up(written_out)
    folded = made[made != _NOTHING].tobytes().decode("utf-16-le")
    return folded if folded.count(_BREAK) == len(texts) - 1 else None


def _written_out(text: str) -> str | None:
    """A text with «ß» as "ss", and so on; None if too much of it is like that.

    What no table of single characters can hold is left out: no word with it is a sign.
    """
    beyond = {char for char in set(text) if not char.isascii()}
    several = {char for char in beyond if char > "\uffff"}
    single = "".join(beyond - several)
    kinds = _LETTERS.look_up(single).tolist()
    several.update(char for char, kind in zip(single, kinds, strict=True) if kind == _SEVERAL)
    if len(several) > _MOST_SEVERAL:
        return None
    for char in several:
        made = _folded(char)
        text = text.replace(char, made if all(_of_char(one) != _SEVERAL for one in made) else " ")
    return text


def _folded(char: str) -> str:
    return fold(char).lower() if _IN_WORDS.fullmatch(char) else " "


def _of_char(char: str) -> int:
    """The character that one becomes, or one of the two signs."""
    if char == _BREAK:
        return ord(char)
    made = _folded(char)
    if "\ud800" <= char <= "\udfff" or char > "\uffff" or len(made) > 1 or made > "\uffff":
        return _SEVERAL
    return ord(made) if made else _NOTHING


_LETTERS: Final = CharTable(_of_char)

"""Whether an Arabic word is one that news are written with, in whatever form it stands.

`common_arabic.txt` holds what is left of word forms when whatever may be joined before and
behind them is taken off, as keys write them. How they were counted says
docs/decisions/013-words-that-news-are-written-with.md. A rare word is not known: that alone makes
none a mistake.
"""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files
from typing import Final

from pipeline.edits.common_words import is_common
from pipeline.remembering import remembered

#: what may be joined before a word
_HEAD: Final = re.compile("[وف]?(?:[بك]?ال|لل|[بكلس])?")
_LONGEST_HEAD: Final = 4
#: what may stand behind it: pronouns, numbers, gender
_ENDS: Final = (*("هما", "هم", "هن", "ها", "نا", "كم", "وا", "ان", "ين", "ون"), *("ات", "تا", "ه"))
_LAST: Final = (*_ENDS, "ت", "ا", "ي")
#: letters that are left of a word
_LEAST: Final = 3


@remembered(1 << 14)
def is_known(key: str) -> bool:
    """Whether the word, given by its key, or what is left of it, is a common one."""
    return is_common(key) or not _words().isdisjoint(_stems(key))


@cache
def _words() -> frozenset[str]:
    return frozenset(
        files("pipeline.edits.naming").joinpath("common_arabic.txt").read_text("utf-8").split()
    )


def _stems(key: str) -> set[str]:
    found: set[str] = set()
    for start in range(_LONGEST_HEAD + 1):
        rest = key[start:]
        if len(rest) < _LEAST or not _HEAD.fullmatch(key, 0, start):
            continue
        found.add(rest)
        found.update(rest.removesuffix(end) for end in _LAST if len(rest) - len(end) >= _LEAST)
    return found

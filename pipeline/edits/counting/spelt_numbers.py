"""Reads a number in words: «مئة وخمسة وعشرون ألفا», « deux cent vingt », "twenty-five".

What the number counts is `pipeline.edits.counting.numbers`'s.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, Literal, NamedTuple

from pipeline.edits.common_words import is_common
from pipeline.edits.counting import number_words as table
from pipeline.edits.joined import bare
from pipeline.edits.words import Word

_HUNDRED: Final = 100
_FOUR: Final = 4
_TENS: Final = frozenset(table.TENS.values())
#: the second word of 11 to 19
TEN_KEYS: Final = frozenset({"عشر", "عشره"})
_AND: Final = frozenset({"و", "et", "and"})
#: after tens, "twenty-one", « vingt et un »; alone they may count nothing
_ONE: Final = frozenset({"one", "un", "une"})
#: « quatre-vingts »
_SCORES: Final = frozenset({"vingt", "vingts"})


class _Part(NamedTuple):
    """One part of a number in words."""

    value: float
    #: "add": it adds to what came before; "hundred", "scale": it multiplies it
    role: Literal["add", "hundred", "scale"]
    #: in words
    length: int


def spelt(words: Sequence[Word], at: int) -> tuple[float | None, int]:
    """A number in words: «مئة وخمسة وعشرون ألفا», « deux cent vingt », "twenty-five"."""
    total, current, end = 0.0, 0.0, at
    last = 0.0
    while (part := _part(words, end, first=end == at)) is not None:
        if part.role == "scale":
            total, current = total + (current or 1) * part.value, 0.0
        elif part.role == "hundred" and 1 < current < 10:
            current *= part.value
        elif last == _FOUR and words[end].key in _SCORES:
            current += _FOUR * part.value - _FOUR
        else:
            current += part.value
        last = part.value
        end += part.length
        if last in _TENS and (ones := _one(words, end)) > end:
            current, end = current + 1, ones
    return (total + current, end) if end > at else (None, at)


def _part(words: Sequence[Word], at: int, *, first: bool) -> _Part | None:
    if at >= len(words) or (not first and words[at].gap not in ("", "-")):
        return None
    key = words[at].key
    if key in _AND:
        after = None if first else _part(words, at + 1, first=True)
        return after and after._replace(length=after.length + 1)
    joined = first or key.startswith("و")
    forms = bare(key) if joined else (key,)
    latin = key.isascii()
    for form in forms:
        doubled = form in table.DUAL_SCALES and joined and (form not in table.SCALES or first)
        if doubled and not (form in table.SCALES and _counts_nothing(words, at + 1)):
            return _Part(table.DUAL_SCALES[form], "add", 1)
        if form in table.SCALES:
            return _Part(table.SCALES[form], "scale", 1)
        if form in table.HUNDREDS:
            value = table.HUNDREDS[form]
            return _Part(value, "hundred" if value == _HUNDRED else "add", 1)
        if not joined and not latin:
            continue
        if form in table.TENS:
            return _Part(table.TENS[form], "add", 1)
        if form in table.BEFORE_TEN and _before_ten(words, at):
            return _Part(table.BEFORE_TEN[form] + 10, "add", 2)
        if form in table.ONES:
            return _Part(table.ONES[form], "add", 1)
    return None


def _counts_nothing(words: Sequence[Word], at: int) -> bool:
    """Whether nothing counted follows: «بلغ ألفا أمس» is 1,000, and «ألفا تلميذ» are 2,000."""
    if at >= len(words) or words[at].gap:
        return True
    key = words[at].key
    return is_common(key) or key.startswith("ال") or key in table.RELATIVE_DAYS


def _one(words: Sequence[Word], at: int) -> int:
    """Where the one ends that is said after tens: "twenty[-one]", « vingt [et un] »."""
    joined = at + 1 < len(words) and words[at].key in _AND and not words[at + 1].gap
    place = at + joined
    if place >= len(words) or words[place].key not in _ONE:
        return at
    return place + 1 if words[at].gap == "-" or joined else at


def _before_ten(words: Sequence[Word], at: int) -> bool:
    return at + 1 < len(words) and words[at + 1].key in TEN_KEYS and not words[at + 1].gap

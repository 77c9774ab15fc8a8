"""Reads an amount: a number with what multiplies it, its sign and its unit.

«12 مليون دينار», "$2.5m", «مليون ونصف المليون», « 1,2 million d'euros ». Dates, scores, clocks and
what is counted are `pipeline.edits.counting.numbers`'s.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from pipeline.edits.counting import number_words as table
from pipeline.edits.counting.digits import digits_at
from pipeline.edits.counting.spelt_numbers import spelt
from pipeline.edits.joined import bare
from pipeline.edits.words import Word

_ALIF: Final = "الف"
_OF: Final = frozenset({"d", "de"})
#: between a number and its tenths in words
_POINTS: Final = frozenset({"فاصل", "virgule", "point"})
_CURRENCIES: Final = frozenset({"dinar", "dollar", "euro", "pound"})
#: of what may be less than nothing
_SIGNED: Final = frozenset({"%", "degree"})


def amount(words: Sequence[Word], at: int, tail: str) -> tuple[float, str, int] | None:
    """The number that begins at a place: its value, its unit, and where it ends.

    Args:
        words: of a sentence.
        at: where to read.
        tail: the punctuation after the last word, where a sign such as % may stand.
    """
    read = digits_or_spelt(words, at)
    if read is None or (read[1] == at + 1 and _is_letter(words, at)):
        return None
    value, end = read
    while end < len(words) and not words[end].gap:
        scale = _scale(words, at, end, tail)
        if scale is None:
            break
        value, end = value * scale, end + 1
    value, end = _and_more(words, *_and_part(words, value, end))
    parted = end < len(words) and words[end].gap in ("", "-") and words[end].key in table.PARTS
    if parted and value < 10:
        value, end = round(value / table.PARTS[words[end].key], 2), end + 1
    unit, end = unit_after(words, end, tail)
    unit = _sign(words[at].gap[-1:]) or unit
    if unit in _SIGNED and _is_negative(words, at):
        value = -value
    return round(value, 6), unit, end


def _scale(words: Sequence[Word], start: int, end: int, tail: str) -> float | None:
    """What a word after a number multiplies it by: «million», "bn", the "m" of "$2.5m"."""
    scale = table.SCALES.get(words[end].key) or table.SHORT_SCALES.get(words[end].key)
    if scale or words[end].key not in table.MONEY_SCALES:
        return scale
    after = words[end + 1].gap if end + 1 < len(words) else tail.lstrip()
    money = _sign(words[start].gap[-1:]) or _sign(after[:1])
    currency = words[end + 1].key if end + 1 < len(words) and not after else ""
    named = table.UNITS.get(currency, "") in _CURRENCIES
    return table.MONEY_SCALES[words[end].key] if money or named else None


def _and_part(words: Sequence[Word], value: float, end: int) -> tuple[float, int]:
    """A number with the part of its last word that «و» adds: «مليون [ونصف المليون]»."""
    scale = next(
        (table.SCALES[form] for form in bare(words[end - 1].key) if form in table.SCALES), 0
    )
    if not scale or end == len(words) or words[end].gap or words[end].key[0] != "و":
        return value, end
    part = table.FRACTIONS.get(words[end].key[1:])
    if part is None:
        return value, end
    again = end + 1 < len(words) and not words[end + 1].gap
    named = again and table.SCALES.get(words[end + 1].key.removeprefix("ال")) == scale
    return value + part * scale, end + 1 + named


def _and_more(words: Sequence[Word], value: float, end: int) -> tuple[float, int]:
    """A number with what «و» adds to it in digits: «مليار [و200 مليون]», «سبعة [فاصل خمسة]»."""
    if end + 1 >= len(words) or words[end].gap or words[end + 1].gap:
        return value, end
    if words[end].key in _POINTS and value == int(value):
        tenths = digits_or_spelt(words, end + 1)
        return (value + tenths[0] / 10, tenths[1]) if tenths and tenths[0] < 10 else (value, end)
    smallest = next(
        (table.SCALES[form] for form in bare(words[end - 1].key) if form in table.SCALES), 0
    )
    after = words[end + 1]
    if not smallest or words[end].key != "و" or after.space or not after.key[0].isdigit():
        return value, end
    more, after_more = digits_at(words, end + 1)
    if after_more < len(words) and not words[after_more].gap:
        scale = table.SCALES.get(words[after_more].key)
        more, after_more = (more * scale, after_more + 1) if scale else (more, after_more)
    return (value + more, after_more) if more < smallest else (value, end)


def digits_or_spelt(words: Sequence[Word], at: int) -> tuple[float, int] | None:
    """A number in digits or in words, without what multiplies it, and where it ends."""
    value, end = digits_at(words, at) if words[at].key[0].isdigit() else spelt(words, at)
    return None if value is None else (value, end)


def _is_letter(words: Sequence[Word], at: int) -> bool:
    """Whether «ألف» is the name of a letter, for it counts nothing: «القسم الوطني ألف لكرة …»."""
    if words[at].key != _ALIF:
        return False
    after = words[at + 1] if at + 1 < len(words) else None
    return after is None or bool(after.gap) or after.key.startswith("ل")


def _is_negative(words: Sequence[Word], at: int) -> bool:
    """Whether a sign stands right before digits: «إلى -5 درجات», no range and no bullet."""
    space = words[at].space
    minus = space[-1:] in ("-", "−") and space[-2:-1].isspace() and words[at].key[0].isdigit()
    return minus and at > 0 and not words[at - 1].key[-1].isdigit()


def unit_after(words: Sequence[Word], end: int, tail: str) -> tuple[str, int]:
    """The unit after a number, and where the figure ends with it."""
    gap = words[end].gap if end < len(words) else tail.lstrip()
    if sign := _sign(gap[:1]):
        return sign, end
    if end == len(words) or gap:
        return "", end
    key = words[end].key
    if key in table.UNITS:
        return table.UNITS[key], end + 1
    two = words[end + 1].key if end + 1 < len(words) else ""
    if key in _OF and two in table.UNITS:  # « 1,2 million [d'euros] »
        return table.UNITS[two], end + 2
    if (key, two) in table.PERCENT:
        return "%", end + 2
    return "", end


def _sign(char: str) -> str:
    return table.SIGNS.get(char, "")

"""Reads what digits say: thousands that are parted, fractions, numbers of any length.

What they count, and whether they are a clock, a score or a name, is `numbers`'s.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from typing import Final

from pipeline.edits.words import Word

#: digits with what parts their thousands or fraction
_WRITTEN: Final = re.compile(r"\d+(?:[.,٫٬]\d+)*")
#: which parts a fraction where no white space follows
_COMMA: Final = "،"
#: a number with more digits than this is told by its digits alone
_LONGEST: Final = 15


def digits_at(words: Sequence[Word], at: int) -> tuple[float, int]:
    """A number in digits; thousands may stand apart: «12 000»."""
    text, end = words[at].key, at + 1
    if end < len(words) and words[end].space == _COMMA and words[end].key.isdigit():
        return digits(f"{text},{words[end].key}"), end + 1  # «1،45»
    while (
        len(text) <= _LONGEST
        and text.isdigit()
        and (len(words[at].key) <= 3)
        and end < len(words)
        and words[end].gap == ""
        and words[end].space != ""
        and len(words[end].key) == 3
        and words[end].key.isdigit()
    ):
        text, end = text + words[end].key, end + 1
    return digits(text), end


def digits(text: str) -> float:
    """The value of digits with a comma or point, which part thousands or the fraction.

    What only begins as a number, such as «½» once its form is plain or a sign of a list, is worth
    what it begins with.
    """
    written = _WRITTEN.match(text)
    if written is None:
        return unicodedata.numeric(text[0], 0.0)
    over = _WRITTEN.match(text, written.end() + 1) if text[written.end() :][:1] == "⁄" else None
    if over:
        below = _decimal(over[0])
        return _decimal(written[0]) / below if below else 0.0
    return _decimal(written[0])


def _decimal(text: str) -> float:
    text = text.replace("٬", ",").replace("٫", ".").replace(",", ".")
    head, *groups = text.split(".")
    if groups and all(len(group) == 3 for group in groups) and len(head) <= 3 and head != "0":
        return float(head + "".join(groups))
    if len(groups) > 1:
        return float(head + "".join(groups))
    return float(text[: _LONGEST * 2])

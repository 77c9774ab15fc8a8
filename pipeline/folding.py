"""Folds a text for reading set forms in it, such as dates, credits and names.

Letters and digits become what `pipeline.arabic.normalise` makes of them, one by one;
punctuation becomes ASCII, and ASCII stays as it is, capitals too («12:54 EST»). The result
is compared, never shown.
"""

from __future__ import annotations

from typing import Final

from pipeline.arabic import normalise

_ASCII_PUNCTUATION: Final = dict(zip("،؍؛؟٪‐‑‒–—―−‘’ʼ", ",/;?%-------'''", strict=True))


class _Table(dict[int, str]):
    """What `fold` makes of each character, worked out when it is first seen."""

    def __missing__(self, code: int) -> str:
        char = chr(code)
        folded = char if char.isascii() else normalise(char)
        if code < 0x10000:  # the table stays small whatever a hostile page holds
            self[code] = folded
        return folded


_TABLE: Final = _Table(str.maketrans(_ASCII_PUNCTUATION))


def fold(text: str) -> str:
    """`«الثّلاثاء ٢٣ أفريل»` → `«الثلاثاء 23 افريل»`."""
    return text.translate(_TABLE)

"""Remembers what a function says of words, but of none so long that pages could fill the memory.

Whoever needs the last of speed over whole articles has `pipeline.topics.memo`.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache, wraps
from typing import Final, TypeVar

_Value = TypeVar("_Value")

#: characters of a word that is remembered; longer ones are rare, and made to be so
LONGEST_REMEMBERED: Final = 64


def remembered(most: int) -> Callable[[Callable[[str], _Value]], Callable[[str], _Value]]:
    """Has what a function of one word says kept for so many words, those met last.

    Args:
        most: words that are kept.
    """

    def decorate(act: Callable[[str], _Value]) -> Callable[[str], _Value]:
        kept = lru_cache(maxsize=most)(act)

        @wraps(act)
        def ask(word: str) -> _Value:
            return kept(word) if len(word) <= LONGEST_REMEMBERED else act(word)

        return ask

    return decorate

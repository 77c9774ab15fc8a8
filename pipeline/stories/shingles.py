"""A text as the runs of three words that it is compared by, each one a number.

The title takes no part, since it is what copies change first. It says nothing of likeness.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property, lru_cache
from hashlib import blake2b
from typing import Final

from pipeline.arabic import normalise
from pipeline.records import ArticleData

#: words of a shingle
SIZE: Final = 3
#: no more of a text is looked at, in words: a hostile page must not choose our time
LONGEST: Final = 20_000
_WORD: Final = re.compile(r"\w+")
_MASK: Final = (1 << 64) - 1
#: odd numbers without a pattern, one a place in the shingle
_PLACES: Final = (0x9E3779B97F4A7C15, 0xC2B2AE3D27D4EB4F, 0x165667B19E3779F9)


@dataclass(frozen=True)
class ComparedText:
    """A body in the form in which copies of it are equal, with its title beside it."""

    #: normalised, in order
    words: tuple[str, ...]
    title: tuple[str, ...]

    @classmethod
    def of(cls, data: ArticleData) -> ComparedText:
        return cls(compared_words(data.body), compared_words((data.title,)))

    @cached_property
    def shingles(self) -> tuple[int, ...]:
        """Number of each run of three words, by the place of its first word; 64 bits each."""
        return shingles(self.words)

    @cached_property
    def distinct(self) -> frozenset[int]:
        return frozenset(self.shingles)

    @cached_property
    def figures(self) -> frozenset[str]:
        """Words that hold a digit."""
        return _with_digits(self.words)

    @cached_property
    def headline_figures(self) -> frozenset[str]:
        """Words of the title that hold a digit."""
        return _with_digits(self.title)


def _with_digits(words: tuple[str, ...]) -> frozenset[str]:
    return frozenset(word for word in words if any(map(str.isdigit, word)))


def compared_words(paragraphs: Iterable[str]) -> tuple[str, ...]:
    """The words of a text without what tells its spellings apart, at most `LONGEST`."""
    found: list[str] = []
    for paragraph in paragraphs:
        found += _WORD.findall(normalise(paragraph[: LONGEST * 20]))
        if len(found) >= LONGEST:
            return tuple(found[:LONGEST])
    return tuple(found)


def shingles(words: tuple[str, ...]) -> tuple[int, ...]:
    """The number of each run of three words; none for fewer.

    Stored signatures rest on these numbers: they are the same on every machine, and a test
    pins them.
    """
    hashes = [_number(word) for word in words]
    one, two, three = _PLACES
    return tuple(
        _mixed(a * one + b * two + c * three)
        for a, b, c in zip(hashes, hashes[1:], hashes[2:], strict=False)
    )


def _mixed(number: int) -> int:
    """Spreads what sets a number apart over all of its 64 bits."""
    number &= _MASK
    number = (number ^ number >> 32) * 0xD6E8FEB86659FD93 & _MASK
    return number ^ number >> 32


@lru_cache(maxsize=1 << 15)
def _number(word: str) -> int:
    digest = blake2b(word.encode("utf-8", "replace"), digest_size=8).digest()
    return int.from_bytes(digest, "little")

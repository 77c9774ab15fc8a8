"""A text as the runs of three words that it is compared by, each one a number.

The title takes no part, since it is what copies change first. It says nothing of likeness.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from hashlib import blake2b
from typing import TYPE_CHECKING, Any, Final

from pipeline.arabic import normalise
from pipeline.records import ArticleData
from pipeline.remembering import remembered

if TYPE_CHECKING:
    import numpy as np

    Numbers = np.ndarray[Any, np.dtype[np.uint64]]

#: words of a shingle
SIZE: Final = 3
#: no more of a text is looked at, in words: a hostile page must not choose our time
LONGEST: Final = 20_000
_WORD: Final = re.compile(r"\w+")
_SPREAD: Final = 0xD6E8FEB86659FD93
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
    def numbers(self) -> Numbers:
        """Number of each run of three words, by the place of its first word; 64 bits each."""
        return shingle_numbers(self.words)

    @cached_property
    def shingles(self) -> tuple[int, ...]:
        """The same numbers, as Python has them."""
        return tuple(self.numbers.tolist())

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
    return tuple(shingle_numbers(words).tolist())


def shingle_numbers(words: tuple[str, ...]) -> Numbers:
    """As `shingles`, all at once."""
    # numpy takes longer to load than a listing to print
    import numpy as np

    hashes = np.frombuffer(b"".join(map(_digest, words)), dtype="<u8").astype(np.uint64)
    if len(hashes) < SIZE:
        return hashes[:0]
    one, two, three = map(np.uint64, _PLACES)
    # modulo 2^64
    numbers = hashes[:-2] * one + hashes[1:-1] * two + hashes[2:] * three
    # spreads what sets a number apart over all of its bits
    numbers = (numbers ^ numbers >> np.uint64(32)) * np.uint64(_SPREAD)
    spread: Numbers = numbers ^ numbers >> np.uint64(32)
    return spread


@remembered(1 << 16)
def _digest(word: str) -> bytes:
    return blake2b(word.encode("utf-8", "replace"), digest_size=8).digest()

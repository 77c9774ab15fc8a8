"""A text as the runs of three words that it is compared by, each one a number.

The title takes no part, since it is what copies change first. It says nothing of likeness.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from hashlib import blake2b
from typing import TYPE_CHECKING, Any, Final

from pipeline.arabic import normalise
from pipeline.records import ArticleData
from pipeline.remembering import RememberedOfMany

if TYPE_CHECKING:
    import numpy as np

    Numbers = np.ndarray[Any, np.dtype[np.uint64]]

#: words of a shingle
SIZE: Final = 3
#: no more of a text is looked at, in words: a hostile page must not choose our time
LONGEST: Final = 20_000
_WORD: Final = re.compile(r"\w+")
#: characters of a word whose hash is remembered
_LONGEST_REMEMBERED: Final = 24
#: bytes
_HASH_SIZE: Final = 8
_NOTHING_HASHED: Final = blake2b(digest_size=_HASH_SIZE)
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

    Args:
        words: as `compared_words` tells them.
    """
    return tuple(shingle_numbers([_hashes_of_words(words)])[0].tolist())


def shingle_numbers(texts: Iterable[bytes]) -> list[Numbers]:
    """As `shingles` of the words of each of some texts, all at once.

    Args:
        texts: the hashes of the words of each, see `hashes_of_body`.
    """
    # numpy takes longer to load than a listing to print
    import numpy as np

    hashes = list(texts)
    numbers = _runs(np.frombuffer(b"".join(hashes), dtype="<u8").astype(np.uint64))
    found, start = [], 0
    for one in hashes:
        end = start + len(one) // _HASH_SIZE
        # a run from here into the next text is of neither
        found.append(numbers[start : max(start, end - SIZE + 1)])
        start = end
    return found


def distinct(numbers: Numbers) -> int:
    """How many different ones some numbers are, one at least."""
    import numpy as np

    ordered = np.sort(numbers)
    return 1 + int(np.count_nonzero(ordered[1:] != ordered[:-1]))


def hashes_of_body(paragraphs: Sequence[str], met: Iterable[bytes]) -> bytes:
    """The hashes of the first words of a body, behind one another.

    Args:
        met: what `hashes_of_each` says of each of what `pipeline.chunks` cuts it into.
    """
    # the words of a long one are counted
    if sum(map(len, paragraphs)) > LONGEST:
        return _hashes_of_words(compared_words(paragraphs))
    return b"".join(met)[: LONGEST * _HASH_SIZE]


def _hashes_of_words(words: Sequence[str]) -> bytes:
    return b"".join(_HASHES.of_each(words))[: LONGEST * _HASH_SIZE]


def _runs(hashes: Numbers) -> Numbers:
    """The number of each run of three of the words that these are the hashes of."""
    import numpy as np

    one, two, three = map(np.uint64, _PLACES)
    # modulo 2^64
    numbers = hashes[:-2] * one + hashes[1:-1] * two + hashes[2:] * three
    # spreads what sets a number apart over all of its bits
    numbers = (numbers ^ numbers >> np.uint64(32)) * np.uint64(_SPREAD)
    spread: Numbers = numbers ^ numbers >> np.uint64(32)
    return spread


def hashes_of_each(chunks: Collection[str]) -> dict[str, bytes]:
    """The hashes of the words in each of what `pipeline.chunks` cuts, behind one another."""
    # spaces keep them apart, and a compatibility form that holds one is rare
    normalised = normalise(" ".join(chunks)).split(" ")
    if len(normalised) != len(chunks):
        normalised = list(map(normalise, chunks))
    return {
        chunk: word_hash(same) if same.isalpha() else b"".join(map(word_hash, _WORD.findall(same)))
        for chunk, same in zip(chunks, normalised, strict=True)
    }


def word_hash(word: str) -> bytes:
    """The hash of a word in normal form."""
    hashed = _NOTHING_HASHED.copy()  # which takes half as long as to make one
    hashed.update(word.encode("utf-8", "replace"))
    return hashed.digest()


_HASHES: Final = RememberedOfMany(hashes_of_each, 1 << 14, _LONGEST_REMEMBERED)

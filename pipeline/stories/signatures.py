"""MinHash signatures of texts, and the bands by which like ones are looked up.

A value of two signatures is equal about as often as the share of shingles that the texts have
in common (Broder 1997). A band is four values as one number: two texts of Jaccard J share one
of 32 bands with the chance 1 - (1 - J^4)^32, which is .996 at J = .63, .87 at .5, .16 at .27.

Our own rather than a library's: signatures are kept for years, and the releases of the library
that was tried (rensa 0.2, 0.4, 0.5) give three signatures for one text.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cache
from hashlib import blake2b
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    import numpy as np

    Numbers = np.ndarray[Any, np.dtype[np.uint64]]

#: values of a signature
HASHES: Final = 128
BANDS: Final = 32
ROWS: Final = HASHES // BANDS
#: a band's number stands above so many bits of its key; among ten million articles a hundredth of
#: the look-ups meet one by chance, and its text tells
_KEY_BITS: Final = 35
#: bytes that a key takes
KEY_SIZE: Final = 5
#: shingles hashed at a time, in one place and near the processor, however long the text
_AT_ONCE: Final = 512


def signature(shingles: Iterable[int]) -> bytes | None:
    """The least of each of 128 hashes over the shingles: 128 little-endian 32-bit integers.

    None for a text without shingles. The order and repetition of shingles change nothing.
    """
    # numpy takes longer to load than a listing to print
    import numpy as np

    return signatures([np.fromiter(shingles, dtype=np.uint64)])[0]


def signatures(texts: Sequence[Numbers]) -> list[bytes | None]:
    """As `signature` of the shingles of each of some texts."""
    import numpy as np

    longest = max((text.size for text in texts), default=0)
    # whatever is made anew for each text costs as much as hashing a quarter of it
    room = np.empty(HASHES * min(_AT_ONCE, longest), dtype=np.uint64)
    half = np.uint64(32)
    return [
        (_least(text, room) >> half).astype("<u4").tobytes() if text.size else None
        for text in texts
    ]


def _least(shingles: Numbers, room: Numbers) -> Numbers:
    import numpy as np

    factors, terms = _functions()
    least: Numbers | None = None
    at_once = room.size // HASHES
    for start in range(0, shingles.size, at_once):
        some = shingles[start : start + at_once]
        # multiply-add modulo 2^64, of which the upper half is near enough to random; the hashes of
        # one function lie behind one another, for numpy finds the least of such sooner
        hashed = np.multiply(
            factors, some, out=room[: HASHES * some.size].reshape(HASHES, some.size)
        )
        hashed += terms
        found = hashed.min(axis=1)
        least = found if least is None else np.minimum(least, found)
    assert least is not None
    return least


def bands(signature: bytes) -> tuple[int, ...]:
    """The 32 keys of a signature, each of another band, positive and below 2^40, ascending."""
    return tuple(bands_of_each([signature])[0].tolist())


def bands_of_each(signatures: Sequence[bytes]) -> Numbers:
    """As `bands` of each of some signatures, a row each."""
    # numpy takes longer to load than a listing to print
    import numpy as np

    width = ROWS * 4
    digests = b"".join(
        [
            blake2b(signature[at : at + width], digest_size=8).digest()
            for signature in signatures
            for at in range(0, BANDS * width, width)
        ]
    )
    upper = np.frombuffer(digests, dtype="<u8") >> np.uint64(64 - _KEY_BITS)
    above = np.arange(BANDS, dtype=np.uint64) << np.uint64(_KEY_BITS)
    keys: Numbers = above | upper.reshape(len(signatures), BANDS)
    return keys


@cache
def _functions() -> tuple[Numbers, Numbers]:
    """A factor (odd) and a term for each hash, drawn once and for all; a row each."""
    import numpy as np

    drawn = b"".join(
        blake2b(f"marsad minhash {number}".encode(), digest_size=16).digest()
        for number in range(HASHES)
    )
    pairs = np.frombuffer(drawn, dtype="<u8").astype(np.uint64).reshape(HASHES, 2)
    return pairs[:, :1] | np.uint64(1), pairs[:, 1:].copy()

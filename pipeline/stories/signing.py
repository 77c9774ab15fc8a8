"""Signs texts for the look-up of near-duplicates, many at once; those of few words never.

It knows neither articles nor the store, where `pipeline.carriers` looks for the likest.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from pipeline.stories.copies import SHORTEST
from pipeline.stories.shingles import SIZE, distinct, shingle_numbers
from pipeline.stories.signatures import signatures


class Signed(NamedTuple):
    """What a text is looked up by."""

    #: see `pipeline.stories.signatures`
    signature: bytes
    #: distinct ones
    shingles: int


def signed_each(texts: Sequence[bytes]) -> list[Signed | None]:
    """The signature of each of some texts; None for one that is too short to be compared.

    Args:
        texts: the hashes of the words of each, see `pipeline.found_by`.
    """
    numbers = shingle_numbers(texts)
    return [
        Signed(one, distinct(own)) if one and own.size + SIZE > SHORTEST else None
        for own, one in zip(numbers, signatures(numbers), strict=True)
    ]

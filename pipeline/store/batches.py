"""Parts long lists for queries, which take only so many values."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import TypeVar

T = TypeVar("T")


def batches(these: Iterable[T], size: int = 500) -> Iterator[tuple[T, ...]]:
    """All of them in their order, `size` at a time and the rest at last."""
    those = iter(these)
    while some := tuple(islice(those, size)):
        yield some

"""Small charts of block characters, for a terminal. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

#: eighths of a character's height, from nothing
_HEIGHTS: Final = " ▁▂▃▄▅▆▇█"
#: eighths of its width
_WIDTHS: Final = ("", "▏", "▎", "▍", "▌", "▋", "▊", "▉", "█")


def columns(values: Sequence[float], width: int) -> str:
    """Values over time, a character each; the highest is full, and what is there can be seen.

    Args:
        values: none below 0; if there are more than fit, neighbours are added up.
        width: characters at the most, at least 1.
    """
    joined = -(-len(values) // width) or 1
    sums = [sum(values[at : at + joined]) for at in range(0, len(values), joined)]
    most = max(sums, default=0)
    if not most:
        return " " * len(sums)
    return "".join(_HEIGHTS[_eighths(value, most, 8)] for value in sums)


def bar(value: float, most: float, width: int) -> str:
    """One value as a bar to the right.

    Args:
        most: the value whose bar is as long as `width` characters.
    """
    full, rest = divmod(_eighths(value, most, width * 8), 8)
    return _WIDTHS[8] * full + _WIDTHS[rest]


def _eighths(value: float, most: float, of: int) -> int:
    if value <= 0 or most <= 0:
        return 0
    return max(1, min(of, round(value / most * of)))

"""Counts bytes of a page at once, many times faster than `bytes.count` and `bytes.translate`.

What a page with so many of them is, is for those to say who count.
"""

from __future__ import annotations

_TAB, _FIRST_ABOVE_CARRIAGE_RETURN, _SPACE = 0x09, 0x0E, 0x20


def count_of(body: bytes, sign: bytes) -> int:
    """How often one byte stands in a page."""
    import numpy as np

    return int(np.count_nonzero(np.frombuffer(body, np.uint8) == ord(sign)))


def count_of_pair(body: bytes, first: bytes, second: bytes) -> int:
    """How often one byte stands right before another."""
    import numpy as np

    codes = np.frombuffer(body, np.uint8)
    return int(np.count_nonzero((codes[:-1] == ord(first)) & (codes[1:] == ord(second))))


def has_controls(body: bytes) -> bool:
    """Whether there is a C0 control among the bytes that is neither tab nor line end."""
    import numpy as np

    if not body:
        return False
    codes = np.frombuffer(body, np.uint8)
    above = codes - np.uint8(_FIRST_ABOVE_CARRIAGE_RETURN)  # the smaller ones wrap around
    return (
        bool(codes.min() < _TAB)
        or bool(above.min() < _SPACE - _FIRST_ABOVE_CARRIAGE_RETURN)
        or b"\x0b" in body
        or b"\x0c" in body
    )

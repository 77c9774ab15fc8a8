"""Has all threads of a process that runs for months share one heap of the C library's.

Python's own small objects are not in it. Measured in docs/performance.md.
"""

from __future__ import annotations

import ctypes
from contextlib import suppress
from typing import Final

#: as glibc's malloc.h has it
_M_ARENA_MAX: Final = -8


def share_one_heap() -> None:
    """Before threads are started; does nothing where the C library is not glibc.

    It would give each a heap of its own, and what is free in one is of no use to the others.
    """
    with suppress(OSError, AttributeError):
        ctypes.CDLL(None).mallopt(_M_ARENA_MAX, 1)

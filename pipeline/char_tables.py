"""Looks all characters of a text up in a table at once, where asking each takes far longer.

Knows nothing of languages: what a table says of a character is for its owner to tell.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    import numpy as np

    Codes = np.ndarray[tuple[int], np.dtype[np.uint16]]

_UNKNOWN: Final = 0


class CharTable:
    """What each character is; asked of its owner when it is first met.

    As large as it will ever be from the start, whatever a hostile page holds.
    """

    def __init__(self, of_char: Callable[[str], int]) -> None:
        """Makes a table.

        Args:
            of_char: a number from 1 to 65,535 for a character; each half of one beyond
                U+FFFF is asked about by itself, as a surrogate.
        """
        self._of_char = of_char
        self._table: Codes | None = None

    def look_up(self, text: str) -> Codes:
        """The number of each character, in order."""
        import numpy as np

        if self._table is None:
            self._table = np.zeros(0x10000, "<u2")
        codes = np.frombuffer(text.encode("utf-16-le", "surrogatepass"), "<u2")
        found: Codes = self._table[codes]
        if np.count_nonzero(found) < len(found):
            for code in set(codes[found == _UNKNOWN].tolist()):
                self._table[code] = self._of_char(chr(code))
            found = self._table[codes]
        return found

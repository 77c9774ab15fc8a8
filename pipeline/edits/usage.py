"""Whether a word is a slip of the hand, by how the rest of the article writes it.

«قنون» may be a word, and «قانون» another; where the same version writes «القانون» elsewhere and the
other version has no «قنون» left, one was mistyped. Slips that two words show by themselves are
`pipeline.edits.spelling`'s.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from pipeline.edits.spelling import is_slip
from pipeline.edits.words import Word

#: what may be joined before a word
_JOINED: Final = "[وف]?[بكل]?(?:ال|ل)?"
#: letters of a word that is known by itself
_LEAST_ALONE: Final = 5
_BEFORE: Final = re.compile(rf"^{_JOINED}(?=\w{{3}})")


@dataclass(frozen=True, slots=True)
class Usage:
    """All that two versions of an article say, each as one text."""

    before: str
    after: str

    def mended(self, old: Sequence[Word], i: int, new: Sequence[Word], j: int) -> bool:
        """Whether old[i] or new[j], of two versions of a sentence, is the other one mistyped.

        The version that holds the mistyped one writes the other elsewhere, and the other version
        does not hold it. Short words, and those that differ by a letter more («قاتل», «قتل»), may
        both belong to an article: there one of the words beside must stand beside it too.
        """
        if not is_slip(old[i].key, new[j].key):
            return False
        shorter, longer = sorted((len(old[i].key), len(new[j].key)))
        wanted = shorter < longer or shorter < _LEAST_ALONE
        return (_writes(self.before, new, j, wanted) and not _writes(self.after, old, i)) or (
            _writes(self.after, old, i, wanted) and not _writes(self.before, new, j)
        )


def _writes(text: str, words: Sequence[Word], at: int, beside: bool = False) -> bool:
    """Whether a text holds words[at], whatever is joined before it.

    Args:
        text: to look in.
        words: of a sentence.
        at: place of the word.
        beside: whether the word before or after it must stand there too.
    """
    form = _JOINED + re.escape(_BEFORE.sub("", words[at].plain, count=1))
    ways = [form]
    if beside:
        ways = [rf"{re.escape(word.plain)}\W+{form}" for word in words[max(0, at - 1) : at]]
        ways += [rf"{form}\W+{re.escape(word.plain)}" for word in words[at + 1 : at + 2]]
    return any(re.search(rf"(?<!\w){way}(?!\w)", text) for way in ways)

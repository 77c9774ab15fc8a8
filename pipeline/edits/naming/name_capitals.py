"""Which words in Latin letters name somebody or something, by their capitals.

A sentence whose every word has one is set as a title, and tells nothing.
"""

from __future__ import annotations

from typing import Final

from pipeline.edits.counting.number_words import MONTHS, WEEKDAYS
from pipeline.edits.naming.name_looks import is_title
from pipeline.edits.words import Word

#: a sentence with a larger part of its longer words in capitals is set as a title
_TITLE_CASE: Final = 0.75
#: a name goes on over these, but does not begin with them
_PARTICLES: Final = frozenset({"de", "du", "la", "le", "van", "von", "el", "al", "ben", "bin"})


def capitals(words: tuple[Word, ...]) -> set[int]:
    """Places of the words of a sentence that are of a name."""
    long = [word for word in words if len(word.text) > 3 and word.key.isalpha()]
    raised = sum(word.text[0].isupper() for word in long)
    if len(long) > 3 and raised > _TITLE_CASE * len(long):
        return set()
    found: set[int] = set()
    for at, word in enumerate(words):
        if not word.text[:1].isupper() or word.key in MONTHS or word.key in WEEKDAYS:
            continue
        first = at == 0 or not {".", "«", '"', "“", ":"}.isdisjoint(word.gap)
        first = first and not (at and word.gap == "." and is_title(words[at - 1]))  # « M. Petit »
        if len(word.text) == 1 and "°" in word.gap:
            continue
        if not first or (at + 1 < len(words) and words[at + 1].text[:1].isupper()):
            found.add(at)
    for at, word in enumerate(words):
        if word.key in _PARTICLES and at - 1 in found and at + 1 in found:
            found.add(at)
    return found

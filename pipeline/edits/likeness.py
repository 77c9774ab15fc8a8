"""How much two sentences are alike: by the words they share, wherever these stand.

Small words and figures weigh little: a sentence is the same sentence whatever its figures say.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import Final

from pipeline.edits.common_words import is_common
from pipeline.edits.counting.numbers import may_count
from pipeline.edits.words import Sentence
from pipeline.remembering import remembered

LEAST_ALIKE: Final = 0.5
#: share of the words of the shorter, and of both, that two versions of a sentence have in common
_LEAST_CONTAINED: Final = 0.6
_LEAST_SHARED: Final = 1.5
#: what is contained must be so much of the longer one
_LEAST_OF_LONGER: Final = 0.2
_SMALL: Final = 0.25

#: index of a paragraph, and where in it
Place = tuple[int, int]


def place_of(sentence: Sentence) -> Place:
    return sentence.paragraph or 0, sentence.words[0].start


def beside(one: Sentence, other: Sentence) -> bool:
    """Whether two sentences stand in paragraphs of the same place, or nearly."""
    return abs((one.paragraph or 0) - (other.paragraph or 0)) <= 1


class Weighed:
    """A sentence as a bag of words that weigh something."""

    def __init__(self, sentence: Sentence) -> None:
        self.sentence = sentence
        self.bag: dict[str, float] = {}
        for word in sentence.words:
            if not may_count(word):
                key = core(word.key)
                weight = _SMALL if is_common(word.key) else 1.0
                self.bag[key] = self.bag.get(key, 0.0) + weight
        self.weight = sum(self.bag.values())

    def shared(self, other: Weighed) -> float:
        small, large = sorted((self.bag, other.bag), key=len)
        return sum(min(weight, large[key]) for key, weight in small.items() if key in large)


@remembered(1 << 14)
def core(key: str) -> str:
    """A word without what joins it to others and what shows its gender: «وللمديرة», «مدير»."""
    if key[:1] in ("و", "ف") and len(key) > 3:
        key = key[1:]
    if key[:3] in ("بال", "كال") and len(key) > 5:
        key = key[1:]
    if key[:2] in ("ال", "لل") and len(key) > 4:
        key = key[2:]
    return key[:-1] if key[-1:] in ("ه", "ت", "ا") and len(key) > 3 else key


def score(one: Weighed, other: Weighed, least: float = LEAST_ALIKE) -> float:
    """How much two sentences are alike, from 0 to 1; 0 for those that are less so than `least`."""
    shared = one.shared(other)
    shorter, longer = sorted((one.weight, other.weight))
    if not shorter:
        # nothing but figures: «2-1»
        return 0.5 if not longer else 0.0
    alike = 2 * shared / (shorter + longer)
    contained = shared / shorter
    if alike >= least and (shared >= _LEAST_SHARED or least >= LEAST_ALIKE):
        return alike
    if contained >= _LEAST_CONTAINED and shared >= _LEAST_OF_LONGER * longer and shared >= 2:
        return alike
    return 0.0


def exchanged(
    before: Iterable[Sentence], after: Iterable[Sentence]
) -> tuple[Counter[str], Counter[str]]:
    """The words that went and that came, small ones and where they stand not counted."""
    old, new = (
        Counter(core(word.key) for one in side for word in one.words if not is_common(word.key))
        for side in (before, after)
    )
    return old - new, new - old

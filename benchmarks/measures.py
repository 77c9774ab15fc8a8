"""How near a text that was read is to the text that is known.

Pure sums over texts; which texts, and what the figures are called, is for the benchmarks.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final, Self

from rapidfuzz.distance import LCSseq

#: a run of letters and figures; an ideograph or kana is a word of its own, since those scripts
#: put no space between words
_WORD: Final = re.compile(
    r"[\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]"
    r"|[^\W_\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]+"
)


def words(text: str) -> list[str]:
    """The words of a text in lower case, without punctuation."""
    return _WORD.findall(text.lower())


@dataclass(frozen=True, slots=True)
class Counts:
    """True and false, positives and negatives."""

    hits: int = 0
    misses: int = 0
    false_alarms: int = 0
    rejections: int = 0

    def __add__(self, other: Self) -> Counts:
        return Counts(
            self.hits + other.hits,
            self.misses + other.misses,
            self.false_alarms + other.false_alarms,
            self.rejections + other.rejections,
        )

    @property
    def precision(self) -> float:
        return _share(self.hits, self.hits + self.false_alarms)

    @property
    def recall(self) -> float:
        return _share(self.hits, self.hits + self.misses)

    @property
    def f1(self) -> float:
        return harmonic(self.precision, self.recall)


def snippet_counts(text: str | None, present: Iterable[str], absent: Iterable[str]) -> Counts:
    """Counts snippets as trafilatura's evaluation does: verbatim, and summed over all pages.

    Args:
        text: what was read, None or "" for nothing.
        present: snippets that must be in it.
        absent: snippets that must not.

    Source: tests/evaluate.py of trafilatura.
    """
    must = [snippet in (text or "") for snippet in present]
    must_not = [snippet in (text or "") for snippet in absent]
    return Counts(sum(must), len(must) - sum(must), sum(must_not), len(must_not) - sum(must_not))


@dataclass(frozen=True, slots=True)
class Nearness:
    """Shares between 0 and 1."""

    precision: float
    recall: float

    @property
    def f1(self) -> float:
        return harmonic(self.precision, self.recall)


def word_overlap(read: Sequence[str], known: Sequence[str]) -> Nearness:
    """How many words, each as often as it stands there, two texts share; order is free."""
    ours, theirs = (Counter(words(" ".join(texts))) for texts in (read, known))
    shared = sum((ours & theirs).values())
    return Nearness(_share(shared, ours.total()), _share(shared, theirs.total()))


def rouge_lsum(read: Sequence[str], known: Sequence[str]) -> Nearness:
    """ROUGE-L of summaries: words of each known paragraph that stand in order in some read one.

    Source: Lin 2004, section 3.2 (union of the longest common subsequences), with its counts
    clipped as Google's rouge-score does: a word hits no more often than both texts have it.
    """
    ours, theirs = [words(text) for text in read], [words(text) for text in known]
    left_ours = Counter(word for one in ours for word in one)
    left_theirs = Counter(word for one in theirs for word in one)
    total_ours, total_theirs = left_ours.total(), left_theirs.total()
    hits = 0
    for paragraph in theirs:
        for word in _in_some(paragraph, ours):
            if left_ours[word] > 0 and left_theirs[word] > 0:
                left_ours[word] -= 1
                left_theirs[word] -= 1
                hits += 1
    return Nearness(_share(hits, total_ours), _share(hits, total_theirs))


def _in_some(paragraph: list[str], others: Sequence[list[str]]) -> list[str]:
    """Its words that are part of a longest common subsequence with one of the others."""
    missing = set(range(len(paragraph)))
    for other in others:
        if not missing:
            break
        edits = LCSseq.editops(paragraph, other)
        missing &= {edit.src_pos for edit in edits if edit.tag == "delete"}
    return [word for place, word in enumerate(paragraph) if place not in missing]


def harmonic(one: float, other: float) -> float:
    """The harmonic mean, 0 where both are."""
    return 2 * one * other / (one + other) if one + other else 0.0


def _share(part: float, whole: float) -> float:
    return part / whole if whole else 0.0

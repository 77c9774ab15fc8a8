"""Judges a clause that one sentence lost and another gained, in other words, as one that moved.

It looks at what was told of a whole body, and knows sentences only by that.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from pipeline.edits.alignment import title_sentence
from pipeline.edits.judging import judge_pair
from pipeline.edits.likeness import Weighed, score
from pipeline.edits.words import Sentence
from pipeline.records import KindEvidence

#: how much what went and what came must be alike to be one; what is contained counts too
_LEAST_ALIKE: Final = 0.4
#: pairs of what went and what came that are looked at
_MOST_PAIRS: Final = 400


def reunited(found: Sequence[KindEvidence]) -> list[KindEvidence]:
    """The evidence, with what a removal and an addition show together instead of both.

    Args:
        found: of a body. A change that put one statement for another is told as both at once, and
            is left alone.
    """
    gone = [_Told(one, one.before) for one in found if one.kind == "removal"]
    come = [_Told(one, one.after) for one in found if one.kind == "addition"]
    if not gone or not come or len(gone) * len(come) > _MOST_PAIRS:
        return list(found)
    alike = sorted(
        (-score(one.weighed, two.weighed, _LEAST_ALIKE), i, j)
        for i, one in enumerate(gone)
        for j, two in enumerate(come)
        if one.sentence and two.sentence and not one.is_half_of(two)
    )
    # the same text may have gone twice: one is not the other
    dropped: set[int] = set()
    judged: list[KindEvidence] = []
    for negative, i, j in alike:
        one, two = gone[i], come[j]
        if not negative or not dropped.isdisjoint((id(one.evidence), id(two.evidence))):
            continue
        dropped |= {id(one.evidence), id(two.evidence)}
        if one.sentence and two.sentence:
            judged += judge_pair(one.sentence, two.sentence).evidence
    return [one for one in found if id(one) not in dropped] + judged


class _Told:
    """A piece of evidence with the sentence that its text is."""

    def __init__(self, evidence: KindEvidence, text: str) -> None:
        self.evidence = evidence
        sentence = title_sentence(text)
        self.sentence = sentence and replace(sentence, paragraph=evidence.paragraph)
        self.weighed = Weighed(sentence or Sentence((), "", None))

    def is_half_of(self, other: _Told) -> bool:
        """Whether one change is told by both."""
        return (self.evidence.before, self.evidence.after) == (
            other.evidence.before,
            other.evidence.after,
        )

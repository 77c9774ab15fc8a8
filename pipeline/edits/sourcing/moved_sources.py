"""Leaves aside the sources that one sentence no longer names since another does.

It looks at what was told of a whole body, and knows sentences only by that.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Final

from pipeline.edits.common_words import is_common
from pipeline.edits.sourcing.attribution import MARKERS
from pipeline.edits.sourcing.speech import SPEECH, stem
from pipeline.edits.words import words_of
from pipeline.records import KindEvidence

#: words that tell one source from others: «المصدر» alone may be any
_LEAST_NAMED: Final = 2
#: pieces of evidence among which a source that moved is looked for
_MOST_EVIDENCE: Final = 100


def without_moved(found: Sequence[KindEvidence]) -> list[KindEvidence]:
    """Evidence without the sources that one sentence no longer names since another does.

    «أكدت الوزارة أن …» that went where «وأضافت أن …» became «وأكدت الوزارة أن …» is no other
    source. Two sources that changed places are.
    """
    if len(found) > _MOST_EVIDENCE or all(one.kind != "attribution" for one in found):
        return list(found)
    found = _without_renamed(found)
    told = [(_naming(one.before), _naming(one.after)) for one in found]
    return [
        one
        for at, one in enumerate(found)
        if one.kind != "attribution" or not any(_moved(told[at], other) for other in told)
    ]


def _without_renamed(found: Sequence[KindEvidence]) -> list[KindEvidence]:
    """Evidence without the sources whose name is mended where they say nothing too.

    «الطالب حمزة بن [مسعود]», «وأكد بن [مسعود] أن» → «[سعيد]»: it is the same person.
    """
    names = Counter((one.before, one.after) for one in found if one.kind == "names")
    sources = Counter((one.before, one.after) for one in found if one.kind == "attribution")
    return [
        one
        for one in found
        if one.kind != "attribution"
        or names[one.before, one.after] <= sources[one.before, one.after]
    ]


def _moved(
    one: tuple[frozenset[str], frozenset[str]], other: tuple[frozenset[str], frozenset[str]]
) -> bool:
    """Whether another change puts in all that one takes out, or the reverse, and no more of it."""
    went, came = one[0] - one[1], one[1] - one[0]
    if len(went) >= _LEAST_NAMED and went <= other[1] - other[0]:
        return not (came and came <= other[0])
    if len(came) >= _LEAST_NAMED and came <= other[0] - other[1]:
        return not (went and went <= other[1])
    return False


def _naming(text: str) -> frozenset[str]:
    """The words of a text that may say who says something."""
    return frozenset(
        word.key
        for word in words_of(text)[0]
        if not (is_common(word.key) or stem(word.key) in SPEECH or word.key in MARKERS)
    )

"""Finds what stands in quotation marks, and speech that a colon introduces.

One or two words in marks are no quotation: they are a name, or words the writer keeps at a
distance. Who speaks is `pipeline.edits.attribution`'s question.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import chain
from typing import Final

from pipeline.edits.speech import SPEECH, stem
from pipeline.edits.words import Word

_CLOSES: Final = {"«": "»", "“": "”“", "„": "“”", "‹": "›", "‘": "’", '"': '"', "”": "”“"}
#: fewer words than this are no quotation
LEAST_WORDS: Final = 3
#: how many words before a colon a verb of speech may stand
_REACH: Final = 8
_ENDS: Final = frozenset(".!?؟…")


def with_quotations(words: Sequence[Word]) -> list[Word]:
    """The words of a paragraph, each with the number of the quotation it stands in."""
    marked = list(words)
    spans = chain(_marked(words), _introduced(words))
    for number, (start, end) in enumerate(spans, 1):
        if end - start < LEAST_WORDS:
            continue
        for at in range(start, end):
            if not marked[at].quotation:
                marked[at] = replace(marked[at], quotation=number)
    return marked


def _marked(words: Sequence[Word]) -> Iterator[tuple[int, int]]:
    """What stands between marks."""
    closing, start = "", 0
    for at, word in enumerate(words):
        for char in word.gap:
            if closing and char in closing:
                yield start, at
                closing = ""
            elif not closing and char in _CLOSES:
                closing, start = _CLOSES[char], at
    if closing:  # the closing mark stands after the last word, or it is missing
        yield start, len(words)


def _introduced(words: Sequence[Word]) -> Iterator[tuple[int, int]]:
    for at, word in enumerate(words):
        if ":" not in word.gap or not _CLOSES.keys().isdisjoint(word.gap):
            continue
        if any(stem(one.key) in SPEECH for one in words[max(0, at - _REACH) : at]):
            end = next(
                (
                    place
                    for place in range(at + 1, len(words))
                    if words[place].apart and not _ENDS.isdisjoint(words[place].gap)
                ),
                len(words),
            )
            yield at, end

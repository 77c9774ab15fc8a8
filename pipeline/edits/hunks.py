"""Where two versions of a sentence differ, word by word, as few stretches as read well."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from rapidfuzz.distance import Indel

from pipeline.edits.common_words import is_common
from pipeline.edits.words import Sentence

#: cells of the comparison table above which two sentences are compared as wholes
_MOST_CELLS: Final = 4_000_000


@dataclass(frozen=True, slots=True)
class Hunk:
    """A stretch of words that differs: before[i:i_end] became after[j:j_end]."""

    i: int
    i_end: int
    j: int
    j_end: int


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two versions of a sentence with where they differ."""

    before: Sentence
    after: Sentence
    hunks: tuple[Hunk, ...]
    #: pairs of places with equal keys
    equal: tuple[tuple[int, int], ...]

    def went(self, hunk: Hunk) -> str:
        return self.before.said(hunk.i, hunk.i_end)

    def came(self, hunk: Hunk) -> str:
        return self.after.said(hunk.j, hunk.j_end)


def compare_sentences(before: Sentence, after: Sentence) -> Comparison:
    """Compares two sentences by the keys of their words."""
    old, new = before.keys, after.keys
    hunks = _joined(_differences(old, new), old)
    equal = []
    i = j = 0
    for hunk in (*hunks, Hunk(len(old), len(old), len(new), len(new))):
        equal += list(zip(range(i, hunk.i), range(j, hunk.j), strict=True))
        i, j = hunk.i_end, hunk.j_end
    return Comparison(before, after, tuple(hunks), tuple(equal))


def _differences(old: Sequence[str], new: Sequence[str]) -> list[Hunk]:
    if old == new:
        return []
    if len(old) * len(new) > _MOST_CELLS:
        return [Hunk(0, len(old), 0, len(new))]
    ids: dict[str, int] = {}
    a, b = ([ids.setdefault(key, len(ids)) for key in side] for side in (old, new))
    found: list[Hunk] = []
    for op in Indel.opcodes(a, b):
        if op.tag == "equal":
            continue
        one = Hunk(op.src_start, op.src_end, op.dest_start, op.dest_end)
        if found and (found[-1].i_end, found[-1].j_end) == (one.i, one.j):
            last = found.pop()
            one = Hunk(last.i, one.i_end, last.j, one.j_end)
        found.append(one)
    return found


def _joined(hunks: Sequence[Hunk], old: Sequence[str]) -> list[Hunk]:
    """Joins what only a small word, alike by chance, keeps apart: «عن» between two changes."""
    kept: list[Hunk] = []
    for hunk in hunks:
        if kept:
            last = kept[-1]
            between = old[last.i_end : hunk.i]
            replaced = (last.i < last.i_end and last.j < last.j_end) or (
                hunk.i < hunk.i_end and hunk.j < hunk.j_end
            )
            if replaced and len(between) == 1 and is_common(between[0]):
                kept[-1] = Hunk(last.i, hunk.i_end, last.j, hunk.j_end)
                continue
        kept.append(hunk)
    return kept

"""How well kinds are told: precision, recall and F1 by kind on pairs labelled by hand."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import get_args

from benchmarks.edits import LabelledPair
from config.edit_kinds import EditKind
from pipeline.edits import compare

Mistakes = list[tuple[LabelledPair, frozenset[str]]]


@dataclass(frozen=True, slots=True)
class Score:
    """Counts of what was said rightly, wrongly, and not said."""

    right: int
    wrong: int
    missed: int

    @property
    def precision(self) -> float:
        return self.right / (self.right + self.wrong) if self.right + self.wrong else 1.0

    @property
    def recall(self) -> float:
        return self.right / (self.right + self.missed) if self.right + self.missed else 1.0

    @property
    def f1(self) -> float:
        both = 2 * self.right + self.wrong + self.missed
        return 2 * self.right / both if both else 1.0


def scores(pairs: Iterable[LabelledPair]) -> tuple[dict[str, Score], Mistakes]:
    """The score of each kind and of all together (`micro`), and the pairs told wrongly."""
    right: Counter[str] = Counter()
    wrong: Counter[str] = Counter()
    missed: Counter[str] = Counter()
    mistakes: Mistakes = []
    for pair in pairs:
        edit = compare(pair.before, pair.after)
        told = frozenset(edit.kinds if edit else ())
        right.update(told & pair.kinds)
        wrong.update(told - pair.kinds)
        missed.update(pair.kinds - told)
        if told != pair.kinds:
            mistakes.append((pair, told))
    found = {
        kind: Score(right[kind], wrong[kind], missed[kind])
        for kind in get_args(EditKind)
        if right[kind] or wrong[kind] or missed[kind]
    }
    found["micro"] = Score(right.total(), wrong.total(), missed.total())
    return found, mistakes

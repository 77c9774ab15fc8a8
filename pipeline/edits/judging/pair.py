"""Two versions of a sentence under judgement: where they differ, and what was found so far.

The words that differ are claimed, by those who explain them; what each kind rests on is the
business of the other modules of this package.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final, NamedTuple

from config.edit_kinds import EditKind
from pipeline.edits.hunks import Comparison, Hunk, compare_sentences
from pipeline.edits.joined import bare
from pipeline.edits.judging.side import Side
from pipeline.edits.mending.usage import Usage
from pipeline.edits.sourcing.speech import keys
from pipeline.edits.words import Sentence
from pipeline.records import KindEvidence

#: words that come or go with a figure, a name or a negation and say nothing without it
MOST_ATTENDING: Final = 4
#: without which a quotation says the same
_SAYS_NOTHING: Final = keys("و ف قد أن إن")


@dataclass
class PairJudgement:
    """What two versions of a sentence show."""

    #: in the order found, each once
    evidence: dict[KindEvidence, None] = field(default_factory=dict)
    #: words that stayed, spelling aside
    kept: int = 0


class Open(NamedTuple):
    """Places of a change's words that nobody has claimed yet, before and after."""

    before: list[int]
    after: list[int]


class Pair:
    """Both versions of a sentence, the changes between them, and what they have shown."""

    def __init__(self, before: Sentence, after: Sentence, usage: Usage | None = None) -> None:
        self.usage = usage
        self.compared: Comparison = compare_sentences(before, after)
        self.before, self.after = Side(before), Side(after)
        self.found = PairJudgement(kept=len(self.compared.equal))
        #: changes that show some kind already
        self.explained: set[Hunk] = set()
        #: told of no more than marks by which a quotation is opened or closed
        self.quoting: set[KindEvidence] = set()

    @property
    def hunks(self) -> tuple[Hunk, ...]:
        return self.compared.hunks

    def tell(self, kind: EditKind, before: str, after: str) -> KindEvidence:
        one = KindEvidence(kind, self.after.sentence.paragraph, before, after)
        self.found.evidence[one] = None
        return one

    def tell_change(self, kind: EditKind, hunk: Hunk) -> None:
        """Gives all the words of a change as evidence for a kind."""
        self.tell(kind, self.compared.went(hunk), self.compared.came(hunk))

    def open(self, hunk: Hunk) -> Open:
        return Open(self.before.open(hunk.i, hunk.i_end), self.after.open(hunk.j, hunk.j_end))

    def claim(self, before: list[int], after: list[int]) -> None:
        self.before.claimed.update(before)
        self.after.claimed.update(after)

    def sides(self, hunk: Hunk) -> Iterator[tuple[Side, int, int]]:
        """Each side with where the change begins and ends in it."""
        yield self.before, hunk.i, hunk.i_end
        yield self.after, hunk.j, hunk.j_end

    def quoted(self, hunk: Hunk) -> bool:
        """Whether any word of a change stands in a quotation."""
        return any(side.quoted(list(range(start, end))) for side, start, end in self.sides(hunk))

    def says_otherwise(self, left: Open) -> bool:
        """Whether words say more than «و» and the like, and are not the same with and without."""
        old, new = (
            [
                bare(word.key)
                for word in (side.sentence.words[at] for at in places)
                if word.key not in _SAYS_NOTHING
            ]
            for side, places in zip((self.before, self.after), left, strict=True)
        )
        return len(old) != len(new) or any(
            set(one).isdisjoint(other) for one, other in zip(old, new, strict=True)
        )

    def inside_quotation(self, hunk: Hunk) -> bool:
        """Whether a change has only words of a quotation, or stands between two of its words."""
        if all(
            side.sentence.words[at].quotation
            for side, start, end in self.sides(hunk)
            for at in range(start, end)
        ):
            return True
        words = self.after.sentence.words
        if hunk.j == 0 or hunk.j_end >= len(words):
            return False
        return words[hunk.j - 1].quotation == words[hunk.j_end].quotation != 0

    @property
    def says_more_than_spelling(self) -> bool:
        """Whether the sentence shows more than another spelling or other marks."""
        return any(one.kind not in ("spelling", "formatting") for one in self.found.evidence)

    def told(self, kind: EditKind) -> int:
        """How many changes were told to be of a kind so far."""
        return sum(one.kind == kind for one in self.found.evidence)

    def shows(self, kind: EditKind) -> bool:
        return any(one.kind == kind for one in self.found.evidence)

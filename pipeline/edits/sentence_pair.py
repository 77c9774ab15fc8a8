"""What changed between two versions of one sentence, each change explained by the kinds it shows.

The words that differ are claimed by the strongest kind they bear witness to: figures, negation,
attribution, names, quote, a clause of its own; what is left is wording. A word spelt another way
is spelling and takes no part in the rest.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import product
from typing import Final

from pipeline.edits.clauses import LEAST_CLAUSE, LEAST_REPLACED, statement_length
from pipeline.edits.figure_changes import figure_changes
from pipeline.edits.hunks import Comparison, Hunk, compare_sentences
from pipeline.edits.names import (
    follows_head,
    is_family,
    is_given,
    is_nisba,
    is_office,
)
from pipeline.edits.negation import turned
from pipeline.edits.notices import is_notice
from pipeline.edits.numbers import Figure, attends
from pipeline.edits.sentence_side import Side
from pipeline.edits.spelling import agree, same_joined, same_word
from pipeline.edits.words import MARK, OPENING, Sentence, Word
from pipeline.records import EditKind, KindEvidence

#: words that come or go with a figure, a name or a negation and say nothing without it
_MOST_ATTENDING: Final = 4
#: how many words farther on the same word spelt otherwise is looked for
_REACH: Final = 12
#: changes of more words than this are not looked at for words that agree
_MOST_AGREEING: Final = 40
#: a source put for another, in words
_LONGEST_SOURCE: Final = 8
#: how near to a verb of speech its speaker stands, in words
_NEAR: Final = 3


@dataclass
class PairJudgement:
    """What two versions of a sentence show."""

    #: in the order found, each once
    evidence: dict[KindEvidence, None] = field(default_factory=dict)
    #: words that stayed, spelling aside
    kept: int = 0


class _Pair:
    def __init__(self, before: Sentence, after: Sentence) -> None:
        self.compared: Comparison = compare_sentences(before, after)
        self.before, self.after = Side(before), Side(after)
        self.found = PairJudgement(kept=len(self.compared.equal))
        #: changes that show some kind already
        self.explained: set[Hunk] = set()

    def tell(self, kind: EditKind, before: str, after: str) -> None:
        one = KindEvidence(kind, self.after.sentence.paragraph, before, after)
        self.found.evidence[one] = None

    # --- what is no change of words ---------------------------------------------

    def look_at_equal_words(self) -> None:
        """Marks, vowel signs and hamzas around and on the words that stayed."""
        old, new = self.before.sentence, self.after.sentence
        last: tuple[int, int] | None = (-1, -1)
        for i, j in self.compared.equal:
            one, other = old.words[i], new.words[j]
            if one.text != other.text:
                kind: EditKind = "formatting" if one.plain == other.plain else "spelling"
                self.tell(kind, one.text, other.text)
            if last == (i - 1, j - 1) and _marks(one, first=i == 0) != _marks(other, first=j == 0):
                self.tell("formatting", _around(old, i), _around(new, j))
            last = (i, j)
        if old.tail != new.tail and last == (len(old.words) - 1, len(new.words) - 1):
            end = len(old.words) - 1, len(new.words) - 1
            self.tell(
                "formatting", old.words[end[0]].text + old.tail, new.words[end[1]].text + new.tail
            )

    def look_at_spelling(self, hunk: Hunk) -> None:
        old, new = self.before.sentence.words, self.after.sentence.words
        i_open, j_open = self.before.open(hunk.i, hunk.i_end), self.after.open(hunk.j, hunk.j_end)
        if same_joined(tuple(old[i].key for i in i_open), tuple(new[j].key for j in j_open)):
            self._mend(hunk, i_open, j_open)
            return
        start = 0
        for i in i_open:
            for place in range(start, min(start + _REACH, len(j_open))):
                j = j_open[place]
                names = i in self.before.names or j in self.after.names
                if same_word(old[i].key, new[j].key, names=names):
                    self._mend(hunk, [i], [j], told=old[i].text != new[j].text)
                    start = place + 1
                    break

    def _mend(self, hunk: Hunk, i: list[int], j: list[int], *, told: bool = True) -> None:
        self.before.claimed.update(i)
        self.after.claimed.update(j)
        self.found.kept += min(len(i), len(j))
        if told:
            self.tell(
                "spelling",
                self.before.sentence.said(i[0], i[-1] + 1),
                self.after.sentence.said(j[0], j[-1] + 1),
            )

    # --- figures ----------------------------------------------------------------

    def look_at_figures(self, clauses: set[Hunk]) -> set[Hunk]:
        """Claims the figures that changed; returns the changes that hold one."""
        changes = figure_changes(self.compared)
        for one, other in changes.rewritten:
            self._claim_rewritten(one, other)
        holding: dict[Hunk | None, tuple[list[Figure], list[Figure]]] = {}
        for side, group in ((0, changes.gone), (1, changes.come)):
            for figure in group:
                hunk = self._hunk_of(figure, side)
                holding.setdefault(hunk, ([], []))[side].append(figure)
        told: set[Hunk] = set()
        for hunk, (gone, come) in holding.items():
            if hunk in clauses:
                continue
            self.tell(
                "figures",
                _spoken(self.before.sentence, gone),
                _spoken(self.after.sentence, come),
            )
            if hunk is not None:
                told.add(hunk)
                self._claim_figures(hunk, gone, come)
        return told

    def _hunk_of(self, figure: Figure, side: int) -> Hunk | None:
        for hunk in self.compared.hunks:
            start, end = (hunk.i, hunk.i_end) if side == 0 else (hunk.j, hunk.j_end)
            if start < figure.end and figure.start < end:
                return hunk
        return None

    def _claim_rewritten(self, one: Figure, other: Figure) -> None:
        old, new = self.before.sentence, self.after.sentence
        said, again = old.words[one.start : one.end], new.words[other.start : other.end]
        if [word.key for word in said] != [word.key for word in again]:
            self.tell("formatting", old.said(one.start, one.end), new.said(other.start, other.end))
        self.before.claimed.update(range(one.start, one.end))
        self.after.claimed.update(range(other.start, other.end))
        # «4 حكام», «أربعة حكام»: what is counted may change its form with the number
        self._claim_counted(one.end, other.end)

    def _claim_counted(self, i: int, j: int) -> None:
        old, new = self.before.sentence.words, self.after.sentence.words
        if i < len(old) and j < len(new) and _akin(old[i].key, new[j].key):
            self.before.claimed.add(i)
            self.after.claimed.add(j)

    def _claim_figures(self, hunk: Hunk, gone: list[Figure], come: list[Figure]) -> None:
        spans = ((self.before, gone, hunk.i, hunk.i_end), (self.after, come, hunk.j, hunk.j_end))
        for side, group, start, end in spans:
            for figure in group:
                side.claimed.update(range(figure.start, min(figure.end + 1, end)))
            left = side.open(start, end)
            if (hunk.i == hunk.i_end or hunk.j == hunk.j_end) and len(left) <= _MOST_ATTENDING:
                side.claimed.update(left)
            side.claimed.update(at for at in left if attends(side.sentence.words[at]))
        self._claim_singular(hunk, gone, come)

    def _claim_singular(self, hunk: Hunk, gone: list[Figure], come: list[Figure]) -> None:
        """«شخص» that became «شخصين» is no other word beside the figure."""
        sides = (
            (self.before, hunk.i, hunk.i_end, self.after, come),
            (self.after, hunk.j, hunk.j_end, self.before, gone),
        )
        for side, start, end, other, figures in sides:
            counted = [
                other.sentence.words[at].key
                for one in figures
                for at in range(one.start, min(one.end + 1, len(other.sentence.words)))
            ]
            for at in side.open(start, end):
                if any(_akin(side.sentence.words[at].key, key) for key in counted):
                    side.claimed.add(at)

    # --- the other kinds of one change ------------------------------------------

    def clauses(self, hunk: Hunk) -> tuple[EditKind, ...]:
        """Whether a change is a statement that came, or went, or one put for another."""
        i_open, j_open = self.before.open(hunk.i, hunk.i_end), self.after.open(hunk.j, hunk.j_end)
        went = statement_length(self.before.sentence, i_open)
        came = statement_length(self.after.sentence, j_open)
        if min(went, came) >= LEAST_REPLACED:
            return ("addition", "removal")
        if came >= LEAST_CLAUSE and len(self.before.content(i_open)) <= 1:
            return ("addition",) if self.after.states(hunk.j, hunk.j_end) else ()
        if went >= LEAST_CLAUSE and len(self.after.content(j_open)) <= 1:
            return ("removal",) if self.before.states(hunk.i, hunk.i_end) else ()
        return ()

    def explain_clauses(self, hunk: Hunk, kinds: tuple[EditKind, ...]) -> None:
        went, came = self.compared.went(hunk), self.compared.came(hunk)
        for kind in kinds:
            self.tell(kind, went, came)
        if self._inside_quotation(hunk):
            self.tell("quote", went, came)

    def look_at_negation(self, hunk: Hunk) -> bool:
        if not turned(self.compared, hunk):
            return False
        went, came = self.compared.went(hunk), self.compared.came(hunk)
        self.tell("negation", went, came)
        if self._quoted(hunk):
            self.tell("quote", went, came)
        self._claim_if_short(hunk)
        return True

    def _quoted(self, hunk: Hunk) -> bool:
        return self.before.quoted(list(range(hunk.i, hunk.i_end))) or self.after.quoted(
            list(range(hunk.j, hunk.j_end))
        )

    def explain(self, hunk: Hunk, *, said: bool) -> None:
        """Finds what kinds a change shows beside figures and negation (`said`: it shows one)."""
        went, came = self.compared.went(hunk), self.compared.came(hunk)
        i_open, j_open = self.before.open(hunk.i, hunk.i_end), self.after.open(hunk.j, hunk.j_end)
        if not i_open and not j_open and not said:
            return
        if (said and self._quoted(hunk)) or self.before.quoted(i_open) or self.after.quoted(j_open):
            self.tell("quote", went, came)
            self._named(hunk, went, came)
            self.before.claimed.update(i_open)
            self.after.claimed.update(j_open)
            return
        quoting = bool(self.before.speaker or self.after.speaker)
        first, *others = (self._attributed, self._named, self._spoken_by_another)
        # who says a quotation is the quotation's business before it is attribution
        for look in (*others, first) if quoting else (first, *others):
            said = look(hunk, went, came) or said
        if said:
            self.explained.add(hunk)

    def look_at_wording(self, hunk: Hunk) -> None:
        """What is left when all else is explained: words that changed and say nothing else."""
        i_open, j_open = self.before.open(hunk.i, hunk.i_end), self.after.open(hunk.j, hunk.j_end)
        if hunk in self.explained or self.evidence_of_words:
            self._claim_agreeing(i_open, j_open)
            i_open = self.before.content(self.before.open(hunk.i, hunk.i_end))
            j_open = self.after.content(self.after.open(hunk.j, hunk.j_end))
        if any(one.kind == "figures" for one in self.found.evidence):
            i_open = [at for at in i_open if not attends(self.before.sentence.words[at])]
            j_open = [at for at in j_open if not attends(self.after.sentence.words[at])]
        if self.before.says(i_open) and self.after.says(j_open):
            self.tell("attribution", self.compared.went(hunk), self.compared.came(hunk))
        elif i_open or j_open:
            self.tell("wording", self.compared.went(hunk), self.compared.came(hunk))

    @property
    def evidence_of_words(self) -> bool:
        """Whether the sentence shows more than another spelling or other marks."""
        return any(one.kind not in ("spelling", "formatting") for one in self.found.evidence)

    def _claim_agreeing(self, i_open: list[int], j_open: list[int]) -> None:
        """Claims words that only agree with what changed: «أشرفت» before another's name."""
        old, new = self.before.sentence.words, self.after.sentence.words
        for i, j in product(i_open[:_MOST_AGREEING], j_open[:_MOST_AGREEING]):
            if agree(old[i].key, new[j].key):
                self.before.claimed.add(i)
                self.after.claimed.add(j)

    def _inside_quotation(self, hunk: Hunk) -> bool:
        """Whether the words on either side of a change stand in one quotation."""
        words = self.after.sentence.words
        if hunk.j == 0 or hunk.j_end >= len(words):
            return False
        return words[hunk.j - 1].quotation == words[hunk.j_end].quotation != 0

    def _claim_if_short(self, hunk: Hunk) -> None:
        if max(hunk.i_end - hunk.i, hunk.j_end - hunk.j) <= _MOST_ATTENDING:
            self.before.claimed.update(range(hunk.i, hunk.i_end))
            self.after.claimed.update(range(hunk.j, hunk.j_end))

    def _attributed(self, hunk: Hunk, went: str, came: str) -> bool:
        i_open, j_open = self.before.open(hunk.i, hunk.i_end), self.after.open(hunk.j, hunk.j_end)
        old = [at for at in i_open if at in self.before.attributing]
        new = [at for at in j_open if at in self.after.attributing]
        if not old and not new:
            return False
        # attributing on both sides, or put in or taken out as a whole
        besides = (i_open and not old) or (j_open and not new)
        if besides and not (self._marks(self.before, old) or self._marks(self.after, new)):
            return False
        if self._person_told(hunk) and not (self.before.led(old) or self.after.led(new)):
            return False
        self.tell("attribution", went, came)
        few = max(len(i_open), len(j_open)) <= _LONGEST_SOURCE
        whole = (
            (bool(old and new) or max(len(i_open), len(j_open)) <= _NEAR)
            and few
            and not self._person_told(hunk)
        )
        self.before.claimed.update(i_open if whole else old)
        self.after.claimed.update(j_open if whole else new)
        return True

    def _person_told(self, hunk: Hunk) -> bool:
        """Whether a change puts in or takes out a person's name, which says more than a source."""
        sides = ((self.before, hunk.i, hunk.i_end), (self.after, hunk.j, hunk.j_end))
        return any(
            at in side.proper and is_given(side.sentence.words[at])
            for side, start, end in sides
            for at in side.open(start, end)
        )

    def _marks(self, side: Side, places: list[int]) -> bool:
        """Whether the word that attributes is among some places."""
        return any(at - 1 not in side.attributing for at in places)

    def _named(self, hunk: Hunk, went: str, came: str) -> bool:
        i_open, j_open = self.before.open(hunk.i, hunk.i_end), self.after.open(hunk.j, hunk.j_end)
        old, new = self.before.sentence.words, self.after.sentence.words
        one = [at for at in i_open if at in self.before.names]
        other = [at for at in j_open if at in self.after.names]
        if not one and not other:
            for test in (is_nisba, is_office):
                one = [at for at in i_open if test(old[at])]
                other = [at for at in j_open if test(new[at])]
                if one and other:
                    break
            else:
                return False
        governed = i_open and j_open and follows_head(old, i_open[0])
        if bool(one) != bool(other) and governed and follows_head(new, j_open[0]):
            # «شركة [توتال]», «شركة [إيني]»: what a head governs on both sides
            one, other = one or i_open[:1], other or j_open[:1]
        if one and not other:  # a name that went: another kind of words may stand for it
            other = [at for at in j_open if _may_name(new[at])]
            if not other:
                return False
        if other and not one:
            one = [at for at in i_open if _may_name(old[at])]
            if not one and not self._identifies(hunk, other):
                return False
        if {old[at].key for at in one} == {new[at].key for at in other}:
            return False
        self.tell("names", went, came)
        self._claim_named(hunk, one, other)
        return True

    def _identifies(self, hunk: Hunk, places: list[int]) -> bool:
        """Whether words that came are mainly a name of a person or place, and few."""
        came = self.after.content(self.after.open(hunk.j, hunk.j_end))
        went = self.before.content(self.before.open(hunk.i, hunk.i_end))
        proper = [at for at in places if at in self.after.proper]
        return bool(proper) and 2 * len(places) >= len(came) and len(went) <= _MOST_ATTENDING

    def _claim_named(self, hunk: Hunk, one: list[int], other: list[int]) -> None:
        self.before.claimed.update(one)
        self.after.claimed.update(other)
        for side, start, end in (
            (self.before, hunk.i, hunk.i_end),
            (self.after, hunk.j, hunk.j_end),
        ):
            left = side.open(start, end)
            if len(left) <= _MOST_ATTENDING and ((one and other) or len(left) < _NEAR):
                side.claimed.update(left)

    def _spoken_by_another(self, hunk: Hunk, went: str, came: str) -> bool:
        """Whether the words that say a quotation's speaker changed; it claims them."""
        found = False
        for side, start, end in (
            (self.before, hunk.i, hunk.i_end),
            (self.after, hunk.j, hunk.j_end),
        ):
            touched = side.speaker & set(range(start, end))
            if side.content(sorted(touched)):
                side.claimed.update(side.open(start, end))
                found = True
        if found:
            self.tell("quote", went, came)
        return found


def judge_pair(before: Sentence, after: Sentence) -> PairJudgement:
    """What two versions of one sentence show, as evidence for kinds of edit."""
    pair = _Pair(before, after)
    pair.look_at_equal_words()
    if is_notice(before) != is_notice(after):
        pair.tell("correction", before.whole, after.whole)
        return pair.found
    clauses = {hunk: kind for hunk in pair.compared.hunks if (kind := pair.clauses(hunk))}
    holding = pair.look_at_figures(set(clauses))
    for hunk in pair.compared.hunks:
        if hunk in clauses:
            pair.explain_clauses(hunk, clauses[hunk])
        else:
            denied = pair.look_at_negation(hunk)
            pair.look_at_spelling(hunk)
            pair.explain(hunk, said=denied or hunk in holding)
    for hunk in pair.compared.hunks:
        if hunk not in clauses:
            pair.look_at_wording(hunk)
    return pair.found


def _spoken(sentence: Sentence, group: list[Figure]) -> str:
    """Figures with the word after each, which says what they count."""
    return " … ".join(
        sentence.said(one.start, one.end + _shows_counted(sentence, one)) for one in group
    )


def _may_name(word: Word) -> bool:
    """Whether a word may be a name where a name stands in its place."""
    return is_office(word) or is_nisba(word) or is_given(word) or is_family(word)


def _shows_counted(sentence: Sentence, figure: Figure) -> bool:
    """Whether the word after a figure says what it counts."""
    after = sentence.words[figure.end] if figure.end < len(sentence.words) else None
    return after is not None and not after.gap and figure.value[0] == "n" and not figure.unit


def _marks(word: Word, *, first: bool) -> str:
    """What stands before a word; before a sentence only the marks that open it are its own."""
    if first:
        return word.gap[len(word.gap.rstrip(OPENING)) :]
    return MARK.sub("", word.space)


def _around(sentence: Sentence, at: int) -> str:
    """Two words with the marks between them."""
    word = sentence.words[at]
    text = sentence.said(max(0, at - 1), at + 1)
    return text if at else word.gap + text


def _akin(one: str, other: str) -> bool:
    """Whether two nouns may be forms of one: «مترشحا», «مترشحين»; «عمال», «عاملان»."""
    return (
        len(one) > 2 and len(other) > 2 and (one[:3] == other[:3] or _bones(one) == _bones(other))
    )


def _bones(noun: str) -> str:
    return "".join(letter for letter in noun if letter not in "اوينه")[:3]

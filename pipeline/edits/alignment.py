"""Aligns the sentences of two texts: those that stayed, moved, were changed, came and went.

Paragraphs that stayed are set aside first, so that the work grows with what changed. Sentences
are alike by the words they share, small words and figures weighing little: a sentence is the
same sentence whatever its figures say. The cost is bounded whatever a page holds.
"""

from __future__ import annotations

import re
from bisect import bisect
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Final, NamedTuple

from pipeline.diff_words import stretches
from pipeline.edits.common_words import is_common
from pipeline.edits.likeness import LEAST_ALIKE, Place, Weighed, beside, place_of, score
from pipeline.edits.recasting import in_gaps, parted, recut
from pipeline.edits.sourcing.quotations import with_quotations
from pipeline.edits.sourcing.quoted_speech import running_on
from pipeline.edits.words import Sentence, cut, words_of

#: of two sentences that stand in the same place, as titles do
_LEAST_IN_PLACE: Final = 0.4
#: of a sentence's words, how many others may have one for it to tell something
_MOST_HOLDERS: Final = 40
#: a point after one or two letters is of an abbreviation, as `cut` has it
_SENTENCE_END: Final = re.compile(
    r"(?:(?<=[!?؟…])|(?<=\w\w\w\.)|(?<=[)»”\"]\.)|(?<=[.!?؟…][)»”\"]))\s+"
)
#: marks of quotation, without those that may tell inches: «شاشة 32"»
_NO_INCHES: Final = re.compile(r'(?<!\d)"')


@dataclass(frozen=True, slots=True)
class Alignment:
    """How the sentences of two texts correspond, each list in reading order."""

    #: both versions of each sentence that was changed
    changed: tuple[tuple[Sentence, Sentence], ...]
    #: both places of each sentence that stands elsewhere
    moved: tuple[tuple[Sentence, Sentence], ...]
    #: those whose words stayed, though perhaps not their marks
    stayed: tuple[tuple[Sentence, Sentence], ...]
    gone: tuple[Sentence, ...]
    come: tuple[Sentence, ...]
    #: words that were not looked at because their paragraphs stayed, roughly
    set_aside: int
    #: paragraphs were parted or joined
    parted: bool
    #: of the changed, those that stand elsewhere too
    reordered: tuple[tuple[Sentence, Sentence], ...]


def align(old: Sequence[str], new: Sequence[str]) -> Alignment:
    """Aligns two bodies, given as paragraphs."""
    aside = _Aside()
    before, after = _differing(old, new, aside)
    pairs = _same(before, after)
    stayed, moved = _in_order(pairs, aside.places)
    left_before = _without(before, (one for one, _ in pairs))
    left_after = _without(after, (one for _, one in pairs))
    changed, gone, come = _alike(left_before, left_after)
    changed, gone, come = parted(changed, gone, come)
    aside.places += [(place_of(one), place_of(other)) for one, other in (*stayed, *changed)]
    filled, gone, come = in_gaps(gone, come, aside.places)
    aside.places += [(place_of(one), place_of(other)) for one, other in filled]
    changed = recut([*changed, *filled])
    return Alignment(
        tuple(sorted(changed, key=lambda pair: place_of(pair[1]))),
        tuple(moved),
        tuple(stayed),
        tuple(gone),
        tuple(come),
        aside.words,
        _parted_anew(aside.places),
        _out_of_order(changed, aside.places),
    )


@dataclass
class _Aside:
    """What stayed and needs no look: how many words, roughly, and where."""

    words: int = 0
    places: list[tuple[Place, Place]] = field(default_factory=list)


class _Standing:
    """Where that stands which was set aside, on both sides in the same order."""

    def __init__(self, places: Sequence[tuple[Place, Place]]) -> None:
        self._old, self._new = (sorted(pair[side] for pair in places) for side in (0, 1))

    def alike(self, one: Place, other: Place) -> bool:
        """Whether two places have the same before them."""
        return bisect(self._old, one) == bisect(self._new, other)


def _differing(
    old: Sequence[str], new: Sequence[str], aside: _Aside
) -> tuple[list[Sentence], list[Sentence]]:
    """The sentences of both sides, without the paragraphs and sentences that stayed as they were.

    What reads the same is found before any text is cut into words.
    """
    before: list[_Piece] = []
    after: list[_Piece] = []
    within, within_now = running_on(old), running_on(new)
    for same, i, i_end, j, j_end in stretches(old, new):
        if same:
            aside.words += sum(text.count(" ") + 1 for text in old[i:i_end])
            aside.places += [((i + n, 0), (j + n, 0)) for n in range(i_end - i)]
        else:
            before += _pieces_of(old, range(i, i_end), within)
            after += _pieces_of(new, range(j, j_end), within_now)
    standing = _Standing(aside.places)
    left_before: list[_Piece] = []
    left_after: list[_Piece] = []
    for same, i, i_end, j, j_end in stretches(
        [one.text for one in before], [one.text for one in after]
    ):
        if not same:
            left_before += before[i:i_end]
            left_after += after[j:j_end]
            continue
        for one, other in zip(before[i:i_end], after[j:j_end], strict=True):
            if standing.alike(one.place, other.place):
                aside.words += one.text.count(" ") + 1
                aside.places.append((one.place, other.place))
            else:  # it stands on the other side of a paragraph that stayed
                left_before.append(one)
                left_after.append(other)
    return _cut_all(left_before), _cut_all(left_after)


def _cut_all(pieces: Iterable[_Piece]) -> list[Sentence]:
    found: list[Sentence] = []
    for piece in pieces:
        words, tail = words_of(piece.text)
        shifted = [
            word._replace(start=word.start + piece.start, end=word.end + piece.start)
            if piece.start
            else word
            for word in with_quotations(words, piece.within)
        ]
        found += cut(shifted, tail, piece.text, piece.paragraph, piece.start)
    return found


class _Piece(NamedTuple):
    """A part of a paragraph that can be compared by itself."""

    text: str
    paragraph: int
    #: where it begins in its paragraph
    start: int
    #: the mark that closes a quotation in which it begins; "" for none
    within: str = ""

    @property
    def place(self) -> Place:
        return self.paragraph, self.start


def _pieces_of(
    texts: Sequence[str], places: Iterable[int], within: Mapping[int, str]
) -> Iterator[_Piece]:
    """The pieces of some paragraphs; one that begins within a quotation is left whole."""
    for at in places:
        if at in within:
            yield _Piece(texts[at], at, 0, within[at])
        else:
            yield from _pieces(texts[at], at)


def _pieces(text: str, paragraph: int) -> Iterator[_Piece]:
    """The sentences of a paragraph as texts; the whole where a quotation runs over them."""
    start = 0
    pieces: list[_Piece] = []
    for end in _SENTENCE_END.finditer(text):
        pieces.append(_Piece(text[start : end.start()], paragraph, start))
        start = end.end()
    pieces.append(_Piece(text[start:], paragraph, start))
    if len(pieces) > 1 and not all(_balanced(piece.text) for piece in pieces):
        yield _Piece(text, paragraph, 0)
    else:
        yield from (piece for piece in pieces if piece.text)


def _balanced(text: str) -> bool:
    return (
        (text.count('"') % 2 == 0 or len(_NO_INCHES.findall(text)) % 2 == 0)
        and text.count("«") == text.count("»")
        and text.count("“") == text.count("”")
    )


def title_sentence(text: str) -> Sentence | None:
    """A title as one sentence; None where it has no words."""
    words, tail = words_of(text)
    if not words:
        return None
    shown = text[words[0].start : words[-1].end]
    return Sentence(tuple(with_quotations(words, title=tail)), shown, None, tail)


def similar(one: Sentence, other: Sentence) -> bool:
    """Whether two sentences are versions of one."""
    return score(Weighed(one), Weighed(other), _LEAST_IN_PLACE) > 0


def _without(every: Iterable[Sentence], some: Iterable[Sentence]) -> list[Sentence]:
    taken = {id(one) for one in some}
    return [one for one in every if id(one) not in taken]


def _same(before: Sequence[Sentence], after: Sequence[Sentence]) -> list[tuple[Sentence, Sentence]]:
    """Pairs of sentences with the same words, wherever they stand, the first with the first."""
    waiting: dict[tuple[str, ...], list[Sentence]] = defaultdict(list)
    for one in reversed(before):
        waiting[one.keys].append(one)
    return [(waiting[one.keys].pop(), one) for one in after if waiting.get(one.keys)]


def _in_order(
    pairs: Sequence[tuple[Sentence, Sentence]], aside: Sequence[tuple[Place, Place]]
) -> tuple[list[tuple[Sentence, Sentence]], list[tuple[Sentence, Sentence]]]:
    """Parts pairs into those that stand in the same order on both sides and those that moved.

    What was set aside stayed: who stands on its other side moved.
    """
    old = sorted(range(len(pairs)), key=lambda at: place_of(pairs[at][0]))
    kept: set[int] = set()
    for same, i, i_end, _, _ in stretches(
        [str(at) for at in old], [str(at) for at in range(len(pairs))]
    ):
        if same:
            kept.update(old[i:i_end])
    standing = _Standing(aside)
    kept = {at for at in kept if standing.alike(*map(place_of, pairs[at]))}
    stayed = [pair for at, pair in enumerate(pairs) if at in kept]
    moved = [pair for at, pair in enumerate(pairs) if at not in kept]
    return stayed, moved


def _alike(
    before: Sequence[Sentence], after: Sequence[Sentence]
) -> tuple[list[tuple[Sentence, Sentence]], list[Sentence], list[Sentence]]:
    """Pairs what is most alike first."""
    old, new = [Weighed(one) for one in before], [Weighed(one) for one in after]
    partner: dict[int, int] = {}
    candidates = list(_candidates(old, new))
    for least in (LEAST_ALIKE, _LEAST_IN_PLACE):
        taken = set(partner.values())
        scored = [
            (-alike, abs(i - j), i, j)
            for i, j in candidates
            if i not in partner and j not in taken
            if least == LEAST_ALIKE or beside(before[i], after[j])
            if (alike := score(old[i], new[j], least))
        ]
        for _, _, i, j in sorted(scored):
            if i not in partner and j not in taken:
                partner[i] = j
                taken.add(j)
    pairs = [(before[i], after[j]) for i, j in partner.items()]
    taken = set(partner.values())
    gone = [one for i, one in enumerate(before) if i not in partner]
    come = [one for j, one in enumerate(after) if j not in taken]
    return pairs, gone, come


def _candidates(old: Sequence[Weighed], new: Sequence[Weighed]) -> Iterable[tuple[int, int]]:
    """Pairs that share a word few others have; all pairs where there are few."""
    if len(old) * len(new) <= _MOST_HOLDERS:
        return [(i, j) for i in range(len(old)) for j in range(len(new))]
    holders: dict[str, list[int]] = defaultdict(list)
    for j, one in enumerate(new):
        for key in one.bag:
            holders[key].append(j)
    found: set[tuple[int, int]] = set()
    for i, one in enumerate(old):
        votes: Counter[int] = Counter()
        for key in one.bag:
            if len(holders.get(key, ())) <= _MOST_HOLDERS and not is_common(key):
                votes.update(holders.get(key, ()))
        found.update((i, j) for j, _ in votes.most_common(_MOST_HOLDERS))
    return sorted(found)


def _out_of_order(
    changed: Sequence[tuple[Sentence, Sentence]], places: list[tuple[Place, Place]]
) -> tuple[tuple[Sentence, Sentence], ...]:
    """Changed sentences next to which a paragraph stands that stood on their other side."""
    places = sorted(places, key=lambda pair: pair[1])
    crossing = {
        place
        for (one, one_after), (two, two_after) in pairwise(places)
        if one[0] > two[0] and one_after[0] < two_after[0]
        for place in (one_after, two_after)
    }
    return tuple(pair for pair in changed if place_of(pair[1]) in crossing)


def _parted_anew(places: list[tuple[Place, Place]]) -> bool:
    """Whether paragraphs were parted or joined between sentences that stayed."""
    places.sort(key=lambda pair: pair[1])
    return any(
        (one[0] == two[0]) != (one_after[0] == two_after[0])
        for (one, one_after), (two, two_after) in pairwise(places)
    )

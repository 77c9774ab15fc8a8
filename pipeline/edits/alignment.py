"""Aligns the sentences of two texts: those that stayed, moved, were changed, came and went.

Paragraphs that stayed are set aside first, so that the work grows with what changed. Sentences
are alike by the words they share, small words and figures weighing little: a sentence is the
same sentence whatever its figures say. The cost is bounded whatever a page holds.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import pairwise
from typing import Final, NamedTuple

from pipeline.diff_words import stretches
from pipeline.edits.common_words import is_common
from pipeline.edits.numbers import may_count
from pipeline.edits.quotations import with_quotations
from pipeline.edits.words import Sentence, Word, cut, words_of

#: share of the words of the shorter, and of both, that two versions of a sentence have in common
_LEAST_CONTAINED: Final = 0.6
_LEAST_ALIKE: Final = 0.5
#: of two sentences that stand in the same place, as titles do
_LEAST_IN_PLACE: Final = 0.4
_LEAST_SHARED: Final = 1.5
#: what is contained must be so much of the longer one
_LEAST_OF_LONGER: Final = 0.2
#: of a sentence's words, how many others may have one for it to tell something
_MOST_HOLDERS: Final = 40
_SMALL: Final = 0.25
#: share of a sentence's words that must be found in a neighbour for the two to be one, parted
_LEAST_PARTED: Final = 0.6
#: pairs of a sentence and a neighbour that are looked at
_MOST_PARTED: Final = 20_000


#: index of a paragraph, and where in it
_Place = tuple[int, int]
#: a point after one or two letters is of an abbreviation, as `cut` has it
_SENTENCE_END: Final = re.compile(
    r"(?:(?<=[!?؟…])|(?<=\w\w\w\.)|(?<=[)»”\"]\.)|(?<=[.!?؟…][)»”\"]))\s+"
)


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


def align(old: Sequence[str], new: Sequence[str]) -> Alignment:
    """Aligns two bodies, given as paragraphs."""
    aside = _Aside()
    before, after = _differing(old, new, aside)
    pairs = _same(before, after)
    stayed, moved = _in_order(pairs)
    left_before = _without(before, (one for one, _ in pairs))
    left_after = _without(after, (one for _, one in pairs))
    changed, gone, come = _alike(left_before, left_after)
    changed, gone, come = _parted(changed, gone, come)
    aside.places += [(_place(one), _place(other)) for one, other in (*stayed, *changed)]
    return Alignment(
        tuple(sorted(changed, key=lambda pair: _place(pair[1]))),
        tuple(moved),
        tuple(stayed),
        tuple(gone),
        tuple(come),
        aside.words,
        _parted_anew(aside.places),
    )


def _place(sentence: Sentence) -> _Place:
    return sentence.paragraph or 0, sentence.words[0].start


@dataclass
class _Aside:
    """What stayed and needs no look: how many words, roughly, and where."""

    words: int = 0
    places: list[tuple[_Place, _Place]] = field(default_factory=list)


def _differing(
    old: Sequence[str], new: Sequence[str], aside: _Aside
) -> tuple[list[Sentence], list[Sentence]]:
    """The sentences of both sides, without the paragraphs and sentences that stayed as they were.

    What reads the same is found before any text is cut into words.
    """
    before: list[_Piece] = []
    after: list[_Piece] = []
    for same, i, i_end, j, j_end in stretches(old, new):
        if same:
            aside.words += sum(text.count(" ") + 1 for text in old[i:i_end])
            aside.places += [((i + n, 0), (j + n, 0)) for n in range(i_end - i)]
        else:
            before += [piece for at in range(i, i_end) for piece in _pieces(old[at], at)]
            after += [piece for at in range(j, j_end) for piece in _pieces(new[at], at)]
    left_before: list[_Piece] = []
    left_after: list[_Piece] = []
    for same, i, i_end, j, j_end in stretches(
        [one.text for one in before], [one.text for one in after]
    ):
        if same:
            aside.words += sum(one.text.count(" ") + 1 for one in before[i:i_end])
            aside.places += [
                (one.place, other.place)
                for one, other in zip(before[i:i_end], after[j:j_end], strict=True)
            ]
        else:
            left_before += before[i:i_end]
            left_after += after[j:j_end]
    return _cut_all(left_before), _cut_all(left_after)


def _cut_all(pieces: Iterable[_Piece]) -> list[Sentence]:
    found: list[Sentence] = []
    for piece in pieces:
        words, tail = words_of(piece.text)
        shifted = [
            word._replace(start=word.start + piece.start, end=word.end + piece.start)
            if piece.start
            else word
            for word in with_quotations(words)
        ]
        found += cut(shifted, tail, piece.text, piece.paragraph, piece.start)
    return found


class _Piece(NamedTuple):
    """A part of a paragraph that can be compared by itself."""

    text: str
    paragraph: int
    #: where it begins in its paragraph
    start: int

    @property
    def place(self) -> _Place:
        return self.paragraph, self.start


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
        text.count('"') % 2 == 0
        and text.count("«") == text.count("»")
        and text.count("“") == text.count("”")
    )


def title_sentence(text: str) -> Sentence | None:
    """A title as one sentence; None where it has no words."""
    words, tail = words_of(text)
    if not words:
        return None
    shown = text[words[0].start : words[-1].end]
    return Sentence(tuple(with_quotations(words)), shown, None, tail)


def similar(one: Sentence, other: Sentence) -> bool:
    """Whether two sentences are versions of one."""
    return _score(_Weighed(one), _Weighed(other), _LEAST_IN_PLACE) > 0


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
    pairs: Sequence[tuple[Sentence, Sentence]],
) -> tuple[list[tuple[Sentence, Sentence]], list[tuple[Sentence, Sentence]]]:
    """Parts pairs into those that stand in the same order on both sides and those that moved."""
    old = sorted(range(len(pairs)), key=lambda at: _place(pairs[at][0]))
    kept: set[int] = set()
    for same, i, i_end, _, _ in stretches(
        [str(at) for at in old], [str(at) for at in range(len(pairs))]
    ):
        if same:
            kept.update(old[i:i_end])
    stayed = [pair for at, pair in enumerate(pairs) if at in kept]
    moved = [pair for at, pair in enumerate(pairs) if at not in kept]
    return stayed, moved


class _Weighed:
    """A sentence as a bag of words that weigh something."""

    def __init__(self, sentence: Sentence) -> None:
        self.sentence = sentence
        self.bag: dict[str, float] = {}
        for word in sentence.words:
            if not may_count(word):
                key = _core(word.key)
                weight = _SMALL if is_common(word.key) else 1.0
                self.bag[key] = self.bag.get(key, 0.0) + weight
        self.weight = sum(self.bag.values())

    def shared(self, other: _Weighed) -> float:
        small, large = sorted((self.bag, other.bag), key=len)
        return sum(min(weight, large[key]) for key, weight in small.items() if key in large)


@lru_cache(maxsize=1 << 14)
def _core(key: str) -> str:
    """A word without what joins it to others and what shows its gender: «وللمديرة», «مدير»."""
    if key[:1] in ("و", "ف") and len(key) > 3:
        key = key[1:]
    if key[:3] in ("بال", "كال") and len(key) > 5:
        key = key[1:]
    if key[:2] in ("ال", "لل") and len(key) > 4:
        key = key[2:]
    return key[:-1] if key[-1:] in ("ه", "ت", "ا") and len(key) > 3 else key


def _score(one: _Weighed, other: _Weighed, least: float = _LEAST_ALIKE) -> float:
    """How much two sentences are alike, from 0 to 1; 0 for those that are less so than `least`."""
    shared = one.shared(other)
    shorter, longer = sorted((one.weight, other.weight))
    if not shorter:
        # nothing but figures: «2-1»
        return 0.5 if not longer else 0.0
    alike = 2 * shared / (shorter + longer)
    contained = shared / shorter
    if alike >= least and (shared >= _LEAST_SHARED or least >= _LEAST_ALIKE):
        return alike
    if contained >= _LEAST_CONTAINED and shared >= _LEAST_OF_LONGER * longer and shared >= 2:
        return alike
    return 0.0


def _alike(
    before: Sequence[Sentence], after: Sequence[Sentence]
) -> tuple[list[tuple[Sentence, Sentence]], list[Sentence], list[Sentence]]:
    """Pairs what is most alike first."""
    old, new = [_Weighed(one) for one in before], [_Weighed(one) for one in after]
    partner: dict[int, int] = {}
    candidates = list(_candidates(old, new))
    for least in (_LEAST_ALIKE, _LEAST_IN_PLACE):
        taken = set(partner.values())
        scored = [
            (-score, abs(i - j), i, j)
            for i, j in candidates
            if i not in partner and j not in taken
            if least == _LEAST_ALIKE or _beside(before[i], after[j])
            if (score := _score(old[i], new[j], least))
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


def _beside(one: Sentence, other: Sentence) -> bool:
    """Whether two sentences stand in paragraphs of the same place, or nearly."""
    return abs((one.paragraph or 0) - (other.paragraph or 0)) <= 1


def _candidates(old: Sequence[_Weighed], new: Sequence[_Weighed]) -> Iterable[tuple[int, int]]:
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


def _parted(
    pairs: list[tuple[Sentence, Sentence]], gone: list[Sentence], come: list[Sentence]
) -> tuple[list[tuple[Sentence, Sentence]], list[Sentence], list[Sentence]]:
    """Gives a sentence that came or went to the neighbour it was parted from or joined to."""
    if max(len(gone), len(come)) * len(pairs) > _MOST_PARTED:
        return pairs, gone, come
    for side, left in ((0, gone), (1, come)):
        for extra in list(left):
            for at, pair in enumerate(pairs):
                own, other = pair[side], pair[1 - side]
                if own.paragraph is None or extra.paragraph is None:
                    continue
                if abs(own.paragraph - extra.paragraph) > 1:
                    continue
                spare = Counter(map(_core, other.keys)) - Counter(map(_core, own.keys))
                wanted = Counter(map(_core, extra.keys))
                shared = sum((spare & wanted).values())
                if shared >= _LEAST_PARTED * len(extra.keys) and shared >= 2:
                    joined = _join(own, extra)
                    pairs[at] = (joined, other) if side == 0 else (other, joined)
                    left.remove(extra)
                    break
    return pairs, gone, come


def _join(one: Sentence, other: Sentence) -> Sentence:
    """Two sentences as one, in reading order, white space between them."""
    first, second = sorted((one, other), key=_place)
    base = first.words[-1].end + len(first.tail) + 1
    shift = base - second.words[0].start
    head, *rest = second.words
    moved = [
        _moved(head, shift)._replace(space=f"{first.tail} ", gap="".join(first.tail.split())),
        *(_moved(word, shift) for word in rest),
    ]
    text = f"{first.text}{first.tail} {second.text}"
    return Sentence((*first.words, *moved), text, first.paragraph, second.tail)


def _moved(word: Word, shift: int) -> Word:
    return word._replace(start=word.start + shift, end=word.end + shift)


def _parted_anew(places: list[tuple[_Place, _Place]]) -> bool:
    """Whether paragraphs were parted or joined between sentences that stayed."""
    places.sort(key=lambda pair: pair[1])
    return any(
        (one[0] == two[0]) != (one_after[0] == two_after[0])
        for (one, one_after), (two, two_after) in pairwise(places)
    )

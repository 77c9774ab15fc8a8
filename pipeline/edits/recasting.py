"""Puts together what belongs together when a text was recast: cut into other sentences, reworded.

What `pipeline.edits.alignment` paired is given, with the sentences it left over. A sentence that
was parted or joined is given to its neighbour, two pairs between which a clause went over become
one, and of two sentences that alone stand between the same neighbours little likeness is asked.
"""

from __future__ import annotations

from bisect import bisect
from collections import Counter
from collections.abc import Sequence
from functools import reduce
from typing import Final

from pipeline.edits.common_words import is_common
from pipeline.edits.counting.numbers import may_count
from pipeline.edits.denying.contraries import contraries
from pipeline.edits.denying.denials import negations
from pipeline.edits.denying.roots import of_one_verb, roots
from pipeline.edits.denying.turns import denied_by
from pipeline.edits.joined import bare
from pipeline.edits.likeness import Place, Weighed, beside, core, exchanged, place_of, score
from pipeline.edits.mending.word_forms import inflected
from pipeline.edits.words import Sentence, Word

#: of two that alone stand between the same sentences
_LEAST_IN_GAP: Final = 0.25
#: words of all that stand there on one side
_LONGEST_GAP: Final = 80
#: words of one that is short
_SHORT: Final = 9
#: one in how many words two short ones share
_SHARED: Final = 3
#: words at the head of a sentence among which its verb stands
_HEAD: Final = 3
#: share of a sentence's words that must be found in a neighbour for the two to be one, parted
_LEAST_PARTED: Final = 0.6
#: words that a sentence loses to its neighbour, small ones not counted
_LEAST_PASSED: Final = 5
#: words of a sentence, or of several that were joined, which is not joined to the next
_LONGEST_CUT: Final = 200
#: pairs of a sentence and a neighbour that are looked at
_MOST_PARTED: Final = 20_000
#: words of all pairs, times the sentences that are left over, that are looked at
_MOST_PARTED_WORDS: Final = 1_000_000


def parted(
    pairs: list[tuple[Sentence, Sentence]], gone: list[Sentence], come: list[Sentence]
) -> tuple[list[tuple[Sentence, Sentence]], list[Sentence], list[Sentence]]:
    """Gives a sentence that came or went to the neighbour it was parted from or joined to."""
    most = max(len(gone), len(come))
    words = sum(len(one.keys) + len(other.keys) for one, other in pairs)
    if most * len(pairs) > _MOST_PARTED or most * words > _MOST_PARTED_WORDS:
        return pairs, gone, come
    for side, left in ((0, gone), (1, come)):
        for extra in list(left):
            wanted = Counter(map(core, extra.keys))
            for at, pair in enumerate(pairs):
                own, other = pair[side], pair[1 - side]
                if own.paragraph is None or extra.paragraph is None:
                    continue
                if abs(own.paragraph - extra.paragraph) > 1:
                    continue
                spare = Counter(map(core, other.keys)) - Counter(map(core, own.keys))
                shared = sum((spare & wanted).values())
                if shared >= _LEAST_PARTED * len(extra.keys) and shared >= 2:
                    joined = _join(own, extra)
                    pairs[at] = (joined, other) if side == 0 else (other, joined)
                    left.remove(extra)
                    break
    return pairs, gone, come


def in_gaps(
    gone: Sequence[Sentence], come: Sequence[Sentence], places: Sequence[tuple[Place, Place]]
) -> tuple[list[tuple[Sentence, Sentence]], list[Sentence], list[Sentence]]:
    """Pairs what went with what came in its stead, if it is a little alike; and what is left.

    Both stand between the same sentences, as the first of both bodies do, one or a few of one
    paragraph: there a reworded lead is one sentence, of which elsewhere two would be told.
    """
    if not (gone and come):
        return [], list(gone), list(come)
    old, new = (sorted(pair[side] for pair in places) for side in (0, 1))
    partner = dict(places)
    ways: dict[tuple[Place | None, ...], tuple[list[Sentence], list[Sentence]]] = {}
    for side, (group, anchors) in enumerate(((gone, old), (come, new))):
        for one in group:
            at = bisect(anchors, place_of(one))
            around = tuple(anchors[n] if 0 <= n < len(anchors) else None for n in (at - 1, at))
            if side == 0:
                around = tuple(partner[place] if place else None for place in around)
            ways.setdefault(around, ([], []))[side].append(one)
    pairs: list[tuple[Sentence, Sentence]] = []
    left_gone: list[Sentence] = []
    left_come: list[Sentence] = []
    for went, came in ways.values():
        joined = _in_one(went), _in_one(came)
        if joined[0] and joined[1] and _little_alike(joined[0], joined[1]):
            pairs.append((joined[0], joined[1]))
        else:
            left_gone += went
            left_come += came
    return pairs, sorted(left_gone, key=place_of), sorted(left_come, key=place_of)


def _in_one(group: Sequence[Sentence]) -> Sentence | None:
    """The sentences of a gap as one; None where they are of several paragraphs, or many."""
    alone = len({each.paragraph for each in group}) == 1
    if not alone or (len(group) > 1 and sum(len(each.words) for each in group) > _LONGEST_GAP):
        return None
    return reduce(_join, sorted(group, key=place_of))


def _little_alike(one: Sentence, other: Sentence) -> bool:
    """Whether two sentences that stand in one place are versions of one.

    Of short ones a third of the words is enough: «لم يصب أحد في الحادث», «أصيب 3 في الحادث»; and a
    root, where one denies it and the other says it.
    """
    if score(Weighed(one), Weighed(other), _LEAST_IN_GAP):
        return True
    if _denied_anew(one, other) or _denied_anew(other, one):
        return True
    if max(len(one.keys), len(other.keys)) > _SHORT:
        return False
    old, new = (
        [word.key for word in side.words if not (is_common(word.key) or may_count(word))]
        for side in (one, other)
    )
    shared = [
        key for key in old if any(core(key) == core(one) or inflected(key, one) for one in new)
    ]
    if shared and any(contraries((one,), (two,)) for one in old for two in new):
        return True  # "The tour is cancelled.", "The tour will go ahead."
    return _SHARED * len(shared) >= max(len(old), len(new), 1)


def _denied_anew(one: Sentence, other: Sentence) -> bool:
    """Whether one sentence begins by denying what the other says: «لم تسجل إصابات», «أصيب اثنان».

    Known by a word of the same root as one of the first that are denied.
    """
    head, others = min(_HEAD, len(one.words)), min(_HEAD, len(other.words))
    found = negations(one, 0, head)
    if len(found) != 1 or negations(other, 0, others):
        return False
    said = {form for key in other.keys for form in bare(key)}
    # of whom it is said may stay: «لم يعلق الفريق»
    denied = [
        key
        for place, key in enumerate(denied_by(one, found[0]))
        if not place or said.isdisjoint(bare(key))
    ]
    return not roots(denied).isdisjoint(roots(other.keys[:_SHORT])) or any(
        of_one_verb(word, key)
        for word in denied
        for key in other.keys[:others]
        if not is_common(key)
    )


def recut(pairs: Sequence[tuple[Sentence, Sentence]]) -> list[tuple[Sentence, Sentence]]:
    """Takes two pairs for one where a clause only went over to the sentence beside it.

    «قال كذا، حيث وقع كذا. وأضاف كذا.» that became «قال كذا. وأضاف: وقع كذا، وكذا.» was cut
    otherwise; judged one by one, its sentences would show a clause that went and one that came.
    """
    found: list[tuple[Sentence, Sentence]] = []
    for pair in sorted(pairs, key=lambda pair: place_of(pair[1])):
        if found and _follow(found[-1], pair) and _passed_on(found[-1], pair):
            last = found.pop()
            found.append((_join(last[0], pair[0]), _join(last[1], pair[1])))
        else:
            found.append(pair)
    return found


def _follow(one: tuple[Sentence, Sentence], two: tuple[Sentence, Sentence]) -> bool:
    """Whether a pair stands right after another on both sides, nearly."""
    return all(
        place_of(first) < place_of(second) and beside(first, second)
        for first, second in zip(one, two, strict=True)
    )


def _passed_on(one: tuple[Sentence, Sentence], two: tuple[Sentence, Sentence]) -> bool:
    """Whether words that one pair loses are those that the other gains."""
    if any(len(side.words) > _LONGEST_CUT for side in (*one, *two)):
        return False
    (went, came), (also_went, also_came) = (exchanged(pair[:1], pair[1:]) for pair in (one, two))
    return any(
        (passed := (lost & gained).total()) >= _LEAST_PASSED
        and passed >= _LEAST_PARTED * min(lost.total(), gained.total())
        for lost, gained in ((went, also_came), (also_went, came))
    )


def _join(one: Sentence, other: Sentence) -> Sentence:
    """Two sentences as one, in reading order, white space between them."""
    first, second = sorted((one, other), key=place_of)
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

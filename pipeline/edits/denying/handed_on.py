"""Whether other words of a sentence take up what a change of it denies, so that nothing turned.

By the contrary of what is denied («ليس سهلا», «صعب»), by another negation that comes where one
went, or because those it is said of changed places ("lost to Ghana", "Ghana won").
"""

from __future__ import annotations

from typing import Final

from pipeline.edits.common_words import is_common
from pipeline.edits.denying.contraries import Contraries, akin, opposed
from pipeline.edits.denying.denials import (
    denies_any,
    is_denial,
    is_particle,
    limits,
    negations,
    only_denies,
)
from pipeline.edits.denying.failing import describes, fails
from pipeline.edits.denying.latin_denials import SECOND_OF_TWO
from pipeline.edits.denying.roots import WEAK, alike, stem
from pipeline.edits.denying.turns import FAR, MOST_HUNKS, contrary, denied_by, spans, turn
from pipeline.edits.hunks import Comparison, Hunk
from pipeline.edits.likeness import core
from pipeline.edits.words import Sentence

#: letters by which words of one root are known beside the other evidence
_ROOT: Final = 2
#: what joins another statement begins so
_AND: Final = ("و", "ف", "and", "et")
#: words before one that makes its contrary of it
_RIGHT_BEFORE: Final = 2
#: words between two changes of which one may deny what the other says
_BESIDE: Final = 3


def told_elsewhere(compared: Comparison, hunk: Hunk, said: Contraries) -> bool:
    """Whether other changes say what a contrary seems to turn: "lost to Ghana", "Ghana won".

    They put in the word that went, or who it is said of changed places with another.
    """
    if len(compared.hunks) > MOST_HUNKS:
        return False
    others = [other for other in compared.hunks if other != hunk]
    went = {key for other in others for key in compared.before.keys[other.i : other.i_end]}
    came = {key for other in others for key in compared.after.keys[other.j : other.j_end]}
    told, tells = compared.before.keys[said.before], compared.after.keys[said.after]
    if any(akin(told, key) for key in came) and any(akin(tells, key) for key in went):
        return True
    if not said.converse:
        return False
    went.update(compared.before.keys[hunk.i : hunk.i_end])
    came.update(compared.after.keys[hunk.j : hunk.j_end])
    moved = {core(key) for key in went if not is_common(key)}
    return not moved.isdisjoint(map(core, came))


def undone(sentence: Sentence, at: int, counted: list[int]) -> bool:
    """Whether what stands right before a word makes its contrary of it: «ترفض الكشف», «تتكتم».

    Only what is not counted as a negation: that turns by itself.
    """
    return any(
        place not in counted and (fails(sentence.keys, place) or limits(sentence, place))
        for place in range(max(0, at - _RIGHT_BEFORE), at)
    )


def refuses_the_contrary(compared: Comparison, hunk: Hunk, said: Contraries) -> bool:
    """Whether one version refuses what the other does the contrary of, by two changes.

    «رفض القاضي الإفراج عنهم», «قرر القاضي إبقاءهم في السجن».
    """
    if len(compared.hunks) > MOST_HUNKS:
        return False
    found = [
        said,
        *(one for other in compared.hunks if other != hunk if (one := contrary(compared, other))),
    ]
    return any(
        one is not two and said in (one, two) and 0 < two_at - one_at <= FAR
        for one in found
        for two in found
        for side, one_at, two_at in (
            (compared.before, one.before, two.before),
            (compared.after, one.after, two.after),
        )
        if fails(side.keys, one_at)
    )


def says_the_contrary(compared: Comparison, old: list[int], new: list[int]) -> bool:
    """Whether what one version denies the other says by its contrary: «ليس سهلا», «صعب».

    The contrary may have come with another change of the sentence.
    """
    if len(compared.hunks) > MOST_HUNKS:
        return False
    for side, found, other in (
        (compared.before, old, compared.after),
        (compared.after, new, compared.before),
    ):
        denied = [key for at in found[:MOST_HUNKS] for key in denied_by(side, at)]
        if not denied:
            continue
        says = [
            other.keys[at]
            for start, end in spans(compared, other)
            for at in range(start, min(end, start + FAR))
            if at == 0 or not is_particle(other.keys[at - 1])
        ]
        if any(opposed(one, two) for one in denied for two in says[:MOST_HUNKS]):
            return True
    return False


def taken_back(compared: Comparison, hunk: Hunk) -> bool:
    """Whether another change denies the contrary that one says: "is guilty", "is not innocent"."""
    return len(compared.hunks) <= MOST_HUNKS and any(
        turn(compared, other)
        for other in compared.hunks
        if other != hunk and _beside(hunk, other) and _only_denies(compared, other)
    )


def undoes(compared: Comparison, hunk: Hunk) -> bool:
    """Whether a change denies the contrary that one beside it says."""
    few = len(compared.hunks) <= MOST_HUNKS
    return (
        few
        and _only_denies(compared, hunk)
        and any(
            not turn(compared, other) and contrary(compared, other)
            for other in compared.hunks
            if other != hunk and _beside(hunk, other)
        )
    )


def _only_denies(compared: Comparison, hunk: Hunk) -> bool:
    """Whether a change is no more than a denial that came or went."""
    words = (
        *compared.before.words[hunk.i : hunk.i_end],
        *compared.after.words[hunk.j : hunk.j_end],
    )
    return only_denies(words)


def _beside(one: Hunk, other: Hunk) -> bool:
    """Whether two changes stand so near that one may deny what the other says."""
    first, second = sorted((one, other), key=lambda hunk: hunk.i)
    return second.i - first.i_end < _BESIDE


def handed_on(compared: Comparison, hunk: Hunk) -> bool:
    """Whether another change of the sentence takes up the negation that this one drops, or drops
    the one it takes up: «نفت ارتفاع الأسعار», «أكدت أنه غير صحيح ارتفاع الأسعار».

    Only where one of the two is a verb, or both deny a word that came and went with them («لست
    معنيا», «لا يعنيني») or say that there is none: else two particles turned two statements.
    """
    if len(compared.hunks) > MOST_HUNKS:
        return False
    way = turn(compared, hunk)
    return any(_describes(compared, other) == -way for other in compared.hunks) or any(
        turn(compared, other) == -way
        and (
            (_by_second(compared, hunk) and _by_second(compared, other))
            or _by_verb(compared, hunk)
            or _by_verb(compared, other)
            or not _denied(compared, hunk).isdisjoint(_denied(compared, other))
            or (_carries(compared, hunk) and _carries(compared, other))
            or any(_of_any(compared, one) for one in (hunk, other))
            or _moved(compared, hunk, other)
        )
        for other in compared.hunks
        if other != hunk
    )


def _describes(compared: Comparison, hunk: Hunk) -> int:
    """As `turn`, for a change by a word that says that something is not there: « absent »."""
    sides = (
        compared.before.keys[hunk.i : hunk.i_end],
        compared.after.keys[hunk.j : hunk.j_end],
    )
    if max(map(len, sides)) > _BESIDE or turn(compared, hunk):
        return 0
    old, new = (sum(map(describes, side)) for side in sides)
    return new - old


def _moved(compared: Comparison, one: Hunk, other: Hunk) -> bool:
    """Whether one negation only went past a word or two: «ليس هذا الأول», «هذا ليس الأول»."""
    first, second = sorted((one, other), key=lambda hunk: hunk.i)
    between = compared.before.words[first.i_end : second.i]
    sides = ((compared.before, "i", "i_end"), (compared.after, "j", "j_end"))
    found = {
        side.keys[at].removeprefix("و")
        for side, start, end in sides
        for hunk in (one, other)
        for at in negations(side, getattr(hunk, start), getattr(hunk, end))
    }
    return (
        len(found) == 1
        and _only_denies(compared, one)
        and _only_denies(compared, other)
        and len(between) <= _BESIDE
        and not any(word.gap or word.key.startswith(_AND) for word in between)
    )


def _denied(compared: Comparison, hunk: Hunk) -> set[str]:
    """Roots of the words that came or went with the particle that denies them, roughly."""
    found: set[str] = set()
    for side, start, end, other in (
        (compared.before, hunk.i, hunk.i_end, compared.after.keys[hunk.j : hunk.j_end]),
        (compared.after, hunk.j, hunk.j_end, compared.before.keys[hunk.i : hunk.i_end]),
    ):
        stays = set(map(stem, other))
        for at in negations(side, start, end):
            denied = side.keys[at + 1 : end][:1]
            if is_particle(side.keys[at]) and denied and stem(denied[0]) not in stays:
                found.add(stem(denied[0].removeprefix("م")).translate(WEAK)[:_ROOT])
    return {root for root in found if len(root) == _ROOT}


def _carries(compared: Comparison, hunk: Hunk) -> bool:
    """Whether a change holds what its negation denies, and says it nowhere else."""
    sides = ((compared.before, hunk.i, hunk.i_end), (compared.after, hunk.j, hunk.j_end))
    for side, start, end in sides:
        other = compared.after if side is compared.before else compared.before
        said = [key for first, last in spans(compared, other) for key in other.keys[first:last]]
        for at in negations(side, start, end):
            denied = next((key for key in denied_by(side, at)), None)
            if denied is None or denied not in side.keys[at + 1 : end]:
                return False
            if not said or any(alike(stem(key), stem(denied)) for key in said[:MOST_HUNKS]):
                return False
    return True


def _of_any(compared: Comparison, hunk: Hunk) -> bool:
    """Whether a change denies by "nobody" or the like."""
    sides = ((compared.before, hunk.i, hunk.i_end), (compared.after, hunk.j, hunk.j_end))
    return any(denies_any(side, at) for side, *span in sides for at in negations(side, *span))


def _by_verb(compared: Comparison, hunk: Hunk) -> bool:
    """Whether a change holds a verb that denies: «نفى»."""
    words = (
        *compared.before.words[hunk.i : hunk.i_end],
        *compared.after.words[hunk.j : hunk.j_end],
    )
    return any(is_denial(word.key) or fails((word.key,), 0) for word in words)


def _by_second(compared: Comparison, hunk: Hunk) -> bool:
    """Whether all that denies in a change is a word after the verb: « pas », « aucune »."""
    sides = ((compared.before, hunk.i, hunk.i_end), (compared.after, hunk.j, hunk.j_end))
    found = [side.keys[at] for side, *span in sides for at in negations(side, *span)]
    return bool(found) and SECOND_OF_TWO.issuperset(found)

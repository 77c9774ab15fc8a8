"""Which way a change turns a sentence, by the negations it brings and takes.

A verb such as «فشل» denies where the change shows what it says the contrary of.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from typing import Final

from pipeline.edits.common_words import is_common
from pipeline.edits.denying.contraries import Contraries, contraries
from pipeline.edits.denying.denials import BETWEEN, denies, is_particle, negations
from pipeline.edits.denying.failing import fails, is_less, refuses, succeeds
from pipeline.edits.denying.latin_denials import SECOND_OF_TWO
from pipeline.edits.denying.roots import alike, lengthened, roots, stem
from pipeline.edits.hunks import Comparison, Hunk
from pipeline.edits.joined import bare
from pipeline.edits.mending.word_forms import inflected
from pipeline.edits.words import Sentence

#: after a verb such as "failed", before what was not done
_TO: Final = frozenset({("to",), ("a",), ("de",)})
_DID_NOT: Final = "لم"
#: words after a negation that it may deny
_DENIED: Final = 2
#: words after a negation, or of a change, among which one is looked for
FAR: Final = 7
#: words after a verb that denies, among which stands what it denies
_RIGHT_AFTER: Final = 2
#: and of weak roots, of which less stays in all forms
_NEAR: Final = 3
#: changes of a sentence, or words of them, that are looked at together
MOST_HUNKS: Final = 40


def contrary(compared: Comparison, hunk: Hunk) -> Contraries | None:
    """Places of two words of a change that say the contrary of one another."""
    found = contraries(
        compared.before.keys[hunk.i : hunk.i_end], compared.after.keys[hunk.j : hunk.j_end]
    )
    return found and Contraries(hunk.i + found.before, hunk.j + found.after, found.converse)


def contrary_beside(compared: Comparison, hunk: Hunk) -> bool:
    """Whether a change and one beside it say the contrary: «لا يزال [الإضراب] مستمرا», «انتهى».

    The one beside it is no more than a word or two that came or went.
    """
    if len(compared.hunks) > MOST_HUNKS or hunk.i == hunk.i_end or hunk.j == hunk.j_end:
        return False
    for other in compared.hunks:
        gap = other.i - hunk.i_end if other.i >= hunk.i_end else hunk.i - other.i_end
        went = compared.before.keys[other.i : other.i_end]
        came = compared.after.keys[other.j : other.j_end]
        if other == hunk or not 0 < gap <= _NEAR or len(went or came) > _DENIED or (went and came):
            continue
        old = (*compared.before.keys[hunk.i : hunk.i_end], *went)
        new = (*compared.after.keys[hunk.j : hunk.j_end], *came)
        if turn(compared, other) == 0 and contraries(old, new):
            return True
    return False


def denying(compared: Comparison, hunk: Hunk) -> tuple[list[int], list[int]]:
    """Where negations stand on both sides of a change.

    A verb such as «فشل» is one where the change shows another negation, or «نجح».
    """
    sides = ((compared.before, hunk.i, hunk.i_end), (compared.after, hunk.j, hunk.j_end))
    old, new = (negations(*side) for side in sides)
    succeeding = any(succeeds(key) for side, start, end in sides for key in side.keys[start:end])
    failing = [list(_failing(*side)) for side in sides]
    if not (old or new or succeeding or all(failing)):
        others = (compared.after, compared.before)
        failing = [
            [at for at in found[:MOST_HUNKS] if _does(side[0], at, other, compared)]
            for found, side, other in zip(failing, sides, others, strict=True)
        ]
    return sorted({*old, *failing[0]}), sorted({*new, *failing[1]})


def turn(compared: Comparison, hunk: Hunk) -> int:
    """1 where a change denies, -1 where it ceases to, 0 where it does neither."""
    before, after = compared.before, compared.after
    old, new = denying(compared, hunk)
    return denies(after, new) - denies(before, old)


def denied_by(sentence: Sentence, at: int) -> list[str]:
    """The words right after a negation, of which it denies one: «لم تعد [تحظى] بثقة»."""
    before = sentence.keys[max(0, at - 2) : at] if sentence.keys[at] in SECOND_OF_TWO else ()
    found = [key for key in before if not is_common(key)]  # « ne [reconnaît] pas »
    after = (
        key
        for key in sentence.keys[at + 1 : at + 1 + FAR]
        if not (is_common(key) or key in BETWEEN or is_particle(key))
    )
    found += islice(after, max(0, _DENIED - len(found)))
    if sentence.keys[at].removeprefix("و") == _DID_NOT:
        found += [form for key in found[:1] for form in lengthened(key)]
    return found


def spans(compared: Comparison, side: Sentence) -> list[tuple[int, int]]:
    """Where the changes of one version begin and end."""
    return [
        (hunk.j, hunk.j_end) if side is compared.after else (hunk.i, hunk.i_end)
        for hunk in compared.hunks
    ]


def _does(sentence: Sentence, at: int, other: Sentence, compared: Comparison) -> bool:
    """Whether the other version says done what a verb says failed: "failed to reach", "reached".

    Only words that changed may say so.
    """
    if len(compared.hunks) > MOST_HUNKS:
        return False
    if sentence.keys[at + 1 : at + 2] in _TO and any(
        end - start == 1 and not fails(other.keys, start) for start, end in spans(compared, other)
    ):
        return True  # "failed to make", "made"
    done = [
        key
        for start, end in spans(compared, other)
        for key in other.keys[start : min(end, start + FAR)]
    ]
    changed = _changed(compared, sentence)
    same = {form for key in done for form in bare(key)}
    places = [
        place
        for place in range(at + 1, min(at + 1 + FAR, len(sentence.keys)))
        if not is_common(sentence.keys[place])
    ]
    # a word that stays, or stands further off, is another's where it is only joined otherwise
    places = [
        place
        for near, place in enumerate(places)
        if (near < _RIGHT_AFTER and place in changed) or same.isdisjoint(bare(sentence.keys[place]))
    ]
    failed = [sentence.keys[place] for place in places]
    own = set(bare(sentence.keys[at]))
    if any(not own.isdisjoint(bare(key)) for key in done):
        return False  # «مجهول», «المجهول»
    if _stands_alone(sentence, at, compared):
        return True  # «قرر إقامة», «قرر رفض إقامة»
    return (
        not roots(failed).isdisjoint(roots(done))
        or any(inflected(one, two) for one in failed for two in done)
        or _does_noun([sentence.keys[place] for place in places if place in changed], done)
    )


def _does_noun(failed: list[str], done: list[str]) -> bool:
    """Whether a changed word after a verb that denies is of what was done: «وقع», «رفض توقيع»."""
    did = set(map(stem, done))
    return any(
        stem(key) in did or (place < _NEAR and any(alike(stem(key), one) for one in did))
        for place, key in enumerate(failed)
    )


def _changed(compared: Comparison, side: Sentence) -> set[int]:
    """Places of the words of one version that changed."""
    return {place for span in spans(compared, side) for place in range(*span)}


def _stands_alone(sentence: Sentence, at: int, compared: Comparison) -> bool:
    """Whether a verb or noun that denies is all that came, or went, before what stayed."""
    other = compared.before if sentence is compared.after else compared.after
    taken_up = any(fails(other.keys, place) for place in _changed(compared, other))
    if taken_up or not refuses(sentence.keys[at]):
        return False
    for hunk in compared.hunks:
        own, against = ((hunk.i, hunk.i_end), (hunk.j, hunk.j_end))
        if sentence is compared.after:
            own, against = against, own
        if own[0] <= at < own[1]:
            rest = (*sentence.keys[own[0] : at], *sentence.keys[at + 1 : own[1]])
            return against[0] == against[1] and all(map(is_common, rest)) and own[0] > 0
    return False


def _failing(sentence: Sentence, start: int, end: int) -> Iterator[int]:
    """Where verbs such as «فشل» stand among words[start:end]; in «لا يقل عن» stands none."""
    words = sentence.keys
    for at in range(start, end):
        denied = at > start and words[at - 1].removeprefix("و") == _DID_NOT
        idiom = at > 0 and is_less(words[at]) and is_particle(words[at - 1])
        if (fails(words, at) and not idiom) or (
            denied and any(fails((form,), 0) for form in lengthened(words[at]))  # «لم يغب»
        ):
            yield at

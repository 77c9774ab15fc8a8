"""Whether a change makes a sentence deny what its other version says, or the reverse.

A negation counts where what it negates stands in both versions; one that comes with words of
its own («… ولم يدل بتصريح») denies nothing that was said. A word put for its contrary turns the
sense too. Which words deny is `pipeline.edits.denials`'s.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from pipeline.edits.common_words import is_common
from pipeline.edits.contraries import contraries
from pipeline.edits.denials import (
    BETWEEN,
    SECOND_OF_TWO,
    denies,
    is_denial,
    is_particle,
    negations,
)
from pipeline.edits.failing import fails, is_less, succeeds
from pipeline.edits.hunks import Comparison, Hunk
from pipeline.edits.speech import keys
from pipeline.edits.word_forms import inflected
from pipeline.edits.words import Sentence

#: of what denies, what only says that something was not there: «دون إنذار»
_LACKING: Final = keys("دون بدون بلا sans without")
#: before the adjective it denies
_UN: Final = "غير"
#: after a verb such as "failed", before what was not done
_TO: Final = frozenset({("to",), ("a",), ("de",)})
_PREFIXES: Final = ("وال", "بال", "ال", "لل", "وس", "فس", "ست", "سي", "سن", "و", "ف", "س", "ل", "ب")
_LONG_VOWELS: Final = frozenset("اوي")
#: letters that a verb loses after «لم»
_WEAK: Final = dict.fromkeys(map(ord, "اويى"))
#: letters by which words of one root are known beside the other evidence
_ROOT: Final = 2
#: and without other evidence, in Arabic; in Latin letters, of the words' beginnings
_LONG_ROOT: Final = 3
_LATIN_ROOT: Final = 5
#: words after a negation among which one it denies is looked for
_FAR: Final = 7
_PRESENT: Final = ("ي", "ت", "ن", "ا")
#: a replacement of more words than this turns a sense only if it keeps what is negated
_SHORT: Final = 4
#: words put for so few others are taken for their contrary
_SHORTEST: Final = 3
#: changes of a sentence among which one is looked for that takes up another's negation
_MOST_HUNKS: Final = 40


def turned(compared: Comparison, hunk: Hunk) -> bool:
    """Whether a change makes a sentence deny what it said, or say what it denied."""
    before, after = compared.before, compared.after
    said = contrary(compared, hunk)
    old, new = _denying(compared, hunk)
    if said and (said[0] in old or said[1] in new):
        said = None  # «فشل» was counted
    if denies(before, old) == denies(after, new):
        if said:
            return not _taken_back(compared, hunk)
        return _denies_another(before, old, hunk.i_end, after, hunk.j, hunk.j_end)
    if said:
        return False  # «غير مذنب», «بريء»
    if _handed_on(compared, hunk):
        return False
    if len(old) > len(new):
        return _bears(before, old, hunk.i_end, after, (hunk.j, hunk.j_end), hunk.i_end - hunk.i)
    return _bears(after, new, hunk.j_end, before, (hunk.i, hunk.i_end), hunk.j_end - hunk.j)


def contrary(compared: Comparison, hunk: Hunk) -> tuple[int, int] | None:
    """Places of two words of a change that say the contrary of one another."""
    found = contraries(
        compared.before.keys[hunk.i : hunk.i_end], compared.after.keys[hunk.j : hunk.j_end]
    )
    return found and (hunk.i + found[0], hunk.j + found[1])


def _taken_back(compared: Comparison, hunk: Hunk) -> bool:
    """Whether another change denies the contrary that one says: "is guilty", "is not innocent"."""
    return len(compared.hunks) <= _MOST_HUNKS and any(
        _turn(compared, other) for other in compared.hunks if other != hunk
    )


def _denying(compared: Comparison, hunk: Hunk) -> tuple[list[int], list[int]]:
    """Where negations stand on both sides of a change.

    A verb such as «فشل» is one where the change shows what it says the contrary of: another
    negation, or «نجح».
    """
    sides = ((compared.before, hunk.i, hunk.i_end), (compared.after, hunk.j, hunk.j_end))
    old, new = (negations(*side) for side in sides)
    succeeding = any(succeeds(key) for side, start, end in sides for key in side.keys[start:end])
    failing = [list(_failing(*side)) for side in sides]
    if not (old or new or succeeding):
        others = (compared.after, compared.before)
        failing = [
            [at for at in found[:_MOST_HUNKS] if _does(side[0], at, other, compared)]
            for found, side, other in zip(failing, sides, others, strict=True)
        ]
    return sorted({*old, *failing[0]}), sorted({*new, *failing[1]})


def _does(sentence: Sentence, at: int, other: Sentence, compared: Comparison) -> bool:
    """Whether the other version says done what a verb says failed: "failed to reach", "reached".

    Only words that changed may say so.
    """
    if len(compared.hunks) > _MOST_HUNKS:
        return False
    if sentence.keys[at + 1 : at + 2] in _TO and any(
        end - start == 1 and not fails(other.keys, start) for start, end in _spans(compared, other)
    ):
        return True  # "failed to make", "made"
    failed = [key for key in sentence.keys[at + 1 : at + 1 + _FAR] if not is_common(key)]
    spans = _spans(compared, other)
    done = [key for start, end in spans for key in other.keys[start : min(end, start + _FAR)]]
    return not _roots(failed).isdisjoint(_roots(done)) or any(
        inflected(one, two) for one in failed for two in done
    )


def _spans(compared: Comparison, side: Sentence) -> list[tuple[int, int]]:
    """Where the changes of one version begin and end."""
    return [
        (hunk.j, hunk.j_end) if side is compared.after else (hunk.i, hunk.i_end)
        for hunk in compared.hunks
    ]


def _failing(sentence: Sentence, start: int, end: int) -> Iterator[int]:
    """Where verbs such as «فشل» stand among words[start:end]; in «لا يقل عن» stands none."""
    words = sentence.keys
    for at in range(start, end):
        idiom = at > 0 and is_less(words[at]) and is_particle(words[at - 1])
        if fails(words, at) and not idiom:
            yield at


def _denies_another(
    before: Sentence, found: list[int], end: int, after: Sentence, start: int, stop: int
) -> bool:
    """Whether both versions deny, and what one denies the other says: «ليس نهائيا وقابل …»."""
    said = {
        _stem(after.words[at].key)
        for at in range(start, min(stop, start + _MOST_HUNKS))
        if at == 0 or not is_particle(after.words[at - 1].key)
    }
    denied = (at + 1 for at in found if at + 1 < end and is_particle(before.words[at].key))
    return any(
        not is_common(before.words[at].key) and _stem(before.words[at].key) in said for at in denied
    )


def _handed_on(compared: Comparison, hunk: Hunk) -> bool:
    """Whether another change of the sentence takes up the negation that this one drops, or drops
    the one it takes up: «نفت ارتفاع الأسعار», «أكدت أنه غير صحيح ارتفاع الأسعار».

    Only where one of the two is a verb, or both deny a word of one root that came and went with
    them («لست معنيا», «لا يعنيني»): else two particles turned two statements.
    """
    if len(compared.hunks) > _MOST_HUNKS:
        return False
    turn = _turn(compared, hunk)
    return any(
        _turn(compared, other) == -turn
        and (
            (_by_second(compared, hunk) and _by_second(compared, other))
            or _by_verb(compared, hunk)
            or _by_verb(compared, other)
            or not _denied(compared, hunk).isdisjoint(_denied(compared, other))
        )
        for other in compared.hunks
        if other != hunk
    )


def _denied(compared: Comparison, hunk: Hunk) -> set[str]:
    """Roots of the words that came or went with the particle that denies them, roughly."""
    found: set[str] = set()
    for side, start, end, other in (
        (compared.before, hunk.i, hunk.i_end, compared.after.keys[hunk.j : hunk.j_end]),
        (compared.after, hunk.j, hunk.j_end, compared.before.keys[hunk.i : hunk.i_end]),
    ):
        stays = set(map(_stem, other))
        for at in negations(side, start, end):
            denied = side.keys[at + 1 : end][:1]
            if is_particle(side.keys[at]) and denied and _stem(denied[0]) not in stays:
                found.add(_stem(denied[0].removeprefix("م")).translate(_WEAK)[:_ROOT])
    return {root for root in found if len(root) == _ROOT}


def _turn(compared: Comparison, hunk: Hunk) -> int:
    """1 where a change denies, -1 where it ceases to, 0 where it does neither."""
    before, after = compared.before, compared.after
    old, new = _denying(compared, hunk)
    return denies(after, new) - denies(before, old)


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


def _bears(
    sentence: Sentence,
    found: list[int],
    end: int,
    other: Sentence,
    span: tuple[int, int],
    length: int,
) -> bool:
    """Whether what is negated stands in the other version too."""
    replaced = [word.key for word in other.words[span[0] : span[1]]]
    longest = max(length, len(replaced))
    if replaced and longest <= _SHORT:
        says = sum(not is_common(key) for key in replaced)
        lacking = all(sentence.words[at].key in _LACKING | {_UN} for at in found)
        if lacking:  # «قانوني», «غير شرعي»: one word for its contrary
            if longest <= _SHORTEST and says == 1:
                return True
        elif longest <= _SHORTEST or says <= 1:
            return True
    for at in found:
        if sentence.words[at].key.isascii() and length <= _SHORT:
            return True
        place = at + 1
        while place < end and sentence.words[place].key in BETWEEN:
            place += 1
        if place >= end:
            return place < len(sentence.words)
        verbs = [_stem(sentence.words[near].key) for near in dict.fromkeys((at + 1, place))]
        if any(_alike(_stem(key), verb) for key in replaced for verb in verbs):
            return True
        if not _roots(replaced).isdisjoint(_roots(sentence.keys[at + 1 : min(end, at + _FAR)])):
            return True
    return False


def _roots(words: Sequence[str]) -> set[str]:
    """Roots of the words that say something, roughly; of short ones none.

    They tell that a longer change says what its other side denies: «لا ترى موجبا للمشاركة»,
    «ستشارك»; "no one has been charged", "charges were brought".
    """
    latin = {key[:_LATIN_ROOT] for key in words if key.isascii() and len(key) > _LATIN_ROOT}
    arabic = (_stem(key).removeprefix("م").translate(_WEAK) for key in words if not key.isascii())
    return {root for root in {*latin, *arabic} if len(root) >= _LONG_ROOT and not is_common(root)}


def _stem(key: str) -> str:
    for prefix in _PREFIXES:
        if key.startswith(prefix) and len(key) - len(prefix) > 2:
            key = key[len(prefix) :]
            break
    if key[:1] in _PRESENT and len(key) > 2:
        key = key[1:]
    if key.startswith("ل") and len(key) > 4:
        key = key[1:]
    key = key[:-1] if key.endswith(("ت", "ه", "ا")) and len(key) > 3 else key
    # «تسجيل» of «سجل», «انعقاد» of «انعقد», «وصول» of «وصل»
    return key[:-2] + key[-1] if len(key) > 3 and key[-2] in _LONG_VOWELS else key


def _alike(one: str, other: str) -> bool:
    """Whether two stems are of one verb, its weak letters aside: «لم [يعد]», «[عاد]»."""
    if one == other:
        return True
    bones = one.translate(_WEAK)
    return len(bones) > 1 and bones == other.translate(_WEAK)

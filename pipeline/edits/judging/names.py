"""Whether a change puts one name for another, or names somebody who was not named."""

from __future__ import annotations

from typing import Final

from pipeline.edits.hunks import Hunk
from pipeline.edits.joined import bare
from pipeline.edits.judging.named_anew import names_anew
from pipeline.edits.judging.names_in_kind import (
    alike,
    begins_as_verb,
    in_kind,
    instead,
    may_name,
)
from pipeline.edits.judging.names_moved import (
    came_from_elsewhere,
    only_joined_otherwise,
    within_changed,
    without_moved,
)
from pipeline.edits.judging.other_bodies import other_body
from pipeline.edits.judging.pair import MOST_ATTENDING, Open, Pair
from pipeline.edits.judging.persons_in_kind import no_part_of_any
from pipeline.edits.judging.same_names import names_the_same
from pipeline.edits.judging.side import Side
from pipeline.edits.naming.name_heads import follows_head
from pipeline.edits.naming.name_looks import (
    is_circumstance,
    is_given,
    is_head,
    is_local,
    is_office,
    is_title,
)
from pipeline.edits.naming.name_phrases import heads_name
from pipeline.edits.naming.name_words import OF_RANK, ONE_OF, OPEN_PLACES
from pipeline.edits.naming.vocabulary import is_known
from pipeline.edits.sourcing.speech import SPEECH, stem

#: words that are left beside a name that only came, and say nothing without it
_FEW: Final = 2
#: what sets the name of the outlet off at the end of a title
_BARS: Final = frozenset("|–—-·•")
#: more words than name anybody, if they are so many times what they were put for
_MOST_NAMED: Final = 12
_TIMES: Final = 3


def look_at_names(pair: Pair, hunk: Hunk, *, quoted: bool = False) -> bool:
    """Tells and claims a name that was put for another, or came where none stood.

    In a quotation that was told anew (`quoted`) whom else it names is its own.
    """
    if _is_outlets_tail(pair, hunk):
        return False
    left = pair.open(hunk)
    if names_the_same(pair, hunk):
        return False
    named = range(0) if quoted else _named_anew(pair, hunk, left)
    if named and not came_from_elsewhere(pair, hunk, named):
        pair.tell("names", "", pair.after.sentence.said(named.start, named.stop))
        whole = named.stop > left.after[-1]
        pair.claim(*(left if whole else ([], list(named))))
        return True
    if _is_text(left) or _only_title(pair, hunk):
        return False
    old, new = pair.before.sentence.words, pair.after.sentence.words
    one = [at for at in left.before if at in pair.before.names]
    other = [at for at in left.after if at in pair.after.names]
    if not one and not other:
        one, other = _raised_elsewhere(pair, left)
    if not one and not other:
        one, other = in_kind(pair, hunk)
    if not one and not other:
        one, other = _called_elsewhere(pair, left)
        if not one:
            return False
    governed = left.before and left.after and follows_head(old, left.before[0])
    if bool(one) != bool(other) and governed and follows_head(new, left.after[0]):
        # «شركة [توتال]», «شركة [إيني]»: what a head governs on both sides
        one, other = one or left.before[:1], other or left.after[:1]
    if bool(one) != bool(other) and (alike(pair, left) or other_body(pair, left)):
        one, other = left
    if only_joined_otherwise(pair, hunk, one, other):
        return False
    one, other = without_moved(pair, hunk, one, other)
    if not one and not other:
        return False
    if bool(one) != bool(other) and within_changed(pair, hunk):
        pair.claim(*left)
        return True
    if one and not other:  # a name that went: another kind of words may stand for it
        alone = _alone(pair.before, left.before, one)
        other = instead(pair.after, left.after, old, one[0], alone=alone)
        if not other:
            return False
    if other and not one:
        alone = _alone(pair.after, left.after, other)
        one = instead(pair.before, left.before, new, other[0], alone=alone)
        if not one and (quoted or not _identifies(pair, hunk, other)):
            return False
    if _retitled(pair, left, one, other):
        return False
    pair.tell_change("names", hunk)
    # «أعلنت الشرطة أن», «أعلن الدفاع المدني أن»: who says it is another as a whole
    if _speaks(pair.before, left.before, one) and _speaks(pair.after, left.after, other):
        pair.tell_change("attribution", hunk)
    _claim_named(pair, hunk, one, other)
    return True


def _speaks(side: Side, places: list[int], named: list[int]) -> bool:
    """Whether a name is of whoever says what follows: the whole of a body, or a person."""
    if not side.proper.isdisjoint(named):
        return side.long_subjects.issuperset(named)
    if not places or side.speaking(places):
        return bool(places)
    begins = side.sentence.keys[max(0, places[0] - 1) : places[0] + 1]
    whole = any(stem(key) in SPEECH for key in begins) and len(places) > 1
    return whole and side.within_frame(places[0], places[-1] + 1)


def _alone(side: Side, places: list[int], named: list[int]) -> bool:
    """Whether some places hold a name, with the head that governs it, and nothing else."""
    return all(at in named or heads_name(side.sentence.words, at) for at in side.content(places))


def _raised_elsewhere(pair: Pair, left: Open) -> Open:
    """Words at the head of a sentence, or of a title, whose capital the body says is a name's."""
    usage = pair.usage
    if usage is None or max(map(len, left)) > MOST_ATTENDING:
        return Open([], [])
    one, other = (
        [at for at in places if side.sentence.words[at].key.isascii()]
        for side, places in ((pair.before, left.before), (pair.after, left.after))
    )
    one = [at for at in one if usage.names(pair.before.sentence.words[at])]
    other = [at for at in other if usage.names(pair.after.sentence.words[at])]
    return Open(one, other) if one and other else Open([], [])


def _called_elsewhere(pair: Pair, left: Open) -> Open:
    """One word put for another that its version has after a given name elsewhere.

    Neither is one that news are written with, or both have an article and stand so: «الصيد».
    """
    if pair.usage is None or len(left.before) != 1 or len(left.after) != 1:
        return Open([], [])
    words = (pair.before.sentence.words[left.before[0]], pair.after.sentence.words[left.after[0]])
    if any(no_part_of_any(word) or is_office(word) or is_local(word) for word in words):
        return Open([], [])
    if any(is_circumstance(word) or begins_as_verb(word) for word in words):
        return Open([], [])
    known = any(is_known(word.key) for word in words)
    if known and any(not word.key.startswith("ال") or word.key.endswith("ه") for word in words):
        return Open([], [])
    if known and any(map(is_given, pair.after.sentence.words[: left.after[0]][-1:])):
        return Open([], [])  # «حمل ياسين [الكأس]» is where it stands so
    called = (pair.usage.calls(word, after=bool(after)) for after, word in enumerate(words))
    return left if (all if known else any)(called) else Open([], [])


def _is_outlets_tail(pair: Pair, hunk: Hunk) -> bool:
    """Whether a title only got an end set off by a bar, as outlets name themselves: «… | صحيفة …».

    A person's name or an office behind the bar is the piece's: «… - قيس سعيد».
    """
    after = pair.after.sentence
    at_end = hunk.i == hunk.i_end == len(pair.before.sentence.words)
    if after.paragraph is not None or not at_end or hunk.j_end != len(after.words):
        return False
    first = after.words[hunk.j]
    return not (_BARS.isdisjoint(first.gap) or is_given(first) or is_office(first))


def _retitled(pair: Pair, left: Open, one: list[int], other: list[int]) -> bool:
    """Whether a title was worded anew, so that a name in it stands for other words, not for a name.

    «[ناجي جلول يردّ]», «[وزير التربية يتمسك بمنصبه]»; «[أمريكية]», «[بريطانية]» are one for another.
    """
    if pair.after.sentence.paragraph is not None:
        return False
    named = (set(one) | set(_titles(pair.before, left.before))) & set(left.before)
    names = (set(other) | set(_titles(pair.after, left.after))) & set(left.after)
    beside = len(set(pair.before.content(left.before)) - named)
    beside += len(set(pair.after.content(left.after)) - names)
    return beside > _FEW


def _named_anew(pair: Pair, hunk: Hunk, left: Open) -> range:
    """Places of the name that the words are which came where none stood, if they are one.

    A figure beside them aside; a clause that a mark sets off from the name may follow it.
    """
    came = _only_came(pair, hunk, left)
    if not came or came[-1] - came[0] + 1 != len(came):
        return range(0)
    first, last = came[0], came[-1] + 1
    words = pair.after.sentence.words
    mark = next((at for at in range(first + 1, last) if words[at].gap), last)
    for end in (last, mark):
        if names_anew(pair.after, first, end):
            return range(first, end)
    return range(0)


def _only_came(pair: Pair, hunk: Hunk, left: Open) -> list[int]:
    """Places of the words that came, without those that stood there: «كما [دعت]»."""
    if hunk.i == hunk.i_end:
        return left.after
    old, new = pair.before.sentence.words, pair.after.sentence.words
    if len(left.before) > _FEW or not left.before:
        return []
    forms = {form for at in left.before for form in bare(old[at].key)}
    came = [at for at in left.after if forms.isdisjoint(bare(new[at].key))]
    stayed = {form for at in left.after for form in bare(new[at].key)}
    kept = all(not stayed.isdisjoint(bare(old[at].key)) for at in pair.before.content(left.before))
    return came if kept and len(came) < len(left.after) else []


def _is_text(left: Open) -> bool:
    """Whether a few words became a text of many, or the other way: it names more than them."""
    shorter, longer = sorted(map(len, left))
    return longer > _MOST_NAMED and longer > _TIMES * shorter


def _only_title(pair: Pair, hunk: Hunk) -> bool:
    """Whether before the name of one person a title was put for another, or for an office.

    «[رئيس الجمهورية] قيس سعيد», «[الرئيس] قيس سعيد»; two offices make it another person's name.
    """
    sides = list(pair.sides(hunk))
    for side, _, end in sides:
        words = side.sentence.words
        if end >= len(words) or words[end].gap.strip(".،,") or end not in side.proper:
            return False
    titled = [
        [
            is_title(word) or is_office(word) or word.key in OF_RANK
            for word in side.sentence.words[start:end]
        ]
        for side, start, end in sides
    ]
    named = any(
        at in side.proper and not is_title(side.sentence.words[at])
        for side, start, end in sides
        for at in range(start, end)
    )
    return all(titled) and any(map(all, titled)) and not named


def _identifies(pair: Pair, hunk: Hunk, places: list[int]) -> bool:
    """Whether words that came are mainly a name of a person or place, and few."""
    left = pair.open(hunk)
    came, went = pair.after.content(left.after), pair.before.content(left.before)
    if _one_of_many(pair.before, left.before) and is_head(pair.after.sentence.words[left.after[0]]):
        return True
    proper = [at for at in places if at in pair.after.proper]
    words = pair.after.sentence.words
    named = {*places, *_titles(pair.after, came)}
    if any(begins_as_verb(words[at]) for at in came if at not in named):
        return False  # «يتصدره الهلال والنصر» tells of them, and names nobody who was told of
    return bool(proper) and 2 * len(named) >= len(came) and len(went) <= MOST_ATTENDING


def _one_of_many(side: Side, places: list[int]) -> bool:
    """«[أحد المستشفيات]», which «مستشفى النور» tells the name of."""
    return bool(places) and not ONE_OF.isdisjoint(bare(side.sentence.words[places[0]].key))


def _titles(side: Side, places: list[int]) -> list[int]:
    """What belongs to a name beside it: «بقيادة المدرب الفرنسي …»."""
    words = side.sentence.words
    return [
        at
        for at in places
        if is_title(words[at])
        or may_name(words[at])
        or words[at].key in OPEN_PLACES
        or (is_head(words[at]) and words[at].key.isascii())
    ]


def _claim_named(pair: Pair, hunk: Hunk, one: list[int], other: list[int]) -> None:
    pair.claim(one, [*other, *_titles(pair.after, pair.open(hunk).after)])
    # «[تونس]», «[سوسة، ونقلته وكالة …]»: who passed it on came beside the name
    passed_on = set() if _attributes(pair.before, hunk.i, hunk.i_end) else pair.after.attributing
    for side, start, end in pair.sides(hunk):
        left = [at for at in side.open(start, end) if side is pair.before or at not in passed_on]
        if len(left) <= MOST_ATTENDING and ((one and other) or len(left) <= _FEW):
            side.claimed.update(left)


def _attributes(side: Side, start: int, end: int) -> bool:
    return not side.attributing.isdisjoint(range(start, end))

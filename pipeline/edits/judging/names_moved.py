"""Whether names of a change were named before: joined otherwise, or elsewhere in the sentence."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

from pipeline.edits.common_words import is_common
from pipeline.edits.hunks import Hunk
from pipeline.edits.judging.pair import MOST_ATTENDING, Pair
from pipeline.edits.naming.name_looks import is_head, is_title, name_forms
from pipeline.edits.naming.name_words import PEOPLE
from pipeline.edits.words import Word

#: changes of a sentence among which another part of a name is looked for
_MOST_HUNKS: Final = 40
#: in longer sentences, both versions together, names are not looked for elsewhere
_MOST_WORDS: Final = 600


def only_joined_otherwise(pair: Pair, hunk: Hunk, one: list[int], other: list[int]) -> bool:
    """Whether all names of a change stand on its other side too, or only changed their order.

    «للترجي», «الترجي»; «المالية», «وزارة المالية»; «تونسي», «تونس»; two that «و» joins.
    """
    old, new = pair.before.sentence.words, pair.after.sentence.words
    before, after = old[hunk.i : hunk.i_end], new[hunk.j : hunk.j_end]
    told = [old[at] for at in one if not is_head(old[at])]
    tells = [new[at] for at in other if not is_head(new[at])]
    if not told and not tells:  # «برئيس», «رئيس»
        told, tells = [old[at] for at in one], [new[at] for at in other]
    if not told and not tells:
        return False
    if len(old) + len(new) > _MOST_WORDS:
        return False
    # «و» beside a name lets it be named elsewhere in the sentence, before or after another
    beside = (*before, *after, *old[hunk.i_end : hunk.i_end + 1], *new[hunk.j_end : hunk.j_end + 1])
    told_of_both = bool(told and tells) or not (before and after)
    if told_of_both and any(word.key.startswith("و") for word in beside):
        before, after = old, new
    return all(_stands_in(word, after) for word in told) and all(
        _stands_in(word, before) for word in tells
    )


def without_moved(
    pair: Pair, hunk: Hunk, one: list[int], other: list[int]
) -> tuple[list[int], list[int]]:
    """Leaves aside names that another change of the sentence puts elsewhere.

    Where all do, another order of names says something else: «فاز الترجي على النجم».
    """
    old, new = pair.before.sentence.words, pair.after.sentence.words
    if len(old) + len(new) > _MOST_WORDS:
        return one, other
    rest = [each for each in pair.hunks if each != hunk]
    went = [old[at] for each in rest for at in range(each.i, each.i_end)]
    came = [new[at] for each in rest for at in range(each.j, each.j_end)]
    stayed = [at for at in one if not _stands_in(old[at], came)]
    new_ones = [at for at in other if not _stands_in(new[at], went)]
    if stayed or new_ones:
        return stayed, new_ones
    keeps = _in_same_order(pair) or _keep_their_prepositions(pair) or _changed_sides(pair, hunk)
    return ([], []) if keeps else (one, other)


def came_from_elsewhere(pair: Pair, hunk: Hunk, places: Sequence[int]) -> bool:
    """Whether another change of the sentence took out all the words at some places."""
    old, new = pair.before.sentence.words, pair.after.sentence.words
    if len(old) + len(new) > _MOST_WORDS or len(pair.hunks) > _MOST_HUNKS:
        return False
    went = [old[at] for each in pair.hunks if each != hunk for at in range(each.i, each.i_end)]
    return all(_stands_in(new[at], went) for at in places)


def within_changed(pair: Pair, hunk: Hunk) -> bool:
    """Whether a word came or went within a name another part of which was put for another.

    «الاتحاد [العام] التونسي [للشغل]», «الاتحاد التونسي [للصناعة]».
    """
    if hunk.i < hunk.i_end and hunk.j < hunk.j_end:
        return False
    for other in pair.hunks[:_MOST_HUNKS]:
        if other.i == other.i_end or other.j == other.j_end:
            continue
        (_, i, j), (_, end_i, end_j) = sorted((one.i, one.i, one.j) for one in (hunk, other))
        if all(
            end - start <= MOST_ATTENDING and side.names.issuperset(range(start, end + 1))
            for side, start, end in ((pair.before, i, end_i), (pair.after, j, end_j))
        ):
            return True
    return False


def _in_same_order(pair: Pair) -> bool:
    """Whether both versions name the same in the same order, wherever in the sentence."""
    one, other = (
        [side.sentence.words[at] for at in sorted(side.names)] for side in (pair.before, pair.after)
    )
    return len(one) == len(other) and all(
        _stands_in(name, [again]) for name, again in zip(one, other, strict=True)
    )


def _keep_their_prepositions(pair: Pair) -> bool:
    """Whether each name stands behind the preposition that it stood behind, wherever that is.

    «انتقل من صفاقس إلى سوسة», «انتقل إلى سوسة من صفاقس».
    """
    told, tells = (
        sorted(
            (side.sentence.keys[at - 1], side.sentence.keys[at]) if at else ("", "")
            for at in side.names
            if at - 1 not in side.names
        )
        for side in (pair.before, pair.after)
    )
    return told == tells and all(is_common(before) for before, _ in told)


def _changed_sides(pair: Pair, hunk: Hunk) -> bool:
    """Whether an office only stands on the other side of who holds it.

    «[وزير النقل] سالم العرفي», «سالم العرفي [وزير النقل]».
    """
    for other in pair.hunks:
        if other == hunk:
            continue
        first, last = sorted((hunk, other), key=lambda each: each.i)
        between = range(first.i_end, last.i)
        held = 0 < len(between) <= MOST_ATTENDING and pair.before.proper.issuperset(between)
        went = pair.before.sentence.words[first.i : first.i_end]
        came = pair.after.sentence.words[first.j : first.j_end]
        if held and any(is_title(word) or _is_held(word) for word in (*went, *came)):
            return True
    return False


def _is_held(word: Word) -> bool:
    return word.key in PEOPLE or (word.key[:1] in "وفبل" and word.key[1:] in PEOPLE)


def _stands_in(name: Word, words: Iterable[Word]) -> bool:
    forms = name_forms(name)
    return any(not forms.isdisjoint(name_forms(word)) for word in words)

"""Whether a change puts one name for another, or names somebody who was not named."""

from __future__ import annotations

from typing import Final

from pipeline.edits.hunks import Hunk
from pipeline.edits.judging.pair import MOST_ATTENDING, Pair
from pipeline.edits.names import follows_head, is_family, is_given, is_nisba, is_office
from pipeline.edits.words import Word

#: words that are left beside a name that only came, and say nothing without it
_FEW: Final = 2


def look_at_names(pair: Pair, hunk: Hunk) -> bool:
    """Tells and claims a name that was put for another, or came where none stood."""
    left = pair.open(hunk)
    old, new = pair.before.sentence.words, pair.after.sentence.words
    one = [at for at in left.before if at in pair.before.names]
    other = [at for at in left.after if at in pair.after.names]
    if not one and not other:
        for test in (is_nisba, is_office):
            one = [at for at in left.before if test(old[at])]
            other = [at for at in left.after if test(new[at])]
            if one and other:
                break
        else:
            return False
    governed = left.before and left.after and follows_head(old, left.before[0])
    if bool(one) != bool(other) and governed and follows_head(new, left.after[0]):
        # «شركة [توتال]», «شركة [إيني]»: what a head governs on both sides
        one, other = one or left.before[:1], other or left.after[:1]
    if one and not other:  # a name that went: another kind of words may stand for it
        other = [at for at in left.after if _may_name(new[at])]
        if not other:
            return False
    if other and not one:
        one = [at for at in left.before if _may_name(old[at])]
        if not one and not _identifies(pair, hunk, other):
            return False
    if {old[at].key for at in one} == {new[at].key for at in other}:
        return False
    pair.tell_change("names", hunk)
    _claim_named(pair, hunk, one, other)
    return True


def _may_name(word: Word) -> bool:
    """Whether a word may be a name where a name stands in its place."""
    return is_office(word) or is_nisba(word) or is_given(word) or is_family(word)


def _identifies(pair: Pair, hunk: Hunk, places: list[int]) -> bool:
    """Whether words that came are mainly a name of a person or place, and few."""
    left = pair.open(hunk)
    came, went = pair.after.content(left.after), pair.before.content(left.before)
    proper = [at for at in places if at in pair.after.proper]
    return bool(proper) and 2 * len(places) >= len(came) and len(went) <= MOST_ATTENDING


def _claim_named(pair: Pair, hunk: Hunk, one: list[int], other: list[int]) -> None:
    pair.claim(one, other)
    for side, start, end in pair.sides(hunk):
        left = side.open(start, end)
        if len(left) <= MOST_ATTENDING and ((one and other) or len(left) <= _FEW):
            side.claimed.update(left)

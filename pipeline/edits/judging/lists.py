"""Tells lists of which the items stayed and changed their order: «تونس وليبيا ومصر»."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from pipeline.edits.counting.numbers import may_count
from pipeline.edits.hunks import Hunk
from pipeline.edits.judging.pair import Pair
from pipeline.edits.likeness import core
from pipeline.edits.sourcing.speech import keys
from pipeline.edits.words import Word

#: changes of a sentence that are looked at, and how many of them one list may make
_MOST_CHANGES, _LONGEST_RUN = 40, 4
#: items, and words, of a list
_LEAST_ITEMS, _LONGEST_LIST = 2, 40
_AND: Final = keys("and et")
_COMMAS: Final = frozenset({",", "،", "؛", ";"})
#: letters of a word whose «و» may be its own: «ورد»
_SHORT: Final = 3


def look_at_lists(pair: Pair) -> set[Hunk]:
    """Tells and claims the lists told in another order; returns the changes that are of one."""
    hunks = pair.hunks[:_MOST_CHANGES]
    found: set[Hunk] = set()
    for first in range(len(hunks)):
        if hunks[first] in found:
            continue
        for last in range(first + 1, min(first + _LONGEST_RUN, len(hunks))):
            if _is_reordered(pair, hunks[first], hunks[last]):
                _claim(pair, hunks[first], hunks[last])
                found.update(hunks[first : last + 1])
                break
    return found


def _is_reordered(pair: Pair, first: Hunk, last: Hunk) -> bool:
    old = pair.before.sentence.words[first.i : last.i_end]
    new = pair.after.sentence.words[first.j : last.j_end]
    if not (old and new) or len(old) > _LONGEST_LIST or len(new) > _LONGEST_LIST:
        return False
    if any(map(may_count, (*old, *new))):
        return False  # figures may count other things now
    told, again = _items(old), _items(new)
    return len(told) >= _LEAST_ITEMS and told != again and sorted(told) == sorted(again)


def _items(words: Sequence[Word]) -> list[tuple[str, ...]]:
    """The items that commas, «و» or "and" part, without what parts them."""
    items: list[list[str]] = [[]]
    for at, word in enumerate(words):
        joined = len(word.key) > _SHORT and word.key.startswith("و")
        if at and (joined or word.key in _AND or word.gap in _COMMAS):
            items.append([])
        if word.key not in _AND:
            items[-1].append(core(word.key))
    return [tuple(item) for item in items if item]


def _claim(pair: Pair, first: Hunk, last: Hunk) -> None:
    old, new = pair.before.sentence, pair.after.sentence
    pair.tell("formatting", old.said(first.i, last.i_end), new.said(first.j, last.j_end))
    pair.claim(list(range(first.i, last.i_end)), list(range(first.j, last.j_end)))

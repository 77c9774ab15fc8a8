"""Whether a change only calls the one who stood there otherwise: by another name, in full, shorter.

«أمريكا», «الولايات المتحدة»; «الأهلي», «الأهلي المصري»; «الوزير», «وزير الصحة».
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from pipeline.edits.hunks import Hunk
from pipeline.edits.joined import bare
from pipeline.edits.judging.other_bodies import is_same
from pipeline.edits.judging.pair import Open, Pair
from pipeline.edits.naming.called_otherwise import is_called_otherwise
from pipeline.edits.naming.gazetteer import is_body, named_at
from pipeline.edits.naming.name_looks import is_local
from pipeline.edits.naming.name_words import OF_CLUBS, PEOPLE, PLACES
from pipeline.edits.words import Word

#: words of «وزير الصحة»
_OFFICE: Final = 2
#: words of the longest name of a list
_LONGEST_LISTED: Final = 4


def names_the_same(pair: Pair, hunk: Hunk) -> bool:
    """Whether a change names nobody else than who, or what, stood there."""
    # the words that are spelt otherwise too
    every = Open(list(range(hunk.i, hunk.i_end)), list(range(hunk.j, hunk.j_end)))
    looks = (_goes_on_one, _told_in_full, _titled_otherwise)
    return is_same(pair, every) or any(look(pair, hunk) for look in looks)


def _titled_otherwise(pair: Pair, hunk: Hunk) -> bool:
    """Whether right behind a person's name one office was put for another: «سالم [مدير] السوق»."""
    for side, start, end in pair.sides(hunk):
        words = side.sentence.words
        if end - start != 1 or start - 1 not in side.proper or words[start].key not in PEOPLE:
            return False
        if words[start].gap.strip("،,") or words[start - 1].key in PLACES:
            return False
    return True


def _told_in_full(pair: Pair, hunk: Hunk) -> bool:
    """Whether an office is only told in full, or shorter: «[الوزير]», «[وزير الصحة]»."""
    shorter, longer = sorted(
        (side.sentence.words[start:end] for side, start, end in pair.sides(hunk)), key=len
    )
    if len(shorter) != 1 or len(longer) != _OFFICE or longer[1].gap:
        return False
    office = longer[0].key if longer[0].key in PEOPLE else longer[0].key[1:]
    told = f"ال{office}" in bare(shorter[0].key) and office in PEOPLE
    return told and longer[1].key.startswith("ال")


def _goes_on_one(pair: Pair, hunk: Hunk) -> bool:
    """Whether a name is only told in full, or shorter: «الأهلي [المصري]», «[قطاع] غزة»."""
    only = (hunk.i == hunk.i_end) != (hunk.j == hunk.j_end)
    if not only:
        return False
    side, start, end = next(one for one in pair.sides(hunk) if one[1] < one[2])
    words = side.sentence.words
    if is_called_otherwise(words[start : end + 1], words[end : end + 1]):
        return True
    if not start or any(word.gap for word in words[start:end]):
        return False
    adjectives = all(is_local(word) or word.key in OF_CLUBS for word in words[start:end])
    return adjectives and (is_body(words[start - 1].key) or _ends_listed(words, start))


def _ends_listed(words: Sequence[Word], end: int) -> bool:
    """Whether the name of several words that a list has ends before a place."""
    first = max(0, end - _LONGEST_LISTED)
    return any(at + named_at(words[:end], at) == end for at in range(first, end - 1))

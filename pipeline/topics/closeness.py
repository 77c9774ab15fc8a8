"""Which words that queries need close together may stand so, told before a text is cut into words.

Coarse: what it names may hold, what it does not name cannot. It looks at writings (see
`pipeline.topics.words`), each of which holds one word at least or is left out.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import compress, count, filterfalse

from pipeline.topics.forms import consonants_in
from pipeline.topics.guards import Beside
from pipeline.topics.meanings import Meaning, guards_of, pairs_of
from pipeline.topics.memo import Memo
from pipeline.topics.words import LONGEST_CACHED, PARAGRAPH, spellings_in

#: words on both sides of one in which another is looked for; further away, the words tell
_FURTHEST = 32


def close(
    pairs: Sequence[Beside],
    others: Sequence[frozenset[int]],
    asked: set[int],
    order: Sequence[str],
    meant: Mapping[str, Meaning],
) -> Iterator[Beside]:
    """The pairs of those asked for that may stand in a text.

    Args:
        pairs: by their numbers.
        others: of each the numbers of its other word's guards; none, where that is heard.
        asked: numbers of pairs of which both words stand somewhere.
        order: the writings of the text, as they stand.
        meant: by these what they mean.
    """
    wordless = {one for one, meaning in meant.items() if meaning is None and one != PARAGRAPH}
    order = list(filterfalse(wordless.__contains__, order))
    known = {one: meaning for one, meaning in meant.items() if meaning}
    anchors: dict[int, list[str]] = {number: [] for number in asked}
    for one, meaning in known.items():
        for number in asked.intersection(pairs_of(meaning)):
            anchors[number].append(one)
    places: dict[str, list[int]] = {one: [] for ones in anchors.values() for one in ones}
    for at in compress(count(), map(places.__contains__, order)):
        places[order[at]].append(at)
    for number, ones in anchors.items():
        pair = pairs[number]
        if pair.before + pair.after > _FURTHEST:
            yield pair
            continue
        around = _around(order, [at for one in ones for at in places[one]], pair)
        around.update(ones)  # one may hold both
        if not others[number]:
            may_stand = any(pair.heard in _HEARD[one] for one in around)
        else:
            standing = map(guards_of, map(known.__getitem__, around & known.keys()))
            may_stand = not all(map(others[number].isdisjoint, standing))
        if may_stand:
            yield pair


def _around(order: Sequence[str], places: Iterable[int], pair: Beside) -> set[str]:
    """The writings that stand as close as a pair to one of these places."""
    found: set[str] = set()
    for step in range(-pair.before, pair.after + 1):
        if step:
            found.update([order[at + step] for at in places if 0 <= at + step < len(order)])
    return found


def _heard_in(writing: str) -> frozenset[str]:
    spellings, _ = spellings_in(writing)
    return frozenset().union(*map(consonants_in, spellings))


#: the consonants of the words of writings beside some name: few are asked for these
_HEARD = Memo(_heard_in, 1 << 12, LONGEST_CACHED)

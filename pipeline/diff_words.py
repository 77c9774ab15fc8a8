"""Compares two texts by words: which stayed, which went, which came, as a reader would say it.

Small stretches that stayed by chance are given to the changes around them, and what was only
put in or taken out begins where a sentence or word does. Nothing is ever cut inside a word, a
number or a character with its marks. Paragraphs are `pipeline.diff`'s; here each ends
with a line feed.
"""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache
from itertools import chain, takewhile
from unicodedata import category

from rapidfuzz.distance import Indel

#: cells of the comparison table (a bit each) above which a stretch is replaced as a whole
_MOST_CELLS = 400_000_000
#: letters of a word too short to stand alone between two changes, such as «في» or «على»
_SHORT = 3
#: with less in common than this, two texts are shown as one taken out and one put in
_LEAST_IN_COMMON = 0.25
#: tokens on either side that are looked at for a better border of an insertion
_REACH = 100
_SENTENCE_ENDS = frozenset('.!?؟…:؛»"')

# Besides combining marks, what never begins a character of the reader's (Unicode's UAX #29):
# zero-width joiners, skin tones, tags.
_EXTENDING = "\u200c\u200d\U0001f3fb-\U0001f3ff\U000e0020-\U000e007f"


@dataclass(slots=True)
class Run:
    """Consecutive tokens that stayed, or that differ."""

    same: bool
    before: list[str] = field(default_factory=list)
    after: list[str] = field(default_factory=list)


@dataclass(slots=True)
class _Growing:
    """A run to which others are put at either end, the words of each side counted once."""

    same: bool
    before: deque[str]
    after: deque[str]
    #: words of either side
    gone: int
    come: int
    #: of what stayed: a line ends in it; it is too little to stand alone
    holds_line: bool
    is_short: bool

    @classmethod
    def of(cls, run: Run) -> _Growing:
        gone, come = _words(run.before), _words(run.after)
        return cls(
            run.same,
            deque(run.before),
            deque(run.after),
            len(gone),
            len(come),
            "\n" in run.after,
            not come or (len(come) == 1 and sum(map(str.isalnum, come[0])) <= _SHORT),
        )

    @property
    def size(self) -> int:
        return len(self.before) + len(self.after)


def word_runs(old: str, new: str) -> list[Run]:
    """Alternating runs of two texts, cleaned up for reading."""
    runs: list[Run] = []
    a, b = _units(old), _units(new)
    for same, i, i_end, j, j_end in stretches([u[0] for u in a], [u[0] for u in b]):
        if not same or a[i:i_end] == b[j:j_end]:
            _add(runs, same, chain.from_iterable(a[i:i_end]), chain.from_iterable(b[j:j_end]))
            continue
        for unit_a, unit_b in zip(a[i:i_end], b[j:j_end], strict=True):  # white space differs
            for token_a, token_b in zip(unit_a, unit_b, strict=True):
                _add(runs, token_a == token_b, [token_a], [token_b])
    return _slid(_trimmed(_without_islands(runs)))


def _add(runs: list[Run], same: bool, before: Iterable[str], after: Iterable[str]) -> None:
    """Appends tokens, to the last run where it is of the same kind."""
    old, new = list(filter(None, before)), list(filter(None, after))
    if not old and not new:
        return
    if not runs or runs[-1].same is not same:
        runs.append(Run(same))
    runs[-1].before += old
    runs[-1].after += new


def _without_islands(runs: Iterable[Run]) -> list[Run]:
    """Gives what stayed by chance between two changes to the change."""
    kept: list[_Growing] = []
    for run in runs:
        kept.append(_Growing.of(run))
        while len(kept) > 2 and not kept[-1].same and _is_island(*kept[-3:]):
            left, island, right = kept[-3:]
            kept[-3:] = [_put_together(left, island, right)]
    return [Run(one.same, list(one.before), list(one.after)) for one in kept]


def _put_together(left: _Growing, island: _Growing, right: _Growing) -> _Growing:
    """One change of three; what is less goes to what is more, or a long text would take hours."""
    gone, come = left.gone + island.gone + right.gone, left.come + island.come + right.come
    if left.size >= right.size:
        whole = left
        for part in (island, right):
            whole.before.extend(part.before)
            whole.after.extend(part.after)
    else:
        whole = right
        for part in (island, left):
            whole.before.extendleft(reversed(part.before))
            whole.after.extendleft(reversed(part.after))
    whole.gone, whole.come = gone, come
    return whole


def _is_island(left: _Growing, island: _Growing, right: _Growing) -> bool:
    replaced = (left.gone and left.come) or (right.gone and right.come)
    if island.holds_line or not replaced:
        return False
    least = 2 * island.come
    return island.is_short or all(max(run.gone, run.come) >= least for run in (left, right))


def _words(tokens: Iterable[str]) -> list[str]:
    return [token for token in tokens if not token.isspace()]


def _trimmed(runs: Iterable[Run]) -> list[Run]:
    """Gives back what a change begins or ends with on both sides."""
    kept: list[Run] = []
    for run in runs:
        head, tail = _common_ends(run.before, run.after) if not run.same else (0, 0)
        old_end, new_end = len(run.before) - tail, len(run.after) - tail
        _add(kept, True, run.before[:head], run.after[:head])
        _add(kept, run.same, run.before[head:old_end], run.after[head:new_end])
        _add(kept, True, run.before[old_end:], run.after[new_end:])
    return kept


def _slid(runs: list[Run]) -> list[Run]:
    """Moves what only came, or only went, to where a reader would say that it stands.

    «قال أ. [قال ب. ]قال ج.» and «قال أ. قال [ب. قال ]ج.» are the same insertion.
    """
    for place in range(1, len(runs) - 1):
        left, run, right = runs[place - 1 : place + 2]
        if run.same or (run.before and run.after):
            continue
        near, moving, far = left.after[-_REACH:], run.before or run.after, right.after[:_REACH]
        tokens = [*near, *moving, *far]
        # no other change may be reached: something must stay between two of them
        lowest = 0 if place == 1 else 1
        highest = len(tokens) - len(moving) - (0 if place == len(runs) - 2 else 1)
        start = _best_start(tokens, len(near), len(moving), lowest, highest)
        if start == len(near):
            continue
        end = start + len(moving)
        left.before = left.after = left.after[: len(left.after) - len(near)] + tokens[:start]
        right.before = right.after = tokens[end:] + right.after[len(far) :]
        moved = tokens[start:end]
        run.before, run.after = (moved, []) if run.before else ([], moved)
    return runs


def _best_start(tokens: Sequence[str], start: int, length: int, lowest: int, highest: int) -> int:
    """Where a stretch of tokens that came or went may start as well, and reads best."""
    first = last = start
    while first > lowest and tokens[first - 1] == tokens[first + length - 1]:
        first -= 1
    while last < highest and tokens[last] == tokens[last + length]:
        last += 1
    return max(
        range(first, last + 1),
        key=lambda place: _border(tokens, place) + _border(tokens, place + length),
    )


def _border(tokens: Sequence[str], place: int) -> int:
    """How good a place is to start reading: a paragraph, a sentence, a word, none of these."""
    if place == 0 or tokens[place - 1] == "\n":
        return 3
    if not tokens[place - 1].isspace():
        return 0
    return 2 if place > 1 and tokens[place - 2] in _SENTENCE_ENDS else 1


def unless_rewritten(runs: Sequence[Run]) -> Sequence[Run]:
    """The runs, or one for all of them where hardly a word stayed."""
    old = [token for run in runs for token in run.before]
    new = [token for run in runs for token in run.after]
    stayed = [token for run in runs if run.same for token in run.after]
    least = _LEAST_IN_COMMON * min(len(_words(old)), len(_words(new)))
    if len(_words(stayed)) >= least:
        return runs
    return _trimmed([Run(False, old, new)])


def stretches(old: Sequence[str], new: Sequence[str]) -> Iterator[tuple[bool, int, int, int, int]]:
    """What two sequences share and what lies between, in turn, as (same, i, i_end, j, j_end)."""
    head, tail = _common_ends(old, new)
    old_end, new_end = len(old) - tail, len(new) - tail
    if head:
        yield True, 0, head, 0, head
    i, j = head, head
    for i_start, i_stop, j_start, j_stop in _shared(old[head:old_end], new[head:new_end]):
        if (i, j) != (head + i_start, head + j_start):
            yield False, i, head + i_start, j, head + j_start
        i, j = head + i_stop, head + j_stop
        yield True, head + i_start, i, head + j_start, j
    if (i, j) != (old_end, new_end):
        yield False, i, old_end, j, new_end
    if tail:
        yield True, old_end, len(old), new_end, len(new)


def _shared(old: Sequence[str], new: Sequence[str]) -> Iterator[tuple[int, int, int, int]]:
    """A longest common subsequence, in stretches; none where it would cost too much."""
    if len(old) * len(new) > _MOST_CELLS:
        return
    ids: dict[str, int] = {}  # numbers, because rapidfuzz compares anything else by its hash
    a, b = ([ids.setdefault(one, len(ids)) for one in side] for side in (old, new))
    for op in Indel.opcodes(a, b):
        if op.tag == "equal":
            yield op.src_start, op.src_end, op.dest_start, op.dest_end


def _common_ends(old: Sequence[str], new: Sequence[str]) -> tuple[int, int]:
    """How many items two sequences begin with in common, and how many they end with."""
    head = _common(zip(old, new, strict=False))
    tail = _common(zip(reversed(old[head:]), reversed(new[head:]), strict=False))
    return head, tail


def _common(pairs: Iterable[tuple[str, str]]) -> int:
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], pairs))


def _units(text: str) -> list[tuple[str, str, str]]:
    """Each word, number or mark with the white space and the paragraph's end after it."""
    return [unit for unit in _unit_pattern().findall(text) if any(unit)]


@cache
def _unit_pattern() -> re.Pattern[str]:
    """Built on first use: the classes of `re` know no combining marks."""
    marks = "".join(chr(n) for n in range(0x20000) if category(chr(n)).startswith("M"))
    # the look-ahead is quick to say no, the long class is not
    mark = rf"(?![\w\x00-\u02ff])[{marks}{_EXTENDING}]"
    letters = rf"(?:\w+(?:{mark}\w*)*|(?:{mark}\w*)+)"
    word = (
        rf"(?:[%٪+−-](?=\d))?{letters}"
        rf"(?:(?:(?<=\d)[-.,:/٫٬](?=\d)|['’](?=\w)){letters})*"
        rf"(?:(?<=\d)[%٪‰](?:{mark})*)?"
    )
    base = r"(?:[\U0001f1e6-\U0001f1ff]+|[^\w\s])"  # a flag is two of these letters
    symbol = rf"{base}(?:{mark}|(?<=\u200d){base})*"
    prepended = r"[\u0600-\u0605\u06dd\u070f\u0890\u0891\u08e2]*"  # signs over what follows
    spaces = rf"(?:[^\S\n](?:{mark})*)*"
    return re.compile(rf"((?:{word}|{prepended}(?:{word}|{symbol}))?)({spaces})(\n?)")

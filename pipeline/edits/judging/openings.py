"""Whether what stands before a text, or after it, says otherwise whose it is: «تونس (وات) - »."""

from __future__ import annotations

from typing import Final

from pipeline.edits.hunks import Hunk
from pipeline.edits.judging.pair import Pair
from pipeline.edits.sourcing.signatures import SETS_OFF, is_signature, opens_by_source

#: words of the longest opening
_LONGEST: Final = 8


def signs_anew(pair: Pair, hunk: Hunk) -> bool:
    """Whether the initials of who wrote it came or went at the end, or are another's."""
    shown = [side.sentence.words[start:end] for side, start, end in pair.sides(hunk)]
    at_end = all(end == len(side.sentence.words) for side, _, end in pair.sides(hunk))
    return at_end and any(shown) and all(is_signature(words) for words in shown if words)


def opens_anew(pair: Pair, hunk: Hunk) -> bool:
    """Whether what stands before a text came, went or is another's: «تونس (وات) - »."""
    paragraph = pair.after.sentence.paragraph
    if paragraph is None or hunk.i_end == hunk.j_end == 0:
        return False
    heads = []
    for side, _, end in pair.sides(hunk):
        words = side.sentence.words
        if end >= len(words) or end > _LONGEST:
            return False
        heads.append((words[:end], words[end]))
    if not (hunk.i or hunk.j):
        return all(not words or opens_by_source(words, after) for words, after in heads)
    # «تونس - », «تونس (وات) - »
    set_off = all(not SETS_OFF.isdisjoint(after.gap) for _, after in heads)
    return set_off and any(opens_by_source(words, after) for words, after in heads)

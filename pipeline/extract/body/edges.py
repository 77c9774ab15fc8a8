"""Finds where the text begins below its title, and what leads into it.

The standfirst is part of the text, unless the page's own claims call it the description of the
piece. Bylines and dates between title and text are not.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from typing import Final

from pipeline.extract.body.blocks import Block
from pipeline.extract.body.phrases import BESIDE, CALL, COLOPHON
from pipeline.extract.body.weigh import weight as weight_of
from pipeline.press.credits import is_byline
from pipeline.press.words import key

#: letters of a subhead that cannot begin like the title by chance
_LONG_NAME: Final = 15
#: share of the prose above which a repeated title is not looked for
_TOP: Final = 0.3
#: blocks that may lie between the title and the text's element
_MOST_BETWEEN: Final = 30
_MOST_STANDFIRSTS: Final = 3
#: headings of a page that are looked at as its title
_MOST_TITLES: Final = 5
_SHORTEST_STANDFIRST: Final = 50
_SHORTEST_DESCRIPTION: Final = 20
#: how much longer than the description it is in may a block be
_LONGER: Final = 1.3
#: blocks at the top that may be the description
_FIRST_BLOCKS: Final = 4
_LONGEST_LINE: Final = 90
_STAMP: Final = re.compile(
    r"\d{1,2}[:.h/]\d{2}|(?:19|20)\d\d|[\u0660-\u0669]{4}|\d+\s*min\b", re.IGNORECASE
)
_ENDS: Final = ".!?؟。"
#: letters of a name that is not in a sentence by chance
_SHORTEST_NAME: Final = 8
#: characters of what is below a text, and in which of them its author is named
_LONGEST_FOOT: Final = 450
_LONGEST_CALL: Final = 300
_BEGINNING: Final = 70


class Titles:
    """What the page calls its piece."""

    def __init__(self, titles: Collection[str]) -> None:
        self._keys = frozenset(map(key, titles)) - {""}

    def match(self, block: Block) -> bool:
        """Whether a block is the title printed, or what of a longer one is not the site's name."""
        name = key(block.text)
        if name in self._keys:
            return True
        if not block.level or len(name) <= _LONG_NAME:
            return False
        is_main = block.level == 1  # a smaller one at the end of the title is the site's name
        return any(
            whole.startswith(name) or (is_main and whole.endswith(name)) for whole in self._keys
        )

    def among(self, blocks: Sequence[Block]) -> list[Block]:
        """The headings of the highest rank that are the title."""
        found = [block for block in blocks if block.level and self.match(block)]
        rank = min((block.level for block in found), default=0)
        return [block for block in found if block.level == rank][:_MOST_TITLES]


def below_title(blocks: Sequence[Block], weights: Sequence[float], titles: Titles) -> int:
    """How many of the text's blocks are its title and what is printed above it.

    What has paragraphs above it and below it in one element is no title, but printed in the text.
    """
    top = _TOP * sum(max(weight, 0.0) for weight in weights)
    last = {
        block.parent: at
        for at, (block, weight) in enumerate(zip(blocks, weights, strict=True))
        if weight > 0
    }
    above = below = 0
    seen = 0.0
    for at, (block, weight) in enumerate(zip(blocks, weights, strict=True)):
        if seen > top:
            break
        if at >= below and (titles.match(block) or (block.level == 1 and not above)):
            above = at + 1
        if weight > 0:
            seen += weight
            below = max(below, last[block.parent])
    return above


def standfirst(before: Sequence[Block], titles: Titles) -> list[Block]:
    """The blocks between a title and the text's element that lead into the text.

    Args:
        before: the blocks above the text's element.
        titles: of the piece.
    """
    starts = [at for at, block in enumerate(before) if block.level == 1 or titles.match(block)]
    if not starts or len(before) - starts[-1] > _MOST_BETWEEN:
        return []
    leading = [block for block in before[starts[-1] + 1 :] if _is_leading(block)]
    return leading[:_MOST_STANDFIRSTS]


def _is_leading(block: Block) -> bool:
    is_prose = block.size >= _SHORTEST_STANDFIRST and block.share_linked < 0.2
    return is_prose and not BESIDE.fullmatch(block.text) and not is_signature(block)


def is_signature(block: Block) -> bool:
    """Whether a block is a byline or a date, as printed above a text."""
    text = block.text
    if len(text) > _LONGEST_LINE:
        return False
    return is_byline(text) or (_STAMP.search(text) is not None and text[-1] not in _ENDS)


def without_description(blocks: Sequence[Block], description: str | None) -> list[Block]:
    """The text without what the page calls the description of the piece.

    Some pages call the first sentences of the text so: what lies beside the next paragraph in
    one element is text.
    """
    claimed = key(description or "")
    if len(claimed) < _SHORTEST_DESCRIPTION:
        return list(blocks)
    for at, block in enumerate(blocks[:_FIRST_BLOCKS]):
        if len(blocks) < at + 3 or block.parent == blocks[at + 1].parent:
            break
        name = key(block.text)
        alike = claimed.startswith(name) or name.startswith(claimed)
        if name and alike and len(name) <= _LONGER * len(claimed):
            return list(blocks[at + 1 :])
        if weight_of(block) > 0 and not is_signature(block):
            break
    return list(blocks)


def without_foot(blocks: Sequence[Block], authors: Collection[str]) -> list[Block]:
    """The text without what is printed below its last sentence.

    Who worked on it and where it came from, who its author is, what else to read and follow.
    """
    names = [name for name in map(key, authors) if len(name) >= _SHORTEST_NAME]
    left = list(blocks)
    while len(left) > 2 and _is_foot(left[-1], names):
        left.pop()
    return left


def _is_foot(block: Block, names: Sequence[str]) -> bool:
    text = block.text
    if len(text) > _LONGEST_FOOT:
        return False
    beginning = key(text[:_BEGINNING])
    is_call = len(text) < _LONGEST_CALL and CALL.search(text)
    return bool(COLOPHON.match(text) or is_call or any(name in beginning for name in names))

"""Sets a page's blocks beside the text that its JSON-LD claims to be the article's.

A claimed text is evidence, not the text: it has lost its paragraphs, subheads and lists, and
many sites cut it short. It tells which blocks belong.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from pipeline.extract.body.blocks import Block
from pipeline.press_words import key

#: letters of a claimed text that says anything
_SHORTEST: Final = 300
#: letters of a block that is not in a claimed text by chance
_SHORTEST_BLOCK: Final = 15
#: share of the prose that the claimed text has where it is believed of the rest
_ENOUGH: Final = 0.6


def claimed_blocks(blocks: Sequence[Block], claim: str | None) -> list[bool]:
    """For each block, whether it stands in the claimed text, word by word."""
    whole = key(claim or "")
    if len(whole) < _SHORTEST:
        return [False] * len(blocks)
    keys = (key(block.text) for block in blocks)
    return [len(name) >= _SHORTEST_BLOCK and name in whole for name in keys]


def is_whole(blocks: Sequence[Block], weights: Sequence[float], claimed: Sequence[bool]) -> bool:
    """Whether the claimed text has nearly all the prose of these blocks: then it lacks no more."""
    prose = [max(weight, 0.0) for weight in weights]
    shared = sum(one for one, is_claimed in zip(prose, claimed, strict=True) if is_claimed)
    return shared > 0 and shared >= _ENOUGH * sum(prose)

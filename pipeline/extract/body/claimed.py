"""Sets a page's blocks beside the text that its JSON-LD claims to be the article's.

A claimed text is evidence, not the text: it has lost its paragraphs, subheads and lists, and
many sites cut it short. It tells which blocks belong.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

from pipeline.extract.body.blocks import Block

#: letters of a claimed text that says anything, and of one that is worth the time
_SHORTEST: Final = 300
_LONGEST: Final = 300_000
#: words in a row that two texts do not share by chance
_RUN: Final = 5
#: share of a block's runs of words that a claimed text has, if it has the block
_SHARED: Final = 0.5
#: share of the prose that the claimed text has where it is believed of the rest
_ENOUGH: Final = 0.6
#: a run of letters and figures; each ideograph or kana by itself, for want of spaces
_WORD: Final = re.compile(r"[\u3040-\u30ff\u3400-\u9fff]|[^\W_\u3040-\u30ff\u3400-\u9fff]+")


def claimed_blocks(blocks: Sequence[Block], claim: str | None) -> list[bool | None]:
    """For each block, whether it stands in the claimed text.

    None where that cannot be told: the block is too short, or there is no claim.
    """
    if claim is None or len(claim) < _SHORTEST:
        return [None] * len(blocks)
    known = set(_runs(claim[:_LONGEST]))
    return [_is_among(block, known) for block in blocks]


def _is_among(block: Block, known: set[tuple[str, ...]]) -> bool | None:
    runs = list(_runs(block.text))
    return sum(run in known for run in runs) >= _SHARED * len(runs) if runs else None


def _runs(text: str) -> Iterator[tuple[str, ...]]:
    words = _WORD.findall(text.lower())
    return zip(*(words[start:] for start in range(_RUN)), strict=False)


def is_whole(
    blocks: Sequence[Block], weights: Sequence[float], claimed: Sequence[bool | None]
) -> bool:
    """Whether the claimed text has nearly all the prose of these blocks: then it lacks no more."""
    prose = [max(weight, 0.0) for weight in weights]
    shared = sum(one for one, is_claimed in zip(prose, claimed, strict=True) if is_claimed)
    return shared > 0 and shared >= _ENOUGH * sum(prose)


def as_claimed(blocks: Sequence[Block], claimed: Sequence[bool | None]) -> list[bool]:
    """For each block, whether it belongs to a text of which the claimed one has all prose.

    Subheads belong though claimed texts lose them, and what is too short to tell if it lies
    beside a claimed paragraph.
    """
    beside = {block.parent for block, known in zip(blocks, claimed, strict=True) if known}
    return [
        known is True or block.kind == "subhead" or (known is None and block.parent in beside)
        for block, known in zip(blocks, claimed, strict=True)
    ]

"""Says how much a block of text looks like running text, by itself.

Positive for prose, in letters; negative for what navigation and teasers are made of. Where on
the page a block stands does not matter here.
"""

from __future__ import annotations

from typing import Final

from pipeline.extract.body.blocks import Block

#: letters: what is as long is prose without punctuation too; what is shorter only with it
_LONG: Final = 80
_SHORT: Final = 20
_SENTENCE_ENDS: Final = frozenset(".!?…؟۔。！？।:;»“”‘’\"')]")
#: what a few words that are no sentence weigh
_BIT: Final = -2.0
#: a block with more of it in links is one of links
_MOST_LINKED: Final = 0.5
_HEAVIEST_LINK: Final = 60
#: letters outside links that make a sentence of a block of links
_PLAIN: Final = 40


def _is_linking_sentence(block: Block) -> bool:
    """Whether a block says something beside its links."""
    plain = block.size * (1 - block.share_linked)
    return plain >= _PLAIN and block.text[-1] in _SENTENCE_ENDS


def weight(block: Block) -> float:
    """Letters of prose in a block, less than 0 for what is none; 0 for a subhead."""
    if block.share_linked > _MOST_LINKED and not _is_linking_sentence(block):
        return -min(block.size, _HEAVIEST_LINK)
    if block.level:
        return 0.0
    if block.size >= _LONG or (block.size >= _SHORT and block.text[-1] in _SENTENCE_ENDS):
        return block.size * (1 - block.share_linked)
    return _BIT

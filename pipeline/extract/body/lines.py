"""Takes off a text the lines among its paragraphs that are none of it.

Pointers to other pieces, captions and credits, labels of advertisements, sections that are no
more the article, paragraphs printed twice.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from typing import Final

from pipeline.extract.body.blocks import Block
from pipeline.extract.body.phrases import ASKS, BESIDE, CALL, CONSENT, END, MORE, READ_ALSO
from pipeline.extract.dom import FlatPage
from pipeline.press.words import key
from pipeline.remembering import remembered

#: share of a line in links that makes it a link
_LINK: Final = 0.8
#: an address that is printed as one is told to the reader, not a way to another piece
_ADDRESS: Final = re.compile(r"https?://\S+\.\S|\bwww\.\S+\.\S|\S@\w[\w-]*\.\w")
_SHORTEST_SENTENCE: Final = 50
#: share in links of a line that points somewhere
_MUCH_LINKED: Final = 0.3
#: characters of lines of each kind
_LONGEST_CAPTION: Final = 200
_LONGEST_CALL: Final = 200
_LONGEST_QUESTION: Final = 600
_LONGEST_END: Final = 80
#: times the letters of a heading that its element has if more than the heading is in it
_MORE_THAN: Final = 2
_SHORT_POINTER: Final = 40
_LONGEST_POINTER: Final = 160
_ENDS: Final = ".؟"
#: letters of a paragraph that is not printed twice by chance
_LONG: Final = 30
_LONGEST_PULLED: Final = 400
#: letters of a text that is printed in one block beside its paragraphs
_VERY_LONG: Final = 1500
#: paragraphs of a text that is searched for what is printed twice in part
_MOST_SEARCHED: Final = 1000
#: times that no paragraph is printed, but the label of a box is; letters of such a label
_OFTEN: Final = 3
_SHORTEST_LABEL: Final = 15
#: a longer one is a sentence, and its first printing stays
_LONGEST_LABEL: Final = 60


def is_beside(block: Block) -> bool:
    """Whether a line is a link, a caption, a label or a pointer to another piece."""
    text, share = block.text, block.share_linked
    if share > _LINK and not (_ADDRESS.search(text) or _is_sentence(block)):
        return True
    if _is_label(text):
        return True
    if share > _MUCH_LINKED and len(text) < _LONGEST_CALL and CALL.search(text):
        return True
    if not _points_elsewhere(text):
        return False
    is_title = len(text) < _LONGEST_POINTER and text[-1] not in _ENDS
    return len(text) < _SHORT_POINTER or share > _MUCH_LINKED or is_title


@remembered(8_192)  # pages of a site have the same ones, and a page that is proven has them again
def _is_label(text: str) -> bool:
    """Whether it asks for consent, or is a caption or a label."""
    if len(text) < _LONGEST_QUESTION and ASKS.match(text) and CONSENT.search(text):
        return True
    return len(text) < _LONGEST_CAPTION and BESIDE.fullmatch(text) is not None


@remembered(8_192)
def _points_elsewhere(text: str) -> bool:
    return READ_ALSO.match(text) is not None


def _is_sentence(block: Block) -> bool:
    """Whether a linked line is one of the text: titles end without a full stop."""
    return not block.level and len(block.text) >= _SHORTEST_SENTENCE and block.text[-1] == "."


def without_ends(page: FlatPage, blocks: Sequence[Block], weights: Sequence[float]) -> list[int]:
    """Which blocks are left without sections whose headings say that they are not the article.

    A section ends at a heading of its rank, and with the element that it has for itself.
    """
    left: list[int] = []
    skipped_level, end = 0, 0
    last_prose = -1
    for at, (block, weight) in enumerate(zip(blocks, weights, strict=True)):
        if skipped_level and (0 < block.level <= skipped_level or block.start >= end):
            skipped_level = 0
        if skipped_level:
            continue
        if weight <= 0 and len(block.text) < _LONGEST_END and _ends_article(block):
            skipped_level = block.level
            end = _end_of_section(page, block, last_prose)
            continue
        if weight > 0:
            last_prose = block.start
        left.append(at)
    return left


def _end_of_section(page: FlatPage, heading: Block, last_prose: int) -> int:
    """Where the element ends that holds a heading and more, but no text before it."""
    around = heading.parent
    while around > 0 and page.element(around).letters <= _MORE_THAN * len(heading.text):
        around = page.element(around).parent
    return page.element(0 if last_prose >= around else around).end


def _ends_article(block: Block) -> bool:
    points = block.level > 0 and (READ_ALSO.match(block.text) or MORE.fullmatch(block.text))
    return bool(END.fullmatch(block.text) or points)


def without_empty_headings(blocks: Sequence[Block]) -> list[Block]:
    """Without subheads that nothing stands under."""
    left: list[Block] = []
    for block in reversed(blocks):
        below = left[-1] if left else None
        if block.level and (below is None or 0 < below.level <= block.level):
            continue
        left.append(block)
    return left[::-1]


def without_repeats(blocks: Sequence[Block]) -> list[Block]:
    """Without paragraphs printed again, and sentences pulled out of them to be printed large."""
    keys = [key(block.text) for block in blocks]
    often = {name for name, times in Counter(keys).items() if times >= _OFTEN}
    whole = "\0".join(keys)
    within = _searched(keys)
    seen: set[str] = set()
    left: list[Block] = []
    for at, (block, name) in enumerate(zip(blocks, keys, strict=True)):
        is_label = name in often and _SHORTEST_LABEL <= len(name) < _LONGEST_LABEL
        may_be_pulled = block.kind in ("quote", "subhead") and len(name) < _LONGEST_PULLED
        is_again = len(name) >= _LONG and (
            name in seen or (at in within and may_be_pulled and whole.count(name) > 1)
        )
        if is_label or is_again or (at in within and _is_made_of_others(at, keys)):
            continue
        seen.add(name)
        left.append(block)
    return left


def _searched(keys: Sequence[str]) -> range:
    """The places of the paragraphs that are looked for in the others: not in huge texts."""
    return range(len(keys) if len(keys) <= _MOST_SEARCHED else 0)


def _is_made_of_others(at: int, keys: Sequence[str]) -> bool:
    """Whether a block is the whole text again in one, as search engines are given it."""
    whole = keys[at]
    if len(whole) < _VERY_LONG:
        return False
    others = (name for other, name in enumerate(keys) if other != at and len(name) >= _LONG)
    return 2 * sum(len(name) for name in others if name in whole) > len(whole)

"""Small questions to the nodes of a tree, each bounded whatever the page."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from selectolax.lexbor import LexborNode

from pipeline.text import clean, word_set

_DEEPEST: Final = 60
UNSEEN: Final = word_set("script style template noscript svg select button")
#: elements that do not part words
INLINE: Final = word_set("a abbr b bdi bdo em font i mark q s small strong sub sup u wbr")


def around(node: LexborNode, most: int = _DEEPEST) -> Iterator[LexborNode]:
    """The elements around a node, the nearest first."""
    outer = node.parent
    for _ in range(most):
        if outer is None or outer.tag in (None, "html"):
            return
        yield outer
        outer = outer.parent


def short_text(node: LexborNode, longest: int) -> str | None:
    """The clean text of a node, its blocks set apart by spaces; None if it is longer.

    Args:
        node: an element.
        longest: of the text, in characters; also the most nodes that are looked at.
    """
    parts: list[str] = []
    letters = steps = 0
    waiting: list[LexborNode | str] = [node.child] if node.child is not None else []
    while waiting:
        here = waiting.pop()
        if isinstance(here, str):
            parts.append(here)
            continue
        steps += 1
        if steps > longest:
            return None
        if (following := here.next) is not None:
            waiting.append(following)
        if here.is_text_node:
            text = here.text_content or ""
            letters += len(text) if len(text) < longest else len(text.strip())
            if letters > 2 * longest:
                return None
            parts.append(text)
        elif here.is_element_node and here.tag not in UNSEEN:
            if here.tag not in INLINE:
                parts.append(" ")
                waiting.append(" ")
            if here.child is not None:
                waiting.append(here.child)
    whole = clean("".join(parts))
    return whole if len(whole) <= longest else None

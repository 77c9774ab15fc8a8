"""Reads the short text of one element of a flat page, such as a heading or a byline.

As `pipeline.extract.nodes` does of an element in the tree, where no page is laid out.
"""

from __future__ import annotations

from typing import Final

from pipeline.extract.dom import FlatPage, words_of
from pipeline.extract.nodes import INLINE, UNSEEN
from pipeline.text import clean

_INLINE_OR_SPAN: Final = INLINE | {"span"}


def short_text(
    flat: FlatPage,
    at: int,
    longest: int,
    *,
    spans_part: bool = True,
    without: frozenset[str] = frozenset(),
) -> str | None:
    """The clean text of an element, its blocks set apart by spaces; None if it is longer.

    Args:
        flat: the page.
        at: the element's place.
        longest: of the text, in characters; also the most elements and texts that are looked at.
        spans_part: whether words of two spans are two words: «<span>By</span><span>X</span>».
        without: elements with one of these words in a class are left out.
    """
    inline = INLINE if spans_part else _INLINE_OR_SPAN
    entries, parts = flat.entries, []
    parting: list[int] = []  # where elements end that part words
    letters = steps = 0
    end, at = flat.element(at).end, at + 1
    while at < end:
        while parting and at >= parting[-1]:
            parting.pop()
            parts.append(" ")
        steps += 1
        if steps > longest:
            return None
        entry = entries[at]
        if isinstance(entry, str):
            letters += len(entry) if len(entry) < longest else len(entry.strip())
            if letters > 2 * longest:
                return None
            parts.append(entry)
        elif entry.tag in UNSEEN or (
            without and not without.isdisjoint(words_of(entry.named.classes))
        ):
            at = entry.end
            continue
        elif entry.tag not in inline:
            parts.append(" ")
            parting.append(entry.end)
        at += 1
    whole = clean("".join(parts))
    return whole if len(whole) <= longest else None


def has_parts(flat: FlatPage, at: int) -> bool:
    """Whether there is more in an element than one text or one element."""
    element = flat.element(at)
    first = flat.entries[at + 1] if element.end > at + 1 else ""
    return (at + 2 if isinstance(first, str) else first.end) < element.end

"""Lays a parsed page out flat: its elements and texts in one list, in page order.

A flat list is read without recursion and lets whole elements be skipped in one step. What
the elements mean is for the readers to say.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from selectolax.lexbor import LexborHTMLParser, LexborNode

_WORD_BREAK: Final = re.compile(r"[-_\s]+|(?<=[a-z0-9])(?=[A-Z])")

#: a page with more elements and texts than this is not read
MOST_ENTRIES: Final = 250_000


@dataclass(slots=True, eq=False)
class Element:
    """An element in the flat list; the entries up to `end` are inside it."""

    tag: str
    attributes: dict[str, str | None]
    #: its classes and id as written
    names: tuple[str, ...]
    #: the same without hyphens, underscores and capitals, which templates vary
    plain_names: tuple[str, ...]
    depth: int
    #: index in the list of the element around it, -1 for the outermost
    parent: int
    #: index in the list after its last descendant
    end: int
    #: characters of text before it and up to its end
    text_before: int
    text_until_end: int

    @property
    def letters(self) -> int:
        """Characters of text inside, white space included."""
        return self.text_until_end - self.text_before

    def get(self, attribute: str) -> str:
        return self.attributes.get(attribute) or ""


def words_of(name: str) -> list[str]:
    """The words of a class or id: `itemImageBlock` and `item-image-block` are alike."""
    return [word.lower() for word in _WORD_BREAK.split(name) if word]


class FlatPage:
    """The elements and texts of a tree, in page order; cut off above `MOST_ENTRIES`."""

    def __init__(self, tree: LexborHTMLParser) -> None:
        self._lay_out(tree.root)

    @classmethod
    def of(cls, node: LexborNode, without: Collection[int] = ()) -> FlatPage:
        """One element of a page laid out as if it were all of it.

        Args:
            node: the element; it is the first in the list.
            without: the `mem_id`s of elements in it that are left out with all inside them.
        """
        page = cls.__new__(cls)
        page._lay_out(node, without)
        return page

    def _lay_out(self, root: LexborNode | None, without: Collection[int] = ()) -> None:
        self.entries: Sequence[Element | str] = _flatten(root, without) if root else []
        self.is_cut_off = len(self.entries) > MOST_ENTRIES

    @cached_property
    def depth(self) -> int:
        """How deep the deepest element lies."""
        return max((element.depth for _, element in self.elements()), default=0)

    def elements(self, start: int = 0, end: int | None = None) -> Iterator[tuple[int, Element]]:
        """The elements between two places in the list, with their places."""
        for index in range(start, len(self.entries) if end is None else end):
            entry = self.entries[index]
            if isinstance(entry, Element):
                yield index, entry

    def element(self, index: int) -> Element:
        """The element at a place where there is one."""
        element = self.entries[index]
        assert isinstance(element, Element)
        return element

    def holds(self, index: int, place: int) -> bool:
        """Whether a place is in the element at `index`, or is that element."""
        return index <= place < self.element(index).end

    def common(self, index: int, place: int) -> int:
        """The place of the innermost element around both."""
        while not self.holds(index, place):
            index = self.element(index).parent
        return index

    def text(self, index: int) -> str:
        """All text inside the element at this place, as it stands in the page."""
        inside = self.entries[index : self.element(index).end]
        return "".join(entry for entry in inside if isinstance(entry, str))


def _flatten(root: LexborNode, without: Collection[int]) -> list[Element | str]:
    entries: list[Element | str] = []
    around: list[tuple[int, Element]] = []
    letters = 0
    node: LexborNode | None = root
    while node is not None and len(entries) <= MOST_ENTRIES:
        below = None
        if node.is_text_node:
            text = node.text_content or ""
            entries.append(text)
            in_code = around and around[-1][1].tag in ("script", "style")
            letters += 0 if in_code else len(text)
        elif node.is_element_node and not (without and node.mem_id in without):
            here = len(entries)
            element = _element(node, here, around, letters)
            entries.append(element)
            below = node.child
            if below is not None:
                around.append((here, element))
        following = below or (node.next if around else None)
        while following is None and around:
            _, closed = around.pop()
            closed.end, closed.text_until_end = len(entries), letters
            node = node.parent if node is not None else None
            following = node.next if node is not None and around else None
        node = following
    return entries


def _element(
    node: LexborNode, here: int, around: Sequence[tuple[int, Element]], letters: int
) -> Element:
    attributes = node.attributes
    names = _names(attributes)
    return Element(
        tag=node.tag or "",
        attributes=attributes,
        names=names,
        plain_names=tuple(map(_plain, names)),
        depth=len(around),
        parent=around[-1][0] if around else -1,
        end=here + 1,
        text_before=letters,
        text_until_end=letters,
    )


def plain_names(attributes: Mapping[str, str | None]) -> tuple[str, ...]:
    """An element's classes and id without hyphens, underscores and capitals."""
    return tuple(map(_plain, _names(attributes)))


def _names(attributes: Mapping[str, str | None]) -> tuple[str, ...]:
    if "class" not in attributes and "id" not in attributes:
        return ()
    return tuple(f"{attributes.get('class') or ''} {attributes.get('id') or ''}".split())


def _plain(name: str) -> str:
    return name.replace("-", "").replace("_", "").lower()

"""Lays a parsed page out flat: its elements and texts in one list, in page order.

A flat list is read without recursion and lets whole elements be skipped in one step. What
the elements mean is for the readers to say.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from operator import itemgetter
from typing import Final

from selectolax.lexbor import LexborHTMLParser, LexborNode

_WORD_BREAK: Final = re.compile(r"[-_\s]+|(?<=[a-z0-9])(?=[A-Z])")

#: lexbor's name for a text node, and how those of its other nodes that are no elements begin
_TEXT: Final = "-text"
_NO_ELEMENT: Final = ("", "-", "!", "#")
#: elements whose text nobody reads
_CODE: Final = ("script", "style")

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


def words_of(name: str) -> tuple[str, ...]:
    """The words of a class or id: `itemImageBlock` and `item-image-block` are alike."""
    if name.lower() == name:  # as most are: nothing but signs part its words
        return tuple(name.replace("-", " ").replace("_", " ").split())
    return tuple(word.lower() for word in _WORD_BREAK.split(name) if word)


def signature(element: Element) -> tuple[str, ...]:
    """The tag and names that elements of one kind share: without numbers, which count them."""
    return (element.tag, *(name for name in element.names if not any(map(str.isdigit, name))))


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
        every = self._elements
        first = bisect_left(every, start, key=itemgetter(0)) if start else 0
        last = len(every) if end is None else bisect_left(every, end, key=itemgetter(0))
        return iter(every[first:last])  # islice would count from the page's first element

    def tagged(self, tag: str) -> Sequence[int]:
        """The places of the elements with a tag, in page order."""
        return self._by_tag.get(tag, ())

    @cached_property
    def _elements(self) -> Sequence[tuple[int, Element]]:
        pairs = enumerate(self.entries)
        return [(place, entry) for place, entry in pairs if not isinstance(entry, str)]

    @cached_property
    def _by_tag(self) -> Mapping[str, Sequence[int]]:
        places: defaultdict[str, list[int]] = defaultdict(list)
        for place, element in self.elements():
            places[element.tag].append(place)
        return places

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

    def around(self, index: int) -> Iterator[int]:
        """The place of an element, then those of the elements around it, innermost first."""
        while index >= 0:
            yield index
            index = self.element(index).parent

    def text(self, index: int) -> str:
        """All text inside the element at this place, as it stands in the page."""
        inside = self.entries[index : self.element(index).end]
        return "".join(entry for entry in inside if isinstance(entry, str))


def _flatten(root: LexborNode, without: Collection[int]) -> list[Element | str]:
    """Walks the tree without recursion, asking each node for as little as can be: a page has
    thousands, and every question costs more than the walk itself."""
    entries: list[Element | str] = []
    around: list[Element] = []
    names_of: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {"": ((), ())}
    letters = 0
    parent, in_code = -1, False
    node: LexborNode | None = root
    while node is not None and len(entries) <= MOST_ENTRIES:
        following = None
        tag = node.tag or ""
        if tag == _TEXT:
            text = node.text_content or ""
            entries.append(text)
            if not in_code:
                letters += len(text)
        elif tag[:1] not in _NO_ELEMENT and not (without and node.mem_id in without):
            attributes = node.attributes
            named = _named(attributes)
            if named not in names_of:
                names_of[named] = _names(named)
            names, plain_names = names_of[named]
            here = len(entries)
            element = Element(
                tag, attributes, names, plain_names, len(around), parent, here + 1, letters, letters
            )
            entries.append(element)
            following = node.child
            if following is not None:
                around.append(element)
                parent, in_code = here, tag in _CODE
        if following is None and around:
            following = node.next
        while following is None and around:
            closed = around.pop()
            closed.end, closed.text_until_end = len(entries), letters
            parent, in_code = closed.parent, False
            node = node.parent if node is not None else None
            following = node.next if node is not None and around else None
        node = following
    for left_open in around:
        left_open.end, left_open.text_until_end = len(entries), letters
    return entries


def plain_names(attributes: Mapping[str, str | None]) -> tuple[str, ...]:
    """The classes and id of an element with these attributes, as `Element.plain_names`."""
    return _names(_named(attributes))[1]


def _named(attributes: Mapping[str, str | None]) -> str:
    if not attributes or not ("class" in attributes or "id" in attributes):
        return ""
    return f"{attributes.get('class') or ''} {attributes.get('id') or ''}"


def _names(named: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    names = tuple(named.split())
    return names, tuple(named.replace("-", "").replace("_", "").lower().split())

"""Lays a parsed page out flat: its elements and texts in one list, in page order.

A flat list is read without recursion and lets whole elements be skipped in one step. What
the elements mean is for the readers to say.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final

from selectolax.lexbor import LexborHTMLParser, LexborNode

_WORD_BREAK: Final = re.compile(r"[-_\s]+|(?<=[a-z0-9])(?=[A-Z])")

#: lexbor's name for a text node, and how those of its other nodes that are no elements begin
_TEXT: Final = "-text"
_NO_ELEMENT: Final = ("", "-", "!", "#")
#: elements whose text nobody reads
_CODE: Final = frozenset(("script", "style"))
#: attributes beside class and id that say what an element holds
_NAMING: Final = frozenset(("itemprop", "data-testid", "rel"))

#: a page with more elements and texts than this is not read
MOST_ENTRIES: Final = 250_000


class Names:
    """Classes and id that elements of a page share; those that are written alike are one object."""

    __slots__ = ("_plain", "classes", "identity", "written")

    def __init__(self, classes: str, identity: str) -> None:
        #: the attribute as written, "" for none
        self.classes = classes
        #: likewise the id
        self.identity = identity
        #: each class, then the id, as written
        self.written = (*classes.split(), *identity.split())
        self._plain: tuple[str, ...] | None = None

    @property
    def plain(self) -> tuple[str, ...]:
        """The same without hyphens, underscores and capitals, which templates vary."""
        if self._plain is None:
            names = " ".join(self.written).replace("-", "").replace("_", "")
            self._plain = tuple(names.lower().split())
        return self._plain


_NAMELESS: Final = Names("", "")


@dataclass(slots=True, eq=False)
class Element:
    """An element in the flat list; the entries up to `end` are inside it."""

    tag: str
    attributes: Mapping[str, str | None]
    #: its classes and id
    named: Names
    depth: int
    #: index in the list of the element around it, -1 for the outermost
    parent: int
    #: index in the list after its last descendant
    end: int
    #: characters of text before it and up to its end
    text_before: int
    text_until_end: int

    @property
    def names(self) -> tuple[str, ...]:
        """Its classes and id as written."""
        return self.named.written

    @property
    def plain_names(self) -> tuple[str, ...]:
        """The same without hyphens, underscores and capitals."""
        return self.named.plain

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
        laid = _Laid()
        if root:
            _flatten(root, without, laid)
        self.entries: Sequence[Element | str] = laid.entries
        self._at: Sequence[Any] = laid.entries
        self._places, self._elements = laid.places, laid.elements
        #: of the texts that are more than white space the place, and that of the element around
        self.texts: Mapping[int, int] = laid.texts
        #: by their names the places of the elements that have some
        self.named: Mapping[Names, Sequence[int]] = laid.named
        #: the places of those with an attribute beside class and id that says what they hold
        self.telling: Sequence[int] = laid.telling
        self._by_tag: Mapping[str, Sequence[int] | None] = laid.by_tag
        self.is_cut_off = len(self.entries) > MOST_ENTRIES

    @cached_property
    def depth(self) -> int:
        """How deep the deepest element lies."""
        return max((element.depth for element in self._elements), default=0)

    @cached_property
    def lines(self) -> Sequence[tuple[int, str]]:
        """The texts that are more than white space, with their places."""
        return [(at, self._at[at]) for at in self.texts]

    def elements(self, start: int = 0, end: int | None = None) -> Iterator[tuple[int, Element]]:
        """The elements between two places in the list, with their places."""
        if not start and end is None:
            return zip(self._places, self._elements, strict=True)
        first = bisect_left(self._places, start)
        last = len(self._places) if end is None else bisect_left(self._places, end)
        return zip(self._places[first:last], self._elements[first:last], strict=True)

    def tagged(self, tag: str) -> Sequence[int]:
        """The places of the elements with a tag, in page order."""
        return self._by_tag.get(tag) or ()

    def element(self, index: int) -> Element:
        """The element at a place where there is one."""
        element: Element = self._at[index]  # unchecked: a reading asks for hundreds
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
        at = self._at
        while index >= 0:
            yield index
            index = at[index].parent

    def text(self, index: int) -> str:
        """All text inside the element at this place, as it stands in the page."""
        inside = self.entries[index : self.element(index).end]
        return "".join(entry for entry in inside if isinstance(entry, str))


class _Laid:
    """A page as it is laid out: what is in it, and where its elements are."""

    def __init__(self) -> None:
        self.entries: list[Element | str] = []
        #: of the texts that are more than white space the place, and that of the element around
        self.texts: dict[int, int] = {}
        #: of the elements among them the places, and themselves
        self.places: list[int] = []
        self.elements: list[Element] = []
        #: by their names the places of those that have some
        self.named: dict[Names, list[int]] = {}
        self.telling: list[int] = []
        #: the places of elements by tag; None for what is no element
        self.by_tag: dict[str, list[int] | None] = {}


def _flatten(root: LexborNode, without: Collection[int], laid: _Laid) -> None:
    """Walks the tree without recursion, asking each node for as little as can be: a page has
    thousands, and every question costs more than the walk itself."""
    entries, texts, by_tag, named = laid.entries, laid.texts, laid.by_tag, laid.named
    places, elements, telling = laid.places, laid.elements, laid.telling
    around: list[tuple[Element, LexborNode]] = []
    #: by class and id, where it has one
    known: dict[str | tuple[str | None, str], tuple[Names, list[int]]] = {}
    here = letters = 0
    parent, in_code = -1, False
    node: LexborNode | None = root
    while node is not None and here <= MOST_ENTRIES:
        following = None
        tag = node.tag or ""
        if tag == _TEXT:
            text = node.text_content or ""
            entries.append(text)
            if not text.isspace():
                texts[here] = parent
            here += 1
            if not in_code:
                letters += len(text)
        else:
            if tag not in by_tag:
                by_tag[tag] = None if tag[:1] in _NO_ELEMENT else []
            alike = by_tag[tag]
            if alike is not None and not (without and node.mem_id in without):
                attributes = node.attributes
                names = _NAMELESS
                if attributes:
                    written, identity = attributes.get("class"), attributes.get("id")
                    if written or identity:
                        key = (written, identity) if identity else written or ""
                        alike_named = known.get(key)
                        if alike_named is None:
                            names = Names(written or "", identity or "")
                            alike_named = known[key] = names, named.setdefault(names, [])
                        names, namesakes = alike_named
                        namesakes.append(here)
                    if not _NAMING.isdisjoint(attributes):
                        telling.append(here)
                element = Element(
                    tag, attributes, names, len(around), parent, here + 1, letters, letters
                )
                entries.append(element)
                places.append(here)
                elements.append(element)
                alike.append(here)
                following = node.child
                if following is not None:
                    around.append((element, node))
                    parent, in_code = here, tag in _CODE
                here += 1
        if following is None and around:
            following = node.next
        while following is None and around:
            closed, outer = around.pop()
            closed.end, closed.text_until_end = here, letters
            parent, in_code = closed.parent, False
            following = outer.next if around else None
        node = following
    for left_open, _ in around:
        left_open.end, left_open.text_until_end = here, letters


def plain_names(attributes: Mapping[str, str | None]) -> tuple[str, ...]:
    """The classes and id of an element with these attributes, as `Element.plain_names`."""
    written, identity = attributes.get("class"), attributes.get("id")
    return Names(written or "", identity or "").plain if written or identity else ()

"""Tells the stream of paragraphs in a text's element from the boxes that interrupt it.

Paragraphs lie side by side in one element, or in elements that are named alike. What lies in
others is a box: a teaser, a gallery, a form; or an introduction. It is judged as a whole.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Sequence
from itertools import accumulate
from typing import Final

from pipeline.extract.body.blocks import Block
from pipeline.extract.dom import FlatPage, signature
from pipeline.text import word_set

#: share of the prose in elements named alike that makes them the stream
_STREAM: Final = 0.2
#: share of a box's letters in links that makes it one of links
_MOST_LINKED: Final = 0.3
#: share of a box's plain text that is prose, if it is part of the article
_LEAST_PROSE: Final = 0.3
#: share of a block in links that makes it a link
_LINK: Final = 0.8
#: a few elements named alike are no list yet
_FEW: Final = 2
#: share of the paragraphs that lie each in an element of their own, and beside a link
_APART: Final = 0.6
#: characters of a caption or a teaser
_SHORT: Final = 300
#: characters and blocks of what asks the reader to fill in or to agree, or points elsewhere
_SHORT_BOX: Final = 500
_MOST_IN_BOX: Final = 6
#: blocks in an element, those of boxes in it among them, that make it no small box
_MOST_WITHIN: Final = 50
#: what holds a paragraph, or a list or table of them, rather than the stream
_HOLDERS: Final = word_set(
    "p h1 h2 h3 h4 h5 h6 li dt dd td th tr tbody thead ul ol dl pre blockquote"
)
_FORM: Final = word_set("form input")
_ASKING: Final = word_set("form input button select textarea")
_MEDIA: Final = word_set("img picture video audio iframe figure svg amp-img source")


class Flow:
    """The blocks of a text's element by where they lie in it."""

    def __init__(
        self,
        page: FlatPage,
        place: int,
        blocks: Sequence[Block],
        weights: Sequence[float],
        laid: Sequence[Block],
    ) -> None:
        """Sorts the blocks.

        Args:
            page: the page.
            place: of the text's element.
            blocks: those in it, in order.
            weights: of these blocks.
            laid: all of the page, with those that were taken off before.
        """
        self._page, self._place = page, place
        self._laid = [block.start for block in laid]
        self._blocks, self._weights = blocks, weights
        self._starts = [block.start for block in blocks]
        self._parents = [self._parent(block) for block in blocks]
        names = {at: signature(page.element(at)) for at in set(self._parents)}
        prose: defaultdict[tuple[str, ...], float] = defaultdict(float)
        for parent, weight in zip(self._parents, weights, strict=True):
            prose[names[parent]] += max(weight, 0.0)
        enough = _STREAM * sum(prose.values())
        streams = {name for name, weight in prose.items() if weight >= enough}
        streams -= self._teasers([names[parent] for parent in self._parents])
        boxes = {at for at, name in names.items() if name in streams and self._is_small_box(at)}
        self._in_stream = [
            names[parent] in streams and parent not in boxes for parent in self._parents
        ]
        self._streaming = [0, *accumulate(self._in_stream)]

    def belonging(self, certain: Sequence[bool]) -> list[bool]:
        """For each block, whether it is of the stream or of a box that is part of the article.

        Args:
            certain: blocks that are part of it wherever they lie.
        """
        boxes: dict[int, int] = {}
        judged: dict[int, bool] = {}
        belong: list[bool] = []
        for at, parent in enumerate(self._parents):
            if self._in_stream[at] or certain[at]:
                belong.append(True)
                continue
            box = self._box(parent, boxes)
            if box not in judged:
                judged[box] = self._is_part(box)
            belong.append(judged[box])
        return belong

    def _teasers(self, names: Sequence[tuple[str, ...]]) -> set[tuple[str, ...]]:
        """The names of elements that each hold a paragraph to go with a link beside it."""
        links = [0, *accumulate(map(_is_linked_title, self._blocks))]
        places: defaultdict[tuple[str, ...], list[int]] = defaultdict(list)
        for at, name in enumerate(names):
            if self._weights[at] > 0:
                places[name].append(at)
        return {
            name
            for name, at in places.items()
            if len({self._parents[one] for one in at}) >= max(_FEW, _APART * len(at))
            and links[at[-1]] - links[at[0]] >= _APART * len(at)
        }

    def _is_small_box(self, place: int) -> bool:
        """Whether an element that is named like the stream's is a form, links or a teaser."""
        first, last = self._within(place)
        if place == self._place or last - first > _MOST_WITHIN:
            return False
        inside = [
            block
            for block, parent in zip(
                self._blocks[first:last], self._parents[first:last], strict=True
            )
            if parent == place
        ]
        letters = sum(map(_length, inside))
        if len(inside) > _MOST_IN_BOX or letters > _SHORT_BOX:
            return False
        if any(block.level and block.share_linked > _LINK for block in inside):
            return True
        links = [block for block in inside if block.share_linked > _LINK]
        if 2 * sum(map(_length, links)) > letters and len(inside) > 1:
            return not any(block.text[-1] == "." for block in links)
        elements = self._page.elements(place, self._page.element(place).end)
        return any(element.tag in _FORM and element.parent == place for _, element in elements)

    def _parent(self, block: Block) -> int:
        """The element that a block lies in as a paragraph does."""
        at = block.holder
        while at > self._place and self._page.element(at).tag in _HOLDERS:
            at = self._page.element(at).parent
        return max(at, self._place)

    def _box(self, at: int, known: dict[int, int]) -> int:
        """The outermost element around a place that holds nothing of the stream.

        Args:
            at: the place of an element.
            known: the boxes of elements met before.
        """
        passed = [at]
        while at not in known:
            parent = self._page.element(at).parent
            first, last = self._within(parent) if parent > self._place else (0, 0)
            if parent <= self._place or self._streaming[last] > self._streaming[first]:
                known[at] = at
                break
            at = parent
            passed.append(at)
        for one in passed:
            known[one] = known[at]
        return known[at]

    def _within(self, place: int) -> tuple[int, int]:
        """The blocks in an element: the first, and the one behind the last."""
        end = self._page.element(place).end
        return bisect_left(self._starts, place), bisect_left(self._starts, end)

    def _is_part(self, box: int) -> bool:
        first, last = self._within(box)
        inside = self._blocks[first:last]
        letters = sum(len(block.text) for block in inside)
        linked = sum(block.linked for block in inside)
        if linked > _MOST_LINKED * letters:
            return False
        if sum(block.level > 0 and block.share_linked > _LINK for block in inside) > 1:
            return False
        tags = self._tags(box)
        is_small = len(inside) <= _MOST_IN_BOX and letters <= _SHORT_BOX
        if is_small and not tags.isdisjoint(_ASKING):
            return False
        if letters <= _SHORT:
            is_teaser = "article" in tags or (linked and any(block.level for block in inside))
            if is_teaser or not tags.isdisjoint(_MEDIA):
                return False
        prose = sum(max(weight, 0.0) for weight in self._weights[first:last])
        plain = sum(len(block.text) for block in inside if block.kind == "text")
        return prose >= _LEAST_PROSE * plain

    def _tags(self, box: int) -> set[str]:
        """The tags in a box, but for elements all of whose text was taken off before."""
        tags: set[str] = set()
        at, end = box, self._page.element(box).end
        while at < end:
            entry = self._page.entries[at]
            if isinstance(entry, str):
                at += 1
            elif self._is_taken_off(at, entry.end):
                at = entry.end
            else:
                tags.add(entry.tag)
                at += 1
        return tags

    def _is_taken_off(self, start: int, end: int) -> bool:
        had = bisect_left(self._laid, start) < bisect_left(self._laid, end)
        return had and bisect_left(self._starts, start) == bisect_left(self._starts, end)


def _length(block: Block) -> int:
    return len(block.text)


def _is_linked_title(block: Block) -> bool:
    return block.share_linked > _LINK and (block.level > 0 or block.size >= 25)

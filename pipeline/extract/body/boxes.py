"""Tells boxes by what they are made of, wherever they lie and whatever they are called.

What asks the reader to fill in or to press something; cards, which are short texts below a heading
that leads elsewhere; lists of links among paragraphs. They are taken off before anything is
weighed, so that a text is read alike on a page with them and without. Boxes of one name that hold
much of the page's prose are its text.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from itertools import accumulate
from typing import Final

from pipeline.extract.body.blocks import Block
from pipeline.extract.dom import FlatPage, signature
from pipeline.text import word_set

_ASKING: Final = word_set("form input textarea select button")
#: share of a block in links that makes it a link
_LINK: Final = 0.8
#: characters and blocks of a box that asks, and of a card
_LONGEST_ASKING: Final = 500
_LONGEST_CARD: Final = 300
#: characters of what a box is headed by
_LONGEST_LABEL: Final = 40
#: paragraphs that make a text of an element
_SEVERAL: Final = 2
_MOST_BLOCKS: Final = 6
#: shares of the page's prose that boxes of one name may hold
_MOST_ASKING: Final = 0.3
_MOST_CARDS: Final = 0.5


class Boxes:
    """The boxes among a page's blocks."""

    def __init__(
        self,
        page: FlatPage,
        blocks: Sequence[Block],
        weights: Sequence[float],
        own: Sequence[bool],
        around: Collection[int],
    ) -> None:
        """Looks for them.

        Args:
            page: the page.
            blocks: all of it, in order.
            weights: of these blocks.
            own: blocks that are the article's, so that no box holds them.
            around: the places of elements that hold paragraphs: see `with_paragraphs`.
        """
        self._page, self._blocks, self._weights = page, blocks, weights
        self._around = around
        self._starts = [block.start for block in blocks]
        #: by an element's place what `_within` says of it
        self._inner: dict[int, tuple[int, int]] = {}
        self._letters = _sums(len(block.text) for block in blocks)
        self._own = _sums(own)
        self._prose = _sums(max(weight, 0.0) for weight in weights)
        asking = self._innermost(self._asking(), _LONGEST_ASKING, self._is_about)
        cards = self._innermost(self._leading(), _LONGEST_CARD, lambda _: True)
        boxes = (
            self._trusted(asking, _MOST_ASKING) | self._trusted(cards, _MOST_CARDS) | self._lists()
        )
        self._inside = self._marked(boxes | self._groups(boxes))

    def holding(self) -> list[bool]:
        """For each block, whether it lies in a box."""
        return self._inside

    def _asking(self) -> Iterator[int]:
        """What the reader fills in or presses."""
        for place in sorted(place for tag in _ASKING for place in self._page.tagged(tag)):
            if self._page.element(place).get("type").lower() != "hidden":
                yield place

    def _leading(self) -> Iterator[int]:
        """Headings that are links."""
        for block in self._blocks:
            if block.level and block.share_linked > _LINK:
                yield block.holder

    def _is_about(self, at: int) -> bool:
        """Whether what is around a control may be about it: not where it has words of its own."""
        first, last = self._within(at)
        return first == last or self._page.element(at).tag == "form"

    def _innermost(
        self, places: Iterable[int], longest: int, goes_on: Callable[[int], bool]
    ) -> set[int]:
        """For each place the innermost element around it with prose, if that is a short one.

        Args:
            places: of elements.
            longest: characters of a short one.
            goes_on: whether to look further around an element without prose.
        """
        found: set[int] = set()
        known: set[int] = set()
        for place in places:
            for at in self._page.around(place):
                if at in known or not self._is_small(at, longest):
                    break
                known.add(at)
                if self._prose_in(at):
                    found.add(at)
                    break
                if not goes_on(at):
                    break
        return found

    def _lists(self) -> set[int]:
        """Lists of links among paragraphs: no prose in them, and more in links than outside."""
        plain = _sums(0 if one.level else len(one.text) - one.linked for one in self._blocks)
        linked = _sums(one.linked for one in self._blocks)

        def is_list(first: int, last: int) -> bool:
            links = linked[last] - linked[first]
            return self._prose[last] == self._prose[first] and plain[last] - plain[first] <= links

        links = (block.holder for block in self._blocks if block.share_linked > _LINK)
        return {
            at
            for at in self._outermost(links, is_list)
            if self._page.element(at).parent in self._around and len(range(*self._within(at))) > 1
        }

    def _groups(self, boxes: Collection[int]) -> set[int]:
        """Elements with no prose but that of boxes, and no more than a label beside them."""
        outside = [not boxed for boxed in self._marked(boxes)]
        beside = list(zip(self._blocks, self._weights, outside, strict=True))
        plain = _sums(len(one.text) * (is_out and not one.level) for one, _, is_out in beside)
        prose = _sums(max(weight, 0.0) * is_out for _, weight, is_out in beside)

        def is_group(first: int, last: int) -> bool:
            label = plain[last] - plain[first]
            return prose[last] == prose[first] and label <= _LONGEST_LABEL

        return self._outermost(sorted(boxes), is_group)

    def _outermost(self, places: Iterable[int], is_box: Callable[[int, int], bool]) -> set[int]:
        """For each place the outermost element around it that is a box, as are those between.

        Args:
            places: of elements.
            is_box: whether the blocks between two are a box.
        """
        found: set[int] = set()
        known: set[int] = set()
        for place in places:
            box = -1
            for at in self._page.around(place):
                if at in known:
                    break
                known.add(at)
                first, last = self._within(at)
                if self._own[last] > self._own[first] or not is_box(first, last):
                    break
                box = at
            if box >= 0:
                found.add(box)
        return found

    def _is_small(self, at: int, longest: int) -> bool:
        first, last = self._within(at)
        is_small = last - first <= _MOST_BLOCKS and self._own[last] == self._own[first]
        return is_small and self._letters[last] - self._letters[first] <= longest

    def _trusted(self, boxes: Collection[int], share: float) -> set[int]:
        """Those whose namesakes together hold no larger share of the page's prose."""
        by_name: defaultdict[tuple[str, ...], list[int]] = defaultdict(list)
        for at in boxes:
            by_name[signature(self._page.element(at))].append(at)
        most = share * self._prose[-1]
        return {
            at
            for alike in by_name.values()
            if sum(map(self._prose_in, alike)) <= most
            for at in alike
        }

    def _prose_in(self, at: int) -> float:
        first, last = self._within(at)
        return self._prose[last] - self._prose[first]

    def _marked(self, boxes: Collection[int]) -> list[bool]:
        inside = [False] * len(self._blocks)
        for at in boxes:
            first, last = self._within(at)
            inside[first:last] = [True] * (last - first)
        return inside

    def _within(self, place: int) -> tuple[int, int]:
        """The blocks in an element: the first, and the one behind the last."""
        within = self._inner.get(place)
        if within is None:
            first = bisect_left(self._starts, place)
            last = bisect_left(self._starts, self._page.element(place).end, first)
            within = self._inner[place] = first, last
        return within


def with_paragraphs(page: FlatPage, blocks: Sequence[Block], weights: Sequence[float]) -> set[int]:
    """The places of elements that hold paragraphs: several, as teasers do not, or most of them.

    Args:
        page: the page.
        blocks: all of it.
        weights: of these blocks.
    """
    pairs = zip(blocks, weights, strict=True)
    prose = [(block.parent, weight) for block, weight in pairs if weight > 0]
    count = Counter(parent for parent, _ in prose)
    names = {at: signature(page.element(at)) for at in count}
    sums: Counter[tuple[str, ...]] = Counter()
    for parent, weight in prose:
        sums[names[parent]] += int(weight)
    most = _MOST_CARDS * sums.total()
    return {at for at, number in count.items() if number >= _SEVERAL or sums[names[at]] > most}


def _sums(values: Iterable[float]) -> list[float]:
    """The sums of the values before each place, and of all."""
    return [0, *accumulate(values)]

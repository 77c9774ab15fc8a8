"""Finds the element of a page that is the article's text, by the weights of its blocks.

The element whose blocks weigh most together: what is beside the text makes an element that
holds both weigh less. An element that its site names as the text's is believed before it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import accumulate, pairwise
from typing import Final

from pipeline.extract.body.blocks import Block
from pipeline.extract.dom import FlatPage, Names, signature, words_of
from pipeline.remembering import remembered
from pipeline.text import word_set

_OF: Final = word_set("article story post entry news blog content detail rich")
_TEXT: Final = word_set("body content text copy contents")
_BODIES: Final = word_set(
    "articlebody articletext bodytext storybody newstext postcontent entrycontent fulltext"
)
#: of these each of `_TEXT` and `_BODIES` has one
_IN_ALL: Final = ("body", "content", "text", "copy")
#: share of the prose in an element that one inside it has which holds all of the text
_CORE: Final = 0.85
#: letters of prose that make an element a part of the text
_PART: Final = 100
#: shares of the heaviest element's prose that a named one must have, in it or elsewhere
_NAMED_INSIDE: Final = 0.6
_NAMED_ELSEWHERE: Final = 0.5
#: how elements that are named nothing are named
_NAMELESS: Final = (("div",), ("section",), ("main",), ("td",), ("li",))
#: letters of prose that make an element a piece of its own, and the one with the page's title
_PIECE: Final = 400
_OWN_PIECE: Final = 150
#: rank of the smallest heading that a piece is titled by
SMALLEST_TITLE: Final = 3
#: more of them are parts of one, such as the entries of a live report
_MOST_PIECES: Final = 6
#: share of all prose that the first must have
_FIRST: Final = 0.2


class Region:
    """The weights of a page's blocks, by the elements that hold them."""

    def __init__(
        self,
        page: FlatPage,
        blocks: Sequence[Block],
        weights: Sequence[float],
        named: Sequence[int],
    ) -> None:
        """Sums up the weights.

        Args:
            page: the page.
            blocks: of the page, in order.
            weights: of these blocks.
            named: places of the elements that are named as the text's: see `named_texts`.
        """
        self._page = page
        self._blocks = blocks
        self._named = named
        self._net = [0.0, *accumulate(weights)]
        self._prose = [0.0, *accumulate(max(weight, 0.0) for weight in weights)]
        self._first = _first_behind(len(page.entries), blocks)

    def prose(self, place: int) -> float:
        """Letters of prose inside an element."""
        return self._sum(self._prose, place)

    def _sum(self, totals: Sequence[float], place: int) -> float:
        end = self._page.element(place).end
        return totals[self._first[end]] - totals[self._first[place]]

    def of_text(self, titles: Sequence[Block] = (), *, in_entries: bool = False) -> int | None:
        """The place of the text's element; None where the page has no prose.

        Args:
            titles: the headings that are the piece's title.
            in_entries: the piece is a live report, so that several `<article>`s are its entries.
        """
        place, most = self.heaviest()
        if self._page.element(place).tag == "p":
            place = self._beside_paragraph(place)
        if most <= 0:
            named = self.named()
            return named if named is not None and self.prose(named) > 0 else None
        named = self.named()
        if named is not None and not self._page.holds(named, place):
            inside = self._page.holds(place, named)
            share = _NAMED_INSIDE if inside else _NAMED_ELSEWHERE
            if self.prose(named) >= share * self.prose(place):
                place = named
        core = self._core(place)
        if in_entries:
            return core
        own = next(filter(None, (self._own_piece(title, core) for title in titles)), None)
        return self._core(self._first_piece(core) if own is None else own)

    def other_pieces(self, titles: Sequence[Block], first: Block | None = None) -> list[int]:
        """The places of `<article>`s that are headed as the titled piece is, but otherwise.

        Args:
            titles: the headings that are the piece's title.
            first: the first of the page's largest headings, which stands for them where none is.
        """
        if not titles and first is not None:
            return self._below(first)
        if not titles or titles[0].level > SMALLEST_TITLE:
            return []
        return [
            at
            for at in self._headed_articles(titles[0])
            if not any(self._page.holds(at, title.start) for title in titles)
        ]

    def _below(self, heading: Block) -> list[int]:
        """Those below a heading and a longer text of its.

        It may be the site's name, and the piece below it: then too little stands between them.
        """
        below = self._headed_articles(heading)
        if not below:
            return []
        own = self._prose[self._first[below[0]]] - self._prose[self._first[heading.start]]
        return [at for at in below if own >= max(_PIECE, self.prose(at))]

    def _headed_articles(self, heading: Block) -> list[int]:
        """The `<article>`s behind a heading that have one as large."""
        return [
            at
            for at in self._articles(0)
            if at > heading.start and any(one.level <= heading.level for one in self._headings(at))
        ]

    def _own_piece(self, title: Block, place: int) -> int | None:
        """The element of the titled piece, where endless scrolling put others beside it.

        Args:
            title: a heading of the page.
            place: of what seems to be the text.
        """
        page = self._page
        for at in page.around(title.holder):
            if page.holds(at, place) or page.element(at).parent < 0:
                return None
            named = signature(page.element(at))
            if self.prose(at) < _OWN_PIECE or named in _NAMELESS:
                continue
            for beside in self._children(page.element(at).parent):
                if beside == at or signature(page.element(beside)) != named:
                    continue
                is_in_text = page.holds(place, beside) or page.holds(beside, place)
                if is_in_text and self._is_titled(beside, title):
                    return at
        return None

    def _is_titled(self, place: int, title: Block) -> bool:
        """Whether an element is a piece with a heading of its own, such as the title."""
        headings = [one for one in self._headings(place) if one.level == title.level]
        has_title = any(one.text == title.text for one in headings)
        return bool(headings) and not has_title and self.prose(place) >= _PIECE

    def _headings(self, place: int) -> list[Block]:
        first, end = self._first[place], self._first[self._page.element(place).end]
        return [block for block in self._blocks[first:end] if block.level]

    def _beside_paragraph(self, place: int) -> int:
        """The element of a paragraph and of others: links in it weigh a short text down."""
        parent = self._page.element(place).parent
        end = self._page.element(parent).end if parent >= 0 else 0
        paragraphs = {
            block.holder
            for block in self._blocks[self._first[max(parent, 0)] : self._first[end]]
            if block.parent == parent and self.prose(block.holder) > 0
        }
        return parent if len(paragraphs) > 1 else place

    def _first_piece(self, place: int) -> int:
        """The first of a few articles that endless scrolling has put below each other.

        Each below the first has a heading, else they are the parts of one.
        """
        pieces = [
            at
            for number, at in enumerate(self._articles(place))
            if self.prose(at) >= _PIECE and (number == 0 or self._headings(at))
        ]
        whole = self.prose(place)
        if 2 <= len(pieces) <= _MOST_PIECES and self.prose(pieces[0]) >= _FIRST * whole:
            return pieces[0]
        return place

    def _articles(self, place: int) -> Iterator[int]:
        """The outermost `<article>` elements inside one."""
        passed, end = place + 1, self._page.element(place).end
        for at in self._page.tagged("article"):
            if passed <= at < end:
                yield at
                passed = self._page.element(at).end

    def heaviest(self) -> tuple[int, float]:
        """The place of the element that weighs most, the innermost of equals; its weight."""
        best, most = 0, 0.0
        net_before = [self._net[at] for at in self._first]
        for place in self._around_blocks():
            net = net_before[self._page.element(place).end] - net_before[place]
            if net > most or (net == most > 0):
                best, most = place, net
        return best, most

    def _around_blocks(self) -> list[int]:
        """The places of all elements with a block in them, in order."""
        found: set[int] = set()
        for block in self._blocks:
            for at in self._page.around(self._page.texts[block.start]):
                if at in found:
                    break
                found.add(at)
        return sorted(found)

    def named(self) -> int | None:
        """The place of the element with most prose among those named as the text's."""
        best, most = None, 0.0
        for place in self._named:
            prose = self.prose(place)
            if prose >= most and prose > 0:
                best, most = place, prose
        return best

    def _core(self, place: int) -> int:
        """The innermost element in one that has nearly all its prose.

        Not one of several alike that each hold a part, such as the chapters of a long piece.
        """
        enough = _CORE * self.prose(place)
        while True:
            children = list(self._children(place))
            inner = next((at for at in children if self.prose(at) >= enough), None)
            if inner is None or any(self._are_parts(inner, at) for at in children):
                return place
            place = inner

    def _are_parts(self, one: int, other: int) -> bool:
        if one == other or self.prose(other) < _PART:
            return False
        first, second = self._page.element(one), self._page.element(other)
        return (first.tag, first.names) == (second.tag, second.names) and bool(first.names)

    def _children(self, place: int) -> Iterator[int]:
        at, end = place + 1, self._page.element(place).end
        while at < end:
            entry = self._page.entries[at]
            if isinstance(entry, str):
                at += 1
            else:
                yield at
                at = entry.end


def named_texts(page: FlatPage) -> list[int]:
    """The places of elements whose microdata or names say that they hold an article's text."""
    places = {at for names, alike in page.named.items() if _name_text(names) for at in alike}
    places.update(
        at for at in page.telling if "articlebody" in page.element(at).get("itemprop").lower()
    )
    return sorted(places)


def _name_text(names: Names) -> bool:
    """Whether classes and id say that an article's text is in an element."""
    classes, identity = names.classes.lower(), names.identity.lower()
    for part in _IN_ALL:
        if part in classes or part in identity:
            return any(map(_names_text, names.written)) or not _BODIES.isdisjoint(names.plain)
    return False


@remembered(8_192)
def _names_text(name: str) -> bool:
    words = words_of(name)
    return not _OF.isdisjoint(words) and any(
        one in _OF and other in _TEXT for one, other in pairwise(words)
    )


def _first_behind(length: int, blocks: Sequence[Block]) -> list[int]:
    """For each place, and the one behind the last, the first block that begins there or later."""
    first: list[int] = []
    for at, block in enumerate(blocks):
        first.extend([at] * (block.start + 1 - len(first)))
    first.extend([len(blocks)] * (length + 1 - len(first)))
    return first

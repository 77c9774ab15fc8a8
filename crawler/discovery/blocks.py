"""The lay-out of a listing: its anchors, its furniture, and the block around each piece.

Knows where things stand on a page, not what an article's address looks like: that is
`crawler.discovery.section_page`'s.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from pipeline.extract.dom import Element, FlatPage, words_of
from pipeline.text import clean, word_set

HEADINGS: Final = word_set("h1 h2 h3 h4 h5 h6")
#: anchors, and parts of a kind, beyond these are not looked at
_MOST: Final = 3000

#: elements that hold what stands on every page of a site
_FURNITURE_TAGS: Final = word_set("nav aside footer header form dialog")
#: a header or footer inside one of these is the piece's own
_PIECES: Final = word_set("article main li")
_FURNITURE: Final = word_set(
    "sidebar sidebars aside widget widgets module moduletable breadcrumb breadcrumbs related"
    " popular mostread trending menu navbar navigation footer ticker comments banner"
    " bannergroup k2itemsblock itemrelated itemlistsubcategories"
    # links in a piece's own words
    " catitemintrotext useritemintrotext tagitemintrotext genericitemintrotext latestitemintrotext"
)
#: words that make a name one of a frame around everything, such as `has-sidebar`
_FRAME: Final = word_set("has with no without main content container wrapper layout page")


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of the flat page: an element's place and the place after its last entry."""

    start: int
    end: int

    def holds(self, place: int) -> bool:
        return self.start < place < self.end


@dataclass(frozen=True, slots=True)
class Anchor:
    """A link as it stands in the page."""

    place: int
    href: str
    #: its text, else the text that stands in for its image
    text: str
    rel: tuple[str, ...]
    in_heading: bool


def anchors(page: FlatPage) -> list[Anchor]:
    """The `a` elements with an address, in page order, at most 3,000."""
    found: list[Anchor] = []
    heading_end = 0
    for place, element in page.elements():
        if element.tag in HEADINGS:
            heading_end = max(heading_end, element.end)
        if element.tag != "a" or not element.get("href"):
            continue
        inside = [one for _, one in page.elements(place + 1, element.end)]
        found.append(
            Anchor(
                place,
                element.get("href"),
                clean(page.text(place)) or clean(" ".join(_stand_ins(element, inside))),
                tuple(element.get("rel").lower().split()),
                place < heading_end or any(one.tag in HEADINGS for one in inside),
            )
        )
        if len(found) == _MOST:
            break
    return found


def _stand_ins(anchor: Element, inside: Iterable[Element]) -> Iterator[str]:
    alternatives = [one.get("alt") for one in inside if one.tag == "img"]
    yield from alternatives or [anchor.get("title")]


def spans_of(page: FlatPage, names: Iterable[str]) -> list[Span]:
    """The outermost elements that have one of these tags, classes or ids, at most 3,000."""
    wanted, found = frozenset(names), list[Span]()
    for place, element in page.elements():
        if found and place < found[-1].end:
            continue
        if element.tag in wanted or not wanted.isdisjoint(element.names):
            found.append(Span(place, element.end))
            if len(found) == _MOST:
                break
    return found


def without_furniture(
    page: FlatPage, places: Iterable[int], within: Span, *, by_name: bool
) -> list[int]:
    """Those places of a stretch that are in no menu, side column, list of related pieces …

    Args:
        by_name: whether classes and ids tell furniture too, or tags alone.
    """
    hidden: list[Span] = []
    piece_end = 0
    for place, element in page.elements(within.start + 1, within.end):
        if element.tag in _PIECES:
            piece_end = max(piece_end, element.end)
        if hidden and place < hidden[-1].end:
            continue
        if _is_furniture(element, by_name=by_name, in_piece=place < piece_end):
            hidden.append(Span(place, element.end))
    starts = [span.start for span in hidden]

    def is_hidden(place: int) -> bool:
        at = bisect_right(starts, place) - 1
        return at >= 0 and hidden[at].holds(place)

    return [place for place in places if within.holds(place) and not is_hidden(place)]


def _is_furniture(element: Element, *, by_name: bool, in_piece: bool) -> bool:
    if element.tag in _FURNITURE_TAGS:
        return not (in_piece and element.tag in ("header", "footer"))
    if not by_name or element.tag in ("html", "body"):
        return False
    for name in element.names:
        words = {*words_of(name), name.lower()}
        if not _FURNITURE.isdisjoint(words) and _FRAME.isdisjoint(words):
            return True
    return False


def blocks(page: FlatPage, owners: Mapping[int, str]) -> dict[str, Span]:
    """For each piece, the largest element around its first anchor with no other piece in it.

    Args:
        owners: place of an anchor → what tells the piece apart that it leads to.
    """
    places = sorted(owners)
    before, after = _foreign(places, owners)
    found: dict[str, Span] = {}
    open_elements: list[Span] = []
    for place, element in page.elements():
        while open_elements and open_elements[-1].end <= place:
            open_elements.pop()
        open_elements.append(Span(place, element.end))
        if place in owners and owners[place] not in found:
            found[owners[place]] = next(
                span
                for span in open_elements
                if before[place] < span.start and span.end <= after[place]
            )
    return found


def _foreign(places: list[int], owners: Mapping[int, str]) -> tuple[dict[int, int], dict[int, int]]:
    """The nearest place of another piece's anchor before and after each place."""
    before, after = dict[int, int](), dict[int, int]()
    last = -1
    for previous, place in zip([-1, *places], places, strict=False):
        if previous >= 0 and owners[previous] != owners[place]:
            last = previous
        before[place] = last
    following = 1 << 62
    for later, place in zip([-1, *reversed(places)], reversed(places), strict=False):
        if later >= 0 and owners[later] != owners[place]:
            following = later
        after[place] = following
    return before, after

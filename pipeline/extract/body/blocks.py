"""Lays a flat page out as blocks of text, each what a reader sees as a paragraph.

A block ends where a block element does, or at a doubled `<br>`. It knows which elements around
it stand beside any text by their names (`zones`); whether they do on this page is for `trust`
to say, and what a block is worth for `weigh`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Final, NamedTuple

from pipeline.extract.body.zones import APART, HIDDEN, NEVER, Zones
from pipeline.extract.dom import Element, FlatPage
from pipeline.records import ParagraphKind
from pipeline.text import clean, letters_of, word_set

#: a page with more holds no article
MOST_BLOCKS: Final = 20_000

_BLOCKS: Final = word_set(
    "address article aside blockquote body caption center dd details dir div dl dt fieldset "
    "figure footer form h1 h2 h3 h4 h5 h6 header hgroup hr html legend li main nav ol "
    "p pre section summary table tbody td tfoot th thead tr ul"
)
_HEADINGS: Final = {f"h{level}": level for level in range(1, 7)}
_ITEMS: Final = word_set("li dt dd td th")
#: blocks that say what the text in them is
_SETTING: Final = _ITEMS | _HEADINGS.keys() | {"blockquote"}
#: what their names say is of the whole page, or are the words of a heading
_UNNAMED: Final = word_set("html body main") | _HEADINGS.keys()
#: letters and figures; what is longer is a paragraph set large, and no subhead
_LONGEST_SUBHEAD: Final = 100
#: ideographs, kana and hangul
_WIDE: Final = re.compile("[\u3040-\u9fff\uac00-\ud7a3]")
#: bytes of UTF-8 of which none begins one of these: most texts have no others
_NARROW: Final = bytes(range("\u3040".encode()[0]))
#: elements of an inline one that are searched for blocks
_LOOK_INSIDE: Final = 100
#: zones in zones that are told apart
_MOST_ZONES: Final = 20


class Zone(NamedTuple):
    """An element that stands beside the text."""

    place: int
    #: what says so: see `zones.Zones.reason`
    reason: str


@dataclass(slots=True, eq=False)
class Block:
    """A stretch of text with no block inside it; clean, with at least one letter or figure."""

    text: str
    kind: ParagraphKind
    #: of the heading it is, 1 to 6; 0 for none
    level: int
    #: place in the flat page of the innermost block element around it, and of the one around that
    holder: int
    parent: int
    #: place of its first text
    start: int
    #: characters inside links
    linked: int
    #: letters and figures; ideographs, kana and hangul count double, as words of fewer letters
    size: int
    #: around it, the outermost first
    zones: tuple[Zone, ...]
    #: share of it in links
    share_linked: float = field(init=False)

    def __post_init__(self) -> None:
        self.share_linked = self.linked / len(self.text)


def blocks_of(page: FlatPage) -> list[Block]:
    """The blocks of a page in order; no more than one above `MOST_BLOCKS`."""
    return _Walk(page).run()


#: what the elements around a place make of the text there: its kind, level and zones, and whether
#: it is linked; a plain tuple, for a page has hundreds
_Around = tuple[ParagraphKind, int, tuple[Zone, ...], bool]
_OUTSIDE: Final[_Around] = ("text", 0, (), False)


class _Walk:
    """One pass over a page; holds what the steps share."""

    def __init__(self, page: FlatPage) -> None:
        self._page = page
        self._zones = Zones()
        self._blocks: list[Block] = []
        #: of the open block, once it has begun
        self._texts: list[str] = []
        #: place of the open block's first text, -1 while it has none
        self._start = -1
        #: the place of the block element around that, and what else is
        self._held = 0, _OUTSIDE
        self._linked = 0
        self._breaks = 0

    def run(self) -> list[Block]:
        entries, texts = self._page.entries, self._texts
        count = len(entries)
        lines = [*self._page.texts, count]
        #: end of an element, and what held before it
        stack: list[tuple[int, int, _Around]] = []
        holder, around = 0, _OUTSIDE
        index = line = 0
        closes = count  # where the innermost element on the stack does
        while index < count and len(self._blocks) <= MOST_BLOCKS:
            while index >= closes:
                _, outer, around = stack.pop()
                closes = stack[-1][0] if stack else count
                if outer != holder and texts:
                    self._finish()
                holder = outer
            entry = entries[index]
            if isinstance(entry, str):
                if index == lines[line]:
                    self._add(entry, index, holder, around)
                    line += 1
                elif texts:
                    texts.append(entry)
                index += 1
                continue
            tag, end = entry.tag, entry.end
            if end <= lines[line] and not texts:
                index = end  # nothing to read in it, and no block that it could end
            elif tag == "br":
                self._break()
                index = end
            elif (
                (end == index + 1 and tag not in _BLOCKS)
                or (tag in NEVER and not (tag == "noscript" and self._is_page(entry)))
                or (inside := self._inside(index, entry, around)) is None
            ):
                index = end
                while lines[line] < index:
                    line += 1
            else:
                is_block, further = inside
                if is_block and texts:
                    self._finish()
                if end > index + 1 and (is_block or further is not around):
                    stack.append((end, holder, around))
                    around, closes = further, end
                    holder = index if is_block else holder
                index += 1
        self._finish()
        return self._blocks

    def _is_page(self, element: Element) -> bool:
        """Whether most of the page is inside an element."""
        return 2 * element.letters > self._page.element(0).letters

    def _inside(self, index: int, element: Element, around: _Around) -> tuple[bool, _Around] | None:
        """Whether an element is a block, and what it makes of its text; None: nobody sees that."""
        tag = element.tag
        is_block = tag in _BLOCKS
        is_named = (element.attributes or tag in APART) and tag not in _UNNAMED
        reason = self._zones.reason(element) if is_named else None
        if reason and not is_block:
            if reason in HIDDEN:
                return None
            # A word in a sentence is not beside it, whatever it is called.
            is_block = self._holds_block(index, element)
        if is_block and (reason or tag in _SETTING):
            around = _in_block(index, tag, around, reason)
        if tag == "a" and not around[3] and "href" in element.attributes:
            around = (*around[:3], True)
        return is_block, around

    def _holds_block(self, index: int, element: Element) -> bool:
        inside = self._page.entries[index + 1 : min(element.end, index + _LOOK_INSIDE)]
        return any(isinstance(one, Element) and one.tag in _BLOCKS for one in inside)

    def _add(self, text: str, index: int, holder: int, around: _Around) -> None:
        if not text:
            return
        self._texts.append(text)
        self._breaks = 0
        if self._start < 0:
            self._start, self._held = index, (holder, around)
        if around[3]:
            self._linked += len(text.strip())

    def _break(self) -> None:
        self._breaks += 1
        self._texts.append(" ")
        if self._breaks == 2:
            self._finish()

    def _finish(self) -> None:
        """Ends the open block, if one is."""
        if self._start >= 0:
            text = clean("".join(self._texts))
            if size := size_of(text):
                self._blocks.append(self._block(text, size))
            self._start, self._linked = -1, 0
        self._texts.clear()
        self._breaks = 0

    def _block(self, text: str, size: int) -> Block:
        holder, (kind, level, zones, _) = self._held
        if level > 1 and size >= _LONGEST_SUBHEAD:
            kind, level = "text", 0
        parent = self._page.element(holder).parent
        linked = min(self._linked, len(text))
        return Block(text, kind, level, holder, parent, self._start, linked, size, zones)


def _in_block(index: int, tag: str, around: _Around, reason: str | None) -> _Around:
    """What a block element makes of the text in it, that stands beside the text for a reason."""
    kind, level, zones, linked = around
    if reason and len(zones) < _MOST_ZONES:
        zones = (*zones, Zone(index, reason))
    if tag in _HEADINGS:
        kind, level = "subhead", _HEADINGS[tag]
    elif level == 0 and tag == "blockquote":
        kind = "quote"
    elif level == 0 and tag in _ITEMS and kind != "quote":
        kind = "item"
    return kind, level, zones, linked


def size_of(text: str) -> int:
    """Letters and figures; ideographs, kana and hangul count double."""
    letters = len(letters_of(text))
    if text.isascii() or not text.encode("utf-8", "surrogatepass").translate(None, _NARROW):
        return letters
    return letters + len(_WIDE.findall(text)) if letters else 0

"""Lays a page of a Joomla K2 site out as lines of text, each with the part it plays.

A line is what a reader sees as one: it ends where a block or a `<br>` does. Its role comes from
the class that K2's templates give to an element around it. What is beside the article (share
bars, ratings, related items, navigation, comments, modules, advertisements, captions) yields
no lines. What the words in a line mean is for `pipeline.extract.k2_words` to say.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable
from dataclasses import dataclass, field
from enum import IntEnum
from typing import Final, NamedTuple

from pipeline.extract.dom import Element, FlatPage
from pipeline.extract.k2_markup import (
    CONTENT,
    Role,
    is_apart,
    is_apart_without_landmarks,
    is_item,
    is_landmark,
    is_named_apart,
    marks_featured,
    role_of,
)
from pipeline.records import ParagraphKind
from pipeline.text import clean, word_set

MOST_LINES: Final = 20_000


class Gap(IntEnum):
    """What stands between a line and the one before it."""

    BREAK = 1
    DOUBLE_BREAK = 2
    BLOCK = 3


class Line(NamedTuple):
    """A line of text as a reader sees it, clean and not empty."""

    text: str
    #: its stretches of text, divided wherever an inline element begins or ends
    runs: tuple[str, ...]
    #: the texts of the links in it
    links: tuple[str, ...]
    #: every letter of it belongs to links
    linked: bool
    role: Role | None
    heading: bool
    gap: Gap
    #: place of the block around it in the flat page
    block: int
    #: a machine's form of what it says, from `<time datetime>`
    machine: str | None = None
    #: K2's marker of featured items stood in it, in an element of its own
    marked: bool = False
    #: by the innermost element around it that says so
    kind: ParagraphKind = "text"


@dataclass(frozen=True, slots=True)
class Lines:
    """The lines of a part of a page."""

    lines: tuple[Line, ...]
    #: K2's element for the text was met, be it empty
    has_text_block: bool


_BLOCKS: Final = word_set(
    "address article aside blockquote body caption center dd details dir div dl dt fieldset "
    "figure footer form h1 h2 h3 h4 h5 h6 header hgroup hr html legend li main menu nav ol "
    "optgroup option p pre section summary table tbody td tfoot th thead tr ul"
)
_HEADINGS: Final = word_set("h1 h2 h3 h4 h5 h6")
_KINDS: Final[dict[str, ParagraphKind]] = {
    **dict.fromkeys(_HEADINGS, "subhead"),
    "li": "item",
    "blockquote": "quote",
}
_NEVER_APART: Final = word_set("html body")
#: which are part of a text where nothing is said of them, and never mark anything
_PLAIN: Final = word_set("p h2 h3 h4 ul ol li blockquote table tbody tr td pre")
#: what makes a `<figure>` text and not a picture
_QUOTES: Final = word_set("blockquote pre table")
#: characters of the longest text that may mark a featured item
_LONGEST_MARKER: Final = 60


def lines_of(
    page: FlatPage, letters: Callable[[], int] | None = None, role: Role | None = None
) -> Lines:
    """The lines of a page or a part of one, without what stands beside the article.

    No more than one above `MOST_LINES`: a part with so many holds no article.

    Args:
        page: what was laid out.
        letters: counts those of the whole page, if that is not all of it.
        role: of all that was laid out, as far as no class in it says otherwise.
    """
    return _Walk(page, letters).run(role)


class _Around(NamedTuple):
    """What the elements around a place make of it."""

    role: Role | None = None
    heading: bool = False
    linked: bool = False
    preformatted: bool = False
    block: int = 0
    machine: str | None = None
    kind: ParagraphKind = "text"


@dataclass(slots=True)
class _Open:
    """The line that is being gathered."""

    #: what stands between it and the line before
    gap: Gap = Gap.BLOCK
    #: of its first letter
    around: _Around | None = None
    #: stretches between borders of inline elements, with whether they are links
    runs: list[tuple[list[str], bool]] = field(default_factory=list)
    in_run: bool = False
    marked: bool = False


class _Walk:
    """One pass over a part of a page; holds what the steps of the pass share."""

    def __init__(self, page: FlatPage, letters: Callable[[], int] | None) -> None:
        self._page = page
        self._lines: list[Line] = []
        self._open = _Open()
        self._text_block = False
        self._content_lines = 0
        self._landmarks: list[int] = []
        self._headings: list[int] = []
        self._quotes: list[int] = []
        self._first_item = -1
        for index, one in page.elements():
            if one.tag in _HEADINGS:
                self._headings.append(index)
            elif one.tag in _QUOTES:
                self._quotes.append(index)
            if one.attributes or one.tag == "h1":  # nothing else says what it is
                if is_landmark(one):
                    self._landmarks.append(index)
                if self._first_item < 0 and is_item(one):
                    self._first_item = index
        self._letters_here = next((one.letters for _, one in page.elements()), 0)
        self._letters = letters or (lambda: self._letters_here)

    def run(self, role: Role | None) -> Lines:
        entries = self._page.entries
        end = len(entries)
        around = _Around(role)
        stack: list[tuple[int, _Around, bool]] = []
        index = 0
        while index < end and len(self._lines) <= MOST_LINES:
            while stack and stack[-1][0] <= index:
                _, around, was_border = stack.pop()
                self._step_out(was_border)
            entry = entries[index]
            if isinstance(entry, str):
                self._add(entry, around)
                index += 1
            elif entry.tag in ("br", "hr"):
                self._finish(Gap.BREAK if entry.tag == "br" else Gap.BLOCK)
                index = entry.end
            elif index > 0 and self._is_apart(index, entry, around):
                self._step_out(entry.tag in _BLOCKS)
                index = entry.end
            else:
                inside = self._enter(index, entry, around)
                # K2 tells its dates and counters apart by the classes of spans in one line
                is_border = entry.tag in _BLOCKS or inside.role is not around.role
                self._step_out(is_border)
                stack.append((entry.end, around, is_border))
                around = inside
                index += 1
        self._finish(Gap.BLOCK)
        return Lines(tuple(self._lines), self._text_block)

    # --- one element ----------------------------------------------------------

    def _enter(self, index: int, element: Element, around: _Around) -> _Around:
        machine = element.get("datetime") if element.tag == "time" else None
        role = role_of(element, around.role)
        self._text_block = self._text_block or role in (Role.INTRO, Role.FULL)
        return _Around(
            role,
            around.heading or element.tag in _HEADINGS,
            around.linked or (element.tag == "a" and "href" in element.attributes),
            around.preformatted or element.tag == "pre",
            index if element.tag in _BLOCKS else around.block,
            machine or around.machine,
            _KINDS.get(element.tag, around.kind),
        )

    def _is_apart(self, index: int, element: Element, around: _Around) -> bool:
        """Whether an element, with all inside it, is no part of the article's lines."""
        if element.tag in _NEVER_APART or (not element.attributes and element.tag in _PLAIN):
            return False
        if self._marks_featured(index, element, around):
            self._mark_featured()
            return True
        if is_apart(element) or self._is_next_article(index, element, around):
            return True
        if _within(self._landmarks, index, element.end):
            return False
        if element.tag == "figure":
            return not _within(self._quotes, index, element.end)
        return is_apart_without_landmarks(element) or (
            is_named_apart(element) and self._is_small(element)
        )

    def _is_small(self, element: Element) -> bool:
        """Whether most of the page is elsewhere; counting all of it takes longest."""
        twice = 2 * element.letters
        return twice < self._letters_here or twice < self._letters()

    def _mark_featured(self) -> None:
        last = self._lines[-1] if self._lines else None
        if self._open.around is None and last and (last.heading or last.role is Role.TITLE):
            self._lines[-1] = last._replace(marked=True)
        else:
            self._open.marked = True

    def _marks_featured(self, index: int, element: Element, around: _Around) -> bool:
        in_title = around.heading or around.role is Role.TITLE
        if not in_title or element.letters > _LONGEST_MARKER:
            return False
        return marks_featured(element, clean(self._page.text(index)))

    def _is_next_article(self, index: int, element: Element, around: _Around) -> bool:
        """Whether another article is appended inside this one, as endless scrolling does."""
        if is_item(element):
            return index != self._first_item
        inside_text = around.role in CONTENT and self._content_lines > 0
        return (
            element.tag == "article" and inside_text and _within(self._headings, index, element.end)
        )

    def _step_out(self, was_border: bool) -> None:
        """Ends the line at the border of a block, or the run at that of an inline element."""
        if was_border:
            self._finish(Gap.BLOCK)
        self._open.in_run = False

    # --- text -----------------------------------------------------------------

    def _add(self, text: str, around: _Around) -> None:
        if self._open.around is None and not around.preformatted and text.isspace():
            return  # nothing has begun: most of a page's white space stands between blocks
        for number, piece in enumerate(text.split("\n") if around.preformatted else (text,)):
            if number:
                self._finish(Gap.BREAK)
            if self._open.around is None and piece.strip():
                self._open.around = around
            if not self._open.in_run:
                self._open.runs.append(([], around.linked))
                self._open.in_run = True
            self._open.runs[-1][0].append(piece)

    def _finish(self, gap: Gap) -> None:
        """Ends the open line; `gap` is what stands between it and the next."""
        if not self._open.runs:
            self._open.gap = gap if gap is Gap.BLOCK else _both(self._open.gap, gap)
            return
        open_, self._open = self._open, _Open(gap)
        runs = [("".join(pieces), linked) for pieces, linked in open_.runs]
        text = clean("".join([run for run, _ in runs]))
        around = open_.around
        if not text or around is None:
            self._open.marked = open_.marked
            self._open.gap = _both(open_.gap, gap)
            return
        if len(runs) == 1:
            runs = [(text, runs[0][1])]
        else:
            runs = [(piece, linked) for run, linked in runs if (piece := clean(run))]
        self._content_lines += around.role in CONTENT
        self._lines.append(
            Line(
                text=text,
                runs=tuple([run for run, _ in runs]),
                links=tuple([run for run, linked in runs if linked]),
                linked=not any(not linked and _has_letters(run) for run, linked in runs),
                role=around.role,
                heading=around.heading,
                gap=open_.gap,
                block=around.block,
                machine=around.machine,
                marked=open_.marked,
                kind=around.kind,
            )
        )


def _has_letters(text: str) -> bool:
    return text[0].isalnum() or any(map(str.isalnum, text))


def _both(earlier: Gap, later: Gap) -> Gap:
    """What two gaps with nothing between them come to."""
    twice = earlier is Gap.BREAK and later is Gap.BREAK
    return Gap.DOUBLE_BREAK if twice else max(earlier, later)


def _within(places: list[int], start: int, end: int) -> bool:
    """Whether one of the sorted places lies from `start` up to, not with, `end`."""
    at = bisect_left(places, start)
    return at < len(places) and places[at] < end

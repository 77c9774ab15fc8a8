"""Finds the article's text among the lines of a K2 page, and what else tells something of it.

K2's class names tell it where they are there. Where an override dropped them, the text is the
run of paragraphs under the title, up to what K2 prints below an article. What to take off it
is `pipeline.extract.k2_text`'s.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from pipeline.extract.dom import FlatPage
from pipeline.extract.k2_lines import Line
from pipeline.extract.k2_markup import Role
from pipeline.extract.k2_telling import Telling
from pipeline.extract.k2_title import Title
from pipeline.extract.k2_words import Fact, Kind, ends_article, has_clock

#: lines above a title that may belong to it
_NEAR: Final = 3
#: lines that nobody understands, among those that follow an article
_MOST_UNKNOWN: Final = 3
_ENDS_SENTENCE: Final = re.compile(r"[.؟!?…:»\"”)]$")


def find_text(page: FlatPage, telling: Telling, title: Title, *, in_item: bool) -> list[int]:
    """The indices of the article's lines of text, in page order; none if there is no text.

    Args:
        page: the page the lines are of.
        telling: the lines of a part of it, and what each tells.
        title: where the title lies.
        in_item: the lines are those of K2's item container, so all are the article's own.
    """
    lines = telling.lines
    texts = [at for at, line in enumerate(lines) if line.role in (Role.INTRO, Role.FULL)]
    if telling.part.has_text_block and not texts:
        return []
    if any(lines[at].role is Role.FULL for at in texts):
        return texts
    inside = [at for at, line in enumerate(lines) if line.role in (Role.INTRO, Role.BODY)]
    if inside:
        below = [at for at in inside if at > title.last]
        return _run_of_text(page, telling, below or inside, in_item=True)
    free = [at for at in range(title.last + 1, len(lines)) if lines[at].role is None]
    return _run_of_text(page, telling, free, in_item=in_item)


def _run_of_text(
    page: FlatPage, telling: Telling, candidates: Sequence[int], *, in_item: bool
) -> list[int]:
    """The candidates from the first line of text up to what follows an article."""
    lines = telling.lines
    region = _Region(page, lines)
    body: list[int] = []
    for at in candidates:
        line, facts = lines[at], telling.at(at)
        if body and facts and _is_end(facts):
            while body and lines[body[-1]].heading:
                body.pop()  # the next article's
            break
        if ends_article(line.text):
            if body:
                break
            continue
        if facts is not None and not (body and _is_text_after_all(facts)):
            continue
        if not in_item:
            if line.linked and not body:
                continue
            if not region.takes(at):
                break
        body.append(at)
    if not in_item and not any(_is_prose(lines[at]) for at in body):
        return []
    while in_item and len(body) > 1 and lines[body[-1]].linked:
        body.pop()
    return body


def _is_end(facts: Sequence[Fact]) -> bool:
    """Whether a line with these facts, below the first lines of a text, is below all of it.

    A time of day there is that of the next article, which endless scrolling appends.
    """
    ending = (Kind.MODIFIED, Kind.SECTION, Kind.TAGS, Kind.HITS)
    return has_clock(facts) or any(fact.kind in ending for fact in facts)


def _is_text_after_all(facts: Sequence[Fact]) -> bool:
    """Whether a line in the middle of a text is part of it: a date that heads a paragraph."""
    return bool(facts) and not _is_end(facts)


def _is_prose(line: Line) -> bool:
    words = len(line.text.split())
    ends = _ENDS_SENTENCE.search(line.text) is not None
    return not line.linked and (words >= 8 or (words >= 4 and ends))


class _Region:
    """The part of a page without K2's markup that holds a text, as it grows line by line.

    It begins with the element around the first paragraph, takes all inside it, and grows to
    take what is built like that paragraph or stands beside it; so a sidebar that follows stays
    out.
    """

    def __init__(self, page: FlatPage, lines: Sequence[Line]) -> None:
        self._page = page
        self._lines = lines
        self._box: int | None = None
        self._shape: tuple[str, int] | None = None

    def takes(self, at: int) -> bool:
        """Whether the line belongs to the text; the region then reaches up to it."""
        line = self._lines[at]
        block = self._page.element(line.block)
        shape = (block.tag, block.depth)
        if self._box is None:
            if _is_prose(line):
                self._box, self._shape = self._container(line.block), shape
            return True
        if self._page.holds(self._box, line.block):
            return True
        around = self._page.common(self._box, line.block)
        beside = around == self._page.element(self._box).parent
        if line.linked or not (shape == self._shape or (beside and _is_prose(line))):
            return False
        self._box = around
        return True

    def _container(self, block: int) -> int:
        """What holds the paragraphs, if this is one: a paragraph's parent, any other block."""
        element = self._page.element(block)
        is_paragraph = element.tag in ("p", "li", "h2", "h3", "h4", "blockquote")
        return element.parent if is_paragraph and element.parent >= 0 else block


def lines_beside(
    telling: Telling, title: Title, body: Sequence[int], *, in_item: bool
) -> list[int]:
    """The indices of the lines that may tell something of the article besides its text.

    In the order of their trust where nothing else tells them apart.
    """
    lines = telling.lines
    apart = {*body, *range(title.first, title.last + 1)}
    if in_item:
        foot = (at for at in range(body[-1] + 1, len(lines)) if ends_article(lines[at].text))
        return [at for at in range(next(foot, len(lines))) if at not in apart]
    between = [at for at in range(title.last + 1, body[0]) if at not in apart]
    # what stands above the title may be the site's header, with the time of day in it
    return [*between, *_above(telling, title.first), *_below(telling, body[-1])]


def _above(telling: Telling, title: int) -> list[int]:
    """What stands right above the title; a date there has a time, or it is today's."""
    found: list[int] = []
    for at in range(title - 1, max(-1, title - 1 - _NEAR), -1):
        facts = telling.at(at)
        if facts is None or any(fact.kind is Kind.PUBLISHED for fact in facts) > has_clock(facts):
            break
        found.insert(0, at)
    return found


def _below(telling: Telling, body_end: int) -> list[int]:
    """What follows the text, up to the heading of what is not the article's any more."""
    found: list[int] = []
    unknown = 0
    for at in range(body_end + 1, len(telling.lines)):
        facts = telling.at(at)
        unknown += facts is None
        ends = ends_article(telling.lines[at].text) or has_clock(facts or ())
        if ends or unknown > _MOST_UNKNOWN:
            break
        found.append(at)
    return found

"""Finds what may be the title among the lines of a K2 page.

K2's class names tell it where they are there. Where an override dropped them, it goes by what
the page calls itself and by what stands near (dates, «نشر في»).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

from pipeline.extract.dom import FlatPage
from pipeline.extract.k2_lines import Line
from pipeline.extract.k2_markup import Role, is_featured_marker
from pipeline.extract.k2_telling import Telling
from pipeline.extract.k2_words import Fact, Kind, has_clock
from pipeline.press.words import key

_LONGEST: Final = 500
#: a title stands this near to the date or section that belong to it, in lines
_NEAR: Final = 3
#: places that are tried
_MOST_ANCHORS: Final = 3
_MOST_TITLES: Final = 8
_MARKED: Final = re.compile(r"(.*\S)\s+[\[(*-]?\s*(\S+|en vedette|à la une)", re.IGNORECASE)


class Title(NamedTuple):
    """A title, with the first and last of its lines; -1 where it is not among the lines."""

    #: as printed, with a featured marker that is plain text
    text: str
    first: int = -1
    last: int = -1
    #: K2's marker of featured items stood in it in an element of its own
    marked: bool = False
    #: it is not printed: only the page's tags have it
    claimed: bool = False


def find_titles(
    page: FlatPage, telling: Telling, headlines: Sequence[str], *, only_named: bool = False
) -> Iterator[Title]:
    """What may be the title, the likeliest first.

    By K2's markup, and then nothing else; by what the page calls itself; by what stands next to
    the date or section; by being a heading.

    Args:
        page: the page the lines are of.
        telling: the lines of a part of it, and what each tells.
        headlines: what the page calls its piece, the site's additions included.
        only_named: take no line that the page does not call itself by.
    """
    lines = telling.lines
    by_role = next((at for at, line in enumerate(lines) if line.role is Role.TITLE), None)
    if by_role is not None:
        places = [by_role]
    else:
        usable = [at for at in range(len(lines)) if _may_be_title(lines[at], telling.at(at))]
        anchors = _anchors(telling)
        places = _named(lines, usable, anchors, headlines)
        if not only_named:
            places += [at for anchor in anchors for at in _next_to(page, lines, usable, anchor)]
            places += [at for at in usable if lines[at].heading]
    for place in dict.fromkeys(places[:_MOST_TITLES]):
        title = _title_at(lines, place)
        if len(title.text) <= _LONGEST:
            yield title


def _title_at(lines: Sequence[Line], place: int) -> Title:
    """The title in the heading around a line, which may have line breaks."""
    first = last = place
    while last + 1 < len(lines) and _continues(lines[last], lines[last + 1]):
        last += 1
    while first > 0 and _continues(lines[first - 1], lines[first]):
        first -= 1
    parts = lines[first : last + 1]
    text = " ".join(line.text for line in parts)
    return Title(text, first, last, marked=any(line.marked for line in parts))


def _continues(line: Line, following: Line) -> bool:
    """Whether a title goes on after a line break in its heading."""
    is_title = line.heading or line.role is Role.TITLE
    return is_title and line.block == following.block and line.role is following.role


def _may_be_title(line: Line, facts: tuple[Fact, ...] | None) -> bool:
    return line.role is None and facts is None and len(line.text) <= _LONGEST


def _anchors(telling: Telling) -> list[int]:
    """The lines that are printed next to a K2 title: a time or a counter, a section.

    Only if there are none: the dates without a time, of which one may be today's.
    """
    facts = [telling.at(at) or () for at in range(len(telling.lines))]
    sure = [at for at, told_here in enumerate(facts) if _goes_with_title(told_here)]
    days = (at for at, here in enumerate(facts) if any(f.kind is Kind.PUBLISHED for f in here))
    return (sure or list(days))[:_MOST_ANCHORS]


def _goes_with_title(facts: Sequence[Fact]) -> bool:
    kinds = {fact.kind for fact in facts}
    return Kind.SECTION in kinds or has_clock(facts) or kinds >= {Kind.PUBLISHED, Kind.HITS}


def _named(
    lines: Sequence[Line], usable: Sequence[int], anchors: Sequence[int], headlines: Sequence[str]
) -> list[int]:
    """The lines that are what the page calls itself, less what the site adds to that.

    The nearest to a date or section comes first: breadcrumbs repeat the title. A short one may
    be the name of the site.
    """
    names = [name for name in map(key, headlines) if name]

    def is_name(text: str) -> bool:
        keys = [one for one in (key(text), key(split_marker(text)[0])) if one]
        return any(
            2 * len(one) > len(name) and (name.startswith(one) or name.endswith(one))
            for one in keys
            for name in names
        )

    def distance(at: int) -> int:
        return min((abs(at - anchor) for anchor in anchors), default=0)

    named = [at for at in usable if len(lines[at].text.split()) > 2 and is_name(lines[at].text)]
    return sorted(named, key=lambda at: (distance(at), not lines[at].heading, -at))


def _next_to(
    page: FlatPage, lines: Sequence[Line], usable: Sequence[int], anchor: int
) -> list[int]:
    """The lines that stand next to a date or section, the likeliest title first."""
    above = [at for at in usable if at < anchor][-_NEAR:]
    below = [at for at in usable if at > anchor][:1]

    def doubt(at: int) -> tuple[bool, bool, bool, int, int]:
        # A link or a single word is more likely the last of a menu.
        line = lines[at]
        shared = page.element(page.common(line.block, lines[anchor].block)).depth
        is_short = len(line.text.split()) < 3
        return line.linked, is_short, not line.heading, -shared, abs(at - anchor)

    return sorted((*above, *below), key=doubt)


def split_marker(title: str) -> tuple[str, bool]:
    """A title without K2's marker of featured items, if its last word is one."""
    found = _MARKED.fullmatch(title.rstrip(" )]*"))
    if found and is_featured_marker(found[2]):
        return found[1], True
    return title, False

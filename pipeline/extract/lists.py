"""Tells a page that lists pieces from a page that is one.

A list's text is cut into short, even stretches by headings that lead elsewhere; an article has
one long stretch of its own, whatever is listed beside it. Pages that claim to be an article are
not asked about.
"""

from __future__ import annotations

from statistics import median
from typing import Final
from urllib.parse import urlsplit

from pipeline.extract.dom import Element, FlatPage

#: so many linked headings make a list, if the text between them is short and even
_ENOUGH: Final = 5
#: characters; the longest teaser of a list
_LONGEST_TEASER: Final = 700
#: no teaser is that many times as long as most are
_EVEN: Final = 3
#: characters; shorter stretches are dates and labels, and say nothing
_LABEL: Final = 60
_HEADINGS: Final = frozenset(("h1", "h2", "h3", "h4"))
#: what is not the page's own text
_ASIDE: Final = frozenset(
    ("nav", "footer", "aside", "script", "style", "noscript", "template", "form", "select")
)
#: classes of `body` by which content systems mark pages that list
_LISTING_MARKS: Final = frozenset(
    ("archive", "category", "search-results", "path-frontpage", "view-category", "view-featured")
)
#: and pages that are one piece
_PIECE_MARKS: Final = frozenset(("single", "single-post", "postid", "view-article", "view-item"))


def list_reason(flat: FlatPage, url: str) -> str | None:
    """Why a page is a list, None if it may be an article.

    Args:
        flat: the page.
        url: the address that answered.
    """
    parts = urlsplit(url)
    if parts.scheme in ("http", "https") and parts.path in ("", "/") and not parts.query:
        return "the home page"
    marks = _body_marks(flat)
    if marks & _PIECE_MARKS:
        return None
    stretches = _stretches(flat)
    if len(stretches) <= _ENOUGH:
        return None
    teasers = [length for length in stretches if length >= _LABEL]
    if marks & _LISTING_MARKS and max(stretches) <= 2 * _LONGEST_TEASER:
        return "a list of articles"
    if len(teasers) < _ENOUGH:
        return None
    longest = max(teasers)
    if longest <= _LONGEST_TEASER and longest <= _EVEN * median(teasers):
        return "a list of articles"
    return None


def _body_marks(flat: FlatPage) -> frozenset[str]:
    bodies = flat.tagged("body")[:1]
    return frozenset(name.lower() for at in bodies for name in flat.element(at).names)


def _stretches(flat: FlatPage) -> list[int]:
    """Characters of unlinked text before, between and behind the headings of pieces.

    Such a heading leads elsewhere, or is the first in an `article`.
    """
    stretches = [0]
    skip_to = link_to = heading_to = article_to = -1
    #: ends of the elements whose heading was met
    headed: set[int] = set()
    for index, entry in enumerate(flat.entries):
        if index < skip_to:
            continue
        if not isinstance(entry, Element):
            if index >= link_to and index >= heading_to:
                stretches[-1] += len(entry.strip())
            continue
        if entry.tag in _ASIDE:
            skip_to = entry.end
        elif entry.tag == "article":
            article_to = entry.end
        elif entry.tag == "a" and entry.get("href"):
            link_to = entry.end
        elif entry.tag in _HEADINGS:
            heading_to = entry.end
        else:
            continue
        heads = heading_to if index < min(link_to, heading_to) else -1
        if index < heading_to and index < article_to and article_to not in headed:
            headed.add(article_to)
            heads = heading_to
        if heads > 0 and heads not in headed:
            headed.add(heads)
            stretches.append(0)
    return stretches

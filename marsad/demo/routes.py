"""The site's addresses: what a request asks for, and where a piece stands. Pure.

Joomla routes by the number in an address, so whatever slug follows it is accepted.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal
from urllib.parse import parse_qs, quote, unquote, urlsplit

from marsad.demo.newsroom import Piece, Section

#: index: /index.php/SECTION/item/ID-SLUG · short: without index.php · query: Joomla's raw form
#: print: the print view of the first
Form = Literal["index", "short", "query", "print"]
Feed = Literal["rss", "atom"]

_NUMBERED = re.compile(r"([0-9]{1,9})(?:[-:.].*)?", re.DOTALL)
_MOST_FEED_ITEMS = 100
_USUAL_FEED_ITEMS = 10


@dataclass(frozen=True, slots=True)
class Asked:
    """What a request is about."""

    kind: Literal["listing", "item", "posts", "robots", "media", "trouble", "missing"]
    piece_id: int | None = None
    #: the slug of the section named in the address
    section: str | None = None
    #: limits a listing to one tag or byline; or the trouble's name
    tag: str | None = None
    author: str | None = None
    trouble: str | None = None
    #: how many pieces of a listing are skipped
    start: int = 0
    feed: Feed | None = None
    #: a listing as K2's JSON view has it
    json: bool = False
    #: pieces in a feed or JSON view
    limit: int = _USUAL_FEED_ITEMS
    print_view: bool = False


MISSING = Asked("missing")


def item_path(piece: Piece, form: Form = "index", section: str | None = None) -> str:
    """The piece's address on the site, as listed in `section` (its first one if None)."""
    section = section or piece.sections[0]
    slug = quote(piece.slug, safe="-")
    match form:
        case "index":
            return f"/index.php/{section}/item/{piece.id}-{slug}"
        case "short":
            return f"/{section}/item/{piece.id}-{slug}"
        case "query":
            return f"/index.php?option=com_k2&view=item&id={piece.id}:{slug}"
        case "print":
            return f"/index.php/{section}/item/{piece.id}-{slug}?tmpl=component&print=1"


def parse(target: str, sections: Sequence[Section]) -> Asked:
    """What a request target, as it came over the wire, asks for; never raises."""
    try:
        split = urlsplit(target)
        query = {name: values[-1] for name, values in parse_qs(split.query).items()}
    except ValueError:  # a target that is no address, such as one with half an IPv6 literal
        return MISSING
    steps = [unquote(step) for step in split.path.split("/") if step]
    if steps[:1] == ["index.php"]:
        del steps[0]
    return _by_query(query, sections) if not steps else _by_path(steps, query, sections)


def _by_path(steps: list[str], query: dict[str, str], sections: Sequence[Section]) -> Asked:
    slugs = {section.slug for section in sections}
    match steps:
        case ["robots.txt"]:
            return Asked("robots")
        case ["media", *_]:
            return Asked("media")
        case ["trouble", name]:
            return Asked("trouble", trouble=name)
        case ["wp-json", "wp", "v2", "posts"]:
            return Asked("posts", limit=_limit(query.get("per_page"), _USUAL_FEED_ITEMS))
        case ["itemlist", "tag", name]:
            return _listing(query, tag=name)
        case ["itemlist", "user", name]:
            return _listing(query, author=name)
        case [section] if section in slugs:
            return _listing(query, section=section)
        case [section, "item", numbered] if section in slugs:
            return _item(numbered, query, section)
    return MISSING


def _by_query(query: dict[str, str], sections: Sequence[Section]) -> Asked:
    """Joomla's addresses before routing; without a view it is the front page."""
    match query.get("view"):
        case None:
            return _listing(query)
        case "item":
            return _item(query.get("id", ""), query, None)
        case "itemlist":
            wanted = _number(query.get("id", ""))
            found = next((one.slug for one in sections if one.id == wanted), None)
            return _listing(query, section=found) if found else MISSING
    return MISSING


def _item(numbered: str, query: dict[str, str], section: str | None) -> Asked:
    piece_id = _number(numbered)
    if piece_id is None:
        return MISSING
    print_view = query.get("tmpl") == "component" and query.get("print") == "1"
    return Asked("item", piece_id=piece_id, section=section, print_view=print_view)


def _listing(
    query: dict[str, str],
    *,
    section: str | None = None,
    tag: str | None = None,
    author: str | None = None,
) -> Asked:
    feed: Feed | None = None
    json = query.get("format") == "json"
    if query.get("format") == "feed":
        feed = "atom" if query.get("type") == "atom" else "rss"
    return Asked(
        "listing",
        section=section,
        tag=tag,
        author=author,
        start=_number(query.get("start") or query.get("limitstart") or "") or 0,
        feed=feed,
        json=json,
        limit=_limit(query.get("limit"), _MOST_FEED_ITEMS if json else _USUAL_FEED_ITEMS),
    )


def _limit(asked: str | None, usual: int) -> int:
    return min(_number(asked or "") or usual, _MOST_FEED_ITEMS)


def _number(text: str) -> int | None:
    """The number that an address part starts with: 12 of "12-slug", "12:slug" or "12"."""
    found = _NUMBERED.fullmatch(text)
    return int(found[1]) if found else None

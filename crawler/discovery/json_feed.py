"""Reads JSON Feeds, version 1.0 and 1.1 (jsonfeed.org): addresses, titles and dates.

Knows nothing of XML; `crawler.discovery.feed` asks it where a feed begins with a brace.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from functools import partial
from itertools import islice
from typing import Any, Final

from crawler.discovery import MOST_LINKS, Found, Unreadable
from crawler.discovery.printed import malformed, plain_title, stamp_of
from pipeline.records import ArticleLink, Stamp
from pipeline.urls import canonical_url

#: braces and brackets of one feed; each becomes an object of some sixty bytes
_MOST_PARTS: Final = 200_000
_MOST_COMPLAINTS: Final = 5


def read_json_feed(
    text: str, url: str, zone: str, language: str | None = None
) -> Found | Unreadable:
    """The items of a feed, at most 300, in its order.

    An item's address is its `url`, else its `external_url`, else its `id` where that is an
    address. `date_modified` means what Atom's `updated` does.

    Args:
        text: the feed, decoded.
        url: the address that answered; relative links are read against it.
        zone: IANA name of the zone of dates that carry no offset.
        language: BCP 47, of the source; decides in which order 03/04/2026 is read.
    """
    if text.count("{") + text.count("[") > _MOST_PARTS:
        return Unreadable("the feed is built to keep a parser busy")
    try:
        feed = json.loads(text)
    except (ValueError, RecursionError) as error:
        return Unreadable(f"the feed is broken: {str(error)[:100]}")
    items = feed.get("items") if isinstance(feed, dict) else None
    if not isinstance(items, list):
        return Unreadable("not a JSON Feed: it has no list of items")
    read = partial(stamp_of, zone=zone, language=language)
    links: dict[str, ArticleLink] = {}
    complaints: list[str] = []
    for item in islice(items, MOST_LINKS):
        if isinstance(item, dict):
            link, wrong = _link(item, url, read)
            if link is not None:
                links.setdefault(link.url, link)
            complaints += wrong
    return Found(
        tuple(links.values()),
        next_url=_address(feed.get("next_url"), url),
        complaints=tuple(complaints[:_MOST_COMPLAINTS]),
    )


def _link(
    item: dict[str, Any], base: str, read: Callable[[str], Stamp | None]
) -> tuple[ArticleLink | None, list[str]]:
    """An item's link, with what was wrong about it."""
    title = plain_title(_text(item, "title"))
    address = next(filter(None, _addresses(item, base)), None)
    if address is None:
        return None, [f"an item has no usable address ({title or 'no title'})"[:300]]
    complaints = []
    stamps = []
    for name in ("date_published", "date_modified"):
        printed = _text(item, name)
        stamps.append(read(printed))
        if printed and stamps[-1] is None:
            complaints.append(malformed(printed))
    published, modified = stamps
    return (
        ArticleLink(address, title, published, modified if modified != published else None),
        complaints,
    )


def _addresses(item: dict[str, Any], base: str) -> Iterator[str | None]:
    yield _address(item.get("url"), base)
    yield _address(item.get("external_url"), base)
    identity = item.get("id")
    if isinstance(identity, str) and "://" in identity:
        yield _address(identity, base)


def _address(value: Any, base: str) -> str | None:
    if not isinstance(value, str) or not value.strip():
        return None
    try:
        return canonical_url(value, base)
    except ValueError:
        return None


def _text(item: dict[str, Any], name: str) -> str:
    value = item.get(name)
    return value if isinstance(value, str) else ""

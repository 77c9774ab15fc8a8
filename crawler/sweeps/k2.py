"""Reads the JSON view of a K2 category: up to a hundred items with stamps and whole texts.

K2 gives the stamps as Joomla stores them, in UTC and without a zone, and "0000-00-00
00:00:00" for never (components/com_k2/views/itemlist/view.json.php of K2 2.x). The view
counter is told too and left alone: it changes at every view.
"""

from __future__ import annotations

from typing import Any

from crawler.discovery import Unreadable
from crawler.sweeps.bounded_json import whole_number
from crawler.sweeps.marks import mark
from pipeline.dates import parse_machine
from pipeline.records import ArticleLink, Told
from pipeline.text import clean
from pipeline.urls import canonical_url

MOST_ITEMS = 100
_LONGEST_TITLE = 500
_LONGEST_STAMP = 40


def read_k2(data: Any, url: str) -> tuple[Told, ...] | Unreadable:
    """What a category's JSON view tells; items without a usable number or link are left out.

    Args:
        data: the parsed JSON.
        url: the address that answered.
    """
    items = data.get("items") if isinstance(data, dict) else None
    if not isinstance(items, list):
        return Unreadable("the answer is JSON, but not that of a K2 category")
    found: dict[str, Told] = {}
    for item in items[:MOST_ITEMS]:
        told = _told(item, url) if isinstance(item, dict) else None
        if told is not None and told.publisher_id is not None:
            found.setdefault(told.publisher_id, told)
    if items and not found:
        return Unreadable("the answer is JSON, but its items are not K2's")
    return tuple(found.values())


def _told(item: dict[str, Any], url: str) -> Told | None:
    number = whole_number(item.get("id"))
    link = item.get("link")
    if number is None or not isinstance(link, str) or not link.strip():
        return None
    try:
        address = canonical_url(link, url)
    except ValueError:
        return None
    title = _text(item.get("title"))
    modified = clean(_text(item.get("modified"))[:_LONGEST_STAMP])
    return Told(
        ArticleLink(
            address,
            clean(title)[:_LONGEST_TITLE] or None,
            parse_machine(_text(item.get("created"))[:_LONGEST_STAMP], "UTC"),
            parse_machine(modified, "UTC"),
        ),
        # one text: the read-more mark between them may move without a word of it
        mark(modified, title, f"{_text(item.get('introtext'))} {_text(item.get('fulltext'))}"),
        publisher_id=f"k2:{number}",
    )


def _text(value: Any) -> str:
    return value if isinstance(value, str) else ""

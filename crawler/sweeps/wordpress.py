"""Reads the posts that WordPress's REST interface lists, last modified first.

The fields are those of the posts endpoint (developer.wordpress.org/rest-api/reference/posts):
`modified_gmt` is in UTC and carries no zone.
"""

from __future__ import annotations

from html import unescape
from typing import Any

from crawler.discovery import Unreadable
from crawler.sweeps.bounded_json import whole_number
from crawler.sweeps.marks import mark
from pipeline.dates import parse_machine
from pipeline.records import ArticleLink, Stamp, Told
from pipeline.text import clean
from pipeline.urls import canonical_url

MOST_POSTS = 100
_LONGEST_TITLE = 500
_LONGEST_STAMP = 40


def read_wordpress(data: Any, url: str) -> tuple[Told, ...] | Unreadable:
    """What the list of posts tells; posts without a usable link or stamp are left out.

    Args:
        data: the parsed JSON.
        url: the address that answered.
    """
    if not isinstance(data, list):
        return Unreadable("the answer is JSON, but no list of WordPress posts")
    found: dict[str, Told] = {}
    for post in data[:MOST_POSTS]:
        told = _told(post, url) if isinstance(post, dict) else None
        if told is not None:
            found.setdefault(told.link.url, told)
    if data and not found:
        return Unreadable("the answer is JSON, but its entries are no WordPress posts")
    return tuple(found.values())


def _told(post: dict[str, Any], url: str) -> Told | None:
    link, modified = post.get("link"), _stamp(post.get("modified_gmt"))
    if not isinstance(link, str) or not link.strip() or modified is None:
        return None
    try:
        address = canonical_url(link, url)
    except ValueError:
        return None
    number, title = whole_number(post.get("id")), _rendered(post.get("title"))
    texts = [title] if title else []
    if content := _rendered(post.get("content")):
        texts.append(content)
    shown = clean(unescape(title[: 4 * _LONGEST_TITLE]))[:_LONGEST_TITLE]
    return Told(
        ArticleLink(address, shown or None, _stamp(post.get("date_gmt")), modified),
        mark(modified.at.isoformat(), *texts),
        publisher_id=f"wp:{number}" if number else None,
    )


def _rendered(value: Any) -> str:
    text = value.get("rendered") if isinstance(value, dict) else None
    return text if isinstance(text, str) else ""


def _stamp(value: Any) -> Stamp | None:
    return parse_machine(value[:_LONGEST_STAMP], "UTC") if isinstance(value, str) else None

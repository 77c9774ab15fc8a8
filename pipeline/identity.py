"""Which article an address or a page belongs to: the publisher's id, else the address.

The slug of a K2 address changes when the headline is edited; its number does not.
"""

from __future__ import annotations

from pipeline.records import ArticleData
from pipeline.urls import k2_item_id, url_key


def link_key(url: str, preset: str | None) -> str:
    """What tells two discovered addresses apart: `k2:1234` or `url:` and the folded address."""
    item = k2_item_id(url) if preset == "joomla-k2" else None
    return f"k2:{item}" if item else f"url:{url_key(url)}"


def article_identity(data: ArticleData) -> str:
    """What tells two articles of one source apart."""
    return data.publisher_id or f"url:{url_key(data.canonical_url)}"

"""Which article an address or a page belongs to: the publisher's id, else the address.

The slug of a K2 address changes when the headline is edited; its number does not.
"""

from __future__ import annotations

from config.rules import RulesSettings
from pipeline.presets import id_in_address, site_rules
from pipeline.records import ArticleData
from pipeline.urls import url_key


def link_key(url: str, preset: str | None, own: RulesSettings | None = None) -> str:
    """What tells two discovered addresses apart: `k2:1234` or `url:` and the folded address.

    Args:
        url: absolute.
        preset: of the source.
        own: the source's own rules.
    """
    return id_in_address(url, site_rules(preset, own)) or f"url:{url_key(url)}"


def article_identity(data: ArticleData) -> str:
    """What tells two articles of one source apart."""
    return data.publisher_id or f"url:{url_key(data.canonical_url)}"

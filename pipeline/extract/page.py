"""A parsed page on its way through the readers: its tree, its flat form, its claims."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from selectolax.lexbor import LexborHTMLParser

from pipeline.extract.dom import MOST_ENTRIES, FlatPage
from pipeline.extract.structured import PageClaims, page_claims
from pipeline.extract.traps import is_trap
from pipeline.records import NotArticle, ReadingRules


@dataclass(frozen=True, slots=True)
class Page:
    """What the readers are given."""

    #: the address that answered
    url: str
    rules: ReadingRules
    tree: LexborHTMLParser
    flat: FlatPage
    claims: PageClaims
    #: when the page was had, None where nobody knows
    fetched_at: datetime | None = None


def parse(
    html: str, url: str, rules: ReadingRules, fetched_at: datetime | None = None
) -> Page | NotArticle:
    """Parses a page, unless it is made to stall a parser or far larger than any page."""
    if is_trap(html):
        return NotArticle("a page made to stall parsers")
    tree = LexborHTMLParser(html)
    flat = FlatPage(tree)
    if flat.is_cut_off:
        return NotArticle(f"more than {MOST_ENTRIES} elements")
    return Page(url, rules, tree, flat, page_claims(tree, url, rules.timezone), fetched_at)

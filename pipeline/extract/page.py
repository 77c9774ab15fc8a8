"""A parsed page on its way through the readers: its tree, its flat form, its claims.

What a reader does not ask for is not made: a page read by rules is seldom laid out as a whole.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from selectolax.lexbor import LexborHTMLParser

from pipeline.dates import Dating
from pipeline.extract.dom import FlatPage
from pipeline.extract.structured import PageClaims, page_claims
from pipeline.extract.traps import safe_tree
from pipeline.records import NotArticle, ReadingRules


@dataclass(frozen=True)
class Page:
    """What the readers are given."""

    #: the address that answered
    url: str
    rules: ReadingRules
    tree: LexborHTMLParser
    html: str
    #: the same in UTF-8
    encoded: bytes
    #: when the page was had, None where nobody knows
    fetched_at: datetime | None = None

    @cached_property
    def flat(self) -> FlatPage:
        """The whole page laid out."""
        return FlatPage(self.tree)

    @cached_property
    def dating(self) -> Dating:
        """How its printed dates are read."""
        language = self.claims.language or self.rules.language
        return Dating(self.rules.timezone, language, self.fetched_at)

    @cached_property
    def claims(self) -> PageClaims:
        """What it says of itself."""
        return page_claims(self.tree, self.url, self.rules.timezone)

    @cached_property
    def letters(self) -> int:
        """Characters of text in all of it, as an `Element` counts them."""
        root = self.tree.root
        code = sum(len(node.text()) for node in self.tree.css("script, style"))
        return len(root.text()) - code if root else 0


def parse(
    html: str,
    url: str,
    rules: ReadingRules,
    fetched_at: datetime | None = None,
    encoded: bytes | None = None,
) -> Page | NotArticle:
    """Parses a page, unless it is made to stall a parser; `encoded` is its UTF-8, if at hand."""
    if encoded is None:
        encoded = html.encode("utf-8", "replace")
    tree = safe_tree(html, encoded)
    if tree is None:
        return NotArticle("a page made to stall parsers")
    return Page(url, rules, tree, html, encoded, fetched_at)

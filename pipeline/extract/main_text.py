"""Finds the text of the article on any page.

Title, byline, dates and the like are for the readers to take off it.
"""

from __future__ import annotations

import logging
from typing import Final

from lxml.etree import LxmlError
from selectolax.lexbor import LexborHTMLParser
from trafilatura import bare_extraction

from pipeline.extract.page import Page
from pipeline.text import clean

#: what trafilatura is given at most, in characters and in levels of elements
_LARGEST: Final = 1_000_000
_DEEPEST: Final = 400
_NOT_TEXT: Final = ["script", "style", "noscript", "template", "svg", "iframe", "canvas"]

# A page without text is a value here, not an incident.
logging.getLogger("trafilatura").setLevel(logging.CRITICAL)


def main_text(page: Page) -> list[str]:
    """The paragraphs of the main text as trafilatura finds it, or as claimed if that has far more.

    Takes scripts and the like off the page's tree.
    """
    found = _extracted(page.tree) if page.flat.depth <= _DEEPEST else []
    claimed = [text for line in (page.claims.body or "").split("\n") if (text := clean(line))]
    return claimed if sum(map(len, claimed)) > 2 * sum(map(len, found)) else found


def _extracted(tree: LexborHTMLParser) -> list[str]:
    tree.strip_tags(_NOT_TEXT)
    try:
        # Never its `deduplicate`: that remembers, and drops a page when it is read again.
        document = bare_extraction(
            (tree.html or "")[:_LARGEST],
            fast=True,
            include_comments=False,
            include_tables=False,
            deduplicate=False,
        )
    except (LxmlError, RecursionError, AttributeError, LookupError, AssertionError):
        return []  # how it fails on pages that are hardly pages
    text = document.text if document and not isinstance(document, dict) else None
    lines = (clean(line.removeprefix("- ")) for line in (text or "").split("\n"))
    return [line for line in lines if any(map(str.isalnum, line))]

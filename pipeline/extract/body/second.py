"""Asks another reader, trafilatura, for the text of a page on which ours found next to none.

It knows lay-outs of pages that are hardly articles: forums, recipes, shops. It costs several
times as much, so it is asked about such pages only.
"""

from __future__ import annotations

import logging
from typing import Final

from lxml.etree import LxmlError
from trafilatura import bare_extraction
from trafilatura.utils import line_processing, trim

from pipeline.extract.body.blocks import blocks_of
from pipeline.extract.page import Page
from pipeline.records import ParagraphKind
from pipeline.text import clean

#: what it is given at most, in characters and in levels of elements
_LARGEST: Final = 1_000_000
_DEEPEST: Final = 400
_ITEM: Final = "- "
#: share of a block in links that makes it one
_LINK: Final = 0.5

# A page without text is a value here, not an incident.
logging.getLogger("trafilatura").setLevel(logging.CRITICAL)


def second_opinion(page: Page) -> list[tuple[str, ParagraphKind]]:
    """The paragraphs with their kinds as trafilatura finds them, as far as it tells them."""
    if page.flat.depth > _DEEPEST:
        return []
    try:
        # Never its `deduplicate`: that remembers, and drops a page when it is read again.
        document = bare_extraction(
            (page.tree.html or "")[:_LARGEST],
            fast=True,
            include_comments=False,
            include_tables=True,
            deduplicate=False,
        )
    except (LxmlError, RecursionError, AttributeError, LookupError, AssertionError):
        return []  # how it fails on pages that are hardly pages
    finally:
        # They keep the lines of a thousand calls, however long, until as many others came.
        line_processing.cache_clear()
        trim.cache_clear()
    text = document.text if document and not isinstance(document, dict) else None
    # It takes a page of nothing but links for a text.
    links = {block.text for block in blocks_of(page.flat) if block.share_linked > _LINK}
    found: list[tuple[str, ParagraphKind]] = []
    for line in (text or "").split("\n"):
        paragraph = clean(line.removeprefix(_ITEM))
        if any(map(str.isalnum, paragraph)) and paragraph not in links:
            found.append((paragraph, "item" if line.startswith(_ITEM) else "text"))
    return found

"""Reads articles off pages; the way of one page is told in `pipeline.extract.article`.

All that reading takes is loaded by the first that reads: the service itself only hands the
function on to its reading processes, and starts the sooner.
"""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from pipeline.records import ArticleData, NotArticle, ReadingRules

if TYPE_CHECKING:
    from pipeline.extract.candidates import Reading


def read_article(
    body: bytes,
    url: str,
    content_type: str,
    rules: ReadingRules,
    fetched_at: datetime | None = None,
) -> ArticleData | NotArticle:
    """Reads the article that a page shows; whatever the bytes, it raises nothing.

    Args:
        body: the page's bytes, content encodings undone.
        url: the address that answered, after redirects.
        content_type: the Content-Type header's value, "" if there was none.
        rules: how the source's pages are read; its time zone must exist.
        fetched_at: when the page was had: what «منذ ساعتين» is counted from, and what no
            printed date may lie after. None: not known, and neither is then done.

    Raises:
        ZoneInfoNotFoundError: there is no such zone.
    """
    return explain_article(body, url, content_type, rules, fetched_at).result


def explain_article(
    body: bytes,
    url: str,
    content_type: str,
    rules: ReadingRules,
    fetched_at: datetime | None = None,
) -> Reading:
    """Reads as `read_article` does, and tells what was weighed for each field, and why."""
    from pipeline.extract.article import explain  # here, see above

    return explain(body, url, content_type, rules, fetched_at)

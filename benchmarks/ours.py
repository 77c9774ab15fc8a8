"""Reads pages as Marsad reads them, without a preset, for the benchmarks' tables."""

from __future__ import annotations

import hashlib

from benchmarks.corpora import CorpusPage
from benchmarks.peers import ToolReading, timed
from pipeline.extract import read_article
from pipeline.records import ArticleData, NotArticle, ReadingRules


def reading_of(page: CorpusPage, body: bytes) -> ArticleData | NotArticle:
    """All fields of a page, from its bytes to the record."""
    return read_article(body, page.url, "text/html", ReadingRules(), page.crawled_at)


def our_reading(page: CorpusPage) -> ToolReading:
    """A page in the form that the peers' readings have, with the processor time it took."""

    def read(body: bytes, _: str) -> ToolReading:
        article = reading_of(page, body)
        if isinstance(article, NotArticle):
            return ToolReading()
        published = article.published
        return ToolReading(
            "\n".join(article.body),
            article.title,
            (*article.authors, *article.agencies),
            published.at.isoformat() if published else None,
        )

    return timed(read, page)


def digest_of(page: CorpusPage) -> str:
    """A hash over all that is read on a page, to compare readings between processes."""
    return hashlib.sha256(repr(reading_of(page, page.body())).encode()).hexdigest()

"""Reads in the test's own process: for tests that are not about the limits of reading."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from pipeline.extract import read_article
from pipeline.ingest import Answer, Ingest, Outcome, PageToRead, Reread, RereadFirst
from pipeline.records import ArticleData, NotArticle

T = TypeVar("T")


class ReadHere:
    """A `pipeline.reading.Reader` without bounds."""

    async def read(self, source: str, call: Callable[..., T], *args: object) -> T:
        return call(*args)


def take(
    ingest: Ingest,
    answer: Answer,
    read: Callable[..., ArticleData | NotArticle] = read_article,
) -> Outcome:
    """Reads an answer and stores it, as a crawl's sink does."""
    reading = ingest.to_read(answer)
    if isinstance(reading, PageToRead):
        reading = read(*reading)
    outcome = ingest.page(answer, reading)
    if isinstance(outcome, RereadFirst):
        again = read(*outcome.page)
        data = again if isinstance(again, ArticleData) else None
        outcome = ingest.page(answer, reading, Reread(outcome.version, data))
    assert isinstance(outcome, Outcome)
    return outcome

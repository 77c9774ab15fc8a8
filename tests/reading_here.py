"""Reads in the test's own process: for tests that are not about the limits of reading."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from typing import TypeVar

from pipeline.extract import read_article
from pipeline.extract.recheck import Looked, Unmoved, look_or_read
from pipeline.ingest import Answer, Ingest, Outcome, PageToRead, Reread, RereadFirst
from pipeline.records import ArticleData, FetchedPage, NotArticle

T = TypeVar("T")


class ReadHere:
    """A `pipeline.reading.Reader` without bounds."""

    async def read(self, source: str, call: Callable[..., T], *args: object) -> T:
        return call(*args)


class WorkHere:
    """A `pipeline.reading.workers.Worker` without a process."""

    def run(self, call: Callable[..., T], *args: object) -> T:
        return call(*args)


def take_looking(ingest: Ingest, answer: FetchedPage) -> tuple[Outcome, bool]:
    """Looks at a page before it is read, as a crawl's sink does; and whether that was enough."""
    page, look = ingest.to_read(answer), ingest.look(answer)
    assert isinstance(page, PageToRead)
    looked = look_or_read(*page, look) if look else read_article(*page)
    outcome = ingest.page(answer, looked)
    assert isinstance(outcome, Outcome)
    return outcome, isinstance(looked, Looked) and isinstance(looked.found, Unmoved)


#: tests show the same pages again and again, and the same page always reads the same
read_once = lru_cache(maxsize=1_000)(read_article)


def take(
    ingest: Ingest,
    answer: Answer,
    read: Callable[..., ArticleData | NotArticle] = read_once,
) -> Outcome:
    """Reads an answer and stores it, as a crawl's sink does."""
    page = ingest.to_read(answer)
    reading = read(*page) if isinstance(page, PageToRead) else page
    outcome = ingest.page(answer, reading)
    if isinstance(outcome, RereadFirst):
        again = read(*outcome.page)
        data = again if isinstance(again, ArticleData) else None
        outcome = ingest.page(answer, reading, Reread(outcome.version, data))
    assert isinstance(outcome, Outcome)
    return outcome

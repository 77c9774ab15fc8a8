"""Finds articles of the archive for `marsad articles`, by the query language of topics too."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import islice

import typer

from config.settings import Settings
from marsad.progress import progress_bar
from pipeline.store import queries
from pipeline.store.engine import Store
from pipeline.store.queries import ArticleView
from pipeline.topics import QueryError, parse_query
from pipeline.topics.index import QueryIndex
from pipeline.watch import prepared

_BATCH = 200


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is asked of the archive; None: anything."""

    source: str | None
    query: str | None
    #: UTC; first seen then or later
    since: datetime | None
    #: none: whatever its state
    states: tuple[str, ...] = ()


def articles(
    settings: Settings, store: Store, wanted: Wanted, limit: int | None
) -> list[ArticleView]:
    """The articles that are wanted, last first seen first.

    Raises:
        typer.BadParameter: the query cannot be read.
    """
    sources = [wanted.source] if wanted.source else ()
    if wanted.query is None:
        with store.read() as session:
            return queries.articles(
                session, sources=sources, states=wanted.states, since=wanted.since, limit=limit
            )
    try:
        index = QueryIndex([parse_query(wanted.query, settings.queries)])
    except QueryError as error:
        raise typer.BadParameter(f"the query: column {error.column}: {error.message}") from None
    with progress_bar("looking", None) as advance:
        found = (
            view
            for view in _newest_first(store, sources, wanted, advance)
            if any(index.held(prepared(view.source, view.sections, view.data)))
        )
        return list(islice(found, limit))


def _newest_first(
    store: Store,
    sources: list[str] | tuple[()],
    wanted: Wanted,
    advance: Callable[[int], None],
) -> Iterator[ArticleView]:
    """All articles, a batch at a time, so that memory stays the same."""
    with store.read() as session:
        ids = queries.article_ids(
            session, sources=sources, states=wanted.states, since=wanted.since
        )
    for start in range(0, len(ids), _BATCH):
        with store.read() as session:
            views = queries.articles(session, ids=ids[start : start + _BATCH])
        yield from views
        advance(len(views))

"""Finds articles of the archive for `marsad articles`, by the query language of topics too.

The full-text index names the few for which a query may hold; whether it does, their texts tell.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
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
from pipeline.topics.narrowing import needed
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
        query = parse_query(wanted.query, settings.queries)
    except QueryError as error:
        raise typer.BadParameter(f"the query: column {error.column}: {error.message}") from None
    index = QueryIndex([query])
    with store.read() as session:
        ids = queries.article_ids(
            session,
            sources=sources,
            states=wanted.states,
            since=wanted.since,
            needed=needed(query),
        )
    with progress_bar("looking", None) as advance:
        found = (
            view
            for view in _in_batches(store, ids, advance)
            if any(index.held(prepared(view.source, view.sections, view.data)))
        )
        return list(islice(found, limit))


def _in_batches(
    store: Store, ids: Sequence[int], advance: Callable[[int], None]
) -> Iterator[ArticleView]:
    """Articles in the order of their ids, a batch at a time, so that memory stays the same."""
    for start in range(0, len(ids), _BATCH):
        batch = ids[start : start + _BATCH]
        with store.read() as session:
            views = {view.id: view for view in queries.articles(session, ids=batch)}
        yield from (views[one] for one in batch if one in views)
        advance(len(batch))

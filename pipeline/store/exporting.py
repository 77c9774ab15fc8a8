"""Reads the whole archive for export, a batch at a time, so that memory stays the same.

Every batch is a reading transaction of its own: what changes meanwhile may come as it was or
as it is, never twice.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, select, tuple_

from pipeline.store import queries
from pipeline.store.engine import Store
from pipeline.store.queries import ArticleView, EditView, VersionView
from pipeline.store.tables import ArticleRow, EditRow, VersionRow

_BATCH = 200


@dataclass(frozen=True, slots=True)
class ExportedVersion:
    """A version with the article it is of, as far as it takes to find that again."""

    source: str
    view: VersionView


def articles(store: Store, since: datetime | None) -> Iterator[ArticleView]:
    """Articles by id; those first seen or changed since then."""
    last = 0
    while True:
        with store.read() as session:
            query = select(ArticleRow.id).where(ArticleRow.id > last)
            if since is not None:
                query = query.where(ArticleRow.last_changed_at >= since)
            ids = session.scalars(query.order_by(ArticleRow.id).limit(_BATCH)).all()
            views = queries.articles(session, ids=ids) if ids else []
        if not ids:
            return
        yield from sorted(views, key=lambda view: view.id)
        last = ids[-1]


def versions(store: Store, since: datetime | None) -> Iterator[ExportedVersion]:
    """Versions by article and number; those fetched since then."""
    last = (0, 0)
    while True:
        rows = _versions(store, last, since)
        if not rows:
            return
        yield from rows
        last = (rows[-1].view.article, rows[-1].view.n)


def _versions(
    store: Store, last: tuple[int, int], since: datetime | None
) -> Sequence[ExportedVersion]:
    after: ColumnElement[bool] = tuple_(VersionRow.article_id, VersionRow.n) > last
    query = (
        select(VersionRow, ArticleRow.source)
        .join(ArticleRow, ArticleRow.id == VersionRow.article_id)
        .where(after)
        .order_by(VersionRow.article_id, VersionRow.n)
        .limit(_BATCH)
    )
    if since is not None:
        query = query.where(VersionRow.fetched_at >= since)
    with store.read() as session:
        return [
            ExportedVersion(source, queries.version_view(row))
            for row, source in session.execute(query)
        ]


def edits(store: Store, since: datetime | None) -> Iterator[EditView]:
    """Edits by id; those detected since then."""
    last = 0
    while True:
        query = select(EditRow).where(EditRow.id > last).order_by(EditRow.id).limit(_BATCH)
        if since is not None:
            query = query.where(EditRow.detected_at >= since)
        with store.read() as session:
            views = [queries.edit_view(row) for row in session.scalars(query)]
        if not views:
            return
        yield from views
        last = views[-1].id

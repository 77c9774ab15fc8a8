"""Reads the archive article by article, each with its versions and edits, a batch at a time."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import or_, select

from pipeline.store import queries
from pipeline.store.engine import Store
from pipeline.store.queries import ArticleView, EditView, VersionView
from pipeline.store.tables import ArticleRow, EditRow, VersionRow

_BATCH = 200


@dataclass(frozen=True, slots=True)
class History:
    """An article and all that became of it, the oldest version first."""

    article: ArticleView
    versions: tuple[VersionView, ...]
    edits: tuple[EditView, ...]


def histories(store: Store, since: datetime | None) -> Iterator[History]:
    """Articles first seen or changed since then, by id; every batch a transaction of its own."""
    last = 0
    while batch := _batch(store, last, since):
        yield from batch
        last = batch[-1].article.id


def _batch(store: Store, last: int, since: datetime | None) -> list[History]:
    with store.read() as session:
        query = select(ArticleRow.id).where(ArticleRow.id > last)
        if since is not None:
            recent = ArticleRow.first_seen_at >= since, ArticleRow.last_changed_at >= since
            query = query.where(or_(*recent))
        ids = session.scalars(query.order_by(ArticleRow.id).limit(_BATCH)).all()
        if not ids:
            return []
        versions: dict[int, list[VersionView]] = {}
        of_these = VersionRow.article_id.in_(ids)
        for row in session.scalars(select(VersionRow).where(of_these).order_by(VersionRow.n)):
            versions.setdefault(row.article_id, []).append(queries.version_view(row))
        edits: dict[int, list[EditView]] = {}
        changed = select(EditRow).where(EditRow.article_id.in_(ids))
        for edit in session.scalars(changed.order_by(EditRow.to_version)):
            edits.setdefault(edit.article_id, []).append(queries.edit_view(edit))
        views = sorted(queries.articles(session, ids=ids), key=lambda view: view.id)
    return [
        History(view, tuple(versions[view.id]), tuple(edits.get(view.id, ()))) for view in views
    ]

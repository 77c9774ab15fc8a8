"""Reads edits for people."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Text, cast, or_, select
from sqlalchemy.orm import Session

from pipeline.records import EditData
from pipeline.store.rows import edit_data
from pipeline.store.tables import ArticleRow, EditRow


@dataclass(frozen=True, slots=True)
class EditView:
    id: int
    article: int
    from_version: int
    to_version: int
    detected_at: datetime
    edit: EditData
    #: the earlier version whose content it went back to
    reverts_to: int | None = None


def edits(
    session: Session,
    *,
    article_id: int | None = None,
    source: str | None = None,
    kinds: Iterable[str] = (),
    severities: Iterable[str] = (),
    since: datetime | None = None,
    limit: int | None = None,
) -> list[EditView]:
    """Edits, last detected first.

    Args:
        session: of a reading transaction.
        article_id: only of this article.
        source: only of this source.
        kinds: only those of any of these kinds; empty: all.
        severities: only those of one of these; empty: all, also those of which none is known.
        since: only those detected then or later.
        limit: how many at most.
    """
    query = select(EditRow).order_by(EditRow.detected_at.desc(), EditRow.id.desc()).limit(limit)
    if wanted := tuple(kinds):
        # kinds are plain words in a JSON list: what holds one holds it in quotation marks
        listed = cast(EditRow.kinds, Text)
        query = query.where(or_(*(listed.contains(f'"{kind}"') for kind in wanted)))
    if wanted := tuple(severities):
        query = query.where(EditRow.severity.in_(wanted))
    if since is not None:
        query = query.where(EditRow.detected_at >= since)
    if article_id is not None:
        query = query.where(EditRow.article_id == article_id)
    if source is not None:
        query = query.join(ArticleRow, ArticleRow.id == EditRow.article_id).where(
            ArticleRow.source == source
        )
    return [edit_view(row) for row in session.scalars(query)]


def edit_view(row: EditRow) -> EditView:
    return EditView(
        row.id,
        row.article_id,
        row.from_version,
        row.to_version,
        row.detected_at,
        edit_data(row),
        row.reverts_to,
    )

"""Queues the alerts that are owed for a new piece, an edit or a removal, wherever it came from.

Which topics hold is `pipeline.watch`'s to say, which of them have told of the story already
`pipeline.carriers`'. Whether anybody is to be told at all is the caller's. Every function works
inside the transaction its caller opened; nothing here sends anything.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Literal

from sqlalchemy.orm import Session

from pipeline import carriers
from pipeline.records import ArticleData
from pipeline.store import archive, frontier, outbox
from pipeline.store.rows import article_data, edit_data
from pipeline.store.tables import ArticleRow, EditRow, RemovalRow
from pipeline.watch import Hit, Watch


def tell_of_piece(
    session: Session,
    watch: Watch,
    article: ArticleRow,
    data: ArticleData,
    sections: Sequence[str],
    now: datetime,
    *,
    but: Collection[str] = (),
) -> tuple[Hit, ...]:
    """Queues what is owed for a new piece, and gives that.

    Args:
        article: stored, with its version, its story found.
        data: what that version holds.
        sections: names of the sections that listed it.
        but: names of topics that are owed nothing.
    """
    found = watch.alerts_for_new(article.source, sections, data)
    owed = [hit for hit in found if hit.topic not in but]
    telling = carriers.to_tell(session, owed, article, data, now)
    return _queue(session, telling, article, now)


def tell_of_edit(
    session: Session,
    watch: Watch,
    article: ArticleRow,
    before: ArticleData,
    after: ArticleData,
    edit: EditRow,
    now: datetime,
    *,
    but: Collection[str] = (),
) -> tuple[Hit, ...]:
    """Queues what is owed for an edit of whichever carrier, and gives that.

    Args:
        article: stored, its latest version the one after the edit.
        before, after: what the versions around it hold.
        but: names of topics that are owed nothing, such as those told before it was confirmed.
    """
    sections = frontier.sections_of(session, article.id)
    found = watch.alerts_for_edit(article.source, sections, before, after, edit_data(edit))
    hits = tuple(hit for hit in found if hit.topic not in but)
    return _queue(session, hits, article, now, edit=edit)


def tell_of_joining(
    session: Session,
    watch: Watch,
    article: ArticleRow,
    *,
    before: tuple[str, ...],
    silent: bool,
    now: datetime,
) -> tuple[Hit, ...]:
    """Queues what topics are owed now that more sections list the article.

    Topics limited to such a section could not hold for it before. Topics that held already are
    not told again.

    Args:
        before: names of the sections that listed it until now.
        silent: nobody was told of it when it was found, so every topic is told that it holds for.
    """
    data = article_data(archive.latest_version(session, article))
    told = outbox.topics_told_of(session, article.id)
    if not silent:
        told |= {hit.topic for hit in watch.alerts_for_new(article.source, before, data)}
    after = frontier.sections_of(session, article.id)
    return tell_of_piece(session, watch, article, data, after, now, but=told)


def tell_of_presence(
    session: Session,
    watch: Watch,
    article: ArticleRow,
    data: ArticleData,
    removal: RemovalRow,
    now: datetime,
    *,
    held: ArticleData | None = None,
) -> tuple[Hit, ...]:
    """Queues what is owed for a removal, or for its end, and gives that.

    Args:
        data: what the latest version holds, or what is there again.
        held: the last text held of a piece that is there again: who was told that it is gone
            is told that it is back, whatever it says now.
    """
    kind: Literal["removed", "restored"] = "restored" if removal.restored_at else "removed"
    sections = frontier.sections_of(session, article.id)
    hits = watch.alerts_for_presence(kind, article.source, sections, data)
    if held is not None and held != data:
        told = {hit.topic for hit in hits}
        of_held = watch.alerts_for_presence(kind, article.source, sections, held)
        hits += tuple(hit for hit in of_held if hit.topic not in told)
    return _queue(session, hits, article, now, removal=removal)


def _queue(
    session: Session,
    hits: tuple[Hit, ...],
    article: ArticleRow,
    now: datetime,
    *,
    edit: EditRow | None = None,
    removal: RemovalRow | None = None,
) -> tuple[Hit, ...]:
    for hit in hits:
        outbox.add_alert(
            session,
            hit,
            article=article,
            version=article.versions,
            edit=edit,
            removal=removal,
            now=now,
        )
    return hits

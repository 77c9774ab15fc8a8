"""Takes the texts of articles that were not seen for long, as retention asks; their chains stay.

Of a version its paragraphs go, and what newer extractors read in them; of an edit the words that
changed, and of one that was told before it was confirmed its readings; of an alert what stood
around the words that matched; of a delivery the message that was sent; of a story the signature
by which copies are found; of the full-text index all words that stand in no title, byline or tag
(out of SQLite's file once `pipeline.store.index_upkeep` has merged its segments). Titles, times,
kinds of edits, hashes and the chain stay, so that it can still be shown what was kept and when.
Responses are `pipeline.evidence.pruning`'s. An article that is seen again afterwards is compared
with its response where that is still kept, else with what its page shows then.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Final

from sqlalchemy import ColumnElement, delete, func, select, update
from sqlalchemy.orm import Session

from pipeline.store import archive, full_text, index_upkeep, stories
from pipeline.store.engine import Store
from pipeline.store.outbox import DeliveryState
from pipeline.store.rows import article_data
from pipeline.store.tables import (
    AlertRow,
    ArticleRow,
    DeliveryRow,
    EditRow,
    PendingEditRow,
    PendingReadingRow,
    ReadingRow,
    RegionRow,
    VersionRow,
)

#: articles of one transaction, short enough that a service beside it does not wait
_BATCH: Final = 50


def forgettable(store: Store, last_seen_before: datetime) -> int:
    """How many versions have a text though their article was last seen before then."""
    with store.read() as session:
        found = session.scalar(
            select(func.count())
            .select_from(VersionRow)
            .join(ArticleRow, ArticleRow.id == VersionRow.article_id)
            .where(*_with_text(last_seen_before))
        )
    return found or 0


def forget_some(store: Store, last_seen_before: datetime, now: datetime) -> int:
    """Takes the texts of some articles away; how many versions that were, none when all are done.

    Args:
        last_seen_before: articles that were seen since then stay whole.
        now: aware.
    """
    with store.write() as session:
        articles = session.scalars(
            select(ArticleRow.id)
            .join(VersionRow, VersionRow.article_id == ArticleRow.id)
            .where(*_with_text(last_seen_before))
            .distinct()
            .order_by(ArticleRow.id)
            .limit(_BATCH)
        ).all()
        if articles:
            index_upkeep.ask_for_merging(session)
        return sum(_forget(session, article, now) for article in articles)


def _with_text(last_seen_before: datetime) -> tuple[ColumnElement[bool], ...]:
    return (VersionRow.text_pruned_at.is_(None), ArticleRow.last_seen_at < last_seen_before)


def _forget(session: Session, article: int, now: datetime) -> int:
    versions = select(VersionRow.id).where(VersionRow.article_id == article)
    # whoever fills the index beside this waits
    row = session.get_one(ArticleRow, article, with_for_update=True)
    latest = archive.latest_version(session, row)
    known = article_data(latest)
    full_text.replace(session, article, known, replace(known, body=()))
    count = session.scalar(select(func.count()).select_from(versions.subquery())) or 0
    session.execute(delete(ReadingRow).where(ReadingRow.version_id.in_(versions)))
    session.execute(delete(RegionRow).where(RegionRow.article_id == article))
    session.execute(
        update(VersionRow)
        .where(VersionRow.article_id == article)
        .values(body=[], structure=[], cited_sources=[], text_pruned_at=now)
    )
    session.execute(
        update(EditRow).where(EditRow.article_id == article).values(changes=[], evidence=[])
    )
    told = select(func.coalesce(DeliveryRow.digest_id, DeliveryRow.id)).where(
        DeliveryRow.alert_id.in_(select(AlertRow.id).where(AlertRow.article_id == article))
    )
    session.execute(
        update(DeliveryRow)
        .where(DeliveryRow.id.in_(told), DeliveryRow.state != DeliveryState.QUEUED.value)
        .values(payload=None)
    )
    _forget_what_waited(session, article)
    for alert in session.scalars(select(AlertRow).where(AlertRow.article_id == article)):
        alert.matched = [term | {"context": ""} for term in alert.matched]
    stories.sign(session, article, 0, None, 0)
    return count


def _forget_what_waited(session: Session, article: int) -> None:
    """The texts of readings that an alert or an incident tells of, and which wait no longer."""
    settled = select(PendingEditRow.id).where(
        PendingEditRow.article_id == article, PendingEditRow.settled.is_not(None)
    )
    readings = select(PendingReadingRow).where(PendingReadingRow.pending_id.in_(settled))
    for row in session.scalars(readings):
        row.data = row.data | {"body": [], "structure": [], "cited_sources": []}
    session.execute(update(PendingEditRow).where(PendingEditRow.id.in_(settled)).values(parts=None))

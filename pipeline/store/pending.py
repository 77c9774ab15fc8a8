"""Pending edits: changed readings that wait for other fetches to show them again.

Every function works inside the transaction its caller opened. Whether a reading is confirmed is
`pipeline.confirmation.policy`'s to say; what is known to waver on a page is kept here too.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from pipeline.evidence.files import EvidenceRef
from pipeline.records import ArticleData, ArticleState
from pipeline.store.rows import reading_json
from pipeline.store.tables import (
    AlertRow,
    ArticleRow,
    PendingEditRow,
    PendingReadingRow,
    WaveringRow,
)

#: pages with noise that make a source a noisy one
_FEW = 3


def waiting(session: Session, article_id: int) -> PendingEditRow | None:
    """The article's pending edit, if it has one."""
    return session.scalar(
        select(PendingEditRow).where(
            PendingEditRow.article_id == article_id, PendingEditRow.settled.is_(None)
        )
    )


def waiting_of_source(session: Session, source: str) -> list[PendingEditRow]:
    """The pending edits of a source's articles, the first seen first."""
    return list(
        session.scalars(
            select(PendingEditRow)
            .join(ArticleRow, ArticleRow.id == PendingEditRow.article_id)
            .where(ArticleRow.source == source, PendingEditRow.settled.is_(None))
            .order_by(PendingEditRow.first_seen_at, PendingEditRow.id)
        )
    )


def readings(session: Session, pending_id: int) -> list[PendingReadingRow]:
    """What was read, in the order of the fetches; equal readings in a row are one."""
    return list(
        session.scalars(
            select(PendingReadingRow)
            .where(PendingReadingRow.pending_id == pending_id)
            .order_by(PendingReadingRow.id)
        )
    )


def begin(
    session: Session,
    article: ArticleRow,
    now: datetime,
    *,
    last_lacked_at: datetime | None,
    validators_wrong: bool,
) -> PendingEditRow:
    """A pending edit of an article that has none, without a reading yet."""
    row = PendingEditRow(
        article_id=article.id,
        from_version=article.versions,
        first_seen_at=now,
        last_lacked_at=last_lacked_at,
        validators_wrong=validators_wrong,
    )
    session.add(row)
    session.flush()
    return row


def add_reading(
    session: Session,
    pending: PendingEditRow,
    data: ArticleData,
    now: datetime,
    evidence: EvidenceRef | None,
) -> PendingReadingRow:
    row = PendingReadingRow(
        pending_id=pending.id,
        fetched_at=now,
        last_at=now,
        times=1,
        data=reading_json(data),
        evidence_file=evidence.file if evidence else None,
        evidence_offset=evidence.offset if evidence else None,
        evidence_length=evidence.length if evidence else None,
        evidence_digest=evidence.digest if evidence else None,
    )
    session.add(row)
    session.flush()
    return row


def forget_readings(session: Session, rows: list[PendingReadingRow]) -> None:
    """Removes readings that later ones have made needless."""
    for row in rows:
        session.delete(row)
    session.flush()


def settle(session: Session, pending: PendingEditRow, how: str) -> None:
    """Ends the wait; what an unconfirmed alert or an incident tells of stays.

    Args:
        how: confirmed, noise, adopted, gone.
    """
    pending.settled, pending.confirm_at = how, None
    if pending.incident_id is None and not unconfirmed_alerts(session, pending.id):
        session.execute(delete(PendingReadingRow).where(PendingReadingRow.pending_id == pending.id))
        session.delete(pending)
    session.flush()


def unconfirmed_alerts(session: Session, pending_id: int) -> list[AlertRow]:
    """The alerts that were raised before the edit was confirmed."""
    return list(
        session.scalars(
            select(AlertRow).where(AlertRow.pending_id == pending_id).order_by(AlertRow.id)
        )
    )


def to_confirm(session: Session, source: str, now: datetime | None) -> list[ArticleRow]:
    """The articles whose confirming fetch is due by `now`; when it is None, all that have one.

    Not those that are missing: removals are looked into at a pace of their own.
    """
    query = (
        select(ArticleRow)
        .join(PendingEditRow, PendingEditRow.article_id == ArticleRow.id)
        .where(ArticleRow.source == source, PendingEditRow.settled.is_(None))
        .where(PendingEditRow.confirm_at.is_not(None))
        .where(ArticleRow.state == ArticleState.LIVE.value)
    )
    if now is not None:
        query = query.where(PendingEditRow.confirm_at <= now)
    return list(session.scalars(query.order_by(PendingEditRow.confirm_at, ArticleRow.id)))


def wavering(session: Session, article_id: int) -> WaveringRow | None:
    return session.get(WaveringRow, article_id)


def wavering_row(session: Session, article_id: int, now: datetime) -> WaveringRow:
    """What is known to waver on an article's page, a row of its own from now on."""
    row = session.get(WaveringRow, article_id)
    if row is None:
        row = WaveringRow(
            article_id=article_id, titles={}, texts={}, dropped=0, grown=0, last_at=now
        )
        session.add(row)
    row.last_at = now
    return row


def wavering_lately(session: Session, source: str, *, but: int, most: int) -> list[WaveringRow]:
    """What is known to waver on other pages of a source, the latest seen to first."""
    return list(
        session.scalars(
            select(WaveringRow)
            .join(ArticleRow, ArticleRow.id == WaveringRow.article_id)
            .where(ArticleRow.source == source, WaveringRow.article_id != but)
            .order_by(WaveringRow.last_at.desc(), WaveringRow.article_id.desc())
            .limit(most)
        )
    )


def wavers_often(session: Session, source: str) -> bool:
    """Whether noise was seen on a few of the source's pages."""
    found = session.scalars(
        select(WaveringRow.article_id)
        .join(ArticleRow, ArticleRow.id == WaveringRow.article_id)
        .where(ArticleRow.source == source, WaveringRow.dropped > 0)
        .limit(_FEW)
    ).all()
    return len(found) == _FEW

"""Reads for people what waits to be confirmed on an article's page, and what wavers there."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from pipeline.edits import compare
from pipeline.records import EditData
from pipeline.store import archive, pending
from pipeline.store.rows import reading_data
from pipeline.store.tables import ArticleRow


@dataclass(frozen=True, slots=True)
class PendingView:
    """A change that no edit is made of yet."""

    first_seen_at: datetime
    #: that differed from the version, in a row
    fetches: int
    #: None: the ordinary recheck is soon enough
    confirm_at: datetime | None
    #: from the latest version to the last of these readings
    edit: EditData | None


@dataclass(frozen=True, slots=True)
class NoiseView:
    """What is known of an article's page besides its versions."""

    pending: PendingView | None
    #: between which the title is known to alternate
    titles: tuple[str, ...]
    #: readings that differed from the version and were noise
    dropped: int


def noise(session: Session, article_id: int) -> NoiseView:
    article = session.get_one(ArticleRow, article_id)
    known = pending.wavering(session, article_id)
    titles = tuple(known.titles) if known else ()
    latest = archive.latest_version(session, article)
    return NoiseView(
        _pending(session, article_id),
        titles if latest.title in titles else (),
        known.dropped if known else 0,
    )


def _pending(session: Session, article_id: int) -> PendingView | None:
    row = pending.waiting(session, article_id)
    rows = pending.readings(session, row.id) if row else []
    if row is None or not rows:
        return None
    article = session.get_one(ArticleRow, article_id)
    last = reading_data(rows[-1].data)
    before = archive.reading_by(session, archive.latest_version(session, article), last.extractor)
    return PendingView(
        row.first_seen_at,
        sum(one.times for one in rows),
        row.confirm_at,
        compare(before, last) if before else None,
    )

"""Keeps unchanged rechecks as records that refer to the version's response.

How long a text stood as it was is evidence, too. The first recheck that finds a version unchanged
is kept; then one whenever a day has passed and the version has stood a quarter longer than at the
last, so that a year leaves some twenty of them, of half a kilobyte each. Every function works
inside the transaction its caller opened.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from pipeline.evidence.files import EvidenceArchive, EvidenceError
from pipeline.records import FetchedPage, NotModified
from pipeline.store import archive
from pipeline.store.rows import evidence_ref
from pipeline.store.tables import ArticleRow, RevisitRow

_LEAST: Final = timedelta(days=1)
_LONGER: Final = 1.25


def is_worth_keeping(version_at: datetime, last: datetime | None, now: datetime) -> bool:
    """Whether another record of a version's standing unchanged is due.

    Args:
        version_at: when the version was first had.
        last: when it was last kept that it stood; None: never.
        now: when it was found to stand still.
    """
    if last is None:
        return True
    return now - last >= _LEAST and now - version_at >= _LONGER * (last - version_at)


def note_unchanged(
    session: Session,
    evidence: EvidenceArchive,
    article: ArticleRow,
    answer: FetchedPage | NotModified,
) -> None:
    """Keeps an answer that showed the latest version unchanged, where that is due.

    Raises:
        OSError: it could not be written.
    """
    latest = archive.latest_version(session, article)
    response = evidence_ref(latest)
    if response is None:
        return
    last = session.scalar(
        select(func.max(RevisitRow.fetched_at)).where(RevisitRow.version_id == latest.id)
    )
    if not is_worth_keeping(latest.fetched_at, last, answer.fetched_at):
        return
    try:
        kept = evidence.keep_revisit(answer, response)
    except EvidenceError:
        return  # `marsad verify` tells of it
    session.add(
        RevisitRow(
            version_id=latest.id,
            fetched_at=answer.fetched_at,
            evidence_file=kept.file,
            evidence_offset=kept.offset,
            evidence_length=kept.length,
            evidence_digest=kept.digest,
        )
    )

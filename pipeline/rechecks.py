"""What a recheck looks for on its page, and what a page that is known again says.

    an answer came            what the latest version's reading rests on goes along    last_look
    nothing of it moved       the page says what was read before                       as_read
    it was read after all     what it rests on now is kept for the next look           keep

A region that keeps moving though the article stays as it is was chosen too wide, or holds noise:
it is taken narrower, then given up until the article is edited, so that no page costs more than
it would without. Every function works inside the transaction its caller opened.
"""

from __future__ import annotations

from dataclasses import asdict, replace
from typing import Final

from sqlalchemy.orm import Session

from pipeline.edits import compare
from pipeline.extract.recheck import Look, ReadRegion, Unmoved
from pipeline.records import ArticleData
from pipeline.store import archive, frontier
from pipeline.store.tables import ArticleRow, RegionRow

#: counts of looks in vain, each taken back by two looks that told: narrower, then no more
_VAIN: Final = 2
_NARROWER: Final = 4
_NO_MORE: Final = 8


def last_look(session: Session, article_id: int | None) -> Look | None:
    """What to look for on an article's page; None where there is no such article."""
    article = session.get(ArticleRow, article_id) if article_id is not None else None
    if article is None:
        return None
    row = session.get(RegionRow, article.id)
    if row is None or row.version != article.versions:
        return Look(None, wide=True)
    if row.vain >= _NO_MORE:
        return Look(None, wide=None)
    region = ReadRegion(**row.region) if row.region else None
    return Look(region, wide=row.vain < _NARROWER)


def as_read(session: Session, link: frontier.Link, unmoved: Unmoved) -> ArticleData | None:
    """What a page says whose reading did not move: that of the latest version.

    None where the article has another version by now than the one that was looked for: the page
    must be read.
    """
    article = archive.article_by_id(session, link.article_id) if link.article_id else None
    row = session.get(RegionRow, article.id) if article else None
    if article is None or row is None or row.version != article.versions:
        return None
    latest = archive.latest_version(session, article)
    data = archive.reading_by(session, latest, row.extractor)
    if data is None:
        return None
    row.vain = max(row.vain - 1, 0)
    hits = article.hits if unmoved.hits is None else unmoved.hits
    # what changes without an edit is as it was last read
    return replace(data, hits=hits, featured=article.featured, tags=tuple(article.tags))


def keep(
    session: Session, article_id: int, reading: ArticleData, region: ReadRegion | None
) -> None:
    """Keeps what a reading rests on, where it is the reading of the latest version."""
    article = archive.article_by_id(session, article_id)
    latest = archive.latest_version(session, article)
    data = archive.reading_by(session, latest, reading.extractor)
    if data is None or compare(data, reading) is not None:
        return
    before = session.get(RegionRow, article_id)
    vain = before.vain + _VAIN if before and before.version == article.versions else 0
    session.merge(
        RegionRow(
            article_id=article_id,
            version=article.versions,
            extractor=reading.extractor,
            vain=min(vain if region else vain + _NARROWER, _NO_MORE),
            region=asdict(region) if region else None,
        )
    )

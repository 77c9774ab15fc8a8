"""Which sweeps of a source are due."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from config.settings import SourceSettings
from crawler.sweeps import sweep_visits
from pipeline.records import SweepVisit
from pipeline.store import sweeps
from pipeline.store.tables import ArticleRow


def due_sweeps(
    session: Session, source: SourceSettings, polled: Collection[str], now: datetime
) -> tuple[SweepVisit, ...]:
    """The sweeps to ask in a crawl, probes included; none while no article is known.

    A sweep goes along with a poll, its section's or any for one of the whole source: it never
    makes a crawl of its own.

    Args:
        polled: names of the sections that the crawl polls.
    """
    if not polled or not _has_articles(session, source.name):
        return ()
    rows = {(row.kind, row.section): row for row in sweeps.of_source(session, source.name)}
    due: list[SweepVisit] = []
    for visit in sweep_visits(source, k2_pages=_has_articles(session, source.name, "k2:")):
        if visit.section is not None and visit.section not in polled:
            continue
        row = rows.get((visit.kind, visit.section or ""))
        if row is None or row.url != visit.url:
            due.append(visit)
        elif row.due_at is None or row.due_at <= now:
            due.append(replace(visit, etag=row.etag, last_modified=row.last_modified))
    return tuple(due)


def _has_articles(session: Session, source: str, system: str = "") -> bool:
    """Whether articles of the source are known, with ids of that publishing system if given."""
    query = select(ArticleRow.id).where(ArticleRow.source == source).limit(1)
    if system:
        query = query.where(ArticleRow.publisher_id.startswith(system, autoescape=True))
    return session.scalar(query) is not None

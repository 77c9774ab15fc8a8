"""Checks the full-text index: that it can be read, and has what the latest articles say.

Only reads, and no longer than is told; how it is made anew is `pipeline.store.index_upkeep`'s.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from time import monotonic
from typing import Final

from sqlalchemy import func, select
from sqlalchemy.exc import OperationalError

from marsad.doctor.findings import Finding
from pipeline.store.engine import Store
from pipeline.store.full_text import unread
from pipeline.store.index_upkeep import lacks
from pipeline.store.rows import article_data
from pipeline.store.tables import ArticleRow, VersionRow

#: seconds for SQLite's whole index; steps of it between two looks at the clock
_PATIENCE: Final = 30.0
_STEPS: Final = 100_000
#: of the latest articles, whose words are looked for
_LATEST: Final = 20
_ADVICE: Final = "marsad reindex makes it anew; the service may run meanwhile"


def full_text_index(store: Store) -> Iterator[Finding]:
    """Whether it is well; of an archive without articles nothing."""
    trouble = _unreadable(Path(store.url.database or "")) if store.is_sqlite else ""
    asked, left = 0, 0
    if not trouble:
        try:
            asked, left, trouble = _compared(store)
        except OperationalError as error:
            trouble = f"it cannot be read: {error.orig}"
    if trouble:
        told = f"{trouble}; searches miss articles, and new ones may not be stored"
        yield Finding("full-text", "bad", told, _ADVICE)
    elif left:
        yield Finding("full-text", "ok", f"{left} articles are taken in while the service runs")
    elif asked:
        yield Finding("full-text", "ok", f"has the words of the latest {asked} articles")


def _unreadable(file: Path) -> str:
    """Why SQLite cannot read all of it, as far as there is time for; empty where it can."""
    end = monotonic() + _PATIENCE
    with closing(sqlite3.connect(f"{file.absolute().as_uri()}?mode=ro", uri=True)) as database:
        database.set_progress_handler(lambda: monotonic() > end, _STEPS)
        try:
            database.execute("SELECT rowid FROM full_text LIMIT 0").fetchall()
            database.execute("CREATE VIRTUAL TABLE temp.met USING fts5vocab(main, full_text, row)")
            database.execute("SELECT count(*), sum(doc) FROM temp.met").fetchone()
        except sqlite3.Error as error:
            return "" if "interrupted" in str(error) else f"it cannot be read: {error}"
    return ""


def _compared(store: Store) -> tuple[int, int, str]:
    """How many of the latest articles it should have, how many wait for it, and what it lacks."""
    with store.read() as session:
        place = unread(session)
        left = session.scalar(select(func.count()).where(ArticleRow.id <= place)) or 0
        latest = session.scalars(
            select(VersionRow)
            .join(ArticleRow, VersionRow.article_id == ArticleRow.id)
            .where(VersionRow.n == ArticleRow.versions, ArticleRow.id > place)
            .order_by(ArticleRow.id.desc())
            .limit(_LATEST)
        ).all()
        missed = [
            row.article_id for row in latest if lacks(session, row.article_id, article_data(row))
        ]
    if not missed:
        return len(latest), left, ""
    shown = ", ".join(map(str, missed[:5]))
    return len(latest), left, f"it lacks words of {len(missed)} of the latest articles ({shown})"

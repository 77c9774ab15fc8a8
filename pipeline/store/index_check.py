"""Looks whether the full-text index is sound: that it can be read, and has what articles say.

Only reads, and no longer than is told; how it is made anew is `pipeline.store.index_upkeep`'s.
"""

from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from time import monotonic
from typing import Final

from sqlalchemy import func, select
from sqlalchemy.exc import OperationalError

from pipeline.store.engine import Store
from pipeline.store.full_text import unread
from pipeline.store.index_upkeep import lacks
from pipeline.store.rows import article_data
from pipeline.store.tables import ArticleRow, VersionRow

#: steps of SQLite's between two looks at the clock
_STEPS: Final = 100_000
#: of the latest articles, whose words are looked for
_LATEST: Final = 20


@dataclass(frozen=True, slots=True)
class IndexState:
    """What one look found."""

    #: for people; empty where nothing is amiss
    trouble: str
    #: whether all of it was read; PostgreSQL's is never read as a whole
    is_whole: bool = True
    #: how many of the latest articles were looked for, and how many wait to be taken in
    asked: int = 0
    left: int = 0

    @property
    def is_sound(self) -> bool:
        return self.is_whole and not self.trouble


def look_at_index(store: Store, patience: float) -> IndexState:
    """Reads all of SQLite's index, then looks for the words of the latest articles in either.

    Args:
        patience: seconds after which the rest of SQLite's is not read.
    """
    try:
        is_whole = not store.is_sqlite or _is_read(Path(store.url.database or ""), patience)
    except sqlite3.Error as error:
        return IndexState(f"it cannot be read: {error}")
    try:
        return _compared(store, is_whole)
    except OperationalError as error:
        return IndexState(f"it cannot be read: {error.orig}")


def _is_read(file: Path, patience: float) -> bool:
    """Whether there was time for all of it.

    Raises:
        sqlite3.Error: it cannot be read.
    """
    end = monotonic() + patience
    with closing(sqlite3.connect(f"{file.absolute().as_uri()}?mode=ro", uri=True)) as database:
        database.set_progress_handler(lambda: monotonic() > end, _STEPS)
        try:
            database.execute("SELECT rowid FROM full_text LIMIT 0").fetchall()
            # without them nothing can be put in, though all can be read
            if not database.execute("SELECT 1 FROM full_text_data WHERE id = 1").fetchone():
                raise sqlite3.DatabaseError("its totals are missing")
            database.execute("CREATE VIRTUAL TABLE temp.met USING fts5vocab(main, full_text, row)")
            database.execute("SELECT count(*), sum(doc) FROM temp.met").fetchone()
        except sqlite3.OperationalError as error:
            if "interrupted" in str(error):
                return False
            raise
    return True


def _compared(store: Store, is_whole: bool) -> IndexState:
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
    shown = ", ".join(map(str, missed[:5]))
    trouble = f"it lacks words of {len(missed)} of the latest articles ({shown})" if missed else ""
    return IndexState(trouble, is_whole, len(latest), left)

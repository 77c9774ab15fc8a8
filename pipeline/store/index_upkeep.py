"""Keeps the full-text index sound and clean: makes it anew, and merges it once words went.

SQLite only notes that a word went and keeps it, until the segments that hold word and note are
merged; PostgreSQL's vacuum sees to that by itself. Which tokens an article has, and how the index
is filled again once it is empty, is `pipeline.store.full_text`'s.
"""

from __future__ import annotations

import sqlite3
from typing import Final, cast

from sqlalchemy import delete, func, select, text
from sqlalchemy.orm import Session

from pipeline.found_by import found_by
from pipeline.records import ArticleData
from pipeline.store.batches import batches
from pipeline.store.engine import Store
from pipeline.store.full_text import WORK, unread
from pipeline.store.tables import ArticleRow, ProgressRow

#: whose place in `progress` is how far it has come: asked for, begun, merged
MERGING: Final = "full-text-merge"
_ASKED, _BEGUN, _MERGED = range(3)
#: pages (of some 4 kB) that one transaction merges, short enough that a service does not wait
_PAGES: Final = 200
#: with fewer rows written there was nothing to merge (sqlite.org/fts5.html, "merge")
_IDLE: Final = 2
#: bytes of the log for each byte of the index that is emptied (measured: 1.06), in percent
_LOGGED: Final = 110
#: as migration 0023 makes it
_FTS5: Final = (
    "fts5(words, content='', columnsize=0, detail=none, tokenize=\"ascii tokenchars '.~'\")"
)
#: tokens of one query
_SOME: Final = 50


def emptying_takes(session: Session) -> int:
    """What SQLite's log takes while the index is emptied; PostgreSQL drops a file."""
    known = text("SELECT 1 FROM sqlite_master WHERE name = 'full_text_data'")
    if not _is_sqlite(session) or session.scalar(known) is None:
        return 0
    held = session.scalar(text("SELECT sum(length(block)) FROM full_text_data")) or 0
    return int(held) * _LOGGED // 100


def begin_anew(session: Session) -> int:
    """Empties the index, however damaged it is, so that it is filled by and by as an older one is.

    Returns:
        How many articles are to be taken in.
    """
    if _is_sqlite(session):
        _make_anew(session)
    else:
        session.execute(text("TRUNCATE full_text"))
    # asked only now: whatever was written before the index was locked is to be taken in
    highest, count = session.execute(select(func.max(ArticleRow.id), func.count())).one()
    session.execute(delete(ProgressRow).where(ProgressRow.work.in_((WORK, MERGING))))
    if highest:
        session.add(ProgressRow(work=WORK, position=highest, counts={}))
    return int(count)


def _make_anew(session: Session) -> None:
    """SQLite cannot drop what is damaged, so that this becomes what an empty one is first."""
    run = session.connection().exec_driver_sql
    run(f"CREATE VIRTUAL TABLE temp.anew USING {_FTS5}")
    for name in ("data", "idx", "config"):
        known = run("SELECT 1 FROM main.sqlite_master WHERE name = ?", (f"full_text_{name}",))
        if known.first():
            run(f"DELETE FROM main.full_text_{name}")  # noqa: S608 - names of ours
            run(f"INSERT INTO main.full_text_{name} SELECT * FROM temp.anew_{name}")  # noqa: S608
    run("DROP TABLE temp.anew")
    run("DROP TABLE IF EXISTS main.full_text")
    run(f"CREATE VIRTUAL TABLE main.full_text USING {_FTS5}")


def lacks(session: Session, article: int, data: ArticleData) -> bool:
    """Whether the index has not all the tokens of an article's latest version, though it should."""
    if article <= unread(session):
        return False
    words = found_by(data).tokens.split()
    if not _is_sqlite(session):
        query = text(
            "SELECT words = array_to_tsvector(CAST(:words AS text[]))"
            " FROM full_text WHERE article_id = :article"
        )
        return not session.scalar(query, {"words": words, "article": article})
    query = text("SELECT 1 FROM full_text WHERE rowid = :article AND full_text MATCH :words")
    return any(
        # a token holds no quotation mark
        session.scalar(query, {"article": article, "words": " ".join(f'"{one}"' for one in some)})
        is None
        for some in batches(words, _SOME)
    )


def ask_for_merging(session: Session) -> None:
    """Notes that words were taken out which nothing is to hold any more."""
    if _is_sqlite(session):
        session.merge(ProgressRow(work=MERGING, position=_ASKED, counts={}))


def merge_some_of(store: Store) -> bool:
    """Merges some pages, in a transaction of its own; in the end SQLite's log is emptied, too.

    Returns:
        Whether there is more to merge. There is not, though the log is still to be emptied, where
        somebody reads what it holds: the next call does that.
    """
    with store.read() as session:
        row = session.get(ProgressRow, MERGING)
        if row is None:
            return False
    if row.position != _MERGED:
        with store.write() as session:
            if not _is_merged(session):
                return True
    if store.empty_log():
        with store.write() as session:
            merged = (ProgressRow.work == MERGING, ProgressRow.position == _MERGED)
            session.execute(delete(ProgressRow).where(*merged))
    return False


def _is_merged(session: Session) -> bool:
    """Merges some pages; whether there was nothing left to merge."""
    row = session.get(ProgressRow, MERGING)
    if row is None or row.position == _MERGED:
        return True
    connection = session.connection()
    raw = cast(sqlite3.Connection, connection.connection.driver_connection)
    before = raw.total_changes
    connection.exec_driver_sql(
        "INSERT INTO full_text (full_text, rank) VALUES ('merge', ?)",
        # a negative number takes all segments together, a positive one goes on with that
        (-_PAGES if row.position == _ASKED else _PAGES,),
    )
    is_done = raw.total_changes - before < _IDLE
    row.position = _MERGED if is_done else _BEGUN
    return is_done


def _is_sqlite(session: Session) -> bool:
    return session.get_bind().dialect.name == "sqlite"

"""The full-text index: which articles have which tokens in their latest version.

    SQLite      FTS5 without contents, which keeps of each token only the articles that have it
    PostgreSQL  a tsvector without places, and a GIN index over it

For every article above `unread` it has the tokens of the latest version as that stands now, so
what it finds and what reading all texts finds is the same. Articles that were stored before there
was an index are taken in by `fill_some`, the latest first, and until then count as found.

Every other function works inside the transaction its caller opened. Which tokens a text has, and
which a query needs, is `pipeline.topics`' to say; how a damaged index is made anew, and rid of what
was forgotten, `pipeline.store.index_upkeep`'s.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

from sqlalchemy import ColumnElement, or_, select, text
from sqlalchemy.orm import Session

from pipeline.found_by import found_by
from pipeline.records import ArticleData
from pipeline.store.bulk import insert_values
from pipeline.store.engine import Store
from pipeline.store.rows import article_data
from pipeline.store.tables import ArticleRow, ProgressRow, VersionRow
from pipeline.topics.narrowing import PREFIX
from pipeline.topics.tokens import EVERYTHING

#: whose place in `progress` is the highest article that the index does not have
WORK: Final = "full-text"
#: articles of one transaction, short enough that a service beside it does not wait
_BATCH: Final = 100


def add_new(session: Session, articles: Sequence[tuple[int, str]]) -> None:
    """Takes in articles with the tokens of their first version."""
    _insert(session, articles)


def replace(session: Session, article: int, before: ArticleData, after: ArticleData) -> None:
    """Puts what an article's latest version holds in the place of what was there.

    Args:
        before: what its latest version held, to the letter: SQLite takes out what it is told.
    """
    gone, come = found_by(before).tokens, found_by(after).tokens
    if set(gone.split()) == set(come.split()) or article <= unread(session):
        return
    _delete(session, article, gone)
    _insert(session, [(article, come)])


def among(session: Session, needed: Sequence[frozenset[str]]) -> ColumnElement[bool] | None:
    """The condition that an article has one token of each set, or is not in the index yet.

    Args:
        needed: as `pipeline.topics.narrowing.needed` tells it.

    Returns:
        None where any article may be meant.
    """
    if not needed:
        return None
    if _is_sqlite(session):
        query = text("SELECT rowid FROM full_text WHERE full_text MATCH :sought")
        query = query.bindparams(sought=" AND ".join(map(_for_fts5, needed)))
    else:
        query = text("SELECT article_id FROM full_text WHERE words @@ CAST(:sought AS tsquery)")
        query = query.bindparams(sought=" & ".join(map(_for_postgres, needed)))
    found = ArticleRow.id.in_(query.columns(ArticleRow.id))
    place = unread(session)
    return or_(found, ArticleRow.id <= place) if place else found


def unread(session: Session) -> int:
    """The highest article that the index does not have; below it, it has none."""
    place = select(ProgressRow.position).where(ProgressRow.work == WORK)
    return session.scalar(place) or 0


def fill_some(session: Session) -> int:
    """Takes in some articles that were stored before there was an index.

    Returns:
        How many; none when all are done.
    """
    place = unread(session)
    if not place:
        return 0
    # locked first, so that no other process writes a version of them meanwhile
    articles = session.scalars(
        select(ArticleRow.id)
        .where(ArticleRow.id <= place)
        .order_by(ArticleRow.id.desc())
        .limit(_BATCH)
        .with_for_update()
    ).all()
    versions = session.scalars(
        select(VersionRow)
        .join(ArticleRow, VersionRow.article_id == ArticleRow.id)
        .where(ArticleRow.id.in_(articles), VersionRow.n == ArticleRow.versions)
    )
    found = [(row.article_id, found_by(article_data(row)).tokens) for row in versions]
    add_new(session, found)
    progress = session.get(ProgressRow, WORK, with_for_update=True)
    if progress is None or progress.position != place:
        # another has filled on meanwhile, or begun anew: what is done next is theirs to say
        return len(articles)
    if len(articles) < _BATCH:
        session.delete(progress)
    else:
        progress.position = articles[-1] - 1
    session.flush()
    return len(articles)


def fill_some_of(store: Store) -> int:
    """As `fill_some`, in a transaction of its own; nobody waits for one where all are done."""
    with store.read() as session:
        if not unread(session):
            return 0
    with store.write() as session:
        return fill_some(session)


def _insert(session: Session, rows: Sequence[tuple[int, str]]) -> None:
    if not rows:
        return
    if _is_sqlite(session):
        insert_values(session, "full_text", ("rowid", "words"), rows)
        return
    session.connection().execute(
        text(
            "INSERT INTO full_text (article_id, words)"
            " VALUES (:article, array_to_tsvector(CAST(:words AS text[])))"
            # somebody wrote while the index was emptied, and did not know yet that it is
            " ON CONFLICT (article_id) DO UPDATE SET words = excluded.words"
        ),
        [{"article": article, "words": words.split()} for article, words in rows],
    )


def _delete(session: Session, article: int, words: str) -> None:
    connection = session.connection()
    if _is_sqlite(session):
        connection.exec_driver_sql(
            "INSERT INTO full_text (full_text, rowid, words) VALUES ('delete', ?, ?)",
            (article, words),
        )
        return
    connection.execute(text("DELETE FROM full_text WHERE article_id = :one"), {"one": article})


def _is_sqlite(session: Session) -> bool:
    return session.get_bind().dialect.name == "sqlite"


def _for_fts5(tokens: Iterable[str]) -> str:
    # a token holds no quotation mark
    return f"({' OR '.join(map(_fts5_token, (EVERYTHING, *sorted(tokens))))})"


def _fts5_token(one: str) -> str:
    return f'"{one[:-1]}" *' if one.endswith(PREFIX) else f'"{one}"'


def _for_postgres(tokens: Iterable[str]) -> str:
    return f"({' | '.join(map(_postgres_token, (EVERYTHING, *sorted(tokens))))})"


def _postgres_token(one: str) -> str:
    return f"'{one[:-1]}':*" if one.endswith(PREFIX) else f"'{one}'"

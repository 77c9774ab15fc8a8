"""What a page asks of a large archive takes no look at all that it holds."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable

import pytest
from sqlalchemy.orm import Session

from pipeline.store import archive, stories
from pipeline.store.engine import Store
from pipeline.store.packed import pack

_MANY = 5_000
_COLUMNS = {
    "articles": """id, source, identity, url, canonical_url, state, strikes, held, first_seen_at,
        last_seen_at, last_changed_at, misses, unmodified, featured, tags, versions""",
    "versions": """article_id, n, fetched_at, url, canonical_url, title, body, authors, agencies,
        cited_sources, tags, featured, content_hash, structure, provenance, live, paywalled,
        extractor, reading_digest, chain""",
}
_AT, _URL = "'2026-01-01 00:00:00.000000'", "'https://news.example.org/' || i"
_VALUES = {
    "articles": f"""i, 'outlet', 'k2:' || i, {_URL}, {_URL}, 'live', 0, 0, {_AT},
        {_AT}, {_AT}, 0, 0, 0, '[]', 1""",
    "versions": f"""i, 1, {_AT}, {_URL}, {_URL}, 'عنوان ' || i, :body, '[]', '[]',
        '[]', '[]', 0, CAST('v1:' || randomblob(32) AS BLOB), :body, :body, 0, 0,
        'test', x'76313a00', x'76313a00'""",
}


@pytest.fixture
def one_source(sqlite_store: Store) -> Store:
    """A store with many articles of one source, and none of another."""
    assert sqlite_store.url.database
    with sqlite3.connect(sqlite_store.url.database) as plain:
        for table, columns in _COLUMNS.items():
            plain.execute(
                "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < :many) "
                f"INSERT INTO {table} ({columns}) SELECT {_VALUES[table]} FROM n",
                {"many": _MANY, "body": pack(["نص"])},
            )
    plain.close()
    return sqlite_store


@pytest.mark.parametrize("source", ["outlet", "another"])
@pytest.mark.parametrize(
    "ask",
    [
        lambda session, source: stories.recent_texts(session, source, but={1}, most=20),
        lambda session, source: archive.known_texts(
            session, source, {f"v1:{n:064x}" for n in range(100)}
        ),
        lambda session, source: archive.known_identities(
            session, source, {f"url:{n}" for n in range(100)}
        ),
    ],
    ids=["the latest of a source", "which texts are known", "which identities are known"],
)
def test_what_is_asked_of_a_source_takes_no_step_an_article(
    one_source: Store, source: str, ask: Callable[[Session, str], object]
) -> None:
    with one_source.read() as session:
        driver = session.connection().connection.driver_connection
        assert isinstance(driver, sqlite3.Connection)
        steps: list[None] = []
        driver.set_progress_handler(lambda: steps.append(None), 100)
        ask(session, source)
        driver.set_progress_handler(None, 0)
    # of SQLite's machine, a hundred each: an article that is looked at takes ten or more
    assert len(steps) < _MANY / 20

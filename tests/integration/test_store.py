"""The database opens, migrates and refuses what it must."""

from __future__ import annotations

import sqlite3
from datetime import UTC, datetime
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import text
from sqlalchemy.exc import OperationalError, StatementError

from pipeline.store.engine import Store
from pipeline.store.errors import StoreError
from pipeline.store.migrating import migration_config
from pipeline.store.tables import SCHEMA, Base, RobotsRow


def test_the_migrations_build_exactly_the_tables_that_the_models_describe(store: Store) -> None:
    with store.write() as session:
        options = {"include_name": lambda name, kind, _: not _is_of_full_text(name, kind)}
        context = MigrationContext.configure(session.connection(), opts=options)
        assert compare_metadata(context, Base.metadata) == []


def _is_of_full_text(name: str | None, kind: str) -> bool:
    """The index is another thing in each database, and no model."""
    return kind == "table" and str(name).startswith("full_text")


def test_opening_a_migrated_database_again_changes_nothing(database_url: str) -> None:
    Store(database_url).close()
    again = Store(database_url)
    with again.read() as session:
        revisions = session.scalars(text("SELECT version_num FROM alembic_version")).all()
    assert revisions == [SCHEMA]
    assert ScriptDirectory.from_config(migration_config()).get_current_head() == SCHEMA
    again.close()


def test_a_database_of_a_newer_marsad_is_refused_with_what_to_do(database_url: str) -> None:
    opened = Store(database_url)
    with opened.write() as session:
        session.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    opened.close()
    with pytest.raises(StoreError, match="newer Marsad"):
        Store(database_url)


def test_times_come_back_aware_and_in_utc(store: Store) -> None:
    at = datetime.fromisoformat("2026-01-23T12:33:03+01:00")
    with store.write() as session:
        session.add(RobotsRow(origin="http://a", status=200, body=b"", fetched_at=at))
    with store.read() as session:
        found = session.get_one(RobotsRow, "http://a").fetched_at
    assert found == at
    assert found.utcoffset() == datetime.now(UTC).utcoffset()


def test_a_naive_time_is_never_stored(store: Store) -> None:
    naive = datetime(2026, 1, 23)  # noqa: DTZ001 - the very mistake
    with pytest.raises(StatementError, match="naive"), store.write() as session:
        session.add(RobotsRow(origin="http://a", status=200, body=b"", fetched_at=naive))


def test_a_failed_transaction_leaves_nothing(store: Store) -> None:
    row = RobotsRow(origin="http://a", status=200, body=b"", fetched_at=datetime.now(UTC))

    def fail_after_writing() -> None:
        with store.write() as session:
            session.add(row)
            session.flush()
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail_after_writing()
    with store.read() as session:
        assert session.get(RobotsRow, "http://a") is None


def test_a_damaged_database_is_a_clear_error(tmp_path: Path) -> None:
    (tmp_path / "marsad.db").write_bytes(b"not a database at all, but long enough to be read" * 40)
    with pytest.raises(StoreError, match=r"not a database.*restore"):
        Store(f"sqlite:///{tmp_path}/marsad.db")


def test_a_database_locked_by_another_is_waited_for_and_then_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("pipeline.store.engine.BUSY_TIMEOUT", 0.2)
    store = Store(f"sqlite:///{tmp_path}/marsad.db")
    other = sqlite3.connect(tmp_path / "marsad.db", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    try:
        with pytest.raises(OperationalError, match="locked"), store.write() as session:
            session.execute(text("DELETE FROM robots"))
        with store.read() as session:  # reading goes on beside a writer
            assert session.scalar(text("SELECT count(*) FROM articles")) == 0
    finally:
        other.close()
        store.close()


def test_an_unreachable_postgresql_is_a_clear_error_without_its_password() -> None:
    with pytest.raises(StoreError) as caught:
        Store("postgresql+psycopg://marsad:hunter2@127.0.0.1:1/marsad")
    assert "hunter2" not in str(caught.value)

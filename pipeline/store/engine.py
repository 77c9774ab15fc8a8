"""Opens the database: SQLite (WAL) or PostgreSQL, migrated to the newest schema.

SQLite gets one writing connection whose transactions start with BEGIN IMMEDIATE, so
that two writers wait for each other instead of failing half-way, and read-only
connections beside it. Says nothing about what is stored.
"""

from __future__ import annotations

import json
import os
import re
import sqlite3
from collections.abc import Awaitable, Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, inspect, make_url, text
from sqlalchemy.exc import (
    DatabaseError,
    DBAPIError,
    InterfaceError,
    InternalError,
    OperationalError,
)
from sqlalchemy.orm import Session
from sqlalchemy.pool import QueuePool

from pipeline.store.errors import StoreError
from pipeline.store.tables import SCHEMA

#: runs a blocking call on the one thread that writes the database
InStore = Callable[..., Awaitable[Any]]

#: seconds a writer waits for another process's transaction
BUSY_TIMEOUT = 20
#: and once one waited in vain, until one succeeds: whoever else waits is not held up as long
_BUSY_AGAIN = 1
#: one number names Marsad's migrations among PostgreSQL's advisory locks
_MIGRATION_LOCK = 0x4D415253
#: SQLite's primary result codes for a damaged file, and for one that never was a database
_DAMAGE = frozenset({sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB})
_SURROGATE = re.compile("[\ud800-\udfff]")
_escaped = json.JSONEncoder(separators=(",", ":")).encode
_plain_letters = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


class Store:
    """A migrated database; hands out transactions.

    Raises:
        StoreError: from the constructor, when the database cannot be opened, is
            locked by another process, is damaged, or is newer than this Marsad.
    """

    def __init__(self, url: str) -> None:
        self.url = make_url(url)
        self.is_sqlite = self.url.get_backend_name() == "sqlite"
        self._writer, self._reader = self._engines()
        #: why nothing may be written any more; empty while all is well
        self._damage = ""
        #: what was met of damage inside SQLite's full-text index, until it is found sound; empty
        #: where none was
        self.index_damage = ""
        try:
            if self.is_sqlite:
                Path(self.url.database or "").parent.mkdir(parents=True, exist_ok=True)
            self._migrate()
        except (DatabaseError, OSError) as error:
            self.close()
            raise StoreError(f"{self.describe()}: {_plain(error)}") from error
        except StoreError:
            self.close()
            raise
        self._identity = self._file_identity()

    def describe(self) -> str:
        """The database's address without its password."""
        return self.url.render_as_string(hide_password=True)

    @contextmanager
    def write(self) -> Iterator[Session]:
        """One writing transaction: committed at the end, rolled back on an exception.

        Raises:
            sqlalchemy.exc.OperationalError: the database refuses, for it is locked, full, damaged
                or gone; nothing was written. Once damage was seen nothing is written any more.
        """
        with self._refusals_told():
            if self._damage:
                raise _refusal(self._damage)
            self._look_for_the_file()
            with Session(self._writer, expire_on_commit=False) as session, session.begin():
                yield session

    @contextmanager
    def read(self) -> Iterator[Session]:
        """One reading transaction, a consistent snapshot.

        Raises:
            sqlalchemy.exc.OperationalError: as for `write`.
        """
        with self._refusals_told():
            self._look_for_the_file()
            with Session(self._reader, expire_on_commit=False) as session, session.begin():
                yield session

    def ping(self) -> None:
        """Asks for an answer, and whether it may write; writes nothing.

        Raises:
            sqlalchemy.exc.OperationalError: it may not, or there is no answer.
        """
        with self.write() as session:
            session.execute(text("SELECT count(*) FROM alembic_version"))
            if self.is_sqlite:
                # where it cannot even be opened no article is written
                session.execute(text("SELECT rowid FROM full_text LIMIT 0"))

    def empty_log(self) -> bool:
        """Moves into the file what SQLite's log holds, and empties it.

        Returns:
            Whether that was done; it is not while somebody reads what the log holds.
        """
        if not self.is_sqlite or not self.url.database:
            return True
        self._look_for_the_file()
        with closing(sqlite3.connect(self.url.database, timeout=1)) as plain:
            busy, *_ = plain.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
        return not busy

    def close(self) -> None:
        self._reader.dispose()
        self._writer.dispose()

    @contextmanager
    def _refusals_told(self) -> Iterator[None]:
        """All that is the database's trouble and not its caller's becomes one kind of error."""
        try:
            yield
        except DBAPIError as error:
            if not isinstance(error, OperationalError) and not _is_databases_own(error):
                raise
            code = getattr(error.orig, "sqlite_errorcode", 0)
            if code == sqlite3.SQLITE_CORRUPT_VTAB:
                self.index_damage = str(error.orig)
                raise _refusal(f"full_text: {error.orig}; run marsad reindex") from error
            if code & 0xFF in _DAMAGE:
                self._damage = f"{error.orig}; end Marsad and restore a copy"
                raise _refusal(self._damage) from error
            if isinstance(error, OperationalError):
                raise
            raise OperationalError(error.statement, error.params, error.orig) from error  # type: ignore[arg-type]

    def _file_identity(self) -> tuple[int, int] | None:
        """Which file holds the database; None for PostgreSQL, and where there is none."""
        if not self.is_sqlite or not self.url.database:
            return None
        try:
            found = os.stat(self.url.database)
        except FileNotFoundError:
            return None
        return found.st_dev, found.st_ino

    def _look_for_the_file(self) -> None:
        """SQLite would go on writing to a file that was removed, and all of it would be lost.

        Raises:
            OperationalError: it is not there, or not the one that was opened.
        """
        found = self._file_identity()
        if found != self._identity:
            where = f"{self.url.database} is "
            raise _refusal(
                where + "gone; put it back, with the files beside it, as it was"
                if found is None
                else where + "another file than was opened; start Marsad anew to go on with it"
            )

    def _engines(self) -> tuple[Engine, Engine]:
        if not self.is_sqlite:
            engine = create_engine(
                self.url,
                pool_pre_ping=True,
                isolation_level="REPEATABLE READ",
                connect_args={"connect_timeout": 10},
                json_serializer=_json,
            )
            writer = engine.execution_options(isolation_level="READ COMMITTED")
            return writer, engine
        return _sqlite_engine(self.url, "BEGIN IMMEDIATE", 1), _sqlite_engine(self.url, "BEGIN", 5)

    def _migrate(self) -> None:
        # a look first: a current database is opened without waiting for its writer
        current = self._schema()
        if current == SCHEMA:
            return
        # here, because Alembic takes longer to load than a listing to print
        from pipeline.store.migrating import known_schemas, upgrade

        if current is not None and current not in known_schemas():
            raise StoreError(
                f"{self.describe()}: was written by a newer Marsad (schema {current}); "
                "install that version, or restore an older copy"
            )
        with self._unchecked(), self._writer.begin() as connection:
            if not self.is_sqlite:
                connection.execute(text("SELECT pg_advisory_xact_lock(:n)"), {"n": _MIGRATION_LOCK})
            upgrade(connection)

    @contextmanager
    def _unchecked(self) -> Iterator[None]:
        """Lets SQLite build a table anew that others refer to: it drops the old one in between."""
        if not self.is_sqlite:
            yield
            return
        self._foreign_keys("OFF")
        try:
            yield
        finally:
            self._foreign_keys("ON")

    def _foreign_keys(self, state: str) -> None:
        """Outside any transaction, where alone SQLite heeds it; the pool has one connection."""
        connection = self._writer.raw_connection()
        try:
            connection.cursor().execute(f"PRAGMA foreign_keys={state}")
        finally:
            connection.close()

    def _schema(self) -> str | None:
        """The revision the database is at; None for an empty one."""
        with self._reader.connect() as connection:
            if not inspect(connection).has_table("alembic_version"):
                return None
            found = connection.scalar(text("SELECT version_num FROM alembic_version"))
            return None if found is None else str(found)


def _sqlite_engine(url: Any, begin: str, connections: int) -> Engine:
    engine = create_engine(
        url,
        poolclass=QueuePool,
        pool_size=connections,
        max_overflow=0,
        pool_timeout=BUSY_TIMEOUT * 3,
        json_serializer=_json,
        connect_args={"timeout": BUSY_TIMEOUT, "check_same_thread": False},
    )

    @event.listens_for(engine, "connect")
    def _prepare(connection: sqlite3.Connection, _record: object) -> None:
        connection.isolation_level = None  # transactions are opened by _begin alone
        for pragma in (
            # of a new file: a compressed version takes a third of such a page, and all of a smaller
            "page_size=8192",
            "journal_mode=WAL",
            # a commit is on disk before anyone is told of it
            "synchronous=FULL",
            "foreign_keys=ON",
            # what is forgotten is overwritten, however this SQLite was built
            "secure_delete=ON",
        ):
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        try:
            connection.exec_driver_sql(begin)
        except OperationalError:
            _wait_at_most(connection, _BUSY_AGAIN)
            raise
        _wait_at_most(connection, BUSY_TIMEOUT)

    return engine


def _wait_at_most(connection: Connection, seconds: float) -> None:
    """From now on, for another writer."""
    seconds = min(seconds, BUSY_TIMEOUT)
    if connection.info.get("waits", BUSY_TIMEOUT) != seconds:
        connection.info["waits"] = seconds
        connection.exec_driver_sql(f"PRAGMA busy_timeout={seconds * 1000:.0f}")


def _refusal(why: str) -> OperationalError:
    return OperationalError("", None, sqlite3.OperationalError(why))


def _is_databases_own(error: DBAPIError) -> bool:
    """Whether an error that is no `OperationalError` is not of its caller's making either."""
    if isinstance(error, InternalError):
        # PostgreSQL's class XX: damaged data or indexes; others tell of a mistake in the caller
        return str(getattr(error.orig, "sqlstate", "")).startswith("XX")
    hung_up = isinstance(error, InterfaceError) and error.connection_invalidated
    return hung_up or type(error) is DatabaseError


def _json(value: Any) -> str:
    """JSON with its letters as they are: escaped, an Arabic one would take six bytes for two."""
    if value == []:  # most tags, authors and agencies
        return "[]"
    text = _plain_letters(value)
    # half a surrogate pair cannot be encoded
    return text if text.isascii() or not _SURROGATE.search(text) else _escaped(value)


def _plain(error: Exception) -> str:
    """The driver's own words, without SQLAlchemy's wrapping, on one line."""
    words = str(getattr(error, "orig", None) or error).strip().splitlines()
    first = words[0] if words else type(error).__name__
    if "database is locked" in first:
        return "it is locked by another process; wait for it to finish, or end it"
    if "not a database" in first or "malformed" in first:
        return f"{first}; restore a copy, or move the damaged file away to start anew"
    return first

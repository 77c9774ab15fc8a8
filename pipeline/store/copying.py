"""Copies a whole database while it is written to, and puts such a copy back.

SQLite by its own backup, page by page out of one snapshot; PostgreSQL by the programs that come
with it. What else makes a backup is for others.
"""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
from contextlib import closing
from pathlib import Path
from typing import Final

from sqlalchemy import URL, create_engine, inspect
from sqlalchemy.exc import DatabaseError

from pipeline.store.errors import StoreError

#: pages of SQLite's copied between two tellings of how far it is
_PAGES: Final = 4096
#: characters of what PostgreSQL's programs complain
_SHOWN: Final = 500


def copy_sqlite(database: Path, to: Path) -> None:
    """Writes the database as it stands at one moment to a new file, and checks the copy.

    Whoever writes to it goes on; what is written meanwhile is not in the copy.

    Raises:
        StoreError: it cannot be read, or it is damaged.
        OSError: the copy cannot be written.
    """
    address = f"{database.absolute().as_uri()}?mode=ro"
    try:
        with (
            closing(sqlite3.connect(address, uri=True, isolation_level=None)) as source,
            closing(sqlite3.connect(to)) as target,
        ):
            # the transaction keeps the snapshot: without it every commit would begin the copy anew
            source.execute("BEGIN")
            source.execute("SELECT count(*) FROM alembic_version").fetchone()
            source.backup(target, pages=_PAGES)
    except sqlite3.Error as error:
        raise StoreError(f"{database}: cannot be copied: {error}") from error
    check_sqlite(to)


def check_sqlite(file: Path) -> None:
    """Reads a whole database file that nobody has open.

    Raises:
        StoreError: it is damaged, or no database.
    """
    try:
        with closing(sqlite3.connect(file, isolation_level=None)) as database:
            database.execute("PRAGMA trusted_schema=OFF")
            found = "\n".join(row[0] for row in database.execute("PRAGMA quick_check(3)"))
    except sqlite3.Error as error:
        raise StoreError(f"{file}: {error}") from error
    if found != "ok":
        raise StoreError(f"{file}: is damaged: {found.splitlines()[0][:_SHOWN]}")


def dump_postgres(url: URL, to: Path) -> None:
    """Writes the database as it stands at one moment to a new file, by `pg_dump`.

    Raises:
        StoreError: the program is missing, or failed.
    """
    _run("pg_dump", url, "--format=custom", "--no-owner", "--no-privileges", f"--file={to}")


def load_postgres(url: URL, dump: Path) -> None:
    """Fills an empty database from such a file, by `pg_restore`: wholly or not at all.

    Raises:
        StoreError: the program is missing, or failed.
    """
    options = ("--exit-on-error", "--single-transaction", "--no-owner", "--no-privileges")
    _run("pg_restore", url, *options, str(dump))


def is_free(url: URL) -> bool:
    """Whether nothing is there yet: no file of SQLite's, no table of PostgreSQL's.

    Raises:
        StoreError: it cannot be asked.
    """
    if url.get_backend_name() == "sqlite":
        return not os.path.lexists(url.database or "")
    engine = create_engine(url, connect_args={"connect_timeout": 10})
    try:
        with engine.connect() as connection:
            return not inspect(connection).get_table_names()
    except DatabaseError as error:
        told = str(error.orig or error).strip().splitlines()[0]
        raise StoreError(f"{url.render_as_string(hide_password=True)}: {told}") from error
    finally:
        engine.dispose()


def _run(program: str, url: URL, *words: str) -> None:
    path = shutil.which(program)
    if path is None:
        raise StoreError(
            f"{program} is not installed: it comes with PostgreSQL's client programs "
            "(postgresql-client), of the server's version or a newer one"
        )
    # the password goes by the environment: everyone can read the words of a command
    address = url.set(drivername="postgresql", password=None).render_as_string(hide_password=False)
    given = {"PGPASSWORD": str(url.password)} if url.password else {}
    ended = subprocess.run(  # noqa: S603 - PostgreSQL's own program, no shell
        [path, "--no-password", f"--dbname={address}", *words],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        env={**os.environ, **given},
        check=False,
    )
    if ended.returncode:
        told = " ".join(ended.stderr.decode("utf-8", "replace").split())[:_SHOWN]
        raise StoreError(f"{program} failed: {told}")

"""Checks the archive as it lies there: the database, who works on it, what waits, the last records.

Only reads: an older database is not migrated, a missing one not made.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Generator, Iterator
from contextlib import closing
from datetime import datetime, timedelta
from pathlib import Path
from time import monotonic
from typing import Final

from sqlalchemy import URL, create_engine, func, inspect, make_url, select, text
from sqlalchemy.exc import DatabaseError

from config.settings import Settings
from marsad import VERSION
from marsad.doctor.findings import Finding, together
from marsad.doctor.index import full_text_index
from marsad.wording import counted
from pipeline.evidence.files import EvidenceArchive, EvidenceError
from pipeline.store.engine import Store
from pipeline.store.outbox import DeliveryState
from pipeline.store.rows import evidence_ref
from pipeline.store.tables import (
    SCHEMA,
    DeliveryRow,
    DestinationRow,
    SectionRow,
    SourceRow,
    VersionRow,
)
from scheduler.lock import holder_of

#: what the store was tested with at the least
_SQLITE: Final = (3, 37, 0)
_POSTGRES: Final = 140000
#: seconds for `quick_check`; SQLite's steps between two looks at the clock
_PATIENCE: Final = 30.0
_STEPS: Final = 100_000
#: of the latest versions, whose responses are read
_LATEST: Final = 20
#: how late something may be before somebody should know
_LATE: Final = timedelta(minutes=30)


def archive(settings: Settings, now: datetime) -> Iterator[Finding]:
    """All of it; `now` is aware."""
    held = yield from _holder(settings)
    is_usable = yield from _database(make_url(settings.database.get_secret_value()))
    if not is_usable:
        return
    store = Store(settings.database.get_secret_value())
    try:
        yield from _queue(store, now, is_held=held)
        yield from _schedule(store, settings, now, is_held=held)
        yield from _latest(store, settings, now)
        yield from full_text_index(store)
    finally:
        store.close()


def _holder(settings: Settings) -> Generator[Finding, None, bool]:
    """Who works on the data folder; gives whether anybody does."""
    try:
        holder = holder_of(settings.data)
    except OSError as error:
        told = f"its lock cannot be read: {error.strerror}"
        yield Finding("service", "bad", told, "run this as the user that runs Marsad")
        return False
    if holder is None:
        yield Finding("service", "warn", "none runs on this data folder", "marsad run")
    elif holder.refusal:
        told = f"{holder} refused its last new configuration"
        yield Finding("service", "warn", told, "marsad check tells why; then marsad reload")
    else:
        yield Finding("service", "ok", str(holder))
    return holder is not None


def _database(url: URL) -> Generator[Finding, None, bool]:
    """Looks at the database as it is; gives whether its rows can be asked for."""
    shown = url.render_as_string(hide_password=True)
    try:
        if url.get_backend_name() == "sqlite":
            found = _sqlite(Path(url.database or ""))
        else:
            found = _postgres(url)
        schema = yield from found
        return schema == SCHEMA
    except (sqlite3.Error, DatabaseError, OSError) as error:
        told = str(getattr(error, "orig", None) or error).strip().splitlines()[:1]
        advice = "see that it is there and may be read; restore a backup if it is damaged"
        yield Finding("database", "bad", f"{shown}: {' '.join(told)}", advice)
        return False


def _sqlite(file: Path) -> Generator[Finding, None, str | None]:
    version = sqlite3.sqlite_version_info
    if version < _SQLITE:
        told = f"SQLite {sqlite3.sqlite_version} is too old"
        yield Finding("database", "bad", told, "use a Python with SQLite 3.37 or newer")
    if not file.exists():
        yield Finding("database", "ok", f"{file} will be made at the first start")
        return None
    address = f"{file.absolute().as_uri()}?mode=ro"
    with closing(sqlite3.connect(address, uri=True, timeout=5)) as database:
        found = database.execute("SELECT version_num FROM alembic_version").fetchone()
        schema = str(found[0]) if found else None
        yield _schema(schema, f"SQLite {sqlite3.sqlite_version}")
        checked = _quick_check(database)
        yield checked
        return schema if checked.verdict == "ok" else None


def _quick_check(database: sqlite3.Connection) -> Finding:
    end = monotonic() + _PATIENCE
    database.set_progress_handler(lambda: monotonic() > end, _STEPS)
    try:
        told = "\n".join(row[0] for row in database.execute("PRAGMA quick_check(1)"))
    except sqlite3.OperationalError as error:
        if "interrupted" not in str(error):
            raise
        return Finding("database", "ok", f"sound as far as {_PATIENCE:.0f} s of checking went")
    if told == "ok":
        return Finding("database", "ok", "quick_check finds it sound")
    advice = "end the service, keep the damaged file, and restore a backup"
    return Finding("database", "bad", f"quick_check: {told.splitlines()[0]}", advice)


def _postgres(url: URL) -> Generator[Finding, None, str | None]:
    engine = create_engine(url, connect_args={"connect_timeout": 10})
    try:
        with engine.connect() as connection:
            number = int(connection.scalar(text("SHOW server_version_num")) or 0)
            name = f"PostgreSQL {connection.scalar(text('SHOW server_version'))}"
            if number < _POSTGRES:
                yield Finding("database", "bad", f"{name} is too old", "use version 14 or newer")
            if not inspect(connection).has_table("alembic_version"):
                told = f"{name}; its tables will be made at the first start"
                yield Finding("database", "ok", told)
                return None
            found: str | None = connection.scalar(text("SELECT version_num FROM alembic_version"))
            yield _schema(found, name)
            return found
    finally:
        engine.dispose()


def _schema(found: str | None, name: str) -> Finding:
    if found == SCHEMA:
        return Finding("database", "ok", f"{name}, schema {found}")
    # here, because Alembic takes long to load
    from pipeline.store.migrating import known_schemas

    if found in known_schemas():
        told = f"{name}, schema {found} will be brought to {SCHEMA} at the next start"
        return Finding("database", "warn", told, "marsad backup first, by the older Marsad")
    told = f"{name}, schema {found} is a newer Marsad's"
    return Finding("database", "bad", told, "install that Marsad, or restore an older backup")


def _queue(store: Store, now: datetime, *, is_held: bool) -> Iterator[Finding]:
    # a digest is what it carries, and no more
    own = DeliveryRow.carries == 0
    waiting = DeliveryRow.state == DeliveryState.QUEUED
    with store.read() as session:
        disabled = session.scalars(
            select(DestinationRow.name).where(DestinationRow.disabled_at.is_not(None))
        ).all()
        due = waiting & (DeliveryRow.next_attempt_at < now - _LATE)
        due &= DeliveryRow.destination.not_in(disabled)
        queued = session.scalar(select(func.count()).where(waiting, own)) or 0
        late, oldest = session.execute(
            select(func.count(), func.min(DeliveryRow.next_attempt_at)).where(due)
        ).one()
        is_dead = DeliveryRow.state == DeliveryState.DEAD
        dead = session.scalar(select(func.count()).where(is_dead, own))
    if oldest is not None:
        late_ones = (
            f"{late} of {counted(queued, 'queued alert')} {'is' if late == 1 else 'are'} late"
        )
        told = f"{late_ones}, the first by {_ago(now - oldest)}"
        advice = "see marsad deliveries --state queued" if is_held else "marsad run"
        yield Finding("alerts", "bad", told, advice)
    else:
        yield Finding("alerts", "ok", f"{queued} queued, none late")
    if dead:
        told, advice = (
            f"{counted(dead, 'was', 'were')} given up",
            "marsad deliveries --state dead, then replay",
        )
        yield Finding("alerts", "warn", told, advice)
    for name in disabled:
        advice = f"marsad destinations enable {name}, once it works again"
        yield Finding("alerts", "bad", f"{name} is disabled", advice)


def _schedule(
    store: Store, settings: Settings, now: datetime, *, is_held: bool
) -> Iterator[Finding]:
    if not is_held:
        return
    known = {(one.name, section.name) for one in settings.sources for section in one.sections}
    with store.read() as session:
        # a site that asked to be left alone is no fault of ours
        paused = set(session.scalars(select(SourceRow.name).where(SourceRow.paused_until > now)))
        found = session.scalars(select(SectionRow)).all()
    rows = [row for row in found if (row.source, row.name) in known and row.source not in paused]
    late = [row for row in rows if row.due_at < now - _LATE]
    troubles = [
        Finding(
            "sections",
            "warn",
            f"{row.source}/{row.name} is {_ago(now - row.due_at)} late",
            "see marsad sources, and the log",
        )
        for row in sorted(late, key=lambda row: row.due_at)
    ]
    yield from together("sections", troubles, len(rows), f"{len(rows)} polled, none late")


def _latest(store: Store, settings: Settings, now: datetime) -> Iterator[Finding]:
    evidence = EvidenceArchive(settings.data / "warc", f"Marsad/{VERSION}")
    with store.read() as session:
        query = select(VersionRow).order_by(VersionRow.id.desc()).limit(_LATEST)
        rows = list(session.scalars(query))
    if rows and (latest := max(row.fetched_at for row in rows)) > now + timedelta(minutes=2):
        told = f"the latest version was fetched {_ago(latest - now)} from now"
        yield Finding("clock", "bad", told, "the clock was or is wrong: see that it is kept right")
    troubles, read = [], 0
    for row in rows:
        if (ref := evidence_ref(row)) is None:
            continue
        read += 1
        try:
            evidence.read(ref)
        except EvidenceError as error:
            told = f"article {row.article_id}, version {row.n}: {error}"
            troubles.append(Finding("responses", "bad", told, "marsad verify tells all that is"))
    yield from together("responses", troubles, read, f"the latest {read} are as they were kept")


def _ago(time: timedelta) -> str:
    seconds = time.total_seconds()
    for size, unit in ((86400, "d"), (3600, "h"), (60, "min")):
        if seconds >= size:
            return f"{seconds / size:.0f} {unit}"
    return f"{seconds:.0f} s"

"""A database with rows in every table comes up to the newest schema with all that it held."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any, Final

import pytest
from alembic import command
from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    Connection,
    Date,
    DateTime,
    Float,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    create_engine,
    event,
    select,
    text,
)
from sqlalchemy.types import TypeEngine

from pipeline.store.engine import Store
from pipeline.store.migrating import migration_config
from pipeline.store.packed import Digest, Packed
from pipeline.store.tables import AlertRow, Base, UtcDateTime
from tests.builders import NOW

#: what a row that was there holds in columns that came later, but for those that hold nothing
_SINCE: Final[dict[tuple[str, str], Callable[[dict[str, Any]], object]]] = {
    ("sections", "strain"): lambda row: row["failures"],
    ("deliveries", "carries"): lambda row: 0,
    ("alerts", "takes_back"): lambda row: 0,
}

Rows = dict[str, list[dict[str, Any]]]


# the first whose texts and digests stand as they do now (test_less_room takes over older ones),
# and the first that has every table of the release after
@pytest.mark.parametrize("revision", ["0014", "0022"])
def test_every_row_of_every_table_is_kept(database_url: str, revision: str) -> None:
    before = _database_of(database_url, revision)
    assert all(len(rows) == 2 for rows in before.values())
    store = Store(database_url)
    try:
        with store.read() as session:
            after = _rows(session.connection())
            assert (
                not store.is_sqlite or not session.execute(text("PRAGMA foreign_key_check")).all()
            )
    finally:
        store.close()
    # how far the index has come, which the newest begins
    after["progress"] = [row for row in after["progress"] if row["work"] != "full-text"]
    assert {table: _of_columns(after[table], rows[0]) for table, rows in before.items()} == before
    for table, rows in before.items():
        for row in after[table]:
            since = {name: value for name, value in row.items() if name not in rows[0]}
            assert since == {name: _held_since(table, name, row) for name in since}


def _held_since(table: str, column: str, row: dict[str, Any]) -> object:
    held = _SINCE.get((table, column))
    return held(row) if held else None


def _of_columns(rows: list[dict[str, Any]], wanted: dict[str, Any]) -> list[dict[str, Any]]:
    return [{name: value for name, value in row.items() if name in wanted} for row in rows]


def _database_of(url: str, revision: str) -> Rows:
    """What each table holds of a database that was built at a revision, with two rows in each."""
    engine = create_engine(url)
    config = migration_config()
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, revision)
        for table in _tables(connection):
            connection.execute(table.insert(), [dict(_row(table, n)) for n in (1, 2)])
        found = _rows(connection)
    engine.dispose()
    return found


def _rows(connection: Connection) -> Rows:
    return {
        table.name: [dict(row) for row in connection.execute(_in_order(table)).mappings()]
        for table in _tables(connection)
    }


def _in_order(table: Table) -> Any:
    return select(table).order_by(*table.primary_key.columns)


def _tables(connection: Connection) -> list[Table]:
    """Those that still have a model, as they are, with the types that it gives their columns."""
    found = MetaData()

    @event.listens_for(found, "column_reflect")
    def _as_the_model_has_it(_: object, table: Table, column: Any) -> None:
        model = Base.metadata.tables.get(table.name)
        if model is not None and column["name"] in model.columns:
            column["type"] = model.columns[column["name"]].type

    found.reflect(connection, only=lambda name, _: name in Base.metadata.tables)
    return found.sorted_tables


def _row(table: Table, n: int) -> Iterator[tuple[str, Any]]:
    """The first row has something in every column, the second where there must be something."""
    for at, column in enumerate(table.columns):
        if n == 1 or not column.nullable:
            yield column.name, _value(column, n, at)
        else:
            yield column.name, None


def _value(column: Column[Any], n: int, at: int) -> Any:
    """Another in every column of a row, but for what refers to another row's key."""
    for key in column.foreign_keys:
        return _value(key.column, n, 0)
    kind: TypeEngine[Any] = column.type
    words = f"{column.name} {n} من المكتبة"
    if isinstance(kind, Digest):
        return f"sha256:{at:032x}{n:032x}"
    if isinstance(kind, Packed | JSON):
        return [words]
    if isinstance(kind, LargeBinary):
        return words.encode()
    if isinstance(kind, Boolean):
        return n == 1
    if isinstance(kind, Integer):
        return n if column.primary_key else 10 * at + n
    if isinstance(kind, Float):
        return at + n / 4
    if isinstance(kind, UtcDateTime | DateTime):
        return NOW + timedelta(hours=at, microseconds=n)
    return NOW.date() + timedelta(days=at) if isinstance(kind, Date) else words


def test_what_was_withdrawn_names_what_it_takes_back_where_only_one_can_be_meant(
    database_url: str,
) -> None:
    before = _database_of(database_url, "0023")
    # kinds of the alerts of one version, and the one that the last of them takes back
    told = {1: ("unconfirmed", "withdrawn"), 2: ("edit", "unconfirmed", "withdrawn"), 3: ("left",)}
    rows = [
        before["alerts"][1] | {"id": 10 * version + at, "version": version, "kind": kind}
        for version, kinds in told.items()
        for at, kind in enumerate(kinds)
    ]
    engine = create_engine(database_url)
    with engine.begin() as connection:
        (alerts,) = (table for table in _tables(connection) if table.name == "alerts")
        connection.execute(alerts.insert(), rows)
    engine.dispose()
    store = Store(database_url)
    try:
        with store.read() as session:
            found = session.execute(select(AlertRow.id, AlertRow.takes_back)).all()
    finally:
        store.close()
    named = {one: other for one, other in found if one >= 10}
    assert named == {10: 0, 11: 10, 20: 0, 21: 0, 22: 0, 30: 0}

"""Writes many new rows of a table at once, past the session, which takes longer than the database.

What it writes is what the models say: their types, and their defaults where a row says nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import lru_cache
from itertools import repeat
from operator import itemgetter
from typing import Any

from sqlalchemy import Dialect, Table, text
from sqlalchemy.orm import Session
from sqlalchemy.types import TypeEngine

from pipeline.store.tables import Base, UtcDateTime

_Write = Callable[[Any], Any]


def insert_rows(session: Session, model: type[Base], rows: Sequence[Mapping[str, Any]]) -> None:
    """Inserts rows, all by the same column names; what they do not name is the column's default."""
    if not rows:
        return
    named = rows[0].keys()
    names: list[str] = []
    values: list[Iterable[Any]] = []
    # a column at a time takes half as long as a row at a time
    for name, default, write in _columns(model, session.get_bind().dialect):
        if name in named:
            column = map(itemgetter(name), rows)
            values.append(column if write is None else map(write, column))
        elif name == "id":
            continue  # the database counts
        else:
            values.append(repeat(write(default) if write else default, len(rows)))
        names.append(name)
    insert_values(session, model.__tablename__, names, list(zip(*values, strict=True)))


def insert_values(
    session: Session, table: str, columns: Iterable[str], rows: Sequence[tuple[Any, ...]]
) -> None:
    """Inserts rows whose values are as the driver takes them."""
    if not rows:
        return
    names = tuple(columns)
    mark = "?" if session.get_bind().dialect.name == "sqlite" else "%s"
    session.connection().exec_driver_sql(
        f"INSERT INTO {table} ({', '.join(names)}) "  # noqa: S608 - names of ours
        f"VALUES ({', '.join([mark] * len(names))})",
        rows if isinstance(rows, list) else list(rows),
    )


def next_ids(session: Session, model: type[Base], count: int) -> list[int]:
    """Ids of rows that the caller is about to insert, ascending; nobody else is given them."""
    table = model.__tablename__
    if session.get_bind().dialect.name == "sqlite":  # which has one writer
        session.flush()
        asked = f"SELECT max(id) FROM {table}"  # noqa: S608 - a name of ours
        last = session.connection().exec_driver_sql(asked).scalar() or 0
        return list(range(last + 1, last + 1 + count))
    numbers = text(
        "SELECT nextval(pg_get_serial_sequence(:table, 'id')) FROM generate_series(1, :n)"
    )
    return sorted(session.execute(numbers, {"table": table, "n": count}).scalars())


@lru_cache(maxsize=64)
def _columns(model: type[Base], dialect: Dialect) -> tuple[tuple[str, Any, _Write | None], ...]:
    """Of each column its name, its default, and what makes of a value what the driver takes."""
    table = model.__table__
    assert isinstance(table, Table)
    return tuple(
        (column.name, getattr(column.default, "arg", None), _writes(column.type, dialect))
        for column in table.columns
    )


def _writes(kind: TypeEngine[Any], dialect: Dialect) -> _Write | None:
    if isinstance(kind, UtcDateTime):
        return _writes_time(dialect)
    return kind.dialect_impl(dialect).bind_processor(dialect)


@lru_cache(maxsize=2)
def _writes_time(dialect: Dialect) -> _Write | None:
    """One for all columns: those of an article, its version and its link share a few moments."""
    write: _Write | None = UtcDateTime().dialect_impl(dialect).bind_processor(dialect)
    return lru_cache(maxsize=1 << 12)(write) if write else None

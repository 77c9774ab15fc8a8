"""Keeps what is known of the hosts that are asked, so that manners outlast a restart.

Every function works inside the transaction its caller opened.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import fields
from datetime import datetime
from typing import Final

from sqlalchemy import delete, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from pipeline.hosts import HostRecord
from pipeline.store.plain import run
from pipeline.store.tables import HostRow

_FIELDS: Final = tuple(field.name for field in fields(HostRecord))


def _put(new: sqlite.Insert | postgresql.Insert) -> sqlite.Insert | postgresql.Insert:
    """The insertion of a host, or what is new of it where it is known."""
    values = {name: new.excluded[name] for name in _FIELDS if name != "host"}
    return new.on_conflict_do_update(index_elements=["host"], set_=values)


_PUT: Final = {
    "sqlite": _put(sqlite.insert(HostRow)),
    "postgresql": _put(postgresql.insert(HostRow)),
}


def records(session: Session, hosts: Collection[str] | None = None) -> list[HostRecord]:
    """What is known of some hosts, or of all; in the order of their names."""
    query = select(HostRow).order_by(HostRow.host)
    if hosts is not None:
        query = query.where(HostRow.host.in_(hosts))
    return [
        HostRecord(**{name: getattr(row, name) for name in _FIELDS})
        for row in session.scalars(query)
    ]


def forget(session: Session, before: datetime) -> None:
    """Removes what is known of hosts that were not asked since then."""
    session.execute(delete(HostRow).where(HostRow.free_at < before))


def keep(session: Session, records: Iterable[HostRecord]) -> None:
    # without rows in the session: a host's is written before it is asked, which is often
    values = [{name: getattr(record, name) for name in _FIELDS} for record in records]
    if values:
        run(session, _PUT[session.get_bind().dialect.name], values)

"""Keeps what is known of the hosts that are asked, so that manners outlast a restart.

Every function works inside the transaction its caller opened.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import fields
from datetime import datetime

from sqlalchemy import bindparam, delete, insert, select, update
from sqlalchemy.orm import Session

from pipeline.hosts import HostRecord
from pipeline.store.tables import HostRow

_INSERT = insert(HostRow)
_UPDATE = update(HostRow).where(HostRow.host == bindparam("this_host"))
_FIELDS = tuple(field.name for field in fields(HostRecord))


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
    connection = session.connection()
    for record in records:
        values = {name: getattr(record, name) for name in _FIELDS}
        if not connection.execute(_UPDATE, values | {"this_host": record.host}).rowcount:
            connection.execute(_INSERT, values)

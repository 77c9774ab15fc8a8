"""Runs statements on columns past the session's rows, which cost several times what they hold.

It is for what every page and every delivery asks and writes. Whoever writes so tells the rows that
a session has of it himself.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import CursorResult, Executable
from sqlalchemy.orm import Session

Values = Mapping[str, Any] | Sequence[Mapping[str, Any]]


def run(session: Session, statement: Executable, values: Values) -> CursorResult[Any]:
    """What a statement comes to, once the session's own changes are written.

    Args:
        statement: built once, for that takes longer than to run it.
        values: of its parameters; several of them run it as often.
    """
    session.flush()
    return session.connection().execute(statement, values)

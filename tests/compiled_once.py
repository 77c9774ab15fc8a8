"""SQL that is compiled once for all stores of a test process, as a service compiles it once.

SQLAlchemy keeps compiled statements by engine and dialect, and every store that is opened has its
own: otherwise a third of what a test of the archive takes goes into compiling the same again.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import Engine, create_engine
from sqlalchemy.exc import DBAPIError

from pipeline.store import engine as engine_module

#: options that a dialect is made with
_OF_THE_DIALECT = ("isolation_level", "json_serializer")
#: by the dialect's name, an engine that has been connected: its dialect knows its database
_known: dict[str, Engine] = {}


def share_compiled_statements() -> None:
    """From now on the stores that are opened in this process share what they compile."""
    engine_module.create_engine = _sharing_engine  # type: ignore[attr-defined]


def _sharing_engine(url: Any, **options: Any) -> Engine:
    engine = create_engine(url, **options)
    if engine.dialect.name not in _known:
        own = {name: options[name] for name in _OF_THE_DIALECT if name in options}
        apart = create_engine("sqlite://" if engine.dialect.name == "sqlite" else url, **own)
        try:
            apart.connect().close()
        except DBAPIError:
            return engine  # nobody answers; whoever opens the store is told so
        finally:
            apart.dispose()
        _known[engine.dialect.name] = apart
    shared = _known[engine.dialect.name]
    engine.dialect, engine._compiled_cache = shared.dialect, shared._compiled_cache
    return engine

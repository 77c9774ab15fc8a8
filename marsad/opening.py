"""Opens the configured database for a command."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from config.settings import Settings
from pipeline.store.engine import Store


@contextmanager
def opened_store(settings: Settings) -> Iterator[Store]:
    """The configured database, migrated, closed at the end.

    Raises:
        pipeline.store.engine.StoreError: it cannot be used.
    """
    store = Store(settings.database.get_secret_value())
    try:
        yield store
    finally:
        store.close()

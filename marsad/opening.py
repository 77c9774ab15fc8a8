"""Opens the configured database for a command, and keeps a thread that writes it."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import make_url
from sqlalchemy.exc import OperationalError

from config.settings import Settings
from pipeline.store.engine import InStore, Store
from pipeline.store.errors import StoreError


@contextmanager
def opened_store(settings: Settings) -> Iterator[Store]:
    """The configured database, migrated, closed at the end.

    Raises:
        pipeline.store.errors.StoreError: it cannot be used, or is gone; or it refused in between
            where nobody waits for it to come back.
    """
    _refuse_a_lost_one(settings)
    store = Store(settings.database.get_secret_value())
    try:
        yield store
    except OperationalError as error:
        raise StoreError(f"refuses: {str(error.orig).strip()}") from error
    finally:
        store.close()


@contextmanager
def store_thread() -> Iterator[InStore]:
    """A way to run blocking calls on the one thread that writes the database."""
    with ThreadPoolExecutor(max_workers=1, thread_name_prefix="store") as pool:

        def in_store(call: Callable[..., Any], *args: Any) -> Awaitable[Any]:
            return asyncio.get_running_loop().run_in_executor(pool, call, *args)

        yield in_store


def _refuse_a_lost_one(settings: Settings) -> None:
    """An empty database in place of one that is gone would hide that it is.

    Raises:
        StoreError: there is none, yet there are responses of one.
    """
    url = make_url(settings.database.get_secret_value())
    if url.get_backend_name() != "sqlite" or not url.database:
        return
    file, kept = Path(url.database), settings.data / "warc"
    is_missing = not file.exists() or file.stat().st_size == 0
    if is_missing and any(one.suffix in (".gz", ".zst") for one in kept.rglob("*")):
        raise StoreError(
            f"{file}: is gone, but {kept} holds the responses of one; "
            f"restore a copy, or move {kept} away to start anew"
        )

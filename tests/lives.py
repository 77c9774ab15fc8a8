"""One life of a service that is to be killed: real store, ingest, deliverer and ticks, no crawls.

In place of crawls a desk reads an invented page at every tick, and writes its number into a diary
once it is stored. What is loaded here is loaded once for all lives that are forked from it.
"""

from __future__ import annotations

import asyncio
import os
import signal
from collections.abc import Awaitable, Callable
from contextlib import closing
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from config.settings import LogSettings, Settings
from config.telemetry import configure_logging
from marsad.gating import egress_policy
from marsad.opening import store_thread
from pipeline.delivery.deliver import Deliverer
from pipeline.evidence.files import EvidenceArchive
from pipeline.ingest import Ingest
from pipeline.records import FetchedPage
from pipeline.store.engine import Store
from pipeline.store.tables import ArticleRow, DeliveryRow
from pipeline.topics import parse_query
from pipeline.watch import Watch
from scheduler import service
from scheduler.policy import AgeTiming
from tests.builders import BODY, fetched, item_url, k2_page
from tests.reading_here import take
from tests.story_texts import invented_words

#: name of a file in the data folder: numbers of the pages that were stored, one a line
DIARY = "diary.txt"
#: deliveries in the queue at which the desk waits for the deliverer
_BUSY = 24

parse_query("مكتبة")  # makes the grammar, which takes a third of a second


class _Desk:
    """In place of crawls: at each tick a page that nobody has seen, while the outbox has room."""

    def __init__(
        self,
        store: Store,
        ingest: Ingest,
        in_store: Callable[..., Awaitable[Any]],
        diary: int,
        last: int,
    ) -> None:
        self._store, self._ingest, self._in_store = store, ingest, in_store
        self._diary, self._last = diary, last

    async def start_due(self) -> None:
        await self._in_store(self._read_one)

    async def stop(self) -> None: ...

    def _read_one(self) -> None:
        with self._store.read() as session:
            known = session.scalar(select(func.count()).select_from(ArticleRow)) or 0
            if known >= self._last or queued(session) >= _BUSY:
                return
        take(self._ingest, _page(known + 1))
        os.write(self._diary, f"{known + 1}\n".encode())  # after the commit


def _page(number: int) -> FetchedPage:
    # each its own text, or a story would be told of once
    page = k2_page(body=(BODY[0], " ".join(invented_words(number, 60))))
    return fetched(page, datetime.now(UTC), url=item_url(number))


def queued(session: Session) -> int:
    """How many deliveries wait."""
    counted = select(func.count()).where(DeliveryRow.state == "queued")
    return int(session.scalar(counted) or 0)


def live(found: Settings, last: int) -> None:
    """One life of the service, until it is told or made to end.

    Args:
        found: the settings.
        last: the number of pages after which none is new.
    """
    configure_logging(LogSettings(level="error"))
    service.CRAWL_TICK = service.DELIVER_TICK = 0.02  # a life is over before a second is
    asyncio.run(_serve(found, last))


async def _serve(found: Settings, last: int) -> None:
    diary = os.open(found.data / DIARY, os.O_WRONLY | os.O_CREAT | os.O_APPEND)
    archive = EvidenceArchive(found.data / "warc", "Marsad/test")
    with (
        closing(Store(found.database.get_secret_value())) as store,
        closing(archive) as evidence,
        store_thread() as in_store,
    ):
        deliverer = Deliverer(found, store, egress_policy(found), in_store)
        await in_store(deliverer.release_dead_leases)
        watch, at_once = Watch(found), timedelta(0)
        ingest = Ingest(found, store, evidence, watch, AgeTiming(), confirm_after=at_once)
        desk = _Desk(store, ingest, in_store, diary, last)
        alive = service.Service(desk, deliverer, partial(in_store, store.ping))  # type: ignore[arg-type]
        asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, alive.ask_to_stop)
        await alive.run()
        await in_store(deliverer.release_own_leases)

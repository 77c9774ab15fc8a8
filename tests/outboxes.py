"""A store with queued deliveries and the loopback sinks they are meant for."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

from sqlalchemy import update

from config.settings import Settings
from marsad.demo.mailbox import Mailbox
from marsad.demo.receiver import Receiver
from marsad.opening import store_thread
from pipeline.delivery.deliver import Deliverer, Sent
from pipeline.egress.policy import EgressPolicy
from pipeline.evidence.files import EvidenceArchive
from pipeline.ingest import Ingest
from pipeline.store import queries
from pipeline.store.engine import Store
from pipeline.store.tables import DeliveryRow
from pipeline.watch import Watch
from scheduler.policy import AgeTiming
from tests.builders import BODY, NOW, SECRET, fetched, item_url, k2_page, settings
from tests.reading_here import take
from tests.story_texts import invented_words


@dataclass
class Outbox:
    """A store with queued deliveries, and the sinks they are meant for."""

    store: Store
    settings: Settings
    mailbox: Mailbox
    receiver: Receiver
    #: HOST:PORT that may be connected to besides the receiver
    allow: list[str] = field(default_factory=list)
    #: what whoever watches was told
    told: list[Sent] = field(default_factory=list)

    def ingest(self, folder: Path) -> Ingest:
        return Ingest(
            self.settings,
            self.store,
            EvidenceArchive(folder / "warc", "Marsad/test"),
            Watch(self.settings),
            AgeTiming(),
            confirm_after=timedelta(0),
        )

    def queue(self, folder: Path, pieces: int = 1) -> None:
        ingest = self.ingest(folder)
        for number in range(pieces):
            # each its own text, or a story would be told of once
            page = k2_page(body=(BODY[0], " ".join(invented_words(number, 60))))
            take(ingest, fetched(page, NOW, url=item_url(number + 1)))

    def drain(self) -> list[Sent]:
        async def work() -> list[Sent]:
            with store_thread() as in_store:
                policy = EgressPolicy([self.receiver.host, *self.allow])
                told = self.told.append
                deliverer = Deliverer(self.settings, self.store, policy, in_store, told)
                return await deliverer.drain()

        return asyncio.run(work())

    def make_all_due(self) -> None:
        with self.store.write() as session:
            session.execute(update(DeliveryRow).values(next_attempt_at=NOW))

    def states(self) -> dict[str, tuple[str, int]]:
        with self.store.read() as session:
            return {
                one.destination: (one.state, one.attempts) for one in queries.deliveries(session)
            }


@contextmanager
def filled_outbox(store: Store, folder: Path) -> Iterator[Outbox]:
    """One alert, owed to a mailbox and a webhook."""
    with Mailbox() as mailbox, Receiver(SECRET) as receiver:
        found = settings(
            folder,
            smtp={"host": "127.0.0.1", "port": mailbox.port, "sender": "marsad@example.org"},
            destinations=[
                {"name": "mail", "email": "desk@example.org"},
                {"name": "hook", "webhook": receiver.url, "secret": SECRET},
            ],
        )
        filled = Outbox(store, found, mailbox, receiver)
        filled.queue(folder)
        yield filled

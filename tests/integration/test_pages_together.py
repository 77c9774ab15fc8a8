"""Pages of several crawls share a transaction, and none is touched by what befalls another."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from pipeline.evidence.files import EvidenceArchive, EvidenceRef
from pipeline.extract import read_article
from pipeline.extract.recheck import Look
from pipeline.identity import link_key
from pipeline.ingest import Ingest, Outcome, PageToRead, ReadAnswer
from pipeline.listings import Listings
from pipeline.records import FetchedPage
from pipeline.store import frontier, queries
from pipeline.store.engine import Store
from pipeline.watch import Watch
from scheduler.pages import Pages
from scheduler.policy import AgeTiming
from scheduler.room import Room
from tests.builders import NOW, fetched, item_url, k2_page, minutes, settings


class Refusing(EvidenceArchive):
    """An archive on a disk that takes some pages and not others."""

    refused: frozenset[str] = frozenset()

    def keep(self, page: FetchedPage) -> EvidenceRef:
        if page.url in self.refused:
            raise OSError(28, "No space left on device")
        return super().keep(page)


@dataclass
class Desk:
    store: Store
    folder: Path
    #: how many pages each call of the store's thread was given
    calls: list[int] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.settings = settings(self.folder)
        watch, timing = Watch(self.settings), AgeTiming()
        Listings(self.settings, self.store, watch, timing).adopt_settings(NOW)
        self.evidence = Refusing(self.folder / "warc", "Marsad/test")
        self.ingest = Ingest(
            self.settings, self.store, self.evidence, watch, timing, confirm_after=timedelta(0)
        )

    def store_all(self, *pages: FetchedPage) -> list[Outcome | BaseException]:
        """Hands pages over at the same time; what came of each, or what it raised."""
        return self._at_once(lambda together, page: together.store(self.read(page)), pages)

    def look_all(self, *pages: FetchedPage) -> list[Look | BaseException | None]:
        """Asks at the same time what to look for on pages, likewise."""
        return self._at_once(lambda together, page: together.look(page), pages)

    def _at_once(
        self, act: Callable[[Pages, FetchedPage], Awaitable[Any]], pages: Sequence[FetchedPage]
    ) -> list[Any]:
        async def in_store(call: Callable[..., Any], given: list[Any]) -> Any:
            self.calls.append(len(given))
            await asyncio.sleep(0)  # as long as it runs others come
            return call(given)

        async def all_at_once() -> list[Any]:
            together = Pages(self.ingest, Room.of(self.settings), in_store)
            acts = (act(together, page) for page in pages)
            return await asyncio.gather(*acts, return_exceptions=True)

        return asyncio.run(all_at_once())

    def read(self, page: FetchedPage) -> ReadAnswer:
        to_read = self.ingest.to_read(page)
        assert isinstance(to_read, PageToRead)
        return ReadAnswer(page, read_article(*to_read))

    def kept(self) -> dict[str, int]:
        """Titles of the stored articles, and how many versions each has."""
        with self.store.read() as session:
            return {one.data.title: one.versions for one in queries.articles(session)}


@pytest.fixture
def desk(store: Store, tmp_path: Path) -> Desk:
    return Desk(store, tmp_path)


def piece(number: int, *, at: float = 0) -> FetchedPage:
    return fetched(k2_page(f"خبر رقم {number} من تالة"), minutes(at), url=item_url(number))


def test_pages_that_come_together_are_looked_up_together(desk: Desk) -> None:
    desk.store_all(piece(1))
    new, known, other = desk.look_all(piece(2), piece(1, at=5), piece(3))
    assert (new, other) == (None, None)
    assert isinstance(known, Look)
    assert desk.calls == [1, 3]


def test_a_page_that_cannot_be_looked_up_takes_no_other_with_it(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.store_all(piece(1))
    known = frontier.article_behind

    def refused(session: Session, source: str, key: str) -> int | None:
        if key == link_key(item_url(2), "joomla-k2", None):
            raise ValueError("no such address")
        return known(session, source, key)

    monkeypatch.setattr(frontier, "article_behind", refused)
    first, second, third = desk.look_all(piece(1, at=5), piece(2), piece(3))
    assert isinstance(first, Look)
    assert isinstance(second, ValueError)
    assert third is None


def test_what_comes_together_is_stored_together(desk: Desk) -> None:
    outcomes = desk.store_all(*map(piece, range(1, 6)))
    assert [one.what for one in outcomes if isinstance(one, Outcome)] == ["new"] * 5
    assert len(desk.kept()) == 5
    assert desk.calls == [5]


def test_each_is_answered_for_itself(desk: Desk) -> None:
    desk.store_all(piece(1), piece(2))
    outcomes = desk.store_all(piece(3), piece(1, at=5), piece(2, at=5))
    told = [(one.what, one.title) for one in outcomes if isinstance(one, Outcome)]
    assert told == [
        ("new", "خبر رقم 3 من تالة"),
        ("unchanged", "خبر رقم 1 من تالة"),
        ("unchanged", "خبر رقم 2 من تالة"),
    ]


def test_one_article_at_two_addresses_is_one_though_both_come_at_once(desk: Desk) -> None:
    html = k2_page("فتح المكتبة العمومية")
    first = fetched(html, NOW, url=item_url(7))
    second = fetched(html, NOW, url=item_url(7) + "?start=1")
    outcomes = desk.store_all(first, second)
    ids = {one.article_id for one in outcomes if isinstance(one, Outcome)}
    assert len(ids) == 1
    assert desk.kept() == {"فتح المكتبة العمومية": 1}


def test_a_page_that_cannot_be_kept_takes_no_other_with_it(desk: Desk) -> None:
    desk.evidence.refused = frozenset((item_url(2),))
    first, second, third = desk.store_all(piece(1), piece(2), piece(3))
    assert isinstance(second, OSError)
    assert isinstance(first, Outcome)
    assert isinstance(third, Outcome)
    assert desk.kept() == {"خبر رقم 1 من تالة": 1, "خبر رقم 3 من تالة": 1}
    # and nothing of it was left behind that would make it known
    desk.evidence.refused = frozenset()
    (again,) = desk.store_all(piece(2))
    assert isinstance(again, Outcome)
    assert again.what == "new"


def test_alerts_of_pages_that_had_to_be_stored_apart_are_queued_once(desk: Desk) -> None:
    desk.evidence.refused = frozenset((item_url(2),))
    opened = fetched(k2_page("افتتاح المكتبة", ("في تالة.",)), url=item_url(1))
    closed = fetched(k2_page("غلق المكتبة", ("في سبيبة.",)), url=item_url(3))
    told = desk.store_all(opened, piece(2), closed)
    assert sum(one.alerts for one in told if isinstance(one, Outcome)) == 2
    with desk.store.read() as session:
        assert [one.sequence for one in queries.alerts(session)] == [2, 1]


def test_a_store_that_refuses_says_so_for_every_page(sqlite_store: Store, tmp_path: Path) -> None:
    desk = Desk(sqlite_store, tmp_path)
    (tmp_path / "marsad.db").rename(tmp_path / "elsewhere.db")
    outcomes = desk.store_all(piece(1), piece(2))
    assert [type(one) for one in outcomes] == [OperationalError] * 2

"""A disk that fills up: crawls pause, alerts leave, and all goes on by itself."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from sqlalchemy import text
from sqlalchemy.exc import OperationalError
from structlog.testing import capture_logs

from crawler.plan import CrawlPlan, CrawlReport
from marsad.app import started_engine
from marsad.opening import store_thread
from pipeline.delivery.deliver import Deliverer
from pipeline.egress.policy import EgressPolicy
from pipeline.evidence.files import EvidenceArchive
from pipeline.ingest import Ingest
from pipeline.listings import Listings
from pipeline.store import queries
from pipeline.store.engine import Store
from pipeline.store.full_text import unread
from pipeline.store.tables import SourceRow
from pipeline.sweeps import Sweeps
from pipeline.watch import Watch
from scheduler import service as service_module
from scheduler.ballast import NAME as BALLAST
from scheduler.ballast import Ballast
from scheduler.dispatch import CrawlDesk
from scheduler.lock import AlreadyRunningError, data_folder_lock, holder_of
from scheduler.policy import AgeTiming
from scheduler.room import Room
from scheduler.service import Service
from tests.builders import BODY, NOW, fetched, item_url, k2_page, listing, settings
from tests.full_disk import files_end_at
from tests.integration.test_full_text import _fill_before_there_was_an_index
from tests.outboxes import Outbox, filled_outbox
from tests.reading_here import ReadHere, take
from tests.waiting import until

_RESERVE = 200_000_000


@dataclass
class _Disk:
    free: int = 10**12

    def usage(self, _: Path) -> Any:
        return SimpleNamespace(free=self.free)


@pytest.fixture
def disk(monkeypatch: pytest.MonkeyPatch) -> _Disk:
    """In place of the machine's."""
    one = _Disk()
    monkeypatch.setattr("scheduler.room.disk_usage", one.usage)
    return one


@pytest.fixture
def outbox(sqlite_store: Store, tmp_path: Path) -> Iterator[Outbox]:
    """One alert, owed to two receivers."""
    with filled_outbox(sqlite_store, tmp_path) as box:
        yield box


@dataclass
class _Runner:
    """Crawls that bring one page each when they are told to, or end when they are stopped."""

    page: Any
    begun: int = 0
    stopped: bool = False
    sinks: list[Any] = field(default_factory=list)
    ending: asyncio.Event = field(default_factory=asyncio.Event)

    async def crawl(self, plan: CrawlPlan, sink: Any) -> CrawlReport:
        self.begun += 1
        self.sinks.append(sink)
        self.ending.clear()
        await self.ending.wait()
        await sink.page(self.page)  # what has arrived is handed over
        return CrawlReport(plan.source.name, NOW, NOW, 0, 0, completed=not self.stopped)

    async def stop(self) -> None:
        self.stopped = True
        self.ending.set()


async def test_crawls_pause_alerts_leave_and_crawls_go_on_when_there_is_room(
    outbox: Outbox, disk: _Disk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(service_module, "CRAWL_TICK", 0.02)
    monkeypatch.setattr(service_module, "DELIVER_TICK", 0.02)
    monkeypatch.setattr("scheduler.dispatch._LEFT_ALONE", timedelta(0))
    store, found, timing = outbox.store, outbox.settings, AgeTiming()
    watch = Watch(found)
    listings, sweeps = Listings(found, store, watch, timing), Sweeps(found, store, timing)
    listings.adopt_settings(NOW)
    evidence = EvidenceArchive(tmp_path / "warc", "Marsad/test")
    ingest = Ingest(found, store, evidence, watch, timing, confirm_after=timedelta(0))
    late = fetched(k2_page("خبر آخر", body=(BODY[1],)), NOW, url=item_url(99))
    listings.listing(listing(item_url(99)))
    runner = _Runner(late)

    def states() -> set[str]:
        return {state for state, _ in outbox.states().values()}

    def articles() -> int:
        with store.read() as session:
            return len(queries.articles(session))

    policy = EgressPolicy([outbox.receiver.host])
    with store_thread() as in_store, capture_logs() as logs:
        desk = CrawlDesk(
            found,
            store,
            ingest,
            listings,
            sweeps,
            runner,  # type: ignore[arg-type]
            ReadHere(),
            in_store,
        )

        async def nothing() -> None: ...

        service = Service(desk, Deliverer(found, store, policy, in_store), nothing)
        known = articles()
        assert await desk.start_due() == 1
        await until(lambda: runner.begun == 1)
        disk.free = _RESERVE - 1
        working = asyncio.create_task(service.run())
        await until(lambda: states() == {"delivered"})
        # the crawl under way was ended, what it still brought was not written, none was begun
        await until(lambda: runner.stopped and runner.sinks[0].refused)
        assert (runner.begun, articles()) == (1, known)
        # a disk that hovers about its reserve starts nothing
        disk.free = _RESERVE + 1
        await asyncio.sleep(0.2)
        assert runner.begun == 1
        runner.stopped = False
        disk.free = 10**12
        await until(lambda: runner.begun == 2)
        runner.ending.set()
        await until(lambda: articles() == known + 1)
        service.ask_to_stop()
        await working
    told = [one["event"] for one in logs if one["event"].startswith("crawling_")]
    assert told == ["crawling_paused", "crawling_resumed"]


async def test_the_full_text_index_is_filled_only_while_there_is_room(
    disk: _Disk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(service_module, "CRAWL_TICK", 0.02)
    monkeypatch.setattr("marsad.app.FULL_TEXT_TICK", 0.02)
    found = settings(tmp_path)
    url = found.database.get_secret_value()
    _fill_before_there_was_an_index(url)

    def lacking() -> bool:
        with store.read() as session:
            return unread(session) > 0

    with closing(Store(url)) as store:
        with store.write() as session:
            session.add(SourceRow(name="outlet", paused_until=datetime.now(UTC) + timedelta(1)))
        disk.free = _RESERVE - 1
        async with started_engine(found, store, EgressPolicy([])) as engine:
            assert await engine.desk.start_due() == 0
            working = asyncio.create_task(engine.service.run())
            await asyncio.sleep(0.2)
            assert lacking()
            disk.free = 10**12
            await until(lambda: not lacking())
            engine.service.ask_to_stop()
            await working


def test_a_database_that_is_full_stores_nothing_by_halves_and_goes_on_when_it_is_not(
    outbox: Outbox, tmp_path: Path
) -> None:
    store = outbox.store
    evidence = EvidenceArchive(tmp_path / "warc", "Marsad/test")
    ingest = Ingest(
        outbox.settings,
        store,
        evidence,
        Watch(outbox.settings),
        AgeTiming(),
        confirm_after=timedelta(0),
    )

    def counts() -> tuple[int, int]:
        with store.read() as session:
            return len(queries.articles(session)), len(list(queries.deliveries(session)))

    def limit(pages: int) -> None:
        with store.write() as session:
            session.execute(text(f"PRAGMA max_page_count={pages}"))

    stored = 0

    def store_on() -> None:
        nonlocal stored
        while True:
            body = (BODY[0], " ".join(f"{stored}{n}" for n in range(3_000)))
            take(ingest, fetched(k2_page(body=body), NOW, url=item_url(1_000 + stored)))
            stored += 1

    before = counts()
    with store.read() as session:
        pages = session.scalar(text("PRAGMA page_count"))
    limit(pages)
    with pytest.raises(OperationalError, match="full"):
        store_on()
    assert counts() == (before[0] + stored, before[1] + 2 * stored)
    limit(10**6)
    body = (BODY[0], "وقد اتسع المكان بعد ذلك لكل شيء.")
    take(ingest, fetched(k2_page(body=body), NOW, url=item_url(5_000)))
    assert counts()[0] == before[0] + stored + 1
    with store.read() as session:
        assert session.scalar(text("PRAGMA quick_check")) == "ok"


def test_a_data_folder_is_held_on_a_disk_that_takes_nothing(tmp_path: Path) -> None:
    with files_end_at(0), data_folder_lock(tmp_path, "run") as held:
        held.reloaded("a mistake")
        with (
            pytest.raises(AlreadyRunningError, match="another process already works on"),
            data_folder_lock(tmp_path, "crawl"),
        ):
            pass


def test_the_disks_of_the_folder_and_of_the_database_are_both_looked_at(tmp_path: Path) -> None:
    free = {tmp_path: 10**12, tmp_path / "db": 10**12}
    (tmp_path / "db").mkdir()
    room = Room([tmp_path, tmp_path / "db" / "not-yet-made"], 10**9, free.__getitem__)
    assert room.lack() == ""
    free[tmp_path / "db"] = 5 * 10**8
    assert "500 MB free of 1,000 MB wanted" in room.lack()
    with pytest.raises(OSError, match="no room is left but the reserve") as raised:
        room.claim()
    assert raised.value.errno == 28


def test_some_of_the_reserve_is_held_and_let_go_when_nothing_else_is_left(tmp_path: Path) -> None:
    free = 10**9
    ballast = Ballast(tmp_path, 100_000, lambda _: free)
    file = tmp_path / BALLAST
    assert not ballast.look(is_short=False)
    assert (file.stat().st_size, file.stat().st_blocks * 512 >= 100_000) == (100_000, True)
    assert not ballast.look(is_short=True), "crawls are paused, and alerts have room"
    free = 0
    assert ballast.look(is_short=True)
    assert not ballast.look(is_short=True)
    assert not file.exists()
    free = 10**9
    assert not ballast.look(is_short=True)
    assert not file.exists()
    assert not ballast.look(is_short=False)
    assert file.exists()


def test_it_is_not_held_where_that_alone_would_pause_crawls(tmp_path: Path) -> None:
    free = 300_000
    ballast = Ballast(tmp_path, 100_000, lambda _: free, beside=220_000)
    assert not ballast.look(is_short=False)
    assert not (tmp_path / BALLAST).exists()
    free = 320_000
    assert not ballast.look(is_short=False)
    assert (tmp_path / BALLAST).exists()


def test_a_file_that_a_death_left_short_is_filled(tmp_path: Path) -> None:
    (tmp_path / BALLAST).touch()
    assert not Ballast(tmp_path, 100_000).look(is_short=False)
    assert (tmp_path / BALLAST).stat().st_blocks * 512 >= 100_000


def test_nothing_is_held_where_there_is_no_room_for_it_no_reserve_or_no_file(
    tmp_path: Path,
) -> None:
    with files_end_at(50_000):
        assert not Ballast(tmp_path, 100_000).look(is_short=False)
    assert not Ballast(tmp_path / "gone", 100_000).look(is_short=False)
    for changes in ({"archive": {"reserve_mb": 0}}, {"database": "postgresql+psycopg://db/marsad"}):
        found = settings(tmp_path, **changes)
        assert not Ballast.of(found).look(is_short=False)
    assert list(tmp_path.iterdir()) == []


def test_a_ballast_is_given_back_where_no_reserve_is_asked_for_any_more(tmp_path: Path) -> None:
    Ballast(tmp_path, 100_000).look(is_short=False)
    assert (tmp_path / BALLAST).exists()
    assert not Ballast(tmp_path, 0).look(is_short=False)
    assert not (tmp_path / BALLAST).exists()
    assert not Ballast(tmp_path, 0).look(is_short=True)


def test_a_lock_that_cannot_be_signed_names_nobody_rather_than_who_held_it_before(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with data_folder_lock(tmp_path, "run"):
        assert holder_of(tmp_path) is not None

    def refused(*_: object) -> int:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("scheduler.lock.os.pwrite", refused)
    with data_folder_lock(tmp_path, "crawl"):
        assert holder_of(tmp_path) is None

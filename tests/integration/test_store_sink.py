"""What a crawl hands over is read first and stored then; what cannot be read costs itself alone."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from structlog.testing import capture_logs

from config.settings import Settings, SourceSettings
from crawler.pace import Pace
from crawler.plan import CrawlPlan, CrawlReport
from pipeline.evidence.files import EvidenceArchive
from pipeline.extract import read_article
from pipeline.extract.recheck import Look, Looked, Unmoved, look_or_read
from pipeline.hosts import HostRecord
from pipeline.ingest import Answer, Ingest, PageToRead, Reread, RereadFirst
from pipeline.listings import Listings
from pipeline.reading import Cut
from pipeline.records import ArticleData, FailureReason
from pipeline.store import queries
from pipeline.store.engine import Store
from pipeline.store.tables import SourceRow
from pipeline.sweeps import Sweeps
from pipeline.watch import Watch
from scheduler.dispatch import CrawlDesk
from scheduler.events import SectionPolled, Watcher, unwatched
from scheduler.pages import Pages
from scheduler.plans import plan_crawl
from scheduler.policy import AgeTiming
from scheduler.room import Room
from scheduler.sink import StoreSink
from tests.builders import (
    NOW,
    failure,
    fetched,
    item_url,
    k2_page,
    listing,
    minutes,
    not_modified,
    settings,
)
from tests.reading_here import ReadHere
from tests.waiting import until


@dataclass
class Scripted:
    """A reader that gives, one after the other, what it is told to; then what is there."""

    answers: list[Any] = field(default_factory=list)

    async def read(self, source: str, call: Callable[..., Any], *args: object) -> Any:
        if not self.answers:
            return call(*args)
        answer = self.answers.pop(0)
        if isinstance(answer, Exception):
            raise answer
        return answer(*args) if callable(answer) else answer


async def at_once(call: Callable[..., Any], *args: Any) -> Any:
    """Stands for the store's thread."""
    return call(*args)


IN_STORE: Callable[..., Awaitable[Any]] = at_once


class Asked(Pages):
    """Notes for which pages the store was asked what to look for."""

    def __init__(self, *means: Any) -> None:
        super().__init__(*means)
        self.urls: list[str] = []

    async def look(self, answer: Answer) -> Look | None:
        self.urls.append(answer.url)
        return await super().look(answer)


@dataclass
class Desk:
    store: Store
    folder: Path
    reader: Scripted = field(default_factory=Scripted)

    def __post_init__(self) -> None:
        self.settings = settings(self.folder)
        watch, timing = Watch(self.settings), AgeTiming()
        self.listings = Listings(self.settings, self.store, watch, timing)
        self.listings.adopt_settings(NOW)
        evidence = EvidenceArchive(self.folder / "warc", "Marsad/test")
        self.ingest = Ingest(
            self.settings, self.store, evidence, watch, timing, confirm_after=timedelta(0)
        )
        self.pages = Asked(self.ingest, Room.of(self.settings), IN_STORE)

    def take(self, page: Any) -> list[Any]:
        """Hands a page over; gives what whoever watches is told."""
        told: list[Any] = []
        asyncio.run(self.sink(told.append).page(page))
        return [one.outcome for one in told]

    def sink(self, watcher: Watcher, due: dict[str, datetime] | None = None) -> StoreSink:
        return StoreSink(
            self.settings.sources[0],
            self.store,
            self.ingest,
            self.pages,
            self.listings,
            Sweeps(self.settings, self.store, AgeTiming()),
            self.reader,
            IN_STORE,
            watcher,
            Room.of(self.settings),
            due,
        )

    def versions(self) -> int:
        with self.store.read() as session:
            return sum(one.versions for one in queries.articles(session))

    def trouble(self) -> str | None:
        with self.store.read() as session:
            return session.get_one(SourceRow, "outlet").last_error


@pytest.fixture
def desk(sqlite_store: Store, tmp_path: Path) -> Desk:
    return Desk(sqlite_store, tmp_path)


def newer(*page: Any) -> ArticleData:
    data = read_article(*page[:5])  # a page of a known article comes with what to look for
    assert isinstance(data, ArticleData)
    return replace(data, title=data.title + "!", extractor="joomla-k2/99")


def test_a_reading_that_was_cut_is_told_of_its_source_and_changes_nothing(desk: Desk) -> None:
    desk.take(fetched(k2_page()))
    desk.reader.answers = [Cut("reading took more than 10 s")]
    [outcome] = desk.take(fetched(k2_page("عنوان آخر"), minutes(10)))
    assert (outcome.what, outcome.detail) == ("missed", "reading took more than 10 s")
    assert desk.trouble() == f"{fetched('').url}: reading took more than 10 s"
    assert desk.versions() == 1
    [outcome] = desk.take(fetched(k2_page(), minutes(20)))
    assert outcome.what == "unchanged"


def test_a_page_of_a_known_article_is_looked_at_before_it_is_read(desk: Desk) -> None:
    desk.take(fetched(k2_page()))
    desk.take(fetched(k2_page(), minutes(10)))
    looks: list[Looked] = []

    def noted(*page: Any) -> Looked:
        looks.append(look_or_read(*page))
        return looks[-1]

    desk.reader.answers = [noted, noted]
    [outcome] = desk.take(fetched(k2_page(hits=55), minutes(20)))
    assert (outcome.what, looks[0].found) == ("unchanged", Unmoved(55))
    [outcome] = desk.take(fetched(k2_page("عنوان آخر"), minutes(30)))
    assert (outcome.what, looks[1].region is None) == ("edited", False)


def test_of_a_piece_that_a_listing_just_showed_nothing_is_asked_until_it_was_read(
    desk: Desk,
) -> None:
    sink = desk.sink(unwatched)

    async def crawl() -> None:
        await sink.listing(listing(item_url()))
        await sink.page(fetched(k2_page()))
        assert desk.pages.urls == []
        await sink.page(fetched(k2_page("عنوان آخر"), minutes(10)))
        assert desk.pages.urls == [item_url()]

    asyncio.run(crawl())
    asyncio.run(desk.sink(unwatched).listing(listing(item_url(), at=minutes(20))))
    desk.take(fetched(k2_page("عنوان آخر"), minutes(20)))
    assert (desk.pages.urls, desk.versions()) == ([item_url()] * 2, 2)


def test_a_page_that_was_read_shares_its_transaction_with_one_that_is_being_read(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    stored: list[int] = []
    store_all = desk.ingest.pages

    def noted(read: Any) -> Any:
        stored.append(len(read))
        return store_all(read)

    monkeypatch.setattr(desk.ingest, "pages", noted)
    was_put = asyncio.Event()

    class Slow(Scripted):
        """Reads the second piece once the first has been handed to the store."""

        async def read(self, source: str, call: Callable[..., Any], *args: Any) -> Any:
            if args[1] == item_url(2):
                await was_put.wait()
                for _ in range(9):  # turns of the loop, in which the first could be stored
                    await asyncio.sleep(0)
            return call(*args)

    class Told(Asked):
        async def store(self, read: Any) -> Any:
            was_put.set()
            return await super().store(read)

    async def both() -> None:
        pieces = (fetched(k2_page(f"خبر رقم {n} من تالة"), url=item_url(n)) for n in (1, 2))
        await asyncio.gather(*(desk.sink(unwatched).page(one) for one in pieces))

    desk.reader = Slow()
    desk.pages = Told(desk.ingest, Room.of(desk.settings), IN_STORE)
    asyncio.run(both())
    assert stored == [2]


def test_a_reading_that_fails_by_our_fault_is_reported_and_tried_again(desk: Desk) -> None:
    desk.reader.answers = [ZeroDivisionError("ours")]
    with capture_logs() as logs:
        [outcome] = desk.take(fetched(k2_page()))
    assert outcome.what == "missed"
    assert "unexpected_error" in {entry["event"] for entry in logs}
    [outcome] = desk.take(fetched(k2_page(), minutes(10)))
    assert outcome.what == "new"


def test_what_fails_unexpectedly_is_reported_with_its_article(desk: Desk) -> None:
    [before] = desk.take(fetched(k2_page()))
    desk.reader.answers = [ZeroDivisionError("ours")]
    with capture_logs() as logs:
        desk.take(fetched(k2_page(), minutes(10)))
    [told] = [entry for entry in logs if entry["event"] == "unexpected_error"]
    assert (told["source"], told["article"]) == ("outlet", before.article_id)


def test_whoever_watches_is_told_once_of_each_poll_and_how_late_it_was(desk: Desk) -> None:
    told: list[Any] = []
    sink = desk.sink(told.append, {"culture": NOW, "local": minutes(3)})

    async def poll() -> None:
        await sink.listing(listing(item_url(), at=minutes(2)))
        await sink.listing(listing(item_url(8), at=minutes(4)))
        await sink.section_done("culture")
        await sink.section_failed("local", failure(FailureReason.TIMEOUT, minutes(2)))
        await sink.section_unchanged("local", not_modified(minutes(4)))

    asyncio.run(poll())
    assert [one for one in told if isinstance(one, SectionPolled)] == [
        SectionPolled("outlet", "culture", "listed", 120.0),
        SectionPolled("outlet", "local", "failed", 0.0),
        SectionPolled("outlet", "local", "unchanged", 60.0),
    ]


def test_what_an_older_extractor_read_is_read_again_before_anything_is_stored(desk: Desk) -> None:
    desk.take(fetched(k2_page()))
    desk.reader.answers = [newer, newer]
    [outcome] = desk.take(fetched(k2_page(), minutes(10)))
    assert (outcome.what, desk.versions()) == ("unchanged", 1)
    desk.reader.answers = [newer, newer]
    [outcome] = desk.take(fetched(k2_page("عنوان آخر"), minutes(20)))
    assert (outcome.what, desk.versions()) == ("edited", 2)


def test_where_reading_again_is_cut_no_edit_is_claimed(desk: Desk) -> None:
    desk.take(fetched(k2_page()))
    desk.reader.answers = [newer, Cut("reading took more than 10 s")]
    [outcome] = desk.take(fetched(k2_page(), minutes(10)))
    assert (outcome.what, desk.versions()) == ("unchanged", 1)


def test_what_was_read_again_counts_only_while_it_is_the_latest_version(desk: Desk) -> None:
    desk.take(fetched(k2_page()))
    page = fetched(k2_page("عنوان آخر"), minutes(20))
    to_read = desk.ingest.to_read(page)
    assert isinstance(to_read, PageToRead)
    first = desk.ingest.page(page, newer(*to_read))
    assert isinstance(first, RereadFirst)

    # meanwhile the piece is edited
    desk.take(fetched(k2_page("عنوان ثالث"), minutes(10)))
    again = Reread(first.version, newer(*first.page))
    second = desk.ingest.page(page, newer(*to_read), again)

    assert isinstance(second, RereadFirst)
    assert second.version != first.version
    assert "عنوان ثالث" in second.page.body.decode()
    assert desk.versions() == 2


class _Slow:
    """A runner whose crawls last until they are let go."""

    def __init__(self) -> None:
        self.started: list[str] = []
        self.go = asyncio.Event()

    async def crawl(self, plan: CrawlPlan, sink: Any) -> CrawlReport:
        self.started.append(plan.source.name)
        await self.go.wait()
        return CrawlReport(plan.source.name, NOW, NOW, 0, 0)

    async def stop(self) -> None: ...


def _crawls(
    folder: Path, store: Store, runner: _Slow, *names: str, slots: int, pace: Pace | None = None
) -> CrawlDesk:
    """A desk with sources of these names, each on a host of its own and due."""
    wanted = _named(folder, *names)
    listings = Listings(wanted, store, Watch(wanted), AgeTiming())
    listings.adopt_settings(NOW)
    return CrawlDesk(
        wanted,
        store,
        None,  # type: ignore[arg-type]
        listings,
        Sweeps(wanted, store, AgeTiming()),
        runner,  # type: ignore[arg-type]
        ReadHere(),
        IN_STORE,
        most_crawls=slots,
        pace=pace,
    )


def _named(folder: Path, *names: str) -> Settings:
    sources = [
        {
            "name": name,
            "home": f"https://{name}.example.org/",
            "delay": "0s",
            "sections": [{"name": "news", "page": f"https://{name}.example.org/news"}],
        }
        for name in names
    ]
    return settings(folder, sources=sources)


async def test_sources_take_turns_when_there_are_more_than_slots(
    sqlite_store: Store, tmp_path: Path
) -> None:
    names = ["first", "second", "third"]
    runner = _Slow()
    runner.go.set()
    desk = _crawls(tmp_path, sqlite_store, runner, *names, slots=1)
    for _ in range(6):
        await desk.start_due()
        await until(lambda: desk.running == 0)
    assert runner.started == names * 2


async def test_sources_in_trouble_share_a_few_places_and_leave_the_rest_to_others(
    sqlite_store: Store, tmp_path: Path
) -> None:
    bad = [f"bad-{number}" for number in range(12)]
    now = datetime.now(UTC)
    late = [HostRecord(f"{name}.example.org", now, latency=20.0) for name in bad[::2]]
    failing = [HostRecord(f"{name}.example.org", now, strain=0.5) for name in bad[1::2]]
    runner = _Slow()
    pace = Pace([*late, *failing])
    desk = _crawls(tmp_path, sqlite_store, runner, *bad, "good", "other", slots=20, pace=pace)
    await desk.start_due()
    assert desk.running == 10
    await until(lambda: len(runner.started) == 10)
    assert {"good", "other"} < set(runner.started)
    # those that have no place do not make the service late, however long they wait
    an_hour_later = now + timedelta(hours=1)
    assert desk.lag(dict.fromkeys(bad, now), an_hour_later) == 0
    runner.go.set()
    # nor do they between two crawls, when places are free
    await until(lambda: desk.running == 0)
    assert desk.lag(dict.fromkeys(bad, now), an_hour_later) == 0
    await desk.start_due()
    await until(lambda: set(bad) <= set(runner.started))


async def test_a_source_whose_host_rests_is_planned_again_once_the_host_may_be_asked(
    sqlite_store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    planned: list[str] = []

    def counted(session: Any, source: SourceSettings, *more: Any, **named: Any) -> Any:
        planned.append(source.name)
        return plan_crawl(session, source, *more, **named)

    monkeypatch.setattr("scheduler.dispatch.plan_crawl", counted)
    clock = [datetime.now(UTC)]
    later = clock[0] + timedelta(hours=1)
    rests = HostRecord("rests.example.org", clock[0], resting_until=later)
    pace = Pace([rests], now=lambda: clock[0])
    runner = _Slow()
    desk = _crawls(tmp_path, sqlite_store, runner, "rests", "good", slots=2, pace=pace)
    for _ in range(5):
        await desk.start_due()
    assert sorted(planned) == ["good", "rests"]
    clock[0] += timedelta(hours=1, seconds=1)
    assert await desk.start_due() == 1
    assert planned[2:] == ["rests"]
    runner.go.set()
    await until(lambda: desk.running == 0)


async def test_a_pass_over_all_has_few_places_for_sources_in_trouble_and_comes_to_each(
    sqlite_store: Store, tmp_path: Path
) -> None:
    bad = [f"bad-{number}" for number in range(12)]
    names = [*bad, "good", "other"]
    runner = _Slow()
    pace = Pace(HostRecord(f"{name}.example.org", datetime.now(UTC), strain=0.5) for name in bad)
    desk = _crawls(tmp_path, sqlite_store, runner, *names, slots=20, pace=pace)
    planned: list[CrawlPlan] = []
    sources = _named(tmp_path, *names).sources
    pass_over_all = desk.crawl_all_of(sources, everything=True, planned=planned.append)
    crawling = asyncio.create_task(pass_over_all)
    await until(lambda: len(runner.started) >= 10)
    await asyncio.sleep(0.05)  # no other is begun
    assert len(runner.started) == len(planned) == 10
    assert {"good", "other"} < set(runner.started)
    runner.go.set()
    assert {one.source for one in await crawling} == set(names)


async def test_a_source_lags_only_while_it_could_be_crawled_and_is_not(
    sqlite_store: Store, tmp_path: Path
) -> None:
    runner = _Slow()
    pace = Pace()
    desk = _crawls(tmp_path, sqlite_store, runner, "first", "second", slots=1, pace=pace)
    now = datetime.now(UTC)
    due = {"first": now - timedelta(minutes=9), "second": now - timedelta(minutes=7)}
    assert desk.lag(due, now) == 540
    assert desk.lag({}, now) == 0
    await desk.start_due()  # the first is crawled, and the other waits for the slot
    await until(lambda: runner.started)
    assert (runner.started, desk.running) == (["first"], 1)
    assert desk.lag(due, now) == 420
    async with pace.turn("first.example.org", delay=3600):
        runner.go.set()
        await until(lambda: desk.running == 0)
    # the first's host is left alone for an hour
    assert desk.lag(due, now + timedelta(minutes=30)) == 37 * 60

"""Manners that belong to a host: over crawls, sources, and the end of a process."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from io import StringIO
from itertools import pairwise
from pathlib import Path
from time import monotonic, sleep
from typing import Any

import pytest
from rich.console import Console

from config.settings import DailySettings, SourceSettings
from crawler import pace as pace_module
from crawler.pace import Pace
from crawler.plan import SectionPoll
from crawler.reactor import install_reactor, shutdown_reactor
from crawler.runner import CrawlRunner
from marsad import jsonlines, planning, screen
from marsad.app import kept_pace
from marsad.waiting import waiting, waiting_lines
from pipeline.egress.policy import EgressPolicy
from pipeline.hosts import DailyLimits, HostRecord, Rest, Welcome, hosts_of
from pipeline.records import FailureReason, FetchedPage
from pipeline.store import hosts, queries
from pipeline.store.engine import Store
from scheduler.plans import plan_crawl
from scheduler.policy import LearnedTiming
from tests.builders import (
    BODY,
    HOME,
    NOW,
    failure,
    item_url,
    minutes,
    settings,
)
from tests.integration.crawler_site import Sink, Site, allows_all, article, fixed, plan, section
from tests.integration.test_confirming import Waiting
from tests.reading_here import ReadHere

HOST = "news.example.org"
PATHS = tuple(f"/item/{number}-x" for number in range(6))


class Kept:
    """Records by host, as a store would have them."""

    def __init__(self) -> None:
        self.records: dict[str, HostRecord] = {}
        self.writes = 0

    async def keep(self, records: Sequence[HostRecord]) -> None:
        self.writes += 1
        self.records |= {one.host: one for one in records}

    def pace(self, **more: Any) -> Pace:
        """What a process that starts now knows."""
        return Pace(self.records.values(), self.keep, **more)


async def asked(pace: Pace, delay: float, host: str = HOST) -> tuple[float, float]:
    """When a request began and ended."""
    async with pace.turn(host, delay):
        began = monotonic()
    return began, monotonic()


@pytest.fixture
def site() -> Iterator[Site]:
    with Site() as running:
        for path in PATHS:
            running.routes[path] = fixed(article())
        yield running


@asynccontextmanager
async def crawls(site: Site, pace: Pace) -> Any:
    install_reactor()
    policy = EgressPolicy([site.address])
    try:
        yield CrawlRunner("ops@example.org", "9.9", policy, ReadHere(), pace=pace)
        await asyncio.sleep(0)
    finally:
        shutdown_reactor()


# --- pauses ----------------------------------------------------------------------------


@pytest.mark.parametrize("delays", [(0.2, 0.0), (0.0, 0.2), (0.2, 0.1)])
async def test_two_sources_on_one_host_keep_the_longer_pause_of_theirs(
    delays: tuple[float, float],
) -> None:
    pace = Pace()
    _, ended = await asked(pace, delays[0])
    began, _ = await asked(pace, delays[1])
    assert began - ended >= max(delays) - 0.01


async def test_a_pause_outlasts_a_stop_and_start() -> None:
    kept = Kept()
    pace = kept.pace()
    await asked(pace, 0.0, "other.example.org")
    _, ended = await asked(pace, 0.3)
    await pace.flush(at_the_end=True)
    after = kept.pace()
    assert after.wait(HOST) > 0
    began, _ = await asked(after, 0.0)
    assert began - ended >= 0.29


async def test_a_pause_outlasts_a_process_that_was_killed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pace_module, "_SPOKEN_FOR", 0.2)
    kept = Kept()
    pace = kept.pace()
    for _ in range(5):
        _, ended = await asked(pace, 0.05)
    # killed here: nobody flushes
    began, _ = await asked(kept.pace(), 0.05)
    assert began - ended >= 0.05
    assert kept.writes <= 5


async def test_a_process_that_is_killed_while_it_asks_leaves_word(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(pace_module, "_SPOKEN_FOR", 0.1)
    kept = Kept()
    pace = kept.pace()
    async with pace.turn(HOST, 0.3):
        began = monotonic()
        after = kept.pace()
        later, _ = await asked(after, 0.0)
    assert later - began >= 0.39


async def test_a_request_that_outlasts_the_service_leaves_word_too() -> None:
    kept = Kept()
    pace = kept.pace()
    async with pace.turn(HOST, 60):
        await pace.flush(at_the_end=True)
        assert kept.pace().wait(HOST) > 60


async def test_hosts_that_nobody_asks_any_more_are_let_go() -> None:
    kept, clock = Kept(), [NOW]
    pace = kept.pace(now=lambda: clock[0])
    pace.meter(HOST, requests=1)
    for _ in range(3):
        await pace.heed("dead.example.org", failure(FailureReason.TIMEOUT, NOW))
    await pace.flush()
    clock[0] += timedelta(days=3)
    kept.writes = 0
    await pace.flush()
    await pace.flush(at_the_end=True)
    assert kept.writes == 0
    # of the one nothing is known any more, of the other that it is in trouble
    await pace.heed(HOST, failure(FailureReason.TIMEOUT, NOW))
    await pace.heed("dead.example.org", failure(FailureReason.TIMEOUT, NOW))
    assert pace.welcome(HOST) is Welcome.OPEN
    assert pace.welcome("dead.example.org") is Welcome.CLOSED


async def test_one_word_in_the_store_serves_many_requests() -> None:
    kept = Kept()
    pace = kept.pace()
    for _ in range(50):
        await asked(pace, 0.0)
    await pace.flush()
    assert kept.writes == 1
    await pace.flush(at_the_end=True)
    await pace.flush(at_the_end=True)
    assert kept.writes == 2


async def test_what_was_asked_is_kept_once_the_word_in_the_store_has_run_out(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(pace_module, "_SPOKEN_FOR", 0.05)
    kept = Kept()
    pace = kept.pace()
    await asked(pace, 0.0)
    await asyncio.sleep(0.06)
    await pace.flush()
    await pace.flush()
    assert kept.writes == 2


def test_what_the_store_has_from_a_clock_far_ahead_stops_nobody_for_long() -> None:
    ahead = HostRecord(HOST, datetime.now(UTC) + timedelta(days=300))
    assert 600 < Pace([ahead]).wait(HOST) <= 660


async def test_a_slow_host_is_given_as_long_to_breathe(site: Site) -> None:
    def slow(handler: Any) -> None:
        sleep(0.3)
        fixed(article())(handler)

    for path in PATHS[:3]:
        site.routes[path] = slow
    async with crawls(site, Pace()) as runner:
        await runner.crawl(plan(site, *PATHS[:3]), Sink(robots_records=allows_all(site)))
    starts = [seen.at for seen in site.seen]
    # each is told of when it begins
    assert min(later - earlier for earlier, later in pairwise(starts)) >= 0.55


async def test_the_pace_of_a_service_is_taken_up_by_the_next(store: Store, tmp_path: Path) -> None:
    async def at_once(call: Callable[..., Any], *args: Any) -> Any:
        return call(*args)

    in_store: Callable[..., Awaitable[Any]] = at_once
    wanted = settings(tmp_path, daily={"requests": 10})
    pace = await kept_pace(wanted, store, in_store)
    pace.set_crawl_delay(HOST, 60)
    async with pace.turn(HOST, 2) as turn:
        pace.meter(HOST, requests=9, received=5 << 30)
        turn.well = True
    await pace.heed("busy.example.org", failure(FailureReason.HTTP, NOW, status=503))
    await pace.flush(at_the_end=True)

    with store.write() as session:
        hosts.keep(session, [HostRecord("old.example.org", NOW, day=NOW.date())])
    after = await kept_pace(wanted, store, in_store)
    with store.read() as session:
        assert [one.host for one in hosts.records(session)] == ["busy.example.org", HOST]
    assert after.wait(HOST) > 0
    assert after.welcome(HOST) is Welcome.CLOSED
    assert after.welcome("busy.example.org") is Welcome.CLOSED
    assert after.welcome("else.example.org") is Welcome.OPEN


# --- rests -----------------------------------------------------------------------------


async def test_a_host_that_asks_for_peace_has_it_from_all_sources(site: Site) -> None:
    site.routes[PATHS[0]] = fixed("", 429)
    pace = Pace()
    async with crawls(site, pace) as runner:
        for name in ("outlet", "other"):
            wanted = plan(site, *PATHS)
            source = wanted.source.model_copy(update={"name": name})
            sink = Sink(robots_records=allows_all(site))
            await runner.crawl(type(wanted)(source, (), wanted.visits), sink)
    assert site.paths() == [PATHS[0]]
    assert sink.events == []
    [host] = hosts_of(plan(site).source)
    assert pace.welcome(host) is Welcome.CLOSED


async def test_a_rest_is_kept_at_once_and_ends_by_itself() -> None:
    kept, clock = Kept(), [NOW]
    pace = kept.pace(now=lambda: clock[0], chance=lambda: 0.0)
    busy = failure(FailureReason.HTTP, NOW, status=503)
    await pace.heed(HOST, busy)
    assert kept.records[HOST].resting_until == NOW + timedelta(minutes=1)
    assert kept.pace(now=lambda: clock[0]).welcome(HOST) is Welcome.CLOSED
    clock[0] += timedelta(seconds=61)
    assert pace.welcome(HOST) is Welcome.OPEN
    await pace.heed(HOST, None)
    await pace.flush(at_the_end=True)
    assert kept.records[HOST].strain == 0


async def test_what_robots_txt_forbids_says_nothing_of_the_host() -> None:
    kept = Kept()
    pace = kept.pace()
    for _ in range(5):
        await pace.heed(HOST, failure(FailureReason.ROBOTS, NOW))
    assert pace.welcome(HOST) is Welcome.OPEN
    assert kept.writes == 0


async def test_a_crawl_that_has_had_its_time_leaves_the_rest_due(site: Site) -> None:
    site.routes["/news"] = fixed("<html></html>")
    poll = SectionPoll(section(site))
    short = replace(plan(site, *PATHS, polls=(poll,)), longest=timedelta(microseconds=1))
    async with crawls(site, Pace()) as runner:
        report = await runner.crawl(short, sink := Sink(robots_records=allows_all(site)))
    assert sink.pages == []
    assert sink.of("done") == ["news"]
    assert report.completed


# --- a day's allowance -----------------------------------------------------------------


async def test_a_host_is_asked_no_more_than_a_day_allows_and_nothing_counts_as_missed(
    site: Site,
) -> None:
    pace = Pace(limits=DailyLimits(requests=3))
    async with crawls(site, pace) as runner:
        report = await runner.crawl(plan(site, *PATHS), sink := Sink())
    assert [seen.path for seen in site.seen] == ["/robots.txt", *PATHS[:2]]
    assert [type(page) for page in sink.pages] == [FetchedPage] * 2
    assert report.failures == 0


async def test_bytes_are_counted_as_they_come(site: Site) -> None:
    pace = Pace(limits=DailyLimits(bytes=1000))
    site.routes[PATHS[0]] = fixed(article("س" * 1000))
    async with crawls(site, pace) as runner:
        await runner.crawl(plan(site, *PATHS), Sink(robots_records=allows_all(site)))
    assert site.paths() == [PATHS[0]]


async def test_the_end_of_a_day_is_told_once_and_the_next_goes_on() -> None:
    clock = [datetime(2026, 3, 1, 22, tzinfo=UTC)]
    pace = Pace(limits=DailyLimits(requests=10), now=lambda: clock[0])
    for asked_for, now in ((8, Welcome.OPEN), (1, Welcome.CONFIRMING), (1, Welcome.CLOSED)):
        pace.meter(HOST, requests=asked_for)
        assert pace.welcome(HOST) is now
    clock[0] += timedelta(hours=2)
    assert pace.welcome(HOST) is Welcome.OPEN


@pytest.fixture
def desk(store: Store, tmp_path: Path) -> Waiting:
    return Waiting(store, tmp_path, {}).known()


def planned(desk: Waiting, at: float, welcome: Welcome) -> list[str] | None:
    with desk.store.read() as session:
        plan = plan_crawl(session, desk.settings.sources[0], minutes(at), welcome=lambda _: welcome)
    if plan is None:
        return None
    return [*(poll.section.name for poll in plan.polls), *(visit.url for visit in plan.visits)]


EDITED = (BODY[0], BODY[1].replace("12", "15"), BODY[2])


def test_the_last_of_a_day_is_kept_for_confirming_edits(desk: Waiting) -> None:
    assert planned(desk, 40, Welcome.CONFIRMING) is None
    desk.look(41, body=EDITED)
    assert planned(desk, 42, Welcome.CONFIRMING) is None
    assert planned(desk, 45, Welcome.CONFIRMING) == [item_url()]
    assert planned(desk, 45, Welcome.CLOSED) is None
    assert set(planned(desk, 45, Welcome.OPEN) or ()) == {"culture", "local", item_url()}


def test_the_last_of_a_day_is_kept_for_confirming_removals(desk: Waiting) -> None:
    desk.page(failure(FailureReason.NOT_FOUND, minutes(30), status=404))
    assert planned(desk, 31, Welcome.CONFIRMING) is None
    assert planned(desk, 60, Welcome.CONFIRMING) == [item_url()]
    assert planned(desk, 60, Welcome.CLOSED) is None


def test_an_edit_that_a_spent_day_kept_waiting_is_confirmed_on_the_next(desk: Waiting) -> None:
    desk.look(30, body=EDITED)
    tomorrow = 24 * 60 + 30
    assert planned(desk, tomorrow, Welcome.CLOSED) is None
    assert item_url() in (planned(desk, tomorrow, Welcome.OPEN) or ())
    assert desk.look(tomorrow, body=EDITED).what == "edited"
    (edit,) = desk.edits()
    assert edit.detected_at is not None


def shown(desk: Waiting, record: HostRecord, daily: DailySettings) -> tuple[str, dict[str, Any]]:
    source: SourceSettings = desk.settings.sources[0]
    with desk.store.write() as session:
        hosts.keep(session, [record])
    with desk.store.read() as session:
        view = queries.source(session, source.name, hosts_of(source))
    console = Console(file=StringIO(), width=200)
    console.print(screen.source_table([(source, view)], "UTC", daily))
    assert isinstance(console.file, StringIO)
    return console.file.getvalue(), jsonlines.source(source, view, daily)


def test_sources_tells_of_a_spent_day_and_of_what_waits_for_it(desk: Waiting) -> None:
    desk.look(30, body=EDITED)
    [host] = hosts_of(desk.settings.sources[0])
    now = datetime.now(UTC)
    record = HostRecord(host, now, day=now.date(), requests=20, received=3_000_000)
    text, told = shown(desk, record, DailySettings(requests=20, megabytes=5))
    assert f"{host} today (UTC): 20 of 20 requests, 3 of 5 MB" in text
    assert "until then 1 change and 0 suspected removals wait to be confirmed" in text
    assert told["unconfirmed"] == 1
    [one] = told["hosts"]
    assert (one["welcome"], one["requests"], one["received"]) == ("closed", 20, 3_000_000)


def test_sources_tells_of_a_rest_and_why(desk: Waiting) -> None:
    [host] = hosts_of(desk.settings.sources[0])
    now = datetime.now(UTC)
    until = now + timedelta(hours=1)
    record = HostRecord(host, now, strain=2.0, resting_until=until, resting_why="it is busy")
    text, told = shown(desk, record, DailySettings())
    assert f"{host} is left alone until" in text
    assert "it is busy" in text
    assert told["hosts"][0]["resting_until"] == jsonlines.time(until)


def test_plan_tells_what_waits_for_a_host_why_and_until_when(desk: Waiting) -> None:
    desk.look(41, body=EDITED)
    source = desk.settings.sources[0]
    [host] = hosts_of(source)
    now, until = minutes(45), minutes(90)

    def plan_of(welcome: Welcome) -> list[planning.Planned]:
        rests = {host: Rest(host, welcome, until, "it rests: HTTP 429")}
        with desk.store.read() as session:
            return planning.planned(session, desk.settings, LearnedTiming(), now, rests)

    rows = plan_of(Welcome.CLOSED)
    assert {one.what for one in rows} == {"poll", "recheck"}
    assert {one.waits.until for one in rows if one.waits} == {until}
    assert all((one.waits is not None) == (one.at < until) for one in rows)
    # the end of a day is kept for what confirms
    confirming = [one for one in plan_of(Welcome.CONFIRMING) if one.waits is None]
    assert [one.url for one in confirming if one.at < until] == [item_url()]
    told = planning.plan_object(rows[0])["waits"]
    assert (told["host"], told["welcome"]) == (host, "closed")
    narrow = Console(file=StringIO(), width=80)
    narrow.print(planning.plan_table(rows, "UTC"))
    assert isinstance(narrow.file, StringIO)
    assert f"waits until {until:%Y-%m-%d %H:%M}" in narrow.file.getvalue()
    assert f"{rows[0].at:%Y-%m-%d %H:%M}  outlet" in narrow.file.getvalue()
    console = Console(file=StringIO(), width=250)
    for line in waiting_lines(waiting([source], {host: rows[0].waits}.get), "UTC"):
        console.print(line)
    assert isinstance(console.file, StringIO)
    text = console.file.getvalue()
    at = f"{until:%Y-%m-%d %H:%M}"
    assert f"outlet waits until {at} for {host}: " in text
    assert "it rests: HTTP 429" in text


def test_a_failure_slows_a_section_by_what_it_weighs(desk: Waiting) -> None:
    def wait(name: str, reason: FailureReason, **more: Any) -> timedelta:
        desk.listings.failed(name, failure(reason, minutes(40), url=f"{HOME}/{name}", **more))
        return desk.section(name).due_at - minutes(40)

    assert wait("culture", FailureReason.NOT_FOUND, status=404) >= timedelta(minutes=18)
    assert wait("local", FailureReason.TIMEOUT) <= timedelta(minutes=16.5)
    assert desk.section("local").strain == 0.5
    desk.listings.done("outlet", "local", minutes(60))
    assert desk.section("local").strain == 0

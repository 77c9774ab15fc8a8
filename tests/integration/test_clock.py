"""A wall clock that jumps by hours: one catch-up, no burst, and nothing stands still."""

from __future__ import annotations

import asyncio
from collections import defaultdict
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from structlog.testing import capture_logs

from crawler.plan import CrawlPlan, CrawlReport
from crawler.robots import holds_until
from pipeline.evidence.files import EvidenceArchive
from pipeline.ingest import Ingest
from pipeline.listings import Listings
from pipeline.records import RobotsRecord
from pipeline.store import frontier
from pipeline.store.engine import Store
from pipeline.store.tables import ArticleRow, DeliveryRow, LinkRow, SectionRow, SourceRow
from pipeline.sweeps import Sweeps
from pipeline.watch import Watch
from scheduler.clock import ClockWatch
from scheduler.dispatch import CrawlDesk
from scheduler.policy import AgeTiming
from tests.builders import HOME, NOW, fetched, item_url, k2_page, listing, settings
from tests.reading_here import ReadHere, take

_STEP = 60.0
_EVERY = 600.0
_HOUR = timedelta(hours=1)


async def in_store(call: Any, *args: Any) -> Any:
    return call(*args)


@dataclass
class _World:
    """A wall clock that can be set, and one that cannot."""

    steady: float = 0.0
    wall: datetime = NOW

    def now(self) -> datetime:
        return self.wall

    def seconds(self) -> float:
        return self.steady

    def pass_by(self, seconds: float) -> None:
        self.steady += seconds
        self.wall += timedelta(seconds=seconds)


@dataclass
class _Runner:
    """Polls what it is told to, at once, and finds every listing as it was."""

    world: _World
    listings: Listings
    #: section → when it was polled, by the clock that cannot be set
    polls: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))

    async def crawl(self, plan: CrawlPlan, sink: Any) -> CrawlReport:
        source, now = plan.source.name, self.world.now()
        for poll in plan.polls:
            self.polls[poll.section.name].append(self.world.steady)
            self.listings.listing(listing(item_url(), section=poll.section.name, at=now))
            self.listings.done(source, poll.section.name, now)
        return CrawlReport(source, now, now, len(plan.polls), 0)

    async def stop(self) -> None: ...


async def _polls_around_a_jump(
    store: Store, folder: Path, jump: timedelta, monkeypatch: pytest.MonkeyPatch
) -> dict[str, list[float]]:
    """Three hours, with the clock set after one and a half."""
    found = settings(
        folder,
        database=str(store.url),
        sources=[
            {
                "name": "outlet",
                "home": f"{HOME}/",
                "delay": "0s",
                "sections": [
                    {"name": name, "page": f"{HOME}/index.php/{name}", "every": "10m"}
                    for name in ("culture", "local")
                ],
            }
        ],
    )
    world = _World()
    monkeypatch.setattr("scheduler.dispatch._now", world.now)
    listings = Listings(found, store, Watch(found), AgeTiming())
    listings.adopt_settings(world.now())
    runner = _Runner(world, listings)
    desk = CrawlDesk(
        found,
        store,
        None,  # type: ignore[arg-type]
        listings,
        Sweeps(found, store, AgeTiming()),
        runner,  # type: ignore[arg-type]
        ReadHere(),
        in_store,
    )
    clock = ClockWatch(store, in_store, now=world.now, steady=world.seconds)
    for step in range(180):
        if step == 90:
            world.wall += jump
        await clock.look()
        await desk.start_due()
        for _ in range(3):
            await asyncio.sleep(0)
        world.pass_by(_STEP)
    return runner.polls


@pytest.mark.parametrize("hours", [-6, 6, -24 * 365, 24 * 365])
async def test_a_jump_costs_at_most_one_poll_more_and_stalls_nothing(
    sqlite_store: Store, tmp_path: Path, hours: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    polls = await _polls_around_a_jump(sqlite_store, tmp_path, hours * _HOUR, monkeypatch)
    assert set(polls) == {"culture", "local"}
    for times in polls.values():
        waits = [after - before for before, after in pairwise(times)]
        assert max(waits) <= 1.1 * _EVERY + _STEP
        early = [wait for wait in waits if wait < 0.9 * _EVERY - _STEP]
        assert len(early) <= (1 if hours > 0 else 0)
        assert times[-1] >= 180 * _STEP - 1.1 * _EVERY - _STEP


def _due(store: Store) -> list[datetime]:
    """Everything that something waits for here."""
    with store.read() as session:
        (section, *_) = session.query(SectionRow).order_by(SectionRow.name)
        deliveries = session.query(DeliveryRow).order_by(DeliveryRow.destination)
        found = [
            section.due_at,
            session.query(SourceRow).one().paused_until,
            session.query(LinkRow).filter_by(article_id=None).one().due_at,
            session.query(ArticleRow).one().recheck_at,
            *(one.next_attempt_at for one in deliveries),
        ]
    return [one for one in found if one is not None]


def _filled(store: Store, folder: Path) -> None:
    found = settings(folder, database=str(store.url))
    watch, timing = Watch(found), AgeTiming()
    listings = Listings(found, store, watch, timing)
    listings.adopt_settings(NOW)
    evidence = EvidenceArchive(folder / "warc", "Marsad/test")
    ingest = Ingest(found, store, evidence, watch, timing, confirm_after=timedelta(0))
    take(ingest, fetched(k2_page(), NOW))
    listings.listing(listing(item_url(), item_url(8)))
    listings.done("outlet", "culture", NOW)
    with store.write() as session:
        session.query(SourceRow).one().paused_until = NOW + 2 * _HOUR
        session.query(LinkRow).filter_by(article_id=None).one().due_at = NOW + 3 * _HOUR
        session.query(DeliveryRow).update({"next_attempt_at": NOW + 4 * _HOUR})


async def test_all_that_something_waits_for_moves_with_the_clock(
    store: Store, tmp_path: Path
) -> None:
    _filled(store, tmp_path)
    before, world = _due(store), _World()
    assert len(before) == 6
    clock = ClockWatch(store, in_store, now=world.now, steady=world.seconds)
    world.pass_by(30)
    world.wall -= timedelta(seconds=20)  # as clocks are corrected every day
    await clock.look()
    world.wall += 6 * _HOUR  # and a sleep of hours, which moves nothing
    await clock.look()
    assert _due(store) == before
    world.wall -= 6 * _HOUR
    with capture_logs() as logs:
        await clock.look()
        await clock.look()
    assert _due(store) == [one - 6 * _HOUR for one in before]
    assert [one["event"] for one in logs] == ["clock_set_back"]


async def test_what_has_to_be_of_some_age_does_not_wait_until_the_clock_is_there_again(
    store: Store, tmp_path: Path
) -> None:
    _filled(store, tmp_path)
    world = _World()
    unanswered = RobotsRecord(HOME, 0, b"", NOW)
    with store.write() as session:
        session.query(ArticleRow).one().missing_since = NOW
        frontier.keep_robots(session, unanswered)
    clock = ClockWatch(store, in_store, now=world.now, steady=world.seconds)
    world.wall -= 72 * _HOUR
    await clock.look()
    with store.read() as session:
        assert session.query(ArticleRow).one().missing_since == world.wall
        robots = frontier.robots(session, HOME)
    assert robots is not None
    assert holds_until(robots) - world.wall == holds_until(unanswered) - NOW


async def test_a_clock_that_was_set_back_while_marsad_slept_is_seen_at_the_start(
    store: Store, tmp_path: Path
) -> None:
    _filled(store, tmp_path)
    before, world = _due(store), _World(wall=NOW - 6 * _HOUR)
    for _ in range(2):  # the second start finds nothing to do
        clock = ClockWatch(store, in_store, now=world.now, steady=world.seconds)
        await clock.look_at_the_store()
        await clock.look()
        assert _due(store) == [one - 6 * _HOUR for one in before]

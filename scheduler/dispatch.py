"""Finds sources with due work and runs their crawls, one at a time for each host.

`CrawlDesk.start_due` asks for a plan for every source that has something due and whose
hosts are free, and runs it. What a plan holds is decided in `scheduler.plans`; what a
crawl finds goes through `scheduler.sink`.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from contextlib import nullcontext
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from time import monotonic

import structlog

from config.settings import Settings, SourceSettings
from config.telemetry import report_unexpected
from crawler.pace import Pace
from crawler.plan import CrawlPlan, CrawlReport
from crawler.runner import CrawlRunner
from pipeline.breaker import LEAST
from pipeline.confirmation.policy import FOR_TITLES
from pipeline.hosts import Rest, Welcome, hosts_of
from pipeline.ingest import Ingest
from pipeline.listings import Listings
from pipeline.reading import Reader
from pipeline.store import frontier
from pipeline.store.engine import InStore, Store
from pipeline.sweeps import Sweeps
from scheduler.ballast import Ballast
from scheduler.events import Watcher, unwatched
from scheduler.pages import Pages
from scheduler.plans import plan_confirming, plan_crawl, plan_fellows
from scheduler.room import Room
from scheduler.sink import StoreSink

log = structlog.get_logger()

#: crawls at a time: with a thousand hosts some twenty poll at any moment, or wait for their pause;
#: each may hold a body of the largest size, so more would not fit the memory the service is given
MOST_CRAWLS = 32
#: and of those whose host is slow or in trouble: they hold a place for minutes, and have large
#: answers in memory
_MOST_TROUBLED = 8
#: for how long pages are asked for in one crawl of the service
_LONGEST_CRAWL = timedelta(minutes=5)
#: seconds after which a source whose hosts rest is planned again
_PLAN_AGAIN = 60.0
#: how long a host is left alone when the store could not write what it sent, or a crawl of it
#: failed in a way that nobody foresaw: what was due is due still
_LEFT_ALONE = timedelta(minutes=2)


class CrawlDesk:
    """Runs crawls; knows which hosts are busy."""

    def __init__(
        self,
        settings: Settings,
        store: Store,
        ingest: Ingest,
        listings: Listings,
        sweeps: Sweeps,
        runner: CrawlRunner,
        reader: Reader,
        in_store: InStore,
        *,
        most_crawls: int = MOST_CRAWLS,
        pace: Pace | None = None,
        watcher: Watcher = unwatched,
    ) -> None:
        self._settings = settings
        self._store = store
        self._ingest = ingest
        self._listings = listings
        self._sweeps = sweeps
        self._runner = runner
        self._reader = reader
        self._in_store = in_store
        self._most = most_crawls
        self._watcher = watcher
        self._pace = pace or Pace()
        self._room = Room.of(settings)
        self._ballast = Ballast.of(settings)
        self._pages = Pages(ingest, self._room, in_store)
        self._lacking = ""
        self._hosts = {source.name: hosts_of(source) for source in settings.sources}
        self._running: dict[asyncio.Task[None], frozenset[str]] = {}
        self._asked: set[str] = set()
        #: host → when it is asked again; seconds of a clock that no time change moves
        self._left_alone: dict[str, float] = {}
        #: when a source was planned and nothing of it could be asked, by the same clock
        self._planned_in_vain: dict[str, float] = {}
        #: whoever waited longest is asked first, or slow sources would keep the rest from a slot
        self._turns = {source.name: source for source in settings.sources}

    async def start_due(self) -> int:
        """Starts a crawl for every source with due work and free hosts; returns how many.

        While there is no room to write, it starts none and ends those that run.
        """
        if not await self._has_room() or len(self._running) >= self._most:
            return 0
        due = await self._in_store(self._due)
        started = 0
        for name, source in tuple(self._turns.items()):
            if len(self._running) >= self._most:
                break
            hosts = self._hosts[name]
            if name not in due or self._rests(name) or not self._may_start(hosts):
                continue
            plan = await self._in_store(self._plan, source, False)
            if plan is not None:
                self._start(plan, hosts)
                self._turns[name] = self._turns.pop(name)
                started += 1
            else:
                self._planned_in_vain[name] = monotonic()
        return started

    def _may_start(self, hosts: frozenset[str]) -> bool:
        """Whether these hosts are free, and there is a place for such as they are."""
        if self._busy(hosts):
            return False
        if not self._is_troubled(hosts):
            return True
        return sum(map(self._is_troubled, self._running.values())) < _MOST_TROUBLED

    def _is_troubled(self, hosts: frozenset[str]) -> bool:
        return any(map(self._pace.is_troubled, hosts))

    async def crawl_all_of(
        self,
        sources: tuple[SourceSettings, ...],
        *,
        everything: bool,
        planned: Callable[[CrawlPlan], None],
    ) -> list[CrawlReport]:
        """One pass over the due work of some sources, until all of it is done and confirmed."""
        reports: list[CrawlReport] = []
        host_locks: dict[str, asyncio.Lock] = {}
        slots, few = asyncio.Semaphore(self._most), asyncio.Semaphore(_MOST_TROUBLED)

        async def one(source: SourceSettings) -> None:
            locks = [host_locks.setdefault(h, asyncio.Lock()) for h in sorted(hosts_of(source))]
            for lock in locks:
                await lock.acquire()
            try:
                places = few if self._is_troubled(self._hosts[source.name]) else nullcontext()
                async with places, slots:
                    plan = await self._in_store(self._plan, source, everything)
                    report: CrawlReport | None = None
                    if plan is not None:
                        planned(plan)
                        report = await self._crawl(plan)
                    report = await self._confirm(source, report, planned)
                    if report is not None:
                        reports.append(report)
            except Exception as error:  # noqa: BLE001 - a source's boundary: others must go on
                report_unexpected(error, source=source.name)
            finally:
                for lock in locks:
                    lock.release()

        await asyncio.gather(*(one(source) for source in sources))
        return reports

    async def _confirm(
        self,
        source: SourceSettings,
        report: CrawlReport | None,
        planned: Callable[[CrawlPlan], None],
    ) -> CrawlReport | None:
        """Looks again at what changed until it is settled: one pass has no later.

        Before that at a few other pages, where a template may have made the change.
        """
        rounds = LEAST - 1  # one for each page that shows what another did, but for the last
        for _ in range(FOR_TITLES + rounds):
            # it was stopped, or the store could not write what was found
            if (report and not report.completed) or self._are_left_alone(hosts_of(source)):
                break
            plan = await self._in_store(self._plan_fellows, source) if rounds else None
            rounds -= plan is not None
            plan = plan or await self._in_store(self._plan_confirming, source)
            if plan is None:
                break
            planned(plan)
            looks = await self._crawl(plan)
            report = report.followed_by(looks) if report else looks
            if looks.failures and plan.confirms:
                break
        return report

    def rest(self, host: str) -> Rest | None:
        """Why a host is not asked for all now, and until when; None: it is."""
        return self._pace.rest(host)

    @property
    def running(self) -> int:
        """Crawls under way."""
        return len(self._running)

    @property
    def lacking(self) -> str:
        """Where room is short, so that crawls are paused; empty while they are not."""
        return self._lacking

    def lag(self, due: Mapping[str, datetime], now: datetime) -> float:
        """Seconds for which a source could have been crawled and was not, the longest.

        Args:
            due: when each source has had something due since.
        """
        waits = [0.0]
        for source in self._settings.sources:
            hosts = self._hosts[source.name]
            if source.name not in due or self._busy(hosts) or not self._welcomed(hosts):
                continue
            if self._is_troubled(hosts):
                continue  # it waits for one of few places
            since = due[source.name]
            free = max(self._pace.free_since(host) or since for host in hosts)
            waits.append((now - max(since, free)).total_seconds())
        return max(waits)

    async def _has_room(self) -> bool:
        """Whether crawls may write; what they had not fetched when room ran out stays due."""
        lacking, is_let_go = await self._in_store(self._look_for_room)
        if is_let_go:
            log.warning("ballast_let_go")
        if lacking and not self._lacking:
            log.error("crawling_paused", detail=lacking)
        elif self._lacking and not lacking:
            log.info("crawling_resumed")
        self._lacking = lacking
        if lacking and self._running:
            await self._runner.stop()
        return not lacking

    def _look_for_room(self) -> tuple[str, bool]:
        lacking = self._room.lack()
        return lacking, self._ballast.look(is_short=bool(lacking))

    async def stop(self) -> None:
        """Asks running crawls to end and waits for them, within the runner's bound."""
        await self._runner.stop()
        if self._running:
            await asyncio.wait(list(self._running), timeout=5)

    def _due(self) -> set[str]:
        with self._store.read() as session:
            return frontier.sources_due(session, _now())

    def _plan(self, source: SourceSettings, everything: bool) -> CrawlPlan | None:
        with self._store.read() as session:
            return plan_crawl(
                session, source, _now(), everything=everything, welcome=self._pace.welcome
            )

    def _plan_confirming(self, source: SourceSettings) -> CrawlPlan | None:
        with self._store.read() as session:
            return plan_confirming(session, source, _now(), self._pace.welcome)

    def _plan_fellows(self, source: SourceSettings) -> CrawlPlan | None:
        with self._store.read() as session:
            return plan_fellows(session, source, _now(), self._pace.welcome)

    def _busy(self, hosts: frozenset[str]) -> bool:
        return (
            not hosts.isdisjoint(self._asked)
            or self._are_left_alone(hosts)
            or any(self._pace.wait(host) for host in hosts)
        )

    def _are_left_alone(self, hosts: frozenset[str]) -> bool:
        """Whether one of them is, for what came of asking it could not be made use of."""
        now = monotonic()
        return any(self._left_alone.get(host, now) > now for host in hosts)

    def _leave_alone(self, hosts: frozenset[str]) -> None:
        """Asks the sites not for the same again at once."""
        again = monotonic() + _LEFT_ALONE.total_seconds()
        self._left_alone |= dict.fromkeys(hosts, again)

    def _welcomed(self, hosts: frozenset[str]) -> bool:
        return all(self._pace.welcome(host) is Welcome.OPEN for host in hosts)

    def _rests(self, name: str) -> bool:
        """Whether there was nothing to plan lately, for its hosts may be asked for nothing.

        Pages of it that lie elsewhere, on a sub-domain, are looked for again before long.
        """
        planned = self._planned_in_vain.get(name)
        if planned is None or monotonic() - planned > _PLAN_AGAIN:
            return False
        return all(self._pace.welcome(host) is Welcome.CLOSED for host in self._hosts[name])

    def _start(self, plan: CrawlPlan, hosts: frozenset[str]) -> None:
        plan = replace(plan, longest=_LONGEST_CRAWL)
        task = asyncio.create_task(self._crawl_apart(plan), name=f"crawl {plan.source.name}")
        self._running[task] = hosts
        self._asked |= hosts
        task.add_done_callback(self._ended)

    def _ended(self, task: asyncio.Task[None]) -> None:
        self._asked -= self._running.pop(task)

    async def _crawl_apart(self, plan: CrawlPlan) -> None:
        """One crawl of the service: whatever befalls it stays with its source."""
        try:
            await self._crawl(plan)
        except Exception as error:  # noqa: BLE001 - a task's boundary: others must go on
            self._leave_alone(hosts_of(plan.source))
            report_unexpected(error, source=plan.source.name)

    async def _crawl(self, plan: CrawlPlan) -> CrawlReport:
        sink = StoreSink(
            plan.source,
            self._store,
            self._ingest,
            self._pages,
            self._listings,
            self._sweeps,
            self._reader,
            self._in_store,
            self._watcher,
            self._room,
            {poll.section.name: poll.due_at for poll in plan.polls if poll.due_at},
        )
        report = await self._runner.crawl(plan, sink)
        self._watcher(report)
        await sink.ended(report.requests)
        if sink.refused:
            self._leave_alone(hosts_of(plan.source))
        log.info(
            "crawl_done",
            source=report.source,
            requests=report.requests,
            listings=report.listings,
            pages=report.pages,
            not_modified=report.not_modified,
            failures=report.failures,
            completed=report.completed,
            seconds=round((report.finished_at - report.started_at).total_seconds(), 2),
        )
        return report


def _now() -> datetime:
    return datetime.now(UTC)

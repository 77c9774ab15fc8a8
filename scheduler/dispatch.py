"""Finds sources with due work and runs their crawls, one at a time for each host.

`CrawlDesk.start_due` makes a plan for every source that has something due and whose
hosts are free, and runs it; what a crawl finds goes through `scheduler.sink`.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from time import monotonic

import structlog
from sqlalchemy.orm import Session

from config.settings import Settings, SourceSettings
from config.telemetry import report_unexpected
from crawler.plan import CrawlPlan, CrawlReport, SectionPoll
from crawler.runner import CrawlRunner
from pipeline.confirming import FOR_TITLES
from pipeline.ingest import Ingest
from pipeline.listings import Listings
from pipeline.reading import Reader
from pipeline.records import ListingAnswer, PageVisit
from pipeline.store import frontier, pending
from pipeline.store.engine import Store
from pipeline.store.tables import ArticleRow, SourceRow
from pipeline.sweeps import Sweeps
from pipeline.urls import host_key
from scheduler.room import Room
from scheduler.sink import InStore, PageDone, StoreSink
from scheduler.sweeping import due_sweeps

log = structlog.get_logger()

#: pages of one source fetched in one crawl, so that its sections are polled in between
_MOST_VISITS = 60
#: articles whose addresses a crawl learns the shape of
_MOST_KNOWN = 200
#: answers 304 in a row after which a page is fetched whole, to see whether they are true
_TRUST_NEW = 3
_TRUST_PROVEN = 12
_PROOFS = 20
#: how long a host is left alone when the store could not write what it sent
_AFTER_REFUSAL = timedelta(minutes=2)


def plan_crawl(
    session: Session, source: SourceSettings, now: datetime, *, everything: bool = False
) -> CrawlPlan | None:
    """What is due of a source, or None when nothing is or its host asked for peace.

    Args:
        everything: every section, every waiting link and every live or suspected
            article, whatever their due times.
    """
    health = session.get(SourceRow, source.name)
    if health and health.paused_until and health.paused_until > now:
        return None
    rows = {row.name: row for row in frontier.sections(session, source.name)}
    polls = [
        SectionPoll(section, row.etag, row.last_modified)
        for section in source.sections
        if (row := rows.get(section.name)) and (everything or row.due_at <= now)
    ]
    when = None if everything else now
    most = None if everything else _MOST_VISITS
    links = [PageVisit(link.url) for link in frontier.due_links(session, source.name, when, most)]
    rechecks = [
        _recheck(article, health)
        for article in frontier.due_articles(session, source.name, when, most)
    ]
    visits = (links + rechecks)[:most]
    if not polls and not visits:
        return None
    known = frontier.known_addresses(session, source.name, _MOST_KNOWN) if polls else ()
    sweeps = due_sweeps(session, source, [poll.section.name for poll in polls], now)
    return CrawlPlan(source, tuple(polls), tuple(visits), known, sweeps)


def plan_confirming(session: Session, source: SourceSettings, now: datetime) -> CrawlPlan | None:
    """The looks that changed readings of a source wait for, whenever they are due."""
    health = session.get(SourceRow, source.name)
    if health and health.paused_until and health.paused_until > now:
        return None
    visits = [PageVisit(article.url) for article in pending.to_confirm(session, source.name, None)]
    return CrawlPlan(source, (), tuple(visits)) if visits else None


def _recheck(article: ArticleRow, health: SourceRow | None) -> PageVisit:
    """A recheck, conditional unless the source's 304s are untrue or due for a proof."""
    proven = health is not None and health.validators_right >= _PROOFS
    trust = _TRUST_PROVEN if proven else _TRUST_NEW
    if (health and health.validators_wrong) or article.unmodified >= trust:
        return PageVisit(article.url)
    return PageVisit(article.url, article.etag, article.last_modified)


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
        most_crawls: int = 8,
        watcher: Callable[[PageDone | ListingAnswer], None] = lambda _: None,
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
        self._room = Room.of(settings)
        self._paused = False
        self._running: dict[asyncio.Task[None], frozenset[str]] = {}
        #: host → when it may be asked again, so that its delay also holds between crawls; seconds
        #: of a clock that no time change moves
        self._free_at: dict[str, float] = {}
        #: whoever waited longest is asked first, or slow sources would keep the rest from a slot
        self._turns = list(settings.sources)

    async def start_due(self) -> int:
        """Starts a crawl for every source with due work and free hosts; returns how many.

        While there is no room to write, it starts none and ends those that run.
        """
        if not await self._has_room():
            return 0
        started = 0
        for source in tuple(self._turns):
            if len(self._running) >= self._most:
                break
            hosts = hosts_of(source)
            if self._busy(hosts):
                continue
            plan = await self._in_store(self._plan, source, False)
            if plan is not None:
                self._start(plan, hosts)
                self._turns.remove(source)
                self._turns.append(source)
                started += 1
        return started

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
        slots = asyncio.Semaphore(self._most)

        async def one(source: SourceSettings) -> None:
            locks = [host_locks.setdefault(h, asyncio.Lock()) for h in sorted(hosts_of(source))]
            for lock in locks:
                await lock.acquire()
            try:
                async with slots:
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
        """Looks again at what changed until it is settled: one pass has no later."""
        for _ in range(FOR_TITLES):
            # it was stopped, or the store could not write what was found
            if (report and not report.completed) or self._busy(hosts_of(source)):
                break
            plan = await self._in_store(self._plan_confirming, source)
            if plan is None:
                break
            planned(plan)
            looks = await self._crawl(plan)
            report = report.followed_by(looks) if report else looks
            if looks.failures:
                break
        return report

    async def _has_room(self) -> bool:
        """Whether crawls may write; what they had not fetched when room ran out stays due."""
        lacking = await self._in_store(self._room.lack)
        if lacking and not self._paused:
            log.error("crawling_paused", detail=lacking)
        elif self._paused and not lacking:
            log.info("crawling_resumed")
        self._paused = bool(lacking)
        if lacking and self._running:
            await self._runner.stop()
        return not lacking

    async def stop(self) -> None:
        """Asks running crawls to end and waits for them, within the runner's bound."""
        await self._runner.stop()
        if self._running:
            await asyncio.wait(list(self._running), timeout=5)

    def _plan(self, source: SourceSettings, everything: bool) -> CrawlPlan | None:
        with self._store.read() as session:
            return plan_crawl(session, source, _now(), everything=everything)

    def _plan_confirming(self, source: SourceSettings) -> CrawlPlan | None:
        with self._store.read() as session:
            return plan_confirming(session, source, _now())

    def _busy(self, hosts: frozenset[str]) -> bool:
        now = monotonic()
        return any(hosts & taken for taken in self._running.values()) or any(
            self._free_at.get(host, now) > now for host in hosts
        )

    def _start(self, plan: CrawlPlan, hosts: frozenset[str]) -> None:
        task = asyncio.create_task(self._crawl_apart(plan), name=f"crawl {plan.source.name}")
        self._running[task] = hosts

        def ended(task: asyncio.Task[None]) -> None:
            del self._running[task]
            for host in hosts:
                free = monotonic() + plan.source.delay.total_seconds()
                self._free_at[host] = max(free, self._free_at.get(host, free))

        task.add_done_callback(ended)

    async def _crawl_apart(self, plan: CrawlPlan) -> None:
        """One crawl of the service: whatever befalls it stays with its source."""
        try:
            await self._crawl(plan)
        except Exception as error:  # noqa: BLE001 - a task's boundary: others must go on
            report_unexpected(error, source=plan.source.name)

    async def _crawl(self, plan: CrawlPlan) -> CrawlReport:
        sink = StoreSink(
            plan.source,
            self._store,
            self._ingest,
            self._listings,
            self._sweeps,
            self._reader,
            self._in_store,
            self._watcher,
            self._room,
        )
        report = await self._runner.crawl(plan, sink)
        if sink.refused:
            # its due times could not move: do not ask the site for the same again at once
            again = monotonic() + _AFTER_REFUSAL.total_seconds()
            self._free_at |= dict.fromkeys(hosts_of(plan.source), again)
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


def hosts_of(source: SourceSettings) -> frozenset[str]:
    """The hosts a source's crawl may talk to, folded as `host_key` folds them."""
    return frozenset(
        host_key(url) for url in (str(source.home), *(section.url for section in source.sections))
    )


def _now() -> datetime:
    return datetime.now(UTC)

"""Finds sources with due work and runs their crawls, one at a time for each host.

`CrawlDesk.start_due` makes a plan for every source that has something due and whose
hosts are free, and runs it; what a crawl finds goes through `scheduler.sink`.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from contextlib import nullcontext
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from time import monotonic

import structlog
from sqlalchemy.orm import Session

from config.settings import Settings, SourceSettings
from config.telemetry import report_unexpected
from crawler.pace import Pace
from crawler.plan import CrawlPlan, CrawlReport, SectionPoll
from crawler.runner import CrawlRunner
from pipeline.breaker import LEAST
from pipeline.confirmation.policy import FOR_TITLES
from pipeline.hosts import Rest, Welcome, hosts_of
from pipeline.ingest import Ingest
from pipeline.listings import Listings
from pipeline.reading import Reader
from pipeline.records import PageVisit
from pipeline.store import frontier, pending
from pipeline.store.engine import InStore, Store
from pipeline.store.tables import ArticleRow, SourceRow
from pipeline.sweeps import Sweeps
from pipeline.urls import host_key
from scheduler.events import Watcher, unwatched
from scheduler.pages import Pages
from scheduler.room import Room
from scheduler.sink import StoreSink
from scheduler.sweeping import due_sweeps

log = structlog.get_logger()

#: crawls at a time: with a thousand hosts some twenty poll at any moment, or wait for their pause;
#: each may hold a body of the largest size, so more would not fit the memory the service is given
MOST_CRAWLS = 32
#: and of those whose host is slow or in trouble: they hold a place for minutes, and have large
#: answers in memory
_MOST_TROUBLED = 8
#: pages of one source fetched in one crawl, so that its sections are polled in between
_MOST_VISITS = 60
#: for how long pages are asked for in one crawl of the service
_LONGEST_CRAWL = timedelta(minutes=5)
#: articles whose addresses a crawl learns the shape of
_MOST_KNOWN = 200
#: answers 304 in a row after which a page is fetched whole, to see whether they are true
_TRUST_NEW = 3
_TRUST_PROVEN = 12
_PROOFS = 20
#: how long a host is left alone when the store could not write what it sent
_AFTER_REFUSAL = timedelta(minutes=2)


def plan_crawl(
    session: Session,
    source: SourceSettings,
    now: datetime,
    *,
    everything: bool = False,
    welcome: Callable[[str], Welcome] = lambda _: Welcome.OPEN,
) -> CrawlPlan | None:
    """What is due of a source, or None when nothing is or its host asked for peace.

    Args:
        everything: every section, every waiting link and every live or suspected
            article, whatever their due times.
        welcome: what a host may be asked for now.
    """
    health = session.get(SourceRow, source.name)
    if health and health.paused_until and health.paused_until > now:
        return None
    if any(welcome(host) is Welcome.CONFIRMING for host in hosts_of(source)):
        return _plan_reserved(session, source, now, welcome)
    rows = {row.name: row for row in frontier.sections(session, source.name)}
    polls = [
        SectionPoll(section, row.etag, row.last_modified, None if everything else row.due_at)
        for section in source.sections
        if (row := rows.get(section.name)) and (everything or row.due_at <= now)
        if welcome(host_key(section.url)) is Welcome.OPEN
    ]
    when = None if everything else now
    most = None if everything else _MOST_VISITS
    links = [PageVisit(link.url) for link in frontier.due_links(session, source.name, when, most)]
    rechecks = [
        _recheck(article, health)
        for article in frontier.due_articles(session, source.name, when, most)
    ]
    visits = _open((links + rechecks)[:most], welcome)
    if not polls and not visits:
        return None
    learns = any(poll.section.kind != "feed" for poll in polls)
    known = frontier.known_addresses(session, source.name, _MOST_KNOWN) if learns else ()
    sweeps = due_sweeps(session, source, [poll.section.name for poll in polls], now)
    return CrawlPlan(source, tuple(polls), tuple(visits), known, sweeps)


def plan_confirming(
    session: Session,
    source: SourceSettings,
    now: datetime,
    welcome: Callable[[str], Welcome] = lambda _: Welcome.OPEN,
) -> CrawlPlan | None:
    """The looks that changed readings of a source wait for, whenever they are due."""
    health = session.get(SourceRow, source.name)
    if health and health.paused_until and health.paused_until > now:
        return None
    articles = pending.to_confirm(session, source.name, None)
    visits = _open([PageVisit(one.url) for one in articles], welcome, confirms=True)
    return CrawlPlan(source, (), tuple(visits), confirms=True) if visits else None


def plan_fellows(
    session: Session,
    source: SourceSettings,
    now: datetime,
    welcome: Callable[[str], Welcome] = lambda _: Welcome.OPEN,
) -> CrawlPlan | None:
    """A few due pages to look at before changes of others are confirmed.

    What a change may share with other pages, they were made due for (`pipeline.incidents`).
    """
    health = session.get(SourceRow, source.name)
    if health and health.paused_until and health.paused_until > now:
        return None
    if not pending.to_confirm(session, source.name, None):
        return None
    articles = frontier.due_articles(session, source.name, now, _MOST_VISITS)
    visits = _open([_recheck(one, health) for one in articles], welcome)[: LEAST - 1]
    return CrawlPlan(source, (), tuple(visits)) if visits else None


def _plan_reserved(
    session: Session, source: SourceSettings, now: datetime, welcome: Callable[[str], Welcome]
) -> CrawlPlan | None:
    """What the end of a host's daily allowance is kept for: due looks that confirm something."""
    articles = [
        *pending.to_confirm(session, source.name, now),
        *frontier.due_suspects(session, source.name, now, _MOST_VISITS),
    ]
    visits = _open([PageVisit(one.url) for one in articles], welcome, confirms=True)
    return CrawlPlan(source, (), tuple(visits[:_MOST_VISITS]), confirms=True) if visits else None


def _open(
    visits: list[PageVisit], welcome: Callable[[str], Welcome], *, confirms: bool = False
) -> list[PageVisit]:
    """The visits to hosts that may be asked now; the others stay due."""
    may = (Welcome.OPEN, Welcome.CONFIRMING) if confirms else (Welcome.OPEN,)
    return [visit for visit in visits if welcome(host_key(visit.url)) in may]


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
        self._pages = Pages(ingest, self._room, in_store)
        self._lacking = ""
        self._hosts = {source.name: hosts_of(source) for source in settings.sources}
        self._running: dict[asyncio.Task[None], frozenset[str]] = {}
        self._asked: set[str] = set()
        #: host → when it is asked again after the store could not write what it sent; seconds of
        #: a clock that no time change moves
        self._refused: dict[str, float] = {}
        #: whoever waited longest is asked first, or slow sources would keep the rest from a slot
        self._turns = {source.name: source for source in settings.sources}

    async def start_due(self) -> int:
        """Starts a crawl for every source with due work and free hosts; returns how many.

        While there is no room to write, it starts none and ends those that run.
        """
        if not await self._has_room():
            return 0
        due = await self._in_store(self._due)
        started = 0
        for name, source in tuple(self._turns.items()):
            if len(self._running) >= self._most:
                break
            if name not in due or not self._may_start(self._hosts[name]):
                continue
            plan = await self._in_store(self._plan, source, False)
            if plan is not None:
                self._start(plan, self._hosts[name])
                self._turns[name] = self._turns.pop(name)
                started += 1
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
            if (report and not report.completed) or self._were_refused(hosts_of(source)):
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
        lacking = await self._in_store(self._room.lack)
        if lacking and not self._lacking:
            log.error("crawling_paused", detail=lacking)
        elif self._lacking and not lacking:
            log.info("crawling_resumed")
        self._lacking = lacking
        if lacking and self._running:
            await self._runner.stop()
        return not lacking

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
            or self._were_refused(hosts)
            or any(self._pace.wait(host) for host in hosts)
        )

    def _were_refused(self, hosts: frozenset[str]) -> bool:
        """Whether the store could not write lately what one of them sent."""
        now = monotonic()
        return any(self._refused.get(host, now) > now for host in hosts)

    def _welcomed(self, hosts: frozenset[str]) -> bool:
        return all(self._pace.welcome(host) is Welcome.OPEN for host in hosts)

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
            # its due times could not move: do not ask the site for the same again at once
            again = monotonic() + _AFTER_REFUSAL.total_seconds()
            self._refused |= dict.fromkeys(hosts_of(plan.source), again)
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

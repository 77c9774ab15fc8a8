"""Runs a pass or the service in an event loop, and tells what came of it.

How the service goes on from one configuration to the next is in `marsad.serving`; the deliverer
alone is in `marsad.delivering`.
"""

from __future__ import annotations

import asyncio
import signal
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from typing import Any

from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from config.settings import Settings, SourceSettings
from crawler.plan import CrawlPlan, CrawlReport
from marsad import jsonlines
from marsad.app import started_engine
from marsad.delivering import tell_deliveries
from marsad.gating import gate_for
from marsad.heap import share_one_heap
from marsad.looping import run_in_loop
from marsad.opening import opened_store
from marsad.screen import err, foreign, out
from marsad.serving import serve
from marsad.telemetry import start_telemetry
from marsad.waiting import Waiting, rest_object, waiting, waiting_lines
from marsad.wording import counted
from pipeline.delivery.deliver import Sent
from pipeline.egress.policy import EgressPolicy
from pipeline.records import ListingAnswer
from scheduler.events import Event, PageDone
from scheduler.lock import data_folder_lock

#: outcomes of pages in the order a summary tells them
_TOLD = ("new", "edited", "restored", "suspected", "gone", "missed", "not-article")


def run_pass(
    settings: Settings, sources: tuple[SourceSettings, ...], *, everything: bool, send: bool
) -> Pass:
    """One pass over the due work of some sources, with a progress bar on a terminal.

    Raises:
        scheduler.lock.AlreadyRunningError: another Marsad works on the data folder.
        typer.Exit: it was stopped before its end.
    """
    start_telemetry(settings, quiet=True)
    with data_folder_lock(settings.data, "crawl"):
        one = Pass()
        gate = gate_for(settings)
        run_in_loop(gate, _one_pass(settings, sources, everything, send, one, gate.policy))
    return one


def run_service(settings: Settings, anew: Callable[[], Settings]) -> None:
    """The service, until it is told to stop.

    Args:
        anew: loads the configuration as it stands now.

    Raises:
        scheduler.lock.AlreadyRunningError: another Marsad works on the data folder.
    """
    share_one_heap()
    start_telemetry(settings)
    with data_folder_lock(settings.data, "run") as held:
        gate = gate_for(settings)
        run_in_loop(gate, serve(settings, anew, held, gate))


async def _one_pass(
    settings: Settings,
    sources: tuple[SourceSettings, ...],
    everything: bool,
    send: bool,
    one: Pass,
    policy: EgressPolicy,
) -> None:
    _cancel_on_signals()
    with opened_store(settings) as store, one.progress:
        async with started_engine(
            settings, store, policy, forced=everything, watcher=one.watch
        ) as engine:
            one.reports = await engine.desk.crawl_all_of(
                sources, everything=everything, planned=one.plan
            )
            one.waiting = waiting(sources, engine.desk.rest)
            if send:
                one.sent = await engine.deliverer.drain()


class Pass:
    """What one pass has done so far, and its progress bar."""

    def __init__(self) -> None:
        self.reports: list[CrawlReport] = []
        #: the sources that wait for a host, at its end
        self.waiting: list[Waiting] = []
        self.sent: list[Sent] | None = None
        self._outcomes: dict[str, Counter[str]] = defaultdict(Counter)
        self.progress = Progress(
            TextColumn("{task.description}"),
            BarColumn(),
            MofNCompleteColumn(),
            TimeElapsedColumn(),
            console=err,
            transient=True,
            disable=not err.is_terminal,
        )
        self._bar = self.progress.add_task("crawling", total=0)
        self._planned = 0

    def plan(self, plan: CrawlPlan) -> None:
        self._expect(len(plan.visits))

    def watch(self, event: Event) -> None:
        if isinstance(event, ListingAnswer):
            self._expect(len(event.visits))
        if not isinstance(event, PageDone):
            return
        counts = self._outcomes[event.source]
        counts[event.outcome.what] += 1
        counts["alerts"] += event.outcome.alerts
        self.progress.advance(self._bar)

    def _expect(self, more: int) -> None:
        self._planned += more
        self.progress.update(self._bar, total=self._planned)

    def tell(self, as_json: bool, zone: str) -> None:
        """Prints what came of each source, and which wait; times in that zone."""
        for report in sorted(self.reports, key=lambda one: one.source):
            counts = self._outcomes[report.source]
            if as_json:
                found = _report_object(report, counts, self.waiting)
                print(jsonlines.line(found))  # noqa: T201 - program output
                continue
            told = ", ".join(f"{counts[what]} {what}" for what in _TOLD if counts[what])
            out.print(
                f"{report.source}: {counted(report.listings, 'listing')}, "
                f"{counted(report.pages, 'page')} read, "
                f"{report.not_modified} not modified: {told or 'nothing new'}; "
                f"{counted(counts['alerts'], 'alert')} queued",
                soft_wrap=True,
            )
            for complaint in report.complaints:
                err.print(foreign(f"  {complaint}", "yellow"), soft_wrap=True)
        self._tell_waiting(as_json, zone)
        if self.sent is not None:
            tell_deliveries(self.sent, as_json)

    def _tell_waiting(self, as_json: bool, zone: str) -> None:
        if as_json:
            asked = {report.source for report in self.reports}
            for source in dict.fromkeys(one.source for one in self.waiting):
                if source not in asked:
                    now = datetime.now(UTC)
                    nothing = CrawlReport(source, now, now, 0, 0, completed=False)
                    told = _report_object(nothing, Counter(), self.waiting)
                    print(jsonlines.line(told))  # noqa: T201 - program output
            return
        if not self.reports:
            out.print("nothing was asked for" if self.waiting else "nothing is due")
        for line in waiting_lines(self.waiting, zone):
            err.print(line, soft_wrap=True)


def _report_object(
    report: CrawlReport, counts: Counter[str], waiting: Iterable[Waiting]
) -> dict[str, Any]:
    return {
        "source": report.source,
        "started_at": jsonlines.time(report.started_at),
        "finished_at": jsonlines.time(report.finished_at),
        "requests": report.requests,
        "received": report.received,
        "listings": report.listings,
        "pages": report.pages,
        "not_modified": report.not_modified,
        "failures": report.failures,
        "outcomes": {what: counts[what] for what in counts if what != "alerts"},
        "alerts": counts["alerts"],
        "complaints": list(report.complaints),
        "completed": report.completed,
        "waits": [rest_object(one.rest) for one in waiting if one.source == report.source],
    }


def _cancel_on_signals() -> None:
    """SIGTERM and Ctrl-C end a pass as if its work were done, with what is under way settled."""
    task = asyncio.current_task()
    assert task is not None
    cancel: Callable[[], object] = task.cancel
    for name in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(name, cancel)

"""What Prometheus is told of the service; every name and label is in docs/metrics.md.

Labels are the names of sources and destinations, as the configuration has them, and words of our
own: never an address, a title or anything else that a site can choose. Decides nothing about
what is worth an alarm.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from datetime import UTC, datetime

from prometheus_client import (
    CollectorRegistry,
    Counter,
    Histogram,
    ProcessCollector,
    disable_created_metrics,
    generate_latest,
)
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.exposition import CONTENT_TYPE_PLAIN_0_0_4
from prometheus_client.registry import Collector

from config.settings import Settings
from crawler.plan import CrawlReport
from pipeline.delivery.deliver import Sent
from pipeline.reading import ReadingDone
from scheduler.events import Event, PageDone, SectionPolled
from scheduler.upkeep import Facts

CONTENT_TYPE = CONTENT_TYPE_PLAIN_0_0_4
#: seconds after which a poll is late
LATE_POLL = 30.0
#: outcomes of pages of articles that were known before
_OF_KNOWN = frozenset({"edited", "gone", "held", "pending", "restored", "suspected", "unchanged"})
# when each counter was made, which nobody asks for, would be as much again as all that is told
disable_created_metrics()  # type: ignore[no-untyped-call]


class Metrics:
    """Counts what it is told, from the start of the process, over every new configuration.

    Args:
        version: Marsad's.
        ready: whether the service is.
        facts: how it keeps up, as of the last look; None: nobody has looked yet.
    """

    def __init__(
        self, version: str, ready: Callable[[], bool], facts: Callable[[], Facts | None]
    ) -> None:
        self._registry = registry = CollectorRegistry()
        by_source, by_destination = ("source", "outcome"), ("destination", "outcome")

        def counter(name: str, help_: str, labels: Collection[str] = ()) -> Counter:
            return Counter(f"marsad_{name}", help_, labels, registry=registry)

        def histogram(name: str, help_: str, *buckets: float) -> Histogram:
            return Histogram(f"marsad_{name}", help_, buckets=buckets, registry=registry)

        self._requests = counter("requests", "Requests that left.", ["source"])
        self._received = counter("received_bytes", "Bytes of bodies received.", ["source"])
        self._crawls = counter("crawls", "Crawls ended.", by_source)
        self._polls = counter("polls", "Polls of sections.", by_source)
        self._late = counter("polls_late", f"Polls over {LATE_POLL:g} s late.", ["source"])
        self._lateness = histogram(
            "poll_lateness_seconds", "How long polls were due.", 1, 5, 10, 30, 60, 300, 1800
        )
        self._pages = counter("pages", "Pages by what came of them.", by_source)
        self._rechecks = counter("rechecks", "Pages of known articles.", ["source"])
        self._alerts = counter("alerts", "Alerts raised by pages.", ["source"])
        self._deliveries = counter("deliveries", "Attempts at deliveries.", by_destination)
        self._readings = counter("readings", "Readings in worker processes.", by_source)
        self._reading = histogram(
            "reading_seconds",
            "What a reading took.",
            *(0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10),
        )
        self._loop = histogram(
            "loop_lag_seconds",
            "How late the loop came to a timer.",
            *(0.005, 0.01, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 30),
        )
        self._reloads = counter("reloads", "New configurations.", ["outcome"])
        for outcome in ("taken-up", "refused"):
            self._reloads.labels(outcome)
        self._by_source = (
            *(self._requests, self._received, self._crawls, self._polls, self._late),
            *(self._pages, self._rechecks, self._alerts, self._readings),
        )
        self._sources: frozenset[str] = frozenset()
        self._destinations: frozenset[str] = frozenset()
        self._gauges = _Gauges(version, ready, facts)
        registry.register(self._gauges)
        ProcessCollector(registry=registry)

    def adopt(self, settings: Settings) -> None:
        """Counts for these settings from now on; who has left them is forgotten."""
        sources = frozenset(one.name for one in settings.sources)
        destinations = frozenset(one.name for one in settings.destinations)
        for gone in self._sources - sources:
            for counter in self._by_source:
                counter.remove_by_labels({"source": gone})
        for gone in self._destinations - destinations:
            self._deliveries.remove_by_labels({"destination": gone})
        # what has not happened yet is told as 0, or its first time would not show as an increase
        for name in sources:
            self._late.labels(name)
            for outcome in ("listed", "unchanged", "failed"):
                self._polls.labels(name, outcome)
        for name in destinations:
            for outcome in ("delivered", "failed", "dead"):
                self._deliveries.labels(name, outcome)
        self._sources, self._destinations = sources, destinations
        self._gauges.budgets = {one.name: one.budget for one in settings.sources if one.budget}

    def watch(self, event: Event) -> None:
        """Counts an event; on any thread."""
        match event:
            case CrawlReport(source=source):
                self._requests.labels(source).inc(event.requests)
                self._received.labels(source).inc(event.received)
                self._crawls.labels(source, "completed" if event.completed else "cut").inc()
            case SectionPolled(source=source):
                self._polls.labels(source, event.outcome).inc()
                self._lateness.observe(event.late)
                self._late.labels(source).inc(event.late > LATE_POLL)
            case PageDone(source=source, outcome=outcome):
                self._pages.labels(source, outcome.what).inc()
                self._rechecks.labels(source).inc(outcome.what in _OF_KNOWN)
                self._alerts.labels(source).inc(outcome.alerts)
            case ReadingDone(source=source):
                self._readings.labels(source, event.outcome).inc()
                self._reading.observe(event.seconds)
            case Sent(destination=destination):
                failed = "dead" if event.dead else "failed"
                self._deliveries.labels(destination, failed if event.error else "delivered").inc()

    def loop_came(self, late: float) -> None:
        """The loop came to a timer so many seconds late."""
        self._loop.observe(late)

    def reloaded(self, outcome: str) -> None:
        self._reloads.labels(outcome).inc()

    def exposition(self) -> str:
        """All of it, in Prometheus' text format; takes a while where there are many sources."""
        return generate_latest(self._registry).decode()


class _Gauges(Collector):
    """What is told as it is at the moment that somebody asks."""

    def __init__(
        self, version: str, ready: Callable[[], bool], facts: Callable[[], Facts | None]
    ) -> None:
        self._version = version
        self._ready = ready
        self._facts = facts
        #: rechecks a day, of the sources that have a budget
        self.budgets: dict[str, int] = {}

    def collect(self) -> Iterator[GaugeMetricFamily]:
        yield _gauge("info", "The Marsad that runs.", {self._version: 1}, "version")
        yield _gauge("ready", "1: no reason is known why it would not work.", self._ready())
        yield _gauge(
            "recheck_budget", "Rechecks a day that a source may have.", self.budgets, "source"
        )
        facts = self._facts()
        if facts is None:
            return
        now = datetime.now(UTC)
        ages = {
            one.destination: (now - one.oldest_at).total_seconds()
            for one in facts.owed
            if one.oldest_at is not None
        }
        queued = {one.destination: one.queued for one in facts.owed}
        sizes = {"database": facts.database, "responses": facts.evidence}
        yield _gauge("schedule_lag_seconds", "How long a source waits that could go.", facts.lag)
        yield _gauge("crawls_running", "Crawls under way.", facts.crawls)
        yield _gauge("deliveries_queued", "Deliveries that are owed.", queued, "destination")
        yield _gauge("deliveries_oldest_seconds", "Age of the oldest.", ages, "destination")
        yield _gauge("store_bytes", "What is kept.", sizes, "part")
        yield _gauge("disk_free_bytes", "What is left where responses are kept.", facts.free)


def _gauge(
    name: str, help_: str, value: float | dict[str, int] | dict[str, float], label: str = ""
) -> GaugeMetricFamily:
    """A metric with one value, or one a value of its label."""
    if not isinstance(value, dict):
        return GaugeMetricFamily(f"marsad_{name}", help_, value=float(value))
    family = GaugeMetricFamily(f"marsad_{name}", help_, labels=[label])
    for key, number in value.items():
        family.add_metric([key], float(number))
    return family

"""Measures what the service carries, over sites simulated on loopback: `make bench-service`.

    sustained   new pieces from the request to the committed version, by presets and without
    polls       many hosts polled every few minutes that mostly have nothing new
    hostile     what good sources lose beside hostile ones
    memory      resident memory over a day's work, done in less time
    start       from the command to the first poll

The service is the real one, in a process of its own, and so are the sites. Processor time is that
of the service and of its reading processes. docs/performance.md keeps the table.
"""

from __future__ import annotations

import argparse
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from functools import partial
from itertools import pairwise
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from time import monotonic, sleep, time
from typing import Any, Final

from benchmarks.corpora import load_corpora, shared_folder
from benchmarks.running_service import RunningService, configured, running_service
from benchmarks.simulated_sites import (
    HOSTILE,
    Counts,
    Host,
    Sites,
    addresses,
    running_sites,
)

_MB: Final = 1024 * 1024
_K2: Final[dict[str, Any]] = {"preset": "joomla-k2", "language": "ar", "timezone": "Africa/Tunis"}
_ARTICLES: Final = "SELECT count(*) FROM articles"
#: seconds by which a poll may be late, and the share of its interval by which it may be spread
_LATE, _SPREAD = 30.0, 0.1
#: seconds after which what does not come is given up
_PATIENCE: Final = 1_800.0
#: three feeds, a section page, and one that does not know conditional requests
_SECTIONS: Final = ("feed-1", "feed-2", "feed-3", "page-1", "page-plain")


@dataclass(frozen=True, slots=True)
class Size:
    """How much of each is measured."""

    #: pieces that a preset reads, and the sites they are on
    pieces: int
    sites: int
    #: hosts that are polled, how often in seconds, and for how many minutes
    hosts: int
    every: float
    minutes: float
    #: good and hostile sources, how often each has a new piece, and for how many minutes
    good: int
    hostile: int
    fresh: float
    beside: float
    #: sites of which a day's work is done, and in how many minutes
    outlets: int
    day: float
    starts: int


FULL: Final = Size(4_000, 40, 1_000, 300.0, 20.0, 400, 100, 60.0, 60.0, 25, 30.0, 5)
SHORT: Final = Size(400, 10, 50, 30.0, 2.0, 20, 5, 10.0, 2.0, 10, 10.0, 3)


def main() -> None:
    """Prints one line a measure."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parts: dict[str, Callable[[Size], Iterable[object]]] = {
        "sustained": sustained,
        "polls": lambda size: [polls(size)],
        "hostile": lambda size: [hostile(size)],
        "memory": lambda size: [memory(size)],
        "start": start,
    }
    parser.add_argument("--only", choices=parts)
    parser.add_argument("--short", action="store_true", help="minutes in place of hours")
    given = parser.parse_args()
    for name, part in parts.items():
        if given.only in (None, name):
            for result in part(SHORT if given.short else FULL):
                print(f"{name}: {result}", flush=True)


# --- sustained ---------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Sustained:
    """How quickly pages become stored articles."""

    what: str
    pages: int
    #: of the processor, and by the clock
    seconds: float
    wall: float
    articles: int
    alerts: int
    delivered: int

    def __str__(self) -> str:
        return (
            f"{self.what}, {self.pages / self.seconds:.0f} pages a second a core "
            f"({1_000 * self.seconds / self.pages:.1f} ms each), {self.pages / self.wall:.0f} a "
            f"second by the clock; {self.articles:,} articles, {self.alerts:,} alerts, "
            f"{self.delivered:,} delivered"
        )


def sustained(size: Size) -> Iterator[Sustained]:
    """New pieces that a preset reads, then saved pages of all sorts, where these are at hand."""
    each = size.pieces // size.sites
    hosts = [Host(one, pieces=each) for one in addresses(size.sites)]
    with _service(hosts, ("page-1",), every=3_600, delay="0s", first_crawl="alert", **_K2) as run:
        yield _rate("by a preset", run, size.pieces)
    saved = _saved(size.pieces)
    hosts = [
        Host(one, "real", tuple(saved[n :: size.sites]))
        for n, one in enumerate(addresses(size.sites))
    ]
    if saved:
        with _service(hosts, ("feed-1",), every=3_600, delay="0s", first_crawl="alert") as run:
            yield _rate("any page", run, len(saved))


def _saved(most: int) -> list[int]:
    """The saved pages that there are."""
    try:
        return list(range(len(load_corpora(shared_folder()))))[:most]
    except SystemExit:  # it was said aloud
        return []


def _rate(what: str, run: Run, pieces: int) -> Sustained:
    """Waits until pieces are stored; what is told begins once the service has warmed up."""
    fetched = "SELECT coalesce(sum(times), 0) FROM fetches"
    _until(lambda: run.service.stored(fetched) >= pieces // 4)
    first, seconds, began = run.service.stored(fetched), run.service.seconds(), monotonic()
    _until(lambda: run.service.stored(fetched) >= pieces)
    return Sustained(
        what,
        run.service.stored(fetched) - first,
        run.service.seconds() - seconds,
        monotonic() - began,
        run.service.stored(_ARTICLES),
        run.service.stored("SELECT count(*) FROM alerts"),
        run.sites.counts().delivered,
    )


# --- polls -------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Polled:
    """What polls took, and whether they came in time."""

    size: Size
    made: int
    seconds: float
    wall: float
    #: new pieces that were read meanwhile
    pieces: int
    #: seconds between two polls of one section
    gaps: Sequence[float]
    #: bytes
    memory: int

    @property
    def share(self) -> float:
        """Of one core."""
        return self.seconds / self.wall

    @property
    def late(self) -> int:
        """Polls that came later than their interval, its spread and half a minute allow."""
        return sum(gap > self.size.every * (1 + _SPREAD) + _LATE for gap in self.gaps)

    def __str__(self) -> str:
        wanted = self.size.hosts * len(_SECTIONS) / self.size.every
        return (
            f"{self.size.hosts:,} hosts x {len(_SECTIONS)} every {self.size.every:g} s, "
            f"{self.made / self.wall:.1f} a second of {wanted:.1f} for {self.wall / 60:.0f} min: "
            f"{100 * self.share:.0f} % of one core ({1_000 * self.seconds / self.made:.1f} ms "
            f"each, {self.pieces:,} new pieces in it), {self.late:,} late by more than "
            f"{_LATE:g} s, longest {max(self.gaps, default=0.0):.0f} s apart; "
            f"{self.memory / _MB:.0f} MB"
        )


def polls(size: Size) -> Polled:
    """Hosts that mostly have nothing new: a piece comes once in twelve polls.

    First all is read that is there. Then the service is ended and rechecks are put off, and it
    starts again with nothing else to do.
    """
    hosts = [Host(one, pieces=10, fresh=12 * size.every) for one in addresses(size.hosts)]
    with TemporaryDirectory() as name, running_sites(hosts) as sites:
        folder = Path(name)
        configured_for = partial(configured, folder, sites.port, hosts, _SECTIONS, every=size.every)
        first = configured_for(delay="0s", **_K2)
        with running_service(first) as service:
            _until(lambda: service.stored(_ARTICLES) >= 10 * size.hosts)
        _put_off_rechecks(folder)
        with running_service(configured_for(topics=20, **_K2)) as service:
            sleep(2 * size.every)
            seconds, began = service.seconds(), time()
            articles = service.stored(_ARTICLES)
            sleep(60 * size.minutes)
            seconds, ended = service.seconds() - seconds, time()
            articles = service.stored(_ARTICLES) - articles
            made = _within(sites.counts(), began, ended)
            taken = sum(service.memory())
    gaps = [later - sooner for times in made for sooner, later in pairwise(times)]
    return Polled(size, sum(map(len, made)), seconds, ended - began, articles, gaps, taken)


def _put_off_rechecks(folder: Path) -> None:
    """As if all articles had been watched for as long as they are."""
    with closing(sqlite3.connect(folder / "data" / "marsad.db")) as database, database:
        database.execute("UPDATE articles SET recheck_at = NULL")


def _within(counts: Counts, began: float, ended: float) -> list[list[float]]:
    return [[at for at in times if began <= at < ended] for times in counts.polls.values()]


# --- hostile -----------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Good:
    """What became of the good sources."""

    pages: int
    wall: float
    #: the longest time between two polls of one of them
    longest: float
    #: of the processor, for all
    seconds: float
    #: bytes of the service, and of its reading processes
    memory: tuple[int, int]

    def __str__(self) -> str:
        service, workers = self.memory
        return (
            f"{60 * self.pages / self.wall:.1f} pages a minute, polls {self.longest:.0f} s apart "
            f"at the most, {100 * self.seconds / self.wall:.0f} % of one core, "
            f"{service / _MB:.0f} + {workers / _MB:.0f} MB"
        )


@dataclass(frozen=True, slots=True)
class Beside:
    """Good sources alone, and beside hostile ones."""

    size: Size
    alone: Good
    beside: Good

    @property
    def lost(self) -> float:
        """The share of their throughput that the good ones lose."""
        return 1 - self.beside.pages / self.beside.wall / (self.alone.pages / self.alone.wall)

    def __str__(self) -> str:
        return (
            f"{self.size.good} good sources, each with a piece every {self.size.fresh:g} s, for "
            f"{self.size.beside:g} min. Alone {self.alone}; beside {self.size.hostile} hostile "
            f"ones {self.beside}: {100 * self.lost:.1f} % lost"
        )


def hostile(size: Size) -> Beside:
    """What good sources lose beside such as are slow, endless, looping, lying, or send bombs."""
    all_of_them = addresses(size.good + size.hostile)
    good = [Host(one, pieces=5, fresh=size.fresh) for one in all_of_them[: size.good]]
    bad = [
        Host(one, HOSTILE[n % len(HOSTILE)], pieces=5, fresh=size.fresh)
        for n, one in enumerate(all_of_them[size.good :])
    ]
    return Beside(size, _of_good(size, good, []), _of_good(size, good, bad))


def _of_good(size: Size, good: Sequence[Host], others: Sequence[Host]) -> Good:
    """What good sources bring, once the first pieces of each were read."""
    mine = {host.address for host in good}
    with _service([*good, *others], ("page-1",), every=size.fresh, delay="0s", **_K2) as run:
        of_good = f"{_ARTICLES} WHERE source IN ({', '.join(map(_quoted, mine))})"
        _until(lambda: run.service.stored(of_good) >= 5 * len(good))
        before, began, seconds = run.service.stored(of_good), time(), run.service.seconds()
        sleep(60 * size.beside)
        stored, wall = run.service.stored(of_good) - before, time() - began
        seconds = run.service.seconds() - seconds
        made = [times for (host, _), times in run.sites.counts().polls.items() if host in mine]
        gaps = [b - a for times in made for a, b in pairwise(t for t in times if t >= began)]
        return Good(stored, wall, max(gaps, default=wall), seconds, run.service.memory())


def _quoted(address: str) -> str:
    return f"'{address.replace('.', '-')}'"


# --- memory ------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Day:
    """Memory over a day's work, in bytes: of the service and its reading processes."""

    size: Size
    #: hour of the day, and what was taken
    taken: Sequence[tuple[float, tuple[int, int]]]
    polls: int
    pages: int
    seconds: float

    @property
    def growth(self) -> float:
        """From the second hour to the last, by the median of each."""
        return self._in(23, 24) / self._in(1, 2) - 1

    @property
    def most(self) -> int:
        return max(sum(taken) for _, taken in self.taken)

    def _in(self, since: float, until: float) -> float:
        return median(sum(taken) for hour, taken in self.taken if since <= hour < until)

    def __str__(self) -> str:
        service, workers = self.taken[-1][1]
        return (
            f"24 h of {self.size.outlets} sites in {self.size.day:g} min ({self.polls:,} polls, "
            f"{self.pages:,} pages, {self.seconds:.0f} s of the processor): "
            f"{self._in(1, 2) / _MB:.0f} MB in the second hour, "
            f"{self._in(23, 24) / _MB:.0f} MB in the last ({100 * self.growth:+.1f} %), "
            f"{self.most / _MB:.0f} MB at the most; at the end service {service / _MB:.0f} MB, "
            f"readers {workers / _MB:.0f} MB"
        )


def memory(size: Size) -> Day:
    """A day's polls, new pieces, rechecks and edits, in fewer minutes than it has."""
    hour = 60 * size.day / 24
    hosts = [Host(one, fresh=hour, edited=6 * hour) for one in addresses(size.outlets)]
    sections = ("feed-1", "page-1", "page-plain")
    with _service(hosts, sections, every=max(1.0, hour / 6), delay="0s", **_K2) as run:
        _until(lambda: run.service.stored(_ARTICLES) >= 20 * len(hosts))
        taken: list[tuple[float, tuple[int, int]]] = []
        began, seconds = monotonic(), run.service.seconds()
        while (since := monotonic() - began) < 24 * hour:
            taken.append((since / hour, run.service.memory()))
            sleep(hour / 30)
        counts = run.sites.counts()
        made, read = (sum(map(len, one.values())) for one in (counts.polls, counts.pieces))
        return Day(size, taken, made, read, run.service.seconds() - seconds)


# --- start -------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Started:
    """How long the first poll lets wait for itself: medians."""

    what: str
    wall: float
    seconds: float
    times: int

    def __str__(self) -> str:
        return (
            f"{self.what}, {self.wall:.1f} s to the first poll, {self.seconds:.1f} s of the "
            f"processor until then (medians of {self.times})"
        )


def start(size: Size) -> Iterator[Started]:
    """From the command to the first poll: with no database yet, and with one."""
    hosts = [Host(one, pieces=2) for one in addresses(10)]
    new: list[tuple[float, float]] = []
    again: list[tuple[float, float]] = []
    for _ in range(size.starts):
        with TemporaryDirectory() as folder, running_sites(hosts) as sites:
            configuration = configured(
                Path(folder), sites.port, hosts, ("page-1",), every=1, delay="0s", **_K2
            )
            new.append(_first_poll(configuration, sites))
            again.append(_first_poll(configuration, sites))
    for what, found in (("an empty folder", new), ("a known one", again)):
        wall, seconds = (median(one) for one in zip(*found, strict=True))
        yield Started(what, wall, seconds, len(found))


def _first_poll(configuration: Path, sites: Sites) -> tuple[float, float]:
    """Seconds until the first poll, by the clock and of the processor."""
    before, began = _polls_made(sites), time()
    with running_service(configuration) as service:
        _until(lambda: _polls_made(sites) > before, 0.02)
        seconds = service.seconds()
    made = sites.counts().polls.values()
    return min(at for times in made for at in times if at >= began) - began, seconds


def _polls_made(sites: Sites) -> int:
    return sum(map(len, sites.counts().polls.values()))


# -----------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Run:
    """A service at work and the sites it follows."""

    service: RunningService
    sites: Sites


@contextmanager
def _service(
    hosts: Sequence[Host], sections: Sequence[str], *, every: float, **source: Any
) -> Iterator[Run]:
    real = any(host.manner == "real" for host in hosts)
    with (
        TemporaryDirectory() as folder,
        running_sites(hosts, shared_folder() if real else None) as sites,
    ):
        configuration = configured(
            Path(folder), sites.port, hosts, sections, every=every, topics=20, **source
        )
        with running_service(configuration) as service:
            _until(lambda: _polls_made(sites) > 0)
            yield Run(service, sites)


def _until(holds: Callable[[], bool], every: float = 0.2) -> None:
    """Waits for something.

    Raises:
        TimeoutError: it does not come.
    """
    until = monotonic() + _PATIENCE
    while not holds():
        if monotonic() > until:
            raise TimeoutError("the service does not come to it")
        sleep(every)


if __name__ == "__main__":
    main()

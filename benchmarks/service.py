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
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
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
    #: minutes in which a day's work is done
    day: float
    starts: int


FULL: Final = Size(4_000, 40, 1_000, 300.0, 20.0, 400, 100, 60.0, 60.0, 30.0, 5)
SHORT: Final = Size(400, 10, 50, 30.0, 2.0, 40, 10, 10.0, 3.0, 6.0, 3)


def main() -> None:
    """Prints one line a measure."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parts: dict[str, Callable[[Size], None]] = {
        "sustained": _sustained,
        "polls": _polls,
        "hostile": _hostile,
        "memory": _memory,
        "start": _start,
    }
    parser.add_argument("--only", choices=parts)
    parser.add_argument("--short", action="store_true", help="minutes in place of hours")
    given = parser.parse_args()
    for name, part in parts.items():
        if given.only in (None, name):
            part(SHORT if given.short else FULL)


# --- sustained ---------------------------------------------------------------


def _sustained(size: Size) -> None:
    each = size.pieces // size.sites
    hosts = [Host(one, pieces=each) for one in addresses(size.sites)]
    with _service(hosts, ("page-1",), every=3_600, delay="0s", first_crawl="alert", **_K2) as run:
        _tell_rate("sustained, preset", run, size.pieces)
    saved = _saved(size.pieces)
    hosts = [
        Host(one, "real", tuple(saved[n :: size.sites]))
        for n, one in enumerate(addresses(size.sites))
    ]
    if saved:
        with _service(hosts, ("feed-1",), every=3_600, delay="0s", first_crawl="alert") as run:
            _tell_rate("sustained, any page", run, len(saved))


def _saved(most: int) -> list[int]:
    """The saved pages that there are."""
    try:
        return list(range(len(load_corpora(shared_folder()))))[:most]
    except SystemExit:  # it was said aloud
        return []


def _tell_rate(what: str, run: Run, pieces: int) -> None:
    """Waits until pieces are stored, and tells how quickly, once the service has warmed up."""
    fetched = "SELECT coalesce(sum(times), 0) FROM fetches"
    _until(lambda: run.service.stored(fetched) >= pieces // 10)
    first, seconds, began = run.service.stored(fetched), run.service.seconds(), monotonic()
    _until(lambda: run.service.stored(fetched) >= pieces)
    done = run.service.stored(fetched) - first
    seconds, wall = run.service.seconds() - seconds, monotonic() - began
    articles, alerts = map(run.service.stored, (_ARTICLES, "SELECT count(*) FROM alerts"))
    print(
        f"{what}: {done / seconds:.0f} pages a second a core ({1_000 * seconds / done:.1f} ms "
        f"each), {done / wall:.0f} a second by the clock; {pieces:,} pages, {articles:,} articles, "
        f"{alerts:,} alerts, {run.sites.counts().delivered:,} delivered",
        flush=True,
    )


# --- polls -------------------------------------------------------------------


def _polls(size: Size) -> None:
    """First all is read that is there; then the service is ended, rechecks are put off, and it
    starts again with nothing but polls to make, and a new piece an hour and host to read."""
    hosts = [Host(one, pieces=10, fresh=12 * size.every) for one in addresses(size.hosts)]
    with TemporaryDirectory() as name, running_sites(hosts) as sites:
        folder = Path(name)
        first = configured(
            folder, sites.port, hosts, _SECTIONS, every=size.every, delay="0s", **_K2
        )
        with running_service(first) as service:
            _until(lambda: service.stored(_ARTICLES) >= 10 * size.hosts)
        _put_off_rechecks(folder)
        steady = configured(
            folder, sites.port, hosts, _SECTIONS, every=size.every, topics=20, **_K2
        )
        with running_service(steady) as service:
            sleep(2 * size.every)
            seconds, began = service.seconds(), time()
            articles = service.stored(_ARTICLES)
            sleep(60 * size.minutes)
            seconds, ended = service.seconds() - seconds, time()
            articles = service.stored(_ARTICLES) - articles
            counts = sites.counts()
            memory = sum(service.memory()) / _MB
    polls = _within(counts, began, ended)
    gaps = [later - sooner for times in polls for sooner, later in pairwise(times)]
    late = sum(gap > size.every * (1 + _SPREAD) + _LATE for gap in gaps)
    made = sum(map(len, polls))
    wall = ended - began
    print(
        f"polls: {size.hosts:,} hosts x {len(_SECTIONS)} every {size.every:g} s, "
        f"{made / wall:.1f} a second of {size.hosts * len(_SECTIONS) / size.every:.1f} for "
        f"{wall / 60:.0f} min: {100 * seconds / wall:.0f} % of one core "
        f"({1_000 * seconds / made:.1f} ms each, {articles:,} new pieces in it), {late:,} late by "
        f"more than {_LATE:g} s, longest {max(gaps, default=0.0):.0f} s apart; {memory:.0f} MB",
        flush=True,
    )


def _put_off_rechecks(folder: Path) -> None:
    """As if all articles had been watched for as long as they are."""
    with closing(sqlite3.connect(folder / "data" / "marsad.db")) as database, database:
        database.execute("UPDATE articles SET recheck_at = NULL")


def _within(counts: Counts, began: float, ended: float) -> list[list[float]]:
    return [[at for at in times if began <= at < ended] for times in counts.polls.values()]


# --- hostile -----------------------------------------------------------------


def _hostile(size: Size) -> None:
    all_of_them = addresses(size.good + size.hostile)
    good = [Host(one, fresh=size.fresh) for one in all_of_them[: size.good]]
    bad = [
        Host(one, HOSTILE[n % len(HOSTILE)], fresh=size.fresh)
        for n, one in enumerate(all_of_them[size.good :])
    ]
    alone, beside = (_throughput(size, good, others) for others in ([], bad))
    print(
        f"hostile: {len(good)} good sources alone {alone:.1f} pages a minute, beside {len(bad)} "
        f"hostile ones {beside:.1f}: {100 * (1 - beside / alone):.1f} % lost",
        flush=True,
    )


def _throughput(size: Size, good: Sequence[Host], others: Sequence[Host]) -> float:
    """Pages a minute that good sources brought, once the first of each were read."""
    mine = {host.address for host in good}
    with _service([*good, *others], ("page-1",), every=size.fresh, delay="0s", **_K2) as run:
        of_good = f"{_ARTICLES} WHERE source IN ({', '.join(map(_quoted, mine))})"
        _until(lambda: run.service.stored(of_good) >= 20 * len(good))
        before, began = run.service.stored(of_good), time()
        seconds = run.service.seconds()
        sleep(60 * size.beside)
        stored, ended = run.service.stored(of_good) - before, time()
        seconds = run.service.seconds() - seconds
        counts = run.sites.counts()
        polls = [times for (host, _), times in counts.polls.items() if host in mine]
        gaps = [b - a for times in polls for a, b in pairwise(t for t in times if t >= began)]
        service, workers = run.service.memory()
    print(
        f"  {len(good)} good, {len(others)} hostile: {stored:,} pages in {ended - began:.0f} s, "
        f"longest {max(gaps):.0f} s between polls every {size.fresh:g} s, "
        f"{100 * seconds / (ended - began):.0f} % of one core, {service / _MB:.0f} + "
        f"{workers / _MB:.0f} MB",
        flush=True,
    )
    return 60 * stored / (ended - began)


def _quoted(address: str) -> str:
    return f"'{address.replace('.', '-')}'"


# --- memory ------------------------------------------------------------------


def _memory(size: Size) -> None:
    """A day's polls, new pieces, rechecks and edits, in fewer minutes than it has."""
    hour = 60 * size.day / 24
    hosts = [Host(one, fresh=hour, edited=6 * hour) for one in addresses(25)]
    sections = ("feed-1", "page-1", "page-plain")
    with _service(hosts, sections, every=max(1.0, hour / 6), delay="0s", **_K2) as run:
        _until(lambda: run.service.stored(_ARTICLES) >= 20 * len(hosts))
        taken: list[tuple[float, tuple[int, int]]] = []
        began = monotonic()
        while (since := monotonic() - began) < 24 * hour:
            taken.append((since / hour, run.service.memory()))
            sleep(hour / 30)
        seconds = run.service.seconds()
        polls = sum(map(len, run.sites.counts().polls.values()))
        pages = sum(map(len, run.sites.counts().pieces.values()))
    totals = [(at, sum(memory)) for at, memory in taken]
    second = median(total for at, total in totals if 1 <= at < 2)
    last = median(total for at, total in totals if at >= 23)
    service, workers = taken[-1][1]
    print(
        f"memory: 24 h in {size.day:g} min ({polls:,} polls, {pages:,} pages, {seconds:.0f} s of "
        f"the processor): {second / _MB:.0f} MB in the second hour, {last / _MB:.0f} MB in the "
        f"last ({100 * (last / second - 1):+.1f} %), {max(t for _, t in totals) / _MB:.0f} MB at "
        f"the most; at the end service {service / _MB:.0f} MB, readers {workers / _MB:.0f} MB",
        flush=True,
    )


# --- start -------------------------------------------------------------------


def _start(size: Size) -> None:
    hosts = [Host(one, pieces=2) for one in addresses(10)]
    new: list[tuple[float, float]] = []
    again: list[tuple[float, float]] = []
    for _ in range(size.starts):
        with TemporaryDirectory() as folder, running_sites(hosts) as sites:
            for found in (new, again):
                configuration = configured(
                    Path(folder), sites.port, hosts, ("page-1",), every=1, delay="0s", **_K2
                )
                before, began = _polls_made(sites), time()
                with running_service(configuration) as service:
                    _until(lambda: _polls_made(sites) > before, 0.02)  # noqa: B023
                    seconds = service.seconds()
                    times = sites.counts().polls.values()
                    first = min(at for one in times for at in one if at >= began)
                found.append((first - began, seconds))
    for what, found in (("an empty folder", new), ("a known one", again)):
        wall, seconds = (median(one) for one in zip(*found, strict=True))
        print(
            f"start, {what}: {wall:.1f} s to the first poll, {seconds:.1f} s of the processor "
            f"until then (medians of {len(found)})",
            flush=True,
        )


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

"""Many hosts polled every few minutes that mostly have nothing new."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass
from functools import partial
from itertools import pairwise
from pathlib import Path
from tempfile import TemporaryDirectory
from time import sleep, time
from typing import Final

from benchmarks.running_service import configured, running_service
from benchmarks.service.following import ARTICLES, K2, MB, until
from benchmarks.service.sizes import Size
from benchmarks.simulated_sites import Counts, Host, addresses, running_sites

#: seconds by which a poll may be late, and the share of its interval by which it may be spread
_LATE, _SPREAD = 30.0, 0.1
#: three feeds, a section page, and one that does not know conditional requests
_SECTIONS: Final = ("feed-1", "feed-2", "feed-3", "page-1", "page-plain")


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
            f"{self.memory / MB:.0f} MB"
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
        first = configured_for(delay="0s", **K2)
        with running_service(first) as service:
            until(lambda: service.stored(ARTICLES) >= 10 * size.hosts)
        _put_off_rechecks(folder)
        with running_service(configured_for(topics=20, **K2)) as service:
            sleep(2 * size.every)
            seconds, began = service.seconds(), time()
            articles = service.stored(ARTICLES)
            sleep(60 * size.minutes)
            seconds, ended = service.seconds() - seconds, time()
            articles = service.stored(ARTICLES) - articles
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

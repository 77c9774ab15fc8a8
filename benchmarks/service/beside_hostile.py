"""What good sources lose beside hostile ones."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from time import sleep, time

from benchmarks.service.following import ARTICLES, K2, MB, following, until
from benchmarks.service.sizes import Size
from benchmarks.simulated_sites import HOSTILE, Host, addresses


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
            f"{service / MB:.0f} + {workers / MB:.0f} MB"
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
            f"{self.size.good} good sources, each with a piece every {self.size.fresh:g} s. Alone "
            f"for {self.size.alone:g} min {self.alone}; beside {self.size.hostile} hostile ones "
            f"for {self.size.beside:g} min {self.beside}: {100 * self.lost:.1f} % lost"
        )


def hostile(size: Size) -> Beside:
    """What good sources lose beside such as are slow, endless, looping, lying, or send bombs."""
    all_of_them = addresses(size.good + size.hostile)
    good = [Host(one, pieces=5, fresh=size.fresh) for one in all_of_them[: size.good]]
    bad = [
        Host(one, HOSTILE[n % len(HOSTILE)], pieces=5, fresh=size.fresh)
        for n, one in enumerate(all_of_them[size.good :])
    ]
    alone = _of_good(size.alone, size.fresh, good, [])
    return Beside(size, alone, _of_good(size.beside, size.fresh, good, bad))


def _of_good(minutes: float, fresh: float, good: Sequence[Host], others: Sequence[Host]) -> Good:
    """What good sources bring, once the first pieces of each were read.

    Args:
        minutes: how long that is watched.
        fresh: the seconds between two polls of each.
    """
    mine = {host.address for host in good}
    with following([*good, *others], ("page-1",), every=fresh, delay="0s", **K2) as run:
        of_good = f"{ARTICLES} WHERE source IN ({', '.join(map(_quoted, mine))})"
        until(lambda: run.service.stored(of_good) >= 5 * len(good))
        before, began, seconds = run.service.stored(of_good), time(), run.service.seconds()
        sleep(60 * minutes)
        stored, wall = run.service.stored(of_good) - before, time() - began
        seconds = run.service.seconds() - seconds
        made = [times for (host, _), times in run.sites.counts().polls.items() if host in mine]
        gaps = [b - a for times in made for a, b in pairwise(t for t in times if t >= began)]
        return Good(stored, wall, max(gaps, default=wall), seconds, run.service.memory())


def _quoted(address: str) -> str:
    return f"'{address.replace('.', '-')}'"

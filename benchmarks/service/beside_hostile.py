"""What good sources lose beside hostile ones, seen by two services at work in the same minutes."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import AbstractContextManager, ExitStack
from dataclasses import dataclass
from itertools import pairwise
from time import sleep, time

from benchmarks.service.following import ARTICLES, K2, MB, Run, following, until
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
            f"{60 * self.pages / self.wall:.1f} new pieces a minute, polls {self.longest:.0f} s "
            f"apart at the most, {100 * self.seconds / self.wall:.0f} % of one core, "
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
            f"{self.size.good} good sources, each with a piece every {self.size.fresh:g} s, for "
            f"{self.size.beside:g} min. Alone {self.alone}; beside {self.size.hostile} hostile "
            f"ones {self.beside}: {100 * self.lost:.1f} % lost"
        )


def hostile(size: Size) -> Beside:
    """What good sources lose beside such as are slow, endless, looping, lying, or send bombs.

    One service follows the good ones alone and another follows all, both at the same time: what
    else the machine does then slows the two alike.
    """
    every_one = addresses(size.good + size.hostile)
    good = [Host(one, pieces=5, fresh=size.fresh) for one in every_one[: size.good]]
    bad = [
        Host(one, HOSTILE[n % len(HOSTILE)], pieces=5, fresh=size.fresh)
        for n, one in enumerate(every_one[size.good :])
    ]
    with ExitStack() as stack:
        runs = [
            stack.enter_context(_followed(hosts, size.fresh)) for hosts in (good, [*good, *bad])
        ]
        alone, beside = (_Watched(good, run) for run in runs)
        for watched in (alone, beside):
            watched.begin()
        sleep(60 * size.beside)
        return Beside(size, alone.end(), beside.end())


def _followed(hosts: Sequence[Host], every: float) -> AbstractContextManager[Run]:
    return following(hosts, ("page-1",), every=every, delay="0s", **K2)


class _Watched:
    """The good sources of a service, from when all of their first pieces were read."""

    def __init__(self, good: Sequence[Host], run: Run) -> None:
        self._run = run
        self._good = {host.address for host in good}
        self._pieces = f"{ARTICLES} WHERE source IN ({', '.join(map(_quoted, self._good))})"
        until(lambda: self._stored() >= 5 * len(good))

    def begin(self) -> None:
        self._before, self._began = self._stored(), time()
        self._seconds = self._run.service.seconds()

    def end(self) -> Good:
        stored, wall = self._stored() - self._before, time() - self._began
        seconds = self._run.service.seconds() - self._seconds
        polls = self._run.sites.counts().polls
        made = [times for (host, _), times in polls.items() if host in self._good]
        gaps = [b - a for each in made for a, b in pairwise(t for t in each if t >= self._began)]
        memory = self._run.service.memory()
        return Good(stored, wall, max(gaps, default=wall), seconds, memory)

    def _stored(self) -> int:
        return self._run.service.stored(self._pieces)


def _quoted(address: str) -> str:
    return f"'{address.replace('.', '-')}'"

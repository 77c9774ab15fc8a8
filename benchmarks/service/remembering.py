"""Resident memory over a day's work, done in less time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median
from time import monotonic, sleep

from benchmarks.service.following import ARTICLES, K2, MB, following, until
from benchmarks.service.sizes import Size
from benchmarks.simulated_sites import Host, addresses


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
            f"{self._in(1, 2) / MB:.0f} MB in the second hour, "
            f"{self._in(23, 24) / MB:.0f} MB in the last ({100 * self.growth:+.1f} %), "
            f"{self.most / MB:.0f} MB at the most; at the end service {service / MB:.0f} MB, "
            f"readers {workers / MB:.0f} MB"
        )


def memory(size: Size) -> Day:
    """A day's polls, new pieces, rechecks and edits, in fewer minutes than it has."""
    hour = 60 * size.day / 24
    hosts = [Host(one, fresh=hour, edited=6 * hour) for one in addresses(size.outlets)]
    sections = ("feed-1", "page-1", "page-plain")
    with following(hosts, sections, every=max(1.0, hour / 6), delay="0s", **K2) as run:
        until(lambda: run.service.stored(ARTICLES) >= 20 * len(hosts))
        taken: list[tuple[float, tuple[int, int]]] = []
        began, seconds = monotonic(), run.service.seconds()
        while (since := monotonic() - began) < 24 * hour:
            taken.append((since / hour, run.service.memory()))
            sleep(hour / 30)
        counts = run.sites.counts()
        made, read = (sum(map(len, one.values())) for one in (counts.polls, counts.pieces))
        return Day(size, taken, made, read, run.service.seconds() - seconds)

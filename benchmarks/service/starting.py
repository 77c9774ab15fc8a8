"""The time from the command to the first poll."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from time import time

from benchmarks.running_service import configured, running_service
from benchmarks.service.following import K2, polls_made, until
from benchmarks.service.sizes import Size
from benchmarks.simulated_sites import Host, Sites, addresses, running_sites


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
                Path(folder), sites.port, hosts, ("page-1",), every=1, delay="0s", **K2
            )
            new.append(_first_poll(configuration, sites))
            again.append(_first_poll(configuration, sites))
    for what, found in (("an empty folder", new), ("a known one", again)):
        wall, seconds = (median(one) for one in zip(*found, strict=True))
        yield Started(what, wall, seconds, len(found))


def _first_poll(configuration: Path, sites: Sites) -> tuple[float, float]:
    """Seconds until the first poll, by the clock and of the processor."""
    before, began = polls_made(sites), time()
    with running_service(configuration) as service:
        until(lambda: polls_made(sites) > before, 0.02)
        seconds = service.seconds()
    made = sites.counts().polls.values()
    return min(at for times in made for at in times if at >= began) - began, seconds

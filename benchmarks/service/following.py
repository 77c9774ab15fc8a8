"""The real service at work over simulated sites, and what its measures ask of both."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from time import monotonic, sleep
from typing import Any, Final

from benchmarks.corpora import shared_folder
from benchmarks.running_service import RunningService, configured, running_service
from benchmarks.simulated_sites import Host, Sites, running_sites

MB: Final = 1024 * 1024
K2: Final[dict[str, Any]] = {"preset": "joomla-k2", "language": "ar", "timezone": "Africa/Tunis"}
ARTICLES: Final = "SELECT count(*) FROM articles"
#: seconds after which what does not come is given up
_PATIENCE: Final = 1_800.0


@dataclass(frozen=True, slots=True)
class Run:
    """A service at work and the sites it follows."""

    service: RunningService
    sites: Sites


@contextmanager
def following(
    hosts: Sequence[Host], sections: Sequence[str], *, every: float, **source: Any
) -> Iterator[Run]:
    """A service that has made its first poll, with twenty topics, on a folder of its own.

    Args:
        every: seconds between two polls of a section.
        source: more settings of each source.
    """
    real = any(host.manner == "real" for host in hosts)
    with (
        TemporaryDirectory() as folder,
        running_sites(hosts, shared_folder() if real else None) as sites,
    ):
        configuration = configured(
            Path(folder), sites.port, hosts, sections, every=every, topics=20, **source
        )
        with running_service(configuration) as service:
            until(lambda: polls_made(sites) > 0)
            yield Run(service, sites)


def until(holds: Callable[[], bool], every: float = 0.2) -> None:
    """Waits for something.

    Raises:
        TimeoutError: it does not come.
    """
    end = monotonic() + _PATIENCE
    while not holds():
        if monotonic() > end:
            raise TimeoutError("the service does not come to it")
        sleep(every)


def polls_made(sites: Sites) -> int:
    """Of all sections of all sites, so far."""
    return sum(map(len, sites.counts().polls.values()))

"""New pieces from the request to the committed version, by presets and without."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from time import monotonic

from benchmarks.corpora import load_corpora, shared_folder
from benchmarks.service.following import ARTICLES, K2, Run, following, until
from benchmarks.service.sizes import Size
from benchmarks.simulated_sites import Host, addresses


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
    with following(hosts, ("page-1",), every=3_600, delay="0s", first_crawl="alert", **K2) as run:
        yield _rate("by a preset", run, size.pieces)
    saved = _saved(size.pieces)
    hosts = [
        Host(one, "real", tuple(saved[n :: size.sites]))
        for n, one in enumerate(addresses(size.sites))
    ]
    if saved:
        with following(hosts, ("feed-1",), every=3_600, delay="0s", first_crawl="alert") as run:
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
    until(lambda: run.service.stored(fetched) >= pieces // 4)
    first, seconds, began = run.service.stored(fetched), run.service.seconds(), monotonic()
    until(lambda: run.service.stored(fetched) >= pieces)
    return Sustained(
        what,
        run.service.stored(fetched) - first,
        run.service.seconds() - seconds,
        monotonic() - began,
        run.service.stored(ARTICLES),
        run.service.stored("SELECT count(*) FROM alerts"),
        run.sites.counts().delivered,
    )

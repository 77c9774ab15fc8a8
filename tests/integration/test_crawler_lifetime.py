"""Crawls side by side, one after the other, stopped, cancelled and failing; and the end."""

from __future__ import annotations

import asyncio
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path
from threading import Event
from time import monotonic

import pytest
from twisted.internet.tcp import Port

from crawler.plan import SectionPoll
from crawler.reactor import install_reactor, installed_reactor, shutdown_reactor
from pipeline.records import FetchedPage, FetchFailure, Listing, ListingAnswer, NotModified
from tests.integration.crawler_site import (
    Handler,
    Sink,
    Site,
    article,
    fixed,
    k2_listing,
    plan,
    runner,
    section,
)
from tests.waiting import until

ROOT = Path(__file__).parents[2]
PATHS = [f"/item/{number}-x" for number in range(1, 6)]


@pytest.fixture
def site() -> Iterator[Site]:
    with Site() as running:
        for path in PATHS:
            running.routes[path] = fixed(article())
        yield running


def stall(site: Site, path: str) -> Event:
    """From now on the page does not come until the event is set."""
    release = Event()

    def respond(handler: Handler) -> None:
        release.wait(60)
        fixed(article())(handler)

    site.routes[path] = respond
    return release


async def asked(site: Site, path: str) -> None:
    """Returns once the path was asked for."""
    await until(lambda: path in [seen.path for seen in site.seen])


async def test_crawls_run_one_after_the_other(site: Site) -> None:
    async with runner(site) as crawls:
        for _ in range(3):
            report = await crawls.crawl(plan(site, *PATHS), sink := Sink())
            assert report.pages == len(sink.pages) == len(PATHS)


async def test_crawls_of_several_hosts_run_side_by_side() -> None:
    with Site() as one, Site() as two, Site() as three:
        sites = (one, two, three)
        released = [stall(each, PATHS[0]) for each in sites]
        sinks = [Sink() for _ in sites]
        async with runner(*sites) as crawls:
            running = [
                asyncio.create_task(crawls.crawl(plan(each, PATHS[0]), sink))
                for each, sink in zip(sites, sinks, strict=True)
            ]
            for each in sites:  # all are asked before any has answered
                await asked(each, PATHS[0])
            for event in released:
                event.set()
            reports = await asyncio.gather(*running)
    assert [report.pages for report in reports] == [1, 1, 1]
    assert [sink.pages[0].url for sink in sinks] == [each.url(PATHS[0]) for each in sites]


async def test_two_crawls_never_ask_one_host_at_a_time(site: Site) -> None:
    async with runner(site) as crawls:
        await asyncio.gather(
            crawls.crawl(plan(site, *PATHS[:2], delay="0.1s"), Sink()),
            crawls.crawl(plan(site, *PATHS[2:], delay="0.1s"), Sink()),
        )
    times = [seen.at for seen in site.seen]
    assert min(later - earlier for earlier, later in pairwise(times)) >= 0.1


async def test_stopping_drops_what_is_in_flight_and_keeps_what_arrived(site: Site) -> None:
    release = stall(site, PATHS[2])
    async with runner(site, stop=60) as crawls:
        running = asyncio.create_task(crawls.crawl(plan(site, *PATHS), sink := Sink()))
        await asked(site, PATHS[2])
        started = monotonic()
        await crawls.stop()
        report = await running
        assert monotonic() - started < 30
    release.set()
    assert [page.url for page in sink.pages] == [site.url(path) for path in PATHS[:2]]
    assert not report.completed
    assert report.failures == 0


async def test_stopping_does_not_wait_for_a_delay(site: Site) -> None:
    async with runner(site, stop=60) as crawls:
        running = asyncio.create_task(crawls.crawl(plan(site, *PATHS, delay="60s"), Sink()))
        await asked(site, "/robots.txt")
        started = monotonic()
        await crawls.stop()
        assert not (await running).completed
        assert monotonic() - started < 30


async def test_a_section_cut_short_is_neither_done_nor_failed(site: Site) -> None:
    release = stall(site, "/news")
    async with runner(site) as crawls:
        polls = (SectionPoll(section(site)),)
        running = asyncio.create_task(crawls.crawl(plan(site, polls=polls), sink := Sink()))
        await asked(site, "/news")
        await crawls.stop()
        await running
    release.set()
    assert sink.events == []


async def test_stopping_when_nothing_runs_is_no_matter(site: Site) -> None:
    async with runner(site) as crawls:
        await crawls.stop()
        assert (await crawls.crawl(plan(site, *PATHS), Sink())).completed


async def test_a_cancelled_crawl_ends_as_a_stopped_one(site: Site) -> None:
    release = stall(site, PATHS[1])
    async with runner(site) as crawls:
        running = asyncio.create_task(crawls.crawl(plan(site, *PATHS), sink := Sink()))
        await asked(site, PATHS[1])
        running.cancel()
        with pytest.raises(asyncio.CancelledError):
            await running
        release.set()
        # the runner is as good as new
        assert (await crawls.crawl(plan(site, PATHS[4]), Sink())).pages == 1
    assert len(sink.pages) == 1


@dataclass
class SlowSink(Sink):
    """Takes its time with pages, or for ever."""

    seconds: float = 0.5
    begun: asyncio.Event = field(default_factory=asyncio.Event)

    async def page(self, answer: FetchedPage | NotModified | FetchFailure) -> None:
        self.begun.set()
        await asyncio.sleep(self.seconds)
        await super().page(answer)


async def test_a_page_that_is_being_stored_is_stored(site: Site) -> None:
    async with runner(site) as crawls:
        running = asyncio.create_task(crawls.crawl(plan(site, *PATHS), sink := SlowSink()))
        await sink.begun.wait()
        await crawls.stop()
        await running
    assert len(sink.pages) == 1


async def test_a_sink_that_does_not_return_holds_up_the_end_no_longer_than_its_bound(
    site: Site,
) -> None:
    async with runner(site, stop=0.3) as crawls:
        sink = SlowSink(seconds=60)
        running = asyncio.create_task(crawls.crawl(plan(site, *PATHS), sink))
        await sink.begun.wait()
        started = monotonic()
        await crawls.stop()
        assert not (await running).completed
        assert monotonic() - started < 30


class BrokenSink(Sink):
    async def listing(self, listing: Listing) -> ListingAnswer:
        raise LookupError("no such section")

    async def page(self, answer: FetchedPage | NotModified | FetchFailure) -> None:
        raise OSError("no space left on device")


async def test_what_the_sink_raises_comes_out_of_the_crawl(site: Site) -> None:
    site.routes["/news"] = fixed(k2_listing("/item/1-x"))
    async with runner(site) as crawls:
        with pytest.raises(OSError, match="no space"):
            await asyncio.wait_for(crawls.crawl(plan(site, *PATHS), BrokenSink()), 60)
        with pytest.raises(LookupError):
            await crawls.crawl(plan(site, polls=(SectionPoll(section(site)),)), BrokenSink())
        assert (await crawls.crawl(plan(site, *PATHS), Sink())).completed
    assert site.paths().count(PATHS[1]) == 1  # the broken crawl asked for nothing more


async def test_a_crawl_opens_no_port(site: Site) -> None:
    ports: list[object] = []

    class Watching(Sink):
        async def page(self, answer: FetchedPage | NotModified | FetchFailure) -> None:
            readers = installed_reactor().getReaders()  # type: ignore[no-untyped-call]
            ports.extend(one for one in readers if isinstance(one, Port))
            await super().page(answer)

    async with runner(site) as crawls:
        await crawls.crawl(plan(site, *PATHS), sink := Watching())
    assert len(sink.pages) == len(PATHS)
    assert ports == []


async def test_a_reactor_may_be_installed_twice_and_anew(site: Site) -> None:
    install_reactor()
    first = installed_reactor()
    install_reactor()
    assert installed_reactor() is first
    shutdown_reactor()
    shutdown_reactor()
    async with runner(site) as crawls:
        assert installed_reactor() is not first
        assert (await crawls.crawl(plan(site, *PATHS), Sink())).completed


SCRIPT = """
import asyncio, socket, sys, time, uvloop
from crawler.reactor import install_reactor, shutdown_reactor
from crawler.runner import CrawlRunner
from pipeline.egress.policy import EgressPolicy
from pipeline.records import PageVisit
from tests.reading_here import ReadHere
from tests.integration.crawler_site import Site, Sink, article, fixed, plan

def hang(*_, **__):
    time.sleep(300)

async def main():
    install_reactor()
    with Site() as site:
        site.routes["/item/1-a"] = fixed(article())
        runner = CrawlRunner("ops@example.org", "1", EgressPolicy([site.address]), ReadHere())
        report = await runner.crawl(plan(site, "/item/1-a"), Sink())
        socket.getaddrinfo, kept = hang, socket.getaddrinfo
        stuck = asyncio.create_task(
            runner.crawl(plan(site, PageVisit("http://hangs.example.org/")), Sink())
        )
        await asyncio.sleep(0.2)
        await runner.stop()
        socket.getaddrinfo = kept
        print(report.pages, (await stuck).completed)
    shutdown_reactor()

for run in (asyncio.run, uvloop.run):
    run(main())
"""


def test_the_process_ends_even_with_a_name_server_that_hangs() -> None:
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", SCRIPT],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=120,  # the name server takes longer
        check=False,
    )
    assert (done.returncode, done.stdout, done.stderr) == (0, "1 False\n1 False\n", "")

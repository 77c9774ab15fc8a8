"""Where a crawl may not connect; every spelling by every way is in `test_entry_points.py`."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import asynccontextmanager
from datetime import UTC, datetime

import pytest
from twisted.internet.address import IPv4Address
from twisted.internet.endpoints import HostnameEndpoint
from twisted.internet.error import DNSLookupError
from twisted.internet.protocol import Factory, Protocol

from crawler.egress import install_guard, installed_guard, self_test, system_lookup
from crawler.reactor import install_reactor, installed_reactor, shutdown_reactor
from crawler.runner import CrawlRunner
from pipeline.egress.policy import EgressPolicy
from pipeline.records import FailureReason, FetchedPage, PageVisit, RobotsRecord
from tests.integration.crawler_site import (
    Sink,
    Site,
    allows_all,
    article,
    fixed,
    plan,
    redirect,
    runner,
)
from tests.reading_here import ReadHere


@pytest.fixture
def site() -> Iterator[Site]:
    with Site() as running:
        running.routes["/item/1-a"] = fixed(article())
        yield running


async def visit(url: str, *allowed: Site, origin: str | None = None) -> Sink:
    """Visits one address of any host, whose robots.txt allows all if `origin` is given."""
    records = {origin: RobotsRecord(origin, 404, b"", datetime.now(UTC))} if origin else {}
    sink = Sink(robots_records=records)
    with Site() as home:
        async with runner(home, *allowed) as crawls:
            await crawls.crawl(plan(home, PageVisit(url)), sink)
    return sink


async def test_loopback_is_refused_unless_it_is_allow_listed(site: Site) -> None:
    sink = await visit(site.url("/item/1-a"))
    [failure] = sink.pages
    assert failure.reason is FailureReason.REFUSED
    assert site.seen == []
    assert sink.robots_records == {}
    [page] = (await visit(site.url("/item/1-a"), site)).pages
    assert isinstance(page, FetchedPage)


async def test_a_name_that_answers_with_a_private_address_is_refused(site: Site) -> None:
    port = site.server_address[1]
    url = f"http://localhost:{port}"
    for origin in (None, url):  # found out while asking for robots.txt, and for the page
        sink = await visit(f"{url}/item/1-a", origin=origin)
        [failure] = sink.pages
        assert failure.reason is FailureReason.REFUSED
        assert "localhost" in failure.detail
    assert site.seen == []


async def test_a_redirect_to_a_closed_loopback_port_is_refused(site: Site) -> None:
    with Site() as home:
        home.routes["/item/1-a"] = redirect(site.url("/item/1-a"))
        sink = Sink(robots_records=allows_all(home))
        async with runner(home) as crawls:
            await crawls.crawl(plan(home, "/item/1-a"), sink)
    [failure] = sink.pages
    assert failure.reason is FailureReason.REFUSED
    assert site.seen == []


@asynccontextmanager
async def guarded(policy: EgressPolicy, *answers: str) -> AsyncIterator[None]:
    """The guard alone on the reactor, with a DNS that gives these answers to any question."""

    async def lookup(host: str, port: int) -> Sequence[str]:
        return answers or await system_lookup(host, port)

    install_reactor()
    install_guard(policy, lookup)
    try:
        yield
    finally:
        shutdown_reactor()


async def connect(host: str, port: int) -> str:
    """The address that a connection to a host came to."""
    endpoint = HostnameEndpoint(installed_reactor(), host, port)
    factory = Factory.forProtocol(Protocol)
    connection = endpoint.connect(factory).asFuture(asyncio.get_running_loop())  # type: ignore[arg-type]
    transport = (await connection).transport
    peer = transport.getPeer()
    transport.loseConnection()
    assert isinstance(peer, IPv4Address)
    return peer.host


async def test_the_connection_goes_to_the_address_that_was_checked(site: Site) -> None:
    port = site.server_address[1]
    async with guarded(EgressPolicy([site.address]), "127.0.0.1"):
        assert await connect("news.example.org", port) == "127.0.0.1"


async def test_one_bad_answer_among_good_ones_condemns_the_name(site: Site) -> None:
    port = site.server_address[1]
    async with guarded(EgressPolicy([site.address]), "127.0.0.1", "10.0.0.1"):
        with pytest.raises(DNSLookupError):
            await connect("news.example.org", port)
        refused = installed_guard().take_refusal(f"http://news.example.org:{port}/x")
        assert refused is not None
        assert refused.address == "10.0.0.1"
        assert installed_guard().take_refusal(f"http://news.example.org:{port}/x") is None


async def test_literals_pass_the_guard_like_names(site: Site) -> None:
    port = site.server_address[1]
    async with guarded(EgressPolicy()):
        for literal in ("127.0.0.1", "::1", "::ffff:127.0.0.1", "127.1", "2130706433"):
            with pytest.raises(DNSLookupError):
                await connect(literal, port)
            host = f"[{literal}]" if ":" in literal else literal
            assert installed_guard().take_refusal(f"http://{host}:{port}/") is not None
    assert site.seen == []


async def test_the_self_test_passes_where_the_guard_holds() -> None:
    async with guarded(EgressPolicy()):
        await self_test()


async def test_the_self_test_fails_where_the_guard_lets_through(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    async with guarded(EgressPolicy()):
        guard = installed_guard()

        async def let_through(host: str, port: int) -> Sequence[str]:
            return ("127.0.0.1",)

        monkeypatch.setattr(guard, "_permitted", let_through)
        with pytest.raises(RuntimeError, match="does not hold"):
            await self_test()


async def test_nothing_is_fetched_without_a_reactor(site: Site) -> None:
    with pytest.raises(RuntimeError, match="install_reactor"):
        await CrawlRunner("ops@example.org", "1", EgressPolicy(), ReadHere()).crawl(
            plan(site), Sink()
        )

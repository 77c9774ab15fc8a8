"""Pages that need a browser: their scripts run, and the browser has no way of its own out."""

from __future__ import annotations

import asyncio
import json
import shutil
import socket
from collections.abc import Iterator
from contextlib import closing
from typing import Any

import pytest

from crawler.plan import SectionPoll
from crawler.rendering import RENDERED
from pipeline.records import FailureReason, FetchedPage, FetchFailure, RobotsRecord
from tests.addresses import invented
from tests.integration.crawler_site import (
    Handler,
    Sink,
    Site,
    allows_all,
    fixed,
    plan,
    runner,
    section,
)
from tests.listeners import Listener

_BROWSERS = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome")
pytest.importorskip("playwright", reason="the extra marsad[browser] is not installed")
if not any(map(shutil.which, _BROWSERS)):
    pytest.skip("no Chromium is installed", allow_module_level=True)
from playwright.async_api import Error, Request  # noqa: E402 - an extra, absent where skipped


@pytest.fixture(autouse=True)
def _patient(monkeypatch: pytest.MonkeyPatch) -> None:
    """A busy machine takes half a minute to start a browser; no test here is about that."""
    for bound in ("_START_TIMEOUT", "_PROOF_TIMEOUT", "_PAGE_TIMEOUT", "_END_TIMEOUT"):
        monkeypatch.setattr(f"crawler.rendering.{bound}", 120.0)


@pytest.fixture
def site() -> Iterator[Site]:
    with Site() as running:
        yield running


@pytest.fixture
def canary() -> Iterator[socket.socket]:
    """Something that listens where no crawl may connect to."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        listening.setblocking(False)
        yield listening


def shell(script: str, more: str = "") -> str:
    return (
        "<!DOCTYPE html><html lang='ar'><head><title>خبر</title></head><body>"
        f"<main id='text'></main>{more}<script>{script}</script></body></html>"
    )


FILLS = "fetch('/text.json').then(a => a.json()).then(a => { text.innerHTML = a.html; });"
TEXT = '{"html": "<h1>مكتبة جديدة في تالة</h1><p>فتحت المكتبة أبوابها أمام القراء.</p>"}'


async def rendered(site: Site, path: str = "/piece", **records: Any) -> Any:
    sink = Sink(robots_records=records.get("robots", allows_all(site)))
    async with runner(site) as crawls:
        await crawls.crawl(plan(site, path, render="browser", language="ar"), sink)
    [answer] = sink.pages
    return answer


async def test_what_scripts_bring_is_in_the_page_and_in_what_is_kept_of_it(site: Site) -> None:
    site.routes["/piece"] = fixed(shell(FILLS), ETag='"of-the-shell"')
    site.routes["/text.json"] = fixed(TEXT, Content_Type="application/json")
    page = await rendered(site)
    assert isinstance(page, FetchedPage)
    assert "فتحت المكتبة أبوابها" in page.body.decode()
    assert page.exchange.payload == page.body
    assert (RENDERED, "chromium") in page.exchange.response_headers
    # the shell's validator says nothing of the text
    assert page.etag is None
    agents = {one.headers["User-Agent"] for one in site.seen}
    assert agents == {"Marsad/9.9 (+ops@example.org)"}


async def test_a_section_page_is_rendered_too(site: Site) -> None:
    adds = "text.innerHTML = '<article><h2><a href=\"/2026/11/25/new-library-opens\">a</a></h2>';"
    site.routes["/news"] = fixed(shell(adds))
    sink = Sink(robots_records=allows_all(site))
    async with runner(site) as crawls:
        polls = (SectionPoll(section(site)),)
        await crawls.crawl(plan(site, polls=polls, render="browser"), sink)
    [listing] = sink.of("listing")
    assert [link.url for link in listing.links] == [site.url("/2026/11/25/new-library-opens")]


async def test_no_door_of_the_browser_leads_past_the_guard(
    site: Site, canary: socket.socket
) -> None:
    closed = f"127.0.0.1:{canary.getsockname()[1]}"
    tries = f"""
        fetch('http://{closed}/fetch').catch(() => 0);
        navigator.sendBeacon('http://{closed}/beacon', 'x');
        new WebSocket('ws://{closed}/socket');
        new EventSource('http://{closed}/events');
        new Worker(URL.createObjectURL(new Blob(["fetch('http://{closed}/worker')"])));
        window.open('http://{closed}/window');
        const peer = new RTCPeerConnection({{iceServers: [
            {{urls: 'turn:{closed}?transport=tcp', username: 'a', credential: 'b'}}]}});
        peer.createDataChannel('x');
        peer.createOffer().then(offer => peer.setLocalDescription(offer));
        text.textContent = 'ran';
        setTimeout(() => {{ location = 'http://{closed}/away'; }}, 300);
    """
    loads = (
        f"<link rel=preconnect href='http://{closed}'><link rel=stylesheet href='http://{closed}/s'>"
        f"<img src='http://{closed}/img'><iframe src='http://{closed}/frame'></iframe>"
        f"<script src='http://{closed}/script'></script><video src='http://{closed}/v'></video>"
    )
    site.routes["/piece"] = fixed(shell(tries, loads))
    page = await rendered(site)
    assert isinstance(page, FetchedPage)
    assert b">ran<" in page.body
    with pytest.raises(BlockingIOError):
        canary.accept()


async def test_a_window_that_asks_before_it_is_there_holds_up_nothing(
    site: Site, canary: socket.socket, monkeypatch: pytest.MonkeyPatch
) -> None:
    window = f"http://127.0.0.1:{canary.getsockname()[1]}/window"
    true = Request.frame

    def not_yet(request: Request) -> Any:
        if request.url == window:
            raise Error("Frame for this navigation request is not available")
        return true.fget(request)  # type: ignore[attr-defined]

    monkeypatch.setattr(Request, "frame", property(not_yet))
    site.routes["/piece"] = fixed(shell(f"window.open('{window}'); text.textContent = 'ran';"))
    page = await rendered(site)
    assert isinstance(page, FetchedPage)
    assert b">ran<" in page.body
    with pytest.raises(BlockingIOError):
        canary.accept()


async def test_scripts_reach_no_inner_address_however_it_is_written(site: Site) -> None:
    with closing(Listener()) as inside:
        urls = json.dumps(invented(inside.port))
        asks = f"for (const url of {urls}) {{ try {{ fetch(url).catch(() => 0) }} catch {{}} }}"
        site.routes["/piece"] = fixed(shell(asks + "text.textContent = 'ran';"))
        page = await rendered(site)
        assert isinstance(page, FetchedPage)
        assert b">ran<" in page.body
        assert inside.came() == 0


async def test_a_browser_that_has_a_way_of_its_own_is_not_used(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("crawler.rendering._FLAGS", ("--no-first-run",))
    monkeypatch.setattr("crawler.rendering._PROOF_TIMEOUT", 1)
    site.routes["/piece"] = fixed(shell(FILLS))
    failure = await rendered(site)
    assert isinstance(failure, FetchFailure)
    assert "does not hold" in failure.detail
    assert site.paths() == ["/piece"]


async def test_parts_that_robots_txt_forbids_are_not_asked_for(site: Site) -> None:
    site.routes["/piece"] = fixed(shell(FILLS))
    site.routes["/text.json"] = fixed(TEXT, Content_Type="application/json")
    origin = f"http://{site.address}"
    [known] = allows_all(site).values()
    rules = RobotsRecord(origin, 200, b"User-agent: *\nDisallow: /text.json", known.fetched_at)
    page = await rendered(site, robots={origin: rules})
    assert "فتحت" not in page.body.decode()
    assert site.paths() == ["/piece"]


@pytest.mark.parametrize(
    ("script", "reason", "words"),
    [
        ("while (true) {}", FailureReason.BROKEN, "did not end"),
        ("text.hidden = 1; text.textContent = 'x'.repeat(6e6);", FailureReason.TOO_LARGE, "more"),
    ],
    ids=["a loop without end", "a page without bounds"],
)
async def test_scripts_that_misbehave_cost_their_page_and_not_the_crawl(
    site: Site, monkeypatch: pytest.MonkeyPatch, script: str, reason: FailureReason, words: str
) -> None:
    def fine(handler: Handler) -> None:
        monkeypatch.setattr("crawler.rendering._PAGE_TIMEOUT", 120.0)
        fixed(shell("text.textContent = 'fine';"))(handler)

    if reason is FailureReason.BROKEN:  # it takes all the time there is
        monkeypatch.setattr("crawler.rendering._PAGE_TIMEOUT", 5.0)
    site.routes["/bad"] = fixed(shell(script))
    site.routes["/good"] = fine
    sink = Sink(robots_records=allows_all(site))
    async with runner(site) as crawls:
        await crawls.crawl(plan(site, "/bad", "/good", render="browser"), sink)
    bad, good = sink.pages
    assert isinstance(bad, FetchFailure)
    assert bad.reason is reason
    assert words in bad.detail
    assert b">fine<" in good.body


@pytest.mark.parametrize(
    ("variable", "value"),
    [("PLAYWRIGHT_BROWSERS_PATH", "/nowhere"), ("PLAYWRIGHT_NODEJS_PATH", "/bin/false")],
    ids=["no Chromium", "a driver that does not start"],
)
async def test_without_a_browser_every_page_fails_and_says_what_to_install(
    site: Site, monkeypatch: pytest.MonkeyPatch, variable: str, value: str
) -> None:
    monkeypatch.setattr("crawler.rendering._PROGRAMS", ())
    monkeypatch.setenv(variable, value)
    pages = ("/piece", "/another")
    site.routes |= dict.fromkeys(pages, fixed(shell("")))
    sink = Sink(robots_records=allows_all(site))
    async with asyncio.timeout(60), runner(site) as crawls:
        await crawls.crawl(plan(site, *pages, render="browser"), sink)
    assert len(sink.pages) == 2
    for failure in sink.pages:
        assert isinstance(failure, FetchFailure)
        assert "render: browser needs Chromium" in failure.detail

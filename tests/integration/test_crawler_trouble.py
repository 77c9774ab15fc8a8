"""What a crawl makes of sites that fail, lie, stall and overflow: a clear reason, in time."""

from __future__ import annotations

import gzip
import socket
import zlib
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path
from time import monotonic, sleep

import pytest

from crawler.plan import SectionPoll
from pipeline.records import FailureReason, FetchedPage, FetchFailure, PageVisit, RobotsRecord
from tests.certificates import self_signed
from tests.integration.crawler_site import (
    HTML,
    Handler,
    Respond,
    Sink,
    Site,
    allows_all,
    article,
    fixed,
    k2_listing,
    plan,
    raw,
    redirect,
    runner,
    section,
)


@pytest.fixture
def site() -> Iterator[Site]:
    with Site() as running:
        yield running


async def fetch(site: Site, respond: Respond, **limits: float) -> FetchedPage | FetchFailure:
    """What comes of one page of a site without robots.txt."""
    site.routes["/item/1-a"] = respond
    sink = Sink(robots_records=allows_all(site))
    async with runner(site, **limits) as crawls:
        await crawls.crawl(plan(site, "/item/1-a"), sink)
    [answer] = sink.pages
    assert isinstance(answer, FetchedPage | FetchFailure)
    return answer


async def failed(site: Site, respond: Respond, **limits: float) -> FetchFailure:
    answer = await fetch(site, respond, **limits)
    assert isinstance(answer, FetchFailure)
    assert answer.detail.isprintable()
    assert "\n" not in answer.detail
    return answer


@pytest.mark.parametrize(
    ("status", "reason"),
    [
        (404, FailureReason.NOT_FOUND),
        (410, FailureReason.GONE),
        (403, FailureReason.HTTP),
        (500, FailureReason.HTTP),
        (304, FailureReason.HTTP),  # to a request without validators
        (206, FailureReason.HTTP),  # a part that nobody asked for
        (302, FailureReason.HTTP),  # to nowhere
        (600, FailureReason.HTTP),
    ],
)
async def test_a_status_that_is_no_page_is_a_failure(
    site: Site, status: int, reason: FailureReason
) -> None:
    failure = await failed(site, fixed("لا شيء" if status != 304 else "", status))
    assert (failure.reason, failure.status) == (reason, status)
    assert str(status) in failure.detail


@pytest.mark.parametrize(("status", "guard"), [(403, "challenge"), (200, "challenge")])
async def test_a_bot_wall_is_named_whatever_its_status(site: Site, status: int, guard: str) -> None:
    failure = await failed(site, fixed("<html>wait</html>", status, CF_Mitigated=guard))
    assert (failure.reason, failure.status) == (FailureReason.BLOCKED, status)
    assert failure.detail == "a bot wall (Cloudflare)"


async def test_a_wall_with_the_status_of_a_removal_is_no_removal(site: Site) -> None:
    page = "<title>Just a moment...</title><script>window._cf_chl_opt={}</script>"
    assert (await failed(site, fixed(page, 404))).reason is FailureReason.BLOCKED


async def test_a_host_that_shows_only_walls_is_left_alone(site: Site) -> None:
    visits = [f"/item/{number}-x" for number in range(6)]
    for path in visits:
        site.routes[path] = fixed("", 403, CF_Mitigated="challenge")
    sink = Sink(robots_records=allows_all(site))
    async with runner(site) as crawls:
        await crawls.crawl(plan(site, *visits), sink)
    assert len(sink.pages) == 3


async def test_an_empty_page_is_left_to_its_reader(site: Site) -> None:
    for respond in (fixed(""), fixed("", 204)):
        answer = await fetch(site, respond)
        assert isinstance(answer, FetchedPage)
        assert answer.body == b""


@pytest.mark.parametrize("reason", ["a date", "seconds"])
async def test_a_host_that_asks_for_peace_is_left_alone(site: Site, reason: str) -> None:
    later = format_datetime(datetime.now(UTC) + timedelta(seconds=90), usegmt=True)
    value = later if reason == "a date" else "90"
    for number in range(3):
        site.routes[f"/item/{number}-x"] = fixed("مهلا", 503, Retry_After=value)
    sink = Sink(robots_records=allows_all(site))
    async with runner(site) as crawls:
        visits = [f"/item/{number}-x" for number in range(3)]
        report = await crawls.crawl(plan(site, *visits), sink)
    [failure] = sink.pages
    assert failure.status == 503
    assert failure.retry_after == pytest.approx(90, abs=30)
    assert report.requests == 1
    assert report.completed


async def test_too_many_requests_is_a_wish_for_peace_even_without_a_figure(site: Site) -> None:
    assert (await failed(site, fixed("", 429))).retry_after == 60


async def test_the_longest_peace_is_a_day(site: Site) -> None:
    assert (await failed(site, fixed("", 503, Retry_After="9" * 30))).retry_after == 86400


async def test_an_unreadable_retry_after_counts_for_nothing(site: Site) -> None:
    assert (await failed(site, fixed("", 503, Retry_After="soon ²"))).retry_after is None


async def test_a_server_error_does_not_stop_the_crawl(site: Site) -> None:
    site.routes["/item/1-a"] = fixed("", 500)
    site.routes["/item/2-b"] = fixed(article())
    async with runner(site) as crawls:
        report = await crawls.crawl(plan(site, "/item/1-a", "/item/2-b"), sink := Sink())
    assert isinstance(sink.page_at(site.url("/item/2-b")), FetchedPage)
    assert (report.pages, report.failures) == (1, 1)
    assert report.complaints == (f"{site.url('/item/1-a')}: the server answered 500",)


async def test_a_section_that_fails_is_said_to_fail(site: Site) -> None:
    async with runner(site) as crawls:
        await crawls.crawl(plan(site, polls=(SectionPoll(section(site)),)), sink := Sink())
    [(kind, failure)] = sink.events
    assert (kind, failure.reason, failure.url) == (
        "failed",
        FailureReason.NOT_FOUND,
        site.url("/news"),
    )


@pytest.mark.parametrize(("status", "ending"), [(404, "done"), (500, "cut short")])
async def test_a_second_page_that_fails_does_not_fail_its_section(
    site: Site, status: int, ending: str
) -> None:
    site.routes["/news"] = fixed(k2_listing("/item/1-a", following="/news?start=10"))
    site.routes["/news?start=10"] = fixed("no", status=status)
    site.routes["/item/1-a"] = fixed(article())
    async with runner(site) as crawls:
        await crawls.crawl(plan(site, polls=(SectionPoll(section(site)),)), sink := Sink())
    assert [name for name, _ in sink.events] == ["listing", ending, "page"]


async def test_a_broken_feed_fails_its_section(site: Site) -> None:
    site.routes["/feed"] = fixed("<rss><channel><item><tit", Content_Type="text/xml")
    async with runner(site) as crawls:
        poll = SectionPoll(section(site, "/feed", feed=True))
        await crawls.crawl(plan(site, polls=(poll,)), sink := Sink())
    [failure] = sink.of("failed")
    assert failure.reason is FailureReason.BROKEN
    assert "feed" in failure.detail


async def test_a_redirect_off_the_site_is_not_followed(site: Site) -> None:
    with Site() as other:
        other.routes["/"] = fixed(article())
        site.routes["/item/1-a"] = redirect(f"http://{other.address}/")
        sink = Sink(robots_records=allows_all(site))
        async with runner(site, other) as crawls:
            await crawls.crawl(plan(site, "/item/1-a"), sink)
        assert other.seen == []
    [failure] = sink.pages
    assert failure.reason is FailureReason.OFF_SITE
    assert other.address in failure.detail


async def test_a_redirect_loop_ends(site: Site) -> None:
    failure = await failed(site, redirect("/item/1-a"))
    assert failure.reason is FailureReason.HTTP
    assert len(site.seen) == 6


@pytest.mark.parametrize(
    "target",
    ["http://[::1", "//", "javascript:alert(1)", "http://exa mple/", "/" + "x" * 3000, "\u202e"],
)
async def test_a_redirect_to_nonsense_is_a_failure(site: Site, target: str) -> None:
    def respond(handler: Handler) -> None:
        handler.close_connection = True
        handler.wfile.write(
            b"HTTP/1.1 302 Found\r\nContent-Length: 0\r\nLocation: " + target.encode() + b"\r\n\r\n"
        )

    failure = await failed(site, respond)
    assert failure.reason in (
        FailureReason.HTTP,
        FailureReason.REFUSED,
        FailureReason.OFF_SITE,
        FailureReason.NOT_FOUND,
    )


async def test_a_hundred_megabytes_are_not_taken_in(site: Site) -> None:
    def announced(handler: Handler) -> None:
        handler.send(200, HTML | {"Content-Length": str(100 << 20)})
        for _ in range(100):
            handler.wfile.write(b" " * (1 << 20))

    def unannounced(handler: Handler) -> None:
        handler.close_connection = True
        handler.send(200, HTML | {"Connection": "close"})
        for _ in range(100):
            handler.wfile.write(b" " * (1 << 20))

    for respond in (announced, unannounced):
        failure = await failed(site, respond)
        assert failure.reason is FailureReason.TOO_LARGE


async def test_what_came_of_an_answer_before_it_was_cut_counts_as_received(site: Site) -> None:
    def cut(handler: Handler) -> None:
        handler.close_connection = True
        handler.send(200, HTML | {"Content-Length": "100000"})
        handler.wfile.write(b"<html>" + b" " * 4_994)

    site.routes["/item/1-a"] = cut
    async with runner(site) as crawls:
        report = await crawls.crawl(plan(site, "/item/1-a"), Sink())
    assert (report.failures, report.received) == (1, 5_000)


@pytest.mark.parametrize("encoding", ["gzip", "deflate", "gzip, gzip"])
async def test_a_small_body_that_unpacks_to_a_huge_one_is_too_large(
    site: Site, encoding: str
) -> None:
    huge = b" " * (20 << 20)
    packed = zlib.compress(huge) if encoding == "deflate" else gzip.compress(huge)
    if "," in encoding:
        packed = gzip.compress(packed)
    failure = await failed(site, fixed(packed, Content_Encoding=encoding))
    assert failure.reason is FailureReason.TOO_LARGE


async def test_an_endless_drip_ends_in_time(site: Site) -> None:
    def drip(handler: Handler) -> None:
        handler.close_connection = True
        handler.send(200, HTML | {"Connection": "close"})
        while True:
            handler.wfile.write(b"<p>")
            sleep(0.05)

    started = monotonic()
    failure = await failed(site, drip, timeout=0.5)
    assert failure.reason is FailureReason.TIMEOUT
    assert monotonic() - started < 20


async def test_headers_that_drip_or_never_end_are_given_up(site: Site) -> None:
    def drip(handler: Handler) -> None:
        handler.wfile.write(b"HTTP/1.1 200 OK\r\n")
        while True:
            handler.wfile.write(b"A: b\r\n")
            sleep(0.05)

    def flood(handler: Handler) -> None:
        handler.wfile.write(b"HTTP/1.1 200 OK\r\n")
        while True:
            handler.wfile.write(b"A: b\r\n" * 1000)

    assert (await failed(site, drip, timeout=0.5)).reason is FailureReason.TIMEOUT
    # given up for what it sends, long before its time
    assert (await failed(site, flood, timeout=60)).reason is FailureReason.BROKEN


async def test_silence_ends_in_time(site: Site) -> None:
    failure = await failed(site, lambda handler: sleep(2), timeout=0.3)
    assert failure.reason is FailureReason.TIMEOUT


async def test_a_host_that_stays_silent_is_not_asked_on_and_on(site: Site) -> None:
    visits = [f"/item/{number}-x" for number in range(6)]
    for path in visits:
        site.routes[path] = lambda handler: sleep(1)
    sink = Sink(robots_records=allows_all(site))
    async with runner(site, timeout=0.1) as crawls:
        await crawls.crawl(plan(site, *visits), sink)
    assert len(sink.pages) == 3


async def test_a_host_that_fails_now_and_then_is_asked_on(site: Site) -> None:
    visits = [f"/item/{number}-x" for number in range(9)]
    for number, path in enumerate(visits):
        site.routes[path] = fixed(article()) if number % 3 == 2 else fixed("", 500)
    async with runner(site) as crawls:
        await crawls.crawl(plan(site, *visits), sink := Sink())
    assert len(sink.pages) == 9


async def test_a_host_that_only_fails_is_left_alone(site: Site) -> None:
    visits = [f"/item/{number}-x" for number in range(9)]
    for path in visits:
        site.routes[path] = fixed("", 502)
    async with runner(site) as crawls:
        await crawls.crawl(plan(site, *visits), sink := Sink())
    assert len(sink.pages) == 3


HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n"


@pytest.mark.parametrize(
    "data",
    [
        HEAD + b"Content-Length: 500\r\n\r\n<html>cut",
        HEAD + b"Transfer-Encoding: chunked\r\n\r\n40\r\n<html>cut",
        HEAD + b"Transfer-Encoding: chunked\r\n\r\nzz\r\n",
        HEAD + b"Transfer-Encoding: rot13\r\n\r\n<html></html>",
        HEAD + b"Content-Length: 5\r\nContent-Length: 6\r\n\r\n<html>",
        HEAD + b"\r\n<!DOCTYPE html><html><body>no length and no en",
        HEAD,
        b"HTTP/1.1 many OK\r\n\r\n",
        b"SSH-2.0-OpenSSH_9.6\r\n",
        b"\x00\x01\x02\x03\r\n\r\n",
    ],
)
async def test_an_answer_that_is_cut_or_garbled_is_broken(site: Site, data: bytes) -> None:
    assert (await failed(site, raw(data))).reason is FailureReason.BROKEN


async def test_a_page_may_end_with_its_connection(site: Site) -> None:
    page = article().encode()
    for data in (b"HTTP/1.0 200 OK\r\n\r\n" + page, HEAD + b"\r\n" + "<p>جزء".encode()):
        assert isinstance(await fetch(site, raw(data)), FetchedPage)


async def test_a_connection_closed_without_an_answer_is_unreachable(site: Site) -> None:
    assert (await failed(site, raw(b""))).reason is FailureReason.UNREACHABLE


@pytest.mark.parametrize("packed", ["cut", "damaged", "mislabelled", "unknown"])
async def test_a_body_that_cannot_be_unpacked_whole_is_broken(site: Site, packed: str) -> None:
    whole = gzip.compress(article().encode() * 50)
    body, encoding = {
        "cut": (whole[:-20], "gzip"),
        "damaged": (whole[:40] + b"\xff\x00\xff" + whole[43:], "gzip"),
        "mislabelled": (article().encode(), "gzip"),
        "unknown": (whole, "zip"),
    }[packed]
    failure = await failed(site, fixed(body, Content_Encoding=encoding))
    assert failure.reason is FailureReason.BROKEN


async def test_a_closed_port_is_unreachable(site: Site) -> None:
    with Site() as closed:
        pass
    sink = Sink(robots_records=allows_all(closed))
    async with runner(closed) as crawls:
        await crawls.crawl(plan(closed, "/item/1-a"), sink)
    [failure] = sink.pages
    assert (failure.reason, failure.detail) == (
        FailureReason.UNREACHABLE,
        "the host refuses connections",
    )


async def test_a_name_that_does_not_exist_is_unreachable(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    def no_such_name(*_: object, **__: object) -> None:
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

    origin = "http://nowhere.invalid"
    record = RobotsRecord(origin, 404, b"", datetime.now(UTC))
    sink = Sink(robots_records={origin: record})
    async with runner(site) as crawls:
        monkeypatch.setattr(socket, "getaddrinfo", no_such_name)
        await crawls.crawl(plan(site, PageVisit(f"{origin}/item/1-a")), sink)
    [failure] = sink.pages
    assert failure.reason is FailureReason.UNREACHABLE
    assert "cannot be resolved" in failure.detail


async def test_a_certificate_that_is_vouched_for_is_trusted(
    site: Site, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    context, certificate = self_signed(tmp_path)
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    site.socket = context.wrap_socket(site.socket, server_side=True)
    site.routes["/item/1-a"] = fixed(article())
    origin = f"https://{site.address}"
    async with runner(site) as crawls:
        await crawls.crawl(plan(site, PageVisit(f"{origin}/item/1-a")), sink := Sink())
    [page] = sink.pages
    assert isinstance(page, FetchedPage)
    assert page.final_url == f"{origin}/item/1-a"


async def test_a_certificate_that_nobody_vouches_for_is_no_secure_connection(
    site: Site, tmp_path: Path
) -> None:
    context, _ = self_signed(tmp_path)
    site.socket = context.wrap_socket(site.socket, server_side=True)
    origin = f"https://{site.address}"
    sink = Sink(robots_records={origin: RobotsRecord(origin, 404, b"", datetime.now(UTC))})
    async with runner(site) as crawls:
        await crawls.crawl(plan(site, PageVisit(f"{origin}/item/1-a")), sink)
    [failure] = sink.pages
    assert failure.reason is FailureReason.UNREACHABLE
    assert "secure" in failure.detail
    assert "certificate" in failure.detail

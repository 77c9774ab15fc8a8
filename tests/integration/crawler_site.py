"""A small site on loopback for the crawler's tests, and a sink that remembers.

The site answers what it is told to, byte for byte if need be; the sink is the pipeline's
side of a crawl without a database.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from time import monotonic
from types import TracebackType
from typing import Any, Self

from config.settings import SectionSettings, SourceSettings
from crawler.plan import CrawlPlan, SectionPoll
from crawler.reactor import install_reactor, shutdown_reactor
from crawler.runner import CrawlRunner
from crawler.settings import Limits
from pipeline.egress.policy import EgressPolicy
from pipeline.records import (
    FetchedPage,
    FetchFailure,
    Listing,
    ListingAnswer,
    NotModified,
    PageVisit,
    RobotsRecord,
    Sweep,
    SweepVisit,
)
from tests.reading_here import ReadHere

HTML = {"Content-Type": "text/html; charset=utf-8"}


@dataclass(frozen=True)
class Seen:
    """A request as the site got it."""

    path: str
    headers: Mapping[str, str]
    at: float


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    server: Site

    def do_GET(self) -> None:
        self.server.seen.append(Seen(self.path, dict(self.headers), monotonic()))
        respond = self.server.routes.get(self.path, not_found)
        try:
            respond(self)
        except OSError:  # the crawler hung up
            self.close_connection = True

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002
        """Nothing."""

    def send(self, status: int, headers: Mapping[str, str], body: bytes = b"") -> None:
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        if not {"Content-Length", "Transfer-Encoding", "Connection"} & headers.keys():
            self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


Respond = Callable[[Handler], None]


def not_found(handler: Handler) -> None:
    handler.send(404, {})


def fixed(body: str | bytes = "", status: int = 200, **headers: str) -> Respond:
    """An answer that never changes; `Retry_After` stands for the header `Retry-After`."""
    data = body.encode() if isinstance(body, str) else body
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return lambda handler: handler.send(status, HTML | named, data)


def redirect(to: str, status: int = 302) -> Respond:
    return fixed(status=status, Location=to)


def conditional(body: str, etag: str = '"v1"', modified: str | None = None) -> Respond:
    """Answers 304 to those who have it."""
    headers = {"ETag": etag} | ({"Last-Modified": modified} if modified else {})

    def respond(handler: Handler) -> None:
        if handler.headers.get("If-None-Match") == etag:
            handler.send(304, {"Connection": "keep-alive"})
        else:
            handler.send(200, HTML | headers, body.encode())

    return respond


def raw(data: bytes) -> Respond:
    """Bytes on the wire, then the end of the connection."""

    def respond(handler: Handler) -> None:
        handler.close_connection = True
        handler.wfile.write(data)

    return respond


class Site(ThreadingHTTPServer):
    """Answers by path and query; what has no route is 404."""

    daemon_threads = True
    request_queue_size = 50

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.routes: dict[str, Respond] = {}
        self.seen: list[Seen] = []

    @property
    def address(self) -> str:
        return f"127.0.0.1:{self.server_address[1]}"

    def url(self, path: str = "/") -> str:
        return f"http://{self.address}{path}"

    def paths(self) -> list[str]:
        """What was asked for, robots.txt left out."""
        return [one.path for one in self.seen if one.path != "/robots.txt"]

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Crawlers hang up on sites that misbehave."""

    def server_bind(self) -> None:
        # not HTTPServer's, which asks the DNS for the name of this host
        self.socket.bind(self.server_address)
        self.server_address = self.socket.getsockname()
        self.server_name, self.server_port = "127.0.0.1", self.server_address[1]

    def __enter__(self) -> Self:
        self._thread = Thread(target=self.serve_forever, args=(0.02,), daemon=True)
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.shutdown()
        self._thread.join()
        self.server_close()


@dataclass
class Sink:
    """Keeps what it is handed; answers listings with what it did not know yet."""

    robots_records: dict[str, RobotsRecord] = field(default_factory=dict)
    events: list[tuple[str, Any]] = field(default_factory=list)
    known: set[str] = field(default_factory=set)
    #: asks to go on as the pipeline does when a poll met nothing known
    fills_gaps: bool = False

    async def listing(self, listing: Listing) -> ListingAnswer:
        self.events.append(("listing", listing))
        new = [link for link in listing.links if link.url not in self.known]
        self.known.update(link.url for link in new)
        to_fill = self.fills_gaps and len(new) == len(listing.links)
        return ListingAnswer(tuple(PageVisit(link.url) for link in new), bool(new), to_fill)

    async def section_unchanged(self, section: str, answer: NotModified) -> None:
        self.events.append(("unchanged", section))

    async def section_failed(self, section: str, failure: FetchFailure) -> None:
        self.events.append(("failed", failure))

    async def section_done(self, section: str, *, complete: bool = True) -> None:
        self.events.append(("done" if complete else "cut short", section))

    async def sweep(
        self, visit: SweepVisit, answer: Sweep | NotModified | FetchFailure
    ) -> tuple[PageVisit, ...]:
        self.events.append(("sweep", answer))
        return ()

    async def page(self, answer: FetchedPage | NotModified | FetchFailure) -> None:
        self.events.append(("page", answer))

    async def robots(self, origin: str) -> RobotsRecord | None:
        return self.robots_records.get(origin)

    async def keep_robots(self, record: RobotsRecord) -> None:
        self.robots_records[record.origin] = record

    def of(self, kind: str) -> list[Any]:
        return [what for name, what in self.events if name == kind]

    @property
    def pages(self) -> list[Any]:
        return self.of("page")

    def page_at(self, url: str) -> Any:
        return next(page for page in self.pages if page.url == url)


def allows_all(site: Site) -> dict[str, RobotsRecord]:
    """A memory in which the site was found to have no robots.txt."""
    origin = f"http://{site.address}"
    return {origin: RobotsRecord(origin, 404, b"", datetime.now(UTC))}


def source(
    site: Site, *sections: SectionSettings, delay: str = "0s", **more: Any
) -> SourceSettings:
    shown = sections or (section(site),)
    values: dict[str, Any] = {"name": "outlet", "home": site.url(), "delay": delay}
    return SourceSettings(**values, sections=shown, **more)


def section(
    site: Site,
    path: str = "/news",
    *,
    name: str = "news",
    feed: bool = False,
    sitemap: bool = False,
    pages: int = 10,
) -> SectionSettings:
    kind = "feed" if feed else "sitemap" if sitemap else "page"
    return SectionSettings.model_validate({"name": name, kind: site.url(path), "pages": pages})


def plan(
    site: Site, *visits: str | PageVisit, polls: tuple[SectionPoll, ...] = (), **more: Any
) -> CrawlPlan:
    """A crawl of a site: some pages, by path or as visits, and some sections."""
    sections = tuple(poll.section for poll in polls)
    return CrawlPlan(
        source(site, *sections, **more),
        polls,
        tuple(PageVisit(site.url(one)) if isinstance(one, str) else one for one in visits),
    )


@asynccontextmanager
async def runner(*sites: Site | str, **limits: float) -> AsyncIterator[CrawlRunner]:
    """A crawl runner that may talk to these sites (or HOST:PORT) and to nothing else here."""
    install_reactor()
    policy = EgressPolicy([one if isinstance(one, str) else one.address for one in sites])
    try:
        yield CrawlRunner("ops@example.org", "9.9", policy, ReadHere(), Limits(**limits))  # type: ignore[arg-type]
        await asyncio.sleep(0)
    finally:
        shutdown_reactor()


def article(title: str = "مكتبة جديدة") -> str:
    return f"<!DOCTYPE html><html lang='ar'><body><h1>{title}</h1><p>نص.</p></body></html>"


def k2_listing(*paths: str, following: str | None = None) -> str:
    """A K2 section page with these items."""
    items = "".join(
        f'<div class="itemContainer"><div class="catItemView groupPrimary">'
        f'<h3 class="catItemTitle"><a href="{path}">خبر {path}</a></h3></div></div>'
        for path in paths
    )
    pager = f'<div class="k2Pagination"><a href="{following}">التالي</a></div>' if following else ""
    return (
        '<!DOCTYPE html><html><body><div id="k2Container" class="itemListView">'
        f'<div class="itemList">{items}</div>{pager}</div></body></html>'
    )

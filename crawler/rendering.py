"""Runs the scripts of pages that hold no text without them, in a browser that never connects.

Every request of the browser is answered here, with what the crawl itself fetched: through
the same egress guard, robots.txt, limits and User-Agent. The browser has no way of its own to
the network: no name resolves in it and its proxy is a port nobody listens on.

An optional extra (`playwright`, driving the Chromium of the system or its own).
"""

from __future__ import annotations

import asyncio
import os
import shutil
from collections.abc import Awaitable, Callable
from contextlib import AsyncExitStack, suppress
from dataclasses import dataclass, replace
from typing import Any, Final, Self, TypeGuard

from pipeline.egress.gate import canary
from pipeline.egress.policy import EgressPolicy
from pipeline.records import FailureReason, FetchedPage, FetchFailure, NotModified

#: what the kept response of a rendered page carries, for its body is not what was sent
RENDERED: Final = "X-Marsad-Rendered"

#: seconds that a page may take, its parts included
_PAGE_TIMEOUT: Final = 30.0
#: seconds without a request under way after which a page is taken to be complete
_QUIET: Final = 0.5
_MOST_PARTS: Final = 60
#: bytes of all parts of a page, and characters of the page as rendered
_MOST_BYTES: Final = 10 * 1024 * 1024
_LONGEST_PAGE: Final = 5 * 1024 * 1024
#: seconds in which a browser must start, and end
_START_TIMEOUT: Final = 20.0
_END_TIMEOUT: Final = 5.0
#: kinds of parts that can bring text; images, fonts, styles and the like are not asked for
_WANTED: Final = frozenset(("script", "fetch", "xhr"))
#: the document as it stands, null where it is longer than the argument
_DOCUMENT: Final = """most => {
    const html = "<!DOCTYPE html>" + document.documentElement.outerHTML;
    return html.length <= most ? html : null;
}"""
#: what Chromium says when its proxy, its only way out, is not there
_NO_PROXY: Final = "ERR_PROXY_CONNECTION_FAILED"
#: seconds in which it must say so
_PROOF_TIMEOUT: Final = 10.0
_PROGRAMS: Final = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome")
_FLAGS: Final = (
    # no way out but through us: WebRTC and QUIC would not ask a proxy
    "--proxy-server=http://127.0.0.1:9",
    "--proxy-bypass-list=<-loopback>",
    "--host-resolver-rules=MAP * ~NOTFOUND",
    "--force-webrtc-ip-handling-policy=disable_non_proxied_udp",
    "--disable-quic",
    "--dns-prefetch-disable",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--disable-gpu",
    # MiB of memory for scripts
    "--js-flags=--max-old-space-size=256",
)


@dataclass(frozen=True, slots=True)
class Part:
    """An answer to a request of a page's scripts."""

    status: int
    content_type: str
    body: bytes


#: fetches a part of a page by the crawl's own rules; None: it may not or cannot be had
FetchPart = Callable[[str], Awaitable[Part | None]]


class _NoBrowser(Exception):  # noqa: N818 - told in a page's failure
    """There is no browser to render with; the message says what to do."""


class Renderer:
    """The browser of one crawl, started when the first page needs it, ended at the end.

    Each page is rendered as by a stranger to the others: no cookies, no cache.

    Args:
        agent: our User-Agent.
        language: BCP 47, what scripts are told the reader's language is.
        turn: held while the browser runs; each takes hundreds of megabytes.
    """

    def __init__(self, agent: str, language: str | None, turn: asyncio.Lock) -> None:
        self._agent = agent
        self._language = language
        self._turn = turn
        self._browser: Any = None
        #: why there is no browser; None: nobody knows yet
        self._missing: str | None = None
        self._closing = AsyncExitStack()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._closing.aclose()

    async def render(self, page: FetchedPage, fetch: FetchPart) -> FetchedPage | FetchFailure:
        """The page as its scripts have made it, or why there is none.

        Its body and kept response are the rendered document, in UTF-8, marked by the header
        `RENDERED`; its validators are dropped, for they are not the parts'.
        """
        try:
            if self._browser is None:
                self._browser = await self._started()
            async with asyncio.timeout(_PAGE_TIMEOUT):
                html = await self._rendered(page, fetch)
        except _NoBrowser as error:
            return _failure(page, FailureReason.BROKEN, str(error))
        except TimeoutError:
            return _failure(page, FailureReason.BROKEN, "its scripts did not end in time")
        except _browser_error() as error:
            return _failure(page, FailureReason.BROKEN, f"the browser failed: {_line(error)}")
        if html is None:
            what = f"the rendered page has more than {_LONGEST_PAGE} characters"
            return _failure(page, FailureReason.TOO_LARGE, what)
        return _as_rendered(page, html)

    async def _started(self) -> Any:
        """A browser, which the end of the crawl will end; one that fails is not started again."""
        if self._missing is None:
            try:
                async with AsyncExitStack() as opened:
                    await opened.enter_async_context(self._turn)
                    browser = await _launched(opened)
                    self._closing = opened.pop_all()
                    return browser
            except _NoBrowser as error:
                self._missing = str(error)
        raise _NoBrowser(self._missing)

    async def _rendered(self, page: FetchedPage, fetch: FetchPart) -> str | None:
        context = await self._browser.new_context(
            user_agent=self._agent,
            locale=self._language,
            service_workers="block",
            accept_downloads=False,
        )
        try:
            parts = _Parts(page, fetch)
            # of the context: windows that scripts open are answered too
            await context.route("**/*", parts.answer)
            await context.route_web_socket("**/*", lambda socket: socket.close())
            view = await context.new_page()
            await view.goto(page.final_url, wait_until="domcontentloaded")
            await parts.quiet()
            html: str | None = await view.evaluate(_DOCUMENT, _LONGEST_PAGE)
            return html
        finally:
            await _bounded(context.close)


async def _launched(opened: AsyncExitStack) -> Any:
    """A browser that is proved to have no way out; it and its driver end with `opened`.

    Raises:
        _NoBrowser: there is none.
    """
    try:
        from playwright.async_api import async_playwright
    except ImportError:
        raise _NoBrowser("render: browser needs the extra marsad[browser], and Chromium") from None
    try:
        async with asyncio.timeout(_START_TIMEOUT):
            driver = await async_playwright().start()
    except Exception as error:  # a process's boundary: its end is told by whatever comes to hand
        why = f"render: browser needs Chromium, whose driver does not start: {_line(error)}"
        raise _NoBrowser(why) from error
    opened.push_async_callback(_bounded, driver.stop)
    try:
        async with asyncio.timeout(_START_TIMEOUT):
            browser = await driver.chromium.launch(
                executable_path=next(filter(None, map(shutil.which, _PROGRAMS)), None),
                args=list(_FLAGS),
                # Chromium refuses its sandbox to root
                chromium_sandbox=os.geteuid() != 0,
            )
    except (TimeoutError, _browser_error()) as error:
        why = f"render: browser needs Chromium, which does not start: {_line(error)}"
        raise _NoBrowser(why) from error
    opened.push_async_callback(_bounded, browser.close)
    await _prove_sealed(browser)
    return browser


async def _prove_sealed(browser: Any) -> None:
    """Has the browser try to reach a socket of our own on loopback, with nobody in its way.

    Raises:
        _NoBrowser: it did, or it did not fail for the reason it must.
    """
    why = ""
    try:
        with canary(EgressPolicy()) as listener:
            context = await browser.new_context(service_workers="block")
            try:
                view = await context.new_page()
                port = listener.getsockname()[1]
                await view.goto(f"http://127.0.0.1:{port}/", timeout=_PROOF_TIMEOUT * 1000)
            except _browser_error() as error:
                why = str(error)
            finally:
                await _bounded(context.close)
    except RuntimeError as error:
        raise _NoBrowser(f"the browser is not used: {error}") from error
    if _NO_PROXY not in why:
        raise _NoBrowser("the browser is not used: it may have a way of its own to the network")


async def _bounded(end: Callable[[], Awaitable[None]]) -> None:
    """Ends a part of the browser; a script that never ends must not hold us."""
    with suppress(TimeoutError, _browser_error()):
        async with asyncio.timeout(_END_TIMEOUT):
            await end()


class _Parts:
    """Answers what one page's browser asks for."""

    def __init__(self, page: FetchedPage, fetch: FetchPart) -> None:
        self._page = page
        self._fetch = fetch
        self._opened = False
        self._asked = 0
        self._bytes = 0
        self._under_way = 0
        self._moved = asyncio.Event()

    async def answer(self, route: Any) -> None:
        """Answers one request: the page itself first, then parts that can bring text."""
        request = route.request
        if not self._opened and request.is_navigation_request():
            self._opened = True
            await route.fulfill(
                status=200, content_type=self._page.content_type, body=self._page.body
            )
            return
        if request.is_navigation_request() and _opens_a_window(request):
            # "no content" leaves the page where it is; a refusal would put an error in its place
            await route.fulfill(status=204)
            return
        if request.resource_type not in _WANTED or request.method != "GET":
            await route.abort()
            return
        self._under_way += 1
        self._moved.set()
        try:
            part = await self._part(request.url)
            if part is None:
                await route.abort()
            else:
                await route.fulfill(
                    status=part.status,
                    content_type=part.content_type,
                    body=part.body,
                    # a browser would have asked with an Origin, and most parts allow any
                    headers={"Access-Control-Allow-Origin": "*"},
                )
        finally:
            self._under_way -= 1
            self._moved.set()

    async def _part(self, url: str) -> Part | None:
        self._asked += 1
        if self._asked > _MOST_PARTS or self._bytes > _MOST_BYTES:
            return None
        part = await self._fetch(url)
        self._bytes += len(part.body) if part else 0
        return part

    async def quiet(self) -> None:
        """Waits until nothing has been asked for a while."""
        while True:
            self._moved.clear()
            try:
                async with asyncio.timeout(_QUIET):
                    await self._moved.wait()
            except TimeoutError:
                if self._under_way == 0:
                    return


def _opens_a_window(request: Any) -> bool:
    """Whether a navigation is of a window, and not of a frame within a page."""
    try:
        return request.frame.parent_frame is None
    except _browser_error():
        # a window that a script opens asks before it is there
        return True


def is_html(answer: FetchedPage | NotModified | FetchFailure) -> TypeGuard[FetchedPage]:
    """Whether an answer is a page that scripts may add to."""
    return isinstance(answer, FetchedPage) and "html" in answer.content_type.lower()


def _browser_error() -> type[Exception]:
    from playwright.async_api import Error

    return Error


def _as_rendered(page: FetchedPage, html: str) -> FetchedPage:
    body = html.encode("utf-8", "replace")
    untrue = {"content-encoding", "content-length", "content-type", "etag", "last-modified"}
    headers = [
        (name, value)
        for name, value in page.exchange.response_headers
        if name.lower() not in untrue
    ]
    content_type = "text/html; charset=utf-8"
    headers += [("Content-Type", content_type), (RENDERED, "chromium")]
    exchange = replace(page.exchange, response_headers=tuple(headers), payload=body)
    return replace(
        page,
        body=body,
        content_type=content_type,
        exchange=exchange,
        etag=None,
        last_modified=None,
    )


def _line(error: BaseException) -> str:
    return " ".join(str(error).split())[:200] or type(error).__name__


def _failure(page: FetchedPage, reason: FailureReason, detail: str) -> FetchFailure:
    return FetchFailure(page.source, page.url, page.fetched_at, reason, detail)

"""A small HTTP server on the running loop: pages that tell how the service is, and no others.

It answers GET and changes nothing. A request may have so many bytes and take so many seconds,
so many are under way at once, and each has a connection of its own. One that asks for a host by
a name that is not ours is refused: it comes from a web page whose owner lets his name mean our
address, so that a browser in this network reads for him (DNS rebinding).
"""

from __future__ import annotations

import asyncio
import re
from collections.abc import Awaitable, Callable, Collection, Mapping
from dataclasses import dataclass
from ipaddress import ip_address

import h11
import structlog

from config.telemetry import report_unexpected

log = structlog.get_logger()

#: bytes that a request may have
MOST_BYTES = 8192
#: seconds that a connection may last
PATIENCE = 5.0
#: connections at once
MOST_AT_ONCE = 32
_AUTHORITY = re.compile(r"(?:\[([0-9A-Fa-f:.]+)\]|([^\s:/@\[\]]+))(?::[0-9]{0,5})?")


@dataclass(frozen=True, slots=True)
class Page:
    """What is answered."""

    body: str
    #: of HTTP
    status: int = 200
    content_type: str = "text/plain; charset=utf-8"


class ProbeServer:
    """Listens where it is told to, until it is closed.

    Args:
        pages: makes what is answered, by path; called at every request.
    """

    def __init__(self, pages: Mapping[str, Callable[[], Awaitable[Page]]]) -> None:
        self._pages = pages
        self._hosts: frozenset[str] = frozenset()
        self._address: tuple[str, int] | None = None
        #: where it was told that it cannot listen
        self._refused: tuple[str, int] | None = None
        self._server: asyncio.Server | None = None
        self._changing = asyncio.Lock()
        self._under_way: set[asyncio.Task[None]] = set()

    async def listen(self, address: tuple[str, int] | None, hosts: Collection[str] = ()) -> None:
        """Listens there from now on; at the same address as before without a break.

        A port that somebody else has is told in the log, once, and no reason for more: call
        again later.

        Args:
            address: an IP address and a port, 0 for any that is free; None: nowhere.
            hosts: names that it may be asked by, besides `localhost` and any IP address.
        """
        self._hosts = frozenset(name.lower().rstrip(".") for name in hosts)
        async with self._changing:
            if self._server is not None and address == self._address:
                return
            await self.close()
            if address is None:
                return
            try:
                self._server = await asyncio.start_server(self._connected, *address)
            except OSError as error:
                if address != self._refused:
                    detail = error.strerror or str(error)
                    log.error("probes_unavailable", host=address[0], port=address[1], detail=detail)
                self._refused = address
                return
            self._address, self._refused = address, None
            log.info("probes_answered", host=address[0], port=self.port)

    @property
    def port(self) -> int | None:
        """Where it listens; None: it does not."""
        return self._server.sockets[0].getsockname()[1] if self._server else None

    async def close(self) -> None:
        """Listens no more, and cuts who is still asking."""
        if self._server is not None:
            self._server.close()
            self._server = self._address = None
        for task in self._under_way:
            task.cancel()
        if self._under_way:
            await asyncio.wait(self._under_way)

    async def _connected(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        self._under_way.add(task)
        try:
            if len(self._under_way) <= MOST_AT_ONCE:
                async with asyncio.timeout(PATIENCE):
                    await self._exchange(reader, writer)
        except (TimeoutError, ConnectionError, asyncio.CancelledError):
            pass  # who asks so slowly, or hangs up, gets no answer; nothing else is lost
        finally:
            writer.transport.abort()
            self._under_way.discard(task)

    async def _exchange(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """One request and its answer."""
        connection = h11.Connection(h11.SERVER, MOST_BYTES)
        with_body = True
        try:
            request = await _request(connection, reader)
            if request is None:
                return
            with_body = request.method != b"HEAD"
            page = await self._page(request)
        except h11.RemoteProtocolError as error:
            page = Page("this is no request that is understood here\n", error.error_status_hint)
        body = page.body.encode()
        headers = [
            ("Content-Type", page.content_type),
            ("Content-Length", str(len(body))),
            ("Cache-Control", "no-store"),
            ("X-Content-Type-Options", "nosniff"),
            ("Connection", "close"),
        ]
        if page.status == 405:
            headers.append(("Allow", "GET"))
        parts = [connection.send(h11.Response(status_code=page.status, headers=headers))]
        if with_body:
            parts.append(connection.send(h11.Data(data=body)))
        parts.append(connection.send(h11.EndOfMessage()))
        writer.write(b"".join(part for part in parts if part))
        await writer.drain()
        writer.close()
        await writer.wait_closed()

    async def _page(self, request: h11.Request) -> Page:
        host = dict(request.headers).get(b"host", b"").decode("latin-1")
        if not is_ours(host, self._hosts):
            return Page("nobody of this name is here (docs/metrics.md)\n", 421)
        if request.method != b"GET":
            return Page("only GET is answered here\n", 405)
        page = self._pages.get(request.target.partition(b"?")[0].decode("latin-1"))
        if page is None:
            return Page("there are: " + ", ".join(self._pages) + "\n", 404)
        try:
            return await page()
        except Exception as error:  # noqa: BLE001 - a request's boundary: the next is answered
            report_unexpected(error, probe=request.target.decode("latin-1"))
            return Page("this failed unexpectedly; see the log\n", 500)


async def _request(connection: h11.Connection, reader: asyncio.StreamReader) -> h11.Request | None:
    """The request's head; None when nobody asks anything.

    Raises:
        h11.RemoteProtocolError: it is none, or too large.
    """
    while (event := connection.next_event()) is h11.NEED_DATA:
        connection.receive_data(await reader.read(MOST_BYTES))
    return event if isinstance(event, h11.Request) else None


def is_ours(authority: str, hosts: Collection[str]) -> bool:
    """Whether a Host header names us: an IP address, which no stranger can let mean another
    one, `localhost`, or one of our names."""
    found = _AUTHORITY.fullmatch(authority)
    if found is None:
        return False
    name = (found[1] or found[2]).lower().rstrip(".")
    if name == "localhost" or name in hosts:
        return True
    try:
        ip_address(name)
    except ValueError:
        return False
    return True

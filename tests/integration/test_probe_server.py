"""What answers probes: bounded, deaf to strangers' names, and there over a change of address."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

import pytest
import pytest_asyncio
from structlog.testing import capture_logs

from scheduler import probe_server
from scheduler.probe_server import Page, ProbeServer

HERE = ("127.0.0.1", 0)


async def _well() -> Page:
    return Page("ok\n")


async def _unready() -> Page:
    return Page("the store refuses\n", 503)


async def _broken() -> Page:
    raise ZeroDivisionError


@pytest_asyncio.fixture
async def server() -> AsyncIterator[ProbeServer]:
    one = ProbeServer({"/healthz": _well, "/readyz": _unready, "/broken": _broken})
    await one.listen(HERE, ("Marsad.example.org",))
    yield one
    await one.close()


async def _said(server: ProbeServer, request: bytes) -> bytes:
    """All that comes back for these bytes, until the server hangs up."""
    reader, writer = await asyncio.open_connection("127.0.0.1", server.port)
    try:
        writer.write(request)
        return await reader.read()
    finally:
        writer.close()


async def _status(server: ProbeServer, path: str, host: str, method: str = "GET") -> int:
    request = f"{method} {path} HTTP/1.1\r\nHost: {host}\r\n\r\n".encode()
    return int((await _said(server, request)).split()[1])


async def test_a_page_is_answered_and_the_connection_closed(server: ProbeServer) -> None:
    answer = await _said(server, b"GET /healthz?full=1 HTTP/1.1\r\nHost: 127.0.0.1:9464\r\n\r\n")
    head, _, body = answer.partition(b"\r\n\r\n")
    assert head.startswith(b"HTTP/1.1 200 ")
    assert b"connection: close" in head.lower()
    assert body == b"ok\n"
    assert await _status(server, "/readyz", "localhost") == 503


async def test_what_is_not_there_or_changes_something_is_refused(server: ProbeServer) -> None:
    assert await _status(server, "/", "localhost") == 404
    assert await _status(server, "/../etc/passwd", "localhost") == 404
    assert await _status(server, "/healthz", "localhost", "POST") == 405
    answer = await _said(server, b"HEAD /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n")
    assert answer.startswith(b"HTTP/1.1 405 ")
    assert answer.endswith(b"\r\n\r\n")


@pytest.mark.parametrize(
    ("host", "status"),
    [
        ("localhost", 200),
        ("LOCALHOST.:9464", 200),
        ("[::1]:9464", 200),
        ("192.0.2.7:80", 200),
        ("marsad.example.org:9464", 200),
        ("rebound.example.net", 421),
        ("localhost.example.net", 421),
        ("127.0.0.1.example.net:9464", 421),
        ("localhost@example.net", 421),
        ("", 421),
    ],
)
async def test_only_addresses_and_its_own_names_are_answered(
    server: ProbeServer, host: str, status: int
) -> None:
    assert await _status(server, "/healthz", host) == status


@pytest.mark.parametrize(
    "request_",
    [
        b"hello\r\n\r\n",
        b"\x16\x03\x01\x02\x00\x01\x00\r\n\r\n",
        b"GET /healthz HTTP/1.1\r\n\r\n",
        b"GET /healthz HTTP/1.1\r\nHost: localhost\r\nHost: example.net\r\n\r\n",
        b"GET /healthz HTTP/1.1\r\nX: " + b"x" * 20_000 + b"\r\n\r\n",
    ],
    ids=["words", "tls", "no host", "two hosts", "endless header"],
)
async def test_what_is_no_request_is_refused(server: ProbeServer, request_: bytes) -> None:
    assert (await _said(server, request_))[:10] == b"HTTP/1.1 4"


async def test_who_asks_slowly_is_cut_and_hinders_nobody(
    server: ProbeServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(probe_server, "PATIENCE", 1.0)
    slow = [asyncio.create_task(_said(server, b"GET /healthz HTTP/1.1\r\n")) for _ in range(5)]
    assert await _status(server, "/healthz", "localhost") == 200
    assert await asyncio.wait_for(asyncio.gather(*slow, return_exceptions=True), 60)


async def test_no_more_than_so_many_are_answered_at_once(
    server: ProbeServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(probe_server, "MOST_AT_ONCE", 3)
    held = [await asyncio.open_connection("127.0.0.1", server.port) for _ in range(3)]
    reader, writer = await asyncio.open_connection("127.0.0.1", server.port)
    with pytest.raises((ConnectionError, asyncio.IncompleteReadError)):
        await reader.readexactly(1)
    writer.close()
    for _, one in held:
        one.close()


async def test_a_page_that_fails_is_told_and_the_next_is_answered(server: ProbeServer) -> None:
    with capture_logs() as logs:
        assert await _status(server, "/broken", "localhost") == 500
    assert [entry["event"] for entry in logs] == ["unexpected_error"]
    assert await _status(server, "/healthz", "localhost") == 200


async def test_the_same_address_is_kept_and_another_taken(server: ProbeServer) -> None:
    before = server.port
    await server.listen(HERE)
    assert server.port == before
    assert await _status(server, "/healthz", "marsad.example.org") == 421
    await server.listen(None)
    assert server.port is None
    with pytest.raises(ConnectionError):
        await asyncio.open_connection("127.0.0.1", before)


async def test_a_port_that_somebody_has_is_told_once_and_taken_when_it_is_free(
    server: ProbeServer,
) -> None:
    other, port = ProbeServer({}), server.port
    assert port is not None
    with capture_logs() as logs:
        await other.listen(("127.0.0.1", port))
        await other.listen(("127.0.0.1", port))
        assert other.port is None
        await server.close()
        await other.listen(("127.0.0.1", port))
    assert other.port == port
    assert [(one["event"], one["port"]) for one in logs] == [
        ("probes_unavailable", port),
        ("probes_answered", port),
    ]
    await other.close()

"""The gate of a process: nothing of it connects where it may not, whatever code tries."""

from __future__ import annotations

import asyncio
import socket
import ssl
import sys
import threading
from collections.abc import Callable, Coroutine, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import aiosmtplib
import httpcore
import pytest

from pipeline.egress.gate import Gate
from pipeline.egress.gated_http import GuardedBackend
from pipeline.egress.gated_loop import prove, run_gated
from pipeline.egress.policy import EgressPolicy, EgressRefused
from tests.certificates import self_signed
from tests.listeners import Listener


@pytest.fixture
def listener() -> Iterator[Listener]:
    with closing(Listener()) as one:
        yield one


async def by_the_loop(host: str, port: int) -> None:
    _, writer = await asyncio.open_connection(host, port)
    writer.close()
    await writer.wait_closed()


async def by_a_socket(host: str, port: int) -> None:
    await asyncio.to_thread(_connect, host, port)


def _connect(host: str, port: int) -> None:
    socket.create_connection((host, port), 5).close()


async def by_a_socket_that_resolves(host: str, port: int) -> None:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as one:
        one.connect((host, port))


async def by_a_socket_on_the_loop(host: str, port: int) -> None:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as one:
        one.setblocking(False)
        await asyncio.get_running_loop().sock_connect(one, (host, port))


async def by_mail(host: str, port: int) -> None:
    await aiosmtplib.SMTP(hostname=host, port=port, timeout=2).connect()


async def by_http(host: str, port: int) -> None:
    stream = await httpcore.AnyIOBackend().connect_tcp(host, port, 2)
    await stream.aclose()


WAYS = [
    by_the_loop,
    by_a_socket,
    by_a_socket_that_resolves,
    by_a_socket_on_the_loop,
    by_mail,
    by_http,
]
#: they are given to the socket as they are, which none of ours does
STRAIGHT = [by_a_socket_that_resolves, by_a_socket_on_the_loop]
INNER = ["127.0.0.1", "127.127.127.127", "0.0.0.0", "localhost", "::1", "::ffff:127.0.0.1", "::"]
ODD = ["127.1", "2130706433", "0x7f000001", "0177.0.0.1", "127.0.0.1."]


@pytest.mark.parametrize("way", WAYS)
def test_no_client_reaches_loopback_by_any_name_of_it(
    way: Callable[[str, int], Coroutine[Any, Any, None]], listener: Listener
) -> None:
    told: list[EgressRefused] = []

    async def try_all() -> None:
        for host in INNER if way in STRAIGHT else [*INNER, *ODD]:
            with pytest.raises((OSError, aiosmtplib.SMTPException, httpcore.ConnectError)):
                await way(host, listener.port)

    run_gated(Gate(EgressPolicy(), tell=told.append), try_all())
    assert listener.came() == 0


@pytest.mark.parametrize("way", [by_the_loop, by_a_socket])
def test_what_is_listed_by_address_or_by_name_can_be_reached(
    way: Callable[[str, int], Coroutine[Any, Any, None]], listener: Listener
) -> None:
    run_gated(Gate(EgressPolicy([f"127.0.0.1:{listener.port}"])), way("127.0.0.1", listener.port))
    run_gated(Gate(EgressPolicy([f"localhost:{listener.port}"])), way("localhost", listener.port))
    assert listener.came() == 2


def test_an_address_stands_to_which_a_listed_name_led_before(listener: Listener) -> None:
    policy = EgressPolicy([f"localhost:{listener.port}"])

    async def connect() -> None:
        with pytest.raises(PermissionError):
            await by_the_loop("127.0.0.1", listener.port)
        stream = await GuardedBackend(policy).connect_tcp("localhost", listener.port, 5)
        await stream.aclose()

    run_gated(Gate(policy), connect())
    assert listener.came() == 1


def test_the_operators_own_places_can_be_reached_though_they_are_closed_to_crawls(
    listener: Listener,
) -> None:
    async def connect(gate: Gate) -> None:
        for way in (by_the_loop, by_a_socket):
            await way("LocalHost", listener.port)
        with pytest.raises(EgressRefused):
            await GuardedBackend(gate.policy).connect_tcp("localhost", listener.port)

    gate = Gate(EgressPolicy(), [("localhost", listener.port)])
    run_gated(gate, connect(gate))
    assert listener.came() == 2


def test_a_crawl_that_was_sent_inside_is_stopped_even_if_the_first_check_fails(
    listener: Listener,
) -> None:
    everything = EgressPolicy([f"127.0.0.1:{listener.port}"])
    told: list[EgressRefused] = []

    async def connect() -> None:
        with pytest.raises(httpcore.ConnectError):
            await GuardedBackend(everything).connect_tcp("127.0.0.1", listener.port)

    run_gated(Gate(EgressPolicy(), tell=told.append), connect())
    assert listener.came() == 0
    assert [(one.address, one.port) for one in told] == [("127.0.0.1", listener.port)]


def test_another_policy_can_be_taken_up(listener: Listener) -> None:
    gate = Gate(EgressPolicy())

    async def connect() -> None:
        with pytest.raises(PermissionError):
            await by_the_loop("127.0.0.1", listener.port)
        gate.open_for(EgressPolicy([f"127.0.0.1:{listener.port}"]))
        await by_the_loop("127.0.0.1", listener.port)
        gate.open_for(EgressPolicy())
        with pytest.raises(PermissionError):
            await by_the_loop("127.0.0.1", listener.port)

    run_gated(gate, connect())
    assert listener.came() == 1


def test_no_local_socket_but_the_managers_can_be_written_to(tmp_path: Path) -> None:
    manager, other = str(tmp_path / "manager"), str(tmp_path / "other")

    async def write() -> None:
        loop = asyncio.get_running_loop()
        with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as one:
            one.sendto(b"READY=1", manager)
            for call in (lambda: one.sendto(b"x", other), lambda: one.connect(other)):
                with pytest.raises(PermissionError):
                    call()
            with pytest.raises(PermissionError):
                one.sendmsg([b"x"], [], 0, other)
        with pytest.raises(PermissionError):
            await loop.create_unix_connection(asyncio.Protocol, other)
        with pytest.raises(PermissionError):
            await loop.create_datagram_endpoint(
                asyncio.DatagramProtocol, remote_addr=("127.0.0.1", 9)
            )

    with (
        socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as ours,
        socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as theirs,
    ):
        ours.bind(manager)
        theirs.bind(other)
        theirs.setblocking(False)
        run_gated(Gate(EgressPolicy(), local_sockets=[manager]), write())
        assert ours.recv(100) == b"READY=1"
        with pytest.raises(BlockingIOError):
            theirs.recv(100)


def test_those_who_come_in_are_none_of_its_business() -> None:
    async def serve() -> bytes:
        async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            writer.write(b"ok")
            writer.close()

        server = await asyncio.start_server(answer, "127.0.0.1", 0)
        async with server:
            port = server.sockets[0].getsockname()[1]
            # from another process, to which the gate does not belong
            code = f"import socket; print(socket.create_connection(('127.0.0.1', {port})).recv(9))"
            asker = await asyncio.create_subprocess_exec(
                sys.executable, "-c", code, stdout=asyncio.subprocess.PIPE
            )
            return (await asker.communicate())[0]

    assert run_gated(Gate(EgressPolicy()), serve()) == b"b'ok'\n"


def test_a_certificate_is_checked_for_the_name_that_was_asked_for(
    tmp_path: Path,
) -> None:
    context, trusted = self_signed(tmp_path, "127.0.0.1")

    async def talk() -> None:
        async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            writer.close()

        server = await asyncio.start_server(answer, "127.0.0.1", 0, ssl=context)
        port = server.sockets[0].getsockname()[1]
        trusting = ssl.create_default_context(cafile=trusted)
        gate.open_for(EgressPolicy([f"127.0.0.1:{port}"]), [("localhost", port)])
        async with server:
            _, writer = await asyncio.open_connection("127.0.0.1", port, ssl=trusting)
            writer.close()
            with pytest.raises(ssl.SSLCertVerificationError):
                await asyncio.open_connection("localhost", port, ssl=trusting)

    gate = Gate(EgressPolicy())
    run_gated(gate, talk())


def test_nothing_begins_where_the_gate_does_not_hold(monkeypatch: pytest.MonkeyPatch) -> None:
    begun = False

    async def work() -> None:
        nonlocal begun
        begun = True

    monkeypatch.setattr(Gate, "judge", lambda self, address: None)
    with pytest.raises(RuntimeError, match="does not hold"):
        run_gated(Gate(EgressPolicy()), work())
    assert not begun


async def test_a_loop_without_a_gate_does_not_pass_the_proof() -> None:
    with pytest.raises(RuntimeError, match="does not hold"):
        await prove(Gate(EgressPolicy()))


def test_a_gate_is_open_again_after_its_end(listener: Listener) -> None:
    with Gate(EgressPolicy()).closed(), pytest.raises(PermissionError):
        _connect("127.0.0.1", listener.port)
    _connect("127.0.0.1", listener.port)
    assert listener.came() == 1


def test_what_a_thread_asked_for_does_not_open_what_another_connects_to(
    listener: Listener,
) -> None:
    gate = Gate(EgressPolicy([f"localhost:{listener.port}"]))
    outcomes: list[str] = []

    def straight() -> None:
        try:
            with socket.socket() as one:
                one.connect(("127.0.0.1", listener.port))
            outcomes.append("through")
        except PermissionError:
            outcomes.append("refused")

    with gate.closed():
        socket.getaddrinfo("localhost", listener.port)
        thread = threading.Thread(target=straight)
        thread.start()
        thread.join()
    assert outcomes == ["refused"]
    assert listener.came() == 0

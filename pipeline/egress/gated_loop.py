"""uvloop's event loop behind the gate, and the proof that the gate holds.

uvloop connects in C, where no audit hook sees it. This loop resolves a name itself, has the gate
judge every answer, and connects one of Python's sockets to the address that was judged, so the
hook sees that too. What it connects, it connects one after the other: those who want to race
addresses, Twisted and httpcore here, do so themselves.
"""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Awaitable, Callable, Coroutine, Sequence
from contextlib import suppress
from typing import Any, TypeVar

import uvloop

from pipeline.egress.gate import Gate, canary
from pipeline.egress.gated_http import GuardedBackend
from pipeline.egress.policy import EgressRefused

T = TypeVar("T")
_AddressInfo = tuple[int, int, int, str, tuple[Any, ...]]


class GatedLoop(uvloop.Loop):
    """An event loop whose every outgoing connection passes a gate.

    Args:
        gate: what judges it.
    """

    def __init__(self, gate: Gate) -> None:
        super().__init__()
        self._gate = gate

    async def create_connection(
        self,
        protocol_factory: Callable[[], asyncio.BaseProtocol],
        host: str | None = None,
        port: int | None = None,
        *,
        sock: socket.socket | None = None,
        family: int = 0,
        proto: int = 0,
        flags: int = 0,
        local_addr: tuple[str, int] | None = None,
        **tls: Any,
    ) -> Any:
        """Like any loop's, over an address that was judged.

        Raises:
            PermissionError: the gate refuses it.
            OSError: the name cannot be resolved, or no address of it answers.
        """
        if sock is not None:  # whoever connected it met the gate
            return await super().create_connection(protocol_factory, sock=sock, **tls)
        if not host or port is None:
            raise ValueError("a connection needs a host and a port")
        found = await self.getaddrinfo(
            host, port, family=family, type=socket.SOCK_STREAM, proto=proto, flags=flags
        )
        if tls.get("ssl") and tls.get("server_hostname") is None:
            tls["server_hostname"] = host
        connected = await self._connected(host, port, found, local_addr)
        try:
            return await super().create_connection(protocol_factory, sock=connected, **tls)
        except BaseException:
            connected.close()
            raise

    async def _connected(
        self,
        host: str,
        port: int,
        found: Sequence[_AddressInfo],
        local_addr: tuple[str, int] | None,
    ) -> socket.socket:
        try:
            open_ones = self._gate.permit(host, port, [str(one[4][0]) for one in found])
        except EgressRefused as refused:
            raise self._gate.refusal(refused) from refused
        failure = OSError("the name has no address")
        for (family, kind, proto, _, sockaddr), _ in zip(found, open_ones, strict=True):
            one = socket.socket(family, kind, proto)
            try:
                one.setblocking(False)
                one.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
                if local_addr is not None:
                    one.bind(local_addr)
                await self.sock_connect(one, sockaddr)
            except OSError as error:
                one.close()
                failure = error
            except BaseException:
                one.close()
                raise
            else:
                return one
        raise failure

    async def create_unix_connection(self, *args: Any, **options: Any) -> Any:
        """Only over a socket that is connected already.

        Raises:
            PermissionError: a path was named.
        """
        if options.get("sock") is None:
            raise self._gate.refusal(EgressRefused("a local socket", None, reason="none is open"))
        return await super().create_unix_connection(*args, **options)

    async def create_datagram_endpoint(self, *args: Any, **options: Any) -> Any:
        """Always refused: Marsad sends no datagrams by its loop.

        Raises:
            PermissionError: always.
        """
        raise self._gate.refusal(EgressRefused("a datagram's place", None, reason="none is open"))


def run_gated(gate: Gate, work: Coroutine[Any, Any, T]) -> T:
    """Runs work to its end on a gated loop, with the gate in force for the whole process.

    Raises:
        RuntimeError: the gate does not hold; nothing was begun.
    """
    with gate.closed(), asyncio.Runner(loop_factory=lambda: GatedLoop(gate)) as runner:
        try:
            runner.run(prove(gate))
        except BaseException:
            work.close()
            raise
        return runner.run(work)


async def prove(gate: Gate) -> None:
    """Tries to reach a socket of our own on loopback by every way but the crawl's.

    That one is tried by `crawler.egress.self_test`, when there is a reactor.

    Raises:
        RuntimeError: something came through.
    """
    with canary(gate.policy) as listener, gate.in_silence():
        host, port = listener.getsockname()
        ways: tuple[Callable[[], Awaitable[object]], ...] = (
            lambda: _plain(host, port),
            lambda: asyncio.open_connection(host, port),
            lambda: GuardedBackend(gate.policy).connect_tcp(host, port),
        )
        for way in ways:
            with suppress(PermissionError, EgressRefused):
                await way()
                raise RuntimeError("the egress gate does not hold: loopback could be reached")


async def _plain(host: str, port: int) -> None:
    with socket.socket() as one:
        one.connect((host, port))

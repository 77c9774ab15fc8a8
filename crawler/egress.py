"""The egress policy at the reactor: every name is resolved here, and only here.

Twisted connects to the literal addresses that its name resolver gives, and asks it even
for hosts that are literals already, so what this guard does not hand out cannot be reached
by a crawl, after any redirect or DNS answer. `self_test` proves that at start.

What is open and what is not is decided in `pipeline.egress.policy`.
"""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from ipaddress import ip_address
from threading import Thread
from typing import Any, Self, cast
from urllib.parse import urlsplit

from scrapy import Request
from scrapy.crawler import Crawler
from twisted.internet.address import IPv4Address, IPv6Address
from twisted.internet.endpoints import HostnameEndpoint
from twisted.internet.error import DNSLookupError
from twisted.internet.interfaces import (
    IAddress,
    IHostnameResolver,
    IHostResolution,
)
from twisted.internet.protocol import Factory, Protocol
from zope.interface import implementer

from crawler.errand import errand_of
from crawler.failures import Dropped
from crawler.reactor import installed_reactor
from pipeline.egress.gate import canary
from pipeline.egress.policy import EgressPolicy, EgressRefused, canonical_host
from pipeline.records import FailureReason

Lookup = Callable[[str, int], Awaitable[Sequence[str]]]
_PORTS = {"http": 80, "https": 443}


async def system_lookup(host: str, port: int) -> Sequence[str]:
    """Every address the system's resolver gives, as literals without repetition.

    In a thread of its own that the process does not wait for: a resolver that hangs must
    hold up neither the other crawls nor the end of the service.

    Raises:
        OSError, UnicodeError: the name cannot be resolved.
    """
    loop = asyncio.get_running_loop()
    answer: asyncio.Future[Sequence[str]] = loop.create_future()

    def ask() -> None:
        result: Sequence[str] | Exception
        try:
            found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
            result = tuple(dict.fromkeys(str(sockaddr[0]) for *_, sockaddr in found))
        except (OSError, UnicodeError) as error:
            result = error
        with suppress(RuntimeError):  # the loop was closed meanwhile
            loop.call_soon_threadsafe(tell, result)

    def tell(result: Sequence[str] | Exception) -> None:
        if answer.done():
            return
        if isinstance(result, Exception):
            answer.set_exception(result)
        else:
            answer.set_result(result)

    Thread(target=ask, name="dns", daemon=True).start()
    return await answer


@implementer(IHostResolution)
class _Resolution:
    """One look-up under way."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.task: asyncio.Task[None] | None = None

    def cancel(self) -> None:
        if self.task is not None:
            self.task.cancel()


@implementer(IHostnameResolver)
class EgressGuard:
    """A name resolver that gives only permitted addresses and remembers what it refused.

    Args:
        policy: what is open.
        lookup: every address of a host, as literals.
    """

    def __init__(self, policy: EgressPolicy, lookup: Lookup = system_lookup) -> None:
        self.policy = policy
        self._lookup = lookup
        self._refusals: dict[tuple[str, int], EgressRefused] = {}

    def resolveHostName(  # noqa: N802 - Twisted's names, here and below
        self,
        resolutionReceiver: Any,  # noqa: N803
        hostName: str,  # noqa: N803
        portNumber: int = 0,  # noqa: N803
        addressTypes: Sequence[type[IAddress]] | None = None,  # noqa: N803
        transportSemantics: str = "TCP",  # noqa: N803
    ) -> Any:
        """See `IHostnameResolver` (zope's interfaces mean nothing to a type checker).

        A refused host has no address.
        """
        resolution = _Resolution(hostName)
        resolutionReceiver.resolutionBegan(resolution)

        async def resolve() -> None:
            for address in await self._permitted(hostName, portNumber):
                kind = IPv6Address if ":" in address else IPv4Address
                if addressTypes is None or kind in addressTypes:
                    resolutionReceiver.addressResolved(kind("TCP", address, portNumber))
            resolutionReceiver.resolutionComplete()

        resolution.task = asyncio.get_running_loop().create_task(resolve())
        return resolution

    async def _permitted(self, host: str, port: int) -> Sequence[str]:
        try:
            found = (host,) if _is_literal(host) else await self._lookup(host, port)
            return self.policy.permit(host, port, found)
        except (OSError, UnicodeError):
            return ()
        except EgressRefused as refused:
            self._refusals[_key(host, port)] = refused
            return ()

    def take_refusal(self, url: str) -> EgressRefused | None:
        """Why the last connection to a URL's host was refused, once; None if it was not."""
        parts = urlsplit(url)
        port = parts.port or _PORTS.get(parts.scheme, 0)
        return self._refusals.pop(_key(parts.hostname or "", port), None)


def _is_literal(host: str) -> bool:
    try:
        ip_address(host)
    except ValueError:
        return False
    return True


def _key(host: str, port: int) -> tuple[str, int]:
    with suppress(ValueError):
        host = canonical_host(host)
    return host, port


def install_guard(policy: EgressPolicy, lookup: Lookup = system_lookup) -> EgressGuard:
    """Puts the guard on the installed reactor, in place of one with another policy.

    Raises:
        RuntimeError: no reactor is installed.
    """
    guard = EgressGuard(policy, lookup)
    installed_reactor().installNameResolver(cast(Any, guard))
    return guard


def installed_guard() -> EgressGuard:
    """The guard that is in force.

    Raises:
        RuntimeError: there is none, so nothing may be fetched.
    """
    guard = installed_reactor().nameResolver
    if not isinstance(guard, EgressGuard):
        raise RuntimeError("no egress guard is in force")
    return guard


async def self_test() -> None:
    """Tries to reach a socket of our own on loopback that the policy in force keeps closed.

    Raises:
        RuntimeError: the connection was not refused, or not by the guard.
    """
    guard = installed_guard()
    with canary(guard.policy) as listener:
        port = listener.getsockname()[1]
        endpoint = HostnameEndpoint(installed_reactor(), "127.0.0.1", port)
        attempt = endpoint.connect(cast(Any, Factory.forProtocol(Protocol)))
        with suppress(DNSLookupError):
            await attempt.asFuture(asyncio.get_running_loop())
        if guard.take_refusal(f"http://127.0.0.1:{port}/") is None:
            raise RuntimeError("the egress guard does not hold: it did not refuse loopback")


class EgressCheck:
    """Downloader middleware: refuses what can be refused before any DNS question."""

    def __init__(self, policy: EgressPolicy) -> None:
        self._policy = policy

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        return cls(errand_of(crawler).policy)

    def process_request(self, request: Request) -> None:
        try:
            self._policy.check_url(request.url)
        except EgressRefused as refused:
            raise Dropped(FailureReason.REFUSED, str(refused)) from refused

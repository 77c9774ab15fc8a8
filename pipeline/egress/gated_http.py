"""httpcore's network behind the egress policy, for webhooks: one look-up, one checked address.

What may be connected to is decided in `pipeline.egress.policy`. It follows no redirect.
"""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Awaitable, Callable, Iterable, Sequence

import httpcore

from pipeline.egress.policy import EgressPolicy, EgressRefused


async def resolve(host: str, port: int) -> tuple[str, ...]:
    """Every address the system's resolver gives for a host, without repetition.

    Raises:
        OSError: the name cannot be resolved (`socket.gaierror`).
    """
    answers = await asyncio.get_running_loop().getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return tuple(dict.fromkeys(str(sockaddr[0]) for *_, sockaddr in answers))


class GuardedBackend(httpcore.AsyncNetworkBackend):
    """httpcore's network, connecting only where the policy permits.

    The name is resolved once and the connection goes to the literal address that was
    checked, so a second DNS answer cannot differ. TLS still verifies the name.

    Args:
        policy: what is open.
        resolver: every address of a host and port, as literals.
    """

    def __init__(
        self,
        policy: EgressPolicy,
        resolver: Callable[[str, int], Awaitable[Sequence[str]]] = resolve,
    ) -> None:
        self._policy = policy
        self._resolver = resolver
        self._network = httpcore.AnyIOBackend()

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,  # noqa: ASYNC109 - httpcore's signature
        local_address: str | None = None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.AsyncNetworkStream:
        """Resolve, permit, then try each checked address in order.

        Raises:
            EgressRefused: the policy forbids it.
            httpcore.ConnectError: the name has no address, or none of them answers.
            httpcore.ConnectTimeout: nothing within `timeout` seconds.
        """
        try:
            async with asyncio.timeout(timeout):
                answers = await self._resolver(host, port)
        except TimeoutError as error:
            raise httpcore.ConnectTimeout("the name was not resolved in time") from error
        except (OSError, UnicodeError) as error:
            raise httpcore.ConnectError("the name cannot be resolved") from error
        addresses = self._policy.permit(host, port, answers)
        failure: httpcore.ConnectError | httpcore.ConnectTimeout
        failure = httpcore.ConnectError("the name has no address")
        for address in addresses:
            # a share each, so that one address which swallows packets does not eat it all
            share = None if timeout is None else timeout / len(addresses)
            try:
                return await self._network.connect_tcp(
                    address, port, share, local_address, socket_options
                )
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as error:
                failure = error
        raise failure

    async def connect_unix_socket(
        self,
        path: str,
        timeout: float | None = None,  # noqa: ASYNC109 - httpcore's signature
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.AsyncNetworkStream:
        """Always refused: no destination is a local socket.

        Raises:
            EgressRefused: always.
        """
        raise EgressRefused("", None, reason="local sockets are closed")

    async def sleep(self, seconds: float) -> None:
        await self._network.sleep(seconds)

"""The gate of a process: whatever its Python code connects to is judged here, a second time.

The clients that follow strangers' addresses (crawl, webhooks) ask `pipeline.egress.policy` before
they connect. This stands behind them and beside all others, libraries and threads included: an
audit hook (PEP 578) on the socket itself, which sees the address that is connected to.

It does not see what C code connects by itself: uvloop, which `pipeline.egress.gated_loop` makes use
Python's sockets, and PostgreSQL's client, which goes to no address but the configured one.
Incoming connections are none of its business.
"""

from __future__ import annotations

import errno
import socket
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from threading import local
from typing import Any, Final

from pipeline.egress.policy import EgressPolicy, EgressRefused

Place = tuple[str, int]

_CONNECTING: Final = frozenset(("socket.connect", "socket.sendto", "socket.sendmsg"))
_ASKING: Final = "socket.getaddrinfo"
#: what starts another process
STARTING: Final = frozenset(
    ("os.exec", "os.fork", "os.forkpty", "os.posix_spawn", "os.spawn", "os.system")
) | {"subprocess.Popen"}
_WATCHED: Final = _CONNECTING | {_ASKING}


def _say_nothing(refused: EgressRefused) -> None:
    """Nobody wants to know."""


class Gate:
    """Lets nothing connect but where the policy permits, and to the operator's own places.

    Args:
        policy: what is open to addresses that come from anywhere.
        own: hosts and ports that the operator named for the service itself, such as the mail
            server; they may be private, and are no more open to a crawl for it.
        local_sockets: names of local sockets that may be written to.
        tell: told of every connection that was refused; what asks `pipeline.egress.policy` first
        gives
            no cause, so each is a fault of ours or an attack.
    """

    def __init__(
        self,
        policy: EgressPolicy,
        own: Iterable[Place] = (),
        local_sockets: Iterable[str] = (),
        tell: Callable[[EgressRefused], None] = _say_nothing,
    ) -> None:
        self._local_sockets = frozenset(local_sockets)
        self._tell = tell
        #: the host and port that each thread last asked an address for
        self._asked = local()
        self.open_for(policy, own)

    def open_for(self, policy: EgressPolicy, own: Iterable[Place] = ()) -> None:
        """Goes by another policy and other places from now on."""
        self.policy = policy
        self._own = frozenset((host.lower(), port) for host, port in own)
        #: where the names among them led when they were last permitted
        self._led: dict[Place, frozenset[str]] = {}

    def permit(self, host: str, port: int, addresses: Sequence[str]) -> tuple[str, ...]:
        """The addresses that may be connected to for a host, in the order they came.

        Raises:
            EgressRefused: as `EgressPolicy.permit` does; never for the operator's own places.
        """
        place = host.lower(), port
        if place in self._own:
            self._led[place] = frozenset(addresses)
        elif tuple(addresses) != (host,) or not self._stands(host, port):
            return self.policy.permit(host, port, addresses)
        return tuple(addresses)

    def refusal(self, refused: EgressRefused) -> PermissionError:
        """What to raise for it: clients take that for a connection that failed."""
        self._tell(refused)
        return PermissionError(errno.EACCES, str(refused))

    def __call__(self, event: str, details: tuple[Any, ...]) -> None:
        """Looks at what is about to happen; `event` and `details` as `sys.audit` has them.

        Raises:
            PermissionError: it must not.
        """
        if event in _CONNECTING:
            if details[1] is not None:  # else it is connected already
                self._connecting(details[1])
        elif event == _ASKING:
            self._asked.place = _place_of(*details[:2])

    def judge(self, address: object) -> None:
        """Whether a socket's address may be connected to.

        Raises:
            EgressRefused: it may not.
        """
        if not isinstance(address, tuple):
            if address in self._local_sockets:
                return
            raise EgressRefused("a local socket", None, reason="none is open")
        literal, port = str(address[0]), int(address[1])
        if self._stands(literal, port):
            return
        host, asked_port = getattr(self._asked, "place", ("", 0))
        self.permit(host if asked_port == port else literal, port, (literal,))

    def _stands(self, literal: str, port: int) -> bool:
        """Whether an address is open by itself, or a name was permitted that led to it."""
        return (
            self.policy.stands(literal, port)
            or (literal, port) in self._own
            or any(literal in led for (_, at), led in self._led.items() if at == port)
        )

    def _connecting(self, address: object) -> None:
        try:
            self.judge(address)
        except EgressRefused as refused:
            raise self.refusal(refused) from refused

    @contextmanager
    def in_silence(self) -> Iterator[None]:
        """Nobody is told of what is refused within the block: it is tried on purpose."""
        tell, self._tell = self._tell, _say_nothing
        try:
            yield
        finally:
            self._tell = tell

    @contextmanager
    def closed(self) -> Iterator[None]:
        """Is in force for the whole process, until the end of the block.

        A hook cannot be taken away again: afterwards it stays, and lets everything pass.
        """
        in_force = True

        def hook(event: str, details: tuple[Any, ...]) -> None:
            if event in _WATCHED and in_force:
                self(event, details)

        sys.addaudithook(hook)
        try:
            yield
        finally:
            in_force = False


def _place_of(host: object, port: object) -> Place:
    name = host.decode("utf-8", "replace") if isinstance(host, bytes) else str(host or "")
    try:
        return name, int(str(port))
    except ValueError:  # a service's name, or none
        return name, 0


def cut_off(event: str, details: tuple[Any, ...]) -> None:
    """An audit hook for a process that needs neither network nor other processes.

    Raises:
        PermissionError: a library would have them anyway.
    """
    if event == _ASKING or event in STARTING:
        raise PermissionError(errno.EACCES, f"{event} has no place here")
    if event in _CONNECTING and details[1] is not None:
        raise PermissionError(errno.EACCES, "nothing is connected to from here")


@contextmanager
def canary(policy: EgressPolicy) -> Iterator[socket.socket]:
    """A listening socket of our own on loopback that a policy forbids to connect to.

    Raises:
        RuntimeError: the policy leaves loopback open, or somebody has come through.
    """
    with _listening(policy) as listener:
        yield listener
        with suppress(BlockingIOError):
            listener.accept()[0].close()
            raise RuntimeError("the egress gate does not hold: loopback could be reached")


def _listening(policy: EgressPolicy) -> socket.socket:
    for _ in range(5):  # a free port may happen to be one that is allow-listed
        listener = socket.create_server(("127.0.0.1", 0))
        listener.setblocking(False)
        if not policy.stands("127.0.0.1", listener.getsockname()[1]):
            return listener
        listener.close()
    raise RuntimeError("the egress policy leaves loopback open")

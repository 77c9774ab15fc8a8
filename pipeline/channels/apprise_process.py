"""What runs in a process of its own: has Apprise send one message, behind the egress policy.

It takes its order as JSON from standard input and prints what came of it as JSON on one line.
Whatever connects in this process passes the gate, threads and libraries too, and it starts no
other process; an alarm ends it should nobody be there to watch the clock.
"""

from __future__ import annotations

import json
import logging
import re
import signal
import sys
from threading import get_ident
from typing import Any, Final

from pipeline.egress import EgressPolicy, EgressRefused

try:
    import resource
except ImportError:  # not on this system: the clock is the only bound
    resource = None  # type: ignore[assignment]

#: bytes of memory, whatever a service answers
_MEMORY: Final = 1024 * 1024 * 1024
#: seconds after the parent's bound
_GRACE: Final = 2
#: how Apprise logs the status of an answer that was no success
_STATUS: Final = re.compile(r"\berror=([1-5][0-9]{2})\b")
_CONNECTING: Final = frozenset(("socket.connect", "socket.sendto", "socket.sendmsg"))
_STARTING: Final = frozenset(
    ("os.exec", "os.fork", "os.forkpty", "os.posix_spawn", "os.spawn", "os.system")
) | {"subprocess.Popen"}


class Gate:
    """An audit hook (PEP 578) that lets nothing connect but where the policy permits.

    What is checked is the address that is connected to, after the name was resolved.
    """

    def __init__(self, policy: EgressPolicy) -> None:
        self._policy = policy
        #: the host that each thread last asked an address for
        self._asked: dict[int, str] = {}
        #: why the first connection was refused; all after it are
        self.refused: str | None = None

    def __call__(self, event: str, details: tuple[Any, ...]) -> None:
        """Looks at what is about to happen.

        Raises:
            PermissionError: it must not.
        """
        if event in _CONNECTING:
            if details[1] is not None:  # it is connected already
                self._connecting(details[1])
        elif event == "socket.getaddrinfo":
            host = details[0]
            self._asked[get_ident()] = host.decode() if isinstance(host, bytes) else str(host)
        elif event in _STARTING:
            raise PermissionError("no process is started here")

    def _connecting(self, address: Any) -> None:
        if self.refused is None:
            if not isinstance(address, tuple):
                self.refused = "refused to connect to a local socket"
            else:
                literal, port = str(address[0]), int(address[1])
                try:
                    self._policy.permit(self._asked.get(get_ident(), literal), port, [literal])
                except EgressRefused as error:
                    self.refused = str(error)
        if self.refused is not None:
            raise PermissionError(self.refused)


class _Statuses(logging.Handler):
    """Keeps the status of the last answer that Apprise was not content with, and no text."""

    status: int | None = None

    def emit(self, record: logging.LogRecord) -> None:
        if found := _STATUS.search(record.getMessage()):
            self.status = int(found[1])


def main() -> None:
    """Does what standard input says; a message without a body is only read."""
    order = json.load(sys.stdin)
    signal.alarm(int(order["seconds"]) + _GRACE)
    if resource is not None:
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))
    print("\n" + json.dumps(_done(order)), end="")  # noqa: T201 - the answer


def _done(order: dict[str, Any]) -> dict[str, Any]:
    # here, for the parent imports the package and may lack the extra
    from apprise import Apprise, AppriseAsset, NotifyFormat
    from apprise.logger import logger

    gate, statuses = Gate(EgressPolicy(order["allow"])), _Statuses()
    logger.addHandler(statuses)
    logger.setLevel(logging.WARNING)
    sys.addaudithook(gate)
    sender = Apprise(asset=AppriseAsset(app_id="Marsad", async_mode=False, http_redirects=False))
    told: dict[str, Any] = {"readable": bool(sender.add(order["url"]))}
    if told["readable"] and "body" in order:
        accepted = sender.notify(
            body=order["body"], title=order["title"], body_format=NotifyFormat.TEXT
        )
        told["accepted"] = bool(accepted) and gate.refused is None
        told |= {"refused": gate.refused, "status": statuses.status}
    return told

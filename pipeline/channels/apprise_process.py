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
import socket
import sys
from contextlib import suppress
from typing import Any, Final

from pipeline.egress.gate import STARTING, Gate, canary
from pipeline.egress.policy import EgressPolicy, EgressRefused

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


class Confinement(Gate):
    """A gate that lets no other process start, nor anything connect once it refused something."""

    def __init__(self, policy: EgressPolicy) -> None:
        super().__init__(policy)
        #: why the first connection was refused; all after it are
        self.refused: EgressRefused | None = None

    def __call__(self, event: str, details: tuple[Any, ...]) -> None:
        """As a gate does.

        Raises:
            PermissionError: it must not happen.
        """
        if event in STARTING:
            raise PermissionError("no process is started here")
        super().__call__(event, details)

    def judge(self, address: object) -> None:
        """As a gate does; one bad answer condemns all.

        Raises:
            EgressRefused: it may not be connected to.
        """
        try:
            if self.refused is not None:
                raise self.refused
            super().judge(address)
        except EgressRefused as refused:
            self.refused = refused
            raise


def _prove(gate: Confinement) -> None:
    """Tries to reach a socket of our own on loopback.

    Raises:
        RuntimeError: the gate does not hold.
    """
    with canary(gate.policy) as listener, suppress(PermissionError):
        socket.create_connection(listener.getsockname()).close()
    gate.refused = None


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

    gate, statuses = Confinement(EgressPolicy(order["allow"])), _Statuses()
    logger.addHandler(statuses)
    logger.setLevel(logging.WARNING)
    sys.addaudithook(gate)
    _prove(gate)
    sender = Apprise(asset=AppriseAsset(app_id="Marsad", async_mode=False, http_redirects=False))
    told: dict[str, Any] = {"readable": bool(sender.add(order["url"]))}
    if told["readable"] and "body" in order:
        accepted = sender.notify(
            body=order["body"], title=order["title"], body_format=NotifyFormat.TEXT
        )
        told["accepted"] = bool(accepted) and gate.refused is None
        refused = None if gate.refused is None else str(gate.refused)
        told |= {"refused": refused, "status": statuses.status}
    return told

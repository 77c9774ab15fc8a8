"""What runs in a process of its own: has Apprise send one message, behind the egress policy.

It takes its order as JSON from standard input and prints what came of it as JSON on one line, as
soon as that is known: a service may log out after it. Whatever connects in this process passes the
gate, threads and libraries too, and it starts no other process. Out of time it tells how far it
came; a watchdog ends it should it hang where no Python runs, with nobody there to watch the clock.
"""

from __future__ import annotations

import faulthandler
import json
import logging
import os
import re
import signal
import socket
import sys
from contextlib import suppress
from datetime import UTC, datetime
from types import FrameType
from typing import Any, Final, TextIO

from pipeline.channels import BUSY, asked_wait, tls_trouble
from pipeline.egress.gate import STARTING, Gate, canary
from pipeline.egress.policy import EgressPolicy, EgressRefused

try:
    import resource
except ImportError:  # not on this system: the clock is the only bound
    resource = None  # type: ignore[assignment]

#: bytes of memory, whatever a service answers
_MEMORY: Final = 1024 * 1024 * 1024
#: part of the parent's bound, so that what is told then is still heard
_TIMELY: Final = 0.9
#: seconds after the parent's bound
_GRACE: Final = 2
#: how Apprise logs the status of an answer that was no success
_STATUS: Final = re.compile(r"\berror=([1-5][0-9]{2})\b")
#: statuses from this on; a redirect is none that Apprise follows
_NO_SUCCESS: Final = 300


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


class OutOfTime(BaseException):
    """The time for the message is over; no `except Exception` of a library holds it up."""


class _Statuses(logging.Handler):
    """Keeps the status of the last answer that Apprise was not content with, and no text."""

    status: int | None = None

    def emit(self, record: logging.LogRecord) -> None:
        if found := _STATUS.search(record.getMessage()):
            self.status = int(found[1])


class Answers:
    """What a service says to requests by HTTP, which Apprise keeps to itself or guesses at.

    Apprise also waits by itself where it is told to, and says neither that it does nor for how
    long.
    """

    #: whether there was any request
    asked = False
    #: of the latest answer that was no success; None if a request after it had no answer
    status: int | None = None
    #: seconds that it asks us to wait
    wait: float | None = None
    #: why the latest request had no answer
    trouble: str | None = None

    def listen(self, requests: Any) -> None:
        """Has every request of this process pass here.

        Args:
            requests: the library by which most services of Apprise are asked.
        """
        send = requests.Session.send

        def heard(session: Any, request: Any, **how: Any) -> Any:
            known, self.asked = (self.status, self.wait), True
            self.status, self.wait, self.trouble = None, None, None
            try:
                answer = send(session, request, **how)
            except requests.RequestException as error:
                self.trouble = _trouble(error, is_late=isinstance(error, requests.ReadTimeout))
                raise
            self.status, self.wait = known
            if answer.status_code >= _NO_SUCCESS:
                self.status = answer.status_code
                self.wait = _asked_wait(answer)
            return answer

        requests.Session.send = heard


def _asked_wait(answer: Any) -> float | None:
    if answer.status_code not in BUSY:
        return None
    return asked_wait(answer.headers.get("Retry-After"), datetime.now(UTC))


def _trouble(error: Exception, *, is_late: bool) -> str:
    """In words of our own: the error's may hold the address, which is a secret."""
    return tls_trouble(error) or ("it did not answer in time" if is_late else "no connection")


def main() -> None:
    """Does what standard input says; a message without a body is only read."""
    answer = _apart()
    order = json.load(sys.stdin)
    faulthandler.dump_traceback_later(order["seconds"] + _GRACE, exit=True)
    signal.signal(signal.SIGALRM, _end)
    signal.setitimer(signal.ITIMER_REAL, order["seconds"] * _TIMELY)
    if resource is not None:
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))
    try:
        _do(order, answer)
    except OutOfTime:  # before the message was on its way
        _tell({"late": True}, answer)


def _apart() -> TextIO:
    """Standard output for the answer alone; what else is printed, even at the end, goes nowhere."""
    answer = os.fdopen(os.dup(sys.stdout.fileno()), "w", encoding="utf-8")
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, sys.stdout.fileno())
    os.close(nowhere)
    return answer


def _end(_signal: int, _frame: FrameType | None) -> None:
    raise OutOfTime


def _do(order: dict[str, Any], answer: TextIO) -> None:
    # here, for the parent imports the package and may lack the extra
    import requests
    from apprise import Apprise, AppriseAsset, NotifyFormat
    from apprise.logger import logger
    from apprise.url import URLBase

    # the part is the whole's affair; what is slow to say that it took a message would get it again
    URLBase.socket_connect_timeout = URLBase.socket_read_timeout = order["seconds"]
    gate, statuses, answers = Confinement(EgressPolicy(order["allow"])), _Statuses(), Answers()
    logger.addHandler(statuses)
    logger.setLevel(logging.WARNING)
    answers.listen(requests)
    sys.addaudithook(gate)
    _prove(gate)
    sender = Apprise(asset=AppriseAsset(app_id="Marsad", async_mode=False, http_redirects=False))
    told: dict[str, Any] = {"readable": bool(sender.add(order["url"]))}
    if told["readable"] and "body" in order:
        accepted, late = False, True
        with suppress(OutOfTime):
            accepted = bool(
                sender.notify(
                    body=order["body"], title=order["title"], body_format=NotifyFormat.TEXT
                )
            )
            signal.setitimer(signal.ITIMER_REAL, 0)
            late = False
        told |= {
            "accepted": accepted and gate.refused is None,
            "late": late,
            "refused": None if gate.refused is None else str(gate.refused),
            # where no connection was made Apprise logs one of its own
            "status": answers.status if answers.asked else statuses.status,
            "wait": answers.wait,
            "trouble": answers.trouble,
        }
    signal.setitimer(signal.ITIMER_REAL, 0)
    _tell(told, answer)


def _tell(told: dict[str, Any], answer: TextIO) -> None:
    answer.write("\n" + json.dumps(told))
    answer.flush()

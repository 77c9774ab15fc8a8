"""A webhook receiver on loopback that verifies signatures and answers as it is told to."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import partial
from types import TracebackType
from typing import Any

from standardwebhooks import Webhook
from standardwebhooks.webhooks import WebhookVerificationError

from marsad.demo.serving import LOOPBACK, LoopbackServer, QuietHandler
from marsad.demo.tray import Tray, Turns

_PATH = "/hook"
_LARGEST_BODY = 10 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Reply:
    """What the receiver does once it has read a delivery."""

    status: int = 204
    #: such as Retry-After or Location
    headers: Mapping[str, str] = field(default_factory=dict)
    #: seconds before it answers
    delay: float = 0.0
    #: keeps the delivery, but its answer never arrives
    break_off: bool = False


@dataclass(frozen=True, slots=True)
class Received:
    """One delivery as it came, whatever the answer was."""

    #: names in lower case
    headers: Mapping[str, str]
    body: bytes
    #: its Standard Webhooks signature is the secret's, and fresh
    verified: bool
    #: UTC
    at: datetime

    @property
    def id(self) -> str:
        """The webhook-id, the same at every attempt; "" if there was none."""
        return self.headers.get("webhook-id", "")


class Receiver:
    """Receives webhooks while it is entered; its address stays the same when entered again.

    Args:
        secret: the signing secret, whsec_ and base64.
    """

    def __init__(self, secret: str) -> None:
        #: what it answers, such as `replies.next(Reply(500))` or `replies.usual = …`
        self.replies = Turns(Reply())
        self._webhook = Webhook(secret)
        self._received: Tray[Received] = Tray()
        self._server: LoopbackServer | None = None
        self._port = 0

    def __enter__(self) -> Receiver:
        self._server = LoopbackServer(partial(_Delivery, self), self._port)
        self._port = self._server.server_port
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        assert self._server is not None, "only an entered receiver is left"
        self._server.stop()
        self._server = None

    @property
    def url(self) -> str:
        """Where webhooks are sent to."""
        return f"http://{self.host}{_PATH}"

    @property
    def host(self) -> str:
        """HOST:PORT, as `network.allow` wants it."""
        return f"{LOOPBACK}:{self._port}"

    @property
    def received(self) -> list[Received]:
        """Every delivery that was read, in order, whatever was answered."""
        return self._received.all()

    def wait_for(self, n: int, timeout: float) -> list[Received]:
        """Block until `n` deliveries were read and return all; use a thread from asyncio code.

        Raises:
            TimeoutError: fewer came within `timeout` seconds.
        """
        return self._received.wait_for(n, timeout)

    def take(self, headers: Mapping[str, str], body: bytes) -> Reply:
        """Keep a delivery and say what to answer."""
        verified = self._verifies(headers, body)
        reply = self.replies.take()
        self._received.add(Received(headers, body, verified, datetime.now(UTC)))
        return reply

    def _verifies(self, headers: Mapping[str, str], body: bytes) -> bool:
        try:
            self._webhook.verify(body, dict(headers), json_parse=False)
        except (WebhookVerificationError, ValueError):  # ValueError: garbage in its headers
            return False
        return True


class _Delivery(QuietHandler):
    """One connection to the receiver."""

    def __init__(self, receiver: Receiver, *args: Any) -> None:
        self._receiver = receiver
        super().__init__(*args)

    def do_POST(self) -> None:  # noqa: N802 (the base looks for this name)
        """Read, keep, then answer."""
        length = self.headers.get("Content-Length", "")
        if not (length.isascii() and length.isdigit()) or int(length) > _LARGEST_BODY:
            self.close_connection = True
            self.answer(413 if length.isdigit() else 411, {"Connection": "close"})
            return
        body = self.rfile.read(int(length))
        if self.path != _PATH:
            self.answer(404, {})
            return
        headers = {name.lower(): value for name, value in self.headers.items()}
        reply = self._receiver.take(headers, body)
        self.pause(reply.delay)
        if reply.break_off:
            self.cut()
        self.answer(reply.status, reply.headers)

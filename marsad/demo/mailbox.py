"""A mail sink on loopback that keeps what it is sent, refuses it, or breaks off on demand."""

from __future__ import annotations

import asyncio
import logging
import socket
from collections.abc import Coroutine
from dataclasses import dataclass
from datetime import UTC, datetime
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import SMTP as MAIL_POLICY
from enum import Enum
from types import TracebackType
from typing import Any

from aiosmtpd.controller import Controller

from marsad.demo.serving import LOOPBACK
from marsad.demo.tray import Tray, Turns


class Mood(Enum):
    """What the sink does once it has read a message."""

    ACCEPT = "250 2.0.0 kept"
    REFUSE_FOR_NOW = "451 4.3.0 try again later"
    REFUSE = "550 5.7.1 not wanted here"
    #: keeps the message, but its answer never arrives
    BREAK_OFF = ""
    #: keeps the message and never answers
    HANG = "-"


@dataclass(frozen=True, slots=True)
class Mail:
    """A message with the envelope it came in."""

    sender: str
    recipients: tuple[str, ...]
    message: EmailMessage
    #: as it came over the wire, dots unstuffed
    raw: bytes
    #: UTC
    at: datetime


class Mailbox:
    """Takes mail while it is entered; the port stays the same when entered again."""

    def __init__(self) -> None:
        self.port = 0
        #: how it takes messages, such as `moods.next(Mood.REFUSE)` or `moods.usual = …`
        self.moods = Turns(Mood.ACCEPT)
        self._kept: Tray[Mail] = Tray()
        self._refused: Tray[Mail] = Tray()
        self._controller: _LoopbackController | None = None

    def __enter__(self) -> Mailbox:
        # aiosmtpd reports every command at INFO, which is news to nobody here
        logging.getLogger("mail.log").setLevel(logging.ERROR)
        listening = socket.create_server((LOOPBACK, self.port))
        self.port = listening.getsockname()[1]
        self._controller = _LoopbackController(_Handler(self), listening)
        self._controller.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        assert self._controller is not None, "only an entered mailbox is left"
        self._controller.stop()
        self._controller = None

    @property
    def messages(self) -> list[Mail]:
        """What was kept, in order; a message that was broken off is among them."""
        return self._kept.all()

    @property
    def refused(self) -> list[Mail]:
        """What was read and refused, in order."""
        return self._refused.all()

    def wait_for(self, n: int, timeout: float) -> list[Mail]:
        """Block until `n` messages were kept and return all; use a thread from asyncio code.

        Raises:
            TimeoutError: fewer came within `timeout` seconds.
        """
        return self._kept.wait_for(n, timeout)

    def take(self, mail: Mail) -> Mood:
        """Keep or refuse a message as the mood of the moment is."""
        mood = self.moods.take()
        kept = mood in (Mood.ACCEPT, Mood.BREAK_OFF, Mood.HANG)
        (self._kept if kept else self._refused).add(mail)
        return mood


class _Handler:
    """aiosmtpd's hooks."""

    def __init__(self, box: Mailbox) -> None:
        self._box = box

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802 (aiosmtpd looks for this name)
        raw = bytes(envelope.original_content)
        message = message_from_bytes(raw, policy=MAIL_POLICY)
        recipients = tuple(envelope.rcpt_tos)
        mood = self._box.take(
            Mail(envelope.mail_from or "", recipients, message, raw, datetime.now(UTC))
        )
        if mood is Mood.BREAK_OFF:
            server.transport.abort()
        if mood in (Mood.BREAK_OFF, Mood.HANG):
            await asyncio.Event().wait()  # losing the connection cancels this coroutine
        return mood.value


class _LoopbackController(Controller):
    """aiosmtpd's thread and loop on a socket that listens already, so that port 0 will do."""

    def __init__(self, handler: _Handler, listening: socket.socket) -> None:
        host, port = listening.getsockname()
        super().__init__(handler, hostname=host, port=port, server_hostname="localhost")
        self._listening = listening

    def _create_server(self) -> Coroutine[Any, Any, asyncio.AbstractServer]:
        loop: asyncio.AbstractEventLoop = self.loop
        return loop.create_server(self._factory_invoker, sock=self._listening)

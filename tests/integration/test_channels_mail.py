"""The mail channel against a real SMTP server on loopback."""

from __future__ import annotations

import asyncio
import socket
import ssl
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session

from config.settings import SmtpSettings
from pipeline.channels import DeliveryError
from pipeline.channels.mail import render_mail, send_mail
from tests.alert_messages import silent_edit
from tests.certificates import self_signed

SENDER, DESK = "marsad@example.org", "desk@example.org"
PASSWORD = "open sesame 42"
RENDERED = render_mail(silent_edit(), sender=SENDER, recipient=DESK, timezone="Africa/Algiers")


@dataclass
class Mailbox:
    """An aiosmtpd handler that keeps what it is given and answers as it is told."""

    on_mail: str | None = None
    on_rcpt: str | None = None
    on_data: str = "250 taken"
    delay: float = 0
    taken: list[Envelope] = field(default_factory=list)
    encrypted: list[bool] = field(default_factory=list)
    logins: list[bytes] = field(default_factory=list)

    async def handle_MAIL(  # noqa: N802 - aiosmtpd's name
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        envelope.mail_from = address
        return self.on_mail or "250 OK"

    async def handle_RCPT(  # noqa: N802 - aiosmtpd's name
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if self.on_rcpt is None:
            envelope.rcpt_tos.append(address)
        return self.on_rcpt or "250 OK"

    async def handle_DATA(  # noqa: N802 - aiosmtpd's name
        self, server: SMTP, session: Session, envelope: Envelope
    ) -> str:
        await asyncio.sleep(self.delay)
        self.taken.append(envelope)
        self.encrypted.append(session.ssl is not None)
        return self.on_data

    def authenticate(
        self, server: SMTP, session: Session, envelope: Envelope, mechanism: str, login: Any
    ) -> AuthResult:
        assert isinstance(login, LoginPassword)
        self.logins.append(login.login)
        return AuthResult(success=login.password == PASSWORD.encode(), handled=False)


@contextmanager
def serving(mailbox: Mailbox, **options: Any) -> Iterator[int]:
    """The port of an SMTP server with this mailbox."""
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port: int = taken.getsockname()[1]
    controller = Controller(mailbox, hostname="127.0.0.1", port=port, **options)
    controller.start()
    try:
        yield port
    finally:
        controller.stop()


async def send(port: int, seconds: float = 30, **settings: Any) -> None:
    smtp = SmtpSettings.model_validate(
        {"host": "127.0.0.1", "port": port, "sender": SENDER, **settings}
    )
    await send_mail(RENDERED, smtp=smtp, sender=SENDER, recipient=DESK, timeout=seconds)


async def failure(port: int, seconds: float = 30, **settings: Any) -> DeliveryError:
    """The error of a mail that must fail: one clear line without the password."""
    with pytest.raises(DeliveryError) as caught:
        await send(port, seconds, **settings)
    assert PASSWORD not in str(caught.value)
    assert str(caught.value).isprintable()
    return caught.value


async def test_a_mail_arrives_as_it_was_rendered() -> None:
    mailbox = Mailbox()
    with serving(mailbox) as port:
        await send(port)
    (envelope,) = mailbox.taken
    assert envelope.mail_from == SENDER
    assert envelope.rcpt_tos == [DESK]
    assert isinstance(envelope.content, bytes)
    assert envelope.content.rstrip() == RENDERED.payload.rstrip()
    mail = message_from_bytes(envelope.content, policy=policy.default)
    assert mail["Subject"].startswith("[مياه] تعديل صامت: ولاية تاغيت")


async def test_two_attempts_send_the_same_bytes() -> None:
    mailbox = Mailbox()
    with serving(mailbox) as port:
        await send(port)
        await send(port)
    first, second = mailbox.taken
    assert first.content == second.content


@pytest.mark.parametrize(
    ("reply", "permanent"),
    [
        ("550 5.1.1 no such user", True),
        ("553 5.1.3 bad address", True),
        ("554 5.7.1 refused", True),
        ("552 5.2.2 mailbox full", True),
        ("530 5.7.0 authentication required", False),
        ("450 4.2.0 greylisted", False),
        ("452 4.2.2 mailbox full", False),
        ("421 4.3.2 shutting down", False),
    ],
)
async def test_a_refused_recipient_is_final_only_when_the_server_says_so(
    reply: str, permanent: bool
) -> None:
    with serving(Mailbox(on_rcpt=reply)) as port:
        error = await failure(port)
    assert error.permanent is permanent
    assert reply[:3] in str(error)
    assert DESK in str(error)


@pytest.mark.parametrize(
    ("reply", "permanent"),
    [
        ("554 5.6.0 looks like spam", True),
        ("552 5.3.4 quota", True),
        ("451 4.3.0 try later", False),
        ("421 4.3.2 shutting down", False),
    ],
)
async def test_a_refused_mail_is_final_only_when_the_server_says_so(
    reply: str, permanent: bool
) -> None:
    with serving(Mailbox(on_data=reply)) as port:
        assert (await failure(port)).permanent is permanent


async def test_a_refused_sender_is_a_setting_to_mend_and_may_pass() -> None:
    with serving(Mailbox(on_mail="550 5.7.1 not your domain")) as port:
        error = await failure(port)
    assert not error.permanent
    assert "550" in str(error)


async def test_a_server_that_hangs_is_left_after_the_timeout() -> None:
    started = time.monotonic()
    with serving(Mailbox(delay=60)) as port:
        error = await failure(port, seconds=0.3)
        assert time.monotonic() - started < 30
    assert "0.3 s" in str(error)
    assert not error.permanent


async def test_a_server_that_takes_the_connection_and_never_speaks_is_left() -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        error = await failure(silent.getsockname()[1], seconds=0.3)
    assert "did not finish within 0.3 s" in str(error)
    assert not error.permanent


async def test_a_server_that_falls_silent_over_tls_is_left(
    tls: tuple[ssl.SSLContext, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(tls[1]))
    with serving(Mailbox(delay=3), tls_context=tls[0]) as port:
        error = await failure(port, seconds=1, tls="starttls")
    assert "did not finish within 1 s" in str(error)
    assert not error.permanent


@pytest.mark.parametrize("greeting", [b"421 4.3.2 too busy\r\n", b"554 5.3.2 go away\r\n", b""])
async def test_a_server_that_turns_everybody_away_may_change_its_mind(greeting: bytes) -> None:
    async def turn_away(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(greeting)
        writer.close()

    async with await asyncio.start_server(turn_away, "127.0.0.1", 0) as server:
        error = await failure(server.sockets[0].getsockname()[1])
    assert not error.permanent


async def test_a_connection_cut_after_the_mail_may_have_lost_it_and_is_tried_again() -> None:
    class Cut(Mailbox):
        async def handle_DATA(  # noqa: N802 - aiosmtpd's name
            self, server: SMTP, session: Session, envelope: Envelope
        ) -> str:
            self.taken.append(envelope)
            assert isinstance(server.transport, asyncio.WriteTransport)
            server.transport.abort()
            return "250 nobody hears this"

    mailbox = Cut()
    with serving(mailbox) as port:
        error = await failure(port)
    assert len(mailbox.taken) == 1
    assert not error.permanent


async def test_a_closed_port_may_open_later() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    assert not (await failure(port)).permanent


async def test_starttls_is_never_given_up_for_plain() -> None:
    mailbox = Mailbox()
    with serving(mailbox) as port:
        error = await failure(port, tls="starttls")
    assert not error.permanent
    assert mailbox.taken == []


@pytest.fixture
def tls(tmp_path: Path) -> tuple[ssl.SSLContext, Path]:
    return self_signed(tmp_path)


async def test_a_certificate_that_nobody_vouches_for_is_refused(
    tls: tuple[ssl.SSLContext, Path],
) -> None:
    mailbox = Mailbox()
    with serving(mailbox, tls_context=tls[0]) as port:
        error = await failure(port, tls="starttls")
    assert "certificate is not trusted" in str(error)
    assert not error.permanent
    assert mailbox.taken == []


@pytest.mark.parametrize("mode", ["starttls", "implicit"])
async def test_a_mail_goes_over_tls_with_a_login(
    mode: str, tls: tuple[ssl.SSLContext, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    context, trusted = tls
    monkeypatch.setenv("SSL_CERT_FILE", str(trusted))
    mailbox = Mailbox()
    options: dict[str, Any] = {"authenticator": mailbox.authenticate}
    if mode == "starttls":
        options |= {"tls_context": context}
    else:  # aiosmtpd does not count a connection that was TLS from the start as TLS
        options |= {"ssl_context": context, "auth_require_tls": False}
    with serving(mailbox, **options) as port:
        await send(port, tls=mode, username="marsad", password=PASSWORD)
    assert len(mailbox.taken) == 1
    assert mailbox.logins == [b"marsad"]


async def test_a_refused_login_may_be_mended(
    tls: tuple[ssl.SSLContext, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(tls[1]))
    mailbox = Mailbox()
    with serving(mailbox, tls_context=tls[0], authenticator=mailbox.authenticate) as port:
        error = await failure(port, tls="starttls", username="marsad", password=PASSWORD + "!")
    assert "login" in str(error)
    assert not error.permanent


async def test_a_server_that_hangs_up_on_the_farewell_has_taken_the_mail() -> None:
    class Rude(Mailbox):
        async def handle_QUIT(  # noqa: N802 - aiosmtpd's name
            self, server: SMTP, session: Session, envelope: Envelope
        ) -> str:
            return "421 whatever"

    mailbox = Rude()
    with serving(mailbox) as port:
        await send(port)
    assert len(mailbox.taken) == 1

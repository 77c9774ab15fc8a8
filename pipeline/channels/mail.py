"""The e-mail channel: an alert as one message of text and HTML, handed to an SMTP server.

The headers are built and checked here, since a headline is hostile input; what the mail
tells is `pipeline.channels.letter`'s, how it looks `pipeline.channels.layout`'s.
"""

from __future__ import annotations

import asyncio
import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from email import policy
from email.errors import MessageError, MultipartInvariantViolationDefect
from email.header import Header
from email.mime.multipart import MIMEMultipart
from email.mime.text import MIMEText
from email.parser import BytesParser
from email.utils import format_datetime
from hashlib import sha256

import aiosmtplib

from config.settings import SmtpSettings
from pipeline.channels import DeliveryError, tls_trouble
from pipeline.channels.layout import as_page, as_text
from pipeline.channels.letter import Letter, compose, one_line, subject_line
from pipeline.records import AlertMessage, Rendered
from pipeline.text import clean

_LONGEST_REPLY = 200
_ID = re.compile(r"[A-Za-z0-9._-]+")
#: seconds for the farewell, once the mail has been taken
_QUIT_TIMEOUT = 5
#: refusals that are about our login (RFC 4954), not about the recipient or the mail
_OUR_LOGIN = frozenset((530, 534, 535, 538))


def render_mail(
    message: AlertMessage,
    *,
    sender: str,
    recipient: str,
    timezone: str,
    unsubscribe: str | None = None,
) -> Rendered:
    """The complete message (RFC 5322), the same bytes for the same arguments.

    CRLF line ends, 7-bit clean, no line over 78 bytes but for a long address.

    Args:
        message: the alert.
        sender: plain address, also the domain of the message ids.
        recipient: plain address.
        timezone: IANA name of the zone the reader's times are shown in.
        unsubscribe: a mailto: or https: address in ASCII, for List-Unsubscribe.

    Raises:
        DeliveryError: permanent; an address cannot be written in ASCII, or the headers as
            parsed back are not exactly those that were meant.
    """
    letter = compose(message, timezone)
    domain = domain_of(sender)
    return written_mail(
        _headers(message, subject_of(letter, message), domain, unsubscribe),
        (("plain", as_text(letter)), ("html", as_page(letter))),
        delivery_id=message.delivery_id,
        at=message.created_at,
        sender=sender,
        recipient=recipient,
    )


def written_mail(
    more: Mapping[str, str],
    parts: Sequence[tuple[str, str]],
    *,
    delivery_id: str,
    at: datetime,
    sender: str,
    recipient: str,
) -> Rendered:
    """A message of these headers, those that every mail of ours has, and these texts.

    Args:
        more: names and values of headers, the subject among them.
        parts: subtypes of text/ with their texts, the plainest first.
        delivery_id: becomes the Message-ID, with the sender's domain.
        at: aware; becomes the Date.
        sender: plain address.
        recipient: plain address.

    Raises:
        DeliveryError: as `render_mail` says.
    """
    sender, recipient = _ascii_address(sender), _ascii_address(recipient)
    headers = {
        "From": f"Marsad <{sender}>",
        "To": recipient,
        "Date": format_datetime(at.astimezone(UTC)),
        "Message-ID": _message_id(delivery_id, sender.rpartition("@")[2]),
        "Auto-Submitted": "auto-generated",
        **more,
    }
    # base64 alphabets hold no "_", so the boundary cannot occur in a part
    boundary = "=_" + sha256(delivery_id.encode()).hexdigest()[:32]
    mail = MIMEMultipart("alternative", boundary)
    for subtype, text in parts:
        valid = text.encode("utf-8", "replace").decode()  # a lone surrogate becomes "?"
        mail.attach(MIMEText(valid.replace("\n", "\r\n"), subtype, "utf-8"))
    try:
        for name, value in headers.items():
            mail[name] = _encoded(name, value)
        payload = mail.as_bytes(policy=policy.compat32.clone(linesep="\r\n"))
    except MessageError as error:  # it notices some of what we look for below
        raise DeliveryError("the message's headers cannot be written", permanent=True) from error
    _require_headers(payload, headers)
    return Rendered(payload)


def subject_of(letter: Letter, message: AlertMessage) -> str:
    """`[topic] title` for a new piece; for anything else its marker stands before the title."""
    return subject_line(letter.topic, message.kind, letter.marker, letter.title, letter.wording)


def _headers(
    message: AlertMessage, subject: str, domain: str, unsubscribe: str | None
) -> dict[str, str]:
    headers = {"Subject": subject, **list_headers(message.watchlist, domain, unsubscribe)}
    if message.thread_of:
        ids = [_message_id(one, domain) for one in message.thread_of]
        headers |= {"In-Reply-To": ids[-1], "References": " ".join(ids)}
    headers["X-Marsad-Topic"] = clean(message.topic)
    return headers


def domain_of(sender: str) -> str:
    """The domain of message ids, in ASCII.

    Raises:
        DeliveryError: permanent; it has no such form.
    """
    return _ascii_address(sender).rpartition("@")[2]


def list_headers(watchlist: str, domain: str, unsubscribe: str | None) -> dict[str, str]:
    """What a client sorts mails by, and where their reader asks for no more."""
    headers = {"List-Id": _list_id(watchlist, domain)}
    if unsubscribe is not None:
        headers["List-Unsubscribe"] = f"<{unsubscribe}>"
    return headers


def _message_id(delivery_id: str, domain: str) -> str:
    if not _ID.fullmatch(delivery_id):
        raise DeliveryError(f"{delivery_id!r} cannot be part of a message id", permanent=True)
    return f"<{delivery_id}@{domain}>"


def _list_id(watchlist: str, domain: str) -> str:
    """What a mail client sorts a watchlist's mails by (RFC 2919): `<desk.marsad.example.org>`.

    A name that is not of plain letters gets a hash behind those that are, so that two names
    never share an id.
    """
    label = "-".join(re.findall("[a-z0-9]+", watchlist.lower()))[:20]
    if label != watchlist:
        label = f"{label or 'list'}-{sha256(watchlist.encode('utf-8', 'replace')).hexdigest()[:8]}"
    return f"<{label}.marsad.{domain}>"


def _ascii_address(address: str) -> str:
    local, _, domain = address.rpartition("@")
    try:
        local.encode("ascii")
        return f"{local}@{domain.encode('idna').decode('ascii')}"
    except UnicodeError:
        line = f"the address {address} cannot be written in ASCII"
        raise DeliveryError(line, permanent=True) from None


def _encoded(name: str, value: str) -> str:
    """A header's value, folded; encoded words where it needs them, or would be taken for one."""
    plain = value.isascii() and "=?" not in value
    header = Header(value, "us-ascii" if plain else "utf-8", header_name=name)
    return header.encode(linesep="\r\n")


def _require_headers(payload: bytes, meant: Mapping[str, str]) -> None:
    """Reads the message back as a mail client would: no header more, less or other.

    A long word such as a List-Id is folded onto a line of its own, and keeps a space before it.

    Raises:
        DeliveryError: permanent.
    """
    read = BytesParser(policy=policy.default).parsebytes(payload, headersonly=True)
    own = ["Content-Type", "MIME-Version"]
    # before Python 3.11.5 the parts, which nobody asked for here, are missed
    defects = [one for one in read.defects if type(one) is not MultipartInvariantViolationDefect]
    names = sorted(name for name in read if name not in own)
    if (
        sorted(read.keys()) != sorted([*meant, *own])
        or any(str(read[name]).lstrip(" ") != value for name, value in meant.items())
        or defects
    ):
        line = f"the message's headers are not the ones that were meant: {', '.join(names)[:200]}"
        raise DeliveryError(clean(line), permanent=True)


async def send_mail(
    rendered: Rendered,
    *,
    smtp: SmtpSettings,
    sender: str,
    recipient: str,
    timeout: float = 30,  # noqa: ASYNC109 - becomes one deadline for the whole exchange
) -> str:
    """Hands a rendered mail to the SMTP server; returns when the server has taken it.

    With STARTTLS or implicit TLS the certificate is verified, and there is no falling back.

    Args:
        rendered: from `render_mail`.
        smtp: the server.
        sender: envelope sender.
        recipient: envelope recipient.
        timeout: seconds for everything up to the server's acceptance.

    Returns:
        What the server answered, in one line.

    Raises:
        DeliveryError: permanent when the server refuses this recipient or this mail for
            good; connection, TLS, login, quota and server trouble may pass.
    """
    client = _client(smtp, timeout)
    try:
        with _as_delivery_errors(smtp, recipient, timeout):
            async with asyncio.timeout(timeout):
                await client.connect()
                _, said = await client.sendmail(
                    _ascii_address(sender), [_ascii_address(recipient)], rendered.payload
                )
        # the mail is the server's now: whatever happens to the farewell changes nothing
        with suppress(aiosmtplib.SMTPException, OSError):
            await client.quit(timeout=_QUIT_TIMEOUT)
    finally:
        client.close()
    return one_line(f"SMTP server {smtp.host}:{smtp.port} answered {said}", _LONGEST_REPLY)


async def greet_server(smtp: SmtpSettings, timeout: float = 15) -> None:  # noqa: ASYNC109 - as above
    """Connects, agrees on TLS and logs in as for a mail, and sends none.

    Args:
        timeout: seconds for all of it.

    Raises:
        DeliveryError: what `send_mail` would raise there.
    """
    client = _client(smtp, timeout)
    try:
        with _as_delivery_errors(smtp, "", timeout):
            async with asyncio.timeout(timeout):
                await client.connect()
                await client.quit()
    finally:
        client.close()


def _client(smtp: SmtpSettings, timeout: float) -> aiosmtplib.SMTP:
    tls = smtp.effective_tls
    return aiosmtplib.SMTP(
        hostname=smtp.host,
        port=smtp.port,
        username=smtp.username,
        password=smtp.password.get_secret_value() if smtp.password is not None else None,
        use_tls=tls == "implicit",
        start_tls=tls == "starttls",
        timeout=timeout,
    )


@contextmanager
def _as_delivery_errors(smtp: SmtpSettings, recipient: str, timeout: float) -> Iterator[None]:
    """Turns every way an SMTP exchange fails into one typed error.

    Raises:
        DeliveryError: as `send_mail` says.
    """
    server = f"SMTP server {smtp.host}:{smtp.port}"
    try:
        yield
    except aiosmtplib.SMTPRecipientsRefused as error:
        refused = error.recipients[0]
        line = f"{server} refuses {recipient}: {_reply(refused)}"
        raise DeliveryError(line, _is_final(refused.code)) from error
    except aiosmtplib.SMTPDataError as error:
        line = f"{server} refuses the mail: {_reply(error)}"
        raise DeliveryError(line, _is_final(error.code)) from error
    except aiosmtplib.SMTPAuthenticationError as error:
        # a server may quote what it was sent: only its code is told
        raise DeliveryError(f"{server} refuses the login ({error.code})") from error
    except aiosmtplib.SMTPResponseException as error:
        raise DeliveryError(f"{server} answers {_reply(error)}") from error
    except TimeoutError as error:
        raise DeliveryError(f"{server} did not finish within {timeout:g} s") from error
    except (aiosmtplib.SMTPException, OSError) as error:
        trouble = tls_trouble(error) or one_line(str(error), _LONGEST_REPLY)
        raise DeliveryError(f"{server}: {trouble}") from error


def _is_final(code: int) -> bool:
    return 500 <= code < 600 and code not in _OUR_LOGIN


def _reply(error: aiosmtplib.SMTPResponseException) -> str:
    return one_line(f"{error.code} {error.message}", _LONGEST_REPLY)

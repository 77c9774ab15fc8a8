"""What may go wrong with a fetch, in the words of `FailureReason`.

Only failures that sites and networks cause have a place here; anything else is a fault of
ours and goes on being raised.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

from OpenSSL import SSL
from scrapy.exceptions import (
    CannotResolveHostError,
    DownloadCancelledError,
    DownloadConnectionRefusedError,
    DownloadFailedError,
    DownloadTimeoutError,
    IgnoreRequest,
    ResponseDataLossError,
)
from service_identity import VerificationError
from twisted.internet.error import ConnectError, ConnectionAborted, ConnectionClosed
from twisted.web.client import ResponseFailed, ResponseNeverReceived

from pipeline.records import FailureReason

#: longest time that a site may have us stay away, in seconds
LONGEST_RETRY_AFTER = 24 * 3600.0
#: what "too many requests" means, in seconds, to a server that gives no figure
_SOME_TIME = 60.0


class Dropped(IgnoreRequest):
    """A request that we gave up, with the reason.

    Attributes:
        reason: why.
        detail: one clear line for people.
        status: the status that made us do so, if one did.
        retry_after: seconds for which the host is better left alone.
    """

    def __init__(
        self,
        reason: FailureReason,
        detail: str,
        status: int | None = None,
        retry_after: float | None = None,
    ) -> None:
        super().__init__(detail)
        self.reason, self.detail = reason, detail
        self.status, self.retry_after = status, retry_after


#: what a fetch may raise when the site or the network is to blame
EXPECTED = (
    Dropped,
    CannotResolveHostError,
    DownloadCancelledError,
    DownloadConnectionRefusedError,
    DownloadFailedError,
    DownloadTimeoutError,
    ResponseDataLossError,
    ConnectError,
    ConnectionClosed,
)


def as_dropped(error: Exception) -> Dropped:
    """The reason behind one of `EXPECTED`."""
    match error:
        case Dropped():
            return error
        case DownloadTimeoutError():
            return Dropped(FailureReason.TIMEOUT, "no complete answer in time")
        case DownloadCancelledError():
            return Dropped(FailureReason.TOO_LARGE, "the body is larger than we take")
        case CannotResolveHostError():
            return Dropped(FailureReason.UNREACHABLE, "the host's name cannot be resolved")
        case DownloadConnectionRefusedError():
            return Dropped(FailureReason.UNREACHABLE, "the host refuses connections")
        case ResponseDataLossError():
            return Dropped(FailureReason.BROKEN, "the body was cut off before its end")
        case DownloadFailedError():
            return _failed(error)
    return Dropped(FailureReason.UNREACHABLE, f"no connection: {_line(error)}")


def _failed(error: DownloadFailedError) -> Dropped:
    """Tells TLS trouble and silence, where nothing came, from an answer that broke."""
    causes = list(_causes(error.__cause__))
    for cause in causes:
        if isinstance(cause, SSL.Error | VerificationError):
            return Dropped(FailureReason.UNREACHABLE, f"no secure connection: {_tls_words(cause)}")
    if any(isinstance(cause, ResponseNeverReceived) for cause in causes):
        return Dropped(FailureReason.UNREACHABLE, "the connection was closed without an answer")
    if any(isinstance(cause, ConnectionAborted) for cause in causes):
        # by `crawler.handler`: whatever else cuts a connection has an error of its own
        return Dropped(FailureReason.BROKEN, "the headers are longer than we take")
    if isinstance(causes[-1], ConnectionClosed):
        return Dropped(FailureReason.BROKEN, "the connection ended before the answer did")
    return Dropped(FailureReason.BROKEN, f"the answer cannot be read: {_line(causes[-1])}")


def _causes(error: BaseException | None) -> Iterator[BaseException]:
    """Twisted wraps failures in failures, several deep."""
    if error is None:
        return
    yield error
    if isinstance(error, ResponseFailed):
        for failure in error.reasons:
            yield from _causes(failure.value)


def _tls_words(error: Exception) -> str:
    if isinstance(error, VerificationError):
        return "the certificate is for another name"
    reasons = [str(part[-1]) for part in error.args[0]] if error.args else []
    return ", ".join(reasons) or "the handshake failed"


def _line(error: BaseException) -> str:
    """An error in one printable line of bearable length."""
    words = " ".join(str(error).split()) or type(error).__name__
    return "".join(char if char.isprintable() else "\ufffd" for char in words)[:200]


def status_failure(status: int, retry_after: bytes | None, now: datetime) -> Dropped | None:
    """Why an answer of this status is no page, None for one that is.

    206 is none: we never ask for a part. Whether an empty page is one, its reader says.
    """
    if 200 <= status < 300 and status != 206:
        return None
    reason = {404: FailureReason.NOT_FOUND, 410: FailureReason.GONE}.get(status, FailureReason.HTTP)
    wait = _seconds(retry_after, now) if status in (429, 503) else None
    if status == 429 and wait is None:
        wait = _SOME_TIME
    return Dropped(reason, f"the server answered {status}", status, wait or None)


def _seconds(retry_after: bytes | None, now: datetime) -> float | None:
    """The Retry-After header's value in seconds from now (RFC 9110, section 10.2.3)."""
    if retry_after is None:
        return None
    text = retry_after.decode("latin-1").strip()
    if text.isascii() and text.isdigit():
        return min(float(text[:12]), LONGEST_RETRY_AFTER)
    try:
        then = parsedate_to_datetime(text)
    except ValueError:
        return None
    if then.tzinfo is None:  # "-0000": the zone is not known
        then = then.replace(tzinfo=UTC)
    return min(max((then - now).total_seconds(), 0.0), LONGEST_RETRY_AFTER)

"""The channels: each renders one alert once, then sends those bytes at every attempt.

A channel neither claims deliveries nor decides when to try again; it says how a try ended.
"""

from __future__ import annotations

import ssl
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Final

#: statuses whose Retry-After is obeyed
BUSY: Final = frozenset((429, 503))
_LONGEST_WAIT: Final = 24 * 3600.0


class DeliveryError(Exception):
    """A try at delivering that did not succeed.

    Attributes:
        permanent: no later try with the same payload and destination can succeed.
        retry_after: seconds the other side asked us to wait, None if it did not say.
        gone: the other side says that nothing will be taken there ever again.

    Args:
        message: one clear line for people, free of secrets and of the webhook's URL.
    """

    def __init__(
        self,
        message: str,
        permanent: bool = False,
        retry_after: float | None = None,
        gone: bool = False,
    ) -> None:
        super().__init__(message)
        self.permanent = permanent
        self.retry_after = retry_after
        self.gone = gone


def tls_trouble(error: BaseException) -> str | None:
    """What TLS had against the other side, in one line; None if it was not TLS.

    Args:
        error: as a client library raised it, the TLS error perhaps chained below.
    """
    cause: BaseException | None = error
    while cause is not None and not isinstance(cause, ssl.SSLError):
        cause = cause.__cause__ or cause.__context__
    if isinstance(cause, ssl.SSLCertVerificationError):
        return f"its certificate is not trusted: {cause.verify_message}"
    return None if cause is None else "no TLS connection could be made"


def asked_wait(value: str | None, now: datetime) -> float | None:
    """Seconds that a Retry-After asks for, a day at the most; None for one that is none.

    Args:
        value: seconds or a date (RFC 9110, 10.2.3).
        now: aware.
    """
    if value is None:
        return None
    if value.isascii() and value.isdigit():
        return float(min(int(value[:10]), _LONGEST_WAIT))
    try:
        then = parsedate_to_datetime(value)
    except (ValueError, OverflowError):
        return None
    if then.tzinfo is None:
        then = then.replace(tzinfo=UTC)
    return min(max((then - now).total_seconds(), 0.0), _LONGEST_WAIT)

"""What came of asking a site: pages, answers without one, failures, robots.txt."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum


@dataclass(frozen=True, slots=True)
class RobotsRecord:
    """One host's robots.txt as it was last had.

    `status` 0 means it could not be had at all. What a status allows is RFC 9309's
    matter: 2xx is parsed, 4xx allows all, 5xx and 0 disallow all.
    """

    #: scheme://host[:port]
    origin: str
    status: int
    body: bytes
    fetched_at: datetime


@dataclass(frozen=True, slots=True)
class Exchange:
    """One HTTP exchange as it went over the wire, kept as evidence."""

    #: header names and values as sent
    request_headers: tuple[tuple[str, str], ...]
    #: such as "HTTP/1.1 200 OK"
    status_line: str
    #: header names and values as received
    response_headers: tuple[tuple[str, str], ...]
    #: the body as received, before any content encoding is undone
    payload: bytes
    ip_address: str | None = None


@dataclass(frozen=True, slots=True)
class FetchedPage:
    """A page of an article that arrived, whatever it turns out to hold."""

    source: str
    #: the address that was asked for
    url: str
    #: the address that answered, after redirects
    final_url: str
    fetched_at: datetime
    status: int
    #: the Content-Type header's value, "" if there was none
    content_type: str
    #: content encodings undone, characters not yet decoded
    body: bytes
    exchange: Exchange
    etag: str | None = None
    last_modified: str | None = None
    #: by its Cache-Control
    good_for: timedelta | None = None


@dataclass(frozen=True, slots=True)
class NotModified:
    """A conditional request was answered 304: the page stands as it was."""

    source: str
    url: str
    fetched_at: datetime
    exchange: Exchange | None = None
    #: by its Cache-Control
    good_for: timedelta | None = None


class FailureReason(StrEnum):
    """Why a page, listing or feed could not be had or used."""

    UNREACHABLE = "unreachable"  # DNS, connection, TLS
    TIMEOUT = "timeout"
    TOO_LARGE = "too-large"
    REFUSED = "refused"  # by our own egress policy
    ROBOTS = "robots"  # robots.txt forbids it, or could not be had
    NOT_FOUND = "not-found"  # 404
    GONE = "gone"  # 410
    HTTP = "http"  # any other status that is not a page
    BLOCKED = "blocked"  # a bot wall stands before it
    OFF_SITE = "off-site"  # redirected to a host that is not the source's
    BROKEN = "broken"  # arrived, but cannot be read (broken XML, cut body)


@dataclass(frozen=True, slots=True)
class FetchFailure:
    """A fetch that brought nothing to read."""

    source: str
    url: str
    fetched_at: datetime
    reason: FailureReason
    #: one clear line for people, free of addresses with secrets
    detail: str
    status: int | None = None
    #: seconds the server asked us to stay away
    retry_after: float | None = None

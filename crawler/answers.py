"""Makes the pipeline's records out of Scrapy's answers and errors."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

from scrapy import Request
from scrapy.http import Response

from crawler.asked_waits import good_for
from crawler.capture import exchange_of
from crawler.failures import Dropped, status_failure
from pipeline.extract.walls import wall
from pipeline.records import FailureReason, FetchedPage, FetchFailure, NotModified, PageVisit

Answer = FetchedPage | NotModified | FetchFailure
_LONGEST_VALIDATOR = 1000


def conditional_request(visit: PageVisit, most_bytes: int | None = None) -> Request:
    """A request that may be answered "not modified" if the visit has validators.

    Args:
        most_bytes: what its answer may have instead of what every answer may.
    """
    headers: dict[str, bytes] = {}
    if visit.etag:
        headers["If-None-Match"] = visit.etag.encode("latin-1", "ignore")
    if visit.last_modified:
        headers["If-Modified-Since"] = visit.last_modified.encode("latin-1", "ignore")
    meta = {"download_maxsize": most_bytes} if most_bytes else {}
    return Request(visit.url, headers=headers, meta=meta, dont_filter=True)


def answer_of(source: str, visit: PageVisit, response: Response) -> Answer:
    """What a response says of the page that was asked for."""
    now = datetime.now(UTC)
    if response.status == 304 and (visit.etag or visit.last_modified):
        assert response.request is not None, "Scrapy sets it before any callback"
        return NotModified(
            source, visit.url, now, exchange_of(response.request), _good_for(response)
        )
    dropped = status_failure(response.status, response.headers.get("Retry-After"), now)
    if guard := wall(response.status, _headers(response), response.body):
        wait = dropped.retry_after if dropped else None
        why = f"a bot wall ({guard})"
        dropped = Dropped(FailureReason.BLOCKED, why, response.status, wait)
    if dropped is None and "partial" in response.flags and _lacks_its_end(response.body):
        dropped = Dropped(FailureReason.BROKEN, "the page was cut off before its end")
    if dropped is not None:
        return failure_of(source, visit.url, dropped, now)
    assert response.request is not None
    return FetchedPage(
        source=source,
        url=visit.url,
        final_url=response.url,
        fetched_at=now,
        status=response.status,
        content_type=_header(response, "Content-Type") or "",
        body=response.body,
        exchange=exchange_of(response.request),
        etag=_validator(response, "ETag"),
        last_modified=_validator(response, "Last-Modified"),
        good_for=_good_for(response),
    )


def failure_of(source: str, url: str, dropped: Dropped, now: datetime) -> FetchFailure:
    return FetchFailure(
        source, url, now, dropped.reason, dropped.detail, dropped.status, dropped.retry_after
    )


def _lacks_its_end(body: bytes) -> bool:
    """Whether a body whose length was not announced was cut, as far as it shows.

    HTTP lets the end of the connection be the end of the body, so only the page itself
    can tell: it opens what it does not close.
    """
    start, end = body[:4096].lower(), body[-4096:].lower()
    roots = (b"html", b"rss", b"feed", b"urlset", b"sitemapindex")
    return any(b"<" + root in start and b"</" + root not in end for root in roots)


def _headers(response: Response) -> Iterator[tuple[str, str]]:
    for name, values in response.headers.items():
        for value in values:
            yield name.decode("latin-1"), value.decode("latin-1")


def _header(response: Response, name: str) -> str | None:
    value = response.headers.get(name)
    return value.decode("latin-1") if value is not None else None


def _good_for(response: Response) -> timedelta | None:
    return good_for(_header(response, "Cache-Control"), _header(response, "Age"))


def _validator(response: Response, name: str) -> str | None:
    """A validator as it is to be sent back; one of absurd length is not worth sending."""
    value = _header(response, name)
    return value if value and len(value) <= _LONGEST_VALIDATOR else None

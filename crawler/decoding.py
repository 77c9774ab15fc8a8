"""Undoes gzip and deflate, strictly and within bounds.

It stands in for Scrapy's own middleware, which hands over what it could decompress of a
body that was cut off: the half of an article would look like an edit that removed the rest.
Other encodings are not asked for.
"""

from __future__ import annotations

import zlib
from typing import Self

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.http import Response
from scrapy.responsetypes import responsetypes

from crawler.failures import Dropped
from pipeline.records import FailureReason

#: gzip or zlib by the stream's own header; raw deflate, as some servers mean by "deflate"
_ANY_HEADER = zlib.MAX_WBITS | 32
_NO_HEADER = -zlib.MAX_WBITS
_GZIP_MAGIC = b"\x1f\x8b"
#: a body is one compressed member; each further one costs a copy of all that follows
_MOST_MEMBERS = 16
#: servers send one encoding, rarely two; each costs as much as the largest body
_MOST_ENCODINGS = 3


def decoded(body: bytes, encodings: list[str], limit: int) -> bytes:
    """The body without its content encodings.

    Args:
        encodings: as the header lists them, the one applied last at the end.
        limit: bytes the result, or any step to it, may have.

    Raises:
        Dropped: too large, cut off, damaged, or encoded in another way.
    """
    if len(encodings) > _MOST_ENCODINGS:
        why = f"the body is compressed {len(encodings)} times over"
        raise Dropped(FailureReason.BROKEN, why)
    for encoding in reversed(encodings):
        if encoding not in ("gzip", "x-gzip", "deflate"):
            raise Dropped(FailureReason.BROKEN, f"unknown content encoding {encoding[:40]!r}")
        try:
            body = _inflated(body, encoding, limit)
        except zlib.error as error:
            raise Dropped(FailureReason.BROKEN, f"the body is damaged: {error}") from error
    return body


def _inflated(body: bytes, encoding: str, limit: int) -> bytes:
    try:
        return _members(body, _ANY_HEADER, limit)
    except zlib.error:
        if encoding != "deflate":
            raise
        return _members(body, _NO_HEADER, limit)


def _members(body: bytes, wbits: int, limit: int) -> bytes:
    """All members of a compressed body; whatever follows the last one is not ours to read."""
    whole = b""
    for _ in range(_MOST_MEMBERS):
        stream = zlib.decompressobj(wbits)
        whole += stream.decompress(body, limit + 1 - len(whole))
        if len(whole) > limit:
            raise Dropped(FailureReason.TOO_LARGE, f"more than {limit} bytes when decompressed")
        if not stream.eof:
            raise Dropped(FailureReason.BROKEN, "the compressed body was cut off before its end")
        body = stream.unused_data
        if not body.startswith(_GZIP_MAGIC):
            return whole
    raise Dropped(FailureReason.BROKEN, "the body is compressed in too many pieces")


class ContentDecoding:
    """Downloader middleware that hands on plain bodies."""

    def __init__(self, limit: int) -> None:
        self._limit = limit

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        return cls(crawler.settings.getint("DOWNLOAD_MAXSIZE"))

    def process_request(self, request: Request) -> None:
        request.headers.setdefault("Accept-Encoding", "gzip, deflate")

    def process_response(self, request: Request, response: Response) -> Response:
        named = b",".join(response.headers.getlist("Content-Encoding")).decode("latin-1")
        encodings = [one.strip().lower() for one in named.split(",") if one.strip()]
        if not encodings or not response.body:
            return response
        body = decoded(response.body, encodings, request.meta.get("download_maxsize", self._limit))
        headers = response.headers.copy()
        del headers["Content-Encoding"]
        kind = responsetypes.from_args(headers=headers, url=response.url, body=body)
        return response.replace(cls=kind, headers=headers, body=body)

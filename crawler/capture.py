"""Keeps each exchange as it went over the wire, before anything is decompressed."""

from __future__ import annotations

from http.client import responses
from typing import Self
from urllib.parse import urlsplit

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.http import Headers, Response

from pipeline.records import Exchange

_META = "marsad_exchange"


class Capture:
    """Downloader middleware, the closest one to the wire; read it with `exchange_of`."""

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        return cls()

    def process_response(self, request: Request, response: Response) -> Response:
        host = urlsplit(request.url).netloc
        protocol = response.protocol or "HTTP/1.1"
        # Twisted keeps the code of the status line but not its phrase.
        status_line = f"{protocol} {response.status} {responses.get(response.status, '')}".rstrip()
        request.meta[_META] = Exchange(
            request_headers=(("Host", host), *_pairs(request.headers)),
            status_line=status_line,
            response_headers=_pairs(response.headers),
            payload=response.body,
            ip_address=str(response.ip_address) if response.ip_address else None,
        )
        return response


def exchange_of(request: Request) -> Exchange:
    """The exchange of a request that was answered."""
    exchange: Exchange = request.meta[_META]
    return exchange


def _pairs(headers: Headers) -> tuple[tuple[str, str], ...]:
    return tuple(
        (name.decode("latin-1"), value.decode("latin-1"))
        for name, values in headers.items()
        for value in values
    )

"""Sends requests in their turn, drops them when the crawl stops, and bounds what comes back.

Scrapy's HTTP/1.1 handler does the sending. That an answer arrives in time and is not too
large is seen to there, by `DOWNLOAD_TIMEOUT` and `DOWNLOAD_MAXSIZE`; that a connection may
be made at all, by `crawler.egress`.
"""

from __future__ import annotations

from typing import Final

from scrapy import Request
from scrapy.core.downloader.handlers.http11 import (
    HTTP11DownloadHandler,
    _LenientHTTP11ClientFactory,
    _LenientHTTP11ClientProtocol,
)
from scrapy.crawler import Crawler
from scrapy.exceptions import CannotResolveHostError
from scrapy.http import Response
from twisted.internet.defer import Deferred
from twisted.internet.interfaces import IAddress
from twisted.web._newclient import HEADER, STATUS
from twisted.web._newclient import Request as WireRequest
from twisted.web.iweb import IResponse

from crawler.egress import installed_guard
from crawler.errand import errand_of
from crawler.failures import Dropped
from pipeline.records import FailureReason
from pipeline.urls import host_key

#: set on requests for what the scripts of a page ask for: with the page, one visit
PART_OF_A_PAGE: Final = "marsad_part_of_a_page"

#: of a request, the bytes that came of its answer and are not counted yet
_RECEIVED: Final = "marsad_received"

#: bytes of status line and headers; servers send 1 to 8 KiB
_LONGEST_HEAD = 128 * 1024


class PoliteHandler(HTTP11DownloadHandler):
    """One request at a time to each host, spaced as source and robots.txt ask."""

    #: made for the first request of its scheme: few crawls need both
    lazy = True

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        self._pool._factory = _BoundedFactory
        self._errand = errand_of(crawler)

    async def download_request(self, request: Request) -> Response:
        """The answer to a request, when its turn has come.

        Raises:
            CrawlStopped: the crawl was asked to stop meanwhile.
            Dropped: the egress policy forbids the connection.
        """
        return await self._errand.unless_stopped(self._in_turn(request))

    async def _in_turn(self, request: Request) -> Response:
        if request.meta.get(PART_OF_A_PAGE):
            return await self._sent(request)
        delay = self._errand.plan.source.delay.total_seconds()
        async with self._errand.pace.turn(host_key(request.url), delay) as turn:
            response = await self._sent(request)
            turn.well = response.status < 400
            return response

    async def _sent(self, request: Request) -> Response:
        self._count(request, requests=1)
        try:
            return await super().download_request(request)
        except CannotResolveHostError:
            refused = installed_guard().take_refusal(request.url)
            if refused is None:
                raise
            self._count(request, requests=-1)
            raise Dropped(FailureReason.REFUSED, str(refused)) from refused
        finally:  # what came of an answer that was cut came all the same
            self._count(request, received=request.meta.pop(_RECEIVED, 0))

    def _count(self, request: Request, *, requests: int = 0, received: int = 0) -> None:
        part = bool(request.meta.get(PART_OF_A_PAGE))
        self._errand.count(request.url, part=part, requests=requests, received=received)


def note_received(data: bytes, request: Request) -> None:
    """Hears of each piece of an answer that arrives; all of them are counted once it has ended."""
    request.meta[_RECEIVED] = request.meta.get(_RECEIVED, 0) + len(data)


class _BoundedProtocol(_LenientHTTP11ClientProtocol):
    """Hangs up on an answer whose headers never end; Twisted bounds each line but not all."""

    _head = 0

    def request(self, request: WireRequest) -> Deferred[IResponse]:
        self._head = 0
        return super().request(request)

    def dataReceived(self, data: bytes) -> None:  # noqa: N802 - Twisted's name
        if self._parser is not None and self._parser.state in (STATUS, HEADER):
            self._head += len(data)
            if self._head > _LONGEST_HEAD:
                assert self.transport is not None
                self.transport.abortConnection()
                return
        super().dataReceived(data)  # type: ignore[no-untyped-call]


class _BoundedFactory(_LenientHTTP11ClientFactory):
    def buildProtocol(self, addr: IAddress | None) -> _BoundedProtocol:  # noqa: N802
        return _BoundedProtocol(self._quiescentCallback)  # type: ignore[no-untyped-call]

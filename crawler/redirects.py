"""Follows redirects only where they stay with the source.

The target of a redirect is checked before it is asked for. robots.txt alone may be
answered from anywhere public (RFC 9309, section 2.3.1.2).
"""

from __future__ import annotations

from typing import Any

from scrapy import Request
from scrapy.downloadermiddlewares.redirect import MetaRefreshMiddleware, RedirectMiddleware
from scrapy.exceptions import IgnoreRequest
from scrapy.http import Response

from crawler.errand import errand_of
from crawler.failures import Dropped
from pipeline.egress.policy import EgressRefused
from pipeline.records import FailureReason
from pipeline.urls import host_key, url_key

#: set on requests that any host may answer
ANY_SITE = "marsad_any_site"
#: bytes from a page's beginning in which a refresh is looked for: Scrapy's 4096 characters
_TAG_WITHIN = 4 * 4096


class SameSiteRedirects(RedirectMiddleware):
    """Redirects by status and Location."""

    def process_response(
        self, request: Request, response: Response, spider: Any = None
    ) -> Request | Response:
        """The request that follows, or the response if it is no redirect.

        Raises:
            Dropped: one redirect too many, off the site, or to what cannot be asked for.
        """
        try:
            answer = super().process_response(request, response)
            host = host_key(answer.url)
        except (IgnoreRequest, ValueError) as error:
            why = "too often" if isinstance(error, IgnoreRequest) else "to an unreadable address"
            raise Dropped(
                FailureReason.HTTP, f"redirected {why}", status=response.status
            ) from error
        if not isinstance(answer, Request):
            return answer
        errand = errand_of(self.crawler)
        try:
            errand.policy.check_url(answer.url)
        except EgressRefused as refused:
            raise Dropped(
                FailureReason.REFUSED, f"redirected, and {refused}", response.status
            ) from refused
        if not answer.meta.get(ANY_SITE) and not errand.is_ours(answer.url, _first(answer)):
            raise Dropped(
                FailureReason.OFF_SITE,
                f"redirected to another site, {host[:100]}",
                response.status,
            )
        return answer


class SameSiteRefresh(MetaRefreshMiddleware):
    """Redirects by a meta tag, for pages that do nothing else.

    A page that would lead off the site, or that only reloads itself, stands as it is.
    """

    def process_response(
        self, request: Request, response: Response, spider: Any = None
    ) -> Request | Response:
        """The request that follows, or the response.

        Raises:
            Dropped: one redirect too many.
        """
        if b"refresh" not in response.body[:_TAG_WITHIN].lower():
            return response  # to look closer would decode the whole page
        try:
            answer = super().process_response(request, response)
            if isinstance(answer, Response) or url_key(answer.url) == url_key(response.url):
                return response
        except IgnoreRequest as error:
            raise Dropped(FailureReason.HTTP, "redirected too often", response.status) from error
        except ValueError:  # an address that cannot be read
            return response
        return answer if errand_of(self.crawler).is_ours(answer.url, _first(answer)) else response


def _first(request: Request) -> str:
    """The address that was asked for before any redirect."""
    first: str = request.meta["redirect_urls"][0]
    return first

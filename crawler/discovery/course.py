"""Where one poll of a section goes on: the next page, a guess that may fill a gap, a sitemap.

Pure: it is told what was found and what the pipeline says of it, and names an address.
"""

from __future__ import annotations

from collections.abc import Iterable

from config.settings import SectionSettings
from crawler.discovery import SitemapLink
from crawler.discovery.sitemap_walk import SitemapWalk
from pipeline.records import Listing, ListingAnswer
from pipeline.urls import url_key

#: indexes of a sitemap section that are fetched beside the sitemaps that name pages
_MOST_INDEXES = 5
#: how many times as far the second try goes to fill a gap, and pages that it may come to
_FARTHER = 10
_MOST_PAGES = 100


class Course:
    """The course of one poll; never asks for one address twice."""

    def __init__(self, section: SectionSettings) -> None:
        self._walk = SitemapWalk(section.url) if section.kind == "sitemap" else None
        self._asked = {url_key(section.url)}
        self._names_pages = True
        self._pages = section.pages
        self._is_far = False
        #: the address last named is none that the listing names itself
        self.is_guess = False

    def learn(self, url: str, sitemaps: Iterable[SitemapLink], *, names_pages: bool) -> None:
        """Takes in what an answer showed besides its links.

        Args:
            names_pages: False for an index, whose having no news says nothing.
        """
        self._names_pages = names_pages
        if self._walk is not None:
            self._walk.found(url, sitemaps)

    @property
    def most_requests(self) -> int:
        """Requests that the poll may take, by what is known so far."""
        if self._walk is not None:
            return self._pages + _MOST_INDEXES
        return min(self._pages * _FARTHER, _MOST_PAGES) if self._is_far else self._pages

    @property
    def next_sitemap(self) -> str | None:
        return self._walk.following if self._walk is not None else None

    def after(self, listing: Listing, answer: ListingAnswer) -> str | None:
        """Where the poll goes on after a listing, None where it ends."""
        self._is_far = answer.far
        if self._walk is not None:
            if self._names_pages:
                self._walk.told(anything_new=answer.go_on)
            following = self._walk.following
            if following is not None:
                self._walk.leave()
            return following
        following = listing.next_url if answer.go_on else None
        if following is not None and self._is_fresh(following):
            self.is_guess = False
            return following
        if answer.to_fill and listing.deeper_url and self._is_fresh(listing.deeper_url):
            self.is_guess = True
            return listing.deeper_url
        return None

    def _is_fresh(self, url: str) -> bool:
        """Whether the poll has not asked for it yet; it will have."""
        key = url_key(url)
        if key in self._asked:
            return False
        self._asked.add(key)
        return True

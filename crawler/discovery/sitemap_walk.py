"""Which sitemaps of an index one poll fetches, and in which order. Pure: it fetches nothing.

Newest first, as far as the index or the names tell; never one twice, whatever lists it;
until two in a row show nothing new, for then known ground is reached.
"""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterable
from itertools import zip_longest
from typing import Final
from urllib.parse import unquote, urlsplit

from crawler.discovery import SitemapLink
from pipeline.text import word_set
from pipeline.urls import url_key

#: how deep indexes may lie in indexes; the protocol allows none
_DEEPEST: Final = 3
#: sitemaps waiting at once; the protocol's bound of one index
_MOST_WAITING: Final = 50_000
#: of an index so many are looked at: newest first, that is many years
_MOST_OF_AN_INDEX: Final = 2000
_ENOUGH_WITHOUT_NEWS: Final = 2

#: words in a sitemap's name that tell of other things than articles
_OTHER_THINGS: Final = word_set(
    "category categories cat tag tags author authors auteur auteurs user users page pages"
    " taxonomies image images video videos product products topic topics static section"
    " sections rubrique rubriques archive archives"
)
_ARTICLES: Final = word_set("post posts article articles news story stories actualites item items")
_WORD: Final = re.compile(r"[a-z]+")
_DATE: Final = re.compile(r"(?<!\d)((?:19|20)\d\d)[-_/.]?(0[1-9]|1[0-2])?[-_/.]?([0-3]\d)?(?!\d)")


class SitemapWalk:
    """The course of one poll of a sitemap section."""

    def __init__(self, url: str) -> None:
        self._seen = {url_key(url)}
        self._depth = {url: 0}
        self._waiting: deque[str] = deque()
        self._without_news = 0

    def found(self, url: str, sitemaps: Iterable[SitemapLink]) -> None:
        """Takes in what the index at `url` names."""
        depth = self._depth.get(url, 0) + 1
        if depth > _DEEPEST:
            return
        chosen: list[str] = []
        for sitemap in newest_first(sitemaps)[:_MOST_OF_AN_INDEX]:
            key = url_key(sitemap.url)
            if key not in self._seen and len(self._waiting) < _MOST_WAITING:
                self._seen.add(key)
                self._depth[sitemap.url] = depth
                chosen.append(sitemap.url)
        self._waiting.extendleft(reversed(chosen))

    def told(self, *, anything_new: bool) -> None:
        """Notes whether a sitemap that names pages showed any that were not known."""
        self._without_news = 0 if anything_new else self._without_news + 1

    @property
    def following(self) -> str | None:
        """The sitemap to fetch next, None when known ground is reached or none is left."""
        if self._without_news >= _ENOUGH_WITHOUT_NEWS or not self._waiting:
            return None
        return self._waiting[0]

    def leave(self) -> None:
        """The sitemap that was `following` has been asked for."""
        self._waiting.popleft()


def newest_first(sitemaps: Iterable[SitemapLink]) -> list[SitemapLink]:
    """An index's sitemaps that may name articles: by their stamps, else the dates in their
    names, else from both ends of the index in turn, for both habits exist.
    """
    named = [(one, _words(one.url)) for one in sitemaps]
    likely = [one for one, words in named if not words & _OTHER_THINGS or words & _ARTICLES]
    likely = [one for one in likely if not _says_pages_alone(one.url)]
    likely = likely or [one for one, _ in named]
    if any(one.modified for one in likely):
        return sorted(
            likely, key=lambda one: one.modified.at.timestamp() if one.modified else 0, reverse=True
        )
    if any(_date(one.url) for one in likely):
        return sorted(likely, key=lambda one: _date(one.url), reverse=True)
    half = len(likely) // 2
    ends = zip_longest(reversed(likely[half:]), likely[:half])
    return [one for both in ends for one in both if one is not None]


def _words(url: str) -> set[str]:
    return set(_WORD.findall(unquote(urlsplit(url).path).lower()))


def _says_pages_alone(url: str) -> bool:
    """WordPress' own `wp-sitemap-posts-page-1.xml` names pages, whatever else it says."""
    return "posts-page" in url or "posts-attachment" in url


def _date(url: str) -> str:
    parts = urlsplit(url)
    found = _DATE.search(unquote(f"{parts.path}?{parts.query}"))
    return "".join(part or "00" for part in found.groups()) if found else ""

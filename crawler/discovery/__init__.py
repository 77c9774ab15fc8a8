"""From the bytes of a listing to the article links on it.

Pure functions of what arrived: nothing is fetched here, and nothing is known of which
links are new.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from pipeline.records import ArticleLink, Stamp

#: links of one listing beyond these are left out
MOST_LINKS = 300


@dataclass(frozen=True, slots=True)
class SitemapLink:
    """A sitemap that an index names."""

    url: str
    #: when it last changed, as far as the index tells
    modified: Stamp | None = None


@dataclass(frozen=True, slots=True)
class Found:
    """What a listing shows."""

    #: in the order of the listing, one for each piece
    links: tuple[ArticleLink, ...]
    #: the next page of the same section
    next_url: str | None = None
    #: where it may go on as its system allows, though it does not say so
    deeper_url: str | None = None
    #: what was wrong though it could be read
    complaints: tuple[str, ...] = ()
    #: of a sitemap index: the sitemaps it names, in its order
    sitemaps: tuple[SitemapLink, ...] = ()
    #: for how long a feed says that it need not be fetched again
    ttl: timedelta | None = None


@dataclass(frozen=True, slots=True)
class Unreadable:
    """A listing that cannot be read at all."""

    #: one clear line
    why: str

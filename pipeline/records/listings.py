"""What listings and sweeps say of articles, and what is asked for because of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from pipeline.records.reading import Stamp


@dataclass(frozen=True, slots=True)
class ArticleLink:
    """A discovered address with what the listing said of the piece behind it."""

    #: absolute and cleaned by `pipeline.urls.canonical_url`
    url: str
    title: str | None = None
    #: what the listing prints; never trusted over the page's own
    published: Stamp | None = None
    #: only from listings that print a modified stamp (a K2 category page, Atom `updated`)
    modified: Stamp | None = None


@dataclass(frozen=True, slots=True)
class Listing:
    """One fetch of a section: the links it showed and where it goes on."""

    source: str
    section: str
    url: str
    fetched_at: datetime
    links: tuple[ArticleLink, ...]
    #: the next page of the same section, if the page shows one
    next_url: str | None = None
    #: where it may go on as its system allows, though it does not say so
    deeper_url: str | None = None
    etag: str | None = None
    last_modified: str | None = None
    #: what was wrong with it though it could be used (a malformed date, broken XML)
    complaints: tuple[str, ...] = ()
    #: for how long its Cache-Control asks not to fetch it again, and what it says itself (a feed's
    #: `ttl`, its `sy:updatePeriod`)
    good_for: timedelta | None = None
    ttl: timedelta | None = None


@dataclass(frozen=True, slots=True)
class PageVisit:
    """A page of an article to fetch, with the validators of its last full answer."""

    url: str
    etag: str | None = None
    last_modified: str | None = None
    #: nothing was read from it yet, so there is no article to know its page by
    is_unread: bool = False


@dataclass(frozen=True, slots=True)
class ListingAnswer:
    """What the pipeline says to a listing: fetch these, and whether to page on."""

    visits: tuple[PageVisit, ...]
    #: True while the listing showed pieces that its section had not listed before
    go_on: bool
    #: nothing known was met: go on even where the listing does not say it does
    to_fill: bool = False
    #: a gap that the poll before left open is tried again, once: go on far beyond the usual
    far: bool = False


class SweepKind(StrEnum):
    """How a publisher's system tells which articles changed."""

    WORDPRESS = "wordpress"  # its REST interface, for the whole source
    K2 = "k2"  # the JSON view of a K2 category, for one section
    ATOM = "atom"  # the `updated` stamps of a section's feed
    SITEMAP = "sitemap"  # the `lastmod` stamps of a section's sitemap


@dataclass(frozen=True, slots=True)
class SweepVisit:
    """An address at which a source's system tells what changed, to be asked once."""

    kind: SweepKind
    #: the section whose articles it tells of; None for the whole source
    section: str | None
    url: str
    etag: str | None = None
    last_modified: str | None = None


@dataclass(frozen=True, slots=True)
class Told:
    """What a sweep said of one article."""

    link: ArticleLink
    #: another one than before means that the article changed; to be compared, never read
    mark: str
    #: the publisher's own id with its system, such as "k2:1234", if the sweep has it
    publisher_id: str | None = None


@dataclass(frozen=True, slots=True)
class Sweep:
    """One answer to a `SweepVisit`."""

    source: str
    visit: SweepVisit
    fetched_at: datetime
    #: each article once
    told: tuple[Told, ...]
    etag: str | None = None
    last_modified: str | None = None

"""The records that pass between stages, in the words of docs/glossary.md.

Plain frozen values: no behaviour beyond what their own fields decide, no database,
no network. Every datetime is aware.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Literal

from config.edit_kinds import EditKind
from config.rules import RulesSettings


class Precision(StrEnum):
    """How finely a publisher printed a time."""

    DAY = "day"
    MINUTE = "minute"
    SECOND = "second"


@dataclass(frozen=True, slots=True)
class Stamp:
    """A time as a publisher printed it.

    Two stamps are the same printed time when the instant and the precision agree.
    """

    #: aware; keeps the offset that was printed, else the one of the source's zone
    at: datetime
    precision: Precision


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


@dataclass(frozen=True, slots=True)
class ReadingRules:
    """What the source's settings say about how to read its pages."""

    #: name of a file in pipeline/presets, or None: K2 markup is still recognised, anything else
    #: read generically
    preset: str | None = None
    #: IANA name of the zone of printed times that carry no offset
    timezone: str = "UTC"
    #: BCP 47, used when the page does not say
    language: str | None = None
    #: the source's own rules, which go before the preset's
    own: RulesSettings | None = None


#: what a paragraph of the body is: running text, a heading inside it, an entry of a list, a
#: block quotation
ParagraphKind = Literal["text", "subhead", "item", "quote"]


class Provenance(StrEnum):
    """Where on a page a field was read."""

    PRESET = "preset"  # by a preset or the site's own rules
    JSON_LD = "json-ld"
    META = "meta"  # OpenGraph, Dublin Core and other tags of the head
    MICRODATA = "microdata"
    TEXT = "text"  # printed where such a thing is printed: a heading, a byline, a date
    HEURISTIC = "heuristic"  # guessed from what the page looks like


@dataclass(frozen=True, slots=True)
class ArticleData:
    """What was read off a page. White space is collapsed, invisible marks are gone."""

    url: str
    canonical_url: str
    title: str
    #: paragraphs in order, none empty
    body: tuple[str, ...]
    #: the publisher's own id with its system, such as "k2:1234"
    publisher_id: str | None = None
    #: as printed, such as "الميثاق/وكالات"
    byline: str | None = None
    #: people; where none is named, the desk or outlet that signs
    authors: tuple[str, ...] = ()
    #: news agencies as printed, named or not ("وكالات")
    agencies: tuple[str, ...] = ()
    #: the source credited at the end («المصدر: …»)
    credited_source: str | None = None
    #: outlets cited inside the text, as printed, in order of appearance
    cited_sources: tuple[str, ...] = ()
    #: the section as printed
    section: str | None = None
    tags: tuple[str, ...] = ()
    image: str | None = None
    #: BCP 47
    language: str | None = None
    featured: bool = False
    #: the page's own view counter: changes at every view, never an edit
    hits: int | None = None
    published: Stamp | None = None
    modified: Stamp | None = None
    #: what each paragraph of the body is; as long as `body`, or empty where it was not told
    structure: tuple[ParagraphKind, ...] = ()
    #: the page says or shows that it is a live report, added to as things happen
    live: bool = False
    #: the page says or shows that only part of the text is there for those who do not pay
    paywalled: bool = False
    #: name of a field → where it was read: a `Provenance`, then a note in brackets if there
    #: is more to say, such as "text (json-ld agrees, to the day)"
    provenance: dict[str, str] = field(default_factory=dict)
    #: name and version of what read the page, such as "joomla-k2/2"
    extractor: str = ""


class Absence(StrEnum):
    """What a fetch found where an article had been, when it speaks of a removal."""

    NOT_FOUND = "not-found"  # 404
    GONE = "gone"  # 410
    REDIRECTED = "redirected"  # to the home page, a section or another page
    SOFT_404 = "soft-404"  # an error page with a good status
    EMPTIED = "emptied"  # a page without title or text
    REPLACED = "replaced"  # a list or another article


@dataclass(frozen=True, slots=True)
class NotArticle:
    """A page that arrived but holds no article (empty, a listing, an error page)."""

    reason: str
    #: None where it says nothing of whether an article was there or is still: a wall, a log-in
    #: page, a page under repair or one that cannot be read
    absence: Absence | None = None


ChangeOp = Literal["insert", "delete", "replace"]
ChangedField = Literal["title", "body", "byline", "credit", "section"]


@dataclass(frozen=True, slots=True)
class Change:
    """One run of words that differs between two versions."""

    op: ChangeOp
    #: the words as they stood; "" for an insert
    before: str
    #: the words as they stand; "" for a delete
    after: str
    field: ChangedField
    #: index of the body paragraph in the newer version (in the older one for a delete)
    paragraph: int | None = None


@dataclass(frozen=True, slots=True)
class KindEvidence:
    """What one kind of an edit rests on."""

    kind: EditKind
    #: index of the body paragraph in the newer version (in the older one for what went); None
    #: outside the body
    paragraph: int | None
    #: the words as they stood, as they stand; "" where there were, or are, none
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class EditData:
    """The difference between two consecutive versions."""

    changes: tuple[Change, ...]
    #: content changed while the page's modified stamp did not, or the page carries none
    stealth: bool
    #: True when words changed; False for the stamp alone and for formatting alone
    substantive: bool
    title_before: str
    title_after: str
    #: of `EditKind`; edits stored by older releases may have none
    kinds: tuple[str, ...] = ()
    #: the default one, of `Severity`; None for edits stored by older releases
    severity: str | None = None
    #: at least one for each kind, in the order of the kinds
    evidence: tuple[KindEvidence, ...] = ()


class ArticleState(StrEnum):
    LIVE = "live"
    SUSPECTED = "suspected"
    GONE = "gone"


@dataclass(frozen=True, slots=True)
class Version:
    """An immutable snapshot of an article's extracted content."""

    #: counts from 1 within the article
    n: int
    data: ArticleData
    #: UTC, the first fetch that had it
    fetched_at: datetime
    #: hash of the extracted content, see `pipeline.fingerprints`
    content_hash: str
    #: UTC, the last fetch that lacked it; None for the first version
    last_lacked_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class ArticleForUpdate:
    """An article as the store holds it, with what a decision needs."""

    id: int
    state: ArticleState
    url: str
    canonical_url: str
    latest: Version
    #: fetches in a row that found it missing, whatever each of them found instead
    strikes: int
    #: UTC; the first of those fetches
    missing_since: datetime | None
    #: UTC; the last fetch that saw it
    last_seen_at: datetime
    first_seen_at: datetime
    last_changed_at: datetime


MatchedField = Literal["title", "body", "byline", "tag", "section", "source", "lang"]


@dataclass(frozen=True, slots=True)
class MatchedTerm:
    """One place where a topic's term was found, for the reader of the alert."""

    #: the word or phrase as the query has it
    term: str
    #: the words as the text has them
    found: str
    field: MatchedField
    #: some words either side, as the text has them
    context: str


@dataclass(frozen=True, slots=True)
class Match:
    """A topic that holds for a text."""

    topic: str
    terms: tuple[MatchedTerm, ...]


#: unconfirmed: an edit that no other fetch has shown yet; withdrawn: what was told is no edit
AlertKind = Literal[
    "new", "edit", "entered", "left", "removed", "restored", "unconfirmed", "withdrawn"
]


@dataclass(frozen=True, slots=True)
class Removal:
    """An article that was confirmed missing, and perhaps came back."""

    #: of `Absence`, by the fetch that confirmed it
    absence: str
    #: the same for people, as that fetch had it
    detail: str
    #: the version that was the latest
    version: int
    #: UTC; the last fetch that saw it, the first that missed it, the one that confirmed it
    last_seen_at: datetime
    missing_since: datetime
    confirmed_at: datetime
    #: fetches that missed it until then
    looks: int
    #: UTC; the fetch that saw it again
    restored_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class AlsoCarriedBy:
    """Another article that carries the story of the one an alert tells of."""

    article_id: int
    source: str
    url: str
    title: str
    #: UTC
    first_seen_at: datetime


@dataclass(frozen=True, slots=True)
class AlertMessage:
    """All that a channel needs to render one alert, with no further look-up."""

    alert_id: int
    delivery_id: str
    topic: str
    watchlist: str
    kind: AlertKind
    created_at: datetime
    source: str
    article_id: int
    article: ArticleData
    first_seen_at: datetime
    sections: tuple[str, ...]
    matched: tuple[MatchedTerm, ...]
    edit_id: int | None = None
    edit: EditData | None = None
    #: the version before the edit
    before: ArticleData | None = None
    from_version: int | None = None
    to_version: int = 1
    #: UTC bracket of the change: last fetch that lacked it, first that had it
    last_lacked_at: datetime | None = None
    fetched_at: datetime | None = None
    #: what an alert of a removal, or of its end, tells of
    removal: Removal | None = None
    #: the topic's alerts are counted from 1; 0: not counted
    sequence: int = 0
    #: ids of earlier deliveries to the same destination that this one follows: the first about
    #: the story that the article carries, then the first about the article, each if there is one
    thread_of: tuple[str, ...] = ()
    #: the story that the article carries, and who else did when this was rendered, the first
    #: seen first; for new pieces alone
    story_id: int | None = None
    carriers: tuple[AlsoCarriedBy, ...] = ()
    #: the article's page on the dashboard, pure ASCII; None: nobody says where that is
    dashboard_url: str | None = None


@dataclass(frozen=True, slots=True)
class DigestEntry:
    """One of the alerts that a digest carries."""

    message: AlertMessage
    #: what it shares with those that tell of the same story, or of the same article
    story: str


@dataclass(frozen=True, slots=True)
class Digest:
    """Several alerts that go to one destination as one message."""

    delivery_id: str
    #: when it was composed, UTC
    created_at: datetime
    #: at least two, in the order they were raised
    entries: tuple[DigestEntry, ...]


@dataclass(frozen=True, slots=True)
class Rendered:
    """A delivery's payload, rendered once and sent byte for byte at every attempt."""

    #: the complete message (RFC 5322) or JSON body
    payload: bytes
    #: extra facts a channel needs to send it, such as the envelope
    headers: dict[str, str] = field(default_factory=dict)

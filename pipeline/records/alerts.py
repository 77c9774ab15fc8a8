"""What people are told: matches, and the messages that are made of them."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from pipeline.records.archive import EditData, Removal
from pipeline.records.reading import ArticleData

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
class AlsoCarriedBy:
    """Another article that carries the story of the one an alert tells of."""

    article_id: int
    source: str
    url: str
    title: str
    #: UTC
    first_seen_at: datetime


@dataclass(frozen=True, slots=True)
class TakenBack:
    """An alert that a later one takes back, as far as that names it."""

    alert_id: int
    kind: AlertKind
    #: UTC
    created_at: datetime
    #: of the article as it was told of
    title: str
    #: whether it told of a silent edit
    stealth: bool


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
    #: the version before the edit; of a piece that came back changed, the last that was held
    before: ArticleData | None = None
    from_version: int | None = None
    to_version: int = 1
    #: UTC bracket of the change: last fetch that lacked it, first that had it
    last_lacked_at: datetime | None = None
    fetched_at: datetime | None = None
    #: what an alert of a removal, or of its end, tells of
    removal: Removal | None = None
    #: how a piece that came back differs from `before`, by the first reading of it; None: it is
    #: as it was, or what was held is no longer kept
    since_held: EditData | None = None
    #: the topic's alerts are counted from 1; 0: not counted
    sequence: int = 0
    #: ids of earlier deliveries to the same destination that this one follows: the first about
    #: the story that the article carries, then the first about the article, each if there is one
    thread_of: tuple[str, ...] = ()
    #: the story that the article carries, and who else did when this was rendered, the first
    #: seen first; for new pieces alone
    story_id: int | None = None
    carriers: tuple[AlsoCarriedBy, ...] = ()
    #: what a withdrawn alert takes back; None: an older Marsad did not note which
    takes_back: TakenBack | None = None
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

"""What is kept of articles: their state, versions, edits and removals."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Literal

from config.edit_kinds import EditKind
from pipeline.records.reading import ArticleData

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

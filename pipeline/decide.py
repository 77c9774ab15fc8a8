"""Decides what one fetch of one article means. Pure: what is known and what was found go in.

    found \\ known      nothing known    an article
    article            New              Edited, or Unchanged
    304                NoArticle        Unchanged
    404, 410           Missed           Suspect, then Gone
    no article on it   NoArticle        Suspect (never Gone by that alone)
    other failure      Missed           Missed

What is gone stays gone until it is seen again: a further 404 is Missed, another page NoArticle.

Which article a page belongs to is settled before (`pipeline.identity`), and so is its extractor:
where the latest version was read by another one, the caller reads its archived response again
and passes that reading as `known.latest.data`, so that a better extractor makes no edit. Nothing
is stored here, and nobody told.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from pipeline.edits import compare
from pipeline.records import (
    ArticleData,
    ArticleForUpdate,
    ArticleState,
    EditData,
    FailureReason,
    FetchFailure,
    NotArticle,
    NotModified,
)

Reading = ArticleData | NotArticle | NotModified | FetchFailure


@dataclass(frozen=True, slots=True)
class RemovalPolicy:
    """How often, and for how long, a page must be missing before its article is gone."""

    #: least time between the first fetch that missed it and the one that confirms it
    confirm_after: timedelta = timedelta(minutes=30)
    #: fetches in a row answered 404
    strikes_not_found: int = 3
    #: fetches in a row that ended with a 410, which says that it is meant
    strikes_gone: int = 2


@dataclass(frozen=True, slots=True)
class New:
    """An article nobody knew."""

    data: ArticleData


@dataclass(frozen=True, slots=True)
class Edited:
    """A known article is there in a new version; it is live."""

    data: ArticleData
    edit: EditData
    #: it had been gone
    restored: bool = False


@dataclass(frozen=True, slots=True)
class Unchanged:
    """A known article is there as it was; it is live."""

    #: what was read, for what changes without an edit (hits); None after a 304
    data: ArticleData | None
    #: it had been gone
    restored: bool = False


@dataclass(frozen=True, slots=True)
class Suspect:
    """A known article may have been taken down."""

    reason: str
    #: 404s and 410s in a row, this one included
    strikes: int


@dataclass(frozen=True, slots=True)
class Gone:
    """A known article has been taken down."""

    reason: str
    #: 404s and 410s in a row, this one included
    strikes: int


@dataclass(frozen=True, slots=True)
class NoArticle:
    """The page holds no article, and no live one is missed."""

    reason: str


@dataclass(frozen=True, slots=True)
class Missed:
    """The fetch failed in a way that says nothing new; all stays as it is."""

    failure: FetchFailure


Decision = New | Edited | Unchanged | Suspect | Gone | NoArticle | Missed


def decide(
    known: ArticleForUpdate | None, found: Reading, fetched_at: datetime, policy: RemovalPolicy
) -> Decision:
    """What the fetch that ended at `fetched_at` (aware) means for the article.

    Args:
        known: the article the page belongs to, its latest version read by the extractor that
            read `found`; None for a page of which nothing is known.
        found: what the page held, or why there was none.
        fetched_at: when the page was fetched.
        policy: when a missing article is gone.
    """
    if known is None:
        return _of_unknown(found)
    gone = known.state is ArticleState.GONE
    match found:
        case ArticleData():
            edit = compare(known.latest.data, found)
            return Edited(found, edit, gone) if edit else Unchanged(found, gone)
        case NotModified():
            return Unchanged(None, gone)
        case NotArticle(reason):
            return NoArticle(reason) if gone else Suspect(reason, known.strikes)
        case FetchFailure(reason=FailureReason.NOT_FOUND | FailureReason.GONE) if not gone:
            return _of_missing(known, found, fetched_at, policy)
        case FetchFailure():
            return Missed(found)


def _of_unknown(found: Reading) -> Decision:
    match found:
        case ArticleData():
            return New(found)
        case NotModified():
            return NoArticle("answered 304 for a page that was never read")
        case NotArticle(reason):
            return NoArticle(reason)
        case FetchFailure():
            return Missed(found)


def _of_missing(
    known: ArticleForUpdate, failure: FetchFailure, fetched_at: datetime, policy: RemovalPolicy
) -> Suspect | Gone:
    strikes = known.strikes + 1
    meant = failure.reason is FailureReason.GONE
    enough = policy.strikes_gone if meant else policy.strikes_not_found
    missing_since = known.missing_since or fetched_at
    if strikes >= enough and fetched_at - missing_since >= policy.confirm_after:
        return Gone(failure.detail, strikes)
    return Suspect(failure.detail, strikes)

"""Decides what one fetch of one article means. Pure: what is known and what was found go in.

    found \\ known      nothing known    an article
    article            New              Edited, or Unchanged
    304                NoArticle        Unchanged
    an absence         Missed, or       Suspect, then Gone
                       NoArticle
    no article on it   NoArticle        NoArticle
    other failure      Missed           Missed

An absence is what speaks of a removal: a 404, a redirect away, an error page, a page without its
text (`pipeline.records.Absence`); when it is proof enough is `pipeline.removal`'s. Walls, log-in
pages and outages are none. What is gone stays gone until it is seen again.

Which article a page belongs to is settled before (`pipeline.identity`), and so is its extractor:
where the latest version was read by another one, the caller reads its archived response again
and passes that reading as `known.latest.data`, so that a better extractor makes no edit. Nothing
is stored here, and nobody told.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from pipeline.edits import compare
from pipeline.records import (
    ArticleData,
    ArticleForUpdate,
    ArticleState,
    EditData,
    FetchFailure,
    NotArticle,
    NotModified,
)
from pipeline.removal import Gone, RemovalPolicy, Suspect, absence_in, weigh

Reading = ArticleData | NotArticle | NotModified | FetchFailure


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
class NoArticle:
    """The page holds no article, which changes nothing about the one that may have been there."""

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
        case _ if not gone and (missing := absence_in(found)):
            return weigh(
                *missing,
                strikes=known.strikes,
                missing_since=known.missing_since,
                fetched_at=fetched_at,
                policy=policy,
            )
        case NotArticle(reason):
            return NoArticle(reason)
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

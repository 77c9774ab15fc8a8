"""Tells when a missing article is gone: how often and how long it must be missed. Pure.

What a fetch found instead says how much it proves: a 410 is meant, a 404 mostly, a redirect or
an error page with a good status may be a fault of the site's, an empty page even more so. And
the rest of the source is heard: where much of it is missing at once, the site is down or has
moved, and nothing is taken for removed. docs/removals.md prints the figures.

It says nothing of what a fetch found (`pipeline.extract`, `crawler.answers`).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from pipeline.records import Absence, FailureReason, FetchFailure, NotArticle

#: so many articles, and this share of those looked at, missing at once are no removals
_MOST_AT_ONCE: Final = 5
_SHARE_AT_ONCE: Final = 0.3
#: so many, where none that was looked at is there
_MOST_ALONE: Final = 3
#: but what stays away for so long while the source answers otherwise is gone all the same
_LONGEST_HOLD: Final = timedelta(days=7)
#: articles first missed so much sooner count as missing at once
AT_ONCE: Final = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Proof:
    """What it takes to confirm that an article is gone."""

    #: fetches in a row that missed it
    looks: int
    #: least time between the first of them and the last, in multiples of the policy's wait
    waits: int


PROOFS: Final = {
    Absence.GONE: Proof(looks=2, waits=1),
    Absence.NOT_FOUND: Proof(looks=3, waits=1),
    Absence.REDIRECTED: Proof(looks=3, waits=3),
    Absence.SOFT_404: Proof(looks=3, waits=3),
    Absence.REPLACED: Proof(looks=4, waits=12),
    Absence.EMPTIED: Proof(looks=4, waits=12),
}


@dataclass(frozen=True, slots=True)
class RemovalPolicy:
    """For how long a page must be missing before its article is gone."""

    #: what `Proof.waits` multiplies; zero when the user forces a pass
    wait: timedelta = timedelta(hours=2)


@dataclass(frozen=True, slots=True)
class Suspect:
    """A known article may have been taken down."""

    absence: Absence
    #: the same for people
    reason: str
    #: fetches in a row that missed it, this one included
    strikes: int
    #: it was missed often and long enough, and is not taken for gone since much else is missing
    held: bool = False


@dataclass(frozen=True, slots=True)
class Gone:
    """A known article has been taken down."""

    absence: Absence
    reason: str
    #: fetches in a row that missed it, this one included
    strikes: int


@dataclass(frozen=True, slots=True)
class Rest:
    """How the rest of a source answers, as far as it was looked at while one article is missing."""

    #: other articles that are missing since about the same time
    missing: int = 0
    #: other articles that were seen since
    seen: int = 0
    #: none of its sections answered when last polled
    is_silent: bool = False


def absence_in(found: NotArticle | FetchFailure) -> tuple[Absence, str] | None:
    """What a fetch found in an article's place, for people too; None: it says nothing of that."""
    match found:
        case NotArticle(reason, absence):
            return (absence, reason) if absence else None
        case FetchFailure(reason=FailureReason.NOT_FOUND, detail=detail):
            return Absence.NOT_FOUND, detail
        case FetchFailure(reason=FailureReason.GONE, detail=detail):
            return Absence.GONE, detail
    return None


def weigh(
    absence: Absence,
    reason: str,
    *,
    strikes: int,
    missing_since: datetime | None,
    fetched_at: datetime,
    policy: RemovalPolicy,
) -> Suspect | Gone:
    """What one more fetch that missed an article means, the rest of its source not yet heard.

    Args:
        strikes: fetches in a row that missed it before.
        missing_since: aware, the first of them; None: there was none.
    """
    looks, proof = strikes + 1, PROOFS[absence]
    missing_for = fetched_at - (missing_since or fetched_at)
    if looks >= proof.looks and missing_for >= proof.waits * policy.wait:
        return Gone(absence, reason, looks)
    return Suspect(absence, reason, looks)


def unless_held(gone: Gone, rest: Rest, missing_for: timedelta) -> Gone | Suspect:
    """The removal, or a suspicion that says why it is held, by how the rest answers."""
    held = _why_held(rest, missing_for)
    if held is None:
        return gone
    return Suspect(gone.absence, f"{gone.reason}; held, since {held}", gone.strikes, held=True)


def _why_held(rest: Rest, missing_for: timedelta) -> str | None:
    missing = rest.missing + 1
    looked_at = missing + rest.seen
    if rest.is_silent:
        return "no section of the source answers"
    if rest.seen == 0 and missing >= _MOST_ALONE:
        return f"all {missing} articles that were looked at are missing"
    if missing < _MOST_AT_ONCE or missing < _SHARE_AT_ONCE * looked_at:
        return None
    if missing_for >= _LONGEST_HOLD:
        return None
    return f"{missing} of {looked_at} articles that were looked at are missing at once"

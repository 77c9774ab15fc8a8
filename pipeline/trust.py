"""Whether a sweep is believed: a pure policy over what it said and what the pages showed.

Every time a page is read anyway, what the sweep had said of it since the last look is held
against what the page shows:

    it said "changed", and the page had changed            RIGHT
    it said "changed", and the page says what it said      FALSE   (costs a request)
    it said nothing, and the page had not changed          QUIET
    it said nothing, not even at the next sweep, of a      MISSED
    change that the page shows

A sweep begins on trial: what it tells is looked at, and rechecks go on as if it were not
there. It is trusted once it was right often enough with nothing missed, and that while
enough pages were read of which it had said nothing: it is on those that a silent edit would
show. Rechecks of the articles it covers are then stretched to a sample, never to none, and the
less the more of the edits it has missed before. One miss revokes the trust, and each miss doubles
what must be shown for it. A sweep that cries wolf (a sitemap whose stamps are the time of the
request) is noise: it is not followed.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from enum import StrEnum

#: rechecks of covered articles wait so many times as long at the most under a trusted sweep
STRETCH = 10.0
#: articles told at once that are looked at in the same crawl while a sweep is on trial;
#: the others wait for their own recheck
MOST_ON_TRIAL = 20

#: confirmed hits in a row, with nothing missed, before a sweep is trusted
_HITS = 5
#: pages read meanwhile of which it had said nothing, and nothing had changed
_QUIET = 20
#: after so many misses the price of trust rises no further
_MOST_DOUBLINGS = 5
#: false alarms before they are judged at all, and how many for each hit make noise
_FALSE = 20
_FALSE_FOR_A_HIT = 9


class Standing(StrEnum):
    """What a sweep is worth."""

    NONE = "none"  # the source does not offer it
    ON_TRIAL = "on-trial"
    TRUSTED = "trusted"
    REVOKED = "revoked"  # it was trusted and missed an edit: on trial again, at a higher price
    NOISY = "noisy"  # nearly all that it tells is false


class Verdict(StrEnum):
    """What one look at a page says of a sweep."""

    RIGHT = "right"
    FALSE = "false"
    QUIET = "quiet"
    MISSED = "missed"


@dataclass(frozen=True, slots=True)
class Track:
    """A sweep's record so far."""

    standing: Standing = Standing.NONE
    #: verdicts of the trial under way
    hits: int = 0
    quiet: int = 0
    #: verdicts ever
    right: int = 0
    missed: int = 0
    false: int = 0


def judged(track: Track, verdict: Verdict) -> Track:
    """The record after one more verdict."""
    if verdict is Verdict.MISSED:
        standing = track.standing
        if standing is Standing.TRUSTED:
            standing = Standing.REVOKED
        return replace(track, standing=standing, missed=track.missed + 1, hits=0, quiet=0)
    track = replace(
        track,
        hits=track.hits + (verdict is Verdict.RIGHT),
        right=track.right + (verdict is Verdict.RIGHT),
        quiet=track.quiet + (verdict is Verdict.QUIET),
        false=track.false + (verdict is Verdict.FALSE),
    )
    if track.false >= _FALSE and track.false > _FALSE_FOR_A_HIT * track.right:
        return replace(track, standing=Standing.NOISY, hits=0, quiet=0)
    if track.hits >= hits_needed(track) and track.quiet >= _QUIET:
        return replace(track, standing=Standing.TRUSTED)
    if track.standing is Standing.NOISY:
        return replace(track, standing=Standing.ON_TRIAL)
    return track


def hits_needed(track: Track) -> int:
    """Hits in a row that earn trust: twice as many after each miss, up to a bound."""
    return int(_HITS * 2 ** min(track.missed, _MOST_DOUBLINGS))


def stretch(track: Track) -> float:
    """How many times as long rechecks wait of articles that a sweep covers and says nothing of.

    What they still look for is what the sweep would not tell. If it missed a share m of the edits,
    those come at m times the rate, and the delay expected of them grows to the same after 1/√m
    times the wait. A sweep that never missed one is relied on as far as any may be.
    """
    if track.standing is not Standing.TRUSTED:
        return 1.0
    if not track.missed:
        return STRETCH
    return min(math.sqrt((track.right + track.missed) / track.missed), STRETCH)


def told_share(track: Track) -> float:
    """The share of edits that a sweep has told; one as long as it missed none."""
    return track.right / (track.right + track.missed) if track.missed else 1.0


def answered(track: Track) -> Track:
    """The record of a sweep that gave an answer, perhaps for the first time."""
    return replace(track, standing=Standing.ON_TRIAL) if track.standing is Standing.NONE else track


def given_up(track: Track) -> Track:
    """The record of a sweep that is not offered, or no longer: what it missed stays known."""
    return replace(track, standing=Standing.NONE, hits=0, quiet=0)


def most_followed(standing: Standing) -> int | None:
    """How many of the articles told in one sweep are looked at at once; None: all."""
    return {Standing.TRUSTED: None, Standing.NOISY: 0}.get(standing, MOST_ON_TRIAL)

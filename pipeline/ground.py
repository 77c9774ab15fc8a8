"""Which pieces of a listing are new, and which were there before anybody watched.

Ground is what a section was known to list before a poll began. Pure: it gets the order in
which one poll listed the pieces, over all its pages, and says what each one's place and
date tell. The rule and its reasons are in docs/decisions/004-known-ground.md.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from pipeline.records import Stamp

#: by how much a date must lie before the time it is held against to say that a piece in a
#: new one's place is old: zones are misread, and some dates have no clock
_GRACE = timedelta(days=1)
#: so few known pieces above so many unknown ones that carry no dates are pinned there
_MOST_PINNED = 2
_FEWEST_BELOW_PINS = 5


@dataclass(frozen=True, slots=True)
class Step:
    """One piece in the order in which a poll listed it."""

    #: UTC; when an earlier poll of the section first listed it, None for none: this one did
    listed_at: datetime | None
    published: Stamp | None = None

    def is_ground(self, until: datetime | None) -> bool:
        return self.listed_at is not None and (until is None or self.listed_at <= until)


@dataclass(frozen=True, slots=True)
class Judgement:
    """What the place of a piece says of it, and what its date is to be held against."""

    #: whether it is new as far as its place tells
    new: bool
    #: the time that the date it carries is held against; None where the place decides alone
    against: datetime | None = None

    def holds_new(self, published: Stamp | None) -> bool:
        """Whether the piece is new, now that its date is known, or that it has none."""
        return is_new(self.new, self.against, published)


def is_new(by_place: bool, against: datetime | None, published: Stamp | None) -> bool:
    """Place first, date second: a date overrules the place only when it is clear of doubt.

    Args:
        by_place: what the place of the piece in its listing says.
        against: what its date is held against, None for nothing.
        published: the date the listing or the page prints.
    """
    if against is None or published is None:
        return by_place
    return published.at > (against - _GRACE if by_place else against)


def last_ground(steps: Sequence[Step], until: datetime | None = None) -> int | None:
    """The place of the deepest piece that is known ground, None while none was reached.

    Pinned pieces stand on top of a listing whatever comes below them, so they are no
    ground: known pieces with nothing known below them, where the unknown ones below are
    later than all of them, or, without dates, are many where they are few.

    Args:
        until: only what was listed by then is ground: the poll before a gap.
    """
    places = [place for place, step in enumerate(steps) if step.is_ground(until)]
    if not places:
        return None
    last = places[-1]
    above, below = steps[: last + 1], [step for step in steps[last + 1 :] if not step.listed_at]
    if not below or not all(step.listed_at for step in above):
        return last
    pins = [step.published.at for step in above if step.published]
    dates = [step.published.at for step in below if step.published]
    if pins and dates:
        return None if max(dates) > max(pins) else last
    few = len(above) <= _MOST_PINNED and len(below) >= _FEWEST_BELOW_PINS
    return None if few else last


def judge(
    place: int, ground: int | None, floor: datetime | None, watched_since: datetime
) -> Judgement:
    """What the place of a found piece says.

    Args:
        place: of the piece, in the order of the poll.
        ground: of the deepest known piece, None where no known ground was reached.
        floor: when the deepest known piece whose date is known was published, None if no
            date of a known piece is.
        watched_since: when the section was first known whole.
    """
    if ground is None:  # all of it lies above the ground, unless the listing is another one
        return Judgement(True, watched_since)
    if place > ground:  # what the first crawl did not reach down to
        return Judgement(False, watched_since)
    # among what was known: unless it is older than the ground reached, it was not there
    return Judgement(True, min(floor or watched_since, watched_since))

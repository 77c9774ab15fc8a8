"""What the pipeline asks of the scheduler's policy: when is this due next?

The answers are `scheduler.policy`'s; the pipeline writes them in the transaction of
what it learned, so that a restart neither forgets nor repeats.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from pipeline.records import ArticleState

#: the last fetch without an article that is followed by another one
LAST_WAIT = 5


@dataclass(frozen=True, slots=True)
class SeenEdit:
    """An edit that a look showed: it came some time after the look before."""

    at: datetime
    after: datetime


def seen_edits(
    first_seen_at: datetime, looked_at: Iterable[datetime], edits_at: Iterable[datetime]
) -> tuple[SeenEdit, ...]:
    """Edits between the looks that enclose them, in order.

    Args:
        looked_at: what is known of when an article was looked at, in any order.
        edits_at: when looks showed edits, in any order; any of them was a look as well.
    """
    looks, found, cursor = sorted(looked_at), list[SeenEdit](), first_seen_at
    for edit in sorted(edits_at):
        if edit > cursor:
            place = bisect_left(looks, edit)
            after = max(looks[place - 1], cursor) if place else cursor
            found.append(SeenEdit(edit, after))
            cursor = edit
    return tuple(found)


@dataclass(frozen=True, slots=True)
class RecheckFacts:
    """What is known of an article when its next recheck is set."""

    state: ArticleState
    first_seen_at: datetime
    #: or when it was first missed, if that was later
    last_changed_at: datetime
    #: the shortest interval of the sections that list it
    every: timedelta
    #: fetches in a row that brought nothing to read
    misses: int
    source: str = ""
    #: edits seen so far, of those that say something, in order
    edits: tuple[SeenEdit, ...] = ()
    #: what an hour costs that an edit of it stands unseen; 1: no topic holds for it
    weight: float = 1.0


@dataclass(frozen=True, slots=True)
class Waiting:
    """A live article that waits for its recheck, as a policy sees it."""

    first_seen_at: datetime
    looked_at: datetime
    recheck_at: datetime
    edits: tuple[SeenEdit, ...]


class Timing(Protocol):
    """When things are due next; every method is pure."""

    def next_recheck(self, facts: RecheckFacts, now: datetime) -> datetime | None:
        """When to fetch a known article again; None: never."""
        ...

    def next_try(self, attempts: int, now: datetime) -> datetime | None:
        """When to fetch a link again after `attempts` that gave no article; None: never."""
        ...

    def poll_interval(
        self, source: str, section: str, within: tuple[timedelta, timedelta], now: datetime
    ) -> timedelta:
        """How long after `now` a section deserves its next poll.

        Args:
            within: the shortest and the longest time between two polls, by its settings.
        """
        ...

    def next_poll(
        self,
        every: timedelta,
        strain: float,
        now: datetime,
        key: str,
        retry_after: float | None,
        *,
        least: timedelta = timedelta(0),
    ) -> datetime:
        """When to poll a section again.

        Args:
            strain: what its failures in a row weigh (`pipeline.hosts.weight`).
            key: names the section, so that its share of jitter stays its own.
            retry_after: seconds the host asked us to stay away.
            least: no sooner than this, whatever the jitter.
        """
        ...

"""How a host is asked: how far apart, how long not at all after trouble, how often in a day.

Pure: what a host's record becomes and what it allows. Waiting is `crawler.pace`'s, keeping
`pipeline.store.hosts`'s; docs/politeness.md tells people the rules and their reasons.
"""

from __future__ import annotations

import math
import random
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from typing import Final

from config.settings import DailySettings, SourceSettings
from pipeline.records import FailureReason, FetchFailure
from pipeline.urls import host_key

#: what a failure weighs: the address is not there or not for us; the host is in trouble, or the
#: way to it; it asks for a little peace
HARD: Final = 1.0
SOFT: Final = 0.5
PASSING: Final = 0.25

#: strain from which a host is left alone: three failures in a row that are not passing
_TOO_MUCH: Final = 1.5
#: for so long by each unit of strain
_STEP: Final = timedelta(minutes=2)
#: a host that does not come back is tried so often all the same
LONGEST_REST: Final = timedelta(hours=6)
#: the longest that a host's own wish is heeded
LONGEST_ASKED: Final = timedelta(hours=24)
#: what "too many requests" and "not now" mean where no figure is given
_SOME_TIME: Final = timedelta(minutes=1)
#: a rest is longer by up to this share of itself, so that not everybody comes back at once
SPREAD: Final = 0.25
#: seconds; a slow host is given no longer to breathe
LONGEST_BREATH: Final = 30.0
#: seconds; a host that takes longer is slow
_SLOW: Final = 5.0
#: seconds; a host that answers within them has its breath
QUICK: Final = 0.25
#: share of a day's requests or bytes after which the rest is kept for confirmations
_RESERVED_FROM: Final = 0.9


class Welcome(StrEnum):
    """What a host may be asked for now."""

    OPEN = "open"
    CONFIRMING = "confirming"  # only what confirms an edit or a removal
    CLOSED = "closed"


@dataclass(frozen=True, slots=True)
class DailyLimits:
    """What one host may be asked in a day, UTC."""

    requests: float = math.inf
    #: bodies as they were sent
    bytes: float = math.inf

    @classmethod
    def of(cls, daily: DailySettings) -> DailyLimits:
        return cls(daily.requests, daily.megabytes * 1_000_000)


@dataclass(frozen=True, slots=True)
class Rest:
    """A host that is not asked for all now."""

    host: str
    #: `CONFIRMING` or `CLOSED`
    welcome: Welcome
    #: when it is asked for all again
    until: datetime
    #: for people
    why: str


@dataclass(frozen=True, slots=True)
class HostRecord:
    """What is known of one host, named as `pipeline.urls.host_key` does."""

    host: str
    #: it is not asked before; while it is being asked, a time that surely suffices
    free_at: datetime
    #: seconds that its answers take, rising at once and falling by halves
    latency: float = 0.0
    #: the weight of its failures, relieved by each answer
    strain: float = 0.0
    #: it is left alone until then, and why
    resting_until: datetime | None = None
    resting_why: str | None = None
    #: the day, UTC, that the counts are of
    day: date = date.min
    requests: int = 0
    received: int = 0

    def rests(self, now: datetime) -> bool:
        # a clock that was set back must not make a rest of days
        return self.resting_until is not None and now < self.resting_until <= now + LONGEST_ASKED

    def today(self, now: datetime) -> tuple[int, int]:
        """Requests and bytes of the day that it is."""
        is_today = self.day == now.astimezone(UTC).date()
        return (self.requests, self.received) if is_today else (0, 0)

    def spent(self, limits: DailyLimits, now: datetime) -> float:
        """The share of today's allowance that is used up; 1 or more: all of it."""
        requests, received = self.today(now)
        return max(requests / limits.requests, received / limits.bytes)

    def welcome(self, limits: DailyLimits, now: datetime) -> Welcome:
        """What it may be asked for now."""
        if self.rests(now):
            return Welcome.CLOSED
        return self.allowance(limits, now)

    def allowance(self, limits: DailyLimits, now: datetime) -> Welcome:
        """The same by the day's limits alone."""
        spent = self.spent(limits, now)
        if spent >= 1:
            return Welcome.CLOSED
        return Welcome.CONFIRMING if spent >= _RESERVED_FROM else Welcome.OPEN

    def rest(self, limits: DailyLimits, now: datetime) -> Rest | None:
        """Why it is not asked for all now, and until when; None: it is."""
        allowance, tomorrow = self.allowance(limits, now), next_day(now)
        until = self.resting_until if self.rests(now) else None
        if until is not None and not (allowance is Welcome.CLOSED and tomorrow > until):
            why = self.resting_why or "it asked for peace"
            return Rest(self.host, Welcome.CLOSED, until, f"it rests: {why}")
        if allowance is Welcome.CLOSED:
            why = "it was asked all that it may be in a day (daily)"
            return Rest(self.host, allowance, tomorrow, why)
        if allowance is Welcome.CONFIRMING:
            why = "it was asked nearly all that it may be in a day (daily), the rest is kept"
            return Rest(self.host, allowance, tomorrow, f"{why} for confirming edits and removals")
        return None


def hosts_of(source: SourceSettings) -> frozenset[str]:
    """The hosts a source's crawl may talk to, folded as `host_key` folds them."""
    return frozenset(
        host_key(url) for url in (str(source.home), *(section.url for section in source.sections))
    )


def weight(failure: FetchFailure) -> float:
    """How heavily a failure weighs: `HARD`, `SOFT` or `PASSING`."""
    if failure.retry_after is not None or failure.status in (408, 425, 429, 503):
        return PASSING
    in_trouble = failure.reason in (
        FailureReason.UNREACHABLE,
        FailureReason.TIMEOUT,
        FailureReason.BLOCKED,
        FailureReason.BROKEN,
    )
    return SOFT if in_trouble or (failure.status or 0) >= 500 else HARD


def speaks_of_the_host(failure: FetchFailure) -> bool:
    """Whether a failure is likely to befall every address of the host."""
    if failure.reason is FailureReason.BROKEN:
        return False
    return failure.reason is not FailureReason.REFUSED and weight(failure) < HARD


def is_troubled(record: HostRecord) -> bool:
    """Whether it answers so late, or fails so often, that whoever asks it must expect to wait."""
    return record.latency > _SLOW or record.strain > 0


def spacing(wanted: float, crawl_delay: float, latency: float) -> float:
    """Seconds from the end of one answer to the next request: the longest that anybody asks for.

    Args:
        wanted: what the settings say.
        crawl_delay: what robots.txt says.
        latency: of the host; a slow one is given as long to breathe as it takes to answer.
    """
    breath = min(latency, LONGEST_BREATH) if latency > QUICK else 0.0
    return max(wanted, crawl_delay, breath)


def latency(before: float, took: float, *, well: bool) -> float:
    """How long the host takes to answer, after one more answer.

    Args:
        well: it was no error; errors come quickly and must not hasten us.
    """
    halved = (before + took) / 2
    return max(took, halved) if well else max(took, before)


def strained(
    record: HostRecord,
    failure: FetchFailure,
    now: datetime,
    chance: Callable[[], float] = random.random,
) -> HostRecord:
    """The record after a failure that speaks of the host.

    The host rests when it asks to, else when its failures weigh too much: longer by the same
    with each, never shorter than it asked, at most a day.

    Args:
        chance: gives a number from 0 to 1 each time.
    """
    strain = min(record.strain + weight(failure), LONGEST_REST / _STEP)
    asked = timedelta(0)
    if failure.retry_after is not None:
        asked = min(timedelta(seconds=failure.retry_after), LONGEST_ASKED)
    elif failure.status in (429, 503):
        asked = _SOME_TIME
    own = strain * _STEP if strain >= _TOO_MUCH else timedelta(0)
    rest = min(max(asked, own) * (1 + SPREAD * chance()), LONGEST_ASKED)
    if not rest:
        return replace(record, strain=strain)
    until = now + rest
    if record.resting_until is not None and record.rests(now):
        until = max(until, record.resting_until)  # what was asked for before still holds
    return replace(record, strain=strain, resting_until=until, resting_why=failure.detail)


def relieved(record: HostRecord) -> HostRecord:
    """The record after an answer that shows the host at work: half of its strain, at least 1."""
    return replace(record, strain=max(0.0, min(record.strain / 2, record.strain - 1)))


def metered(record: HostRecord, now: datetime, requests: int, received: int) -> HostRecord:
    """The record after so many more requests and bytes; each day begins anew."""
    today = now.astimezone(UTC).date()
    if record.day != today:
        record = replace(record, day=today, requests=0, received=0)
    return replace(record, requests=record.requests + requests, received=record.received + received)


def next_day(now: datetime) -> datetime:
    """When a host that was asked for all it may have is open again."""
    tomorrow = now.astimezone(UTC).date() + timedelta(days=1)
    return datetime.combine(tomorrow, time(), UTC)

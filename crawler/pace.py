"""Spaces the requests to each host, over all crawls of the process and over its restarts.

A delay counts from the end of one answer to the start of the next request, so a server
never sees two requests closer together than that, however slow it or the way to it is. What a
host is given besides (rest after trouble, a day's allowance) is decided in `pipeline.hosts`.
"""

from __future__ import annotations

import asyncio
import random
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from time import monotonic

import structlog

from pipeline import hosts
from pipeline.hosts import DailyLimits, HostRecord, Rest, Welcome
from pipeline.records import FetchFailure

log = structlog.get_logger()

#: where records are kept; returns once they are
Keep = Callable[[Sequence[HostRecord]], Awaitable[None]]
#: seconds that a host is spoken for at a time: should the process die meanwhile, the next one
#: waits until then, so that not every request needs a word in the store
_SPOKEN_FOR = 5.0
#: seconds; no pause between two requests is longer, however the clock was set meanwhile
_LONGEST_PAUSE = 660.0


async def _nowhere(records: Sequence[HostRecord]) -> None:
    """Nothing outlasts the process."""


def _utc_now() -> datetime:
    return datetime.now(UTC)


@dataclass(slots=True)
class Turn:
    """One request's; whoever has it says how it went."""

    #: it was answered, and with no error
    well: bool = False


@dataclass(slots=True)
class _Host:
    record: HostRecord
    #: seconds of `monotonic`: when it may be asked again, by those who asked so far
    free: float = 0.0
    #: the end of the last answer; None: not asked by this process
    ended: float | None = None
    #: until when requests are covered by what the store was told
    spoken_for: float = 0.0
    #: from when the store has it that the host may be asked, if nobody tells it more
    told: float = 0.0
    crawl_delay: float = 0.0
    #: the store knows less than is known here
    changed: bool = False
    turns: asyncio.Lock = field(default_factory=asyncio.Lock)


class Pace:
    """When each host may be asked next. Hosts are named as `pipeline.urls.host_key` does.

    Args:
        known: what was kept of hosts.
        keep: where to keep it.
        limits: what each host may be asked in a day.
        chance: gives a number from 0 to 1 each time.
    """

    def __init__(
        self,
        known: Iterable[HostRecord] = (),
        keep: Keep = _nowhere,
        limits: DailyLimits | None = None,
        now: Callable[[], datetime] = _utc_now,
        chance: Callable[[], float] = random.random,
    ) -> None:
        self._keep, self._now, self._chance = keep, now, chance
        self._limits = limits or DailyLimits()
        at, clock = now(), monotonic()
        self._hosts = {
            one.host: _Host(one, clock + _between(at, one.free_at, _LONGEST_PAUSE)) for one in known
        }

    def set_crawl_delay(self, host: str, seconds: float) -> None:
        """What the host's robots.txt asks for; 0 if it asks for nothing."""
        self._host(host).crawl_delay = seconds

    def wait(self, host: str) -> float:
        """Seconds until the pause after its last answer is over."""
        known = self._hosts.get(host)
        return max(0.0, known.free - monotonic()) if known else 0.0

    def is_troubled(self, host: str) -> bool:
        """Whether a crawl of the host is likely to take long: its answers are late, or fail."""
        known = self._hosts.get(host)
        return known is not None and hosts.is_troubled(known.record)

    def free_since(self, host: str) -> datetime | None:
        """When the pause after its last answer was over, or will be; None: it was never asked."""
        known = self._hosts.get(host)
        return self._now() + timedelta(seconds=known.free - monotonic()) if known else None

    def welcome(self, host: str) -> Welcome:
        """What the host may be asked for now."""
        known = self._hosts.get(host)
        return known.record.welcome(self._limits, self._now()) if known else Welcome.OPEN

    def rest(self, host: str) -> Rest | None:
        """Why the host is not asked for all now, and until when; None: it is."""
        known = self._hosts.get(host)
        return known.record.rest(self._limits, self._now()) if known else None

    @asynccontextmanager
    async def turn(self, host: str, delay: float) -> AsyncIterator[Turn]:
        """Waits until the host may be asked, and keeps it to oneself meanwhile.

        Args:
            delay: seconds the source's settings ask for; what robots.txt asks for, or as long
                as the host takes to answer, wins where it is longer.
        """
        known, turn = self._host(host), Turn()
        async with known.turns:
            soonest = known.free
            if known.ended is not None:
                soonest = max(soonest, known.ended + _pause(known, delay))
            await asyncio.sleep(max(0.0, soonest - monotonic()))
            await self._speak_for(known, delay)
            began = monotonic()
            try:
                yield turn
                slow = hosts.latency(known.record.latency, monotonic() - began, well=turn.well)
                known.record = replace(known.record, latency=slow)
            finally:
                known.ended = monotonic()
                known.free = known.ended + _pause(known, delay)
                known.changed = True

    def meter(self, host: str, *, requests: int = 0, received: int = 0) -> None:
        """Counts what a host was asked and what it sent."""
        known, now = self._host(host), self._now()
        before = known.record.allowance(self._limits, now)
        known.record = hosts.metered(known.record, now, requests, received)
        known.changed = True
        after = known.record.allowance(self._limits, now)
        if before is not after and after is not Welcome.OPEN:
            log.warning(
                "host_allowance_spent",
                host=host,
                requests=known.record.requests,
                received=known.record.received,
                left_for="confirmations" if after is Welcome.CONFIRMING else "nothing",
                until=hosts.next_day(now).isoformat(),
            )

    async def heed(self, host: str, failure: FetchFailure | None) -> None:
        """Takes note of how a host answered; one in trouble is left alone for a while.

        Args:
            failure: None where it answered well.
        """
        known, now = self._host(host), self._now()
        before = known.record
        if failure is None or not hosts.speaks_of_the_host(failure):
            if failure is None or failure.status is not None:
                known.record = hosts.relieved(before)
        else:
            known.record = hosts.strained(before, failure, now, self._chance)
        known.changed = known.changed or known.record != before
        if known.record.resting_until != before.resting_until:
            until = known.record.resting_until
            log.info(
                "host_rests",
                host=host,
                until=until.isoformat() if until else None,
                detail=known.record.resting_why,
            )
            await self._keep([self._as_kept(known, max(known.told, known.free))])

    async def flush(self, *, at_the_end: bool = False) -> None:
        """Keeps what the store does not know yet of hosts that are not being asked.

        Args:
            at_the_end: of all hosts, for nothing more is asked.
        """
        now = monotonic()
        changed = [
            one
            for one in self._hosts.values()
            # while its word in the store holds, a host is likely to be asked again
            if one.changed and (at_the_end or (_is_idle(one) and one.spoken_for <= now))
        ]
        kept = [self._as_kept(one, _free(one)) for one in changed]
        for one in changed:
            one.changed, one.spoken_for = False, 0.0
        self._forget()
        if kept:
            await self._keep(kept)

    def bring_forward(self, by: timedelta) -> None:
        """The clock was set back by so much: rests end when they would have ended."""
        now = self._now()
        for known in self._hosts.values():
            until = known.record.resting_until
            if until is not None and until > now:
                known.record = replace(known.record, resting_until=until - by)
                known.changed = True

    def _forget(self) -> None:
        """Lets go of hosts that were not asked since yesterday and of which nothing is to say."""
        now = self._now()
        old = (now - timedelta(days=1)).date()
        for host, one in tuple(self._hosts.items()):
            record = one.record
            told_all = not (one.changed or record.strain or record.rests(now))
            if record.day < old and told_all and _is_idle(one):
                del self._hosts[host]

    def _host(self, host: str) -> _Host:
        known = self._hosts.get(host)
        if known is None:
            known = self._hosts[host] = _Host(HostRecord(host, self._now()))
        return known

    async def _speak_for(self, known: _Host, delay: float) -> None:
        """Sees that whoever comes after this process will not ask too soon."""
        if monotonic() >= known.spoken_for:
            known.spoken_for = monotonic() + _SPOKEN_FOR
            known.told = known.spoken_for + _pause(known, delay)
            await self._keep([self._as_kept(known, known.told)])

    def _as_kept(self, known: _Host, free: float) -> HostRecord:
        wait = timedelta(seconds=max(0.0, free - monotonic()))
        return replace(known.record, free_at=self._now() + wait)


def _pause(known: _Host, delay: float) -> float:
    return hosts.spacing(delay, known.crawl_delay, known.record.latency)


def _free(known: _Host) -> float:
    """From when the host may be asked; a request under way may last as long as was told."""
    return max(known.free, known.told) if known.turns.locked() else known.free


def _is_idle(known: _Host) -> bool:
    return not known.turns.locked() and known.free <= monotonic()


def _between(now: datetime, then: datetime, longest: float) -> float:
    return min(max(0.0, (then - now).total_seconds()), longest)

"""What waits, until when, and what goes out together: the calm that a destination asked for.

Pure: it neither reads nor stores, and `now` is a parameter. What of it is due is looked up and
written down by `pipeline.delivery.rounds`; docs/delivery.md tells people the same rules.

    a delivery that was never looked at
      has its digest to wait for                    hold until that time of day      deliver
      else came up in quiet hours                   hold until they end              quiet
      else may be one of several of its story       hold until the window closes     group
      else the hour's messages are used up          hold until one is free again     at_most
      else                                          goes out by itself
    one that has waited                             goes out with those that waited as it did,
                                                    if it is not quiet, and a message is free
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from typing import Final, Literal
from zoneinfo import ZoneInfo

from config.calm import Wait
from config.settings import DestinationSettings

_HOUR: Final = timedelta(hours=1)
_DAY: Final = timedelta(days=1)
#: a digest that is later than this waits for the next, if that is of another civil day
_LATE: Final = _HOUR
#: no hold is longer; what seems to be was made by a clock that has been set back since
LONGEST: Final = timedelta(days=5)
#: what was held for these goes out in one digest
ROLLED: Final = frozenset(("deliver", "quiet", "at_most"))


@dataclass(frozen=True, slots=True)
class Calm:
    """The settings of a destination that asked for calm."""

    zone: ZoneInfo
    deliver: Literal["immediately", "hourly", "daily"] = "immediately"
    #: civil times of a daily digest
    at: tuple[time, ...] = (time(8),)
    quiet: tuple[time, time] | None = None
    at_most: int | None = None
    group: timedelta | None = None
    high_passes: frozenset[Wait] = frozenset(("at_most",))


@dataclass(frozen=True, slots=True)
class Waiting:
    """A delivery that has not been let go."""

    id: str
    #: its alert tells of an edit of high severity
    urgent: bool
    #: what those that go out together by `group` share
    story: str
    #: why it was held; None: it was never looked at
    held: Wait | None
    #: UTC; when to look at it (again)
    until: datetime


@dataclass(frozen=True, slots=True)
class Past:
    """What a destination was sent before."""

    #: UTC; its latest daily or hourly digest
    digested_at: datetime | None = None
    #: UTC; messages of the last hour that count as `at_most` has it
    recent: tuple[datetime, ...] = ()


@dataclass(frozen=True, slots=True)
class Hold:
    """A delivery that waits."""

    id: str
    why: Wait
    until: datetime


@dataclass(frozen=True, slots=True)
class Plan:
    """What becomes of deliveries that were due to be looked at."""

    holds: tuple[Hold, ...]
    #: ids of what goes out now, by message, in the order they came up
    messages: tuple[tuple[str, ...], ...]
    past: Past


def calm_of(destination: DestinationSettings, timezone: str) -> Calm | None:
    """The calm that a destination asked for; None: it is told of each alert at once.

    Args:
        destination: its settings.
        timezone: IANA name of the zone of a destination that has none of its own.
    """
    asked = (destination.quiet, destination.at_most, destination.group)
    if destination.deliver == "immediately" and not any(asked):
        return None
    return Calm(
        zone=ZoneInfo(destination.timezone or timezone),
        deliver=destination.deliver,
        at=destination.at,
        quiet=destination.quiet,
        at_most=destination.at_most,
        group=destination.group,
        high_passes=frozenset(destination.high_passes),
    )


def plan(calm: Calm, waiting: Sequence[Waiting], past: Past, now: datetime) -> Plan:
    """What goes out now, together with what, and what waits until when.

    Args:
        calm: what the destination asked for.
        waiting: what is due to be looked at, and all that is held by `group` for the same
            stories; the first that came up first. Where more is due than is looked at at once,
            what waits for a message comes in earlier looks than what else is due.
        past: what the destination was sent before.
        now: UTC.
    """
    #: windows that are open, by story
    open_until = {one.story: one.until for one in waiting if one.held == "group"}
    open_until = {story: until for story, until in open_until.items() if until > now}
    holds: list[Hold] = []
    ready: list[Waiting] = []
    for one in (_undone(one, now) for one in waiting):
        if one.until > now:
            continue
        hold = _hold(calm, one, open_until.get(one.story), past, now)
        if hold is None:
            ready.append(one)
            continue
        holds.append(hold)
        if hold.why == "group":
            open_until[one.story] = hold.until
    messages: list[tuple[str, ...]] = []
    recent = [at for at in past.recent if now - _HOUR < at <= now]
    kept_back = {hold.id for hold in holds}
    for message in _together(ready, [one for one in waiting if one.id not in kept_back]):
        sent, kept = _afforded(calm, message, recent, now)
        if sent:
            messages.append(tuple(one.id for one in sent))
        holds += kept
    digested = any(one.held == "deliver" for one in ready)
    return Plan(
        tuple(holds),
        tuple(messages),
        Past(now if digested else past.digested_at, tuple(recent)),
    )


def _undone(one: Waiting, now: datetime) -> Waiting:
    """A hold that the clock was set back under is none."""
    return replace(one, held=None, until=now) if one.until > now + LONGEST else one


def _hold(
    calm: Calm, one: Waiting, open_until: datetime | None, past: Past, now: datetime
) -> Hold | None:
    """Whether a delivery has to wait, but for the budget, which is a message's."""

    def waits(why: Wait) -> bool:
        return not (one.urgent and why in calm.high_passes)

    if calm.deliver != "immediately" and one.held is None and waits("deliver"):
        return Hold(one.id, "deliver", next_digest(calm, _after(past.digested_at, now)))
    if one.held == "deliver" and calm.deliver == "daily" and _joins_next(calm, now):
        return Hold(one.id, "deliver", next_digest(calm, now))
    if is_quiet(calm, now) and waits("quiet"):
        return Hold(one.id, "quiet", quiet_end(calm, now))
    if calm.group and one.held is None and waits("group"):
        return Hold(one.id, "group", open_until or now + calm.group)
    return None


def _after(digested_at: datetime | None, now: datetime) -> datetime:
    """The next digest comes after the latest one, even if the clock was set back in between.

    A latest one of more than a day from now was told by a clock that was far out.
    """
    if digested_at is None or digested_at > now + _DAY:
        return now
    return max(now, digested_at)


def _together(ready: Iterable[Waiting], waiting: Iterable[Waiting]) -> Iterator[list[Waiting]]:
    """What goes out in one message; a digest of what waited goes first."""
    ready = list(ready)
    if rolled := [one for one in ready if one.held in ROLLED]:
        yield rolled
    # a story may have come to hold articles that opened windows of their own
    closed: dict[str, list[Waiting]] = {one.story: [] for one in ready if one.held == "group"}
    for one in waiting:
        if one.held == "group" and one.story in closed:
            closed[one.story].append(one)
    yield from closed.values()
    yield from ([one] for one in ready if one.held is None)


def _afforded(
    calm: Calm, message: Sequence[Waiting], recent: list[datetime], now: datetime
) -> tuple[Sequence[Waiting], list[Hold]]:
    """What of a message may go out by the budget, which it is taken off, and what may not."""
    if calm.at_most is None:
        return message, []
    passes = "at_most" in calm.high_passes
    passing: list[Waiting] = []
    others: list[Waiting] = []
    for one in message:
        goes = (one.urgent and passes) or _was_afforded(one, recent)
        (passing if goes else others).append(one)
    if not others:
        return message, []
    if len(recent) < calm.at_most:
        recent.append(now)
        return message, []
    until = sorted(recent)[-calm.at_most] + _HOUR
    return passing, [Hold(one.id, "at_most", until) for one in others]


def _was_afforded(one: Waiting, recent: Sequence[datetime]) -> bool:
    """It was due when the latest message went out: of that it is, but for what a look takes in."""
    return one.held in ROLLED and bool(recent) and one.until <= max(recent)


@lru_cache(maxsize=128)  # all that comes up in one look waits for the same
def next_digest(calm: Calm, after: datetime) -> datetime:
    """When the first digest after an instant is due: at a civil time, never in quiet hours.

    A time that the clock skips comes as much later as it skips; of one that comes twice the
    first counts. An hourly digest is due whenever a civil hour begins.

    Args:
        calm: with `deliver` hourly or daily.
        after: UTC.
    """
    if calm.deliver == "hourly":
        wall = after.astimezone(calm.zone)
        into = timedelta(minutes=wall.minute, seconds=wall.second, microseconds=wall.microsecond)
        return _out_of_quiet(calm, after + _HOUR - into)
    return min(at for at in _digests_around(calm, after) if at > after)


def _joins_next(calm: Calm, now: datetime) -> bool:
    """Whether a daily digest that is due is so late that it is left to the next.

    What was missed on an earlier civil day goes out with this day's digest, so that a day never
    has two; what was missed today goes out now.
    """
    due = max(at for at in _digests_around(calm, now) if at <= now)
    same_day = due.astimezone(calm.zone).date() == now.astimezone(calm.zone).date()
    return not same_day and now - due > _LATE


def _digests_around(calm: Calm, now: datetime) -> set[datetime]:
    days = _days_around(calm, now)
    return {_out_of_quiet(calm, _instant(calm, day, at)) for day in days for at in calm.at}


def is_quiet(calm: Calm, at: datetime) -> bool:
    """Whether the clock of the destination's zone shows one of its quiet hours."""
    if calm.quiet is None:
        return False
    start, end = calm.quiet
    wall = at.astimezone(calm.zone).time()
    return start <= wall < end if start < end else wall >= start or wall < end


def quiet_end(calm: Calm, now: datetime) -> datetime:
    """When the quiet hours that `now` is in are over."""
    assert calm.quiet is not None
    _, end = calm.quiet
    ends = {_instant(calm, day, end, fold) for day in _days_around(calm, now) for fold in (0, 1)}
    return min(at for at in ends if at > now and not is_quiet(calm, at))


def _out_of_quiet(calm: Calm, at: datetime) -> datetime:
    return quiet_end(calm, at) if is_quiet(calm, at) else at


def _days_around(calm: Calm, at: datetime) -> Collection[date]:
    """Enough for the next and the last civil time, though quiet or a skipped day put it off."""
    today = at.astimezone(calm.zone).date()
    return [today + n * _DAY for n in range(-3, 5)]


def _instant(calm: Calm, day: date, at: time, fold: Literal[0, 1] = 0) -> datetime:
    return datetime.combine(day, at.replace(fold=fold), calm.zone).astimezone(UTC)

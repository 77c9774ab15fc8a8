"""When a failed attempt is followed by another, and when a receiver is given up.

Pure: it neither sends nor stores, and `now` is a parameter. docs/delivery.md tells people
the same schedules.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Final, Literal

from pipeline.channels import DeliveryError

Channel = Literal["email", "webhook", "apprise"]

_M, _H = timedelta(minutes=1), timedelta(hours=1)

#: the schedule that Standard Webhooks suggests: ten attempts in about three days
_STANDARD: Final = (
    timedelta(seconds=5),
    5 * _M,
    30 * _M,
    *(n * _H for n in (2, 5, 10, 14, 20, 24)),
)

#: waits after the first, second … failed attempt; after the last the delivery is dead
WAITS: Final[Mapping[Channel, tuple[timedelta, ...]]] = {
    "webhook": _STANDARD,
    "apprise": _STANDARD,
    # 5, 15 and 30 minutes after the first attempt, hourly to 12 hours, four-hourly to 5 days
    # (RFC 5321, 4.5.4.1, asks for 4 to 5 days)
    "email": (5 * _M, 10 * _M, 15 * _M, 30 * _M, *[_H] * 11, *[4 * _H] * 27),
}
#: by how much of itself a wait is longer or shorter at random, so that a receiver that comes
#: back is not hit by everything at once
SPREAD: Final = 0.1
#: the longest that a receiver's Retry-After puts an attempt off
LONGEST_ASKED: Final = timedelta(hours=24)

#: a receiver is disabled when it has accepted nothing for so long, over so many attempts
_FAILING_FOR: Final = timedelta(days=5)
_FAILED_TIMES: Final = 10


def next_attempt(
    channel: Channel,
    failed: int,
    error: DeliveryError,
    now: datetime,
    chance: Callable[[], float] = random.random,
) -> datetime | None:
    """When to try again after `failed` attempts; None: never, the delivery is dead.

    Args:
        channel: the destination's.
        failed: how many attempts failed, this one among them; 1 or more.
        error: how this one did.
        now: aware.
        chance: gives a number from 0 to 1 each time.
    """
    waits = WAITS[channel]
    if error.permanent or failed > len(waits):
        return None
    wait = waits[failed - 1] * (1 - SPREAD + 2 * SPREAD * chance())
    asked = min(timedelta(seconds=max(error.retry_after or 0.0, 0.0)), LONGEST_ASKED)
    return now + max(wait, asked)


def is_given_up(failing_since: datetime, failures: int, now: datetime) -> bool:
    """Whether a receiver that keeps failing is to be disabled.

    Args:
        failing_since: the first failure after which nothing was accepted.
        failures: attempts that failed since, that one among them.
        now: aware, as `failing_since`.
    """
    return failures >= _FAILED_TIMES and now - failing_since >= _FAILING_FOR

"""How often sections are worth a poll: by how often they list a new piece, and when of the day.

A piece that came and is not known yet costs what an edit costs that stands unseen: a section is
polled when ∫ λ(s) (t − s) ds of new pieces since the last poll has grown to the threshold of
rechecks. With a steady rate that is every √(2 · threshold / λ): polls go by the square root of
the rate, which is how a number of polls leaves pieces waiting the least. What polls showed is
shrunk towards what all sections showed. Pure; times are hours since 1970, UTC.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from scheduler.rates import PART, PARTS, Floats, part_of_day
from scheduler.spending import ahead, wait

#: hours for which a section must be watched before its polls go by its rate
SHORTEST: Final = 24.0
#: what all sections' day weighs against a section's own, in pieces; likewise no hour against any
_DAY_WEIGHT: Final = 8.0


@dataclass(frozen=True, slots=True)
class Arrivals:
    """The pieces that a section listed first in some time."""

    source: str
    section: str
    since: float
    until: float
    #: when each was listed
    at: Floats
    #: what of each is this section's: one, shared among the sections that listed it
    share: Floats


def learn_paces(seen: Sequence[Arrivals]) -> dict[tuple[str, str], Floats]:
    """New pieces an hour in each part of the day, of every section watched for long enough.

    A section's rate is a gamma's mean after what it listed, of the weight of one piece at the
    middling rate; its day is likewise drawn towards everybody's.
    """
    seen = [one for one in seen if one.until - one.since >= SHORTEST]
    if not seen:
        return {}
    listed = np.array([np.bincount(part_of_day(one.at), one.share, PARTS) for one in seen])
    watched = np.array([_hours_by_part(one.since, one.until) for one in seen])
    middling = max(float(listed.sum() / watched.sum()), 1e-6)
    rate = (listed.sum(1) + 1) / (watched.sum(1) + 1 / middling)
    expected = rate[:, None] * watched
    day = (listed.sum(0) + _DAY_WEIGHT) / (expected.sum(0) + _DAY_WEIGHT)
    own_day = (listed + _DAY_WEIGHT * day) / (expected + _DAY_WEIGHT)
    return {(one.source, one.section): rate[n] * own_day[n] for n, one in enumerate(seen)}


def interval(pace: Floats, now: float, threshold: float, fastest: float, every: float) -> float:
    """Hours from a poll `now` to the next: when the threshold is reached, within the bounds."""
    rate = pace[part_of_day(now + ahead())][None, :]
    return float(np.clip(wait(rate, threshold)[0], fastest, every))


def polls_more(
    paces: Mapping[tuple[str, str], Floats],
    within: Mapping[tuple[str, str], tuple[float, float]],
    threshold: float,
) -> float:
    """Polls a day, under a threshold, beyond those that the sections' `every` makes.

    Args:
        within: the shortest and the longest hours between two polls, of the sections that count.
    """
    more = 0.0
    for key, (fastest, every) in within.items():
        if (pace := paces.get(key)) is not None:
            waits = np.clip(np.sqrt(2 * threshold / np.maximum(pace, 1e-12)), fastest, every)
            more += float((PART / waits).sum()) - PART * PARTS / every
    return more


def _hours_by_part(since: float, until: float) -> Floats:
    """How much of a span falls into each part of the day."""
    edges = np.arange(np.floor(since / PART), np.ceil(until / PART) + 1) * PART
    inside = np.diff(np.clip(edges, since, until))
    hours: Floats = np.bincount(part_of_day(edges[:-1]), inside, PARTS).astype(float)
    return hours

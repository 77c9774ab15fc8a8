"""What following a source costs and what that buys: its budget, what was spent, the delay."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from config.settings import SourceSettings
from marsad.jsonlines import Object
from marsad.wording import counted
from pipeline.store import learned, spent
from pipeline.store.spent import Spent
from scheduler.policy import LearnedTiming

_DAY = timedelta(days=1)
#: articles of a source that the delay is summed over
_MOST = 5_000


@dataclass(frozen=True, slots=True)
class Cost:
    """What following a source costs."""

    #: rechecks a day by the settings; None: as many as going by age would make
    budget: int | None
    #: in the last 24 hours
    spent: Spent
    #: hours that an edit of a live article is expected to stand unseen; None: nothing is learned
    #: yet, or no article is waiting for a recheck
    delay: float | None


def cost(session: Session, source: SourceSettings, timing: LearnedTiming, now: datetime) -> Cost:
    """What a source was asked in the last day, and what its schedule as it stands can see."""
    waiting = learned.waiting(session, source.name, _MOST)
    delay = timing.expected_delay(source.name, waiting, now)
    return Cost(source.budget, spent.since(session, source.name, now - _DAY), delay)


def cost_object(one: Cost) -> Object:
    return {
        "budget": one.budget,
        "spent": {"requests": one.spent.requests, "rechecks": one.spent.rechecks},
        "expected_delay_hours": None if one.delay is None else round(one.delay, 3),
    }


def cost_line(one: Cost) -> str:
    """One line for people."""
    budget = f"of {one.budget} a day" if one.budget else "as many as going by age would make"
    told = (
        f"in 24 hours {counted(one.spent.requests, 'request')}, of them "
        f"{counted(one.spent.rechecks, 'recheck')} "
        f"({budget}); "
    )
    if one.delay is None:
        return told + "how long edits stand unseen is not learned yet"
    return told + f"an edit is expected to stand unseen for {_span(one.delay)}"


def _span(hours: float) -> str:
    return f"{hours:.1f} hours" if hours >= 1 else counted(round(hours * 60), "minute")

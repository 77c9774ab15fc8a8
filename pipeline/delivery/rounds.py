"""Holds what is to wait, lets go what has waited, and composes digests, where calm was asked for.

    which calm destinations have something to look at       a look that locks nothing
    for each: what waits, what goes out, what goes together  one transaction

What waits until when is `pipeline.delivery.calm`'s to decide; what is let go is sent by
`pipeline.delivery.deliver`. A round takes in so much and no more, the
most overdue first, and the next goes on where it ended.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Final

import structlog
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from config.edit_kinds import EditKind, Severity
from config.settings import Settings
from config.telemetry import report_unexpected
from pipeline.delivery import posting
from pipeline.delivery.calm import Calm, calm_of, plan
from pipeline.edits.severity import topic_severity
from pipeline.store import destinations, digests, kept_back
from pipeline.store.engine import Store

log = structlog.get_logger()

#: deliveries that a round looks at, and at least of each destination that it gets to
_MOST: Final = 960
_EACH: Final = 60


def look(store: Store, settings: Settings, now: datetime) -> bool:
    """Looks at what is due to be looked at; blocking. Whether another round is to go on with it."""
    calms = calm_destinations(settings)
    if not calms:
        return False
    with store.read() as session:
        in_use = calms.keys() - set(destinations.disabled(session))
        names = kept_back.to_look_at(session, in_use, now)
    looked_at, more = 0, False
    for name in names:
        if looked_at >= _MOST:
            return True
        most = max(_MOST // len(names), _EACH)
        try:
            with store.write() as session:
                found = _look_at(session, settings, name, calms[name], now, most)
        except OperationalError:
            raise  # the store's trouble, not this destination's
        except Exception as error:  # noqa: BLE001 - one destination must not hold up the others
            report_unexpected(error, destination=name)
        else:
            looked_at += found
            more |= found > 0
    return more


def calm_destinations(settings: Settings) -> dict[str, Calm]:
    """Those that asked for calm, with what they asked for."""
    found = ((one.name, calm_of(one, settings.timezone)) for one in settings.destinations)
    return {name: calm for name, calm in found if calm is not None}


def _look_at(
    session: Session, settings: Settings, name: str, calm: Calm, now: datetime, most: int
) -> int:
    """Looks at the next deliveries of a destination; returns how many there were."""
    carried = posting.most_carried(settings, name)
    past = digests.past(session, name)
    severities = posting.topic_severities(settings)
    # whole messages, where there is enough for several
    whole = max(most - most % carried, carried)
    found = kept_back.waiting(session, name, now, whole, grouped=calm.group is not None)
    waiting = [one.waiting(urgent=_is_urgent(one, severities)) for one in found]
    made = plan(calm, waiting, past, now)
    digests.hold(session, made.holds)
    for message in made.messages:
        for start in range(0, len(message), carried):
            _release(session, name, message[start : start + carried], now)
    if made.past != past:
        digests.keep_past(session, name, made.past)
    return len(found)


def _release(session: Session, name: str, ids: Sequence[str], now: datetime) -> None:
    """A digest, or where it would carry one alert that alert's own message."""
    if len(ids) == 1:
        digests.release(session, ids, now)
        return
    digest = digests.compose(session, name, ids, now)
    log.info("digest_composed", delivery=digest, destination=name, carries=len(ids))


def _is_urgent(one: kept_back.Kept, severities: Mapping[str, Mapping[EditKind, Severity]]) -> bool:
    """Whether it tells of an edit of high severity, or takes back that it was told."""
    if one.edit is None:
        # edits are told before they are confirmed only where they are of high severity
        return one.kind in ("unconfirmed", "withdrawn")
    return topic_severity(one.edit, severities.get(one.topic, {})) == "high"

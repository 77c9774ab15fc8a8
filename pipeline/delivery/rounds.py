"""Holds what is to wait, lets go what has waited, and composes digests, where calm was asked for.

    which calm destinations have something to look at       a look that locks nothing
    for each: what waits, what goes out, what goes together  one transaction

What waits until when is `pipeline.delivery.calm`'s to decide; what is let go is sent by
`pipeline.delivery.deliver`, which hands back what it claimed before anybody looked at it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

import structlog
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from config.edit_kinds import EditKind, Severity
from config.settings import Settings
from config.telemetry import report_unexpected
from pipeline.delivery import posting
from pipeline.delivery.calm import Calm, calm_of, plan
from pipeline.edits.severity import topic_severity
from pipeline.store import destinations, digests, outbox
from pipeline.store.engine import Store

log = structlog.get_logger()


def look(store: Store, settings: Settings, now: datetime) -> None:
    """Looks at all that is due to be looked at; blocking."""
    calms = _calms(settings)
    if not calms:
        return
    with store.read() as session:
        in_use = calms.keys() - set(destinations.disabled(session))
        names = digests.to_look_at(session, in_use, now)
    for name in names:
        try:
            with store.write() as session:
                _look_at(session, settings, name, calms[name], now)
        except OperationalError:
            raise  # the store's trouble, not this destination's
        except Exception as error:  # noqa: BLE001 - one destination must not hold up the others
            report_unexpected(error, destination=name)


def let_go(
    session: Session, settings: Settings, claims: Sequence[outbox.Claim]
) -> list[outbox.Claim]:
    """The claims that may be sent; those that nobody looked at yet are handed back."""
    calms = _calms(settings)
    fresh = {
        one.id
        for one in claims
        if one.destination in calms and not one.attempts and one.payload is None
    }
    if fresh and (early := digests.unlooked(session, fresh)):
        digests.give_back(session, early)
        return [one for one in claims if one.id not in early]
    return list(claims)


def _calms(settings: Settings) -> dict[str, Calm]:
    found = ((one.name, calm_of(one, settings.timezone)) for one in settings.destinations)
    return {name: calm for name, calm in found if calm is not None}


def _look_at(session: Session, settings: Settings, name: str, calm: Calm, now: datetime) -> None:
    past = digests.past(session, name)
    severities = posting.topic_severities(settings)
    waiting = [
        one.waiting(urgent=_is_urgent(one, severities))
        for one in digests.waiting(session, name, now)
    ]
    made = plan(calm, waiting, past, now)
    digests.hold(session, made.holds)
    most = posting.most_carried(settings, name)
    for message in made.messages:
        for start in range(0, len(message), most):
            _release(session, name, message[start : start + most], now)
    if made.past != past:
        digests.keep_past(session, name, made.past)


def _release(session: Session, name: str, ids: Sequence[str], now: datetime) -> None:
    """A digest, or where it would carry one alert that alert's own message."""
    if len(ids) == 1:
        digests.release(session, ids, now)
        return
    digest = digests.compose(session, name, ids, now)
    log.info("digest_composed", delivery=digest, destination=name, carries=len(ids))


def _is_urgent(one: digests.Kept, severities: Mapping[str, Mapping[EditKind, Severity]]) -> bool:
    """Whether it tells of an edit of high severity, or takes back that it was told."""
    if one.edit is None:
        # edits are told before they are confirmed only where they are of high severity
        return one.kind in ("unconfirmed", "withdrawn")
    return topic_severity(one.edit, severities.get(one.topic, {})) == "high"

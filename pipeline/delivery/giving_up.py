"""Disables a destination that is given up, and tells the operator by another destination.

Works inside the transaction that records the attempt: what disables a destination and what
tells of it commit together.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

import structlog
from sqlalchemy.orm import Session

from config.settings import Settings
from pipeline.channels import DeliveryError
from pipeline.channels.notice import DestinationDisabled
from pipeline.delivery import posting
from pipeline.delivery.retries import is_given_up
from pipeline.noticing import tell_operator
from pipeline.store import destinations, outbox

log = structlog.get_logger()


def note_accepted(session: Session, settings: Settings, names: Collection[str]) -> None:
    """Notes that something was accepted by each of these destinations."""
    held = [name for name in names if _may_be_given_up(settings, name)]
    if held:
        destinations.note_accepted(session, held)


def note_failed(
    session: Session, settings: Settings, name: str, error: DeliveryError, now: datetime
) -> None:
    """Notes that an attempt at a destination failed, and disables one that is given up."""
    if not _may_be_given_up(settings, name):
        return
    if isinstance(error, posting.NotReadyError):
        return
    row = destinations.note_failed(session, name, now)
    assert row.failing_since is not None
    if row.disabled_at or not (error.gone or is_given_up(row.failing_since, row.failures, now)):
        return
    destinations.disable(row, str(error), now)
    log.error("destination_disabled", destination=name, why=str(error))
    notice = DestinationDisabled(outbox.new_id(), name, str(error), row.failing_since, now)
    tell_operator(session, settings, notice, but=name)


def _may_be_given_up(settings: Settings, name: str) -> bool:
    """All but mailboxes: a server's word about one says little of the next mail."""
    destination = settings.destination(name)
    return destination is not None and destination.channel != "email"

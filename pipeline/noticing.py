"""Queues what the operator is told: for `operator:`, or the first other destination in use.

Works inside the transaction that records what the notice tells of. Nothing here sends anything.
"""

from __future__ import annotations

import structlog
from sqlalchemy.orm import Session

from config.settings import DestinationSettings, Settings
from pipeline.channels import DeliveryError
from pipeline.channels.notice import Notice
from pipeline.delivery import posting
from pipeline.store import destinations, outbox

log = structlog.get_logger()


def tell_operator(
    session: Session, settings: Settings, notice: Notice, *, but: str | None = None
) -> None:
    """Queues a notice.

    Args:
        but: the destination that it must not go to.
    """
    unused = {but, *destinations.disabled(session)}
    for destination in operators_first(settings):
        if destination.name in unused:
            continue
        try:
            posting.destination_named(settings, destination.name)
            rendered = posting.render(settings, destination, notice)
        except DeliveryError as error:
            log.warning("notice_not_written", destination=destination.name, error=str(error))
            continue
        outbox.add_notice(
            session,
            delivery_id=notice.delivery_id,
            destination=destination.name,
            payload=rendered.payload,
            now=notice.at,
        )
        return
    log.error("nobody_to_tell", notice=notice.title)


def operators_first(settings: Settings) -> list[DestinationSettings]:
    """All destinations in the order in which they are turned to with a notice."""
    return sorted(settings.destinations, key=lambda one: one.name != settings.operator)

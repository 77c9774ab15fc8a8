"""What the operator is told when a destination is disabled: as a mail, an event, a short text.

English, as the commands are. Who is told is `pipeline.giving_up`'s.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from pipeline.channels.apprise import written_note
from pipeline.channels.letter import one_line
from pipeline.channels.mail import written_mail
from pipeline.channels.webhook import as_event
from pipeline.records import Rendered


@dataclass(frozen=True, slots=True)
class Notice:
    """A destination that nothing is sent to any more."""

    #: of the delivery that carries it
    delivery_id: str
    #: the destination that was disabled
    about: str
    why: str
    #: UTC
    failing_since: datetime
    at: datetime

    @property
    def how_to_mend(self) -> str:
        return f"marsad destinations enable {self.about}"


def render_posted_notice(notice: Notice) -> Rendered:
    """The notice as an event of the type `destination.disabled`."""
    return as_event(
        "destination.disabled",
        notice.at,
        {
            "destination": notice.about,
            "reason": one_line(notice.why),
            "failing_since": notice.failing_since.astimezone(UTC).isoformat(),
            "disabled_at": notice.at.astimezone(UTC).isoformat(),
        },
    )


def render_mailed_notice(notice: Notice, *, sender: str, recipient: str, timezone: str) -> Rendered:
    """The notice as a mail of plain text.

    Args:
        notice: what happened.
        sender: plain address.
        recipient: plain address.
        timezone: IANA name of the reader's zone.

    Raises:
        DeliveryError: permanent; an address cannot be written in ASCII.
    """
    return written_mail(
        {"Subject": _title(notice)},
        (("plain", "\n\n".join(_lines(notice, timezone)) + "\n"),),
        delivery_id=notice.delivery_id,
        at=notice.at,
        sender=sender,
        recipient=recipient,
    )


def render_noted_notice(notice: Notice, timezone: str) -> Rendered:
    """The notice as a short text.

    Args:
        notice: what happened.
        timezone: IANA name of the reader's zone.
    """
    return written_note(_title(notice), _lines(notice, timezone))


def _title(notice: Notice) -> str:
    return one_line(f"[Marsad] {notice.about} is disabled", 150)


def _lines(notice: Notice, timezone: str) -> tuple[str, ...]:
    since, at = (
        moment.astimezone(ZoneInfo(timezone)).strftime("%Y-%m-%d %H:%M:%S")
        for moment in (notice.failing_since, notice.at)
    )
    return (
        f"Marsad sends nothing to the destination {notice.about} any more.",
        f"Why: {one_line(notice.why)}",
        f"It has failed since {since}, and was disabled at {at} ({timezone} time).",
        "What is owed to it waits and is not lost. When it works again:",
        f"    {notice.how_to_mend}",
        "What was given up before can be sent again:",
        f"    marsad deliveries replay --since {notice.failing_since.astimezone(UTC):%Y-%m-%d}",
    )

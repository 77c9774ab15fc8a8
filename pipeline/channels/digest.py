"""A digest as the channels send it: several alerts as one mail, or as one event.

How many one holds is bounded here; what goes into it together is `pipeline.delivery.calm`'s to
decide.
"""

from __future__ import annotations

from typing import Final

from pipeline.channels.digest_layout import digest_page, digest_text
from pipeline.channels.digest_letter import compose_digest
from pipeline.channels.letter import one_line
from pipeline.channels.mail import domain_of, list_headers, written_mail
from pipeline.channels.webhook import alert_event, as_event
from pipeline.records import Digest, Rendered

#: alerts of one mail; more go out in several
MOST_MAILED: Final = 60
#: alerts of one event, and bytes of each: together they fit into what a webhook is sent at once
MOST_POSTED: Final = 6
_LARGEST_EVENT: Final = 3_200
_LONGEST_HEADER: Final = 400


def render_mailed_digest(
    digest: Digest,
    *,
    sender: str,
    recipient: str,
    timezone: str,
    unsubscribe: str | None = None,
) -> Rendered:
    """The complete message, as `pipeline.channels.mail.render_mail` has one of a single alert.

    Args:
        digest: the alerts.
        sender: plain address, also the domain of the message id.
        recipient: plain address.
        timezone: IANA name of the zone the reader's times are shown in.
        unsubscribe: a mailto: or https: address in ASCII, for List-Unsubscribe.

    Raises:
        DeliveryError: permanent; an address cannot be written in ASCII, or the headers as
            parsed back are not exactly those that were meant.
    """
    letter = compose_digest(digest, timezone)
    watchlists = {entry.message.watchlist for entry in digest.entries}
    watchlist = watchlists.pop() if len(watchlists) == 1 else "digest"
    topics = ", ".join(part.topic for part in letter.topics)
    return written_mail(
        {
            "Subject": letter.subject,
            **list_headers(watchlist, domain_of(sender), unsubscribe),
            "X-Marsad-Topic": one_line(topics, _LONGEST_HEADER),
        },
        (("plain", digest_text(letter)), ("html", digest_page(letter))),
        delivery_id=digest.delivery_id,
        at=digest.created_at,
        sender=sender,
        recipient=recipient,
    )


def render_posted_digest(digest: Digest) -> Rendered:
    """An event of the type `digest`: the events of its alerts, each as short as it must be."""
    events = [alert_event(entry.message, _LARGEST_EVENT) for entry in digest.entries]
    truncated = any(event["data"]["truncated"] for event in events)
    return as_event("digest", digest.created_at, {"truncated": truncated, "events": events})

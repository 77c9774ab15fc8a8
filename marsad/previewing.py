"""A sample alert, sent now, and past alerts as the files that its channels would make of it."""

from __future__ import annotations

from datetime import datetime, timedelta

from config.settings import DestinationSettings, Settings
from pipeline.channels import DeliveryError
from pipeline.channels.digest import render_posted_digest
from pipeline.channels.digest_layout import digest_page, digest_text
from pipeline.channels.digest_letter import compose_digest
from pipeline.channels.layout import as_page, as_text
from pipeline.channels.letter import compose
from pipeline.channels.webhook import render_webhook
from pipeline.delivery import posting
from pipeline.egress.policy import EgressPolicy
from pipeline.records import AlertMessage, ArticleData, Digest, MatchedTerm
from pipeline.store.outbox import new_id

_TITLE = "مرصد: هذا تنبيه تجريبي"
_BODY = (
    "هذه رسالة تجريبية من مرصد، أُرسلت للتأكد من وصول التنبيهات إلى هذه الوجهة.",
    "This is a sample, sent by “marsad alerts test”: no article stands behind it.",
)


async def send_sample(
    settings: Settings, destination: DestinationSettings, now: datetime, policy: EgressPolicy
) -> tuple[str, bool]:
    """What the other side answered, or why nothing was sent, and whether it was accepted.

    Args:
        now: aware; when the sample says it was raised.
        policy: what webhooks may connect to.
    """
    message = sample(destination.name, now)
    try:
        ready = posting.destination_named(settings, destination.name)
        rendered = posting.render(settings, ready, message)
        return await posting.send(settings, policy, ready, rendered, message.delivery_id), True
    except DeliveryError as error:
        return str(error), False


def sample(destination: str, now: datetime) -> AlertMessage:
    """An alert of an invented piece, with the id 0."""
    address = "https://example.org/marsad/sample"
    return AlertMessage(
        alert_id=0,
        delivery_id=new_id(),
        topic="marsad-test",
        watchlist=destination,
        kind="new",
        created_at=now,
        source="marsad",
        article_id=0,
        article=ArticleData(
            url=address, canonical_url=address, title=_TITLE, body=_BODY, language="ar"
        ),
        first_seen_at=now - timedelta(seconds=1),
        sections=(),
        matched=(MatchedTerm("تجريبي", "تجريبي", "title", _TITLE),),
    )


def as_files(settings: Settings, message: AlertMessage | Digest) -> dict[str, bytes]:
    """Names and contents: the HTML and the text of a mail, the JSON of a webhook."""
    if isinstance(message, Digest):
        return _digest_files(settings, message)
    told = posting.as_configured(settings, message)
    letter = compose(told, settings.timezone)
    name = f"alert-{message.alert_id}"
    return {
        f"{name}.html": as_page(letter).encode("utf-8", "replace"),
        f"{name}.txt": as_text(letter).encode("utf-8", "replace"),
        f"{name}.json": render_webhook(told).payload,
    }


def _digest_files(settings: Settings, digest: Digest) -> dict[str, bytes]:
    told = posting.all_as_configured(settings, digest)
    letter = compose_digest(told, settings.timezone)
    name = f"digest-{digest.delivery_id}"
    return {
        f"{name}.html": digest_page(letter).encode("utf-8", "replace"),
        f"{name}.txt": digest_text(letter).encode("utf-8", "replace"),
        f"{name}.json": render_posted_digest(told).payload,
    }

"""Renders a message for a destination, and sends it there, whichever channel it is of.

It reads no database and decides nothing about later attempts.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

from config.edit_kinds import EditKind, Severity
from config.settings import DestinationSettings, Settings
from pipeline.channels import DeliveryError
from pipeline.channels.apprise import MOST_NOTED, render_note, render_noted_digest, send_note
from pipeline.channels.digest import (
    MOST_MAILED,
    MOST_POSTED,
    render_mailed_digest,
    render_posted_digest,
)
from pipeline.channels.mail import render_mail, send_mail
from pipeline.channels.notice import (
    Notice,
    render_mailed_notice,
    render_noted_notice,
    render_posted_notice,
)
from pipeline.channels.webhook import render_webhook, send_webhook
from pipeline.edits.severity import topic_severity
from pipeline.egress.policy import EgressPolicy
from pipeline.records import AlertMessage, Digest, Rendered

#: seconds one attempt may take as a whole
MAIL_TIMEOUT = 30
WEBHOOK_TIMEOUT = 15
APPRISE_TIMEOUT = 30


class NotReadyError(DeliveryError):
    """Nothing was sent, for a reason on our side; the other side is not to blame."""


def destination_named(settings: Settings, name: str) -> DestinationSettings:
    """A destination with all that is needed to send there.

    Raises:
        NotReadyError: the configuration lacks it, or the mail server.
    """
    destination = settings.destination(name)
    if destination is None:
        raise NotReadyError(f"destination {name} is not in the configuration")
    if destination.channel == "email" and settings.smtp is None:
        raise NotReadyError("smtp: is not in the configuration")
    return destination


def render(
    settings: Settings, destination: DestinationSettings, message: AlertMessage | Digest | Notice
) -> Rendered:
    """The bytes to send; the same for the same message.

    Args:
        destination: from `destination_named`.
        message: an alert, several as a digest, or a notice to the operator.

    Raises:
        DeliveryError: permanent; the message cannot be written.
    """
    if destination.channel == "webhook":
        if isinstance(message, Notice):
            return render_posted_notice(message)
        if isinstance(message, Digest):
            return render_posted_digest(all_as_configured(settings, message))
        return render_webhook(as_configured(settings, message))
    zone = destination.timezone or settings.timezone
    if destination.channel == "apprise":
        if isinstance(message, Notice):
            return render_noted_notice(message, zone)
        if isinstance(message, Digest):
            return render_noted_digest(all_as_configured(settings, message), zone)
        return render_note(as_configured(settings, message), zone)
    assert settings.smtp is not None
    assert destination.email is not None
    sender = settings.smtp.sender
    if isinstance(message, Notice):
        return render_mailed_notice(
            message, sender=sender, recipient=destination.email, timezone=zone
        )
    if isinstance(message, Digest):
        return render_mailed_digest(
            all_as_configured(settings, message),
            sender=sender,
            recipient=destination.email,
            timezone=zone,
            unsubscribe=destination.unsubscribe,
        )
    return render_mail(
        as_configured(settings, message),
        sender=sender,
        recipient=destination.email,
        timezone=zone,
        unsubscribe=destination.unsubscribe,
    )


def as_configured(settings: Settings, message: AlertMessage) -> AlertMessage:
    """The message with what only the settings know: how much an edit matters, the dashboard."""
    page = dashboard_page(settings, message.article_id)
    return replace(weighed(settings, message), dashboard_url=page)


def dashboard_page(settings: Settings, article_id: int) -> str | None:
    """An article's page on the dashboard; None without one, and for a sample's article, id 0."""
    if settings.dashboard_url is None or not article_id:
        return None
    return f"{str(settings.dashboard_url).rstrip('/')}/articles/{article_id}"


def weighed(settings: Settings, message: AlertMessage) -> AlertMessage:
    """The message with the severity that its topic gives the edit."""
    own = topic_severities(settings).get(message.topic)
    if message.edit is None or not own:
        return message
    severity = topic_severity(message.edit, own)
    return replace(message, edit=replace(message.edit, severity=severity))


def all_as_configured(settings: Settings, digest: Digest) -> Digest:
    """The digest with what only the settings know of what it carries."""
    entries = (replace(one, message=as_configured(settings, one.message)) for one in digest.entries)
    return replace(digest, entries=tuple(entries))


def topic_severities(settings: Settings) -> dict[str, dict[EditKind, Severity]]:
    """By topic, what it says of how much kinds of edit matter."""
    return {
        topic.name: topic.severity
        for watchlist in settings.watchlists
        for topic in watchlist.topics
    }


def most_carried(settings: Settings, name: str) -> int:
    """How many alerts one digest to a destination holds at the most."""
    destination = settings.destination(name)
    most = {"email": MOST_MAILED, "webhook": MOST_POSTED, "apprise": MOST_NOTED}
    return most[destination.channel] if destination else MOST_POSTED


async def send(
    settings: Settings,
    policy: EgressPolicy,
    destination: DestinationSettings,
    rendered: Rendered,
    delivery_id: str,
) -> str:
    """Sends once; returns what the other side answered when it has accepted.

    Args:
        policy: what webhooks may connect to.
        destination: from `destination_named`.

    Raises:
        DeliveryError: it was not accepted.
    """
    if destination.channel == "email":
        assert settings.smtp is not None
        assert destination.email is not None
        return await send_mail(
            rendered,
            smtp=settings.smtp,
            sender=settings.smtp.sender,
            recipient=destination.email,
            timeout=MAIL_TIMEOUT,
        )
    if destination.channel == "apprise":
        assert destination.apprise is not None
        return await send_note(
            rendered,
            url=destination.apprise.get_secret_value(),
            allow=settings.network.allow,
            timeout=APPRISE_TIMEOUT,
        )
    assert destination.secret is not None
    old = destination.old_secret
    return await send_webhook(
        rendered,
        url=str(destination.webhook),
        secret=destination.secret.get_secret_value(),
        old_secret=old.get_secret_value() if old is not None else None,
        delivery_id=delivery_id,
        now=datetime.now(UTC),
        policy=policy,
        timeout=WEBHOOK_TIMEOUT,
    )

"""The webhook channel: an alert as JSON, signed as Standard Webhooks asks, sent by POST.

What receivers can rely on is told in docs/webhooks.md. It follows no redirect and reads
nothing from an answer but its status and Retry-After.
"""

from __future__ import annotations

import asyncio
import os
import ssl
from collections.abc import Mapping, Sequence
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from functools import cache
from importlib.metadata import version
from typing import Any, Final
from urllib.parse import urlsplit

import httpcore
from standardwebhooks import Webhook

from pipeline.channels import BUSY, DeliveryError, asked_wait, tls_trouble
from pipeline.channels.fitting import as_bytes, fit
from pipeline.egress.gated_http import GuardedBackend
from pipeline.egress.policy import EgressPolicy, EgressRefused
from pipeline.records import (
    AlertKind,
    AlertMessage,
    ArticleData,
    Change,
    KindEvidence,
    Rendered,
    Stamp,
)

#: caps of the payload, in characters and items: a hostile page must not choose its size
_LONGEST_TEXT = 2_000
_LONGEST_EXCERPT = 600
_MOST_ITEMS = 50
_MOST_CHANGES = 200
_MOST_CHANGED_TEXT = 50_000
#: of the last text of a piece that is gone
_LONGEST_LAST_TEXT = 100_000
_LONGEST_PARAGRAPH = 20_000

_TYPES: Final[Mapping[AlertKind, str]] = {
    "new": "article.new",
    "edit": "article.edited",
    "entered": "article.edited",
    "left": "article.edited",
    "removed": "article.removed",
    "restored": "article.restored",
    "unconfirmed": "article.edit-unconfirmed",
    "withdrawn": "article.edit-withdrawn",
}
#: bytes of the whole body, at the most
LARGEST = 20_000

#: how much of an answer is read before the connection is closed, in bytes
_ANSWER_LIMIT = 64 * 1024
_GONE = 410


def render_webhook(message: AlertMessage) -> Rendered:
    """The JSON body of an alert, UTF-8, the same bytes for the same message."""
    return Rendered(as_bytes(alert_event(message)))


def alert_event(message: AlertMessage, largest: int = LARGEST) -> dict[str, Any]:
    """The event of an alert, which takes up no more than `largest` bytes."""
    data = {
        "alert": _alert(message),
        "article": _article(message),
        "edit": _edit(message),
        "story": _story(message),
        "removal": _removal(message),
    }
    return _event(_TYPES[message.kind], message.created_at, _marked(data), largest)


def as_event(kind: str, at: datetime, data: Mapping[str, Any]) -> Rendered:
    """The body of an event of any type; what does not fit is cut, and `truncated` says so."""
    return Rendered(as_bytes(_event(kind, at, data, LARGEST)))


def _event(kind: str, at: datetime, data: Mapping[str, Any], largest: int) -> dict[str, Any]:
    envelope = {"type": kind, "version": 1, "timestamp": _time(at), "data": {}}
    room = largest - len(as_bytes(envelope)) - len(b'"truncated":false,')
    fitted, cut = fit(dict(data), room)
    truncated = cut or bool(fitted.pop("truncated", False))
    if cut:
        fitted = _marked(fitted, data)
        fitted.pop("truncated")
    return {**envelope, "data": {"truncated": truncated, **fitted}}


def _marked(data: Mapping[str, Any], whole: Mapping[str, Any] | None = None) -> dict[str, Any]:
    """The data with what says that a part is not whole, and whether any says so."""
    marks = (
        ("edit", "changes", "changes_truncated"),
        ("removal", "text", "text_truncated"),
        ("removal", "changes", "changes_truncated"),
    )
    marked = dict(data)
    for part, name, mark in marks:
        value = marked.get(part)
        if value is not None and whole is not None and value[name] != whole[part][name]:
            marked[part] = {**value, mark: True}
    marked["truncated"] = any(
        marked[part][mark] for part, _, mark in marks if marked.get(part) is not None
    )
    return marked


def _alert(message: AlertMessage) -> dict[str, Any]:
    return {
        "id": message.alert_id,
        "sequence": message.sequence,
        "topic": message.topic,
        "watchlist": message.watchlist,
        "kind": message.kind,
        "takes_back": message.takes_back.alert_id if message.takes_back else None,
        "created_at": _time(message.created_at),
        "matched": [
            {
                "term": _cut(term.term),
                "found": _cut(term.found),
                "field": term.field,
                "context": _cut(term.context),
            }
            for term in message.matched[:_MOST_ITEMS]
        ],
    }


def _article(message: AlertMessage) -> dict[str, Any]:
    article = message.article
    return {
        "id": message.article_id,
        "source": message.source,
        "sections": _cut_all(message.sections),
        "url": _cut(article.url),
        "canonical_url": _cut(article.canonical_url),
        "publisher_id": _cut_or_none(article.publisher_id),
        "title": _cut(article.title),
        "byline": _cut_or_none(article.byline),
        "authors": _cut_all(article.authors),
        "agencies": _cut_all(article.agencies),
        "credited_source": _cut_or_none(article.credited_source),
        "section": _cut_or_none(article.section),
        "language": _cut_or_none(article.language),
        "published_at": _stamp(article.published),
        "published_precision": article.published.precision if article.published else None,
        "modified_at": _stamp(article.modified),
        "first_seen_at": _time(message.first_seen_at),
        "excerpt": _excerpt(article),
        **({"dashboard_url": message.dashboard_url} if message.dashboard_url else {}),
    }


def _edit(message: AlertMessage) -> dict[str, Any] | None:
    edit = message.edit
    if edit is None:
        return None
    changes, truncated = _changes(edit.changes)
    return {
        "id": message.edit_id,
        "from_version": message.from_version,
        "to_version": None if message.edit_id is None else message.to_version,
        "stealth": edit.stealth,
        "kinds": list(edit.kinds),
        "severity": edit.severity,
        "evidence": _evidence(edit.evidence),
        "title_before": _cut(edit.title_before),
        "title_after": _cut(edit.title_after),
        "changes": changes,
        "changes_truncated": truncated,
        "seen_between": [
            None if at is None else _time(at) for at in (message.last_lacked_at, message.fetched_at)
        ],
    }


def _story(message: AlertMessage) -> dict[str, Any] | None:
    if message.story_id is None:
        return None
    return {
        "id": message.story_id,
        "carriers": [
            {
                "article": other.article_id,
                "source": other.source,
                "url": _cut(other.url),
                "title": _cut(other.title),
                "first_seen_at": _time(other.first_seen_at),
            }
            for other in message.carriers[:_MOST_ITEMS]
        ],
    }


def _removal(message: AlertMessage) -> dict[str, Any] | None:
    removal = message.removal
    if removal is None:
        return None
    text = _last_text(message.article) if message.kind == "removed" else None
    back = removal.restored_at
    since = message.since_held
    changes, truncated = _changes(since.changes) if since else ([], False)
    return {
        "reason": removal.absence,
        "detail": _cut(removal.detail),
        "looks": removal.looks,
        "seen_between": [_time(removal.last_seen_at), _time(removal.missing_since)],
        "confirmed_at": _time(removal.confirmed_at),
        "restored_at": None if back is None else _time(back),
        "version": removal.version,
        "text": text,
        "text_truncated": text is not None and text != list(message.article.body),
        "changes": changes,
        "changes_truncated": truncated,
    }


def _last_text(article: ArticleData) -> list[str]:
    """The paragraphs that fit, and always the first."""
    shown: list[str] = []
    room = _LONGEST_LAST_TEXT
    for paragraph in article.body:
        text = _cut(paragraph, _LONGEST_PARAGRAPH)
        room -= len(text)
        if room < 0 and shown:
            break
        shown.append(text)
    return shown


def _changes(changes: Sequence[Change]) -> tuple[list[dict[str, Any]], bool]:
    """The first changes that fit, and whether anything was left out or cut."""
    shown: list[dict[str, Any]] = []
    room = _MOST_CHANGED_TEXT
    cut = False
    for change in changes[:_MOST_CHANGES]:
        before, after = _cut(change.before), _cut(change.after)
        room -= len(before) + len(after)
        if room < 0:
            break
        cut = cut or before != change.before or after != change.after
        shown.append(
            {
                "op": change.op,
                "before": before,
                "after": after,
                "field": change.field,
                "paragraph": change.paragraph,
            }
        )
    return shown, cut or len(shown) < len(changes)


def _evidence(evidence: Sequence[KindEvidence]) -> list[dict[str, Any]]:
    """The first pieces of evidence that fit."""
    shown: list[dict[str, Any]] = []
    room = _MOST_CHANGED_TEXT
    for one in evidence[:_MOST_ITEMS]:
        before, after = _cut(one.before), _cut(one.after)
        room -= len(before) + len(after)
        if room < 0:
            break
        shown.append(
            {"kind": one.kind, "paragraph": one.paragraph, "before": before, "after": after}
        )
    return shown


def _excerpt(article: ArticleData) -> str:
    return _cut("\n\n".join(article.body[:3]), _LONGEST_EXCERPT)


def _cut(text: str, limit: int = _LONGEST_TEXT) -> str:
    return text if len(text) <= limit else text[: limit - 1] + "…"


def _cut_or_none(text: str | None) -> str | None:
    return None if text is None else _cut(text)


def _cut_all(texts: Sequence[str]) -> list[str]:
    return [_cut(text) for text in texts[:_MOST_ITEMS]]


def _stamp(stamp: Stamp | None) -> str | None:
    return None if stamp is None else _time(stamp.at)


def _time(at: datetime) -> str:
    """RFC 3339, with the offset the time carries; UTC where that has seconds (before 1912)."""
    offset = at.utcoffset() or timedelta()
    return (at if not offset.total_seconds() % 60 else at.astimezone(UTC)).isoformat()


async def send_webhook(
    rendered: Rendered,
    *,
    url: str,
    secret: str,
    delivery_id: str,
    now: datetime,
    policy: EgressPolicy,
    old_secret: str | None = None,
    timeout: float = 15,  # noqa: ASYNC109 - becomes one deadline for the whole exchange
) -> str:
    """POSTs a rendered alert once, signed; returns when the receiver has accepted it (2xx).

    Args:
        rendered: from `render_webhook`.
        url: http(s), ASCII, without credentials; it may hold a token and is never told.
        secret: `whsec_…`, shared with the receiver.
        delivery_id: becomes `webhook-id`: the same on every attempt.
        now: aware; becomes `webhook-timestamp`.
        policy: what may be connected to.
        old_secret: signs too, while the receiver may not have the other yet.
        timeout: seconds for everything: name, connection, TLS, answer.

    Returns:
        What the receiver answered, in one line.

    Raises:
        DeliveryError: permanent for 410 and for an address that egress refuses; any other
            failure may pass. `retry_after` is what a 429 or 503 asked for, at most a day.
    """
    secrets = [secret] if old_secret is None else [secret, old_secret]
    try:
        policy.check_url(url)
        status, wait = await _post(
            httpcore.Request(
                "POST",
                url,
                headers=_headers(rendered.payload, url, secrets, delivery_id, now),
                content=rendered.payload,
                extensions={"timeout": {"connect": timeout}},
            ),
            policy,
            timeout,
        )
    except EgressRefused as error:
        hint = "; list it under network.allow if it is meant to be reached"
        raise DeliveryError(f"{error}{hint if error.address else ''}", permanent=True) from error
    except (TimeoutError, httpcore.TimeoutException) as error:
        raise DeliveryError(f"the receiver did not answer within {timeout:g} s") from error
    except (httpcore.NetworkError, httpcore.ProtocolError, OSError) as error:
        raise DeliveryError(_connection_trouble(error)) from error
    if not 200 <= status < 300:
        raise _refusal(status, asked_wait(wait, now) if status in BUSY else None)
    return f"the receiver answered {status}"


def _headers(
    payload: bytes, url: str, secrets: Sequence[str], delivery_id: str, now: datetime
) -> list[tuple[str, str]]:
    now = now.astimezone(UTC)  # the library reads any wall clock as UTC
    signatures = (Webhook(one).sign(delivery_id, now, payload.decode()) for one in secrets)
    return [
        ("Host", urlsplit(url).netloc),  # httpcore leaves the brackets of IPv6 out
        ("Content-Length", str(len(payload))),
        ("Content-Type", "application/json"),
        ("User-Agent", _user_agent()),
        ("webhook-id", delivery_id),
        ("webhook-timestamp", str(int(now.timestamp()))),
        ("webhook-signature", " ".join(signatures)),
    ]


@cache
def _user_agent() -> str:
    return f"Marsad/{version('marsad')}"


@cache
def _trust(_file: str | None, _folder: str | None) -> ssl.SSLContext:
    """Whom TLS trusts, read once for each place that the environment names: it takes 10 ms."""
    return httpcore.default_ssl_context()


async def _post(
    request: httpcore.Request, policy: EgressPolicy, seconds: float
) -> tuple[int, str | None]:
    """The status and Retry-After of the answer, all within `seconds`."""
    deadline = asyncio.get_running_loop().time() + seconds
    trust = _trust(os.environ.get("SSL_CERT_FILE"), os.environ.get("SSL_CERT_DIR"))
    network = GuardedBackend(policy)
    async with httpcore.AsyncConnectionPool(trust, network_backend=network) as pool:
        async with asyncio.timeout_at(deadline):
            response = await pool.handle_async_request(request)
        # the status has decided: whatever happens to the rest changes nothing
        with suppress(TimeoutError, httpcore.NetworkError, httpcore.ProtocolError, OSError):
            async with asyncio.timeout_at(deadline):
                await _drain(response)
        await response.aclose()
    headers = {name.lower(): value for name, value in response.headers}
    wait = headers.get(b"retry-after")
    return response.status, None if wait is None else wait.decode("latin-1")


async def _drain(response: httpcore.Response) -> None:
    """Reads a short answer to its end, so that the receiver's write does not fail."""
    read = 0
    async for chunk in response.aiter_stream():
        read += len(chunk)
        if read > _ANSWER_LIMIT:
            return


def _refusal(status: int, wait: float | None) -> DeliveryError:
    if 300 <= status < 400:
        return DeliveryError(
            f"the receiver answered {status}, a redirect, and redirects are not followed:"
            " configure the address it leads to"
        )
    if status == _GONE:
        return DeliveryError(
            "the receiver answered 410: it is gone for good", permanent=True, gone=True
        )
    return DeliveryError(f"the receiver answered {status}", retry_after=wait)


def _connection_trouble(error: Exception) -> str:
    """What went wrong, in words of our own: the error's may quote what the receiver sent."""
    if tls := tls_trouble(error):
        return f"the receiver: {tls}"
    if isinstance(error, httpcore.ConnectError):
        return "no connection to the receiver could be made"
    if isinstance(error, httpcore.ProtocolError):
        return "the receiver's answer is not HTTP, or it hung up before answering"
    return "the connection to the receiver broke"

"""What `--json` prints: one object a line, with the field names of docs/commands.md.

Times are RFC 3339 with an offset: a publisher's keep the offset that was printed,
Marsad's own are UTC.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from config.settings import (
    DailySettings,
    DestinationSettings,
    SourceSettings,
    TopicSettings,
    WatchlistSettings,
)
from pipeline.hosts import DailyLimits
from pipeline.records import ArticleData, Change, EditData, Stamp

if TYPE_CHECKING:
    from pipeline.store.destinations import DestinationView
    from pipeline.store.incidents import IncidentView
    from pipeline.store.queries import (
        AlertView,
        ArticleView,
        DeliveryView,
        EditView,
        GapView,
        LinkView,
        SourceView,
        SweepView,
        VersionView,
    )
    from pipeline.store.removals import RemovalView
    from pipeline.store.told_noise import NoiseView
    from pipeline.vigil.vital_signs import Ailment

Object = dict[str, Any]
#: `pipeline.breaker.Mark.sign` → its name
_CHANGES = {"+": "came", "-": "went", "element": "element"}


def line(value: Mapping[str, Any]) -> str:
    """One line of JSON, in letters people can read, safe for any JSON reader."""
    text = json.dumps(value, ensure_ascii=False, allow_nan=False)
    # lone surrogates cannot be encoded; line separators would split the line for some readers
    text = text.replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")
    return text.encode("utf-8", "replace").decode("utf-8")


def time(at: datetime | None) -> str | None:
    return at.astimezone(UTC).isoformat() if at else None


def stamp(printed: Stamp | None) -> str | None:
    return printed.at.isoformat() if printed else None


def read_article(data: ArticleData) -> Object:
    """The article's fields as far as one page tells them, the others null or empty."""
    return {
        "id": None,
        "source": None,
        "sections": [],
        **_content(data),
        "tags": list(data.tags),
        "featured": data.featured,
        "hits": data.hits,
        "first_seen_at": None,
        "last_seen_at": None,
        "versions": None,
        "state": None,
    }


def article(view: ArticleView) -> Object:
    return {
        "id": view.id,
        "source": view.source,
        "sections": list(view.sections),
        **_content(view.data),
        "url": view.url,
        "canonical_url": view.canonical_url,
        "tags": list(view.tags),
        "featured": view.featured,
        "hits": view.hits,
        "first_seen_at": time(view.first_seen_at),
        "last_seen_at": time(view.last_seen_at),
        "versions": view.versions,
        "state": view.state,
        "absence": view.absence,
        "state_reason": view.state_reason,
        "missing_since": time(view.missing_since),
    }


def _content(data: ArticleData) -> Object:
    return {
        "url": data.url,
        "canonical_url": data.canonical_url,
        "publisher_id": data.publisher_id,
        "title": data.title,
        "byline": data.byline,
        "authors": list(data.authors),
        "agencies": list(data.agencies),
        "credited_source": data.credited_source,
        "cited_sources": list(data.cited_sources),
        "section": data.section,
        "language": data.language,
        "image": data.image,
        "live": data.live,
        "paywalled": data.paywalled,
        "provenance": dict(data.provenance),
        "published_at": stamp(data.published),
        "published_precision": data.published and str(data.published.precision),
        "modified_at": stamp(data.modified),
        "modified_precision": data.modified and str(data.modified.precision),
    }


def version(view: VersionView) -> Object:
    return {
        "article": view.article,
        "n": view.n,
        "fetched_at": time(view.fetched_at),
        "last_lacked_at": time(view.last_lacked_at),
        "published_at": stamp(view.data.published),
        "modified_at": stamp(view.data.modified),
        "title": view.data.title,
        "body": list(view.data.body),
        "structure": list(view.data.structure),
        "byline": view.data.byline,
        "credited_source": view.data.credited_source,
        "section": view.data.section,
        "content_hash": view.content_hash,
        "extractor": view.data.extractor,
    }


def exported_article(view: ArticleView) -> Object:
    """The article with its latest text: what another archive needs to have it whole."""
    return {
        **article(view),
        "body": list(view.data.body),
        "structure": list(view.data.structure),
        "extractor": view.data.extractor,
    }


def exported_version(source: str, view: VersionView) -> Object:
    """The version with all that was read, and what its article is found by."""
    return {
        "source": source,
        **_content(view.data),
        "tags": list(view.data.tags),
        "featured": view.data.featured,
        "hits": view.data.hits,
        **version(view),
    }


def edit(view: EditView) -> Object:
    return {
        "id": view.id,
        "article": view.article,
        "from_version": view.from_version,
        "to_version": view.to_version,
        "detected_at": time(view.detected_at),
        "reverts_to": view.reverts_to,
        **edit_content(view.edit),
    }


def noise(view: NoiseView) -> Object:
    waits = view.pending
    return {
        "pending": waits
        and {
            "first_seen_at": time(waits.first_seen_at),
            "fetches": waits.fetches,
            "confirm_at": time(waits.confirm_at),
            "kinds": list(waits.edit.kinds) if waits.edit else [],
            "severity": waits.edit.severity if waits.edit else None,
        },
        "headline_test": list(view.titles),
        "noise": view.dropped,
    }


def edit_content(found: EditData) -> Object:
    return {
        "stealth": found.stealth,
        "kinds": list(found.kinds),
        "severity": found.severity,
        "evidence": [asdict(one) for one in found.evidence],
        "title_before": found.title_before,
        "title_after": found.title_after,
        "changes": changes(found.changes),
    }


def changes(found: Iterable[Change]) -> list[Object]:
    return [asdict(one) for one in found]


def alert(view: AlertView) -> Object:
    return {
        "id": view.id,
        "topic": view.topic,
        "watchlist": view.watchlist,
        "kind": view.kind,
        "article": view.article,
        "version": view.version,
        "edit": view.edit,
        "created_at": time(view.created_at),
        "matched": [asdict(term) for term in view.matched],
        "title": view.title,
        "sequence": view.sequence,
        "copies": list(view.copies),
        "takes_back": view.takes_back,
    }


def incident(view: IncidentView) -> Object:
    return {
        "id": view.id,
        "source": view.source,
        "state": view.state,
        "opened_at": time(view.opened_at),
        "closed_at": time(view.closed_at),
        "why": view.why,
        "articles": list(view.articles),
        "held": list(view.held),
        "looked_at": view.looked_at,
        "adopted": view.adopted,
        "shared": [
            {"field": mark.field, "change": _CHANGES[mark.sign], "text": mark.text}
            for mark in view.marks
        ],
    }


def removal(view: RemovalView) -> Object:
    told = view.removal
    return {
        "article": view.article,
        "reason": told.absence,
        "detail": told.detail,
        "version": told.version,
        "looks": told.looks,
        "last_seen_at": time(told.last_seen_at),
        "missing_since": time(told.missing_since),
        "confirmed_at": time(told.confirmed_at),
        "restored_at": time(told.restored_at),
    }


def delivery(view: DeliveryView) -> Object:
    return {
        "id": view.id,
        "alert": view.alert,
        "destination": view.destination,
        "state": view.state,
        "attempts": view.attempts,
        "next_attempt_at": time(view.next_attempt_at),
        "last_error": view.last_error,
        "created_at": time(view.created_at),
        "delivered_at": time(view.delivered_at),
        "held": view.held,
        "digest": view.digest,
        "carries": view.carries,
        "disabled": view.disabled,
    }


def destination(settings: DestinationSettings, view: DestinationView) -> Object:
    return {
        "name": settings.name,
        "channel": settings.channel,
        "state": "disabled" if view.disabled_at else "failing" if view.failing_since else "in-use",
        "failing_since": time(view.failing_since),
        "failures": view.failures,
        "disabled_at": time(view.disabled_at),
        "disabled_why": view.disabled_why,
        "last_error": view.last_error,
        "queued": view.queued,
        "dead": view.dead,
        "last_delivered_at": time(view.last_delivered_at),
    }


def source(settings: SourceSettings, view: SourceView, daily: DailySettings) -> Object:
    limits, now = DailyLimits.of(daily), datetime.now(UTC)
    stored = {one.name: one for one in view.sections}
    return {
        "name": settings.name,
        "home": str(settings.home),
        "language": settings.language,
        "timezone": settings.timezone,
        "preset": settings.preset,
        "last_ok_at": time(view.last_ok_at),
        "last_error": view.last_error,
        "last_error_at": time(view.last_error_at),
        "paused_until": time(view.paused_until),
        "articles": {"live": view.live, "suspected": view.suspected, "gone": view.gone},
        "held": view.held,
        "incidents": [one.id for one in view.incidents],
        "ailments": [ailment(one) for one in view.ailments],
        "edits": view.edits,
        "unconfirmed": view.unconfirmed,
        "hosts": [
            {
                "host": one.host,
                "welcome": one.welcome(limits, now),
                "requests": one.today(now)[0],
                "received": one.today(now)[1],
                "most_requests": daily.requests,
                "most_received": daily.megabytes * 1_000_000,
                "strain": round(one.strain, 2),
                "resting_until": time(one.resting_until if one.rests(now) else None),
                "resting_why": one.resting_why if one.rests(now) else None,
            }
            for one in view.hosts
        ],
        "links": {"waiting": view.waiting, "given_up": view.given_up, "noted": view.noted},
        "sections": [
            {
                "name": section.name,
                "url": section.url,
                "kind": section.kind,
                "every_seconds": section.every.total_seconds(),
                "due_at": time(row.due_at if row else None),
                "last_polled_at": time(row.last_polled_at if row else None),
                "last_ok_at": time(row.last_ok_at if row else None),
                "failures": row.failures if row else 0,
                "last_error": row.last_error if row else None,
                "last_error_at": time(row.last_error_at if row else None),
                "gaps": [_gap(one) for one in view.gaps if one.section == section.name],
            }
            for section in settings.sections
            for row in (stored.get(section.name),)
        ],
        "sweep": settings.sweep,
        "sweeps": [sweep(one) for one in view.sweeps],
    }


def ailment(found: Ailment) -> Object:
    return {
        "section": found.section or None,
        "kind": found.kind,
        "field": found.field or None,
        "since": time(found.since),
        "reason": found.reason,
    }


def sweep(view: SweepView) -> Object:
    return {
        "kind": view.kind,
        "section": view.section,
        "standing": view.standing,
        "right": view.right,
        "missed": view.missed,
        "false": view.false,
        "last_told_at": time(view.last_told_at),
        "due_at": time(view.due_at),
        "last_error": view.last_error,
    }


def _gap(view: GapView) -> Object:
    return {
        "after_at": time(view.after_at),
        "found_at": time(view.found_at),
        "state": view.state,
        "filled_at": time(view.filled_at),
        "how": view.how,
    }


def topic(
    settings: TopicSettings, watchlist: WatchlistSettings, raised: tuple[int, datetime] | None
) -> Object:
    return {
        "name": settings.name,
        "watchlist": watchlist.name,
        "query": settings.query,
        "on": list(settings.on),
        "sources": list(settings.sources),
        "sections": list(settings.sections),
        "destinations": list(watchlist.destinations),
        "alerts": raised[0] if raised else 0,
        "last_alert_at": time(raised[1]) if raised else None,
    }


def link(view: LinkView) -> Object:
    return {
        "source": view.source,
        "url": view.url,
        "title": view.title,
        "discovered_at": time(view.discovered_at),
        "sections": list(view.sections),
        "there_at_first_crawl": view.baseline,
        "article": view.article,
        "due_at": time(view.due_at),
        "attempts": view.attempts,
        "fetches": [
            {
                "first_at": time(fetch.first_at),
                "last_at": time(fetch.last_at),
                "times": fetch.times,
                "outcome": fetch.outcome,
                "status": fetch.status,
                "detail": fetch.detail,
            }
            for fetch in view.fetches
        ],
    }

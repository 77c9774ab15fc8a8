"""Tells of severe edits before they are confirmed, and takes back what proves to be noise.

Only for sources that ask for it (`unconfirmed_alerts: high`), once for a version: what was told in
vain is not told again.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from sqlalchemy.orm import Session

from config.settings import SourceSettings
from pipeline.edits import compare
from pipeline.records import ArticleData, Match
from pipeline.store import frontier, outbox, pending
from pipeline.store.rows import matched_terms, reading_data
from pipeline.store.tables import AlertRow, ArticleRow, EditRow
from pipeline.watch import Hit, Watch


def tell(
    session: Session,
    watch: Watch,
    source: SourceSettings,
    article: ArticleRow,
    version: ArticleData,
    reading: ArticleData,
    pending_id: int,
    now: datetime,
) -> tuple[Hit, ...]:
    """Queues alerts of what a pending edit's first reading shows, if it is severe.

    Args:
        version: the article's latest, which the reading differs from.
    """
    if source.unconfirmed_alerts != "high" or outbox.told_unconfirmed(session, article):
        return ()
    edit = compare(version, reading)
    if edit is None or edit.severity != "high":
        return ()
    sections = frontier.sections_of(session, article.id)
    hits = watch.alerts_for_edit(source.name, sections, version, reading, edit)
    for hit in hits:
        outbox.add_alert(
            session,
            replace(hit, kind="unconfirmed"),
            article=article,
            version=article.versions,
            edit=None,
            pending_id=pending_id,
            now=now,
        )
    return hits


def withdraw(session: Session, article: ArticleRow, pending_id: int, now: datetime) -> int:
    """Queues the alerts that take back what a pending edit was told of; gives how many."""
    return take_back(session, article, pending.unconfirmed_alerts(session, pending_id), now)


def take_back(
    session: Session, article: ArticleRow, alerts: Sequence[AlertRow], now: datetime
) -> int:
    """Queues the alerts that take back others of an article, each once; gives how many."""
    taken = 0
    for alert in alerts:
        match = Match(alert.topic, matched_terms(alert.matched))
        destinations = outbox.destinations_of(session, alert.id)
        hit = Hit(alert.topic, alert.watchlist, destinations, "withdrawn", match)
        if outbox.is_taken_back(session, alert):
            continue
        outbox.add_alert(
            session,
            hit,
            article=article,
            version=alert.version,
            edit=None,
            takes_back=alert,
            now=now,
        )
        taken += 1
    return taken


def confirm(
    session: Session, pending_id: int, version: ArticleData, edit: EditRow
) -> frozenset[str]:
    """Notes which edit came of a pending one; gives the topics that were told of it already.

    Where something else came of it than its first reading showed, nobody was: the edit is told like
    any other.

    Args:
        version: what the edit changed.
    """
    alerts = pending.unconfirmed_alerts(session, pending_id)
    if not alerts:
        return frozenset()
    told = compare(version, reading_data(pending.readings(session, pending_id)[0].data))
    known = {(one.kind, one.before, one.after) for one in told.evidence} if told else set()
    if not {(one["kind"], one["before"], one["after"]) for one in edit.evidence} <= known:
        return frozenset()
    for alert in alerts:
        alert.edit_id = edit.id
    return frozenset(alert.topic for alert in alerts)

"""Queues the alerts that a new topic would have raised, where it has not raised them."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

from config.settings import Settings, TopicSettings
from pipeline.backtest import Flagged
from pipeline.store import outbox
from pipeline.store.engine import Store
from pipeline.store.tables import ArticleRow, EditRow


def queue_untold(settings: Settings, store: Store, topic: TopicSettings, flagged: Flagged) -> int:
    """Queues one alert with its deliveries; how many were queued: none if it was told before."""
    watchlist = next(one for one in settings.watchlists if topic in one.topics)
    hit = replace(flagged.hit, watchlist=watchlist.name, destinations=watchlist.destinations)
    with store.write() as session:
        if outbox.has_alert(session, hit, flagged.article.id, flagged.version):
            return 0
        edit = session.get(EditRow, flagged.edit) if flagged.edit else None
        article = session.get_one(ArticleRow, flagged.article.id)
        outbox.add_alert(
            session,
            hit,
            article=article,
            version=flagged.version,
            edit=edit,
            now=datetime.now(UTC),
        )
    return 1

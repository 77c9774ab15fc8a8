"""Alerts of an article that enters a section after it was found elsewhere.

Topics limited to that section could not hold for it before. Topics that held already
are not told again, nor those that told of the story it carries.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from pipeline import carriers
from pipeline.store import archive, frontier, outbox
from pipeline.store.rows import article_data
from pipeline.store.tables import ArticleRow
from pipeline.watch import Watch


def alert_of_joining(
    session: Session,
    watch: Watch,
    article: ArticleRow,
    *,
    before: tuple[str, ...],
    silent: bool,
    now: datetime,
) -> None:
    """Queues what topics are owed now that more sections list the article.

    Args:
        before: names of the sections that listed it until now.
        silent: nobody was told of it when it was found, so every topic is told that it
            holds for.
    """
    data = article_data(archive.latest_version(session, article))
    after = frontier.sections_of(session, article.id)
    told = outbox.topics_told_of(session, article.id)
    if not silent:
        told |= {hit.topic for hit in watch.alerts_for_new(article.source, before, data)}
    owed = [
        hit for hit in watch.alerts_for_new(article.source, after, data) if hit.topic not in told
    ]
    for hit in carriers.to_tell(session, owed, article, now):
        outbox.add_alert(
            session,
            hit,
            kind=hit.kind,
            article=article,
            version=article.versions,
            edit=None,
            now=now,
        )

"""What the store knows of an article, put together for the policy that times its recheck."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from sqlalchemy.orm import Session

from config.settings import SourceSettings
from pipeline.records import ArticleState
from pipeline.store import frontier, learned
from pipeline.store.tables import ArticleRow
from pipeline.timing import RecheckFacts, SeenEdit
from pipeline.topic_weights import article_weight


def recheck_facts(
    session: Session, source: SourceSettings, row: ArticleRow, weights: Mapping[str, float]
) -> RecheckFacts:
    """The facts of one article as it stands in the session.

    Args:
        weights: what topics add to what an unseen edit costs, by name.
    """
    names = frontier.sections_of(session, row.id)
    edits = learned.edits_seen(session, {row.id: row.first_seen_at})[row.id]
    topics = learned.topics_of(session, [row.id])[row.id]
    return _facts(source, row, names, article_weight(topics, weights), edits)


def first_facts(
    source: SourceSettings,
    row: ArticleRow,
    sections: Collection[str],
    topics: frozenset[str],
    weights: Mapping[str, float],
) -> RecheckFacts:
    """The facts of an article that was written just now: no edit is known of it.

    Args:
        sections: names of those that list it.
        topics: names of those that hold for it.
    """
    return _facts(source, row, sections, article_weight(topics, weights), ())


def _facts(
    source: SourceSettings,
    row: ArticleRow,
    sections: Collection[str],
    weight: float,
    edits: tuple[SeenEdit, ...],
) -> RecheckFacts:
    intervals = [section.every for section in source.sections if section.name in sections]
    return RecheckFacts(
        state=ArticleState(row.state),
        first_seen_at=row.first_seen_at,
        last_changed_at=max(row.last_changed_at, row.missing_since or row.last_changed_at),
        every=min(intervals or [section.every for section in source.sections]),
        misses=row.misses,
        source=source.name,
        edits=edits,
        weight=weight,
    )

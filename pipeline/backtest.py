"""What a topic would have flagged in the archive, and what it would have narrowly missed.

Asks the same `Watch` as a page that comes in; only reads. Baselines and stories are not held
against a hit: a topic is tried on texts, not on when they were found.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from config.settings import Settings, TopicSettings, WatchlistSettings
from pipeline.store.engine import Store
from pipeline.store.histories import History, histories
from pipeline.store.queries import ArticleView
from pipeline.topic_limits import limit_against
from pipeline.topics import parse_query
from pipeline.topics.index import QueryIndex
from pipeline.topics.relaxed import relaxations
from pipeline.watch import Hit, Watch, prepared


@dataclass(frozen=True, slots=True)
class Flagged:
    """One alert that a topic would have raised."""

    article: ArticleView
    #: UTC; when the piece or its edit was seen
    at: datetime
    version: int
    #: id of the edit, None for a new piece
    edit: int | None
    hit: Hit


@dataclass(frozen=True, slots=True)
class NearMiss:
    """A piece that the topic would have flagged with one term less."""

    article: ArticleView
    at: datetime
    #: what had to be left out of the query, such as "without مناورات"
    without: str


@dataclass(frozen=True, slots=True)
class Looked:
    """One article that was looked at, with what came of it."""

    flagged: tuple[Flagged, ...]
    near: tuple[NearMiss, ...]


class Backtest:
    """One topic held against the archive.

    Args:
        settings: for the queries that topics share.
        topic: a topic with its limits, whether it is in the configuration or not.

    Raises:
        pipeline.topics.QueryError: the query cannot be read.
    """

    def __init__(self, settings: Settings, topic: TopicSettings) -> None:
        alone = WatchlistSettings(name="backtest", destinations=("nobody",), topics=(topic,))
        self._watch = Watch(settings.model_copy(update={"watchlists": (alone,)}))
        self._relaxed = relaxations(parse_query(topic.query, settings.queries))
        self._nearly = QueryIndex([query for _, query in self._relaxed])
        self._topic = topic

    def run(self, store: Store, since: datetime | None) -> Iterator[Looked]:
        """Looks at one article after the other; those seen or changed since then."""
        for history in histories(store, since):
            flagged = tuple(self._flagged(history, since))
            yield Looked(flagged, () if flagged else tuple(self._near(history, since)))

    def _flagged(self, history: History, since: datetime | None) -> Iterator[Flagged]:
        view, first = history.article, history.versions[0]
        where = (view.source, view.sections)
        if since is None or view.first_seen_at >= since:
            for hit in self._watch.alerts_for_new(*where, first.data):
                yield Flagged(view, view.first_seen_at, first.n, None, hit)
        by_number = {version.n: version.data for version in history.versions}
        for edit in history.edits:
            before, after = by_number.get(edit.from_version), by_number.get(edit.to_version)
            if before is None or after is None or (since and edit.detected_at < since):
                continue
            for hit in self._watch.alerts_for_edit(*where, before, after, edit.edit):
                yield Flagged(view, edit.detected_at, edit.to_version, edit.id, hit)

    def _near(self, history: History, since: datetime | None) -> Iterator[NearMiss]:
        view, latest = history.article, history.versions[-1].data
        where = (view.source, view.sections, latest)
        if since is not None and view.first_seen_at < since:
            return
        if limit_against(self._topic, *where) is not None:
            return
        for number, _ in self._nearly.held(prepared(*where)):
            yield NearMiss(view, view.first_seen_at, self._relaxed[number][0])

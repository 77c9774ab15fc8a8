"""Reads the whole archive again by the present extractors, version by version.

What is read now is kept beside a version, never in place of what was read for it, and makes no
edit. Of an article's latest version it may tell more than was known: the publisher's id, the story
that it carries (articles stored before there were stories are found here) and, where that is asked
for, topics that did not hold for what was read before.

After every batch the place is noted in the same transaction: a run that was killed goes on there.
What reads is the caller's to choose; nothing is parsed here.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from config.settings import Settings
from pipeline import carriers
from pipeline.evidence.files import EvidenceArchive, EvidenceError
from pipeline.finding import adopt_identity
from pipeline.identity import article_identity
from pipeline.ingest import PageToRead, reading_rules
from pipeline.records import ArticleData
from pipeline.store import archive, frontier, outbox
from pipeline.store.engine import Store
from pipeline.store.rows import article_data, evidence_ref, newer_reading
from pipeline.store.tables import ArticleRow, ProgressRow, VersionRow
from pipeline.telling import tell_of_piece
from pipeline.watch import Watch

_WORK: Final = "reread"
_BATCH: Final = 50


@dataclass(frozen=True, slots=True)
class VersionToRead:
    """A version, and the page that was kept for it."""

    id: int
    source: str
    #: None: there is nothing to read, or no source to read it by
    page: PageToRead | None


class Rereading:
    """One run over the archive, or what is left of one that was killed.

    Args:
        from_start: forgets how far a run before had come.
        watch: alerts of pieces for which a topic holds only as they are read now, unless they
            were there before they were watched; None: no alerts.
    """

    def __init__(
        self,
        settings: Settings,
        store: Store,
        evidence: EvidenceArchive,
        *,
        from_start: bool,
        watch: Watch | None = None,
    ) -> None:
        self._watch = watch
        self._settings = settings
        self._store = store
        self._evidence = evidence
        with store.write() as session:
            row = session.get(ProgressRow, _WORK)
            if row is not None and from_start:
                session.delete(row)
                row = None
        self._position = row.position if row else 0
        #: versions by what came of them: same, other (it reads differently now), unreadable,
        #: not-kept (no response, or its source left the configuration)
        self.counts: Counter[str] = Counter(row.counts if row else {})

    def next(self) -> list[VersionToRead]:
        """The next versions, in the order of their ids; none when all are done."""
        with self._store.read() as session:
            rows = session.execute(
                select(VersionRow, ArticleRow.source)
                .join(ArticleRow, ArticleRow.id == VersionRow.article_id)
                .where(VersionRow.id > self._position)
                .order_by(VersionRow.id)
                .limit(_BATCH)
            ).all()
        if not rows:
            with self._store.write() as session:
                if done := session.get(ProgressRow, _WORK):
                    session.delete(done)
        return [VersionToRead(row.id, source, self._page(row, source)) for row, source in rows]

    def keep(self, read: Iterable[tuple[VersionToRead, object]], now: datetime) -> None:
        """Keeps what was read in the versions of one batch: an article, or anything else."""
        counts = self.counts.copy()
        position = self._position
        with self._store.write() as session:
            for version, found in read:
                position = version.id
                row = session.get_one(VersionRow, version.id)
                if version.page is None:
                    counts["not-kept"] += 1
                elif not isinstance(found, ArticleData):
                    counts["unreadable"] += 1
                else:
                    same = newer_reading(row, found) is None
                    counts["same" if same else "other"] += 1
                    if found != article_data(row):
                        archive.keep_reading(
                            session, row, found.extractor, found, now, adopted=False
                        )
                self._learn(session, row, found, now)
            session.merge(ProgressRow(work=_WORK, position=position, counts=dict(counts)))
        self._position, self.counts = position, counts

    def _learn(self, session: Session, row: VersionRow, found: object, now: datetime) -> None:
        """What the reading of an article's latest version tells of the article."""
        article = archive.article_by_id(session, row.article_id)
        if row.n != article.versions:
            return
        before = article_data(row)
        if not isinstance(found, ArticleData) or newer_reading(row, found) is None:
            carriers.place_if_unsigned(session, article, before, now)
            return
        if archive.article_by_identity(session, article.source, article_identity(found)) is None:
            adopt_identity(article, found)
        carriers.place(session, article, found, now)
        if self._watch is None or frontier.is_baseline(session, article.id):
            return
        sections = frontier.sections_of(session, article.id)
        held = {one.topic for one in self._watch.alerts_for_new(article.source, sections, before)}
        held |= outbox.topics_told_of(session, article.id)
        tell_of_piece(session, self._watch, article, found, sections, now, but=held)

    def _page(self, row: VersionRow, name: str) -> PageToRead | None:
        source, ref = self._settings.source(name), evidence_ref(row)
        if source is None or ref is None or row.text_pruned_at is not None:
            return None
        try:
            kept = self._evidence.read(ref)
        except EvidenceError:
            return None
        rules = reading_rules(source)
        return PageToRead(kept.body, kept.url, kept.content_type, rules, row.fetched_at)

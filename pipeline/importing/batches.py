"""Takes articles and versions of another archive into this one, a batch in a transaction.

    read the row                          pipeline.importing.rows, making
    new for certain: all of them at once  pipeline.importing.new
    else, one by one:
      find its article                      pipeline.identity
      new article, version and edit, known  store.archive, pipeline.edits
      the story it carries                  pipeline.carriers
      alerts, only where they are asked for pipeline.telling

There is no response behind what comes this way, and its chain says so. After every batch the
place is noted in the same transaction: a run that was killed goes on there.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from sqlalchemy import select
from sqlalchemy.orm import Session

from config.settings import Settings
from pipeline import carriers
from pipeline.edits import compare
from pipeline.fingerprints import content_hash
from pipeline.identity import article_identity
from pipeline.importing.making import WorkedOut, read, work_out
from pipeline.importing.new import (
    NewArticles,
    is_of_the_future,
    key_of,
    listings,
    new_link,
    note_facts,
    time_recheck,
)
from pipeline.importing.rows import ImportedRow
from pipeline.records import ArticleData, EditData
from pipeline.store import archive, frontier
from pipeline.store.engine import Store
from pipeline.store.rows import article_data
from pipeline.store.tables import (
    ArticleRow,
    LinkRow,
    LinkSectionRow,
    ProgressRow,
    VersionRow,
)
from pipeline.telling import tell_of_edit, tell_of_piece
from pipeline.timing import Timing
from pipeline.watch import Watch


@dataclass(frozen=True, slots=True)
class Rejected:
    """A line that could not be used."""

    #: from 1
    line: int
    why: str
    row: str


class Importing:
    """One run over one file, or what is left of one that was killed.

    Args:
        work: names the file by what is in it.
        source: the name of the source that all rows are of; None: each says its own.
        watch: alerts as for pieces that were crawled; None: no alerts.
    """

    def __init__(
        self,
        settings: Settings,
        store: Store,
        timing: Timing,
        work: str,
        *,
        source: str | None = None,
        watch: Watch | None = None,
    ) -> None:
        self.settings = settings
        self._store = store
        self.timing = timing
        self._work = f"import {work}"
        self._source = source
        self._zones = {one.name: one.timezone for one in settings.sources}
        self.watch = watch
        with store.read() as session:
            row = session.get(ProgressRow, self._work)
        #: lines that are done
        self.position = row.position if row else 0
        #: lines by what came of them: new, edited, unchanged, rejected
        self.counts: Counter[str] = Counter(row.counts if row else {})

    @property
    def work(self) -> Callable[[Sequence[str]], list[WorkedOut]]:
        """What works lines out before they are taken, in whichever process."""
        return partial(work_out, source=self._source, zones=self._zones)

    def take(
        self, lines: Sequence[str], now: datetime, worked: Sequence[WorkedOut] | None = None
    ) -> list[Rejected]:
        """Takes the lines after `position`; gives back those that cannot be used.

        Args:
            worked: what `work` says of them, where it was asked.
        """
        counts, rejected = self.counts.copy(), []
        numbered = [one for one in enumerate(lines, self.position + 1) if one[1].strip()]
        rows = read(lines, self._source, self._zones) if worked is None else worked
        with self._store.write() as session:
            outcomes = self._take_rows(session, rows, now)
            for (number, line), outcome in zip(numbered, outcomes, strict=True):
                if outcome in ("new", "edited", "unchanged"):
                    counts[outcome] += 1
                    continue
                counts["rejected"] += 1
                rejected.append(Rejected(number, outcome, line.rstrip("\n")))
            position = self.position + len(lines)
            session.merge(ProgressRow(work=self._work, position=position, counts=dict(counts)))
        self.position, self.counts = position, counts
        return rejected

    def _take_rows(self, session: Session, rows: Sequence[WorkedOut], now: datetime) -> list[str]:
        """What came of each row, or why it cannot be used."""
        many = NewArticles(self.settings, session, self.timing, now)
        # alerts of one row depend on those of the row before
        new = many.certain(rows) if self.watch is None else {}
        outcomes: list[str] = []
        for place, (row, made) in enumerate(rows):
            if isinstance(row, str):
                outcomes.append(row)
            elif place in new:
                many.add(row, new[place], made)
                outcomes.append("new")
            else:
                many.flush()
                outcomes.append(_Row(self, session, row, now).run())
        many.flush()
        return outcomes

    def done(self) -> None:
        """Forgets the place: the file is at its end."""
        with self._store.write() as session:
            if row := session.get(ProgressRow, self._work):
                session.delete(row)


class _Row:
    """One row in its transaction."""

    def __init__(
        self, importing: Importing, session: Session, row: ImportedRow, now: datetime
    ) -> None:
        self._in = importing
        self._session = session
        self._row = row
        self._data = row.data
        self._at = row.fetched_at or now
        self._now = now
        self._source = importing.settings.source(row.source)

    def run(self) -> str:
        """new, edited or unchanged; anything else is why the row cannot be used."""
        if is_of_the_future(self._row, self._now):
            return "it was seen in the future"
        source = self._row.source
        known = archive.article_by_identity(self._session, source, article_identity(self._data))
        if known is None and self._row.n is None:
            known = archive.article_with_text(self._session, source, self._data)
        return self._add() if known is None else self._compare(known)

    def _add(self) -> str:
        if self._row.n not in (None, 1):
            return f"version {self._row.n} of an article whose first is not here"
        article = archive.add_article(
            self._session,
            self._row.source,
            article_identity(self._data),
            self._data,
            self._data.url,
            self._row.first_seen_at or self._at,
        )
        self._add_version(article)
        article.last_seen_at = article.last_changed_at = self._at
        self._note_facts(article)
        if self._in.watch is not None:
            sections = frontier.sections_of(self._session, article.id)
            tell_of_piece(self._session, self._in.watch, article, self._data, sections, self._now)
        return "new"

    def _compare(self, article: ArticleRow) -> str:
        latest = archive.latest_version(self._session, article)
        if self._is_held(article):
            self._note_facts(article)
            return "unchanged"
        n = self._row.n
        if n is not None and n != latest.n + 1:
            return f"version {n} of an article that has {latest.n}, and it is another one"
        edit = compare(article_data(latest), self._data)
        if edit is None and n is None:
            self._note_facts(article)
            return "unchanged"
        if n is None:
            # a text without a time of its own was had when it was last seen
            self._at = max(self._at, self._row.last_seen_at or self._at)
        if self._at <= latest.fetched_at:
            return "its text differs, and is older than the latest version"
        before = article_data(latest)
        version = self._add_version(article)
        article.canonical_url = self._data.canonical_url
        if edit is not None:
            self._add_edit(article, before, edit, version.n)
        self._note_facts(article)
        return "edited"

    def _add_edit(
        self, article: ArticleRow, before: ArticleData, edit: EditData, version: int
    ) -> None:
        row = archive.add_edit(self._session, article, edit, version, self._at)
        if edit.substantive:
            article.last_changed_at = self._at
        if self._in.watch is not None:
            tell_of_edit(self._session, self._in.watch, article, before, self._data, row, self._now)

    def _is_held(self, article: ArticleRow) -> bool:
        """Whether this very text of this time is a version already."""
        return (
            self._session.scalar(
                select(VersionRow.id).where(
                    VersionRow.article_id == article.id,
                    VersionRow.content_hash == content_hash(self._data),
                    VersionRow.fetched_at == self._at,
                )
            )
            is not None
        )

    def _add_version(self, article: ArticleRow) -> VersionRow:
        version = archive.add_version(self._session, article, self._data, self._at, None)
        if self._row.n is not None:
            version.last_lacked_at = self._row.last_lacked_at
        carriers.place(self._session, article, self._data, self._at)
        return version

    def _note_facts(self, article: ArticleRow) -> None:
        note_facts(article, self._row, self._at)
        self._link(article)
        time_recheck(article, self._source, self._in.timing, self._now)

    def _link(self, article: ArticleRow) -> None:
        """The address and the sections that a crawl would have found it by."""
        key = key_of(article, self._source)
        link = frontier.link_for(self._session, article.source, key)
        if link is None:
            link = LinkRow(**new_link(article, key, self._row))
            self._session.add(link)
        link.article_id, link.due_at = link.article_id or article.id, None
        self._session.flush()
        for listed in listings(link.id, article, self._row.sections):
            if self._session.get(LinkSectionRow, (link.id, listed["section"])) is None:
                self._session.add(LinkSectionRow(**listed))
        self._session.flush()

"""Writes what a page came to: article, version and edit, alerts, and when to look again.

The second half of one page's transaction, which `pipeline.ingest` opens and describes; what
happened was decided before, by `pipeline.decide`. Nothing here sends anything.
"""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy.orm import Session

from config.settings import SourceSettings
from pipeline import carriers
from pipeline import decide as d
from pipeline.evidence import EvidenceArchive
from pipeline.ground import is_new
from pipeline.identity import article_identity
from pipeline.records import (
    ArticleData,
    ArticleForUpdate,
    ArticleState,
    FailureReason,
    FetchedPage,
    FetchFailure,
    NotModified,
)
from pipeline.store import archive, frontier, sweeps
from pipeline.store.tables import ArticleRow, LinkRow
from pipeline.telling import tell_of_edit, tell_of_piece
from pipeline.timing import LAST_WAIT, RecheckFacts, Timing
from pipeline.watch import Watch

Answer = FetchedPage | NotModified | FetchFailure


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of one page."""

    #: new, edited, unchanged, duplicate, suspected, gone, restored, missed, not-article
    what: str
    detail: str = ""
    article_id: int | None = None
    title: str | None = None
    alerts: int = 0


@dataclass(frozen=True, slots=True)
class Means:
    """What pages are written with, the same for all of them."""

    evidence: EvidenceArchive
    watch: Watch
    timing: Timing


class PageWriter:
    """Writes one page, in the transaction it is given."""

    def __init__(
        self, means: Means, session: Session, source: SourceSettings, answer: Answer
    ) -> None:
        self._evidence = means.evidence
        self._watch = means.watch
        self._timing = means.timing
        self._session = session
        self._source = source
        self._answer = answer
        self._now = answer.fetched_at

    def apply(
        self,
        decision: d.Decision,
        link: LinkRow,
        row: ArticleRow | None,
        known: ArticleForUpdate | None,
    ) -> Outcome:
        if isinstance(decision, d.New):
            return self._write_new(decision.data, link)
        if row is None or known is None:
            return self._write_nothing(decision, link)
        if isinstance(decision, d.Missed | d.NoArticle):
            row.misses += 1
            self._time_recheck(row)
            return self._outcome("missed", row, known.latest.data, detail=_why(decision))
        if isinstance(decision, d.Suspect | d.Gone):
            return self._write_missing(decision, row, known)
        return self._write_seen(decision, row, known)

    def _write_new(self, data: ArticleData, link: LinkRow) -> Outcome:
        assert isinstance(self._answer, FetchedPage)
        evidence = self._evidence.keep(self._answer)
        identity = article_identity(data)
        row = archive.add_article(
            self._session, self._source.name, identity, data, link.url, self._now
        )
        archive.add_version(self._session, row, data, self._now, evidence)
        link.article_id, link.due_at, link.attempts = row.id, None, 0
        self._session.flush()
        self._note_validators(row)
        self._time_recheck(row)
        sections = frontier.sections_of_link(self._session, link.id)
        link.baseline = not is_new(not link.baseline, link.dated_against, data.published)
        carriers.place(self._session, row, data, self._now)
        alerts = 0
        if not link.baseline:
            alerts = tell_of_piece(self._session, self._watch, row, data, sections, self._now)
        detail = "was there before it was watched: no alert" if link.baseline else ""
        return self._outcome("new", row, data, detail=detail, alerts=alerts)

    def _write_seen(
        self, decision: d.Edited | d.Unchanged, row: ArticleRow, known: ArticleForUpdate
    ) -> Outcome:
        """The article is there: a new version when it was edited, its live facts in any case."""
        alerts = 0
        what = "restored" if decision.restored else "unchanged"
        detail = ""
        if isinstance(decision, d.Edited):
            alerts = self._write_edit(decision, row, known)
            what = what if decision.restored else "edited"
            detail = _describe(decision)
        data = decision.data
        if data is not None:
            row.hits, row.featured, row.tags = data.hits, data.featured, list(data.tags)
            carriers.place_if_unsigned(self._session, row, data, self._now)
        row.state, row.state_reason = ArticleState.LIVE.value, None
        row.strikes, row.missing_since, row.misses = 0, None, 0
        row.last_seen_at = self._now
        self._note_validators(row, edited=isinstance(decision, d.Edited))
        self._judge_sweeps(row, decision)
        self._time_recheck(row)
        return self._outcome(what, row, data or known.latest.data, detail=detail, alerts=alerts)

    def _write_edit(self, decision: d.Edited, row: ArticleRow, known: ArticleForUpdate) -> int:
        """Writes the edit's version and what is owed for it; how many alerts that is."""
        assert isinstance(self._answer, FetchedPage)
        data = decision.data
        evidence = self._evidence.keep(self._answer)
        version = archive.add_version(self._session, row, data, self._now, evidence)
        edit = archive.add_edit(self._session, row, decision.edit, version.n, self._now)
        row.canonical_url = data.canonical_url
        if decision.edit.substantive:
            row.last_changed_at = self._now
        carriers.place(self._session, row, data, self._now)
        return tell_of_edit(
            self._session, self._watch, row, known.latest.data, data, edit, self._now
        )

    def _write_missing(
        self, decision: d.Suspect | d.Gone, row: ArticleRow, known: ArticleForUpdate
    ) -> Outcome:
        gone = isinstance(decision, d.Gone)
        row.state = (ArticleState.GONE if gone else ArticleState.SUSPECTED).value
        row.state_reason = decision.reason
        row.strikes = decision.strikes
        row.missing_since = row.missing_since or self._now
        # a page that came back must be seen whole
        row.etag = row.last_modified = None
        self._time_recheck(row)
        what = "gone" if gone else "suspected"
        return self._outcome(what, row, known.latest.data, detail=decision.reason)

    def _write_nothing(self, decision: d.Decision, link: LinkRow) -> Outcome:
        """A link that gave no article: try again later, in the end give it up."""
        if link.article_id is None:
            # an outage of the host says nothing about the page, and uses up none of its tries
            tries = link.attempts + 1
            if _is_outage(decision):
                tries = min(tries, LAST_WAIT)
            else:
                link.attempts = tries
            link.due_at = self._timing.next_try(tries, self._now)
        what = "not-article" if isinstance(decision, d.NoArticle) else "missed"
        return Outcome(what, _why(decision))

    def _note_validators(self, row: ArticleRow, *, edited: bool = False) -> None:
        """Keeps the page's validators, and learns whether this source's can be trusted."""
        if not isinstance(self._answer, FetchedPage):
            row.unmodified += 1
            return
        page = self._answer
        same = (page.etag or page.last_modified) is not None and (
            (row.etag, row.last_modified) == (page.etag, page.last_modified)
        )
        if same:
            source = frontier.source_row(self._session, self._source.name)
            if edited:
                source.validators_wrong = True
            else:
                source.validators_right += 1
        row.etag, row.last_modified, row.unmodified = page.etag, page.last_modified, 0

    def _judge_sweeps(self, row: ArticleRow, decision: d.Edited | d.Unchanged) -> None:
        """Learns whether what sweeps said of the article was true."""
        if decision.restored:
            return
        changed = isinstance(decision, d.Edited) and decision.edit.substantive
        known = None if decision.data is None else changed
        sweeps.judge(self._session, row, changed=known, now=self._now)

    def _time_recheck(self, row: ArticleRow) -> None:
        names = frontier.sections_of(self._session, row.id)
        intervals = [s.every for s in self._source.sections if s.name in names]
        ordinary = self._timing.next_recheck(
            RecheckFacts(
                state=ArticleState(row.state),
                first_seen_at=row.first_seen_at,
                last_changed_at=max(row.last_changed_at, row.missing_since or row.last_changed_at),
                every=min(intervals or [s.every for s in self._source.sections]),
                misses=row.misses,
            ),
            self._now,
        )
        row.recheck_at = sweeps.stretched(self._session, row, ordinary, self._now)

    def _outcome(
        self, what: str, row: ArticleRow, data: ArticleData, *, detail: str = "", alerts: int = 0
    ) -> Outcome:
        return Outcome(what, detail, row.id, data.title, alerts)


def _describe(decision: d.Edited) -> str:
    edit = decision.edit
    if not edit.substantive:
        return f"{edit.kinds[0] if edit.kinds else 'formatting'} only: no alert"
    return "silent edit" if edit.stealth else "admitted edit"


def _is_outage(decision: d.Decision) -> bool:
    """Whether a fetch failed for reasons of the host's, and not of the page's."""
    if not isinstance(decision, d.Missed):
        return False
    failure = decision.failure
    silent = failure.reason in (
        FailureReason.UNREACHABLE,
        FailureReason.TIMEOUT,
        FailureReason.ROBOTS,
        FailureReason.REFUSED,
        FailureReason.BLOCKED,
    )
    return silent or failure.status == 429 or (failure.status or 0) >= 500


def _why(decision: d.Decision) -> str:
    if isinstance(decision, d.Missed):
        return decision.failure.detail
    return decision.reason if isinstance(decision, d.NoArticle) else ""

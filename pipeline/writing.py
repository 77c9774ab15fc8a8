"""Writes what a page came to: article, version and edit, alerts, and when to look again.

The second half of one page's transaction, which `pipeline.ingest` opens and describes; what
happened was decided before, by `pipeline.decide`. Nothing here sends anything.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace

from sqlalchemy.orm import Session

from config.settings import SourceSettings
from pipeline import carriers, incidents
from pipeline import decide as d
from pipeline.confirmation.holding import Holding, end_with_article
from pipeline.evidence.files import EvidenceArchive
from pipeline.evidence.revisits import note_unchanged
from pipeline.found_by import found_by
from pipeline.ground import is_new
from pipeline.identity import article_identity
from pipeline.recheck_facts import first_facts, recheck_facts
from pipeline.records import (
    ArticleData,
    ArticleForUpdate,
    ArticleState,
    FailureReason,
    FetchedPage,
    FetchFailure,
    NotModified,
)
from pipeline.removal import Gone, Suspect, unless_held
from pipeline.settling import Came, Settling
from pipeline.store import archive, frontier, removals, sweeps
from pipeline.store.tables import ArticleRow
from pipeline.stories.signing import signed_each
from pipeline.telling import tell_of_piece, tell_of_presence
from pipeline.timing import LAST_WAIT, Timing
from pipeline.watch import Hit, Watch

Answer = FetchedPage | NotModified | FetchFailure


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of one page."""

    #: new, edited, pending, held, unchanged, duplicate, suspected, gone, restored, missed,
    #: not-article
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
        self._settling = Settling(means.evidence, means.watch, session, source, answer)

    def apply(
        self,
        decision: d.Decision,
        link: frontier.Link,
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
        if isinstance(decision, Suspect | Gone):
            return self._write_missing(decision, row, known)
        return self._write_seen(decision, row, known)

    def _write_new(self, data: ArticleData, link: frontier.Link) -> Outcome:
        assert isinstance(self._answer, FetchedPage)
        evidence = self._evidence.keep(self._answer)
        identity = article_identity(data)
        sections = frontier.sections_of_link(self._session, link.id)
        row = archive.new_row(self._source.name, identity, data, link.url, self._now)
        row.steady = 1
        row.etag, row.last_modified = self._answer.etag, self._answer.last_modified
        self._time_first_recheck(row, sections)
        found = found_by(data)
        archive.add_piece(self._session, row, data, self._now, evidence, found.tokens)
        baseline = not is_new(not link.baseline, link.dated_against, data.published)
        frontier.lead_to(self._session, link.id, row.id, baseline=baseline)
        (signed,) = signed_each([found.hashes])
        carriers.place_new(self._session, [carriers.Placed(row, data, self._now, signed)])
        hits: tuple[Hit, ...] = ()
        if not baseline:
            hits = tell_of_piece(self._session, self._watch, row, data, sections, self._now)
        if hits:  # most pieces concern nobody, and are written once
            self._time_first_recheck(row, sections, frozenset(hit.topic for hit in hits))
            archive.set_recheck(self._session, row)
        detail = "was there before it was watched: no alert" if baseline else ""
        return self._outcome("new", row, data, detail=detail, alerts=len(hits))

    def _write_seen(
        self, decision: d.Edited | d.Unchanged, row: ArticleRow, known: ArticleForUpdate
    ) -> Outcome:
        """The article is there: what its page showed, and its live facts in any case."""
        data = decision.data
        came = Came("unchanged")
        held: Holding | None = None
        if data is not None:
            held = self._settling.held(row, known.latest.data, known.latest.fetched_at, data)
            came = self._settling.settle(held, row, known.latest.data, data)
            row.hits, row.featured, row.tags = data.hits, data.featured, list(data.tags)
            carriers.place_if_unsigned(self._session, row, known.latest.data, self._now)
        told = (*came.hits, *self._write_presence(row, data, known.latest.data))
        row.last_seen_at = self._now
        self._note_validators(row, came)
        if came.what == "unchanged" and not isinstance(self._answer, FetchFailure):
            note_unchanged(self._session, self._evidence, row, self._answer)
        if not decision.restored and not came.waits:
            changed = None if data is None else came.substantive
            sweeps.judge(self._session, row, changed=changed, now=self._now)
        self._time_recheck(row)
        if held is not None and held.confirm_at is not None:
            row.recheck_at = held.confirm_at
        what = "restored" if decision.restored else came.what
        shown = data or known.latest.data
        return self._outcome(what, row, shown, detail=came.detail, alerts=len(told))

    def _write_presence(
        self, row: ArticleRow, data: ArticleData | None, held: ArticleData
    ) -> tuple[Hit, ...]:
        """Ends what was suspected or gone; whom to tell that a piece is there again."""
        was_gone = row.state == ArticleState.GONE.value
        removal = removals.end(self._session, row, self._now) if was_gone else None
        if row.state != ArticleState.LIVE.value:
            row.url = self._answer.url  # it may have moved
        row.state, row.absence, row.state_reason = ArticleState.LIVE.value, None, None
        row.strikes, row.missing_since, row.misses, row.held = 0, None, 0, False
        if removal is None:
            return ()
        return tell_of_presence(
            self._session, self._watch, row, data or held, removal, self._now, held=held
        )

    def _write_missing(
        self, decision: Suspect | Gone, row: ArticleRow, known: ArticleForUpdate
    ) -> Outcome:
        """The article was missed; gone only where the rest of its source bears that out."""
        if isinstance(decision, Gone):
            rest = removals.rest_of_source(self._session, row, self._now)
            missing_for = self._now - (row.missing_since or self._now)
            decision = unless_held(decision, rest, missing_for)
        if isinstance(decision, Gone):
            lost = end_with_article(self._session, row, known.latest.data, self._now)
            incidents.close_if_over(self._session, self._source.name, self._now)
            if lost is not None:
                decision = replace(decision, reason=f"{decision.reason}; {lost}")
        gone = isinstance(decision, Gone)
        row.state = (ArticleState.GONE if gone else ArticleState.SUSPECTED).value
        row.absence, row.state_reason = decision.absence.value, decision.reason
        row.strikes, row.held = decision.strikes, isinstance(decision, Suspect) and decision.held
        row.missing_since = row.missing_since or self._now
        # a page that came back must be seen whole
        row.etag = row.last_modified = None
        self._time_recheck(row)
        if address := removals.other_address(self._session, row):
            row.url, row.recheck_at = address, self._now
        hits: tuple[Hit, ...] = ()
        if isinstance(decision, Gone):
            removal = removals.confirm(self._session, row, decision, self._now)
            data = known.latest.data
            hits = tell_of_presence(self._session, self._watch, row, data, removal, self._now)
        what = "gone" if gone else "suspected"
        return self._outcome(what, row, known.latest.data, detail=decision.reason, alerts=len(hits))

    def _write_nothing(self, decision: d.Decision, link: frontier.Link) -> Outcome:
        """A link that gave no article: try again later, in the end give it up."""
        if link.article_id is None:
            # an outage of the host says nothing about the page, and uses up none of its tries
            tries = attempts = link.attempts + 1
            if _is_outage(decision):
                tries, attempts = min(tries, LAST_WAIT), link.attempts
            again = self._timing.next_try(tries, self._now)
            frontier.try_again(self._session, link.id, attempts, again)
        what = "not-article" if isinstance(decision, d.NoArticle) else "missed"
        return Outcome(what, _why(decision))

    def _note_validators(self, row: ArticleRow, came: Came) -> None:
        """Keeps the page's validators, and learns whether this source's can be trusted."""
        page = self._answer
        if not isinstance(page, FetchedPage):
            row.unmodified += 1
            return
        row.unmodified = 0
        if came.waits:
            # the next fetch must bring the page whole
            row.etag = row.last_modified = None
            return
        source = frontier.source_row(self._session, self._source.name)
        if came.validators_wrong:
            source.validators_wrong = True
        elif self._settling.has_the_same_validators(row):
            source.validators_right += 1
        row.etag, row.last_modified = page.etag, page.last_modified

    def _time_first_recheck(
        self, row: ArticleRow, sections: Collection[str], topics: frozenset[str] = frozenset()
    ) -> None:
        facts = first_facts(self._source, row, sections, topics, self._watch.weights)
        row.recheck_at = self._timing.next_recheck(facts, self._now)

    def _time_recheck(self, row: ArticleRow) -> None:
        facts = recheck_facts(self._session, self._source, row, self._watch.weights)
        ordinary = self._timing.next_recheck(facts, self._now)
        row.recheck_at = sweeps.stretched(self._session, row, ordinary, self._now)

    def _outcome(
        self, what: str, row: ArticleRow, data: ArticleData, *, detail: str = "", alerts: int = 0
    ) -> Outcome:
        return Outcome(what, detail, row.id, data.title, alerts)


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

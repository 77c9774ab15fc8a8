"""Writes what a page came to: article, version and edit, alerts, and when to look again.

The second half of one page's transaction, which `pipeline.ingest` opens and describes; what
happened was decided before, by `pipeline.decide`. Nothing here sends anything.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace
from datetime import datetime
from typing import Final, NamedTuple

from sqlalchemy.orm import Session

from config.settings import SourceSettings
from pipeline import carriers, incidents
from pipeline import decide as d
from pipeline.confirmation import unconfirmed
from pipeline.confirmation.holding import Holding, Origin, end_with_article
from pipeline.confirmation.policy import (
    Confirmed,
    Grows,
    HeadlineTest,
    Stands,
    Waits,
    grew_at_head,
    headline_evidence,
    headline_test,
)
from pipeline.edits import compare
from pipeline.evidence.files import EvidenceArchive, EvidenceRef
from pipeline.evidence.revisits import note_unchanged
from pipeline.ground import is_new
from pipeline.identity import article_identity
from pipeline.recheck_facts import first_facts, recheck_facts
from pipeline.records import (
    ArticleData,
    ArticleForUpdate,
    ArticleState,
    EditData,
    FailureReason,
    FetchedPage,
    FetchFailure,
    NotModified,
)
from pipeline.removal import Gone, Suspect, unless_held
from pipeline.store import archive, frontier, removals, sweeps
from pipeline.store.tables import ArticleRow, EditRow, IncidentRow, LinkRow
from pipeline.telling import tell_of_edit, tell_of_piece, tell_of_presence
from pipeline.timing import LAST_WAIT, Timing
from pipeline.watch import Hit, Watch

Answer = FetchedPage | NotModified | FetchFailure

#: what comes of a page whose change does not count yet
_WAITING: Final = ("pending", "held")
_HELD: Final = "held by incident {}: it changed alike with other articles"


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


class _Came(NamedTuple):
    """What came of a page that shows its article."""

    #: unchanged, pending, held, edited
    what: str
    detail: str = ""
    hits: tuple[Hit, ...] = ()
    substantive: bool = False
    #: it changed behind validators that did not
    validators_wrong: bool = False


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
        self._evidence_ref: EvidenceRef | None = None

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
        if isinstance(decision, Suspect | Gone):
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
        sections = frontier.sections_of_link(self._session, link.id)
        row.steady = 1
        with self._session.no_autoflush:  # all that is to be written of the row goes at once
            self._note_validators(row, _Came("new"))
        facts = first_facts(self._source, row, sections, self._watch.weights)
        row.recheck_at = self._timing.next_recheck(facts, self._now)
        link.baseline = not is_new(not link.baseline, link.dated_against, data.published)
        carriers.place_new(self._session, [(row, data, self._now)])
        hits: tuple[Hit, ...] = ()
        if not link.baseline:
            hits = tell_of_piece(self._session, self._watch, row, data, sections, self._now)
        detail = "was there before it was watched: no alert" if link.baseline else ""
        return self._outcome("new", row, data, detail=detail, alerts=len(hits))

    def _write_seen(
        self, decision: d.Edited | d.Unchanged, row: ArticleRow, known: ArticleForUpdate
    ) -> Outcome:
        """The article is there: what its page showed, and its live facts in any case."""
        data = decision.data
        came = _Came("unchanged")
        held: Holding | None = None
        if data is not None:
            held = self._held(row, known.latest.data, known.latest.fetched_at, data)
            came = self._settle(held, row, known.latest.data, data)
            row.hits, row.featured, row.tags = data.hits, data.featured, list(data.tags)
            carriers.place_if_unsigned(self._session, row, known.latest.data, self._now)
        told = (*came.hits, *self._write_presence(row, data or known.latest.data))
        row.last_seen_at = self._now
        self._note_validators(row, came)
        if came.what == "unchanged" and not isinstance(self._answer, FetchFailure):
            note_unchanged(self._session, self._evidence, row, self._answer)
        if not decision.restored and came.what not in _WAITING:
            changed = None if data is None else came.substantive
            sweeps.judge(self._session, row, changed=changed, now=self._now)
        self._time_recheck(row)
        if held is not None and held.confirm_at is not None:
            row.recheck_at = held.confirm_at
        what = "restored" if decision.restored else came.what
        shown = data or known.latest.data
        return self._outcome(what, row, shown, detail=came.detail, alerts=len(told))

    def _held(
        self, row: ArticleRow, version: ArticleData, at: datetime, reading: ArticleData
    ) -> Holding:
        return Holding(self._session, self._source, row, version, at, reading, self._now)

    def _settle(
        self, held: Holding, row: ArticleRow, version: ArticleData, reading: ArticleData
    ) -> _Came:
        """What becomes of a reading: it stands, waits, is noise, or an edit."""
        verdict = held.judge()
        if not isinstance(verdict, Grows | HeadlineTest):
            held.remember(verdict.rotated)
        if isinstance(verdict, Waits) and (
            edit := incidents.decided(self._session, row, version, reading)
        ):
            verdict = Confirmed(reading, edit, 0)
        if isinstance(verdict, Waits | Grows):
            wrong = self._has_the_same_validators(row)
            evidence = None if held.repeats_the_last else self._kept()
            first = not held.is_pending
            held.wait(evidence, validators_wrong=wrong, hurry=isinstance(verdict, Waits))
            near = isinstance(verdict, Waits) and verdict.more == 1
            joined = incidents.join(self._session, row, version, reading, is_near=near)
            if joined is not None:
                held.confirm_at = None
                return _Came("held", _HELD.format(joined.id))
            hits = self._tell_unconfirmed(held, row, version, reading) if first else ()
            return _Came("pending", "changed; waits until another fetch shows it too", hits)
        if isinstance(verdict, HeadlineTest):
            return self._write_headline_test(held, row, version, verdict)
        if isinstance(verdict, Confirmed):
            weighed = incidents.weighed(
                self._session, row, version, verdict.data, verdict.edit, self._now
            )
            if isinstance(weighed, incidents.Hold):
                return self._hold(held, row, reading, verdict, weighed.incident)
            if isinstance(weighed, incidents.Adopt):
                return self._adopt(held, row, verdict, weighed.incident)
            return self._write_confirmed(held, row, version, reading, verdict)
        held.note_title()
        was_pending = held.is_pending
        row.steady = 1 if was_pending else row.steady + isinstance(verdict, Stands)
        if held.pending_id is not None:
            unconfirmed.withdraw(self._session, row, held.pending_id, self._now)
        held.drop()
        if was_pending:
            incidents.close_if_over(self._session, self._source.name, self._now)
        return _Came("unchanged", "what had differed was noise" if was_pending else "")

    def _write_confirmed(
        self,
        held: Holding,
        row: ArticleRow,
        version: ArticleData,
        reading: ArticleData,
        verdict: Confirmed,
    ) -> _Came:
        wrong = held.validators_wrong or self._has_the_same_validators(row)
        row.steady = held.agreeing(verdict.first)
        pending_id = held.pending_id
        origin = held.confirm(verdict.first)
        origin = origin or Origin(self._now, None, self._kept())
        incidents.close_if_over(self._session, self._source.name, self._now)
        hits = self._write_edit(row, version, verdict.data, verdict.edit, origin, pending_id)
        if verdict.edit.substantive:
            held.note_growth(at_head=grew_at_head(version, verdict.data))
        rest = self._held(row, verdict.data, origin.fetched_at, reading)
        if isinstance(rest.judge(), Waits):
            # beside what is confirmed something else had begun to change
            rest.wait(self._kept(), validators_wrong=False, hurry=True)
            held.confirm_at = rest.confirm_at
        return _Came(
            "edited",
            _describe(verdict.edit),
            hits,
            substantive=verdict.edit.substantive,
            validators_wrong=wrong,
        )

    def _hold(
        self,
        held: Holding,
        row: ArticleRow,
        reading: ArticleData,
        verdict: Confirmed,
        incident: IncidentRow,
    ) -> _Came:
        """Keeps what is confirmed waiting, for the source's articles change alike."""
        evidence = None if held.repeats_the_last else self._kept()
        # beside what is held something else may have begun to change
        more = compare(verdict.data, reading) is not None
        wrong = held.validators_wrong or self._has_the_same_validators(row)
        held.wait(evidence, validators_wrong=wrong, hurry=more)
        held.hold(incident.id)
        return _Came("held", _HELD.format(incident.id))

    def _adopt(
        self, held: Holding, row: ArticleRow, verdict: Confirmed, incident: IncidentRow
    ) -> _Came:
        """Goes on from what the page shows, without an edit."""
        row.steady = held.agreeing(verdict.first)
        if held.pending_id is not None:
            unconfirmed.withdraw(self._session, row, held.pending_id, self._now)
        origin = held.confirm(verdict.first) or Origin(self._now, None, self._kept())
        incidents.adopt(self._session, row, incident, verdict.data, origin)
        return _Came("unchanged", f"changed alike with others, as incident {incident.id} did")

    def _write_headline_test(
        self, held: Holding, row: ArticleRow, version: ArticleData, verdict: HeadlineTest
    ) -> _Came:
        """The title alone alternates: one record of it, however often it does."""
        shown = held.test_headlines(verdict.titles)
        if held.pending_id is not None:
            unconfirmed.withdraw(self._session, row, held.pending_id, self._now)
        origin = held.confirm(0)
        detail = "a headline test: no alert"
        if self._record_test(archive.last_edit(self._session, row), verdict.titles):
            return _Came("unchanged", detail)
        edit = headline_test(version, shown)
        self._write_edit(row, version, shown, edit, origin or Origin(self._now, None, self._kept()))
        return _Came("edited", detail, substantive=True)

    @staticmethod
    def _record_test(edit: EditRow | None, titles: frozenset[str]) -> bool:
        """Lets the edit that first put one title for another tell of the test."""
        if edit is None or not titles.issuperset((edit.title_before, edit.title_after)):
            return False
        if any(change["field"] != "title" for change in edit.changes):
            return False
        edit.kinds, edit.severity = ["headline test"], "none"
        edit.evidence = [asdict(headline_evidence(edit.title_before, edit.title_after))]
        return True

    def _kept(self) -> EvidenceRef:
        """Where the answer is kept, written once."""
        assert isinstance(self._answer, FetchedPage)
        if self._evidence_ref is None:
            self._evidence_ref = self._evidence.keep(self._answer)
        return self._evidence_ref

    def _write_edit(
        self,
        row: ArticleRow,
        before: ArticleData,
        data: ArticleData,
        edit: EditData,
        origin: Origin,
        pending_id: int | None = None,
    ) -> tuple[Hit, ...]:
        version = archive.add_version(
            self._session,
            row,
            data,
            origin.fetched_at,
            origin.evidence,
            last_lacked_at=origin.last_lacked_at,
        )
        reverts_to = archive.version_with(self._session, row, data) if edit.substantive else None
        edit_row = archive.add_edit(
            self._session, row, edit, version.n, self._now, reverts_to=reverts_to
        )
        row.canonical_url = data.canonical_url
        if edit.substantive:
            row.last_changed_at = self._now
        carriers.place(self._session, row, data, self._now)
        told: frozenset[str] = frozenset()
        if pending_id is not None:
            told = unconfirmed.confirm(self._session, pending_id, before, edit_row)
        return tell_of_edit(
            self._session, self._watch, row, before, data, edit_row, self._now, but=told
        )

    def _tell_unconfirmed(
        self, held: Holding, row: ArticleRow, version: ArticleData, reading: ArticleData
    ) -> tuple[Hit, ...]:
        assert held.pending_id is not None
        return unconfirmed.tell(
            self._session,
            self._watch,
            self._source,
            row,
            version,
            reading,
            held.pending_id,
            self._now,
        )

    def _write_presence(self, row: ArticleRow, data: ArticleData) -> tuple[Hit, ...]:
        """Ends what was suspected or gone; whom to tell that a piece is there again."""
        was_gone = row.state == ArticleState.GONE.value
        removal = removals.end(self._session, row, self._now) if was_gone else None
        if row.state != ArticleState.LIVE.value:
            row.url = self._answer.url  # it may have moved
        row.state, row.absence, row.state_reason = ArticleState.LIVE.value, None, None
        row.strikes, row.missing_since, row.misses, row.held = 0, None, 0, False
        if removal is None:
            return ()
        return tell_of_presence(self._session, self._watch, row, data, removal, self._now)

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

    def _has_the_same_validators(self, row: ArticleRow) -> bool:
        """The page came with the validators of its last full answer."""
        page = self._answer
        return (
            isinstance(page, FetchedPage)
            and (page.etag or page.last_modified) is not None
            and (row.etag, row.last_modified) == (page.etag, page.last_modified)
        )

    def _note_validators(self, row: ArticleRow, came: _Came) -> None:
        """Keeps the page's validators, and learns whether this source's can be trusted."""
        page = self._answer
        if not isinstance(page, FetchedPage):
            row.unmodified += 1
            return
        row.unmodified = 0
        if came.what in _WAITING:
            # the next fetch must bring the page whole
            row.etag = row.last_modified = None
            return
        source = frontier.source_row(self._session, self._source.name)
        if came.validators_wrong:
            source.validators_wrong = True
        elif self._has_the_same_validators(row):
            source.validators_right += 1
        row.etag, row.last_modified = page.etag, page.last_modified

    def _time_recheck(self, row: ArticleRow) -> None:
        facts = recheck_facts(self._session, self._source, row, self._watch.weights)
        ordinary = self._timing.next_recheck(facts, self._now)
        row.recheck_at = sweeps.stretched(self._session, row, ordinary, self._now)

    def _outcome(
        self, what: str, row: ArticleRow, data: ArticleData, *, detail: str = "", alerts: int = 0
    ) -> Outcome:
        return Outcome(what, detail, row.id, data.title, alerts)


def _describe(edit: EditData) -> str:
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

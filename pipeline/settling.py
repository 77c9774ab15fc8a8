"""Settles what a page of a known article shows: it stands, waits, is noise, or becomes an edit.

Within the page's transaction, which `pipeline.writing` goes on with: what it does to the article
beside that, and when to look again, is not decided here.
"""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime
from typing import Final, NamedTuple

from sqlalchemy.orm import Session

from config.settings import SourceSettings
from pipeline import carriers, incidents
from pipeline.confirmation import unconfirmed
from pipeline.confirmation.holding import Holding, Origin
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
from pipeline.records import ArticleData, EditData, FetchedPage, FetchFailure, NotModified
from pipeline.store import archive
from pipeline.store.tables import ArticleRow, EditRow, IncidentRow
from pipeline.telling import tell_of_edit
from pipeline.watch import Hit, Watch

_HELD: Final = "held by incident {}: it changed alike with other articles"


class Came(NamedTuple):
    """What came of a page that shows its article."""

    #: unchanged, pending, held, edited
    what: str
    detail: str = ""
    hits: tuple[Hit, ...] = ()
    substantive: bool = False
    #: it changed behind validators that did not
    validators_wrong: bool = False

    @property
    def waits(self) -> bool:
        """Whether the page shows a change that does not count yet."""
        return self.what in ("pending", "held")


class Settling:
    """Settles one page's reading.

    Args:
        session: in the page's transaction.
        answer: the page; that is what evidence keeps, where something is to be kept.
    """

    def __init__(
        self,
        evidence: EvidenceArchive,
        watch: Watch,
        session: Session,
        source: SourceSettings,
        answer: FetchedPage | NotModified | FetchFailure,
    ) -> None:
        self._evidence = evidence
        self._watch = watch
        self._session = session
        self._source = source
        self._answer = answer
        self._now = answer.fetched_at
        self._evidence_ref: EvidenceRef | None = None

    def held(
        self, row: ArticleRow, version: ArticleData, at: datetime, reading: ArticleData
    ) -> Holding:
        """A reading as it is held against the version that was fetched then."""
        return Holding(self._session, self._source, row, version, at, reading, self._now)

    def settle(
        self, held: Holding, row: ArticleRow, version: ArticleData, reading: ArticleData
    ) -> Came:
        """What becomes of a reading: it stands, waits, is noise, or an edit."""
        verdict = held.judge()
        if not isinstance(verdict, Grows | HeadlineTest):
            held.remember(verdict.rotated)
        if isinstance(verdict, Waits) and (
            edit := incidents.decided(self._session, row, version, reading)
        ):
            verdict = Confirmed(reading, edit, 0)
        if isinstance(verdict, Waits | Grows):
            wrong = self.has_the_same_validators(row)
            evidence = None if held.repeats_the_last else self._kept()
            first = not held.is_pending
            held.wait(evidence, validators_wrong=wrong, hurry=isinstance(verdict, Waits))
            near = isinstance(verdict, Waits) and verdict.more == 1
            joined = incidents.join(self._session, row, version, reading, is_near=near)
            if joined is not None:
                held.confirm_at = None
                return Came("held", _HELD.format(joined.id))
            hits = self._tell_unconfirmed(held, row, version, reading) if first else ()
            return Came("pending", "changed; waits until another fetch shows it too", hits)
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
        incidents.take_back_of_outlet(self._session, self._source.name, held.furniture, self._now)
        held.note_title()
        was_pending = held.is_pending
        row.steady = 1 if was_pending else row.steady + isinstance(verdict, Stands)
        if held.pending_id is not None:
            unconfirmed.withdraw(self._session, row, held.pending_id, self._now)
        held.drop()
        if was_pending:
            incidents.close_if_over(self._session, self._source.name, self._now)
        return Came("unchanged", "what had differed was noise" if was_pending else "")

    def _write_confirmed(
        self,
        held: Holding,
        row: ArticleRow,
        version: ArticleData,
        reading: ArticleData,
        verdict: Confirmed,
    ) -> Came:
        wrong = held.validators_wrong or self.has_the_same_validators(row)
        row.steady = held.agreeing(verdict.first)
        pending_id = held.pending_id
        origin = held.confirm(verdict.first)
        origin = origin or Origin(self._now, None, self._kept())
        incidents.close_if_over(self._session, self._source.name, self._now)
        hits = self._write_edit(row, version, verdict.data, verdict.edit, origin, pending_id)
        if verdict.edit.substantive:
            held.note_growth(at_head=grew_at_head(version, verdict.data))
        rest = self.held(row, verdict.data, origin.fetched_at, reading)
        if isinstance(rest.judge(), Waits):
            # beside what is confirmed something else had begun to change
            rest.wait(self._kept(), validators_wrong=False, hurry=True)
            held.confirm_at = rest.confirm_at
        return Came(
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
    ) -> Came:
        """Keeps what is confirmed waiting, for the source's articles change alike."""
        evidence = None if held.repeats_the_last else self._kept()
        # beside what is held something else may have begun to change
        more = compare(verdict.data, reading) is not None
        wrong = held.validators_wrong or self.has_the_same_validators(row)
        held.wait(evidence, validators_wrong=wrong, hurry=more)
        held.hold(incident.id)
        return Came("held", _HELD.format(incident.id))

    def _adopt(
        self, held: Holding, row: ArticleRow, verdict: Confirmed, incident: IncidentRow | None
    ) -> Came:
        """Goes on from what the page shows, without an edit."""
        row.steady = held.agreeing(verdict.first)
        if held.pending_id is not None:
            unconfirmed.withdraw(self._session, row, held.pending_id, self._now)
        origin = held.confirm(verdict.first) or Origin(self._now, None, self._kept())
        incidents.adopt(self._session, row, incident, verdict.data, origin)
        if incident is None:
            return Came("unchanged", "what a template had brought went again")
        return Came("unchanged", f"changed alike with others, as incident {incident.id} did")

    def _write_headline_test(
        self, held: Holding, row: ArticleRow, version: ArticleData, verdict: HeadlineTest
    ) -> Came:
        """The title alone alternates: one record of it, however often it does."""
        shown = held.test_headlines(verdict.titles)
        if held.pending_id is not None:
            unconfirmed.withdraw(self._session, row, held.pending_id, self._now)
        origin = held.confirm(0)
        detail = "a headline test: no alert"
        if self._record_test(archive.last_edit(self._session, row), verdict.titles):
            return Came("unchanged", detail)
        edit = headline_test(version, shown)
        self._write_edit(row, version, shown, edit, origin or Origin(self._now, None, self._kept()))
        return Came("edited", detail, substantive=True)

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

    def has_the_same_validators(self, row: ArticleRow) -> bool:
        """The page came with the validators of its last full answer."""
        page = self._answer
        return (
            isinstance(page, FetchedPage)
            and (page.etag or page.last_modified) is not None
            and (row.etag, row.last_modified) == (page.etag, page.last_modified)
        )


def _describe(edit: EditData) -> str:
    if not edit.substantive:
        return f"{edit.kinds[0] if edit.kinds else 'formatting'} only: no alert"
    return "silent edit" if edit.stealth else "admitted edit"

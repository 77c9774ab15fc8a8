"""Takes what a crawl hands over and makes of it what must be kept, one page at a time.

What an answer says is read before, outside the database's thread: `Ingest.to_read` tells how,
`pipeline.reading` does it. Then the way of one page, in one transaction:

    find its link and its article   pipeline.identity, store.frontier, store.archive
    decide what happened            pipeline.decide
    keep the response               pipeline.evidence   (only when there is a new version)
    write article, version, edit    store.archive
    find the story it carries       pipeline.carriers
    match topics, queue alerts      pipeline.watch, store.outbox
    note the fetch, time the next   store.frontier, pipeline.timing

Where the latest version was read by another extractor than the page, nothing is written yet:
its kept response must be read again first (`RereadFirst`).

What listings say is `pipeline.listings`'. Nothing here sends anything.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import NamedTuple

from sqlalchemy.orm import Session

from config.settings import Settings, SourceSettings
from pipeline import carriers
from pipeline import decide as d
from pipeline.evidence import EvidenceArchive, EvidenceError
from pipeline.ground import is_new
from pipeline.identity import article_identity, link_key
from pipeline.joining import alert_of_joining
from pipeline.presets import id_in_address, site_rules
from pipeline.rechecks import recheck_facts
from pipeline.records import (
    ArticleData,
    ArticleForUpdate,
    ArticleState,
    FailureReason,
    FetchedPage,
    FetchFailure,
    NotArticle,
    NotModified,
    ReadingRules,
)
from pipeline.store import archive, frontier, outbox, sweeps
from pipeline.store.engine import Store
from pipeline.store.rows import article_for_update, evidence_ref
from pipeline.store.tables import ArticleRow, EditRow, LinkRow, VersionRow
from pipeline.timing import LAST_WAIT, Timing
from pipeline.urls import url_key
from pipeline.watch import Hit, Watch

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


class PageToRead(NamedTuple):
    """A page as `pipeline.extract.read_article` takes it."""

    body: bytes
    url: str
    content_type: str
    rules: ReadingRules
    fetched_at: datetime


@dataclass(frozen=True, slots=True)
class RereadFirst:
    """Nothing was stored: the latest version must be read by the extractor that read the page."""

    version: int
    #: its kept response
    page: PageToRead


@dataclass(frozen=True, slots=True)
class Reread:
    """What was read off the kept response of a version."""

    #: the version's id
    version: int
    #: None: it could not be read again, so nobody can tell, and no edit is claimed
    data: ArticleData | None


class Ingest:
    """Stores pages; one instance, used from one thread at a time.

    Args:
        confirm_after: how long an article must have been missing before it counts as
            gone, however often it was looked for; zero when the user forces a pass.
    """

    def __init__(
        self,
        settings: Settings,
        store: Store,
        evidence: EvidenceArchive,
        watch: Watch,
        timing: Timing,
        *,
        confirm_after: timedelta,
    ) -> None:
        self._settings = settings
        self._store = store
        self._evidence = evidence
        self._watch = watch
        self._timing = timing
        self._removal = d.RemovalPolicy(confirm_after=confirm_after)

    def to_read(self, answer: Answer) -> PageToRead | d.Reading:
        """The page that must be read to know what an answer says, or what it says unread."""
        if not isinstance(answer, FetchedPage):
            return answer
        source = self._settings.source(answer.source)
        if source is None:
            return NotArticle("the source left the configuration")
        if away := _led_away(source, answer):
            return NotArticle(away)
        rules = reading_rules(source)
        return PageToRead(
            answer.body, answer.final_url, answer.content_type, rules, answer.fetched_at
        )

    def page(
        self, answer: Answer, reading: d.Reading, again: Reread | None = None
    ) -> Outcome | RereadFirst:
        """Stores one answer with all that follows from it, or nothing at all.

        Args:
            reading: what the answer says, see `to_read`.
            again: what came of the `RereadFirst` that this answered before.

        Raises:
            OSError: the response could not be kept (a full disk); nothing was stored.
            sqlalchemy.exc.OperationalError: the database is locked or full; likewise.
        """
        source = self._settings.source(answer.source)
        if source is None:
            return Outcome("missed", "the source left the configuration")
        try:
            with self._store.write() as session:
                return _PageWrite(self, session, source, answer, reading, again).run()
        except _Unlike as unlike:
            latest = unlike
        if latest.evidence is None:
            return self.page(answer, reading, Reread(latest.version, None))
        try:
            kept = self._evidence.read(latest.evidence)
        except EvidenceError:
            return self.page(answer, reading, Reread(latest.version, None))
        rules = reading_rules(source)
        page = PageToRead(kept.body, kept.url, kept.content_type, rules, latest.fetched_at)
        return RereadFirst(latest.version, page)


class _Unlike(Exception):  # noqa: N818 - it ends a transaction, and is no fault
    """The latest version was read by another extractor than the page."""

    def __init__(self, latest: VersionRow) -> None:
        self.version = latest.id
        self.fetched_at = latest.fetched_at
        self.evidence = evidence_ref(latest)


def reading_rules(source: SourceSettings) -> ReadingRules:
    return ReadingRules(source.preset, source.timezone, source.language, source.rules)


def _led_away(source: SourceSettings, page: FetchedPage) -> str | None:
    """Why the address that answered cannot show the article that was asked for."""
    asked, answered = url_key(page.url), url_key(page.final_url)
    if asked == answered:
        return None
    if answered == url_key(str(source.home)):
        return "redirected to the home page"
    if any(answered == url_key(section.url) for section in source.sections):
        return "redirected to a section page"
    rules = site_rules(source.preset, source.rules)
    wanted = id_in_address(page.url, rules)
    shown = id_in_address(page.final_url, rules)
    # an address without an id tells nothing where pages say theirs themselves
    if wanted and shown != wanted and (shown or not (rules and rules.rules.id)):
        return "redirected to another page"
    return None


class _PageWrite:
    """One page's transaction: holds what its steps share, lives as long as it does."""

    def __init__(
        self,
        ingest: Ingest,
        session: Session,
        source: SourceSettings,
        answer: Answer,
        reading: d.Reading,
        again: Reread | None,
    ) -> None:
        self._in = ingest
        self._session = session
        self._source = source
        self._answer = answer
        self._reading = reading
        self._again = again
        self._now = answer.fetched_at

    def run(self) -> Outcome:
        link = self._link()
        row, alias = self._article(link)
        known = self._known(row) if row else None
        decision = d.decide(known, self._reading, self._now, self._in._removal)
        outcome = self._apply(decision, link, row, known)
        if alias and outcome.what == "unchanged":
            outcome = replace(outcome, what="duplicate", detail="another address of the article")
        status = getattr(self._answer, "status", 304)
        if outcome.what in ("missed", "suspected", "not-article"):
            health = frontier.source_row(self._session, self._source.name)
            health.last_error = f"{self._answer.url}: {outcome.detail}"
            health.last_error_at = self._now
        frontier.note_fetch(self._session, link.id, self._now, outcome.what, status, outcome.detail)
        return outcome

    # --- finding ---------------------------------------------------------------

    def _link(self) -> LinkRow:
        """The link that was fetched; an address nobody listed becomes one."""
        key = link_key(self._answer.url, self._source.preset, self._source.rules)
        link = frontier.link_for(self._session, self._source.name, key)
        if link is None:
            link = LinkRow(
                source=self._source.name,
                key=key,
                url=self._answer.url,
                discovered_at=self._now,
                baseline=False,
                attempts=0,
            )
            self._session.add(link)
            self._session.flush()
        return link

    def _article(self, link: LinkRow) -> tuple[ArticleRow | None, bool]:
        """The article behind the answer, and whether this link is a new address of it.

        A link keeps the article it once led to: when its page now shows another
        article, the reading becomes "not the article" instead.
        """
        own = archive.article_by_id(self._session, link.article_id) if link.article_id else None
        if not isinstance(self._reading, ArticleData):
            return own, False
        shown = archive.article_by_identity(
            self._session, self._source.name, article_identity(self._reading)
        )
        if own is not None:
            if shown is not None and shown.id != own.id:
                self._reading = NotArticle("the address now shows another article")
            elif shown is None and self._reading.publisher_id and own.identity.startswith("url:"):
                own.identity = self._reading.publisher_id  # a preset or rules came later
            return own, False
        shown = shown or archive.article_with_text(self._session, self._source.name, self._reading)
        if shown is not None:
            self._attach(link, shown)
        return shown, shown is not None

    def _attach(self, link: LinkRow, article: ArticleRow) -> None:
        """Notes a new address of an article, which may be its first in some section."""
        before = frontier.sections_of(self._session, article.id)
        link.article_id, link.due_at = article.id, None
        if isinstance(self._reading, ArticleData):
            published = self._reading.published
            link.baseline = not is_new(not link.baseline, link.dated_against, published)
        self._session.flush()
        if not link.baseline:
            alert_of_joining(
                self._session,
                self._in._watch,
                article,
                before=before,
                silent=False,
                now=self._now,
            )

    def _known(self, row: ArticleRow) -> ArticleForUpdate:
        latest = archive.latest_version(self._session, row)
        known = article_for_update(row, latest)
        if isinstance(self._reading, ArticleData):
            # compare like with like: a newer extractor is not an edit
            before = self._read_alike(latest, self._reading)
            known = replace(known, latest=replace(known.latest, data=before))
        return known

    def _read_alike(self, latest: VersionRow, reading: ArticleData) -> ArticleData:
        """The latest version as the extractor of this reading reads it, kept from then on.

        Where its response cannot be read again nobody can tell what changed. Nothing is
        claimed then, and what is read now is what later readings are compared with.
        """
        kept = archive.reading_by(self._session, latest, reading.extractor)
        if kept is not None:
            return kept
        if self._again is None or self._again.version != latest.id:
            raise _Unlike(latest)
        before = self._again.data or reading
        archive.keep_reading(
            self._session,
            latest,
            reading.extractor,
            before,
            self._now,
            adopted=self._again.data is None,
        )
        return before

    # --- writing ---------------------------------------------------------------

    def _apply(
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
        evidence = self._in._evidence.keep(self._answer)
        identity = article_identity(data)
        row = archive.add_article(
            self._session, self._source.name, identity, data, link.url, self._now
        )
        version = archive.add_version(self._session, row, data, self._now, evidence)
        link.article_id, link.due_at, link.attempts = row.id, None, 0
        self._session.flush()
        self._note_validators(row)
        self._time_recheck(row)
        sections = frontier.sections_of_link(self._session, link.id)
        watch = self._in._watch
        link.baseline = not is_new(not link.baseline, link.dated_against, data.published)
        carriers.place(self._session, row, data, self._now)
        hits = () if link.baseline else watch.alerts_for_new(self._source.name, sections, data)
        hits = carriers.to_tell(self._session, hits, row, self._now)
        self._queue(hits, row, version.n, None)
        detail = "was there before it was watched: no alert" if link.baseline else ""
        return self._outcome("new", row, data, detail=detail, alerts=len(hits))

    def _write_seen(
        self, decision: d.Edited | d.Unchanged, row: ArticleRow, known: ArticleForUpdate
    ) -> Outcome:
        """The article is there: a new version when it was edited, its live facts in any case."""
        hits: tuple[Hit, ...] = ()
        what = "restored" if decision.restored else "unchanged"
        detail = ""
        if isinstance(decision, d.Edited):
            hits = self._write_edit(decision, row, known)
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
        return self._outcome(what, row, data or known.latest.data, detail=detail, alerts=len(hits))

    def _write_edit(
        self, decision: d.Edited, row: ArticleRow, known: ArticleForUpdate
    ) -> tuple[Hit, ...]:
        assert isinstance(self._answer, FetchedPage)
        data = decision.data
        evidence = self._in._evidence.keep(self._answer)
        version = archive.add_version(self._session, row, data, self._now, evidence)
        edit = archive.add_edit(self._session, row, decision.edit, version.n, self._now)
        row.canonical_url = data.canonical_url
        if decision.edit.substantive:
            row.last_changed_at = self._now
        carriers.place(self._session, row, data, self._now)
        sections = frontier.sections_of(self._session, row.id)
        hits = self._in._watch.alerts_for_edit(
            self._source.name, sections, known.latest.data, data, decision.edit
        )
        self._queue(hits, row, version.n, edit)
        return hits

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
            link.due_at = self._in._timing.next_try(tries, self._now)
        what = "not-article" if isinstance(decision, d.NoArticle) else "missed"
        return Outcome(what, _why(decision))

    def _queue(
        self, hits: tuple[Hit, ...], row: ArticleRow, version: int, edit: EditRow | None
    ) -> None:
        for hit in hits:
            outbox.add_alert(
                self._session,
                hit,
                kind=hit.kind,
                article=row,
                version=version,
                edit=edit,
                now=self._now,
            )

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
        facts = recheck_facts(self._session, self._source, row)
        ordinary = self._in._timing.next_recheck(facts, self._now)
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

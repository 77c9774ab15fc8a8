"""Takes what a crawl hands over and makes of it what must be kept, page for page.

What an answer says is read before, outside the database's thread: `Ingest.to_read` tells how,
`pipeline.reading` does it. Then the way of one page, in one transaction:

    find its link and its article   pipeline.finding, by pipeline.identity
    decide what happened            pipeline.decide
    write what it came to           pipeline.writing:
        keep the response               pipeline.evidence.files   (only when there is a new version)
        article, version, edit          store.archive
        find the story it carries       pipeline.carriers
        match topics, queue alerts      pipeline.watch, store.outbox
        time the next look              pipeline.timing
    note the fetch                  store.frontier

Where the latest version was read by another extractor than the page, nothing is written yet:
its kept response must be read again first (`RereadFirst`). A page of a known article is looked
at before it is read (`pipeline.rechecks`); one that is known again says what was read before.

What listings say is `pipeline.listings`'. Nothing here sends anything.
"""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final, NamedTuple

import structlog
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from config.settings import Settings, SourceSettings
from pipeline import decide as d
from pipeline import rechecks
from pipeline.evidence.files import EvidenceArchive, EvidenceError
from pipeline.extract.recheck import Look, Looked, Unmoved
from pipeline.finding import Reread, Unlike, find_article, find_link, known_article
from pipeline.identity import link_key
from pipeline.presets import id_in_address, site_rules
from pipeline.records import Absence, ArticleData, FetchedPage, NotArticle, ReadingRules
from pipeline.removal import RemovalPolicy
from pipeline.store import frontier
from pipeline.store.engine import Store
from pipeline.timing import Timing
from pipeline.urls import url_key
from pipeline.watch import Watch
from pipeline.writing import Answer, Means, Outcome, PageWriter

__all__ = [
    "Answer",
    "Ingest",
    "Outcome",
    "PageToRead",
    "ReadAnswer",
    "ReadWhole",
    "Reread",
    "RereadFirst",
    "reading_rules",
]


log = structlog.get_logger()

_NOBODYS: Final = Outcome("missed", "the source left the configuration")


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


class ReadWhole:
    """Nothing was stored: the article was edited since its page was looked for, so read it."""


class ReadAnswer(NamedTuple):
    """One answer with what it says, as `Ingest.page` takes it."""

    answer: Answer
    reading: d.Reading | Looked
    again: Reread | None = None


class Ingest:
    """Stores pages; one instance, used from one thread at a time.

    Args:
        confirm_after: how long an article must have been missing by a 404 before it counts
            as gone, however often it was looked for; zero when the user forces a pass.
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
        self._means = Means(evidence, watch, timing)
        self._removal = RemovalPolicy(confirm_after)

    def to_read(self, answer: Answer) -> PageToRead | d.Reading:
        """The page that must be read to know what an answer says, or what it says unread."""
        if not isinstance(answer, FetchedPage):
            return answer
        source = self._settings.source(answer.source)
        if source is None:
            return NotArticle("the source left the configuration")
        if away := _led_away(source, answer):
            return NotArticle(away, Absence.REDIRECTED)
        rules = reading_rules(source)
        return PageToRead(
            answer.body, answer.final_url, answer.content_type, rules, answer.fetched_at
        )

    def look(self, answer: Answer) -> Look | None:
        """What to look for before a page is read; None: it is of no article that is known."""
        with self._store.read() as session:
            return self._look(session, answer)

    def looks(self, answers: Sequence[Answer]) -> list[Look | Exception | None]:
        """As `look` for each, in one transaction; what it raised, where it raised."""
        if len(answers) > 1:
            # whatever goes amiss, the page that it is about shows it again
            with suppress(Exception), self._store.read() as session:
                return [self._look(session, answer) for answer in answers]
        return [self._look_or_why_not(answer) for answer in answers]

    def _look_or_why_not(self, answer: Answer) -> Look | Exception | None:
        try:
            return self.look(answer)
        except Exception as error:  # noqa: BLE001 - a page's boundary: its caller is given it
            return error

    def _look(self, session: Session, answer: Answer) -> Look | None:
        source = self._settings.source(answer.source)
        if source is None or not isinstance(answer, FetchedPage):
            return None
        key = link_key(answer.url, source.preset, source.rules)
        return rechecks.last_look(session, frontier.article_behind(session, source.name, key))

    def article_of(self, answer: Answer) -> int | None:
        """The id of the article that the address is known to lead to."""
        source = self._settings.source(answer.source)
        if source is None:
            return None
        key = link_key(answer.url, source.preset, source.rules)
        with self._store.read() as session:
            return frontier.article_behind(session, source.name, key)

    def page(
        self,
        answer: Answer,
        reading: d.Reading | Looked,
        again: Reread | None = None,
    ) -> Outcome | RereadFirst | ReadWhole:
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
            return _NOBODYS
        try:
            with self._store.write() as session:
                return self._page(session, source, answer, reading, again)
        except _Edited:
            return ReadWhole()
        except Unlike as unlike:
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

    def pages(
        self, read: Sequence[ReadAnswer]
    ) -> list[Outcome | RereadFirst | ReadWhole | Exception]:
        """As `page` for each, in one transaction where nothing stands against it.

        Each is stored with all that follows from it or not at all, as ever: where anything goes
        amiss with one, nothing of any was stored, and each is tried in a transaction of its own.

        Returns:
            in their order, what came of each; what it raised, where it raised.
        """
        if len(read) > 1:
            try:
                with self._store.write() as session:
                    return [self._in_turn(session, one) for one in read]
            except (_Edited, Unlike):
                pass  # as happens to a page by itself
            except Exception as error:  # noqa: BLE001 - the page that it is about shows it again
                if isinstance(error, DBAPIError) and error.connection_invalidated:
                    # it may be committed all the same, and a page counts once
                    return [error for _ in read]
                log.info("pages_stored_apart", pages=len(read), why=type(error).__name__)
        return [self._page_or_why_not(one) for one in read]

    def _in_turn(self, session: Session, read: ReadAnswer) -> Outcome:
        source = self._settings.source(read.answer.source)
        return self._page(session, source, *read) if source else _NOBODYS

    def _page_or_why_not(self, read: ReadAnswer) -> Outcome | RereadFirst | ReadWhole | Exception:
        try:
            return self.page(*read)
        except Exception as error:  # noqa: BLE001 - a page's boundary: its caller is given it
            return error

    def _page(
        self,
        session: Session,
        source: SourceSettings,
        answer: Answer,
        reading: d.Reading | Looked,
        again: Reread | None,
    ) -> Outcome:
        now = answer.fetched_at
        link = find_link(session, source, answer.url, now)
        looked = reading if isinstance(reading, Looked) else None
        row, is_alias, reading = find_article(
            session, source, self._means.watch, link, _told(session, link, reading), now
        )
        known = known_article(session, row, reading, again, now) if row else None
        decision = d.decide(known, reading, now, self._removal)
        outcome = PageWriter(self._means, session, source, answer).apply(decision, link, row, known)
        if is_alias and outcome.what == "unchanged":
            outcome = replace(outcome, what="duplicate", detail="another address of the article")
        if outcome.what in ("missed", "suspected", "not-article"):
            health = frontier.source_row(session, source.name)
            health.last_error = f"{answer.url}: {outcome.detail}"
            health.last_error_at = now
        if looked and isinstance(looked.found, ArticleData) and outcome.article_id is not None:
            rechecks.keep(session, outcome.article_id, looked.found, looked.region)
        status = getattr(answer, "status", 304)
        frontier.note_fetch(session, link.id, now, outcome.what, status, outcome.detail)
        return outcome


class _Edited(Exception):  # noqa: N818 - it ends a transaction, and is no fault
    """The article has another version than the one that its page was held against."""


def _told(session: Session, link: frontier.Link, reading: d.Reading | Looked) -> d.Reading:
    """What a page says, where it was only looked at: what it said before."""
    found = reading.found if isinstance(reading, Looked) else reading
    if not isinstance(found, Unmoved):
        return found
    known = rechecks.as_read(session, link, found)
    if known is None:
        raise _Edited
    return known


def reading_rules(source: SourceSettings) -> ReadingRules:
    return ReadingRules(source.preset, source.timezone, source.language, source.rules)


def _led_away(source: SourceSettings, page: FetchedPage) -> str | None:
    """Why the address that answered cannot show the article that was asked for."""
    if page.url == page.final_url:  # nearly always, and told without taking it apart
        return None
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

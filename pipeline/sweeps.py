"""Takes what sweeps hand over: what a source's system tells of the articles it lists.

Answers which pages are worth a look in the same crawl, and when to ask again. What a page
then shows is held against it where pages are stored (`pipeline.ingest`); whether a sweep is
relied on is `pipeline.trust`'s. A sweep that is not offered is no trouble of the source's:
rechecks go on as if nobody had asked.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from config.settings import SectionSettings, Settings, SourceSettings
from pipeline.records import (
    ArticleLink,
    FailureReason,
    FetchFailure,
    Listing,
    NotModified,
    PageVisit,
    Sweep,
    SweepKind,
    SweepVisit,
    Told,
)
from pipeline.store import frontier
from pipeline.store import sweeps as store_sweeps
from pipeline.store.engine import Store
from pipeline.store.tables import ArticleRow, SectionRow, SweepRow
from pipeline.store.told_links import articles_told, unknown_links
from pipeline.timing import Timing

#: until a source is asked again that does not offer a sweep; one that did may again soon
_PROBE_AGAIN = timedelta(days=21)
_PROBE_SOON = timedelta(days=1)
#: of an interval: sweeps go along with polls, so they are due a little before the next one
_EARLY = 0.8
#: polls of a section after which an article counts as left that its listing no longer shows
_POLLS = 3
#: what a poll of a section can be a sweep as well of
_LISTINGS = {"feed": SweepKind.ATOM, "sitemap": SweepKind.SITEMAP}
#: failures that asking again soon would not mend
_FOR_GOOD = (
    FailureReason.NOT_FOUND,
    FailureReason.GONE,
    FailureReason.OFF_SITE,
    FailureReason.TOO_LARGE,
)


class Sweeps:
    """Stores what sweeps tell; one instance, used from one thread at a time."""

    def __init__(self, settings: Settings, store: Store, timing: Timing) -> None:
        self._settings = settings
        self._store = store
        self._timing = timing

    def adopt_settings(self) -> None:
        """Forgets sweeps of sections that left, and of sources that want none any more."""
        with self._store.write() as session:
            for source in self._settings.sources:
                sections = {section.name for section in source.sections}
                for row in store_sweeps.of_source(session, source.name):
                    if source.sweep == "off" or (row.section and row.section not in sections):
                        store_sweeps.forget(session, row)

    def record(
        self, source_name: str, visit: SweepVisit, answer: Sweep | NotModified | FetchFailure
    ) -> tuple[PageVisit, ...]:
        """Stores what came of a sweep; answers with the pages to look at in the same crawl."""
        source = self._settings.source(source_name)
        assert source is not None, f"a sweep of {source_name}, which is not configured"
        now = answer.fetched_at
        visits: tuple[PageVisit, ...] = ()
        with self._store.write() as session:
            row = store_sweeps.row_of(session, source_name, visit.kind, visit.section, visit.url)
            if isinstance(answer, Sweep):
                visits = self._hear(session, source, row, answer)
            elif isinstance(answer, NotModified):
                store_sweeps.stand(session, row, now)
            elif _is_for_good(answer):
                store_sweeps.give_up(session, row, answer.detail)
            else:
                store_sweeps.fail(session, row, answer.detail)
            row.due_at = self._next(source, row, visit, answer)
        return visits

    def _hear(
        self, session: Session, source: SourceSettings, row: SweepRow, sweep: Sweep
    ) -> tuple[PageVisit, ...]:
        told = articles_told(session, source, sweep.told)
        moved = store_sweeps.hear(session, row, told, sweep.fetched_at)
        row.etag, row.last_modified = sweep.etag, sweep.last_modified
        # no validators: the sweep says that it changed, so none may say that it did not
        visits = [PageVisit(article.url) for article in moved]
        section = session.get(SectionRow, (source.name, row.section))
        if section is not None and section.baselined_at is not None:
            new = _newer_than(section.baselined_at, sweep)
            links = unknown_links(session, source, new)
            heard = frontier.record_links(
                session, section, links, baseline=False, now=sweep.fetched_at
            )
            visits += [PageVisit(one.link.url) for one in heard.entries if one.is_fresh]
        return tuple(visits)

    def _next(
        self,
        source: SourceSettings,
        row: SweepRow,
        visit: SweepVisit,
        answer: Sweep | NotModified | FetchFailure,
    ) -> datetime:
        """When to ask again: as often as the sections are polled, or seldom if it is in vain."""
        every = _EARLY * min(
            one.every for one in source.sections if visit.section in (None, one.name)
        )
        retry_after = None
        if isinstance(answer, FetchFailure):
            retry_after = answer.retry_after
            if _is_for_good(answer):
                every = max(every, _PROBE_SOON if row.last_told_at else _PROBE_AGAIN)
        key = f"{source.name}/{visit.kind}/{visit.section or ''}"
        return self._timing.next_poll(every, row.failures, answer.fetched_at, key, retry_after)


def is_swept(source: SourceSettings, section: SectionSettings) -> bool:
    """Whether the stamps that a section's listing tells are a sweep's matter."""
    return source.sweep == "auto" and section.kind in _LISTINGS


def hear_listing(
    session: Session, source: SourceSettings, section: SectionSettings, listing: Listing
) -> tuple[ArticleRow, ...]:
    """Takes a section's listing for a sweep, if it tells when pieces were modified.

    Gives the articles to look at in the same crawl. Works inside the caller's transaction.
    """
    stamped = any(link.modified for link in listing.links)
    if not stamped or not is_swept(source, section):
        return ()
    row = _row_of_section(session, source, section)
    told = [Told(link, _mark(link)) for link in listing.links]
    known = articles_told(session, source, told)
    keep = max(section.every * _POLLS, timedelta(minutes=1))
    return store_sweeps.hear(session, row, known, listing.fetched_at, keep=keep)


def listing_stands(
    session: Session, source: SourceSettings, section: SectionSettings, now: datetime
) -> None:
    """Notes that a section's listing tells what it told before (304), as a sweep."""
    kind = _LISTINGS.get(section.kind)
    for row in store_sweeps.of_source(session, source.name):
        if (row.kind, row.section) == (kind, section.name):
            store_sweeps.stand(session, row, now)


def _row_of_section(session: Session, source: SourceSettings, section: SectionSettings) -> SweepRow:
    kind = _LISTINGS[section.kind]
    return store_sweeps.row_of(session, source.name, kind, section.name, section.url)


def _mark(link: ArticleLink) -> str:
    return link.modified.at.isoformat() if link.modified else ""


def _newer_than(baselined_at: datetime, sweep: Sweep) -> list[Told]:
    """What was published since a section is watched, for discovery.

    A sweep reaches further back than the pages of the section that the user wanted read.
    """
    return [
        one
        for one in sweep.told
        if one.link.published is not None and one.link.published.at > baselined_at
    ]


def _is_for_good(failure: FetchFailure) -> bool:
    """Whether a failure says that the sweep is not offered, rather than not just now."""
    if failure.reason is FailureReason.ROBOTS:
        return failure.retry_after is None  # forbidden; else robots.txt could not be had
    if failure.reason is FailureReason.BROKEN:
        return failure.status is not None  # it arrived whole and is no sweep; else it was cut
    refused = failure.reason is FailureReason.HTTP and 400 <= (failure.status or 0) < 500
    return failure.reason in _FOR_GOOD or (refused and failure.status not in (408, 425, 429))

"""Takes what polls of sections hand over: new links, hints of change, success, failure.

Answers which pages are worth fetching in the same crawl. Reading pages is
`pipeline.ingest`'s.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from config.settings import SectionSettings, Settings, SourceSettings
from pipeline.identity import link_key
from pipeline.joining import alert_of_joining
from pipeline.records import (
    FetchFailure,
    Listing,
    ListingAnswer,
    NotModified,
    PageVisit,
)
from pipeline.store import frontier
from pipeline.store.engine import Store
from pipeline.timing import Timing
from pipeline.watch import Watch


@dataclass(frozen=True, slots=True)
class _Poll:
    """What must be remembered of a poll's first page until its last."""

    etag: str | None
    last_modified: str | None
    #: the poll before ended early: known ground is not the end of what is new
    resuming: bool


class Listings:
    """Stores what polls find; one instance, used from one thread at a time.

    Args:
        to_the_end: page on over known ground too, as far as each section's `pages` goes.
    """

    def __init__(
        self,
        settings: Settings,
        store: Store,
        watch: Watch,
        timing: Timing,
        *,
        to_the_end: bool = False,
    ) -> None:
        self._settings = settings
        self._store = store
        self._watch = watch
        self._timing = timing
        self._to_the_end = to_the_end
        self._polls: dict[tuple[str, str], _Poll] = {}

    def adopt_settings(self, now: datetime) -> None:
        """Makes rows for new sections, due now, and hastens those polled more often from now on."""
        with self._store.write() as session:
            for source in self._settings.sources:
                for section in source.sections:
                    row = frontier.section_row(session, source.name, section.name, section.url, now)
                    if row.last_polled_at and row.failures == 0:
                        row.due_at = min(row.due_at, row.last_polled_at + section.every * 1.1)

    def listing(self, listing: Listing) -> ListingAnswer:
        """Records a listing's links; answers with those to fetch at once."""
        source, section = self._named(listing.source, listing.section)
        links = {
            link_key(link.url, source.preset, source.rules): link
            for link in reversed(listing.links)
        }
        links = dict(reversed(links.items()))
        with self._store.write() as session:
            row = frontier.section_row(
                session, source.name, section.name, section.url, listing.fetched_at
            )
            heard = frontier.record_links(
                session,
                row,
                links,
                baseline=row.baselined_at is None and source.first_crawl == "baseline",
                now=listing.fetched_at,
            )
            key = source.name, section.name
            if listing.url == section.url:
                self._polls[key] = _Poll(listing.etag, listing.last_modified, row.unfinished)
            poll = self._polls.get(key)
            resuming = self._to_the_end or (poll is not None and poll.resuming)
            go_on = bool(heard.fresh) or resuming
            row.unfinished = row.unfinished or (go_on and listing.next_url is not None)
            if row.baselined_at is not None or source.first_crawl == "alert":
                for joined in heard.joined:
                    listed = frontier.sections_of(session, joined.article.id)
                    alert_of_joining(
                        session,
                        self._watch,
                        joined.article,
                        before=tuple(name for name in listed if name != section.name),
                        silent=joined.silent,
                        now=listing.fetched_at,
                    )
            row.last_error = "; ".join(listing.complaints) or None
            row.last_error_at = listing.fetched_at if listing.complaints else row.last_error_at
            visits = [PageVisit(link.url) for link in heard.fresh]
            # the listing says it changed, so no validator may say it did not
            visits += [PageVisit(article.url) for article in heard.moved]
        return ListingAnswer(visits=tuple(visits), go_on=go_on)

    def unchanged(self, section: str, answer: NotModified) -> None:
        self._settle(answer.source, section, answer.fetched_at, None)

    def done(self, source: str, section: str, now: datetime, complete: bool = True) -> None:
        """The pages of the section that could be had have been recorded.

        Args:
            complete: False when a later page failed in passing: the next poll pages on.
        """
        self._settle(source, section, now, None, complete=complete)

    def failed(self, section: str, failure: FetchFailure) -> None:
        self._settle(failure.source, section, failure.fetched_at, failure)

    def _settle(
        self,
        source: str,
        section: str,
        now: datetime,
        failure: FetchFailure | None,
        *,
        complete: bool = True,
    ) -> None:
        """Times the section's next poll and notes its health and its source's."""
        _, wanted = self._named(source, section)
        poll = self._polls.pop((source, section), None)
        with self._store.write() as session:
            row = frontier.section_row(session, source, section, wanted.url, now)
            health = frontier.source_row(session, source)
            row.last_polled_at = now
            if failure is None:
                row.failures, row.last_ok_at = 0, now
                if poll is not None and complete:
                    # now that all its pages are recorded a 304 may stand for them
                    row.etag, row.last_modified = poll.etag, poll.last_modified
                    row.unfinished = False
                row.baselined_at = row.baselined_at or now
                health.last_ok_at = now
            else:
                row.failures += 1
                row.last_error = health.last_error = failure.detail
                row.last_error_at = health.last_error_at = now
                _pause(session, failure)
            row.due_at = self._timing.next_poll(
                wanted.every,
                row.failures,
                now,
                f"{source}/{section}",
                failure.retry_after if failure else None,
            )

    def keep_away(self, failure: FetchFailure) -> None:
        """Leaves the source alone for as long as its host asked for (`retry_after`)."""
        with self._store.write() as session:
            _pause(session, failure)

    def _named(self, source: str, section: str) -> tuple[SourceSettings, SectionSettings]:
        settings = self._settings.source(source)
        assert settings is not None, f"a poll of {source}, which is not configured"
        return settings, next(one for one in settings.sections if one.name == section)


def _pause(session: Session, failure: FetchFailure) -> None:
    if failure.retry_after:
        until = failure.fetched_at + timedelta(seconds=failure.retry_after)
        frontier.pause_source(session, failure.source, until)

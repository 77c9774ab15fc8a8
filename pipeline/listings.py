"""Takes what polls of sections hand over: new links, hints of change, success, failure.

    record the listing's links      store.frontier
    tell new pieces from old ones   pipeline.ground, pipeline.placing
    note gaps, and close them       store.gaps

Answers which pages are worth fetching in the same crawl, and whether to page on. Reading
pages is `pipeline.ingest`'s.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from config.settings import SectionSettings, Settings, SourceSettings
from pipeline.ground import last_ground
from pipeline.hosts import weight
from pipeline.identity import link_key
from pipeline.placing import Placing, Poll
from pipeline.records import (
    FetchFailure,
    Listing,
    ListingAnswer,
    NotModified,
    PageVisit,
)
from pipeline.store import frontier, gaps
from pipeline.store.engine import Store
from pipeline.store.tables import SectionRow
from pipeline.sweeps import hear_listing, is_swept, listing_stands
from pipeline.timing import Timing
from pipeline.watch import Watch

#: pieces of a sitemap that are read at its first crawl; the others are taken note of
READ_AT_FIRST = 100
_NONE = timedelta(0)


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
        self._placing = Placing(watch)
        self._timing = timing
        self._to_the_end = to_the_end
        self._polls: dict[tuple[str, str], Poll] = {}

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
            poll = self._poll(listing, row, section)
            if listing.url == section.url:
                poll.good_for = listing.good_for
                row.ttl = int(listing.ttl.total_seconds()) if listing.ttl else None
            at_baseline = row.baselined_at is None and source.first_crawl == "baseline"
            heard = frontier.record_links(
                session,
                row,
                links,
                baseline=at_baseline,
                now=listing.fetched_at,
                to_read=poll.to_read,
                is_sitemap=section.kind == "sitemap",
                heed_stamps=not is_swept(source, section),
            )
            told = hear_listing(session, source, section, listing)
            new = [entry for entry in heard.entries if poll.add(entry)]
            fresh = [entry.link for entry in new if entry.is_fresh and entry.link.due_at]
            if poll.to_read is not None:
                poll.to_read = max(0, poll.to_read - len(fresh))
            if at_baseline:
                poll.waiting.clear()
            else:
                # where nothing was ever listed there is no ground to wait for
                bare = not self._has_ground(session, row, poll)
                self._settle_places(session, row, poll, listing.fetched_at, ended=bare)
            adrift = self._watch_for_gaps(session, row, section, poll, listing.fetched_at)
            resuming = poll.resuming or (self._to_the_end and section.kind != "feed")
            go_on = adrift or resuming or (bool(new) and section.kind != "feed")
            to_fill = adrift or poll.resuming
            far = poll.resuming and self._has_gap_from_before(session, row, poll)
            following = listing.next_url or (listing.deeper_url if to_fill else None)
            row.unfinished = row.unfinished or (go_on and following is not None)
            row.last_error = "; ".join(listing.complaints) or None
            row.last_error_at = listing.fetched_at if listing.complaints else row.last_error_at
            visits = [
                PageVisit(link.url, is_unread=link.article_id is None)
                for link in (*fresh, *heard.woken)
            ]
            # the listing says it changed, so no validator may say it did not
            visits += [PageVisit(article.url) for article in (*heard.moved, *told)]
        return ListingAnswer(visits=tuple(visits), go_on=go_on, to_fill=to_fill, far=far)

    def _poll(self, listing: Listing, row: SectionRow, section: SectionSettings) -> Poll:
        """What is remembered of the poll that this listing belongs to; its first begins one."""
        key = row.source, row.name
        if listing.url == section.url or key not in self._polls:
            self._polls[key] = Poll(
                listing.etag,
                listing.last_modified,
                row.unfinished,
                listing.fetched_at,
                to_read=READ_AT_FIRST
                if section.kind == "sitemap" and row.baselined_at is None
                else None,
            )
        return self._polls[key]

    def _settle_places(
        self, session: Session, row: SectionRow, poll: Poll, now: datetime, *, ended: bool
    ) -> None:
        source, section = self._named(row.source, row.name)
        waiting_for = gaps.open_gaps(session, row.source, row.name)
        self._placing.settle(
            session,
            row,
            poll,
            now,
            ended=ended,
            in_order=section.kind != "sitemap",
            all_new=source.first_crawl == "alert",
            ground_until=waiting_for[0].after_at if waiting_for else None,
        )

    @staticmethod
    def _has_ground(session: Session, row: SectionRow, poll: Poll) -> bool:
        """Whether the section listed anything before this poll."""
        met = any(step.listed_at for step in poll.steps)
        return met or frontier.has_listed(session, row, poll.started_at)

    def _watch_for_gaps(
        self,
        session: Session,
        row: SectionRow,
        section: SectionSettings,
        poll: Poll,
        now: datetime,
    ) -> bool:
        """Opens a gap where a poll has met nothing known, closes those it has reached below.

        Returns:
            Whether nothing known was met yet, though there is something to meet.
        """
        if row.baselined_at is None or not poll.steps:
            return False
        adrift = last_ground(poll.steps) is None and self._has_ground(session, row, poll)
        if adrift and not poll.has_gap:
            poll.has_gap = True
            gaps.opened(session, row, row.last_ok_at or row.baselined_at, now)
            self._hasten_sitemaps(session, row, now)
        how: gaps.How = "pages" if section.kind == "page" else section.kind
        for gap in gaps.unfilled(session, row.source, row.name):
            if last_ground(poll.steps, gap.after_at) is not None:
                gaps.fill(gap, how, now)
        return adrift

    @staticmethod
    def _has_gap_from_before(session: Session, row: SectionRow, poll: Poll) -> bool:
        still = gaps.open_gaps(session, row.source, row.name)
        return any(gap.found_at < poll.started_at for gap in still)

    def _hasten_sitemaps(self, session: Session, row: SectionRow, now: datetime) -> None:
        """A sitemap may know what a section has missed."""
        source, _ = self._named(row.source, row.name)
        for other in source.sections:
            if other.kind == "sitemap" and other.name != row.name:
                sitemap = frontier.section_row(session, row.source, other.name, other.url, now)
                sitemap.due_at = min(sitemap.due_at, now)

    def unchanged(self, section: str, answer: NotModified) -> None:
        at, good_for = answer.fetched_at, answer.good_for
        with self._store.write() as session:
            listing_stands(session, *self._named(answer.source, section), at)
            self._settle(session, answer.source, section, at, None, good_for=good_for)

    def done(self, source: str, section: str, now: datetime, complete: bool = True) -> None:
        """The pages of the section that could be had have been recorded.

        Args:
            complete: False when a later page failed in passing: the next poll pages on.
        """
        with self._store.write() as session:
            self._settle(session, source, section, now, None, complete=complete)

    def failed(self, section: str, failure: FetchFailure) -> None:
        with self._store.write() as session:
            self._settle(session, failure.source, section, failure.fetched_at, failure)

    def _settle(
        self,
        session: Session,
        source: str,
        section: str,
        now: datetime,
        failure: FetchFailure | None,
        *,
        complete: bool = True,
        good_for: timedelta | None = None,
    ) -> None:
        """Times the section's next poll and notes its health and its source's."""
        _, wanted = self._named(source, section)
        poll = self._polls.pop((source, section), None)
        good_for = poll.good_for if poll else good_for
        row = frontier.section_row(session, source, section, wanted.url, now)
        health = frontier.source_row(session, source)
        row.last_polled_at = now
        if failure is None:
            row.failures, row.strain, row.last_ok_at = 0, 0.0, now
            if poll is not None:
                self._end(session, row, poll, now, complete=complete)
            if poll is not None and complete:
                row.unfinished = self._tries_again(session, row, poll)
                # now that all its pages are recorded a 304 may stand for them
                row.etag, row.last_modified = poll.etag, poll.last_modified
                if row.unfinished:
                    row.etag = row.last_modified = None
            row.baselined_at = row.baselined_at or now
            health.last_ok_at = now
        else:
            row.failures += 1
            row.strain += weight(failure)
            row.last_error = health.last_error = failure.detail
            row.last_error_at = health.last_error_at = now
            _pause(session, failure)
        within = wanted.polled_within
        pace = self._timing.poll_interval(source, section, within, now)
        row.due_at = self._timing.next_poll(
            wanted.every if failure else pace,
            row.strain,
            now,
            f"{source}/{section}",
            failure.retry_after if failure else None,
            # it may ask for peace between polls, but not for more than the settings want
            least=min(wanted.every, max(good_for or _NONE, timedelta(seconds=row.ttl or 0))),
        )

    @staticmethod
    def _tries_again(session: Session, row: SectionRow, poll: Poll) -> bool:
        """Whether the next poll must go deep for a gap; what was tried so is open for good."""
        again = False
        for gap in gaps.open_gaps(session, row.source, row.name):
            if poll.resuming and gap.found_at < poll.started_at:
                gaps.give_up(gap)
            else:
                again = True
        return again

    def _end(
        self, session: Session, row: SectionRow, poll: Poll, now: datetime, *, complete: bool
    ) -> None:
        """All that could be had of the poll's pages is known: what still waits is told."""
        self._settle_places(session, row, poll, now, ended=True)
        _, section = self._named(row.source, row.name)
        if section.kind != "sitemap" or not complete or last_ground(poll.steps) is None:
            return
        for gap in gaps.unfilled(session, row.source):
            was_whole = row.baselined_at is not None and row.baselined_at <= gap.after_at
            if gap.section != row.name and was_whole and gap.found_at <= poll.started_at:
                gaps.fill(gap, "sitemap", now)

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

"""Where crawls hand their findings: pages are read in limited processes, then all is stored.

The pipeline writes on the store's thread; what strangers sent is never read there.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from datetime import UTC, datetime
from typing import Any, Literal, TypeVar, cast

import structlog
from sqlalchemy.exc import OperationalError

from config.settings import SourceSettings
from config.telemetry import report_unexpected
from pipeline.decide import Reading
from pipeline.extract import read_article
from pipeline.extract.recheck import Look, Looked, look_or_read
from pipeline.ingest import (
    Answer,
    Ingest,
    Outcome,
    PageToRead,
    ReadAnswer,
    ReadWhole,
    Reread,
    RereadFirst,
)
from pipeline.listings import Listings
from pipeline.reading import Cut, Reader
from pipeline.records import (
    ArticleData,
    FailureReason,
    FetchFailure,
    Listing,
    ListingAnswer,
    NotArticle,
    NotModified,
    PageVisit,
    RobotsRecord,
    Sweep,
    SweepVisit,
)
from pipeline.store import frontier, spent
from pipeline.store.engine import InStore, Store
from pipeline.store.spent import Spent
from pipeline.sweeps import Sweeps
from scheduler.events import PageDone, SectionPolled, Watcher
from scheduler.pages import Pages, Stored
from scheduler.room import Room

log = structlog.get_logger()

T = TypeVar("T")


class StoreSink:
    """A crawl's sink: hands every finding to the pipeline on the store's thread.

    A store that cannot write (a full disk, a lock) costs the page, which stays due;
    it never costs the crawl.

    Args:
        due: when the sections that are polled were due, by their names.
    """

    def __init__(
        self,
        source: SourceSettings,
        store: Store,
        ingest: Ingest,
        pages: Pages,
        listings: Listings,
        sweeps: Sweeps,
        reader: Reader,
        in_store: InStore,
        watcher: Watcher,
        room: Room,
        due: Mapping[str, datetime] | None = None,
    ) -> None:
        self._source = source.name
        self._store = store
        self._ingest = ingest
        self._pages = pages
        self._listings = listings
        self._sweeps = sweeps
        self._reader = reader
        self._in_store = in_store
        self._watcher = watcher
        self._due = due or {}
        #: when the first page of a section's listing was fetched
        self._listed_at: dict[str, datetime] = {}
        #: addresses that listings gave, of which nobody has read a page yet
        self._unread: set[str] = set()
        self._room = room
        #: the store could not write something: asking again at once would be in vain
        self.refused = False
        self._rechecks = 0

    async def listing(self, listing: Listing) -> ListingAnswer:
        answer = await self._kept("listing", self._listings.listing, listing)
        answer = answer or ListingAnswer((), go_on=False)
        self._listed_at.setdefault(listing.section, listing.fetched_at)
        for complaint in listing.complaints:
            log.warning(
                "listing_flawed", source=self._source, section=listing.section, detail=complaint
            )
        self._unread.update(visit.url for visit in answer.visits if visit.is_unread)
        self._watcher(answer)
        return answer

    async def section_unchanged(self, section: str, answer: NotModified) -> None:
        await self._kept("section", self._listings.unchanged, section, answer)
        self._polled(section, "unchanged", answer.fetched_at)

    async def section_failed(self, section: str, failure: FetchFailure) -> None:
        log.warning(
            "section_failed",
            source=self._source,
            section=section,
            reason=str(failure.reason),
            detail=failure.detail,
        )
        await self._kept("section", self._listings.failed, section, failure)
        self._polled(section, "failed", failure.fetched_at)

    async def section_done(self, section: str, *, complete: bool = True) -> None:
        now = datetime.now(UTC)
        await self._kept("section", self._listings.done, self._source, section, now, complete)
        self._polled(section, "listed", self._listed_at.get(section, now))

    def _polled(
        self, section: str, outcome: Literal["listed", "unchanged", "failed"], asked_at: datetime
    ) -> None:
        late = (asked_at - self._due.get(section, asked_at)).total_seconds()
        self._watcher(SectionPolled(self._source, section, outcome, max(0.0, late)))

    async def sweep(
        self, visit: SweepVisit, answer: Sweep | NotModified | FetchFailure
    ) -> tuple[PageVisit, ...]:
        if isinstance(answer, FetchFailure):
            # no warning: nobody was promised a sweep, and rechecks go on without it
            log.info(
                "sweep_unanswered",
                source=self._source,
                kind=str(visit.kind),
                section=visit.section,
                reason=str(answer.reason),
                detail=answer.detail,
            )
            if answer.retry_after:
                await self._kept("pause", self._listings.keep_away, answer)
        kept = await self._kept("sweep", self._sweeps.record, self._source, visit, answer)
        visits: tuple[PageVisit, ...] = kept or ()
        self._watcher(ListingAnswer(visits, go_on=False))
        return visits

    async def page(self, answer: Answer) -> None:
        try:
            outcome = await self._page(answer)
        except Exception as error:  # noqa: BLE001 - a page's boundary: the crawl must go on
            article = await self._kept("page", self._ingest.article_of, answer)
            known = {} if article is None else {"article": article}
            report_unexpected(error, source=self._source, url=answer.url, **known)
            outcome = await self._page(
                _unreadable(answer, "reading or storing it failed unexpectedly; see the log")
            )
        if outcome is None:
            return
        if outcome.article_id is not None and outcome.what not in ("new", "duplicate"):
            self._rechecks += 1
        if isinstance(answer, FetchFailure) and answer.retry_after:
            await self._kept("pause", self._listings.keep_away, answer)
        if outcome.what not in ("unchanged", "duplicate"):
            log.info(
                "page_" + outcome.what.replace("-", "_"),
                source=self._source,
                url=answer.url,
                article=outcome.article_id,
                title=outcome.title,
                detail=outcome.detail,
                alerts=outcome.alerts,
            )
        self._watcher(PageDone(self._source, answer.url, outcome))

    async def _page(self, answer: Answer) -> Outcome | None:
        """Reads an answer, then stores it; None when the store could not write."""
        page = self._ingest.to_read(answer)
        if not isinstance(page, PageToRead):
            return cast("Outcome | None", await self._stored(answer, page))
        look = await self._known(answer)
        with self._pages.being_read():
            read = await self._look(page, look) if look else await self._read(page)
        reading = _unreadable(answer, read.why) if isinstance(read, Cut) else read
        outcome = await self._stored(answer, reading)
        if isinstance(outcome, ReadWhole):
            read = await self._read(page)
            reading = _unreadable(answer, read.why) if isinstance(read, Cut) else read
            outcome = await self._stored(answer, reading)
        while isinstance(outcome, RereadFirst):
            read = await self._read(outcome.page)
            again = Reread(outcome.version, read if isinstance(read, ArticleData) else None)
            outcome = await self._stored(answer, reading, again)
        return cast("Outcome | None", outcome)

    async def _known(self, answer: Answer) -> Look | None:
        """What to look for on a page before it is read; None: no article is known of it."""
        if answer.url in self._unread:  # which need not be asked of the store
            self._unread.remove(answer.url)
            return None
        return await self._unless_refused("page", self._pages.look(answer))

    async def _stored(
        self, answer: Answer, reading: Reading | Looked, again: Reread | None = None
    ) -> Stored | None:
        return await self._unless_refused(
            "page", self._pages.store(ReadAnswer(answer, reading, again))
        )

    async def _look(self, page: PageToRead, look: Look) -> Looked | Cut:
        return await self._reader.read(self._source, look_or_read, *page, look)

    async def _read(self, page: PageToRead) -> ArticleData | NotArticle | Cut:
        return await self._reader.read(self._source, read_article, *page)

    async def robots(self, origin: str) -> RobotsRecord | None:
        def read() -> RobotsRecord | None:
            with self._store.read() as session:
                return frontier.robots(session, origin)

        record: RobotsRecord | None = await self._in_store(read)
        return record

    async def keep_robots(self, record: RobotsRecord) -> None:
        def write() -> None:
            with self._store.write() as session:
                frontier.keep_robots(session, record)

        await self._kept("robots", write)

    async def ended(self, requests: int) -> None:
        """The crawl has ended, and asked so much of its source."""

        def write() -> None:
            with self._store.write() as session:
                now = datetime.now(UTC)
                spent.note(session, self._source, Spent(requests, self._rechecks), now)

        await self._kept("what was spent", write)

    async def _kept(self, what: str, call: Callable[..., Any], *args: Any) -> Any:
        """Runs a store call; None when the store could not write, said in the log."""

        def where_room_is() -> Any:
            self._room.claim()
            return call(*args)

        return await self._unless_refused(what, self._in_store(where_room_is))

    async def _unless_refused(self, what: str, work: Awaitable[T]) -> T | None:
        try:
            return await work
        except (OperationalError, OSError) as error:
            log.error(
                "not_stored",
                source=self._source,
                what=what,
                detail=str(getattr(error, "orig", None) or error),
            )
            self.refused = True
            return None


def _unreadable(answer: Answer, why: str) -> FetchFailure:
    """What a page becomes that could not be read: it is tried again, less and less often."""
    return FetchFailure(
        source=answer.source,
        url=answer.url,
        fetched_at=answer.fetched_at,
        reason=FailureReason.BROKEN,
        detail=why,
    )

"""The sink of a crawl that asks for one address: keeps what came, and no store.

What there was to say of sections and sweeps is let go: such a crawl has none.
"""

from __future__ import annotations

from pipeline.records import (
    FetchedPage,
    FetchFailure,
    Listing,
    ListingAnswer,
    NotModified,
    PageVisit,
    RobotsRecord,
    Sweep,
    SweepVisit,
)


class OnePage:
    """A `CrawlSink` with the last answer, and every robots.txt by its origin."""

    def __init__(self) -> None:
        self.answer: FetchedPage | NotModified | FetchFailure | None = None
        self.records: dict[str, RobotsRecord] = {}

    async def page(self, answer: FetchedPage | NotModified | FetchFailure) -> None:
        self.answer = answer

    async def robots(self, origin: str) -> RobotsRecord | None:
        return self.records.get(origin)

    async def keep_robots(self, record: RobotsRecord) -> None:
        self.records[record.origin] = record

    async def listing(self, listing: Listing) -> ListingAnswer:
        return ListingAnswer((), go_on=False)

    async def section_unchanged(self, section: str, answer: NotModified) -> None: ...

    async def section_failed(self, section: str, failure: FetchFailure) -> None: ...

    async def section_done(self, section: str, *, complete: bool = True) -> None: ...

    async def sweep(
        self, visit: SweepVisit, answer: Sweep | NotModified | FetchFailure
    ) -> tuple[PageVisit, ...]:
        return ()

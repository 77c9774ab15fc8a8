"""Asks a site within a bound, each address once, and keeps account of what came."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final, Protocol, TypeVar

from crawler.discovery import Found, Unreadable
from crawler.survey.kept import read_listing
from crawler.survey.records import NoSource, SectionKind, Tried
from pipeline.reading import Cut, Reader
from pipeline.records import FetchedPage, FetchFailure, RobotsRecord
from pipeline.urls import url_key

T = TypeVar("T")
#: requests to a site, robots.txt included; the redirects of the last one may go beyond
MOST_REQUESTS: Final = 25
#: of these kept for articles while listings are looked for
FOR_ARTICLES: Final = 4
#: failures of the host in a row after which it is left alone
_PATIENCE: Final = 3


class Fetcher(Protocol):
    """What asks a site, politely and with all guards; `crawler.probe` has the real one."""

    @property
    def requests(self) -> int:
        """All that left so far, robots.txt and redirects included."""
        ...

    async def fetch(self, url: str) -> FetchedPage | FetchFailure: ...

    def robots(self, origin: str) -> RobotsRecord | None: ...


class Asking:
    """The questions put to one site, and its answers."""

    def __init__(self, fetcher: Fetcher, reader: Reader) -> None:
        self.fetcher = fetcher
        self._reader = reader
        self.tried: list[Tried] = []
        #: what people should know besides
        self.remarks: list[str] = []
        self._answers: dict[str, FetchedPage] = {}
        self._faults = 0
        self._at_peace = False

    def note(self, url: str, what: str, came: str) -> None:
        """Writes down what came of asking for an address."""
        self.tried.append(Tried(url, what, came))

    def refusal(self, why: str, *, is_silent: bool = False) -> NoSource:
        return NoSource(why, tuple(self.tried), is_silent)

    def keep(self, answer: FetchedPage) -> None:
        """Remembers an answer, so that its address is not asked for again."""
        self._answers[url_key(answer.final_url)] = answer

    def known(self, url: str) -> FetchedPage | None:
        """The answer that an address gave before, if it was asked for."""
        return self._answers.get(url_key(url))

    async def ask(self, url: str, what: str, *, keep: int = 0) -> FetchedPage | None:
        """The answer to an address; None where there is none, or nothing may be asked.

        A failure is written down here, an answer by whoever reads it.

        Args:
            keep: requests to be left over for later.
        """
        if answer := self.known(url):
            return answer
        if self._at_peace or self.fetcher.requests + keep >= MOST_REQUESTS:
            return None
        came = await self.fetcher.fetch(url)
        if isinstance(came, FetchedPage):
            self._faults = 0
            self._answers |= {url_key(url): came, url_key(came.final_url): came}
            return came
        self.note(url, what, came.detail)
        self._heed(came)
        return None

    async def read(self, call: Callable[..., T], *args: object) -> T | Cut:
        """What a function at the top of a module makes of hostile bytes, within bounds."""
        return await self._reader.read("survey", call, *args)

    async def listing(
        self, kind: SectionKind, answer: FetchedPage, preset: str | None
    ) -> Found | Unreadable:
        """The links of a listing, read as a crawl reads it."""
        found = await self.read(read_listing, kind, answer, preset)
        return Unreadable(found.why) if isinstance(found, Cut) else found

    def _heed(self, failure: FetchFailure) -> None:
        """Leaves a host alone that asks for it, or that failed once too often."""
        is_the_hosts = failure.status is None or failure.status >= 500
        self._faults = self._faults + 1 if is_the_hosts else 0
        if failure.retry_after or self._faults >= _PATIENCE:
            self._at_peace = True
            self.remarks.append(f"the site was left alone after: {failure.detail}")

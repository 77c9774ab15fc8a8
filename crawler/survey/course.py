"""Gets to know a site by a few requests, each chosen by what the last ones showed.

Fetches only through what it is handed. Listings and articles are read by the functions that
crawls use, so what a survey shows is what Marsad will do.
"""

from __future__ import annotations

import asyncio
from collections.abc import Collection, Iterable
from dataclasses import replace
from datetime import UTC, datetime
from itertools import islice
from typing import Final, Protocol
from urllib.parse import urljoin, urlsplit

from config.addresses import same_site as same_outlet
from crawler.discovery import Found, Unreadable
from crawler.robots import sitemaps_of
from crawler.survey import advice
from crawler.survey.clues import Clues, Link, is_of_comments, read_clues
from crawler.survey.kept import Kept, read_listing
from crawler.survey.languages import judge_language
from crawler.survey.names import site_title, source_name
from crawler.survey.offsets import Offset, offsets_in, offsets_of_page
from crawler.survey.records import (
    Certainty,
    Judged,
    NoSource,
    SectionKind,
    Survey,
    Tried,
)
from crawler.survey.systems import System, recognise
from crawler.survey.zones import judge_zone
from pipeline.charset import decode_page
from pipeline.extract import read_article
from pipeline.extract.wrong_pages import not_a_page
from pipeline.records import (
    ArticleData,
    FetchedPage,
    FetchFailure,
    ReadingRules,
    RobotsRecord,
)
from pipeline.urls import canonical_url, host_key, same_site, url_key

#: requests to a site, robots.txt included; the redirects of the last one may go beyond
MOST_REQUESTS: Final = 25
_MOST_SAMPLES: Final = 3
_MOST_SAMPLES_TRIED: Final = 5
#: requests kept for articles while listings are looked for
_FOR_SAMPLES: Final = 4
_MOST_FEEDS: Final = 2
_MOST_FEEDS_TRIED: Final = 4
_MOST_PAGES: Final = 5
_MOST_PAGES_TRIED: Final = 7
#: failures of the host in a row after which it is left alone
_PATIENCE: Final = 3

_GIVEN: Final = "the address you gave"
_HOME: Final = "the home page"
#: where sites have their feed, from the home page on
_USUAL_FEEDS: Final[dict[str | None, tuple[str, ...]]] = {
    System.JOOMLA_K2: ("?format=feed&type=rss",),
    System.JOOMLA: ("?format=feed&type=rss",),
    System.WORDPRESS: ("feed/", "?feed=rss2"),
    System.DRUPAL: ("rss.xml",),
    System.BLOGGER: ("feeds/posts/default",),
    System.GHOST: ("rss/",),
    None: ("feed", "rss", "rss.xml", "atom.xml", "feed.xml", "index.xml", "feed.json"),
}
_USUAL_SITEMAPS: Final = ("news-sitemap.xml", "sitemap.xml", "sitemap_index.xml")
_MOST_SITEMAPS: Final = 3
_LONG_AGO: Final = datetime.min.replace(tzinfo=UTC)


class Fetcher(Protocol):
    """What asks a site, politely and with all guards; `crawler.probe` has the real one."""

    @property
    def requests(self) -> int:
        """All that left so far, robots.txt and redirects included."""
        ...

    async def fetch(self, url: str) -> FetchedPage | FetchFailure: ...

    def robots(self, origin: str) -> RobotsRecord | None: ...


async def survey_site(url: str, fetcher: Fetcher, taken: Collection[str] = ()) -> Survey | NoSource:
    """What a source for this site must say:

        fetch what the user named; if it is a feed, know the site by its links
        fetch the home page
        recognise the system; gather feeds and the menu
        try feeds as declared, then where the system has them
        try what the menu leads to; keep the pages that list articles of their own
        look for a news sitemap where robots.txt says, else where it usually is
        fetch up to three articles; judge language and zone by all that came; read them

    Args:
        url: a home page, section, feed or article; http or https.
        fetcher: what asks the site.
        taken: names of sources that are in use.
    """
    course = _Course(fetcher)
    first = await fetcher.fetch(url)
    if isinstance(first, FetchFailure):
        course.note(url, _GIVEN, first.detail)
        refusal = course.refusal(advice.on_failure(first))
        silent = fetcher.robots(_origin(url)[:-1])
        return replace(refusal, is_silent=silent is not None and silent.status == 0)
    entry = await course.know_by(first)
    if isinstance(entry, NoSource):
        return entry
    await course.find_feeds()
    await course.find_pages()
    await course.find_sitemaps()
    pages = await course.fetch_articles()
    return course.result(pages, taken)


class _Course:
    """One survey under way: what came so far, and what is left to ask."""

    def __init__(self, fetcher: Fetcher) -> None:
        self._fetcher = fetcher
        self._answers: dict[str, FetchedPage] = {}
        self._tried: list[Tried] = []
        self._remarks: list[str] = []
        self._faults = 0
        self._at_peace = False
        self._home = ""
        self._given_sitemap: str | None = None
        #: of the page the user named, if it is one, and of the home page
        self._clues: list[Clues] = []
        self._system = Judged(None, Certainty.SURE, "no page was looked at")
        self._kept = Kept()
        self._offsets: list[Offset] = []

    # --- asking ------------------------------------------------------------------------

    def note(self, url: str, what: str, came: str) -> None:
        self._tried.append(Tried(url, what, came))

    def refusal(self, why: str) -> NoSource:
        return NoSource(why, tuple(self._tried))

    async def _ask(self, url: str, what: str, keep: int = 0) -> FetchedPage | None:
        """The answer to an address; None where there is none, or nothing may be asked.

        Args:
            keep: requests to be left over for later.
        """
        key = url_key(url)
        if known := self._answers.get(key):
            return known
        if self._at_peace or self._fetcher.requests + keep >= MOST_REQUESTS:
            return None
        answer = await self._fetcher.fetch(url)
        if isinstance(answer, FetchedPage):
            self._faults = 0
            self._answers[key] = answer
            return answer
        self.note(url, what, answer.detail)
        self._heed(answer)
        return None

    def _heed(self, failure: FetchFailure) -> None:
        """Leaves a host alone that asks for it, or that failed once too often."""
        self._faults += 1
        if self._faults >= _PATIENCE and not _is_missing(failure):
            self._at_peace = True
        if failure.retry_after:
            self._at_peace = True
        if self._at_peace:
            self._remarks.append(f"the site was left alone after: {failure.detail}")

    # --- the page that was named, and the home page ---------------------------------------

    async def know_by(self, first: FetchedPage) -> NoSource | None:
        """Learns the home page and the system from the first answer."""
        url = first.final_url
        self._answers[url_key(url)] = first
        feed = await asyncio.to_thread(read_listing, "feed", first, None)
        if not isinstance(feed, Unreadable):
            if not feed.links:
                self.note(url, _GIVEN, "a feed without articles")
                return self.refusal(advice.no_articles(url, has_listings=False))
            self.note(url, _GIVEN, f"a feed of {len(feed.links)} articles")
            self._home = _home_behind(url, [link.url for link in feed.links])
            if same_outlet(urlsplit(self._home).hostname or "", urlsplit(url).hostname or ""):
                await self._offer("feed", Link(url, ""), _GIVEN)
            else:
                host = host_key(self._home)
                self._remarks.append(f"left out, a feed on another site than its articles: {url}")
                self._remarks.append(f"its articles are on {host}, which was looked at instead")
        elif isinstance(await asyncio.to_thread(read_listing, "sitemap", first, None), Found):
            self.note(url, _GIVEN, "a sitemap")
            self._home, self._given_sitemap = _origin(url), url
        elif reason := not_a_page(first.body, first.content_type):
            self.note(url, _GIVEN, reason)
            return self.refusal(advice.not_a_site(url, reason))
        else:
            self._home = _origin(url)
            await self._read_clues(first, _GIVEN)
        if url_key(self._home) != url_key(url) and (home := await self._ask(self._home, _HOME)):
            await self._read_clues(home, _HOME)
        pages = [(one.page, one.url, one.headers) for one in self._clues]
        if pages:
            self._system = await asyncio.to_thread(recognise, pages)
        elif not self._kept.sections:
            return self.refusal(advice.no_page(self._home))
        return None

    async def _read_clues(self, answer: FetchedPage, what: str) -> None:
        clues = await asyncio.to_thread(read_clues, answer)
        self.note(answer.final_url, what, "a page" if clues else "a page that cannot be read")
        if clues is not None:
            self._clues.append(clues)

    @property
    def _preset(self) -> str | None:
        sure = self._system.certainty is Certainty.SURE
        return "joomla-k2" if sure and self._system.value == System.JOOMLA_K2 else None

    # --- listings ---------------------------------------------------------------------------

    async def find_feeds(self) -> None:
        """Keeps feeds that the pages name, else one where the system usually has it."""
        named = [(link, "declared by its pages") for c in self._clues for link in c.declared_feeds]
        named += [(link, "linked from its pages") for c in self._clues for link in c.linked_feeds]
        await self._offer_all("feed", named, _MOST_FEEDS_TRIED, _MOST_FEEDS)
        usual = _USUAL_FEEDS[self._system.value]
        guessed = [(Link(urljoin(self._home, one), ""), "where feeds usually are") for one in usual]
        if not self._kept.sections:
            await self._offer_all("feed", guessed, _MOST_FEEDS_TRIED, 1)
        others = {link.url: link for clues in self._clues for link in clues.other_feeds}
        for link in islice(others.values(), 3):
            why = "of comments" if is_of_comments(link) else "on another site"
            self._remarks.append(f"left out, a feed {why}: {link.url}")

    async def find_pages(self) -> None:
        """Keeps the pages of the menu that list articles, else the home page."""
        known = self._kept.keys() | await self._keys_of_home()
        pages: list[tuple[Link, str]] = []
        for clues in self._clues:
            is_piece = clues.is_article or url_key(clues.url) in known
            if not is_piece and url_key(clues.url) != url_key(self._home):
                pages.append((Link(clues.url, ""), _GIVEN))
        # the home page's menu first: a section's may be its own
        menu = [link for clues in reversed(self._clues) for link in clues.menu]
        entries = _best_first([one for one in menu if url_key(one.url) not in known], known)
        pages += [(link, f"in its menu: {link.text}") for link in entries]
        await self._offer_all("page", pages, _MOST_PAGES_TRIED, _MOST_PAGES)
        if not self._kept.count("page"):
            await self._offer("page", Link(self._home, "home"), "the home page itself")
        elif len(entries) > _MOST_PAGES_TRIED:
            left = ", ".join(link.text for link in entries[_MOST_PAGES_TRIED:][:8])
            self._remarks.append(f"its menu has more that was not looked at: {left}")

    async def _keys_of_home(self) -> set[str]:
        """The articles that the home page shows."""
        home = self._answers.get(url_key(self._home))
        if home is None:
            return set()
        found = await asyncio.to_thread(read_listing, "page", home, self._preset)
        links = () if isinstance(found, Unreadable) else found.links
        return {url_key(link.url) for link in links}

    async def _offer_all(
        self, kind: SectionKind, links: Iterable[tuple[Link, str]], tries: int, most: int
    ) -> None:
        seen = {url_key(section.url) for section in self._kept.sections}
        for link, why in links:
            if tries == 0 or self._kept.count(kind) >= most:
                return
            if (key := url_key(link.url)) not in seen:
                seen.add(key)
                tries -= 1
                await self._offer(kind, link, why)

    async def _offer(self, kind: SectionKind, link: Link, why: str) -> None:
        what = f"{kind}, {why}"
        answer = await self._ask(link.url, what, keep=_FOR_SAMPLES)
        if answer is None:
            return
        found = await asyncio.to_thread(read_listing, kind, answer, self._preset)
        if isinstance(found, Unreadable):
            self.note(link.url, what, found.why)
            return
        few = kind == "feed" or self._preset is not None
        text = link.text if kind == "page" else ""
        came = self._kept.offer(kind, answer.final_url, found, few=few, text=text, why=why)
        self.note(link.url, what, came)
        if kind == "feed":
            self._offsets += offsets_in(decode_page(answer.body, answer.content_type))

    # --- sitemaps ---------------------------------------------------------------------------

    async def find_sitemaps(self) -> None:
        """Keeps a news sitemap; tells of another one, which lists all that ever was."""
        record = self._fetcher.robots(self._home.rstrip("/"))
        named = [urljoin(self._home, one) for one in sitemaps_of(record)] if record else []
        usual = [urljoin(self._home, one) for one in _USUAL_SITEMAPS]
        why = "named by robots.txt" if named else "where sitemaps usually are"
        places = sorted(named or usual, key=lambda one: not _is_news(one))
        if self._given_sitemap:
            places, why = [self._given_sitemap], _GIVEN
        for url in places[:_MOST_SITEMAPS]:
            if same_site(url, self._home) and await self._try_sitemap(url, why):
                return

    async def _try_sitemap(self, url: str, why: str) -> bool:
        """Whether this was a sitemap of articles; an index is followed by one step."""
        found = await self._sitemap(url, why)
        if found is None:
            return False
        news = [one.url for one in found.sitemaps if _is_news(one.url)]
        below = news[:1] or _newest(found)
        inside = await self._sitemap(below[0], f"listed in {url}") if below else found
        if inside is None or not inside.links:
            return False
        if news or _is_news(url):
            place = news[0] if news else url
            self._kept.offer("sitemap", place, inside, text="news-sitemap", why=why)
        elif not self._kept.sections:
            self._kept.offer("sitemap", url, inside, text="sitemap", why=why)
        else:
            self._remarks.append(f"its sitemap, which lists old articles too: {url}")
        return True

    async def _sitemap(self, url: str, why: str) -> Found | None:
        what = f"sitemap, {why}"
        answer = await self._ask(url, what, keep=_FOR_SAMPLES)
        if answer is None:
            return None
        found = await asyncio.to_thread(read_listing, "sitemap", answer, None)
        if isinstance(found, Unreadable):
            self.note(url, what, found.why)
            return None
        others = f"{len(found.sitemaps)} sitemaps" if found.sitemaps else ""
        self.note(url, what, others or f"{len(found.links)} articles")
        return found

    # --- articles ---------------------------------------------------------------------------

    async def fetch_articles(self) -> list[FetchedPage]:
        """Up to three pages that hold an article; what was named first, if it is one."""
        named = [clues.url for clues in self._clues if clues.is_article]
        pages: list[FetchedPage] = []
        seen = set[str]()
        for url in islice((*named, *self._kept.articles()), _MOST_SAMPLES_TRIED):
            if len(pages) == _MOST_SAMPLES:
                break
            answer = await self._ask(url, "an article")
            if answer is None or (key := url_key(answer.final_url)) in seen:
                continue
            seen.add(key)
            read = await asyncio.to_thread(_read, answer, self._preset, "UTC", None)
            self.note(url, "an article", "read" if isinstance(read, ArticleData) else read)
            if isinstance(read, ArticleData):
                pages.append(answer)
                self._offsets += await asyncio.to_thread(offsets_of_page, answer)
        return pages

    def result(self, pages: list[FetchedPage], taken: Collection[str]) -> Survey | NoSource:
        """All that came, put together."""
        if not pages or not self._kept.sections:
            return self.refusal(
                advice.no_articles(self._home, has_listings=bool(self._kept.sections))
            )
        host = urlsplit(self._home).hostname or ""
        declared = [tag for clues in self._clues for tag in clues.languages]
        read = [_read(page, self._preset, "UTC", None) for page in pages]
        texts = [" ".join(one.body) for one in read if isinstance(one, ArticleData)]
        language = judge_language(declared, texts)
        spoken = [*([language.value] if language.value else []), *declared]
        zone = judge_zone(host, spoken, self._offsets, pages[-1].fetched_at)
        samples = [_read(page, self._preset, zone.value or "UTC", language.value) for page in pages]
        title = self._title()
        return Survey(
            home=self._home,
            name=source_name(host, title, taken),
            title=title,
            language=language,
            timezone=zone,
            system=self._system,
            preset=self._preset,
            sections=tuple(self._kept.sections),
            samples=tuple(one for one in samples if isinstance(one, ArticleData)),
            tried=tuple(self._tried),
            remarks=tuple(dict.fromkeys(self._remarks)),
        )

    def _title(self) -> str | None:
        """What the site calls itself; the home page's title begins with it, if anything does."""
        named = next((clues.site_name for clues in self._clues if clues.site_name), None)
        fronts = (one for one in self._clues if url_key(one.url) == url_key(self._home))
        return named or next((site_title(one.title) for one in fronts if one.title), None)


def _read(
    answer: FetchedPage, preset: str | None, zone: str, language: str | None
) -> ArticleData | str:
    """The article on a page, or why there is none."""
    rules = ReadingRules(preset, zone, language)
    where = (answer.body, answer.final_url, answer.content_type)
    read = read_article(*where, rules, answer.fetched_at)
    return read if isinstance(read, ArticleData) else f"no article: {read.reason}"


def _is_news(sitemap: str) -> bool:
    return "news" in urlsplit(sitemap).path.lower()


def _newest(index: Found) -> list[str]:
    """The sitemap of an index that changed last; the last one where none is dated."""
    dated = [one for one in index.sitemaps if one.modified]
    if dated:
        return [max(dated, key=lambda one: one.modified.at if one.modified else _LONG_AGO).url]
    return [one.url for one in index.sitemaps[-1:]]


def _is_missing(failure: FetchFailure) -> bool:
    """Whether a failure speaks of one address alone."""
    return failure.status is not None and failure.status < 500


def _origin(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}/"


def _home_behind(url: str, links: list[str]) -> str:
    """The home page of the site that a feed's links lead to, most of them."""
    homes = [_origin(link) for link in links]
    home = max(dict.fromkeys(homes), key=homes.count)
    # the feed's own host where that is the same site: it is known to answer
    return _origin(url) if same_site(home, url) and host_key(home) == host_key(url) else home


def _best_first(menu: list[Link], pieces: set[str]) -> list[Link]:
    """Each entry once: those that articles lie under first, else as the menu has them."""
    distinct = {url_key(link.url): link for link in reversed(menu)}
    ordered = [distinct[key] for key in dict.fromkeys(url_key(link.url) for link in menu)]
    return sorted(ordered, key=lambda link: not _has_pieces(link.url, pieces))


def _has_pieces(url: str, pieces: set[str]) -> bool:
    stem = url_key(canonical_url(url)).partition("?")[0].rstrip("/") + "/"
    return any(piece.startswith(stem) for piece in pieces)

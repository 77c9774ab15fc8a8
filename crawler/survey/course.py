"""Gets to know a site by a few requests, each chosen by what the last ones showed.

Fetches only through what it is handed. Listings and articles are read by the functions that
crawls use, so what a survey shows is what Marsad will do.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from dataclasses import replace
from itertools import islice
from typing import Final
from urllib.parse import urljoin, urlsplit

from config.addresses import same_site as same_outlet
from crawler.discovery import Found, Unreadable
from crawler.survey import advice
from crawler.survey.asking import FOR_ARTICLES, Asking, Fetcher
from crawler.survey.clues import Clues, Link, best_sections, is_of_comments, read_clues
from crawler.survey.kept import Kept
from crawler.survey.languages import judge_language
from crawler.survey.names import site_title, source_name
from crawler.survey.offsets import Offset, offsets_of_feed, offsets_of_page
from crawler.survey.records import (
    Certainty,
    Judged,
    NoSource,
    SectionKind,
    Survey,
    articles,
)
from crawler.survey.sitemaps import find_sitemap
from crawler.survey.systems import System, recognise
from crawler.survey.zones import judge_zone
from pipeline.extract import read_article
from pipeline.extract.wrong_pages import not_a_page
from pipeline.reading import Cut, Reader
from pipeline.records import (
    ArticleData,
    FetchedPage,
    FetchFailure,
    Provenance,
    ReadingRules,
)
from pipeline.urls import host_key, same_site, url_key

_MOST_SAMPLES: Final = 3
_MOST_SAMPLES_TRIED: Final = 5
_MOST_FEEDS: Final = 2
_MOST_FEEDS_TRIED: Final = 4
_MOST_PAGES: Final = 5
_MOST_PAGES_TRIED: Final = 7

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


async def survey_site(
    url: str, fetcher: Fetcher, reader: Reader, taken: Collection[str] = ()
) -> Survey | NoSource:
    """What a source for this site must say:

        fetch what the user named; if it is a feed, know the site by its links
        fetch the home page
        recognise the system; gather feeds and the menu
        try feeds as declared, then where the system has them
        try what the menu leads to; keep the pages that list articles of their own
        without a feed of the site, try those of its sections
        look for a news sitemap where robots.txt says, else where it usually is
        fetch up to three articles; judge language and zone by all that came; read them

    Args:
        url: a home page, section, feed or article; http or https.
        fetcher: what asks the site.
        reader: what reads its bytes, within bounds.
        taken: names of sources that are in use.
    """
    asking = Asking(fetcher, reader)
    first = await fetcher.fetch(url)
    if isinstance(first, FetchFailure):
        asking.note(url, _GIVEN, first.detail)
        silent = fetcher.robots(_origin(url)[:-1])
        is_silent = silent is not None and silent.status == 0
        return asking.refusal(advice.on_failure(first), is_silent=is_silent)
    course = _Course(asking)
    refusal = await course.know_by(first)
    if refusal is not None:
        return refusal
    await course.find_feeds()
    await course.find_pages()
    await course.find_section_feeds()
    await find_sitemap(asking, course.kept, course.home, course.given_sitemap)
    pages = await course.fetch_articles()
    return await course.result(pages, taken)


class _Course:
    """One survey under way: what is known of the site so far."""

    def __init__(self, asking: Asking) -> None:
        self.asking = asking
        self.kept = Kept()
        #: scheme and host with a slash
        self.home = ""
        self.given_sitemap: str | None = None
        #: of the page the user named, if it is one, and of the home page
        self._clues: list[Clues] = []
        self._system = Judged(None, Certainty.SURE, "no page was looked at")
        self._offsets: list[Offset] = []

    # --- the page that was named, and the home page ---------------------------------------

    async def know_by(self, first: FetchedPage) -> NoSource | None:
        """Learns the home page and the system from the first answer."""
        url = first.final_url
        self.asking.keep(first)
        feed = await self.asking.listing("feed", first, None)
        if not isinstance(feed, Unreadable):
            if not feed.links:
                self.asking.note(url, _GIVEN, "a feed without articles")
                return self.asking.refusal(advice.no_articles(url, has_listings=False))
            self.asking.note(url, _GIVEN, f"a feed of {articles(len(feed.links))}")
            self.home = _home_behind(url, [link.url for link in feed.links])
            if same_outlet(urlsplit(self.home).hostname or "", urlsplit(url).hostname or ""):
                await self._offer("feed", Link(url, ""), _GIVEN)
            else:
                host = host_key(self.home)
                self.asking.remarks.append(
                    f"left out, a feed on another site than its articles: {url}"
                )
                self.asking.remarks.append(
                    f"its articles are on {host}, which was looked at instead"
                )
        elif isinstance(await self.asking.listing("sitemap", first, None), Found):
            self.asking.note(url, _GIVEN, "a sitemap")
            self.home, self.given_sitemap = _origin(url), url
        elif reason := not_a_page(first.body, first.content_type):
            self.asking.note(url, _GIVEN, reason)
            return self.asking.refusal(advice.not_a_site(url, reason))
        else:
            self.home = _origin(url)
            await self._read_clues(first, _GIVEN)
        if url_key(self.home) != url_key(url) and (home := await self.asking.ask(self.home, _HOME)):
            await self._read_clues(home, _HOME)
        if self._clues:
            self._system = recognise(sign for clues in self._clues for sign in clues.signs)
        elif not self.kept.sections:
            return self.asking.refusal(advice.no_page(self.home))
        return None

    async def _read_clues(self, answer: FetchedPage, what: str) -> None:
        clues = await self._clues_of(answer)
        self.asking.note(
            answer.final_url, what, "a page" if clues else "a page that cannot be read"
        )
        if clues is not None:
            self._clues.append(clues)

    async def _clues_of(self, answer: FetchedPage) -> Clues | None:
        clues = await self.asking.read(read_clues, answer)
        return None if isinstance(clues, Cut) else clues

    @property
    def _preset(self) -> str | None:
        """The preset that its system has, where that is sure."""
        return self._system.value if self._system.certainty is Certainty.SURE else None

    # --- listings ---------------------------------------------------------------------------

    async def find_feeds(self) -> None:
        """Keeps feeds that the pages name, else one where the system usually has it."""
        named = [(link, "declared by its pages") for c in self._clues for link in c.declared_feeds]
        named += [(link, "linked from its pages") for c in self._clues for link in c.linked_feeds]
        await self._offer_all("feed", named, _MOST_FEEDS_TRIED, _MOST_FEEDS)
        usual = _USUAL_FEEDS[self._system.value]
        guessed = [(Link(urljoin(self.home, one), ""), "where feeds usually are") for one in usual]
        if not self.kept.sections:
            await self._offer_all("feed", guessed, _MOST_FEEDS_TRIED, 1)
        others = {link.url: link for clues in self._clues for link in clues.other_feeds}
        for link in islice(others.values(), 3):
            why = "of comments" if is_of_comments(link) else "on another site"
            self.asking.remarks.append(f"left out, a feed {why}: {link.url}")

    async def find_pages(self) -> None:
        """Keeps the pages of the menu that list articles, else the home page."""
        pieces = [*self.kept.articles(), *await self._articles_of_home()]
        known = {url_key(piece) for piece in pieces}
        pages: list[tuple[Link, str]] = []
        for clues in self._clues:
            is_piece = clues.is_article or url_key(clues.url) in known
            if not is_piece and url_key(clues.url) != url_key(self.home):
                pages.append((Link(clues.url, ""), _GIVEN))
        # the home page's menu first: a section's may be its own
        menu = [link for clues in reversed(self._clues) for link in clues.menu]
        entries = best_sections([one for one in menu if url_key(one.url) not in known], pieces)
        pages += [(link, f"in its menu: {link.text}") for link in entries]
        await self._offer_all("page", pages, _MOST_PAGES_TRIED, _MOST_PAGES)
        if not self.kept.count("page"):
            await self._offer("page", Link(self.home, "home"), "the home page itself")
        elif len(entries) > _MOST_PAGES_TRIED:
            left = ", ".join(link.text for link in entries[_MOST_PAGES_TRIED:][:8])
            self.asking.remarks.append(f"its menu has more that was not looked at: {left}")

    async def find_section_feeds(self) -> None:
        """Keeps feeds that section pages declare, where the site as a whole has none."""
        pages = [section for section in self.kept.sections if section.kind == "page"]
        if self.kept.count("feed"):
            return
        for section in pages[:_MOST_FEEDS_TRIED]:
            answer = self.asking.known(section.url)
            clues = await self._clues_of(answer) if answer else None
            if clues is not None and clues.declared_feeds:
                why = f"declared by {section.name}"
                await self._offer("feed", clues.declared_feeds[0], why, f"{section.name}-feed")

    async def _articles_of_home(self) -> list[str]:
        """The articles that the home page shows."""
        home = self.asking.known(self.home)
        if home is None:
            return []
        found = await self.asking.listing("page", home, self._preset)
        return [] if isinstance(found, Unreadable) else [link.url for link in found.links]

    async def _offer_all(
        self, kind: SectionKind, links: Iterable[tuple[Link, str]], tries: int, most: int
    ) -> None:
        seen = {url_key(section.url) for section in self.kept.sections}
        for link, why in links:
            if tries == 0 or self.kept.count(kind) >= most:
                return
            if (key := url_key(link.url)) not in seen:
                seen.add(key)
                tries -= 1
                await self._offer(kind, link, why)

    async def _offer(self, kind: SectionKind, link: Link, why: str, name: str = "") -> None:
        what = f"{kind}, {why}"
        answer = await self.asking.ask(link.url, what, keep=FOR_ARTICLES)
        if answer is None:
            return
        found = await self.asking.listing(kind, answer, self._preset)
        if isinstance(found, Unreadable):
            self.asking.note(link.url, what, found.why)
            return
        few = kind == "feed" or self._preset == System.JOOMLA_K2
        text = link.text if kind == "page" else name
        came = self.kept.offer(kind, answer.final_url, found, few=few, text=text, why=why)
        self.asking.note(link.url, what, came)
        if kind == "feed":
            await self._learn_offsets(offsets_of_feed, answer)

    # --- articles ---------------------------------------------------------------------------

    async def fetch_articles(self) -> list[FetchedPage]:
        """Up to three pages that hold an article; what was named first, if it is one."""
        named = [clues.url for clues in self._clues if clues.is_article]
        pages: list[FetchedPage] = []
        seen = set[str]()
        for url in islice((*named, *self.kept.articles()), _MOST_SAMPLES_TRIED):
            if len(pages) == _MOST_SAMPLES:
                break
            answer = await self.asking.ask(url, "an article")
            if answer is None or (key := url_key(answer.final_url)) in seen:
                continue
            seen.add(key)
            read = await self._read(answer, ReadingRules())
            self.asking.note(url, "an article", "read" if isinstance(read, ArticleData) else read)
            if isinstance(read, ArticleData):
                pages.append(answer)
                await self._learn_offsets(offsets_of_page, answer)
        return pages

    async def result(self, pages: list[FetchedPage], taken: Collection[str]) -> Survey | NoSource:
        """All that came, put together."""
        if not pages or not self.kept.sections:
            return self.asking.refusal(
                advice.no_articles(self.home, has_listings=bool(self.kept.sections))
            )
        host = urlsplit(self.home).hostname or ""
        declared = [tag for clues in self._clues for tag in clues.languages]
        preset, samples = await self._read_all(pages, ReadingRules())
        texts = [" ".join(one.body) for one in samples]
        language = judge_language(declared, texts)
        spoken = [*([language.value] if language.value else []), *declared]
        zone = judge_zone(host, spoken, self._offsets, pages[-1].fetched_at)
        rules = ReadingRules(timezone=zone.value or "UTC", language=language.value)
        preset, samples = await self._read_all(pages, rules)
        if self._preset and preset is None:
            self.asking.remarks.append(
                f"no preset: its articles are not in the markup that {self._preset} has of itself"
            )
        title = self._title()
        return Survey(
            home=self.home,
            name=source_name(host, title, taken),
            title=title,
            language=language,
            timezone=zone,
            system=self._system,
            preset=preset,
            sections=tuple(self.kept.sections),
            samples=tuple(samples),
            tried=tuple(self.asking.tried),
            remarks=tuple(dict.fromkeys(self.asking.remarks)),
        )

    async def _read_all(
        self, pages: list[FetchedPage], rules: ReadingRules
    ) -> tuple[str | None, list[ArticleData]]:
        """The articles as the source will read them; with the preset if that finds their text."""
        for preset in dict.fromkeys((self._preset, None)):
            own = replace(rules, preset=preset)
            read = [await self._read(page, own) for page in pages]
            found = [one for one in read if isinstance(one, ArticleData)]
            fits = preset == System.JOOMLA_K2 or any(
                one.provenance.get("body", "").startswith(Provenance.PRESET) for one in found
            )
            if preset is None or (len(found) == len(pages) and fits):
                return preset, found
        return None, []

    async def _read(self, answer: FetchedPage, rules: ReadingRules) -> ArticleData | str:
        """The article on a page, or why there is none."""
        where = (answer.body, answer.final_url, answer.content_type)
        read = await self.asking.read(read_article, *where, rules, answer.fetched_at)
        if isinstance(read, ArticleData):
            return read
        return f"no article: {read.why if isinstance(read, Cut) else read.reason}"

    async def _learn_offsets(
        self, call: Callable[[FetchedPage], tuple[Offset, ...]], answer: FetchedPage
    ) -> None:
        offsets = await self.asking.read(call, answer)
        self._offsets += () if isinstance(offsets, Cut) else offsets

    def _title(self) -> str | None:
        """What the site calls itself; the home page's title begins with it, if anything does."""
        named = next((clues.site_name for clues in self._clues if clues.site_name), None)
        fronts = (one for one in self._clues if url_key(one.url) == url_key(self.home))
        return named or next((site_title(one.title) for one in fronts if one.title), None)


def _origin(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}/"


def _home_behind(url: str, links: list[str]) -> str:
    """The home page of the site that a feed's links lead to, most of them."""
    homes = [_origin(link) for link in links]
    home = max(dict.fromkeys(homes), key=homes.count)
    # the feed's own host where that is the same site: it is known to answer
    return _origin(url) if same_site(home, url) and host_key(home) == host_key(url) else home

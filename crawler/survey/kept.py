"""The listings of a site that are worth polling, each for articles that no other one shows."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import zip_longest
from typing import Final

from crawler.discovery import Found, Unreadable
from crawler.discovery.feed import read_feed
from crawler.discovery.section_page import read_section_page
from crawler.discovery.sitemap import read_sitemap
from crawler.survey.clues import tells_of_comments
from crawler.survey.names import section_name, unique
from crawler.survey.records import SectionFound, SectionKind, articles
from pipeline.records import FetchedPage
from pipeline.urls import same_site, url_key

#: links that make a page a listing where nothing else does
_FEWEST: Final = 3
#: two listings of a kind that share so much of the smaller one are one
_SAME: Final = 0.8


def read_listing(kind: SectionKind, answer: FetchedPage, preset: str | None) -> Found | Unreadable:
    """The links of a listing, read as a crawl reads it; feeds of comments cannot be used."""
    where = (answer.body, answer.final_url, answer.content_type, "UTC")
    if kind == "feed":
        found = read_feed(*where)
        comments = isinstance(found, Found) and tells_of_comments(answer.body)
        return Unreadable("a feed of comments") if comments else found
    return read_sitemap(*where) if kind == "sitemap" else read_section_page(*where, preset)


class Kept:
    """The listings kept so far, in order."""

    def __init__(self) -> None:
        self.sections: list[SectionFound] = []
        #: of each the articles' addresses by key, those on its own site only
        self._links: list[dict[str, str]] = []

    def offer(
        self,
        kind: SectionKind,
        url: str,
        found: Found,
        *,
        few: bool = True,
        text: str,
        why: str,
    ) -> str:
        """Keeps a listing unless something speaks against it; what came of it, for people.

        Args:
            url: as it answered.
            few: whether one article is enough, for it is certain that this is a listing.
            text: the words of the link that led there.
            why: how it was found.
        """
        links = {url_key(one.url): one.url for one in found.links if same_site(one.url, url)}
        if found.links and not links:
            return "all its links lead to other sites"
        if len(links) < (1 if few else _FEWEST):
            return f"only {articles(len(links))}" if links else "no articles"
        for section, known in zip(self.sections, self._links, strict=True):
            shared = len(known.keys() & links.keys()) / min(len(known), len(links))
            if section.kind == kind and shared >= _SAME:
                return f"the same articles as {section.name}"
        taken = [section.name for section in self.sections]
        name = section_name(url, text, taken) if kind == "page" else unique(text or kind, taken)
        self.sections.append(SectionFound(name, kind, url, len(links), why))
        self._links.append(links)
        return articles(len(links))

    def count(self, kind: SectionKind) -> int:
        return sum(section.kind == kind for section in self.sections)

    def articles(self) -> Iterator[str]:
        """Addresses of articles, each once: the first of every listing, then the second …"""
        seen = set[str]()
        for row in zip_longest(*(links.items() for links in self._links)):
            for key, url in filter(None, row):
                if key not in seen:
                    seen.add(key)
                    yield url

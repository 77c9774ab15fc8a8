"""Looks for a news sitemap: where robots.txt says, else where it usually is."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Final
from urllib.parse import urljoin, urlsplit

from crawler.discovery import Found, Unreadable
from crawler.robots import sitemaps_of
from crawler.survey.asking import FOR_ARTICLES, Asking
from crawler.survey.kept import Kept
from crawler.survey.records import articles
from pipeline.urls import same_site

_USUAL: Final = ("news-sitemap.xml", "sitemap.xml", "sitemap_index.xml")
_MOST_TRIED: Final = 3
_LONG_AGO: Final = datetime.min.replace(tzinfo=UTC)


async def find_sitemap(asking: Asking, kept: Kept, home: str, given: str | None) -> None:
    """Keeps a news sitemap; tells of another one, which lists all that ever was.

    Args:
        home: scheme and host with a slash.
        given: a sitemap that the user named; no other is looked for then.
    """
    record = asking.fetcher.robots(home.rstrip("/"))
    named = [urljoin(home, one) for one in sitemaps_of(record)] if record else []
    usual = [urljoin(home, one) for one in _USUAL]
    why = "named by robots.txt" if named else "where sitemaps usually are"
    places = sorted(named or usual, key=lambda one: not _is_news(one))
    if given:
        places, why = [given], "the address you gave"
    for url in places[:_MOST_TRIED]:
        if same_site(url, home) and await _try(asking, kept, url, why):
            return


async def _try(asking: Asking, kept: Kept, url: str, why: str) -> bool:
    """Whether this was a sitemap of articles; an index is followed by one step."""
    found = await _read(asking, url, why)
    if found is None:
        return False
    news = [one.url for one in found.sitemaps if _is_news(one.url)]
    below = news[:1] or _newest(found)
    inside = await _read(asking, below[0], f"listed in {url}") if below else found
    if inside is None or not inside.links:
        return False
    if news or _is_news(url):
        place = news[0] if news else url
        kept.offer("sitemap", place, inside, text="news-sitemap", why=why)
    elif not kept.sections:
        kept.offer("sitemap", url, inside, text="sitemap", why=why)
    else:
        asking.remarks.append(f"its sitemap, which lists old articles too: {url}")
    return True


async def _read(asking: Asking, url: str, why: str) -> Found | None:
    what = f"sitemap, {why}"
    answer = await asking.ask(url, what, keep=FOR_ARTICLES)
    if answer is None:
        return None
    found = await asking.listing("sitemap", answer, None)
    if isinstance(found, Unreadable):
        asking.note(url, what, found.why)
        return None
    others = f"{len(found.sitemaps)} sitemaps" if found.sitemaps else ""
    asking.note(url, what, others or articles(len(found.links)))
    return found


def _is_news(sitemap: str) -> bool:
    return "news" in urlsplit(sitemap).path.lower()


def _newest(index: Found) -> list[str]:
    """The sitemap of an index that changed last; the last one where none is dated."""
    dated = [one for one in index.sitemaps if one.modified]
    if dated:
        return [max(dated, key=lambda one: one.modified.at if one.modified else _LONG_AGO).url]
    return [one.url for one in index.sitemaps[-1:]]

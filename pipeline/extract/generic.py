"""Reads an article off any page: what it claims in JSON-LD and OpenGraph, then its main text.

For sites without a preset. Title and fields are the page's claims, completed by what it
shows; the text is `main_text`'s. The same bytes always give the same reading: nothing here
remembers earlier pages or asks for the time.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final
from urllib.parse import urlsplit

import py3langid
from selectolax.lexbor import LexborHTMLParser, LexborNode

from pipeline.credits import agencies_in, authors_in, cited_sources, credited_source, is_byline
from pipeline.dates import parse_machine, parse_stamp
from pipeline.extract.addresses import canonical_of
from pipeline.extract.dom import FlatPage
from pipeline.extract.language import language_of
from pipeline.extract.main_text import main_text
from pipeline.extract.page import Page
from pipeline.extract.structured import PageClaims
from pipeline.press_words import key
from pipeline.records import ArticleData, NotArticle, Stamp
from pipeline.text import clean

EXTRACTOR: Final = "generic/1"

#: characters that make a text, where nothing else shows that the page is an article
_SHORTEST_UNMARKED: Final = 250
#: so many `<article>`s make a list, if none of them holds this share of their text
_LIST: Final = 5
_MAIN_SHARE: Final = 0.4
_LONGEST_BYLINE: Final = 120
_SEPARATOR: Final = re.compile(r"\s+[|–—·•:»-]{1,2}\s+")
_BYLINES: Final = '[rel~="author"], [itemprop~="author"], .byline, .author'
_DATES: Final = 'time, [itemprop~="datePublished"]'


def read_generic(page: Page) -> ArticleData | NotArticle:
    """Reads the page by its claims and its main text."""
    tree, flat, claims, url = page.tree, page.flat, page.claims, page.url
    title = _title(tree, claims)
    if title is None:
        return NotArticle("no title")
    if not claims.is_article and (reason := _looks_like_list(flat, url)):
        return NotArticle(reason)
    printed = _printed_byline(tree)
    published = claims.published or _printed_date(tree, page.rules.timezone)
    body, byline, credit = _trimmed(main_text(page).paragraphs, title)
    if not body:
        return NotArticle("no body text")
    if not (claims.is_article or published) and sum(map(len, body)) < _SHORTEST_UNMARKED:
        return NotArticle("no article: a short text without a date")
    byline = ", ".join(claims.authors) or printed or byline
    text = " ".join((title, *body))
    return ArticleData(
        url=url,
        canonical_url=canonical_of(url, claims.addresses),
        title=title,
        body=body,
        byline=byline,
        authors=_people(claims, byline),
        agencies=agencies_in(byline) if byline else (),
        credited_source=credit,
        cited_sources=cited_sources(body),
        section=claims.section,
        tags=claims.tags,
        image=claims.image,
        language=language_of(claims.language, page.rules.language, text) or _guessed_language(text),
        published=published,
        modified=claims.modified if _is_change(claims.modified, published) else None,
        extractor=EXTRACTOR,
    )


# The title


def _title(tree: LexborHTMLParser, claims: PageClaims) -> str | None:
    """The page's own heading where its claims agree, else the claim without the site's name."""
    claimed = [*claims.headlines, *([claims.document_title] if claims.document_title else [])]
    names = [key(one) for one in claimed]
    headings = [text for node in tree.css("h1")[:20] if (text := clean(node.text()))]
    for heading in headings:
        own = key(heading)
        if own and any(name.startswith(own) and 2 * len(own) > len(name) for name in names):
            return heading
    if claimed:
        return _without_site(claimed[0], claims)
    return headings[0] if headings else None


def _without_site(title: str, claims: PageClaims) -> str:
    """The title without what the site adds at its end, as far as it can be told."""
    parts = list(_SEPARATOR.finditer(title))
    if not parts:
        return title
    before, after = title[: parts[-1].start()], title[parts[-1].end() :]
    site = key(claims.site_name or "")
    is_site = key(after) == site or (site == "" and title == claims.document_title)
    return before if before and is_site and len(before) > len(after) else title


# The text


def _looks_like_list(flat: FlatPage, url: str) -> str | None:
    parts = urlsplit(url)
    if parts.scheme in ("http", "https") and parts.path in ("", "/") and not parts.query:
        return "the home page"
    sizes = [element.letters for _, element in flat.elements() if element.tag == "article"]
    letters = max((element.letters for _, element in flat.elements()), default=0)
    many = len(sizes) >= _LIST and 2 * sum(sizes) > letters
    return "a list of articles" if many and max(sizes) < _MAIN_SHARE * sum(sizes) else None


def _trimmed(
    paragraphs: Sequence[str], title: str
) -> tuple[tuple[str, ...], str | None, str | None]:
    """The text without title, byline and credit; then the byline and the credit."""
    left = list(paragraphs)
    byline = credit = None
    if left and key(left[0]) == key(title):
        left = left[1:]
    if len(left) > 1 and is_byline(left[0]):
        byline, left = left[0], left[1:]
    if len(left) > 1 and (credit := credited_source(left[-1])):
        left = left[:-1]
    return tuple(left), byline, credit


# The other fields


def _printed_byline(tree: LexborHTMLParser) -> str | None:
    texts = (clean(node.text()) for node in tree.css(_BYLINES)[:20])
    return next((text for text in texts if 2 < len(text) <= _LONGEST_BYLINE), None)


def _people(claims: PageClaims, byline: str | None) -> tuple[str, ...]:
    if not claims.authors:
        return authors_in(byline) if byline else ()
    site = key(claims.site_name or "")
    return tuple(name for name in claims.authors if key(name) != site and not agencies_in(name))


def _printed_date(tree: LexborHTMLParser, zone: str) -> Stamp | None:
    """The first date in the article's own element."""
    place = tree.css_first("article") or tree.css_first("main")
    return next(_stamps(place.css(_DATES)[:20], zone), None) if place else None


def _stamps(nodes: Sequence[LexborNode], zone: str) -> Iterator[Stamp]:
    for node in nodes:
        machine = node.attributes.get("datetime") or node.attributes.get("content") or ""
        if stamp := parse_machine(machine, zone) or parse_stamp(clean(node.text()), zone):
            yield stamp


def _is_change(modified: Stamp | None, published: Stamp | None) -> bool:
    return modified is not None and (published is None or modified.at != published.at)


def _guessed_language(text: str) -> str | None:
    language, _ = py3langid.classify(text[:5000])
    return str(language)

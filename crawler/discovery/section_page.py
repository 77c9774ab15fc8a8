"""Finds the articles that a section page lists, and the page after it.

A K2 page is known by its markup. Its pieces are what its own class names mark as titles,
and links to K2 items in its main part, whatever the template calls things there. On other
pages the evidence decides (`crawler.discovery.evidence`): addresses, by themselves and by
their likeness to those of known articles, places, words, dates and pictures; what the source's
rules say of an address goes before what it looks like.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from functools import partial
from typing import Final
from urllib.parse import urljoin

from config.rules import RulesSettings
from crawler.discovery import MOST_LINKS, Found, Unreadable
from crawler.discovery.blocks import Anchor, Span, anchors, blocks, spans_of, without_furniture
from crawler.discovery.deeper import System, deeper_page
from crawler.discovery.evidence import Candidate, other_links, pieces
from crawler.discovery.pagination import next_page
from crawler.discovery.printed import is_relative, malformed, stamp_of
from crawler.discovery.shapes import Shapes
from pipeline.charset import decode_page
from pipeline.extract.dom import FlatPage, words_of
from pipeline.extract.traps import safe_tree
from pipeline.presets import SiteRules, looks_like_article, site_rules
from pipeline.records import ArticleLink, Stamp
from pipeline.text import clean, word_set
from pipeline.urls import canonical_url, k2_item_id, same_site, url_key

_LONGEST_TITLE: Final = 500
_LONGEST_DATE: Final = 200

#: the lists K2 draws, and what its pages are wrapped in
_K2_LISTS: Final = ("itemList",)
_K2_VIEWS: Final = ("itemListView", "k2Container", "userView", "tagView", "genericView")
_K2_TITLES: Final = tuple(
    f"{kind}ItemTitle" for kind in ("cat", "user", "tag", "generic", "latest")
)
_MAIN: Final = ("main", "content", "component", "main-content", "maincontent", "mainbody")

_READ_MORE: Final = re.compile(
    r"(?:[اأإ]?قر[اأ]|قراءة|تابع|شاهد|لل?)?\s*(?:ال)?(?:مزيد|تفاصيل|قراءة|بقية)"
    r"|(?:read|see|learn)?\s*more|continue reading|full story|details"
    r"|lire (?:la suite|plus|l.article)|la suite|en savoir plus|suite",
    re.IGNORECASE,
)
_ARROWS: Final = " .…:»«›‹<>→←-–|"

_CREATED: Final = word_set("date created published time datetime")
_MODIFIED: Final = word_set("modified updated edited")
_SAYS_MODIFIED: Final = re.compile(
    r"\s*(?:آ?خر (?:تعديل|تحديث)|last (?:modified|updated?)|modified|updated|"
    r"(?:dernière )?(?:modification|mise? à jour))",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class _Listed:
    """An anchor that stays on the site, with its cleaned address."""

    anchor: Anchor
    url: str


def read_section_page(
    body: bytes,
    url: str,
    content_type: str,
    zone: str,
    preset: str | None,
    known: Iterable[str] = (),
    own: RulesSettings | None = None,
    language: str | None = None,
) -> Found | Unreadable:
    """The articles a section page lists, at most 300, each once, in page order.

    Args:
        body: the page as it arrived, content encodings undone.
        url: the address that answered.
        content_type: the Content-Type header's value.
        zone: IANA name of the zone of printed times.
        preset: of the source, or None: K2 is recognised by its markup.
        known: addresses of articles of the source, whose shape tells which links are others.
        own: the source's own rules; theirs and the preset's patterns tell some links outright.
        language: BCP 47, of the source; decides in which order 03/04/2026 is read.
    """
    html = decode_page(body, content_type)
    tree = safe_tree(html)
    if tree is None:
        return Unreadable("the page is built to keep a parser busy")
    page = FlatPage(tree)
    base, everything = _base(page, url), anchors(page)
    listed = _on_site(everything, base, url)
    owners: dict[int, str] = {}
    if preset == "joomla-k2" or spans_of(page, (*_K2_LISTS, *_K2_VIEWS)):
        owners = _k2_pieces(page, listed)
    if not owners:
        owners = _other_pieces(page, listed, url, Shapes.learnt(known), site_rules(preset, own))
    links, complaint = _links(page, listed, owners, partial(stamp_of, zone=zone, language=language))
    complaints = (complaint,) if complaint else ()
    system = _system(html, preset)
    return Found(
        links,
        next_page(page, everything, base, url),
        deeper_page(url, system, len(links)),
        complaints,
    )


def _system(html: str, preset: str | None) -> System | None:
    """Which system's habits of paging the page's address may follow."""
    if preset == "joomla-k2" or "k2Container" in html:
        return "joomla"
    return "wordpress" if "/wp-content/" in html else None


def _base(page: FlatPage, url: str) -> str:
    for _, element in page.elements():
        if element.tag == "base" and element.get("href"):
            try:
                return urljoin(url, element.get("href"))
            except ValueError:
                break
    return url


def _on_site(everything: Iterable[Anchor], base: str, url: str) -> dict[int, _Listed]:
    """The anchors that stay on the site, by their place."""
    found: dict[int, _Listed] = {}
    for anchor in everything:
        try:
            cleaned = canonical_url(anchor.href, base)
            if same_site(cleaned, url):
                found[anchor.place] = _Listed(anchor, cleaned)
        except ValueError:  # mailto:, javascript:, or broken
            continue
    return found


# --- which anchors lead to pieces: place → what tells the piece apart ---------------


def _k2_pieces(page: FlatPage, listed: dict[int, _Listed]) -> dict[int, str]:
    """K2's pieces in the narrowest part of the page that has any."""
    titles = spans_of(page, _K2_TITLES)
    of_k2: dict[int, str] = {}
    for place, one in listed.items():
        if item := k2_item_id(one.url):
            of_k2[place] = f"k2:{item}"
        elif any(title.holds(place) for title in titles):
            of_k2[place] = f"url:{url_key(one.url)}"
    asides = other_links(page, {place: listed[place].anchor for place in of_k2})
    own = {place: key for place, key in of_k2.items() if place not in asides}
    return _in_main_part(page, own or of_k2, (_K2_LISTS, _K2_VIEWS, _MAIN))


def _other_pieces(
    page: FlatPage,
    listed: dict[int, _Listed],
    url: str,
    shapes: Shapes,
    site: SiteRules | None,
) -> dict[int, str]:
    """The pieces for which the evidence is enough, outside the page's furniture."""
    here = url_key(url)
    by_rules = {place: looks_like_article(one.url, site) for place, one in listed.items()}
    keys = {
        place: f"url:{key}"
        for place, one in listed.items()
        if by_rules[place] is not False and (key := url_key(one.url)) != here
    }
    for part in _main_parts(page, keys):
        candidates = {
            place: Candidate(
                listed[place].anchor, listed[place].url, key, by_rules=bool(by_rules[place])
            )
            for place, key in part.items()
        }
        if found := pieces(page, candidates, shapes):
            return found
    return {}


def _in_main_part(
    page: FlatPage, links: dict[int, str], parts: tuple[tuple[str, ...], ...]
) -> dict[int, str]:
    """The links in the first kind of part that holds any, else in the whole page."""
    for names in parts:
        spans = spans_of(page, names)
        for by_name in (True, False):
            kept = [
                place
                for span in spans
                for place in without_furniture(page, links, span, by_name=by_name)
            ]
            if kept:
                return {place: links[place] for place in kept}
    return next(_main_parts(page, links), {})


def _main_parts(page: FlatPage, links: dict[int, str]) -> Iterator[dict[int, str]]:
    """The links outside furniture that names and tags tell, then outside that tags tell."""
    whole = Span(-1, len(page.entries))
    for by_name in (True, False):
        kept = without_furniture(page, links, whole, by_name=by_name)
        if kept:
            yield {place: links[place] for place in kept}


# --- what the listing says of each piece ---------------------------------------------


def _links(
    page: FlatPage,
    listed: dict[int, _Listed],
    owners: dict[int, str],
    read: Callable[[str], Stamp | None],
) -> tuple[tuple[ArticleLink, ...], str | None]:
    """One link for each piece, and what was wrong with their dates."""
    of_piece: dict[str, list[_Listed]] = {}
    for place in sorted(owners):
        of_piece.setdefault(owners[place], []).append(listed[place])
    around = blocks(page, owners)
    links, complaint = [], None
    for key, ones in list(of_piece.items())[:MOST_LINKS]:
        title = _title(ones)
        dates = _dates(page, around[key], read)
        links.append(ArticleLink(title.url, _words(title), dates.published, dates.modified))
        complaint = complaint or dates.complaint
    return tuple(links), complaint


def _title(ones: list[_Listed]) -> _Listed:
    """Of the links to one piece the one that carries its title: title, image, read more …"""
    return max(
        ones, key=lambda one: (bool(_words(one)), one.anchor.in_heading, len(one.anchor.text))
    )


def _words(one: _Listed) -> str | None:
    text = one.anchor.text
    return None if _READ_MORE.fullmatch(text.strip(_ARROWS)) else text[:_LONGEST_TITLE] or None


@dataclass(frozen=True, slots=True)
class _Dates:
    published: Stamp | None = None
    modified: Stamp | None = None
    complaint: str | None = None


def _dates(page: FlatPage, block: Span, read: Callable[[str], Stamp | None]) -> _Dates:
    """The first dates in a block that can be read."""
    dates = _Dates()
    for place, element in page.elements(block.start, block.end):
        words = {word for name in element.names for word in words_of(name)}
        if element.tag != "time" and words.isdisjoint(_CREATED | _MODIFIED):
            continue
        if element.letters > _LONGEST_DATE:
            continue
        text = page.text(place)
        stamp = read(element.get("datetime")) or read(clean(text))
        if stamp is None and "DateCreated" in element.get("class") and clean(text):
            if not is_relative(clean(text)):
                dates = replace(dates, complaint=malformed(text))
        elif not words.isdisjoint(_MODIFIED) or _SAYS_MODIFIED.match(text):
            dates = replace(dates, modified=dates.modified or stamp)
        else:
            dates = replace(dates, published=dates.published or stamp)
    return dates

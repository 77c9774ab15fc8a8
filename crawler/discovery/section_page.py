"""Finds the articles that a section page lists, and the page after it.

A K2 page is known by its markup. Its pieces are what its own class names mark as titles,
and links to K2 items in its main part, whatever the template calls things there. On other
pages a link is taken for an article's by its address and by where it stands:

- on the same site, and not to a file, a feed, a tag, an author, a log-in, a plain section;
- the address has a slug of three words or more, a number of three digits or more (no
  year), or a date with something after it;
- it stands in a heading or an `article`, or among three or more links in like elements.

The rules are fixed and know nothing of single outlets.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Final
from urllib.parse import urljoin

from selectolax.lexbor import LexborHTMLParser

from crawler.discovery import MOST_LINKS, Found, Unreadable
from crawler.discovery.addresses import LIKELY, address_evidence
from crawler.discovery.blocks import Anchor, Span, anchors, blocks, spans_of, without_furniture
from crawler.discovery.pagination import next_page
from crawler.discovery.shapes import Shapes
from pipeline.charset import decode_page
from pipeline.dates import parse_machine, parse_stamp
from pipeline.extract.dom import FlatPage, words_of
from pipeline.extract.traps import is_trap
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
) -> Found | Unreadable:
    """The articles a section page lists, at most 300, each once, in page order.

    Args:
        body: the page as it arrived, content encodings undone.
        url: the address that answered.
        content_type: the Content-Type header's value.
        zone: IANA name of the zone of printed times.
        preset: "joomla-k2", or None: K2 is recognised by its markup.
        known: addresses of articles of the source, whose shape tells which links are others.
    """
    html = decode_page(body, content_type)
    if is_trap(html):
        return Unreadable("the page is built to keep a parser busy")
    page = FlatPage(LexborHTMLParser(html))
    base, everything = _base(page, url), anchors(page)
    listed = _on_site(everything, base, url)
    owners: dict[int, str] = {}
    if preset == "joomla-k2" or spans_of(page, (*_K2_LISTS, *_K2_VIEWS)):
        owners = _k2_pieces(page, listed)
    owners = owners or _other_pieces(page, listed, url, Shapes.learnt(known))
    links, complaint = _links(page, listed, owners, zone)
    complaints = (complaint,) if complaint else ()
    return Found(links, next_page(page, everything, base, url), complaints)


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
    pieces = {}
    for place, one in listed.items():
        if item := k2_item_id(one.url):
            pieces[place] = f"k2:{item}"
        elif any(title.holds(place) for title in titles):
            pieces[place] = f"url:{url_key(one.url)}"
    return _in_main_part(page, pieces, (_K2_LISTS, _K2_VIEWS, _MAIN))


def _other_pieces(
    page: FlatPage, listed: dict[int, _Listed], url: str, shapes: Shapes
) -> dict[int, str]:
    here = url_key(url)
    likely = {
        place: f"url:{key}"
        for place, one in listed.items()
        if address_evidence(one.url, shapes) >= LIKELY and (key := url_key(one.url)) != here
    }
    likely = _in_main_part(page, likely, ())
    return _in_telling_places(page, likely, listed)


def _in_main_part(
    page: FlatPage, pieces: dict[int, str], parts: tuple[tuple[str, ...], ...]
) -> dict[int, str]:
    """The pieces in the first kind of part that holds any, else in the whole page."""
    whole = Span(-1, len(page.entries))
    for names in (*parts, None):
        spans = [whole] if names is None else spans_of(page, names)
        for by_name in (True, False):
            kept = [
                place
                for span in spans
                for place in without_furniture(page, pieces, span, by_name=by_name)
            ]
            if kept:
                return {place: pieces[place] for place in kept}
    return {}


def _in_telling_places(
    page: FlatPage, likely: dict[int, str], listed: dict[int, _Listed]
) -> dict[int, str]:
    """Those in a heading or an article, or in one of three or more like elements."""
    articles = spans_of(page, ("article",))
    around = _surroundings(page, likely)
    like = Counter(around[place] for place in likely)
    telling = {
        key
        for place, key in likely.items()
        if listed[place].anchor.in_heading
        or like[around[place]] >= 3
        or any(article.holds(place) for article in articles)
    }
    return {place: key for place, key in likely.items() if key in telling}


def _surroundings(page: FlatPage, places: Iterable[int]) -> dict[int, tuple[str, ...]]:
    """Tag and first class of the three elements around each place."""
    wanted, found = frozenset(places), dict[int, tuple[str, ...]]()
    path: list[tuple[int, str]] = []
    for place, element in page.elements():
        while path and path[-1][0] <= place:
            path.pop()
        if place in wanted:
            found[place] = tuple(name for _, name in path[-3:])
        path.append((element.end, f"{element.tag}.{' '.join(element.names[:1])}"))
    return found


# --- what the listing says of each piece ---------------------------------------------


def _links(
    page: FlatPage, listed: dict[int, _Listed], owners: dict[int, str], zone: str
) -> tuple[tuple[ArticleLink, ...], str | None]:
    """One link for each piece, and what was wrong with their dates."""
    of_piece: dict[str, list[_Listed]] = {}
    for place in sorted(owners):
        of_piece.setdefault(owners[place], []).append(listed[place])
    around = blocks(page, owners)
    links, complaint = [], None
    for key, ones in list(of_piece.items())[:MOST_LINKS]:
        title = _title(ones)
        dates = _dates(page, around[key], zone)
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


def _dates(page: FlatPage, block: Span, zone: str) -> _Dates:
    """The first dates in a block that can be read."""
    dates = _Dates()
    for place, element in page.elements(block.start, block.end):
        words = {word for name in element.names for word in words_of(name)}
        if element.tag != "time" and words.isdisjoint(_CREATED | _MODIFIED):
            continue
        if element.letters > _LONGEST_DATE:
            continue
        text = page.text(place)
        stamp = parse_machine(element.get("datetime"), zone) or parse_stamp(clean(text), zone)
        if stamp is None and "DateCreated" in element.get("class") and clean(text):
            dates = replace(dates, complaint=f"a malformed date: {clean(text)[:80]!r}")
        elif not words.isdisjoint(_MODIFIED) or _SAYS_MODIFIED.match(text):
            dates = replace(dates, modified=dates.modified or stamp)
        else:
            dates = replace(dates, published=dates.published or stamp)
    return dates

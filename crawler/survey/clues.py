"""Reads off a page what helps to know its site: names, languages, feeds, the menu; pure."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Final
from urllib.parse import unquote, urljoin, urlsplit

from crawler.discovery.addresses import LIKELY, address_evidence
from crawler.discovery.blocks import Anchor, anchors
from crawler.discovery.shapes import Shapes
from crawler.survey.systems import Sign, signs_of
from pipeline.charset import decode_page
from pipeline.extract.dom import FlatPage, words_of
from pipeline.extract.structured import page_claims
from pipeline.extract.traps import safe_tree
from pipeline.records import FetchedPage
from pipeline.text import clean, word_set
from pipeline.urls import canonical_url, k2_item_id, same_site, url_key

#: feeds and menu entries beyond these are not looked at
_MOST: Final = 200
_LONGEST_TITLE: Final = 60
#: letters and words of a menu's entry; longer ones are headlines
_LONGEST_LABEL: Final = 40
_MOST_WORDS: Final = 5

_FEED_TYPES: Final = word_set(
    "application/rss+xml application/atom+xml application/rdf+xml application/feed+json"
)
_FEED_ADDRESS: Final = re.compile(
    r"/(?:feed|feeds|rss|atom)(?:/|$)|\.(?:rss|atom|rdf)$|/(?:rss|atom|feed)\w*\.(?:xml|json|php)$"
    r"|[?&](?:format=feed|feed=rss2?|feed=atom|type=(?:rss|atom))(?:&|$)",
    re.IGNORECASE,
)
#: feeds of what readers say, in an address (a path's segment) and in a title
_COMMENTS_PATH: Final = re.compile(r"/comments?(?:/|$)|[?&]feed=comments", re.IGNORECASE)
_COMMENTS_TITLE: Final = re.compile(
    r"\bcomments?\b|\bcommentaires?\b|\bkommentare?\b|\bcomentarios?\b|\bcommenti\b|تعليق|نظرات",
    re.IGNORECASE,
)
_COMMENT_LINK: Final = re.compile(rb"#comment-|#c[0-9]{5}")

_MENU_TAGS: Final = word_set("nav header")
_MENU_NAMES: Final = word_set(
    "menu mainmenu topmenu megamenu submenu nav navbar navigation navigationbar categories sections"
    " rubriques"
)
_NO_MENU: Final = word_set("footer aside breadcrumb breadcrumbs pagination pager social share tags")
#: segments of addresses that lead to no section
_ELSEWHERE: Final = word_set(
    "tag tags author authors auteur auteurs user users login signin signup register account search"
    " cart checkout wp-admin wp-login.php feed feeds rss contact contact-us contactus about"
    " about-us apropos a-propos privacy privacy-policy terms legal mentions-legales cookies"
    " subscribe newsletter newsletters advertise advertising publicite jobs sitemap archive"
    " archives print apps app help faq donate shop store live livetv direct podcast podcasts"
    " abo abos abonnement abonnements abonnes epaper e-paper impressum datenschutz agb kontakt"
    " konto meinaccount services service games jeux spiele annonces anzeigen marktplatz meteo"
    " wetter weather horoscope"
)
_ELSEWHERE_WORDS: Final = re.compile(
    r"اتصل|تواصل مع|من نحن|الخصوصية|الخصوصيه|للإشهار|للاعلان|للإعلان|هيئة التحرير|شروط|تسجيل|الدخول"
    r"|البث|مباشر|الرئيسية|الرئيسيه|الأرشيف|بحث"
    r"|\bhome\b|\baccueil\b|\bcontacts?\b|\babout\b|\blog ?in\b|\bsign\b|connexion|s'abonner"
    r"|subscribe|\bsearch\b|qui sommes",
    re.IGNORECASE,
)
_FILE: Final = re.compile(r"\.(?!html?$|php$|aspx?$)[a-z0-9]{2,5}$", re.IGNORECASE)
#: a piece of an address that names another edition
_EDITION: Final = re.compile(r"[a-z]{2}(?:[-_][a-z]{2})?")


@dataclass(frozen=True, slots=True)
class Link:
    """Something a page links to."""

    #: absolute, as the page writes it, without a fragment
    url: str
    #: the link's words, or the title it is given
    text: str


@dataclass(frozen=True, slots=True)
class Clues:
    """What one page tells of its site."""

    #: the address that answered
    url: str
    #: of the system it runs on
    signs: tuple[Sign, ...]
    site_name: str | None
    title: str | None
    #: as declared, best first
    languages: tuple[str, ...]
    #: feeds of pieces that the head declares
    declared_feeds: tuple[Link, ...]
    #: feeds of pieces that the page's text links to
    linked_feeds: tuple[Link, ...]
    #: feeds of comments, and those on other sites
    other_feeds: tuple[Link, ...]
    #: entries of menus that may be sections, in page order
    menu: tuple[Link, ...]
    #: it says that it shows one article
    is_article: bool


def read_clues(answer: FetchedPage) -> Clues | None:
    """The clues of an HTML page; None for one that is made to stall a parser, or too large."""
    tree = safe_tree(decode_page(answer.body, answer.content_type))
    if tree is None:
        return None
    page = FlatPage(tree)
    if page.is_cut_off:
        return None
    url = answer.final_url
    claims = page_claims(tree, url, "UTC")
    base, everything = _base(page, url), anchors(page)
    named = list(islice(_declared(page, base), _MOST))
    declared = [link for link in named if not is_of_comments(link)]
    comments = [link for link in named if is_of_comments(link)]
    linked = [link for link in _linked(everything, base) if not is_of_comments(link)]
    return Clues(
        url=url,
        signs=tuple(dict.fromkeys(signs_of(page, url, dict(answer.exchange.response_headers)))),
        site_name=claims.site_name,
        title=claims.document_title,
        languages=_languages(page, claims.language),
        declared_feeds=tuple(link for link in declared if _is_at(link, url)),
        linked_feeds=tuple(link for link in linked if _is_at(link, url)),
        other_feeds=(*comments, *(link for link in declared if not _is_at(link, url))),
        menu=tuple(_menu(page, everything, base, url)),
        is_article=claims.is_article or k2_item_id(url) is not None,
    )


def is_of_comments(feed: Link) -> bool:
    """Whether a feed is one of what readers say, by its address or its title."""
    return bool(
        _COMMENTS_PATH.search(urlsplit(feed.url).path)
        or _COMMENTS_PATH.search(feed.url)
        or _COMMENTS_TITLE.search(feed.text)
    )


def tells_of_comments(body: bytes) -> bool:
    """Whether most entries of a feed lead to comments, whatever it calls itself."""
    entries = body.count(b"<item") + body.count(b"<entry")
    return 0 < entries <= 2 * len(_COMMENT_LINK.findall(body))


def _base(page: FlatPage, url: str) -> str:
    for _, element in page.elements():
        if element.tag == "base" and element.get("href"):
            return _absolute(element.get("href"), url) or url
    return url


def _absolute(address: str, base: str) -> str | None:
    """A usable web address as it was written, None for anything else."""
    try:
        url = urljoin(base, address.strip()).partition("#")[0]
        canonical_url(url)
    except ValueError:
        return None
    return url


def _is_at(link: Link, url: str) -> bool:
    return same_site(link.url, url)


def _languages(page: FlatPage, claimed: str | None) -> tuple[str, ...]:
    found = [element.get("lang") for _, element in page.elements() if element.tag == "html"]
    return tuple(dict.fromkeys(one.strip() for one in (*found, claimed or "") if one.strip()))


# --- feeds -----------------------------------------------------------------------


def _declared(page: FlatPage, base: str) -> Iterator[Link]:
    for _, element in page.elements():
        rel = element.get("rel").lower().split()
        if element.tag != "link" or "alternate" not in rel:
            continue
        kind = element.get("type").lower().partition(";")[0].strip()
        if kind in _FEED_TYPES and (url := _absolute(element.get("href"), base)):
            yield Link(url, clean(element.get("title"))[:_LONGEST_TITLE])


def _linked(everything: Iterable[Anchor], base: str) -> Iterator[Link]:
    for anchor in everything:
        url = _absolute(anchor.href, base)
        if url and _FEED_ADDRESS.search(url):
            yield Link(url, anchor.text[:_LONGEST_TITLE])


# --- the menu --------------------------------------------------------------------


def _menu(page: FlatPage, everything: list[Anchor], base: str, url: str) -> Iterator[Link]:
    """Links of menus that may lead to sections, each once; those of all the page without menu."""
    inside = _in_menus(page)
    chosen = [anchor for anchor in everything if anchor.place in inside] or everything
    seen = {url_key(url)}
    for anchor in chosen:
        address = _absolute(anchor.href, base)
        if not address or not same_site(address, url) or not _may_be_section(address, anchor.text):
            continue
        key = url_key(address)
        if key not in seen and len(seen) <= _MOST:
            seen.add(key)
            yield Link(address, anchor.text)


def _in_menus(page: FlatPage) -> set[int]:
    menu_end = other_end = 0
    places = set[int]()
    for place, element in page.elements():
        words = {word for name in element.names for word in (*words_of(name), name.lower())}
        if element.tag in _NO_MENU or not _NO_MENU.isdisjoint(words):
            other_end = max(other_end, element.end)
        elif element.tag in ("html", "body"):  # a class such as has-menu makes no menu
            continue
        elif element.tag in _MENU_TAGS or not _MENU_NAMES.isdisjoint(words):
            menu_end = max(menu_end, element.end)
        if element.tag == "a" and other_end <= place < menu_end:
            places.add(place)
    return places


def _may_be_section(url: str, text: str) -> bool:
    parts = urlsplit(url)
    path = parts.path.replace("/search/label/", "/")  # Blogger's sections
    segments = [unquote(one).lower() for one in path.split("/") if one]
    if not text or len(text) > _LONGEST_LABEL or len(text.split()) > _MOST_WORDS:
        return False
    if "utm_" in parts.query or _ELSEWHERE_WORDS.search(text):
        return False
    if not _ELSEWHERE.isdisjoint(segments) or _FILE.search(parts.path):
        return False
    if _FEED_ADDRESS.search(url) or k2_item_id(url):
        return False
    named = [one for one in segments if one != "index.php"]
    if len(named) == 1 and _EDITION.fullmatch(named[0]) and not parts.query:
        return False
    return bool(named or parts.query) and len(named) <= 4


def best_sections(menu: Iterable[Link], pieces: Collection[str]) -> list[Link]:
    """Each entry of a menu once, the likeliest sections first, else as the menu has them.

    First come those that articles lie under (`/politics/2026/…` under `/politics`), then
    those whose address is a plain word; those that could only be an article's are left out.

    Args:
        pieces: addresses of articles of the site.
    """
    shapes, keys = Shapes.learnt(()), [url_key(piece) for piece in pieces]
    ranked: dict[str, tuple[tuple[bool, int], Link]] = {}
    for link in menu:
        parts = urlsplit(link.url)
        evidence = 0 if parts.query else address_evidence(canonical_url(link.url), shapes)
        key = url_key(link.url)
        stem = key.partition("?")[0].rstrip("/") + "/"
        holds = not parts.query and any(one.startswith(stem) for one in keys)
        if holds or evidence <= LIKELY:
            ranked.setdefault(key, ((not holds, max(evidence, 0)), link))
    return [link for _, link in sorted(ranked.values(), key=lambda one: one[0])]

"""Finds the next page of a section: the smallest step forward that the page links to."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Final
from urllib.parse import urlsplit

from crawler.discovery.blocks import Anchor
from pipeline.extract.dom import FlatPage, words_of
from pipeline.text import word_set
from pipeline.urls import canonical_url, same_site, url_key

#: links of one pager beyond these are not looked at
_MOST_STEPS: Final = 500
_PAGERS: Final = word_set("pagination pager pagenav paginator pagenavi paging navi")
#: class names of a link that leads on, wherever it stands
_LEADS_ON: Final = word_set("next older loadmore")
#: parameters that count pieces (Joomla, others), and those that count pages
_OFFSET: Final = re.compile(r"(?:^|&)(?:(?:limit)?start|offset)=(\d{1,6})(?=&|$)")
_PAGE: Final = re.compile(r"(?:^|&)(?:page|paged|pg|p)=(\d{1,6})(?=&|$)")
_PAGE_PATH: Final = re.compile(r"/(?:page|p|seite|pagina)[/_-]?(\d{1,6})(?:\.html?)?(?=/|$)")
#: parameters that say where to go on, in no way that could be compared (Blogger, others)
_CURSOR: Final = re.compile(
    r"(?:^|&)(?:updated-max|cursor|after|before|max_?id)=[^&]+|(?:^|&)max-results=\d+",
    re.IGNORECASE,
)
_NEXT: Final = re.compile(
    r"(?:next|older|more|load more|show more|view more|older posts|older articles|next page)"
    r"|(?:page )?suivante?s?|(?:articles |messages )?plus anciens|(?:voir|charger|afficher) plus"
    r"(?: d.articles)?|(?:الصفحة )?التالية?|(?:عرض |تحميل |مشاهدة )?المزيد|الأقدم|أخبار أقدم|"
    r"(?:رسائل|مشاركات) أقدم|nächste(?: seite)?|weiter|siguiente|[›»→>]+",
    re.IGNORECASE,
)
_ARROWS: Final = " .…:»«›‹<>→←-–|"


def next_page(page: FlatPage, anchors: Iterable[Anchor], base: str, url: str) -> str | None:
    """The address of the next page, None on the last one.

    Args:
        base: what relative addresses are read against.
        url: the address of this page.
    """
    stem = _stem(url)
    # pages count from 0 where a pager has a page 0, as Drupal's do, else from 1
    steps: list[tuple[_Position, bool, str]] = []
    cursor: str | None = None
    offset, number = _position(url)
    for href, leads_on, in_pager in islice(_hrefs(page, anchors), _MOST_STEPS):
        try:
            candidate = canonical_url(href, base)
            if not same_site(candidate, url) or url_key(candidate) == url_key(url):
                continue
            if _stem(candidate) == stem and not _CURSOR.search(urlsplit(candidate).query):
                there = _position(candidate)
                # outside pagers «more» may lead to a piece, whose number is no page's
                if in_pager or (there[1] or 1) <= (number or 1) + 1:
                    steps.append((there, leads_on, candidate))
            elif leads_on and cursor is None and _goes_on_by_cursor(candidate, url):
                cursor = candidate
        except ValueError:
            continue
    first = 0 if any(step[0][1] == 0 for step in steps) else 1
    ahead = [
        (_counted(there, first), candidate)
        for there, leads_on, candidate in steps
        if _is_forward((offset, first if number is None else number), _counted(there, first))
        or (leads_on and number is None and offset == 0 and there[1] == 1)
    ]
    # offsets first: pages of some templates carry both
    return min(ahead, default=(None, cursor))[1]


_Position = tuple[int, int | None]


def _counted(position: _Position, first: int) -> tuple[int, int]:
    return position[0], first if position[1] is None else position[1]


def _is_forward(here: tuple[int, int], there: tuple[int, int]) -> bool:
    return there[0] > here[0] or (there[0] == here[0] and there[1] > here[1])


def _goes_on_by_cursor(candidate: str, url: str) -> bool:
    there, here = urlsplit(candidate), urlsplit(url)
    same_path = there.path.rstrip("/") in (here.path.rstrip("/"), "/search")
    return same_path and _CURSOR.search(there.query) is not None


def _hrefs(page: FlatPage, anchors: Iterable[Anchor]) -> Iterator[tuple[str, bool, bool]]:
    """Addresses of links that lead on or stand in pagers; whether they say so, and stand so."""
    pager_end, in_pagers, leading = 0, set[int](), set[int]()
    for place, element in page.elements():
        if any(not _PAGERS.isdisjoint(words_of(name)) for name in element.names):
            pager_end = max(pager_end, element.end)
        if element.tag == "link" and "next" in element.get("rel").lower().split():
            yield element.get("href"), True, True
        if place < pager_end:
            in_pagers.add(place)
        if element.tag == "a" and any(_says_it_leads_on(name) for name in element.names):
            leading.add(place)
    for anchor in anchors:
        text = anchor.text.strip()
        leads_on = (
            "next" in anchor.rel
            or anchor.place in leading
            or _NEXT.fullmatch(text.strip(_ARROWS) or text) is not None
        )
        in_pager = anchor.place in in_pagers or "next" in anchor.rel
        if leads_on or in_pager:
            yield anchor.href, leads_on, in_pager


def _says_it_leads_on(name: str) -> bool:
    words = words_of(name)
    return not _LEADS_ON.isdisjoint({*words, "".join(words)})


def _position(url: str) -> _Position:
    """Pieces skipped, and the number of the page, as far as the address says."""
    parts = urlsplit(canonical_url(url))
    offset, number = _OFFSET.search(parts.query), _PAGE.search(parts.query)
    number = number or _PAGE_PATH.search(parts.path)
    return int(offset[1]) if offset else 0, int(number[1]) if number else None


def _stem(url: str) -> str:
    """What all pages of one section share."""
    parts = urlsplit(canonical_url(url))
    query = _PAGE.sub("", _OFFSET.sub("", parts.query)).strip("&")
    path = _PAGE_PATH.sub("", parts.path)
    return url_key(f"{parts.scheme}://{parts.netloc}{path}?{query}")

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
_PAGERS: Final = word_set("pagination pager pagenav paginator pagenavi")
#: parameters that count pieces (Joomla), and those that count pages
_OFFSET: Final = re.compile(r"(?:^|&)(?:limit)?start=(\d{1,6})(?=&|$)")
_PAGE: Final = re.compile(r"(?:^|&)(?:page|paged|pg|p)=(\d{1,6})(?=&|$)")
_PAGE_PATH: Final = re.compile(r"/page/(\d{1,6})(?=/|$)")


def next_page(page: FlatPage, anchors: Iterable[Anchor], base: str, url: str) -> str | None:
    """The address of the next page, None on the last one.

    Args:
        base: what relative addresses are read against.
        url: the address of this page.
    """
    here, stem = _position(url), _stem(url)
    steps: list[tuple[tuple[int, int], str]] = []
    for href in islice(_hrefs(page, anchors), _MOST_STEPS):
        try:
            candidate = canonical_url(href, base)
            if same_site(candidate, url) and _stem(candidate) == stem:
                steps.append((_position(candidate), candidate))
        except ValueError:
            continue
    # offsets first: pages of some templates carry both
    return min((step for step in steps if _is_forward(here, step[0])), default=(None, None))[1]


def _is_forward(here: tuple[int, int], there: tuple[int, int]) -> bool:
    return there[0] > here[0] or (there[0] == here[0] and there[1] > here[1])


def _hrefs(page: FlatPage, anchors: Iterable[Anchor]) -> Iterator[str]:
    pager_end, in_pagers = 0, set[int]()
    for place, element in page.elements():
        if any(not _PAGERS.isdisjoint(words_of(name)) for name in element.names):
            pager_end = max(pager_end, element.end)
        if element.tag == "link" and "next" in element.get("rel").lower().split():
            yield element.get("href")
        if place < pager_end:
            in_pagers.add(place)
    for anchor in anchors:
        if "next" in anchor.rel or anchor.place in in_pagers:
            yield anchor.href


def _position(url: str) -> tuple[int, int]:
    """Pieces skipped, and the number of the page, as far as the address says."""
    parts = urlsplit(canonical_url(url))
    offset, number = _OFFSET.search(parts.query), _PAGE.search(parts.query)
    number = number or _PAGE_PATH.search(parts.path)
    return int(offset[1]) if offset else 0, int(number[1]) if number else 1


def _stem(url: str) -> str:
    """What all pages of one section share."""
    parts = urlsplit(canonical_url(url))
    query = _PAGE.sub("", _OFFSET.sub("", parts.query)).strip("&")
    path = _PAGE_PATH.sub("", parts.path)
    return url_key(f"{parts.scheme}://{parts.netloc}{path}?{query}")

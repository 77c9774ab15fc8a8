"""Reads an article off the bytes of a page.

    bytes → text                                      pipeline.charset
    no page at all, a bot wall                        wrong_pages, walls
    text → tree, flat page, what the page claims      page, with traps, dom, structured
    a Joomla K2 page                                  joomla_k2
    any other page                                    generic, with lists
    what only looks like an article                   wrong_pages

Pure: no network, no store, no clock, no memory; the same bytes give the same reading. Whether
a reading makes a new version is for `pipeline.decide`.
"""

from __future__ import annotations

from datetime import datetime
from typing import Final

from pipeline.charset import decode_page
from pipeline.extract.generic import read_generic
from pipeline.extract.joomla_k2 import has_k2_markup, read_k2
from pipeline.extract.page import Page, parse
from pipeline.extract.walls import wall
from pipeline.extract.wrong_pages import not_a_page, wrong_page
from pipeline.records import ArticleData, NotArticle, ReadingRules
from pipeline.urls import k2_item_id

__all__ = ["read_article"]

#: what K2 and Joomla leave in pages whose templates were rewritten
_K2_TRACES: Final = ("com_k2", "/media/k2/", 'content="Joomla!')


def read_article(
    body: bytes,
    url: str,
    content_type: str,
    rules: ReadingRules,
    fetched_at: datetime | None = None,
) -> ArticleData | NotArticle:
    """Reads the article that a page shows; whatever the bytes, it raises nothing.

    Args:
        body: the page's bytes, content encodings undone.
        url: the address that answered, after redirects.
        content_type: the Content-Type header's value, "" if there was none.
        rules: how the source's pages are read; its time zone must exist.
        fetched_at: when the page was had: what «منذ ساعتين» is counted from, and what no
            printed date may lie after. None: not known, and neither is then done.

    Raises:
        ZoneInfoNotFoundError: there is no such zone.
    """
    if what := not_a_page(body, content_type):
        return NotArticle(what)
    if guard := wall(200, (), body):
        return NotArticle(f"a bot wall ({guard})")
    html = decode_page(body, content_type)
    page = parse(html, url, rules, fetched_at)
    if isinstance(page, NotArticle):
        return page
    reading = _read(page, hints_at_k2=any(trace in html for trace in _K2_TRACES))
    wrong = wrong_page(page, reading)
    return NotArticle(wrong) if wrong else reading


def _read(page: Page, *, hints_at_k2: bool) -> ArticleData | NotArticle:
    """By the preset, else as K2's where the page shows K2, else by what any page shows."""
    certainly_k2 = page.rules.preset == "joomla-k2" or has_k2_markup(page.flat)
    if certainly_k2 or (hints_at_k2 and k2_item_id(page.url)):
        reading = read_k2(page)
        if certainly_k2 or isinstance(reading, ArticleData):
            return reading
    return read_generic(page)

"""Reads an article off the bytes of a page.

    bytes → text                                      pipeline.charset
    no page at all, a bot wall                        wrong_pages, walls
    text → tree, flat page, what the page claims      page, with traps, dom, structured
    what the source's preset and rules find           by_rules, selecting
    a Joomla K2 page                                  joomla_k2
    any other page                                    generic, with lists
    what only looks like an article                   wrong_pages

Pure: no network, no store, no clock, no memory; the same bytes give the same reading. Whether
a reading makes a new version is for `pipeline.decide`.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Final

from pipeline.charset import page_text
from pipeline.extract.by_rules import find_by_rules, the_rest
from pipeline.extract.candidates import Reading, by_rules
from pipeline.extract.dom import MOST_ENTRIES
from pipeline.extract.generic import read_generic
from pipeline.extract.joomla_k2 import has_k2_markup, read_k2
from pipeline.extract.page import Page, parse
from pipeline.extract.walls import wall
from pipeline.extract.wrong_pages import (
    EMPTY,
    LITTLE,
    SPEAKS_OF_REMOVAL,
    not_a_page,
    wrong_page,
)
from pipeline.presets import SiteRules, site_rules
from pipeline.records import Absence, ArticleData, NotArticle, ReadingRules
from pipeline.urls import k2_item_id

#: what K2 and Joomla leave in pages whose templates were rewritten
_K2_TRACES: Final = ("com_k2", "/media/k2/", 'content="Joomla!')


def explain(
    body: bytes,
    url: str,
    content_type: str,
    rules: ReadingRules,
    fetched_at: datetime | None = None,
) -> Reading:
    """See `pipeline.extract.explain_article`."""
    if what := not_a_page(body, content_type):
        return Reading(NotArticle(what, Absence.EMPTIED if what == EMPTY else None))
    html, encoded = page_text(body, content_type)
    site = site_rules(rules.preset, rules.own)
    if site and site.rules.timezone:
        rules = replace(rules, timezone=site.rules.timezone)
    page = parse(html, url, rules, fetched_at, encoded)
    if isinstance(page, NotArticle):
        return Reading(page)
    reading = _read(page, site)
    # last, for looking for all that walls hold takes longer than a quick reading
    if _may_be_wall(reading.result) and (guard := wall(200, (), body)):
        return Reading(NotArticle(f"a bot wall ({guard})"))
    if wrong := wrong_page(page, reading.result):
        return replace(reading, result=NotArticle(wrong, SPEAKS_OF_REMOVAL.get(wrong)))
    return reading


def _may_be_wall(reading: ArticleData | NotArticle) -> bool:
    return isinstance(reading, NotArticle) or sum(map(len, reading.body)) < LITTLE


def _read(page: Page, site: SiteRules | None) -> Reading:
    """By the source's rules; what they do not find, as the page would be read without them."""
    found = find_by_rules(page, site) if site else None
    if isinstance(found, NotArticle):
        return Reading(found)
    if found is not None and found.is_whole:
        return by_rules(found.completed(the_rest(page, found)))
    reading = _read_without_rules(page)
    if found is None or isinstance(reading.result, NotArticle):
        return reading
    return by_rules(found.completed(reading.result))


def _read_without_rules(page: Page) -> Reading:
    """As K2's by the preset or where the page shows K2, else by what any page shows."""
    certainly_k2 = page.rules.preset == "joomla-k2" or has_k2_markup(page)
    if certainly_k2 or (k2_item_id(page.url) and any(one in page.html for one in _K2_TRACES)):
        reading = read_k2(page)
        if certainly_k2 or isinstance(reading, ArticleData):
            return by_rules(reading)
    if page.flat.is_cut_off:
        return Reading(NotArticle(f"more than {MOST_ENTRIES} elements"))
    return read_generic(page)

"""Recognises what software a site runs on, by the traces it leaves; pure.

Traces in the words of an article, and what is hot-linked from elsewhere, count for nothing:
only the generator tag, response headers, the page's own resources, and names of its markup.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final
from urllib.parse import urljoin

from crawler.survey.records import Certainty, Judged
from pipeline.extract.dom import FlatPage
from pipeline.urls import same_site


class System(StrEnum):
    """Software that news sites run on and that Marsad knows the ways of."""

    JOOMLA_K2 = "joomla-k2"
    JOOMLA = "joomla"
    WORDPRESS = "wordpress"
    DRUPAL = "drupal"
    BLOGGER = "blogger"
    GHOST = "ghost"


#: a trace of so many points is enough alone; the generator tag is one
_ENOUGH: Final = 3
_NOTHING: Final = Judged(None, Certainty.SURE, "no trace of a known system")
#: elements looked at
_MOST: Final = 20_000
#: addresses of the site's own that are looked at
_MOST_ADDRESSES: Final = 1000


@dataclass(frozen=True, slots=True)
class Sign:
    """Something found on a page that gives its system away."""

    system: System
    points: int
    words: str


#: what is looked for in one kind of place, and what it is a sign of
_Trace = tuple[re.Pattern[str], Sign]

#: where, of which system, how many points, the pattern, and how it is told; the places are
#:
#:     generator   `<meta name="generator">`
#:     header      `name: value` of a response header
#:     own         addresses of scripts, style sheets, images and links, on the site itself
#:     served      addresses of scripts and style sheets, wherever they are
#:     name        a class or id
#:     attribute   the name of an attribute
_TABLE: Final = r"""
generator  joomla     3  \s*Joomla!                            its generator tag names Joomla
generator  wordpress  3  \s*WordPress\b                        its generator tag names WordPress
generator  drupal     3  \s*Drupal\b                           its generator tag names Drupal
generator  blogger    3  \s*Blogger\b                          its generator tag names Blogger
generator  ghost      3  \s*Ghost\b                            its generator tag names Ghost
header     wordpress  3  link:.{0,300}?api\.w\.org             a header links to its REST API
header     wordpress  2  x-pingback:.{0,300}?/xmlrpc\.php      a header names xmlrpc.php
header     drupal     3  x-generator:\s*Drupal                 the header X-Generator names Drupal
header     drupal     3  x-drupal-                             a header of Drupal's
header     ghost      3  x-ghost-                              a header of Ghost's
own        joomla-k2  3  /(?:media/k2|components/com_k2)/      files of K2
own        joomla-k2  3  [?&]option=com_k2\b|/component/k2/    addresses of K2
own        joomla-k2  2  /item/\d{1,18}[-:]                    addresses of K2 items
own        joomla     2  /media/(?:system/js|jui|vendor/joomla)  files of Joomla
own        joomla     2  [?&]option=com_\w                     addresses of Joomla components
own        wordpress  3  /wp-(?:content|includes)/             files under wp-content
own        wordpress  2  /wp-json(?:/|$)                       its REST API
own        drupal     2  /sites/(?:default|all)/               files under sites/default
own        drupal     3  /core/(?:misc|assets|themes)/|/misc/drupal\.js  Drupal's files
own        ghost      3  /ghost/api/|/public/cards\.min\.      files of Ghost
served     blogger    3  //(?:www\.)?blogger\.com/(?:static|dyn-css)  Blogger's files
served     blogger    2  //resources\.blogblog\.com/           Blogger's files
served     ghost      3  /ghost/(?:portal|sodo-search)@        files of Ghost
name       joomla-k2  3  k2Container|itemListView|catItemView  K2's markup
name       joomla     2  com-content-\w|items-leading|blog-featured  Joomla's markup
name       wordpress  1  wp-(?:site-blocks|block-\w|singular)  WordPress' markup
name       drupal     1  block-views-\w|region-content|views-row  Drupal's markup
name       blogger    1  blog-posts|post-outer|Blog1           Blogger's markup
name       ghost      1  gh-(?:head|main|viewport)\b           Ghost's markup
name       ghost      1  kg-(?:card|image|width-wide)\b        markup of Ghost's editor
attribute  drupal     3  data-drupal-\w                        Drupal's attributes
attribute  ghost      1  data-ghost\b                          Ghost's attributes
"""


def _traces(table: str) -> dict[str, list[_Trace]]:
    """The traces of a table by their place; its columns are two spaces apart."""
    traces: dict[str, list[_Trace]] = {}
    for row in table.strip().splitlines():
        place, system, points, pattern, words = re.split(" {2,}", row)
        trace = re.compile(pattern, re.IGNORECASE), Sign(System(system), int(points), words)
        traces.setdefault(place, []).append(trace)
    return traces


_TRACES: Final = _traces(_TABLE)


def recognise(signs: Iterable[Sign]) -> Judged:
    """The system behind a site's pages, as a `System`; None where there is no trace.

    Args:
        signs: found on all of them, see `signs_of`.
    """
    found = dict.fromkeys(signs)
    points: dict[System, int] = {}
    for sign in found:
        points[sign.system] = points.get(sign.system, 0) + sign.points
    if not points:
        return _NOTHING
    best = max(points, key=lambda system: points[system])
    if best is System.JOOMLA and points.get(System.JOOMLA_K2, 0) >= _ENOUGH:
        best = System.JOOMLA_K2  # Joomla's traces are there as well
    said = [sign.words for sign in found if sign.system is best]
    enough = points[best] >= _ENOUGH
    if not enough and points[best] < 2:
        return _NOTHING
    why = ", ".join(dict.fromkeys(said))
    return Judged(best.value, Certainty.SURE if enough else Certainty.LIKELY, why)


def signs_of(page: FlatPage, url: str, headers: Mapping[str, str]) -> Iterator[Sign]:
    """The signs on one page, each perhaps several times.

    Args:
        url: the address that answered.
        headers: of the response.
    """
    lines = [f"{name}: {value}"[:500] for name, value in headers.items()]
    yield from _matching(_TRACES["header"], lines)
    generators, own, served = list[str](), list[str](), list[str]()
    names, attributes = dict[str, None](), dict[str, None]()
    for number, (_, element) in enumerate(page.elements()):
        if number == _MOST:
            break
        if element.tag == "meta" and element.get("name").lower() == "generator":
            generators.append(element.get("content")[:200])
        address = element.get("src") or element.get("href")
        if address and len(own) < _MOST_ADDRESSES and _is_own(address, url):
            own.append(address[:500])
        if address and element.tag in ("script", "link"):
            served.append(address[:500])
        names |= dict.fromkeys(name[:80] for name in element.names)
        attributes |= dict.fromkeys(name[:80] for name in element.attributes)
    yield from _matching(_TRACES["generator"], generators)
    yield from _matching(_TRACES["own"], own, anywhere=True)
    yield from _matching(_TRACES["served"], served, anywhere=True)
    yield from _matching(_TRACES["name"], names)
    yield from _matching(_TRACES["attribute"], attributes)


def _matching(
    traces: Iterable[_Trace], texts: Iterable[str], *, anywhere: bool = False
) -> Iterator[Sign]:
    kept = list(texts)
    for pattern, sign in traces:
        look = pattern.search if anywhere else pattern.match
        if any(map(look, kept)):
            yield sign


def _is_own(address: str, url: str) -> bool:
    try:
        return same_site(urljoin(url, address), url)
    except ValueError:  # no web address
        return False

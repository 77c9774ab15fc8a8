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


def _sign(system: System, pattern: str, points: int, words: str) -> _Trace:
    return re.compile(pattern, re.IGNORECASE), Sign(system, points, words)


#: `<meta name="generator">`
_GENERATORS: Final = (
    _sign(System.JOOMLA, r"\s*Joomla!", 3, "its generator tag names Joomla"),
    _sign(System.WORDPRESS, r"\s*WordPress\b", 3, "its generator tag names WordPress"),
    _sign(System.DRUPAL, r"\s*Drupal\b", 3, "its generator tag names Drupal"),
    _sign(System.BLOGGER, r"\s*Blogger\b", 3, "its generator tag names Blogger"),
    _sign(System.GHOST, r"\s*Ghost\b", 3, "its generator tag names Ghost"),
)
#: `name: value` of a response header
_HEADERS: Final = (
    _sign(System.WORDPRESS, r"link:.{0,300}?api\.w\.org", 3, "a header links to its REST API"),
    _sign(System.WORDPRESS, r"x-pingback:.{0,300}?/xmlrpc\.php", 2, "a header names xmlrpc.php"),
    _sign(System.DRUPAL, r"x-generator:\s*Drupal", 3, "the header X-Generator names Drupal"),
    _sign(System.DRUPAL, r"x-drupal-", 3, "a header of Drupal's"),
    _sign(System.GHOST, r"x-ghost-", 3, "a header of Ghost's"),
)
#: addresses of scripts, style sheets, images and links, on the site itself
_OWN_PATHS: Final = (
    _sign(System.JOOMLA_K2, r"/(?:media/k2|components/com_k2)/", 3, "files of K2"),
    _sign(System.JOOMLA_K2, r"[?&]option=com_k2\b|/component/k2/", 3, "addresses of K2"),
    _sign(System.JOOMLA_K2, r"/item/\d{1,18}[-:]", 2, "addresses of K2 items"),
    _sign(System.JOOMLA, r"/media/(?:system/js|jui|vendor/joomla)", 2, "files of Joomla"),
    _sign(System.JOOMLA, r"[?&]option=com_\w", 2, "addresses of Joomla components"),
    _sign(System.WORDPRESS, r"/wp-(?:content|includes)/", 3, "files under wp-content"),
    _sign(System.WORDPRESS, r"/wp-json(?:/|$)", 2, "its REST API"),
    _sign(System.DRUPAL, r"/sites/(?:default|all)/", 2, "files under sites/default"),
    _sign(System.DRUPAL, r"/core/(?:misc|assets|themes)/|/misc/drupal\.js", 3, "Drupal's files"),
    _sign(System.GHOST, r"/ghost/api/|/public/cards\.min\.", 3, "files of Ghost"),
)
#: addresses of scripts and style sheets, wherever they are
_SERVED_PATHS: Final = (
    _sign(System.BLOGGER, r"//(?:www\.)?blogger\.com/(?:static|dyn-css)", 3, "Blogger's files"),
    _sign(System.BLOGGER, r"//resources\.blogblog\.com/", 2, "Blogger's files"),
    _sign(System.GHOST, r"/ghost/(?:portal|sodo-search)@", 3, "files of Ghost"),
)
#: a class or id
_NAMES: Final = (
    _sign(System.JOOMLA_K2, r"k2Container|itemListView|catItemView", 3, "K2's markup"),
    _sign(System.JOOMLA, r"com-content-\w|items-leading|blog-featured", 2, "Joomla's markup"),
    _sign(System.WORDPRESS, r"wp-(?:site-blocks|block-\w|singular)", 1, "WordPress' markup"),
    _sign(System.DRUPAL, r"block-views-\w|region-content|views-row", 1, "Drupal's markup"),
    _sign(System.BLOGGER, r"blog-posts|post-outer|Blog1", 1, "Blogger's markup"),
    _sign(System.GHOST, r"gh-(?:head|main|viewport)\b", 1, "Ghost's markup"),
    _sign(System.GHOST, r"kg-(?:card|image|width-wide)\b", 1, "markup of Ghost's editor"),
)
#: the name of an attribute
_ATTRIBUTES: Final = (
    _sign(System.DRUPAL, r"data-drupal-\w", 3, "Drupal's attributes"),
    _sign(System.GHOST, r"data-ghost\b", 1, "Ghost's attributes"),
)


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
    yield from _matching(_HEADERS, lines)
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
    yield from _matching(_GENERATORS, generators)
    yield from _matching(_OWN_PATHS, own, anywhere=True)
    yield from _matching(_SERVED_PATHS, served, anywhere=True)
    yield from _matching(_NAMES, names)
    yield from _matching(_ATTRIBUTES, attributes)


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

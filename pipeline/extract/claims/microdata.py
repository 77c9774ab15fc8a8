"""Reads the microdata of a page: the properties of the article that its markup describes."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from selectolax.lexbor import LexborHTMLParser, LexborNode

from pipeline.extract.candidates import Claim
from pipeline.extract.claims.json_ld import ARTICLE_TYPES
from pipeline.extract.claims.values import Claims, text_of, words_of_list
from pipeline.extract.nodes import around, short_text
from pipeline.records import Provenance

_FIELDS: Final = {
    "headline": "title",
    "author": "authors",
    "creator": "authors",
    "datepublished": "published",
    "datecreated": "published",
    "datemodified": "modified",
    "articlesection": "section",
    "keywords": "tags",
    "image": "image",
    "inlanguage": "language",
}
_DATES: Final = frozenset({"published", "modified"})
_MOST: Final = 400
_LONGEST: Final = 400


def microdata_claims(tree: LexborHTMLParser) -> Claims:
    """The claims of the article's scope; of several, the first that holds the page's `h1`.

    Properties outside any scope count too, after the others: many templates forget it.
    """
    nodes = tree.css("[itemprop]")[:_MOST]
    if not nodes:
        return {}
    scopes: dict[int, Claims] = {}
    of_heading: int | None = None
    for node in nodes:
        names = (node.attributes.get("itemprop") or "").lower().split()
        field = next((_FIELDS[name] for name in names if name in _FIELDS), None)
        if field is None:
            continue
        scope = _scope(node)
        if scope == _FOREIGN:
            continue
        if node.tag == "h1" and scope:
            of_heading = scope
        found = scopes.setdefault(scope, {}).setdefault(field, [])
        found += [Claim(text, Provenance.MICRODATA, names[0]) for text in _texts(node, field)]
    named = [scope for scope in scopes if scope]
    chosen = [of_heading] if of_heading else named[:1]
    claims: Claims = {}
    for scope in (*chosen, 0):
        for field, found in scopes.get(scope, {}).items():
            claims.setdefault(field, found)
    return claims


#: of a property that is of something else than an article; 0 is outside of any scope
_FOREIGN: Final = -1


def _scope(node: LexborNode) -> int:
    for outer in around(node):
        attributes = outer.attributes
        if "itemscope" in attributes:
            kinds = {
                one.rpartition("/")[2] for one in (attributes.get("itemtype") or "").lower().split()
            }
            if kinds & ARTICLE_TYPES:
                return outer.mem_id
            if kinds & {"webpage", "creativework", "recipe", "blog", "website"}:
                return 0
            return _FOREIGN
    return 0


def _texts(node: LexborNode, field: str) -> Iterator[str]:
    attributes = node.attributes
    given = attributes.get("content")
    if field in _DATES:
        given = given or attributes.get("datetime") or attributes.get("title")
    if field == "image":
        given = given or attributes.get("src") or attributes.get("href")
    if not given and field == "authors" and "itemscope" in attributes:
        inner = node.css('[itemprop~="name"]')[:5]
        names = [one.attributes.get("content") or short_text(one, _LONGEST) for one in inner]
        yield from filter(None, map(text_of, names))
        return
    text = text_of(given or (short_text(node, _LONGEST) if field != "image" else None))
    if text and field == "tags":
        yield from words_of_list(text)
    elif text:
        yield text

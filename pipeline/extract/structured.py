"""Reads what a page says of itself for machines: JSON-LD, OpenGraph and other head tags.

Facts only, as claimed: which of them to believe, and when, is for the readers to say.
"""

from __future__ import annotations

import html
import json
import re
from collections import defaultdict, deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, Final

from selectolax.lexbor import LexborHTMLParser

from pipeline.dates import parse_machine
from pipeline.extract.addresses import absolute
from pipeline.records import Stamp
from pipeline.text import clean, word_set
from pipeline.urls import canonical_url

#: schema.org types of pieces, lower case, without the ones that are too vague
_ARTICLE_TYPES: Final = word_set(
    "article newsarticle reportagenewsarticle analysisnewsarticle opinionnewsarticle "
    "backgroundnewsarticle reviewnewsarticle askpublicnewsarticle satiricalarticle blogposting "
    "liveblogposting techarticle scholarlyarticle report socialmediaposting "
    "advertisercontentarticle"
)
_LONGEST_SCRIPT: Final = 1_000_000
_MOST_OBJECTS: Final = 10_000
_MOST_NAMES: Final = 50
#: what editors and old templates put around a script's content
_WRAPPERS: Final = ("<!--", "-->", "//<![CDATA[", "<![CDATA[", "//]]>", "]]>", "//", ";")
_LEADING_COMMENT: Final = re.compile(r"/\*.*?\*/", re.DOTALL)
_TRAILING_COMMA: Final = re.compile(r",(?=\s*[}\]])")

_PUBLISHED: Final = (
    "article:published_time",
    "datepublished",
    "og:published_time",
    "dc.date.issued",
    "date",
    "pubdate",
)
_MODIFIED: Final = (
    "article:modified_time",
    "datemodified",
    "og:updated_time",
    "dc.date.modified",
    "last-modified",
)
_LANG: Final = ("og:locale", "content-language")

Json = dict[str, Any]
Metas = defaultdict[str, list[str]]


@dataclass(frozen=True, slots=True)
class PageClaims:
    """What the head of a page and its JSON-LD claim. Texts are clean, None where absent."""

    #: it says that it is an article
    is_article: bool
    #: of the document, with whatever the site adds to it
    document_title: str | None
    #: what it calls the piece: OpenGraph's, then JSON-LD's, then Twitter's
    headlines: tuple[str, ...]
    site_name: str | None
    authors: tuple[str, ...]
    published: Stamp | None
    modified: Stamp | None
    section: str | None
    tags: tuple[str, ...]
    #: absolute
    image: str | None
    #: as declared, unchecked
    language: str | None
    #: absolute and cleaned: rel=canonical, then og:url
    addresses: tuple[str, ...]
    #: lines of text
    body: str | None
    #: names of fields of `ArticleData` that JSON-LD gives, and no tag of the head before it
    from_json_ld: frozenset[str] = frozenset()


def page_claims(tree: LexborHTMLParser, url: str, zone: str) -> PageClaims:
    """Reads the page's claims; broken ones are as good as none.

    Args:
        tree: the page.
        url: its address, for relative addresses in it.
        zone: IANA name of the zone of times without offset.
    """
    metas = _metas(tree)
    piece = _article_object(tree) or {}
    title = tree.css_first("head > title")
    images = [*metas["og:image"], *_urls(piece.get("image")), *metas["twitter:image"]]
    return PageClaims(
        is_article=bool(piece) or metas["og:type"][:1] in (["article"], ["news"]),
        document_title=_text(title.text()) if title else None,
        headlines=_distinct(
            [
                *metas["og:title"],
                *_texts(piece.get("headline")),
                *_texts(piece.get("name")),
                *metas["twitter:title"],
            ]
        ),
        site_name=_first([*metas["og:site_name"], *_names(piece.get("publisher"))]),
        authors=_authors(piece, metas),
        published=_stamp([*_texts(piece.get("datePublished")), *_of(metas, _PUBLISHED)], zone),
        modified=_stamp([*_texts(piece.get("dateModified")), *_of(metas, _MODIFIED)], zone),
        section=_section([*metas["article:section"], *_texts(piece.get("articleSection"))]),
        tags=_tags(piece, metas),
        image=_first([absolute(image, url) for image in images]),
        language=_first(
            [_root_language(tree), *_texts(piece.get("inLanguage")), *_of(metas, _LANG)]
        ),
        addresses=tuple(_cleaned([_canonical(tree), *metas["og:url"]], url)),
        body=_body(piece.get("articleBody")),
        from_json_ld=frozenset(_from_json_ld(piece, metas)),
    )


def _from_json_ld(piece: Json, metas: Metas) -> Iterator[str]:
    if _names(piece.get("author")) or _names(piece.get("creator")):
        yield from ("byline", "authors", "agencies")
    for name, ours in (("datePublished", "published"), ("dateModified", "modified")):
        if _texts(piece.get(name)):
            yield ours
    for tag, name in (("og:title", "title"), ("og:image", "image"), ("article:tag", "tags")):
        if piece and not metas[tag]:
            yield name
    if piece and not metas["article:section"]:
        yield "section"


def _canonical(tree: LexborHTMLParser) -> str:
    link = tree.css_first('link[rel~="canonical" i][href]')
    return (link.attributes.get("href") or "") if link else ""


def _root_language(tree: LexborHTMLParser) -> str | None:
    given = tree.root.attributes if tree.root else {}
    return given.get("lang") or given.get("xml:lang")


# Meta tags


def _metas(tree: LexborHTMLParser) -> Metas:
    """What the meta tags hold, by name in lower case; nothing for a name that is not there."""
    found: Metas = defaultdict(list)
    for meta in tree.css("meta[content]"):
        given = meta.attributes
        names = (given.get(kind) for kind in ("property", "name", "itemprop", "http-equiv"))
        name, content = _first(names), _text(given.get("content"))
        if name and content:
            found[name.strip().lower()].append(content)
    return found


def _of(metas: Metas, names: tuple[str, ...]) -> list[str]:
    return [content for name in names for content in metas[name]]


def _section(texts: list[str]) -> str | None:
    """The first that is no address: K2's JSON-LD has the category's."""
    return _first(text for text in texts if "://" not in text)


def _authors(piece: Json, metas: Metas) -> tuple[str, ...]:
    named = _names(piece.get("author")) or _names(piece.get("creator"))
    claimed = _of(metas, ("author", "article:author"))
    return _distinct(named or [one for one in claimed if "://" not in one and "@" not in one])


def _tags(piece: Json, metas: Metas) -> tuple[str, ...]:
    if tags := metas["article:tag"]:
        return _distinct(tags)
    words = _texts(piece.get("keywords")) or metas["news_keywords"]
    return _distinct([part for text in words for part in re.split("[,،;؛]", text)])


# JSON-LD


def _article_object(tree: LexborHTMLParser) -> Json | None:
    """The first object of an article type in the page's JSON-LD."""
    for script in tree.css('script[type*="ld+json" i]'):
        for thing in _objects(_load(script.text())):
            types = {text.rpartition("/")[2].lower() for text in _texts(thing.get("@type"))}
            if types & _ARTICLE_TYPES:
                return thing
    return None


def _load(source: str) -> Any:
    """The JSON value in a script, None if it cannot be mended."""
    if len(source) > _LONGEST_SCRIPT:
        return None
    bare = _unwrapped(source)
    for attempt in (source, bare, _TRAILING_COMMA.sub("", bare)):
        try:
            return json.loads(attempt, strict=False)
        except (ValueError, RecursionError):
            continue
    return None


def _unwrapped(source: str) -> str:
    """The script without comments and CDATA marks at either end."""
    for wrapper in _WRAPPERS:
        source = source.strip().removeprefix(wrapper).removesuffix(wrapper)
    comment = _LEADING_COMMENT.match(source)
    return source[comment.end() :] if comment else source


def _objects(value: Any) -> Iterator[Json]:
    """All objects in lists, graphs and the places that hold a page's main thing, outer first."""
    waiting = deque([value])
    for _ in range(_MOST_OBJECTS):
        if not waiting:
            return
        value = waiting.popleft()
        if isinstance(value, list):
            waiting.extend(value[:_MOST_OBJECTS])
        elif isinstance(value, dict):
            yield value
            waiting.extend(
                value[key] for key in ("@graph", "mainEntity", "hasPart") if key in value
            )


def _texts(value: Any) -> list[str]:
    """The strings in a value that may be one, or a list of them."""
    values = value[:_MOST_NAMES] if isinstance(value, list) else [value]
    return [text for one in values if isinstance(one, str) and (text := _text(one))]


def _names(value: Any) -> list[str]:
    """Names of people or organisations, given as strings or objects."""
    names = []
    for one in value[:_MOST_NAMES] if isinstance(value, list) else [value]:
        names += _texts(one.get("name") if isinstance(one, dict) else one)
    return [name for name in names if "://" not in name]


def _urls(value: Any) -> list[str]:
    """Addresses of images or pages, given as strings or objects."""
    urls = []
    for one in value[:_MOST_NAMES] if isinstance(value, list) else [value]:
        if isinstance(one, dict):
            one = one.get("url") or one.get("contentUrl") or one.get("@id")
        urls += _texts(one)
    return urls


# Values


def _text(value: str | None) -> str | None:
    """Clean, with the entities undone that many sites escape twice."""
    return (clean(html.unescape(value)) or None) if value else None


def _body(value: Any) -> str | None:
    """The lines of a claimed text, tags taken out."""
    if not isinstance(value, str):
        return None
    lines = re.split(r"[\r\n]+|<[^<>]{1,200}>", html.unescape(value))
    return "\n".join(line for line in map(clean, lines) if line) or None


def _first(texts: Iterable[str | None]) -> str | None:
    return next(filter(None, texts), None)


def _distinct(texts: list[str]) -> tuple[str, ...]:
    cleaned = (clean(text).strip(" ,،") for text in texts)
    return tuple(dict.fromkeys(text for text in cleaned if text))[:_MOST_NAMES]


def _stamp(texts: list[str], zone: str) -> Stamp | None:
    return next((stamp for text in texts if (stamp := parse_machine(text, zone))), None)


def _cleaned(addresses: list[str], base: str) -> Iterator[str]:
    for address in addresses:
        if not address.strip():
            continue
        try:
            yield canonical_url(address, base)
        except ValueError:
            continue

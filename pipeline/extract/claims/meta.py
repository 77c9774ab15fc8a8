"""Reads the meta tags of a page: OpenGraph, Dublin Core, Parse.ly, Sailthru and other names."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from selectolax.lexbor import LexborHTMLParser

from pipeline.extract.candidates import Claim
from pipeline.extract.claims.mending import load
from pipeline.extract.claims.values import Claims, text_of, words_of_list
from pipeline.press.words import LABELS, key
from pipeline.records import Provenance

#: for each field the names that give it, the surest first
_NAMES: Final[dict[str, tuple[str, ...]]] = {
    "title": (
        "og:title", "twitter:title", "parsely-title", "sailthru.title", "dc.title",
        "dcterms.title", "citation_title", "headline", "title",
    ),
    "authors": (
        "parsely-author", "sailthru.author", "citation_author", "author", "article:author",
        "og:article:author", "article:author_name", "article.author", "cxenseparse:author",
        "byl", "dc.creator", "dcterms.creator", "dcterms.creator.name", "creator", "authors",
        "dcsext.author", "bt:author", "pb:author",
    ),
    "published": (
        "article:published_time", "og:article:published_time", "og:published_time",
        "article.published", "datepublished", "date.published", "parsely-pub-date",
        "sailthru.date", "cxenseparse:recs:publishtime", "dc.date.issued", "dcterms.issued",
        "dcterms.date", "dc.date", "dc.date.created", "dcterms.created", "dcterms.available",
        "citation_publication_date", "citation_online_date", "originalpublicationdate",
        "article_date_original", "publication_date", "publish_date", "publish-date",
        "publishdate", "date_published", "published_at", "published_time", "pub_date", "pubdate",
        "pdate", "ptime", "displaydate", "bt:pubdate", "rbpubdate", "releasedate", "date",
        "article.created", "og:pubdate", "article:published", "shareaholic:article_published_time",
    ),
    "modified": (
        "article:modified_time", "og:article:modified_time", "og:updated_time",
        "article.updated", "datemodified", "dcterms.modified", "dc.date.modified", "dc.modified",
        "bt:moddate", "lastmod", "last-modified", "updated_time", "moddate", "revised",
        "shareaholic:article_modified_time",
    ),
    "section": (
        "article:section", "og:article:section", "parsely-section", "section", "dc.subject.section",
        "cxenseparse:category", "category", "article.section", "og:section",
    ),
    "image": ("og:image", "og:image:url", "og:image:secure_url", "twitter:image",
              "twitter:image:src", "parsely-image-url"),
    "language": ("og:locale", "content-language", "dc.language", "dcterms.language", "language"),
    "site": ("og:site_name", "application-name", "apple-mobile-web-app-title",
             "al:android:app_name", "publisher", "dc.publisher"),
    "address": ("og:url",),
    "type": ("og:type",),
    "tier": ("article:content_tier", "og:article:content_tier", "content_tier"),
}  # fmt: skip
#: name → (how sure it is in its field, the field)
_FIELDS: Final = {
    name: (rank, field) for field, names in _NAMES.items() for rank, name in enumerate(names)
}
#: names that give a tag each, or a list of tags
_TAGS: Final = (
    ("article:tag", "og:article:tag"),
    ("parsely-tags", "sailthru.tags", "news_keywords", "citation_keywords"),
    ("keywords",),
)
_MOST_TAGS: Final = 2_000
_MOST_WORDS: Final = 50
#: what `parsely-page` calls the fields
_PARSELY: Final = {
    "title": "title",
    "author": "authors",
    "authors": "authors",
    "pub_date": "published",
    "section": "section",
    "image_url": "image",
}


def meta_claims(tree: LexborHTMLParser) -> Claims:
    """What the meta tags claim for each field."""
    given = _given(tree)
    found: Claims = {field: [] for field in _NAMES}
    for _, field, name in sorted((*_FIELDS[name], name) for name in _FIELDS.keys() & given):
        found[field] += [_claim(text, name) for text in given[name]]
    found["tags"] = next(filter(None, (_tags(given, names) for names in _TAGS)), [])
    found["authors"] += _labelled(given)
    for page in given.get("parsely-page", ())[:1]:
        _add_parsely(found, page)
    # A profile's address or a handle names nobody.
    found["section"] = [claim for claim in found["section"] if "://" not in claim.text]
    return found


def _given(tree: LexborHTMLParser) -> dict[str, list[str]]:
    """What the tags hold, by name in lower case."""
    given: dict[str, list[str]] = {}
    for meta in tree.css("meta[content]")[:_MOST_TAGS]:
        attributes = meta.attributes
        text = text_of(attributes.get("content"))
        if not text:
            continue
        for kind in ("property", "name", "http-equiv"):
            if names := attributes.get(kind):
                for name in names.lower().split()[:4]:
                    given.setdefault(name, []).append(text)
    return given


def _tags(given: dict[str, list[str]], names: Iterable[str]) -> list[Claim]:
    tags = (
        _claim(word, name)
        for name in names
        for text in given.get(name, ())
        for word in words_of_list(text)
    )
    return list(tags)[:_MOST_WORDS]


def _labelled(given: dict[str, list[str]]) -> list[Claim]:
    """`twitter:label1` "Written by", `twitter:data1` the name."""
    found = []
    for number in "12":
        label = " ".join(given.get(f"twitter:label{number}", ()))
        if any(LABELS.get(key(word)) == "author" for word in label.split()):
            found += [
                _claim(text, f"twitter:data{number}")
                for text in given.get(f"twitter:data{number}", ())
            ]
    return found


def _add_parsely(found: Claims, page: str) -> None:
    for value in load(page):
        if not isinstance(value, dict):
            continue
        for name, field in _PARSELY.items():
            one = value.get(name)
            for text in one if isinstance(one, list) else [one]:
                if isinstance(text, str) and (tidy := text_of(text)):
                    found[field].append(_claim(tidy, "parsely-page"))


def _claim(text: str, name: str) -> Claim:
    return Claim(text, Provenance.META, name)

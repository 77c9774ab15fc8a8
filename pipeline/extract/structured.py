"""What a page says of itself for machines, its layers put together.

    JSON-LD        claims.json_ld, which mends what is broken (claims.mending)
    meta tags      claims.meta
    microdata      claims.microdata

Facts only, as claimed: which of them to believe, and when, is for the readers to say.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Final

from selectolax.lexbor import LexborHTMLParser, LexborNode

from pipeline.dates import parse_machine
from pipeline.extract.addresses import absolute
from pipeline.extract.candidates import Claim, distinct
from pipeline.extract.claims.json_ld import linked_data
from pipeline.extract.claims.meta import meta_claims
from pipeline.extract.claims.microdata import microdata_claims
from pipeline.extract.claims.values import Claims, text_of
from pipeline.records import Provenance, Stamp
from pipeline.urls import canonical_url

_MOST_SCRIPTS: Final = 50
#: of all scripts together, in characters
_LONGEST_SCRIPTS: Final = 1_500_000
_MOST: Final = 50
_LONGEST_LANGUAGE: Final = 100
_ARTICLE_KINDS: Final = ("article", "news", "newsarticle")


@dataclass(frozen=True, slots=True)
class PageClaims:
    """What the head of a page, its JSON-LD and its microdata claim. Texts are clean."""

    #: it says that it is an article
    is_article: bool
    #: of the document, with whatever the site adds to it
    document_title: str | None
    #: absolute and cleaned: rel=canonical, then og:url
    addresses: tuple[str, ...]
    #: lines of text
    body: str | None
    #: IANA name of the zone of times without offset
    zone: str
    #: what JSON-LD calls the description of the piece
    description: str | None = None
    #: its JSON-LD says that it is a piece of news
    is_news: bool = False
    #: says that it is a live report
    is_live: bool = False
    #: says whether all may read the whole; None where it says nothing
    is_free: bool | None = None
    #: by field: title, authors, published, modified, section, tags, image, language, site,
    #: tier; JSON-LD before meta tags before microdata
    by_field: Claims = field(default_factory=dict)

    def of(self, name: str) -> list[Claim]:
        return self.by_field.get(name, [])

    @property
    def headlines(self) -> tuple[str, ...]:
        """What it calls the piece: the meta tags', then JSON-LD's, then the microdata's."""
        ordered = sorted(self.of("title"), key=lambda claim: not claim.where.startswith("og:"))
        return tuple(dict.fromkeys(claim.text for claim in ordered))

    @property
    def site_name(self) -> str | None:
        return next((claim.text for claim in self.of("site")), None)

    @property
    def authors(self) -> tuple[str, ...]:
        """As claimed, whoever they are."""
        return tuple(dict.fromkeys(claim.text for claim in self.of("authors")))

    @property
    def image(self) -> str | None:
        return next((claim.text for claim in self.of("image")), None)

    @property
    def language(self) -> str | None:
        """As declared, unchecked but for its length: it is remembered with what is read by it."""
        claims = self.of("language")
        return next((claim.text for claim in claims if len(claim.text) <= _LONGEST_LANGUAGE), None)

    @property
    def published(self) -> Stamp | None:
        return self._first_stamp("published")

    @property
    def modified(self) -> Stamp | None:
        return self._first_stamp("modified")

    def _first_stamp(self, name: str) -> Stamp | None:
        stamps = (parse_machine(claim.text, self.zone) for claim in self.of(name))
        return next(filter(None, stamps), None)


def page_claims(tree: LexborHTMLParser, url: str, zone: str) -> PageClaims:
    """Reads the page's claims; broken ones are as good as none.

    Args:
        tree: the page.
        url: its address, for relative addresses in it.
        zone: IANA name of the zone of times without offset.
    """
    meta = meta_claims(tree)
    micro = microdata_claims(tree)
    addresses = tuple(_cleaned(_addresses(tree, meta), url))
    scripts = tree.css('script[type*="ld+json" i]')[:_MOST_SCRIPTS]
    linked = linked_data(_within_budget(scripts), (url, *addresses))
    by_field: Claims = {}
    for name in ("title", "authors", "published", "modified", "section", "tags", "tier"):
        if every := (*linked.claims.get(name, ()), *meta.get(name, ()), *micro.get(name, ())):
            by_field[name] = list(distinct(every))[:_MOST]
    # OpenGraph's image and site are chosen by people; JSON-LD's often come with the template.
    for name in ("image", "site"):
        by_field[name] = [*meta.get(name, ()), *linked.claims.get(name, ()), *micro.get(name, ())][
            :_MOST
        ]
    by_field["image"] = list(_absolute(by_field["image"], url))
    by_field["language"] = [
        *_root_language(tree),
        *linked.claims.get("language", ()),
        *meta.get("language", ()),
        *micro.get("language", ()),
    ]
    title = tree.css_first("head > title") or tree.css_first("title")
    kinds = [claim.text.lower() for claim in meta.get("type", ())[:1]]
    return PageClaims(
        is_article=bool(linked.pieces) or kinds[:1] in ([kind] for kind in _ARTICLE_KINDS),
        document_title=text_of(title.text()) if title else None,
        addresses=addresses,
        body=linked.body,
        zone=zone,
        description=linked.description,
        is_news=linked.is_news,
        is_live=linked.is_live,
        is_free=linked.is_free,
        by_field=by_field,
    )


def _within_budget(scripts: Iterable[LexborNode]) -> Iterator[str]:
    """The scripts' contents, as many as are read."""
    left = _LONGEST_SCRIPTS
    for script in scripts:
        text = script.text()
        left -= len(text)
        if left < 0:
            return
        yield text


def _addresses(tree: LexborHTMLParser, meta: Claims) -> list[str]:
    link = tree.css_first('link[rel~="canonical" i][href]')
    canonical = (link.attributes.get("href") or "") if link else ""
    return [canonical, *(claim.text for claim in meta.get("address", ()))]


def _root_language(tree: LexborHTMLParser) -> list[Claim]:
    given = tree.root.attributes if tree.root else {}
    said = given.get("lang") or given.get("xml:lang")
    return [Claim(said, Provenance.META, "html lang")] if said else []


def _absolute(claims: Iterable[Claim], base: str) -> Iterator[Claim]:
    for claim in claims:
        if address := absolute(claim.text, base):
            yield claim._replace(text=address)


def _cleaned(addresses: Iterable[str], base: str) -> Iterator[str]:
    for address in addresses:
        if not address.strip():
            continue
        try:
            yield canonical_url(address, base)
        except ValueError:
            continue

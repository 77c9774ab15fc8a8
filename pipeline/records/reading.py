"""What is read off a page, and by which rules."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Literal

from config.rules import RulesSettings


class Precision(StrEnum):
    """How finely a publisher printed a time."""

    DAY = "day"
    MINUTE = "minute"
    SECOND = "second"


@dataclass(frozen=True, slots=True)
class Stamp:
    """A time as a publisher printed it.

    Two stamps are the same printed time when the instant and the precision agree.
    """

    #: aware; keeps the offset that was printed, else the one of the source's zone
    at: datetime
    precision: Precision


@dataclass(frozen=True, slots=True)
class ReadingRules:
    """What the source's settings say about how to read its pages."""

    #: name of a file in pipeline/presets, or None: K2 markup is still recognised, anything else
    #: read generically
    preset: str | None = None
    #: IANA name of the zone of printed times that carry no offset
    timezone: str = "UTC"
    #: BCP 47, used when the page does not say
    language: str | None = None
    #: the source's own rules, which go before the preset's
    own: RulesSettings | None = None


#: what a paragraph of the body is: running text, a heading inside it, an entry of a list, a
#: block quotation
ParagraphKind = Literal["text", "subhead", "item", "quote"]


class Provenance(StrEnum):
    """Where on a page a field was read."""

    PRESET = "preset"  # by a preset or the site's own rules
    JSON_LD = "json-ld"
    META = "meta"  # OpenGraph, Dublin Core and other tags of the head
    MICRODATA = "microdata"
    TEXT = "text"  # printed where such a thing is printed: a heading, a byline, a date
    HEURISTIC = "heuristic"  # guessed from what the page looks like


@dataclass(frozen=True, slots=True)
class ArticleData:
    """What was read off a page. White space is collapsed, invisible marks are gone."""

    url: str
    canonical_url: str
    title: str
    #: paragraphs in order, none empty
    body: tuple[str, ...]
    #: the publisher's own id with its system, such as "k2:1234"
    publisher_id: str | None = None
    #: as printed, such as "الميثاق/وكالات"
    byline: str | None = None
    #: people; where none is named, the desk or outlet that signs
    authors: tuple[str, ...] = ()
    #: news agencies as printed, named or not ("وكالات")
    agencies: tuple[str, ...] = ()
    #: the source credited at the end («المصدر: …»)
    credited_source: str | None = None
    #: outlets cited inside the text, as printed, in order of appearance
    cited_sources: tuple[str, ...] = ()
    #: the section as printed
    section: str | None = None
    tags: tuple[str, ...] = ()
    image: str | None = None
    #: BCP 47
    language: str | None = None
    featured: bool = False
    #: the page's own view counter: changes at every view, never an edit
    hits: int | None = None
    published: Stamp | None = None
    modified: Stamp | None = None
    #: what each paragraph of the body is; as long as `body`, or empty where it was not told
    structure: tuple[ParagraphKind, ...] = ()
    #: the page says or shows that it is a live report, added to as things happen
    live: bool = False
    #: the page says or shows that only part of the text is there for those who do not pay
    paywalled: bool = False
    #: name of a field → where it was read: a `Provenance`, then a note in brackets if there
    #: is more to say, such as "text (json-ld agrees, to the day)"
    provenance: dict[str, str] = field(default_factory=dict)
    #: name and version of what read the page, such as "joomla-k2/2"
    extractor: str = ""


class Absence(StrEnum):
    """What a fetch found where an article had been, when it speaks of a removal."""

    NOT_FOUND = "not-found"  # 404
    GONE = "gone"  # 410
    REDIRECTED = "redirected"  # to the home page, a section or another page
    SOFT_404 = "soft-404"  # an error page with a good status
    EMPTIED = "emptied"  # a page without title or text
    REPLACED = "replaced"  # a list or another article


@dataclass(frozen=True, slots=True)
class NotArticle:
    """A page that arrived but holds no article (empty, a listing, an error page)."""

    reason: str
    #: None where it says nothing of whether an article was there or is still: a wall, a log-in
    #: page, a page under repair or one that cannot be read
    absence: Absence | None = None

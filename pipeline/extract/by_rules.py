"""Reads off a page what the source's rules find, whatever system the rules are for.

The rules say where things stand (`config.rules`); what texts mean is told as on any page: dates,
bylines, credits, pointers to other pieces. What the rules do not find is the other readers'.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Any, Final

from selectolax.lexbor import LexborNode

from config.rules import Place, RulesSettings
from pipeline.dates import Dating
from pipeline.extract.addresses import absolute, canonical_of
from pipeline.extract.candidates import Decision
from pipeline.extract.dom import MOST_ENTRIES, FlatPage
from pipeline.extract.k2_lines import MOST_LINES, lines_of
from pipeline.extract.k2_markup import Role
from pipeline.extract.k2_telling import Telling
from pipeline.extract.k2_text import Text, outlets_of, read_text
from pipeline.extract.k2_words import Kind, count, without_label
from pipeline.extract.language import language_of
from pipeline.extract.lines import lines_near
from pipeline.extract.page import Page
from pipeline.extract.people import people_of
from pipeline.extract.sections import image_of, live_of, paywalled_of, section_of, tags_of
from pipeline.extract.selecting import Selection, fit_for_rules, on_page
from pipeline.extract.shown import Shown, shown_on
from pipeline.extract.stamps import Context
from pipeline.extract.times import Further, modified_of, published_of
from pipeline.presets import SiteRules, id_in_address, named_id
from pipeline.press.credits import cited_sources, signed_in
from pipeline.records import Absence, ArticleData, NotArticle, Provenance, Stamp

#: goes up when the same rules read a page otherwise than before
VERSION: Final = 1

_LONGEST_TITLE: Final = 500


@dataclass(frozen=True, slots=True)
class Found:
    """What rules found on a page."""

    #: of the rules and of what applied them
    extractor: str
    #: the address it goes by, by the page's claims
    canonical: str
    #: names of fields of `ArticleData`, and what they hold
    fields: dict[str, Any] = field(default_factory=dict)
    #: those of them that the text told, and not a selector
    told_by_text: frozenset[str] = frozenset()

    @property
    def is_whole(self) -> bool:
        """Whether there is all that makes an article: a title and a text."""
        return "title" in self.fields and "body" in self.fields

    def completed(self, rest: ArticleData) -> ArticleData:
        """The article, with the rest as another reader has it."""
        told = self.told_by_text
        where = {
            name: str(Provenance.TEXT if name in told else Provenance.PRESET)
            for name, value in self.fields.items()
            if value
        }
        article = replace(
            rest,
            **self.fields,
            provenance=rest.provenance | where,
            extractor=" ".join(filter(None, (self.extractor, rest.extractor))),
        )
        published, modified = article.published, article.modified
        if published and modified and published.at == modified.at:
            article.provenance.pop("modified", None)
            return replace(article, modified=None)
        return article


def find_by_rules(page: Page, site: SiteRules) -> Found | NotArticle | None:
    """What the rules find; None if they look for nothing on pages, or must not on this one.

    A text's element that holds no text is no article: a page whose text vanished must not pass
    for an emptied one.
    """
    rules = site.rules
    if not site.selects and (site.reader or not rules.id_in_url):
        return None
    if not fit_for_rules(page):
        return None
    selection = Selection(page.tree, rules.within)
    if sign := on_page(page, rules.other_pages):
        return NotArticle(f"no article, by the rules: {sign} is on the page", Absence.REPLACED)
    fields = dict(_printed(page, rules, selection))
    body = selection.first(rules.body)
    text = _text(page, rules, body, fields.get("title", "")) if body else None
    if isinstance(text, NotArticle):
        return text
    told = dict(_told(text)) if text else {}
    kept: set[str] = {name for name in ("modified", "hits", "tags") if name in fields}
    if "byline" in fields and not (told.get("authors") or told.get("agencies")):
        kept |= {"byline", "authors", "agencies"}  # a desk's name says less than an author's
    told = {name: value for name, value in told.items() if name not in kept}
    canonical = canonical_of(page.url, page.claims.addresses)
    fields |= told | _identity(page, site, selection, canonical)
    told_by_text = frozenset(told) - {"body", "structure", "cited_sources"}
    return Found(f"{site.name}/{VERSION}+{site.digest}", canonical, fields, told_by_text)


def the_rest(page: Page, found: Found) -> ArticleData:
    """The fields that rules left open, of an article whose title and text they found.

    As the page claims them for machines; what it prints is searched only for want of a date.
    """
    claims, title = page.claims, str(found.fields["title"])
    context = Context(
        page.url,
        page.rules.timezone,
        claims.language or page.rules.language,
        page.fetched_at,
        title,
    )
    shown = Shown()
    published = found.fields.get("published")
    decided: dict[str, Decision[Any]] = {}
    if published is None:
        decided["published"] = published_of(claims, shown, context)
        if decided["published"].value is None and not page.flat.is_cut_off:
            shown = shown_on(page.flat)
            lines = partial(lines_near, page.flat, title)
            decided["published"] = published_of(claims, shown, context, Further(lines=lines))
        published = decided["published"].value
    others: dict[str, Callable[[], Decision[Any]]] = {
        "modified": lambda: modified_of(claims, shown, context, published),
        "section": lambda: section_of(claims),
        "tags": lambda: tags_of(claims, shown),
        "image": lambda: image_of(claims),
        "live": lambda: live_of(claims, shown, title),
        "paywalled": lambda: paywalled_of(claims, shown),
    }
    decided |= {name: decide() for name, decide in others.items() if name not in found.fields}
    values = {name: one.value for name, one in decided.items() if one.value}
    where = {name: decided[name].provenance for name in values}
    if "byline" not in found.fields:
        people = people_of(claims, shown, page.url, None)
        named = people.value
        values |= {"byline": named.byline, "authors": named.authors, "agencies": named.agencies}
        where |= {
            "byline": named.byline_from,
            "authors": people.provenance,
            "agencies": named.agencies_from,
        }
    text = " ".join((title, *found.fields["body"]))
    return ArticleData(
        url=page.url,
        canonical_url=found.canonical,
        title="",
        body=(),
        **values,
        language=language_of(claims.language, page.rules.language, text),
        provenance={name: str(told) for name, told in where.items() if values.get(name)},
    )


# What is printed


def _printed(page: Page, rules: RulesSettings, selection: Selection) -> Iterator[tuple[str, Any]]:
    """The fields that stand in places of their own, as far as they are there."""
    if (title := selection.value(rules.title)) and len(title) <= _LONGEST_TITLE:
        yield "title", title
    if names := next(selection.values(rules.byline), ()):
        byline = ", ".join(without_label(name, Kind.BYLINE) for name in names)
        yield from _signed(byline)
    if section := selection.value(rules.section):
        yield "section", without_label(section, Kind.SECTION)
    if tags := next(selection.values(rules.tags), ()):
        yield "tags", tags
    for values in selection.values(rules.image):
        if image := absolute(values[0], page.url):
            yield "image", image
            break
    dating = page.dating
    for name, places, read in (
        ("published", rules.published, dating.printed),
        ("modified", rules.modified, dating.lasting),
    ):
        if stamp := _stamp(selection, places, dating, read):
            yield name, stamp
    if (printed := selection.value(rules.hits)) and (hits := count(printed)) is not None:
        yield "hits", hits
    for name, signs in (
        ("featured", rules.featured),
        ("live", rules.live),
        ("paywalled", rules.paywalled),
    ):
        if selection.first(signs):
            yield name, True


def _signed(byline: str) -> Iterator[tuple[str, Any]]:
    yield "byline", byline
    authors, agencies = signed_in(byline)
    yield "authors", authors
    yield "agencies", agencies


def _stamp(
    selection: Selection,
    places: Sequence[Place],
    dating: Dating,
    read: Callable[[str], Stamp | None],
) -> Stamp | None:
    """The first date that can be read."""
    printed = (value for values in selection.values(places) for value in values)
    stamps = (dating.machine(value) or read(value) for value in printed)
    return next(filter(None, stamps), None)


# The text


def _text(page: Page, rules: RulesSettings, body: LexborNode, title: str) -> Text | NotArticle:
    dropped = {node.mem_id for node in body.css(", ".join(rules.drop))} if rules.drop else set()
    flat = FlatPage.of(body, dropped - {body.mem_id})
    if flat.is_cut_off:
        return NotArticle(f"more than {MOST_ENTRIES} elements")
    lines = lines_of(flat, lambda: page.letters, Role.FULL)
    if len(lines.lines) > MOST_LINES:
        return NotArticle(f"more than {MOST_LINES} lines of text")
    facts_of = Telling(lines, page.dating).by_words
    text = read_text(lines.lines, title, outlets_of(page.claims, title), facts_of)
    return text if text.paragraphs else NotArticle("no body text", Absence.EMPTIED)


def _told(text: Text) -> Iterator[tuple[str, Any]]:
    """The fields that the text gives."""
    yield "body", text.paragraphs
    yield "structure", text.kinds
    yield "cited_sources", cited_sources(text.paragraphs)
    if text.credited_source:
        yield "credited_source", text.credited_source
    if text.byline:
        yield from _signed(without_label(text.byline, Kind.BYLINE))
    for fact in text.facts:
        if fact.kind is Kind.MODIFIED and fact.stamp:
            yield "modified", fact.stamp
        elif fact.kind is Kind.HITS and fact.number is not None:
            yield "hits", fact.number
    if tags := tuple(fact.text for fact in text.facts if fact.kind is Kind.TAGS and fact.text):
        yield "tags", tags


# Which article it is


def _identity(page: Page, site: SiteRules, selection: Selection, canonical: str) -> dict[str, str]:
    """The publisher's id, and the address where the page's claim is not to be believed."""
    own = id_in_address(page.url, site)
    of_claim = id_in_address(canonical, site)
    printed = selection.value(site.rules.id)
    found = own or (named_id(printed, site) if printed else None) or of_claim
    fields = {"publisher_id": found} if found else {}
    disagrees = own is not None and of_claim not in (None, own)
    if site.rules.canonical == "address" or disagrees:
        fields["canonical_url"] = canonical_of(page.url, ())
    return fields

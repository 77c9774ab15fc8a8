"""Reads an article off any page, field by field, with where each was read.

    what the page claims      structured, with claims.json_ld, claims.meta, claims.microdata
    what it prints            shown
    title                     titles
    byline, authors, agencies people, names
    published, modified       times, stamps
    section, tags, image …    sections
    the text                  main_text

For sites without a preset. The same bytes always give the same reading: nothing here
remembers earlier pages or asks for the time.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache, partial
from typing import Any, Final

from pipeline.extract.addresses import canonical_of
from pipeline.extract.candidates import Candidate, Decision, Reading
from pipeline.extract.claims.state import state_claims
from pipeline.extract.language import language_of, language_of_domain
from pipeline.extract.lines import (
    datelines,
    lines_near,
    published_lines,
    signed_line,
    teased_lines,
)
from pipeline.extract.lists import list_reason
from pipeline.extract.main_text import MainText, main_text
from pipeline.extract.page import Page
from pipeline.extract.people import People, people_of
from pipeline.extract.sections import image_of, live_of, paywalled_of, section_of, tags_of
from pipeline.extract.shown import Shown, second_headings, shown_on
from pipeline.extract.stamps import Context
from pipeline.extract.times import Further, modified_of, published_of
from pipeline.extract.titles import title_of
from pipeline.languages import language_by_words
from pipeline.press.credits import cited_sources, credited_source, is_byline
from pipeline.press.words import key
from pipeline.records import Absence, ArticleData, NotArticle, Provenance

EXTRACTOR: Final = "generic/5"

#: characters that make a text, where nothing else shows that the page is an article
_SHORTEST_UNMARKED: Final = 250


def read_generic(page: Page) -> Reading:
    """Reads the page by its claims, by what it prints and by its main text."""
    claims, url = page.claims, page.url
    shown = shown_on(page.flat)
    title = title_of(claims, shown, url, lambda: second_headings(page.flat))
    if title.value is None:
        return Reading(NotArticle("no title", Absence.EMPTIED))
    if not claims.is_article and (reason := list_reason(page.flat, url)):
        return Reading(NotArticle(reason, Absence.REPLACED), title.candidates)
    found = cache(partial(main_text, page, title.value))
    fields = _Fields(page, shown, title.value, lambda: found().paragraphs)
    text, line, credit = _trimmed(found(), title.value)
    if not text.paragraphs:
        return Reading(NotArticle("no body text", Absence.EMPTIED), fields.candidates(title))
    is_dated = fields.published.value is not None
    if not (claims.is_article or is_dated) and sum(map(len, text.paragraphs)) < _SHORTEST_UNMARKED:
        reason = "no article: a short text without a date"
        return Reading(NotArticle(reason, Absence.REPLACED), fields.candidates(title))
    people = people_of(claims, shown, url, line, lambda: signed_line(page.flat, title.value or ""))
    article = fields.article(title, people, text, credit)
    return Reading(article, fields.candidates(title, people), article, Provenance.HEURISTIC)


class _Fields:
    """The decisions about a page's fields but title, people and text."""

    def __init__(
        self, page: Page, shown: Shown, title: str, paragraphs: Callable[[], Sequence[str]]
    ) -> None:
        claims = page.claims
        context = Context(
            page.url,
            page.rules.timezone,
            claims.language or page.rules.language or language_of_domain(page.url),
            page.fetched_at,
            title,
        )
        self.page = page
        self.published = published_of(
            claims,
            shown,
            context,
            Further(
                labelled=lambda: published_lines(page.flat),
                state=lambda: state_claims(page.tree),
                lines=lambda: lines_near(page.flat, title),
                heads=lambda: datelines(paragraphs()),
                teased=lambda: teased_lines(page.flat, page.url),
            ),
        )
        self.modified = modified_of(claims, shown, context, self.published.value)
        self.section = section_of(claims)
        self.tags = tags_of(claims, shown)
        self.image = image_of(claims)
        self.live = live_of(claims, shown, title)
        self.paywalled = paywalled_of(claims, shown)

    def article(
        self,
        title: Decision[str | None],
        people: Decision[People],
        found: MainText,
        credit: str | None,
    ) -> ArticleData:
        """The article with the provenance of every field that it has."""
        page, body = self.page, found.paragraphs
        text = " ".join((title.value or "", *body))
        language, told_by = _language(page, text)
        cited = cited_sources(body)
        decided = {"title": title, **self._named()}
        provenance = {name: one.provenance for name, one in decided.items() if one.value}
        canonical = canonical_of(page.url, page.claims.addresses)
        claimed = canonical in page.claims.addresses
        in_body = str(Provenance.TEXT)
        provenance |= {
            name: where
            for name, value, where in (
                (
                    "canonical_url",
                    canonical,
                    str(Provenance.META) if claimed else "heuristic (its own address)",
                ),
                ("byline", people.value.byline, people.value.byline_from),
                ("authors", people.value.authors, people.provenance),
                ("agencies", people.value.agencies, people.value.agencies_from),
                ("credited_source", credit, in_body),
                ("cited_sources", cited, in_body),
                ("language", language, told_by),
            )
            if value
        }
        return ArticleData(
            url=page.url,
            canonical_url=canonical,
            title=title.value or "",
            body=body,
            structure=found.structure,
            byline=people.value.byline,
            authors=people.value.authors,
            agencies=people.value.agencies,
            credited_source=credit,
            cited_sources=cited,
            section=self.section.value,
            tags=self.tags.value,
            image=self.image.value,
            language=language,
            published=self.published.value,
            modified=self.modified.value,
            live=self.live.value,
            paywalled=self.paywalled.value,
            provenance=provenance,
            extractor=EXTRACTOR,
        )

    def candidates(self, *others: Decision[Any]) -> tuple[Candidate, ...]:
        every = (*others, *self._named().values())
        return tuple(one for decision in every for one in decision.candidates)

    def _named(self) -> dict[str, Decision[Any]]:
        return {
            "published": self.published,
            "modified": self.modified,
            "section": self.section,
            "tags": self.tags,
            "image": self.image,
            "live": self.live,
            "paywalled": self.paywalled,
        }


# The text


def _trimmed(found: MainText, title: str) -> tuple[MainText, str | None, str | None]:
    """The text without title, byline and credit; then the byline and the credit."""
    left = found.paragraphs
    byline = credit = None
    start, end = 0, len(left)
    if left and key(left[0]) == key(title):
        start = 1
    if end - start > 1 and is_byline(left[start]):
        byline, start = left[start], start + 1
    if end - start > 1 and (credit := credited_source(left[end - 1])):
        end -= 1
    return MainText(left[start:end], found.structure[start:end]), byline, credit


# The language


def _language(page: Page, text: str) -> tuple[str, str]:
    """The language and where it was read: the page, the settings, the letters, the words."""
    declared, configured = page.claims.of("language"), page.rules.language
    found = language_of(page.claims.language, configured, text)
    if found is None:
        return language_by_words(text[:5000]), "heuristic (the text's words)"
    if declared and found == language_of(declared[0].text, None, text):
        return found, str(declared[0].provenance)
    by_settings = configured and found == language_of(None, configured, text)
    return found, "heuristic (the source's settings)" if by_settings else "heuristic (its letters)"

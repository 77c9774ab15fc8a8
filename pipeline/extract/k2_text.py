"""Turns a K2 article's lines of text into its paragraphs, byline and credit.

Takes off what overrides and editors put in among the paragraphs: the byline above them, the
«المصدر: …» below, pointers to other articles, buttons. Where the text lies is
`pipeline.extract.k2_body`'s to find.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from typing import Final

from pipeline.extract.k2_lines import Gap, Line
from pipeline.extract.k2_markup import Role
from pipeline.extract.k2_words import (
    Fact,
    Kind,
    ends_article,
    is_advert,
    is_button,
    points_elsewhere,
)
from pipeline.extract.structured import PageClaims
from pipeline.press.credits import credited_source, is_byline
from pipeline.press.words import key
from pipeline.records import ParagraphKind

_LONGEST_BYLINE: Final = 5
#: what may stand below a text, inside its element
_AT_THE_FOOT: Final = (Kind.MODIFIED, Kind.HITS, Kind.TAGS)


@dataclass(frozen=True, slots=True)
class Text:
    """What an article's text holds."""

    paragraphs: tuple[str, ...]
    #: what each paragraph is
    kinds: tuple[ParagraphKind, ...]
    #: with its label
    byline: str | None
    credited_source: str | None
    #: what was told below the text
    facts: tuple[Fact, ...]


def read_text(
    lines: Sequence[Line],
    title: str,
    outlets: Collection[str],
    facts_of: Callable[[Line], tuple[Fact, ...] | None],
) -> Text:
    """Reads the lines of an article's text.

    Args:
        lines: in page order.
        title: of the article, which some templates repeat above the text.
        outlets: names of the site, which may be the whole byline.
        facts_of: what a line tells, None if it is not understood.
    """
    left = _without_pointers(_without_doubled_intro(lines))
    if left and key(left[0].text) == key(title):
        left = left[1:]
    byline = None
    if len(left) > 1 and _is_byline(left[0].text, outlets):
        byline, left = left[0].text.rstrip(" :"), left[1:]
    left, facts = _without_foot(left, facts_of)
    left, credit, signed = _without_credit(left, outlets)
    paragraphs, kinds = _paragraphs(left)
    return Text(paragraphs, kinds, byline or signed, credit, facts)


def outlets_of(claims: PageClaims, title: str) -> frozenset[str]:
    """The names that the site gives itself, as they are compared.

    Args:
        claims: of the page.
        title: of the article.
    """
    parts = re.split(r"\s[|–—-]\s", claims.document_title or "")
    names = {key(name) for name in (claims.site_name or "", *parts)}
    return frozenset(names - {"", key(title)})


def _without_doubled_intro(lines: Sequence[Line]) -> list[Line]:
    """Without the introduction, if the full text repeats it."""
    intro = [line for line in lines if line.role is Role.INTRO]
    rest = [line for line in lines if line.role is not Role.INTRO]
    repeated = [line.text for line in rest[: len(intro)]] == [line.text for line in intro]
    return rest if repeated else list(lines)


def _without_pointers(lines: Sequence[Line]) -> list[Line]:
    """Without buttons, and without pointers to other articles and the links below them."""
    kept: list[Line] = []
    pointed = False
    for at, line in enumerate(lines):
        following = lines[at + 1] if at + 1 < len(lines) else None
        if is_advert(line.text) or (_is_no_prose(line) and is_button(line.text)):
            continue
        heads_links = ends_article(line.text) and (following is None or following.linked)
        if heads_links or points_elsewhere(line.text, linked=bool(line.links)):
            pointed = True
        elif not (pointed and line.linked):
            pointed = False
            kept.append(line)
    return kept


def _is_no_prose(line: Line) -> bool:
    """Whether a word such as «فيسبوك» cannot be an item of a list in the text."""
    return line.linked or line.role not in (Role.INTRO, Role.FULL)


def _is_byline(printed: str, outlets: Collection[str]) -> bool:
    text = printed.rstrip(" :")
    return is_byline(text) or (len(text.split()) <= _LONGEST_BYLINE and key(text) in outlets)


def _without_foot(
    lines: Sequence[Line], facts_of: Callable[[Line], tuple[Fact, ...] | None]
) -> tuple[list[Line], tuple[Fact, ...]]:
    left = list(lines)
    facts: tuple[Fact, ...] = ()
    while left and (told := facts_of(left[-1])):
        if any(fact.kind not in _AT_THE_FOOT for fact in told):
            break
        facts = (*told, *facts)
        left.pop()
    return left, facts


def _without_credit(
    lines: list[Line], outlets: Collection[str]
) -> tuple[list[Line], str | None, str | None]:
    """Without «المصدر: …» at the end; with whom it credits, and who signed below it if anybody."""
    if len(lines) > 1 and (name := credited_source(lines[-1].text)):
        return lines[:-1], name, None
    if len(lines) > 2 and _is_byline(lines[-1].text, outlets):
        name = credited_source(lines[-2].text)
        if name:
            return lines[:-2], name, lines[-1].text.rstrip(" :")
    return lines, None, None


def _paragraphs(
    lines: Sequence[Line],
) -> tuple[tuple[str, ...], tuple[ParagraphKind, ...]]:
    """The lines as paragraphs, and what each of those is.

    A line break ends a paragraph, unless the block around it has doubled breaks: then those do,
    and a single one is a space.
    """
    doubled = {line.block for line in lines if line.gap is Gap.DOUBLE_BREAK}
    paragraphs: list[tuple[str, ParagraphKind]] = []
    for at, line in enumerate(lines):
        goes_on = line.gap is Gap.BREAK and line.block in doubled
        if goes_on and at and lines[at - 1].block == line.block:
            text, kind = paragraphs[-1]
            paragraphs[-1] = f"{text} {line.text}", kind
        else:
            paragraphs.append((line.text, line.kind))
    kept = [one for one in paragraphs if any(map(str.isalnum, one[0]))]
    return tuple(text for text, _ in kept), tuple(kind for _, kind in kept)

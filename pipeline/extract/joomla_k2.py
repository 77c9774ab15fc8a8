"""Reads an article off a page of a Joomla K2 site: stock templates, print views, overrides.

    which part of the page holds it           here
    the lines of that part                    k2_lines, with k2_markup
    what each line tells                      k2_telling, with k2_words and k2_phrases
    where title and text lie                  k2_title, k2_body
    text without byline, credit, pointers     k2_text
    the fields                                k2_fields

It decides nothing about versions or edits.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

from selectolax.lexbor import LexborHTMLParser, LexborNode

from pipeline.extract.dom import MOST_ENTRIES, FlatPage, Names, plain_names
from pipeline.extract.k2_body import find_text, lines_beside
from pipeline.extract.k2_fields import make_article
from pipeline.extract.k2_lines import MOST_LINES, Line, Lines, lines_of
from pipeline.extract.k2_markup import ITEM, is_featured_marker
from pipeline.extract.k2_telling import Telling
from pipeline.extract.k2_text import outlets_of, read_text
from pipeline.extract.k2_title import Title, find_titles
from pipeline.extract.k2_words import is_label
from pipeline.extract.page import Page
from pipeline.records import Absence, ArticleData, NotArticle
from pipeline.text import word_set
from pipeline.urls import k2_item_id

#: the container of an item, and of others
_K2_CONTAINER: Final = "k2container"
#: the containers of K2's pages that list items
_LISTS: Final = word_set(
    "itemlistview latestview userview tagview genericview latestitemscontainer"
)
_ALL: Final = _LISTS | {ITEM, _K2_CONTAINER}
#: finds all that may be an item's or a list's container, and much besides
_CONTAINERS: Final = (
    '[class*="view" i], [id*="view" i], [class*="container" i], [id*="container" i]'
)
#: with its names as `Element` has them
_Found = tuple[LexborNode, frozenset[str]]


@dataclass(frozen=True, slots=True)
class _Part:
    """A part of the page that may hold the article, laid out."""

    flat: FlatPage
    #: K2 put it around one item: all in it is the article's own
    in_item: bool = False

    @staticmethod
    def of(node: LexborNode, *, in_item: bool = False) -> _Part:
        return _Part(FlatPage.of(node), in_item)


def has_k2_markup(page: Page) -> bool:
    """Whether K2's templates made the page: an item, or a list of items."""
    if not page.flat.is_cut_off and not any(map(_may_be_k2s, page.flat.named)):
        return False  # as nearly always: a look at the names it has is cheaper than at the tree
    containers = list(_containers(page.tree))
    return _item(containers) is not None or _is_list(containers)


def _may_be_k2s(names: Names) -> bool:
    for given in (names.classes.lower(), names.identity.lower()):
        if "view" in given or "container" in given:
            return not _ALL.isdisjoint(names.plain)
    return False


def read_k2(page: Page) -> ArticleData | NotArticle:
    """Reads the page as a K2 site's, whatever its template.

    1. K2's item container is the article; a page without one is searched, its `<article>` and
       `<main>` first, and there a date, a section or the like must show that it is one.
    2. A list of items is no article, and neither is an item without a text: a page whose text
       vanished must not pass for an emptied article.
    """
    containers = list(_containers(page.tree))
    item = _item(containers)
    if item is None and _is_list(containers):
        return NotArticle("a list of articles", Absence.REPLACED)
    failure = NotArticle("no text", Absence.EMPTIED)
    for part in [_Part.of(item, in_item=True)] if item else _likely_parts(page):
        if part.flat.is_cut_off:
            return NotArticle(f"more than {MOST_ENTRIES} elements")
        reading = _read_part(page, part)
        if isinstance(reading, ArticleData):
            return reading
        failure = reading
    return failure


def _containers(tree: LexborHTMLParser) -> Iterator[_Found]:
    """What may be K2's containers, in page order."""
    for node in tree.css(_CONTAINERS):
        yield node, frozenset(plain_names(node.attributes))


def _item(containers: Sequence[_Found]) -> LexborNode | None:
    for node, names in containers:
        if ITEM in names and node.tag != "body":
            return node
    for node, names in containers:
        if _K2_CONTAINER in names and _LISTS.isdisjoint(names):
            return node
    return None


def _is_list(containers: Sequence[_Found]) -> bool:
    return any(not _LISTS.isdisjoint(names) for _, names in containers)


def _likely_parts(page: Page) -> Iterator[_Part]:
    for tag in ("article", "main"):
        if first := page.tree.css_first(tag):
            yield _Part.of(first)
    if page.flat.entries:
        yield _Part(page.flat)


def _read_part(page: Page, part: _Part) -> ArticleData | NotArticle:
    lines = _with_labels_joined(lines_of(part.flat, lambda: page.letters))
    if len(lines.lines) > MOST_LINES:
        return NotArticle(f"more than {MOST_LINES} lines of text")
    telling = Telling(lines, page.dating)
    if not part.in_item and not k2_item_id(page.url) and telling.sections() > 1:
        return NotArticle("a list of articles", Absence.REPLACED)
    failure = NotArticle("no title", Absence.EMPTIED)
    for title in _titles(page, part, telling):
        reading = _read_under(page, part, telling, title)
        if isinstance(reading, ArticleData):
            return reading
        failure = reading
    return failure


def _with_labels_joined(part: Lines) -> Lines:
    """Each label that stands in a line of its own joined to the line after it."""
    joined: list[Line] = []
    for line in part.lines:
        label = joined[-1] if joined else None
        if label and is_label(label.text) and not is_label(line.text) and label.role is line.role:
            text = f"{label.text.rstrip(' :')}: {line.text}"
            joined[-1] = line._replace(text=text, runs=(text,), linked=False, gap=label.gap)
        else:
            joined.append(line)
    return replace(part, lines=tuple(joined))


def _titles(page: Page, part: _Part, telling: Telling) -> Iterator[Title]:
    """What may be the title; an item's may stand above its container, or in tags only."""
    claims = page.claims
    names = [*claims.headlines, *([claims.document_title] if claims.document_title else [])]
    yield from find_titles(part.flat, telling, names)
    if part.in_item and not page.flat.is_cut_off:
        whole = Telling(lines_of(page.flat), telling.dating)
        above = find_titles(page.flat, whole, names, only_named=True)
        yield from (Title(title.text, marked=title.marked) for title in above)
        yield from (Title(headline, claimed=True) for headline in claims.headlines[:1])


def _read_under(
    page: Page, part: _Part, telling: Telling, title: Title
) -> ArticleData | NotArticle:
    """Reads the article as the one that has this title."""
    body = find_text(part.flat, telling, title, in_item=part.in_item)
    text = read_text(
        [telling.lines[at] for at in body],
        title.text,
        outlets_of(page.claims, title.text),
        telling.by_words,
    )
    if not text.paragraphs:
        return NotArticle("no body text", Absence.EMPTIED)
    beside = lines_beside(telling, title, body, in_item=part.in_item)
    facts = [*telling.in_order_of_trust(beside), *text.facts]
    if not (part.in_item or facts):
        return NotArticle("nothing marks an article: no date, no section", Absence.REPLACED)
    if any(at < body[0] and is_featured_marker(telling.lines[at].text) for at in beside):
        title = title._replace(marked=True)
    return make_article(page, part.flat, title, text, facts)

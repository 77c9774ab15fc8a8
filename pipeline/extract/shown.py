"""Collects what a page prints where people look for it: headings, bylines, dates.

Finds and places them only: an entry says where it stands, and `titles`, `people` and `times`
say what it is worth. One selector, one pass over what it hits.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Final

from selectolax.lexbor import LexborHTMLParser, LexborNode

from pipeline.extract.dom import FlatPage, words_of
from pipeline.extract.nodes import around, short_text
from pipeline.text import clean, word_set

_SELECTOR: Final = (
    'h1, time, [rel~="author"], [rel~="tag"], [itemprop*="author"], [itemprop*="date"], '
    '[class*="autho" i], [class*="autor" i], [class*="auteur" i], [class*="byline" i], '
    '[class*="write" i], [class*="wrote" i], [class*="vcard" i], [class*="date" i], '
    '[class*="time" i], [class*="datum" i], [class*="publi" i], [class*="posted" i], '
    '[class*="meta" i], [class*="info" i], [id*="date" i], [id*="author" i], [id*="byline" i], '
    '[class*="submit" i], [class*="created" i], [class*="fecha" i], '
    '[class*="paywall" i], [class*="live" i], [data-testid*="date" i], [data-testid*="author" i]'
)
_TITLES: Final = 'h2, [class*="headline" i], [class*="title" i]'
#: of a class, in characters, that is looked at
_LONGEST_NAME: Final = 300
_MOST_HITS: Final = 1_500
_MOST_OF_A_KIND: Final = 40
_LONGEST_HEADING: Final = 400
_LONGEST_LINE: Final = 200

_PEOPLE: Final = word_set(
    "wrote author authors autor autoren autorin autores auteur auteurs byline bylines byl writer "
    " writers vcard redacteur redakteur reporter signature authorname authors-name fn "
    "contributor contributors"
)
_DATES: Final = word_set(
    "date dates datum dateline datetime pubdate published publishdate publish publication time "
    "timestamp posted fecha data created updated modified zeit day article-date entrydate"
)
#: that a link leads to a publication is no date
_DATES_OF_LINKS: Final = _DATES - word_set("publication publish data")
#: the clock of whoever looks at the page
_NOW: Final = word_set("current clock uhrzeit now")
_LINES: Final = word_set(
    "meta metadata info infos details subline dateline posted submitted credits"
)
#: inside a heading, what stands over the headline
_KICKERS: Final = word_set(
    "kicker overline topline dachzeile eyebrow rubrik category label badge pretitle supertitle "
    "flag suptitle surtitre overtitle roofline tag preheadline spitzmarke antetitulo volanta "
    "marker hidden"
)
#: what holds other pieces than the page's own, or none
_ELSEWHERE: Final = word_set(
    "related sidebar comment comments commentlist teaser teasers recommended recommendations "
    "recommendation widget recent popular trending similar footer mostread outbrain taboola "
    "newsletter next previous prev morenews ticker aside moreon nav navbar breaking slider "
    "carousel"
)
_ELSEWHERE_TAGS: Final = frozenset(
    {"nav", "aside", "footer", "figure", "figcaption", "form", "blockquote"}
)

#: a line that begins so, and is short, signs a piece
_SIGNS: Final = re.compile(
    r"\s*(?:(?:By|BY|Von|VON|Par|PAR|Por)(?:\s*:|\s)\s*(?=[A-ZÀ-Þ]|$)|(?:Autor|Autorin|Author|Auteur|بقلم|كتب|كتبت)\s*:\s*)"
)
_LONGEST_SIGNED: Final = 60
_HAS_YEAR: Final = re.compile(r"(?:19|20)\d\d|\d[./-]\d\d?[./-]\d\d|[٠-٩۰-۹]{4}|[一-龥]\d")
#: words of a line that is printed for its date; a longer one tells of something
_MOST_WORDS: Final = 10
#: a paragraph begins with its date: «21.3.2026 – …», «(21. März 2026) …», «21. März 2026. …»
_DATELINE: Final = re.compile(
    r"\s*\(?(\d[^()\n–—]{3,28}?(?:19|20)\d\d)\)?(?:\s*[.:)–—|]|\s+-\s|\s*$)"
)
#: between the figures of a date: «26 | 01 | 2026»
_BARS: Final = re.compile(r"(?<=\d)\s?\|\s?(?=\d)")
#: what is printed before a date in an element of its own
_LABEL: Final = re.compile(r".{2,30}:\s*", re.DOTALL)
#: how many elements and texts from the heading such a line may stand
_NEAR_HEADING: Final = 300
#: how many times farther from the heading a line before it counts
_BEFORE: Final = 3


@dataclass(frozen=True, slots=True)
class Entry:
    """An element that may show a field."""

    text: str
    #: what the markup says for machines (`datetime`, `content`; of a heading, where its link
    #: leads), "" if nothing
    machine: str
    #: such as "h1" or "time.entry-date"
    where: str
    #: counts up through the page
    place: int
    #: the `mem_id` of the `article` around it, 0 if there is none
    piece: int
    #: it stands in a sidebar, among comments, in a link to another piece
    elsewhere: bool
    #: the words of its classes, id and itemprop
    words: frozenset[str]
    #: how surely its markup says what it is: 2 by a tag or attribute, 1 by a class, 0 not at all
    sure: int


@dataclass(slots=True)
class Shown:
    """What a page prints, each list in page order."""

    headings: list[Entry] = field(default_factory=list)
    people: list[Entry] = field(default_factory=list)
    dates: list[Entry] = field(default_factory=list)
    tags: list[Entry] = field(default_factory=list)
    paywalls: list[Entry] = field(default_factory=list)
    live: list[Entry] = field(default_factory=list)


def shown_on(tree: LexborHTMLParser) -> Shown:
    """Collects what a page shows; a bounded number of each kind."""
    shown = Shown()
    seen: set[int] = set()
    known: dict[int, tuple[int, bool]] = {}
    for place, node in enumerate(tree.css(_SELECTOR)[:_MOST_HITS]):
        if node.mem_id not in seen:
            seen.add(node.mem_id)
            _sort(node, place, shown, known)
    return shown


def second_headings(tree: LexborHTMLParser) -> list[Entry]:
    """Second headings and elements with a class for titles, for pages whose `h1` says nothing."""
    found: list[Entry] = []
    known: dict[int, tuple[int, bool]] = {}
    for place, node in enumerate(tree.css(_TITLES)[:_MOST_OF_A_KIND]):
        if (entry := _entry(node, place, frozenset(), 1, known)) and entry.text:
            found.append(entry)
    return [entry for entry in found if not entry.elsewhere]


def signed_line(flat: FlatPage) -> str | None:
    """A short line below the first heading that begins as bylines do, whatever its element.

    «By X», «Von:» and then «X» in the next text, «بقلم: …», in the next text.
    """
    entries = flat.entries
    heading = next((at for at, one in flat.elements() if one.tag == "h1"), None)
    first, end = (0, len(entries)) if heading is None else (heading, heading + _NEAR_HEADING)
    for at in range(first, min(end, len(entries))):
        entry = entries[at]
        if isinstance(entry, str) and (begins := _SIGNS.match(entry)):
            line = entry
            for further in entries[at + 1 : at + 12]:
                if len(line.strip()) > begins.end() - begins.start() + 2:
                    break
                if isinstance(further, str):
                    line += further
            text = clean(line)
            if len(text) <= _LONGEST_SIGNED and len(text.split()) > 2:
                return text
    return None


def lines_near(flat: FlatPage, title: str) -> Iterator[str]:
    """Texts with a year around the heading, or around the title where no `h1` stands.

    For dates in elements of no telling name, the nearest first: short lines, each with the label
    in the text before it, and the beginnings of paragraphs.
    """
    entries = flat.entries
    heading = _place_of(flat, title)
    around = range(max(heading - _NEAR_HEADING // 2, 0), min(heading + _NEAR_HEADING, len(entries)))
    for at in sorted(around, key=lambda at: max(at - heading, _BEFORE * (heading - at))):
        entry = entries[at]
        if not isinstance(entry, str) or not _HAS_YEAR.search(entry[:_LONGEST_LINE]):
            continue
        if begins := _DATELINE.match(entry[:_LONGEST_LINE]):
            yield _labelled(flat, at, begins[1])
        elif len(entry) < _LONGEST_LINE and len(entry.split()) <= _MOST_WORDS:
            yield _labelled(flat, at, entry)


def _labelled(flat: FlatPage, at: int, line: str) -> str:
    """A line after the label that stands just before it, if one does."""
    texts = (one for one in reversed(flat.entries[max(at - 3, 0) : at]) if isinstance(one, str))
    before = next((text for text in texts if not text.isspace()), "")
    text = f"{before} {line}" if _LABEL.fullmatch(before) else line
    return clean(_BARS.sub(".", text))


def _place_of(flat: FlatPage, title: str) -> int:
    """Where the title stands: in an `h1`, else in any text of the body, else at the beginning."""
    start = 0
    text_of_title: int | None = None
    for at, entry in enumerate(flat.entries):
        if not isinstance(entry, str):
            if entry.tag == "h1" and entry.letters < 2_000 and title in clean(flat.text(at)):
                return at
            if entry.tag == "body":
                start = at
        elif start and text_of_title is None and len(entry) < 2 * len(title) + 50:
            text_of_title = at if clean(entry) == title else None
    return start if text_of_title is None else text_of_title


def _sort(node: LexborNode, place: int, shown: Shown, known: dict[int, tuple[int, bool]]) -> None:
    """Puts an element into the lists where it belongs; none from a sidebar but headings."""
    attributes = node.attributes
    words = frozenset(
        word
        for name in ("class", "id", "itemprop", "data-testid")
        if (value := attributes.get(name))
        for word in _words(value)
    )
    rel = (attributes.get("rel") or "").lower().split()
    lists, sure = _lists(node.tag or "", rel, words, attributes, shown)
    waiting = [kept for kept in lists if len(kept) < _MOST_OF_A_KIND]
    if waiting and (entry := _entry(node, place, words, sure, known)):
        for kept in waiting:
            if kept is shown.dates and not sure and not any(map(str.isdigit, entry.text)):
                continue  # a line of categories, of which lists of other pieces are full
            kept.append(entry)


def _lists(
    tag: str,
    rel: list[str],
    words: frozenset[str],
    attributes: dict[str, str | None],
    shown: Shown,
) -> tuple[list[list[Entry]], int]:
    """The lists that an element may belong to, and how surely, as in `Entry.sure`."""
    if tag == "h1":
        return [shown.headings], 2
    if tag == "time":
        return [shown.dates], 2
    if "author" in rel or ("author" in words and "itemprop" in attributes):
        return [shown.people], 2
    if "tag" in rel:
        return [shown.tags], 2
    if "paywall" in words:
        return [shown.paywalls], 1
    if "liveblog" in words or {"live", "blog"} <= words:
        return [shown.live], 1
    if words & _PEOPLE:
        return [shown.people, *([shown.dates] if words & _DATES else [])], 1
    if words & (_DATES_OF_LINKS if tag == "a" else _DATES):
        return ([] if words & _NOW else [shown.dates]), 1
    return ([shown.people, shown.dates] if words & _LINES else []), 0


def _entry(
    node: LexborNode,
    place: int,
    words: frozenset[str],
    sure: int,
    known: dict[int, tuple[int, bool]],
) -> Entry | None:
    """The element as an entry; None if it is empty, too long, or stands among other pieces."""
    heading = node.tag in ("h1", "h2")
    piece, elsewhere = _around(node, known)
    if elsewhere and not heading and "paywall" not in words:
        return None
    text = short_text(node, _LONGEST_HEADING if heading else _LONGEST_LINE, spans_part=not heading)
    if heading and node.child is not None and node.child.next is not None:
        bare = short_text(node, _LONGEST_HEADING, spans_part=False, without=_KICKERS)
        text = (bare or "").lstrip(" :|/–-") or text  # what parts the kicker goes with it
    attributes = node.attributes
    machine = (
        attributes.get("datetime") or attributes.get("content") or attributes.get("title") or ""
    )
    if heading:
        machine = _address(node)
    if not text and not machine:
        return None
    name = next(iter((attributes.get("class") or "").split()), "")
    where = f"{node.tag}.{name}" if name else str(node.tag)
    machine = machine[:_LONGEST_LINE]
    return Entry(text or "", machine, where, place, piece, elsewhere, words, sure)


def _address(node: LexborNode) -> str:
    """Where a heading leads, "" if it is no link."""
    outer = node.parent
    link = outer if outer is not None and outer.tag == "a" else node.css_first("a")
    return (link.attributes.get("href") or "") if link else ""


def _around(node: LexborNode, known: dict[int, tuple[int, bool]]) -> tuple[int, bool]:
    """The `article` around an element, and whether it stands among other pieces.

    Args:
        node: the element.
        known: what was found for the elements around earlier ones; added to.
    """
    piece, elsewhere = 0, False
    path: list[tuple[int, bool, bool]] = []
    for outer in around(node):
        tag = outer.tag or ""
        if tag in ("body", "main"):
            break
        if outer.mem_id in known:
            piece, elsewhere = known[outer.mem_id]
            break
        attributes = outer.attributes
        named = any(
            (value := attributes.get(name)) and not _ELSEWHERE.isdisjoint(_words(value))
            for name in ("class", "id")
        )
        path.append((outer.mem_id, tag == "article", named or tag in _ELSEWHERE_TAGS))
    for place, is_article, is_elsewhere in reversed(path):
        piece = place if is_article else piece
        elsewhere = elsewhere or is_elsewhere
        known[place] = (piece, elsewhere)
    return piece, elsewhere


@lru_cache(maxsize=4_096)
def _words(value: str) -> frozenset[str]:
    """The words of a class or id, of which pages repeat the same few."""
    return frozenset(words_of(value[:_LONGEST_NAME]))

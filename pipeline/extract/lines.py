"""Finds the lines of a page that sign or date a piece in elements of no telling name.

The nearest to the heading first, or by a label that is no word of a sentence. What they say is
for `names` and `pipeline.dates` to read, and `people` and `times` ask here last.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import islice
from typing import Final
from urllib.parse import urldefrag

from pipeline.extract.addresses import absolute
from pipeline.extract.dom import Element, FlatPage
from pipeline.text import clean

_LONGEST_LINE: Final = 200
_FIGURES: Final = ("figure", "figcaption")
#: a line that begins so, and is short, signs a piece
_SIGNS: Final = re.compile(
    r"\s*(?:(?:By|BY|Von|VON|Par|PAR|Por)(?:\s*:|\s)\s*(?=[A-ZÀ-Þ]|$)|(?:Autor|Autorin|Author|Auteur|بقلم|كتب|كتبت)\s*:\s*)"
)
#: «06.11.2026 13:30 Uhr von X»
_SIGNS_AFTER_DATE: Final = re.compile(
    r"\s*\d[\d.:/,\s-]{5,24}(?:(?:Uhr|h)\s+)?[|·,-]?\s*(?:[Bb]y|[Vv]on|[Pp]ar|[Pp]or)\s+(?=[A-ZÀ-Þ])"
)
#: such a line is believed far from the heading too: at the end of the text
_SIGNS_SURELY: Final = re.compile(
    r"\s*(?:Autor|Autorin|Autoren|Author|Authors|Auteur|Auteure|Text|Texte|بقلم)\s*:\s*"
)
#: beside these the author is that of a book which is told of
_BOOK: Final = re.compile(r"\s*(?:ISBN\b|(?:Verlag|Seiten|Publisher|Pages|Éditeur|Éditions?)\s*:)")
#: entries around a line in which they would stand
_BESIDE: Final = 30
_LONGEST_SIGNED: Final = 60
_HAS_YEAR: Final = re.compile(r"(?:19|20)\d\d|\d[./-]\d\d?[./-]\d\d|[٠-٩۰-۹]{4}|[一-龥]\d")
#: words of a line that is printed for its date; a longer one tells of something
_MOST_WORDS: Final = 10
#: a paragraph begins with its date: «21.3.2026 – …», «(21. März 2026) …», «21. März 2026. …»
_DATELINE: Final = re.compile(
    r"\s*\(?(\d[^()\n–—]{3,28}?(?:19|20)\d\d)\)?(?:\s*[.:)–—|]|\s+-\s|\s*$)"
)
#: a text begins with its date, perhaps after a place: «الرباط، 21 مارس 2026 – …»
_HEADS_TEXT: Final = re.compile(
    rf"{_DATELINE.pattern}"
    r"|\s*\(?\s*[^\W\d_][^\d()\n–—.:]{1,40}?[,،]\s*(\d[^()\n–—]{3,28}?(?:19|20)\d\d)\s*"
    r"(?:\)|(?:\([^()\n]{2,20}\)\s*)?(?:[–—]|-\s))"
)
_MOST_AT_HEAD: Final = 3
#: between the figures of a date: «26 | 01 | 2026»
_BARS: Final = re.compile(r"(?<=\d)\s?\|\s?(?=\d)")
#: what is printed before a date in an element of its own
_LABEL: Final = re.compile(r".{2,30}:\s*", re.DOTALL)
#: at the beginning of a line whose date is that of publication
_PUBLISHED: Final = re.compile(
    r"^\s*(?:(?:Erschienen|Erstellt|Veröffentlicht|Publiziert|Online seit|Published|Posted"
    r"|Publi[ée]e?|Mis en ligne|Publicado|Publicada|Pubblicato|Gepubliceerd|Publicerad|Publisert)"
    r"(?:\s+(?:am|on|le|el|il|op|dne))?\s*:?|(?:تاريخ النشر|نُ?شر(?:ت)? (?:في|بتاريخ|يوم))\s*:?)"
    r"\s*(?=\d|$|\w{2,9}[.,]?\s)"
)
#: in a sentence below a text that tells where it belongs
_WAS_PUBLISHED: Final = re.compile(
    r"\b(?:wurde am|was (?:posted|published|written) on|a été (?:publié|posté)e? le)\s*"
)
#: it has one of these
_IN_WAS_PUBLISHED: Final = ("wurde am", "was p", "was w", "été p")
#: how «wurde am … um 23:03 Uhr» has to go on
_POSTED: Final = re.compile(r"[\w\s:,]{0,20}?\b(?:gepostet|veröffentlicht|geschrieben)\b")
_DATE_AFTER: Final = re.compile(
    r"(?:\w{2,10}[.,]*\s+)?(?:\d{1,2}|\w{3,9})[\w.,/ -]{3,24}?(?:19|20)\d\d"
    r"(?:,?\s+(?:um|at|à)?\s*\d{1,2}[:.h]\d\d(?:\s*[ap]m\b)?)?"
)
_SHORTEST_LABEL: Final = 6
_SOON: Final = 8
_MOST_LABELLED: Final = 8
#: letters of a link's text that may be a title
_SHORTEST_TITLE: Final = 12
#: letters of an item of a list, and how many elements around its link it may be
_LONGEST_ITEM: Final = 300
_AROUND_LINK: Final = 3
#: how many elements and texts from the heading such a line may stand
_NEAR_HEADING: Final = 300
#: how many times farther from the heading a line before it counts
_BEFORE: Final = 3


def signed_line(flat: FlatPage, title: str) -> str | None:
    """A short line below the first heading that begins as bylines do, whatever its element.

    «By X», «Von:» and then «X» in the next text, «06.11.2026 von X»; farther below only what
    has a label that is no word of a sentence, «Autor: X», and is of no book.
    """
    entries = flat.entries
    heading = next(iter(flat.tagged("h1")), None)
    for at, entry in flat.lines:
        if at < (heading or 0):
            continue
        near = heading is None or at < heading + _NEAR_HEADING
        begins = _SIGNS_SURELY.match(entry) or (
            near and (_SIGNS.match(entry) or _SIGNS_AFTER_DATE.match(entry))
        )
        if not begins:
            continue
        line = entry
        for further in entries[at + 1 : at + 12]:
            if len(line.strip()) > begins.end() - begins.start() + 2:
                break
            if isinstance(further, str):
                line += further
        text = clean(line)
        fits = len(text) <= _LONGEST_SIGNED and len(text.split()) > 2
        if (
            fits
            and not title.startswith(text)
            and not (_SIGNS_SURELY.match(text) and _is_of_book(entries, at))
        ):
            return text
    return None


def _is_of_book(entries: Sequence[Element | str], at: int) -> bool:
    beside = entries[max(at - _BESIDE, 0) : at + _BESIDE]
    return any(isinstance(one, str) and _BOOK.match(one[:_LONGEST_LINE]) for one in beside)


def lines_near(flat: FlatPage, title: str) -> Iterator[str]:
    """Texts with a year around the heading, or around the title where no `h1` stands.

    For dates in elements of no telling name, the nearest first: short lines, each with the label
    in the text before it, and the beginnings of paragraphs.
    """
    entries = flat.entries
    heading = _place_of(flat, title)
    pictures = {clean(flat.element(at).get("alt")) for at in flat.tagged("img")}
    around = range(max(heading - _NEAR_HEADING // 2, 0), min(heading + _NEAR_HEADING, len(entries)))
    for at in sorted(around, key=lambda at: max(at - heading, _BEFORE * (heading - at))):
        entry = entries[at]
        if not isinstance(entry, str) or not _HAS_YEAR.search(entry[:_LONGEST_LINE]):
            continue
        if clean(entry) in pictures or _is_caption(flat, at):
            continue
        if begins := _DATELINE.match(entry[:_LONGEST_LINE]):
            yield _labelled(flat, at, begins[1])
        elif len(entry) < _LONGEST_LINE and len(entry.split()) <= _MOST_WORDS:
            yield _labelled(flat, at, entry)


def datelines(paragraphs: Sequence[str]) -> Iterator[str]:
    """The dates with which the first paragraphs of a text begin."""
    for paragraph in paragraphs[:_MOST_AT_HEAD]:
        if begins := _HEADS_TEXT.match(paragraph[:_LONGEST_LINE]):
            yield begins[1] or begins[2]


def published_lines(flat: FlatPage) -> Iterator[str]:
    """Lines anywhere that say when the piece was published: «Erschienen am: 13.10.2026».

    Each the label and what follows it within a few texts.
    """
    found = 0
    for at, entry in flat.lines:
        if len(entry) < _SHORTEST_LABEL:
            continue
        label = _PUBLISHED.match(entry)
        if label is None and any(one in entry for one in _IN_WAS_PUBLISHED):
            label = _WAS_PUBLISHED.search(entry, len(entry) - _LONGEST_LINE)
        if label is None:
            continue
        after = (one for one in flat.entries[at + 1 : at + _SOON] if isinstance(one, str))
        text = clean(" ".join((entry[label.end() :], *after))[:_LONGEST_LINE])
        line = _DATE_AFTER.match(text)
        if line and (label[0].strip() != "wurde am" or _POSTED.match(text[line.end() :])):
            found += 1
            yield line[0]
        if found == _MOST_LABELLED:
            return


def teased_lines(flat: FlatPage, url: str) -> Iterator[str]:
    """Dates beside a link to this very page, in a list of the newest pieces or a menu."""
    found, here = 0, urldefrag(url).url
    for at in flat.tagged("a"):
        one = flat.element(at)
        href = one.get("href")
        # with a fragment it leads to a comment, or to a part of the text
        if not href or "#" in href or one.letters < _SHORTEST_TITLE:
            continue
        if absolute(href, url) != here:
            continue
        item = at
        for outer in islice(flat.around(at), 1 + _AROUND_LINK):
            if flat.element(outer).letters > _LONGEST_ITEM:
                break
            item = outer
        inside = flat.entries[item : flat.element(item).end]
        lines = [one for one in inside if isinstance(one, str) and _HAS_YEAR.search(one)]
        yield from (clean(line) for line in lines if len(line.split()) <= _MOST_WORDS)
        found += 1
        if found == _MOST_LABELLED:
            return


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


def _is_caption(flat: FlatPage, at: int) -> bool:
    """Whether a text stands in a figure, where a date is the picture's."""
    earlier = range(at - 1, max(at - _NEAR_HEADING, -1), -1)
    before = next((place for place in earlier if not isinstance(flat.entries[place], str)), -1)
    return any(
        flat.element(index).tag in _FIGURES and flat.holds(index, at)
        for index in flat.around(before)
    )

"""Measures how often the text that is read off a page changes with the boxes around it.

Real pages are read as they are and with invented boxes put in, as an article is that is fetched
twice. What differs would be an edit that nobody made. No page's text is printed.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final

from benchmarks.corpora import CorpusPage
from benchmarks.ours import reading_of
from pipeline.charset import decode_page
from pipeline.records import ArticleData
from tests.boxes import AROUND, BETWEEN, ENGLISH, LANGUAGES, with_boxes

#: of how many pages one is read
_EVERY: Final = 8


def print_wavering(pages: Sequence[CorpusPage], kept: Path | None, anew: bool) -> None:
    """Prints for each kind of box on how many pages the text changes with it."""
    some = pages[::_EVERY]
    read = changed = 0
    by_kind: dict[str, list[bool]] = {}
    for page in some:
        html = decode_page(page.body(), "")
        plain = _text(page, with_boxes(html, ()))
        if not plain:
            continue
        read += 1
        wavers = False
        for kind, other in boxed(page, html, plain):
            is_other = _text(page, other) != plain
            by_kind.setdefault(kind, []).append(is_other)
            wavers = wavers or is_other
        changed += wavers
    print(f"\nbody with other boxes around and between its paragraphs: {read} pages")
    print(f"{changed} of them change with some box\n")
    print(f"{'':34}{'pages':>8}{'changed':>10}{'share':>8}")
    for kind, outcomes in sorted(by_kind.items()):
        share = sum(outcomes) / len(outcomes)
        print(f"{kind:34}{len(outcomes):>8}{sum(outcomes):>10}{share:>8.3f}")
    every = [one for outcomes in by_kind.values() for one in outcomes]
    print(f"{'all':34}{len(every):>8}{sum(every):>10}{sum(every) / max(len(every), 1):>8.3f}")


def boxed(page: CorpusPage, html: str, plain: Sequence[str]) -> Iterator[tuple[str, str]]:
    """The page with boxes of each kind, by the kind; which boxes goes by a checksum of its name."""
    seed = zlib.crc32(page.name.encode())
    language = reading_language(page, html)
    words = LANGUAGES.get(language, ENGLISH)
    for named in (True, False):
        how = "named" if named else "nameless"
        for kind, box in BETWEEN.items():
            boxes = [box(words, seed % 50 + number, named) for number in range(3)]
            yield f"between, {how}: {kind}", with_boxes(html, plain, between=boxes)
        for kind, box in AROUND.items():
            written = box(words, seed % 50, named)
            if kind == "cookie wall":
                yield f"above, {how}: {kind}", with_boxes(html, plain, above=written)
            else:
                yield f"below, {how}: {kind}", with_boxes(html, plain, below=written)


def reading_language(page: CorpusPage, html: str) -> str:
    """The language that the page is read to be in; "" where it is refused."""
    reading = reading_of(page, html.encode())
    return (reading.language or "")[:2] if isinstance(reading, ArticleData) else ""


def _text(page: CorpusPage, html: str) -> tuple[str, ...]:
    reading = reading_of(page, html.encode())
    return reading.body if isinstance(reading, ArticleData) else ()

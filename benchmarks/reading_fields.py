"""Measures titles, authors and times of publication: ours beside three other tools'.

A title counts when it is exact but for case, white space and signs that nobody sees; a truth that
ends in the site's name also without it. Authors are counted name by name, over all pages, agencies
too; a day is right in the zone in which the truth gives it, a moment to the minute. "Invented" are
dates read off pages for which none is known.

    python -m benchmarks.reading_fields [--shared DIR] [--kept DIR]
"""

from __future__ import annotations

import argparse
import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Final, get_args

from benchmarks.corpora import Corpus, CorpusPage, load_corpora, shared_folder
from benchmarks.ours import our_reading
from benchmarks.peers import ToolReading, peer_readings
from pipeline.charset import decode_page
from pipeline.extract.page import parse
from pipeline.extract.titles import without_site_name
from pipeline.records import NotArticle, ReadingRules

#: how the corpora join several names in one string
_BETWEEN: Final = re.compile(r"\s*[;,/&]\s*|\s+(?:und|and|et|y)\s+", re.IGNORECASE)
_TOOLS: Final = ("trafilatura", "newspaper4k", "htmldate")


@dataclass(slots=True)
class Figures:
    """What one tool got right on one corpus: pairs of right and asked."""

    title: list[bool] = field(default_factory=list)
    day: list[bool] = field(default_factory=list)
    moment: list[bool] = field(default_factory=list)
    #: pages without a known date for which one was read
    invented: int = 0
    #: names that both have, that only the truth has, that only the tool has
    names: list[int] = field(default_factory=lambda: [0, 0, 0])
    cpu: list[float] = field(default_factory=list)

    def add(self, page: CorpusPage, reading: ToolReading) -> None:
        """Counts one page."""
        truth = page.truth
        if truth.title is not None:
            self.title.append(_is_title(reading.title, truth.title, page))
        if truth.authors is not None:
            known, read = _names(truth.authors), _names(reading.authors)
            sizes = (len(known & read), len(known - read), len(read - known))
            self.names = [old + new for old, new in zip(self.names, sizes, strict=True)]
        if truth.day:
            self.day.append(_is_day(reading.published, truth.day, truth.moment))
        elif reading.published:
            self.invented += 1
        if truth.moment and (truth.moment.hour or truth.moment.minute):
            self.moment.append(_is_moment(reading.published, truth.moment))
        self.cpu.append(reading.cpu)

    def row(self) -> tuple[str, ...]:
        """The figures in the order of the table's head."""
        both, missed, wrong = self.names
        f1 = 2 * both / ((2 * both + missed + wrong) or 1)
        return (
            _share(self.title),
            f"{f1:.3f}",
            _share(self.day),
            _share(self.moment),
            str(self.invented),
            f"{1000 * sum(self.cpu) / (len(self.cpu) or 1):.1f}",
        )


def print_fields(pages: Sequence[CorpusPage], kept: Path | None, anew: bool = False) -> None:
    """Reads the pages by ours and by the others, and prints a table for each corpus.

    Args:
        pages: of either corpus or both.
        kept: where the others' readings are kept between runs; None: they read anew.
        anew: read again what was kept.
    """
    head = ("title", "authors F1", "day", "moment", "invented", "ms a page")
    for corpus in get_args(Corpus):
        of_corpus = [page for page in pages if page.corpus == corpus]
        if not of_corpus:
            continue
        print(f"\nfields, {corpus}: {len(of_corpus)} pages\n")
        print(f"{'':18}" + "".join(f"{name:>12}" for name in head))
        for name, readings in _readings(of_corpus, kept, anew):
            figures = Figures()
            for page, reading in zip(of_corpus, readings, strict=True):
                figures.add(page, reading)
            print(f"{name:18}" + "".join(f"{cell:>12}" for cell in figures.row()))


def _readings(
    pages: Sequence[CorpusPage], kept: Path | None, anew: bool
) -> Iterator[tuple[str, list[ToolReading]]]:
    yield "marsad", [our_reading(page) for page in pages]
    for name in _TOOLS:
        yield name, peer_readings(name, pages, kept, anew=anew)


# Comparing


def _is_title(read: str | None, title: str, page: CorpusPage) -> bool:
    if _plain(read) == _plain(title):
        return True
    parsed = parse(decode_page(page.body(), "text/html"), page.url, ReadingRules())
    if not read or isinstance(parsed, NotArticle):
        return False
    return _plain(read) == _plain(without_site_name(title, parsed.claims, page.url))


def _plain(text: str | None) -> str:
    seen = (sign for sign in text or "" if unicodedata.category(sign) != "Cf")
    return " ".join("".join(seen).split()).casefold()


def _names(given: Iterable[str]) -> frozenset[str]:
    parts = (_plain(part) for name in given for part in _BETWEEN.split(name))
    return frozenset(part for part in parts if part)


def _is_day(read: str | None, day: date, moment: datetime | None) -> bool:
    at = _moment(read)
    if at is None:
        return False
    if at.date() == day:
        return True
    return bool(moment and at.tzinfo and at.astimezone(moment.tzinfo).date() == day)


def _is_moment(read: str | None, moment: datetime) -> bool:
    at = _moment(read)
    if at is None or len(read or "") <= len("2026-11-25"):
        return False
    known = moment.replace(second=0, microsecond=0)
    aware = at if at.tzinfo else at.replace(tzinfo=moment.tzinfo)
    return abs(aware - known) < timedelta(minutes=1)


def _moment(text: str | None) -> datetime | None:
    try:
        return datetime.fromisoformat(text) if text else None
    except ValueError:
        return None


def _share(answers: Sequence[bool]) -> str:
    return f"{sum(answers) / len(answers):.3f}" if answers else "–"


def main() -> None:
    """Runs the measure alone."""
    parser = argparse.ArgumentParser(description="Measures titles, authors and dates.")
    parser.add_argument("--shared", help="the folder that holds data/")
    parser.add_argument("--kept", type=Path, help="where the other tools' readings are kept")
    given = parser.parse_args()
    print_fields(load_corpora(shared_folder(given.shared)), given.kept)


if __name__ == "__main__":
    main()

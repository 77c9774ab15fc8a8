"""Measures the reading of real pages: ours beside the best of other tools, in one run.

    python -m benchmarks.reading [--shared DIR] [--kept DIR] [--anew] [TABLE ...]

Prints one table after the other, or those that are named:

    body       must and must-not snippets; words of the text beside the publishers' own parsers
    fields     titles, authors, days and moments of publication
    cpu        processor time a page, all fields
    wavering   how often the text changes with the boxes around and between its paragraphs
    sameness   each page read twice, in another process, in another order: identical or not

docs/reading.md keeps the figures with their date. No page's text is printed.
"""

from __future__ import annotations

import argparse
import json
import logging
import os
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from statistics import mean, median
from typing import Final

from benchmarks.corpora import VARIABLE, CorpusPage, load_corpora, shared_folder
from benchmarks.measures import Counts, rouge_lsum, snippet_counts, word_overlap
from benchmarks.ours import digest_of, our_reading
from benchmarks.peers import PEERS, ToolReading, peer_readings, timed
from benchmarks.reading_fields import print_fields
from benchmarks.wavering import print_wavering

_OURS: Final = "marsad"
_READERS: Final = tuple(name for name in PEERS if name != "htmldate")
#: of how many pages one is read for the processor time, by all tools in turn
_EVERY: Final = 4

#: the pages, and where the peers' readings are kept and whether they are made anew
Table = Callable[[Sequence[CorpusPage], Path | None, bool], None]


def print_bodies(pages: Sequence[CorpusPage], kept: Path | None, anew: bool) -> None:
    """Prints how near each tool's text is to what is known of it."""
    web = [page for page in pages if page.corpus == "pages-web"]
    print(f"\nbody, pages-web: {len(web)} pages, snippets that it must and must not hold\n")
    print(f"{'':18}{'precision':>10}{'recall':>10}{'F1':>10}")
    for name, readings in _readings(web, kept, anew):
        counts = sum(
            (
                snippet_counts(reading.text, page.truth.present, page.truth.absent)
                for page, reading in zip(web, readings, strict=True)
            ),
            Counts(),
        )
        print(f"{name:18}{counts.precision:>10.3f}{counts.recall:>10.3f}{counts.f1:>10.3f}")
    publishers = [page for page in pages if page.corpus == "pages-publishers"]
    print(f"\nbody, pages-publishers: {len(publishers)} pages, beside the publishers' parsers\n")
    print(f"{'':18}{'precision':>10}{'recall':>10}{'token F1':>10}{'ROUGE-L':>10}", end="")
    print(f"{'with standfirst':>18}")
    for name, readings in _readings(publishers, kept, anew):
        texts = [reading.text.split("\n") for reading in readings]
        pairs = list(zip(texts, (page.truth for page in publishers), strict=True))
        near = [word_overlap(text, truth.paragraphs) for text, truth in pairs]
        wider = [word_overlap(text, (*truth.summary, *truth.paragraphs)) for text, truth in pairs]
        print(
            f"{name:18}{mean(one.precision for one in near):>10.3f}"
            f"{mean(one.recall for one in near):>10.3f}{mean(one.f1 for one in near):>10.3f}"
            f"{mean(rouge_lsum(text, truth.paragraphs).f1 for text, truth in pairs):>10.3f}"
            f"{mean(one.f1 for one in wider):>18.3f}"
        )


def _readings(
    pages: Sequence[CorpusPage], kept: Path | None, anew: bool
) -> list[tuple[str, list[ToolReading]]]:
    ours = [our_reading(page) for page in pages]
    return [
        (_OURS, ours),
        *((name, peer_readings(name, pages, kept, anew=anew)) for name in _READERS),
    ]


def print_cpu(pages: Sequence[CorpusPage], kept: Path | None, anew: bool) -> None:
    """Prints the processor time a page of each tool, page by page in turn."""
    some = pages[::_EVERY]
    readers = [name for name in PEERS if name.startswith("trafilatura")]
    times: dict[str, list[float]] = {name: [] for name in (_OURS, *readers)}
    for page in (some[0], *some):  # the first twice: it pays for what is made once
        times[_OURS].append(our_reading(page).cpu)
        for name in readers:
            reader = PEERS[name][1]
            times[name].append(timed(reader, page).cpu)
    print(f"\nprocessor time a page, all fields: {len(some)} pages of both corpora\n")
    print(f"{'':18}{'median':>10}{'mean':>10}   of trafilatura's mean")
    base = mean(times["trafilatura"][1:])
    for name, seconds in times.items():
        middle, average = median(seconds[1:]), mean(seconds[1:])
        print(f"{name:18}{1000 * middle:>7.1f} ms{1000 * average:>7.1f} ms{average / base:>9.2f} ×")


def print_sameness(pages: Sequence[CorpusPage], kept: Path | None, anew: bool) -> None:
    """Prints how many pages are read alike: again, elsewhere, after all the others."""
    here = [digest_of(page) for page in pages]
    again = [digest_of(page) for page in pages]
    answer = subprocess.run(
        [sys.executable, "-m", "benchmarks.reading", "--digests"],
        env={**os.environ, VARIABLE: str(_shared_of(pages)), "PYTHONHASHSEED": "random"},
        capture_output=True,
        check=True,
    )
    elsewhere = json.loads(answer.stdout)
    same = sum(one == two == three for one, two, three in zip(here, again, elsewhere, strict=True))
    print(f"\nread twice here, and in another process from the last to the first: {len(pages)}")
    print(f"pages, {same} of them identical each time")


def _shared_of(pages: Sequence[CorpusPage]) -> Path:
    """The folder that the pages came from: `DIR/data/CORPUS/…`."""
    path = next(page.path for page in pages)
    return next(folder for folder in path.parents if folder.name == "data").parent


#: more tables on the same pages are more entries here
TABLES: Final[dict[str, Table]] = {
    "body": print_bodies,
    "fields": print_fields,
    "cpu": print_cpu,
    "wavering": print_wavering,
    "sameness": print_sameness,
}


def main() -> None:
    """Prints the tables that are asked for."""
    parser = argparse.ArgumentParser(description="Measure the reading of real pages.")
    parser.add_argument("tables", nargs="*", metavar="TABLE", help=", ".join(TABLES))
    parser.add_argument("--shared", help=f"the folder that holds data/ (else {VARIABLE}'s)")
    parser.add_argument("--kept", type=Path, help="keep the other tools' readings here")
    parser.add_argument("--anew", action="store_true", help="read again what was kept")
    parser.add_argument("--digests", action="store_true", help=argparse.SUPPRESS)
    given = parser.parse_args()
    if unknown := set(given.tables) - set(TABLES):
        parser.error(f"there is no table {', '.join(sorted(unknown))}")
    pages = load_corpora(shared_folder(given.shared))
    logging.disable(logging.CRITICAL)  # the peers tell of every page that they dislike
    if given.digests:
        print(json.dumps([digest_of(page) for page in reversed(pages)][::-1]))
        return
    for name in given.tables or TABLES:
        TABLES[name](pages, given.kept, given.anew)


if __name__ == "__main__":
    main()

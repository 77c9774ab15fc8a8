"""How many walls are recognised, and how many real articles are refused (`make bench-walls`).

Reads the real material beside the project, `../shared/data` or the folder given, and says so
where it is not there. The walls are there without their bodies: status, headers and title.
"""

from __future__ import annotations

import gzip
import json
import sys
from collections import Counter
from collections.abc import Iterator
from html import escape
from pathlib import Path
from time import perf_counter

from pipeline.extract import read_article
from pipeline.extract.walls import wall
from pipeline.records import NotArticle, ReadingRules

#: walls have a goodness below this, by the name of their folder
_WALL = 0.3
#: an address that tells nothing, for pages whose own is not known
_SOMEWHERE = "https://www.example.org/2026/03/01/a-piece-12345.html"
#: reasons that say nothing was found, and not that the page is something else
_UNREAD = ("no title", "no body text", "no article: a short text without a date")


def main() -> None:
    data = Path(sys.argv[1] if len(sys.argv) > 1 else "../shared/data")
    if not data.is_dir():
        sys.exit(f"{data} is not there: nothing to measure on")
    _walls(data / "blocked-responses")
    _articles(data)


def _walls(folder: Path) -> None:
    told: Counter[tuple[bool, bool]] = Counter()
    for file in sorted(folder.glob("*/*.json")):
        answer = json.loads(file.read_text(encoding="utf-8"))["data"]
        is_wall = float(file.parent.name.rpartition("-")[2]) < _WALL
        headers = [(name, str(value)) for name, value in answer["headers"].items()]
        page = f"<html><head><title>{escape(answer['title'] or '')}</title></head></html>".encode()
        status = answer["status"]
        vendor = wall(status, headers, page)
        kept_out = bool(vendor) or not 200 <= status < 300
        why = f"a bot wall ({vendor})" if vendor else f"status {status}" if kept_out else ""
        if not kept_out:
            reading = read_article(page, _SOMEWHERE, answer["media_type"] or "", ReadingRules())
            why = reading.reason if isinstance(reading, NotArticle) else ""
        told[is_wall, bool(vendor)] += 1
        mark = "wall" if is_wall else "    "
        print(f"{mark}  {file.parent.name:32} {status}  {why}")
    print(
        f"\nwalls named by vendor: {told[True, True]} of {told[True, True] + told[True, False]}; "
        f"other answers taken for walls: {told[False, True]} of "
        f"{told[False, True] + told[False, False]}\n"
    )


def _articles(data: Path) -> None:
    refused: list[tuple[str, str]] = []
    count, seconds = 0, 0.0
    for file in _pages(data):
        body = gzip.decompress(file.read_bytes())
        started = perf_counter()
        reading = read_article(body, _SOMEWHERE, "text/html", ReadingRules())
        seconds += perf_counter() - started
        count += 1
        if isinstance(reading, NotArticle):
            refused.append((reading.reason, file.name))
    for reason, name in sorted(refused):
        print(f"{reason:32} {name}")
    wrongly = sum(reason not in _UNREAD for reason, _ in refused)
    print(
        f"\nreal articles: {count}; taken for something else: {wrongly}; "
        f"nothing found to read: {len(refused) - wrongly}; {1000 * seconds / count:.0f} ms a page"
    )


def _pages(data: Path) -> Iterator[Path]:
    yield from sorted((data / "pages-web" / "html").glob("*.gz"))
    yield from sorted((data / "pages-publishers").glob("*/*.html.gz"))


if __name__ == "__main__":
    main()

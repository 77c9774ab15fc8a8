"""Measures how fast new articles are stored, and what each part of storing one costs.

    rate     batches of new articles by the path that an import takes, CPU of this process
    parts    of that, by what it was spent on: signature, bands, full-text index, packing …
    growth   the CPU of an insert into --articles (1,000,000) beside one into 10,000
    search   `marsad articles --match` by the index beside the reading of all texts

The articles are invented: 150 to 300 words drawn by Zipf's law out of 300,000 made-up ones, with
what Arabic puts before and behind words. The large database is filled with signatures at random and
with the tokens of invented texts, for these are what grows; its articles and versions have
short texts. All is in a temporary folder that is removed.
"""

from __future__ import annotations

import argparse
import cProfile
import json
import pstats
import random
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from time import process_time
from typing import Any, Final

import numpy as np

from pipeline.importing.new import NewArticles
from pipeline.importing.rows import ImportedRow, parse_row
from pipeline.store.engine import Store
from scheduler.policy import AgeTiming
from tests.builders import settings

_NOW: Final = datetime(2026, 11, 1, tzinfo=UTC)
_SMALL: Final = 10_000
_BATCH: Final = 100
#: articles of one measure
_MEASURED: Final = 3_000
_VOCABULARY: Final = 300_000
_LETTERS: Final = "ابتثجحخدذرزسشصضطظعغفقكلمنهوي"
_BEFORE: Final = ("", "", "", "ال", "ال", "و", "وال", "ب", "لل", "ل", "ف")
_BEHIND: Final = ("", "", "", "ة", "ات", "ين", "ه", "ها", "ي", "ية", "ا")


class Press:
    """Writes articles, the same ones every time."""

    def __init__(self, seed: int) -> None:
        made = random.Random(7)
        roots = [
            "".join(made.choices(_LETTERS, k=made.choice((3, 3, 4, 4, 5)))) for _ in range(20_000)
        ]
        small = ["".join(made.choices(_LETTERS, k=made.choice((2, 3)))) for _ in range(200)]
        whole = {
            f"{made.choice(_BEFORE)}{made.choice(roots)}{made.choice(_BEHIND)}"
            for _ in range(_VOCABULARY)
        }
        self._words = np.array([*small, *sorted(whole)], dtype=object)
        np.random.default_rng(7).shuffle(self._words[200:])
        weights = np.arange(1, len(self._words) + 1) ** -1.05
        self._up_to = np.cumsum(weights / weights.sum())
        self._draw = np.random.default_rng(seed)
        self._number = 0

    def words(self, count: int) -> list[str]:
        places = np.searchsorted(self._up_to, self._draw.random(count))
        return list(self._words[np.minimum(places, len(self._words) - 1)])

    def article(self) -> dict[str, Any]:
        """A row as `marsad export` writes them."""
        self._number += 1
        words = self.words(int(self._draw.integers(150, 301)))
        size = len(words) // 6
        body = [self._paragraph(words[at : at + size]) for at in range(0, len(words), size)]
        at = _NOW - timedelta(minutes=self._number)
        seed = int(self._draw.integers(1 << 60))
        return {
            "source": "outlet",
            "url": f"https://news.example.org/index.php/local/item/{self._number}-{seed}",
            "publisher_id": f"k2:{seed}",
            "title": " ".join(self.words(9)),
            "body": body,
            "byline": " ".join(self.words(2)),
            "section": "محليات",
            "language": "ar",
            "published_at": at.isoformat(),
            "first_seen_at": at.isoformat(),
            "sections": ["local"],
        }

    def _paragraph(self, words: list[str]) -> str:
        words = list(words)
        for place in range(6, len(words), 9):
            words[place] += "،"
        if len(words) > 20:
            words[20] = str(self._draw.integers(1, 3000))
        return " ".join(words) + "."

    def lines(self, count: int) -> list[str]:
        return [json.dumps(self.article(), ensure_ascii=False) for _ in range(count)]


def main() -> None:
    """Prints a line a measure."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--articles", type=int, default=1_000_000, help="of the larger archive")
    parser.add_argument("--folder", type=Path, help="for the databases; else the usual for such")
    parser.add_argument("--profile", action="store_true", help="tell the functions that cost most")
    given = parser.parse_args()
    with TemporaryDirectory(prefix="marsad-bench-", dir=given.folder) as folder:
        _measure(Path(folder), given.articles, given.profile)


def _measure(folder: Path, articles: int, profile: bool) -> None:
    store = Store(f"sqlite:///{folder}/small.db")
    rows = _parsed(Press(1).lines(_MEASURED + 500))
    _stored(store, folder, rows[:500])
    if profile:
        profiler = cProfile.Profile()
        profiler.enable()
    cpu = _stored(store, folder, rows[500:])
    if profile:
        profiler.disable()
        pstats.Stats(profiler).sort_stats("tottime").print_stats(45)
    print(f"rate: {1 / cpu:,.0f} articles a second of a core, {1e6 * cpu:.0f} us each")


def _parsed(lines: list[str]) -> list[ImportedRow]:
    rows = [parse_row(line, None) for line in lines]
    assert all(isinstance(row, ImportedRow) for row in rows)
    return rows  # type: ignore[return-value]


def _stored(store: Store, folder: Path, rows: list[ImportedRow]) -> float:
    """Seconds of CPU an article."""
    known = settings(folder)
    began = process_time()
    for start in range(0, len(rows), _BATCH):
        with store.write() as session:
            many = NewArticles(known, session, AgeTiming(), _NOW)
            batch = rows[start : start + _BATCH]
            marks = many.certain(batch)
            for place, row in enumerate(batch):
                many.add(row, marks[place])
            many.flush()
    return (process_time() - began) / len(rows)


if __name__ == "__main__":
    main()

"""Measures how fast new articles are stored, and what each part of storing one costs.

    rate     batches of new articles by the path that an import takes, CPU of this process
    import   lines taken as `marsad import` takes them, in one process and in two: by the clock, and
             the CPU of both processes, once the second one's memory of words is filled
    parts    of that, by what it was spent on
    search   `marsad articles --match` by the index beside the reading of all texts
    growth   the CPU of an insert into --articles (1,000,000) beside one into 10,000

The articles are invented: 150 to 300 words drawn by a Zipf law (exponent 1.05) out of 300,000 made
up ones, with what Arabic puts before and behind words. 2,000 texts of 142 such words have 105
different words each and 55,000 in all; as many real pieces of Arabic news have 109 and 58,000. What
grows is there whole in the large archive: identities, keys, signatures at random, tokens of 60
words each; the texts themselves are short. All is in a temporary folder (2 GB) that is removed.
"""

from __future__ import annotations

import argparse
import json
import random
import sqlite3
import statistics
from collections.abc import Callable, Sequence
from contextlib import closing
from datetime import UTC, datetime, timedelta
from functools import partial
from importlib import import_module
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter, process_time
from typing import Any, Final

import numpy as np
from sqlalchemy import text

from marsad.searching import Wanted, articles
from pipeline.evidence.chain import reading_digest
from pipeline.fingerprints import content_hash
from pipeline.found_by import found_by_each
from pipeline.importing.ahead import ahead
from pipeline.importing.batches import Importing
from pipeline.importing.making import WorkedOut
from pipeline.importing.new import NewArticles
from pipeline.importing.rows import ImportedRow, parse_row
from pipeline.records import ArticleData
from pipeline.store.engine import Store
from pipeline.store.packed import pack
from pipeline.store.rows import version_columns
from pipeline.stories.shingles import shingle_numbers
from pipeline.stories.signatures import BANDS, bands_of_each, signatures
from scheduler.policy import AgeTiming
from tests.builders import settings

_NOW: Final = datetime(2026, 11, 1, tzinfo=UTC)
_SMALL: Final = 10_000
_BATCH: Final = 100
#: articles stored before the measure, of it, and of an insert into an archive that was filled
_WARM: Final = 2_000
_MEASURED: Final = 3_000
_GROWTH: Final = 1_500
#: batches of an import, of which the first are not measured, nor those while a process begins
_IMPORTED: Final = 120
#: words of which an article has tokens in an archive that was filled
_TOKENS: Final = 60
#: in which an archive's bands are written
_PARTS: Final = 12
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

    def word(self, rank: int) -> str:
        return str(self._words[rank])

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
    given = parser.parse_args()
    with TemporaryDirectory(prefix="marsad-bench-", dir=given.folder) as folder:
        _measure(Path(folder), given.articles)


def _measure(folder: Path, articles: int) -> None:
    press = Press(1)
    _measure_import(folder, Press(2))
    rows = _parsed(press.lines(_WARM + _MEASURED))
    store = Store(f"sqlite:///{folder}/rate.db")
    _stored(store, folder, rows[:_WARM])
    each = _stored(store, folder, rows[_WARM:])
    print(f"rate: {1 / each:,.0f} articles a second of a core, {_us(each)} each")
    _measure_parts([row.data for row in rows[_WARM:]], each)
    _measure_search(store, folder, press)
    store.close()
    measured = _parsed(press.lines(_GROWTH))
    costs = []
    for count in (_SMALL, articles):
        file = folder / f"{count}.db"
        Store(f"sqlite:///{file}").close()
        _fill(file, count)
        store = Store(f"sqlite:///{file}")
        costs.append(_stored(store, folder, measured))
        store.close()
        size = file.stat().st_size
        file.unlink()
        print(f"insert into {count:,} articles ({size / 1e6:,.0f} MB): {_us(costs[-1])}")
    print(f"growth: {costs[1] / costs[0]:.2f} times")


def _measure_import(folder: Path, press: Press) -> None:
    batches = [press.lines(_BATCH) for _ in range(_IMPORTED)]
    for name, first in (("one process", len(batches)), ("two processes", 2)):
        store = Store(f"sqlite:///{folder}/{name.partition(' ')[0]}.db")
        run = Importing(settings(folder), store, AgeTiming(), name)
        times: list[tuple[float, float, float]] = []
        with closing(ahead(partial(_timed, run.work), batches, died=print, first=first)) as given:
            for batch, answer in given:
                worked, its = answer or (None, 0.0)
                run.take(batch, _NOW, worked)
                if answer or first == len(batches):
                    times.append((perf_counter(), process_time(), its))
        store.close()
        times = times[_WARM // _BATCH :]
        spent = [last - began for began, last in zip(times[0], times[-1], strict=True)]
        clock, own, its = (one / (_BATCH * (len(times) - 1)) for one in spent)
        print(
            f"import, {name}: {1 / clock:,.0f} articles a second by the clock, {_us(clock)} each; "
            f"CPU {_us(own)}, of the second {_us(its)}"
        )


def _timed(work: Callable[[Sequence[str]], Any], lines: Sequence[str]) -> tuple[Any, float]:
    return work(lines), process_time()


def _parsed(lines: list[str]) -> list[ImportedRow]:
    began = process_time()
    rows = [row for line in lines if isinstance(row := parse_row(line, None), ImportedRow)]
    print(f"reading a line of JSON before that: {_us((process_time() - began) / len(lines))}")
    assert len(rows) == len(lines)
    return rows


def _stored(store: Store, folder: Path, rows: list[ImportedRow]) -> float:
    """Seconds of CPU an article, of the batch in the middle: others use the machine too."""
    known = settings(folder)
    times: list[float] = []
    for start in range(0, len(rows), _BATCH):
        batch = rows[start : start + _BATCH]
        began = process_time()
        with store.write() as session:
            many = NewArticles(known, session, AgeTiming(), _NOW)
            marks = many.certain([WorkedOut(row) for row in batch])
            for place, row in enumerate(batch):
                many.add(row, marks[place])
            many.flush()
        times.append((process_time() - began) / len(batch))
    return statistics.median(times)


def _measure_parts(articles: list[ArticleData], whole: float) -> None:
    hashes = [one.hashes for one in found_by_each(articles)]
    numbers = shingle_numbers(hashes)
    signed = [one for one in signatures(numbers) if one]
    columns = [{**version_columns(one), "content_hash": content_hash(one)} for one in articles]
    parts: list[tuple[str, Callable[[Sequence[Any]], object], Sequence[Any]]] = [
        ("words: tokens and hashes", found_by_each, articles),
        ("story signature: shingles", shingle_numbers, hashes),
        ("story signature: MinHash", signatures, numbers),
        ("bands: keys", bands_of_each, signed),
        ("packing of the body", _each(pack), [one["body"] for one in columns]),
        (
            "hashes of content and reading",
            _each(_sealed),
            list(zip(articles, columns, strict=True)),
        ),
    ]
    left = whole
    for name, part, given in parts:
        times: list[float] = []
        for start in range(0, len(given), _BATCH):
            batch = given[start : start + _BATCH]
            began = process_time()
            part(batch)
            times.append((process_time() - began) / len(batch))
        each = statistics.median(times)
        left -= each
        print(f"  {name}: {_us(each)}")
    print(f"  identities, rows, SQL and commits: {_us(left)}")


def _each(act: Callable[[Any], object]) -> Callable[[Sequence[Any]], object]:
    return lambda batch: [act(one) for one in batch]


def _sealed(given: tuple[ArticleData, dict[str, Any]]) -> object:
    data, columns = given
    return content_hash(data), reading_digest(columns)


def _measure_search(store: Store, folder: Path, press: Press) -> None:
    with store.read() as session:
        count = session.scalar(text("SELECT count(*) FROM articles"))
        size = session.scalar(text("SELECT sum(length(block)) FROM full_text_data"))
    assert count
    print(f"full-text index: {size / count:,.0f} bytes an article")
    for rank in (1_000, 20_000):
        asked = press.word(rank)
        known = settings(folder)
        began = process_time()
        found = articles(known, store, Wanted(None, asked, None), None)
        by_index = process_time() - began
        began = process_time()
        # an expression of letters names no token, so that every text is read
        read = articles(known, store, Wanted(None, f"{asked} OR /\u06ff{{9}}/", None), None)
        assert [one.id for one in found] == [one.id for one in read]
        print(
            f"search for a word of rank {rank:,}: {len(found)} of {count:,} found in "
            f"{1000 * by_index:,.0f} ms, by reading all in {1000 * (process_time() - began):,.0f}"
        )


def _fill(file: Path, count: int) -> None:
    """Articles with short texts, but with bands, tokens and keys as real ones have them."""
    connection = sqlite3.connect(file, isolation_level=None)
    for pragma in ("journal_mode=OFF", "synchronous=OFF", "cache_size=-400000"):
        connection.execute(f"PRAGMA {pragma}")
    connection.execute("BEGIN")
    numbers = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < :count)"
    at = "datetime('2026-01-01', '+' || (i % 400000) || ' minutes') || '.000000'"
    url = "'https://news.example.org/index.php/local/item/' || i"
    digest = "CAST('v1:' || randomblob(32) AS BLOB)"
    given = {"count": count, "body": pack(["نص"]), "empty": pack({})}
    for table, columns in {
        "articles": {
            **dict.fromkeys(("first_seen_at", "last_seen_at", "last_changed_at"), at),
            **dict.fromkeys(("strikes", "held", "misses", "unmodified", "featured"), "0"),
            **dict.fromkeys(("url", "canonical_url"), url),
            "id": "i",
            "source": "'outlet'",
            "identity": "'k2:b' || random()",
            "tags": "'[]'",
            "versions": "1",
            "state": "'live'",
        },
        "versions": {
            **dict.fromkeys(("authors", "agencies", "cited_sources", "tags"), "'[]'"),
            **dict.fromkeys(("content_hash", "reading_digest", "chain"), digest),
            **dict.fromkeys(("structure", "provenance"), ":empty"),
            **dict.fromkeys(("featured", "live", "paywalled"), "0"),
            **dict.fromkeys(("url", "canonical_url"), url),
            "article_id": "i",
            "n": "1",
            "fetched_at": at,
            "title": "'عنوان'",
            "body": ":body",
            "extractor": "'bench'",
        },
        "links": {
            "id": "i",
            "source": "'outlet'",
            "key": "'k2:b' || random()",
            "url": url,
            "discovered_at": at,
            "baseline": "1",
            "attempts": "0",
            "article_id": "i",
        },
        "link_sections": {"link_id": "i", "section": "'local'", "listed_at": at},
    }.items():
        connection.execute(
            f"{numbers} INSERT INTO {table} ({', '.join(columns)}) "
            f"SELECT {', '.join(columns.values())} FROM n",
            given,
        )
    _fill_bands(connection, count)
    _fill_tokens(connection, count)
    connection.execute("COMMIT")
    connection.close()


def _fill_bands(connection: sqlite3.Connection, count: int) -> None:
    """In parts, as articles come: the pages of a tree that is written in one order are full."""
    draw = np.random.default_rng(6)
    for numbers in np.array_split(np.arange(1, count + 1), _PARTS):
        for band in range(BANDS):
            drawn = draw.integers(0, 1 << 35, size=len(numbers), dtype=np.int64)
            keys = drawn | np.int64(band << 35)
            order = np.argsort(keys)
            rows = zip(keys[order].tolist(), numbers[order].tolist(), strict=True)
            connection.executemany("INSERT INTO bands VALUES (?, ?)", rows)


def _fill_tokens(connection: sqlite3.Connection, count: int) -> None:
    press = Press(8)
    connection.executemany(
        "INSERT INTO full_text (rowid, words) VALUES (?, ?)",
        ((number, " ".join(set(press.words(_TOKENS)))) for number in range(1, count + 1)),
    )


def _us(seconds: float) -> str:
    return f"{1e6 * seconds:,.0f} µs"


if __name__ == "__main__":
    # by its name: the second process of an import has a __main__ of its own
    import_module("benchmarks.storing").main()

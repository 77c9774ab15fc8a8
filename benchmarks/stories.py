"""Measures how copies are found: of real pieces and of their mutations, and at what cost.

    real pairs     every pair of the corpus at Jaccard .63 and more, by brute force, and ours
    mutations      copies as outlets make them, and texts that only look like copies
    look-up        bands in SQLite, at 10,000 articles and at --articles (1,000,000)
    signature      from a body to its 128 values

The corpus (ANT, Jawhara FM's Arabic news) lies outside the checkout, see `benchmarks.corpora`;
the look-up is measured on invented signatures in a temporary folder that is removed.
"""

from __future__ import annotations

import argparse
import gzip
import json
import random
import secrets
import sqlite3
import statistics
import time
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from itertools import combinations
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

import numpy as np

from benchmarks.corpora import VARIABLE, shared_folder
from benchmarks.measures import Counts
from pipeline.store import stories
from pipeline.store.engine import Store
from pipeline.stories.copies import SHORT, judge
from pipeline.stories.shingles import ComparedText, compared_words, shingles
from pipeline.stories.signatures import BANDS, HASHES, bands, signature

_ALIKE: Final = 0.63
_SMALL: Final = 10_000
_QUERIES: Final = 1_000
_MUTATED: Final = 600
_AGENCY: Final = ("المصدر", "وكالة", "الانباء")


def main() -> None:
    """Prints one line a measure."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--shared", help=f"the folder that holds data/; else {VARIABLE}")
    parser.add_argument("--articles", type=int, default=1_000_000, help="of the larger look-up")
    given = parser.parse_args()
    corpus = shared_folder(given.shared) / "data" / "jawhara-news-ar.jsonl.gz"
    if corpus.is_file():
        texts = _texts(corpus)
        _measure_signatures(texts)
        _measure_pairs(texts)
        _measure_mutations(texts)
    else:
        print(f"pairs not measured: {corpus} not found (name its folder by --shared or {VARIABLE})")
    _measure_look_up(given.articles)


def _texts(corpus: Path) -> list[ComparedText]:
    with gzip.open(corpus, "rt", encoding="utf-8") as lines:
        pieces = [json.loads(line) for line in lines]
    return [
        ComparedText(compared_words(one["text"].split("\n")), compared_words((one["title"],)))
        for one in pieces
    ]


def _measure_signatures(texts: list[ComparedText]) -> None:
    sample = [one.words for one in texts[:1_000]]
    began = time.perf_counter()
    for words in sample:
        signature(shingles(words))
    each = (time.perf_counter() - began) / len(sample)
    length = statistics.mean(map(len, sample))
    print(f"signature: {1000 * each:.2f} ms a piece of {length:.0f} words on average")


def _measure_pairs(texts: list[ComparedText]) -> None:
    alike = _alike(texts)
    found = _candidates(texts)
    long = {pair for pair in alike if min(len(texts[at].words) for at in pair) >= SHORT}
    taken = {pair for pair in long if judge(texts[pair[0]], texts[pair[1]]).copies}
    print(f"real pairs at Jaccard {_ALIKE} and more: {len(alike)} among {len(texts)} pieces")
    print(f"  share a band: {len(alike & found) / len(alike):.4f}")
    print(f"  candidates a query: {len(found) / len(texts):.3f}")
    print(f"  of {len(long)} of {SHORT} words and more, taken for copies: {len(taken)}")


def _alike(texts: list[ComparedText]) -> set[tuple[int, int]]:
    """Pairs by exact Jaccard; none is left out."""
    holders: dict[int, list[int]] = defaultdict(list)
    found: set[tuple[int, int]] = set()
    for number, text in enumerate(texts):
        size = len(text.distinct)
        common = Counter(other for one in text.distinct for other in holders.get(one, ()))
        for other, count in common.items():
            if count >= _ALIKE * (size + len(texts[other].distinct) - count):
                found.add((other, number))
        for one in text.distinct:
            holders[one].append(number)
    return found


def _candidates(texts: list[ComparedText]) -> set[tuple[int, int]]:
    """Pairs that share a band."""
    held: dict[int, list[int]] = defaultdict(list)
    for number, text in enumerate(texts):
        made = signature(text.shingles)
        for key in bands(made) if made else ():
            held[key].append(number)
    return {pair for holders in held.values() for pair in combinations(holders, 2)}


def _measure_mutations(texts: list[ComparedText]) -> None:
    draw = random.Random(4)
    long = [text for text in texts if len(text.words) >= 80]
    chosen = draw.sample(long, 2 * _MUTATED)
    counts = Counts()
    for one, other in zip(chosen[:_MUTATED], chosen[_MUTATED:], strict=True):
        for copy in _copies(one, other, draw):
            counts += _judged(one, copy, copies=True)
        for unlike in _unlike(one, other):
            counts += _judged(other, unlike, copies=False)
    print(
        f"mutations: F1 {counts.f1:.4f}, precision {counts.precision:.4f}, recall "
        f"{counts.recall:.4f} ({counts.misses} missed, {counts.false_alarms} false)"
    )


def _judged(one: ComparedText, other: ComparedText, *, copies: bool) -> Counts:
    """Looked up by bands, then judged, as an article is."""
    left, right = signature(one.shingles), signature(other.shingles)
    met = bool(left and right and not set(bands(left)).isdisjoint(bands(right)))
    said = met and judge(one, other).copies
    if copies:
        return Counts(hits=int(said), misses=int(not said))
    return Counts(false_alarms=int(said), rejections=int(not said))


def _copies(one: ComparedText, other: ComparedText, draw: random.Random) -> Iterator[ComparedText]:
    """As outlets make them, each under another's headline."""
    words = one.words
    intro = other.words[: draw.randint(5, 20)]
    kept = int(len(words) * draw.uniform(0.6, 0.9))
    yield ComparedText(words, other.title)
    yield ComparedText(words[:kept], other.title)
    yield ComparedText((*intro, *words), other.title)
    yield ComparedText((*words, *_AGENCY), other.title)
    yield ComparedText((*intro, *words[:kept], *_AGENCY), other.title)
    touched = [draw.choice(other.words) if draw.random() < 0.05 else word for word in words]
    yield ComparedText(tuple(touched), other.title)


def _unlike(one: ComparedText, other: ComparedText) -> Iterator[ComparedText]:
    """Another piece, and a page of another piece to which the next was appended."""
    yield one
    yield ComparedText((*one.words, *other.title, *other.words), one.title)


def _measure_look_up(most: int) -> None:
    with TemporaryDirectory(prefix="marsad-bench-") as folder:
        small = _look_up(Path(folder) / "small", _SMALL)
        large = _look_up(Path(folder) / "large", most)
    for articles, (median, slow, found, size) in ((_SMALL, small), (most, large)):
        print(
            f"look-up at {articles:,} articles: {median:.3f} ms median, {slow:.3f} ms at p95, "
            f"{found} of {_QUERIES // 2} copies found; {size / articles:.0f} bytes an article"
        )
    print(f"  grows by {large[0] / small[0]:.2f}")


def _look_up(folder: Path, articles: int) -> tuple[float, float, int, int]:
    """Median and p95 in ms of a query, copies found, and bytes on disk."""
    folder.mkdir()
    store = Store(f"sqlite:///{folder}/marsad.db")
    signatures = [secrets.token_bytes(HASHES * 4) for _ in range(_QUERIES)]
    _fill(folder / "marsad.db", articles, signatures[: _QUERIES // 2])
    random.Random(5).shuffle(signatures)
    times: list[float] = []
    found = 0
    with store.read() as session:
        for one in signatures:
            began = time.perf_counter()
            found += len(stories.candidates(session, one, but=0, most=8))
            times.append(1000 * (time.perf_counter() - began))
    store.close()
    size = (folder / "marsad.db").stat().st_size
    return statistics.median(times), statistics.quantiles(times, n=20)[-1], found, size


def _fill(file: Path, articles: int, known: list[bytes]) -> None:
    """Bands of so many articles, the first of them with the signatures given."""
    draw = np.random.default_rng(6)
    keys = [bands(one) for one in known]
    connection = sqlite3.connect(file)
    connection.execute("PRAGMA synchronous=OFF")
    for band in range(BANDS):
        drawn = draw.integers(0, 1 << 58, size=articles, dtype=np.int64) | np.int64(band << 58)
        drawn[: len(keys)] = [one[band] for one in keys]
        order = np.argsort(drawn)
        connection.executemany("INSERT INTO bands VALUES (?, ?)", _rows(drawn, order))
        connection.commit()
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.close()


def _rows(keys: np.ndarray, order: np.ndarray) -> Iterable[tuple[int, int]]:
    return zip(keys[order].tolist(), (order + 1).tolist(), strict=True)


if __name__ == "__main__":
    main()

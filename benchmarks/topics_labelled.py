"""Measures what queries find in real Arabic articles against what a reader says they should.

`topics_labelled.jsonl` holds a query a line and the articles that it is true of, among 300 drawn
at random for each lot. The queries were written from docs/topics.md before anything was looked
at. An article is labelled if the query's words stand in it in the sense that was meant, in any
spelling, number and with anything written onto them, combined as the operators say; every
article with a word that shares the letters was read for it, and some of the rest. Nisbas and
broken plurals are other words, as docs/topics.md says.

What lots 1 and 2 showed was mended; lot 3 was drawn, and its queries written, after that. Of lots
2 and 3 one label each was added later: «يورو» is أورو, and «أميركا» أمريكا, as they had not been.
Lots 4 to 6 are of three readers who knew docs/topics.md and nothing else of Marsad, nor the other
lots: they judge, and nothing is mended by them.
"""

from __future__ import annotations

import argparse
import gzip
import json
import random
from collections.abc import Iterator, Mapping
from pathlib import Path

from benchmarks.corpora import shared_folder
from benchmarks.measures import Counts
from pipeline.topics import PreparedText, match, parse_query, prepare

_LABELS = Path(__file__).with_suffix(".jsonl")
_ARTICLES = 300
#: of the draw of lot 1; the others follow
_SEED = 51
#: from this lot on, labels of those who have seen nothing of Marsad but its docs
_KEPT_ASIDE = 4
#: the print view in `seed/` is one of lot 1
_PRINT_VIEW = "seed"


def main() -> None:
    """Prints precision and recall of each lot, and every article that is told apart wrongly."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--shared", help="the folder that holds data/ and seed/")
    shared = shared_folder(parser.parse_args().shared)
    corpus = shared / "data" / "jawhara-news-ar.jsonl.gz"
    if not corpus.is_file():
        print(f"labelled articles: skipped, {corpus} is not there")
        return
    articles = {one["id"]: one for one in _read(corpus)}
    labels = [json.loads(line) for line in _LABELS.read_text(encoding="utf-8").splitlines()]
    total, aside = Counts(), Counts()
    for lot in sorted({label["lot"] for label in labels}):
        texts = _drawn(articles, lot)
        if lot == 1:
            texts.update(_print_view(shared / "seed"))
        queries = {one["query"]: set(one["holds"]) for one in labels if one["lot"] == lot}
        counts = Counts()
        for query, known in queries.items():
            counts += _told_apart(query, known, texts)
        print(f"lot {lot}: {_line(counts, len(queries), len(texts))}")
        total += counts
        if lot >= _KEPT_ASIDE:
            aside += counts
    judging = sum(label["lot"] >= _KEPT_ASIDE for label in labels)
    print(f"kept aside: {_line(aside, judging, _ARTICLES)}")
    print(f"together: {_line(total, len(labels), _ARTICLES)}")


def _read(corpus: Path) -> Iterator[dict[str, str]]:
    with gzip.open(corpus, "rt", encoding="utf-8") as lines:
        yield from map(json.loads, lines)


def _drawn(articles: Mapping[str, dict[str, str]], lot: int) -> dict[str, PreparedText]:
    ids = sorted(name for name, one in articles.items() if one["text"].strip())
    chosen = random.Random(_SEED + lot - 1).sample(ids, _ARTICLES)
    return {
        name: prepare(articles[name]["title"], articles[name]["text"].split("\n"))
        for name in chosen
    }


def _print_view(folder: Path) -> Iterator[tuple[str, PreparedText]]:
    for path in folder.glob("*.txt"):
        _, title, *rest = filter(str.strip, path.read_text(encoding="utf-8").splitlines())
        yield _PRINT_VIEW, prepare(title, rest)


def _told_apart(query: str, known: set[str], texts: Mapping[str, PreparedText]) -> Counts:
    read = parse_query(query)
    found = {name for name, text in texts.items() if match(read, text) is not None}
    for name in sorted(found ^ known):
        print(f"  {query}: {name} {'found' if name in found else 'missed'} wrongly")
    return Counts(
        hits=len(found & known),
        misses=len(known - found),
        false_alarms=len(found - known),
        rejections=len(texts) - len(found | known),
    )


def _line(counts: Counts, queries: int, articles: int) -> str:
    return (
        f"{queries} queries over {articles} articles each, {counts.hits + counts.misses} to be "
        f"found: precision {counts.precision:.3f}, recall {counts.recall:.3f}"
    )


if __name__ == "__main__":
    main()

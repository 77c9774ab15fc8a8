"""Measures how fast many topics are asked of one article, and that together is as each alone.

    normalising    an article of 3,000 characters to one form for every spelling
    cutting        the same article at spaces, once for every topic
    asking         100, 1,000 and 10,000 topics of mixed form, after that: each of its writings is
                   looked up, and the article cut into words where a topic needs to know where they
                   stand
    loop           one regular expression a topic, one after the other, in the same run

10,000 topics are asked of as many different articles as a day may bring, each cut and asked once
after a start, so every word is met for the first time once; then every number of topics of the
last articles again, in turns, whose words all were met before, as nearly all are in a service that
has run for a while. Processor time.

Articles and topics are of invented words, as often as words of a language are (Zipf); a tenth of
the words that topics ask for are from the articles' vocabulary, the others never occur. Where the
shared data is there, the same is measured on real short pieces joined to 3,000 characters: these
are of twice as many different words as one article is.
"""

from __future__ import annotations

import argparse
import gzip
import json
import random
import re
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from statistics import fmean, median
from typing import NamedTuple

from benchmarks.corpora import shared_folder
from pipeline.arabic import normalise
from pipeline.topics import PreparedText, Query, parse_query, prepare
from pipeline.topics.expressions import Near, Term, leaves
from pipeline.topics.index import QueryIndex
from pipeline.topics.match import terms_that_hold

_CHARACTERS = 3_000
_LETTERS = "ابتثجحخدذرزسشصضطظعغفقكلمنهوي"
_BEFORE = ("", "", "", "ال", "و", "وال", "ب", "بال", "لل")
_SHARE_KNOWN = 0.1
_COMPARED = 20
_TOPICS = (100, 1_000, 10_000)
#: articles that are met again, and in how many turns: the first meets some words anew, and others
#: of a shared machine disturb some
_AGAIN = 200
_TURNS = 8


class _Costs(NamedTuple):
    """Milliseconds of processor time an article."""

    cutting: float
    asking: float

    def __str__(self) -> str:
        return f"{self.cutting:.3f} + {self.asking:.3f} = {sum(self):.3f} ms"


def main() -> None:
    """Prints one line a measure."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--articles", type=int, default=2_000)
    parser.add_argument("--shared", help="the folder that holds data/")
    given = parser.parse_args()
    corpus = shared_folder(given.shared) / "data" / "jawhara-news-ar.jsonl.gz"

    articles, queries = _drawn(given.articles, None)
    texts = [" ".join(one) for one in articles[:_AGAIN]]
    print(f"normalising: {_each(normalise, texts):.3f} ms an article")
    print("an article, cutting + asking:")
    _print_costs(articles, queries)
    if corpus.is_file():
        print("of real pieces joined to articles:")
        _print_costs(*_drawn(given.articles, corpus))
    else:
        print(f"real pieces: skipped, {corpus} is not there")
    _compare(queries, [prepare(one[0], one[1:]) for one in articles[:_COMPARED]])
    _loop(queries, articles)


def _print_costs(articles: Sequence[list[str]], queries: Sequence[Query]) -> None:
    indexes = {count: QueryIndex(queries[:count]) for count in _TOPICS}
    all_topics = indexes[_TOPICS[-1]]
    day = [_costs(one, all_topics) for one in articles]
    late = day[-max(1, len(day) // 10) :]
    print(
        f"  {_TOPICS[-1]:,} topics, each of {len(day):,} articles once after a start: "
        f"{_over(day, fmean)}; the last tenth {_over(late, fmean)} (means)"
    )
    last = articles[-_AGAIN:]
    turns: dict[int, list[_Costs]] = {count: [] for count in _TOPICS}
    for _ in range(_TURNS):
        for count, index in indexes.items():
            turns[count].append(_over([_costs(one, index) for one in last], median))
    again = {count: min(medians, key=sum) for count, medians in turns.items()}
    for count, index in indexes.items():
        hold = fmean(len(list(index.held(prepare(one[0], one[1:])))) for one in last)
        print(
            f"  {count:,} topics, words met before: {again[count]} (medians of the best turn); "
            f"{hold:.1f} hold"
        )
    few, many = again[_TOPICS[0]], again[_TOPICS[-1]]
    print(
        f"  {_TOPICS[-1]:,} topics cost {sum(many) / sum(few):.2f} × what {_TOPICS[0]} do; "
        f"asking alone {many.asking / few.asking:.1f} ×"
    )


def _costs(article: Sequence[str], index: QueryIndex) -> _Costs:
    began = time.process_time()
    text = prepare(article[0], article[1:])
    cut = time.process_time()
    list(index.held(text))
    return _Costs(1_000 * (cut - began), 1_000 * (time.process_time() - cut))


def _over(costs: Sequence[_Costs], middle: Callable[[list[float]], float]) -> _Costs:
    return _Costs(middle([one.cutting for one in costs]), middle([one.asking for one in costs]))


def _drawn(number: int, corpus: Path | None) -> tuple[list[list[str]], list[Query]]:
    """Articles, each a title and paragraphs, and topics."""
    source = random.Random(5)
    strangers = [_word(source) for _ in range(60_000)]
    if corpus is None:
        vocabulary = [_word(source) for _ in range(30_000)]
        articles = [_article(source, vocabulary) for _ in range(number)]
    else:
        articles = list(_joined(corpus))[:number]
        written = {word for one in articles for block in one for word in block.split()}
        vocabulary = sorted(word for word in written if word.isalpha() and len(word) > 2)
    queries = [parse_query(_query(source, vocabulary, strangers)) for _ in range(_TOPICS[-1])]
    return articles, queries


def _joined(corpus: Path) -> Iterator[list[str]]:
    blocks: list[str] = []
    with gzip.open(corpus, "rt", encoding="utf-8") as lines:
        for piece in map(json.loads, lines):
            blocks += [piece["title"], *piece["text"].split("\n")]
            if sum(map(len, blocks)) >= _CHARACTERS:
                yield blocks
                blocks = []


def _compare(queries: Sequence[Query], ready: Sequence[PreparedText]) -> None:
    index, wrong = QueryIndex(queries), 0
    for text in ready:
        together = dict(index.held(text))
        for number, query in enumerate(queries):
            wrong += together.get(number) != terms_that_hold(query, text)
    print(f"together as each alone: {wrong} differ")


def _loop(queries: Sequence[Query], articles: Sequence[list[str]]) -> None:
    """The peer: a regular expression of all words of a topic, over the normalised text."""
    patterns = [re.compile("|".join(map(re.escape, _words_of(query)))) for query in queries]
    texts = [normalise(" ".join(one)) for one in articles[:3]]
    each = _each(lambda text: [bool(one.search(text)) for one in patterns], texts)
    print(f"loop of {len(patterns):,} regular expressions: {each:.0f} ms an article")


def _words_of(query: Query) -> list[str]:
    found = []
    for leaf in leaves(query.root):
        terms = [one for part in leaf.parts for one in part] if isinstance(leaf, Near) else [leaf]
        found += [" ".join(same[0] for same in one.words) for one in terms if isinstance(one, Term)]
    return found or ["-"]


def _each(act: Callable[..., object], over: Sequence[object]) -> float:
    """Median processor time, in milliseconds."""
    times = []
    for one in over:
        began = time.process_time()
        act(one)
        times.append(time.process_time() - began)
    return 1_000 * median(times)


def _word(source: random.Random) -> str:
    return "".join(source.choices(_LETTERS, k=source.randint(3, 7)))


def _article(source: random.Random, vocabulary: Sequence[str]) -> list[str]:
    """A title and paragraphs."""
    blocks: list[str] = []
    size = 0
    while size < _CHARACTERS:
        words = [
            source.choice(_BEFORE) + vocabulary[min(int(source.paretovariate(0.55)), 29_999)]
            for _ in range(12 if not blocks else 60)
        ]
        blocks.append(" ".join(words) + ".")
        size += len(blocks[-1])
    return blocks


def _query(source: random.Random, vocabulary: Sequence[str], strangers: Sequence[str]) -> str:
    def word() -> str:
        known = source.random() < _SHARE_KNOWN
        return source.choice(vocabulary if known else strangers)

    def phrase() -> str:
        return f'"{word()} {word()}"'

    forms: tuple[Callable[[], str], ...] = (
        word,
        phrase,
        phrase,
        lambda: f"{word()}|{word()}",
        lambda: f"{word()} AND ({word()} OR {phrase()} OR {word()})",
        lambda: f"({word()} OR {word()}) NOT {word()}",
        lambda: f"2 OF ({word()}, {word()}, {phrase()})",
        lambda: f"NEAR/5({word()}, {word()}|{word()})",
        lambda: f"title:({word()} OR {word()})",
        lambda: f"={word()} OR {word()[:5]}*",
    )
    return source.choice(forms)()


if __name__ == "__main__":
    main()

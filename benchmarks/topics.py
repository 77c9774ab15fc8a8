"""Measures how fast many topics are asked of one article, and that together is as each alone.

    normalising    an article of 3,000 characters to one form for every spelling
    preparing      the same article cut into words, ready for every query
    matching       100, 1,000 and 10,000 topics of mixed form, after that
    loop           one regular expression a topic, one after the other, in the same run

Articles and topics are of invented words, as often as words of a language are (Zipf); a tenth of
the words that topics ask for are from the articles' vocabulary, the others never occur.
"""

from __future__ import annotations

import argparse
import random
import re
import statistics
import time
from collections.abc import Callable, Sequence

from pipeline.arabic import normalise
from pipeline.topics import PreparedText, Query, parse_query, prepare
from pipeline.topics.expressions import Near, Term, leaves
from pipeline.topics.index import QueryIndex
from pipeline.topics.match import terms_that_hold

_CHARACTERS = 3_000
_LETTERS = "ابتثجحخدذرزسشصضطظعغفقكلمنهوي"
_BEFORE = ("", "", "", "ال", "و", "وال", "ب", "بال", "لل")
_SHARE_KNOWN = 0.1
_COMPARED = 200


def main() -> None:
    """Prints one line a measure."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--articles", type=int, default=200)
    given = parser.parse_args()
    source = random.Random(5)
    vocabulary = [_word(source) for _ in range(30_000)]
    articles = [_article(source, vocabulary) for _ in range(given.articles)]
    strangers = [_word(source) for _ in range(60_000)]

    print(f"normalising: {_each(normalise, [' '.join(one) for one in articles]):.3f} ms an article")
    ready = [prepare(one[0], one[1:]) for one in articles]  # words seen before, as in a service
    print(f"preparing: {_each(lambda one: prepare(one[0], one[1:]), articles):.3f} ms an article")

    queries: list[Query] = []
    first = 0.0
    for count in (100, 1_000, 10_000):
        while len(queries) < count:
            queries.append(parse_query(_query(source, vocabulary, strangers)))
        index = QueryIndex(queries)
        for text in ready:
            list(index.held(text))
        each = _each(lambda text, index=index: list(index.held(text)), ready)
        held = statistics.mean(len(list(index.held(text))) for text in ready)
        first = first or each
        print(
            f"matching {count:,} topics: {each:.3f} ms an article, {each / first:.1f} × the first, "
            f"{held:.1f} hold"
        )
    _compare(queries, ready)
    _loop(queries, articles)


def _compare(queries: Sequence[Query], ready: Sequence[PreparedText]) -> None:
    index, wrong = QueryIndex(queries), 0
    for text in ready[: _COMPARED // 10]:
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
    return 1_000 * statistics.median(times)


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

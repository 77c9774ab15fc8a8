"""Asked together, queries hold exactly where each holds by itself."""

from __future__ import annotations

import tracemalloc
from collections.abc import Sequence
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.topics import Facets, Query, QueryError, index, parse_query, prepare
from pipeline.topics.index import QueryIndex
from pipeline.topics.match import shown_places, terms_that_hold
from pipeline.topics.words import Words

WORDS = ["وزير", "وزراء", "والوزير", "استقالة", "استقالته", "الساحل", "army", "armies", "L’armée"]
WORDS += ["زيلينسكي", "Zelensky", "مصر", "بمصر", "15,5", "F-16"]
WORDS += ["Business", "Insider", "بيزنس إنسايدر", "1.000", "1000", "سيعلن"]
WORDS += ["سوريا", "لسورية", "السورية", "الأميركيين", "نتانياهو", "Netanyahu", "women"]
WORDS += ["عبدالله", "عبد الله", "بأبو ظبي", "أبوظبي"]

OTHERS = ["وز*", "=الوزير", "مصر|Egypt", '"الوزير استقالته"', "/وزي./", "/army|مصر/"]
OTHERS += ["أمريكي", "نتنياهو", '"نتنياهو الأمريكيين"', "title:سوريا", "woman"]
OTHERS += ['"عبد الله"', '"وزير عبدالله"', "tag:عبدالله"]
OTHERS += ['"Business Insider"', '"بيزنس إنسايدر"', "1000", "يعلن"]
OTHERS += ["title:وزير", "title:وز*", "body:(Zelensky OR =مصر)", "title:زيلينسكي"]
OTHERS += ["title:مصر", "tag:مصر", "source:one", "lang:ar", "byline:وزير"]
terms = st.sampled_from([*WORDS, *OTHERS])


def _joined(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    two = st.tuples(inner, inner)
    three = st.tuples(st.sampled_from("123"), inner, inner, inner)
    return st.one_of(
        two.map(lambda p: f"({p[0]} AND {p[1]})"),
        two.map(lambda p: f"({p[0]} OR {p[1]})"),
        two.map(lambda p: f"({p[0]} NOT {p[1]})"),
        three.map(lambda p: f"{p[0]} OF ({p[1]}, {p[2]}, {p[3]})"),
        st.tuples(st.sampled_from(WORDS), st.sampled_from(WORDS)).map(
            lambda p: f"NEAR/2({p[0].replace(',', '.')}, {p[1].replace(',', '.')})"
        ),
    )


queries = st.recursive(terms, _joined, max_leaves=8)
texts = st.lists(st.sampled_from([*WORDS, ".", "نص"]), max_size=12).map(" ".join)


def read(text: str) -> Query | None:
    try:
        return parse_query(text)
    except QueryError:
        return None  # it would hold without its words


@settings(max_examples=150)
@given(st.lists(queries, min_size=1, max_size=6), texts, st.lists(texts, max_size=2), st.booleans())
def test_together_as_alone(asked: list[str], title: str, body: list[str], known: bool) -> None:
    facets = Facets("وزير", ("مصر",), (), "one", "ar-DZ") if known else Facets()
    read_queries = [query for one in asked if (query := read(one)) is not None]
    index = QueryIndex(read_queries)
    for _ in range(2):  # what was remembered changes nothing
        text = prepare(title, body, facets)
        alone = {
            number: held
            for number, query in enumerate(read_queries)
            if (held := terms_that_hold(query, text)) is not None
        }
        assert dict(index.held(text)) == alone
        narrowed = index.narrowed(text)
        assert dict(index.held(narrowed)) == alone
        for leaf in {leaf for held in alone.values() for leaf in held}:
            assert shown_places(leaf, narrowed) == shown_places(leaf, text)


NAMES = ["مصر", "وزير", "نص", "زيلينسكي", "فولوديمير", "Zelensky", "Volodymyr", "و", "رئيس"]
BETWEEN = [" ", "  ", "-", " - ", "، ", " و ", " و", ". ", "\u00a0", "»،و ", " «", "\uffff"]
beside = st.lists(st.sampled_from(NAMES[:-2]), min_size=2, max_size=3)
placed = st.one_of(
    beside.map(lambda words: f'"{" ".join(words)}"'),
    beside.map(lambda words: f'رئيس OR (مصر NOT "{" ".join(words)}")'),
    st.tuples(st.sampled_from("012"), beside).map(lambda p: f"NEAR/{p[0]}({', '.join(p[1])})"),
    beside.map(lambda words: f'NEAR/1("{" ".join(words[:2])}", {words[-1]}|رئيس)'),
)
parted = st.lists(
    st.tuples(st.sampled_from(NAMES), st.sampled_from(BETWEEN)).map("".join), max_size=10
).map("".join)


@settings(max_examples=100)
@given(st.lists(placed, min_size=1, max_size=5), parted, parted, st.booleans())
def test_phrases_and_distances_hold_whatever_parts_their_words(
    asked: list[str], title: str, body: str, known: bool
) -> None:
    read_queries = [query for one in asked if (query := read(one)) is not None]
    text = prepare(title, (body,), Facets("مصر وزير") if known else Facets())
    held = dict(QueryIndex(read_queries).held(text))
    for number, query in enumerate(read_queries):
        assert held.get(number) == terms_that_hold(query, text)


def test_an_article_is_cut_only_where_the_words_of_a_phrase_stand_together(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    asked = QueryIndex(list(map(parse_query, ['"وزير الدفاع"', "NEAR/2(مصر, غاز)"])))
    cut: list[int] = []
    take = Words.take

    def counted(words: Words, *given: Sequence[str]) -> None:
        cut.append(1)
        take(words, *given)

    monkeypatch.setattr(Words, "take", counted)
    apart = prepare("الدفاع وزير", ("وزير قال إن الدفاع غالية، ومصر لم تكن يوما فيها غاز",))
    assert (list(asked.held(apart)), cut) == ([], [])
    together = prepare("وزير الدفاع", ("مصر – بلا غاز",))
    assert [number for number, _ in asked.held(together)] == [0, 1]
    assert cut


def test_words_behind_the_prefix_of_many_topics_fill_no_memory(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(index, "_MOST_WRITINGS", 1 << 10)
    monkeypatch.setattr(index, "_MOST_SPELLINGS", 1 << 8)
    asked = QueryIndex([parse_query(f"مدر* OR قطار{number}") for number in range(500)])
    words = ["مدر" + "".join(letters) for letters in product("بتثجحخدذرزسشصضطظعغفق", repeat=2)]
    list(asked.held(prepare("مدرسة", ())))
    tracemalloc.start()
    try:
        for word in words:
            assert sum(1 for _ in asked.held(prepare(word, ()))) == 500
        kept, _ = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    # each leads to 500 topics, in 4 kB: all of them took 1.4 MB
    assert kept < 600_000, kept

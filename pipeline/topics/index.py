"""Which of many queries hold for an article, by a look-up a word instead of an evaluation each.

The guards of all queries (`pipeline.topics.guards`) lead to the queries; what a spelling means to
them is remembered, so a word seen before costs one look-up. Only the queries so found whose other
needs are met too are evaluated: the answer is that of asking each.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from pipeline.topics.expressions import Leaf, Query
from pipeline.topics.forms import Forms, forms
from pipeline.topics.guards import Guard, Kind, alternatives, every_form, guards, needs
from pipeline.topics.match import terms_that_hold
from pipeline.topics.memo import Memo
from pipeline.topics.patterns import PatternSet
from pipeline.topics.text import PreparedText, WordIndex

#: spellings whose queries are remembered, and characters of one
_MOST_REMEMBERED = 1 << 16
_LONGEST_REMEMBERED = 64


@dataclass(frozen=True, slots=True)
class _Known:
    """What a spelling means to these queries."""

    spelling: str
    #: numbers of the guards that stand where it stands
    guards: tuple[int, ...]
    #: numbers of the ways that these lead to
    led_to: tuple[int, ...]
    #: of its forms, those that some query asks for
    asked: tuple[Guard, ...]


class _Way(NamedTuple):
    """One of the ways in which a query may hold, of which OR has as many as parts."""

    #: number of the query
    query: int
    #: numbers of guards: what must stand beside the guard that leads here
    needs: tuple[frozenset[int], ...]


def _index_of(asked: Iterable[_Known]) -> WordIndex:
    index = WordIndex()
    index.prefixes = {}
    of_kind: dict[Kind, dict[str, list[str]]] = {
        "noun": index.nouns,
        "word": index.words,
        "sound": index.sounds,
        "prefix": index.prefixes,
    }
    for known in asked:
        for kind, form in known.asked:
            found = of_kind[kind]
            if form in found:
                found[form].append(known.spelling)
            else:
                found[form] = [known.spelling]
    return index


class QueryIndex:
    """Many queries, asked of one article at once.

    Args:
        queries: as `pipeline.topics.parse_query` read them.
    """

    def __init__(self, queries: Sequence[Query]) -> None:
        #: by their numbers
        self.queries = tuple(queries)
        self._led_to: dict[Guard, list[int]] = {}
        #: of all guards of needs
        self._numbers: dict[Guard, int] = {}
        self._ways: list[_Way] = []
        for number, query in enumerate(self.queries):
            for way in alternatives(query.root):
                first = guards(way)
                for guard in first:
                    self._led_to.setdefault(guard, []).append(len(self._ways))
                rest = (need for need in needs(way) if need != first)
                open_ = tuple(frozenset(map(self._number, need)) for need in rest)
                self._ways.append(_Way(number, open_))
        every = self._led_to.keys() | self._numbers.keys()
        self._patterns = PatternSet(form for kind, form in every if kind == "pattern")
        self._asked = {guard for query in self.queries for guard in every_form(query.root)}
        self._prefix_sizes = sorted({len(form) for kind, form in self._asked if kind == "prefix"})
        self._guards = frozenset(every | self._asked)
        self._known = Memo(self._known_of, _MOST_REMEMBERED, _LONGEST_REMEMBERED)

    def held(self, text: PreparedText) -> Iterator[tuple[int, tuple[Leaf, ...]]]:
        """The queries that hold, by their numbers in order, each with the terms it holds by."""
        candidates, asked = self._look_up(text)
        if not candidates:
            return
        text = text.asked_for((known.spelling for known in asked), _index_of(asked))
        for number in sorted(candidates):
            terms = terms_that_hold(self.queries[number], text)
            if terms is not None:
                yield number, terms

    def _look_up(self, text: PreparedText) -> tuple[set[int], list[_Known]]:
        """The queries whose needs are met, and the spellings that mean anything to any."""
        known = map(self._known.__getitem__, text.spellings)
        asked = [one for one in known if one is not None]
        found: set[int] = set().union(*[one.led_to for one in asked])
        standing: set[int] = set().union(*[one.guards for one in asked])
        for guard in self._of_article(text):
            found.update(self._led_to.get(guard, ()))
            if (number := self._numbers.get(guard)) is not None:
                standing.add(number)
        ways = [self._ways[number] for number in found]
        stand_not = standing.isdisjoint
        return {query for query, needs in ways if not (needs and any(map(stand_not, needs)))}, asked

    def _number(self, guard: Guard) -> int:
        return self._numbers.setdefault(guard, len(self._numbers))

    def _known_of(self, spelling: str) -> _Known | None:
        met = self._guards.intersection(self._guards_of(spelling))
        if not met:
            return None
        return _Known(
            spelling,
            tuple(self._numbers[guard] for guard in met if guard in self._numbers),
            tuple({number for guard in met for number in self._led_to.get(guard, ())}),
            tuple(guard for guard in met & self._asked if guard[0] != "spelling"),
        )

    def _guards_of(self, spelling: str) -> Iterator[Guard]:
        known = forms(spelling)
        yield "spelling", spelling
        for form in known.nouns:
            yield "noun", form
        for form in known.words:
            yield "word", form
        for form in self._prefixes_of(known):
            yield "prefix", form
        for heard in known.sounds:
            yield "sound", heard

    def _prefixes_of(self, known: Forms) -> frozenset[str]:
        return frozenset(form[:size] for form in known.words for size in self._prefix_sizes)

    def _of_article(self, text: PreparedText) -> Iterator[Guard]:
        yield "source", text.facets.source.casefold()
        tag = text.facets.language.casefold()
        for end in range(1, len(tag) + 1):
            if end == len(tag) or tag[end] == "-":
                yield "lang", tag[:end]
        for block in text.blocks:
            for expression in self._patterns.found_in(block):
                yield "pattern", expression

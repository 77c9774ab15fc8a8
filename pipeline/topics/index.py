"""Which of many queries hold for an article, by a look-up a word instead of an evaluation each.

The guards of all queries (`pipeline.topics.guards`) lead to the queries; where a spelling leads
is remembered, so a word seen before costs one look-up. Only the queries so found are evaluated:
the answer is that of asking each.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields

from pipeline.topics.expressions import Leaf, Query
from pipeline.topics.forms import Forms, forms
from pipeline.topics.guards import Guard, every_form, guards
from pipeline.topics.match import terms_that_hold
from pipeline.topics.patterns import PatternSet
from pipeline.topics.text import PreparedText, WordIndex

#: spellings whose queries are remembered; hostile pages may hold any number
_MOST_REMEMBERED = 1 << 17


@dataclass(frozen=True, slots=True)
class _Known:
    """What a spelling means to these queries."""

    #: numbers of the queries of which it is a guard
    led_to: tuple[int, ...]
    #: of its forms, those that some query asks for
    nouns: tuple[str, ...]
    words: tuple[str, ...]
    sounds: tuple[str, ...]
    prefixes: tuple[str, ...]


class QueryIndex:
    """Many queries, asked of one article at once.

    Args:
        queries: as `pipeline.topics.parse_query` read them.
    """

    def __init__(self, queries: Sequence[Query]) -> None:
        #: by their numbers
        self.queries = tuple(queries)
        self._led_to: dict[Guard, list[int]] = {}
        for number, query in enumerate(self.queries):
            for guard in guards(query.root):
                self._led_to.setdefault(guard, []).append(number)
        self._patterns = PatternSet(form for kind, form in self._led_to if kind == "pattern")
        asked = {guard for query in self.queries for guard in every_form(query.root)}
        self._asked_nouns = frozenset(form for kind, form in asked if kind == "noun")
        self._asked_words = frozenset(form for kind, form in asked if kind == "word")
        self._asked_sounds = frozenset(form for kind, form in asked if kind == "sound")
        self._asked_prefixes = frozenset(form for kind, form in asked if kind == "prefix")
        self._prefix_sizes = sorted({len(form) for form in self._asked_prefixes})
        self._remembered: dict[str, _Known | None] = {}

    def held(self, text: PreparedText) -> Iterator[tuple[int, tuple[Leaf, ...]]]:
        """The queries that hold, by their numbers in order, each with the terms it holds by."""
        candidates, index = self._look_up(text)
        if not candidates:
            return
        text = text.with_index(index)
        for number in sorted(candidates):
            terms = terms_that_hold(self.queries[number], text)
            if terms is not None:
                yield number, terms

    def candidates(self, text: PreparedText) -> set[int]:
        """Numbers of the queries of which a guard stands in the text."""
        return self._look_up(text)[0]

    def _look_up(self, text: PreparedText) -> tuple[set[int], WordIndex]:
        found: set[int] = set()
        index = WordIndex()
        prefixes: dict[str, list[str]] = {}
        index.prefixes = prefixes
        remembered = self._remembered
        for spelling in text.spellings:
            known = remembered[spelling] if spelling in remembered else self._remember(spelling)
            if known is not None:
                found.update(known.led_to)
                index.add(spelling, known.nouns, known.words, known.sounds)
                for prefix in known.prefixes:
                    prefixes.setdefault(prefix, []).append(spelling)
        for guard in self._of_article(text):
            found.update(self._led_to.get(guard, ()))
        return found, index

    def _remember(self, spelling: str) -> _Known | None:
        may_be = forms(spelling)
        led_to = {n for guard in self._guards_of(spelling) for n in self._led_to.get(guard, ())}
        known = _Known(
            tuple(led_to),
            tuple(may_be.nouns & self._asked_nouns),
            tuple(may_be.words & self._asked_words),
            tuple(may_be.sounds & self._asked_sounds),
            tuple(self._prefixes_of(may_be) & self._asked_prefixes),
        )
        told = known if any(getattr(known, one.name) for one in fields(known)) else None
        if len(self._remembered) < _MOST_REMEMBERED:
            self._remembered[spelling] = told
        return told

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

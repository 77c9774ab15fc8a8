"""Which of many queries hold for an article, by a look-up a word instead of an evaluation each.

The guards of all queries (`pipeline.topics.guards`) lead to the ways in which they may hold; what a
spelling means to them is remembered, so a word seen before costs one look-up, and a word that no
query asks for nothing more. Only the ways so found whose other needs are met too are evaluated: the
answer is that of asking each query.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence, Set
from functools import cached_property
from typing import Literal, NamedTuple

from pipeline.topics.expressions import (
    ANYWHERE,
    By,
    Expression,
    Field,
    Leaf,
    Query,
    Term,
    leaves,
)
from pipeline.topics.forms import forms_of, may_be_one_of, names_in
from pipeline.topics.guards import (
    WORD_KINDS,
    Guard,
    Kind,
    alternatives,
    every_form,
    guards,
    needs,
)
from pipeline.topics.match import held_by
from pipeline.topics.memo import Memo
from pipeline.topics.patterns import PatternSet
from pipeline.topics.text import PreparedText, WordIndex, inverted

#: places of some 150 bytes in which it is remembered what spellings mean to the queries, and
#: characters of one spelling
_MOST_REMEMBERED = 1 << 17
_LONGEST_REMEMBERED = 64


class _Known(NamedTuple):
    """What a spelling means to these queries: numbers, and of its forms those that they ask for."""

    spelling: str
    #: of the guards of needs that stand where it stands
    guards: tuple[int, ...]
    #: of the ways that it leads to
    led_to: tuple[int, ...]
    nouns: tuple[str, ...]
    words: tuple[str, ...]
    prefixes: tuple[str, ...]
    sounds: tuple[str, ...]


def _places(known: _Known | None) -> int:
    """Those that a meaning takes in memory; with many topics behind one prefix it is kilobytes."""
    if known is None:
        return 0
    forms = len(known.nouns) + len(known.words) + len(known.prefixes) + len(known.sounds)
    return 2 + forms + (len(known.guards) + len(known.led_to)) // 16


class _Way(NamedTuple):
    """One of the ways in which a query may hold, of which OR has as many as parts."""

    #: number of the query
    query: int
    expression: Expression
    #: numbers of guards: what must stand beside the guard that leads here
    needs: tuple[frozenset[int], ...]
    #: the same, if it is one word and whatever leads here is that word
    only_word: Term | None


def _only_word(expression: Expression) -> Term | None:
    if not isinstance(expression, Term) or len(expression.words) > 1:
        return None
    # what sounds like a Latin word may be another, see `pipeline.topics.places`
    by_latin_sound = expression.heard_by != "" and expression.words[0][0].isascii()
    return None if by_latin_sound else expression


class _AskedWords(WordIndex):
    """From the forms that are asked for to the spellings of a text that may be of them."""

    def __init__(self, asked: Collection[_Known]) -> None:
        self._asked = asked
        self._standing: dict[By, Set[str]] = {}

    def standing(self, by: Literal[By.NOUN, By.WORD]) -> Set[str]:
        if by not in self._standing:
            every = [one.nouns if by is By.NOUN else one.words for one in self._asked]
            self._standing[by] = set().union(*every)
        return self._standing[by]

    @cached_property
    def nouns(self) -> Mapping[str, Sequence[str]]:
        return inverted((one.spelling, one.nouns) for one in self._asked)

    @cached_property
    def words(self) -> Mapping[str, Sequence[str]]:
        return inverted((one.spelling, one.words) for one in self._asked)

    @cached_property
    def sounds(self) -> Mapping[str, Sequence[str]]:
        return inverted((one.spelling, one.sounds) for one in self._asked)

    @cached_property
    def _prefixes(self) -> Mapping[str, Sequence[str]]:
        return inverted((one.spelling, one.prefixes) for one in self._asked)

    def beginning(self, letters: str) -> Collection[str]:
        return self._prefixes.get(letters, ())


class _LedFrom(dict[Field, set[int]]):
    """From the fields of a text that are asked for to the ways that their words lead to."""

    def __init__(self, text: PreparedText, asked: Collection[_Known]) -> None:
        super().__init__()
        self._text = text
        self._asked = asked

    def __missing__(self, field: Field) -> set[int]:
        spellings = self._text.spellings_in(field)
        led_to = [one.led_to for one in self._asked if one.spelling in spellings]
        found = self[field] = set().union(*led_to)
        return found


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
        #: in the order of the queries, and of their parts
        self._ways: list[_Way] = []
        asked: set[Guard] = set()
        #: numbers of the queries that say a thing twice
        self._repeating: set[int] = set()
        for number, query in enumerate(self.queries):
            for way in alternatives(query.root):
                self._add(number, way)
            asked.update(every_form(query.root))
            every_leaf = leaves(query.root)
            if len(set(every_leaf)) < len(every_leaf):
                self._repeating.add(number)
        sought: dict[Kind, set[str]] = {}
        for kind, form in asked | self._led_to.keys() | self._numbers.keys():
            sought.setdefault(kind, set()).add(form)
        self._patterns = PatternSet(sought.get("pattern", ()))
        self._prefix_sizes = sorted(set(map(len, sought.get("prefix", ()))))
        self._heard = {name.rpartition(" ")[2] for name in sought.get("sound", ())}
        #: all forms of words that the queries ask for, kind by kind
        self._words_sought = [sought.get(kind, set()) for kind in WORD_KINDS]
        self._known = Memo(self._known_of, _MOST_REMEMBERED, _LONGEST_REMEMBERED, _places)

    def held(self, text: PreparedText) -> Iterator[tuple[int, tuple[Leaf, ...]]]:
        """The queries that hold, by their numbers in order, each with the terms it holds by."""
        asked = self._asked_of(text)
        only_asked = text.asked_by(_AskedWords(asked))
        led_from = _LedFrom(text, asked)
        held: dict[int, tuple[Leaf, ...]] = {}
        for number, way in self._ways_of(text, asked):
            found: tuple[Leaf, ...] | None
            if (word := way.only_word) is None:
                found = held_by(way.expression, only_asked)
            elif text.is_plain and word.fields == ANYWHERE:
                found = (word,)
            else:
                found = (word,) if any(number in led_from[one] for one in word.fields) else None
            if found is not None:
                held[way.query] = held[way.query] + found if way.query in held else found
        for query, leaves_held in held.items():
            once = query not in self._repeating
            yield query, leaves_held if once else tuple(dict.fromkeys(leaves_held))

    def narrowed(self, text: PreparedText) -> PreparedText:
        """The same text with an index of no other forms than these queries ask for."""
        return text.asked_by(_AskedWords(self._asked_of(text)))

    def _asked_of(self, text: PreparedText) -> list[_Known]:
        return list(filter(None, map(self._known.__getitem__, text.spellings)))

    def _add(self, number: int, way: Expression) -> None:
        """A way in which a query may hold, and what leads to it."""
        first = guards(way)
        for guard in first:
            self._led_to.setdefault(guard, []).append(len(self._ways))
        rest = (need for need in needs(way) if need != first)
        numbers = self._numbers
        open_ = tuple(
            frozenset(numbers.setdefault(guard, len(numbers)) for guard in need) for need in rest
        )
        self._ways.append(_Way(number, way, open_, None if open_ else _only_word(way)))

    def _ways_of(self, text: PreparedText, asked: Collection[_Known]) -> Iterator[tuple[int, _Way]]:
        """The ways whose needs are met, in order, with their numbers."""
        found: set[int] = set().union(*[one.led_to for one in asked])
        standing: set[int] = set().union(*[one.guards for one in asked])
        for guard in self._of_article(text):
            found.update(self._led_to.get(guard, ()))
            if (number := self._numbers.get(guard)) is not None:
                standing.add(number)
        stand_not = standing.isdisjoint
        for number in sorted(found):
            way = self._ways[number]
            if not (way.needs and any(map(stand_not, way.needs))):
                yield number, way

    def _known_of(self, spelling: str) -> _Known | None:
        words, nouns = forms_of(spelling)
        prefixes = [word[:size] for word in words for size in self._prefix_sizes]
        sounds = names_in(spelling) if may_be_one_of(self._heard, spelling) else ()
        every = nouns, words, (spelling,), prefixes, sounds
        if all(map(set.isdisjoint, self._words_sought, every)):
            return None  # most words
        met = dict(zip(WORD_KINDS, map(set.intersection, self._words_sought, every), strict=True))
        guards = [(kind, form) for kind, forms in met.items() for form in forms]
        return _Known(
            spelling,
            tuple(self._numbers[guard] for guard in guards if guard in self._numbers),
            tuple({number for guard in guards for number in self._led_to.get(guard, ())}),
            tuple(met["noun"]),
            tuple(met["word"]),
            tuple(met["prefix"]),
            tuple(met["sound"]),
        )

    def _of_article(self, text: PreparedText) -> Iterator[Guard]:
        yield "source", text.facets.source.casefold()
        tag = text.facets.language.casefold()
        for end in range(1, len(tag) + 1):
            if end == len(tag) or tag[end] == "-":
                yield "lang", tag[:end]
        for block in text.blocks:
            for expression in self._patterns.found_in(block):
                yield "pattern", expression

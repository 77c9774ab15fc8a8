"""Which of many queries hold for an article, by a look-up a word instead of an evaluation each.

The guards of all queries (`pipeline.topics.guards`) lead to the ways in which they may hold. What a
writing (what stands between two spaces) means to them is remembered, so one seen before costs one
look-up, and one that no query asks for nothing more: a text is not cut into words before a phrase
must be placed. Only the ways so found whose other needs are met too are evaluated: the answer is
that of asking each query.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence, Set
from functools import cached_property
from itertools import chain
from operator import attrgetter
from typing import Literal, NamedTuple

from pipeline.topics.deciding import Decider, decider, only_word
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
from pipeline.topics.words import LONGEST_CACHED, spellings_in

#: Places of some 150 bytes in which it is remembered what writings mean to the queries, and, for
#: those not met before, what their spellings do; characters of one spelling.
_MOST_WRITINGS = 1 << 18
_MOST_SPELLINGS = 1 << 16
_LONGEST_SPELLING = 64


class _Known(NamedTuple):
    """What a spelling means to these queries: numbers, and of its forms those that they ask for."""

    spelling: str
    #: of the guards of needs and of what is decided by numbers that stand where it stands
    guards: tuple[int, ...]
    #: of the ways that it leads to
    led_to: tuple[int, ...]
    nouns: tuple[str, ...]
    words: tuple[str, ...]
    prefixes: tuple[str, ...]
    sounds: tuple[str, ...]


#: among what a writing means: its last word may belong to the next
_WAITS = _Known("", (), (), (), (), (), ())


def _places(known: _Known | None) -> int:
    """Those that a meaning takes in memory; with many topics behind one prefix it is kilobytes."""
    if known is None:
        return 0
    forms = len(known.nouns) + len(known.words) + len(known.prefixes) + len(known.sounds)
    return 2 + forms + (len(known.guards) + len(known.led_to)) // 16


def _places_of_each(known: Iterable[_Known]) -> int:
    return sum(map(_places, known))


#: those by which two words are the same
_FORMS: dict[By, Callable[[_Known], tuple[str, ...]]] = {
    By.NOUN: attrgetter("nouns"),
    By.WORD: attrgetter("words"),
    By.SPELLING: lambda known: (known.spelling,),
}


def _led_to_by(asked: Iterable[_Known]) -> set[int]:
    return set().union(*[one.led_to for one in asked])


def _standing(asked: Iterable[_Known]) -> set[int]:
    return set().union(*[one.guards for one in asked])


class _Way(NamedTuple):
    """One of the ways in which a query may hold, of which OR has as many as parts."""

    #: number of the query
    query: int
    expression: Expression
    #: numbers of guards: what must stand beside the guard that leads here
    needs: tuple[frozenset[int], ...]
    #: the same, if it is one word and whatever leads here is that word
    only_word: Term | None
    #: else, whether it holds where there is nothing but title and body
    decide: Decider | None


class _AskedWords(WordIndex):
    """From the forms that are asked for to the spellings of a text that may be of them."""

    def __init__(self, asked: Collection[_Known]) -> None:
        self._asked = asked
        self._standing: dict[By, Set[str]] = {}

    def standing(self, by: Literal[By.NOUN, By.WORD, By.SPELLING]) -> Set[str]:
        if by not in self._standing:
            self._standing[by] = set().union(*map(_FORMS[by], self._asked))
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


class _ByField(dict[Field, set[int]]):
    """From the fields of a text that are asked for to the ways that their words lead to."""

    def __init__(self, led_to_by: Callable[[Field], set[int]]) -> None:
        super().__init__()
        self._led_to_by = led_to_by

    def __missing__(self, field: Field) -> set[int]:
        found = self[field] = self._led_to_by(field)
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
        #: of all guards of needs, and of what is decided by numbers
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
        self._known = Memo(self._known_of, _MOST_SPELLINGS, _LONGEST_SPELLING, _places)
        #: what the words of a writing mean to the queries
        self._meant = Memo(self._meant_by, _MOST_WRITINGS, LONGEST_CACHED, _places_of_each)

    def held(self, text: PreparedText) -> Iterator[tuple[int, tuple[Leaf, ...]]]:
        """The queries that hold, by their numbers in order, each with the terms it holds by."""
        asked = self._asked_of(text)
        ways, standing = _led_to_by(asked), _standing(asked)
        for guard in self._of_article(text):
            ways.update(self._led_to.get(guard, ()))
            if (number := self._numbers.get(guard)) is not None:
                standing.add(number)
        only_asked = text.asked_by(_AskedWords(asked))
        by_field = _ByField(lambda field: _led_to_by(self._asked_of(text, field)))
        stand_not = standing.isdisjoint
        held: dict[int, tuple[Leaf, ...]] = {}
        for number in sorted(ways):
            query, expression, needs, word, decide = self._ways[number]
            if needs and any(map(stand_not, needs)):
                continue
            found: tuple[Leaf, ...] | None
            if decide is not None and text.is_plain:
                found = decide(standing, only_asked)
            elif word is None:
                found = held_by(expression, only_asked)
            elif text.is_plain and word.fields == ANYWHERE:
                found = (word,)
            else:
                found = (word,) if any(number in by_field[one] for one in word.fields) else None
            if found is not None:
                held[query] = held[query] + found if query in held else found
        for query, leaves_held in held.items():
            once = query not in self._repeating
            yield query, leaves_held if once else tuple(dict.fromkeys(leaves_held))

    def narrowed(self, text: PreparedText) -> PreparedText:
        """The same text with an index of no other forms than these queries ask for."""
        return text.asked_by(_AskedWords(self._asked_of(text)))

    def _asked_of(self, text: PreparedText, field: Field | None = None) -> list[_Known]:
        """What the words of a text, or of a field of it, mean; some of them twice."""
        writings = text.writings_in(field) if field else text.writings
        asked = list(chain.from_iterable(filter(None, map(self._meant.__getitem__, writings))))
        if _WAITS not in asked:
            return asked
        spellings = text.spellings_in(field) if field else text.spellings
        return list(filter(None, map(self._known.__getitem__, spellings)))

    def _meant_by(self, writing: str) -> tuple[_Known, ...]:
        """What the words of a writing mean; `_WAITS` tells that it cannot be told of it alone."""
        spellings, waits = spellings_in(writing)
        if len(spellings) == 1 and not waits:
            known = self._known[spellings[0]]
            return (known,) if known else ()
        every = tuple(filter(None, map(self._known.__getitem__, spellings)))
        return (*every, _WAITS) if waits else every

    def _add(self, number: int, way: Expression) -> None:
        """A way in which a query may hold, and what leads to it."""
        first = guards(way)
        for guard in first:
            self._led_to.setdefault(guard, []).append(len(self._ways))
        rest = (need for need in needs(way) if need != first)
        open_ = tuple(frozenset(map(self._number_of, need)) for need in rest)
        word = None if open_ else only_word(way)
        decide = None if word else decider(way, self._number_of)
        self._ways.append(_Way(number, way, open_, word, decide))

    def _number_of(self, guard: Guard) -> int:
        return self._numbers.setdefault(guard, len(self._numbers))

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

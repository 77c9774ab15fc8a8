"""Which of many queries hold for an article, by a look-up a word instead of an evaluation each.

The guards of all queries (`pipeline.topics.guards`) lead to the ways in which they may hold. What a
writing (what stands between two spaces) means to them is remembered, so one seen before costs one
look-up, and one that no query asks for nothing more: a text is not cut into words before a phrase
must be placed. Only the ways so found whose other needs are met too are evaluated: the answer is
that of asking each query.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence, Set
from itertools import chain
from typing import NamedTuple

from pipeline.topics.closeness import close
from pipeline.topics.deciding import Decider, decider, only_word
from pipeline.topics.expressions import (
    ANYWHERE,
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
    Beside,
    Guard,
    Kind,
    WordGuard,
    alternatives,
    every_form,
    guards,
    needs,
)
from pipeline.topics.match import held_by
from pipeline.topics.meanings import (
    WAITS,
    AskedWords,
    Known,
    Meaning,
    led_to_by,
    places,
    places_of_each,
    standing_by,
)
from pipeline.topics.memo import Memo
from pipeline.topics.patterns import PatternSet
from pipeline.topics.text import PreparedText
from pipeline.topics.words import LONGEST_CACHED, spellings_in

#: Places of some 150 bytes in which it is remembered what writings mean to the queries, and, for
#: those not met before, what their spellings do; characters of one spelling.
_MOST_WRITINGS = 1 << 17
_MOST_SPELLINGS = 1 << 16
_LONGEST_SPELLING = 64


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
        #: what must stand beside each other, and of its rarer word the numbers of these
        self._pairs: list[Beside] = []
        #: of the others, numbers of guards
        self._others: list[frozenset[int]] = []
        self._pairs_of: dict[Guard, list[int]] = {}
        #: in the order of the queries, and of their parts
        self._ways: list[_Way] = []
        asked: set[WordGuard] = set()
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
        for guard in asked | self._led_to.keys() | self._numbers.keys():
            if not isinstance(guard, Beside):
                sought.setdefault(guard[0], set()).add(guard[1])
        self._patterns = PatternSet(sought.get("pattern", ()))
        self._prefix_sizes = sorted(set(map(len, sought.get("prefix", ()))))
        self._heard = {name.rpartition(" ")[2] for name in sought.get("sound", ())}
        #: all forms of words that the queries ask for, kind by kind
        self._words_sought = [sought.get(kind, set()) for kind in WORD_KINDS]
        self._known = Memo(self._known_of, _MOST_SPELLINGS, _LONGEST_SPELLING, places)
        #: what the words of a writing mean to the queries
        self._meant = Memo(self._meant_by, _MOST_WRITINGS, LONGEST_CACHED, places_of_each)

    def held(self, text: PreparedText) -> Iterator[tuple[int, tuple[Leaf, ...]]]:
        """The queries that hold, by their numbers in order, each with the terms it holds by."""
        meanings = self._meanings_of(text.writings)
        asked = self._asked(meanings, text)
        ways, standing = led_to_by(asked), standing_by(asked)
        beside = self._beside(text, meanings, asked, standing)
        for guard in chain(beside, self._of_article(text)):
            ways.update(self._led_to.get(guard, ()))
            if (number := self._numbers.get(guard)) is not None:
                standing.add(number)
        only_asked = text.asked_by(AskedWords(asked))
        by_field = _ByField(lambda field: led_to_by(self._asked_of(text, field)))
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
        return text.asked_by(AskedWords(self._asked_of(text)))

    def _asked_of(self, text: PreparedText, field: Field | None = None) -> list[Known]:
        """What the words of a text, or of a field of it, mean; some of them twice."""
        writings = text.writings_in(field) if field else text.writings
        return self._asked(self._meanings_of(writings), text, field)

    def _meanings_of(self, writings: Iterable[str]) -> list[Meaning]:
        return list(map(self._meant.__getitem__, writings))

    def _asked(
        self, meanings: Iterable[Meaning], text: PreparedText, field: Field | None = None
    ) -> list[Known]:
        asked = list(chain.from_iterable(filter(None, meanings)))
        if WAITS not in asked:
            return asked
        spellings = text.spellings_in(field) if field else text.spellings
        return list(filter(None, map(self._known.__getitem__, spellings)))

    def _beside(
        self,
        text: PreparedText,
        meanings: Sequence[Meaning],
        asked: Iterable[Known],
        standing: Set[int],
    ) -> Iterator[Beside]:
        """What may stand close to each other in a text."""
        pairs = {
            number
            for number in set().union(*[one.pairs for one in asked])
            if not standing.isdisjoint(self._others[number]) or not self._others[number]
        }
        if not pairs:
            return
        if any(meaning and meaning[-1] is WAITS for meaning in meanings):
            yield from map(self._pairs.__getitem__, pairs)  # the words tell
            return
        meant = dict(zip(text.writings, meanings, strict=True))
        yield from close(self._pairs, self._others, pairs, text.in_order, meant)

    def _meant_by(self, writing: str) -> Meaning:
        spellings, waits = spellings_in(writing)
        if len(spellings) == 1 and not waits:
            known = self._known[spellings[0]]
            return (known,) if known else ()
        every = tuple(filter(None, map(self._known.__getitem__, spellings)))
        if waits:
            return (*every, WAITS)
        return every if spellings else None

    def _add(self, number: int, way: Expression) -> None:
        """A way in which a query may hold, and what leads to it."""
        first = guards(way)
        for guard in first:
            self._note(guard)
            self._led_to.setdefault(guard, []).append(len(self._ways))
        rest = (need for need in needs(way) if need != first)
        open_ = tuple(frozenset(map(self._number_of, need)) for need in rest)
        word = None if open_ else only_word(way)
        decide = None if word else decider(way, self._number_of)
        self._ways.append(_Way(number, way, open_, word, decide))

    def _number_of(self, guard: Guard) -> int:
        self._note(guard)
        return self._numbers.setdefault(guard, len(self._numbers))

    def _note(self, guard: Guard) -> None:
        """What must be known of a pair to tell whether it stands."""
        if not isinstance(guard, Beside) or guard in self._led_to or guard in self._numbers:
            return
        for anchor in guard.anchor:
            self._pairs_of.setdefault(anchor, []).append(len(self._pairs))
        self._pairs.append(guard)
        self._others.append(frozenset(map(self._number_of, guard.other)))

    def _known_of(self, spelling: str) -> Known | None:
        words, nouns = forms_of(spelling)
        prefixes = [word[:size] for word in words for size in self._prefix_sizes]
        sounds = names_in(spelling) if may_be_one_of(self._heard, spelling) else ()
        every = nouns, words, (spelling,), prefixes, sounds
        if all(map(set.isdisjoint, self._words_sought, every)):
            return None  # most words
        met = dict(zip(WORD_KINDS, map(set.intersection, self._words_sought, every), strict=True))
        guards: list[Guard] = [(kind, form) for kind, forms in met.items() for form in forms]
        return Known(
            spelling,
            tuple(self._numbers[guard] for guard in guards if guard in self._numbers),
            tuple({number for guard in guards for number in self._led_to.get(guard, ())}),
            tuple({number for guard in guards for number in self._pairs_of.get(guard, ())}),
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

"""What must stand in an article for a query to hold: its needs, and the rarest of them.

A need is met where one of its guards stands. What AND joins are needs each; what OR joins is one;
of a phrase or a distance it is one that two of its words stand close to each other. Pure and
coarse: that all needs are met does not make the query hold, but where one is not it cannot.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import combinations, islice
from typing import Literal, NamedTuple, TypeAlias, TypeVar

from pipeline.topics.expressions import (
    AllOf,
    AnyOf,
    AtLeast,
    By,
    Excluded,
    Expression,
    Facet,
    Near,
    Pattern,
    Term,
    anchor_of,
    holds_without_words,
    leaves,
)

Kind: TypeAlias = Literal[
    "noun", "word", "spelling", "prefix", "sound", "pattern", "source", "lang"
]
#: those that words have
WORD_KINDS: tuple[Kind, ...] = ("noun", "word", "spelling", "prefix", "sound")
#: how two words are the same, and the form that they share
WordGuard: TypeAlias = tuple[Kind, str]


class Beside(NamedTuple):
    """That a word has another close to it, or that what no space parts holds both."""

    #: of the one, the rarer
    anchor: frozenset[WordGuard]
    #: of the other; none, where it is told by its consonants
    other: frozenset[WordGuard]
    heard: str
    #: how many words before the one the other may stand, and behind
    before: int
    after: int


Guard: TypeAlias = WordGuard | Beside
_Some = TypeVar("_Some", bound=Guard)
_KINDS: dict[By, Kind] = {
    By.NOUN: "noun",
    By.WORD: "word",
    By.SPELLING: "spelling",
    By.PREFIX: "prefix",
}
#: how many words a letter more makes rarer by; what is no word is found everywhere
_RARER_BY_LETTER = 2.0
_EVERYWHERE = 1.0
#: of parts of which so many are to hold
_MOST_NEEDS = 8


def guards(expression: Expression) -> frozenset[Guard]:
    """At least one of these stands in every article for which the expression holds.

    Args:
        expression: one that cannot hold for an article without its words.
    """
    return min(needs(expression), key=_frequency)


def needs(expression: Expression) -> tuple[frozenset[Guard], ...]:
    """Of each at least one stands in every article for which the expression holds.

    Args:
        expression: one that cannot hold for an article without its words.
    """
    match expression:
        case Term():
            return _of_term(expression)
        case Near():
            return _of_near(expression)
        case Pattern():
            return (frozenset((("pattern", expression.expression),)),)
        case Facet():
            return (frozenset(((expression.name, expression.value.casefold()),)),)
        case AllOf(parts):
            needing = (part for part in parts if not holds_without_words(part))
            return tuple(dict.fromkeys(need for part in needing for need in needs(part)))
        case AnyOf(parts):
            return (_union(map(guards, parts)),)
        case AtLeast(count, parts):
            return _of_so_many(count, parts)
        case Excluded():
            raise ValueError("what is excluded guards nothing")


def alternatives(expression: Expression) -> tuple[Expression, ...]:
    """The parts of which one is enough for the expression to hold."""
    if isinstance(expression, AnyOf):
        return tuple(one for part in expression.parts for one in alternatives(part))
    return (expression,)


def every_form(expression: Expression) -> Iterator[WordGuard]:
    """All forms that an evaluation asks a text for."""
    for leaf in leaves(expression):
        terms = [one for part in leaf.parts for one in part] if isinstance(leaf, Near) else [leaf]
        for term in terms:
            if isinstance(term, Term):
                yield from ((_KINDS[term.by], form) for same in term.words for form in same)
                if term.heard_by:
                    yield "sound", term.heard_by


def _of_so_many(count: int, parts: Sequence[Expression]) -> tuple[frozenset[Guard], ...]:
    """Where so many are to hold, all but that many less one may fail: one of the rest stands."""
    needing = [guards(part) for part in parts if not holds_without_words(part)]
    missing = count - (len(parts) - len(needing))
    needing.sort(key=_frequency)
    rests = combinations(needing, len(needing) - missing + 1)  # the rarest of all first
    return tuple(map(_union, islice(rests, _MOST_NEEDS)))


def _of_term(term: Term) -> tuple[frozenset[Guard], ...]:
    words = _as_written(term)
    heard = _as_heard(term)
    if len(words) == 1:
        return (frozenset((*words[0], *heard)),)
    rarest = min(range(len(words)), key=lambda i: _frequency(words[i]))
    other = _next_to(rarest, [_frequency(one) for one in words])
    pair = Beside(words[rarest], words[other], "", int(other < rarest), int(other > rarest))
    rest = (one for i, one in enumerate(words) if i not in (rarest, other))
    return (frozenset((pair, *heard)), *(one | heard for one in rest))


def _of_near(near: Near) -> tuple[frozenset[Guard], ...]:
    """The two rarest parts stand close to each other, and the others somewhere."""
    parts = sorted((_union(map(_rarest_word, terms)) for terms in near.parts), key=_frequency)
    longest = max(len(term.words) for terms in near.parts for term in terms)
    # the distance is from the end of the first of them to the beginning of the last
    reach = near.distance + 2 * longest - 1
    return (frozenset((Beside(parts[0], parts[1], "", reach, reach),)), *parts[2:])


def _as_written(term: Term) -> list[frozenset[WordGuard]]:
    kind = _KINDS[term.by]
    return [frozenset((kind, form) for form in same) for same in term.words]


def _as_heard(term: Term) -> frozenset[Guard]:
    """What stands where a term is met as a foreign name in another spelling: one, if any."""
    if not term.heard_by:
        return frozenset()
    sound: WordGuard = ("sound", term.heard_by)
    if len(term.sounds) == 1:
        return frozenset((sound,))
    anchor = anchor_of(term)
    other = _next_to(anchor, [-len(heard) for heard in term.sounds])
    before, after = int(other < anchor), int(other > anchor)
    return frozenset((Beside(frozenset((sound,)), frozenset(), term.sounds[other], before, after),))


def _rarest_word(term: Term) -> frozenset[WordGuard]:
    heard: set[WordGuard] = {("sound", term.heard_by)} if term.heard_by else set()
    return min(_as_written(term), key=_frequency) | heard


def _next_to(number: int, frequencies: Sequence[float]) -> int:
    """Which of the words before and behind one is the rarer."""
    beside = [i for i in (number - 1, number + 1) if 0 <= i < len(frequencies)]
    return min(beside, key=frequencies.__getitem__)


def _union(found: Iterable[frozenset[_Some]]) -> frozenset[_Some]:
    return frozenset().union(*found)


def _frequency(found: Iterable[Guard]) -> float:
    """How often one of these is met, by their lengths: long words are rare."""
    return sum(map(_frequency_of, found))


def _frequency_of(guard: Guard) -> float:
    if isinstance(guard, Beside):
        close = 1 + guard.before + guard.after
        beside = _frequency(guard.other) or _RARER_BY_LETTER ** -len(guard.heard)
        return min(_EVERYWHERE, close * beside) * _frequency(guard.anchor)
    kind, form = guard
    if kind in ("pattern", "source", "lang"):
        return _EVERYWHERE
    return _RARER_BY_LETTER ** -len(form) * (8 if kind == "prefix" else 1)

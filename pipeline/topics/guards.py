"""What must stand in an article for a query to hold: its needs, and the rarest of them.

A need is met where one of its guards stands. What AND joins, and the words of a phrase, are needs
each; what OR joins is one. Pure and coarse: that all needs are met does not make the query hold,
but where one is not it cannot.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import combinations, islice
from typing import Literal, TypeAlias

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
    holds_without_words,
    leaves,
)

Kind: TypeAlias = Literal[
    "noun", "word", "spelling", "prefix", "sound", "pattern", "source", "lang"
]
#: those that words have
WORD_KINDS: tuple[Kind, ...] = ("noun", "word", "spelling", "prefix", "sound")
#: how two words are the same, and the form that they share
Guard: TypeAlias = tuple[Kind, str]
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
        case Pattern():
            return (frozenset((("pattern", expression.expression),)),)
        case Facet():
            return (frozenset(((expression.name, expression.value.casefold()),)),)
        case Near(parts=parts):
            return tuple(_union(map(guards, terms)) for terms in parts)
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


def every_form(expression: Expression) -> Iterator[Guard]:
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
    kind = _KINDS[term.by]
    heard: set[Guard] = {("sound", term.heard_by)} if term.heard_by else set()
    return tuple(frozenset((kind, form) for form in same) | heard for same in term.words)


def _union(found: Iterable[frozenset[Guard]]) -> frozenset[Guard]:
    return frozenset().union(*found)


def _frequency(found: frozenset[Guard]) -> float:
    """How often one of these is met, by their lengths: long words are rare."""
    return sum(
        _EVERYWHERE
        if kind in ("pattern", "source", "lang")
        else _RARER_BY_LETTER ** -len(form) * (8 if kind == "prefix" else 1)
        for kind, form in found
    )

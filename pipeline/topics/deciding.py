"""Whether a query holds for an article, told by numbers of the forms that stand in it.

The same as `pipeline.topics.match.held_by`, of which it asks what a form alone does not tell:
phrases, distances, fields. Thousands of queries are made ready once, for each article asked some.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence, Set
from typing import TypeAlias

from pipeline.topics.expressions import (
    ANYWHERE,
    AllOf,
    AnyOf,
    AtLeast,
    Excluded,
    Expression,
    Leaf,
    Near,
    Term,
)
from pipeline.topics.guards import Guard, needs
from pipeline.topics.match import held_by
from pipeline.topics.text import PreparedText

#: the terms by which an expression holds where these numbers stand; None if it does not
Decider: TypeAlias = Callable[[Set[int], PreparedText], tuple[Leaf, ...] | None]


def only_word(expression: Expression) -> Term | None:
    """The term, if it is one word and whatever of its guards stands is that word."""
    if not isinstance(expression, Term) or len(expression.words) > 1:
        return None
    # what sounds like a Latin word may be another, see `pipeline.topics.places`
    by_latin_sound = expression.heard_by != "" and expression.words[0][0].isascii()
    return None if by_latin_sound else expression


def decider(expression: Expression, number_of: Callable[[Guard], int]) -> Decider:
    """What decides of articles that have nothing but title and body whether an expression holds.

    Args:
        expression: a query, or a part of one.
        number_of: gives each guard a number.
    """
    match expression:
        case Term(fields=fields) if only_word(expression) and fields == ANYWHERE:
            return _of_word(expression, number_of)
        case AnyOf(parts):
            return _of_so_many(1, [decider(part, number_of) for part in parts])
        case AtLeast(count, parts):
            return _of_so_many(count, [decider(part, number_of) for part in parts])
        case AllOf(parts):
            return _of_all([decider(part, number_of) for part in parts])
        case Excluded(part):
            return _of_none(decider(part, number_of))
        case Term() | Near():
            return _of_placed(expression, number_of)
        case _:
            return lambda _, text: held_by(expression, text)


def _of_word(term: Term, number_of: Callable[[Guard], int]) -> Decider:
    numbers = frozenset(number_of(guard) for need in needs(term) for guard in need)
    alone = (term,)
    return lambda standing, _: None if standing.isdisjoint(numbers) else alone


def _of_placed(leaf: Term | Near, number_of: Callable[[Guard], int]) -> Decider:
    """Of what must be placed: a phrase, a distance, a word of one field."""
    numbers = tuple(frozenset(map(number_of, need)) for need in needs(leaf))

    def decide(standing: Set[int], text: PreparedText) -> tuple[Leaf, ...] | None:
        return None if any(map(standing.isdisjoint, numbers)) else held_by(leaf, text)

    return decide


def _of_none(part: Decider) -> Decider:
    return lambda standing, text: () if part(standing, text) is None else None


def _of_all(parts: Sequence[Decider]) -> Decider:
    def decide(standing: Set[int], text: PreparedText) -> tuple[Leaf, ...] | None:
        held: tuple[Leaf, ...] = ()
        for part in parts:
            if (found := part(standing, text)) is None:
                return None
            held += found
        return held

    return decide


def _of_so_many(count: int, parts: Sequence[Decider]) -> Decider:
    def decide(standing: Set[int], text: PreparedText) -> tuple[Leaf, ...] | None:
        every = [held for part in parts if (held := part(standing, text)) is not None]
        return sum(every, ()) if len(every) >= count else None

    return decide

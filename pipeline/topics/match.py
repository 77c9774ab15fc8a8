"""Whether a query holds for an article, and by which words of it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import islice

from pipeline.records import MatchedTerm
from pipeline.topics.expressions import (
    AllOf,
    AnyOf,
    AtLeast,
    Excluded,
    Expression,
    Facet,
    Leaf,
    Query,
    Term,
)
from pipeline.topics.places import has_facet, occurs, places, shown
from pipeline.topics.text import PreparedText

#: places of one term that are shown
PLACES = 3


def match(query: Query, text: PreparedText) -> tuple[MatchedTerm, ...] | None:
    """The words that make a query hold for a text; None if it does not hold.

    Each term of the query that was found and counts towards the result is shown at up
    to three places, the title's first.
    """
    held = terms_that_hold(query, text)
    if held is None:
        return None
    return tuple(term for leaf in held for term in shown_places(leaf, text))


def terms_that_hold(query: Query, text: PreparedText) -> tuple[Leaf, ...] | None:
    """The terms by which a query holds, in its order and each once; None if it does not."""
    held = held_by(query.root, text)
    if held is None or len(held) == 1:
        return held
    return tuple(dict.fromkeys(held))


def holds(expression: Expression, text: PreparedText) -> bool:
    """Whether a query, or a part of one, holds for a text."""
    return held_by(expression, text) is not None


def shown_places(leaf: Leaf, text: PreparedText) -> list[MatchedTerm]:
    """The first places of a term that was found, as the reader of an alert sees them."""
    if isinstance(leaf, Facet):
        return [facet_shown(leaf)]
    return [shown(leaf, place, text) for place in islice(places(leaf, text), PLACES)]


def facet_shown(facet: Facet) -> MatchedTerm:
    """What an alert says of a source or language that was asked for."""
    return MatchedTerm(term=facet.written, found=facet.value, field=facet.name, context="")


def held_by(expression: Expression, text: PreparedText) -> tuple[Leaf, ...] | None:
    """The terms by which a part of a query holds, in its order; None if it does not."""
    # asked thousands of times an article: the commonest first, and no generators
    if isinstance(expression, Term):
        return (expression,) if occurs(expression, text) else None
    if isinstance(expression, AnyOf):
        return _held_of(1, expression.parts, text)
    if isinstance(expression, AllOf):
        return _held_all(expression.parts, text)
    if isinstance(expression, AtLeast):
        return _held_of(expression.count, expression.parts, text)
    if isinstance(expression, Excluded):
        return None if held_by(expression.part, text) is not None else ()
    if isinstance(expression, Facet):
        return (expression,) if has_facet(expression, text) else None
    return (expression,) if occurs(expression, text) else None


def _held_all(parts: Iterable[Expression], text: PreparedText) -> tuple[Leaf, ...] | None:
    held: tuple[Leaf, ...] = ()
    for part in parts:
        found = held_by(part, text)
        if found is None:
            return None
        held += found
    return held


def _held_of(
    count: int, parts: Sequence[Expression], text: PreparedText
) -> tuple[Leaf, ...] | None:
    held: tuple[Leaf, ...] = ()
    missing = count
    left = len(parts)
    for part in parts:
        if left < missing:
            return None
        left -= 1
        found = held_by(part, text)
        if found is not None:
            held += found
            missing -= 1
    return held if missing <= 0 else None

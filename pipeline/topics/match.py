"""Whether a query holds for an article, and by which words of it."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import islice

from pipeline.records import MatchedTerm
from pipeline.topics.expressions import (
    ANYWHERE,
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
from pipeline.topics.places import has_facet, places, shown
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
    held = _held(query.root, text)
    return None if held is None else tuple(dict.fromkeys(held))


def holds(expression: Expression, text: PreparedText) -> bool:
    """Whether a query, or a part of one, holds for a text."""
    return _held(expression, text) is not None


def shown_places(leaf: Leaf, text: PreparedText) -> list[MatchedTerm]:
    """The first places of a term that was found, as the reader of an alert sees them."""
    if isinstance(leaf, Facet):
        return [facet_shown(leaf)]
    return [shown(leaf, place, text) for place in islice(places(leaf, text), PLACES)]


def facet_shown(facet: Facet) -> MatchedTerm:
    """What an alert says of a source or language that was asked for."""
    return MatchedTerm(term=facet.written, found=facet.value, field=facet.name, context="")


def _held(expression: Expression, text: PreparedText) -> tuple[Leaf, ...] | None:
    match expression:
        case Excluded(part):
            return None if _held(part, text) is not None else ()
        case AllOf(parts):
            return _joined(_held(part, text) for part in parts)
        case AnyOf(parts):
            return _joined_of(1, parts, text)
        case AtLeast(count, parts):
            return _joined_of(count, parts, text)
        case _:
            return (expression,) if _occurs(expression, text) else None


def _joined_of(
    count: int, parts: Iterable[Expression], text: PreparedText
) -> tuple[Leaf, ...] | None:
    held = [found for part in parts if (found := _held(part, text)) is not None]
    return _joined(held) if len(held) >= count else None


def _joined(results: Iterable[tuple[Leaf, ...] | None]) -> tuple[Leaf, ...] | None:
    held: list[Leaf] = []
    for result in results:
        if result is None:
            return None
        held.extend(result)
    return tuple(held)


def _occurs(leaf: Leaf, text: PreparedText) -> bool:
    match leaf:
        case Facet():
            return has_facet(leaf, text)
        case Term(words=(same,), by=by) if not text.stands(same, by):
            if leaf.heard_by not in text.index.sounds:
                return False
        case Term(words=(_,), fields=fields) if text.is_plain and fields == ANYWHERE:
            return True
    return next(places(leaf, text), None) is not None

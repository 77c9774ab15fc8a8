"""Why a query does not hold for an article, by the part of it that fails."""

from __future__ import annotations

from pipeline.topics.expressions import (
    AllOf,
    AnyOf,
    AtLeast,
    Excluded,
    Expression,
    Facet,
    Near,
    Query,
    leaves,
)
from pipeline.topics.match import holds
from pipeline.topics.text import PreparedText

_MOST_NAMED = 5


def why_not(query: Query, text: PreparedText) -> str:
    """One line that names the part of a query by which it fails for a text.

    Raises:
        ValueError: it holds.
    """
    if holds(query.root, text):
        raise ValueError("the query holds for this text")
    return _fails(query.root, text)


def _fails(expression: Expression, text: PreparedText) -> str:
    match expression:
        case AllOf(parts):
            return _fails(next(part for part in parts if not holds(part, text)), text)
        case AnyOf(parts) if any(isinstance(part, AllOf | Excluded) for part in parts):
            # the part that comes nearest says most
            nearest = max(parts, key=lambda part: _held_share(part, text))
            return _fails(nearest, text)
        case AnyOf(parts) if len({leaf.written for leaf in leaves(expression)}) == 1:
            return _fails(parts[0], text)  # a name in one word or two
        case AnyOf(parts):
            return f"none of {_named(parts)} is found"
        case AtLeast(count, parts):
            held = sum(holds(part, text) for part in parts)
            return f"{held} of {_named(parts)} {'is' if held == 1 else 'are'} found, not {count}"
        case Excluded(part):
            return f"{_named((part,))} is found, which NOT excludes"
        case Near():
            return f"{expression.written}: they do not stand so close together"
        case Facet(name, value):
            return f"the article's {name} is not {value}"
        case _:
            where = "" if len(expression.fields) > 1 else f" in the {expression.fields[0]}"
            return f"{expression.written} is not found{where}"


def _held_share(expression: Expression, text: PreparedText) -> float:
    parts = expression.parts if isinstance(expression, AllOf) else (expression,)
    return sum(holds(part, text) for part in parts) / len(parts)


def _named(parts: tuple[Expression, ...]) -> str:
    written = list(dict.fromkeys(leaf.written for part in parts for leaf in leaves(part)))
    more = "" if len(written) <= _MOST_NAMED else " …"
    return ", ".join(written[:_MOST_NAMED]) + more

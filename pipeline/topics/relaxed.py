"""What a query would be with one term less: the near misses of a topic.

Pure; each relaxed query holds wherever the query does.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from pipeline.topics.expressions import (
    ANYWHERE,
    AllOf,
    AnyOf,
    AtLeast,
    Excluded,
    Expression,
    Near,
    Query,
    Term,
    holds_without_words,
    leaves,
)

_MOST = 12
_MOST_NAMED = 4


def relaxations(query: Query) -> tuple[tuple[str, Query], ...]:
    """Queries with one term less, each after what it leaves out, at most a dozen."""
    found: dict[Expression, str] = {}
    for what, root in _relaxed(query.root):
        if root != query.root and not holds_without_words(root):
            found.setdefault(root, what)
    return tuple((what, Query(query.text, root)) for root, what in list(found.items())[:_MOST])


def _relaxed(expression: Expression) -> Iterator[tuple[str, Expression]]:
    match expression:
        case AllOf(parts):
            for i, part in enumerate(parts):
                rest = (*parts[:i], *parts[i + 1 :])
                yield f"without {written(part)}", rest[0] if len(rest) == 1 else AllOf(rest)
                for what, less in _relaxed(part):
                    yield what, AllOf((*parts[:i], less, *parts[i + 1 :]))
        case AnyOf(parts):
            for i, part in enumerate(parts):
                for what, less in _relaxed(part):
                    yield what, AnyOf((*parts[:i], less, *parts[i + 1 :]))
        case AtLeast(count, parts) if count > 1:
            yield f"with {count - 1} OF {written(expression)}", AtLeast(count - 1, parts)
        case Near(parts=parts):
            apart = (terms[0] if len(terms) == 1 else AnyOf(terms) for terms in parts)
            yield "however far apart", AllOf(tuple(apart))
        case Term(fields=fields) if fields != ANYWHERE and "title" in fields:
            yield (
                f"{expression.written} outside the title too",
                replace(expression, fields=ANYWHERE),
            )
        case _:
            return


def written(part: Expression) -> str:
    """A part of a query as people may know it again."""
    named = list(dict.fromkeys(leaf.written for leaf in leaves(part)))
    shown = ", ".join(named[:_MOST_NAMED]) + (" …" if len(named) > _MOST_NAMED else "")
    if isinstance(part, Excluded):
        return f"NOT {shown}"
    return shown if len(named) == 1 else f"({shown})"

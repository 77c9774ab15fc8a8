"""Regular expressions of queries, by an engine that takes linear time whatever they are.

RE2 has no look-around and no references back, and its memory is bounded; its syntax is told in
docs/topics.md.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import Any

_LONGEST = 500
_MOST_MEMORY = 1 << 20
#: places of one pattern in one text
_MOST_FOUND = 100


def pattern_fault(expression: str) -> str | None:
    """Why an expression cannot be used, in words; None if it can."""
    import re2

    if len(expression) > _LONGEST:
        return f"it is longer than {_LONGEST} characters"
    try:
        compiled = _compiled(expression)
    except re2.error as error:
        said = error.args[0] if error.args else error
        return said.decode(errors="replace") if isinstance(said, bytes) else str(said)
    return "it would hold for an empty text" if compiled.search("") else None


def found_by(expression: str, text: str) -> Iterator[tuple[int, int]]:
    """Where an expression holds in a text, in order: start and end, in characters.

    Raises:
        re2.error: the expression is malformed; `pattern_fault` tells it first.
    """
    for number, found in enumerate(_compiled(expression).finditer(_encodable(text))):
        if number == _MOST_FOUND:
            return
        yield found.span()


def _encodable(text: str) -> str:
    # lone surrogates cannot be sent to the engine; one character for one, so places stay
    return text.encode("utf-8", "replace").decode("utf-8")


@lru_cache(maxsize=1 << 12)
def _compiled(expression: str) -> Any:
    import re2  # only a query with a regular expression needs it

    return re2.compile(expression, options=_options(_MOST_MEMORY))


def _options(most_memory: int) -> Any:
    import re2

    options = re2.Options()
    options.case_sensitive = False
    options.log_errors = False
    options.max_mem = most_memory
    return options


class PatternSet:
    """Many expressions, sought in one pass.

    Args:
        expressions: each without a `pattern_fault`.
    """

    def __init__(self, expressions: Iterable[str]) -> None:
        self._expressions = tuple(expressions)
        self._set: Any = None
        if self._expressions:
            import re2

            self._set = re2.Set.SearchSet(_options(_MOST_MEMORY * 64))
            for expression in self._expressions:
                self._set.Add(expression)
            self._set.Compile()

    def found_in(self, text: str) -> Iterator[str]:
        """The expressions that hold somewhere in a text."""
        if self._set is None:
            return
        for number in self._set.Match(_encodable(text)) or ():
            yield self._expressions[number]

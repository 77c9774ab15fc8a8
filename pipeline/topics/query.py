"""Reads a topic's query: from its text to an expression of terms, or a mistake in words.

Does not look at any article: that is `pipeline.topics.match`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import Final, TypeAlias, cast

from lark import Lark, Token, Transformer, v_args
from lark.exceptions import UnexpectedCharacters, UnexpectedToken

from pipeline.arabic import definite_after_lam, fold_letters
from pipeline.topics.words import words

MAX_LENGTH: Final = 10_000
#: parentheses inside one another
MAX_DEPTH: Final = 32


class QueryError(ValueError):
    """A query that cannot be read.

    Attributes:
        message: one line for the query's author.
        line: counted from 1.
        column: counted from 1, in characters.
    """

    def __init__(self, message: str, line: int, column: int) -> None:
        super().__init__(f"line {line}, column {column}: {message}")
        self.message = message
        self.line = line
        self.column = column


@dataclass(frozen=True, slots=True)
class Term:
    """A word or phrase to look for.

    A word that writing parts (F-16, أيت-أحمد) is a phrase of its parts.
    """

    #: as the query has it, without quotation marks
    written: str
    #: for each of its words the normal forms that are the same to a searcher
    words: tuple[tuple[str, ...], ...]
    title_only: bool = False


@dataclass(frozen=True, slots=True)
class Excluded:
    """Holds where its term is not found."""

    term: Term


@dataclass(frozen=True, slots=True)
class AllOf:
    """Holds where each part holds."""

    parts: tuple[Expression, ...]


@dataclass(frozen=True, slots=True)
class AnyOf:
    """Holds where at least one part holds."""

    parts: tuple[Expression, ...]


Expression: TypeAlias = Term | Excluded | AllOf | AnyOf


@dataclass(frozen=True, slots=True)
class Query:
    """A query that was read."""

    text: str
    #: NOT stands before single terms only, whatever it stood before in the text
    root: Expression


def parse_query(text: str) -> Query:
    """Read a query.

    Raises:
        QueryError: it is empty, too long, nested too deep, malformed, or would hold for
            an article that has none of its words (a lone NOT).
    """
    if len(text) > MAX_LENGTH:
        raise QueryError(f"the query is longer than {MAX_LENGTH:,} characters", 1, 1)
    tokens = _tokens(text)
    if not tokens:
        raise QueryError("the query is empty: write at least one word", 1, 1)
    _check_depth(tokens)
    try:
        # the parser's tree is built by _Builder, which its type cannot say
        root = cast(Expression, _parser().parse(text))
    except UnexpectedToken as error:
        raise _explained(tokens, error.token) from None
    if _holds_without_words(root):
        raise _at(
            next(token for token in tokens if token.type == "NOT"),
            "the query would hold for articles that have none of its words: "
            "write NOT after something to look for (Algérie NOT football)",
        )
    return Query(text, root)


def mistake_in(text: str) -> str | None:
    """What is wrong with a query, in one line with its place; None if nothing is."""
    try:
        parse_query(text)
    except QueryError as error:
        line = f"line {error.line}, " if "\n" in text.strip() else ""
        return f"{line}column {error.column}: {error.message}"
    return None


@v_args(inline=True)
class _Builder(Transformer[Token, Expression]):
    """Makes expressions of what the grammar's rules found."""

    def start(self, root: Expression) -> Expression:
        return root

    def either(self, *children: Expression | Token) -> Expression:
        parts = _expressions(children)
        return parts[0] if len(parts) == 1 else AnyOf(parts)

    def both(self, *children: Expression | Token) -> Expression:
        parts = _expressions(children)
        return parts[0] if len(parts) == 1 else AllOf(parts)

    def excluded(self, _not: Token, part: Expression) -> Expression:
        return _negated(part)

    def within(self, field: Token, part: Expression) -> Expression:
        if field.casefold() != "title:":
            raise _at(
                field,
                f"unknown field {_shown(field)} there is only title: "
                "(quotation marks make it words to look for)",
            )
        return _in_title(part)

    def group(self, _open: Token, inner: Expression, _close: Token) -> Expression:
        return inner

    def word(self, token: Token) -> Expression:
        if token[0] in "-!":
            raise _at(token, f"write NOT instead of {token[0]} to exclude a word")
        if reserved := _RESERVED.search(token):
            raise _at(
                token,
                f"{reserved[0]} is no part of the language yet "
                "(quotation marks make it words to look for)",
            )
        return _term(token, str(token))

    def phrase(self, token: Token) -> Expression:
        return _term(token, token[1:-1].strip())


#: signs that other search engines give a meaning: better refused than taken for a word
_RESERVED = re.compile(r"^[=/]|[*|]|^(?:NEAR(?:/\d+)?|OF)$")


def _expressions(children: Sequence[Expression | Token]) -> tuple[Expression, ...]:
    return tuple(child for child in children if not isinstance(child, Token))


def _term(token: Token, written: str) -> Term:
    spellings = [word.spelling for word in words(written)]
    if not spellings:
        raise _at(token, f"{_shown(token)} holds no letter or figure to look for")
    return Term(written, tuple(map(_same_words, spellings)))


def _same_words(spelling: str) -> tuple[str, ...]:
    after_lam = definite_after_lam(spelling)
    return (fold_letters(spelling), *([after_lam] if after_lam else []))


def _negated(expression: Expression) -> Expression:
    match expression:
        case Term():
            return Excluded(expression)
        case Excluded(term):
            return term
        case AllOf(parts):
            return AnyOf(tuple(map(_negated, parts)))
        case AnyOf(parts):
            return AllOf(tuple(map(_negated, parts)))


def _in_title(expression: Expression) -> Expression:
    match expression:
        case Term():
            return replace(expression, title_only=True)
        case Excluded(term):
            return Excluded(replace(term, title_only=True))
        case AllOf(parts):
            return AllOf(tuple(map(_in_title, parts)))
        case AnyOf(parts):
            return AnyOf(tuple(map(_in_title, parts)))


def _holds_without_words(expression: Expression) -> bool:
    match expression:
        case Term():
            return False
        case Excluded():
            return True
        case AllOf(parts):
            return all(map(_holds_without_words, parts))
        case AnyOf(parts):
            return any(map(_holds_without_words, parts))


@cache
def _parser() -> Lark:
    return Lark.open(
        "query.lark", rel_to=__file__, parser="lalr", lexer="basic", transformer=_Builder()
    )


def _tokens(text: str) -> list[Token]:
    try:
        return list(_parser().lex(text))
    except UnexpectedCharacters as error:  # a word takes every character but these
        mark = text[error.pos_in_stream or 0]
        fate = "opened" if mark == "»" else "closed"
        message = f"the quotation mark {mark} is never {fate}"
        raise QueryError(message, error.line, error.column) from None


def _check_depth(tokens: Sequence[Token]) -> None:
    depth = 0
    for token in tokens:
        depth += {"OPEN": 1, "CLOSE": -1}.get(token.type, 0)
        if depth > MAX_DEPTH:
            raise _at(token, f"more than {MAX_DEPTH} parentheses inside one another")


def _explained(tokens: Sequence[Token], culprit: Token) -> QueryError:
    """Why the parser could not go past `culprit`, told at the place to mend."""
    ended = culprit.type == "$END"
    seen = [token for token in tokens if ended or _start(token) < _start(culprit)]
    if seen and seen[-1].type in ("AND", "OR", "NOT", "FIELD"):
        message = f"{_shown(seen[-1])} needs a word, a phrase or parentheses after it"
        return _at(seen[-1], message)
    if ended:
        return _at(_never_closed(seen), "this parenthesis is never closed")
    if culprit.type != "CLOSE":
        return _at(culprit, f"{culprit} has nothing before it")
    if seen and seen[-1].type == "OPEN":
        return _at(seen[-1], "nothing stands between these parentheses")
    return _at(culprit, "this parenthesis was never opened")


def _never_closed(tokens: Sequence[Token]) -> Token:
    still_open: list[Token] = []
    for token in tokens:
        if token.type == "OPEN":
            still_open.append(token)
        elif token.type == "CLOSE":
            still_open.pop()
    return still_open[-1]


def _start(token: Token) -> int:
    return token.start_pos or 0


def _at(token: Token, message: str) -> QueryError:
    return QueryError(message, token.line or 1, token.column or 1)


def _shown(written: str) -> str:
    """A piece of the query that fits in a line of a message."""
    visible = "".join(char if char.isprintable() else "\ufffd" for char in written)
    return visible if len(visible) <= 40 else f"{visible[:40]}…"

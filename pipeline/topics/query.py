"""Reads a topic's query: from its text to an expression of terms, or a mistake in words.

Does not look at any article: that is `pipeline.topics.match`.
"""

from __future__ import annotations

import re
import string
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Final

from lark import Lark, Token, Transformer, v_args
from lark.exceptions import UnexpectedCharacters, UnexpectedToken, VisitError

from pipeline.arabic import fold_letters
from pipeline.topics.expressions import (
    AllOf,
    AnyOf,
    AtLeast,
    By,
    Expression,
    Facet,
    FacetName,
    Field,
    Leaf,
    Near,
    Pattern,
    Query,
    Term,
    each_leaf,
    holds_without_words,
    leaves,
    negated,
    within,
)
from pipeline.topics.forms import asked_nouns, asked_words
from pipeline.topics.patterns import pattern_fault
from pipeline.topics.respelling import differently_parted
from pipeline.topics.sounds import sound, sounds_of_phrase
from pipeline.topics.words import spellings_of

MAX_LENGTH: Final = 10_000
#: parentheses inside one another
MAX_DEPTH: Final = 32
#: terms that a query may come to with the named ones it takes in
MAX_TERMS: Final = 5_000
#: words between what NEAR names where it gives no number, and the most it may give
NEAR_BY_DEFAULT: Final = 10
_FARTHEST: Final = 100
_MOST_NEAR = 10
_TOO_MANY = f"the query comes to more than {MAX_TERMS:,} terms"
#: letters before a *
_SHORTEST_PREFIX = 2
_FIELDS: Final[Mapping[str, Field]] = {
    "title": "title",
    "body": "body",
    "byline": "byline",
    "tag": "tag",
    "section": "section",
}
_FACETS: Final[Mapping[str, FacetName]] = {"source": "source", "lang": "lang"}


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


def parse_query(text: str, named: Mapping[str, str] | None = None) -> Query:
    """Read a query.

    Args:
        text: the query.
        named: queries that it may take in by `@name`.

    Raises:
        QueryError: it is empty, too long, nested too deep, malformed, takes in a query that
            is not there or itself, or would hold for an article that has none of its words
            (a lone NOT).
    """
    return _Reader(named or {}).query(text)


def mistake_in(text: str, named: Mapping[str, str] | None = None) -> str | None:
    """What is wrong with a query, in one line with its place; None if nothing is."""
    try:
        parse_query(text, named)
    except QueryError as error:
        line = f"line {error.line}, " if "\n" in text.strip() else ""
        return f"{line}column {error.column}: {error.message}"
    return None


@dataclass(slots=True)
class _Reader:
    """Reads one query and those it takes in."""

    named: Mapping[str, str]
    #: names of the queries that are being read, the outermost first
    _open: list[str] = field(default_factory=list)
    _read: dict[str, Expression] = field(default_factory=dict)
    #: terms that the query being read has taken in by names
    _taken: int = 0

    def query(self, text: str) -> Query:
        tokens = _checked_tokens(text)
        root = self._expression(text, tokens)
        if holds_without_words(root):
            raise _at(
                next((token for token in tokens if token.type == "NOT"), tokens[0]),
                "the query would hold for articles that have none of its words: "
                "write NOT after something to look for (Algérie NOT football)",
            )
        return Query(text, root)

    def _expression(self, text: str, tokens: Sequence[Token]) -> Expression:
        outer, self._taken = self._taken, 0
        try:
            tree = _parser().parse(text)
        except UnexpectedToken as error:
            raise _explained(tokens, error.token) from None
        try:
            root = _Builder(self).transform(tree)
        except VisitError as error:
            if isinstance(error.orig_exc, QueryError):
                raise error.orig_exc from None
            raise
        self._taken = outer
        if len(leaves(root)) > MAX_TERMS:
            raise QueryError(_TOO_MANY, 1, 1)
        return root

    def taken_in(self, token: Token) -> Expression:
        """The query that `@name` stands for."""
        name = token[1:]
        if name not in self.named:
            raise _at(
                token,
                f"there is no query named {_shown(name)} under queries: "
                "(quotation marks make it words to look for)",
            )
        if name in self._open:
            raise _at(token, f"the query {_shown(name)} takes itself in")
        if name not in self._read:
            self._open.append(name)
            try:
                text = self.named[name]
                self._read[name] = self._expression(text, _checked_tokens(text))
            except QueryError as error:
                raise _at(token, f"in @{_shown(name)}: {error.message}") from None
            finally:
                self._open.pop()
        self._taken += len(leaves(self._read[name]))
        if self._taken > MAX_TERMS:  # before they are copied once more
            raise _at(token, _TOO_MANY)
        return self._read[name]


@v_args(inline=True)
class _Builder(Transformer[Token, Expression]):
    """Makes expressions of what the grammar's rules found."""

    def __init__(self, reader: _Reader) -> None:
        super().__init__()
        self._reader = reader

    def start(self, root: Expression) -> Expression:
        return root

    def either(self, *children: Expression | Token) -> Expression:
        return _any_of(children)

    def both(self, *children: Expression | Token) -> Expression:
        parts = _expressions(children)
        return parts[0] if len(parts) == 1 else AllOf(parts)

    def alias(self, *children: Expression | Token) -> Expression:
        return _any_of(children)

    def excluded(self, _not: Token, part: Expression) -> Expression:
        return negated(part)

    def within(self, name: Token, part: Expression) -> Expression:
        known = name[:-1].casefold()
        if known in _FIELDS:
            return within(part, (_FIELDS[known],))
        if known in _FACETS:
            return each_leaf(part, lambda leaf: _facet(name, _FACETS[known], leaf))
        fields = " ".join(f"{one}:" for one in (*_FIELDS, *_FACETS))
        raise _at(
            name,
            f"unknown field {_shown(name)} the fields are {fields} "
            "(quotation marks make it words to look for)",
        )

    def group(self, _open: Token, inner: Expression, _close: Token) -> Expression:
        return inner

    def several(self, *children: Expression | Token) -> tuple[Expression, ...]:
        return _expressions(children)

    def near(self, head: Token, _open: Token, parts: tuple[Expression, ...], _: Token) -> Near:
        number = head.partition("/")[2]
        distance = int(number[:4]) if number else NEAR_BY_DEFAULT
        if not 0 <= distance <= _FARTHEST:
            raise _at(head, f"NEAR takes a number of words from 0 to {_FARTHEST}")
        if not 2 <= len(parts) <= _MOST_NEAR:
            raise _at(head, f"NEAR takes from 2 to {_MOST_NEAR} words or phrases, with commas")
        terms = tuple(_alternatives(head, part) for part in parts)
        inside = ", ".join("|".join(term.written for term in part) for part in terms)
        return Near(f"NEAR/{distance}({inside})", distance, terms)

    def at_least(
        self, head: Token, _open: Token, parts: tuple[Expression, ...], _: Token
    ) -> Expression:
        count = int(head.split()[0][:6])
        if not 1 <= count <= len(parts):
            raise _at(
                head,
                f"{count} OF needs at least {max(count, 1)} parts in its parentheses, with "
                f"commas; it has {len(parts)}"
                if count
                else "0 OF would always hold: write how many of them are to be found",
            )
        return AtLeast(count, parts)

    def word(self, token: Token) -> Expression:
        token = token.update(value=token.rstrip(_INVISIBLE))
        if token[0] == "@":
            return self._reader.taken_in(token)
        return _word(token)

    def phrase(self, token: Token) -> Expression:
        return _phrase(token, token[1:-1].strip(_INVISIBLE + string.whitespace))

    def exact(self, token: Token) -> Expression:
        return _exact(token, token[2:-1].strip())

    def pattern(self, token: Token) -> Expression:
        expression = token[1:-1].replace("\\/", "/")
        if fault := pattern_fault(expression):
            raise _at(token, f"the regular expression cannot be used: {fault}")
        return Pattern(str(token), expression)


def _any_of(children: Sequence[Expression | Token]) -> Expression:
    parts = _expressions(children)
    return parts[0] if len(parts) == 1 else AnyOf(parts)


def _expressions(children: Sequence[Expression | Token]) -> tuple[Expression, ...]:
    return tuple(child for child in children if not isinstance(child, Token))


def _alternatives(head: Token, part: Expression) -> tuple[Term, ...]:
    match part:
        case Term():
            return (part,)
        case AnyOf(parts):
            return tuple(term for one in parts for term in _alternatives(head, one))
        case _:
            raise _at(head, "NEAR takes words, phrases and alternatives of these (a|b), no more")


def _facet(at: Token, name: FacetName, leaf: Leaf) -> Leaf:
    if not isinstance(leaf, Term | Facet):
        raise _at(at, f"{name}: takes a name")
    return Facet(name, leaf.written if isinstance(leaf, Term) else leaf.value)


#: marks that come along with a word that is pasted; query.lark leaves out those before it
_INVISIBLE: Final = (
    "".join(
        map(
            chr,
            (0xAD, 0x61C, *range(0x200B, 0x2010), *range(0x202A, 0x202F), *range(0x2060, 0x206A)),
        )
    )
    + "\ufeff"
)

#: signs that other search engines give a meaning: better refused than taken for a word
_RESERVED = re.compile(r"\*|^(?:NEAR(?:/\d+)?|OF)$")


def _word(token: Token) -> Expression:
    if token[0] in "-!":
        raise _at(token, f"write NOT instead of {token[0]} to exclude a word")
    if token[0] == "/":
        raise _at(token, "a regular expression ends with / (quotation marks make it words)")
    if token[0] == "=":
        return _exact(token, token[1:])
    if token[-1] == "*" and "*" not in token[:-1]:
        return _prefix(token)
    if reserved := _RESERVED.search(token):
        told = {
            "*": "* stands at the end of a word: militair*",
            "OF": "OF needs a number before and parentheses after it: 2 OF (a, b, c)",
        }
        raise _at(
            token,
            told.get(reserved[0], f"{reserved[0]} needs parentheses: NEAR/5(a, b)")
            + " (quotation marks make it words to look for)",
        )
    spellings = _spellings(token, token)
    if len(spellings) > 1:
        return _phrase(token, str(token))
    heard = sound(spellings[0].removeprefix("ال")) or ""
    nouns = asked_nouns(spellings[0])
    sounds = (heard,) if heard else ()
    term = Term(str(token), (nouns,), By.NOUN, sounds=sounds, heard_by=heard)
    return _or_differently_parted(term, spellings)


def _phrase(token: Token, written: str) -> Expression:
    spellings = _spellings(token, written)
    return _or_differently_parted(_side_by_side(written, spellings), spellings)


def _or_differently_parted(term: Term, spellings: Sequence[str]) -> Expression:
    others = [_side_by_side(term.written, one) for one in differently_parted(spellings)]
    return AnyOf((term, *others)) if others else term


def _side_by_side(written: str, spellings: Sequence[str]) -> Term:
    sounds, heard_by = sounds_of_phrase(spellings)
    asked = tuple(map(asked_words, spellings))
    return Term(written, asked, By.WORD, sounds=sounds, heard_by=heard_by)


def _exact(token: Token, written: str) -> Term:
    spellings = _spellings(token, written)
    return Term(f"={written}", tuple((one,) for one in spellings), By.SPELLING)


def _prefix(token: Token) -> Term:
    spellings = _spellings(token, token[:-1])
    if len(spellings) > 1 or len(spellings[0]) < _SHORTEST_PREFIX:
        raise _at(token, f"* needs one word of at least {_SHORTEST_PREFIX} letters before it")
    return Term(str(token), ((fold_letters(spellings[0]),),), By.PREFIX)


def _spellings(token: Token, written: str) -> list[str]:
    spellings = spellings_of(written)
    if not spellings:
        raise _at(token, f"{_shown(token)} holds no letter or figure to look for")
    return spellings


@cache
def _parser() -> Lark:
    return Lark.open("query.lark", rel_to=__file__, parser="lalr", lexer="basic", postlex=_Commas())


#: a comma between two figures is the number's
_COMMA = re.compile(r"[,،](?!(?<=\d[,،])\d)")


class _Commas:
    """Cuts words at commas inside NEAR(…) and OF (…); elsewhere a comma is the word's."""

    always_accept = ("COMMA",)

    def process(self, tokens: Iterator[Token]) -> Iterator[Token]:
        lists: list[bool] = []
        last = ""
        for token in tokens:
            if token.type == "OPEN":
                lists.append(last in ("NEAR", "COUNT"))
            elif token.type == "CLOSE" and lists:
                lists.pop()
            last = token.type
            if token.type == "WORD" and lists and lists[-1]:
                yield from _cut_at_commas(token)
            else:
                yield token


def _cut_at_commas(token: Token) -> Iterator[Token]:
    start = 0
    for comma in _COMMA.finditer(token):
        if comma.start() > start:
            yield _part(token, "WORD", start, comma.start())
        yield _part(token, "COMMA", comma.start(), comma.end())
        start = comma.end()
    if start < len(token):
        yield _part(token, "WORD", start, len(token))


def _part(token: Token, kind: str, start: int, end: int) -> Token:
    return Token(
        kind,
        token[start:end],
        start_pos=_start(token) + start,
        line=token.line,
        column=(token.column or 1) + start,
        end_line=token.line,
        end_column=(token.column or 1) + end,
        end_pos=_start(token) + end,
    )


def _checked_tokens(text: str) -> list[Token]:
    if len(text) > MAX_LENGTH:
        raise QueryError(f"the query is longer than {MAX_LENGTH:,} characters", 1, 1)
    tokens = _tokens(text)
    if not tokens:
        raise QueryError("the query is empty: write at least one word", 1, 1)
    _check_depth(tokens)
    return tokens


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
    if seen and seen[-1].type in ("AND", "OR", "NOT", "FIELD", "BAR", "COMMA"):
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

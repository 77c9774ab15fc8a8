"""What a query is once it was read: terms, and how they hang together.

Only the shape; `pipeline.topics.query` makes it of a text, `pipeline.topics.match` holds it
against an article.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from enum import Enum
from typing import Any, Literal, TypeAlias

Field: TypeAlias = Literal["title", "body", "byline", "tag", "section"]
#: where words are sought that name no field
ANYWHERE: tuple[Field, ...] = ("title", "body")
FacetName: TypeAlias = Literal["source", "lang"]


class By(Enum):
    """What two words must have in common to be the same to a term."""

    #: a noun that both may be a form of: with or without ال, of any number, with a pronoun
    NOUN = "noun"
    #: the word behind its proclitics; so do the words of a phrase
    WORD = "word"
    #: every letter, but for marks, tatweel, case and the script of digits
    SPELLING = "spelling"
    #: how the word begins
    PREFIX = "prefix"


@dataclass(frozen=True, slots=True)
class Term:
    """A word or phrase to look for.

    A word that writing parts (F-16, أيت-أحمد) is a phrase of its parts.
    """

    #: as the query has it, without quotation marks
    written: str
    #: for each of its words the forms that are the same to a searcher
    words: tuple[tuple[str, ...], ...]
    by: By
    #: what a foreign name among them sounds like, word by word; () for none
    sounds: tuple[str, ...] = ()
    #: what of a text leads to such a name; "" for none
    heard_by: str = ""
    fields: tuple[Field, ...] = ANYWHERE


@dataclass(frozen=True, slots=True)
class Pattern:
    """A regular expression in the syntax of RE2, which takes linear time."""

    written: str
    expression: str
    fields: tuple[Field, ...] = ANYWHERE


@dataclass(frozen=True, slots=True)
class Facet:
    """What is known of an article beside its words: its source, its language."""

    name: FacetName
    #: a source's name; a language's primary subtag or a whole BCP 47 tag
    value: str

    @property
    def written(self) -> str:
        return f"{self.name}:{self.value}"


@dataclass(frozen=True, slots=True)
class Near:
    """Terms that stand close together in one paragraph, in any order."""

    written: str
    #: words between the first and the last of them, at most
    distance: int
    #: of each part, the terms that do
    parts: tuple[tuple[Term, ...], ...]


Leaf: TypeAlias = Term | Pattern | Facet | Near


@dataclass(frozen=True, slots=True)
class Excluded:
    """Holds where what it names does not."""

    part: Leaf | AtLeast


@dataclass(frozen=True, slots=True)
class AllOf:
    """Holds where each part holds."""

    parts: tuple[Expression, ...]


@dataclass(frozen=True, slots=True)
class AnyOf:
    """Holds where at least one part holds."""

    parts: tuple[Expression, ...]


@dataclass(frozen=True, slots=True)
class AtLeast:
    """Holds where so many parts hold."""

    count: int
    parts: tuple[Expression, ...]


Expression: TypeAlias = Leaf | Excluded | AllOf | AnyOf | AtLeast


@dataclass(frozen=True, slots=True)
class Query:
    """A query that was read."""

    text: str
    #: NOT stands before single terms only, whatever it stood before in the text
    root: Expression


def anchor_of(term: Term) -> int:
    """Which word of a foreign name a text is searched for: the one of most consonants."""
    return max(range(len(term.sounds)), key=lambda i: len(term.sounds[i]))


def negated(expression: Expression) -> Expression:
    """What holds where the other does not, with NOT before single terms only."""
    match expression:
        case Excluded(part):
            return part
        case AllOf(parts):
            return AnyOf(tuple(map(negated, parts)))
        case AnyOf(parts):
            return AllOf(tuple(map(negated, parts)))
        case _:
            return Excluded(expression)


def within(expression: Expression, fields: tuple[Field, ...]) -> Expression:
    """The same, sought in these fields alone."""
    return each_leaf(expression, lambda leaf: _leaf_within(leaf, fields))


def each_leaf(expression: Expression, change: Callable[[Leaf], Leaf]) -> Expression:
    """The same expression of changed leaves."""
    match expression:
        case AllOf(parts) | AnyOf(parts) | AtLeast(parts=parts):
            changed = tuple(each_leaf(part, change) for part in parts)
            return replace(expression, parts=changed)
        case Excluded(part):
            # a leaf stays a leaf, and so much of them stays so much
            inside: Any = each_leaf(part, change)
            return Excluded(inside)
        case _:
            return change(expression)


def _leaf_within(leaf: Leaf, fields: tuple[Field, ...]) -> Leaf:
    match leaf:
        case Term() | Pattern():
            return replace(leaf, fields=fields)
        case Near(parts=parts):
            moved = tuple(tuple(replace(one, fields=fields) for one in part) for part in parts)
            return replace(leaf, parts=moved)
        case Facet():
            return leaf


def leaves(expression: Expression) -> tuple[Leaf, ...]:
    """All leaves in the query's order, excluded ones among them."""
    match expression:
        case AllOf(parts) | AnyOf(parts) | AtLeast(parts=parts):
            return tuple(leaf for part in parts for leaf in leaves(part))
        case Excluded(part):
            return leaves(part)
        case _:
            return (expression,)


def holds_without_words(expression: Expression) -> bool:
    """Whether it would hold for an article that has none of its words."""
    match expression:
        case Excluded():
            return True
        case AllOf(parts):
            return all(map(holds_without_words, parts))
        case AnyOf(parts):
            return any(map(holds_without_words, parts))
        case AtLeast(count, parts):
            return sum(map(holds_without_words, parts)) >= count
        case _:
            return False

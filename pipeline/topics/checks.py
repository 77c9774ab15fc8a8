"""What can be said of a query before it runs: its mistakes, the sentences it fails, what it names.

The module is what `config.crosschecks.QueryChecks` asks for.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from pipeline.topics.expressions import By, Facet, Term, leaves
from pipeline.topics.match import match
from pipeline.topics.query import QueryError, parse_query
from pipeline.topics.reasons import why_not
from pipeline.topics.text import ANY_FACETS, prepare

_MOST_TERMS = 5
#: what joins in capitals alone
_JOINING: Final = frozenset(("AND", "OR", "NOT", "NEAR"))


def fault(query: str, named: Mapping[str, str]) -> QueryError | None:
    """What is wrong with a query that may take in the named ones; None for nothing."""
    try:
        parse_query(query, named)
    except QueryError as error:
        return error
    return None


def surprise(query: str, named: Mapping[str, str], sentence: str, wanted: bool) -> str | None:
    """Why a query does not do with a sentence what was wanted of it; None if it does.

    The sentence is taken for a title and a text of any source and language.

    Raises:
        QueryError: the query cannot be read; `fault` tells it first.
    """
    read = parse_query(query, named)
    text = prepare(sentence, (sentence,), ANY_FACETS)
    found = match(read, text)
    if wanted and found is None:
        return f"the query does not hold for this sentence: {why_not(read, text)}"
    if not wanted and found is not None:
        by = dict.fromkeys(f"{term.term} (found: {term.found})" for term in found)
        return f"the query holds for this sentence, by {', '.join(list(by)[:_MOST_TERMS])}"
    return None


def facets_asked_for(query: str, named: Mapping[str, str]) -> tuple[Facet, ...]:
    """The sources and languages that a query asks for, in its order, each once.

    Raises:
        QueryError: the query cannot be read; `fault` tells it first.
    """
    asked = leaves(parse_query(query, named).root)
    return tuple(dict.fromkeys(leaf for leaf in asked if isinstance(leaf, Facet)))


def joining_in_small(query: str, named: Mapping[str, str]) -> tuple[str, ...]:
    """Words that a query looks for, and that its author may have meant to join others: gas or oil.

    Between quotation marks they are surely words, and a query of one word is that word.

    Raises:
        QueryError: the query cannot be read; `fault` tells it first.
    """
    asked = leaves(parse_query(query, named).root)
    bare = (leaf.written for leaf in asked if isinstance(leaf, Term) and leaf.by is By.NOUN)
    return tuple(dict.fromkeys(word for word in bare if word.upper() in _JOINING and asked[1:]))

"""Whether a query holds for a text, and by which words of it.

A text is prepared once; then a word costs one look-up, however many queries ask for it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice

from pipeline.arabic import fold_letters, readings
from pipeline.records import MatchedTerm
from pipeline.topics.query import AllOf, AnyOf, Excluded, Expression, Query, Term
from pipeline.topics.words import Word, words

#: places of one term that are shown
PLACES = 3
_CONTEXT_WORDS = 6
_MOST_CHARACTERS = 300
#: characters of punctuation or of a compound that a context takes along
_LONGEST_EDGE = 30
#: letters; nothing longer can be a word behind proclitics
_LONGEST_WORD = 60


@dataclass(frozen=True, slots=True)
class PreparedText:
    """A title and paragraphs, cut into words and indexed by what each word may be."""

    #: the title, then the paragraphs
    blocks: tuple[str, ...]
    #: of all blocks in order
    words: tuple[Word, ...]
    #: for each word the index of its block
    block_of: tuple[int, ...]
    #: from a normal form to the ascending numbers of the words that may be it
    index: Mapping[str, Sequence[int]]


@dataclass(frozen=True, slots=True)
class Place:
    """Where a term was found: consecutive words of a prepared text."""

    block: int
    #: numbers of words: first included, last excluded
    first: int
    last: int


def prepare(title: str, paragraphs: Sequence[str]) -> PreparedText:
    """Cut and index a text, once for all queries."""
    blocks = (title, *paragraphs)
    found: list[Word] = []
    block_of: list[int] = []
    index: dict[str, list[int]] = {}
    for number, block in enumerate(blocks):
        for word in words(block):
            for reading in _readings(word.spelling):
                index.setdefault(reading, []).append(len(found))
            found.append(word)
            block_of.append(number)
    return PreparedText(blocks, tuple(found), tuple(block_of), index)


def match(query: Query, text: PreparedText) -> tuple[MatchedTerm, ...] | None:
    """The words that make a query hold for a text; None if it does not hold.

    Each term of the query that was found and counts towards the result is shown at up
    to three places, the title's first.
    """
    terms = terms_that_hold(query, text)
    if terms is None:
        return None
    return tuple(
        shown(term, place, text) for term in terms for place in islice(places(term, text), PLACES)
    )


def terms_that_hold(query: Query, text: PreparedText) -> tuple[Term, ...] | None:
    """The terms by which a query holds, in its order and each once; None if it does not."""
    terms = _terms(query.root, text)
    return None if terms is None else tuple(dict.fromkeys(terms))


def places(term: Term, text: PreparedText) -> Iterator[Place]:
    """Where a term stands in a text, in order."""
    for first in _candidates(term.words[0], text.index):
        block = text.block_of[first]
        last = first + len(term.words)
        if term.title_only and block != 0:
            return
        if last <= len(text.words) and all(
            text.words[first + i].joined and _continues(text.words[first + i], term.words[i])
            for i in range(1, len(term.words))
        ):
            yield Place(block, first, last)


def shown(term: Term, place: Place, text: PreparedText) -> MatchedTerm:
    """A place of a term as the reader of an alert sees it."""
    return MatchedTerm(
        term=term.written,
        found=_found(place, text),
        field="title" if place.block == 0 else "body",
        context=_context(place, text),
    )


def _terms(expression: Expression, text: PreparedText) -> tuple[Term, ...] | None:
    match expression:
        case Term():
            return (expression,) if _occurs(expression, text) else None
        case Excluded(term):
            return None if _occurs(term, text) else ()
        case AllOf(parts):
            return _joined(_terms(part, text) for part in parts)
        case AnyOf(parts):
            held = [terms for part in parts if (terms := _terms(part, text)) is not None]
            return _joined(held) if held else None


def _joined(results: Iterable[tuple[Term, ...] | None]) -> tuple[Term, ...] | None:
    terms: list[Term] = []
    for result in results:
        if result is None:
            return None
        terms.extend(result)
    return tuple(terms)


def _occurs(term: Term, text: PreparedText) -> bool:
    return next(places(term, text), None) is not None


def _candidates(same: tuple[str, ...], index: Mapping[str, Sequence[int]]) -> Sequence[int]:
    found = [index[word] for word in same if word in index]
    return found[0] if len(found) == 1 else sorted({number for some in found for number in some})


def _continues(word: Word, same: tuple[str, ...]) -> bool:
    # «الرئيس والوزراء» is not «رئيس الوزراء»: a conjunction starts something new
    return not _readings(word.spelling, conjunction=False).isdisjoint(same)


def _readings(spelling: str, conjunction: bool = True) -> frozenset[str]:
    if len(spelling) > _LONGEST_WORD:
        return frozenset((fold_letters(spelling),))
    return readings(spelling, conjunction)


def _context(place: Place, text: PreparedText) -> str:
    """Some words either side, as written, with … where the paragraph goes on."""
    block = text.blocks[place.block]
    first, last = place.first, place.last
    for _ in range(_CONTEXT_WORDS):
        first -= _in_block(first - 1, place.block, text)
        last += _in_block(last, place.block, text)
    start, end = 0, len(block)
    if _in_block(first - 1, place.block, text):
        start = _edge(block, text.words[first].start, -1)
    if _in_block(last, place.block, text):
        end = _edge(block, text.words[last - 1].end, 1)
    cut = _one_line(block[start:end])
    if len(cut) > _MOST_CHARACTERS:  # not the words of a language
        return _found(place, text)
    return ("…" if start else "") + cut + ("…" if end < len(block) else "")


def _in_block(number: int, block: int, text: PreparedText) -> bool:
    return 0 <= number < len(text.words) and text.block_of[number] == block


def _edge(block: str, at: int, step: int) -> int:
    """`at` moved outwards to the next white space, past quotation marks and the like."""
    moved = at
    for _ in range(_LONGEST_EDGE):
        beside = block[moved - 1 : moved] if step < 0 else block[moved : moved + 1]
        if beside == "" or beside.isspace():
            return moved
        moved += step
    return at


def _found(place: Place, text: PreparedText) -> str:
    block = text.blocks[place.block]
    found = _one_line(block[text.words[place.first].start : text.words[place.last - 1].end])
    return found if len(found) <= _MOST_CHARACTERS else f"{found[:_MOST_CHARACTERS]}…"


def _one_line(text: str) -> str:
    return " ".join(text.split())

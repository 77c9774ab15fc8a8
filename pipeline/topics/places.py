"""Where a query's term stands in an article, and how the reader of an alert sees it there."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from pipeline.records import MatchedTerm
from pipeline.topics.expressions import (
    ANYWHERE,
    By,
    Facet,
    Leaf,
    Near,
    Pattern,
    Term,
    anchor_of,
)
from pipeline.topics.forms import consonants_in, continuing
from pipeline.topics.patterns import found_by
from pipeline.topics.text import ANY_FACETS, PreparedText
from pipeline.topics.words import Words

_CONTEXT_WORDS = 6
_MOST_CHARACTERS = 300
#: characters of punctuation or of a compound that a context takes along
_LONGEST_EDGE = 30


class Place(NamedTuple):
    """Where a term was found: consecutive words of a prepared text."""

    #: numbers of words: first included, last excluded
    first: int
    last: int
    block: int


def places(leaf: Leaf, text: PreparedText) -> Iterator[Place]:
    """Where a term stands in a text, in order."""
    match leaf:
        case Term():
            return _of_term(leaf, text)
        case Pattern():
            return _of_pattern(leaf, text)
        case Near():
            return _of_near(leaf, text)
        case Facet():
            return iter(())


def occurs(leaf: Term | Pattern | Near, text: PreparedText) -> bool:
    """Whether a term stands anywhere in a text: whether `places` has one."""
    if not isinstance(leaf, Term):
        return next(places(leaf, text), None) is not None
    if len(leaf.words) == 1:
        return _occurs_alone(leaf, text)
    if next(_as_written(leaf, text), None) is not None:
        return True
    return leaf.heard_by in text.index.sounds and next(_as_heard(leaf, text), None) is not None


def _occurs_alone(term: Term, text: PreparedText) -> bool:
    """The same of one word, where a look-up tells it."""
    (same,) = term.words
    anywhere = text.is_plain and term.fields == ANYWHERE
    if text.stands(same, term.by) and (anywhere or text.stands_in(term.fields, same, term.by)):
        return True
    if term.heard_by not in text.index.sounds:
        return False
    if anywhere and not same[0].isascii():
        return True  # what leads to one word is that word
    return next(_as_heard(term, text), None) is not None


def has_facet(facet: Facet, text: PreparedText) -> bool:
    """Whether the article is of that source or language; ar holds for ar-DZ too."""
    if text.facets is ANY_FACETS:
        return True
    asked = facet.value.casefold()
    if facet.name == "source":
        return text.facets.source.casefold() == asked
    tag = text.facets.language.casefold()
    return tag == asked or tag.startswith(f"{asked}-")


def shown(leaf: Leaf, place: Place, text: PreparedText) -> MatchedTerm:
    """A place of a term as the reader of an alert sees it."""
    return MatchedTerm(
        term=leaf.written,
        found=_found(place, text),
        field=text.fields[place.block],
        context=_context(place, text),
    )


def _of_term(term: Term, text: PreparedText) -> Iterator[Place]:
    heard = list(_as_heard(term, text)) if term.sounds else []
    found = _as_written(term, text)
    yield from sorted({*found, *heard}) if heard else found


def _as_written(term: Term, text: PreparedText) -> Iterator[Place]:
    size = len(term.words)
    if not all(text.stands(same, term.by) for same in term.words):
        return  # a long phrase is not compared where a word of it is not there at all
    firsts = text.standing(term.words[0], term.by)
    if size > 1:
        seconds = text.same(term.words[1], term.by)
        after = text.words.spellings[1:]
        firsts = [one for one in firsts if one < len(after) and after[one] in seconds]
    for first in firsts:
        block = text.block_of[first]
        if (
            text.fields[block] in term.fields
            and first + size <= len(text.block_of)
            and all(
                _continues(text.words, first + i, term.words[i], term.by) for i in range(1, size)
            )
        ):
            yield Place(first, first + size, block)


def _continues(words: Words, number: int, same: tuple[str, ...], by: By) -> bool:
    if number in words.begins:
        return False
    spelling = words.spellings[number]
    if by is By.SPELLING:
        return spelling in same
    # «الرئيس والوزراء» is not «رئيس الوزراء»: a conjunction starts something new
    return not continuing(spelling).isdisjoint(same)


def _as_heard(term: Term, text: PreparedText) -> Iterator[Place]:
    """Where a foreign name stands in another spelling or script."""
    size = len(term.sounds)
    anchor = anchor_of(term)
    beside = [(i - anchor, heard) for i, heard in enumerate(term.sounds) if i != anchor]
    is_latin = term.words[anchor][0].isascii()
    spellings = text.words.spellings
    for number in text.sounding(term.heard_by):
        first = number - anchor
        if first < 0 or first + size > len(spellings):
            continue
        if is_latin and spellings[number].isascii():
            continue  # of one Latin alphabet, «Microsoft» is written one way
        if not all(heard in consonants_in(spellings[number + i]) for i, heard in beside):
            continue
        block = text.block_of[first]
        if text.fields[block] in term.fields and text.words.begins.isdisjoint(
            range(first + 1, first + size)
        ):
            yield Place(first, first + size, block)


def _of_pattern(pattern: Pattern, text: PreparedText) -> Iterator[Place]:
    for block, (written, field) in enumerate(zip(text.blocks, text.fields, strict=True)):
        if field not in pattern.fields:
            continue
        first = bisect_left(text.block_of, block)
        last = bisect_right(text.block_of, block)
        for start, end in found_by(pattern.expression, written):
            place = Place(
                bisect_right(text.words.ends, start, first, last),
                bisect_left(text.words.starts, end, first, last),
                block,
            )
            if place.first < place.last:
                yield place


def _of_near(near: Near, text: PreparedText) -> Iterator[Place]:
    """The places of its parts that stand together."""
    if not all(any(occurs(term, text) for term in terms) for terms in near.parts):
        return
    found = sorted(
        (place, part)
        for part, terms in enumerate(near.parts)
        for place in {place for term in terms for place in places(term, text)}
    )
    kept: set[Place] = set()
    for window in _windows(found, len(near.parts), near.distance):
        kept.update(place for place, _ in window)
    yield from sorted(kept)


def _windows(
    found: Sequence[tuple[Place, int]], parts: int, distance: int
) -> Iterator[Sequence[tuple[Place, int]]]:
    """The shortest runs of one block that hold every part, and are short enough."""
    count: Counter[int] = Counter()
    start = 0
    for end, (place, part) in enumerate(found):
        count[part] += 1
        while found[start][0].block != place.block or count[found[start][1]] > 1:
            left = found[start][1]
            count[left] -= 1
            if not count[left]:
                del count[left]
            start += 1
        window = found[start : end + 1]
        if len(count) < parts or place.first - window[0][0].last > distance:
            continue
        if len({one for one, _ in window}) >= parts:  # one word cannot be two parts
            yield window


def _context(place: Place, text: PreparedText) -> str:
    """Some words either side, as written, with … where the paragraph goes on."""
    block = text.blocks[place.block]
    first, last = place.first, place.last
    for _ in range(_CONTEXT_WORDS):
        first -= _in_block(first - 1, place.block, text)
        last += _in_block(last, place.block, text)
    start, end = 0, len(block)
    if _in_block(first - 1, place.block, text):
        start = _edge(block, text.words.starts[first], -1)
    if _in_block(last, place.block, text):
        end = _edge(block, text.words.ends[last - 1], 1)
    cut = _one_line(block[start:end])
    if len(cut) > _MOST_CHARACTERS:  # not the words of a language
        return _found(place, text)
    return ("…" if start else "") + cut + ("…" if end < len(block) else "")


def _in_block(number: int, block: int, text: PreparedText) -> bool:
    return 0 <= number < len(text.block_of) and text.block_of[number] == block


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
    found = _one_line(block[text.words.starts[place.first] : text.words.ends[place.last - 1]])
    return found if len(found) <= _MOST_CHARACTERS else f"{found[:_MOST_CHARACTERS]}…"


def _one_line(text: str) -> str:
    return " ".join(text.split())

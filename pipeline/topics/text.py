"""An article's words, made ready once for every query that is asked of it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from functools import cached_property
from itertools import compress, count
from typing import Literal

from pipeline.topics.expressions import ANYWHERE, By, Field
from pipeline.topics.forms import forms, names_in
from pipeline.topics.words import Words, writings


@dataclass(frozen=True, slots=True)
class Facets:
    """What is searched of an article beside its title and body."""

    byline: str = ""
    tags: tuple[str, ...] = ()
    #: configured names, and the section's name as printed
    sections: tuple[str, ...] = ()
    #: the source's configured name
    source: str = ""
    #: BCP 47
    language: str = ""


NO_FACETS = Facets()
#: of any source and language: for sentences that a topic is tried on
ANY_FACETS = Facets(source="*", language="*")


class WordIndex:
    """From forms to the spellings of a text that may be of them, each kind once it is asked for."""

    def __init__(self, spellings: Set[str]) -> None:
        self._spellings = spellings

    def standing(self, by: Literal[By.NOUN, By.WORD, By.SPELLING]) -> Set[str]:
        """The forms of which some spelling may be."""
        match by:
            case By.NOUN:
                return self.nouns.keys()
            case By.WORD:
                return self.words.keys()
            case By.SPELLING:
                return self._spellings

    @cached_property
    def nouns(self) -> Mapping[str, Sequence[str]]:
        return inverted((one, forms(one).nouns) for one in self._spellings)

    @cached_property
    def words(self) -> Mapping[str, Sequence[str]]:
        return inverted((one, forms(one).words) for one in self._spellings)

    @cached_property
    def sounds(self) -> Mapping[str, Sequence[str]]:
        return inverted((one, names_in(one)) for one in self._spellings)

    def beginning(self, letters: str) -> Collection[str]:
        """The spellings that may be of a word that begins so."""
        return {
            one
            for one in self._spellings
            if any(word.startswith(letters) for word in forms(one).words)
        }


def inverted(forms_of_each: Iterable[tuple[str, Iterable[str]]]) -> dict[str, list[str]]:
    """From spellings, each with its forms, to the spellings of each form."""
    found: dict[str, list[str]] = {}
    for spelling, known in forms_of_each:
        for form in known:
            if form in found:
                found[form].append(spelling)
            else:
                found[form] = [spelling]
    return found


class _Cut:
    """The words of blocks, once they are asked for: most articles are known by their writings."""

    def __init__(self, blocks: tuple[str, ...], writings: Sequence[str]) -> None:
        self._blocks = blocks
        self._writings = writings

    @cached_property
    def words(self) -> Words:
        words = Words()
        words.take(self._blocks, self._writings)
        return words

    @cached_property
    def spellings(self) -> Set[str]:
        return dict.fromkeys(self.words.spellings).keys()

    @cached_property
    def block_of(self) -> list[int]:
        found: list[int] = []
        for number, end in enumerate(self.words.ends_of_paragraphs):
            found += [number] * (end - len(found))
        return found


class PreparedText:
    """The words of an article by what each may be.

    The blocks of one field stand together.

    Attributes:
        blocks: the title, the paragraphs, then byline, tags and sections.
        fields: of each block.
        in_order: what spaces part in the blocks; see `pipeline.topics.words.writings`.
        writings: the same, each once.
        facets: what the article is, beside its words.
    """

    def __init__(self, blocks: Iterable[tuple[Field, str]], facets: Facets) -> None:
        parted = tuple(blocks)
        self.blocks: tuple[str, ...] = tuple(text for _, text in parted)
        self.fields: tuple[Field, ...] = tuple(field for field, _ in parted)
        #: there is nothing but title and body, so every word stands in one of them
        self.is_plain = set(self.fields).issubset(ANYWHERE)
        self.facets = facets
        self.in_order: Sequence[str] = writings(self.blocks)
        self.writings: Set[str] = dict.fromkeys(self.in_order).keys()
        self._cut = _Cut(self.blocks, self.in_order)
        self._spellings_in: dict[Field, frozenset[str]] = {}

    @property
    def words(self) -> Words:
        """Of all blocks in order; where they stand, in their block."""
        return self._cut.words

    @property
    def block_of(self) -> list[int]:
        """For each word the index of its block."""
        return self._cut.block_of

    @property
    def spellings(self) -> Set[str]:
        """Of the words, each once."""
        return self._cut.spellings

    @cached_property
    def index(self) -> WordIndex:
        """From every form to the spellings that may be of it."""
        return WordIndex(self.spellings)

    def asked_by(self, index: WordIndex) -> PreparedText:
        """The same text for queries that ask for no other forms than an index knows."""
        same = object.__new__(PreparedText)
        same.__dict__.update(self.__dict__, index=index)
        return same

    def stands(self, same: Sequence[str], by: By) -> bool:
        """Whether some word is the same as one of these forms."""
        if by is By.PREFIX:
            return bool(self.index.beginning(same[0]))
        return not self.index.standing(by).isdisjoint(same)

    def stands_in(self, fields: Iterable[Field], same: Sequence[str], by: By) -> bool:
        """The same of the words of these fields."""
        found = self.same(same, by)
        return not all(found.isdisjoint(self.spellings_in(field)) for field in fields)

    def standing(self, same: Sequence[str], by: By) -> list[int]:
        """Numbers of the words that are the same as one of these forms, ascending."""
        return self._numbers(self.same(same, by))

    def sounding(self, heard: str) -> list[int]:
        """Numbers of the foreign names that sound so, ascending."""
        return self._numbers(frozenset(self.index.sounds.get(heard, ())))

    def same(self, same: Sequence[str], by: By) -> frozenset[str]:
        """The spellings that are the same as one of these forms."""
        match by:
            case By.SPELLING:
                return frozenset(same).intersection(self.index.standing(by))
            case By.PREFIX:
                return frozenset(self.index.beginning(same[0]))
            case By.NOUN:
                index = self.index.nouns
            case By.WORD:
                index = self.index.words
        return frozenset().union(*[index[form] for form in same if form in index])

    def writings_in(self, field: Field) -> Set[str]:
        """The writings of a field."""
        return dict.fromkeys(writings(self._blocks_of(field))).keys()

    def spellings_in(self, field: Field) -> frozenset[str]:
        """The spellings of the words of a field."""
        if field not in self._spellings_in:
            words = Words()
            words.cut(*self._blocks_of(field))
            self._spellings_in[field] = frozenset(words.spellings)
        return self._spellings_in[field]

    def _blocks_of(self, field: Field) -> list[str]:
        parted = zip(self.fields, self.blocks, strict=True)
        return [block for own, block in parted if own == field]

    def _numbers(self, found: Set[str]) -> list[int]:
        spellings = self.words.spellings
        if len(found) != 1:
            return list(compress(count(), map(found.__contains__, spellings))) if found else []
        (only,) = found
        at = [spellings.index(only)]
        for _ in range(spellings.count(only) - 1):
            at.append(spellings.index(only, at[-1] + 1))
        return at


def prepare(title: str, paragraphs: Sequence[str], facets: Facets = NO_FACETS) -> PreparedText:
    """Cut and index an article, once for all queries."""
    return PreparedText(_blocks(title, paragraphs, facets), facets)


def _blocks(title: str, paragraphs: Sequence[str], facets: Facets) -> Iterator[tuple[Field, str]]:
    yield "title", title
    for paragraph in paragraphs:
        yield "body", paragraph
    if facets.byline:
        yield "byline", facets.byline
    for tag in facets.tags:
        yield "tag", tag
    for section in facets.sections:
        yield "section", section

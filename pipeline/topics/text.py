"""An article's words, made ready once for every query that is asked of it."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from functools import cached_property
from itertools import compress, count

from pipeline.topics.expressions import ANYWHERE, By, Field
from pipeline.topics.forms import Forms, forms
from pipeline.topics.words import Words


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
    """From forms to the spellings of a text that may be of them."""

    def __init__(self) -> None:
        self.nouns: dict[str, list[str]] = {}
        self.words: dict[str, list[str]] = {}
        self.sounds: dict[str, list[str]] = {}
        #: None: every beginning may be asked for, and is looked for when it is
        self.prefixes: dict[str, list[str]] | None = None

    def add(
        self, spelling: str, nouns: Iterable[str], words: Iterable[str], sounds: Iterable[str]
    ) -> None:
        for form in nouns:
            self.nouns.setdefault(form, []).append(spelling)
        for form in words:
            self.words.setdefault(form, []).append(spelling)
        for form in sounds:
            self.sounds.setdefault(form, []).append(spelling)

    @staticmethod
    def of(index: Mapping[str, Sequence[str]], same: Iterable[str]) -> set[str]:
        """The spellings that may be of one of these forms."""
        return {spelling for form in same for spelling in index.get(form, ())}


class PreparedText:
    """The words of an article by what each may be.

    The blocks of one field stand together.

    Attributes:
        blocks: the title, the paragraphs, then byline, tags and sections.
        fields: of each block.
        words: of all blocks in order; where they stand, in their block.
        block_of: for each word the index of its block.
        spellings: of these words, each once.
        facets: what the article is, beside its words.
    """

    def __init__(self, blocks: Iterable[tuple[Field, str]], facets: Facets) -> None:
        parted = tuple(blocks)
        self.blocks: tuple[str, ...] = tuple(text for _, text in parted)
        self.fields: tuple[Field, ...] = tuple(field for field, _ in parted)
        #: there is nothing but title and body, so every word stands in one of them
        self.is_plain = all(field in ANYWHERE for field in self.fields)
        self.facets = facets
        self.words = Words()
        spellings = self.words.spellings
        self.block_of: list[int] = []
        self._spans: dict[Field, tuple[int, int]] = {}
        for number, (field, block) in enumerate(parted):
            start = len(spellings)
            self.words.cut(block)
            self.block_of += [number] * (len(spellings) - start)
            self._spans[field] = (self._spans.get(field, (start, 0))[0], len(spellings))
        self.spellings = dict.fromkeys(spellings).keys()
        self._asked: Iterable[str] = self.spellings

    @cached_property
    def forms(self) -> tuple[tuple[str, Forms], ...]:
        """Each spelling with all that it may be."""
        return tuple((one, forms(one)) for one in self.spellings)

    @cached_property
    def index(self) -> WordIndex:
        """From every form to the spellings that may be of it."""
        index = WordIndex()
        for spelling, known in self.forms:
            index.add(spelling, known.nouns, known.words, known.sounds)
        return index

    @cached_property
    def numbers(self) -> Mapping[str, Sequence[int]]:
        """From each spelling that may be asked for to the ascending numbers of its words."""
        numbers: dict[str, list[int]] = {spelling: [] for spelling in self._asked}
        spellings = self.words.spellings
        for number in compress(count(), map(numbers.__contains__, spellings)):
            numbers[spellings[number]].append(number)
        return numbers

    def asked_for(self, spellings: Iterable[str], index: WordIndex) -> PreparedText:
        """The same text for queries that ask for these of its spellings alone.

        Args:
            spellings: of this text.
            index: from the forms that are asked for to these spellings.
        """
        same = object.__new__(PreparedText)
        same.__dict__.update(self.__dict__, index=index, _asked=tuple(spellings))
        return same

    def stands(self, same: Sequence[str], by: By) -> bool:
        """Whether some word is the same as one of these forms."""
        if by is By.NOUN:
            return not self.index.nouns.keys().isdisjoint(same)
        if by is By.WORD:
            return not self.index.words.keys().isdisjoint(same)
        if by is By.SPELLING:
            return not self.spellings.isdisjoint(same)
        return bool(self._beginning(same[0]))

    def stands_in(self, fields: Iterable[Field], numbers: Sequence[int]) -> bool:
        """Whether one of these words, ascending, is of such a field."""
        for field in fields:
            start, end = self._spans.get(field, (0, 0))
            at = bisect_left(numbers, start)
            if at < len(numbers) and numbers[at] < end:
                return True
        return False

    def standing(self, same: Sequence[str], by: By) -> list[int]:
        """Numbers of the words that are the same as one of these forms, ascending."""
        match by:
            case By.NOUN:
                found = self.index.of(self.index.nouns, same)
            case By.WORD:
                found = self.index.of(self.index.words, same)
            case By.SPELLING:
                found = set(same) & self.spellings
            case By.PREFIX:
                found = self._beginning(same[0])
        return self._numbers(found)

    def _beginning(self, letters: str) -> set[str]:
        if self.index.prefixes is not None:
            return set(self.index.prefixes.get(letters, ()))
        return {
            one
            for one, known in self.forms
            if any(word.startswith(letters) for word in known.words)
        }

    def sounding(self, heard: str) -> list[int]:
        """Numbers of the foreign names that sound so, ascending."""
        return self._numbers(set(self.index.sounds.get(heard, ())))

    def _numbers(self, found: Set[str]) -> list[int]:
        if len(found) == 1:
            return list(self.numbers[next(iter(found))])
        return sorted(number for one in found for number in self.numbers[one])


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

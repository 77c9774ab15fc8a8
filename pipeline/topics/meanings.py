"""What a spelling, or what no space parts, means to many queries: numbers of theirs.

Records alone, and what is told of several of them; `pipeline.topics.index` makes and keeps them.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence, Set
from functools import cached_property
from itertools import chain
from operator import attrgetter
from typing import Literal, NamedTuple, TypeAlias

from pipeline.topics.expressions import By
from pipeline.topics.text import WordIndex, inverted


class Known(NamedTuple):
    """What a spelling means to these queries: numbers, and of its forms those that they ask for."""

    spelling: str
    #: of the guards of needs and of what is decided by numbers that stand where it stands
    guards: tuple[int, ...]
    #: of the ways that it leads to
    led_to: tuple[int, ...]
    #: of the pairs of which it is the rarer word
    pairs: tuple[int, ...]
    nouns: tuple[str, ...]
    words: tuple[str, ...]
    prefixes: tuple[str, ...]
    sounds: tuple[str, ...]


#: what a writing means: of its words those that queries ask for; None, where it holds no word
Meaning: TypeAlias = tuple[Known, ...] | None
#: among what a writing means: its last word may belong to the next
WAITS = Known("", (), (), (), (), (), (), ())


def places(known: Known | None) -> int:
    """Those that a meaning takes in memory; with many topics behind one prefix it is kilobytes."""
    if known is None:
        return 0
    forms = len(known.nouns) + len(known.words) + len(known.prefixes) + len(known.sounds)
    return 2 + forms + (len(known.guards) + len(known.led_to) + len(known.pairs)) // 16


def places_of_each(known: Meaning) -> int:
    return sum(map(places, known or ()))


#: those by which two words are the same
_FORMS: dict[By, Callable[[Known], tuple[str, ...]]] = {
    By.NOUN: attrgetter("nouns"),
    By.WORD: attrgetter("words"),
    By.SPELLING: lambda known: (known.spelling,),
}


def led_to_by(asked: Iterable[Known]) -> set[int]:
    return set().union(*[one.led_to for one in asked])


def standing_by(asked: Iterable[Known]) -> set[int]:
    return set().union(*[one.guards for one in asked])


def pairs_of(meaning: Iterable[Known]) -> Iterator[int]:
    return chain.from_iterable([one.pairs for one in meaning])


def guards_of(meaning: Meaning) -> Iterator[int]:
    return chain.from_iterable([one.guards for one in meaning or ()])


class AskedWords(WordIndex):
    """From the forms that are asked for to the spellings of a text that may be of them."""

    def __init__(self, asked: Collection[Known]) -> None:
        self._asked = asked
        self._standing: dict[By, Set[str]] = {}

    def standing(self, by: Literal[By.NOUN, By.WORD, By.SPELLING]) -> Set[str]:
        if by not in self._standing:
            self._standing[by] = set().union(*map(_FORMS[by], self._asked))
        return self._standing[by]

    @cached_property
    def nouns(self) -> Mapping[str, Sequence[str]]:
        return inverted((one.spelling, one.nouns) for one in self._asked)

    @cached_property
    def words(self) -> Mapping[str, Sequence[str]]:
        return inverted((one.spelling, one.words) for one in self._asked)

    @cached_property
    def sounds(self) -> Mapping[str, Sequence[str]]:
        return inverted((one.spelling, one.sounds) for one in self._asked)

    @cached_property
    def _prefixes(self) -> Mapping[str, Sequence[str]]:
        return inverted((one.spelling, one.prefixes) for one in self._asked)

    def beginning(self, letters: str) -> Collection[str]:
        return self._prefixes.get(letters, ())

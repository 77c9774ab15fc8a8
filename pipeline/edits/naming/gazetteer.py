"""Names of places and bodies of the world that lists know, in one word or in several.

`places.txt` and `bodies.txt` hold them as keys write them, the words of one joined by «_». Before
those that are common words too («~الوادي») there is a «~»: only what stands beside makes them
names. Where they are from says docs/decisions/014-names-that-the-world-has.md.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from functools import cache
from importlib.resources import files
from typing import Final, NamedTuple

from pipeline.edits.joined import bare
from pipeline.edits.naming.name_words import BODIES, PLACES
from pipeline.edits.words import Word

_PLACES: Final = "places.txt"
_BODIES: Final = "bodies.txt"


class _Names(NamedTuple):
    """A list, by what is asked of it."""

    #: of one word that means nothing else
    sure: frozenset[str]
    #: of one word that is a common one too
    doubtful: frozenset[str]
    #: of several: what may follow the first, longest first
    following: dict[str, tuple[tuple[str, ...], ...]]


@cache
def _names(file: str) -> _Names:
    names = files("pipeline.edits.naming").joinpath(file).read_text("utf-8").split()
    following: defaultdict[str, list[tuple[str, ...]]] = defaultdict(list)
    for name in names:
        if "_" in name:
            first, *rest = name.split("_")
            following[first].append(tuple(rest))
    single = [name for name in names if "_" not in name]
    return _Names(
        frozenset(name for name in single if name[0] != "~")
        | (PLACES if file == _PLACES else BODIES),
        frozenset(name[1:] for name in single if name[0] == "~"),
        {first: tuple(sorted(rest, key=len, reverse=True)) for first, rest in following.items()},
    )


def is_place(key: str) -> bool:
    """Whether a word, given by its key, can only be the name of a place: «بسطيف»."""
    return not _names(_PLACES).sure.isdisjoint(_forms(key))


def may_be_place(key: str) -> bool:
    """Whether a word is the name of a place where one is looked for: «السند»."""
    return _may_be(key, _PLACES)


def is_body(key: str) -> bool:
    """Whether a word, given by its key, can only be what a body is called: «وسوناطراك»."""
    return not _names(_BODIES).sure.isdisjoint(_forms(key))


def may_be_body(key: str) -> bool:
    """Whether a word is what a body is called where one is looked for: «الوحدات»."""
    return _may_be(key, _BODIES)


def named_at(words: Sequence[Word], at: int) -> int:
    """How many words the name has that begins at a place of a sentence, of several; 0 if none."""
    following = _following()
    most = 0
    for form in _forms(words[at].key):
        for rest in following.get(form, ()):
            if len(rest) >= most and _stands(words, at + 1, rest):
                most = 1 + len(rest)
    return most


@cache
def _following() -> dict[str, tuple[tuple[str, ...], ...]]:
    """What may follow the first word of a name of several, of both lists."""
    places, bodies = _names(_PLACES).following, _names(_BODIES).following
    return {first: places.get(first, ()) + bodies.get(first, ()) for first in {**places, **bodies}}


def _stands(words: Sequence[Word], start: int, keys: tuple[str, ...]) -> bool:
    after = words[start : start + len(keys)]
    whole = len(after) == len(keys) and after[0].key == keys[0]
    return whole and all(
        word.key == key and not word.gap for word, key in zip(after, keys, strict=True)
    )


def _may_be(key: str, file: str) -> bool:
    names = _names(file)
    return any(form in names.sure or form in names.doubtful for form in _forms(key))


def _forms(key: str) -> tuple[str, ...]:
    """The readings of a word, but for one without the article that it has: «الوادي»."""
    forms = bare(key)
    return forms[:1] if key.startswith("ال") else forms

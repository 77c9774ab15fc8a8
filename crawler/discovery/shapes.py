"""The shape of addresses, learnt from those of articles a source is known to have.

A shape is what addresses of one make share: `/politik/2026/02/14/neue-bruecke` and
`/sport/2026/03/01/ein-tor` are word, year, day, day, slug. Pure; knows nothing of pages.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final
from urllib.parse import unquote, urlsplit

#: known addresses below this number teach nothing
_FEWEST: Final = 5
#: a directory that has at most so many names in known addresses is a fixed part of the shape
_FIXED: Final = 3

_EXTENSION: Final = re.compile(r"\.([A-Za-z]{2,5})$")
_YEAR: Final = re.compile(r"(?:19|20)\d\d")
_WORD_BREAK: Final = re.compile(r"[-_+ .,:]+")
_MOST_SEGMENTS: Final = 12

#: the kinds of the segments of a path, its extension, the names of its numbered parameters
Shape = tuple[str, ...]


def shape_of(url: str) -> Shape:
    """The kinds of an address's parts: `year`, `day`, `number`, `slug`, `word` …

    Args:
        url: absolute, cleaned by `pipeline.urls.canonical_url`.
    """
    return _parts(url)[0]


@dataclass(frozen=True, slots=True)
class Shapes:
    """The shapes of a source's known articles."""

    #: how many addresses were learnt from
    known: int
    shares: dict[Shape, float]
    #: shape → place of a directory → the few names it has there
    fixed: dict[Shape, dict[int, frozenset[str]]]

    @classmethod
    def learnt(cls, addresses: Iterable[str]) -> Shapes:
        """The shapes of some addresses of articles; a few hundred are plenty."""
        counts: Counter[Shape] = Counter()
        names: dict[Shape, dict[int, Counter[str]]] = {}
        for address in addresses:
            shape, words = _parts(address)
            counts[shape] += 1
            for place, word in words.items():
                names.setdefault(shape, {}).setdefault(place, Counter())[word] += 1
        total = counts.total()
        return cls(
            total,
            {shape: count / total for shape, count in counts.items()},
            {
                shape: {
                    place: frozenset(seen)
                    for place, seen in places.items()
                    if len(seen) <= _FIXED and counts[shape] >= 4 * len(seen)
                }
                for shape, places in names.items()
            },
        )

    def agreement(self, url: str) -> float | None:
        """The share of known addresses that are made like this one, 0 to 1.

        Half of it where only a directory has another name than all of theirs; None where
        too few are known to say.
        """
        if self.known < _FEWEST:
            return None
        shape, words = _parts(url)
        share = self.shares.get(shape, 0.0)
        strange = any(
            words.get(place) not in names for place, names in self.fixed.get(shape, {}).items()
        )
        return share / 2 if strange else share


def _parts(url: str) -> tuple[Shape, dict[int, str]]:
    """The shape, and the plain words of its directories by their place."""
    parts = urlsplit(url)
    segments = [unquote(one) for one in parts.path.split("/") if one][:_MOST_SEGMENTS]
    extension = _EXTENSION.search(segments[-1]) if segments else None
    if extension:
        segments[-1] = segments[-1][: extension.start()]
    kinds = [_kind(one) for one in segments]
    words = {
        place: segment.lower()
        for place, (kind, segment) in enumerate(zip(kinds[:-1], segments[:-1], strict=True))
        if kind == "word"
    }
    if extension:
        kinds.append("." + extension[1].lower())
    numbered = sorted(
        name
        for name, _, value in (one.partition("=") for one in parts.query.split("&"))
        if value[:1].isdigit()
    )
    return (*kinds, *(f"?{name}" for name in numbered)), words


def _kind(segment: str) -> str:
    if segment.isdigit():
        if len(segment) <= 2:
            return "day"
        return "year" if _YEAR.fullmatch(segment) else "number"
    words = [word for word in _WORD_BREAK.split(segment) if word]
    if not words:
        return "word"
    if words[0].isdigit() and len(words[0]) > 1 and not _YEAR.fullmatch(words[0]):
        return "number-slug"
    if words[-1].isdigit() and len(words[-1]) > 2 and not _YEAR.fullmatch(words[-1]):
        return "slug-number"
    return "slug" if len(words) >= 2 else "word"

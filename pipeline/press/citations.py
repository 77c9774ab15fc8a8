"""Finds the outlets that a text cites: «بحسب موقع …», « selon le journal … », "told Reuters".

An outlet counts when two things agree: something that names one (`pipeline.press.outlet_names`) and
something that attributes: a verb, «بحسب», a following «أن». It rather misses an outlet than
invents one.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import accumulate, compress
from typing import Final

from pipeline.press import words as press
from pipeline.press.outlet_names import (
    ARABIC_NOUN,
    ATTRIBUTES,
    CLAUSE_ENDS,
    QUOTE_MARKS,
    Name,
    Paragraph,
    is_definite,
    name_at,
    stem,
)
from pipeline.press.outlet_signs import may_name_outlets

#: how many words away what attributes may stand
_REACH: Final = 8
#: of a text, in paragraphs and in characters; no more of it is read
_MOST_PARAGRAPHS: Final = 2_000
_LONGEST: Final = 100_000
_AND: Final = frozenset({"و", "et", "and"})


def cited_sources(paragraphs: Sequence[str]) -> tuple[str, ...]:
    """The outlets that a text cites, as printed there, in order of appearance, each once."""
    return _cited(tuple(paragraphs))


@lru_cache(maxsize=1)  # a reading that is proven asks for the same text again
def _cited(paragraphs: tuple[str, ...]) -> tuple[str, ...]:
    read = _few(paragraphs[:_MOST_PARAGRAPHS])
    found: dict[str, str] = {}
    for paragraph in compress(read, may_name_outlets(read)):
        for name in _cited_in(Paragraph(paragraph)):
            found.setdefault(press.key(name), name)
    return tuple(found.values())


def _few(paragraphs: Sequence[str]) -> Sequence[str]:
    """The paragraphs that are read: as many as have no more than so many letters."""
    until = accumulate(map(len, paragraphs))
    return paragraphs[: sum(1 for letters in until if letters <= _LONGEST)]


def _cited_in(words: Paragraph) -> Iterator[str]:
    last_end = 0
    for at in words.places():
        name = name_at(words, at) if at >= last_end else None
        if name and (
            _attributed_before(words, name)
            or _attributed_after(words, name.end)
            or (last_end and _joined_to(words, last_end, name))
        ):
            yield name.text
            last_end = name.end


def _joined_to(words: Paragraph, last_end: int, name: Name) -> bool:
    """«رويترز وفرانس برس», « Le Monde et l'AFP »: whether an "and" is all that stands between."""
    between = {words[at].key for at in range(last_end, name.first)} - QUOTE_MARKS
    conjunction = between & _AND or words[name.first].key.startswith("و")
    return bool(conjunction) and between <= _AND | {"l", "the"}


def _attributed_before(words: Paragraph, name: Name) -> bool:
    """«ذكرت», «بحسب», «نقلا عن» just before; «قال مسؤول لـ» also some words away."""
    head = words[name.first]
    joined = head.key.startswith("ل") and not name.text.startswith(head.text)
    addressed = joined or words[name.first - 1].key == "ل"
    for at in range(name.first - 1, name.first - 1 - _REACH, -1):
        key = words[at].key
        if key in CLAUSE_ENDS:
            return False
        if stem(key) in ATTRIBUTES:
            return True
        passes = key in press.TRANSPARENT or key in QUOTE_MARKS or ARABIC_NOUN.fullmatch(key)
        if not (passes or addressed):
            return False
    return False


def _attributed_after(words: Paragraph, end: int) -> bool:
    """«صحيفة … العبرية أن», «موقع … إلى أن», « Le Monde a révélé »."""
    for at in range(end, end + _REACH):
        key = words[at].key
        if key in press.THAT or key in press.VERBS or key == ":":
            return True
        comma = key == "," and words[at + 1].key in press.THAT
        adjective = is_definite(words[at]) and key.endswith(("ي", "يه"))
        if not (comma or adjective or key in press.TRANSPARENT or key in QUOTE_MARKS):
            return False
    return False

"""Remembers which texts of a page come and go, from one reading to the next.

Pure: a memory goes in and another comes out. What follows from it is
`pipeline.confirmation.policy`'s.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any, Final

from pipeline.confirmation.noise import text_key, texts_of
from pipeline.records import ArticleData

#: times that a paragraph came or went after which it is known to waver
COMES_AND_GOES: Final = 4
#: readings in a row after which what stood, or stayed away, all the time wavers no longer
_FOR_GOOD: Final = 20
#: paragraphs of a page that are remembered; a hostile page has a new one at every fetch
_MOST: Final = 200


@dataclass(frozen=True, slots=True)
class Turn:
    """How one paragraph has come and gone."""

    #: times that it came or went
    flips: int = 0
    #: readings in a row that had it though the version has it not, or the other way round
    stood: int = 0

    @property
    def wavers(self) -> bool:
        return self.flips >= COMES_AND_GOES


def remembered(
    memory: Mapping[str, Turn],
    version: ArticleData,
    previous: ArticleData,
    reading: ArticleData,
    rotated: Collection[str],
) -> dict[str, Turn]:
    """The memory after one more reading.

    Args:
        memory: by `pipeline.confirmation.noise.text_key`.
        version: the article's latest version.
        previous: what the fetch before this one read.
        reading: what was read now.
        rotated: paragraphs that stood in one place in turn.
    """
    found = {key: _after(key, turn, version, reading) for key, turn in memory.items()}
    for text in sorted(texts_of(previous) ^ texts_of(reading)):
        key = text_key(text)
        turn = found.pop(key, Turn())
        found[key] = Turn(turn.flips + 1, turn.stood)
    for text in rotated:
        key = text_key(text)
        found[key] = Turn(max(COMES_AND_GOES, found.pop(key, Turn()).flips))
    kept = {key: turn for key, turn in found.items() if turn.stood < _FOR_GOOD}
    return dict(list(kept.items())[-_MOST:])


def _after(key: str, turn: Turn, version: ArticleData, reading: ArticleData) -> Turn:
    if not turn.wavers:
        return turn
    keys = {text_key(text) for text in texts_of(reading)}
    ours = {text_key(text) for text in texts_of(version)}
    # where it is away, the like of it may stand elsewhere
    differs = key not in keys and keys <= ours if key in ours else key in keys
    return Turn(turn.flips, turn.stood + 1 if differs else 0)


def as_json(memory: Mapping[str, Turn]) -> dict[str, Any]:
    return {key: [turn.flips, turn.stood] for key, turn in memory.items()}


def from_json(values: Mapping[str, Any]) -> dict[str, Turn]:
    return {key: Turn(*value) for key, value in values.items()}

"""Says which zones of a page stand beside its text, as their names have it.

Names mislead: a paywall's element holds the article, a class of `<body>` speaks of a sidebar. A
name that most of the page's prose stands under names nothing on this page.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Final

from pipeline.extract.body.blocks import Block, Zone
from pipeline.extract.body.zones import SURE

#: shares of the page's prose that a zone, or all zones of one reason, may hold
_MOST: Final = 0.35
_MOST_SURE: Final = 0.75
#: what is left where the surest names are believed must be this share of the prose
_LEAST_OUTSIDE: Final = 0.1


def beside(
    blocks: Sequence[Block], weights: Sequence[float], landmarks: Collection[int]
) -> list[bool]:
    """For each block, whether it stands in a zone that is believed.

    Args:
        blocks: all of the page.
        weights: of the blocks.
        landmarks: places of elements that are the text's, or around it.
    """
    doubted = _doubted(blocks, weights)
    apart: dict[int, bool] = {}
    for block in blocks:
        if id(block.zones) not in apart:
            apart[id(block.zones)] = any(
                place not in doubted and place not in landmarks for place, _ in block.zones
            )
    return [apart[id(block.zones)] for block in blocks]


@dataclass(slots=True)
class _Alike:
    """What stands in the same zones."""

    zones: tuple[Zone, ...]
    prose: float = 0.0
    size: int = 0
    is_linking: bool = False


def _by_zones(blocks: Sequence[Block], weights: Sequence[float]) -> Collection[_Alike]:
    """The blocks put together that lie in the same zones: those share one tuple of them."""
    found: dict[int, _Alike] = {}
    for block, weight in zip(blocks, weights, strict=True):
        alike = found.get(id(block.zones))
        if alike is None:
            alike = found[id(block.zones)] = _Alike(block.zones)
        alike.prose += max(weight, 0.0)
        alike.size += block.size
        alike.is_linking = alike.is_linking or block.linked > 0
    return found.values()


def _doubted(blocks: Sequence[Block], weights: Sequence[float]) -> set[int]:
    """The places of zones that are not believed."""
    by_place: defaultdict[int, float] = defaultdict(float)
    by_reason: defaultdict[str, float] = defaultdict(float)
    sizes: defaultdict[int, int] = defaultdict(int)
    reason_of: dict[int, str] = {}
    linking: set[int] = set()
    total = outside = 0.0
    groups = _by_zones(blocks, weights)
    fifth = sum(group.size for group in groups) / 5
    for group in groups:
        total += group.prose
        reasons = {zone.reason for zone in group.zones}
        if reasons.isdisjoint(SURE):
            outside += group.prose
        for place, reason in group.zones:
            reason_of[place] = reason
            by_place[place] += group.prose
            sizes[place] += group.size
            if group.is_linking:
                linking.add(place)
        for reason in reasons:
            by_reason[reason] += group.prose
    if outside < _LEAST_OUTSIDE * total:
        outside = total
    common = {
        reason
        for reason, prose in by_reason.items()
        if reason not in SURE and prose > _MOST * outside
    }
    return {
        place
        for place, reason in reason_of.items()
        if reason in common
        or (reason not in SURE and by_place[place] > _MOST * outside)
        or (reason in SURE and by_place[place] > _MOST_SURE * total and sizes[place] > fifth)
        # A teaser of another piece links to it; one that links nowhere is this piece's own.
        or (reason == "teaser" and place not in linking)
    }

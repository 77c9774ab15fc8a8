"""Says which zones of a page stand beside its text, as their names have it.

Names mislead: a paywall's element holds the article, a class of `<body>` speaks of a sidebar. A
name that most of the page's prose stands under names nothing on this page.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
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
    return [
        any(zone not in doubted and zone.place not in landmarks for zone in block.zones)
        for block in blocks
    ]


def _doubted(blocks: Sequence[Block], weights: Sequence[float]) -> set[Zone]:
    by_zone: defaultdict[Zone, float] = defaultdict(float)
    by_reason: defaultdict[str, float] = defaultdict(float)
    sizes: defaultdict[Zone, int] = defaultdict(int)
    linking: set[Zone] = set()
    total = outside = 0.0
    fifth = sum(block.size for block in blocks) / 5
    for block, weight in zip(blocks, weights, strict=True):
        prose = max(weight, 0.0)
        total += prose
        reasons = {zone.reason for zone in block.zones}
        if reasons.isdisjoint(SURE):
            outside += prose
        for zone in block.zones:
            by_zone[zone] += prose
            sizes[zone] += block.size
            if block.linked:
                linking.add(zone)
        for reason in reasons:
            by_reason[reason] += prose
    if outside < _LEAST_OUTSIDE * total:
        outside = total
    common = {
        reason
        for reason, prose in by_reason.items()
        if reason not in SURE and prose > _MOST * outside
    }
    return {
        zone
        for zone, prose in by_zone.items()
        if zone.reason in common
        or (zone.reason not in SURE and prose > _MOST * outside)
        or (zone.reason in SURE and prose > _MOST_SURE * total and sizes[zone] > fifth)
        # A teaser of another piece links to it; one that links nowhere is this piece's own.
        or (zone.reason == "teaser" and zone not in linking)
    }

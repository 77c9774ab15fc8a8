"""How much of each measure of the service is taken: all of it, or in minutes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Size:
    """How much of each is measured."""

    #: pieces that a preset reads, and the sites they are on
    pieces: int
    sites: int
    #: hosts that are polled, how often in seconds, and for how many minutes
    hosts: int
    every: float
    minutes: float
    #: good and hostile sources, how often each is polled and has a new piece, for how many minutes
    good: int
    hostile: int
    fresh: float
    beside: float
    #: sites of which a day's work is done, and in how many minutes
    outlets: int
    day: float
    starts: int


FULL: Final = Size(4_000, 40, 1_000, 300.0, 20.0, 400, 100, 300.0, 60.0, 25, 30.0, 5)
SHORT: Final = Size(400, 10, 50, 30.0, 2.0, 20, 5, 10.0, 2.0, 10, 10.0, 3)

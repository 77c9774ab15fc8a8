"""A figure of a sentence, and whether another says the same."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from pipeline.edits.counting.measures import says_as_much

#: the unit of an hour of which words tell the half of the day; «الساعة الثامنة» tells none
CLOCK: Final = "clock"
_HOURS: Final = frozenset({CLOCK, "hour"})


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure: words[start:end] of its sentence, the unit among them."""

    #: what sort of figure, then its parts: ("n", 12.0), ("parts", 2.0, 1.0), ("month", 3.0)
    value: tuple[str | float, ...]
    #: canonical unit; "" for none that is known
    unit: str
    start: int
    end: int
    #: what is counted: key of the word after it; of a day, its month
    counted: str = ""
    #: whether it is a figure only beside another: «[أول] مرة», «للمرة [الأولى]»
    faint: bool = False

    def _as_place(self, other: Figure) -> bool:
        """«الساعة الثامنة», «الساعة 8»: a place or hour in figures."""
        return (
            {self.value[0], other.value[0]} == {"n", "place"}
            and self.value[1:] == other.value[1:]
            and self.unit == other.unit == ""
        )

    def same(self, other: Figure) -> bool:
        """Whether it says the same: value, and unit where both have one."""
        if self.value != other.value and not self._as_place(other):
            return says_as_much(self.value, self.unit, other.value, other.unit)
        units = (self.unit, other.unit)
        return self.unit == other.unit or "" in units or _HOURS.issuperset(units)

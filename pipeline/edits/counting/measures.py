"""Whether two figures say as much in other measures: 24 months and two years, 50 % and a half."""

from __future__ import annotations

from math import isclose
from typing import Final

#: how many of its smallest sister each unit is
_SISTERS: Final = {
    "second": ("second", 1.0),
    "minute": ("second", 60.0),
    "hour": ("second", 3_600.0),
    "day": ("second", 86_400.0),
    "week": ("second", 604_800.0),
    "month": ("month", 1.0),
    "year": ("month", 12.0),
    "gram": ("gram", 1.0),
    "kilo": ("gram", 1_000.0),
    "ton": ("gram", 1_000_000.0),
    "metre": ("metre", 1.0),
    "kilometre": ("metre", 1_000.0),
}
_PERCENT: Final = "%"
_HUNDRED: Final = 100
#: of thirds, which two digits tell roughly
_NEAR: Final = 0.006
#: the largest of what tells roughly how many («quinzaine») that is a number too
_MOST_ROUGH: Final = 100
_PARTS_OF_FRACTION: Final = 3

Value = tuple[str | float, ...]


def says_as_much(one: Value, unit: str, other: Value, other_unit: str) -> bool:
    """Whether two values in two units, of which neither is the other as it stands, are equal."""
    sorts = {one[0], other[0]}
    if sorts == {"n"}:
        return _same_measure(one, unit, other, other_unit) or _same_share(
            one, unit, other, other_unit
        )
    if sorts == {"n", "rough"}:  # « une quinzaine de », « environ quinze »
        return one[1:] == other[1:] and float(one[1]) <= _MOST_ROUGH and unit == other_unit
    if sorts == {"n", "parts"}:
        number, parts = (one, other) if one[0] == "n" else (other, one)
        return _is_written_apart(number, parts) or _is_fraction(number, parts)
    return False


def _same_measure(one: Value, unit: str, other: Value, other_unit: str) -> bool:
    sister, times = _SISTERS.get(unit, ("", 0.0))
    other_sister, other_times = _SISTERS.get(other_unit, ("", 0.0))
    if not sister or sister != other_sister:
        return False
    return isclose(float(one[1]) * times, float(other[1]) * other_times)


def _same_share(one: Value, unit: str, other: Value, other_unit: str) -> bool:
    """ "a quarter", 25 %."""
    if {unit, other_unit} != {_PERCENT, ""}:
        return False
    percent, share = (one, other) if unit == _PERCENT else (other, one)
    if not 0 < float(share[1]) < 1:
        return False
    return abs(float(percent[1]) / _HUNDRED - float(share[1])) < _NEAR


def _is_written_apart(number: Value, parts: Value) -> bool:
    """The number of a telephone: 71-123-456, 71123456."""
    if len(parts) < _PARTS_OF_FRACTION + 1:
        return False
    return "".join(f"{float(part):.0f}" for part in parts[1:]) == f"{float(number[1]):.0f}"


def _is_fraction(number: Value, parts: Value) -> bool:
    """2/3, «ثلثا»."""
    if len(parts) != _PARTS_OF_FRACTION:
        return False
    over, below = float(parts[1]), float(parts[2])
    return 0 < over < below and round(over / below, 2) == number[1]

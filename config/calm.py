"""How calm a destination is kept, as it may be written: times of day, quiet hours, a budget.

What follows from it for an alert is `pipeline.delivery.calm`'s to say.
"""

from __future__ import annotations

import re
from datetime import time, timedelta
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BeforeValidator, Field

#: the keys of a destination by which an alert may wait
Wait = Literal["deliver", "quiet", "group", "at_most"]

_TIME = re.compile(r"([0-9]{1,2}):([0-9]{2})")
_MOST_AN_HOUR = 1_000
_LONGEST_GROUP = timedelta(hours=1)


class MisreadError(ValueError):
    """A text that cannot be read from some character on.

    Attributes:
        column: of that character in the text, counted from 1.
    """

    def __init__(self, message: str, column: int) -> None:
        super().__init__(message)
        self.column = column


def _time_at(text: str, start: int, message: str) -> tuple[time, int]:
    """The time of day that is written from `start` on, and where it ends.

    Raises:
        MisreadError: none is.
    """
    found = _TIME.match(text, start)
    if found is None:
        raise MisreadError(message, start + 1)
    hour, minute = int(found[1]), int(found[2])
    if hour > 23:
        raise MisreadError("a day's hours go from 00 to 23", start + 1)
    if minute > 59:
        raise MisreadError("an hour's minutes go from 00 to 59", found.start(2) + 1)
    return time(hour, minute), found.end()


def _time_of_day(value: Any) -> Any:
    if isinstance(value, time):
        return value
    message = 'write a time of day, such as "07:30"'
    if not isinstance(value, str):
        raise ValueError(message)
    read, end = _time_at(value, 0, message)
    if end != len(value):
        raise MisreadError(message, end + 1)
    return read


def _one_or_more(value: Any) -> Any:
    return [value] if isinstance(value, str | time) else value


def _quiet_hours(value: Any) -> Any:
    if isinstance(value, tuple):
        return value
    message = 'write when quiet begins and ends, such as "22:00-07:00"'
    if not isinstance(value, str):
        raise ValueError(message)
    start, end = _time_at(value, 0, message)
    dash = re.compile(r" ?[-–] ?").match(value, end)
    if dash is None:
        raise MisreadError(message, end + 1)
    stop, end = _time_at(value, dash.end(), message)
    if end != len(value):
        raise MisreadError(message, end + 1)
    if start == stop:
        raise MisreadError("quiet that never ends would keep every alert", dash.end() + 1)
    return start, stop


def _an_hour(value: Any) -> Any:
    if isinstance(value, int) and not isinstance(value, bool):
        return value
    message = "write how many messages an hour, such as 20/h"
    if not isinstance(value, str):
        raise ValueError(message)
    found = re.match(r"([0-9]{1,6})/h", value)
    if found is None:
        figures = re.match("[0-9]*", value)
        raise MisreadError(message, len(figures[0] if figures else "") + 1)
    if found.end() != len(value):
        raise MisreadError(message, found.end() + 1)
    if not 1 <= int(found[1]) <= _MOST_AN_HOUR:
        raise MisreadError(f"must be between 1/h and {_MOST_AN_HOUR}/h", 1)
    return int(found[1])


def _group_time(value: timedelta) -> timedelta:
    if not timedelta(seconds=1) <= value <= _LONGEST_GROUP:
        raise ValueError("must be between 1s and 1h")
    return value


TimeOfDay = Annotated[time, BeforeValidator(_time_of_day)]
TimesOfDay = Annotated[
    tuple[TimeOfDay, ...], BeforeValidator(_one_or_more), Field(min_length=1, max_length=24)
]
QuietHours = Annotated[tuple[time, time], BeforeValidator(_quiet_hours)]
AnHour = Annotated[int, BeforeValidator(_an_hour)]
GroupTime = AfterValidator(_group_time)

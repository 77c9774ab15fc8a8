"""Why a text was not read as a date; what makes it so is the readers' matter."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Final


class Reason(StrEnum):
    """Why there is no stamp, in words for people."""

    TOO_LONG = "longer than 200 characters"
    NO_DATE = "no date"
    IMPOSSIBLE = "no such day or time"
    AMBIGUOUS = "can be read in two ways"
    SEVERAL = "more than one date or time"
    CONTRADICTORY = "its parts disagree (day of the week, calendars or names of the month)"
    STRAY = "a number or sign beside the date or time may belong to it"
    ZONE = "a zone that is unknown or is several zones' name"
    CALENDAR = "a calendar that is not read"
    NO_YEAR = "no year is printed, and none near the fetch is certain"
    NO_FETCH = "relative to a time of fetch that was not told"
    VAGUE = "relative and too vague to tell the day"
    FUTURE = "after the fetch"
    TOO_OLD = "before 1995"
    TOO_FAR = "after 2100"


@dataclass(frozen=True, slots=True)
class Refusal:
    """The answer of a reader that has no stamp to give."""

    reason: Reason


_REFUSALS: Final = {reason: Refusal(reason) for reason in Reason}


class Refused(Exception):  # noqa: N818 - passes between the readers' steps only
    """Ends a reading; the public readers answer it with its `Refusal`."""

    def __init__(self, reason: Reason) -> None:
        super().__init__(reason)
        self.refusal = _REFUSALS[reason]

"""Tells the public holidays of a zone's country, on which few publish what they used to.

The days are the `holidays` library's, those of the moon among them: as estimated, with the
day before and the day after, for the moon is seen a day sooner or later.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from functools import cache
from importlib.resources import files

import holidays

_DAY = timedelta(days=1)


def is_rest_day(day: date, zone: str) -> bool:
    """Whether it is a public holiday where a zone is; never in a zone of no country.

    Args:
        zone: IANA name.
    """
    return day in _days(_countries().get(zone), day.year)


@cache
def _days(country: str | None, year: int) -> frozenset[date]:
    if country is None:
        return frozenset()
    try:
        found = holidays.country_holidays(
            country, years=(year - 1, year, year + 1), language="en_US"
        )
    except NotImplementedError:  # how the library says that it does not know the country
        return frozenset()
    return frozenset(_around(found))


def _around(found: holidays.HolidayBase) -> Iterator[date]:
    for day, name in found.items():
        yield day
        if "estimated" in name:
            yield from (day - _DAY, day + _DAY)


@cache
def _countries() -> dict[str, str]:
    """ISO 3166 code of the country by zone, as the zone database has it (`zone.tab`)."""
    lines = files("tzdata.zoneinfo").joinpath("zone.tab").read_text("utf-8").splitlines()
    rows = (line.split("\t") for line in lines if line and not line.startswith("#"))
    return {row[2]: row[0] for row in rows}

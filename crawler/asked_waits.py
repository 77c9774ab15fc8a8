"""For how long an answer asks not to be fetched again: Cache-Control, and a feed's own words.

Retry-After, which comes with failures, is `crawler.failures`'. What is made of these waits is
the scheduler's to say. Pure, and safe on any text.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import timedelta
from typing import Final

#: no answer is taken to ask for more
_MOST: Final = timedelta(days=1)
#: seconds and counts of more digits are no numbers that anybody meant
_NUMBER: Final = re.compile(r"[0-9]{1,9}")
#: as defined by the RSS 1.0 syndication module; without a period it is a day
_PERIODS: Final = {
    "hourly": timedelta(hours=1),
    "daily": timedelta(days=1),
    "weekly": timedelta(weeks=1),
    "monthly": timedelta(days=30),
    "yearly": timedelta(days=365),
}
#: local names, in lower case, of what a feed says of it: RSS 2.0's `ttl`, `sy:…`
ASKED_WAITS: Final = frozenset(("ttl", "updateperiod", "updatefrequency"))


def good_for(cache_control: str | None, age: str | None) -> timedelta | None:
    """For how long an answer stays fresh by `max-age` and `Age` (RFC 9111); None: it is silent.

    What must be asked for anew each time (`no-cache`, `no-store`) may be asked for at any time.
    """
    directives = dict(_directives(cache_control or ""))
    if "no-cache" in directives or "no-store" in directives:
        return None
    seconds = _whole(directives.get("max-age", ""))
    if seconds is None:
        return None
    return min(timedelta(seconds=max(seconds - (_whole(age or "") or 0), 0)), _MOST)


def ttl_of(said: Mapping[str, str]) -> timedelta | None:
    """For how long a feed says that it need not be fetched again; None: it is silent.

    Args:
        said: texts by the names of `ASKED_WAITS`.
    """
    minutes = _whole(said.get("ttl", ""))
    by_ttl = min(timedelta(minutes=minutes), _MOST) if minutes else None
    if "updateperiod" not in said and "updatefrequency" not in said:
        return by_ttl
    period = _PERIODS.get(said.get("updateperiod", "daily").strip().lower())
    times = _whole(said.get("updatefrequency", "1"))
    by_period = min(period / times, _MOST) if period and times else None
    return max((wait for wait in (by_ttl, by_period) if wait is not None), default=None)


def _directives(text: str) -> list[tuple[str, str]]:
    parts = (part.partition("=") for part in text[:1000].split(","))
    return [(name.strip().lower(), value.strip().strip('"')) for name, _, value in parts]


def _whole(text: str) -> int | None:
    text = text.strip()
    return int(text) if _NUMBER.fullmatch(text) else None

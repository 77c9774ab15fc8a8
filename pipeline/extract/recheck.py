"""Looks at the page of a known article, and reads it only where what its reading rests on moved.

What a look costs and may miss: `pipeline.extract.read_region`. Which region to look for, and
what an unmoved page means, is for `pipeline.rechecks`.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from time import monotonic
from typing import Final

from pipeline.extract import read_article
from pipeline.extract.read_region import ReadRegion, Unmoved, find_region, look_again
from pipeline.records import ArticleData, NotArticle, ReadingRules

#: seconds; a page that took longer to read is not read a second time, to show what it rests on
_SLOW: Final = 1.0


@dataclass(frozen=True, slots=True)
class Look:
    """What to look for on a page."""

    #: of the last reading; None: the page must be read
    region: ReadRegion | None
    #: whether a region found anew is to be a wide one; None: none is to be looked for
    wide: bool | None


@dataclass(frozen=True, slots=True)
class Looked:
    """What came of it."""

    found: ArticleData | NotArticle | Unmoved
    #: what the reading rests on, for the next look; None: nothing was read, or nothing is enough
    region: ReadRegion | None = None


def look_or_read(
    body: bytes,
    url: str,
    content_type: str,
    rules: ReadingRules,
    fetched_at: datetime | None,
    look: Look,
) -> Looked:
    """Looks at a page, and reads it where a look is not enough.

    Args:
        body, url, content_type, rules, fetched_at: as for `read_article`.
        look: what to look for.
    """
    if look.region and (unmoved := look_again(body, content_type, rules, look.region)):
        return Looked(unmoved)
    start = monotonic()
    reading = read_article(body, url, content_type, rules, fetched_at)
    is_slow = monotonic() - start > _SLOW
    if look.wide is None or is_slow or not isinstance(reading, ArticleData):
        return Looked(reading)
    region = find_region(body, url, content_type, rules, fetched_at, reading, wide=look.wide)
    return Looked(reading, region)

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
from pipeline.records import ArticleData, NotArticle, ReadingRules

#: seconds; a page that took longer to read is not read a second time, to show what it rests on
_SLOW: Final = 1.0


@dataclass(frozen=True, slots=True)
class ReadRegion:
    """What a reading rests on, and how it is found in the page's bytes."""

    #: the tag that it begins with, up to what moves in it
    start: str
    #: which of those that begin so on the page it is, from 1
    nth: int
    #: what stands before the view counter in it; "": there is none
    counter: str
    #: it was widened beyond title and text
    wide: bool
    #: of claims and region, and of whoever read them
    digest: str


@dataclass(frozen=True, slots=True)
class Unmoved:
    """A page that is known again: what it says was read before."""

    #: what the view counter shows now; None: the page has none, or prints no number there
    hits: int | None


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
    # here, for the service has these records too, and looks at no page
    from pipeline.extract.read_region import find_region, look_again

    if look.region and (unmoved := look_again(body, content_type, rules, look.region)):
        return Looked(unmoved)
    start = monotonic()
    reading = read_article(body, url, content_type, rules, fetched_at)
    is_slow = monotonic() - start > _SLOW
    if look.wide is None or is_slow or not isinstance(reading, ArticleData):
        return Looked(reading)
    region = find_region(body, url, content_type, rules, fetched_at, reading, wide=look.wide)
    return Looked(reading, region)

"""Finds out how far a site's clock stands from Greenwich, by the times it gives; pure.

Two signs: an offset written behind a time for machines, and a time printed for people
beside the same moment in UTC.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import islice
from typing import Final

from pipeline.charset import decode_page
from pipeline.dates import parse_machine, parse_stamp
from pipeline.extract.dom import FlatPage
from pipeline.extract.structured import page_claims
from pipeline.extract.traps import safe_tree
from pipeline.records import FetchedPage, Precision, Stamp
from pipeline.text import clean

#: characters of a document that are looked at, and times in it
_MOST_TEXT: Final = 1_000_000
_MOST_TIMES: Final = 30
_LONGEST_DATE: Final = 80
#: what zones there are, in minutes: whole hours, and a few others (IANA, 2026)
_ZONES: Final = frozenset(
    {60 * hours for hours in range(-12, 15) if hours}
    | {-570, -210, -150, 210, 270, 330, 345, 390, 525, 570, 630, 765, 825}
)

_WITH_OFFSET: Final = re.compile(
    r"\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d(?:\.\d{1,9})?)?[+-]\d\d:?\d\d(?!\d)"
    r"|\d{1,2} (?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]{0,6} \d{4} "
    r"\d\d:\d\d(?::\d\d)? [+-]\d{4}(?!\d)"
)
_CLOCK: Final = re.compile(r"[0-9\u0660-\u0669]{1,2}\s*[:hH٫]\s*[0-9\u0660-\u0669]{2}")


@dataclass(frozen=True, slots=True)
class Offset:
    """One time with the site's distance from Greenwich then."""

    at: datetime
    #: east of Greenwich
    minutes: int
    #: the time was printed for people beside one in UTC
    printed: bool = False


def offsets_in(text: str) -> Iterator[Offset]:
    """The offsets other than zero written in a feed or page, at most thirty.

    Zero is no sign: most software stamps in UTC wherever it stands.
    """
    for found in islice(_WITH_OFFSET.finditer(text[:_MOST_TEXT]), _MOST_TIMES):
        stamp = parse_machine(found[0], "UTC")
        offset = stamp.at.utcoffset() if stamp else None
        if stamp and offset:
            yield Offset(stamp.at.astimezone(UTC), round(offset.total_seconds() / 60))


def offsets_of_feed(answer: FetchedPage) -> tuple[Offset, ...]:
    """What a feed tells: its times with offsets."""
    return tuple(offsets_in(decode_page(answer.body, answer.content_type)))


def offsets_of_page(answer: FetchedPage) -> tuple[Offset, ...]:
    """What an article's page tells: times with offsets, and printed ones beside UTC."""
    html = decode_page(answer.body, answer.content_type)
    tree = safe_tree(html)
    if tree is None:
        return ()
    page = FlatPage(tree)
    if page.is_cut_off:
        return ()
    claims = page_claims(tree, answer.final_url, "UTC")
    moments = [one for one in (claims.published, claims.modified) if one]
    printed = [
        Offset(moment.at.astimezone(UTC), minutes, printed=True)
        for moment in moments
        for wall in islice(_printed(page), _MOST_TIMES)
        if (minutes := _distance(moment, wall)) is not None
    ]
    return (*printed, *offsets_in(html))


def _printed(page: FlatPage) -> Iterator[Stamp]:
    """Times of day that the page prints without an offset, as if they were UTC."""
    for place, element in page.elements():
        if element.tag in ("script", "style", "head") or not 8 <= element.letters <= _LONGEST_DATE:
            continue
        text = clean(page.text(place))
        if not _CLOCK.search(text):
            continue
        here, there = parse_stamp(text, "UTC"), parse_stamp(text, "Asia/Tokyo")
        if here and there and here.at != there.at and here.precision is not Precision.DAY:
            yield here


def _distance(moment: Stamp, wall: Stamp) -> int | None:
    """Minutes between the same moment in UTC and on the wall, None if it cannot be the same.

    No distance is none to go by: publishers who call their own time UTC print it, too.
    """
    if moment.precision is Precision.DAY:
        return None
    seconds = (wall.at - moment.at).total_seconds()
    if Precision.MINUTE in (moment.precision, wall.precision):
        seconds = (
            wall.at.replace(second=0, microsecond=0) - moment.at.replace(second=0, microsecond=0)
        ).total_seconds()
    minutes, rest = divmod(round(seconds), 60)
    return minutes if rest == 0 and minutes in _ZONES else None

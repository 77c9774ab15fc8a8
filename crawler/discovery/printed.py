"""Titles and dates as feeds and sitemaps print them, made plain."""

from __future__ import annotations

from selectolax.lexbor import LexborHTMLParser

from pipeline.dates import Reason, Refusal, parse_machine, parse_stamp, read_stamp
from pipeline.records import Stamp
from pipeline.text import clean

_LONGEST_TITLE = 500
#: letters of a date beyond these say nothing more
_LONGEST_DATE = 200


def plain_title(title: str) -> str | None:
    """A title as text, None for none; feeds put HTML into it, escaped once or twice."""
    if "<" in title or "&" in title:
        title = LexborHTMLParser(f"<p>{title[: 4 * _LONGEST_TITLE]}").text(separator="")
    return clean(title)[:_LONGEST_TITLE] or None


def stamp_of(printed: str, zone: str, language: str | None = None) -> Stamp | None:
    """The time that a feed or sitemap prints, None where it cannot be read.

    Args:
        zone: IANA name of the zone of dates that carry no offset.
        language: BCP 47, of the source; decides in which order 03/04/2026 is read.
    """
    printed = printed[:_LONGEST_DATE]
    if not printed:
        return None
    return parse_machine(printed, zone) or parse_stamp(printed, zone, language=language)


def is_relative(printed: str) -> bool:
    """Whether a time is told by its distance from the fetch: no stamp comes of it, and no fault."""
    found = read_stamp(printed[:_LONGEST_DATE], "UTC")
    return isinstance(found, Refusal) and found.reason in (Reason.NO_FETCH, Reason.VAGUE)


def malformed(printed: str) -> str:
    """What people are told of a date that cannot be read."""
    return f"a malformed date: {clean(printed[:_LONGEST_DATE])[:80]!r}"

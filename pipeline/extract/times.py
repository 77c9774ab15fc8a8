"""Decides when a piece was published and changed, among stamps that often disagree.

A stamp for machines is believed before a printed one, the piece's before the page's; then a
more precise stamp of the same day takes its place, and one with a zone that of one without.
A date in the address is a weak witness of the day. What lies after the fetch, or cannot be
read, is refused, and dates of other pieces on the page are never asked.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import UTC, date, datetime, timedelta, timezone
from typing import Final, NamedTuple
from urllib.parse import urlsplit

from pipeline.dates import Reason, Refusal, read_machine, read_stamp
from pipeline.extract.candidates import Candidate, Claim, Decision, judged, noted
from pipeline.extract.shown import Entry, Shown
from pipeline.extract.structured import PageClaims
from pipeline.press_words import CHANGE_WORDS, EVENT_WORDS, key
from pipeline.records import Precision, Provenance, Stamp
from pipeline.text import word_set

_MOST: Final = 60
#: no place's clock is farther from UTC, behind it and ahead of it
_FARTHEST: Final = (timedelta(hours=-11), timedelta(hours=14))
_HALF_HOUR: Final = timedelta(minutes=30)
#: how many entries from the heading a `time` surely belongs to it
_NEAR: Final = 8
_EARLIEST: Final = 1995

_IN_ADDRESS: Final = re.compile(
    r"(?<!\d)((?:19|20)\d\d)(?:([/_.-])(0?[1-9]|1[0-2])\2(0?[1-9]|[12]\d|3[01])|(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01]))(?!\d)"
)
_DAY_FIRST: Final = re.compile(
    r"(?<!\d)(0[1-9]|[12]\d|3[01])([_.-]?)(0[1-9]|1[0-2])\2(20\d\d)(?!\d)"
)
_CHANGE: Final = re.compile(rf"(?:{'|'.join(CHANGE_WORDS)})", re.I)
_EVENT: Final = re.compile(rf"(?:{'|'.join(EVENT_WORDS)})", re.I)
_SPLIT: Final = re.compile(rf"(?=(?<!\w)(?:{'|'.join(CHANGE_WORDS)}))|\s[|•·–—]\s|\s/\s", re.I)
_HAS_ZONE: Final = re.compile(r"(?:[+-]\d\d:?\d\d|[Zz]|[A-Z]{3})\s*(?:\(.*\))?$|^\d{10,13}$")
_CHANGE_CLASSES: Final = word_set(
    "modified updated update changed lastmodified dateupdated datemodified"
)


class _Read(NamedTuple):
    """A claim and the stamp in it."""

    claim: Claim
    stamp: Stamp
    #: a machine stamp that printed no offset: the zone is the source's, perhaps not the page's
    naive: bool


class _Found(NamedTuple):
    """What was read of one field: stamps in order of trust, and what was refused."""

    stamps: list[_Read]
    refused: list[Candidate]


class Context(NamedTuple):
    """What a date on a page is read against."""

    url: str
    #: IANA name of the source's zone
    zone: str
    #: BCP 47, of the page
    language: str | None = None
    #: when the page was had: what lies after it is refused
    fetched_at: datetime | None = None
    #: of the piece, by which its heading is known
    title: str = ""


def published_of(
    claims: PageClaims,
    shown: Shown,
    context: Context,
    lines: Callable[[], Iterable[str]] = tuple,
) -> Decision[Stamp | None]:
    """Decides the time of publication.

    Args:
        claims: what the page claims.
        shown: what it prints.
        context: what dates are read against; a date in the address is a witness.
        lines: gives lines around the heading, asked where nothing else tells.
    """
    printed = list(_printed(shown, context.title, change=False))
    strong, weak = _claims(claims, "published")
    near = [claim for claim, is_near in printed if is_near]
    far = [claim for claim, is_near in printed if not is_near]
    found = _read([*strong, *near, *weak, *far], "published", context)
    of_address = _date_in(context.url)
    if not found.stamps:
        around = (Claim(line, Provenance.HEURISTIC, "a line near the heading") for line in lines())
        found.stamps.extend(_read(_dated(around), "published", context).stamps)
    base, why = _choose(found.stamps, of_address)
    if base is None:
        return _from_address(of_address, context.zone, found)
    best, note = _refined(base, found.stamps)
    agreeing = _agreement(best, found.stamps)
    return Decision(
        best.stamp,
        noted(best.claim.provenance, "; ".join(filter(None, (note, agreeing)))),
        tuple(_verdicts("published", found, best, f"{why}; {note}" if note else why)),
    )


def modified_of(
    claims: PageClaims,
    shown: Shown,
    context: Context,
    published: Stamp | None,
) -> Decision[Stamp | None]:
    """Decides the time of the last change; none before the publication, nor at it."""
    strong, weak = _claims(claims, "modified")
    printed = (claim for claim, _ in _printed(shown, context.title, change=True))
    found = _read([*strong, *printed, *weak], "modified", context)
    later: list[_Read] = []
    for one in found.stamps:
        if published and not _is_after(one.stamp, published):
            found.refused.append(judged("modified", one.claim, "not after the publication"))
        else:
            later.append(one)
    if not later:
        return Decision(None, "", tuple(found.refused))
    best, note = _refined(later[0], later)
    return Decision(
        best.stamp,
        noted(best.claim.provenance, note),
        tuple(_verdicts("modified", _Found(later, found.refused), best, note or "the surest")),
    )


# What is asked


def _claims(claims: PageClaims, field: str) -> tuple[list[Claim], list[Claim]]:
    """The strong claims, then the weak: those of the page around the piece, vague meta names."""
    ordered = sorted(claims.of(field), key=_rank)[:_MOST]
    return [one for one in ordered if not _rank(one)], [one for one in ordered if _rank(one)]


def _rank(claim: Claim) -> int:
    if claim.where.startswith("dateCreated"):
        return 3
    if claim.where.endswith(" of the page"):
        return 1
    if claim.provenance is Provenance.META:
        return (
            0 if re.search("publish|modified|parsely|sailthru|issued|updated", claim.where) else 2
        )
    return 0


def _printed(shown: Shown, title: str, *, change: bool) -> Iterator[tuple[Claim, bool]]:
    """What is printed, the nearest to the heading first, and whether it surely is the piece's.

    Of one element the machine form stands before the text.
    """
    heading = _heading(shown, title)
    usable = [entry for entry in shown.dates if not entry.elsewhere]
    last: list[str] = []
    for entry in sorted(usable, key=lambda one: _distance(one, heading))[:_MOST]:
        near = entry.sure == 2 and heading is not None and abs(entry.place - heading.place) < _NEAR
        marked = bool(entry.words & _CHANGE_CLASSES) and "published" not in entry.words
        if entry.machine and marked == change and not (_CHANGE.search(entry.text) and not change):
            yield Claim(entry.machine, Provenance.TEXT, entry.where), near
        for part in filter(None, _SPLIT.split(entry.text)):
            told = bool(_CHANGE.search(part)) or marked
            if told == change and any(map(str.isdigit, part)) and not _EVENT.search(part):
                yield Claim(part.strip(), Provenance.TEXT, entry.where), near
        # Many a theme calls its only date `updated`: the last to be asked for a publication.
        if marked and not change:
            last += [text for text in (entry.machine, entry.text) if not _CHANGE.search(text)]
    yield from (
        (Claim(text, Provenance.TEXT, "a date called updated"), False) for text in last if text
    )


def _heading(shown: Shown, title: str) -> Entry | None:
    """The heading that is the piece's title, else the first that is not elsewhere."""
    wanted = key(title)
    for entry in shown.headings:
        if wanted and (own := key(entry.text)) and (own in wanted or wanted in own):
            return entry
    return next((entry for entry in shown.headings if not entry.elsewhere), None)


def _distance(entry: Entry, heading: Entry | None) -> tuple[int, int, int]:
    """Tags before classes in the heading's own piece; what follows it before what precedes."""
    if heading is None:
        return (0, -entry.sure, entry.place)
    foreign = bool(heading.piece and entry.piece and entry.piece != heading.piece)
    after = entry.place - heading.place
    return (foreign + (entry.sure == 0), int(after < 0), abs(after))


def _dated(lines: Iterable[Claim]) -> Iterator[Claim]:
    """The lines that may be of the publication."""
    return (line for line in lines if not (_CHANGE.search(line.text) or _EVENT.search(line.text)))


# Reading


def _read(claims: Iterable[Claim], field: str, context: Context) -> _Found:
    found = _Found([], [])
    seen: set[str] = set()
    for claim in claims:
        if claim.text in seen:
            continue
        seen.add(claim.text)
        stamp, naive = _stamp(claim.text, context)
        if isinstance(stamp, Refusal):
            found.refused.append(judged(field, claim, stamp.reason))
        else:
            found.stamps.append(_Read(claim, stamp, naive))
    return found


def _stamp(text: str, context: Context) -> tuple[Stamp | Refusal, bool]:
    """The stamp in a text or why there is none; and whether the text names no zone."""
    machine = read_machine(text, context.zone, fetched_at=context.fetched_at)
    if isinstance(machine, Stamp):
        return machine, not _HAS_ZONE.search(text)
    if machine.reason is not Reason.NO_DATE:
        return machine, True
    printed = read_stamp(
        text, context.zone, language=context.language, fetched_at=context.fetched_at
    )
    return printed, True


# Choosing


def _choose(stamps: Sequence[_Read], of_address: date | None) -> tuple[_Read | None, str]:
    """The first, unless only another is of the day in the address."""
    if not stamps:
        return None, ""
    first = stamps[0]
    if of_address and not _is_near(first.stamp, of_address):
        agreeing = next((one for one in stamps if _is_near(one.stamp, of_address)), None)
        if agreeing:
            return agreeing, "of the day in the address"
    return first, "the surest"


def _is_near(stamp: Stamp, day: date) -> bool:
    return abs((stamp.at.date() - day).days) <= 1


def _refined(base: _Read, stamps: Sequence[_Read]) -> tuple[_Read, str]:
    """A more precise stamp that is consistent with the base, and what was taken from it."""
    if base.stamp.precision is Precision.DAY or _is_midnight(base.stamp):
        for one in stamps:
            finer = one.stamp.precision is not Precision.DAY and not _is_midnight(one.stamp)
            if finer and _same_day(base.stamp, one.stamp):
                return one, f"with the time; {base.claim.provenance} has the day alone"
    if base.naive or not base.stamp.at.utcoffset():
        for one in stamps:
            if not one.naive and _same_wall(base.stamp, one.stamp) and one.stamp.at.utcoffset():
                return one, f"with the zone that {base.claim.provenance} lacks"
    if local := _in_local_zone(base, stamps):
        return local, f"{base.claim.where} in the zone of the printed time"
    if base.stamp.precision is Precision.MINUTE or base.stamp.at.second == 0:
        for one in stamps:
            if one.stamp.at.second and one.stamp.at.replace(second=0) == base.stamp.at.replace(
                second=0
            ):
                return one, f"to the second; {base.claim.provenance} agrees to the minute"
    return base, ""


def _in_local_zone(base: _Read, stamps: Sequence[_Read]) -> _Read | None:
    """A UTC stamp in the zone in which the page prints the same moment, on another day.

    Told by a printed clock that is whole half hours away; or by a printed day, where
    the stamp is the midnight before it, in UTC.
    """
    if base.naive or base.stamp.at.utcoffset():
        return None
    at = base.stamp.at.replace(second=0)
    for one in stamps:
        printed = one.stamp.at.replace(second=0, tzinfo=UTC)
        if one.claim.provenance is not Provenance.TEXT or printed.date() == at.date():
            continue
        ahead = printed - at
        if one.stamp.precision is Precision.DAY and at.minute:
            continue
        if not one.naive or not _FARTHEST[0] <= ahead <= _FARTHEST[1] or ahead % _HALF_HOUR:
            continue
        zone = timezone(ahead)
        return base._replace(stamp=Stamp(base.stamp.at.astimezone(zone), base.stamp.precision))
    return None


def _is_midnight(stamp: Stamp) -> bool:
    return (stamp.at.hour, stamp.at.minute, stamp.at.second) == (0, 0, 0)


def _same_day(day: Stamp, finer: Stamp) -> bool:
    """The same printed day, or for a midnight with an offset the same day there."""
    if day.at.date() == finer.at.date():
        return True
    return (
        day.precision is not Precision.DAY
        and day.at.date() == finer.at.astimezone(day.at.tzinfo).date()
    )


def _same_wall(one: Stamp, two: Stamp) -> bool:
    first, second = one.at.replace(tzinfo=None, second=0), two.at.replace(tzinfo=None, second=0)
    return first == second and one.at != two.at and two.precision is not Precision.DAY


def _is_after(changed: Stamp, published: Stamp) -> bool:
    if Precision.DAY in (changed.precision, published.precision):
        return changed.at.date() > published.at.date()
    return changed.at.replace(second=0) > published.at.replace(second=0) or (
        changed.at > published.at
    )


# The address


def _date_in(url: str) -> date | None:
    """The one date in the path, year first."""
    found = {
        (int(year), int(month or packed_month), int(day or packed_day))
        for year, _, month, day, packed_month, packed_day in _IN_ADDRESS.findall(urlsplit(url).path)
    }
    if not found:
        days = _DAY_FIRST.findall(urlsplit(url).path)
        found = {(int(year), int(month), int(day)) for day, _, month, year in days}
    if len(found) != 1:
        return None
    try:
        day = date(*found.pop())
    except ValueError:
        return None
    return day if day.year >= _EARLIEST else None


def _from_address(day: date | None, zone: str, found: _Found) -> Decision[Stamp | None]:
    if day is None:
        return Decision(None, "", tuple(found.refused))
    claim = Claim(day.isoformat(), Provenance.HEURISTIC, "the address")
    stamp = read_machine(claim.text, zone)
    if isinstance(stamp, Refusal):
        return Decision(None, "", (*found.refused, judged("published", claim, stamp.reason)))
    won = judged("published", claim, "nothing else tells", won=True)
    return Decision(
        stamp, noted(Provenance.HEURISTIC, "the day in the address"), (*found.refused, won)
    )


# Telling


def _agreement(best: _Read, stamps: Sequence[_Read]) -> str:
    for one in stamps:
        if one.claim.provenance is best.claim.provenance:
            continue
        if one.stamp.at == best.stamp.at and Precision.DAY not in (
            one.stamp.precision,
            best.stamp.precision,
        ):
            return f"{one.claim.provenance} agrees"
        if one.stamp.at.replace(second=0) == best.stamp.at.replace(second=0):
            return f"{one.claim.provenance} agrees, to the minute"
        if _same_day(one.stamp, best.stamp):
            return f"{one.claim.provenance} agrees, to the day"
        return f"{one.claim.provenance} differs: {one.claim.text[:40]}"
    return ""


def _verdicts(field: str, found: _Found, best: _Read, why: str) -> Iterator[Candidate]:
    for one in found.stamps:
        won = one is best or (one.claim == best.claim)
        yield judged(field, one.claim, why if won else "", won=won)
    yield from found.refused

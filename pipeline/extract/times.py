"""Decides when a piece was published and changed, among stamps that often disagree.

A stamp for machines is believed before a printed one, the piece's before the page's; then a
more precise stamp of the same day takes its place, and one with a zone that of one without.
A date in the address is a weak witness of the day. What lies after the fetch, or cannot be
read, is refused, and dates of other pieces on the page are never asked.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import UTC, date, timedelta, timezone
from itertools import islice
from typing import Final, NamedTuple
from urllib.parse import urlsplit

from pipeline.dates import Refusal, read_machine
from pipeline.extract.candidates import Candidate, Claim, Decision, judged, noted
from pipeline.extract.shown import Shown
from pipeline.extract.stamps import Context, Found, Read, claims_of, dated, printed_on, read_stamps
from pipeline.extract.structured import PageClaims
from pipeline.records import Precision, Provenance, Stamp

#: printed dates that are read, the nearest to the heading
_MOST_PRINTED: Final = 16
#: no place's clock is farther from UTC, behind it and ahead of it
_FARTHEST: Final = (timedelta(hours=-11), timedelta(hours=14))
_HALF_HOUR: Final = timedelta(minutes=30)
_EARLIEST: Final = 1995
#: a time of day that stands apart from its date
_CLOCK: Final = re.compile(r"(?<![\d:])\d?\d:\d\d(?!\d)")
_LONGEST_CLOCK: Final = 40

_IN_ADDRESS: Final = re.compile(
    r"(?<!\d)((?:19|20)\d\d)(?:([/_.-])(0?[1-9]|1[0-2])\2(0?[1-9]|[12]\d|3[01])|(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01]))(?!\d)"
)
_DAY_FIRST: Final = re.compile(
    r"(?<!\d)(0[1-9]|[12]\d|3[01])([_.-]?)(0[1-9]|1[0-2])\2(20\d\d)(?!\d)"
)


class Further(NamedTuple):
    """Where the publication is looked for only if surer places do not tell it."""

    #: lines anywhere that say when it was published, asked where vague claims tell at best
    labelled: Callable[[], Iterable[str]] = tuple
    #: what the page's scripts are told
    state: Callable[[], Iterable[Claim]] = tuple
    #: lines around the heading
    lines: Callable[[], Iterable[str]] = tuple
    #: dates with which the text begins
    heads: Callable[[], Iterable[str]] = tuple
    #: lines beside links to this page
    teased: Callable[[], Iterable[str]] = tuple


_NOWHERE: Final = Further()


def published_of(
    claims: PageClaims, shown: Shown, context: Context, further: Further = _NOWHERE
) -> Decision[Stamp | None]:
    """Decides the time of publication.

    Args:
        claims: what the page claims.
        shown: what it prints.
        context: what dates are read against; a date in the address is a witness.
        further: asked one after the other while nothing is found.
    """
    printed = list(islice(printed_on(shown, context.title, change=False), _MOST_PRINTED))
    strong, weak = claims_of(claims, "published")
    near = [claim for claim, is_near in printed if is_near]
    far = [claim for claim, is_near in printed if not is_near]
    found = read_stamps([*strong, *near], "published", context)
    if not found.stamps:
        said = _claims(further.labelled(), Provenance.TEXT, "a line of the publication")
        found.stamps.extend(_of_one_day(said, context))
    asked = {claim.text for claim in (*strong, *near)}
    others = (claim for claim in (*weak, *far) if claim.text not in asked)
    rest = read_stamps(others, "published", context)
    found.stamps.extend(rest.stamps)
    found.refused.extend(rest.refused)
    of_address = _date_in(context.url)
    if not found.stamps:
        found.stamps.extend(_of_one_day(further.state(), context))
    if not found.stamps:
        around = _claims(further.lines(), Provenance.HEURISTIC, "a line near the heading")
        found.stamps.extend(read_stamps(dated(around), "published", context).stamps)
    if not found.stamps:
        heads = _claims(further.heads(), Provenance.HEURISTIC, "the head of the text")
        found.stamps.extend(_of_one_day(heads, context))
    if not found.stamps:
        beside = _claims(further.teased(), Provenance.HEURISTIC, "beside a link to it")
        found.stamps.extend(_of_one_day(beside, context))
    base, why = _choose(found.stamps, of_address)
    if base is None:
        return _from_address(of_address, context.zone, found)
    best, note = _refined(
        base, [*found.stamps, *_put_together(printed, found.stamps, of_address, context)]
    )
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
    strong, weak = claims_of(claims, "modified")
    printed = (claim for claim, _ in printed_on(shown, context.title, change=True))
    found = read_stamps([*strong, *printed, *weak], "modified", context)
    later: list[Read] = []
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
        tuple(_verdicts("modified", Found(later, found.refused), best, note or "the surest")),
    )


def _claims(lines: Iterable[str], provenance: Provenance, where: str) -> Iterator[Claim]:
    return (Claim(line, provenance, where) for line in lines)


def _of_one_day(claims: Iterable[Claim], context: Context) -> list[Read]:
    """The stamps, if all are of one day: else they are of several pieces."""
    stamps = read_stamps(claims, "published", context).stamps
    return stamps if len({one.stamp.at.date() for one in stamps}) == 1 else []


def _put_together(
    printed: Sequence[tuple[Claim, bool]],
    stamps: Sequence[Read],
    of_address: date | None,
    context: Context,
) -> Iterator[Read]:
    """Stamps of a day that is printed, or in the address, and a clock that is printed apart."""
    days = {
        one.stamp.at.date()
        for one in stamps
        if one.claim.provenance is Provenance.TEXT and one.stamp.precision is Precision.DAY
    }
    days |= {of_address} if of_address else set()
    if len(days) != 1:
        return
    day = days.pop()
    for claim, _ in printed:
        if _CLOCK.search(claim.text) and len(claim.text) < _LONGEST_CLOCK:
            whole = claim._replace(text=f"{claim.text} {day.isoformat()}")
            yield from read_stamps([whole], "published", context).stamps


# Choosing


def _choose(stamps: Sequence[Read], of_address: date | None) -> tuple[Read | None, str]:
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


def _refined(base: Read, stamps: Sequence[Read]) -> tuple[Read, str]:
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


def _in_local_zone(base: Read, stamps: Sequence[Read]) -> Read | None:
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


def _from_address(day: date | None, zone: str, found: Found) -> Decision[Stamp | None]:
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


def _agreement(best: Read, stamps: Sequence[Read]) -> str:
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


def _verdicts(field: str, found: Found, best: Read, why: str) -> Iterator[Candidate]:
    for one in found.stamps:
        won = one is best or (one.claim == best.claim)
        yield judged(field, one.claim, why if won else "", won=won)
    yield from found.refused

"""Collects the stamps that a page gives for a field, from its claims and from what it prints.

Reads and orders them; which of them holds is for `pipeline.extract.times` to say.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import datetime
from functools import lru_cache
from typing import Final, NamedTuple

from pipeline.dates import Reason, Refusal, read_machine, read_stamp
from pipeline.dates.wording import LONGEST
from pipeline.extract.candidates import Candidate, Claim, judged
from pipeline.extract.shown import Entry, Shown
from pipeline.extract.structured import PageClaims
from pipeline.press.byline_words import CHANGE_WORDS, EVENT_WORDS
from pipeline.press.words import key
from pipeline.records import Provenance, Stamp
from pipeline.text import word_set

_MOST: Final = 60
#: how many entries from the heading a `time` surely belongs to it
_NEAR: Final = 8
_CHANGE: Final = re.compile(rf"(?:{'|'.join(CHANGE_WORDS)})", re.I)
_EVENT: Final = re.compile(rf"(?:{'|'.join(EVENT_WORDS)})", re.I)
_SPLIT: Final = re.compile(rf"(?=(?<!\w)(?:{'|'.join(CHANGE_WORDS)}))|\s[|•·–—]\s|\s/\s", re.I)
_HAS_ZONE: Final = re.compile(r"(?:[+-]\d\d:?\d\d|[Zz]|[A-Z]{3})\s*(?:\(.*\))?$|^\d{10,13}$")
_CHANGE_CLASSES: Final = word_set(
    "modified updated update changed lastmodified dateupdated datemodified"
)


class Read(NamedTuple):
    """A claim and the stamp in it."""

    claim: Claim
    stamp: Stamp
    #: a machine stamp that printed no offset: the zone is the source's, perhaps not the page's
    naive: bool


class Found(NamedTuple):
    """What was read of one field: stamps in order of trust, and what was refused."""

    stamps: list[Read]
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


def claims_of(claims: PageClaims, field: str) -> tuple[list[Claim], list[Claim]]:
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


def printed_on(shown: Shown, title: str, *, change: bool) -> Iterator[tuple[Claim, bool]]:
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


def dated(lines: Iterable[Claim]) -> Iterator[Claim]:
    """The lines that may be of the publication."""
    return (line for line in lines if not (_CHANGE.search(line.text) or _EVENT.search(line.text)))


def read_stamps(claims: Iterable[Claim], field: str, context: Context) -> Found:
    found = Found([], [])
    seen: set[str] = set()
    for claim in claims:
        if claim.text in seen:
            continue
        seen.add(claim.text)
        stamp, naive = _stamp(claim.text, context.zone, context.language, context.fetched_at)
        if isinstance(stamp, Refusal):
            found.refused.append(judged(field, claim, stamp.reason))
        elif field == "modified" and _moves_with_the_fetch(claim.text, context):
            found.refused.append(judged(field, claim, "told by how long ago, it would never rest"))
        else:
            found.stamps.append(Read(claim, stamp, naive))
    return found


def _moves_with_the_fetch(text: str, context: Context) -> bool:
    """Whether a stamp is counted from the fetch: each look would find the page changed anew."""
    stamp, _ = _stamp(text, context.zone, context.language, None)
    return isinstance(stamp, Refusal)


def _stamp(
    text: str, zone: str, language: str | None, fetched_at: datetime | None
) -> tuple[Stamp | Refusal, bool]:
    """The stamp in a text or why there is none; and whether the text names no zone."""
    if len(text) > LONGEST:  # it is not remembered, or it would outlive its page
        return Refusal(Reason.TOO_LONG), True
    return _read_once(text, zone, language, fetched_at)


@lru_cache(maxsize=64)  # of one page: claims say the same thing, and a reading is proven by another
def _read_once(
    text: str, zone: str, language: str | None, fetched_at: datetime | None
) -> tuple[Stamp | Refusal, bool]:
    machine = read_machine(text, zone, fetched_at=fetched_at)
    if isinstance(machine, Stamp):
        return machine, not _HAS_ZONE.search(text)
    if machine.reason is not Reason.NO_DATE:
        return machine, True
    return read_stamp(text, zone, language=language, fetched_at=fetched_at), True

"""Watches whether sources go on as they did, and tells the operator once when one does not.

    what came of polls, pages and readings      store.ailments
    is a silence, a failure, a lack unusual      pipeline.vigil.rhythm, pipeline.vigil.vital_signs
    note what began and what is over             store.ailments
    tell of both in one notice                   pipeline.noticing

What is noted and what tells of it commit together, and what is noted is not told again, whoever
asks. What is usual is learned from the store anew once a day and after each start. What is
asked of the store is asked source by source, in a thread of its own.
"""

from __future__ import annotations

import asyncio
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Final
from zlib import crc32

import structlog
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from config.settings import SectionSettings, Settings, SourceSettings
from config.telemetry import report_unexpected
from pipeline.channels.notice import Change, SourcesAiling
from pipeline.noticing import tell_operator
from pipeline.store import ailments, frontier, outbox
from pipeline.store.engine import InStore, Store
from pipeline.store.tables import SectionRow
from pipeline.vigil import rhythm, vital_signs
from pipeline.vigil.rest_days import is_rest_day
from pipeline.vigil.rhythm import LEARNED_FROM, RestDays, Rhythm, Span
from pipeline.vigil.vital_signs import FIELDS, RECENT, REMEMBERED, Ailment, Reading

log = structlog.get_logger()

#: how long what was learned of a rhythm holds
_LEARNED_FOR: Final = timedelta(days=1)
#: of how long ago pages are counted that cannot be read
_TRIED_SINCE: Final = timedelta(days=3)
#: a silence counts when it is longer than this, and than so many polls
_SHORTEST_SILENCE: Final = timedelta(hours=1)
_POLLS: Final = 6
#: what is listed may be stored so much later
_OVERLAP: Final = timedelta(minutes=30)


@dataclass(slots=True)
class _Known:
    """What is remembered of a source between looks."""

    learned_at: datetime
    #: until when it was looked for arrivals
    heard_until: datetime
    rhythms: dict[str, Rhythm | None]
    #: when a poll last brought something, by section
    last: dict[str, datetime]
    readings: list[Reading] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Found:
    """What one look at a source found."""

    began: tuple[Ailment, ...]
    #: ids of those that are over
    ended: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class _Look:
    """A source as it stands at a look."""

    source: SourceSettings
    now: datetime
    #: by section
    rows: dict[str, SectionRow]
    #: when sections were silent or out of reach, and no longer are
    over: dict[str, list[Span]]
    rest: RestDays


@dataclass(frozen=True, slots=True)
class _Seen:
    """What a look is judged by."""

    look: _Look
    known: _Known
    #: of those found of late: tried, and failed
    pages: tuple[int, int]


class Vigil:
    """Looks after the sources of one configuration.

    Args:
        in_store: runs a call on the thread that owns the store.
    """

    def __init__(self, settings: Settings, store: Store, in_store: InStore) -> None:
        self._settings = settings
        self._store = store
        self._in_store = in_store
        self._known: dict[str, _Known] = {}

    async def look(self, now: datetime | None = None) -> int:
        """Looks at every source; returns how many ailments began or are over."""
        if not self._settings.vigil.enabled:
            return 0
        now = now or datetime.now(UTC)
        # a look reads much and writes nothing: it holds up no page
        found = []
        for source in self._settings.sources:
            try:
                found.append(await asyncio.to_thread(self._look_at, source, now))
            except OperationalError:
                raise  # the store's trouble, not this source's
            except Exception as error:  # noqa: BLE001 - a source's boundary: others are looked at
                report_unexpected(error, source=source.name)
        changes: int = await self._in_store(self._tell, found, now)
        return changes

    def _look_at(self, source: SourceSettings, now: datetime) -> _Found:
        with self._store.read() as session:
            look = _Look(
                source,
                now,
                rows={row.name: row for row in frontier.sections(session, source.name)},
                over=ailments.over(session, source.name, now - LEARNED_FROM),
                rest=partial(is_rest_day, zone=source.timezone),
            )
            known = self._remembered(session, look)
            still = ailments.still_open(session, source.name)
            pages = ailments.pages_tried(session, source.name, now - _TRIED_SINCE)
        seen = _Seen(look, known, pages)
        keys = {one.key for one in still.values()}
        return _Found(
            tuple(one for one in _showing(seen, keys) if one.key not in keys),
            tuple(number for number, one in still.items() if _is_over(one, seen)),
        )

    def _remembered(self, session: Session, look: _Look) -> _Known:
        """What is known of the source, brought up to date."""
        source, now = look.source.name, look.now
        known = self._known.get(source)
        if known is None or not timedelta(0) <= now - known.learned_at < _LEARNED_FOR:
            readings = known.readings if known else []
            known = self._learned(session, look)
            known.readings = readings
            self._known[source] = known
        else:
            heard = ailments.arrivals(session, source, known.heard_until - _OVERLAP)
            for name, times in heard.items():
                if arrived := _after(look.rows.get(name), times):
                    known.last[name] = arrived[-1]
            known.heard_until = now
        most = REMEMBERED + RECENT
        if known.readings:
            after, since = known.readings[-1].article, now - _TRIED_SINCE
        else:
            after, since = 0, now - LEARNED_FROM
        new = ailments.readings(session, source, since, after=after, most=most)
        known.readings = [*known.readings, *new][-most:]
        return known

    def _learned(self, session: Session, look: _Look) -> _Known:
        source, now = look.source, look.now
        rhythms: dict[str, Rhythm | None] = {}
        last: dict[str, datetime] = {}
        for name, times in ailments.arrivals(session, source.name, now - LEARNED_FROM).items():
            arrived = _after(look.rows.get(name), times)
            if not arrived:
                continue
            last[name] = arrived[-1]
            rhythms[name] = rhythm.learned(
                arrived,
                source.timezone,
                look.rest,
                silences=look.over.get(name, ()),
                false_alarms=self._settings.vigil.false_alarms,
            )
        # sources that were all learned at the start are learned again one after the other
        place = crc32(source.name.encode()) / 2**32 if source.name not in self._known else 0
        return _Known(now - place * _LEARNED_FOR, now, rhythms, last)

    def _tell(self, found: list[_Found], now: datetime) -> int:
        """Notes what began and what is over, and tells of it, in one transaction."""
        sources = {source.name for source in self._settings.sources}
        with self._store.read() as session:
            still = ailments.still_open(session)
        # a source that left the configuration recovers unseen
        left = [number for number, one in still.items() if one.source not in sources]
        if not left and not any(one.began or one.ended for one in found):
            return 0
        with self._store.write() as session:
            keys = {one.key for one in ailments.still_open(session).values()}
            began = [one for look in found for one in look.began if one.key not in keys]
            ended = ailments.end(session, [n for look in found for n in look.ended], now)
            ailments.end(session, left, now)
            for one in began:
                ailments.begin(session, one, now)
            if began or ended:
                started, stopped = (tuple(map(_change, those)) for those in (began, ended))
                notice = SourcesAiling(outbox.new_id(), started, stopped, now)
                tell_operator(session, self._settings, notice)
        for event, those in (("source_ailing", began), ("source_recovered", ended)):
            for one in those:
                _log(event, one)
        return len(began) + len(ended)


def _showing(seen: _Seen, told: Collection[tuple[str, str, str, str]]) -> Iterator[Ailment]:
    """What the source shows that it did not use to.

    Args:
        told: keys of what it was told of already.
    """
    name = seen.look.source.name
    for section in seen.look.source.sections:
        if (row := seen.look.rows.get(section.name)) is None:
            continue
        if ailment := _unreachable(name, section, row, seen.look.now):
            yield ailment
        # whoever could not be reached is not silent
        elif (name, section.name, "unreachable", "") not in told:
            yield from _silent(seen, section, row)
    tried, failed = seen.pages
    if vital_signs.is_unreadable(tried, failed, still=False):
        reason = f"{failed} of the {tried} pages found in the last three days cannot be read"
        yield Ailment(name, "", "unreadable", "", seen.look.now, reason)
    yield from _of_readings(name, seen.known.readings)


def _is_over(ailment: Ailment, seen: _Seen) -> bool:
    """Whether the source does no longer show what it was told of."""
    if ailment.kind == "unreadable":
        return not vital_signs.is_unreadable(*seen.pages, still=True)
    if ailment.kind in ("lacking", "shorter"):
        return _is_well(ailment, seen.known.readings)
    row = seen.look.rows.get(ailment.section)
    if row is None or ailment.section not in {one.name for one in seen.look.source.sections}:
        return True
    if ailment.kind == "unreachable":
        return row.failures == 0
    last = seen.known.last.get(ailment.section)
    return last is not None and last > ailment.since


def _silent(seen: _Seen, section: SectionSettings, row: SectionRow) -> Iterator[Ailment]:
    """A silence that its rhythm does not explain, as far as its polls could tell."""
    learned, last = seen.known.rhythms.get(section.name), seen.known.last.get(section.name)
    until = row.last_ok_at
    if learned is None or last is None or until is None:
        return
    # while it could not be reached nobody knows whether it was silent
    since = max(last, *(end for _, end in seen.look.over.get(section.name, [(last, last)])))
    if until - since < max(_SHORTEST_SILENCE, _POLLS * section.every):
        return
    if learned.explains(since, until, seen.look.rest):
        return
    missed = learned.expected(since, until, seen.look.rest)
    reason = f"nothing new, though some {missed:.0f} polls should have brought something"
    yield Ailment(seen.look.source.name, section.name, "silent", "", last, reason)


def _after(row: SectionRow | None, times: list[datetime]) -> list[datetime]:
    """Arrivals since the section's first listing was known whole."""
    if row is None or row.baselined_at is None:
        return []
    return [at for at in times if at > row.baselined_at]


def _unreachable(
    source: str, section: SectionSettings, row: SectionRow, now: datetime
) -> Ailment | None:
    since = row.last_ok_at
    if since is None or not vital_signs.is_unreachable(row.failures, since, section.every, now):
        return None
    reason = f"it cannot be polled: {row.last_error or 'no reason is known'}"
    return Ailment(source, section.name, "unreachable", "", since, reason)


def _of_readings(source: str, readings: list[Reading]) -> Iterator[Ailment]:
    for name in FIELDS:
        if drop := vital_signs.lacked(readings, name):
            reason = (
                f"its pages show no {name}: {drop.now:.0%} of the latest do, where "
                f"{drop.usual:.0%} did"
            )
            yield Ailment(source, "", "lacking", name, drop.since, reason, drop.usual)
    if drop := vital_signs.shortened(readings):
        reason = (
            f"its texts are shorter: half of the latest have fewer than {drop.now:.0f} "
            f"characters, where it was {drop.usual:.0f}"
        )
        yield Ailment(source, "", "shorter", "", drop.since, reason, drop.usual)


def _is_well(ailment: Ailment, readings: list[Reading]) -> bool:
    assert ailment.usual is not None
    if ailment.kind == "lacking":
        return vital_signs.shows_again(readings, ailment.field, ailment.usual)
    return vital_signs.long_again(readings, ailment.usual)


def _change(ailment: Ailment) -> Change:
    return Change(
        ailment.source, ailment.section or None, ailment.kind, ailment.reason, ailment.since
    )


def _log(event: str, ailment: Ailment) -> None:
    log.warning(
        event,
        source=ailment.source,
        section=ailment.section or None,
        kind=ailment.kind,
        since=ailment.since.isoformat(),
        reason=ailment.reason,
    )

"""Tells the operator what hinders the service as a whole, and that it is over.

    what hinders, and what of it is to be told     scheduler.hindrances
    by the outbox, as any notice                   it is kept, and sent until it is accepted
    where the store takes nothing: straight away   to the first destination that accepts it

What is told straight away is on no record and cannot outlive the process: there is nowhere to
write it. It is tried again while the hindrance lasts, under the same id. Room and store are looked
at all the time; damage in the full-text index may not be met again for long, and is remembered.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from time import monotonic
from typing import Final

import structlog
from sqlalchemy.exc import OperationalError

from config.settings import Settings
from config.telemetry import report_unexpected
from pipeline.channels import DeliveryError
from pipeline.channels.notice import ServiceHindered
from pipeline.delivery import posting
from pipeline.egress.policy import EgressPolicy
from pipeline.noticing import operators_first, tell_operator
from pipeline.store import outbox
from pipeline.store.engine import InStore, Store
from pipeline.store.met_damage import MetDamage, met_damage, remember_damage
from scheduler.hindrances import Hindrance, Hindrances, Kind

log = structlog.get_logger()

#: seconds between looks
ALARM_TICK = 5.0
#: seconds for which the store is waited for: one that hangs must not keep this from telling so
_ANSWERS_WITHIN: Final = 10.0
#: seconds until what nobody accepted is tried again; twice as many each time, up to
_AGAIN: Final = 15.0
_LONGEST: Final = 600.0


@dataclass(slots=True)
class _Owed:
    """A notice that nobody has accepted yet."""

    notice: ServiceHindered
    #: when it is tried again, by the steady clock
    again: float
    rest: float = _AGAIN


class Alarm:
    """Looks what hinders, and tells it.

    Args:
        policy: what webhooks may connect to.
        in_store: runs a call on the thread that owns the store.
        hindering: why nothing can be written, and why crawls are paused, for people; empty where
            they do not hinder.
        hindrances: what was seen and told before, with earlier settings too.
        steady: seconds that never go back.
    """

    def __init__(
        self,
        settings: Settings,
        store: Store,
        policy: EgressPolicy,
        in_store: InStore,
        hindering: Callable[[], Mapping[Kind, str]],
        hindrances: Hindrances,
        steady: Callable[[], float] = monotonic,
    ) -> None:
        self._settings = settings
        self._store = store
        self._policy = policy
        self._in_store = in_store
        self._hindering = hindering
        self._hindrances = hindrances
        self._steady = steady
        #: by kind, and whether it tells of the end
        self._owed: dict[tuple[Kind, bool], _Owed] = {}
        #: of damage in the full-text index, as the store has it; only once it was asked
        self._is_recalled = False
        self._remembered: MetDamage | None = None

    async def look(self) -> None:
        """Tells what has come to be told; it may take as long as an attempt at each destination."""
        if not self._is_recalled and not self._hindering()["store"]:
            await self._recall()
        now, reasons = datetime.now(UTC), self._hindering()
        for kind, reason in reasons.items():
            # whether damage inside it is over cannot be known while the whole store is in trouble
            if kind == "index" and reasons["store"] and self._hindrances.is_told(kind):
                continue
            hindrance = self._hindrances.see(kind, reason, now, self._steady())
            if hindrance is None:
                continue
            if await self._tell(hindrance, now, by_outbox=not reasons["store"]):
                self._hindrances.told(hindrance)
        if self._is_recalled and not reasons["store"]:
            await self._remember()

    async def _recall(self) -> None:
        """Takes up what damage an earlier process met: it is looked at, and not told anew."""
        try:
            async with asyncio.timeout(_ANSWERS_WITHIN):
                met = await self._in_store(self._met_damage)
        except (OperationalError, TimeoutError):
            return  # at the next look
        self._is_recalled, self._remembered = True, met
        if met is not None:
            self._hindrances.recall(
                "index", met.reason, met.since, self._steady(), told=met.is_told
            )
            self._store.index_damage = self._store.index_damage or met.reason

    async def _remember(self) -> None:
        noted = self._hindrances.noted("index")
        met = MetDamage(*noted, self._hindrances.is_told("index")) if noted else None
        if met == self._remembered:
            return
        with suppress(OperationalError, TimeoutError):  # at the next look
            async with asyncio.timeout(_ANSWERS_WITHIN):
                await self._in_store(self._keep_damage, met)
            self._remembered = met

    def _met_damage(self) -> MetDamage | None:
        with self._store.read() as session:
            return met_damage(session)

    def _keep_damage(self, met: MetDamage | None) -> None:
        with self._store.write() as session:
            remember_damage(session, met)

    async def _tell(self, hindrance: Hindrance, now: datetime, *, by_outbox: bool) -> bool:
        """Whether somebody has it, or the outbox."""
        key = hindrance.kind, hindrance.over_at is not None
        notice, owed = _notice(hindrance, now), self._owed.get(key)
        # what nobody accepted before it was over makes room for the next of its kind
        if owed is None or (owed.notice.since, owed.notice.over_at) != (
            notice.since,
            notice.over_at,
        ):
            owed = self._owed[key] = _Owed(notice, self._steady())
        if self._steady() < owed.again:
            return False
        told = by_outbox and await self._queue(owed.notice)
        if told or await self._send(owed.notice):
            del self._owed[key]
            return True
        owed.again = self._steady() + owed.rest
        owed.rest = min(2 * owed.rest, _LONGEST)
        return False

    async def _queue(self, notice: ServiceHindered) -> bool:
        try:
            await self._in_store(self._add, notice)
        except OperationalError:
            return False
        return True

    def _add(self, notice: ServiceHindered) -> None:
        with self._store.write() as session:
            tell_operator(session, self._settings, notice)
            if notice.kind == "index":
                # in one transaction: whoever comes after a death between the two would tell it anew
                over = notice.over_at is not None
                met = None if over else MetDamage(notice.reason, notice.since, is_told=True)
                remember_damage(session, met)

    async def _send(self, notice: ServiceHindered) -> bool:
        for destination in operators_first(self._settings):
            try:
                posting.destination_named(self._settings, destination.name)
                rendered = posting.render(self._settings, destination, notice)
                await posting.send(
                    self._settings, self._policy, destination, rendered, notice.delivery_id
                )
            except DeliveryError as error:
                log.warning("notice_not_sent", destination=destination.name, error=str(error))
            except Exception as error:  # noqa: BLE001 - an attempt's boundary: the next is tried
                report_unexpected(error, destination=destination.name)
            else:
                log.info("notice_sent", destination=destination.name, notice=notice.title)
                return True
        log.error("nobody_to_tell", notice=notice.title)
        return False


def _notice(hindrance: Hindrance, now: datetime) -> ServiceHindered:
    return ServiceHindered(
        outbox.new_id(),
        hindrance.kind,
        hindrance.reason,
        hindrance.since,
        hindrance.over_at,
        now,
    )

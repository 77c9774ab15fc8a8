"""Sends what the outbox owes: claim by lease, render once, send, record the attempt.

    claim due deliveries under a lease           one transaction
    render those never rendered, keep the bytes  one transaction
    send, outside any transaction
    record what came of it                       one transaction

A process that dies after sending and before recording sends again, with the same id
and the same bytes: at least once, never lost.
"""

from __future__ import annotations

import asyncio
import os
import secrets
import socket
from collections import Counter
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import structlog
from sqlalchemy.exc import OperationalError

from config.settings import Settings
from config.telemetry import report_unexpected
from pipeline import giving_up, posting
from pipeline.channels import DeliveryError
from pipeline.egress import EgressPolicy
from pipeline.records import Rendered
from pipeline.retries import Channel, next_attempt
from pipeline.store import destinations, outbox
from pipeline.store.engine import Store

log = structlog.get_logger()
#: a claim with its message, or why there is none
Prepared = tuple[outbox.Claim, Rendered | DeliveryError]
#: runs a blocking call on the thread that owns the database
InStore = Callable[..., Awaitable[Any]]

#: longer than any attempt; a dead process's claims are free again after that
LEASE = timedelta(seconds=120)
#: attempts under way at once, in all and to one destination, so that a receiver that
#: hangs does not hold up the others
_AT_ONCE = 16
_AT_ONCE_EACH = 4


@dataclass(frozen=True, slots=True)
class Sent:
    """What came of one attempt."""

    delivery_id: str
    destination: str
    #: None: it was accepted
    error: str | None
    dead: bool = False


class Deliverer:
    """Drains the outbox; several may run, on one machine or many.

    Args:
        watcher: told of every attempt.
    """

    def __init__(
        self,
        settings: Settings,
        store: Store,
        policy: EgressPolicy,
        in_store: InStore,
        watcher: Callable[[Sent], None] = lambda _: None,
    ) -> None:
        self._settings = settings
        self._store = store
        self._policy = policy
        self._in_store = in_store
        self._watcher = watcher
        self.owner = f"{_machine()}:{os.getpid()}:{secrets.token_hex(4)}"
        self._under_way: dict[asyncio.Task[Sent], str] = {}

    async def start_due(self, due_by: datetime | None = None) -> list[asyncio.Task[Sent]]:
        """Starts an attempt at each due delivery there is room for; does not wait for them.

        Args:
            due_by: leave what falls due later; by default what is due now.
        """
        room = _AT_ONCE - len(self._under_way)
        if room <= 0:
            return []
        taken = Counter(self._under_way.values())
        full = [name for name, count in taken.items() if count >= _AT_ONCE_EACH]
        claimed = await self._in_store(self._claim, room, full, due_by or _now())
        return [self._start(one) for one in claimed]

    async def drain(self) -> list[Sent]:
        """Attempts everything that is due at the start, each delivery once."""
        began = _now()
        done: list[Sent] = []
        pending: set[asyncio.Task[Sent]] = set()
        while True:
            pending |= set(await self.start_due(began))
            if not pending:
                return done
            finished, pending = await asyncio.wait(pending, return_when=asyncio.FIRST_COMPLETED)
            done += [task.result() for task in finished]

    async def settle(self) -> None:
        """Waits for the attempts under way."""
        if self._under_way:
            await asyncio.wait(self._under_way)

    def _start(self, prepared: Prepared) -> asyncio.Task[Sent]:
        task = asyncio.create_task(self._watched(prepared))
        self._under_way[task] = prepared[0].destination
        task.add_done_callback(lambda ended: self._under_way.pop(ended, None) and None)
        return task

    def release_dead_leases(self) -> int:
        """Frees what processes of this machine had claimed when they died; blocking."""
        with self._store.write() as session:
            gone = [o for o in outbox.lease_owners(session) if _has_died(o, self.owner)]
            return outbox.release_leases(session, gone)

    def release_own_leases(self) -> int:
        """Gives back what this process had claimed and not settled; blocking."""
        with self._store.write() as session:
            return outbox.release_leases(session, [self.owner])

    def _claim(self, room: int, full: list[str], due_by: datetime) -> list[Prepared]:
        now = _now()
        with self._store.read() as session:
            full = [*full, *destinations.disabled(session)]
            if not outbox.anything_due(session, now, due_by, full):
                return []
        with self._store.write() as session:
            claims = outbox.claim_due(
                session,
                owner=self.owner,
                now=now,
                due_by=due_by,
                lease=LEASE,
                limit=room,
                each=_AT_ONCE_EACH,
                full=full,
            )
        prepared: list[Prepared] = []
        for claim in claims:
            try:
                prepared.append((claim, self._rendered(claim)))
            except DeliveryError as error:
                prepared.append((claim, error))
            except Exception as error:  # noqa: BLE001 - one message must not hold up the others
                prepared.append((claim, _unexpected(error, claim)))
        return prepared

    def _rendered(self, claim: outbox.Claim) -> Rendered:
        if claim.payload is not None:
            return Rendered(claim.payload)
        destination = posting.destination_named(self._settings, claim.destination)
        with self._store.write() as session:
            message = outbox.message_for(session, claim)
            rendered = posting.render(self._settings, destination, message)
            outbox.keep_payload(session, claim.id, rendered.payload)
        return rendered

    async def _watched(self, prepared: Prepared) -> Sent:
        sent = await self._attempt(prepared)
        self._watcher(sent)
        return sent

    async def _attempt(self, prepared: Prepared) -> Sent:
        claim, rendered = prepared
        error: DeliveryError | None = None
        try:
            if isinstance(rendered, DeliveryError):
                raise rendered
            await self._send(claim, rendered)
        except DeliveryError as failure:
            error = failure
        except Exception as failure:  # noqa: BLE001 - a task's boundary: the attempt must be recorded
            error = _unexpected(failure, claim)
        try:
            sent: Sent = await self._in_store(self._record, claim, error)
        except OperationalError as refused:
            # it stays leased and is sent again later: at least once, not at most
            log.error("not_stored", delivery=claim.id, detail=str(refused.orig).strip())
            return Sent(claim.id, claim.destination, "what came of it could not be stored")
        report = log.warning if error else log.info
        report(
            "delivery_failed" if error else "delivered",
            delivery=claim.id,
            destination=claim.destination,
            attempt=claim.attempts + 1,
            **({"error": str(error), "dead": sent.dead} if error else {}),
        )
        return sent

    async def _send(self, claim: outbox.Claim, rendered: Rendered) -> None:
        destination = posting.destination_named(self._settings, claim.destination)
        await posting.send(self._settings, self._policy, destination, rendered, claim.id)

    def _channel(self, claim: outbox.Claim) -> Channel:
        """The destination's; of one that left the configuration, as if it were a webhook."""
        destination = self._settings.destination(claim.destination)
        return destination.channel if destination else "webhook"

    def _record(self, claim: outbox.Claim, error: DeliveryError | None) -> Sent:
        now = _now()
        with self._store.write() as session:
            giving_up.note(session, self._settings, claim.destination, error, now)
            if error is None:
                outbox.record_delivered(session, claim.id, now)
                return Sent(claim.id, claim.destination, None)
            again = next_attempt(self._channel(claim), claim.attempts + 1, error, now)
            outbox.record_failed(session, claim.id, now, str(error), again)
            return Sent(claim.id, claim.destination, str(error), dead=again is None)


def _unexpected(error: Exception, claim: outbox.Claim) -> DeliveryError:
    report_unexpected(error, destination=claim.destination, delivery=claim.id)
    return posting.NotReadyError(f"unexpected {type(error).__name__}; see the log")


def _machine() -> str:
    """Where a process number means one process: this machine since it started, this container.

    A host name alone is not enough: containers may share one, and each has a process 1.
    """
    with suppress(OSError):  # only Linux tells
        boot = Path("/proc/sys/kernel/random/boot_id").read_text(encoding="ascii").strip()
        return f"{socket.gethostname()}/{boot}/{os.stat('/proc/self/ns/pid').st_ino}"
    return socket.gethostname()


def _has_died(owner: str, me: str) -> bool:
    """Whether a lease's owner was a process of this machine that is no more."""
    machine, pid, _ = owner.rsplit(":", 2)
    my_machine, my_pid, _ = me.rsplit(":", 2)
    if machine != my_machine:
        return False
    if pid == my_pid:
        return owner != me  # an earlier process had our number
    try:
        os.kill(int(pid), 0)
    except ProcessLookupError:
        return True
    except PermissionError:
        return False
    return False


def _now() -> datetime:
    return datetime.now(UTC)

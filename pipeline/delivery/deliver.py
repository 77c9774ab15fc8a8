"""Sends what the outbox owes: claim by lease, render once, send, record the attempt.

    hold what is to wait, compose digests        `pipeline.delivery.rounds`
    claim due deliveries under a lease, for as many as there are places;
    render those never rendered, keep the bytes  one transaction
    send, outside any transaction
    record what came of it, with whatever else ended meanwhile
                                                 one transaction

A process that dies after sending and before recording sends again, with the same id
and the same bytes: at least once, never lost.
"""

from __future__ import annotations

import asyncio
import os
import secrets
import socket
import time
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import structlog
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from config.settings import Settings
from config.telemetry import report_unexpected
from pipeline.channels import DeliveryError
from pipeline.delivery import giving_up, posting, rounds
from pipeline.delivery.places import Places
from pipeline.delivery.retries import Channel, next_attempt
from pipeline.egress.policy import EgressPolicy
from pipeline.gathering import Gathering
from pipeline.records import Rendered
from pipeline.store import destinations, digests, outbox
from pipeline.store.engine import InStore, Store
from pipeline.store.outbox import DeliveryState

log = structlog.get_logger()
#: a claim with its message, or why there is none
Prepared = tuple[outbox.Claim, Rendered | DeliveryError]
#: a claim with why it was not accepted; None: it was
_Ended = tuple[outbox.Claim, DeliveryError | None]

#: longer than any attempt; a dead process's claims are free again after that
LEASE = timedelta(seconds=120)
#: seconds between looks for what fell due while attempts are under way
_LOOK_AGAIN = 1.0
#: and for those that were begun together with one that has ended
_TOGETHER = 0.05


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
        mailed = (one for one in settings.destinations if one.channel == "email")
        self._places = Places({one.name: "the mail server" for one in mailed})
        self._under_way: set[asyncio.Task[Sent]] = set()
        #: the last round left something to be looked at
        self._more_to_look_at = False
        #: the last look may have left something due, for want of places
        self._more_due = False
        self._recorded = Gathering[_Ended, Sent](self._record_all)

    async def start_due(self, due_by: datetime | None = None) -> list[asyncio.Task[Sent]]:
        """Starts an attempt at each due delivery there is room for; does not wait for them.

        Args:
            due_by: leave what falls due later; by default what is due now.
        """
        due_by = due_by or _now()
        if not self._places.free(time.monotonic()):
            self._more_due = True
            return []
        waiting = await self._in_store(self._waiting, due_by)
        shares = self._places.shares(waiting, time.monotonic())
        claimed: list[Prepared] = []
        if shares:
            claimed = await self._in_store(self._claim, shares, due_by)
        taken = Counter(claim.destination for claim, _ in claimed)
        # where nothing ends, and nothing could be claimed, looking again at once finds no more
        self._more_due = bool(claimed or self._under_way) and any(
            taken[name] >= shares.get(name, 0) for name in waiting
        )
        return [self._start(one) for one in claimed]

    async def keep_up(self, stopping: asyncio.Event) -> None:
        """Attempts what is due, and what falls due meanwhile, until there is nothing to do."""
        while not stopping.is_set():
            started = await self.start_due()
            if self._under_way and self._more_due:
                await self._until_room(started)
            elif self._under_way:
                await asyncio.wait(self._under_way, timeout=_LOOK_AGAIN)
            if not (self._under_way or self._more_due or self._more_to_look_at):
                return

    async def _until_room(self, started: Sequence[asyncio.Task[Sent]]) -> None:
        """Until an attempt ends, and those that were begun with it and end as soon.

        One look, and one transaction, then do for the next of all of them.
        """
        await asyncio.wait(
            self._under_way, timeout=_LOOK_AGAIN, return_when=asyncio.FIRST_COMPLETED
        )
        if with_it := self._under_way.intersection(started):
            await asyncio.wait(with_it, timeout=_TOGETHER)

    async def drain(self) -> list[Sent]:
        """Attempts everything that is due at the start, each delivery once."""
        began = _now()
        done: list[Sent] = []
        pending: set[asyncio.Task[Sent]] = set()
        while True:
            pending |= set(await self.start_due(began))
            if pending:
                finished, pending = await asyncio.wait(
                    pending, timeout=_LOOK_AGAIN, return_when=asyncio.FIRST_COMPLETED
                )
                done += [task.result() for task in finished]
            elif not self._more_to_look_at:
                return done

    async def settle(self) -> None:
        """Waits for the attempts under way."""
        if self._under_way:
            await asyncio.wait(self._under_way)

    async def cut_off(self) -> None:
        """Ends the attempts under way; whoever claims them next makes them again."""
        for task in self._under_way:
            task.cancel()
        await self.settle()

    def _start(self, prepared: Prepared) -> asyncio.Task[Sent]:
        claim, _ = prepared
        self._places.take(claim.id, claim.destination, time.monotonic())
        task = asyncio.create_task(self._watched(prepared))
        self._under_way.add(task)
        task.add_done_callback(self._under_way.discard)
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

    def _waiting(self, due_by: datetime) -> list[str]:
        """Destinations in use that something is due for, once what is to wait is held."""
        self._more_to_look_at = rounds.look(self._store, self._settings, due_by)
        with self._store.read() as session:
            unused = destinations.disabled(session)
            waiting = outbox.waiting_destinations(session, _now(), due_by)
        return [name for name in waiting if name not in unused]

    def _claim(self, shares: Mapping[str, int], due_by: datetime) -> list[Prepared]:
        with self._store.write() as session:
            claims = outbox.claim_due(
                session,
                owner=self.owner,
                now=_now(),
                due_by=due_by,
                lease=LEASE,
                shares=shares,
                calm=rounds.calm_destinations(self._settings),
            )
            posted: dict[int, Rendered] = {}
            prepared = [(claim, self._rendered(session, claim, posted)) for claim in claims]
            outbox.keep_payloads(
                session,
                {
                    claim.id: rendered.payload
                    for claim, rendered in prepared
                    if claim.payload is None and isinstance(rendered, Rendered)
                },
            )
            return prepared

    def _rendered(
        self, session: Session, claim: outbox.Claim, posted: dict[int, Rendered]
    ) -> Rendered | DeliveryError:
        """The bytes of a delivery, which are to be kept where it had none.

        Args:
            posted: alert → its webhook, which is the same for every receiver; added to.
        """
        if claim.payload is not None:
            return Rendered(claim.payload)
        try:
            destination = posting.destination_named(self._settings, claim.destination)
            # a digest is of no one alert, and no two are the same
            alert = claim.alert_id if destination.channel == "webhook" else None
            if alert is not None and alert in posted:
                rendered = posted[alert]
            else:
                message = digests.message_for(session, claim)
                rendered = posting.render(self._settings, destination, message)
            if alert is not None:
                posted[alert] = rendered
        except DeliveryError as error:
            return error
        except OperationalError:
            raise  # the store's trouble, not the message's
        except Exception as error:  # noqa: BLE001 - one message must not hold up the others
            return _unexpected(error, claim)
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
        finally:
            self._places.leave(claim.id, failed=error is not None)
        try:
            sent = await self._recorded.put((claim, error))
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

    async def _record_all(self, ended: Sequence[_Ended]) -> list[Sent]:
        sent: list[Sent] = await self._in_store(self._record, ended)
        return sent

    def _record(self, ended: Sequence[_Ended]) -> list[Sent]:
        now = _now()
        accepting = {claim.destination for claim, error in ended if error is None}
        attempts = [self._attempted(claim, error, now) for claim, error in ended]
        with self._store.write() as session:
            outbox.record(session, attempts)
            for claim, error in ended:
                if error is not None:
                    giving_up.note_failed(session, self._settings, claim.destination, error, now)
                digests.settle(session, claim)
            giving_up.note_accepted(session, self._settings, accepting)
        return [
            Sent(one.delivery_id, claim.destination, one.error, one.state is DeliveryState.DEAD)
            for (claim, _), one in zip(ended, attempts, strict=True)
        ]

    def _attempted(
        self, claim: outbox.Claim, error: DeliveryError | None, now: datetime
    ) -> outbox.Attempt:
        if error is None:
            return outbox.Attempt(claim.id, now)
        again = next_attempt(self._channel(claim), claim.attempts + 1, error, now)
        return outbox.Attempt(claim.id, now, str(error), again)


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

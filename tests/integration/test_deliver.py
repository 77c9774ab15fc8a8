"""The outbox drained: claimed by lease, sent once accepted, retried, given up visibly."""

from __future__ import annotations

import asyncio
import json
import os
import socket
from collections.abc import Awaitable, Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select, update

from config.settings import Settings
from marsad.delivering import started_deliverer
from marsad.demo.mailbox import Mood
from marsad.demo.receiver import Reply
from marsad.opening import store_thread
from pipeline.delivery import deliver, posting
from pipeline.delivery.deliver import Deliverer
from pipeline.egress.policy import EgressPolicy
from pipeline.store import outbox, queries
from pipeline.store.engine import Store
from pipeline.store.tables import DeliveryRow
from tests.outboxes import Outbox, filled_outbox


@pytest.fixture
def box(store: Store, tmp_path: Path) -> Iterator[Outbox]:
    with filled_outbox(store, tmp_path) as filled:
        yield filled


def test_each_destination_gets_the_alert_once(box: Outbox) -> None:
    assert [one.error for one in box.drain()] == [None, None]
    assert box.drain() == []
    assert len(box.mailbox.messages) == len(box.receiver.received) == 1
    assert box.receiver.received[0].verified
    assert box.states() == {"mail": ("delivered", 1), "hook": ("delivered", 1)}


def test_a_failed_attempt_is_followed_by_one_with_the_same_id_and_bytes(box: Outbox) -> None:
    box.receiver.replies.next(Reply(500))
    box.mailbox.moods.next(Mood.REFUSE_FOR_NOW)
    box.drain()
    assert box.states() == {"mail": ("queued", 1), "hook": ("queued", 1)}
    assert box.drain() == []  # not before its time
    box.make_all_due()
    box.drain()
    assert box.states() == {"mail": ("delivered", 2), "hook": ("delivered", 2)}
    first, second = box.receiver.received
    assert (first.id, first.body) == (second.id, second.body)
    assert box.mailbox.refused[0].raw == box.mailbox.messages[0].raw


def test_what_was_taken_by_a_server_that_cut_the_line_is_sent_again_as_it_was(box: Outbox) -> None:
    box.mailbox.moods.next(Mood.BREAK_OFF)
    box.receiver.replies.next(Reply(break_off=True))
    box.drain()
    assert box.states() == {"mail": ("queued", 1), "hook": ("queued", 1)}
    box.make_all_due()
    box.drain()
    assert box.states() == {"mail": ("delivered", 2), "hook": ("delivered", 2)}
    first, second = box.mailbox.messages
    assert first.raw == second.raw
    assert first.message["Message-ID"] == second.message["Message-ID"]
    once, again = box.receiver.received
    assert (once.id, once.body) == (again.id, again.body)
    assert again.verified


def test_a_refusal_for_good_is_dead_at_once_and_keeps_its_reason(box: Outbox) -> None:
    box.receiver.replies.next(Reply(410))
    box.mailbox.moods.next(Mood.REFUSE)
    sent = box.drain()
    assert box.states() == {"mail": ("dead", 1), "hook": ("dead", 1)}
    assert sorted(map(str, box.told)) == sorted(map(str, sent))
    assert {(one.destination, one.dead) for one in box.told} == {("mail", True), ("hook", True)}
    with box.store.read() as session:
        dead = queries.deliveries(session, state="dead")
        assert all(one.last_error for one in dead)
        assert len(queries.attempts(session, dead[0].id)) == 1


def test_a_receiver_that_asks_for_time_gets_it(box: Outbox) -> None:
    box.receiver.replies.next(Reply(429, {"Retry-After": "3600"}))
    before = datetime.now(UTC)
    box.drain()
    with box.store.read() as session:
        (hook,) = [one for one in queries.deliveries(session) if one.destination == "hook"]
    assert hook.next_attempt_at is not None
    assert hook.next_attempt_at >= before + timedelta(hours=1)


def test_a_destination_that_left_the_configuration_waits_visibly(box: Outbox) -> None:
    box.settings = box.settings.model_copy(update={"destinations": box.settings.destinations[:1]})
    box.drain()
    assert box.states() == {"mail": ("delivered", 1), "hook": ("queued", 1)}
    with box.store.read() as session:
        (hook,) = queries.deliveries(session, state="queued")
    assert hook.last_error == "destination hook is not in the configuration"


def test_an_unexpected_error_costs_one_attempt_and_not_the_others(
    box: Outbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object, **__: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(posting, "render_mail", broken)
    box.drain()
    assert box.states() == {"mail": ("queued", 1), "hook": ("delivered", 1)}


def test_no_delivery_is_claimed_twice_while_its_lease_runs(box: Outbox) -> None:
    def claim(owner: str, at: datetime) -> list[str]:
        with box.store.write() as session:
            claims = outbox.claim_due(
                session,
                owner=owner,
                now=at,
                due_by=at,
                lease=timedelta(minutes=2),
                shares={"mail": 10, "hook": 10},
            )
        return [one.id for one in claims]

    now = datetime.now(UTC)
    assert len(claim("a:1:x", now)) == 2
    assert claim("b:1:x", now) == []
    assert len(claim("b:1:x", now + timedelta(minutes=3))) == 2


def test_what_a_dead_process_had_claimed_is_free_at_the_next_start(box: Outbox) -> None:
    async def restart() -> int:
        with store_thread() as in_store:
            deliverer = Deliverer(box.settings, box.store, EgressPolicy(()), in_store)
            machine, pid, _ = deliverer.owner.rsplit(":", 2)
            with box.store.write() as session:
                session.execute(
                    update(DeliveryRow)
                    .where(DeliveryRow.destination == "mail")
                    .values(
                        lease_owner=f"{machine}:{pid}:earlier",
                        lease_until=datetime.now(UTC) + timedelta(hours=1),
                    )
                )
                session.execute(
                    update(DeliveryRow)
                    .where(DeliveryRow.destination == "hook")
                    .values(
                        lease_owner=f"{machine}:{os.getppid()}:alive",
                        lease_until=datetime.now(UTC) + timedelta(hours=1),
                    )
                )
            return deliverer.release_dead_leases()

    assert asyncio.run(restart()) == 1
    with box.store.read() as session:
        held = session.scalars(
            select(DeliveryRow.destination).where(DeliveryRow.lease_owner.is_not(None))
        ).all()
    assert held == ["hook"]


def test_a_lone_deliverer_sends_what_one_that_died_had_claimed(box: Outbox) -> None:
    async def deliver() -> list[str | None]:
        policy = EgressPolicy([box.receiver.host])
        async with started_deliverer(box.settings, box.store, policy) as deliverer:
            return [one.error for one in await deliverer.drain()]

    with store_thread() as in_store:
        died = Deliverer(box.settings, box.store, EgressPolicy(()), in_store)
    with box.store.write() as session:
        later = datetime.now(UTC) + timedelta(hours=1)
        session.execute(update(DeliveryRow).values(lease_owner=died.owner, lease_until=later))
    assert asyncio.run(deliver()) == [None, None]


def test_what_another_container_of_the_same_name_has_claimed_is_left_to_it(box: Outbox) -> None:
    async def start_beside(owner: str) -> int:
        with box.store.write() as session:
            session.execute(
                update(DeliveryRow).values(
                    lease_owner=owner, lease_until=datetime.now(UTC) + timedelta(hours=1)
                )
            )
        with store_thread() as in_store:
            deliverer = Deliverer(box.settings, box.store, EgressPolicy(()), in_store)
            return deliverer.release_dead_leases()

    name = socket.gethostname()
    assert asyncio.run(start_beside(f"{name}/of-another-container/4026532001:{os.getpid()}:x")) == 0


def test_a_receiver_that_hangs_holds_up_only_itself(
    box: Outbox, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(posting, "WEBHOOK_TIMEOUT", 0.3)
    box.receiver.replies.usual = Reply(delay=30)
    box.queue(tmp_path, 8)
    box.drain()
    assert len(box.mailbox.messages) == 8
    assert {one.error is None for one in box.drain()} <= {False}


def test_every_delivery_of_a_long_queue_is_told_of_once(box: Outbox, tmp_path: Path) -> None:
    box.queue(tmp_path, 21)
    sent = box.drain()
    assert len(sent) == len({one.delivery_id for one in sent}) == 42
    assert len(box.mailbox.messages) == len(box.receiver.received) == 21


@pytest.mark.parametrize("address", ["https://m.example.org/مرصد", "https://m.example.org/مرصد/"])
def test_every_channel_leads_to_the_article_s_page_on_the_dashboard(
    box: Outbox, address: str
) -> None:
    box.settings = Settings.model_validate(
        box.settings.model_dump(exclude_none=True) | {"dashboard_url": address}
    )
    box.drain()
    page = "https://m.example.org/%D9%85%D8%B1%D8%B5%D8%AF/articles/1"
    event = json.loads(box.receiver.received[0].body)
    assert event["data"]["article"]["dashboard_url"] == page
    text = box.mailbox.messages[0].message.get_body(("plain",))
    assert text is not None
    assert page in text.get_content().splitlines()


def keep_up(box: Outbox) -> int:
    """Sends all that is due as the service does; returns how often it looked for that."""
    looks = 0

    async def work() -> None:
        with store_thread() as in_store:

            def counted(call: Callable[..., Any], *args: Any) -> Awaitable[Any]:
                nonlocal looks
                looks += call.__name__ == "_waiting"
                return in_store(call, *args)

            policy = EgressPolicy([box.receiver.host])
            deliverer = Deliverer(box.settings, box.store, policy, counted)
            await asyncio.wait_for(deliverer.keep_up(asyncio.Event()), 60)
            await deliverer.settle()

    asyncio.run(work())
    return looks


def test_the_service_goes_on_as_soon_as_there_is_room(box: Outbox, tmp_path: Path) -> None:
    box.queue(tmp_path, 21)
    keep_up(box)
    assert len(box.mailbox.messages) == len(box.receiver.received) == 21


@pytest.mark.parametrize(("pieces", "looks"), [(1, 1), (21, 6)])
def test_those_that_end_together_are_followed_by_one_look_and_the_last_by_none(
    box: Outbox, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, pieces: int, looks: int
) -> None:
    # however slow the machine is
    monkeypatch.setattr(deliver, "_LOOK_AGAIN", 60.0)
    monkeypatch.setattr(deliver, "_TOGETHER", 60.0)
    box.queue(tmp_path, pieces)
    assert keep_up(box) == looks
    assert len(box.mailbox.messages) == len(box.receiver.received) == pieces


@pytest.mark.parametrize("length", [10, 3_000])
def test_a_long_queue_is_looked_into_as_fast_as_a_short_one(
    sqlite_store: Store, length: int
) -> None:
    now, instructions = datetime.now(UTC), 0

    def count() -> int:
        nonlocal instructions
        instructions += 10
        return 0

    with sqlite_store.write() as session:
        for number in range(length):
            name, number_id = f"hook-{number % 5}", f"n{number}"
            outbox.add_notice(
                session, delivery_id=number_id, destination=name, payload=b"", now=now
            )
    with sqlite_store.write() as session:
        driver = session.connection().connection.driver_connection
        assert driver is not None
        driver.set_progress_handler(count, 10)
        waiting = outbox.waiting_destinations(session, now, now)
        lease, shares = timedelta(minutes=1), dict.fromkeys(waiting, 4)
        claims = outbox.claim_due(
            session, owner="a:1:x", now=now, due_by=now, lease=lease, shares=shares
        )
        driver.set_progress_handler(None, 10)
    assert len(waiting) == 5
    assert len(claims) == min(20, length)
    assert instructions < 8_000

"""The operator hears of a disk that fills up and of a store that refuses, and that it is over."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import update
from structlog.testing import capture_logs

from marsad.demo.receiver import Reply
from marsad.opening import store_thread
from pipeline.egress.policy import EgressPolicy
from pipeline.store import queries
from pipeline.store.engine import Store
from pipeline.store.tables import DeliveryRow
from scheduler.alarm import Alarm
from scheduler.hindrances import PATIENCE, Hindrances
from tests.outboxes import Outbox, filled_outbox


@pytest.fixture
def box(migrated_file: Path, tmp_path: Path) -> Iterator[Outbox]:
    """A webhook that is the operator's, and a mailbox; nothing is owed any more."""
    file = tmp_path / "marsad.db"
    file.write_bytes(migrated_file.read_bytes())
    store = Store(f"sqlite:///{file}")
    with filled_outbox(store, tmp_path) as filled:
        filled.settings = filled.settings.model_copy(update={"operator": "hook"})
        with store.write() as session:
            session.execute(update(DeliveryRow).values(state="delivered"))
        yield filled
    store.close()


@dataclass
class Watched:
    """What hinders, by a clock of its own, and an alarm that looks at it."""

    box: Outbox
    reasons: dict[Any, str] = field(default_factory=lambda: {"store": "", "room": ""})
    seconds: float = 0.0
    hindrances: Hindrances = field(default_factory=Hindrances)

    def pass_by(self, seconds: float = 2 * PATIENCE, **reasons: str) -> None:
        """So long, with these reasons, and with new settings at the beginning."""
        self.pass_by_turns((seconds, reasons))

    def pass_by_turns(self, *turns: tuple[float, dict[str, str]]) -> None:
        """Several times in a row, with new settings at the beginning of the first alone."""
        asyncio.run(self._look_for(turns))

    async def _look_for(self, turns: Iterable[tuple[float, dict[str, str]]]) -> None:
        box = self.box
        policy = EgressPolicy([box.receiver.host])
        with store_thread() as in_store:
            alarm = Alarm(
                box.settings,
                box.store,
                policy,
                in_store,
                lambda: self.reasons,
                self.hindrances,
                lambda: self.seconds,
            )
            for seconds, reasons in turns:
                self.reasons |= reasons
                end = self.seconds + seconds
                while self.seconds <= end:
                    await alarm.look()
                    self.seconds += 5

    @property
    def posted(self) -> list[tuple[str, bool]]:
        """What the operator's webhook was told: what it is about, and whether it is over."""
        assert all(one.verified for one in self.box.receiver.received)
        events = [json.loads(one.body) for one in self.box.receiver.received]
        assert {one["type"] for one in events} <= {"service.hindered"}
        return [(one["data"]["kind"], one["data"]["over_at"] is not None) for one in events]


@pytest.fixture
def watched(box: Outbox) -> Watched:
    return Watched(box)


def test_want_of_room_is_told_once_by_the_outbox_and_its_end_once(watched: Watched) -> None:
    for _ in range(2):  # the second time with new settings
        watched.pass_by(room="/srv: 1 MB free of 200 MB wanted")
        assert watched.posted == []
    watched.box.drain()
    assert watched.posted == [("room", False)]
    watched.pass_by(room="")
    watched.box.drain()
    assert watched.posted == [("room", False), ("room", True)]
    body = json.loads(watched.box.receiver.received[0].body)
    assert body["data"]["reason"] == "/srv: 1 MB free of 200 MB wanted"


def test_damage_inside_the_store_is_not_over_because_the_whole_is_in_trouble(
    watched: Watched,
) -> None:
    watched.pass_by(index="it cannot be read")
    watched.pass_by(store="does not answer", index="")
    watched.pass_by(store="", index="it cannot be read")
    watched.box.drain()
    of_the_index = [is_over for kind, is_over in watched.posted if kind == "index"]
    assert of_the_index == [False]
    watched.pass_by(index="")
    watched.box.drain()
    assert watched.posted[-1] == ("index", True)


def test_damage_that_was_met_is_known_to_the_next_process(watched: Watched) -> None:
    met = "it cannot be read"
    watched.pass_by(PATIENCE / 2, index=met)  # ended before anybody was told
    watched.hindrances = Hindrances()
    watched.pass_by(index=met)
    watched.hindrances = Hindrances()
    watched.pass_by(index=met)
    assert watched.box.store.index_damage == met
    watched.box.drain()
    assert watched.posted == [("index", False)]
    watched.hindrances = Hindrances()
    watched.pass_by(index="")
    watched.hindrances = Hindrances()
    watched.pass_by(index="")
    watched.box.drain()
    # Both were given out by one draining, and order is not promised.
    assert sorted(watched.posted) == [("index", False), ("index", True)]
    begin, end = (json.loads(one.body)["data"] for one in watched.box.receiver.received)
    assert begin["since"] == end["since"]


def test_a_death_right_after_telling_tells_neither_damage_nor_its_end_twice(
    watched: Watched, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def die(_: Alarm) -> None:
        """Nothing that follows the telling is done."""

    watched.pass_by(PATIENCE / 2, index="it cannot be read")
    with monkeypatch.context() as dying:
        dying.setattr(Alarm, "_remember", die)
        watched.pass_by(index="it cannot be read")
    watched.hindrances = Hindrances()
    with monkeypatch.context() as dying:
        dying.setattr(Alarm, "_remember", die)
        watched.pass_by(index="")
    watched.hindrances = Hindrances()
    watched.pass_by(index="")
    watched.box.drain()
    # Both were given out by one draining, and order is not promised.
    assert sorted(watched.posted) == [("index", False), ("index", True)]


def test_a_store_that_refuses_is_told_past_it_and_its_end_by_the_outbox(
    watched: Watched, tmp_path: Path
) -> None:
    file = tmp_path / "marsad.db"
    file.rename(tmp_path / "away")
    watched.pass_by(store="refuses: marsad.db is gone", room="/srv: 1 MB free of 200 MB wanted")
    assert sorted(watched.posted) == [("room", False), ("store", False)]
    (tmp_path / "away").rename(file)
    watched.pass_by(store="", room="")
    watched.box.drain()
    assert sorted(watched.posted[2:]) == [("room", True), ("store", True)]
    with watched.box.store.read() as session:
        notices = [one for one in queries.deliveries(session) if one.alert is None]
    assert len(notices) == 2


def test_want_of_room_is_told_past_a_store_that_turns_out_to_refuse(
    watched: Watched, tmp_path: Path
) -> None:
    (tmp_path / "marsad.db").rename(tmp_path / "away")
    watched.pass_by(room="/srv: 1 MB free of 200 MB wanted")
    assert watched.posted == [("room", False)]


def test_where_the_operators_destination_does_not_accept_it_the_next_is_told(
    watched: Watched,
) -> None:
    watched.box.receiver.replies.next(Reply(500))
    watched.pass_by(store="refuses: disk is full")
    (mail,) = watched.box.mailbox.messages
    assert b"Subject: [Marsad] nothing can be stored" in mail.raw


def test_what_nobody_accepts_is_tried_again_with_the_same_id_and_bytes(watched: Watched) -> None:
    box = watched.box
    box.settings = box.settings.model_copy(
        update={"destinations": tuple(one for one in box.settings.destinations if one.webhook)}
    )
    box.receiver.replies.next(Reply(500), Reply(500))
    watched.pass_by(store="refuses: disk is full")
    first, *others = [(one.id, one.body) for one in box.receiver.received]
    assert others == [first, first]
    assert set(watched.posted) == {("store", False)}


def test_what_nobody_accepted_before_it_was_over_is_not_told_of_the_next(
    watched: Watched,
) -> None:
    box = watched.box
    box.settings = box.settings.model_copy(
        update={"destinations": tuple(one for one in box.settings.destinations if one.webhook)}
    )
    box.receiver.replies.next(Reply(500))
    watched.pass_by_turns(
        (PATIENCE + 10, {"store": "refuses: disk is full"}),
        (2 * PATIENCE, {"store": ""}),
        (2 * PATIENCE, {"store": "refuses: marsad.db is gone"}),
    )
    told = [json.loads(one.body)["data"]["reason"] for one in box.receiver.received]
    assert told == ["refuses: disk is full", "refuses: marsad.db is gone"]
    assert len({one.id for one in box.receiver.received}) == 2


def test_without_anybody_to_tell_the_log_says_so(watched: Watched) -> None:
    watched.box.settings = watched.box.settings.model_copy(update={"destinations": ()})
    with capture_logs() as logs:
        watched.pass_by(store="refuses: disk is full")
        watched.pass_by(store="")
    told = {one["notice"] for one in logs if one["event"] == "nobody_to_tell"}
    assert told == {"nothing can be stored", "the store is back"}

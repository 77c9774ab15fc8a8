"""The service when its store refuses, and its end while work is under way."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from itertools import pairwise
from time import monotonic
from typing import Any

import pytest
from sqlalchemy.exc import OperationalError
from structlog.testing import capture_logs

from scheduler import health as health_module
from scheduler import service as service_module
from scheduler.health import Health
from scheduler.manager import ServiceManager
from scheduler.service import Service
from tests.waiting import until


class _Desk:
    """A desk whose ticks do what they are told."""

    def __init__(self, work: Callable[[], Awaitable[Any]]) -> None:
        self.start_due = work

    async def stop(self) -> None: ...


class _Deliverer:
    """A deliverer with nothing to do."""

    async def keep_up(self, stopping: asyncio.Event) -> None: ...

    async def settle(self) -> None: ...


async def _nothing() -> None: ...


class _Manager(ServiceManager):
    """A manager that counts signs of life, and waits for one every thirtieth of a second."""

    def __init__(self) -> None:
        super().__init__({})
        self.patience = 1 / 30
        self.signs = 0

    def alive(self) -> None:
        self.signs += 1


def _run(
    work: Callable[[], Awaitable[Any]],
    enough: Callable[[], object],
    ask_store: Callable[[], Awaitable[Any]] = _nothing,
    health: Health | None = None,
    manager: ServiceManager | None = None,
) -> list[Any]:
    """The service with these crawl ticks, asked to stop once it is enough; its log."""

    async def main() -> None:
        service = Service(
            _Desk(work),  # type: ignore[arg-type]
            _Deliverer(),  # type: ignore[arg-type]
            ask_store,
            (),
            health,
            manager,
        )
        running = asyncio.create_task(service.run())
        await until(enough)
        service.ask_to_stop()
        await running

    with capture_logs() as logs:
        asyncio.run(main())
    return logs


@pytest.fixture(autouse=True)
def _quick_ticks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(service_module, "CRAWL_TICK", 0.02)
    monkeypatch.setattr(service_module, "DELIVER_TICK", 0.02)
    monkeypatch.setattr(service_module, "PULSE_TICK", 0.02)


def test_a_store_that_refuses_is_told_once_and_its_return_once() -> None:
    ticks = 0

    async def work() -> None:
        nonlocal ticks
        ticks += 1
        if ticks < 5:
            raise OperationalError("UPDATE", {}, Exception("database or disk is full"))

    logs = _run(work, lambda: ticks > 7)
    told = [entry for entry in logs if entry["event"].startswith("store_")]
    assert [entry["event"] for entry in told] == ["store_refused", "store_back"]
    assert told[0]["detail"] == "database or disk is full"


def test_an_unexpected_error_in_one_tick_does_not_stop_the_next() -> None:
    ticks = 0

    async def work() -> None:
        nonlocal ticks
        ticks += 1
        raise ZeroDivisionError(f"tick {ticks}")

    logs = _run(work, lambda: ticks > 2)
    assert sum(entry["event"] == "unexpected_error" for entry in logs) == ticks


def test_the_end_waits_for_a_tick_under_way_but_not_for_ever(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(service_module, "STOP_BOUND", 0.3)

    begun = False

    async def endless() -> None:
        nonlocal begun
        begun = True
        await asyncio.sleep(600)

    logs = _run(endless, lambda: begun)
    assert [entry["event"] for entry in logs][-2:] == ["service_stop_cut_short", "service_stopped"]


def test_a_watchdog_is_fed_while_the_store_answers() -> None:
    manager = _Manager()
    _run(_nothing, lambda: manager.signs > 10, manager=manager)


def test_a_watchdog_goes_hungry_when_the_store_hangs(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(health_module, "HUNG_AFTER", 0.1)
    monkeypatch.setattr(service_module, "STOP_BOUND", 0.1)
    manager, health = _Manager(), Health()
    fed: list[int] = []

    async def hang() -> None:
        await asyncio.sleep(600)

    async def count_meals() -> None:
        fed.extend([manager.signs] if health.hung() else [])

    logs = _run(count_meals, lambda: len(fed) > 20, ask_store=hang, health=health, manager=manager)
    assert fed[0] == fed[-1]  # never again
    assert "service_hung" in [entry["event"] for entry in logs]


def test_what_the_store_refuses_is_seen_in_the_health_and_its_return_too() -> None:
    health = Health()
    asked = 0

    async def refuse_at_first() -> None:
        nonlocal asked
        asked += 1
        if asked < 4:
            raise OperationalError("SELECT", {}, Exception("disk I/O error"))
        assert health.unready() == ("the store refuses: disk I/O error",) or asked > 4

    _run(_nothing, lambda: asked > 4, ask_store=refuse_at_first, health=health)
    assert health.unready() == ()


def test_a_store_that_goes_on_refusing_is_asked_less_and_less_often() -> None:
    came: list[float] = []

    async def work() -> None:
        came.append(monotonic())
        raise OperationalError("UPDATE", {}, Exception("database is locked"))

    logs = _run(work, lambda: len(came) >= 5)
    rests = [later - earlier for earlier, later in pairwise(came[:5])]
    # a busy machine makes rests longer, never shorter
    assert all(rest >= least for rest, least in zip(rests, (0.02, 0.04, 0.08, 0.16), strict=True))
    assert sum(entry["event"] == "store_refused" for entry in logs) == 1

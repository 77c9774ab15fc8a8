"""Ticks of the service while the wall clock is set to another time."""

from __future__ import annotations

import datetime as standard
import time as clocks
from datetime import timedelta
from typing import Self

import pytest

from scheduler import ticks as ticks_module
from scheduler.ticks import Ticks
from tests.waiting import until


@pytest.mark.parametrize("hours", [-6, 6])
async def test_ticks_go_on_when_the_clock_is_set(
    hours: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    ahead = timedelta(0)

    class SetClock(standard.datetime):
        @classmethod
        def now(cls, tz: standard.tzinfo | None = None) -> Self:
            return super().now(tz) + ahead

    monkeypatch.setattr("apscheduler.schedulers.base.datetime", SetClock)
    monkeypatch.setattr(ticks_module, "datetime", SetClock)
    monkeypatch.setattr(ticks_module, "time", lambda: clocks.time() + ahead.total_seconds())
    monkeypatch.setattr(ticks_module, "_LOOK", 0.05)
    came: list[float] = []

    async def tick() -> None:
        came.append(clocks.monotonic())

    running = Ticks()
    running.add(0.1, tick)
    running.start()
    try:
        await until(lambda: len(came) > 2)
        ahead = timedelta(hours=hours)
        before, set_at = len(came), clocks.monotonic()
        await until(lambda: len(came) - before >= 10)  # no standstill
        # and no burst to make up for hours: a busy machine makes it longer, never shorter
        assert clocks.monotonic() - set_at > 0.6
    finally:
        running.stop()

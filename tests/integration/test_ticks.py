"""Ticks of the service while the wall clock is set to another time."""

from __future__ import annotations

import asyncio
import datetime as standard
import logging
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


async def test_what_falls_due_together_with_the_end_is_no_error() -> None:
    came: list[float] = []
    told: list[logging.LogRecord] = []

    class Listening(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            told.append(record)

    async def tick() -> None:
        came.append(clocks.monotonic())

    running = Ticks()
    running.add(0.2, tick)
    running.start()
    await until(lambda: bool(came))
    listening, at_the_end = Listening(), list[int]()

    def end() -> None:
        at_the_end.append(len(came))
        running.stop()

    logging.getLogger("apscheduler").addHandler(listening)
    try:
        asyncio.get_running_loop().call_later(0.3, end)
        clocks.sleep(0.5)  # noqa: ASYNC251 - the loop is held up until both are due
        await asyncio.sleep(0.3)
    finally:
        logging.getLogger("apscheduler").removeHandler(listening)
    assert at_the_end == [len(came)]
    assert not told

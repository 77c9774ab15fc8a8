"""What is put while a write is under way is written together, and everybody gets his answer."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from functools import partial
from time import monotonic

import pytest

from pipeline.gathering import Gathering


async def test_what_comes_meanwhile_is_written_by_the_next_call() -> None:
    written: list[list[int]] = []
    begun, first_may_end = asyncio.Event(), asyncio.Event()

    async def write(numbers: Sequence[int]) -> list[int]:
        written.append(list(numbers))
        begun.set()
        await first_may_end.wait()
        return [number * 10 for number in numbers]

    gathering = Gathering(write)
    first = asyncio.create_task(gathering.put(1))
    await begun.wait()
    others = [asyncio.create_task(gathering.put(number)) for number in (2, 3, 4)]
    await asyncio.sleep(0)
    first_may_end.set()
    assert await asyncio.gather(first, *others) == [10, 20, 30, 40]
    assert written == [[1], [2, 3, 4]]


async def test_a_write_that_fails_fails_for_those_in_it_and_no_others() -> None:
    async def write(numbers: Sequence[int]) -> list[int]:
        await asyncio.sleep(0)
        if 1 in numbers:
            raise OSError("the disk is full")
        return list(numbers)

    gathering = Gathering(write)
    first = asyncio.create_task(gathering.put(1))
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    second = asyncio.create_task(gathering.put(2))
    with pytest.raises(OSError, match="full"):
        await first
    assert await second == 2
    assert await gathering.put(3) == 3


async def test_one_that_nobody_waits_for_any_more_holds_up_nobody() -> None:
    async def write(numbers: Sequence[int]) -> list[int]:
        await asyncio.sleep(0.01)
        return list(numbers)

    gathering = Gathering(write)
    left, stays = (asyncio.create_task(gathering.put(number)) for number in (1, 2))
    await asyncio.sleep(0)
    left.cancel()
    assert await stays == 2


async def test_an_answer_that_is_an_error_is_raised_to_whom_it_answers_alone() -> None:
    async def write(numbers: Sequence[int]) -> list[int | Exception]:
        return [number if number % 2 else ValueError(f"{number} is even") for number in numbers]

    gathering = Gathering[int, int](write)
    odd, even = (asyncio.create_task(gathering.put(number)) for number in (1, 2))
    assert await odd == 1
    with pytest.raises(ValueError, match="2 is even"):
        await even


async def noted(written: list[list[int]], numbers: Sequence[int]) -> list[int]:
    written.append(list(numbers))
    return list(numbers)


async def test_what_was_put_waits_for_what_is_expected_and_no_longer() -> None:
    written: list[list[int]] = []
    gathering = Gathering[int, int](partial(noted, written), patience=30.0)
    made_ready = asyncio.Event()

    async def make_and_put(number: int) -> int:
        with gathering.expecting():
            await made_ready.wait()
        return await gathering.put(number)

    others = [asyncio.create_task(make_and_put(number)) for number in (2, 3)]
    await asyncio.sleep(0)
    first = asyncio.create_task(gathering.put(1))
    await asyncio.sleep(0.01)
    assert not written
    made_ready.set()
    assert await asyncio.gather(first, *others) == [1, 2, 3]
    assert written == [[1, 2, 3]]


async def test_what_does_not_come_is_not_waited_for_beyond_patience() -> None:
    written: list[list[int]] = []
    gathering = Gathering[int, int](partial(noted, written), patience=0.05)
    began = monotonic()
    with gathering.expecting():
        assert await gathering.put(1) == 1
    assert 0.04 < monotonic() - began < 5


async def test_what_could_not_be_made_ready_is_waited_for_no_more() -> None:
    written: list[list[int]] = []
    gathering = Gathering[int, int](partial(noted, written), patience=30.0)

    async def fail() -> None:
        with gathering.expecting():
            await asyncio.sleep(0.01)
            raise ValueError("it cannot be read")

    failing = asyncio.create_task(fail())
    await asyncio.sleep(0)
    assert await asyncio.wait_for(gathering.put(1), 10) == 1
    with pytest.raises(ValueError, match="cannot be read"):
        await failing


async def test_where_nothing_is_expected_nothing_waits() -> None:
    written: list[list[int]] = []
    gathering = Gathering[int, int](partial(noted, written), patience=30.0)
    assert await asyncio.wait_for(gathering.put(1), 10) == 1
    assert await asyncio.wait_for(gathering.put(2), 10) == 2

"""What is put while a write is under way is written together, and everybody gets his answer."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

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

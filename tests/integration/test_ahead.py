"""A second process works batches out ahead of whoever takes them; nothing depends on it."""

from __future__ import annotations

import os
import signal
from collections.abc import Generator, Iterator
from contextlib import closing
from time import monotonic, sleep

import pytest

import pipeline.importing.ahead as module
from pipeline.importing.ahead import ahead

#: seconds that the process may take to be ready on a busy machine
_LONG = 60.0
_PID = "__import__('os').getpid()"
_SLEEP = "__import__('time').sleep(600)"


@pytest.fixture(autouse=True)
def _two_cores(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "cores", lambda: 2)


def _never(code: int) -> None:
    raise AssertionError(f"it died with {code}")


def _until(ready: list[bool], then: list[str]) -> Iterator[str]:
    """Batches for as long as the process begins, and those that are to be looked at."""
    began = monotonic()
    while not ready:
        assert monotonic() - began < _LONG
        sleep(0.01)
        yield _PID
    yield from then


def _started(
    then: list[str], died: list[int] | None = None
) -> tuple[Generator[tuple[str, object], None, None], int]:
    """Batches that are evaluated, those to be looked at next or soon, and the process's id."""
    ready: list[bool] = []
    given = ahead(eval, _until(ready, then), died=_never if died is None else died.append)
    for _, worked in given:
        if worked is not None:
            ready.append(True)
            assert isinstance(worked, int)
            return given, worked
    raise AssertionError("it was never ready")


def test_batches_are_worked_out_by_another_process_in_their_order() -> None:
    batches = [f"{number} * 2" for number in range(9)]
    given, process = _started(batches)
    found = [(batch, worked) for batch, worked in given if batch != _PID]
    assert found == [(batch, eval(batch)) for batch in batches]
    assert process != os.getpid()


def test_no_more_than_two_are_read_ahead() -> None:
    read: list[str] = []

    def reading() -> Iterator[str]:
        for batch in _until(ready, ["1"] * 20):
            read.append(batch)
            yield batch

    ready: list[bool] = []
    most = 0
    for count, (_, worked) in enumerate(ahead(eval, reading(), died=_never), 1):
        most = max(most, len(read) - count)
        if worked is not None:
            ready.append(True)
    assert most == 2  # beside the one that is taken now


def test_a_few_batches_one_core_or_work_in_vain_start_no_process(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("subprocess.Popen", None)
    assert list(ahead(eval, ["1", "2"], died=_never)) == [("1", None), ("2", None)]
    assert list(ahead(eval, [], died=_never)) == []
    vain = ahead(eval, ["1"] * 5, died=_never, worth=lambda: False)
    assert list(vain) == [("1", None)] * 5
    monkeypatch.setattr(module, "cores", lambda: 1)
    assert list(ahead(eval, ["1"] * 5, died=_never)) == [("1", None)] * 5


def test_where_no_process_can_be_started_batches_are_given_as_they_are(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def full(*args: object, **more: object) -> None:
        raise BlockingIOError("no room for another process")

    monkeypatch.setattr("subprocess.Popen", full)
    assert list(ahead(eval, ["1"] * 5, died=_never)) == [("1", None)] * 5


def test_what_a_killed_process_had_is_given_as_it_was_and_that_is_told() -> None:
    batches = ["1", _SLEEP, "2", "3", "4"]
    died: list[int] = []
    given, process = _started(batches, died)
    found: list[tuple[str, object]] = []
    for batch, worked in given:
        if batch == "1":
            os.kill(process, signal.SIGKILL)
        if batch != _PID:
            found.append((batch, worked))
    assert found == [("1", 1), *((batch, None) for batch in batches[1:])]
    assert died == [-signal.SIGKILL]


def test_a_process_that_was_stopped_is_not_waited_for_without_end(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    died: list[int] = []
    given, process = _started(["1", "2", "3"], died)
    monkeypatch.setattr(module, "_PATIENCE", 0.2)
    os.kill(process, signal.SIGSTOP)
    found = [(batch, worked) for batch, worked in given if batch != _PID]
    assert [batch for batch, _ in found] == ["1", "2", "3"]
    assert found[-1] == ("3", None)
    assert died == [-signal.SIGKILL]


def test_a_process_that_ends_before_it_is_ready_is_done_without() -> None:
    died: list[int] = []
    given = [batch for batch, _ in ahead(_Fatal(), _batches_until(died), died=died.append)]
    assert given == [str(number) for number in range(len(given))]
    assert died == [3]


class _Fatal:
    """Ends the process that it is sent to."""

    def __call__(self, batch: str) -> object:
        return batch

    def __reduce__(self) -> tuple[object, tuple[int]]:
        return os._exit, (3,)


def _batches_until(died: list[int]) -> Iterator[str]:
    began, number = monotonic(), 0
    while not died:
        assert monotonic() - began < _LONG
        sleep(0.01)
        yield str(number)
        number += 1


def test_it_is_gone_at_once_when_nobody_takes_batches_any_more() -> None:
    given, process = _started([_SLEEP] * 5)
    began = monotonic()
    with closing(given):
        pass
    assert monotonic() - began < 10
    with pytest.raises(ProcessLookupError):
        os.kill(process, 0)


def test_what_breaks_in_reading_comes_after_all_that_was_read() -> None:
    def breaking() -> Iterator[str]:
        yield from _until(ready, ["1", "2", "3"])
        raise EOFError("it was cut off")

    ready: list[bool] = []
    found: list[str] = []
    with pytest.raises(EOFError, match="cut off"):  # noqa: PT012 - what came before it counts
        for batch, worked in ahead(eval, breaking(), died=_never):
            if worked is not None:
                ready.append(True)
            found.append(batch)
    assert found[-3:] == ["1", "2", "3"]

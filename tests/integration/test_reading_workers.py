"""Reading in limited processes: whatever a page does to one, it costs that page alone."""

from __future__ import annotations

import asyncio
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from time import monotonic, sleep

import pytest

from crawler.discovery.section_page import read_section_page
from pipeline.extract import read_article
from pipeline.reading import Bounds, Cut, ReadingDone, workers
from pipeline.reading.workers import ReadingFailed, ReadingPool, Worker
from pipeline.records import ArticleData, Precision, ReadingRules
from tests import misreading
from tests.builders import k2_page
from tests.listeners import Listener
from tests.waiting import PATIENCE

RULES = ReadingRules("joomla-k2", "Africa/Algiers")
LINUX = pytest.mark.skipif(sys.platform != "linux", reason="only Linux bounds and tells memory")


@pytest.fixture(scope="module")
def worker() -> Iterator[Worker]:
    with Worker() as worker:
        yield worker


def is_alive(pid: int) -> bool:
    """Whether the process is there and is no zombie that waits for its parent."""
    try:
        return "Z" not in Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except OSError:
        return False


def ends(pid: int) -> bool:
    until = monotonic() + PATIENCE
    while is_alive(pid) and monotonic() < until:
        sleep(0.02)
    return not is_alive(pid)


def test_a_worker_reads_what_is_read_here(worker: Worker) -> None:
    page = (k2_page().encode(), "https://news.example.org/item/7-a", "text/html", RULES)
    section = (page[0], page[1], page[2], "UTC", None)

    reading = worker.run(read_article, *page)

    assert isinstance(reading, ArticleData)
    assert reading == read_article(*page)
    assert worker.run(read_section_page, *section) == read_section_page(*section)


def test_large_bodies_go_there_and_the_process_stays(worker: Worker) -> None:
    first = worker.run(misreading.own_pid)
    assert worker.run(misreading.length, b"x" * (5 << 20)) == 5 << 20
    assert worker.run(misreading.own_pid) == first == worker.pid


def test_a_reading_without_end_is_cut_by_the_clock() -> None:
    with Worker(Bounds(seconds=1.5)) as worker:
        worker.run(misreading.own_pid)
        started = monotonic()
        assert worker.run(misreading.ignore_everything) == Cut("reading took more than 1.5 s")
        assert monotonic() - started < 20
        assert worker.run(misreading.length, b"next") == 4


@LINUX
def test_a_reading_that_takes_too_much_memory_is_cut(worker: Worker) -> None:
    cut = Cut("reading took more than 64 MB of memory")
    assert worker.run(misreading.eat, 40) == 40
    assert worker.run(misreading.eat, 500) == cut
    assert worker.run(misreading.length, b"next") == 4


@LINUX
def test_half_a_reading_for_want_of_memory_is_none(worker: Worker) -> None:
    cut = Cut("reading took more than 64 MB of memory")
    assert worker.run(misreading.eat_and_carry_on) == cut
    assert worker.run(misreading.eat_and_break) == cut


@LINUX
def test_a_worker_that_has_grown_is_replaced(worker: Worker) -> None:
    first = worker.run(misreading.own_pid)
    assert worker.run(misreading.leak, 45) == 1
    assert worker.run(misreading.own_pid) != first


@LINUX
def test_what_loading_took_for_a_while_hides_no_later_growth() -> None:
    with Worker() as worker:
        first = worker.run(misreading.own_pid)
        worker.run(misreading.tell_language_of, "Le train de nuit est de retour.", 1)
        assert worker.run(misreading.leak, 45) == 1
        assert worker.run(misreading.own_pid) != first


@LINUX
def test_what_is_loaded_for_all_later_readings_is_charged_to_none(worker: Worker) -> None:
    cut = Cut("reading took more than 64 MB of memory")
    first = worker.run(misreading.own_pid)
    assert worker.run(misreading.eat_load_eat, 0, 100, 40) == 40
    assert worker.run(misreading.eat, 40) == 40
    assert worker.run(misreading.own_pid) == first
    assert worker.run(misreading.eat, 500) == cut
    for before, after in ((0, 500), (52, 0)):
        assert worker.run(misreading.eat_load_eat, before, 100, after) == cut


@LINUX
def test_a_language_is_told_for_a_large_page_too() -> None:
    with Worker() as worker:
        assert (
            worker.run(misreading.tell_language_of, "Le train de nuit est de retour.", 42) == "fr"
        )


def test_a_page_that_needs_what_few_pages_need_is_read_as_well(worker: Worker) -> None:
    """The model that tells languages, and another reader where ours finds next to no text."""
    trains = "".join(f"<a href='/{n}'>Le train {n} a {n} minutes de retard.</a> " for n in range(9))
    page = f"""<html><title>Les trains</title><article><h1>Les trains</h1>
      <time datetime='2026-01-05T08:00:00Z'></time><p>Voici les trains de ce soir, dans l'ordre.</p>
      </article><div>{trains}</div></html>"""
    arguments = (page.encode(), "https://news.example.org/7", "text/html", ReadingRules())
    first = worker.run(misreading.own_pid)
    reading = worker.run(read_article, *arguments)
    assert isinstance(reading, ArticleData)
    assert reading == read_article(*arguments)
    assert reading.language == "fr"
    loaded = worker.run(misreading.loaded)
    assert not isinstance(loaded, Cut)
    assert {"numpy", "trafilatura"} <= set(loaded)
    assert worker.run(misreading.own_pid) == first


@pytest.mark.parametrize(
    ("call", "argument", "how"),
    [
        (misreading.die, signal.SIGSEGV, "SIGSEGV"),
        (misreading.die, signal.SIGABRT, "SIGABRT"),
        (misreading.end, 3, "exit code 3"),
    ],
)
def test_a_reading_that_brings_its_process_down_costs_that_reading(
    worker: Worker, call: object, argument: int, how: str
) -> None:
    answer = worker.run(call, argument)  # type: ignore[arg-type]
    assert answer == Cut(f"reading brought its process down ({how})")
    assert worker.run(misreading.length, b"next") == 4


def test_a_reading_that_raises_is_a_fault_of_ours_with_its_traceback(worker: Worker) -> None:
    before = worker.run(misreading.own_pid)
    with pytest.raises(ReadingFailed, match="in divide_by_zero"):
        worker.run(misreading.divide_by_zero)
    assert worker.run(misreading.own_pid) == before


def test_what_a_worker_sends_runs_no_code_here(worker: Worker, tmp_path: Path) -> None:
    trap = tmp_path / "sprung"
    answer = worker.run(misreading.trap, str(trap))
    assert answer == Cut("reading gave something that is no record")
    assert not trap.exists()


def test_an_early_python_3_11_reads_as_a_later_one() -> None:
    with Worker() as worker:
        answer = worker.run(misreading.same_with_enums_of_early_python, [Precision.DAY], Precision)
    assert answer == [Precision.DAY]


def test_a_worker_that_was_killed_while_idle_is_replaced_unseen(worker: Worker) -> None:
    first = worker.run(misreading.own_pid)
    assert isinstance(first, int)
    os.kill(first, signal.SIGKILL)
    assert ends(first)
    assert worker.run(misreading.length, b"next") == 4


def test_signals_meant_for_the_service_leave_a_worker_at_work(worker: Worker) -> None:
    pid = worker.run(misreading.own_pid)
    assert isinstance(pid, int)
    for name in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        os.kill(pid, name)
    assert worker.run(misreading.own_pid) == pid


def test_a_worker_knows_no_secret_says_nothing_and_writes_no_file(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("MARSAD_SMTP__PASSWORD", "geheim")
    with Worker() as worker:
        given = worker.run(misreading.environment)
        assert isinstance(given, dict)
        assert "geheim" not in given.values()
        assert worker.run(misreading.chatter) == "done"
        with pytest.raises(ReadingFailed, match="too large"):
            worker.run(misreading.write_file, str(tmp_path / "file"))
    assert capfd.readouterr() == ("", "")


def test_a_worker_connects_to_nothing_and_starts_nothing(worker: Worker, tmp_path: Path) -> None:
    with closing(Listener()) as listener:
        local = str(tmp_path / "socket")
        with socket.socket(socket.AF_UNIX) as listening:
            listening.bind(local)
            listening.listen()
            for where in (("127.0.0.1", listener.port), local):
                assert "PermissionError" in str(worker.run(misreading.connect, where))
        assert "PermissionError" in str(worker.run(misreading.fetch, listener.port))
        assert "PermissionError" in str(worker.run(misreading.start_a_process))
        assert listener.came() == 0


PARENT = """
import sys, threading
from pipeline.reading.workers import Worker
from tests import misreading
worker = Worker()
print(worker.run(misreading.own_pid), flush=True)
worker.run(getattr(misreading, sys.argv[1])) if len(sys.argv) > 1 else sys.stdin.read()
"""


@LINUX
@pytest.mark.parametrize("busy", [(), ("ignore_everything",)])
def test_a_worker_does_not_outlive_a_service_that_is_killed(busy: tuple[str, ...]) -> None:
    with subprocess.Popen(
        [sys.executable, "-c", PARENT, *busy],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env=os.environ | {"PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
    ) as parent:
        assert parent.stdout is not None
        pid = int(parent.stdout.readline())
        assert is_alive(pid)
        parent.kill()
        assert ends(pid)


async def test_a_pool_reads_for_several_sources_at_once() -> None:
    with ReadingPool(2) as pool:
        pids = await asyncio.gather(*(pool.read(name, misreading.wait, 0.3) for name in ("a", "b")))
        assert pids == [0.3, 0.3]
        one, other = await asyncio.gather(
            pool.read("a", misreading.own_pid), pool.read("b", misreading.wait, 0.3)
        )
        assert isinstance(one, int)
        assert other == 0.3


async def test_a_second_worker_is_started_only_when_readings_wait(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    patience = workers._PATIENCE
    # a busy machine may let the first stand for as long as readings wait at the most
    monkeypatch.setattr(workers, "_PATIENCE", PATIENCE)
    monkeypatch.setattr(workers, "_PATIENCE_IN_ALL", PATIENCE)
    with ReadingPool(2) as pool:

        async def pids(seconds: float) -> set[int | Cut]:
            readings = (pool.read(name, misreading.pid_after, seconds) for name in "ab")
            return set(await asyncio.gather(*readings))

        assert len(await pids(0)) == 1
        monkeypatch.setattr(workers, "_PATIENCE", patience)
        assert len(await pids(0.4)) == 2


async def test_many_short_waits_start_a_second_worker_too() -> None:
    with ReadingPool(2) as pool:
        names = [str(number) for number in range(60)]
        pids = await asyncio.gather(*(pool.read(n, misreading.pid_after, 0.02) for n in names))
        assert len(set(pids)) == 2


async def test_sources_that_send_traps_hold_up_only_their_like() -> None:
    with ReadingPool(2, Bounds(seconds=1.5)) as pool:
        for name in ("trap", "snare"):
            assert isinstance(await pool.read(name, misreading.hang), Cut)
        await asyncio.gather(*(pool.read(name, misreading.wait, 0.4) for name in "ab"))

        traps = [asyncio.create_task(pool.read(n, misreading.hang)) for n in ("trap", "snare")]
        await asyncio.sleep(0.1)
        assert await pool.read("good", misreading.length, b"page") == 4
        # both in a worker of their own would have ended before anybody else had one
        assert not all(trap.done() for trap in traps)
        assert all(isinstance(cut, Cut) for cut in await asyncio.gather(*traps))


async def test_whoever_watches_is_told_of_each_reading_and_its_time() -> None:
    told: list[ReadingDone] = []
    with ReadingPool(1, Bounds(seconds=1.5), told.append) as pool:
        await pool.read("good", misreading.wait, 0.1)
        await pool.read("trap", misreading.hang)
        with pytest.raises(ReadingFailed):
            await pool.read("flawed", misreading.length, 7)
    assert [(one.source, one.outcome) for one in told] == [
        ("good", "read"),
        ("trap", "cut"),
        ("flawed", "failed"),
    ]
    assert 0.1 <= told[0].seconds < 1.5 <= told[1].seconds


async def test_a_pool_ends_at_once_whatever_its_workers_do() -> None:
    pool = ReadingPool(2, Bounds(seconds=120))
    pid = await pool.read("a", misreading.own_pid)
    assert isinstance(pid, int)
    hanging = asyncio.create_task(pool.read("a", misreading.hang))
    await asyncio.sleep(0.2)
    started = monotonic()
    pool.close()
    assert monotonic() - started < 20
    with pytest.raises(asyncio.CancelledError):
        await hanging
    assert not is_alive(pid)

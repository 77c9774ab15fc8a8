"""Two traps through the real service: cut, told, and no hindrance; `make exam` has them all."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from tests.hostile_sites import MB, Memory, hostile_sites, resident, within

#: what one reading may take, and as much for what the first page of its kind has loaded; where
#: nothing is bounded the flat page takes 180 MB
MEMORY = 128 * MB

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(sys.platform != "linux", reason="memory is told by /proc"),
]


def test_traps_are_cut_and_told_while_a_good_source_is_read_on(tmp_path: Path) -> None:
    with hostile_sites(tmp_path, "flat", "laughing-feed") as watched:
        assert within(60, lambda: watched.sources()["good"]["articles"]["live"] == 1)
        with Memory(watched) as memory:
            for trap in watched.traps.values():
                trap.set()
            for name, trap in watched.traps.items():
                assert within(60, lambda: trap.reason in watched.trouble(name)), name  # noqa: B023
        before = len(watched.good.seen)
        assert within(60, lambda: len(watched.good.seen) > before)
        assert 0 < memory.worker < MEMORY
        assert memory.service < MEMORY


def test_a_service_that_is_told_to_stop_does_not_wait_for_a_hostile_page(tmp_path: Path) -> None:
    with hostile_sites(tmp_path, "slow") as watched:
        assert within(60, lambda: watched.sources()["good"]["articles"]["live"] == 1)
        trap = watched.traps["slow"]
        trap.set()
        assert within(30, trap.sprung)
        workers = watched.workers()
        watched.process.terminate()
        assert watched.process.wait(30) == 0
        assert not any(map(resident, workers))

"""Every trap through the real service: cut in time, within memory, told, and nobody hindered."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path
from time import monotonic

import pytest

from tests.hostile_sites import FEEDS, MB, PAGES, Memory, hostile_sites, resident, within

pytestmark = pytest.mark.exam

#: seconds, and bytes above idle, that any trap may take
TIME, MEMORY = 10.0, 64 * MB
#: seconds after which a tick, a crawl and a look at the record have come round as well
ROUND = 6.0


def test_every_trap_is_cut_within_its_bounds_and_told(tmp_path: Path) -> None:
    with hostile_sites(tmp_path, *PAGES, *FEEDS, robots=True) as watched:
        pid = watched.process.pid
        assert within(60, lambda: watched.sources()["good"]["articles"]["live"] == 1)
        assert within(30, lambda: "robots.txt" in watched.trouble("robots"))
        robots = resident(pid, "VmHWM") - resident(pid)
        idle = [resident(one) // MB for one in watched.workers()]
        print(f"\nidle: service {resident(pid, 'VmRSS') // MB} MB, workers {idle} MB")
        print(f"robots: service +{robots // MB} MB")
        assert robots < MEMORY
        with Memory(watched) as memory:
            within(10, lambda: False)
        print(f"nothing: service +{memory.service // MB} MB")
        for name, trap in watched.traps.items():
            if name == "robots":
                continue
            with Memory(watched) as memory:
                trap.set()
                assert within(30, trap.sprung), name
                started = monotonic()
                told = within(TIME + ROUND, lambda: trap.reason in watched.trouble(name))  # noqa: B023
                seconds = monotonic() - started
            print(
                f"{name:16} {seconds:5.1f} s  service +{memory.service // MB:3} MB  "
                f"worker +{memory.worker // MB:3} MB  {watched.trouble(name)[:120]}"
            )
            assert told, watched.trouble(name)
            assert memory.service < MEMORY, name
            assert memory.worker < MEMORY, name
        assert b"root:" not in (tmp_path / "data" / "marsad.db").read_bytes()


def test_all_traps_at_once_do_not_hinder_a_good_source(tmp_path: Path) -> None:
    with hostile_sites(tmp_path, *PAGES, *FEEDS, robots=True) as watched:
        assert within(60, lambda: watched.sources()["good"]["articles"]["live"] == 1)
        set_traps = [trap for name, trap in watched.traps.items() if name != "robots"]
        for trap in set_traps:
            trap.set()
        begun = len(watched.good.seen)
        assert within(90, lambda: all(trap.sprung() for trap in set_traps))
        within(20, lambda: False)
        asked = [one.at for one in watched.good.seen[begun:]]
        gaps = [later - earlier for earlier, later in pairwise(asked)]
        print(f"\nthe good source's longest wait: {max(gaps):.1f} s over {len(asked)} requests")
        assert max(gaps) < TIME + ROUND
        assert watched.process.poll() is None

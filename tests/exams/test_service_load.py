"""The load that one service carries, in the short form of `make bench-service`.

What a whole core would do is told by the processor's time; that polls come in time, that others
lose nothing and that memory stays needs a machine that has a core to spare.
"""

from __future__ import annotations

import sys

import pytest

from benchmarks.service import SHORT, hostile, memory, polls, start

pytestmark = [
    pytest.mark.exam,
    pytest.mark.skipif(sys.platform != "linux", reason="times and memory are told by /proc"),
]

MB = 1024 * 1024


def test_many_hosts_are_polled_in_time_at_half_a_core() -> None:
    found = polls(SHORT)
    print(f"\n{found}")
    assert found.late == 0
    # as a thousand hosts would be polled every five minutes
    assert found.seconds / found.made * 1_000 * 5 / 300 <= 0.5


def test_hostile_sources_take_little_from_the_others() -> None:
    found = hostile(SHORT)
    print(f"\n{found}")
    assert found.lost < 0.1


def test_memory_is_bounded_over_a_day() -> None:
    found = memory(SHORT)
    print(f"\n{found}")
    # a short day's second hour is its first half minute: growth is for the long form to tell
    assert found.most <= 400 * MB


def test_the_first_poll_comes_soon_where_there_is_a_database() -> None:
    found = {one.what: one for one in start(SHORT)}
    print(f"\n{found}")
    assert found["a known one"].seconds <= 3

"""Threads of a service share one heap."""

from __future__ import annotations

import subprocess
import sys
from typing import Final

import pytest

_PROGRAM: Final = """
import ctypes, sys, threading
from pathlib import Path
from marsad.heap import share_one_heap

if sys.argv[1] == "shared":
    share_one_heap()
taken, done = threading.Barrier(9), threading.Event()

def take():
    kept = [ctypes.create_string_buffer(1_000) for _ in range(100)]
    taken.wait()
    done.wait()

for _ in range(8):
    threading.Thread(target=take).start()
taken.wait()
# glibc keeps 64 MB of addresses for a thread's heap, of which it may use the beginning
ranges = [line.split()[:2] for line in Path("/proc/self/maps").read_text().splitlines()]
spans = [(*(int(end, 16) for end in span.split("-")), kind) for span, kind in ranges]
print(sum(
    one[1] == other[0] and other[2] == "---p" and other[1] - one[0] == 64 << 20
    for one, other in zip(spans, spans[1:])
))
done.set()
"""


def _heaps_of_threads(how: str) -> int:
    command = [sys.executable, "-c", _PROGRAM, how]
    return int(subprocess.run(command, check=True, capture_output=True, text=True).stdout)


@pytest.mark.skipif(sys.platform != "linux", reason="other systems share theirs, or do not tell")
def test_no_thread_has_a_heap_of_its_own() -> None:
    if not _heaps_of_threads("apart"):
        pytest.skip("this C library gives threads none of their own")
    assert _heaps_of_threads("shared") == 0

"""Measures what the service carries, over sites simulated on loopback: `make bench-service`.

    sustained   new pieces from the request to the committed version, by presets and without
    polls       many hosts polled every few minutes that mostly have nothing new
    hostile     what good sources lose beside hostile ones
    memory      resident memory over a day's work, done in less time
    start       from the command to the first poll

The service is the real one, in a process of its own, and so are the sites. Processor time is that
of the service and of its reading processes. docs/performance.md keeps the table.
"""

from __future__ import annotations

from benchmarks.service.arriving import Sustained, sustained
from benchmarks.service.beside_hostile import Beside, Good, hostile
from benchmarks.service.polling import Polled, polls
from benchmarks.service.remembering import Day, memory
from benchmarks.service.sizes import FULL, SHORT, Size
from benchmarks.service.starting import Started, start

__all__ = [
    "FULL",
    "SHORT",
    "Beside",
    "Day",
    "Good",
    "Polled",
    "Size",
    "Started",
    "Sustained",
    "hostile",
    "memory",
    "polls",
    "start",
    "sustained",
]

"""Checks the machine: room, memory, open files, clock, time zones, programs.

What is judged is a pure function of what was measured; what cannot be measured here is left out.
"""

from __future__ import annotations

import ctypes
import os
import resource
import shutil
import struct
from collections.abc import Iterable, Iterator
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path
from typing import Final
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from config.settings import Settings
from marsad.doctor.findings import Finding

_MB: Final = 1024 * 1024
#: bytes of the disk under which it is bad, and under which it is worth a word
_NO_ROOM: Final = 200 * _MB
_LITTLE_ROOM: Final = 2048 * _MB
#: bytes of memory that a service takes at the most, and with a browser
_MEMORY: Final = 400 * _MB
_WITH_BROWSER: Final = 2048 * _MB
#: a service with a few hundred hosts has so many files and connections open
_FILES: Final = 1024
_FEWEST_FILES: Final = 256
#: `struct timex` of Linux on 64 bits begins so: modes, offset, freq, maxerror, esterror, status
_TIMEX: Final = "=I4xqqqqi"
_TIMEX_SIZE: Final = 512
_UNSYNCHRONISED: Final = 0x40
_CHROMIUM: Final = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome")


def machine(settings: Settings | None) -> Iterator[Finding]:
    """All of it; without settings what can be said without."""
    if settings is not None:
        yield from _data_folder(settings.data)
        yield zones({settings.timezone, *(one.timezone for one in settings.sources)})
    browser = settings is not None and any(one.render for one in settings.sources)
    if (free := available_memory()) is not None:
        yield memory(free, browser=browser)
    yield open_files(resource.getrlimit(resource.RLIMIT_NOFILE)[0])
    if (is_kept := clock_is_kept()) is not None:
        yield clock(is_kept=is_kept)
    if browser:
        yield _browser()
    if settings is not None and settings.database.get_secret_value().startswith("postgresql"):
        yield _client_programs()


def _data_folder(folder: Path) -> Iterator[Finding]:
    place = folder
    while not place.exists() and place != place.parent:
        place = place.parent
    if not place.is_dir():
        yield Finding("data folder", "bad", f"{place} is no folder", "set data: to another")
        return
    if not os.access(place, os.W_OK | os.X_OK):
        advice = f"let the user that runs Marsad write there: chown, or chmod u+rwx {place}"
        yield Finding("data folder", "bad", f"{place} cannot be written", advice)
        return
    told = f"{folder} can be written" if place == folder else f"{folder} will be made"
    yield Finding("data folder", "ok", told)
    yield room(shutil.disk_usage(place).free)


def room(free: int) -> Finding:
    """What is said of so many free bytes on the disk."""
    told = f"{free / _MB / 1024:,.1f} GB free"
    if free >= _LITTLE_ROOM:
        return Finding("disk", "ok", told)
    advice = "make room; marsad prune takes away what retention: does not ask for"
    return Finding("disk", "bad" if free < _NO_ROOM else "warn", told, advice)


def memory(free: int, *, browser: bool) -> Finding:
    """What is said of so many bytes of memory that may still be taken."""
    needed = _WITH_BROWSER if browser else _MEMORY
    told = f"{free / _MB:,.0f} MB available"
    if free >= needed:
        return Finding("memory", "ok", told)
    advice = f"a service takes up to {needed // _MB} MB{' with a browser' * browser}"
    return Finding("memory", "warn", told, advice)


def open_files(limit: int) -> Finding:
    """What is said of how many files a process may have open; -1: as many as it likes."""
    told = "no limit" if limit < 0 else f"{limit} open files"
    if limit < 0 or limit >= _FILES:
        return Finding("open files", "ok", told)
    advice = f"raise it to {_FILES} or more: ulimit -n, or LimitNOFILE= in the unit"
    return Finding("open files", "bad" if limit < _FEWEST_FILES else "warn", told, advice)


def clock(*, is_kept: bool) -> Finding:
    if is_kept:
        return Finding("clock", "ok", "is kept right by the system")
    advice = "run chrony or systemd-timesyncd; --online compares it with the sites' clocks"
    return Finding("clock", "warn", "nothing keeps it right, as far as the system knows", advice)


def zones(names: Iterable[str]) -> Finding:
    """Whether the time zones that are used are known, and how old what is known may be."""
    unknown = []
    for name in sorted(set(names)):
        try:
            ZoneInfo(name)
        except (ZoneInfoNotFoundError, ValueError, OSError):
            unknown.append(name)
    if unknown:
        told = f"{', '.join(unknown)} cannot be read"
        return Finding("time zones", "bad", told, "install the system's tzdata anew")
    return Finding("time zones", "ok", f"all known (tzdata {version('tzdata')})")


def available_memory() -> int | None:
    """Bytes that may still be taken: of the machine, and of a container's share."""
    found = []
    try:
        lines = Path("/proc/meminfo").read_text("ascii").splitlines()
        found += [int(one.split()[1]) * 1024 for one in lines if one.startswith("MemAvailable:")]
        share = Path("/sys/fs/cgroup/memory.max").read_text("ascii").strip()
        if share != "max":
            taken = int(Path("/sys/fs/cgroup/memory.current").read_text("ascii"))
            found.append(int(share) - taken)
    except (OSError, ValueError, IndexError):
        pass
    return min(found, default=None)


def clock_is_kept() -> bool | None:
    """Whether the kernel thinks that its clock is set by something; None: it cannot be asked.

    The call is `adjtimex(2)` with nothing to adjust.
    """
    if struct.calcsize("P") != 8:
        return None
    told = ctypes.create_string_buffer(_TIMEX_SIZE)
    try:
        if ctypes.CDLL(None, use_errno=True).adjtimex(told) < 0:
            return None
    except (OSError, AttributeError):
        return None
    status: int = struct.unpack_from(_TIMEX, told)[5]
    return not status & _UNSYNCHRONISED


def _browser() -> Finding:
    if find_spec("playwright") is None:
        advice = "pip install 'marsad[browser]'"
        return Finding("browser", "bad", "render: browser needs an extra", advice)
    if found := next(filter(None, map(shutil.which, _CHROMIUM)), None):
        return Finding("browser", "ok", found)
    advice = "install chromium, or run: playwright install chromium"
    return Finding("browser", "warn", "the system has no Chromium", advice)


def _client_programs() -> Finding:
    if shutil.which("pg_dump") and shutil.which("pg_restore"):
        return Finding("backup", "ok", "pg_dump and pg_restore are there")
    told = "pg_dump is not there: marsad backup cannot copy the database"
    return Finding("backup", "warn", told, "install PostgreSQL's client programs")

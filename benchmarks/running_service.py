"""The real service in a process of its own, and what it takes: processor time and memory.

Processor time is that of the service and of its reading processes, those that ended included, as
the kernel counts it: what else the machine does is not in it. What the service is given to do is
for the benchmarks to say.
"""

from __future__ import annotations

import json
import os
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from benchmarks.simulated_sites import TOPICAL, Host
from tests.builders import SECRET

_TICKS: Final = os.sysconf("SC_CLK_TCK")
#: where `/proc/PID/stat` has the times of a process, after its name; of its dead children next
_TIMES: Final = slice(11, 15)


@dataclass(frozen=True, slots=True)
class RunningService:
    """A service at work."""

    pid: int
    folder: Path

    def seconds(self) -> float:
        """Of the processor, spent so far."""
        # the service's own dead are counted with it; its workers are its children alone
        return sum(sum(_times(pid)) for pid in self._processes()) / _TICKS

    def memory(self) -> tuple[int, int]:
        """Bytes of the service, and of its reading processes; shared pages are shared out."""
        service, *workers = self._processes()
        return _share(service), sum(map(_share, workers))

    def stored(self, query: str) -> int:
        """A number that its database has, 0 before there is one; at no cost of the service."""
        database = self.folder / "data" / "marsad.db"
        if not database.exists():
            return 0
        with (
            closing(sqlite3.connect(f"file:{database}?mode=ro", uri=True)) as connection,
            suppress(sqlite3.OperationalError),  # it is being made
        ):
            return int(connection.execute(query).fetchone()[0])
        return 0

    def _processes(self) -> list[int]:
        children: list[int] = []
        for path in Path(f"/proc/{self.pid}/task").glob("*/children"):
            with suppress(OSError):  # that thread has ended
                children += map(int, path.read_text().split())
        return [self.pid, *children]


def _times(pid: int) -> list[int]:
    try:
        stat = Path(f"/proc/{pid}/stat").read_text()
    except OSError:  # it has ended: its parent has its times
        return []
    return [int(one) for one in stat.rpartition(")")[2].split()[_TIMES]]


def _share(pid: int) -> int:
    try:
        told = Path(f"/proc/{pid}/smaps_rollup").read_text()
    except OSError:
        return 0
    return int(told.partition("\nPss:")[2].split()[0]) * 1024


def configured(
    folder: Path,
    port: int,
    hosts: Sequence[Host],
    sections: Sequence[str],
    *,
    every: float,
    topics: int = 0,
    **source: Any,
) -> Path:
    """Writes a configuration in which each host is a source; returns its file.

    Args:
        sections: by their paths; one whose name begins with `feed` is a feed.
        every: seconds between polls.
        topics: so many, told to a webhook at the first host.
        source: what each source says besides.
    """

    def named(host: Host) -> dict[str, Any]:
        home = f"http://{host.address}:{port}/"
        return {
            "name": host.address.replace(".", "-"),
            "home": home,
            **source,
            "sections": [
                {
                    "name": one,
                    "feed" if one.startswith("feed") else "page": home + one,
                    "every": f"{every:g}s",
                    "fastest": f"{every:g}s",
                }
                for one in sections
            ],
        }

    told: dict[str, Any] = {
        "contact": "bench@example.org",
        "data": str(folder / "data"),
        "database": f"sqlite:///{folder}/data/marsad.db",
        "health": {"listen": "off"},
        "network": {"allow": [f"{host.address}:{port}" for host in hosts]},
        "sources": [named(host) for host in hosts],
    }
    if topics:
        hook = {"name": "hook", "webhook": f"http://{hosts[0].address}:{port}/hook"}
        told["destinations"] = [{**hook, "secret": SECRET}]
        queries = [{"name": f"topic-{n}", "query": _query(n)} for n in range(topics)]
        told["watchlists"] = [{"name": "desk", "destinations": ["hook"], "topics": queries}]
    path = folder / "marsad.yaml"
    path.write_text(json.dumps(told), encoding="utf-8")  # JSON is YAML
    return path


def _query(number: int) -> str:
    one, other = TOPICAL[number % 8], TOPICAL[(number // 8 + 3) % 8]
    return f'{one} AND {other} OR "{other} {one} رقم {number}"'


@contextmanager
def running_service(configuration: Path) -> Iterator[RunningService]:
    """`marsad run`, ended at the end as systemd would.

    Raises:
        RuntimeError: it ended before it was told to.
    """
    log = configuration.with_suffix(".log")
    with log.open("ab") as told:
        process = subprocess.Popen(
            [sys.executable, "-m", "marsad", "run", "--config", str(configuration)],
            stdin=subprocess.DEVNULL,
            stdout=told,
            stderr=told,
        )
    try:
        yield RunningService(process.pid, configuration.parent)
        if process.poll() is not None:
            raise RuntimeError(f"the service ended: {log.read_text('utf-8')[-2000:]}")
    finally:
        process.send_signal(signal.SIGTERM)
        try:
            process.wait(30)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()

"""What systemd hears from the service, over a real socket of the same kind."""

from __future__ import annotations

import os
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest
from structlog.testing import capture_logs

from scheduler.manager import ServiceManager


@pytest.fixture(params=["path", "abstract"])
def listening(
    request: pytest.FixtureRequest, tmp_path: Path
) -> Iterator[tuple[str, socket.socket]]:
    """The name of a socket as systemd gives it, and the socket."""
    name = str(tmp_path / "notify") if request.param == "path" else f"@marsad-test-{os.getpid()}"
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as heard:
        heard.bind(name if name[0] != "@" else f"\0{name[1:]}")
        heard.settimeout(5)
        yield name, heard


def test_each_state_is_one_datagram(listening: tuple[str, socket.socket]) -> None:
    name, heard = listening
    manager = ServiceManager({"NOTIFY_SOCKET": name})
    manager.ready("following 3 sources")
    manager.reloading()
    manager.alive()
    manager.stopping()
    assert heard.recv(500) == b"READY=1\nSTATUS=following 3 sources"
    first, _, since = heard.recv(500).partition(b"\nMONOTONIC_USEC=")
    assert first == b"RELOADING=1"
    assert since.isdigit()
    assert heard.recv(500) == b"WATCHDOG=1"
    assert heard.recv(500) == b"STOPPING=1"


def test_without_a_manager_nothing_is_said_and_none_is_waited_for() -> None:
    manager = ServiceManager({"WATCHDOG_USEC": "1000000"})
    manager.ready("following 3 sources")
    assert manager.patience is None


def test_a_manager_that_went_away_does_not_stop_the_service(tmp_path: Path) -> None:
    manager = ServiceManager({"NOTIFY_SOCKET": str(tmp_path / "nobody")})
    with capture_logs() as logs:
        manager.alive()
    assert [entry["event"] for entry in logs] == ["manager_unreachable"]


@pytest.mark.parametrize(
    ("environ", "patience"),
    [
        ({"WATCHDOG_USEC": "30000000"}, 30.0),
        ({"WATCHDOG_USEC": "30000000", "WATCHDOG_PID": str(os.getpid())}, 30.0),
        ({"WATCHDOG_USEC": "30000000", "WATCHDOG_PID": "1"}, None),
        ({"WATCHDOG_USEC": "0"}, None),
        ({"WATCHDOG_USEC": "soon"}, None),
        ({}, None),
    ],
)
def test_the_watchdog_is_fed_only_where_it_is_set_for_us(
    environ: dict[str, str], patience: float | None
) -> None:
    assert ServiceManager({"NOTIFY_SOCKET": "@nobody", **environ}).patience == patience

"""Tells a service manager how the service is, by systemd's notification protocol.

One datagram of `NAME=value` lines to the socket that NOTIFY_SOCKET names, as sd_notify(3)
has it. Started by something else, everything here says nothing.
"""

from __future__ import annotations

import os
import socket
from collections.abc import Mapping
from time import clock_gettime_ns

import structlog

log = structlog.get_logger()


class ServiceManager:
    """The manager that started this process, if one wants to know.

    Args:
        environ: where NOTIFY_SOCKET, WATCHDOG_USEC and WATCHDOG_PID are looked up.
    """

    def __init__(self, environ: Mapping[str, str] = os.environ) -> None:
        name = environ.get("NOTIFY_SOCKET", "")
        # a name that begins with @ is one of Linux's abstract sockets
        #: of its socket, "" where nobody wants to know
        self.address = f"\0{name[1:]}" if name.startswith("@") else name
        #: seconds within which it wants a sign of life; None: it does not
        self.patience = _patience(environ) if name else None

    def ready(self, status: str) -> None:
        """The service works; `status` is what people read in `systemctl status`."""
        self._tell("READY=1", f"STATUS={status}")

    def reloading(self) -> None:
        since = clock_gettime_ns(1) // 1000  # CLOCK_MONOTONIC, which the protocol asks for
        self._tell("RELOADING=1", f"MONOTONIC_USEC={since}")

    def stopping(self) -> None:
        self._tell("STOPPING=1")

    def alive(self) -> None:
        self._tell("WATCHDOG=1")

    def _tell(self, *lines: str) -> None:
        if not self.address:
            return
        try:
            with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM | socket.SOCK_CLOEXEC) as one:
                one.setblocking(False)
                one.sendto("\n".join(lines).encode(), self.address)
        except OSError as error:
            # a manager that does not listen is no reason to stop working
            log.warning("manager_unreachable", detail=error.strerror or str(error))


def _patience(environ: Mapping[str, str]) -> float | None:
    """Seconds, or None where no watchdog is set or it is set for another process."""
    if environ.get("WATCHDOG_PID", str(os.getpid())) != str(os.getpid()):
        return None
    microseconds = environ.get("WATCHDOG_USEC", "")
    return int(microseconds) / 1e6 if microseconds.isdecimal() and int(microseconds) else None

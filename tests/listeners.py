"""What listens where nobody may come, and counts who came."""

from __future__ import annotations

import socket
import time


class Listener:
    """Listens on all of loopback, IPv4 and IPv6."""

    def __init__(self) -> None:
        self._socket = socket.create_server(("::", 0), family=socket.AF_INET6, dualstack_ipv6=True)
        self._socket.setblocking(False)
        self.port: int = self._socket.getsockname()[1]

    def came(self) -> int:
        """How many connections came since it was asked last."""
        time.sleep(0.01)
        count = 0
        while True:
            try:
                self._socket.accept()[0].close()
            except BlockingIOError:
                return count
            count += 1

    def close(self) -> None:
        self._socket.close()

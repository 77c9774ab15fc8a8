"""Who may be sent to at this moment, and how much: the places of attempts under way.

It keeps count of one process's attempts and shares the free places out. It reads no database
and no clock, and knows of a delivery only where it goes.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass

#: attempts under way at once that the other side answers as it should
AT_ONCE = 16
#: seconds after which an attempt gives its place up: it only waits for a slow receiver then, and
#: that keeps nobody else from being sent to
PATIENCE = 2.0
#: attempts under way in all, those that wait included
MOST = 128
#: to one destination, and to one whose last attempt failed: a receiver that hangs is tried by one
EACH = 4
FAILING_EACH = 1
#: to one server behind several destinations; mail servers count the connections of a client
SHARED = 8


@dataclass(frozen=True, slots=True)
class _UnderWay:
    destination: str
    #: seconds on the caller's clock
    began: float


class Places:
    """The attempts under way in this process.

    Args:
        servers: destination → the server it shares with others; without one it stands alone.
    """

    def __init__(self, servers: Mapping[str, str] | None = None) -> None:
        self._servers = servers or {}
        self._under_way: dict[Hashable, _UnderWay] = {}
        self._failing: set[str] = set()
        #: destination → the number of the last attempt there
        self._served: dict[str, int] = {}
        self._count = 0

    def take(self, attempt: Hashable, destination: str, now: float) -> None:
        """An attempt begins."""
        self._under_way[attempt] = _UnderWay(destination, now)
        self._count += 1
        self._served[destination] = self._count

    def leave(self, attempt: Hashable, *, failed: bool) -> None:
        """An attempt has ended."""
        destination = self._under_way.pop(attempt).destination
        (self._failing.add if failed else self._failing.discard)(destination)

    def free(self, now: float) -> int:
        """How many more attempts may begin."""
        active = sum(now - one.began < PATIENCE for one in self._under_way.values())
        return max(0, min(AT_ONCE - active, MOST - len(self._under_way)))

    def shares(self, waiting: Sequence[str], now: float) -> dict[str, int]:
        """Shares the free places out: one for each, those served longest ago first, then again.

        Args:
            waiting: destinations that something is due for.

        Returns:
            destination → how many attempts may begin, each at least one.
        """
        free = self.free(now)
        taken = Counter(one.destination for one in self._under_way.values())
        at_server = Counter(
            self._servers[one.destination]
            for one in self._under_way.values()
            if one.destination in self._servers
        )
        given: dict[str, int] = {}
        turn = sorted(waiting, key=lambda name: self._served.get(name, 0))
        while free and turn:
            again = []
            for name in turn:
                server = self._servers.get(name)
                if not free or (server is not None and at_server[server] >= SHARED):
                    continue
                if taken[name] >= (FAILING_EACH if name in self._failing else EACH):
                    continue
                given[name] = given.get(name, 0) + 1
                taken[name] += 1
                free -= 1
                if server is not None:
                    at_server[server] += 1
                again.append(name)
            turn = again
        return given

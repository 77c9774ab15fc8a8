"""How the running service is: whether its loop turns and its store answers.

Facts only, by a clock that no time change moves. Who asks decides what follows: systemd's
watchdog restarts what `hung`, a readiness probe sends nobody to what is `unready`.
"""

from __future__ import annotations

from collections.abc import Callable
from time import monotonic

#: seconds between looks at loop and store
PULSE_TICK = 5.0
#: seconds after which a loop that gave no sign is late, and a store that gave none silent
LATE_AFTER = 30.0
#: one that refuses is asked less often, and may take a while to refuse again
REFUSING_LATE_AFTER = 60.0
#: seconds of silence, or of refusals, after which starting anew may help where waiting did not
HUNG_AFTER = 120.0
REFUSED_FOR = 600.0


class Health:
    """What was last seen of loop and store; all times are seconds of `clock`.

    Args:
        clock: never goes back.
    """

    def __init__(self, clock: Callable[[], float] = monotonic) -> None:
        self._clock = clock
        now = clock()
        self._loop_at = now
        self._store_at = now
        self._store_well_at = now
        self._refusal = ""

    def loop_turned(self) -> None:
        self._loop_at = self._clock()

    def store_answered(self, refusal: str = "") -> None:
        """The store did what it was asked, or said why not."""
        self._store_at = self._clock()
        self._refusal = refusal
        if not refusal:
            self._store_well_at = self._store_at

    def unready(self) -> tuple[str, ...]:
        """Why no work can be expected now; empty when it can."""
        now = self._clock()
        found = []
        if now - self._loop_at > LATE_AFTER:
            found.append(f"the loop has not turned for {now - self._loop_at:.0f} s")
        if trouble := self.store_trouble():
            found.append(f"the store {trouble}")
        return tuple(found)

    def store_trouble(self) -> str:
        """What the store does not do; empty while it does what it is asked."""
        silent = self._clock() - self._store_at
        if silent > (REFUSING_LATE_AFTER if self._refusal else LATE_AFTER):
            return f"has not answered for {silent:.0f} s"
        return f"refuses: {self._refusal}" if self._refusal else ""

    def hung(self) -> tuple[str, ...]:
        """Why starting anew may help; empty as long as waiting is better."""
        now = self._clock()
        found = []
        if now - self._store_at > HUNG_AFTER:
            found.append(f"the store has not answered for {now - self._store_at:.0f} s")
        elif now - self._store_well_at > REFUSED_FOR:
            found.append(f"the store has refused for {now - self._store_well_at:.0f} s")
        return tuple(found)

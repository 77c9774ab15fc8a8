"""Orders the service on a data folder to take up its configuration anew, and hears it out."""

from __future__ import annotations

import os
import signal
import time
from pathlib import Path

from scheduler.lock import holder_of

#: seconds that its winding down and starting again may take
_ANSWER_WITHIN = 60.0


def reload_service(folder: Path) -> str | None:
    """What came of it: nothing (it was taken up), or why it was refused.

    Returns:
        The mistakes, one after the other; empty: there are none. None: no service runs there.

    Raises:
        TimeoutError: it gave no answer in time.
        ChildProcessError: it ended instead.
        OSError: it belongs to somebody else.
    """
    before = holder_of(folder)
    if before is None or before.doing != "run":
        return None
    try:
        os.kill(before.pid, signal.SIGHUP)
    except ProcessLookupError:
        return None
    until = time.monotonic() + _ANSWER_WITHIN
    while time.monotonic() < until:
        time.sleep(0.1)
        now = holder_of(folder)
        if now is None or now.pid != before.pid:
            if not _lives(before.pid):
                raise ChildProcessError(
                    f"process {before.pid} ended while it took the configuration up; see its log"
                )
        elif now.reloads > before.reloads:
            return now.refusal
    raise TimeoutError(f"process {before.pid} gave no answer within {_ANSWER_WITHIN:.0f} s")


def _lives(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True

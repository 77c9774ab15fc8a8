"""Processes that are forked from one that has loaded Marsad once, so that each begins at once.

Not for what is about the start or the end of an interpreter: that is tested in one of its own.
"""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Mapping
from multiprocessing import get_context
from multiprocessing.context import ForkServerContext
from multiprocessing.process import BaseProcess
from pathlib import Path
from subprocess import TimeoutExpired

import crawler.runner  # noqa: F401 - loaded here, so loaded for all
import marsad.running  # noqa: F401
from marsad.cli import main


def forking() -> ForkServerContext:
    """What processes are begun by; the first of this process loads what they need."""
    context = get_context("forkserver")
    context.set_forkserver_preload(["__main__", "tests.forked", "tests.lives"])
    return context


class ForkedService:
    """`marsad run` in a process of its own; it answers as `subprocess.Popen` does."""

    def __init__(self, config: Path, log: Path, environment: Mapping[str, str]) -> None:
        arguments = (config, log, dict(environment))
        self._process: BaseProcess = forking().Process(target=_run, args=arguments)
        self._process.start()
        assert self._process.pid is not None
        self.pid: int = self._process.pid

    def poll(self) -> int | None:
        """Its exit code, negative for the signal that killed it; None: it runs."""
        return self._process.exitcode

    def wait(self, timeout: float | None = None) -> int:
        """The exit code, once it has ended.

        Raises:
            TimeoutExpired: it has not, after so many seconds.
        """
        self._process.join(timeout)
        code = self.poll()
        if code is None:
            raise TimeoutExpired("marsad run", timeout or 0.0)
        return code

    def send_signal(self, number: signal.Signals) -> None:
        os.kill(self.pid, number)

    def terminate(self) -> None:
        self._process.terminate()

    def kill(self) -> None:
        self._process.kill()


def _run(config: Path, log: Path, environment: Mapping[str, str]) -> None:
    sink = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    for stream in (sys.stdout, sys.stderr):
        os.dup2(sink, stream.fileno())
    os.environ.clear()
    os.environ.update(environment)
    sys.argv = ["marsad", "run", "--config", str(config)]
    main()

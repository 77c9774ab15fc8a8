"""Functions that misbehave as hostile pages make readers do; they run in a worker."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from contextlib import suppress
from enum import Enum
from typing import Any

from pipeline.languages import language_by_words
from pipeline.loading import loading


def length(data: bytes) -> int:
    return len(data)


def same_with_enums_of_early_python(value: object, kind: type[Enum]) -> object:
    """Gives it back where members of that enum are pickled as Python 3.11.0 to 3.11.3 does."""

    def by_name(member: Enum, _: object) -> tuple[object, ...]:
        return getattr, (kind, member.name)

    kind.__reduce_ex__ = by_name  # type: ignore[method-assign,assignment]
    return value


def hang() -> None:
    while True:
        pass


def wait(seconds: float) -> float:
    time.sleep(seconds)
    return seconds


def eat(megabytes: int) -> int:
    """Takes so much memory in small pieces, and lets go of it."""
    eaten = [bytearray(1024 * 1024) for _ in range(megabytes)]
    return len(eaten)


def eat_and_carry_on() -> str:
    """What a library does that takes a lack of memory for a broken page."""
    eaten = []
    with suppress(MemoryError):
        while True:
            eaten.append(bytearray(1024 * 1024))
    return "half of the text"


def eat_and_break() -> None:
    """What a library does that lets go of nothing, and calls the page broken."""
    eaten = []
    for size in (1024 * 1024, 10_000, 100):
        with suppress(MemoryError):
            while True:
                eaten.append(bytearray(size))
    raise ValueError("a broken page")


def tell_language_of(text: str, beside: int) -> str:
    """Tells the language while so many megabytes are in use."""
    eaten = [bytearray(1024 * 1024) for _ in range(beside)]
    return language_by_words(text) if eaten else ""


def leak(megabytes: int) -> int:
    _LEAKED.append(bytearray(b"x") * (megabytes << 20))
    return len(_LEAKED)


def eat_load_eat(before: int, loaded: int, after: int) -> int:
    """Eats, has something loaded that stays, and eats again; all in megabytes."""
    eat(before)
    with loading():
        leak(loaded)
    return eat(after)


def die(number: int) -> None:
    os.kill(os.getpid(), number)


def end(code: int) -> None:
    os._exit(code)


def divide_by_zero() -> float:
    return 1 / 0


def own_pid() -> int:
    return os.getpid()


def loaded() -> tuple[str, ...]:
    """The names of the libraries that the process has."""
    return tuple(sys.modules)


def pid_after(seconds: float) -> int:
    time.sleep(seconds)
    return os.getpid()


def environment() -> dict[str, str]:
    return dict(os.environ)


def chatter() -> str:
    os.write(1, b"forged line\n")
    os.write(2, b"forged line\n")
    return "done"


def write_file(path: str) -> int:
    with open(path, "wb") as file:
        return file.write(b"x" * 100)


class Trap:
    """Would have whoever unpickles it make a file."""

    def __init__(self, path: str) -> None:
        self.path = path

    def __reduce__(self) -> Any:
        return os.mkdir, (self.path,)


def trap(path: str) -> Trap:
    return Trap(path)


def ignore_everything() -> None:
    """Hangs, deaf to signals that can be ignored."""
    for name in (signal.SIGINT, signal.SIGTERM, signal.SIGALRM):
        signal.signal(name, signal.SIG_IGN)
    hang()


_LEAKED: list[bytearray] = []


def connect(where: tuple[str, int] | str) -> str:
    with socket.socket(socket.AF_UNIX if isinstance(where, str) else socket.AF_INET) as one:
        try:
            one.connect(where)
        except OSError as error:
            return repr(error)
    return "connected"


def fetch(port: int) -> str:
    try:
        urllib.request.urlopen(f"http://localhost:{port}/", timeout=5)
    except OSError as error:
        return repr(error)
    return "fetched"


def start_a_process() -> str:
    try:
        subprocess.run([sys.executable, "-c", ""], check=False)
    except OSError as error:
        return repr(error)
    return "started"

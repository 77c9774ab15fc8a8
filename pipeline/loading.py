"""Where libraries and models that few pages ask for are loaded: when the first one does.

What is loaded so stays for all that is read later. Whoever bounds what one reading may take
says so with `AROUND`, that it is not charged to the page that happened to ask first.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from contextvars import ContextVar
from typing import Final

__all__ = ["AROUND", "loading"]

#: what a load is done in
AROUND: Final[ContextVar[Callable[[], AbstractContextManager[None]]]] = ContextVar(
    "AROUND", default=nullcontext
)


def loading() -> AbstractContextManager[None]:
    """A context to load in what is kept, and that alone when it ends.

    What still lives then counts as kept, be it a buffer that the loading function holds until
    it returns. Nothing that strangers sent may be handled in it.
    """
    return AROUND.get()()

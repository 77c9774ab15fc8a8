"""Twisted's reactor on the running asyncio loop, and off it again.

Scrapy needs the reactor; everything else here needs asyncio. Nothing in this module
fetches anything.
"""

from __future__ import annotations

import asyncio
import logging
import sys
from functools import cache
from typing import cast

import twisted.internet
from twisted.internet import asyncioreactor
from twisted.internet.asyncioreactor import AsyncioSelectorReactor
from twisted.logger import ILogObserver, STDLibLogObserver, globalLogBeginner
from twisted.python.failure import Failure

_MODULE = "twisted.internet.reactor"


def install_reactor() -> None:
    """Puts a running reactor on the running asyncio loop; a second call changes nothing.

    Raises:
        RuntimeError: no loop is running, or a reactor is installed on another loop
            (`shutdown_reactor` was not called there) or is of another kind.
    """
    loop = asyncio.get_running_loop()
    if _MODULE in sys.modules:
        if getattr(sys.modules[_MODULE], "_asyncioEventloop", None) is not loop:
            raise RuntimeError("a Twisted reactor is installed already, and not on this loop")
        return
    _hand_twisted_logs_over()
    asyncioreactor.install(loop)  # type: ignore[no-untyped-call]
    # Without this the first crawl waits for a reactor that nobody will ever run.
    installed_reactor().startRunning(installSignalHandlers=False)


def installed_reactor() -> AsyncioSelectorReactor:
    """The reactor that `install_reactor` put there.

    Raises:
        RuntimeError: there is none. Importing it would install one that never runs.
    """
    if _MODULE not in sys.modules:
        raise RuntimeError("no Twisted reactor is installed: call install_reactor() first")
    return cast(AsyncioSelectorReactor, sys.modules[_MODULE])


def shutdown_reactor() -> None:
    """Takes the reactor off its loop, so that the process can end or start another one.

    To be called on the loop, after the last crawl has ended: what is still connected is
    cut. Without a reactor nothing happens.
    """
    if _MODULE not in sys.modules:
        return
    reactor = installed_reactor()
    reactor.disconnectAll()
    if reactor.threadpool is not None:
        reactor.threadpool.stop()
    # Firing the reactor's own shutdown event would stop the loop, which is not ours to stop.
    for waker in list(reactor._internalReaders):
        reactor._removeInternalReader(waker)
        waker.connectionLost(Failure(ConnectionAbortedError()))  # type: ignore[no-untyped-call]
    del sys.modules[_MODULE], twisted.internet.reactor


@cache  # Twisted can be told once in a process, however many loops come and go
def _hand_twisted_logs_over() -> None:
    """Twisted's log goes to logging; unclaimed, its events would pile up in memory."""
    observer = cast(ILogObserver, STDLibLogObserver("twisted"))
    globalLogBeginner.beginLoggingTo([observer], discardBuffer=True, redirectStandardIO=False)
    logging.getLogger("twisted").setLevel(logging.WARNING)

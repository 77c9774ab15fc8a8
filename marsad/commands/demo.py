"""`marsad demo`; what it does is in `marsad.demonstration`, loaded only by it."""

from __future__ import annotations

from marsad.options import NewConfigOption


def demo(config: NewConfigOption = None) -> None:
    """Watch Marsad do its whole job on a local news site; about a minute, no network.

    With --config FILE its configuration is written there and its archive beside it, to look at
    afterwards with the other commands; without, both are gone at the end.
    """
    from marsad.demonstration import demonstrate

    demonstrate(config)

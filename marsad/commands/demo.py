"""`marsad demo`; what it does is in `marsad.demonstration`, loaded only by it."""

from __future__ import annotations


def demo() -> None:
    """Watch Marsad do its whole job on a local news site; about a minute, no network."""
    from marsad.demonstration import demonstrate

    demonstrate()

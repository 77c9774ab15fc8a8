"""Which sources wait because a host of theirs is not to be asked for all now, why and until when.

What hosts are given is `pipeline.hosts`' to decide; here it is told to people and programs.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from rich.text import Text

from config.settings import SourceSettings
from marsad.jsonlines import Object, time
from marsad.screen import foreign, when
from pipeline.hosts import Rest, hosts_of


@dataclass(frozen=True, slots=True)
class Waiting:
    """A source that waits for one of its hosts."""

    source: str
    rest: Rest


def waiting(
    sources: Iterable[SourceSettings], rest_of: Callable[[str], Rest | None]
) -> list[Waiting]:
    """The sources that wait, each once for every host that it waits for.

    Args:
        rest_of: by a host's name, why it is not asked for all now.
    """
    return [
        Waiting(source.name, rest)
        for source in sources
        for host in sorted(hosts_of(source))
        if (rest := rest_of(host)) is not None
    ]


def waiting_lines(waiting: Iterable[Waiting], zone: str) -> Iterator[Text]:
    """One line for each, in the reader's zone."""
    for one in waiting:
        told = f"{one.source} waits until {when(one.rest.until, zone)} for {one.rest.host}: "
        yield Text(told, style="yellow") + foreign(one.rest.why, "yellow")


def rest_object(rest: Rest) -> Object:
    return {
        "host": rest.host,
        "welcome": rest.welcome,
        "until": time(rest.until),
        "why": rest.why,
    }

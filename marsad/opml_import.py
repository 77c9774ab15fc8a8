"""Reads a list of feeds, adds what is new to the configuration when asked to, and tells."""

from __future__ import annotations

import sys
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import typer

from config.mistakes import Loc
from config.writing import Entry, block_of, plain_entry
from marsad import jsonlines
from marsad.adding import write_entries
from marsad.opml import MOST_BYTES, NotOpml, read_opml
from marsad.options import Loaded
from marsad.outlines import Outlines, sources_of
from marsad.screen import err, foreign
from marsad.wording import counted

#: feeds left out that are named one by one
_NAMED = 10


def import_feeds(file: Path, loaded: Loaded | None, *, write: bool, as_json: bool) -> None:
    """Makes sources of the feeds in a file, and adds them if that is wished.

    Raises:
        typer.Exit: no feed in it can be used (code 1).
        config.load.ConfigurationError: the configuration would have mistakes with them.
    """
    try:
        feeds = read_opml(_content(file))
    except NotOpml as error:
        err.print(f"{file} cannot be used: {error}", style="red", soft_wrap=True, markup=False)
        raise typer.Exit(1) from None
    settings = loaded.settings if loaded else None
    found = sources_of(feeds, settings, datetime.now(UTC))
    written = None
    if write and loaded and found.feeds:
        write_entries(loaded.path, _additions(found, loaded))
        written = str(loaded.path)
    if as_json:
        print(jsonlines.line(_object(found, written)))  # noqa: T201 - program output
    else:
        _tell(found, written)
    if not found.feeds and not found.known:
        raise typer.Exit(1)


def _content(file: Path) -> bytes:
    if str(file) == "-":
        return sys.stdin.buffer.read(MOST_BYTES + 1)
    with file.open("rb") as opened:
        return opened.read(MOST_BYTES + 1)


def _additions(found: Outlines, loaded: Loaded) -> list[tuple[Loc, tuple[Entry, ...]]]:
    places = {source.name: at for at, source in enumerate(loaded.settings.sources)}
    additions: list[tuple[Loc, tuple[Entry, ...]]] = [
        (("sources", places[name], "sections"), entries) for name, entries in found.sections.items()
    ]
    if found.sources:
        additions.append((("sources",), found.sources))
    return additions


def _tell(found: Outlines, written: str | None) -> None:
    if written is None:
        if found.sources:
            print(block_of(found.sources), end="", flush=True)  # noqa: T201 - program output
        for name, entries in found.sections.items():
            lines = block_of(entries, 6)
            print(f"# sections of {name}:\n{lines}", end="", flush=True)  # noqa: T201 - the same
    new = sum(len(entries) for entries in found.sections.values())
    parts = [f"{found.known} known already"]
    if new:
        parts.insert(0, f"{counted(new, 'new section')} of sources that are there")
    if found.sources:
        parts.insert(0, f"{found.feeds - new} in {counted(len(found.sources), 'new source')}")
    total = found.feeds + found.known + len(found.left_out)
    style = "green" if found.feeds else "yellow"
    err.print(
        f"{counted(total, 'feed')} in the list: {', '.join(parts)}", style=style, soft_wrap=True
    )
    if found.left_out:
        _tell_left_out(found)
    if written:
        err.print(f"added to {written}", style="green", soft_wrap=True)


def _tell_left_out(found: Outlines) -> None:
    err.print(f"{counted(len(found.left_out), 'feed')} cannot be used:", style="yellow")
    for one in found.left_out[:_NAMED]:
        name = one.outline.feed or one.outline.title or "an outline without a name"
        err.print(foreign(f"  {name}: {one.why}"), soft_wrap=True)
    others = Counter(one.why for one in found.left_out[_NAMED:])
    for why, count in others.most_common(_NAMED):
        err.print(foreign(f"  {count} more: {why}"), soft_wrap=True)


def _object(found: Outlines, written: str | None) -> dict[str, Any]:
    return {
        "sources": [plain_entry(one) for one in found.sources],
        "sections": {
            name: [plain_entry(one) for one in entries] for name, entries in found.sections.items()
        },
        "feeds": found.feeds,
        "known": found.known,
        "left_out": [
            {"feed": one.outline.feed, "title": one.outline.title, "why": one.why}
            for one in found.left_out
        ],
        "written": written,
    }

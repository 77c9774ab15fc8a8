"""`marsad init` and `marsad check`: a configuration to start from, and its mistakes."""

from __future__ import annotations

import os
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import Annotated

import typer

from config.load import PLACEHOLDER_SECRET, new_configuration, unknown_variables
from config.mistakes import hint
from config.settings import Settings
from config.values import is_language
from marsad.files import create_private
from marsad.options import ConfigOption, NewConfigOption, SetOption, load
from marsad.screen import counted, err, out
from pipeline.topics.checks import facets_asked_for, joining_in_small


def init(
    folder: Annotated[
        Path | None, typer.Argument(metavar="[DIR]", help="The folder to put marsad.yaml into.")
    ] = None,
    config: NewConfigOption = None,
) -> None:
    """Write a commented configuration to edit, with a fresh webhook secret."""
    if folder is not None and config is not None:
        raise typer.BadParameter("give a DIR or --config FILE, not both")
    path = config or (folder or Path()) / "marsad.yaml"
    create_private(path, new_configuration())
    out.print(f"wrote {path}", soft_wrap=True)
    out.print(f"edit it, then: marsad check --config {path}", soft_wrap=True)


def check(config: ConfigOption = None, settings: SetOption = None) -> None:
    """Check the configuration; every mistake is told at once, with its place."""
    loaded = load(config, settings)
    for name in unknown_variables(os.environ, loaded.settings):
        err.print(f"warning: {name} is set but names no setting", style="yellow")
    found = loaded.settings
    for one in found.destinations:
        if one.secret and one.secret.get_secret_value() == PLACEHOLDER_SECRET:
            err.print(
                f"warning: {one.name} has the example's secret, which everybody knows; "
                "marsad init writes a fresh one",
                style="yellow",
                soft_wrap=True,
            )
    if any(one.render for one in found.sources) and find_spec("playwright") is None:
        err.print(
            "warning: render: browser needs the extra marsad[browser], and Chromium",
            style="yellow",
        )
    _warn_of_unreadable(found)
    _warn_of_queries(found)
    topics = sum(len(watchlist.topics) for watchlist in found.watchlists)
    sections = sum(len(source.sections) for source in found.sources)
    out.print(
        f"{loaded.path}: no mistakes. {counted(len(found.sources), 'source')} with "
        f"{counted(sections, 'section')}, {counted(topics, 'topic')} on "
        f"{counted(len(found.watchlists), 'watchlist')}, "
        f"{counted(len(found.destinations), 'destination')}",
        soft_wrap=True,
    )


def _warn_of_unreadable(settings: Settings) -> None:
    """Addresses in which Apprise, which alone knows its services, finds none."""
    for one in settings.destinations:
        if one.apprise is None:
            continue
        from pipeline.channels.apprise import is_readable  # here, for few configurations need it

        if not is_readable(one.apprise.get_secret_value()):
            err.print(
                f"warning: Apprise can make nothing of the address of {one.name}",
                style="yellow",
                soft_wrap=True,
            )


def _warn_of_queries(settings: Settings) -> None:
    """Queries that can be read and will hardly find what their authors mean."""
    for watchlist in settings.watchlists:
        for topic in watchlist.topics:
            for doubt in _doubts(topic.query, settings):
                err.print(
                    f"warning: the query of {topic.name} {doubt}",
                    style="yellow",
                    soft_wrap=True,
                    markup=False,
                )


def _doubts(query: str, settings: Settings) -> Iterator[str]:
    names = {one.name.casefold() for one in settings.sources}
    for asked in facets_asked_for(query, settings.queries):
        if asked.name == "source" and asked.value.casefold() not in names:
            meant = hint(asked.value, names)
            yield f"asks for {asked.written}, and no source is called so{meant}"
        elif asked.name == "lang" and not is_language(asked.value):
            yield f"asks for {asked.written}, and that is no language's code, such as ar or en-GB"
    for word in joining_in_small(query, settings.queries):
        yield f"looks for the word {word}: in capitals it joins, in quotation marks it is meant"

"""The options that commands share, and how a command gets its settings."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import typer

from config.load import ConfigurationError, find_configuration, load_settings
from config.settings import Settings
from pipeline.topics import checks

ConfigOption = Annotated[
    Path | None,
    typer.Option(
        "--config",
        "-c",
        metavar="FILE",
        help="The configuration; see MARSAD_CONFIG.",
        show_default=False,
    ),
]
NewConfigOption = Annotated[
    Path | None,
    typer.Option(
        "--config",
        "-c",
        metavar="FILE",
        help="Write it to this new file.",
        show_default=False,
    ),
]
SetOption = Annotated[
    list[str] | None,
    typer.Option(
        "--set",
        metavar="KEY=VALUE",
        help="Override one setting, such as --set timezone=UTC.",
        show_default=False,
    ),
]
JsonOption = Annotated[bool, typer.Option("--json", help="One JSON object a line.")]
LimitOption = Annotated[
    int | None,
    typer.Option("--limit", metavar="N", min=1, help="Show at most so many.", show_default=False),
]


@dataclass(frozen=True, slots=True)
class Loaded:
    """Settings with the file they came from."""

    path: Path
    settings: Settings


def load(config: Path | None, overrides: list[str] | None) -> Loaded:
    """The settings a command works with.

    Raises:
        config.load.ConfigurationError: with every mistake found.
    """
    path = find_configuration(config, os.environ, Path.cwd())
    return Loaded(path, load_settings(path, os.environ, overrides or (), checks))


def load_if_any(config: Path | None, overrides: list[str] | None) -> Loaded | None:
    """The settings, or None when no configuration was named and none lies about.

    Raises:
        config.load.ConfigurationError: one was named and is not there, or has mistakes.
    """
    try:
        path = find_configuration(config, os.environ, Path.cwd())
    except ConfigurationError:
        if config is not None or "MARSAD_CONFIG" in os.environ:
            raise
        return None
    return Loaded(path, load_settings(path, os.environ, overrides or (), checks))


#: stands for the sources of a configuration that has none yet
_SOME_SOURCE = (
    'sources=[{name: none, home: "https://none.invalid/", '
    'sections: [{name: none, page: "https://none.invalid/"}]}]'
)


def load_to_add(config: Path | None, overrides: list[str] | None) -> Loaded | None:
    """As `load_if_any`, and sources may be missing still: they are about to be added."""
    try:
        return load_if_any(config, overrides)
    except ConfigurationError as error:
        if any(mistake.path != "sources" for mistake in error.mistakes):
            raise
    loaded = load_if_any(config, [*(overrides or ()), _SOME_SOURCE])
    assert loaded is not None, "it was there just now"
    return Loaded(loaded.path, loaded.settings.model_copy(update={"sources": ()}))

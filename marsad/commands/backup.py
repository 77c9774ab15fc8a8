"""Commands that take the whole archive to a safe place, and back from there."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from marsad.options import ConfigOption, JsonOption, SetOption, load


def backup(
    file: Annotated[
        Path,
        typer.Argument(metavar="FILE", help="A .tar or .tar.gz; one of that name is replaced."),
    ],
    as_json: JsonOption = False,
    config: ConfigOption = None,
    settings: SetOption = None,
) -> None:
    """Write database, kept responses and configuration to one file, without secrets."""
    if file.suffix not in (".tar", ".gz", ".tgz"):
        raise typer.BadParameter("name a file that ends in .tar, .tar.gz or .tgz")
    loaded = load(config, settings)
    from marsad.backing_up import back_up

    if not back_up(loaded, file, as_json=as_json):
        raise typer.Exit(1)


def restore(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="As marsad backup wrote it.")],
    configuration: Annotated[
        Path | None,
        typer.Option(
            "--configuration",
            metavar="NEWFILE",
            help="Only write the configuration in it to this new file.",
            show_default=False,
        ),
    ] = None,
    as_json: JsonOption = False,
    config: ConfigOption = None,
    settings: SetOption = None,
) -> None:
    """Restore a backup into an empty data folder and database, and check all of it."""
    from marsad import restoring

    if configuration is not None:
        restoring.restore_configuration(file, configuration)
        return
    if not restoring.restore(load(config, settings), file, as_json=as_json):
        raise typer.Exit(1)

"""`marsad doctor`: what is wrong with everything that Marsad lives on."""

from __future__ import annotations

from typing import Annotated

import typer

from marsad.options import ConfigOption, JsonOption, SetOption


def doctor(
    online: Annotated[
        bool,
        typer.Option("--online", help="Ask every source for one section, too, as a crawl would."),
    ] = False,
    as_json: JsonOption = False,
    config: ConfigOption = None,
    settings: SetOption = None,
) -> None:
    """Check everything from DNS to disk, and say what to do; changes nothing."""
    from marsad.doctoring import examine

    if not examine(config, settings, online=online, as_json=as_json):
        raise typer.Exit(1)

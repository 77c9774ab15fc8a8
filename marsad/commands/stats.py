"""`marsad stats`: how the archive grows."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Annotated

import typer

from marsad import counting
from marsad.commands.listing import moment, print_object
from marsad.options import ConfigOption, JsonOption, SetOption, load
from marsad.screen import out


def stats(
    since: Annotated[
        str, typer.Option("--since", metavar="WHEN", help="Count from then on: 90d, or 2026-01-31.")
    ] = "30d",
    as_json: JsonOption = False,
    config: ConfigOption = None,
    settings: SetOption = None,
) -> None:
    """Show how the archive grew: by source, day and kind of edit."""
    found = load(config, settings).settings
    now = datetime.now(UTC)
    start = moment(since, found.timezone)
    grown = counting.counted(found, start, now)
    if as_json:
        for one in counting.growth_objects(grown, found.data):
            print_object(one)
        return
    out.print(counting.growth_page(grown, found.data, start, found.timezone))

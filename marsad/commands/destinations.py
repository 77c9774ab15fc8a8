"""The command `destinations`: who is told, how that goes, and taking a disabled one up again."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Annotated

import typer

from config.settings import DestinationSettings, Settings
from marsad import jsonlines, screen
from marsad.commands.listing import tell
from marsad.opening import opened_store
from marsad.options import ConfigOption, JsonOption, SetOption, load
from marsad.screen import err
from marsad.wording import counted
from pipeline.store import destinations as stored

app = typer.Typer(
    name="destinations",
    help="Show who is told and how that goes; take up one that was disabled.",
    add_completion=False,
)


@app.callback(invoke_without_command=True)
def destinations(
    context: typer.Context,
    as_json: JsonOption = False,
    config: ConfigOption = None,
    settings: SetOption = None,
) -> None:
    """Show who is told and how that goes; take up one that was disabled."""
    if context.invoked_subcommand is not None:
        return
    found = load(config, settings).settings
    with opened_store(found) as store, store.read() as session:
        views = stored.views(session, [one.name for one in found.destinations])
    rows = list(zip(found.destinations, views, strict=True))
    tell(
        rows,
        as_json,
        lambda row: jsonlines.destination(*row),
        lambda: screen.destination_table(rows, found.timezone),
    )


@app.command("enable")
def enable(
    name: Annotated[str, typer.Argument(metavar="NAME", help="The destination.")],
    config: ConfigOption = None,
    settings: SetOption = None,
) -> None:
    """Send to a disabled destination again; what waited for it is due at once."""
    found = load(config, settings).settings
    destination_or_end(found, name)
    with opened_store(found) as store, store.write() as session:
        (view,) = stored.views(session, [name])
        if view.disabled_at is None:
            err.print(f"{name} is not disabled", style="yellow")
            return
        waited = stored.enable(session, name, datetime.now(UTC))
    err.print(
        f"{name} is in use again; {counted(waited, 'delivery is', 'deliveries are')} due",
        style="green",
    )


def destination_or_end(settings: Settings, name: str) -> DestinationSettings:
    """The destination of that name; ends the command where there is none."""
    destination = settings.destination(name)
    if destination is None:
        known = ", ".join(one.name for one in settings.destinations) or "none"
        err.print(f"no destination is called {name}; there are: {known}", style="yellow")
        raise typer.Exit(3)
    return destination

"""`marsad crawl`, `run` and `deliver`: one pass, the service, the outbox.

What they do is in `marsad.running`, loaded only by them: it takes a second.
"""

from __future__ import annotations

from typing import Annotated

import typer

from config.settings import Settings, SourceSettings
from marsad.options import ConfigOption, JsonOption, SetOption, load
from marsad.screen import err


def crawl(
    names: Annotated[
        list[str] | None, typer.Argument(metavar="[SOURCE]…", help="Only these sources.")
    ] = None,
    everything: Annotated[
        bool, typer.Option("--all", help="Poll and recheck all, whatever is due.")
    ] = False,
    send: Annotated[bool, typer.Option("--deliver", help="Send queued alerts at the end.")] = False,
    as_json: JsonOption = False,
    config: ConfigOption = None,
    settings: SetOption = None,
) -> None:
    """Make one pass over everything that is due; alerts are queued."""
    found = load(config, settings).settings
    sources = _chosen(found, names)
    from marsad.running import run_pass

    run_pass(found, sources, everything=everything, send=send).tell(as_json)


def run(config: ConfigOption = None, settings: SetOption = None) -> None:
    """Run the service until it is told to stop (SIGTERM, Ctrl-C)."""
    found = load(config, settings).settings
    from marsad.running import run_service

    run_service(found)


def deliver(
    as_json: JsonOption = False, config: ConfigOption = None, settings: SetOption = None
) -> None:
    """Send what is due now."""
    found = load(config, settings).settings
    from marsad.running import run_deliveries, tell_deliveries

    sent = run_deliveries(found)
    tell_deliveries(sent, as_json)
    if any(one.error for one in sent):
        raise typer.Exit(1)


def _chosen(settings: Settings, names: list[str] | None) -> tuple[SourceSettings, ...]:
    if not names:
        return settings.sources
    chosen = []
    for name in names:
        source = settings.source(name)
        if source is None:
            known = ", ".join(one.name for one in settings.sources)
            err.print(f"no source is called {name}; there are: {known}", style="red")
            raise typer.Exit(3)
        chosen.append(source)
    return tuple(chosen)

"""`marsad crawl`, `run`, `reload` and `deliver`: one pass, the service, the outbox.

What they do is in `marsad.running` and `marsad.delivering`, loaded only by them: it takes a second.
"""

from __future__ import annotations

from typing import Annotated

import typer

from config.settings import Settings, SourceSettings
from marsad.options import ConfigOption, JsonOption, SetOption, load
from marsad.reloading import reload_service
from marsad.screen import err, foreign, out


def crawl(
    names: Annotated[
        list[str] | None, typer.Argument(metavar="SOURCE", help="Only these sources.")
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

    done = run_pass(found, sources, everything=everything, send=send)
    done.tell(as_json, found.timezone)


def run(config: ConfigOption = None, settings: SetOption = None) -> None:
    """Run the service until it is told to stop (SIGTERM, Ctrl-C).

    SIGHUP, or `marsad reload`, makes it take up its configuration anew.
    """
    found = load(config, settings)
    from marsad.running import run_service

    run_service(found.settings, lambda: load(found.path, settings).settings)


def reload(config: ConfigOption = None, settings: SetOption = None) -> None:
    """Have the running service take up its configuration anew; one with mistakes is refused."""
    found = load(config, settings).settings
    refusal = reload_service(found.data)
    if refusal is None:
        err.print(f"no service runs on {found.data}; start one: marsad run", style="red")
        raise typer.Exit(1)
    if refusal:
        err.print(foreign(refusal), soft_wrap=True)
        err.print("refused; the service goes on with the configuration it had", style="red")
        raise typer.Exit(2)
    out.print("the service works with the new configuration")


def deliver(
    as_json: JsonOption = False, config: ConfigOption = None, settings: SetOption = None
) -> None:
    """Send what is due now."""
    found = load(config, settings).settings
    from marsad.delivering import run_deliveries, tell_deliveries

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

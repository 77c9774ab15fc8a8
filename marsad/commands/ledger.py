"""The commands `alerts` and `deliveries`: what was raised and what became of it.

A delivery is sent again by queueing it; a sample or a preview leaves no trace in the database.
"""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer
from sqlalchemy.orm import Session

from marsad import jsonlines, screen
from marsad.commands.destinations import destination_or_end
from marsad.commands.listing import limited, moment, row_id, tell
from marsad.opening import opened_store
from marsad.options import ConfigOption, JsonOption, LimitOption, SetOption, load
from marsad.screen import err, foreign, out
from marsad.wording import counted
from pipeline.records import AlertMessage, Digest
from pipeline.store import destinations, digests, messages, outbox, queries
from pipeline.store.outbox import DeliveryState

alerts_app = typer.Typer(
    name="alerts",
    help="List alerts; send a sample; see what an alert looks like.",
    add_completion=False,
)
deliveries_app = typer.Typer(
    name="deliveries", help="List what was sent to whom; send it again.", add_completion=False
)


@alerts_app.callback(invoke_without_command=True)
def alerts(
    context: typer.Context,
    limit: LimitOption = None,
    as_json: JsonOption = False,
    config: ConfigOption = None,
    settings: SetOption = None,
) -> None:
    """List alerts, last raised first; send a sample; see what an alert looks like."""
    if context.invoked_subcommand is not None:
        return
    found = load(config, settings).settings
    with opened_store(found) as store, store.read() as session:
        views = queries.alerts(session, limit=limited(limit, as_json))
    tell(
        views,
        as_json,
        jsonlines.alert,
        lambda: screen.alert_table(views, found.timezone),
        "no alert was raised yet",
    )


@alerts_app.command("test")
def send_sample(
    destination: Annotated[str, typer.Argument(metavar="DESTINATION", help="Its name.")],
    config: ConfigOption = None,
    settings: SetOption = None,
) -> None:
    """Send a sample alert to a destination now, and say what the other side answered."""
    found = load(config, settings).settings
    chosen = destination_or_end(found, destination)
    from marsad import looping, previewing  # here, for they load what listings need not

    said, accepted = looping.run_questions(
        found, lambda policy: previewing.send_sample(found, chosen, datetime.now(UTC), policy)
    )
    err.print(foreign(f"{destination}: {said}", "green" if accepted else "red"), soft_wrap=True)
    if not accepted:
        raise typer.Exit(1)


@alerts_app.command("preview")
def preview(
    alert: Annotated[str, typer.Argument(metavar="ALERT", help="Its id, or a digest's.")],
    folder: Annotated[
        Path, typer.Argument(metavar="DIR", help="Where to write the files.", file_okay=False)
    ] = Path(),
    config: ConfigOption = None,
    settings: SetOption = None,
) -> None:
    """Write an alert or digest to files as mail (HTML and text) and webhook (JSON) have it."""
    found = load(config, settings).settings
    with opened_store(found) as store, store.read() as session:
        message = _message(session, alert)
    if message is None:
        err.print(f"no alert or digest has the id {alert}", style="yellow")
        raise typer.Exit(3)
    from marsad import previewing  # here, for it loads what listings need not

    folder.mkdir(parents=True, exist_ok=True)
    for name, content in previewing.as_files(found, message).items():
        (folder / name).write_bytes(content)
        out.print(str(folder / name), soft_wrap=True)


def _message(session: Session, wanted: str) -> AlertMessage | Digest | None:
    if not wanted.isdecimal():
        return digests.digest_for(session, wanted)
    number = row_id(wanted)
    if number is None or not queries.alerts(session, alert_id=number):
        return None
    return messages.message_for(session, outbox.Claim("msg_preview", number, "", 0, None))


@deliveries_app.callback(invoke_without_command=True)
def deliveries(
    context: typer.Context,
    state: Annotated[
        DeliveryState | None,
        typer.Option("--state", metavar="STATE", help="Only those queued, delivered or dead."),
    ] = None,
    held: Annotated[
        bool, typer.Option("--held", help="Only those that wait: for a digest, quiet hours…")
    ] = False,
    limit: LimitOption = None,
    as_json: JsonOption = False,
    config: ConfigOption = None,
    settings: SetOption = None,
) -> None:
    """List deliveries: what was sent to whom, what waits, what failed and why; send it again."""
    if context.invoked_subcommand is not None:
        return
    found = load(config, settings).settings
    with opened_store(found) as store, store.read() as session:
        views = queries.deliveries(session, state=state, held=held, limit=limited(limit, as_json))
        disabled = destinations.disabled(session)
    tell(
        views,
        as_json,
        jsonlines.delivery,
        lambda: screen.delivery_table(views, found.timezone),
        "no such delivery is owed or was made",
    )
    for name in disabled:
        line = f"{name} is disabled: see marsad destinations"
        err.print(line, style="yellow", soft_wrap=True)


@deliveries_app.command("replay")
def replay(
    delivery: Annotated[
        str | None, typer.Argument(metavar="ID", help="This one, whatever became of it.")
    ] = None,
    since: Annotated[
        str | None,
        typer.Option("--since", metavar="WHEN", help="All dead ones since: 3d, or 2026-11-01."),
    ] = None,
    as_json: JsonOption = False,
    config: ConfigOption = None,
    settings: SetOption = None,
) -> None:
    """Queue deliveries again, with the same ids and bytes; the service or deliver sends them."""
    if (delivery is None) == (since is None):
        raise typer.BadParameter("say which: a delivery's ID, or --since WHEN")
    found = load(config, settings).settings
    after = moment(since, found.timezone)
    with opened_store(found) as store, store.write() as session:
        ids = outbox.replay(session, datetime.now(UTC), delivery_id=delivery, since=after)
    if delivery is not None and not ids:
        err.print(f"no delivery {delivery} is there, or it is being sent now", style="yellow")
        raise typer.Exit(3)
    if not as_json:
        told = counted(len(ids), "delivery is", "deliveries are")
        err.print(f"{told} queued again", style="green")
        return
    for one in ids:
        print(jsonlines.line({"delivery": one}))  # noqa: T201 - program output

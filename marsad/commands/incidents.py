"""The command `incidents`: what a source's articles changed alike, and what is to become of it."""

from __future__ import annotations

from datetime import UTC, datetime
from enum import StrEnum
from typing import Annotated

import typer
from sqlalchemy.orm import Session

from config.settings import Settings
from marsad import jsonlines, screen
from marsad.commands.listing import print_object, row_id, tell
from marsad.opening import opened_store
from marsad.options import ConfigOption, JsonOption, SetOption, load
from marsad.screen import err
from marsad.wording import counted
from pipeline.store import incidents as stored
from pipeline.store.tables import IncidentRow


class Action(StrEnum):
    """What people may do with an incident."""

    RELEASE = "release"
    DISCARD = "discard"


def incidents(
    action: Annotated[
        Action | None,
        typer.Argument(
            metavar="release|discard",
            help="release: they are edits, tell them. discard: they are not; go on from there.",
        ),
    ] = None,
    incident: Annotated[
        str | None, typer.Argument(metavar="ID", help="Which incident.", show_default=False)
    ] = None,
    source: Annotated[
        str | None, typer.Option("--source", metavar="NAME", help="Only of this source.")
    ] = None,
    as_json: JsonOption = False,
    config: ConfigOption = None,
    settings: SetOption = None,
) -> None:
    """List what many articles of a source changed alike and is held; release or discard it."""
    found = load(config, settings).settings
    if action is None:
        with opened_store(found) as store, store.read() as session:
            views = stored.of_sources(session, source)
        tell(
            views,
            as_json,
            jsonlines.incident,
            lambda: screen.incident_table(views, found.timezone),
            "nothing is held, nor was",
        )
        return
    if incident is None:
        raise typer.BadParameter(f"say which incident to {action}: its id")
    with opened_store(found) as store, store.write() as session:
        row = _open(session, incident)
        told = _settle(session, found, action, row)
        view = next(one for one in stored.of_sources(session) if one.id == row.id)
    if as_json:
        print_object(jsonlines.incident(view))
    else:
        err.print(told, style="green")


def _open(session: Session, incident: str) -> IncidentRow:
    """The open incident of that id; ends the command where there is none."""
    number = row_id(incident)
    row = session.get(IncidentRow, number) if number is not None else None
    if row is None or row.state != stored.OPEN:
        which = f"incident {incident} is {row.state} already" if row else f"no incident {incident}"
        err.print(which, style="yellow")
        raise typer.Exit(3)
    return row


def _settle(session: Session, settings: Settings, action: Action, row: IncidentRow) -> str:
    # here, for they load what listings need not
    from pipeline.incidents import discard, release
    from pipeline.watch import Watch

    now = datetime.now(UTC)
    if action is Action.DISCARD:
        told = counted(discard(session, row, now).articles, "article goes", "articles go")
        return f"{told} on from what their pages show"
    done = release(session, Watch(settings), row, now)
    return f"{counted(done.articles, 'edit')}, {counted(done.alerts, 'alert')}"

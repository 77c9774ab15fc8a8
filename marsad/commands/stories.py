"""The command `stories`: texts that several articles carry, and how the copies differ."""

from __future__ import annotations

from typing import Annotated

import typer

from marsad import story_screen
from marsad.commands.listing import limited, print_object, row_id, tell
from marsad.opening import opened_store
from marsad.options import ConfigOption, JsonOption, LimitOption, SetOption, load
from marsad.screen import err, out
from pipeline.store import told_stories


def stories(
    story: Annotated[
        str | None, typer.Argument(metavar="ID", help="Show one story.", show_default=False)
    ] = None,
    limit: LimitOption = None,
    as_json: JsonOption = False,
    config: ConfigOption = None,
    settings: SetOption = None,
) -> None:
    """List stories that several articles carry, or show one: its origin, how copies differ."""
    found = load(config, settings).settings
    if story is not None:
        with opened_store(found) as store, store.read() as session:
            number = row_id(story)
            view = told_stories.story(session, number) if number is not None else None
            edits = told_stories.followed_edits(session, view) if view else []
        if view is None:
            err.print(f"no story is known by {story}", style="yellow")
            raise typer.Exit(3)
        differences = told_stories.divergences(view)
        if as_json:
            print_object(story_screen.story_object(view, differences, edits))
            return
        out.print(story_screen.story_page(view, differences, edits, found.timezone))
        return
    with opened_store(found) as store, store.read() as session:
        views = told_stories.stories(session, limit=limited(limit, as_json))
    tell(
        views,
        as_json,
        story_screen.listed_object,
        lambda: story_screen.story_table(views, found.timezone),
        "no text was found in several articles yet",
    )

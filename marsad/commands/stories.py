"""The command `stories`: texts that several articles carry, and how the copies differ."""

from __future__ import annotations

from typing import Annotated

import typer

from marsad import jsonlines, story_screen
from marsad.opening import opened_store
from marsad.options import MOST_ID, ConfigOption, JsonOption, LimitOption, SetOption, load
from marsad.screen import err, out
from pipeline.store import told_stories

#: rows a table shows people when they do not say; --json has no limit
_SCREENFUL = 50


def stories(
    story: Annotated[
        int | None, typer.Argument(metavar="[ID]", max=MOST_ID, help="Show one story.")
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
            view = told_stories.story(session, story)
            edits = told_stories.followed_edits(session, view) if view else []
        if view is None:
            err.print(f"no story is known by {story}", style="yellow")
            raise typer.Exit(3)
        differences = told_stories.divergences(view)
        if as_json:
            print(jsonlines.line(story_screen.story_object(view, differences, edits)))  # noqa: T201 - program output
            return
        out.print(story_screen.story_page(view, differences, edits, found.timezone))
        return
    with opened_store(found) as store, store.read() as session:
        views = told_stories.stories(
            session, limit=limit if limit is not None or as_json else _SCREENFUL
        )
    if not as_json:
        out.print(story_screen.story_table(views, found.timezone))
        return
    for one in views:
        print(jsonlines.line(story_screen.listed_object(one)))  # noqa: T201 - program output

"""Commands about topics: list them, try a query on the archive or on a file of texts."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from config.mistakes import hint
from config.settings import Settings, TopicSettings
from marsad import jsonlines, matching, screen
from marsad.commands.listing import moment, tell
from marsad.options import ConfigOption, JsonOption, SetOption, load, load_if_any
from marsad.screen import err
from pipeline.topics import mistake_in

app = typer.Typer(
    name="topics", help="List topics; try queries before they watch.", add_completion=False
)


@app.callback(invoke_without_command=True)
def topics(
    context: typer.Context,
    as_json: JsonOption = False,
    config: ConfigOption = None,
    settings: SetOption = None,
) -> None:
    """List the topics watched, and how often each has alerted."""
    if context.invoked_subcommand is not None:
        return
    # here, because the archive takes longer to load than `match` takes for a file of texts
    from marsad.opening import opened_store
    from pipeline.store import queries

    found = load(config, settings).settings
    with opened_store(found) as store, store.read() as session:
        counts = queries.topic_counts(session)
    listed = [(topic, watchlist) for watchlist in found.watchlists for topic in watchlist.topics]
    tell(
        listed,
        as_json,
        lambda row: jsonlines.topic(*row, counts.get(row[0].name)),
        lambda: screen.topic_table(found, counts),
    )


@app.command("test")
def try_query(
    query: Annotated[str, typer.Argument(metavar="QUERY", help="A query, or the name of a topic.")],
    since: Annotated[
        str, typer.Option("--since", metavar="WHEN", help="From when on: 90d, or 2026-11-01.")
    ] = "90d",
    backfill: Annotated[
        bool,
        typer.Option("--backfill", help="Of a topic: queue the alerts it has not raised yet."),
    ] = False,
    as_json: JsonOption = False,
    config: ConfigOption = None,
    settings: SetOption = None,
) -> None:
    """Show what a query would have flagged in the archive, and what it narrowly misses."""
    from marsad import backtest
    from marsad.opening import opened_store

    found = load(config, settings).settings
    topic = _named(found, query)
    if backfill and topic is None:
        raise typer.BadParameter(f"no topic is called {query}: only a topic can be backfilled")
    if topic is None:
        topic = TopicSettings(name="query", query=_readable(query, found), on=("new", "edit"))
        _tell_if_meant_as_a_name(found, query)
    with opened_store(found) as store:
        backtest.run(
            found, store, topic, moment(since, found.timezone), as_json=as_json, backfill=backfill
        )


@app.command("match")
def match(
    query: Annotated[str, typer.Argument(metavar="QUERY", help="A query, or the name of a topic.")],
    manifest: Annotated[
        Path,
        typer.Option(
            "--manifest", metavar="FILE", help="JSON lines of id, title and body.", exists=True
        ),
    ],
    as_json: JsonOption = False,
    config: ConfigOption = None,
    settings: SetOption = None,
) -> None:
    """Print which texts of a file a query holds for, and by which words."""
    loaded = load_if_any(config, settings)
    found = loaded.settings if loaded else None
    topic = _named(found, query) if found else None
    text = topic.query if topic else _readable(query, found)
    matching.match_manifest(text, found.queries if found else {}, manifest, as_json=as_json)


def _tell_if_meant_as_a_name(settings: Settings, query: str) -> None:
    """A topic's name that was misspelt is a query too, and would quietly find nothing."""
    names = [topic.name for watchlist in settings.watchlists for topic in watchlist.topics]
    if meant := hint(query, names):
        err.print(
            f"taken as a query: no topic is called {query}{meant}",
            style="yellow",
            soft_wrap=True,
            markup=False,
        )


def _named(settings: Settings, name: str) -> TopicSettings | None:
    topics = (topic for watchlist in settings.watchlists for topic in watchlist.topics)
    return next((topic for topic in topics if topic.name == name), None)


def _readable(query: str, settings: Settings | None) -> str:
    if mistake := mistake_in(query, settings.queries if settings else {}):
        raise typer.BadParameter(f"the query: {mistake}")
    return query

"""Commands that keep the archive sound and take it elsewhere.

What they do is in modules of their own, loaded only by them.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, cast, get_args

import typer

from marsad.commands.listing import moment
from marsad.commands.naming import article_named
from marsad.opening import opened_store
from marsad.options import ConfigOption, JsonOption, SetOption, load

if TYPE_CHECKING:
    from marsad.exporting import What
    from marsad.tables import Format

#: an archive that is taken elsewhere means the same days there
_ZONE = "UTC"
SinceOption = Annotated[
    str | None,
    typer.Option(
        "--since",
        metavar="WHEN",
        help="Only what is from then on: 7d, or 2026-01-31 (UTC).",
        show_default=False,
    ),
]


def verify(
    since: SinceOption = None,
    as_json: JsonOption = False,
    config: ConfigOption = None,
    settings: SetOption = None,
) -> None:
    """Check the chain of every article's versions, and every response that was kept."""
    found = load(config, settings).settings
    start = moment(since, _ZONE)
    from marsad.verifying import verify_archive

    if not verify_archive(found, start, as_json=as_json):
        raise typer.Exit(1)


def prune(
    remove: Annotated[
        bool, typer.Option("--remove", help="Do it; without, only tell how much would go.")
    ] = False,
    as_json: JsonOption = False,
    config: ConfigOption = None,
    settings: SetOption = None,
) -> None:
    """Remove responses that retention no longer asks for; texts and chain stay."""
    found = load(config, settings).settings
    from marsad.pruning import prune_archive

    prune_archive(found, remove=remove, as_json=as_json)


def reread(
    from_start: Annotated[
        bool, typer.Option("--from-start", help="Even where a run before was stopped half-way.")
    ] = False,
    alert: Annotated[
        bool,
        typer.Option("--alert", help="Tell topics that hold only for what is read now."),
    ] = False,
    as_json: JsonOption = False,
    config: ConfigOption = None,
    settings: SetOption = None,
) -> None:
    """Read all that was kept again, as this Marsad reads; makes no edits."""
    found = load(config, settings).settings
    from marsad.rereading import reread_archive

    reread_archive(found, from_start=from_start, alert=alert, as_json=as_json)


def reindex(
    as_json: JsonOption = False,
    config: ConfigOption = None,
    settings: SetOption = None,
) -> None:
    """Make the full-text index anew, out of the latest version of every article."""
    found = load(config, settings).settings
    from marsad.reindexing import reindex_archive

    reindex_archive(found, as_json=as_json)


def import_(
    file: Annotated[
        Path, typer.Argument(metavar="FILE.jsonl", help="Articles or versions; .gz is opened.")
    ],
    source: Annotated[
        str | None,
        typer.Option("--source", metavar="NAME", help="They are all of this source."),
    ] = None,
    alert: Annotated[
        bool, typer.Option("--alert", help="Raise alerts, as for pieces that are crawled.")
    ] = False,
    as_json: JsonOption = False,
    config: ConfigOption = None,
    settings: SetOption = None,
) -> None:
    """Take in articles or versions of another archive, in the field names of export."""
    found = load(config, settings).settings
    from marsad.importing import import_rows

    import_rows(found, file, source, alert=alert, as_json=as_json)


def export(
    what: Annotated[
        str | None, typer.Argument(metavar="articles|versions|edits", help="What to write.")
    ] = None,
    file: Annotated[
        Path | None, typer.Argument(metavar="FILE", help="Where to; else standard output.")
    ] = None,
    form: Annotated[
        str, typer.Option("--format", metavar="FORMAT", help="jsonl, csv or parquet.")
    ] = "jsonl",
    since: SinceOption = None,
    warc: Annotated[
        str | None,
        typer.Option(
            "--warc",
            metavar="ARTICLE",
            help="The responses kept of one article, as WARC: marsad export --warc 12 FILE.",
            show_default=False,
        ),
    ] = None,
    config: ConfigOption = None,
    settings: SetOption = None,
) -> None:
    """Write what is kept for other programs, or an article's responses for replay tools."""
    found = load(config, settings).settings
    from marsad import exporting, tables

    if warc is not None:
        if what is None or file is not None:
            raise typer.BadParameter("give the file to write: marsad export --warc ARTICLE FILE")
        with opened_store(found) as store, store.read() as session:
            article = article_named(session, found, warc).id
        exporting.export_warc(found, article, Path(what))
        return
    if what not in get_args(exporting.What):
        raise typer.BadParameter("say what to write: articles, versions or edits")
    if form not in get_args(tables.Format):
        raise typer.BadParameter("--format is one of jsonl, csv and parquet")
    exporting.export_rows(
        found, cast("What", what), cast("Format", form), moment(since, _ZONE), file
    )

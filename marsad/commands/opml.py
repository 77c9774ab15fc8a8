"""`marsad opml export` and `import`: lists of feeds, as other readers keep them."""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from marsad.files import whole_file
from marsad.options import ConfigOption, JsonOption, SetOption, load, load_to_add
from marsad.screen import err
from marsad.wording import counted

app = typer.Typer(
    name="opml",
    help="Bring lists of feeds along, or take them away (OPML).",
    no_args_is_help=True,
    add_completion=False,
)


@app.command("export")
def export(
    file: Annotated[
        Path | None, typer.Argument(metavar="FILE", help="Where to; else standard output.")
    ] = None,
    config: ConfigOption = None,
    settings: SetOption = None,
) -> None:
    """Write the feeds that are polled as OPML 2.0."""
    found = load(config, settings).settings
    from marsad.opml import write_opml

    text = write_opml(found.sources, datetime.now(UTC))
    if file is None:
        sys.stdout.write(text)
    else:
        with whole_file(file) as whole:
            whole.write(text.encode())
    sections = [section for source in found.sources for section in source.sections]
    feeds = sum(section.feed is not None for section in sections)
    others = len(sections) - feeds
    told = f"; what is no feed has no place in OPML: {counted(others, 'section')}" if others else ""
    err.print(f"{counted(feeds, 'feed')} written{told}", style="green", soft_wrap=True)


@app.command("import")
def import_(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A list of feeds; - for input.")],
    write: Annotated[
        bool, typer.Option("--write", help="Add them to the configuration; comments stay.")
    ] = False,
    as_json: JsonOption = False,
    config: ConfigOption = None,
    settings: SetOption = None,
) -> None:
    """Print sources for the feeds of a list, ready to paste; nothing is fetched."""
    loaded = load_to_add(config, settings)
    if write and loaded is None:
        err.print("there is no configuration to write to: run marsad init first", style="red")
        raise typer.Exit(2)
    from marsad.opml_import import import_feeds

    import_feeds(file, loaded, write=write, as_json=as_json)

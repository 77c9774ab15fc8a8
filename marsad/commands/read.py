"""`marsad read`: reads saved or live pages and prints the articles; stores nothing.

What it does is in `marsad.reading`, loaded only by it: it takes a second.
"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from marsad.options import ConfigOption, JsonOption, SetOption, load_if_any
from marsad.screen import err


def read(
    page: Annotated[
        str | None, typer.Argument(metavar="FILE|URL", help="A saved page, or a live one.")
    ] = None,
    url: Annotated[
        str | None, typer.Option("--url", metavar="URL", help="The address a saved page came from.")
    ] = None,
    fetched_at: Annotated[
        str | None,
        typer.Option("--fetched-at", metavar="TIME", help="When a saved page was had (ISO 8601)."),
    ] = None,
    source: Annotated[
        str | None, typer.Option("--source", metavar="NAME", help="Read it by this source's rules.")
    ] = None,
    manifest: Annotated[
        Path | None,
        typer.Option(
            "--manifest", metavar="FILE", help="Many: JSON lines of file, url, fetched_at."
        ),
    ] = None,
    explain: Annotated[
        bool, typer.Option("--explain", help="Show what was weighed for each field, and why.")
    ] = False,
    as_json: JsonOption = False,
    config: ConfigOption = None,
    settings: SetOption = None,
) -> None:
    """Read a page and print the article; nothing is stored.

    Without a configuration times are taken as UTC. A saved page's relative times («منذ ساعتين»)
    are read only where it is told when the page was had.
    """
    if (page is None) == (manifest is None):
        raise typer.BadParameter("give a FILE or URL, or --manifest FILE")
    loaded = load_if_any(config, settings)
    found = loaded.settings if loaded else None
    if source is not None and (found is None or found.source(source) is None):
        err.print(f"no source is called {source} in the configuration", style="red")
        raise typer.Exit(3)
    from marsad.reading import aware, from_manifest, one_page, read_all

    try:
        had = aware(fetched_at) if fetched_at else None
    except ValueError:
        raise typer.BadParameter(f"{fetched_at} is no time such as 2026-11-25T14:30Z") from None
    pages = from_manifest(manifest) if manifest else one_page(str(page), url, had)
    good = read_all(pages, found, source, as_json, explain=explain)
    if not good and manifest is None:
        raise typer.Exit(1)

"""`marsad compare`: tells what an edit between two saved versions is; stores nothing.

What it does is in `marsad.comparing`, loaded only by it: reading pages takes a second to load.
"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from marsad.options import JsonOption


def compare(
    before: Annotated[
        Path | None, typer.Argument(metavar="BEFORE", help="The older version: a page, or JSON.")
    ] = None,
    after: Annotated[
        Path | None, typer.Argument(metavar="AFTER", help="The newer version: a page, or JSON.")
    ] = None,
    manifest: Annotated[
        Path | None,
        typer.Option(
            "--manifest", metavar="FILE", help="Many: JSON lines of id, before and after."
        ),
    ] = None,
    as_json: JsonOption = False,
) -> None:
    """Compare two versions of an article: what changed, of which kinds, how much it matters.

    A version is a saved page, or a JSON object with title, byline and body. No configuration
    is needed.
    """
    if (manifest is None) != (before is not None and after is not None):
        raise typer.BadParameter("give BEFORE and AFTER, or --manifest FILE")
    if manifest is not None and before is not None:
        raise typer.BadParameter("give BEFORE and AFTER, or --manifest FILE")
    from marsad.comparing import compare_files, compare_manifest

    if manifest is not None:
        compare_manifest(manifest, as_json=as_json)
        return
    assert before is not None
    assert after is not None
    if not compare_files(before, after, as_json=as_json):
        raise typer.Exit(1)

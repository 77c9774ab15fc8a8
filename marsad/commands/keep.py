"""Commands that keep the archive sound and take it elsewhere.

What they do is in modules of their own, loaded only by them.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Annotated

import typer

from config.settings import parse_duration
from marsad.options import ConfigOption, JsonOption, SetOption, load
from marsad.screen import err

SinceOption = Annotated[
    str | None,
    typer.Option("--since", metavar="DATE|7d", help="Only what is from then on.", show_default=""),
]


def verify(
    since: SinceOption = None,
    as_json: JsonOption = False,
    config: ConfigOption = None,
    settings: SetOption = None,
) -> None:
    """Check the chain of every article's versions, and every response that was kept."""
    found = load(config, settings).settings
    start = moment(since)
    from marsad.verifying import verify_archive

    if not verify_archive(found, start, as_json=as_json):
        raise typer.Exit(1)


def moment(since: str | None) -> datetime | None:
    """The instant that `--since` names: a date, a date with a time, or so long ago.

    Raises:
        typer.Exit: it names none, which was said.
    """
    if since is None:
        return None
    try:
        at = datetime.fromisoformat(since)
    except ValueError:
        try:
            ago: timedelta = parse_duration(since)
            return datetime.now(UTC) - ago
        except (ValueError, OverflowError):
            err.print(f"--since {since}: write a date such as 2026-03-01, or 7d", style="red")
            raise typer.Exit(2) from None
    return at if at.tzinfo else at.replace(tzinfo=UTC)

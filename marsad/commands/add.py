"""`marsad add`: gets to know a site and makes a source of it.

What it does is in `marsad.adding`, loaded only by it: it takes a second.
"""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Annotated

import typer

from config.values import parse_duration
from marsad.options import ConfigOption, JsonOption, SetOption, load_to_add
from marsad.screen import err
from pipeline.urls import canonical_url

_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*://")
_USUAL_DELAY = timedelta(seconds=2)


def add(
    url: Annotated[
        str, typer.Argument(metavar="URL", help="A home page, a section, a feed or an article.")
    ],
    write: Annotated[
        bool, typer.Option("--write", help="Add it to the configuration; comments stay.")
    ] = False,
    contact: Annotated[
        str | None,
        typer.Option(
            "--contact",
            metavar="ADDRESS",
            help="Where the site can reach you, where no configuration says it.",
            show_default=False,
        ),
    ] = None,
    delay: Annotated[
        str | None,
        typer.Option(
            "--delay",
            metavar="TIME",
            help="The pause between two requests, such as 5s; goes into the source.",
            show_default="2s",
        ),
    ] = None,
    as_json: JsonOption = False,
    config: ConfigOption = None,
    settings: SetOption = None,
) -> None:
    """Get to know a site by a few polite requests, and print a source for it, ready to use.

    Shows three articles as Marsad would read them.
    """
    loaded = load_to_add(config, settings)
    if write and loaded is None:
        err.print("there is no configuration to write to: run marsad init first", style="red")
        raise typer.Exit(2)
    if loaded is None and contact is None:
        err.print(
            "a site must be able to reach you: give --contact you@example.org with an address of "
            "yours, or run marsad init and write it into the configuration",
            style="red",
            soft_wrap=True,
        )
        raise typer.Exit(2)
    if contact is not None and not re.fullmatch(r"[!-~]{3,}", contact):
        raise typer.BadParameter("--contact takes an e-mail or web address in Latin letters")
    from marsad.adding import Wish, add_site

    add_site(
        Wish(
            url=_web_address(url),
            any_scheme=_SCHEME.match(url.strip()) is None,
            contact=contact or (loaded.settings.contact if loaded else ""),
            loaded=loaded,
            delay=delay,
            pause=_pause(delay),
            write=write,
            as_json=as_json,
        )
    )


def _web_address(text: str) -> str:
    url = text.strip()
    url = url if _SCHEME.match(url) else f"https://{url}"
    try:
        canonical_url(url)
    except ValueError as error:
        raise typer.BadParameter(f"{error}: write it as https://news.example.org/") from None
    return url


def _pause(delay: str | None) -> timedelta:
    try:
        pause = parse_duration(delay) if delay is not None else _USUAL_DELAY
    except ValueError as error:
        raise typer.BadParameter(f"--delay: {error}") from None
    assert isinstance(pause, timedelta)
    return pause

"""Surveys a site and adds it to the configuration, when asked to."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from contextlib import nullcontext
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path

import typer
from rich.text import Text

from config.load import load_settings
from config.mistakes import Loc
from config.settings import Settings, SourceSettings
from config.writing import Entry, block_of, replace_configuration, with_entries
from crawler.probe import Probe
from crawler.reactor import install_reactor, shutdown_reactor
from crawler.runner import CrawlRunner
from crawler.survey.asking import MOST_REQUESTS
from crawler.survey.course import survey_site
from crawler.survey.records import NoSource, Survey
from marsad import VERSION, jsonlines, proposal
from marsad.looping import run_questions
from marsad.options import Loaded
from marsad.screen import err
from pipeline.egress.policy import EgressPolicy
from pipeline.reading.workers import ReadingPool
from pipeline.topics import checks
from pipeline.urls import host_key


@dataclass(frozen=True, slots=True)
class Wish:
    """What the user asked for."""

    #: with its scheme
    url: str
    #: the user wrote no scheme: http may be tried where https does not answer
    any_scheme: bool
    contact: str
    #: the configuration, if there is one
    loaded: Loaded | None
    #: the pause between requests, as text and as time
    delay: str | None
    pause: timedelta
    write: bool
    as_json: bool


def add_site(wish: Wish) -> None:
    """Surveys the site, shows what was found, and writes it down if that is wished.

    Raises:
        typer.Exit: no source can be made of it (code 1).
        config.load.ConfigurationError: the configuration would have mistakes with it.
    """
    settings = wish.loaded.settings if wish.loaded else None
    if (known := known_source(settings, wish.url)) and wish.write:
        _tell_known(known, wish.as_json)
        return
    found, requests = _survey(wish, settings)
    if isinstance(found, NoSource):
        _tell_failure(wish, found)
        raise typer.Exit(1)
    known = known or known_source(settings, found.home)  # it may have moved
    entry = proposal.source_entry(found, datetime.now(UTC).date(), wish.delay)
    written = None
    if wish.write and wish.loaded and not known:
        write_entries(wish.loaded.path, [(("sources",), [entry])])
        written = str(wish.loaded.path)
    if wish.as_json:
        told = proposal.as_object(found, entry, requests, known, written)
        print(jsonlines.line(told))  # noqa: T201 - program output
        return
    _tell(found, entry, requests, known, written)


def known_source(settings: Settings | None, url: str) -> SourceSettings | None:
    """The configured source on the same host, `www.` and mobile prefixes folded."""
    sources = settings.sources if settings else ()
    return next((one for one in sources if host_key(str(one.home)) == host_key(url)), None)


def write_entries(path: Path, additions: Sequence[tuple[Loc, Sequence[Entry]]]) -> None:
    """Adds entries to lists of the configuration; all of them or nothing.

    Raises:
        config.load.ConfigurationError: it would not pass `marsad check`, and why.
    """
    before = path.read_bytes()
    text = before.decode("utf-8")
    for loc, entries in additions:
        text = with_entries(text, loc, entries, str(path))
    replace_configuration(
        path,
        before,
        text.encode("utf-8"),
        lambda file: load_settings(file, os.environ, (), checks),
    )


# --- asking ------------------------------------------------------------------------


def _survey(wish: Wish, settings: Settings | None) -> tuple[Survey | NoSource, int]:
    number = count(1)
    status = err.status("") if err.is_terminal else nullcontext()
    with status as shown:

        def progress(url: str) -> None:
            if shown is not None:
                line = Text(f"{next(number)} of at most {MOST_REQUESTS}: {url}")
                line.truncate(err.width - 4, overflow="ellipsis")
                shown.update(line)

        return run_questions(settings, lambda policy: _ask(wish, settings, progress, policy))


async def _ask(
    wish: Wish,
    settings: Settings | None,
    progress: Callable[[str], None],
    policy: EgressPolicy,
) -> tuple[Survey | NoSource, int]:
    taken = [one.name for one in settings.sources] if settings else []
    over_http = [wish.url.replace("https:", "http:", 1)] if wish.any_scheme else []
    requests = 0
    install_reactor()
    try:
        with ReadingPool() as reader:
            for url in (wish.url, *over_http):
                # each with a pace of its own: that https does not answer is no rest from http
                runner = CrawlRunner(wish.contact, VERSION, policy, reader)
                probe = Probe(runner, wish.pause, progress)
                found = await survey_site(url, probe, reader, taken)
                requests += probe.requests
                if not (isinstance(found, NoSource) and found.is_silent):
                    break
            return found, requests
    finally:
        shutdown_reactor()


# --- telling -----------------------------------------------------------------------


def _tell(
    found: Survey,
    entry: Entry,
    requests: int,
    known: SourceSettings | None,
    written: str | None,
) -> None:
    """The source on standard output, ready to paste; all else on standard error."""
    print(block_of([entry]), end="", flush=True)  # noqa: T201 - program output
    err.print()
    err.print(proposal.articles_page(found, err.width))
    err.print(proposal.summary(found))
    err.print(f"{requests} of at most {MOST_REQUESTS} requests were made", style="dim")
    if written:
        err.print(f"added to {written} as {found.name}", style="green", soft_wrap=True)
    elif known:
        _tell_known(known, as_json=False)
    else:
        line = "paste the lines above under sources: or let --write do it"
        err.print(line, style="green", soft_wrap=True)


def _tell_known(known: SourceSettings, as_json: bool) -> None:
    if as_json:
        print(jsonlines.line({"known_as": known.name, "written": None}))  # noqa: T201
        return
    line = f"the configuration has this site already, as {known.name}: nothing was added"
    err.print(line, style="yellow", soft_wrap=True)


def _tell_failure(wish: Wish, failure: NoSource) -> None:
    if wish.as_json:
        told = {"error": failure.why, "tried": proposal.tried_objects(failure.tried)}
        print(jsonlines.line(told))  # noqa: T201 - program output
        return
    err.print(Text(failure.why, style="red"), soft_wrap=True)
    if len(failure.tried) > 1:
        err.print("what was tried:")
        err.print(proposal.tried_page(failure.tried), soft_wrap=True)

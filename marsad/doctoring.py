"""Runs `marsad doctor`: every check one after the other, told as it ends."""

from __future__ import annotations

import os
from contextlib import nullcontext
from datetime import UTC, datetime
from itertools import chain
from pathlib import Path

from rich.table import Table
from rich.text import Text

from config.load import ConfigurationError
from marsad import jsonlines
from marsad.doctor.archive import archive
from marsad.doctor.findings import Finding, Verdict, worst
from marsad.doctor.machine import machine
from marsad.doctor.network import network, sites
from marsad.doctor.setup import refused, setup
from marsad.looping import run_questions
from marsad.options import Loaded, load
from marsad.screen import assembled, err, foreign, out
from pipeline.egress.policy import EgressPolicy

_MARKS: dict[Verdict, tuple[str, str]] = {
    "ok": ("ok", "green"),
    "warn": ("warn", "yellow"),
    "bad": ("bad", "bold red"),
}


def examine(
    config: Path | None, overrides: list[str] | None, *, online: bool, as_json: bool
) -> bool:
    """Checks everything and tells it; whether nothing is bad."""
    try:
        loaded = load(config, overrides)
    except ConfigurationError as error:
        found = [refused(error), *machine(None)]
    else:
        found = run_questions(loaded.settings, lambda policy: _all(loaded, policy, online=online))
    if as_json:
        for one in found:
            print(jsonlines.line(_object(one)))  # noqa: T201 - program output
    else:
        out.print(finding_table(found))
        if worst(found) == "ok":
            err.print("all is well", style="green")
    return worst(found) != "bad"


async def _all(loaded: Loaded, policy: EgressPolicy, *, online: bool) -> list[Finding]:
    settings = loaded.settings
    status = err.status("looking") if err.is_terminal else nullcontext()
    with status as shown:

        def progress(what: str) -> None:
            if shown is not None:
                line = Text(what)
                line.truncate(err.width - 4, overflow="ellipsis")
                shown.update(line)

        found = list(chain(setup(loaded.path, settings, os.environ), machine(settings)))
        found += archive(settings, datetime.now(UTC))
        found += [one async for one in network(settings, policy)]
        if online:
            found += [one async for one in sites(settings, policy, progress)]
    return found


def finding_table(found: list[Finding]) -> Table:
    """A line for each finding, and below it what to do."""
    table = Table(box=None, pad_edge=False, show_header=False, expand=False)
    table.add_column(no_wrap=True)
    table.add_column(no_wrap=True)
    table.add_column(overflow="fold")
    before = ""
    for one in found:
        mark, style = _MARKS[one.verdict]
        told = foreign(one.told)
        if one.advice:
            told = assembled(told, "\n", ("→ ", "dim"), foreign(one.advice, "dim"))
        table.add_row(Text(mark, style), Text(one.check if one.check != before else ""), told)
        before = one.check
    return table


def _object(one: Finding) -> dict[str, str | None]:
    return {
        "check": one.check,
        "verdict": one.verdict,
        "told": one.told,
        "advice": one.advice or None,
    }

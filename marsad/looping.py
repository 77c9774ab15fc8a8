"""Runs a command's work in an event loop behind the gate, and ends as a command does."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from typing import Any, TypeVar

import typer

from marsad.screen import err
from pipeline.egress.gate import Gate
from pipeline.egress.gated_loop import run_gated

T = TypeVar("T")


def run_in_loop(gate: Gate, work: Coroutine[Any, Any, T]) -> T:
    """What comes of it.

    Raises:
        typer.Exit: it was stopped before its end.
    """
    try:
        return run_gated(gate, work)
    except asyncio.CancelledError:
        err.print("stopped before the end; what was found is stored", style="yellow")
        raise typer.Exit(1) from None

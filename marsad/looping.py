"""Runs a command's work in an event loop behind the gate: long work, or a few questions."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from typing import Any, TypeVar

import typer

from config.settings import Settings
from marsad.gating import gate_for
from marsad.screen import err
from marsad.telemetry import start_logs_of_answer
from pipeline.egress.gate import Gate
from pipeline.egress.gated_loop import run_gated
from pipeline.egress.policy import EgressPolicy

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


def run_questions(
    settings: Settings | None, work: Callable[[EgressPolicy], Coroutine[Any, Any, T]]
) -> T:
    """What comes of asking the network a little, for a command that prints the answer.

    Args:
        settings: None where there is no configuration.
        work: given what may be connected to.
    """
    start_logs_of_answer(settings)
    gate = gate_for(settings)
    return run_gated(gate, work(gate.policy))

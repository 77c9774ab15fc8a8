"""Runs the deliverer alone, beside a running service if there is one, and tells what was sent.

Nothing that crawls is loaded for it.
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from config.settings import Settings
from marsad import jsonlines
from marsad.gating import gate_for
from marsad.looping import run_in_loop
from marsad.opening import opened_store, store_thread
from marsad.screen import err, out
from marsad.telemetry import start_telemetry
from pipeline.delivery.deliver import Deliverer, Sent
from pipeline.egress.policy import EgressPolicy
from pipeline.store.engine import Store


def run_deliveries(settings: Settings) -> list[Sent]:
    """Attempts everything that is due now."""
    start_telemetry(settings, quiet=True)
    gate = gate_for(settings)
    return run_in_loop(gate, _drain(settings, gate.policy))


@asynccontextmanager
async def started_deliverer(
    settings: Settings, store: Store, policy: EgressPolicy
) -> AsyncIterator[Deliverer]:
    """The deliverer alone, for draining what is due beside a running service."""
    with store_thread() as in_store:
        deliverer = Deliverer(settings, store, policy, in_store)
        await in_store(deliverer.release_dead_leases)
        try:
            yield deliverer
        finally:
            await in_store(deliverer.release_own_leases)


def tell_deliveries(sent: list[Sent], as_json: bool) -> None:
    """Prints what came of each attempt, or the sum of them and what failed."""
    if as_json:
        for one in sent:
            print(jsonlines.line(_sent_object(one)))  # noqa: T201 - program output
        return
    accepted = sum(one.error is None for one in sent)
    out.print(f"deliveries: {accepted} accepted, {len(sent) - accepted} failed")
    for one in sent:
        if one.error:
            fate = "given up" if one.dead else "will be tried again"
            err.print(f"  {one.destination}: {one.error} ({fate})", style="yellow", soft_wrap=True)


async def _drain(settings: Settings, policy: EgressPolicy) -> list[Sent]:
    with opened_store(settings) as store:
        async with started_deliverer(settings, store, policy) as deliverer:
            return await deliverer.drain()


def _sent_object(sent: Sent) -> dict[str, Any]:
    return {
        "delivery": sent.delivery_id,
        "destination": sent.destination,
        "error": sent.error,
        "dead": sent.dead,
    }

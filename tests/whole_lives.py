"""One life of the whole service that is to be killed: crawls, reading, store, deliveries."""

from __future__ import annotations

from config.settings import LogSettings, Settings
from config.telemetry import configure_logging
from marsad.gating import gate_for
from marsad.serving import serve
from pipeline.egress.gated_loop import run_gated
from scheduler import service
from scheduler.lock import data_folder_lock


def live_whole(found: Settings) -> None:
    """One life of `marsad run`, until it is told or made to end; it only looks oftener."""
    configure_logging(LogSettings(level="error"))
    service.CRAWL_TICK = service.DELIVER_TICK = 0.05
    gate = gate_for(found)
    with data_folder_lock(found.data, "run") as held:
        run_gated(gate, serve(found, lambda: found, held, gate))

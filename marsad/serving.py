"""The service from its first configuration to its last.

A new configuration is loaded whole before anything changes. Is it right, the service winds down
as it does at its end, and starts again with it on the open store: nothing that was made from the
old one is left over. Has it mistakes, they are told and the old one runs on.
"""

from __future__ import annotations

import asyncio
import gc
from collections.abc import Callable

import structlog

from config.load import ConfigurationError, Mistake
from config.settings import Settings
from marsad.app import started_engine
from marsad.gating import egress_policy, own_places
from marsad.opening import opened_store
from marsad.probes import Probes
from marsad.telemetry import start_telemetry
from marsad.wording import counted
from pipeline.egress.gate import Gate
from scheduler.checkins import CheckIns
from scheduler.events import told_to
from scheduler.health import Health
from scheduler.hindrances import Hindrances
from scheduler.lock import HeldFolder
from scheduler.manager import ServiceManager
from scheduler.orders import Orders
from scheduler.service import Service

log = structlog.get_logger()


async def serve(
    settings: Settings, anew: Callable[[], Settings], held: HeldFolder, gate: Gate
) -> None:
    """Runs until it is told to stop.

    Args:
        anew: loads the configuration as it stands now.
        held: the data folder, which also answers who ordered a reload.
        gate: in force; it goes by the configuration that is taken up.
    """
    orders, manager, health = Orders(), ServiceManager(), Health()
    orders.heed_signals()
    current: Settings | None = settings
    probes, checkins, hindrances = Probes(health), CheckIns(), Hindrances()
    watcher = told_to(probes.metrics.watch, checkins.watch)
    with opened_store(settings) as store:
        async with probes:
            while current is not None:
                gate.open_for(egress_policy(current), own_places(current))
                async with started_engine(
                    current,
                    store,
                    gate.policy,
                    watcher=watcher,
                    manager=manager,
                    health=health,
                    hindrances=hindrances,
                ) as engine:
                    checkins.adopt(current.sources)
                    await probes.follow(current, engine.upkeep)
                    manager.ready(_following(current))
                    if current is not settings:
                        log.info("configuration_taken_up", sources=len(current.sources))
                        probes.metrics.reloaded("taken-up")
                        held.reloaded()
                    _lay_to_rest()
                    working = _started(engine.service, orders)
                    current = await _successor(current, anew, orders, manager, held, probes)
                    engine.service.ask_to_stop()
                    await working


def _following(settings: Settings) -> str:
    """What the service's manager shows of it."""
    return f"following {counted(len(settings.sources), 'source')}"


def _lay_to_rest() -> None:
    """Lets garbage collection pass over what is loaded: it stays, and looking at it takes 90 ms."""
    if gc.get_freeze_count():  # what was made from an earlier configuration may go
        gc.unfreeze()
        gc.collect()
    gc.freeze()


def _started(service: Service, orders: Orders) -> asyncio.Task[None]:
    """The service at work; should it end by itself, so does everything."""
    working = asyncio.create_task(service.run(), name="service")
    working.add_done_callback(lambda _: orders.stop() if not service.asked_to_stop else None)
    return working


async def _successor(
    current: Settings,
    anew: Callable[[], Settings],
    orders: Orders,
    manager: ServiceManager,
    held: HeldFolder,
    probes: Probes,
) -> Settings | None:
    """The settings to go on with, once they are ordered and right; None: it is to stop."""
    while await orders.next() == "reload":
        manager.reloading()
        try:
            found = await asyncio.to_thread(anew)
            _refuse_to_move(current, found)
        except ConfigurationError as error:
            log.error("configuration_refused", mistakes=[str(one) for one in error.mistakes])
            probes.metrics.reloaded("refused")
            held.reloaded(str(error))
            manager.ready(f"{_following(current)}; new configuration refused")
            continue
        start_telemetry(found)
        return found
    manager.stopping()
    return None


def _refuse_to_move(current: Settings, found: Settings) -> None:
    """The store is open and the folder locked: these two cannot change under the service.

    Raises:
        ConfigurationError: they did.
    """
    moved = [
        Mistake("configuration", 1, 1, name, "cannot change while the service runs: restart it")
        for name in ("data", "database")
        if getattr(current, name) != getattr(found, name)
    ]
    if moved:
        raise ConfigurationError(moved)

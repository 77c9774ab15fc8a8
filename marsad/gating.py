"""The gate that every command which connects runs behind, as its settings have it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from urllib.parse import urlsplit
from urllib.request import getproxies

import structlog

from config.settings import Settings
from pipeline.egress.gate import Gate, Place
from pipeline.egress.policy import EgressPolicy, EgressRefused
from scheduler.manager import ServiceManager

log = structlog.get_logger()
_PORTS = {"http": 80, "https": 443}


def gate_for(settings: Settings | None) -> Gate:
    """A gate by these settings; without any, nothing private is open."""
    policy = egress_policy(settings) if settings else EgressPolicy()
    own = own_places(settings) if settings else ()
    manager = ServiceManager().address
    return Gate(policy, own, (manager,) if manager else (), _tell)


def egress_policy(settings: Settings) -> EgressPolicy:
    """What may be connected to: any public address, and those the settings open."""
    return EgressPolicy(settings.network.allow)


def own_places(settings: Settings) -> Iterator[Place]:
    """What the operator named for the service itself: mail server, Sentry, the way to it."""
    if settings.smtp is not None:
        yield settings.smtp.host, settings.smtp.port
    if settings.sentry.dsn is not None:
        from sentry_sdk.utils import Dsn  # here, for most have none

        dsn = Dsn(settings.sentry.dsn.get_secret_value())
        yield dsn.host, dsn.port
        # Sentry's client alone heeds the environment's proxies
        for kind, address in getproxies().items():
            if kind == "no":
                continue  # what is reached without one
            parts = urlsplit(address if "://" in address else f"http://{address}")
            with suppress(ValueError):  # no port at all
                yield parts.hostname or "", parts.port or _PORTS.get(parts.scheme, 1080)


def _tell(refused: EgressRefused) -> None:
    log.error("connection_refused_by_gate", detail=str(refused))

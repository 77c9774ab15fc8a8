"""Starts logs and Sentry as the settings have it."""

from __future__ import annotations

import sys

from config.settings import LogSettings, Settings
from config.telemetry import configure_logging, start_sentry
from marsad import VERSION


def start_telemetry(settings: Settings, *, quiet: bool = False) -> None:
    """May be called again: the last settings hold.

    Args:
        quiet: of a pass in a terminal only what needs attention is logged.
    """
    wanted = settings.log
    if quiet and wanted.level == "info" and sys.stderr.isatty():
        wanted = LogSettings(format=wanted.format, level="warning")
    configure_logging(wanted)
    dsn = settings.sentry.dsn
    start_sentry(
        dsn.get_secret_value() if dsn else None,
        release=f"marsad@{VERSION}",
        environment="production",
    )

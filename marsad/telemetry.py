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
    quiet = quiet and sys.stderr.isatty()
    configure_logging(_quieter(settings.log) if quiet else settings.log)
    dsn = settings.sentry.dsn
    start_sentry(
        dsn.get_secret_value() if dsn else None,
        release=f"marsad@{VERSION}",
        environment="production",
    )


def start_logs_of_answer(settings: Settings | None) -> None:
    """Logs of a command that people wait for: what needs attention, on standard error."""
    configure_logging(_quieter(settings.log if settings else LogSettings()))


def _quieter(log: LogSettings) -> LogSettings:
    return log.model_copy(update={"level": "warning"}) if log.level == "info" else log

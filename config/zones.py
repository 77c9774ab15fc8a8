"""Names of time zones, as they may be written in settings."""

from __future__ import annotations

from typing import Annotated, Any
from zoneinfo import ZoneInfo

from pydantic import BeforeValidator

from config.visible import shortened


def _known_zone(value: Any) -> Any:
    if not isinstance(value, str):
        raise ValueError("write the name of a time zone, such as Africa/Algiers")
    try:
        ZoneInfo(value)
    except (KeyError, ValueError, OSError):  # every way zoneinfo says "no such zone"
        raise ValueError(
            f'unknown time zone "{shortened(value)}": write a name such as Africa/Algiers or UTC'
        ) from None
    return value


Zone = Annotated[str, BeforeValidator(_known_zone)]

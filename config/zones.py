"""Names of time zones, as they may be written in settings."""

from __future__ import annotations

import re
from difflib import get_close_matches
from typing import Annotated, Any
from zoneinfo import ZoneInfo, available_timezones

from pydantic import BeforeValidator

from config.visible import shortened


def _known_zone(value: Any) -> Any:
    if not isinstance(value, str):
        raise ValueError("write the name of a time zone, such as Africa/Algiers")
    try:
        ZoneInfo(value)
    except (KeyError, ValueError, OSError):  # every way zoneinfo says "no such zone"
        raise ValueError(f'unknown time zone "{shortened(value)}": {_meant(value)}') from None
    return value


def _meant(wrong: str) -> str:
    """The zone whose name, or city, is near; of an offset no zone may be made."""
    zones = {zone.casefold(): zone for zone in available_timezones() if not zone.startswith("Etc/")}
    by_city = {name.rpartition("/")[2]: zone for name, zone in zones.items()}
    near = get_close_matches(wrong[:64].casefold().replace(" ", "_"), by_city | zones, n=1)
    if near and re.fullmatch(r"[A-Za-z/_ -]+", wrong):
        return f'did you mean "{(by_city | zones)[near[0]]}"?'
    return "write a name such as Africa/Algiers or UTC"


Zone = Annotated[str, BeforeValidator(_known_zone)]

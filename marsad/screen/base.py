"""What all that is shown shares: the two consoles, foreign texts isolated, times, states, tables.

Texts from sites are shown, never interpreted: no markup, no control characters, and
right-to-left runs fenced so that they do not turn their neighbours round.
"""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from rich.console import Console
from rich.table import Table
from rich.text import Text

from pipeline.records import Stamp
from pipeline.text import clean, isolate

out = Console(highlight=False)
err = Console(stderr=True, highlight=False)
_STATE_STYLES = {
    "live": "green",
    "suspected": "yellow",
    "gone": "red",
    "queued": "yellow",
    "delivered": "green",
    "dead": "bold red",
    "open": "yellow",
}


def foreign(text: str | None, style: str = "") -> Text:
    """A text from outside, on one line, isolated."""
    return Text(isolate(clean(text)) if text else "", style=style)


def when(at: datetime | None, zone: str) -> str:
    """A time of ours in the reader's zone, to the minute."""
    return at.astimezone(ZoneInfo(zone)).strftime("%Y-%m-%d %H:%M") if at else "–"


def printed(stamp: Stamp | None) -> str:
    """A publisher's time as finely as it was printed, with its own offset."""
    if stamp is None:
        return "–"
    form = {"day": "%Y-%m-%d", "minute": "%Y-%m-%d %H:%M %z", "second": "%Y-%m-%d %H:%M:%S %z"}
    return stamp.at.strftime(form[stamp.precision])


def state_text(state: str) -> Text:
    return Text(state, style=_STATE_STYLES.get(state, ""))


def new_table(*columns: str) -> Table:
    table = Table(box=None, pad_edge=False, header_style="bold", expand=False)
    for column in columns:
        right = column in ("id", "versions", "attempts", "alerts", "article", "live", "gone")
        table.add_column(column, justify="right" if right else "left", overflow="fold")
    return table

"""What all that is shown shares: the two consoles, foreign texts isolated, times, states, tables.

Texts from sites are shown, never interpreted: no markup, no control characters, and
right-to-left runs fenced so that they do not turn their neighbours round.
"""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from rich.console import Console, JustifyMethod, OverflowMethod
from rich.containers import Lines
from rich.table import Table
from rich.text import Text

from pipeline.records import Stamp
from pipeline.text import clean, isolate

out = Console(highlight=False)
err = Console(stderr=True, highlight=False)
#: what `pipeline.text.isolate` puts around a text
_ISOLATE, _ISOLATE_END = isolate("")[0], isolate("")[-1]
_STATE_STYLES = {
    "live": "green",
    "suspected": "yellow",
    "gone": "red",
    "queued": "yellow",
    "delivered": "green",
    "dead": "bold red",
    "open": "yellow",
}


class _Isolated(Text):
    """An isolated text; where it takes several lines each of them is."""

    def wrap(
        self,
        console: Console,
        width: int,
        *,
        justify: JustifyMethod | None = None,
        overflow: OverflowMethod | None = None,
        tab_size: int = 8,
        no_wrap: bool | None = None,
    ) -> Lines:
        lines = super().wrap(
            console,
            width,
            justify=justify,
            overflow=overflow,
            tab_size=tab_size,
            no_wrap=no_wrap,
        )
        # an isolate ends with its line, and what follows it would be laid out without
        return Lines(_isolated(line) for line in lines)


def _isolated(line: Text) -> Text:
    line.rstrip()
    opened, closed = line.plain.startswith(_ISOLATE), line.plain.endswith(_ISOLATE_END)
    if not line.plain or (opened and closed):
        return line
    whole = Text("" if opened else _ISOLATE, line.style, end=line.end)
    whole.append_text(line)
    return whole if closed else whole.append(_ISOLATE_END)


def foreign(text: str | None, style: str = "") -> Text:
    """A text from outside, on one line or wrapped to several, isolated."""
    return _Isolated(isolate(clean(text)) if text else "", style=style)


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

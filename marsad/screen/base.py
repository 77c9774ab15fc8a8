"""What all that is shown shares: the two consoles, foreign texts isolated, times, states, tables.

Texts from sites are shown, never interpreted: no markup, no control characters, and
right-to-left runs fenced so that they do not turn their neighbours round.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime
from zoneinfo import ZoneInfo

from rich.console import Console, Group, JustifyMethod, OverflowMethod, RenderableType
from rich.containers import Lines
from rich.padding import Padding
from rich.table import Table
from rich.text import Span, Text

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
#: columns that hold numbers
_NUMBERS = {"id", "versions", "attempts", "alerts", "article", "queued", "dead", "held", "of"}


class _Isolated(Text):
    """A text that holds isolates, or is one; on each of the lines that it takes they are whole.

    It stays so whatever is put before or behind it with `+`.
    """

    def blank_copy(self, plain: str = "") -> Text:
        return _like(self, plain)

    def copy(self) -> Text:
        return _like(self, self.plain, self.spans)

    def __radd__(self, before: str | Text) -> Text:
        whole = before if isinstance(before, Text) else Text(before)
        return _like(whole, whole.plain, whole.spans).append(self)

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
        return Lines(_whole(lines))


def _like(text: Text, plain: str, spans: list[Span] | None = None) -> _Isolated:
    return _Isolated(
        plain,
        style=text.style,
        justify=text.justify,
        overflow=text.overflow,
        no_wrap=text.no_wrap,
        end=text.end,
        tab_size=text.tab_size,
        spans=list(spans or ()),
    )


def _whole(lines: Iterable[Text]) -> Iterator[Text]:
    """An isolate ends with its line, so that what goes on in the next is isolated there anew."""
    still_open = 0
    for line in lines:
        line.rstrip()
        before = still_open
        still_open += line.plain.count(_ISOLATE) - line.plain.count(_ISOLATE_END)
        if before and line.plain:
            whole = Text(_ISOLATE * before, line.style, end=line.end)
            line = whole.append_text(line)
        yield line.append(_ISOLATE_END * still_open) if line.plain else line


def assembled(*parts: str | Text | tuple[str, str]) -> Text:
    """Parts of one text, some with a style, whose isolates are whole on each line that it takes."""
    return _Isolated.assemble(*parts)


def foreign(text: str | None, style: str = "") -> Text:
    """A text from outside, on one line or wrapped to several, isolated."""
    return _Isolated(isolate(clean(text)) if text else "", style=style)


def indented(*lines: RenderableType) -> RenderableType:
    """Lines below another; what of one goes on in the next stands as far in."""
    return Padding(Group(*lines), (0, 0, 0, 2))


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
        right = column in _NUMBERS
        table.add_column(column, justify="right" if right else "left", overflow="fold")
    return table

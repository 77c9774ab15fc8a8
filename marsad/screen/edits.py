"""How edits are shown: what changed, how much it matters, and what waits or was noise."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from marsad.screen.base import assembled, foreign, new_table, out, state_text, when
from pipeline.breaker import Mark
from pipeline.diff import DiffBlock
from pipeline.diff_render import as_plain, as_segments
from pipeline.records import EditData, KindEvidence

if TYPE_CHECKING:
    from pipeline.store.incidents import IncidentView
    from pipeline.store.queries import EditView
    from pipeline.store.told_noise import NoiseView


def edit_table(views: Iterable[EditView], zone: str) -> Table:
    """Edits, what kinds each is of under its title: there is room for both on 80 columns."""
    table = new_table("id", "article", "versions", "detected", "severity", "title and kinds")
    for view in views:
        table.add_row(
            str(view.id),
            str(view.article),
            f"{view.from_version} → {view.to_version}",
            when(view.detected_at, zone),
            Group(severity(view.edit), edit_mark(view)),
            Group(foreign(view.edit.title_after), Text(", ".join(view.edit.kinds), "dim")),
        )
    return table


def edit_mark(view: EditView) -> Text:
    if view.reverts_to is not None:
        return _admitted(view) + Text(f", back to {view.reverts_to}")
    return _admitted(view)


def _admitted(view: EditView) -> Text:
    if not view.edit.substantive:
        return Text("no words", style="dim")
    return Text("silent", style="bold red") if view.edit.stealth else Text("admitted", style="cyan")


_SEVERITY_STYLES = {"high": "bold red", "medium": "yellow", "low": "cyan", "none": "dim"}


def severity(edit: EditData) -> Text:
    """How much an edit matters; nothing where that is not known."""
    return Text(edit.severity or "", style=_SEVERITY_STYLES.get(edit.severity or "", ""))


def kinds_line(edit: EditData) -> Text:
    """«high: figures, names»."""
    if not edit.kinds:
        return Text("no kinds are known of it", style="dim")
    return severity(edit) + Text(": " if edit.severity else "") + Text(", ".join(edit.kinds))


def evidence_table(evidence: Iterable[KindEvidence]) -> Table:
    """What each kind rests on."""
    table = new_table("kind", "where", "before", "after")
    for one in evidence:
        where = "–" if one.paragraph is None else f"paragraph {one.paragraph + 1}"
        table.add_row(one.kind, where, foreign(one.before), foreign(one.after))
    return table


_DIFF_STYLES = {"insert": "bold green", "delete": "red strike"}


def diff_page(blocks: tuple[DiffBlock, ...]) -> RenderableType:
    """What changed, paragraph by paragraph; additions green, removals struck out.

    Without colour (a file, a pipe) both are put in brackets instead.
    """
    if out.color_system is None:
        return assembled(as_plain(blocks))
    lines: list[RenderableType] = []
    for block, segments in zip(blocks, as_segments(blocks), strict=True):
        where = block.field if block.paragraph is None else f"paragraph {block.paragraph + 1}"
        if block.moved is not None:
            way = "to" if block.op == "delete" else "from"
            where += f", moved {way} {block.moved + 1}"
        lines.append(Text(where, style="dim"))
        lines.append(assembled(*((text, _DIFF_STYLES.get(style, "")) for style, text in segments)))
        lines.append(Text())
    return Group(*lines)


def noise_lines(view: NoiseView, zone: str) -> Iterator[Text]:
    """What waits to be confirmed, and what is known to waver."""
    if waits := view.pending:
        told = Text(f"not confirmed yet, first seen at {when(waits.first_seen_at, zone)} ")
        yield told + (kinds_line(waits.edit) if waits.edit else Text("changed"))
    if view.titles:
        yield Text("headlines that are tested: ") + foreign(" | ".join(view.titles))
    if view.dropped:
        yield Text(f"readings that differed and were noise: {view.dropped}", style="dim")


#: of what the edits of an incident share
_MOST_MARKS = 5


def incident_table(views: Iterable[IncidentView], zone: str) -> Table:
    table = new_table("id", "state", "source", "opened", "held", "of", "changed alike", "ended")
    for view in views:
        shown = [_mark_line(one) for one in view.marks[:_MOST_MARKS]]
        if len(view.marks) > _MOST_MARKS:
            shown.append(Text(f"… and {len(view.marks) - _MOST_MARKS} more"))
        table.add_row(
            str(view.id),
            state_text(view.state),
            view.source,
            when(view.opened_at, zone),
            str(len(view.held)),
            str(len(view.articles)),
            assembled("\n").join(shown),
            Text(f"{when(view.closed_at, zone)}: {view.why}" if view.why else ""),
        )
    return table


def _mark_line(mark: Mark) -> Text:
    way = {"+": "came", "-": "went", "element": "is read elsewhere"}[mark.sign]
    return Text(f"{mark.field} {way}: ") + foreign(mark.text)

"""How sources are shown: how they are, when they are asked, and what is the matter."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from rich.console import Group, RenderableType
from rich.text import Text

from config.settings import DailySettings, SourceSettings
from marsad.screen.base import foreign, new_table, when
from marsad.wording import counted
from pipeline.hosts import DailyLimits, HostRecord, Welcome, next_day
from pipeline.trust import Standing

if TYPE_CHECKING:
    from pipeline.store.queries import SourceView, SweepView
    from pipeline.vigil.vital_signs import Ailment


#: open gaps of a source that are told one by one
_MOST_GAPS = 5


def source_table(
    rows: Iterable[tuple[SourceSettings, SourceView]],
    zone: str,
    daily: DailySettings,
    costs: Mapping[str, str] | None = None,
) -> Group:
    """A table of sections under their sources, then every source's counts and last error.

    Args:
        daily: what each host may be asked in a day.
        costs: of sources by name: a line on what following them costs.
    """
    table = new_table("source", "section", "every", "last polled", "next poll", "sweep", "health")
    notes: list[RenderableType] = []
    for settings, view in rows:
        stored = {one.name: one for one in view.sections}
        for section in settings.sections:
            row = stored.get(section.name)
            table.add_row(
                settings.name,
                section.name,
                _interval(section.every.total_seconds()),
                when(row.last_polled_at if row else None, zone),
                when(row.due_at if row else None, zone),
                _sweep_of(section.name, settings, view),
                _health(row.failures, row.last_error) if row else Text("not polled yet"),
            )
        notes.append(
            Text(
                f"{settings.name}: {view.live} live, {view.suspected} suspected, {view.gone} gone; "
                f"{counted(view.edits, 'edit')}; {counted(view.waiting, 'page')} to read, "
                f"{view.given_up} given up"
                + (f", {view.noted} only taken note of" if view.noted else "")
            )
        )
        if cost := (costs or {}).get(settings.name):
            notes.append(Text(f"  {cost}"))
        if view.held:
            notes.append(
                Text(
                    f"  {counted(view.held, 'article is', 'articles are')} missing at once: an "
                    "outage, or the site moved; none of them is taken for removed yet",
                    style="yellow",
                )
            )
        notes += [
            Text(
                f"  incident {one.id}: {counted(len(one.held), 'article')} changed alike since "
                f"{when(one.opened_at, zone)}, held and not told (marsad incidents)",
                style="yellow",
            )
            for one in view.incidents
        ]
        notes += [_ailment_line(one, zone) for one in view.ailments]
        notes += _open_gaps(view, zone)
        notes += [_sweep_note(one, zone) for one in _offered(view)]
        for host in view.hosts:
            notes += _host_notes(host, view, zone, daily)
        if view.last_error:
            notes.append(
                Text(f"  last trouble {when(view.last_error_at, zone)}: ", style="yellow")
                + foreign(view.last_error)
            )
        if view.paused_until:
            notes.append(Text(f"  left alone at its request until {when(view.paused_until, zone)}"))
    return Group(table, Text(), *notes)


def _host_notes(
    host: HostRecord, view: SourceView, zone: str, daily: DailySettings
) -> Iterator[Text]:
    """What a host was asked today, and why it is not asked just now."""
    now = datetime.now(UTC)
    requests, received = host.today(now)
    yield Text(
        f"  {host.host} today (UTC): {requests:,} of {daily.requests:,} requests, "
        f"{received / 1e6:,.0f} of {daily.megabytes:,} MB"
    )
    if host.rests(now):
        yield Text(
            f"  {host.host} is left alone until {when(host.resting_until, zone)}: ", style="yellow"
        ) + foreign(host.resting_why or "")
    allowance = host.allowance(DailyLimits.of(daily), now)
    if allowance is Welcome.OPEN:
        return
    again = when(next_day(now), zone)
    if allowance is Welcome.CONFIRMING:
        yield Text(
            f"  {host.host} was asked nearly all it may be in a day: what is left is for "
            f"confirming changes and removals; all goes on at {again}",
            style="yellow",
        )
        return
    yield Text(
        f"  {host.host} was asked all it may be in a day (daily), and is asked again from {again}; "
        f"until then {counted(view.unconfirmed, 'change')} and "
        f"{counted(view.suspected, 'suspected removal')} wait to be confirmed",
        style="yellow",
    )


def _ailment_line(ailment: Ailment, zone: str) -> Text:
    """What ails a source, since when and how it is known."""
    place = f"{ailment.section}: " if ailment.section else ""
    what = f"{ailment.kind} {ailment.field}".rstrip()
    line = Text(f"  {place}{what} since {when(ailment.since, zone)}: ", style="red")
    return line + foreign(ailment.reason)


def _open_gaps(view: SourceView, zone: str) -> list[RenderableType]:
    """What may have been missed, newest first, and how often in all; then what is for good."""
    still = [gap for gap in reversed(view.gaps) if gap.state == "open"]
    lines: list[RenderableType] = [
        Text(
            f"  {gap.section}: pieces may have been missed between "
            f"{when(gap.after_at, zone)} and {when(gap.found_at, zone)}",
            style="yellow",
        )
        for gap in still[:_MOST_GAPS]
    ]
    if len(still) > _MOST_GAPS:
        lines.append(Text(f"  … and {len(still) - _MOST_GAPS} earlier gaps", style="yellow"))
    lost = [gap for gap in reversed(view.gaps) if gap.state == "lost"]
    lines += [
        Text(
            f"  {gap.section}: what came between {when(gap.after_at, zone)} and "
            f"{when(gap.found_at, zone)} could not be reached and is not tried again",
            style="dim",
        )
        for gap in lost[:_MOST_GAPS]
    ]
    return lines


def _offered(view: SourceView) -> list[SweepView]:
    return [one for one in view.sweeps if one.standing != Standing.NONE.value]


def _sweep_of(section: str, settings: SourceSettings, view: SourceView) -> Text:
    """What tells of changes in a section, its own sweep or the source's, and how it stands."""
    if settings.sweep == "off":
        return Text("off")
    told = [one for one in _offered(view) if one.section in (section, None)]
    return Text("\n".join(f"{one.kind}: {_standing(one)}" for one in told) or "none")


def _standing(view: SweepView) -> str:
    return view.standing.replace("-", " ")


def _sweep_note(view: SweepView, zone: str) -> Text:
    place = f" of {view.section}" if view.section else ""
    return Text(
        f"  sweep {view.kind}{place}: {_standing(view)}; changes told rightly {view.right}, "
        f"missed {view.missed}, falsely {view.false}; last told {when(view.last_told_at, zone)}"
    )


def _health(failures: int, last_error: str | None) -> Text:
    if failures:
        return Text(f"failed {failures} × in a row: ", style="red") + foreign(last_error)
    if last_error:
        return Text("flawed: ", style="yellow") + foreign(last_error)
    return Text("ok", style="green")


def _interval(seconds: float) -> str:
    for size, unit in ((86400, "d"), (3600, "h"), (60, "m")):
        if seconds >= size and seconds % size == 0:
            return f"{seconds / size:g}{unit}"
    return f"{seconds:g}s"

"""What people see in the terminal: tables and pages by rich, every foreign text isolated.

Texts from sites are shown, never interpreted: no markup, no control characters, and
right-to-left runs fenced so that they do not turn their neighbours round.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from rich.console import Console, Group, JustifyMethod, OverflowMethod, RenderableType
from rich.containers import Lines
from rich.panel import Panel
from rich.table import Table
from rich.text import Text

from config.settings import DailySettings, DestinationSettings, Settings, SourceSettings
from pipeline.breaker import Mark
from pipeline.diff import DiffBlock
from pipeline.diff_render import as_plain, as_segments
from pipeline.hosts import DailyLimits, HostRecord, Welcome, next_day
from pipeline.records import ArticleData, EditData, KindEvidence, MatchedTerm, Removal, Stamp
from pipeline.text import clean, isolate
from pipeline.trust import Standing
from pipeline.watch import TopicVerdict

if TYPE_CHECKING:
    from pipeline.store.destinations import DestinationView
    from pipeline.store.incidents import IncidentView
    from pipeline.store.queries import (
        AlertView,
        ArticleView,
        DeliveryView,
        EditView,
        LinkView,
        SourceView,
        SweepView,
        VersionView,
    )
    from pipeline.store.removals import RemovalView
    from pipeline.store.told_noise import NoiseView
    from pipeline.vigil.vital_signs import Ailment

out = Console(highlight=False)
err = Console(stderr=True, highlight=False)

#: open gaps of a source that are told one by one
_MOST_GAPS = 5
#: of what the edits of an incident share
_MOST_MARKS = 5
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


#: why a delivery waits until its next attempt
_WAITS_FOR = {
    "deliver": "held for its digest",
    "quiet": "held until quiet hours end",
    "group": "held for others of its story",
    "at_most": "held: the hour's messages are used up",
}


def _state(state: str) -> Text:
    return Text(state, style=_STATE_STYLES.get(state, ""))


def _table(*columns: str) -> Table:
    table = Table(box=None, pad_edge=False, header_style="bold", expand=False)
    for column in columns:
        right = column in ("id", "versions", "attempts", "alerts", "article", "live", "gone")
        table.add_column(column, justify="right" if right else "left", overflow="fold")
    return table


def article_table(views: Iterable[ArticleView], zone: str) -> Table:
    shown = tuple(views)
    missing = any(view.state != "live" for view in shown)
    table = _table(
        "id", "state", *(("why",) * missing), "versions", "first seen", "source", "title"
    )
    for view in shown:
        table.add_row(
            str(view.id),
            _state(view.state),
            *((foreign(view.state_reason),) * missing),
            str(view.versions),
            when(view.first_seen_at, zone),
            view.source,
            foreign(view.data.title),
        )
    return table


def edit_table(views: Iterable[EditView], zone: str) -> Table:
    table = _table("id", "article", "versions", "detected", "", "severity", "kinds", "title")
    for view in views:
        table.add_row(
            str(view.id),
            str(view.article),
            f"{view.from_version} → {view.to_version}",
            when(view.detected_at, zone),
            _edit_mark(view),
            severity(view.edit),
            Text(", ".join(view.edit.kinds)),
            foreign(view.edit.title_after),
        )
    return table


def _edit_mark(view: EditView) -> Text:
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
    table = _table("kind", "where", "before", "after")
    for one in evidence:
        where = "–" if one.paragraph is None else f"paragraph {one.paragraph + 1}"
        table.add_row(one.kind, where, foreign(one.before), foreign(one.after))
    return table


def alert_table(views: Iterable[AlertView], zone: str) -> Table:
    table = _table("id", "kind", "topic", "article", "raised", "matched", "title")
    for view in views:
        table.add_row(
            str(view.id),
            view.kind,
            view.topic,
            ", ".join(map(str, (view.article, *view.copies))),
            when(view.created_at, zone),
            foreign("، ".join(dict.fromkeys(term.found for term in view.matched))),
            foreign(view.title),
        )
    return table


def delivery_table(views: Iterable[DeliveryView], zone: str) -> Table:
    table = _table("alert", "destination", "state", "attempts", "next attempt", "last error")
    table.add_column("delivery", no_wrap=True, overflow="ignore", style="dim")
    for view in views:
        table.add_row(
            _what(view),
            view.destination,
            _state(view.state),
            str(view.attempts),
            when(view.next_attempt_at, zone) if view.state == "queued" else "–",
            foreign(view.last_error)
            if view.held is None
            else Text(_WAITS_FOR[view.held], "yellow"),
            view.id if view.digest is None else f"in {view.digest}",
        )
    return table


def _what(view: DeliveryView) -> str:
    if view.carries:
        return f"digest of {view.carries}"
    return "notice" if view.alert is None else str(view.alert)


def destination_table(
    rows: Iterable[tuple[DestinationSettings, DestinationView]], zone: str
) -> Table:
    table = _table("destination", "channel", "state", "queued", "dead", "last delivered", "why")
    for settings, view in rows:
        table.add_row(
            settings.name,
            settings.channel,
            _how_it_goes(view, zone),
            str(view.queued),
            str(view.dead),
            when(view.last_delivered_at, zone),
            foreign(view.disabled_why),
        )
    return table


def _how_it_goes(view: DestinationView, zone: str) -> Text:
    if view.disabled_at:
        return Text(f"disabled {when(view.disabled_at, zone)}", "red")
    if view.failing_since:
        return Text(f"failing since {when(view.failing_since, zone)}", "yellow")
    return Text("in use")


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
    table = _table("source", "section", "every", "last polled", "next poll", "sweep", "health")
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
                f"{view.edits} edits; {view.waiting} pages to read, {view.given_up} given up"
                + (f", {view.noted} only taken note of" if view.noted else "")
            )
        )
        if cost := (costs or {}).get(settings.name):
            notes.append(Text(f"  {cost}"))
        if view.held:
            notes.append(
                Text(
                    f"  {view.held} articles are missing at once: an outage, or the site moved; "
                    "none of them is taken for removed yet",
                    style="yellow",
                )
            )
        notes += [
            Text(
                f"  incident {one.id}: {len(one.held)} articles changed alike since "
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
        f"until then {view.unconfirmed} changes and {view.suspected} suspected removals wait to be "
        "confirmed",
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


def topic_table(settings: Settings, counts: dict[str, tuple[int, datetime]]) -> Table:
    table = _table("watchlist", "topic", "query", "on", "to", "alerts", "last alert")
    for watchlist in settings.watchlists:
        for topic in watchlist.topics:
            count, last = counts.get(topic.name, (0, None))
            table.add_row(
                watchlist.name,
                topic.name,
                foreign(topic.query),
                ", ".join(topic.on),
                ", ".join(watchlist.destinations),
                str(count),
                when(last, settings.timezone),
            )
    return table


def article_page(
    data: ArticleData, *, view: ArticleView | None = None, zone: str = "UTC"
) -> RenderableType:
    """One article, its facts and its text."""
    facts = Table.grid(padding=(0, 2))
    facts.add_column()
    facts.add_column(overflow="fold")  # an address must be whole to be copied
    for name, value in _facts(data, view, zone):
        if value.plain not in ("", "–"):
            facts.add_row(Text(name, style="dim"), value)
    paragraphs: list[RenderableType] = []
    for paragraph in data.body:
        paragraphs += [foreign(paragraph), Text()]
    return Group(Panel(foreign(data.title, "bold"), expand=False), facts, Text(), *paragraphs)


def _facts(data: ArticleData, view: ArticleView | None, zone: str) -> Iterable[tuple[str, Text]]:
    if view:
        state = _state(view.state)
        yield (
            "article",
            Text(f"{view.id} in {view.source} (")
            + state
            + Text(f"{': ' + view.state_reason if view.state_reason else ''})"),
        )
        yield "missing since", Text(when(view.missing_since, zone))
        yield "listed in", Text(", ".join(view.sections))
        yield "first seen", Text(when(view.first_seen_at, zone))
        yield "last seen", Text(when(view.last_seen_at, zone))
    yield "address", Text(data.canonical_url)
    yield "id", Text(data.publisher_id or "")
    yield "section", foreign(data.section)
    yield "published", Text(printed(data.published))
    yield "modified", Text(printed(data.modified))
    yield "byline", foreign(data.byline)
    yield "authors", foreign("، ".join(data.authors))
    yield "agencies", foreign("، ".join(data.agencies))
    yield "credited", foreign(data.credited_source)
    yield "cites", foreign("، ".join(data.cited_sources))
    yield "tags", foreign("، ".join(view.tags if view else data.tags))
    yield "image", Text(data.image or "")
    yield "language", Text(data.language or "")
    hits = view.hits if view else data.hits
    yield "hits", Text("" if hits is None else str(hits))
    yield "featured", Text("yes" if (view.featured if view else data.featured) else "")
    yield "read by", Text(data.extractor)


def timeline(versions: Iterable[VersionView], edits: Iterable[EditView], zone: str) -> Table:
    """Versions oldest first, each with the edit that led to it."""
    by_version = {view.to_version: view for view in edits}
    table = _table(
        "version", "first had at", "last lacked at", "modified", "", "severity", "kinds", "title"
    )
    for one in versions:
        edit = by_version.get(one.n)
        table.add_row(
            str(one.n),
            when(one.fetched_at, zone),
            when(one.last_lacked_at, zone),
            printed(one.data.modified),
            _edit_mark(edit) if edit else Text(),
            severity(edit.edit) if edit else Text(),
            Text(", ".join(edit.edit.kinds) if edit else ""),
            foreign(one.data.title),
        )
    return table


def incident_table(views: Iterable[IncidentView], zone: str) -> Table:
    table = _table("id", "state", "source", "opened", "held", "of", "changed alike", "ended")
    for view in views:
        shown = [_mark_line(one) for one in view.marks[:_MOST_MARKS]]
        if len(view.marks) > _MOST_MARKS:
            shown.append(Text(f"… and {len(view.marks) - _MOST_MARKS} more"))
        table.add_row(
            str(view.id),
            _state(view.state),
            view.source,
            when(view.opened_at, zone),
            str(len(view.held)),
            str(len(view.articles)),
            Text("\n").join(shown),
            Text(f"{when(view.closed_at, zone)}: {view.why}" if view.why else ""),
        )
    return table


def _mark_line(mark: Mark) -> Text:
    way = {"+": "came", "-": "went", "element": "is read elsewhere"}[mark.sign]
    return Text(f"{mark.field} {way}: ") + foreign(mark.text)


def removal_lines(views: Iterable[RemovalView], zone: str) -> Group:
    """When an article was taken down and why, and when it came back."""
    return Group(*(_removal_line(view.removal, zone) for view in views))


def _removal_line(told: Removal, zone: str) -> Text:
    back = f", there again {when(told.restored_at, zone)}" if told.restored_at else ""
    return (
        Text("removed", style="red")
        + Text(
            f" between {when(told.last_seen_at, zone)} and {when(told.missing_since, zone)}, "
            f"confirmed {when(told.confirmed_at, zone)} ({told.absence}: "
        )
        + foreign(told.detail)
        + Text(f"; missed {told.looks} times){back}")
    )


def noise_lines(view: NoiseView, zone: str) -> Iterator[Text]:
    """What waits to be confirmed, and what is known to waver."""
    if waits := view.pending:
        told = Text(f"not confirmed yet, first seen at {when(waits.first_seen_at, zone)} ")
        yield told + (kinds_line(waits.edit) if waits.edit else Text("changed"))
    if view.titles:
        yield Text("headlines that are tested: ") + foreign(" | ".join(view.titles))
    if view.dropped:
        yield Text(f"readings that differed and were noise: {view.dropped}", style="dim")


_DIFF_STYLES = {"insert": "bold green", "delete": "red strike"}


def diff_page(blocks: tuple[DiffBlock, ...]) -> RenderableType:
    """What changed, paragraph by paragraph; additions green, removals struck out.

    Without colour (a file, a pipe) both are put in brackets instead.
    """
    if out.color_system is None:
        return Text(as_plain(blocks))
    lines: list[RenderableType] = []
    for block, segments in zip(blocks, as_segments(blocks), strict=True):
        where = block.field if block.paragraph is None else f"paragraph {block.paragraph + 1}"
        if block.moved is not None:
            way = "to" if block.op == "delete" else "from"
            where += f", moved {way} {block.moved + 1}"
        lines.append(Text(where, style="dim"))
        lines.append(
            Text.assemble(*((text, _DIFF_STYLES.get(style, "")) for style, text in segments))
        )
        lines.append(Text())
    return Group(*lines)


def verdict_table(verdicts: Iterable[TopicVerdict]) -> Table:
    """What every topic makes of an article as it stands."""
    table = _table("topic", "holds for its text", "why not")
    for one in verdicts:
        holds = one.why_not is None
        table.add_row(
            one.topic,
            Text("yes" if holds else "no", style="green" if holds else "dim"),
            foreign(one.why_not),
        )
    return table


def reasons(terms: Iterable[MatchedTerm]) -> RenderableType:
    """Why a topic matched: each term with the words around it."""
    rows = [
        Text("  ")
        + foreign(term.found, "bold")
        + Text(f" ({term.field}): ")
        + foreign(term.context)
        for term in terms
    ]
    return Group(*rows)


def link_page(view: LinkView, zone: str) -> RenderableType:
    """What is known of one address."""
    lines: list[RenderableType] = [
        Text(view.url, style="bold"),
        Text(
            f"  discovered {when(view.discovered_at, zone)} "
            f"in {', '.join(view.sections) or 'no section'}"
            + (" (was there at the first crawl: no alert)" if view.baseline else "")
        ),
    ]
    for fetch in view.fetches:
        span = when(fetch.first_at, zone)
        if fetch.times > 1:
            span += f" … {when(fetch.last_at, zone)}, {fetch.times} times"
        status = f" ({fetch.status})" if fetch.status else ""
        lines.append(
            Text(f"  fetched {span}: {fetch.outcome}{status} ") + foreign(fetch.detail, "dim")
        )
    if not view.fetches:
        lines.append(Text("  not fetched yet"))
    if view.article is None and view.due_at is None:
        lines.append(Text("  given up: no article was found there", style="yellow"))
    elif view.article is None:
        lines.append(Text(f"  to be fetched {when(view.due_at, zone)}"))
    return Group(*lines)

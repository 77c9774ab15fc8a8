"""How articles, their versions and addresses are shown."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING

from rich.console import Group, RenderableType
from rich.panel import Panel
from rich.table import Table
from rich.text import Text

from marsad.screen.base import assembled, foreign, indented, new_table, printed, state_text, when
from marsad.screen.edits import edit_mark, severity
from marsad.wording import counted, listed
from pipeline.records import ArticleData, Removal

if TYPE_CHECKING:
    from pipeline.store.queries import ArticleView, EditView, LinkView, VersionView
    from pipeline.store.removals import RemovalView


def article_table(views: Iterable[ArticleView], zone: str) -> Table:
    """Articles with their titles, and under the title of one that is missing why it is."""
    table = new_table("id", "state", "versions", "first seen", "source", "title")
    for view in views:
        table.add_row(
            str(view.id),
            state_text(view.state),
            str(view.versions),
            when(view.first_seen_at, zone),
            view.source,
            _title_and_why(view),
        )
    return table


def _title_and_why(view: ArticleView) -> Text:
    title = foreign(view.data.title)
    return assembled(title, "\n", foreign(view.state_reason, "dim")) if view.state_reason else title


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
        state = state_text(view.state)
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
    yield "authors", foreign(listed(data.authors))
    yield "agencies", foreign(listed(data.agencies))
    yield "credited", foreign(data.credited_source)
    yield "cites", foreign(listed(data.cited_sources))
    yield "tags", foreign(listed(view.tags if view else data.tags))
    yield "image", Text(data.image or "")
    yield "language", Text(data.language or "")
    hits = view.hits if view else data.hits
    yield "hits", Text("" if hits is None else str(hits))
    yield "featured", Text("yes" if (view.featured if view else data.featured) else "")
    yield "read by", Text(data.extractor)


def timeline(versions: Sequence[VersionView], edits: Iterable[EditView], zone: str) -> Group:
    """Versions oldest first, each with the edit that led to it; below them titles that changed."""
    by_version = {view.to_version: view for view in edits}
    table = new_table(
        "version", "first had at", "last lacked at", "modified", "", "severity", "kinds"
    )
    for column in table.columns[1:4]:
        column.min_width = len("2026-01-31")  # broken between day and time alone
    table.columns[-1].min_width = len("correction")
    for one in versions:
        edit = by_version.get(one.n)
        table.add_row(
            str(one.n),
            when(one.fetched_at, zone),
            when(one.last_lacked_at, zone),
            printed(one.data.modified),
            edit_mark(edit) if edit else Text(),
            severity(edit.edit) if edit else Text(),
            Text(", ".join(edit.edit.kinds) if edit else ""),
        )
    changed = [two for one, two in pairwise(versions) if one.data.title != two.data.title]
    titles = (
        Text(f"title of version {one.n}: ") + foreign(one.data.title)
        for one in (*versions[:1], *changed)
        if changed
    )
    return Group(table, *titles)


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
        + Text(f"; missed {counted(told.looks, 'time')}){back}")
    )


def link_lines(view: LinkView, zone: str) -> RenderableType:
    """What is known of one address, to stand below it."""
    lines: list[RenderableType] = [
        Text(
            f"discovered {when(view.discovered_at, zone)} "
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
            Text(f"fetched {span}: {fetch.outcome}{status} ") + foreign(fetch.detail, "dim")
        )
    if not view.fetches:
        lines.append(Text("not fetched yet"))
    if view.article is None and view.due_at is None:
        lines.append(Text("given up: no article was found there", style="yellow"))
    elif view.article is None:
        lines.append(Text(f"to be fetched {when(view.due_at, zone)}"))
    return indented(*lines)

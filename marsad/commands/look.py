"""Commands that look at what is stored: articles, and how they were edited."""

from __future__ import annotations

from typing import Annotated, Any, Final, get_args

import typer

from config.edit_kinds import EditKind
from config.settings import Settings
from marsad import jsonlines, screen, searching
from marsad.commands.listing import limited, moment, print_object, tell
from marsad.commands.naming import article_named
from marsad.opening import opened_store
from marsad.options import ConfigOption, JsonOption, LimitOption, SetOption, load
from marsad.screen import err, out
from pipeline.diff import diff_versions
from pipeline.edits import compare
from pipeline.edits.severity import SEVERITIES, at_least
from pipeline.records import ArticleState, EditData
from pipeline.store import queries, removals, told_noise
from pipeline.store.queries import ArticleView, VersionView

KINDS_LISTED: Final = ", ".join(get_args(EditKind))

SourceOption = Annotated[
    str | None, typer.Option("--source", metavar="NAME", help="Only this source.")
]


def articles(
    source: SourceOption = None,
    state: Annotated[
        list[str] | None,
        typer.Option(
            "--state", metavar="STATE", help="Only live, suspected or gone ones; repeatable."
        ),
    ] = None,
    query: Annotated[
        str | None,
        typer.Option("--match", metavar="QUERY", help="Only those that a topic's query holds for."),
    ] = None,
    since: Annotated[
        str | None,
        typer.Option("--since", metavar="WHEN", help="First seen since: 30d, or 2026-11-01."),
    ] = None,
    limit: LimitOption = None,
    as_json: JsonOption = False,
    config: ConfigOption = None,
    settings: SetOption = None,
) -> None:
    """List articles, last found first."""
    found = load(config, settings).settings
    wanted = searching.Wanted(source, query, moment(since, found.timezone), _states(state))
    with opened_store(found) as store:
        views = searching.articles(found, store, wanted, limited(limit, as_json))
    tell(
        views,
        as_json,
        jsonlines.article,
        lambda: screen.article_table(views, found.timezone),
        _none("article", found, source),
    )


def show(
    article: Annotated[str, typer.Argument(metavar="ARTICLE", help="Its id or address.")],
    as_json: JsonOption = False,
    config: ConfigOption = None,
    settings: SetOption = None,
) -> None:
    """Show one article with its text and its history."""
    found = load(config, settings).settings
    with opened_store(found) as store, store.read() as session:
        view = article_named(session, found, article)
        versions = queries.versions(session, view.id)
        edits = queries.edits(session, article_id=view.id)
        removed = removals.of_articles(session, [view.id])
        noise = told_noise.noise(session, view.id)
    if as_json:
        more = {
            "version": jsonlines.version(versions[-1]),
            "removals": [jsonlines.removal(one) for one in removed],
        }
        print_object(jsonlines.article(view) | more | jsonlines.noise(noise))
        return
    out.print(screen.article_page(view.data, view=view, zone=found.timezone))
    out.print(screen.timeline(versions, edits, found.timezone))
    out.print(screen.removal_lines(removed, found.timezone), soft_wrap=True)
    for line in screen.noise_lines(noise, found.timezone):
        out.print(line, soft_wrap=True)


def edits(
    source: SourceOption = None,
    kind: Annotated[
        list[str] | None,
        typer.Option(
            "--kind", metavar="KIND", help="Only edits of this kind, such as figures; repeatable."
        ),
    ] = None,
    min_severity: Annotated[
        str | None,
        typer.Option(
            "--min-severity", metavar="SEVERITY", help="low, medium or high: no lesser edits."
        ),
    ] = None,
    since: Annotated[
        str | None,
        typer.Option("--since", metavar="WHEN", help="7d, 12h or 2026-01-31: no earlier ones."),
    ] = None,
    limit: LimitOption = None,
    as_json: JsonOption = False,
    config: ConfigOption = None,
    settings: SetOption = None,
) -> None:
    """List edits, last detected first."""
    found = load(config, settings).settings
    with opened_store(found) as store, store.read() as session:
        views = queries.edits(
            session,
            source=source,
            kinds=_kinds(kind),
            severities=_severities(min_severity),
            since=moment(since, found.timezone),
            limit=limited(limit, as_json),
        )
    tell(
        views,
        as_json,
        jsonlines.edit,
        lambda: screen.edit_table(views, found.timezone),
        _none("edit", found, source),
    )


def diff(
    article: Annotated[str, typer.Argument(metavar="ARTICLE", help="Its id or address.")],
    start: Annotated[
        int | None, typer.Argument(metavar="FROM", min=1, help="The version before.")
    ] = None,
    end: Annotated[
        int | None, typer.Argument(metavar="TO", min=1, help="The version after; else the next.")
    ] = None,
    as_json: JsonOption = False,
    config: ConfigOption = None,
    settings: SetOption = None,
) -> None:
    """Show what changed between two versions; by default the last edit."""
    found = load(config, settings).settings
    with opened_store(found) as store, store.read() as session:
        view = article_named(session, found, article)
        versions = {one.n: one for one in queries.versions(session, view.id)}
    after = versions.get(end or (start + 1 if start else view.versions))
    before = versions.get(start or (after.n - 1 if after else 0))
    if after is None or before is None:
        kept = f"versions 1 to {view.versions}" if view.versions > 1 else "one version only"
        err.print(f"article {view.id} has {kept}", style="yellow")
        raise typer.Exit(3)
    edit = compare(before.data, after.data)
    if as_json:
        print_object(_diff_object(view, before, after, edit))
        return
    _tell_edit(before, after, edit)


def _diff_object(
    view: ArticleView, before: VersionView, after: VersionView, edit: EditData | None
) -> dict[str, Any]:
    same = EditData((), False, False, before.data.title, after.data.title)
    return {
        "article": view.id,
        "from_version": before.n,
        "to_version": after.n,
        **jsonlines.edit_content(edit or same),
    }


def _tell_edit(before: VersionView, after: VersionView, edit: EditData | None) -> None:
    if edit is None:
        out.print("the two versions say the same")
        return
    admitted = "silent: the page does not admit it" if edit.stealth else "the page admits it"
    out.print(
        f"version {before.n} → {after.n}, " + (admitted if edit.substantive else "no words changed")
    )
    out.print(screen.kinds_line(edit), soft_wrap=True)
    out.print(
        f"modified, as printed: {screen.printed(before.data.modified)} → "
        f"{screen.printed(after.data.modified)}\n"
    )
    out.print(screen.diff_page(diff_versions(before.data, after.data)))
    out.print(screen.evidence_table(edit.evidence))


# --- shared --------------------------------------------------------------------


def _none(what: str, settings: Settings, source: str | None) -> str:
    """What people are told where a list is empty."""
    if source is not None and settings.source(source) is None:
        known = ", ".join(one.name for one in settings.sources) or "none"
        return f"no source is called {source}, and no {what} is kept of one; there are: {known}"
    return f"no such {what} is kept"


def _states(wanted: list[str] | None) -> tuple[str, ...]:
    for state in wanted or ():
        if state not in list(ArticleState):
            raise typer.BadParameter(f"an article is {', '.join(ArticleState)}, not {state}")
    return tuple(wanted or ())


def _kinds(wanted: list[str] | None) -> tuple[str, ...]:
    for kind in wanted or ():
        if kind not in get_args(EditKind):
            raise typer.BadParameter(f"no kind of edit is called {kind}: {KINDS_LISTED}")
    return tuple(wanted or ())


def _severities(least: str | None) -> tuple[str, ...]:
    if least is None:
        return ()
    for severity in SEVERITIES:
        if severity == least:
            return at_least(severity)
    raise typer.BadParameter(f"a severity is one of {', '.join(SEVERITIES)}, not {least}")

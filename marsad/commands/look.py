"""Commands that look at what is stored: articles, edits, alerts, deliveries."""

from __future__ import annotations

from typing import Annotated, Any, Final, get_args

import typer
from rich.text import Text
from sqlalchemy.orm import Session

from config.edit_kinds import EditKind
from config.settings import Settings
from marsad import jsonlines, screen, searching, silences, story_screen
from marsad.commands.listing import limited, moment, print_object, row_id, tell
from marsad.opening import opened_store
from marsad.options import ConfigOption, JsonOption, LimitOption, SetOption, load
from marsad.screen import err, out
from pipeline.diff import diff_versions
from pipeline.edits import compare
from pipeline.edits.severity import SEVERITIES, at_least
from pipeline.identity import link_key
from pipeline.records import ArticleState, EditData
from pipeline.store import incidents as held_alike
from pipeline.store import queries, removals, told_noise, told_stories
from pipeline.store.queries import ArticleView, VersionView
from pipeline.urls import canonical_url
from pipeline.watch import Watch

KINDS_LISTED: Final = ", ".join(get_args(EditKind))

SourceOption = Annotated[
    str | None, typer.Option("--source", metavar="NAME", help="Only this source.")
]


def articles(
    source: SourceOption = None,
    state: Annotated[
        list[str] | None,
        typer.Option("--state", help="Only live, suspected or gone ones; repeatable."),
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
        typer.Option("--kind", help="Only edits of this kind, such as figures; repeatable."),
    ] = None,
    min_severity: Annotated[
        str | None, typer.Option("--min-severity", help="low, medium or high: no lesser edits.")
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
    start: Annotated[int | None, typer.Argument(metavar="[FROM]", min=1)] = None,
    end: Annotated[int | None, typer.Argument(metavar="[TO]", min=1)] = None,
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


def explain(
    url: Annotated[
        str, typer.Argument(metavar="ARTICLE", help="A page's address, or an article's id.")
    ],
    as_json: JsonOption = False,
    config: ConfigOption = None,
    settings: SetOption = None,
) -> None:
    """Tell what is known of a page: found, fetched, flagged or why not, delivered to whom."""
    found = load(config, settings).settings
    with opened_store(found) as store, store.read() as session:
        ids = _articles_named(session, found, url)
        links = queries.links(session, keys=_keys(found, url), url=url)
        ids = list(dict.fromkeys([*ids, *(one.article for one in links if one.article)]))
        for article_id in ids:
            links += queries.links(session, article_id=article_id)
        links = list({one.id: one for one in links}.values())
        views = queries.articles(session, ids=ids)
        raised = [one for view in views for one in queries.alerts(session, article_id=view.id)]
        owed = queries.deliveries(session, alert_ids=[one.id for one in raised])
        changed = [one for view in views for one in queries.edits(session, article_id=view.id)]
        untold = told_stories.untold(session, ids)
        removed = removals.of_articles(session, ids)
        holding = [one for one in held_alike.of_sources(session) if set(one.held) & set(ids)]
    watch = Watch(found)
    made_of = [(view, watch.verdicts(view.source, view.sections, view.data)) for view in views]
    quiet = {
        view.id: silences.silences(
            found,
            {one.topic for one in verdicts if one.why_not is None},
            untold={one.topic for one in untold if one.article == view.id},
            baseline=any(one.baseline for one in links if one.article == view.id),
            edits=[one for one in changed if one.article == view.id],
            removals=[one.removal for one in removed if one.article == view.id],
            alerts=[one for one in raised if one.article == view.id],
        )
        for view, verdicts in made_of
    }
    if not links and not views:
        err.print(
            f"nothing is known of {url}: no section has listed it", style="yellow", soft_wrap=True
        )
        raise typer.Exit(3)
    if as_json:
        print_object(
            {
                "url": url,
                "links": [jsonlines.link(one) for one in links],
                "articles": [jsonlines.article(one) for one in views],
                "edits": [jsonlines.edit(one) for one in changed],
                "removals": [jsonlines.removal(one) for one in removed],
                "incidents": [jsonlines.incident(one) for one in holding],
                "alerts": [jsonlines.alert(one) for one in raised],
                "deliveries": [jsonlines.delivery(one) for one in owed],
                "untold": [story_screen.untold_object(one) for one in untold],
                "topics": [
                    {
                        "article": view.id,
                        "topic": one.topic,
                        "why_not": one.why_not,
                        "not_told": [
                            silences.silence_object(silence)
                            for silence in quiet[view.id]
                            if silence.topic == one.topic
                        ],
                    }
                    for view, verdicts in made_of
                    for one in verdicts
                ],
            }
        )
        return
    zone = found.timezone
    for link in links:
        out.print(Text(link.url, style="bold"), soft_wrap=True)  # to be copied whole
        out.print(screen.link_lines(link, zone))
    for view in views:
        out.print(screen.article_table([view], zone))
    out.print(screen.removal_lines(removed, zone), soft_wrap=True)
    for held in holding:
        out.print(
            f"its page changed alike with {len(held.articles) - 1} others: held by incident "
            f"{held.id}, see marsad incidents"
        )
    if changed:
        out.print(screen.edit_table(changed, zone))
    for one in untold:
        out.print(
            f"topic {one.topic} was not told again: alert {one.alert} had told of story "
            f"{one.story}, which it carries"
        )
    for view, verdicts in made_of:
        if verdicts:
            out.print(screen.verdict_table(verdicts))
        for line in silences.silence_lines(quiet[view.id]):
            out.print(line)
    if not raised and not untold and not any(quiet.values()):
        out.print("no alert was raised: " + _why_quiet(views, links))
    if not raised:
        return
    for alert in raised:
        out.print(screen.alert_table([alert], zone))
        out.print(screen.reasons(alert.matched))
    out.print(screen.delivery_table(owed, zone))


def _why_quiet(views: list[ArticleView], links: list[queries.LinkView]) -> str:
    if not views:
        return "no article was read there yet"
    if any(link.baseline for link in links):
        return "it was there at the first crawl, and no later edit matched a topic"
    return "no topic matched it"


# --- shared --------------------------------------------------------------------


def article_named(session: Session, settings: Settings, wanted: str) -> ArticleView:
    """The article by its id, publisher's id or address; ends the command when unknown."""
    ids = _articles_named(session, settings, wanted)
    view = queries.article(session, ids[0]) if ids else None
    if view is None:
        err.print(f"no article is known by {wanted}", style="yellow", soft_wrap=True)
        raise typer.Exit(3)
    return view


def _articles_named(session: Session, settings: Settings, wanted: str) -> list[int]:
    if wanted.isdecimal():
        number = row_id(wanted)
        return [] if number is None else [number]
    return _articles_at(session, settings, wanted)


def _none(what: str, settings: Settings, source: str | None) -> str:
    """What people are told where a list is empty."""
    if source is not None and settings.source(source) is None:
        known = ", ".join(one.name for one in settings.sources) or "none"
        return f"no source is called {source}, and no {what} is kept of one; there are: {known}"
    return f"no such {what} is kept"


def _articles_at(session: Session, settings: Settings, wanted: str) -> list[int]:
    ids = queries.articles_at(session, wanted, [wanted, *_keys(settings, wanted)])
    links = queries.links(session, keys=_keys(settings, wanted), url=wanted)
    return list(dict.fromkeys([*ids, *(one.article for one in links if one.article)]))


def _keys(settings: Settings, url: str) -> list[str]:
    """Every key an address may be stored under, by the presets and rules in use."""
    try:
        cleaned = canonical_url(url)
    except ValueError:
        return []
    rules = {(source.preset, source.rules) for source in settings.sources} | {(None, None)}
    return sorted({link_key(cleaned, *one) for one in rules})


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

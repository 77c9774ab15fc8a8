"""`marsad explain`: all that is known of a page, and why it was or was not flagged."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated, Any

import typer
from rich.text import Text
from sqlalchemy.orm import Session

from config.settings import Settings
from marsad import jsonlines, screen, silences, story_screen
from marsad.commands.listing import print_object
from marsad.commands.naming import articles_named, keys_of
from marsad.opening import opened_store
from marsad.options import ConfigOption, JsonOption, SetOption, load
from marsad.screen import err, out
from marsad.silences import Silence
from marsad.wording import counted
from pipeline.store import incidents, queries, removals, told_stories
from pipeline.store.incidents import IncidentView
from pipeline.store.queries import AlertView, ArticleView, DeliveryView, EditView, LinkView
from pipeline.store.removals import RemovalView
from pipeline.store.told_stories import UntoldView
from pipeline.watch import TopicVerdict, Watch


@dataclass(frozen=True, slots=True)
class _Known:
    """What the archive holds of a page."""

    links: Sequence[LinkView]
    articles: Sequence[ArticleView]
    edits: Sequence[EditView]
    removals: Sequence[RemovalView]
    #: those that hold a change of it
    incidents: Sequence[IncidentView]
    alerts: Sequence[AlertView]
    deliveries: Sequence[DeliveryView]
    untold: Sequence[UntoldView]


@dataclass(frozen=True, slots=True)
class _Judged:
    """What topics make of an article as it stands, and what they were not told of it."""

    article: ArticleView
    verdicts: Sequence[TopicVerdict]
    silences: Sequence[Silence]


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
        known = _known_of(session, found, url)
    if not known.links and not known.articles:
        err.print(
            f"nothing is known of {url}: no section has listed it", style="yellow", soft_wrap=True
        )
        raise typer.Exit(3)
    judged = _judged(found, known)
    if as_json:
        print_object(_object(url, known, judged))
    else:
        _tell(known, judged, found.timezone)


def _known_of(session: Session, settings: Settings, url: str) -> _Known:
    ids = articles_named(session, settings, url)
    links = queries.links(session, keys=keys_of(settings, url), url=url)
    ids = list(dict.fromkeys([*ids, *(one.article for one in links if one.article)]))
    for article_id in ids:
        links += queries.links(session, article_id=article_id)
    views = queries.articles(session, ids=ids)
    raised = [one for view in views for one in queries.alerts(session, article_id=view.id)]
    return _Known(
        links=list({one.id: one for one in links}.values()),
        articles=views,
        edits=[one for view in views for one in queries.edits(session, article_id=view.id)],
        removals=removals.of_articles(session, ids),
        incidents=[one for one in incidents.of_sources(session) if set(one.held) & set(ids)],
        alerts=raised,
        deliveries=queries.deliveries(session, alert_ids=[one.id for one in raised]),
        untold=told_stories.untold(session, ids),
    )


def _judged(settings: Settings, known: _Known) -> list[_Judged]:
    watch = Watch(settings)
    judged = []
    for view in known.articles:
        verdicts = watch.verdicts(view.source, view.sections, view.data)
        quiet = silences.silences(
            settings,
            {one.topic for one in verdicts if one.why_not is None},
            untold={one.topic for one in known.untold if one.article == view.id},
            baseline=any(one.baseline for one in known.links if one.article == view.id),
            edits=[one for one in known.edits if one.article == view.id],
            removals=[one.removal for one in known.removals if one.article == view.id],
            alerts=[one for one in known.alerts if one.article == view.id],
        )
        judged.append(_Judged(view, verdicts, quiet))
    return judged


def _object(url: str, known: _Known, judged: Sequence[_Judged]) -> dict[str, Any]:
    return {
        "url": url,
        "links": [jsonlines.link(one) for one in known.links],
        "articles": [jsonlines.article(one) for one in known.articles],
        "edits": [jsonlines.edit(one) for one in known.edits],
        "removals": [jsonlines.removal(one) for one in known.removals],
        "incidents": [jsonlines.incident(one) for one in known.incidents],
        "alerts": [jsonlines.alert(one) for one in known.alerts],
        "deliveries": [jsonlines.delivery(one) for one in known.deliveries],
        "untold": [story_screen.untold_object(one) for one in known.untold],
        "topics": [
            {
                "article": one.article.id,
                "topic": verdict.topic,
                "why_not": verdict.why_not,
                "not_told": [
                    silences.silence_object(silence)
                    for silence in one.silences
                    if silence.topic == verdict.topic
                ],
            }
            for one in judged
            for verdict in one.verdicts
        ],
    }


def _tell(known: _Known, judged: Sequence[_Judged], zone: str) -> None:
    for link in known.links:
        out.print(Text(link.url, style="bold"), soft_wrap=True)  # to be copied whole
        out.print(screen.link_lines(link, zone))
    for view in known.articles:
        out.print("", screen.article_table([view], zone))
    out.print(screen.removal_lines(known.removals, zone), soft_wrap=True)
    for held in known.incidents:
        others = counted(len(held.articles) - 1, "other")
        out.print(
            f"its page changed alike with {others}: held by incident {held.id}, "
            "see marsad incidents"
        )
    if known.edits:
        out.print("", screen.edit_table(known.edits, zone))
    for told in known.untold:
        out.print(
            f"topic {told.topic} was not told again: alert {told.alert} had told of story "
            f"{told.story}, which it carries"
        )
    for one in judged:
        if one.verdicts:
            out.print("", screen.verdict_table(one.verdicts))
        for line in silences.silence_lines(one.silences):
            out.print(line)
    if not known.alerts and not known.untold and not any(one.silences for one in judged):
        out.print(f"no alert was raised: {_why_quiet(known)}")
    for alert in known.alerts:
        out.print("", screen.alert_table([alert], zone))
        out.print(screen.reasons(alert.matched))
    if known.alerts:
        out.print("", screen.delivery_table(known.deliveries, zone))


def _why_quiet(known: _Known) -> str:
    if not known.articles:
        return "no article was read there yet"
    if any(link.baseline for link in known.links):
        return "it was there at the first crawl, and no later edit matched a topic"
    return "no topic matched it"

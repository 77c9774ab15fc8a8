"""How alerts, deliveries, destinations and topics are shown."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import TYPE_CHECKING

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from config.settings import DestinationSettings, Settings
from marsad.screen.base import foreign, indented, new_table, state_text, when
from marsad.wording import counted, listed
from pipeline.records import MatchedTerm
from pipeline.watch import TopicVerdict

if TYPE_CHECKING:
    from pipeline.store.destinations import DestinationView
    from pipeline.store.queries import AlertView, DeliveryView


def alert_table(views: Iterable[AlertView], zone: str) -> Table:
    """Alerts, the words that matched under the title of each."""
    table = new_table("id", "kind", "topic", "article", "raised", "title and what matched")
    for view in views:
        table.add_row(
            str(view.id),
            f"{view.kind} {view.takes_back}" if view.takes_back else view.kind,
            view.topic,
            ", ".join(map(str, (view.article, *view.copies))),
            when(view.created_at, zone),
            Group(
                foreign(view.title),
                foreign(listed(list(dict.fromkeys(term.found for term in view.matched))), "dim"),
            ),
        )
    return table


#: characters of a delivery's id
_ID_WIDTH = 36
#: why a delivery waits until its next attempt
_WAITS_FOR = {
    "deliver": "held for its digest",
    "quiet": "held until quiet hours end",
    "group": "held for others of its story",
    "at_most": "held: the hour's messages are used up",
}


def delivery_table(views: Iterable[DeliveryView], zone: str) -> Table:
    """Deliveries with their ids, and under each id what it waits for or failed by.

    An id is never broken, so that it can be copied: beside columns for the rest there would be no
    room for words on a terminal of 80 columns.
    """
    table = new_table("alert", "destination", "state", "attempts")
    table.add_column("delivery", width=_ID_WIDTH, no_wrap=True)
    for view in views:
        table.add_row(
            _what(view),
            view.destination,
            state_text(view.state),
            str(view.attempts),
            Group(Text(view.id, "dim"), *_what_became_of(view, zone)),
        )
    return table


def _what_became_of(view: DeliveryView, zone: str) -> Iterator[Text]:
    if view.carries:
        yield Text(f"carries {counted(view.carries, 'alert')}")
    if view.digest is not None:
        yield Text(f"carried by\n{view.digest}", "dim")
    if view.held is not None:
        yield Text(_WAITS_FOR[view.held], "yellow", no_wrap=False)
    if view.state == "queued" and view.disabled:
        yield Text("waits: its destination is disabled", "yellow", no_wrap=False)
    elif view.state == "queued":
        yield Text(f"next attempt {when(view.next_attempt_at, zone)}")
    if view.last_error and view.held is None:
        error = foreign(view.last_error)
        error.no_wrap, error.overflow = False, "fold"
        yield error


def _what(view: DeliveryView) -> str:
    if view.carries:
        return "digest"
    return "notice" if view.alert is None else str(view.alert)


def destination_table(
    rows: Iterable[tuple[DestinationSettings, DestinationView]], zone: str
) -> Table:
    table = new_table("destination", "channel", "state", "queued", "dead", "last delivered", "why")
    for settings, view in rows:
        table.add_row(
            settings.name,
            settings.channel,
            _how_it_goes(view, zone),
            str(view.queued),
            str(view.dead),
            when(view.last_delivered_at, zone),
            foreign(view.disabled_why or view.last_error),
        )
    return table


def _how_it_goes(view: DestinationView, zone: str) -> Text:
    if view.disabled_at:
        return Text(f"disabled {when(view.disabled_at, zone)}", "red")
    if view.failing_since:
        return Text(f"failing since {when(view.failing_since, zone)}", "yellow")
    return Text("in use")


def topic_table(settings: Settings, counts: dict[str, tuple[int, datetime]]) -> Table:
    table = new_table("watchlist", "topic", "query", "on", "to", "alerts", "last alert")
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


def verdict_table(verdicts: Iterable[TopicVerdict]) -> Table:
    """What every topic makes of an article as it stands."""
    table = new_table("topic", "holds for its text", "why not")
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
    return indented(
        *(
            foreign(term.found, "bold") + Text(f" ({term.field}): ") + foreign(term.context)
            for term in terms
        )
    )

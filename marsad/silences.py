"""Why topics that hold for an article raised no alert of it, of an edit of it, or of its removal.

What they make of its text is `pipeline.watch`'s to say; this is about what came of it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any, Final, Literal

from rich.text import Text

from config.settings import Settings, TopicSettings
from marsad.screen import foreign
from pipeline.topic_limits import limit_against_edit, limit_against_new, limit_against_presence

if TYPE_CHECKING:
    from pipeline.records import Removal
    from pipeline.store.queries import AlertView, EditView

_NOT_THEN: Final = "it did not hold then, or was not watched yet"
_THERE_BEFORE: Final = "it was there at the first crawl"


@dataclass(frozen=True, slots=True)
class Silence:
    """An event that a topic which holds for an article was not told of."""

    topic: str
    event: Literal["new", "edit", "removed", "restored"]
    #: the edit's id
    edit: int | None
    why: str


def silences(
    settings: Settings,
    holding: Collection[str],
    *,
    untold: Collection[str],
    baseline: bool,
    edits: Sequence[EditView],
    removals: Sequence[Removal],
    alerts: Iterable[AlertView],
) -> tuple[Silence, ...]:
    """What topics were not told of one article, in the configuration's order.

    Args:
        holding: names of the topics that hold for it as it stands.
        untold: names of those that had told of its story, so that it is no news to them.
        baseline: it was there before anybody watched.
        edits, removals, alerts: all of the article.
    """
    told: dict[str, set[int | str]] = defaultdict(set)
    for topic_name in untold:
        told[topic_name].add("new")
    for alert in alerts:
        told[alert.topic].add(alert.edit or alert.kind)
    topics = [one for watchlist in settings.watchlists for one in watchlist.topics]
    return tuple(
        silence
        for topic in topics
        if topic.name in holding
        for silence in _of_topic(topic, told[topic.name], baseline, edits, removals)
    )


def _of_topic(
    topic: TopicSettings,
    told: Collection[int | str],
    baseline: bool,
    edits: Sequence[EditView],
    removals: Sequence[Removal],
) -> Iterator[Silence]:
    name = topic.name
    if "new" not in told:
        why = limit_against_new(topic) or (_THERE_BEFORE if baseline else _NOT_THEN)
        yield Silence(name, "new", None, why)
    # one that was told unconfirmed is not told again
    for edit in reversed(edits) if "unconfirmed" not in told else ():
        if edit.id not in told:
            why = limit_against_edit(topic, edit.edit) or _NOT_THEN
            yield Silence(name, "edit", edit.id, why)
    if removals and "removed" not in told:
        why = limit_against_presence(topic, "removed") or _NOT_THEN
        yield Silence(name, "removed", None, why)
    if any(one.restored_at for one in removals) and "restored" not in told:
        why = limit_against_presence(topic, "restored") or _NOT_THEN
        yield Silence(name, "restored", None, why)


def silence_lines(found: Iterable[Silence]) -> Iterator[Text]:
    """The same for people, a line for each reason of each topic."""
    events: dict[tuple[str, str], list[str]] = defaultdict(list)
    for one in found:
        events[one.topic, one.why].append(_named(one))
    for (topic, why), named in events.items():
        yield foreign(topic) + f" was not told of {', '.join(named)}: " + foreign(why)


def silence_object(one: Silence) -> dict[str, Any]:
    return {name: value for name, value in asdict(one).items() if name != "topic"}


def _named(one: Silence) -> str:
    match one.event:
        case "new":
            return "the new piece"
        case "edit":
            return f"edit {one.edit}"
        case "removed":
            return "its removal"
        case _:
            return "its return"

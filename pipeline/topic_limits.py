"""What a topic's settings keep it from being told of, and why, in words.

Pure, and about what stands beside a topic's query: whether that holds is `pipeline.watch`'s.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, Literal

from config.settings import TopicSettings
from pipeline.edits.severity import at_least, topic_severity
from pipeline.records import ArticleData, EditData

_PRESENCE: Final = {"removed": "pieces that are gone", "restored": "pieces that are back"}


def limit_against(
    topic: TopicSettings, source: str, sections: Sequence[str], data: ArticleData
) -> str | None:
    """By which of its limits a topic does not look at an article; None: it does."""
    if topic.sources and source not in topic.sources:
        return f"the topic is limited to sources {', '.join(topic.sources)}"
    if topic.sections and set(topic.sections).isdisjoint(sections):
        return f"the topic is limited to sections {', '.join(topic.sections)}"
    if topic.languages and not _is_in(data.language, topic.languages):
        return f"the topic is limited to languages {', '.join(topic.languages)}"
    return None


def feels(topic: TopicSettings, edit: EditData) -> bool:
    """Whether an edit is any change at all to a topic."""
    severity = topic_severity(edit, topic.severity)
    return edit.substantive if severity is None else severity != "none"


def limit_against_new(topic: TopicSettings) -> str | None:
    """Why a topic is not told of new pieces; None: it is."""
    return None if "new" in topic.on else f"it is told of {_listed(topic.on)}, not of new pieces"


def limit_against_edit(topic: TopicSettings, edit: EditData) -> str | None:
    """By which of its limits a topic is not told of an edit, as an edit; None: it is."""
    severity = topic_severity(edit, topic.severity)
    if "edit" not in topic.on:
        return f"it is told of {_listed(topic.on)}, not of edits"
    if not feels(topic, edit):
        return "the edit is of no severity to it"
    if severity is not None and severity not in at_least(topic.min_severity):
        return f"the edit is of {severity} severity, and it asks for {topic.min_severity} at least"
    if topic.kinds and set(topic.kinds).isdisjoint(edit.kinds):
        return f"the edit is none of the kinds {_listed(topic.kinds)}"
    if topic.stealth_only and not edit.stealth:
        return "the page admits the edit, and it asks for silent ones"
    return None


def limit_against_presence(
    topic: TopicSettings, kind: Literal["removed", "restored"]
) -> str | None:
    """Why a topic is not told that a piece is gone, or is there again; None: it is."""
    return (
        None if kind in topic.on else f"it is told of {_listed(topic.on)}, not of {_PRESENCE[kind]}"
    )


def _is_in(language: str | None, asked: Sequence[str]) -> bool:
    """Whether a page is in one of the languages; one that does not tell may be."""
    tag = (language or "").casefold()
    return not tag or any(
        tag == one.casefold() or tag.startswith(f"{one.casefold()}-") for one in asked
    )


def _listed(names: Sequence[str]) -> str:
    return ", ".join(names)

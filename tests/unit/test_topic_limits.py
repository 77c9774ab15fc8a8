"""Why a topic is not told, in words; that it is told of the rest `test_watch` shows."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from config.settings import TopicSettings
from pipeline.records import EditData
from pipeline.topic_limits import (
    limit_against_edit,
    limit_against_new,
    limit_against_presence,
)

EDIT = EditData(
    changes=(),
    stealth=False,
    substantive=True,
    title_before="",
    title_after="",
    kinds=("wording",),
    severity="low",
)


def topic(**asked: Any) -> TopicSettings:
    return TopicSettings(**{"name": "dams", "query": "سد"} | asked)


@pytest.mark.parametrize(
    ("asked", "why"),
    [
        ({}, None),
        ({"on": ["new", "left"]}, "it is told of new, left, not of edits"),
        ({"severity": {"wording": "none"}}, "the edit is of no severity to it"),
        (
            {"min_severity": "high"},
            "the edit is of low severity, and it asks for high at least",
        ),
        ({"min_severity": "high", "severity": {"wording": "high"}}, None),
        ({"kinds": ["figures", "quote"]}, "the edit is none of the kinds figures, quote"),
        ({"stealth_only": True}, "the page admits the edit, and it asks for silent ones"),
    ],
)
def test_the_limit_by_which_an_edit_is_not_told_is_named(
    asked: dict[str, Any], why: str | None
) -> None:
    assert limit_against_edit(topic(**asked), EDIT) == why


def test_a_silent_edit_is_told_to_those_who_ask_for_silent_ones() -> None:
    assert limit_against_edit(topic(stealth_only=True), replace(EDIT, stealth=True)) is None


def test_what_a_topic_is_told_of_instead_is_named() -> None:
    edits = topic(on=["edit"])
    assert limit_against_new(edits) == "it is told of edit, not of new pieces"
    gone = limit_against_presence(edits, "removed")
    assert gone == "it is told of edit, not of pieces that are gone"
    assert limit_against_new(topic()) is None
    assert limit_against_presence(topic(on=["restored"]), "restored") is None

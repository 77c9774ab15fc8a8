"""What `marsad explain` says of topics that hold for an article and raised no alert of it."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from pathlib import Path
from typing import Any

from marsad.silences import Silence, silence_lines, silence_object, silences
from pipeline.records import EditData, Removal
from pipeline.store.queries import AlertView, EditView
from pipeline.text import clean
from tests.builders import NOW, settings

DAMS = {"name": "dams", "query": "سد"}
QUIET = {"name": "quiet", "query": "سد", "on": ["edit"], "min_severity": "high"}


def edit(number: int, severity: str = "low") -> EditView:
    data = EditData((), True, True, "", "", severity=severity)
    return EditView(number, 7, number, number + 1, NOW, data)


def alert(topic: str, kind: str, edited: int | None = None) -> AlertView:
    return AlertView(1, topic, "desk", kind, 7, 1, edited, NOW, (), "", 1)


def found(
    *alerts: AlertView,
    topics: Sequence[dict[str, Any]] = (DAMS,),
    holding: Collection[str] = ("dams", "quiet"),
    untold: Collection[str] = (),
    baseline: bool = False,
    edits: Sequence[EditView] = (),
    removals: Sequence[Removal] = (),
) -> tuple[Silence, ...]:
    watchlist = {"name": "desk", "destinations": ["mail"], "topics": list(topics)}
    return silences(
        settings(Path("data"), watchlists=[watchlist]),
        holding,
        untold=untold,
        baseline=baseline,
        edits=edits,
        removals=removals,
        alerts=alerts,
    )


def lines(silent: Sequence[Silence]) -> list[str]:
    return [
        clean(line.plain).replace("\u2068", "").replace("\u2069", "")
        for line in silence_lines(silent)
    ]


def test_what_was_told_is_no_silence() -> None:
    told = alert("dams", "new"), alert("dams", "edit", 3), alert("dams", "left", 4)
    assert found(*told, edits=[edit(4), edit(3)]) == ()


def test_a_piece_of_a_story_that_was_told_is_no_silence_and_its_edits_are() -> None:
    assert found(untold=["dams"]) == ()
    (silence,) = found(untold=["dams"], edits=[edit(3)])
    assert (silence.event, silence.edit) == ("edit", 3)


def test_a_topic_that_does_not_hold_is_told_of_by_that_alone() -> None:
    assert found(edits=[edit(3)], holding=()) == ()


def test_a_piece_that_was_there_before_is_told_from_one_that_came_before_the_topic() -> None:
    assert lines(found(baseline=True)) == [
        "dams was not told of the new piece: it was there at the first crawl"
    ]
    assert lines(found()) == [
        "dams was not told of the new piece: it did not hold then, or was not watched yet"
    ]


def test_what_a_topic_s_settings_leave_out_is_named_once_for_all_edits() -> None:
    silent = found(
        alert("dams", "new"),
        topics=[DAMS, QUIET],
        edits=[edit(5, "high"), edit(4), edit(3)],
    )
    assert lines(silent) == [
        "dams was not told of edit 3, edit 4, edit 5: it did not hold then, or was not watched yet",
        "quiet was not told of the new piece: it is told of edit, not of new pieces",
        "quiet was not told of edit 3, edit 4: "
        "the edit is of low severity, and it asks for high at least",
        "quiet was not told of edit 5: it did not hold then, or was not watched yet",
    ]


def test_an_edit_that_was_told_before_it_was_confirmed_is_told() -> None:
    assert found(alert("dams", "new"), alert("dams", "unconfirmed"), edits=[edit(3)]) == ()


def test_a_removal_and_a_return_are_told_only_to_those_who_ask() -> None:
    gone = Removal("gone", "", 1, NOW, NOW, NOW, 3, restored_at=NOW)
    assert [silence_object(one) for one in found(alert("dams", "new"), removals=[gone])] == [
        {
            "event": "removed",
            "edit": None,
            "why": "it is told of new, edit, not of pieces that are gone",
        },
        {
            "event": "restored",
            "edit": None,
            "why": "it is told of new, edit, not of pieces that are back",
        },
    ]
    asked = {**DAMS, "on": ["new", "removed", "restored"]}
    told = alert("dams", "new"), alert("dams", "removed"), alert("dams", "restored")
    assert found(*told, topics=[asked], removals=[gone]) == ()

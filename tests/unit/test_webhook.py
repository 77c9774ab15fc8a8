"""What the JSON of a webhook holds, and what it never can."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from typing import Any, get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.channels.webhook import LARGEST, render_webhook
from pipeline.records import AlertKind, AlertMessage, Change, MatchedTerm, Precision, Stamp
from tests.alert_messages import (
    ARABIC_PIECE,
    ENGLISH_PIECE,
    new_piece,
    removed_piece,
    restored_piece,
    returned_changed,
    silent_edit,
)

NAUGHTY = Path(__file__).parents[2].parent / "shared" / "data" / "naughty-strings.json"


def body(message: AlertMessage) -> Any:
    return json.loads(render_webhook(message).payload)


def test_a_new_piece_is_told_with_its_article_and_without_an_edit() -> None:
    told = body(new_piece())
    assert told["type"] == "article.new"
    assert told["timestamp"] == "2026-02-03T09:30:05+00:00"
    assert told["data"]["edit"] is None
    assert told["data"]["alert"] == {
        "id": 12,
        "sequence": 0,
        "topic": "مياه",
        "watchlist": "desk",
        "kind": "new",
        "created_at": "2026-02-03T09:30:05+00:00",
        "takes_back": None,
        "matched": [
            {
                "term": "سد",
                "found": "سدّ",
                "field": "title",
                "context": "تاغيت تطلق أشغال سدّ جديد بكلفة 12 مليار",
            },
            {
                "term": "المياه",
                "found": "المياه",
                "field": "body",
                "context": "تراجع منسوب المياه الجوفية بنسبة 18.5%.",
            },
        ],
    }
    article = told["data"]["article"]
    assert article["title"] == ARABIC_PIECE.title
    assert article["sections"] == ["maghreb", "maghreb-feed"]
    assert article["section"] == "المغرب العربي"
    assert article["agencies"] == ["وكالات"]
    assert article["published_at"] == "2026-02-03T10:12:44+01:00"
    assert article["published_precision"] == "second"
    assert article["modified_at"] is None
    assert article["first_seen_at"] == "2026-02-03T09:30:02+00:00"
    assert article["excerpt"].startswith("أعلنت مديرية الموارد المائية")


def test_a_silent_edit_is_told_with_its_changes_and_when_it_happened() -> None:
    told = body(silent_edit())
    assert told["type"] == "article.edited"
    edit = told["data"]["edit"]
    assert edit["stealth"] is True
    assert (edit["id"], edit["from_version"], edit["to_version"]) == (5, 1, 2)
    assert "12" in edit["title_before"]
    assert "19" in edit["title_after"]
    assert edit["changes"][1] == {
        "op": "replace",
        "before": "26 شهرا",
        "after": "38 شهرا",
        "field": "body",
        "paragraph": 1,
    }
    assert edit["changes_truncated"] is False
    assert edit["seen_between"] == ["2026-02-03T09:20:05+00:00", "2026-02-03T09:30:02+00:00"]


def test_a_change_seen_by_no_earlier_fetch_has_an_open_start() -> None:
    edit = body(silent_edit(last_lacked_at=None))["data"]["edit"]
    assert edit["seen_between"][0] is None


def test_arabic_stands_unescaped() -> None:
    assert "ولاية تاغيت".encode() in render_webhook(new_piece()).payload


def test_a_time_with_a_historic_offset_is_still_rfc_3339() -> None:
    paris_mean_time = timezone(timedelta(minutes=9, seconds=21))
    stamp = Stamp(datetime(1899, 5, 1, 12, tzinfo=paris_mean_time), Precision.DAY)
    article = replace(ENGLISH_PIECE, published=stamp)
    assert body(new_piece(article))["data"]["article"]["published_at"] == (
        "1899-05-01T11:50:39+00:00"
    )


def test_changes_that_do_not_fit_are_left_out_and_said_to_be() -> None:
    message = silent_edit()
    assert message.edit is not None
    many = tuple(Change("insert", "", f"كلمة {n}", "body", n) for n in range(201))
    told = body(replace(message, edit=replace(message.edit, changes=many)))["data"]
    shown = told["edit"]["changes"]
    assert 50 < len(shown) < 201
    assert [one["paragraph"] for one in shown] == list(range(len(shown)))
    assert told["edit"]["changes_truncated"] is told["truncated"] is True
    assert told["article"] == body(message)["data"]["article"]


def test_what_fits_is_whole_and_said_to_be() -> None:
    assert all(
        body(message)["data"]["truncated"] is False
        for message in (new_piece(), silent_edit(), removed_piece(), restored_piece())
    )


def test_one_endless_change_is_cut_and_said_to_be() -> None:
    message = silent_edit()
    assert message.edit is not None
    endless = (Change("insert", "", "ب" * 1_000_000, "body", 0),)
    edit = body(replace(message, edit=replace(message.edit, changes=endless)))["data"]["edit"]
    assert edit["changes"][0]["after"].endswith("…")
    assert edit["changes_truncated"] is True


def test_a_hostile_page_does_not_choose_the_payload_size() -> None:
    huge = "م" * 300_000
    article = replace(
        ARABIC_PIECE, title=huge, byline=huge, section=huge, body=(huge,) * 50,
        authors=(huge,) * 500, agencies=(huge,) * 500,
    )  # fmt: skip
    message = silent_edit()
    assert message.edit is not None
    edit = replace(
        message.edit,
        changes=(Change("replace", huge, huge, "body", 0),) * 1000,
        title_before=huge,
        title_after=huge,
    )
    matched = (MatchedTerm(huge, huge, "body", huge),) * 500
    message = replace(message, article=article, edit=edit, matched=matched, sections=(huge,) * 90)
    assert len(render_webhook(message).payload) <= LARGEST
    assert body(message)["data"]["truncated"] is True


def test_the_same_message_gives_the_same_bytes() -> None:
    assert render_webhook(silent_edit()) == render_webhook(silent_edit())


@given(st.text(st.characters(codec=None)))
def test_any_title_survives_as_json(title: str) -> None:
    told = body(new_piece(replace(ENGLISH_PIECE, title=title)))
    kept = title.encode("utf-8", "replace").decode()
    assert told["data"]["article"]["title"] == kept


def test_naughty_titles_survive_as_json() -> None:
    if not NAUGHTY.exists():
        pytest.skip(f"{NAUGHTY} is not here")
    for title in json.loads(NAUGHTY.read_text(encoding="utf-8")):
        told = body(new_piece(replace(ENGLISH_PIECE, title=title)))
        assert told["data"]["article"]["title"] == title.encode("utf-8", "replace").decode()


def test_no_time_is_without_an_offset() -> None:
    told = body(silent_edit(created_at=datetime(2026, 2, 3, 9, 30, 5, 123456, tzinfo=UTC)))
    times = [told["timestamp"], *told["data"]["edit"]["seen_between"]]
    times += [told["data"]["article"][name] for name in ("published_at", "first_seen_at")]
    assert all(datetime.fromisoformat(time).utcoffset() is not None for time in times)


def test_a_removal_is_told_with_its_reason_and_the_last_text_held() -> None:
    told = body(removed_piece())
    assert (told["type"], told["data"]["alert"]["kind"]) == ("article.removed", "removed")
    assert told["data"]["edit"] is None
    assert told["data"]["removal"] == {
        "reason": "gone",
        "detail": "the server answered 410",
        "looks": 4,
        "seen_between": ["2026-02-03T06:30:05+00:00", "2026-02-03T07:00:05+00:00"],
        "confirmed_at": "2026-02-03T09:30:05+00:00",
        "restored_at": None,
        "version": 1,
        "text": list(ARABIC_PIECE.body),
        "text_truncated": False,
        "changes": [],
        "changes_truncated": False,
    }


@pytest.mark.parametrize("kind", get_args(AlertKind))
def test_every_kind_of_alert_has_a_type(kind: AlertKind) -> None:
    told = body(replace(new_piece(), kind=kind))
    assert told["type"].startswith("article.")
    assert told["data"]["alert"]["kind"] == kind


def test_the_end_of_a_removal_is_told_without_the_text() -> None:
    told = body(restored_piece())
    assert told["type"] == "article.restored"
    assert told["data"]["removal"]["restored_at"] == "2026-02-03T14:30:05+00:00"
    assert told["data"]["removal"]["text"] is None
    assert told["data"]["removal"]["changes"] == []


def test_a_piece_that_came_back_changed_is_told_with_what_changed() -> None:
    told = body(returned_changed())
    (change,) = told["data"]["removal"]["changes"]
    assert (change["op"], change["before"], change["after"]) == ("replace", "12", "15")
    assert told["data"]["edit"] is None


def test_an_endless_last_text_is_cut_and_said_to_be() -> None:
    endless = replace(ENGLISH_PIECE, body=("word " * 200_000,) * 40)
    told = body(removed_piece(endless))["data"]["removal"]
    assert len("".join(told["text"])) > 10_000
    assert told["text_truncated"] is True


def test_the_example_in_the_guide_has_the_fields_that_are_sent() -> None:
    guide = Path(__file__).parents[2] / "docs" / "webhooks.md"
    example = json.loads(guide.read_text("utf-8").split("```json")[1].split("```")[0])
    assert shape(example) == shape(body(silent_edit()))


def shape(value: Any) -> Any:
    """The fields of a JSON value, lists by their first item."""
    if isinstance(value, dict):
        return {name: shape(one) for name, one in value.items()}
    return [shape(one) for one in value[:1]] if isinstance(value, list) else None

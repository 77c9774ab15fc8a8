"""The JSON Schemas in docs/schemas describe every event as it is sent, and nothing less."""

from __future__ import annotations

import copy
import json
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from referencing import Registry, Resource

from pipeline.channels.digest import MOST_POSTED, render_posted_digest
from pipeline.channels.notice import Change as Ailing
from pipeline.channels.notice import (
    DestinationDisabled,
    ServiceHindered,
    SourcesAiling,
    render_posted_notice,
)
from pipeline.channels.webhook import LARGEST, render_webhook
from pipeline.records import AlertMessage, AlsoCarriedBy, Change, KindEvidence, MatchedTerm
from tests.alert_messages import (
    ARABIC_PIECE,
    CREATED,
    FRENCH_PIECE,
    admitted_edit,
    digest,
    new_piece,
    removed_piece,
    restored_piece,
    returned_changed,
    silent_edit,
    withdrawn,
)

FOLDER = Path(__file__).parents[2] / "docs" / "schemas" / "v1"
SCHEMAS = {path.stem: json.loads(path.read_text("utf-8")) for path in FOLDER.glob("*.json")}
OTHER = AlsoCarriedBy(7, "port", "https://port.example.org/7", "سدّ جديد", CREATED)
MESSAGES = [
    new_piece(),
    new_piece(FRENCH_PIECE, story_id=3, carriers=(OTHER,)),
    silent_edit(sequence=9),
    silent_edit(kind="entered"),
    silent_edit(kind="left", last_lacked_at=None),
    admitted_edit(),
    silent_edit(kind="unconfirmed", edit_id=None),
    withdrawn(),
    removed_piece(),
    restored_piece(),
    returned_changed(),
]


def closed(schema: Any) -> Any:
    """The schema without leave for fields that it does not name."""
    if isinstance(schema, list):
        return [closed(one) for one in schema]
    if not isinstance(schema, dict):
        return schema
    found = {name: closed(one) for name, one in schema.items()}
    return found | {"additionalProperties": False} if "required" in schema else found


def validator(event: str, *, strict: bool = False) -> Draft202012Validator:
    schemas = {name: closed(one) if strict else one for name, one in SCHEMAS.items()}
    registry = Registry().with_resources(
        (one["$id"], Resource.from_contents(one)) for one in schemas.values()
    )
    checker = Draft202012Validator.FORMAT_CHECKER
    return Draft202012Validator(schemas[event], registry=registry, format_checker=checker)


def sent(message: AlertMessage) -> Any:
    return json.loads(render_webhook(message).payload)


@pytest.mark.parametrize("name", sorted(SCHEMAS))
def test_every_schema_is_one_itself(name: str) -> None:
    Draft202012Validator.check_schema(SCHEMAS[name])


@pytest.mark.parametrize("message", MESSAGES, ids=lambda one: one.kind)
def test_every_event_is_as_its_schema_says_and_no_field_is_left_unsaid(
    message: AlertMessage,
) -> None:
    event = sent(message)
    validator(event["type"], strict=True).validate(event)


def test_the_article_s_page_on_the_dashboard_is_sent_where_there_is_one() -> None:
    address = "https://marsad.example.org/articles/31"
    event = sent(silent_edit(dashboard_url=address))
    assert event["data"]["article"]["dashboard_url"] == address
    validator("article.edited", strict=True).validate(event)
    assert "dashboard_url" not in sent(silent_edit())["data"]["article"]


def test_every_type_of_event_has_its_schema() -> None:
    types = {sent(message)["type"] for message in MESSAGES}
    others = {"common", "destination.disabled", "digest", "service.hindered", "source.ailing"}
    assert set(SCHEMAS) == types | others


def test_notices_to_the_operator_are_as_their_schemas_say() -> None:
    since = CREATED - timedelta(1)
    ailing = Ailing("outlet", "culture", "silent", "nothing new", since)
    for notice in (
        DestinationDisabled("msg_1", "hook", "the receiver answered 410", since, CREATED),
        SourcesAiling("msg_2", (ailing,), (replace(ailing, section=None),), CREATED),
        ServiceHindered("msg_3", "room", "1 MB free of 200 MB wanted", since, None, CREATED),
        ServiceHindered("msg_5", "index", "fts5: corruption found", since, None, CREATED),
        ServiceHindered("msg_4", "store", "refuses: disk is full", since, CREATED, CREATED),
    ):
        event = json.loads(render_posted_notice(notice).payload)
        validator(event["type"], strict=True).validate(event)


def test_a_digest_holds_the_events_of_its_alerts_as_its_schema_says() -> None:
    event = json.loads(render_posted_digest(digest(*MESSAGES[:MOST_POSTED])).payload)
    check = validator("digest", strict=True)
    check.validate(event)
    alone = [sent(message) for message in MESSAGES[:MOST_POSTED]]
    assert event["data"]["events"] == alone
    changes: tuple[dict[str, Any], ...] = ({"type": "note"}, {"data": {}})
    for change in changes:
        other = copy.deepcopy(event)
        other["data"]["events"][1] |= change
        assert not check.is_valid(other)


@pytest.mark.parametrize("message", MESSAGES, ids=lambda one: one.kind)
def test_an_event_that_lacks_a_field_or_is_another_is_refused(message: AlertMessage) -> None:
    event = sent(message)
    check = validator(event["type"])
    for part in (event, event["data"], event["data"]["alert"], event["data"]["article"]):
        for name in list(part):
            kept = part.pop(name)
            assert not check.is_valid(event), name
            part[name] = kept
    other = copy.deepcopy(event)
    other["data"]["alert"]["kind"] = "new" if message.kind != "new" else "edit"
    assert not check.is_valid(other)


@settings(max_examples=8)
@given(
    st.text(st.characters(codec=None), max_size=30).flatmap(
        lambda text: st.integers(1, 5_000).map(lambda n: text * (n // (len(text) or 1) + 1))
    ),
    st.integers(1, 100),
)
def test_whatever_a_page_holds_the_event_fits_and_is_as_its_schema_says(
    text: str, many: int
) -> None:
    article = replace(
        ARABIC_PIECE, url=text, canonical_url=text, title=text, byline=text, section=text,
        authors=(text,) * many, body=(text,) * many,
    )  # fmt: skip
    edited = silent_edit()
    assert edited.edit is not None
    changes = (Change("replace", text, text, "body", 0),) * many
    edit = replace(edited.edit, changes=changes, title_before=text, title_after=text)
    for message in (
        removed_piece(article),
        replace(edited, article=article, edit=edit, sections=(text,) * many),
        new_piece(article, story_id=1, carriers=(replace(OTHER, url=text, title=text),) * many),
    ):
        payload = render_webhook(message).payload
        assert len(payload) <= LARGEST
        event = json.loads(payload)
        validator(event["type"], strict=True).validate(event)


@pytest.mark.parametrize("text", ["\a" * 300, "🙂" * 300, "\u202e" * 300])
def test_whatever_pages_hold_a_digest_fits_and_leaves_no_alert_out(text: str) -> None:
    article = replace(
        ARABIC_PIECE, url=text, canonical_url=text, title=text, byline=text, section=text,
        authors=(text,) * 3, agencies=(text,) * 3, body=(text,) * 3, publisher_id=text,
        credited_source=text,
    )  # fmt: skip
    matched = (MatchedTerm(text, text, "title", text),) * 3
    edited = silent_edit(matched=matched, sections=(text,) * 3, topic="م" * 64)
    assert edited.edit is not None
    edit = replace(
        edited.edit,
        changes=(Change("replace", text, text, "body", 0),) * 3,
        evidence=(KindEvidence("figures", 0, text, text),) * 3,
        title_before=text,
        title_after=text,
    )
    new = new_piece(
        article, matched=matched, story_id=1, carriers=(replace(OTHER, url=text, title=text),) * 3
    )
    removed = removed_piece(article, matched=matched)
    given = [replace(edited, article=article, edit=edit)] * (MOST_POSTED - 2) + [new, removed]
    payload = render_posted_digest(digest(*given)).payload
    assert len(payload) <= LARGEST
    event = json.loads(payload)
    assert len(event["data"]["events"]) == MOST_POSTED
    validator("digest", strict=True).validate(event)

"""Which topics are told of a piece or an edit, and what their alerts show first."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any, Literal

import pytest

from pipeline.records import ArticleData, EditData
from pipeline.topics import QueryError
from pipeline.watch import Hit, Watch
from tests.builders import settings

PIECE = ArticleData(
    url="https://news.example.org/1",
    canonical_url="https://news.example.org/1",
    title="قمة تالة تختتم أعمالها",
    body=("اتفقت الوفود على مناورات مشتركة.", "وحضر الختام وزير النقل.", "تصوير سليم."),
)
EDIT = EditData(
    changes=(), stealth=True, substantive=True, title_before=PIECE.title, title_after=PIECE.title
)


def watch(*topics: dict[str, Any]) -> Watch:
    named = [{"name": f"topic{n}", **topic} for n, topic in enumerate(topics)]
    watchlist = {"name": "desk", "destinations": ["mail", "hook"], "topics": named}
    return Watch(settings(Path("data"), watchlists=[watchlist]))


def told_of_new(watch: Watch, *sections: str, source: str = "outlet") -> list[str]:
    return [hit.topic for hit in watch.alerts_for_new(source, sections, PIECE)]


def told_of_edit(watch: Watch, after: ArticleData, edit: EditData = EDIT) -> tuple[Hit, ...]:
    return watch.alerts_for_edit("outlet", ["culture"], PIECE, after, edit)


def with_body(*paragraphs: str) -> ArticleData:
    return replace(PIECE, body=paragraphs)


def test_a_hit_names_topic_watchlist_and_destinations_and_says_why() -> None:
    [hit] = watch({"query": "مناورات"}).alerts_for_new("outlet", ["culture"], PIECE)
    assert (hit.topic, hit.watchlist, hit.destinations) == ("topic0", "desk", ("mail", "hook"))
    assert hit.match.topic == "topic0"
    assert [term.found for term in hit.match.terms] == ["مناورات"]


def test_topics_come_in_the_configurations_order() -> None:
    told = told_of_new(watch({"query": "قمة"}, {"query": "غائب"}, {"query": "مناورات"}))
    assert told == ["topic0", "topic2"]


def test_no_watchlists_tell_nobody() -> None:
    empty = Watch(settings(Path("data"), watchlists=[]))
    assert told_of_new(empty, "culture") == []


def test_a_malformed_query_is_refused_when_the_watch_is_built() -> None:
    with pytest.raises(QueryError):
        watch({"query": "(قمة"})


@pytest.mark.parametrize(
    ("limits", "sections", "told"),
    [
        ({}, [], True),
        ({"sources": ["outlet"]}, ["culture"], True),
        ({"sources": ["other"]}, ["culture"], False),
        ({"sections": ["culture"]}, ["culture"], True),
        ({"sections": ["culture"]}, ["local", "culture"], True),
        ({"sections": ["culture", "world"]}, ["local"], False),
        ({"sections": ["culture"]}, [], False),
        ({"sources": ["outlet"], "sections": ["local"]}, ["culture"], False),
        ({"on": ["edit"]}, ["culture"], False),
        ({"on": ["new"]}, ["culture"], True),
    ],
)
def test_a_topic_keeps_to_its_limits(
    limits: dict[str, Any], sections: list[str], told: bool
) -> None:
    topic = watch({"query": "قمة", **limits})
    assert bool(told_of_new(topic, *sections)) is told


@pytest.mark.parametrize(("on", "told"), [(["new"], False), (["edit"], True)])
def test_a_topic_is_told_of_edits_where_it_asks_for_them(on: list[str], told: bool) -> None:
    topic = watch({"query": "قمة", "on": on})
    assert bool(told_of_edit(topic, with_body("نص جديد."))) is told


@pytest.mark.parametrize(
    ("asked", "told"),
    [({}, []), ({"on": ["removed"]}, ["removed"]), ({"on": ["new", "restored"]}, ["restored"])],
)
def test_a_topic_is_told_of_removals_only_where_it_asks_for_them(
    asked: dict[str, Any], told: list[str]
) -> None:
    topic = watch({"query": "مناورات", **asked})
    kinds: tuple[Literal["removed", "restored"], ...] = ("removed", "restored")
    assert [
        kind for kind in kinds if topic.alerts_for_presence(kind, "outlet", ["culture"], PIECE)
    ] == told


def test_a_removal_is_told_by_the_words_of_the_last_text() -> None:
    topic = watch({"query": "غائب", "on": ["removed"]}, {"query": "النقل", "on": ["removed"]})
    [hit] = topic.alerts_for_presence("removed", "outlet", ["culture"], PIECE)
    assert (hit.topic, [term.found for term in hit.match.terms]) == ("topic1", ["النقل"])


def test_an_edit_that_changed_no_words_is_not_told() -> None:
    silent = replace(EDIT, substantive=False)
    assert told_of_edit(watch({"query": "قمة"}), PIECE, silent) == ()


def test_an_edit_elsewhere_in_a_matching_article_is_told() -> None:
    [hit] = told_of_edit(watch({"query": "قمة"}), with_body(*PIECE.body[:2], "تصوير نادر."))
    assert [(term.field, term.found) for term in hit.match.terms] == [("title", "قمة")]


def test_words_that_came_are_told() -> None:
    [hit] = told_of_edit(watch({"query": "مقاطعة"}), with_body(*PIECE.body, "وسط مقاطعة حزبين."))
    assert [term.context for term in hit.match.terms] == ["وسط مقاطعة حزبين."]


def test_words_that_went_are_told() -> None:
    [hit] = told_of_edit(watch({"query": "مناورات"}), with_body("اتفقت الوفود.", *PIECE.body[1:]))
    assert [term.context for term in hit.match.terms] == ["اتفقت الوفود على مناورات مشتركة."]


def test_an_edit_of_an_article_that_never_held_is_not_told() -> None:
    assert told_of_edit(watch({"query": "غائب"}), with_body("نص جديد.")) == ()


def test_an_excluded_word_that_came_does_not_hide_the_edit() -> None:
    topic = watch({"query": "قمة NOT رياضة"})
    assert len(told_of_edit(topic, with_body(*PIECE.body, "صفحة رياضة."))) == 1


def test_what_the_edit_touched_is_shown_first() -> None:
    topic = watch({"query": "تالة AND الوزير"})
    before = replace(PIECE, body=("الوزير هنا.", "الوزير هناك.", "الوزير غاب."))
    after = replace(PIECE, body=("الوزير هنا.", "الوزير هناك.", "الوزير غاب.", "وقال الوزير كلمة."))
    [hit] = topic.alerts_for_edit("outlet", [], before, after, EDIT)
    assert [term.context for term in hit.match.terms] == [
        "وقال الوزير كلمة.",
        "الوزير هنا.",
        "الوزير هناك.",
        "قمة تالة تختتم أعمالها",
    ]


def test_a_place_that_stands_in_both_versions_is_shown_once() -> None:
    [hit] = told_of_edit(watch({"query": "وزير OR مناورات"}), with_body(*PIECE.body[:2]))
    assert [term.found for term in hit.match.terms] == ["وزير", "مناورات"]


def test_a_title_that_changed_is_told_by_what_it_said() -> None:
    [hit] = told_of_edit(watch({"query": "title:قمة"}), replace(PIECE, title="لقاء تالة يختتم"))
    assert [(term.field, term.context) for term in hit.match.terms] == [("title", PIECE.title)]


def test_an_edit_may_make_an_article_enter_a_topic_or_leave_it() -> None:
    topics = watch(
        {"query": "مقاطعة", "on": ["entered", "edit"]},
        {"query": "مناورات", "on": ["left"]},
        {"query": "مناورات", "on": ["entered"]},
        {"query": "قمة", "on": ["entered", "left"]},
        {"query": "قمة", "on": ["entered", "edit"]},
    )
    after = with_body("اتفقت الوفود على مقاطعة.", *PIECE.body[1:])
    told = [(hit.topic, hit.kind) for hit in told_of_edit(topics, after)]
    assert told == [("topic0", "entered"), ("topic1", "left"), ("topic4", "edit")]


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        ({}, True),
        ({"min_severity": "medium"}, False),
        ({"min_severity": "medium", "severity": {"wording": "high"}}, True),
        ({"kinds": ["figures", "wording"]}, True),
        ({"kinds": ["figures"]}, False),
        ({"stealth_only": True}, False),
        ({"languages": ["ar"]}, True),
        ({"languages": ["fr", "en"]}, False),
    ],
)
def test_a_topic_is_told_of_the_edits_it_heeds(asked: dict[str, Any], told: bool) -> None:
    wording = replace(EDIT, stealth=False, kinds=("wording",), severity="low")
    before = replace(PIECE, language="ar-DZ")
    after = replace(before, body=(*PIECE.body[:2], "تصوير نادر."))
    topic = watch({"query": "قمة", **asked})
    assert bool(topic.alerts_for_edit("outlet", [], before, after, wording)) is told


def test_a_page_that_tells_no_language_may_be_in_any() -> None:
    assert told_of_new(watch({"query": "قمة", "languages": ["fr"]})) == ["topic0"]


def test_every_topic_says_why_it_does_not_hold() -> None:
    topics = watch(
        {"query": "قمة"},
        {"query": "مناورات AND (غائب OR ناقص)"},
        {"query": "قمة NOT سليم"},
        {"query": "2 OF (قمة, غائب, ناقص)"},
        {"query": "title:مناورات"},
        {"query": "NEAR/1(الوفود, مشتركة)"},
        {"query": "lang:fr"},
        {"query": "قمة", "sources": ["other"]},
        {"query": "قمة", "sections": ["world"]},
        {"query": "(قمة AND غائب) OR ناقص"},
    )
    told = [one.why_not for one in topics.verdicts("outlet", ["culture"], PIECE)]
    assert told == [
        None,
        "none of غائب, ناقص is found",
        "سليم is found, which NOT excludes",
        "1 of قمة, غائب, ناقص is found, not 2",
        "مناورات is not found in the title",
        "NEAR/1(الوفود, مشتركة): they do not stand so close together",
        "the article's lang is not fr",
        "the topic is limited to sources other",
        "the topic is limited to sections world",
        "غائب is not found",
    ]


def test_topics_look_at_byline_tags_sections_and_source() -> None:
    piece = replace(PIECE, byline="سليم المرابط", tags=("الساحل",), section="المغرب العربي")
    queries = ["byline:سليم", "tag:الساحل", "section:العربي", "section:culture", "source:outlet"]
    topics = watch(*({"query": query} for query in queries), {"query": "source:other"})
    told = [hit.topic for hit in topics.alerts_for_new("outlet", ["culture"], piece)]
    assert told == ["topic0", "topic1", "topic2", "topic3", "topic4"]


def test_an_edit_that_is_of_no_severity_to_a_topic_is_not_told_to_it() -> None:
    spelling = replace(EDIT, kinds=("spelling",), severity="low")
    topics = watch(
        {"query": "مناورات", "severity": {"spelling": "none"}},
        {"query": "مناورات", "severity": {"figures": "low"}},
        {"query": "مناورات"},
    )
    after = with_body("اتفقت الوفود على مناورات مشتركه.", *PIECE.body[1:])
    assert [hit.topic for hit in told_of_edit(topics, after, spelling)] == ["topic1", "topic2"]


def test_a_topic_can_ask_for_formatting_too() -> None:
    comma = replace(EDIT, substantive=False, stealth=False, kinds=("formatting",), severity="none")
    topics = watch({"query": "مناورات", "severity": {"formatting": "low"}}, {"query": "مناورات"})
    after = with_body("اتفقت الوفود، على مناورات مشتركة.", *PIECE.body[1:])
    assert [hit.topic for hit in told_of_edit(topics, after, comma)] == ["topic0"]

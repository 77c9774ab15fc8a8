"""What an editor may do to the demo's pieces, how addresses are read, and the demo's story."""

from __future__ import annotations

import io
import threading
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import pairwise
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st
from ruamel.yaml import YAML
from sqlalchemy import make_url

from config.settings import Settings
from marsad.demo import dates, story
from marsad.demo.newsroom import SECTIONS, ZONE, Newsroom, Piece
from marsad.demo.routes import Form, item_path, parse
from tests.newsroom_site import NOON, Clock

PIECE = Piece(id=41, slug="جسر", title="جسر جديد", body=("بدأت الأشغال.",), sections=("maghreb",))
WORDS = st.text(st.characters(codec="utf-8"))


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def newsroom(clock: Clock) -> Newsroom:
    return Newsroom([PIECE], clock=clock)


# The newsroom


def test_a_piece_is_stamped_to_the_second_in_the_sites_zone(clock: Clock) -> None:
    clock.now = NOON + timedelta(microseconds=250_000)
    newsroom = Newsroom([PIECE], clock=clock)

    assert newsroom.piece(41).created == datetime(2026, 1, 23, 12, 33, 3, tzinfo=ZONE)


def test_an_admitted_edit_moves_the_stamp_as_it_is_printed_and_a_silent_one_does_not(
    newsroom: Newsroom, clock: Clock
) -> None:
    stamps: list[str | None] = []
    for admit in (False, True, True, False):
        clock.now += timedelta(seconds=1)
        newsroom.edit(41, title=f"عنوان {len(stamps)}", admit=admit)
        modified = newsroom.piece(41).modified
        stamps.append(modified.strftime("%H:%M") if modified else None)

    assert stamps == [None, "12:33", "12:34", "12:34"]


def test_an_edit_changes_what_is_given_and_nothing_else(newsroom: Newsroom) -> None:
    before = newsroom.piece(41)
    newsroom.edit(41, byline="", admit=False)
    newsroom.reslug(41, "other")

    assert newsroom.piece(41) == replace(before, byline="", slug="other")


def test_a_piece_is_listed_in_a_section_once(newsroom: Newsroom) -> None:
    newsroom.list_in(41, "economy")
    newsroom.list_in(41, "economy")

    assert newsroom.piece(41).sections == ("maghreb", "economy")
    assert [len(newsroom.listed(one)) for one in ("maghreb", "economy", "culture")] == [1, 1, 0]


def test_a_piece_is_published_once_and_in_sections_of_the_site(newsroom: Newsroom) -> None:
    with pytest.raises(ValueError, match="published already"):
        newsroom.publish(PIECE)
    with pytest.raises(ValueError, match="sections"):
        newsroom.publish(replace(PIECE, id=44, sections=("sport",)))
    with pytest.raises(ValueError, match="sections"):
        newsroom.publish(replace(PIECE, id=44, sections=()))
    with pytest.raises(KeyError):
        newsroom.touch(44)


def test_editors_and_readers_at_once_lose_nothing(newsroom: Newsroom) -> None:
    def work() -> None:
        for _ in range(200):
            newsroom.view(41)
            newsroom.touch(41)

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    standing = newsroom.standing(41)
    assert standing is not None
    assert (standing.hits, standing.revision) == (800, 801)


# Addresses and dates


@given(piece_id=st.integers(1, 999_999_999), slug=WORDS, form=st.sampled_from(get_args(Form)))
def test_every_address_of_a_piece_leads_back_to_it(piece_id: int, slug: str, form: Form) -> None:
    asked = parse(item_path(replace(PIECE, id=piece_id, slug=slug), form), SECTIONS)

    assert (asked.kind, asked.piece_id) == ("item", piece_id)
    assert asked.print_view == (form == "print")


@given(target=st.text())
def test_any_target_whatever_can_be_asked_for(target: str) -> None:
    asked = parse(target, SECTIONS)

    assert asked.start >= 0
    assert 1 <= asked.limit <= 100


@pytest.mark.parametrize(
    ("minutes", "printed"),
    [(0, "منذ دقيقة"), (2, "منذ دقيقتين"), (10, "منذ 10 دقائق"), (11, "منذ 11 دقيقة")],
)
def test_relative_times_count_as_arabic_does(minutes: int, printed: str) -> None:
    assert dates.minutes_ago(minutes) == printed


def test_times_are_printed_as_in_algiers() -> None:
    at = datetime(2026, 8, 2, 7, 5, 9, tzinfo=ZONE)

    assert dates.to_the_second(at) == "02 أوت 2026 -- 07:05:09"
    assert dates.to_the_minute(at) == "الأحد, 02 أوت 2026 07:05"


# The story


def test_the_story_opens_with_six_pieces_of_the_last_days_in_three_sections() -> None:
    pieces = story.opening(NOON)

    assert len({piece.id for piece in pieces}) == 6
    assert {section for piece in pieces for section in piece.sections} == {
        section.slug for section in SECTIONS
    }
    for piece in pieces:
        assert piece.created is not None
        assert NOON - timedelta(days=2) < piece.created < NOON


def test_every_paragraph_of_the_story_has_the_length_of_news_prose() -> None:
    newsroom = told()

    for piece in newsroom.pieces():
        *paragraphs, last = piece.body
        lengths = [len(paragraph.split()) for paragraph in paragraphs]
        assert all(30 <= length <= 60 for length in lengths), piece.id
        assert last.startswith("تصحيح") or 30 <= len(last.split()) <= 60
        assert 4 <= len(piece.body) <= 8


def test_the_script_runs_in_order_for_less_than_a_minute() -> None:
    times = [event.at for event in story.script()]

    assert all(earlier < later for earlier, later in pairwise(times))
    assert times[0] >= 5  # the first crawl has to be over
    assert times[-1] <= 50


def test_the_script_leaves_the_site_as_it_says() -> None:
    before, after = Newsroom(story.opening(NOON)), told()

    assert len(after.pieces()) == len(before.pieces()) + 3
    plant, train, palms = (after.piece(piece_id) for piece_id in (107, 109, 102))
    assert "15 ألف متر مكعب" in plant.body[0]
    assert "12" not in "".join(plant.body)
    assert plant.modified is None
    assert train.sections == ("maghreb", "economy")
    assert train.modified is not None
    assert "ست رحلات يوميا" in train.body[1]
    assert train.body[-1].startswith("تصحيح")
    assert palms.slug != before.piece(102).slug
    assert palms.title != before.piece(102).title
    fish = after.standing(105)
    assert fish is not None
    assert fish.gone == 410


def test_untouched_pieces_gain_nothing_but_hits() -> None:
    before, after = Newsroom(story.opening(NOON)), told()

    for piece_id in (101, 103, 104, 106):
        standing = after.standing(piece_id)
        assert standing is not None
        assert standing.hits > 0
        assert standing.piece == before.piece(piece_id)


def told() -> Newsroom:
    """The newsroom after the whole script."""
    newsroom = Newsroom(story.opening(NOON))
    for event in story.script():
        event.act(newsroom)
    return newsroom


def test_the_demos_configuration_is_valid_wherever_it_is_kept() -> None:
    secret = "whsec_" + "QUJDREVGR0hJSktMTU5PUFFSU1RVVldY"
    text = story.demo_configuration(
        "http://127.0.0.1:8001", 2525, "http://127.0.0.1:8002/hook", secret, "/srv/a b: «#»/'\""
    )

    settings = Settings.model_validate(YAML(typ="safe").load(io.StringIO(text)))

    assert str(settings.data) == "/srv/a b: «#»/'\""
    database = make_url(settings.database.get_secret_value()).database
    assert database == "/srv/a b: «#»/'\"/marsad.db"
    assert settings.network.allow == ("127.0.0.1:8001", "127.0.0.1:8002", "127.0.0.1:2525")
    assert settings.smtp is not None
    assert settings.smtp.effective_tls == "none"
    named = {destination.name for destination in settings.destinations}
    assert set(settings.watchlists[0].destinations) == named
    assert {section.kind for section in settings.sources[0].sections} == {"page", "feed"}

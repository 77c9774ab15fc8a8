"""Stories as pages arrive: who carries what, what is told once, who followed; on both databases."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import delete, func, select

from pipeline.channels.letter import compose
from pipeline.channels.webhook import render_webhook
from pipeline.evidence.files import EvidenceArchive
from pipeline.ingest import Ingest, Outcome
from pipeline.listings import Listings
from pipeline.store import messages, outbox, queries, stories, told_stories
from pipeline.store.engine import Store
from pipeline.store.rows import article_data
from pipeline.store.tables import BandRow, DeliveryRow, SignatureRow, VersionRow
from pipeline.stories.divergence import Followed
from pipeline.stories.shingles import ComparedText
from pipeline.stories.signatures import signature
from pipeline.watch import Watch
from scheduler.policy import AgeTiming
from tests.builders import HOME, NOW, fetched, k2_page, listing, minutes, settings
from tests.reading_here import take
from tests.story_texts import OTHER_TEXT, OTHER_TITLE, TAIL_NOTE, TEXT, TITLE, invented_words

Body = tuple[str, ...]
SOURCES = ("outlet", "manara", "zaytuna")


@dataclass
class Newsstand:
    """Three sources on a fresh store, past their baseline, with one topic on the road."""

    store: Store
    folder: Path
    topic: dict[str, Any]

    def __post_init__(self) -> None:
        sections = [
            {"name": name, "page": f"{HOME}/index.php/{name}", "every": "10m"}
            for name in ("culture", "local")
        ]
        common = {
            "timezone": "Africa/Algiers",
            "language": "ar",
            "preset": "joomla-k2",
            "confirm": "0s",
        }
        sources = [
            {"name": name, "home": f"{HOME}/", "sections": sections} | common for name in SOURCES
        ]
        topic = {"name": "road", "query": "الطريق"} | self.topic
        watchlists = [{"name": "desk", "destinations": ["mail", "hook"], "topics": [topic]}]
        self.settings = settings(self.folder, sources=sources, watchlists=watchlists)
        watch, timing = Watch(self.settings), AgeTiming()
        self.listings = Listings(self.settings, self.store, watch, timing)
        self.listings.adopt_settings(NOW)
        for source in SOURCES:
            for section in ("culture", "local"):
                self.listings.listing(replace(listing(section=section), source=source))
                self.listings.done(source, section, NOW)
        self.ingest = Ingest(
            self.settings,
            self.store,
            EvidenceArchive(self.folder / "warc", "Marsad/test"),
            watch,
            timing,
            confirm_after=timedelta(minutes=30),
        )

    def read(
        self,
        source: str,
        minute: float,
        body: Body = TEXT,
        title: str = TITLE,
        *,
        number: int = 7,
        section: str = "culture",
        **page: Any,
    ) -> Outcome:
        """A section lists a piece, and its page is read."""
        at = minutes(minute)
        url = f"{HOME}/index.php/{section}/item/{number}-piece"
        self.listings.listing(replace(listing(url, section=section, at=at), source=source))
        html = k2_page(title, body, **page)
        return take(self.ingest, replace(fetched(html, at, url=url), source=source))

    def stories(self) -> list[told_stories.StoryView]:
        with self.store.read() as session:
            return told_stories.stories(session)

    def alerts(self) -> list[queries.AlertView]:
        with self.store.read() as session:
            return queries.alerts(session)

    def untold(self) -> list[told_stories.UntoldView]:
        with self.store.read() as session:
            ids = [one.id for one in queries.articles(session)]
            return told_stories.untold(session, ids)


@pytest.fixture
def stand(store: Store, tmp_path: Path) -> Newsstand:
    return Newsstand(store, tmp_path, {})


def carriers(view: told_stories.StoryView) -> list[str]:
    return [one.carrier.source for one in view.carriers]


def threads(stand: Newsstand, to: str = "mail") -> dict[str, tuple[str, ...]]:
    """Deliveries to one destination with those that each follows, in order of their alerts."""
    with stand.store.read() as session:
        rows = session.execute(
            select(DeliveryRow.id, DeliveryRow.alert_id)
            .where(DeliveryRow.destination == to)
            .order_by(DeliveryRow.alert_id)
        ).all()
        claims = [outbox.Claim(one, alert, to, 0, None) for one, alert in rows]
        return {one.id: messages.message_for(session, one).thread_of for one in claims}


# --- who carries what ----------------------------------------------------------


def test_copies_of_three_sources_are_one_story_in_order_of_appearance(stand: Newsstand) -> None:
    stand.read("outlet", 1, published="الأحد, 01 مارس 2026 09:55")
    stand.read("manara", 2, TEXT[:3], "طريق جديد في الجهة", published="الأحد, 01 مارس 2026 09:40")
    stand.read("zaytuna", 3, (*TEXT, "المصدر: وكالات"), published="الأحد, 01 مارس 2026 10:01")
    (story,) = stand.stories()
    assert carriers(story) == ["manara", "outlet", "zaytuna"]
    assert story.origin_view.carrier.source == "manara"
    assert story.first_seen_at == minutes(1)


def test_other_pieces_are_no_story(stand: Newsstand) -> None:
    stand.read("outlet", 1)
    stand.read("manara", 2, OTHER_TEXT, OTHER_TITLE)
    assert stand.stories() == []


def test_a_page_with_the_next_piece_appended_joins_its_own_story_alone(stand: Newsstand) -> None:
    stand.read("outlet", 1, OTHER_TEXT, OTHER_TITLE)
    stand.read("manara", 2, (*TEXT, OTHER_TITLE, *OTHER_TEXT))
    assert stand.stories() == []
    stand.read("zaytuna", 3)
    (story,) = stand.stories()
    assert carriers(story) == ["manara", "zaytuna"]


def test_the_furniture_of_a_source_glues_no_pieces_together(stand: Newsstand) -> None:
    for number in range(1, 9):
        words = " ".join(invented_words(number, 60))
        stand.read(
            "outlet",
            number,
            (words, TAIL_NOTE),
            " ".join(invented_words(-number, 6)),
            number=number,
        )
    assert stand.stories() == []


def test_an_edit_that_makes_an_article_a_copy_has_it_join(stand: Newsstand) -> None:
    stand.read("outlet", 1)
    stand.read("manara", 2, ("عاجل: انطلاق أشغال الطريق الدائري لمدينة رأس الواد والتفاصيل لاحقا",))
    assert stand.stories() == []
    assert stand.read("manara", 20).what == "edited"
    (story,) = stand.stories()
    assert set(carriers(story)) == {"outlet", "manara"}


def test_an_edit_that_makes_a_copy_another_text_is_noted_and_it_stays(stand: Newsstand) -> None:
    stand.read("outlet", 1)
    stand.read("manara", 2)
    stand.read("manara", 20, OTHER_TEXT, OTHER_TITLE)
    (story,) = stand.stories()
    (manara,) = [one for one in story.carriers if one.carrier.source == "manara"]
    assert manara.diverged_at == minutes(20)
    assert manara.similarity < 0.1
    stand.read("manara", 40)
    (manara,) = [one for one in stand.stories()[0].carriers if one.carrier.source == "manara"]
    assert manara.diverged_at is None


def test_an_edited_text_is_found_by_its_new_words_and_no_longer_by_its_old(
    stand: Newsstand,
) -> None:
    stand.read("outlet", 1)
    stand.read("outlet", 20, OTHER_TEXT, OTHER_TITLE)
    stand.read("manara", 30)
    assert stand.stories() == []
    stand.read("zaytuna", 31, OTHER_TEXT, OTHER_TITLE)
    (story,) = stand.stories()
    assert set(carriers(story)) == {"outlet", "zaytuna"}
    with stand.store.read() as session:
        assert session.scalar(select(func.count()).select_from(BandRow)) == 3 * 32


def test_an_article_from_before_there_were_stories_is_found_once_it_is_seen_again(
    stand: Newsstand,
) -> None:
    stand.read("outlet", 1)
    with stand.store.write() as session:
        session.execute(delete(BandRow))
        session.execute(delete(SignatureRow))
    stand.read("outlet", 20, hits=99)
    stand.read("manara", 30)
    assert len(stand.stories()) == 1


def test_only_so_many_articles_of_a_full_band_are_looked_at(stand: Newsstand) -> None:
    stand.read("outlet", 1)
    with stand.store.read() as session:
        data = article_data(session.get_one(VersionRow, 1))
        signed = signature(ComparedText.of(data).shingles)
        assert signed is not None
        assert stories.candidates(session, signed, but=99, most=8) == [1]
        assert stories.candidates(session, signed, but=1, most=8) == []
        assert stories.candidates(session, signed, but=99, most=8, before=1) == []


# --- told once -----------------------------------------------------------------


def test_a_topic_tells_of_a_story_once_and_remembers_what_it_left_untold(
    stand: Newsstand,
) -> None:
    stand.read("outlet", 1)
    assert stand.read("manara", 2).alerts == 0
    (alert,) = stand.alerts()
    (untold,) = stand.untold()
    assert (untold.topic, untold.alert, untold.story) == ("road", alert.id, stand.stories()[0].id)
    assert untold.article != alert.article


def test_a_topic_that_asks_for_it_tells_of_every_carrier(store: Store, tmp_path: Path) -> None:
    stand = Newsstand(store, tmp_path, {"story_once": False})
    stand.read("outlet", 1)
    stand.read("manara", 2)
    assert len(stand.alerts()) == 2
    assert stand.untold() == []


def test_a_copy_with_another_figure_or_more_text_is_told(stand: Newsstand) -> None:
    stand.read("outlet", 1)
    other = tuple(text.replace("140 مليون", "190 مليون") for text in TEXT)
    assert stand.read("manara", 2, other).alerts == 1
    assert stand.read("zaytuna", 3, (*TEXT, OTHER_TEXT[0])).alerts == 1
    (story,) = stand.stories()
    assert len(story.carriers) == 3
    # and a copy of what was told second says nothing new either
    assert stand.read("zaytuna", 4, other, number=8).alerts == 0
    assert [one.alert for one in stand.untold()] == [2]


def test_a_topic_that_holds_for_another_reason_is_told(store: Store, tmp_path: Path) -> None:
    stand = Newsstand(store, tmp_path, {"query": "الطريق OR عاجل"})
    stand.read("outlet", 1)
    assert stand.read("manara", 2, title=f"عاجل: {TITLE}").alerts == 1


def test_an_alert_that_reached_nobody_silences_nothing(stand: Newsstand) -> None:
    stand.read("outlet", 1)
    with stand.store.write() as session:
        for row in session.scalars(select(DeliveryRow)):
            row.state = "dead"
    assert stand.read("manara", 2).alerts == 1


def test_a_copy_that_is_left_out_is_listed_with_the_alert_that_told_of_it(stand: Newsstand) -> None:
    stand.read("outlet", 1)
    copy = stand.read("manara", 2).article_id
    stand.read("zaytuna", 3, OTHER_TEXT, OTHER_TITLE + " على الطريق")
    second, first = stand.alerts()
    assert (first.copies, second.copies) == ((copy,), ())


def test_an_edit_of_a_later_carrier_is_told_as_ever(stand: Newsstand) -> None:
    stand.read("outlet", 1)
    stand.read("manara", 2)
    stand.read("manara", 20, (*TEXT[:3], "وتأجلت الأشغال إلى أجل غير مسمى حسب بلاغ الوزارة."))
    edits = [one for one in stand.alerts() if one.kind == "edit"]
    assert [one.topic for one in edits] == ["road"]


def test_a_carrier_that_nobody_was_told_of_does_not_silence_the_next(
    store: Store, tmp_path: Path
) -> None:
    stand = Newsstand(store, tmp_path, {"sources": ["manara", "zaytuna"]})
    stand.read("outlet", 1)
    assert stand.read("manara", 2).alerts == 1
    assert stand.read("zaytuna", 3).alerts == 0


def test_a_carrier_that_enters_another_section_is_not_told_either(
    store: Store, tmp_path: Path
) -> None:
    stand = Newsstand(store, tmp_path, {"sections": ["local"]})
    stand.read("outlet", 1, section="local")
    stand.read("manara", 2)
    url = f"{HOME}/index.php/culture/item/7-piece"
    stand.listings.listing(replace(listing(url, section="local", at=minutes(30)), source="manara"))
    assert len(stand.alerts()) == 1
    assert [one.topic for one in stand.untold()] == ["road"]


def test_an_alert_lists_who_else_carried_the_story_when_it_was_written(
    store: Store, tmp_path: Path
) -> None:
    stand = Newsstand(store, tmp_path, {"sources": ["manara"]})
    stand.read("outlet", 1)
    stand.read("manara", 2)
    with store.write() as session:
        delivery = session.scalars(select(DeliveryRow)).first()
        assert delivery is not None
        claim = outbox.Claim(delivery.id, delivery.alert_id, delivery.destination, 0, None)
        message = messages.message_for(session, claim)
    assert [one.source for one in message.carriers] == ["outlet"]
    assert b'"story":{"id":1,"carriers":[{"article":1,"source":"outlet"' in (
        render_webhook(message).payload
    )
    told = ("نشره أيضًا", f"outlet · {TITLE} · \u2068{message.carriers[0].url}\u2069")
    assert told in compose(message, "UTC").facts


# --- what followed -------------------------------------------------------------


def corrected(text: Body = TEXT) -> Body:
    return tuple(one.replace("140 مليون", "190 مليون") for one in text)


def test_a_correction_of_the_origin_tells_the_copies_that_still_have_the_error(
    stand: Newsstand,
) -> None:
    stand.read("outlet", 1, published="الأحد, 01 مارس 2026 09:30")
    stand.read("manara", 2, published="الأحد, 01 مارس 2026 09:50")
    stand.read("zaytuna", 3, TEXT[:3], published="الأحد, 01 مارس 2026 09:55")
    stand.read("outlet", 20, corrected(), published="الأحد, 01 مارس 2026 09:30")
    stand.read("zaytuna", 30, corrected(TEXT[:3]), published="الأحد, 01 مارس 2026 09:55")
    (story,) = stand.stories()
    by_source = {one.carrier.source: one.carrier.article for one in story.carriers}
    assert story.origin.article == by_source["outlet"]
    with stand.store.read() as session:
        (edit,) = told_stories.followed_edits(session, story)
    assert edit.copies == {
        by_source["manara"]: Followed.UNCORRECTED,
        by_source["zaytuna"]: Followed.CORRECTED,
    }


def test_a_story_is_read_by_its_id(stand: Newsstand) -> None:
    stand.read("outlet", 1)
    stand.read("manara", 2)
    (listed,) = stand.stories()
    with stand.store.read() as session:
        assert told_stories.story(session, listed.id) == listed
        assert told_stories.story(session, 99) is None


def test_times_of_joining_are_those_of_the_pages(stand: Newsstand) -> None:
    stand.read("outlet", 1)
    stand.read("manara", 2)
    (story,) = stand.stories()
    joined: set[datetime] = {one.joined_at for one in story.carriers}
    assert joined == {minutes(2)}


# --- threads ---------------------------------------------------------------------


def test_alerts_of_a_story_s_copies_are_threaded_under_its_first_to_that_destination(
    store: Store, tmp_path: Path
) -> None:
    stand = Newsstand(store, tmp_path, {"story_once": False})
    stand.read("outlet", 1)
    stand.read("manara", 2)
    stand.read("manara", 30, (*TEXT[:-1], "وأضاف الوزير أن الطريق ستُغلق ليلا."))
    first, copy, edit = threads(stand)
    assert threads(stand) == {first: (), copy: (first,), edit: (first, copy)}
    assert set(threads(stand, "hook")).isdisjoint(threads(stand))


def test_a_piece_of_no_story_keeps_a_thread_of_its_own(stand: Newsstand) -> None:
    stand.read("outlet", 1)
    stand.read("manara", 2, ("الطريق مغلق.",), "خبر آخر عن الطريق")
    stand.read("manara", 30, ("الطريق مفتوح.",), "خبر آخر عن الطريق")
    first, other, edit = threads(stand)
    assert threads(stand) == {first: (), other: (), edit: (other,)}

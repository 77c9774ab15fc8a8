"""When a changed reading counts: the verdicts over a row of readings, with no store."""

from __future__ import annotations

import random
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import Any

import pytest

from pipeline.confirmation.noise import text_key
from pipeline.confirmation.policy import (
    SNAPSHOT_EVERY,
    Confirmed,
    Dropped,
    Grows,
    HeadlineTest,
    Known,
    Stands,
    Verdict,
    Waits,
    grew_at_head,
    judge,
)
from pipeline.confirmation.wavering import Turn, remembered
from pipeline.records import ArticleData, EditData
from tests.article_data import PIECE, piece, stamp

EDITED = piece(body=(PIECE.body[0].replace("1.5", "1.7"), *PIECE.body[1:]))
ADDED = "وسيفتح المخزن أبوابه أمام الفلاحين قبل موسم الحصاد القادم."
GROWN = piece(body=(*PIECE.body, ADDED))
RETITLED = piece(title="الوالي يدشن صوامع الحبوب")
PROVEN = Known(PIECE, steady=5)


def verdicts(known: Known, *readings: ArticleData) -> list[Verdict]:
    """The verdict on each reading, those before it pending."""
    return [judge(known, readings[:at], one) for at, one in enumerate(readings)]


def kinds(found: Iterable[Verdict]) -> list[type]:
    return [type(one) for one in found]


def test_a_change_counts_once_a_second_reading_shows_it() -> None:
    waits, confirmed = verdicts(PROVEN, EDITED, EDITED)
    assert isinstance(waits, Waits)
    assert isinstance(confirmed, Confirmed)
    assert (confirmed.data, confirmed.first, confirmed.edit.kinds) == (EDITED, 0, ("figures",))


def test_a_change_that_is_not_there_the_second_time_was_noise() -> None:
    assert kinds(verdicts(PROVEN, EDITED, PIECE)) == [Waits, Stands]


def test_a_change_seen_in_two_readings_of_three_counts_since_the_first_of_them() -> None:
    other = piece(body=(PIECE.body[0].replace("1.5", "9.9"), *PIECE.body[1:]))
    *_, last = verdicts(PROVEN, other, EDITED, EDITED)
    assert isinstance(last, Confirmed)
    assert last.first == 1


def test_a_second_edit_does_not_hold_up_the_first() -> None:
    both = replace(EDITED, body=(*EDITED.body[:2], EDITED.body[2].replace("2024", "2023")))
    *_, last = verdicts(PROVEN, EDITED, both)
    assert isinstance(last, Confirmed)
    assert last.data.body == EDITED.body


def test_the_stamp_alone_counts_at_once() -> None:
    (found,) = verdicts(PROVEN, piece(modified=stamp(40)))
    assert isinstance(found, Confirmed)
    assert found.edit.kinds == ("touched",)


def test_words_that_are_others_at_every_fetch_do_not_wait_for_ever() -> None:
    readings = [
        piece(body=(PIECE.body[0].replace("1.5", f"1.{n}"), *PIECE.body[1:])) for n in range(6, 10)
    ]
    assert kinds(verdicts(PROVEN, *readings)) == [Waits, Waits, Waits, Dropped]


def test_where_a_source_wants_no_second_fetch_a_change_counts_at_once() -> None:
    (found,) = verdicts(Known(PIECE, at_once=True), EDITED)
    assert isinstance(found, Confirmed)


def test_a_title_alone_needs_eight_for_half_of_the_readers_may_be_shown_another() -> None:
    assert kinds(verdicts(Known(PIECE, steady=1), *[RETITLED] * 7)) == [Waits] * 6 + [Confirmed]
    admitted = replace(RETITLED, modified=stamp(50))
    assert kinds(verdicts(Known(PIECE, steady=3), admitted, admitted)) == [Waits, Confirmed]
    both = replace(EDITED, title=RETITLED.title)
    assert kinds(verdicts(Known(PIECE, steady=3), both, both)) == [Waits, Confirmed]


def test_where_pages_waver_a_paragraph_needs_twelve_and_a_figure_no_more() -> None:
    noisy = Known(PIECE, steady=4, noisy=True)
    assert kinds(verdicts(noisy, *[GROWN] * 8)) == [Waits] * 7 + [Confirmed]
    assert kinds(verdicts(noisy, EDITED, EDITED)) == [Waits, Confirmed]


# --- paragraphs ---------------------------------------------------------------


def test_a_paragraph_that_came_counts_once_a_second_reading_shows_it() -> None:
    assert kinds(verdicts(PROVEN, GROWN, GROWN)) == [Waits, Confirmed]


@pytest.mark.parametrize(("seen", "needed"), [(0, 5), (1, 4), (2, 3), (3, 2), (9, 2)])
def test_the_less_the_version_was_seen_the_more_readings_a_change_needs(
    seen: int, needed: int
) -> None:
    found = verdicts(Known(PIECE, steady=seen), *[EDITED] * needed)
    assert kinds(found) == [Waits] * (needed - 1) + [Confirmed]


@pytest.mark.parametrize(
    "suspicion",
    [
        {"carried": {text_key(ADDED): 1}},
        {"flips": {text_key(ADDED): 2}},
        {"elsewhere": {text_key(ADDED): (2, 1, 2)}},
    ],
)
def test_a_paragraph_that_another_article_has_or_that_came_before_needs_eight(
    suspicion: dict[str, Any],
) -> None:
    found = verdicts(replace(PROVEN, **suspicion), *[GROWN] * 8)
    assert kinds(found) == [Waits] * 7 + [Confirmed]
    assert [one.more for one in found if isinstance(one, Waits)] == [7, 6, 5, 4, 3, 2, 1]


def test_a_suspicion_asks_for_no_less_than_a_noisy_source_does() -> None:
    known = replace(PROVEN, steady=1, noisy=True, carried={text_key(ADDED): 1})
    assert kinds(verdicts(known, *[GROWN] * 11)) == [Waits] * 10 + [Confirmed]


def test_a_paragraph_that_came_and_went_on_three_other_pages_is_no_edit() -> None:
    known = replace(PROVEN, elsewhere={text_key(ADDED): (2, 3, 2)})
    assert kinds(verdicts(known, GROWN)) == [Stands]


def test_a_paragraph_that_three_other_articles_have_is_the_outlets_and_no_edit() -> None:
    known = replace(PROVEN, carried={text_key(ADDED): 3})
    assert kinds(verdicts(known, GROWN)) == [Stands]


def test_a_notice_of_correction_is_never_furniture() -> None:
    notice = "تصحيح: ورد خطأ في نسخة سابقة من هذا المقال."
    known = replace(PROVEN, carried={text_key(notice): 5})
    found = verdicts(known, *[piece(body=(*PIECE.body, notice))] * 8)[-1]
    assert isinstance(found, Confirmed)
    assert found.edit.kinds == ("correction",)


# --- titles -------------------------------------------------------------------------


def test_a_title_that_came_alone_and_went_and_comes_again_is_a_headline_test() -> None:
    assert kinds(verdicts(PROVEN, RETITLED, PIECE)) == [Waits, Stands]
    (found,) = verdicts(replace(PROVEN, titles=frozenset({RETITLED.title})), RETITLED)
    assert found == HeadlineTest(frozenset({PIECE.title, RETITLED.title}))


def test_a_title_that_went_there_and_back_goes_there_again_in_a_headline_test() -> None:
    both = frozenset({PIECE.title, RETITLED.title})
    assert verdicts(replace(PROVEN, titles_before=both), RETITLED) == [HeadlineTest(both)]
    once = replace(PROVEN, titles_before=frozenset({RETITLED.title}))
    assert kinds(verdicts(once, RETITLED)) == [Waits]


def test_a_title_that_goes_back_soon_and_comes_again_is_a_headline_test() -> None:
    known = Known(RETITLED, titles_before=frozenset({PIECE.title}))
    assert kinds(verdicts(known, PIECE, RETITLED)) == [Waits, HeadlineTest]


def test_a_title_that_goes_back_soon_and_stays_is_an_edit_after_many_readings() -> None:
    known = Known(RETITLED, titles_before=frozenset({PIECE.title}))
    found = verdicts(known, *[PIECE] * 16)
    assert kinds(found) == [Waits] * 15 + [Confirmed]


def test_while_headlines_are_tested_edits_of_the_text_are_found_under_either() -> None:
    known = replace(PROVEN, titles=frozenset({PIECE.title, RETITLED.title}))
    assert kinds(verdicts(known, RETITLED)) == [Stands]
    *_, found = verdicts(known, replace(EDITED, title=RETITLED.title), EDITED)
    assert isinstance(found, Confirmed)
    assert found.data == EDITED
    third = piece(title="عنوان ثالث للصوامع")
    assert kinds(verdicts(replace(known, steady=9), third, third)) == [Waits, Confirmed]


# --- live pages ---------------------------------------------------------------------


def entries(*numbers: int) -> tuple[str, ...]:
    return tuple(f"الساعة {n}: وصلت فرقة إنقاذ أخرى إلى المكان رقم {n}" for n in numbers)


LIVE = piece(body=entries(3, 2, 1), live=True)


def test_what_comes_at_the_head_of_a_live_page_waits_for_the_next_snapshot() -> None:
    grown = piece(body=entries(4, 3, 2, 1), live=True)
    more = piece(body=entries(5, 4, 3, 2, 1), live=True)
    young = Known(LIVE, steady=5, quiet=SNAPSHOT_EVERY / 2)
    assert kinds(verdicts(young, grown, more)) == [Grows, Grows]
    found = judge(replace(young, quiet=SNAPSHOT_EVERY), [grown], more)
    assert isinstance(found, Confirmed)
    assert found.data.body == grown.body
    assert found.edit.kinds == ("addition",)


def test_an_old_entry_that_is_altered_is_an_edit_like_any() -> None:
    altered = piece(body=(*entries(4, 3), entries(2)[0].replace("أخرى", "ثانية"), *entries(1)))
    found = verdicts(Known(LIVE, steady=5), altered, altered)
    assert kinds(found) == [Waits, Confirmed]


def test_a_page_that_grows_at_its_head_again_and_again_is_taken_for_a_live_one() -> None:
    page, grown = piece(body=entries(3, 2, 1)), piece(body=entries(4, 3, 2, 1))
    assert kinds(verdicts(Known(page, steady=5, grows=True), grown)) == [Grows]
    assert kinds(verdicts(Known(page, steady=5), grown)) == [Waits]


@pytest.mark.parametrize(
    ("before", "after", "grew"),
    [
        (entries(2, 1), entries(3, 2, 1), True),
        (("مقدمة", *entries(2, 1)), ("مقدمة", *entries(4, 3, 2, 1)), True),
        (entries(2, 1), entries(2, 1, 0), False),
        (entries(2, 1), entries(3, 1), False),
        (entries(2, 1), entries(2, 1), False),
        ((), entries(1), False),
    ],
)
def test_growing_at_the_head_is_told_from_other_changes(
    before: tuple[str, ...], after: tuple[str, ...], grew: bool
) -> None:
    assert grew_at_head(piece(body=before), piece(body=after)) is grew
    assert not grew_at_head(piece(body=before), piece(body=after, title="عنوان آخر تماما"))


# --- many readings of a page that misbehaves -----------------------------------------


@dataclass
class Page:
    """A page with a promo that rotates, a counter, and a text that an editor may change."""

    chance: random.Random
    promos: tuple[str, ...]
    body: list[str] = field(default_factory=lambda: list(PIECE.body))

    def shown(self) -> ArticleData:
        promo = self.chance.choice(self.promos)
        counter = f"شوهد {self.chance.randrange(1000, 9000)} مرة"
        body = (*self.body[:2], promo, *self.body[2:], counter)
        return piece(body=tuple(filter(None, body)))


@dataclass
class Watched:
    """An article as the pipeline keeps it, without the store."""

    version: ArticleData
    steady: int = 1
    pending: list[ArticleData] = field(default_factory=list)
    memory: dict[str, Turn] = field(default_factory=dict)
    edits: list[EditData] = field(default_factory=list)

    def look(self, reading: ArticleData) -> None:
        flips = {key: turn.flips for key, turn in self.memory.items()}
        known = Known(self.version, steady=self.steady, flips=flips)
        verdict = judge(known, self.pending, reading)
        assert isinstance(verdict, Stands | Waits | Dropped | Confirmed)
        previous = self.pending[-1] if self.pending else self.version
        self.memory = remembered(self.memory, self.version, previous, reading, verdict.rotated)
        if isinstance(verdict, Waits):
            self.pending.append(reading)
            return
        if isinstance(verdict, Confirmed):
            self.version, self.steady = verdict.data, len(self.pending) - verdict.first + 1
            self.edits.append(verdict.edit)
        elif self.pending:
            self.steady = 1
        else:
            self.steady += 1
        self.pending.clear()


ALIKE = tuple(f"عرض {word} لا يفوت" for word in ("خاص", "كبير", "آخر", "نادر", "جديد", "ثمين"))
UNLIKE = ("اقرأ أيضا: مهرجان الربيع", "شاهد صور الميناء", "نشرتنا البريدية كل صباح", "حمل تطبيقنا")


@pytest.mark.parametrize("promos", [ALIKE, UNLIKE, (*UNLIKE, "")], ids=["alike", "unlike", "gone"])
@pytest.mark.parametrize("seed", [7])
def test_over_many_readings_a_rotating_promo_makes_no_edit_and_every_edit_is_found(
    promos: tuple[str, ...], seed: int
) -> None:
    page = Page(random.Random(seed), promos)
    watched = Watched(page.shown())
    for turn in range(1, 420):
        if turn % 40 == 0:
            page.body[0] = PIECE.body[0].replace("1.5", f"{turn}")
        watched.look(page.shown())
    assert watched.version.body[0] == page.body[0]
    assert len(watched.edits) == 10
    assert all("figures" in one.kinds for one in watched.edits)

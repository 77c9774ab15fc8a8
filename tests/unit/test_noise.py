"""What several readings of one page share against a version, and what wavers between them."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.confirmation.noise import shared, text_key
from pipeline.confirmation.passing_time import in_step
from pipeline.edits import compare
from pipeline.records import ArticleData
from tests.article_data import piece, stamp

FIRST = "أعلنت بلدية واد الزيتون أن الأشغال ستنطلق يوم 12 مارس في الحي الشرقي."
SECOND = "وقال رئيس المجلس إن الميزانية بلغت 40 مليون دينار لهذه السنة."
THIRD = "ويسكن الحي أكثر من ألفي عائلة تنتظر المشروع منذ زمن طويل."
ADDED = "وأضاف أن لجنة من السكان ستتابع سير العمل كل أسبوع حتى نهايته."
PROMOS = ("اقرأ أيضا: مهرجان الربيع", "شاهد الصور من الميناء", "نشرتنا البريدية كل صباح")
BODY = (FIRST, SECOND, THIRD)


def page(*body: str, **more: object) -> ArticleData:
    return piece(body=body, **more)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (FIRST, FIRST.replace("12", "15")),
        (SECOND, SECOND.replace("الميزانية", "التكلفة")),
        (THIRD, f"{THIRD} {ADDED}"),
    ],
)
@pytest.mark.parametrize("place", [0, 1, 2, 3])
def test_a_rotating_promo_hides_no_edit_beside_it_and_is_none(
    before: str, after: str, place: int
) -> None:
    def shown(body: tuple[str, ...], promo: str) -> ArticleData:
        return page(*body[:place], promo, *body[place:])

    edited = tuple(after if text == before else text for text in BODY)
    found = shared(shown(BODY, PROMOS[0]), [shown(edited, promo) for promo in PROMOS[1:]])
    assert found.data == shown(edited, PROMOS[0])
    assert found.rotated == set(PROMOS)


def test_a_paragraph_that_came_beside_a_rotating_promo_comes_without_it() -> None:
    base = page(FIRST, PROMOS[0], THIRD)
    readings = [page(FIRST, promo, ADDED, THIRD) for promo in PROMOS[1:]]
    found = shared(base, readings)
    assert found.data.body == (FIRST, PROMOS[0], ADDED, THIRD)


def test_a_paragraph_that_went_beside_a_rotating_promo_goes_without_it() -> None:
    base = page(FIRST, SECOND, PROMOS[0], THIRD)
    found = shared(base, [page(FIRST, promo, THIRD) for promo in PROMOS[1:]])
    assert found.data.body == (FIRST, PROMOS[0], THIRD)


def test_a_counter_inside_a_paragraph_hides_no_figure_that_was_edited_in_it() -> None:
    def shown(day: int, seen: int) -> ArticleData:
        return page(f"{FIRST.replace('12', str(day))} شوهد هذا الخبر {seen} مرة.", THIRD)

    assert shared(shown(12, 100), [shown(15, 107), shown(15, 111)]).data == shown(15, 100)


def test_what_is_known_to_waver_is_not_seen_and_the_version_keeps_its_own() -> None:
    known = {text_key(promo) for promo in PROMOS[:2]}
    base = page(FIRST, PROMOS[0], SECOND)
    for other in (page(FIRST, PROMOS[1], SECOND), page(FIRST, SECOND), page(*base.body)):
        assert shared(base, [other], known).data.body == base.body
    edited = SECOND.replace("40", "45")
    assert shared(base, [page(FIRST, edited, PROMOS[1])], known).data.body == (
        FIRST,
        PROMOS[0],
        edited,
    )


def test_what_stands_in_the_place_of_a_known_promo_is_the_next_one() -> None:
    known = {text_key(PROMOS[0])}
    found = shared(page(FIRST, PROMOS[0], SECOND), [page(FIRST, PROMOS[1], SECOND)], known)
    assert found.data.body == (FIRST, PROMOS[0], SECOND)
    assert found.rotated == {PROMOS[1]}
    # but beside a promo it is a paragraph of its own
    both = page(FIRST, PROMOS[0], ADDED, SECOND)
    found = shared(page(FIRST, PROMOS[0], SECOND), [both], known)
    assert found.data.body == both.body


def test_fields_count_where_all_readings_agree_on_them() -> None:
    base = page(*BODY)
    readings = [
        page(*BODY, title="عنوان ثان", byline="سلمى", modified=stamp(30)),
        page(*BODY, title="عنوان ثان", byline="كمال", modified=stamp(30)),
    ]
    found = shared(base, readings)
    assert (found.data.title, found.data.byline) == ("عنوان ثان", base.byline)
    assert found.data.modified == stamp(30)


def test_a_stamp_that_moves_at_every_fetch_admits_an_edit_and_is_none_alone() -> None:
    base = page(*BODY)
    changed = BODY[0].replace("12", "15")
    readings = [page(changed, *BODY[1:], modified=stamp(minute)) for minute in (30, 33)]
    assert shared(base, readings).data.modified == stamp(30)
    alone = [page(*BODY, modified=stamp(minute)) for minute in (30, 33)]
    assert shared(base, alone).data.modified == base.modified


TEXTS = st.lists(st.sampled_from([*BODY, *PROMOS, ADDED, "", "كلمة"]), max_size=8).map(tuple)


@given(TEXTS, TEXTS, st.integers(1, 4))
def test_readings_that_agree_count_whole(
    old: tuple[str, ...], new: tuple[str, ...], n: int
) -> None:
    assert shared(page(*old), [page(*new)] * n).data.body == new


@given(TEXTS, TEXTS, st.integers(0, 1))
def test_where_one_reading_shows_the_version_the_version_stands(
    old: tuple[str, ...], new: tuple[str, ...], place: int
) -> None:
    readings = [page(*new)]
    readings.insert(place, page(*old))
    assert shared(page(*old), readings).data.body == old


@given(TEXTS, TEXTS, TEXTS)
def test_nothing_comes_that_no_version_and_not_all_readings_had(
    old: tuple[str, ...], one: tuple[str, ...], other: tuple[str, ...]
) -> None:
    found = shared(page(*old), [page(*one), page(*other)])
    words = {word for text in old for word in text.split()}
    words |= {word for text in one for word in text.split()} & {
        word for text in other for word in text.split()
    }
    assert {word for text in found.data.body for word in text.split()} <= words


@pytest.mark.parametrize("size", [400, 3_000])
def test_a_page_on_which_everything_differs_is_compared_in_bounded_time(size: int) -> None:
    sides = [page(*(f"{name} {number} كلمة" for number in range(size))) for name in "ابج"]
    found = shared(sides[0], sides[1:])
    assert compare(sides[0], found.data) is None


@pytest.mark.parametrize(
    ("old", "new", "minutes"),
    [
        ("نشر قبل 5 دقائق", "نشر قبل ساعتين", 118),
        ("منذ 40 دقيقة", "منذ ساعة", 30),
        ("منذ 23 ساعة", "منذ يومين", 1500),
        ("Publié il y a 5 minutes", "Publié il y a 3 heures", 185),
        ("Updated 2 hours ago", "Updated 3 days ago", 3 * 1440 - 200),
    ],
)
def test_a_relative_time_that_keeps_step_with_the_clock_is_as_it_was(
    old: str, new: str, minutes: int
) -> None:
    assert in_step((FIRST, old), (FIRST, new), timedelta(minutes=minutes)) == (FIRST, old)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("وقع الحادث قبل 3 سنوات", "وقع الحادث قبل 4 سنوات"),
        ("وقع الحادث قبل 3 أيام", "وقع الحادث قبل 3 أسابيع"),
        ("نشر قبل 5 دقائق", "نشر قبل 50 دقيقة"),
        ("نشر قبل 5 دقائق في تالة", "نشر قبل 15 دقيقة في عنابة"),
    ],
)
def test_a_relative_time_that_does_not_is_an_edit(old: str, new: str) -> None:
    assert in_step((old,), (new,), timedelta(minutes=10)) == (new,)

"""Measures that changed places, clocks with their half of the day, and what goes with scores."""

from __future__ import annotations

import pytest

from pipeline.edits import compare
from tests.article_data import piece
from tests.edited import told


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (
            "ويدوم العرض الأول 40 دقيقة ويدوم الثاني ساعة كاملة.",
            "ويدوم العرض الأول ساعة كاملة ويدوم الثاني 40 دقيقة.",
        ),
        ("يدفع الزائر 10 دنانير والتلميذ 15 دينارا.", "يدفع الزائر 15 دينارا والتلميذ 10 دنانير."),
        ("والذهاب ساعتان والإياب 40 دقيقة.", "والذهاب 40 دقيقة والإياب ساعتان."),
    ],
)
def test_measures_that_changed_places_say_something_else(before: str, after: str) -> None:
    assert told(before, after) == told(after, before) == {"figures"}


def test_figures_that_moved_with_what_they_count_say_the_same() -> None:
    before = "حضر العرض 12 خزافا ثم 15 نساجا من الجهة."
    after = "حضر العرض 15 نساجا ثم 12 خزافا من الجهة."
    assert "figures" not in told(before, after)


@pytest.mark.parametrize(
    ("half", "whole"),
    [
        ("8:30 مساء", "20:30"),
        ("9:00 صباحا", "09:00"),
        ("11:00 ليلا", "23:00"),
        ("1:15 ليلا", "1:15"),
    ],
)
def test_an_hour_with_its_half_of_the_day_is_the_hour_of_the_whole_day(
    half: str, whole: str
) -> None:
    sentence = "وينطلق العرض على الساعة {} بالمسرح."
    assert told(sentence.format(half), sentence.format(whole)) == {"formatting"}


def test_the_other_half_of_the_day_is_another_hour() -> None:
    sentence = "وينطلق العرض على الساعة {} بالمسرح."
    for other in ("8:30 صباحا", "19:30", "8:45 مساء"):
        assert told(sentence.format("8:30 مساء"), sentence.format(other)) == {"figures"}


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("وتأهل لسبعة خزافين باب القاعة.", "وتأهل لـ 7 خزافين باب القاعة."),
        ("وأحيوا الذكرى الستين للسوق.", "وأحيوا الذكرى الـ60 للسوق."),
    ],
)
def test_what_is_joined_to_digits_by_a_tatweel_is_theirs(before: str, after: str) -> None:
    assert told(before, after) == {"formatting"}
    assert told(before, after.replace("7", "8").replace("60", "70")) == {"figures"}


def test_what_tells_the_other_sides_goals_goes_with_a_score() -> None:
    before, after = "وفاز الفريق بهدفين دون رد.", "وفاز الفريق بثلاثة أهداف مقابل هدف."
    assert told(before, after) == {"figures"}


def test_members_of_a_union_are_many() -> None:
    before, after = "وقالت نقابة السائقين إن السوق مغلقة.", "وقالت نقابة الفلاحين إن السوق مغلقة."
    assert "figures" not in told(before, after) | told(after, before)
    assert "figures" in told("وأوقفوا السائق ليلا.", "وأوقفوا السائقين ليلا.")


def test_a_title_of_three_words_is_turned_by_one_of_them() -> None:
    edit = compare(piece(title="إلغاء مباراة الليلة"), piece(title="تثبيت مباراة الليلة"))
    assert edit is not None
    assert set(edit.kinds) == {"headline", "negation"}
    edit = compare(piece(title="حادث مرور بالجهة"), piece(title="فاجعة على الطريق بالجهة"))
    assert edit is not None
    assert edit.kinds == ("headline",)


def test_at_night_denies_nothing() -> None:
    assert "negation" not in told("وأغلقت السوق ليلا أمس.", "وأغلقت السوق أمس.")


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("وتقرر إيقاف صاحب الورشة.", "وتقرر إطلاق سراح صاحب الورشة."),
        ("وتواصل إضراب النساجين.", "وانتهى إضراب النساجين."),
        ("Le juge a refusé la demande.", "Le juge a accordé la demande."),
        ("واحترم الطرفان العقد.", "وخرق الطرفان العقد."),
    ],
)
def test_a_release_is_the_contrary_of_an_arrest_and_an_end_of_going_on(
    before: str, after: str
) -> None:
    assert told(before, after) == told(after, before) == {"negation"}


def test_a_thousand_is_told_from_two_by_what_it_counts() -> None:
    assert told("وبلغ عدد الزوار ألفا أمس.", "وبلغ عدد الزوار ألفين أمس.") == {"figures"}
    assert told("وحضر 2000 زائر أمس.", "وحضر ألفا زائر أمس.") == {"formatting"}


def test_women_are_what_a_woman_is_counted_as() -> None:
    assert told("وكرم المعرض امرأة من القرية.", "وكرم المعرض 3 نساء من القرية.") == {"figures"}


def test_a_day_before_its_month_is_the_day_behind_it() -> None:
    before = "The bridge opened on May 5, 2024 in town."
    assert "figures" not in told(before, "The bridge opened on 5 May 2024 in town.")


def test_days_of_two_months_that_changed_places_say_something_else() -> None:
    before = "It was signed on March 12 and read on April 3."
    assert "figures" in told(before, "It was signed on March 3 and read on April 12.")

"""A copy is left out only where it says nothing that was not told."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.stories.copies import boilerplate
from pipeline.stories.nothing_new import what_is_new
from pipeline.stories.shingles import ComparedText
from tests.story_texts import OTHER_TEXT, TAIL_NOTE, TEXT, TITLE, invented_words, text_piece

TOLD = text_piece()


def test_a_copy_says_nothing_new_whatever_its_headline_byline_and_spelling() -> None:
    assert what_is_new(TOLD, TOLD) is None
    assert what_is_new(TOLD, text_piece(title="طريق جديد في الجهة", byline="وكالات")) is None
    assert what_is_new(TOLD, text_piece(tuple(text.replace("أ", "ا") for text in TEXT))) is None
    assert what_is_new(TOLD, text_piece(TEXT[:3])) is None
    assert what_is_new(TOLD, text_piece((*TEXT, "المصدر: وكالات"))) is None


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("140 مليون", "190 مليون"),
        ("بثلاثين شهرا", "بأربعين شهرا"),
        ("ولم يتلقوا ردا", "وتلقوا ردا"),
        ("كمال بوعلام", "سمير العابد"),
    ],
)
def test_a_copy_with_another_figure_name_or_sense_is_told(old: str, new: str) -> None:
    assert any(old in text for text in TEXT)
    later = text_piece(tuple(text.replace(old, new) for text in TEXT))
    assert what_is_new(TOLD, later) is not None


def test_a_longer_text_that_takes_the_told_one_in_is_told() -> None:
    assert what_is_new(text_piece(TEXT[:2]), TOLD) is not None
    assert what_is_new(TOLD, text_piece((*TEXT, OTHER_TEXT[0]))) is not None


def test_a_short_piece_that_quotes_the_end_of_a_long_one_is_told() -> None:
    assert what_is_new(text_piece((*OTHER_TEXT, *TEXT)), text_piece(TEXT[2:3])) is not None


def test_a_headline_with_a_figure_that_was_not_told_is_told() -> None:
    assert what_is_new(TOLD, text_piece(title="5 جرحى في أشغال الطريق الدائري")) is not None
    assert what_is_new(TOLD, text_piece(title="طريق على 23 كيلومترا لرأس الواد")) is None


def test_a_headline_in_which_one_was_put_for_another_is_told() -> None:
    told = text_piece(title="المحكمة تنظر في قضية منزل سعاد العابد اليوم")
    later = text_piece(title="المحكمة تنظر في قضية منزل منى العابد اليوم")
    assert what_is_new(told, later) is not None


def test_short_lines_are_left_out_only_where_they_are_the_same() -> None:
    def line(town: str) -> str:
        return f"هزة أرضية خفيفة تضرب مدينة {town} دون تسجيل أضرار حسب المعهد الوطني للرصد الجوي"

    one = text_piece((line("بنزرت"),), title="هزة أرضية")
    assert what_is_new(one, one) is None
    assert what_is_new(one, text_piece((line("قابس"),), title="هزة أرضية")) is not None
    assert what_is_new(one, text_piece((line("بنزرت"),), title="هزة أرضية ثانية")) is not None


def test_what_a_source_prints_below_all_its_pieces_makes_no_copy_of_them() -> None:
    note = TAIL_NOTE * 8
    one, other = text_piece((*TEXT[:1], note)), text_piece((*OTHER_TEXT[:1], note), "خبر آخر")
    unrelated = [
        text_piece((" ".join(invented_words(at, 40)), note), " ".join(invented_words(-at, 6)))
        for at in range(1, 6)
    ]
    furniture = boilerplate(map(ComparedText.of, (one, other, *unrelated)))
    assert what_is_new(one, other, furniture) is not None


@settings(max_examples=40)
@given(st.integers(0, 3), st.integers(0, 40), st.integers(2, 99_999))
def test_a_figure_that_was_not_told_is_never_left_out(at: int, place: int, figure: int) -> None:
    words = TEXT[at].split()
    words[min(place, len(words)) : min(place, len(words))] = [str(figure), "جريحا"]
    later = text_piece((*TEXT[:at], " ".join(words), *TEXT[at + 1 :]), TITLE)
    assert what_is_new(TOLD, later) is not None

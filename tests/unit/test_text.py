"""Texts from outside are tidied, and shown the way they run."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.text import clean, direction, isolate, letters_of, word_set


def test_white_space_of_every_kind_is_one_space() -> None:
    assert clean(" \t أ\u00a0\u202f\u2009\u3000ب\r\n\u2028ج\x85 ") == "أ ب ج"


def test_what_prints_nothing_is_gone() -> None:
    assert (
        clean("\ufeffمح\u00adمد\u200f \u202b(علي)\u202c\u200b\x00\x07\ud800\ufffe") == "محمد (علي)"
    )


def test_tatweel_and_vowel_marks_stay_as_printed() -> None:
    assert clean("مـحمَّد") == "مـحمَّد"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("می\u200cخواهم", "می\u200cخواهم"),
        ("می\u200c\u200c\u200fخواهم", "می\u200cخواهم"),
        ("مح\u200dمد", "محمد"),
        ("نص\u200c .", "نص ."),
        ("\u200cنص\u200c", "نص"),
        ("ශ\u0dca\u200dරී", "ශ\u0dca\u200dරී"),
        ("👩\u200d🚀", "👩\u200d🚀"),
    ],
)
def test_joiners_stay_only_where_they_are_spelling(text: str, expected: str) -> None:
    assert clean(text) == expected


@given(
    st.text(
        alphabet=st.characters() | st.sampled_from("\u200c\u200d\u0dca\u202e\ufeffأ 👩"),
        max_size=60,
    )
)
def test_cleaning_twice_is_cleaning_once_and_gives_valid_text(text: str) -> None:
    once = clean(text)

    assert clean(once) == once
    assert once.encode("utf-8").decode() == once


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        ("أعلنت OpenAI وGoogle وMicrosoft", "ar", "rtl"),
        ("أعلنت OpenAI وGoogle وMicrosoft", None, "ltr"),
        ("مرحبا", None, "rtl"),
        ("Business Insider", "ar", "ltr"),
        ("Bonjour «مرحبا»", "fr", "ltr"),
        ("مرحبا", "en-gb", "rtl"),
        ("2026", "ar-DZ", "rtl"),
        ("2026", None, "ltr"),
        ("salaam سلام", "ks-Arab", "rtl"),
        ("salaam سلام", "ur-Latn", "ltr"),
        ("", "he", "rtl"),
    ],
)
def test_a_text_runs_the_way_of_its_language_or_its_letters(
    text: str, language: str | None, expected: str
) -> None:
    assert direction(text, language) == expected


def test_an_isolated_text_cannot_end_its_isolate() -> None:
    assert isolate("a\u2069\u202eb\u061c") == "\u2068ab\u2069"


@given(st.text())
def test_an_isolated_text_holds_no_marks_but_its_own(text: str) -> None:
    inside = isolate(text)[1:-1]

    assert not set(inside) & set(
        "\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
    )


def test_a_set_of_words_may_be_written_as_a_text() -> None:
    assert word_set("b  a\nb") == {"a", "b"}


def test_a_character_that_prints_nothing_is_taken_out_of_any_text() -> None:
    # among them five that Python calls printable, and the selectors beyond U+FFFF
    for one in "\u00ad\u034f\u17b4\u17b5\u200b\u3164\ufeff\uffa0\U000e0001\U000e0100\U000e01ef":
        assert clean(f"كلمة{one} أخرى {one}") == "كلمة أخرى", hex(ord(one))


@given(st.text(st.one_of(st.characters(), st.sampled_from("aZ9_ -\n.éßقى٣²½中\ud800\u200c\xa0"))))
def test_of_a_text_letters_and_figures_of_all_scripts_are_kept_and_nothing_else(text: str) -> None:
    assert letters_of(text) == "".join(filter(str.isalnum, text))

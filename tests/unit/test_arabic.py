"""How words are written is one thing, which word it is another."""

from __future__ import annotations

import time

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from pipeline.arabic import (
    WHOLE_WORDS,
    definite_after_lam,
    fold_letters,
    normalise,
    plain,
    readings,
)

LETTERS = "ابتثجحخدذرزسشصضطظعغفقكلمنهويءأإآؤئىة"
CLITICS = ["و", "ف", "ب", "ك", "ل", "ال", "وال", "فال", "بال", "كال", "وبال", "فكال"]
CLITICS += ["وب", "وك", "ول", "فب", "فك", "فل", "لل", "ولل", "فلل"]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("أحمد", "احمد"),
        ("إدارة", "اداره"),
        ("آلاف", "الاف"),
        ("ٱلبيت", "البيت"),
        ("مستشفى", "مستشفي"),
        ("مدرسة", "مدرسه"),
        ("مسؤول", "مسئول"),
        ("شؤون", "شئون"),
        ("رؤوس", "رءوس"),
        ("جاؤوا", "جاءوا"),
        ("رئيس", "رييس"),
        ("مُدَرِّسٌ", "مدرس"),
        ("هٰذا", "هذا"),
        ("الجـــزائـر", "الجزائر"),
        ("١٩٦٢", "1962"),
        ("۱۹۶۲", "1962"),
        ("ﺍﻟﺴﻼﻡ", "السلام"),
        ("ﷲ", "الله"),
        ("ایران", "ايران"),
        ("کتاب", "كتاب"),
        ("می\u200cخواهم", "ميخواهم"),
        ("\u202bحوار\u202c", "حوار"),
        ("آمال", "ا\u0653مال"),
        ("Évènement", "evenement"),
        ("ŒUVRE", "oeuvre"),
        ("Straße", "STRASSE"),
        ("ＡＢＣ", "abc"),
    ],
)
def test_spellings_of_one_word_are_equal(one: str, other: str) -> None:
    assert normalise(one) == normalise(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("ماء", "ما"),
        ("شيء", "شي"),
        ("دعاء", "دعا"),
        ("مغرب", "مغربي"),
        ("قلب", "كلب"),
        ("سيف", "صيف"),
        ("का", "कु"),
        ("が", "か"),
    ],
)
def test_different_words_stay_different(one: str, other: str) -> None:
    assert normalise(one) != normalise(other)


def test_plain_keeps_the_letters_that_tell_the_article_from_a_hamza() -> None:
    assert plain("أَلمانيا") == "ألمانيا"
    assert plain("مدرسةٌ") == "مدرسة"


@given(st.text())
def test_normalising_twice_changes_nothing_more(text: str) -> None:
    assert plain(plain(text)) == plain(text)
    assert normalise(normalise(text)) == normalise(text)


@given(st.characters())
def test_every_single_character_is_settled_at_once(char: str) -> None:
    assert normalise(normalise(char)) == normalise(char)


@given(st.text(st.characters(max_codepoint=127)))
def test_what_ascii_comes_to_does_not_hang_on_letters_beside_it(text: str) -> None:
    assert plain(text + " é") == plain(text) + " e"
    assert fold_letters(plain(text) + " ة") == fold_letters(plain(text)) + " ه"


@given(st.text("\u064b\u0651\u0653\u0654\u0655\u0640ءآأؤإئابهوىيةaAé1٣ .،«\n\u200f"))
def test_the_quick_way_of_usual_texts_leads_where_the_slow_one_leads(text: str) -> None:
    unusual = "\u0300 "  # a text with it is looked up letter by letter
    assert normalise(text) == normalise(f"{text} {unusual}").removesuffix("  ")
    assert normalise(text) == fold_letters(plain(text))


@pytest.mark.parametrize(
    ("written", "word"),
    [
        ("وبالجزائر", "الجزائر"),
        ("وبالجزائر", "جزائر"),
        ("للجزائر", "جزائر"),
        ("فالجزائر", "الجزائر"),
        ("لأزمة", "أزمة"),
        ("وللأزمة", "أزمة"),
        ("كألمانيا", "ألمانيا"),
        ("والسد", "سد"),
        ("للسد", "سد"),
        ("بـ15", "15"),
        ("ال20", "20"),
        ("لـNASA", "nasa"),
        ("وللجنة", "لجنة"),
        ("والدين", "دين"),
        ("سيكتب", "يكتب"),
        ("وسيتم", "يتم"),
        ("فستعلن", "تعلن"),
        ("سأعلن", "أعلن"),
    ],
)
def test_a_word_is_read_behind_its_proclitics(written: str, word: str) -> None:
    assert normalise(word) in readings(plain(written))


@pytest.mark.parametrize(
    ("written", "word"),
    [
        ("ولد", "لد"),
        ("بلد", "لد"),
        ("فكرة", "كرة"),
        ("بفكرة", "كرة"),
        ("لجنة", "جنة"),
        ("للجنة", "جنة"),
        ("وللجنة", "جنة"),
        ("وكالة", "آلة"),
        ("ولاية", "آية"),
        ("كامل", "أمل"),
        ("لازمة", "أزمة"),
        ("واحد", "أحد"),
        ("إلهام", "هام"),
        ("بألعاب", "عاب"),
        ("المغربي", "المغرب"),
        ("المغربلة", "المغرب"),
        ("بسد", "سد"),
        ("ستين", "تين"),
        ("فكرته", "كرته"),
        ("كاملا", "أملا"),
        ("لدينا", "دينا"),
        ("الفاسدين", "أسدين"),
        ("سنجار", "نجار"),
        ("بسيكتب", "يكتب"),
    ],
)
def test_a_word_that_only_shares_letters_is_not_read(written: str, word: str) -> None:
    assert normalise(word) not in readings(plain(written))


def test_a_hamza_shows_that_the_rest_is_a_word_of_its_own() -> None:
    assert normalise("أحد") in readings("وأحد")
    assert normalise("أحد") not in readings("واحد")


@given(st.sampled_from(CLITICS), st.text(LETTERS, min_size=3, max_size=9))
def test_no_proclitic_hides_a_word_of_three_letters(clitic: str, word: str) -> None:
    written = clitic + word
    assume(not any(written[i:] in WHOLE_WORDS for i in range(len(clitic))))
    assert normalise(word) in readings(written)


@given(st.text(LETTERS, max_size=12))
def test_each_reading_is_an_end_of_the_word(word: str) -> None:
    assert all(normalise(word).endswith(reading) for reading in readings(word))


def test_conjunctions_come_off_only_where_they_may() -> None:
    assert normalise("الوزراء") in readings("والوزراء")
    assert normalise("الوزراء") not in readings("والوزراء", conjunction=False)
    assert normalise("فرنسا") in readings("لفرنسا", conjunction=False)


@pytest.mark.parametrize(
    ("word", "after_lam"),
    [
        ("الجزائر", "للجزائر"),
        ("اللغة", "للغة"),
        ("الليل", "لليل"),
        ("الله", "لله"),
        ("الأردن", "للأردن"),
        ("ألمانيا", None),
        ("إلهام", None),
        ("جزائر", None),
        ("ال", None),
        ("الجنة", None),
    ],
)
def test_the_article_merges_with_lam(word: str, after_lam: str | None) -> None:
    expected = None if after_lam is None else normalise(after_lam)
    assert definite_after_lam(plain(word)) == expected


def test_marks_heaped_on_one_letter_take_no_time_that_grows_with_their_square() -> None:
    heap = "\u0651\u0650" * 100_000
    start = time.process_time()
    assert normalise(f"كتب{heap}") == "كتب"
    assert plain(f"e{heap}") == "e"
    assert time.process_time() - start < 5

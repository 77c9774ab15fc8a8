"""Numbers and pronouns come off Arabic nouns; words that only share letters stay apart."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.arabic import plain
from pipeline.arabic_endings import OWN_ENDINGS, nouns
from pipeline.topics import match, parse_query, prepare


def same(query: str, text: str) -> bool:
    return match(parse_query(query), prepare("", [text])) is not None


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("انتخابات", "الانتخابات"),
        ("انتخاب", "انتخابات"),
        ("مناورة", "المناورات"),
        ("شركة", "شركات"),
        ("تصريح", "تصريحاته"),
        ("توقعات", "توقع"),
        ("قوة", "القوات"),
        ("سنة", "سنوات"),
        ("طلب", "طلبات"),
        ("مهندس", "المهندسين"),
        ("مهندسون", "مهندسين"),
        ("جزائري", "الجزائريون"),
        ("وزير", "الوزيران"),
        ("سيارة", "سيارتين"),
        ("شخص", "شخصان"),
        ("يوم", "يومين"),
        ("حكومة", "حكومتها"),
        ("رئيس", "رئيسها"),
        ("أعضاء", "أعضائه"),
        ("أعضاء", "أعضاؤه"),
        ("مستوى", "مستواه"),
        ("قرار", "قراراتهم"),
        ("رئيس", "رئيسا"),
        ("وزير", "وبوزيرهم"),
        ("جندي", "جنديا"),
        ("إرهابي", "إرهابيا"),
        ("موظف", "موظفيها"),
        ("لاعب", "لاعبيهم"),
        ("مسؤول", "مسؤولو"),
        ("مسؤول", "مسؤولي"),
        ("مواطن", "مواطني"),
        ("مستثمر", "مستثمري"),
        ("إطار", "إطارات"),
        ("مؤتمر", "مؤتمرات"),
        ("مجتمع", "مجتمعات"),
        ("عادة", "عادات"),
        ("التزام", "التزامه"),
        ("وزارة", "وزارتي"),
        ("وزارة", "وزارتا"),
        ("سيارة", "سيارتاه"),
        ("وزير", "وزيراها"),
        ("قضايا", "قضاياه"),
        ("لاعب", "لاعبو"),
        ("بلد", "بلديهما"),
        ("طفل", "طفليها"),
        ("مهندس", "مهندسي"),
        ("صحفي", "صحفيي"),
        ("رجل", "رجلان"),
        ("مستشار", "مستشاريه"),
        ("مواطن", "مواطنوها"),
        ("محامي", "المحامون"),
        ("مبدأ", "مبدئها"),
        ("شاطئ", "شاطئها"),
        ("جزء", "جزأين"),
        ("شيء", "شيئا"),
        ("مائة", "مئة"),
        ("قاضي", "قاض"),
        ("امرأة", "المرأة"),
        ("هيئة", "هيأة"),
        ("دور", "دوره"),
        ("عملة", "العمله"),
    ],
)
def test_forms_of_one_noun_find_each_other(one: str, other: str) -> None:
    assert same(one, other)
    assert same(other.removeprefix("وب"), one)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("المغرب", "المغربي"),
        ("المغرب", "المغربلة"),
        ("كتاب", "كتابة"),
        ("كتاب", "كتابات"),
        ("شرك", "شركات"),
        ("عملي", "عمليات"),
        ("طائر", "طائرات"),
        ("مفاوض", "مفاوضات"),
        ("داخل", "داخلي"),
        ("رأي", "ورائه"),
        ("إيف", "آيفون"),
        ("طالب", "طالبان"),
        ("ماكر", "ماكرون"),
        ("الأم", "الأمان"),
        ("الفن", "الفنان"),
        ("آلة", "التهم"),
        ("ألم", "المهم"),
        ("إفريقي", "أفريقيا"),
        ("خلافة", "خلافات"),
        ("صناع", "صناعات"),
        ("معدة", "معدات"),
        ("حية", "حياته"),
        ("مدرس", "المدرسي"),
        ("سن", "سنتي"),
        ("لبن", "لبنان"),
        ("زيت", "زيتون"),
        ("سليم", "سليمان"),
        ("كان", "كانون"),
        ("ثلاث", "ثلاثون"),
        ("عمر", "عمران"),
        ("عدو", "عدوان"),
        ("روسي", "روسيا"),
        ("تحري", "تحريك"),
        ("طير", "طيران"),
        ("ليبي", "ليبيا"),
        ("جماع", "جماعات"),
        ("أشار", "إشارات"),
        ("عاد", "عادات"),
        ("دور", "دورات"),
        ("زياد", "زيادات"),
        ("نقاب", "نقابات"),
        ("مال", "مالك"),
        ("مدن", "مدنين"),
        ("قصر", "قصرين"),
        ("بحر", "بحرين"),
        ("علم", "علما"),
        ("مطالب", "مطالبا"),
        ("تعليم", "تعليمات"),
        ("مغرب", "مغربي"),
        ("مستقبل", "مستقبلي"),
        ("مارك", "ماركو"),
        ("رونالد", "رونالدو"),
        ("مصر", "مصريه"),
        ("إلى", "آلي"),
        ("الى", "آلي"),
        ("وإلى", "والي"),
        ("دورة", "دورها"),
        ("دورة", "دوره"),
        ("رئيسة", "رئيسه"),
        ("عملة", "عملها"),
        ("فئة", "وفيات"),
        ("اليها", "آلي"),
        ("الأهم", "آلي"),
        ("عليا", "علي"),
        ("عليهما", "علي"),
        ("إليه", "آلية"),
        ("فيه", "فئة"),
        ("على", "علي"),
    ],
)
def test_words_that_only_share_letters_stay_apart(one: str, other: str) -> None:
    assert not same(one, other)
    assert not same(other, one)


@given(st.text(alphabet="ابتجدرسعفقلمنهويةىءأؤئك", min_size=1, max_size=12))
def test_a_word_is_a_form_of_itself_and_only_loses_its_end(word: str) -> None:
    spelling = plain(word)
    found = nouns(spelling)
    assert found
    assert all(len(noun) <= len(spelling) for noun in found)


def test_exceptions_are_written_as_texts_are_compared() -> None:
    assert [word for word in OWN_ENDINGS if plain(word) != word] == []
    assert all(len(nouns(word)) == 1 for word in OWN_ENDINGS)


def test_behind_the_article_a_final_ha_is_no_pronoun() -> None:
    assert "مدرس" in nouns("مدرسه")
    assert nouns("مدرسه", is_definite=True) == {"مدرسه"}


def test_no_exception_is_listed_that_changes_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pipeline.arabic_endings.OWN_ENDINGS", frozenset())
    assert [word for word in OWN_ENDINGS if len(nouns(word)) == 1] == []

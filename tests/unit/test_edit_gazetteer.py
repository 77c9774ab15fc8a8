"""Places and bodies that lists know are names wherever they stand, in one word or in several."""

from __future__ import annotations

import pytest

from pipeline.edits.naming.gazetteer import is_body, is_place, may_be_place, named_at
from pipeline.edits.words import words_of
from tests.edited import told


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("حومة السوق", "بني خداش"),
        ("عين دراهم", "سليانة"),
        ("ساحل العاج", "بوركينا فاسو"),
        ("الغابون", "جزر القمر"),
        ("سالونيك", "قازان"),
        ("السند", "القطار"),
        ("تطاوين", "البئر الأحمر"),
        ("سان فرانسيسكو", "ريو دي جانيرو"),
        ("منزل تميم", "ماطر"),
        ("أم درمان", "الفاشر"),
        ("دير البلح", "جباليا"),
    ],
)
def test_a_place_put_for_another_is_a_name(before: str, after: str) -> None:
    text = "افتتحت في {} ورشة لصناعة الفخار."
    assert told(text.format(before), text.format(after)) == {"names"}
    assert told(text.format(after), text.format(before)) == {"names"}


@pytest.mark.parametrize(
    ("before", "after"),
    [("سليانة", "ترهونة"), ("باجة", "تيزي وزو"), ("الكاف", "شرم الشيخ"), ("القصور", "قبلاط")],
)
def test_so_it_is_behind_a_preposition_that_is_joined_to_it(before: str, after: str) -> None:
    text = "افتتحت ورشة لصناعة الفخار ب{} صباح اليوم."
    assert told(text.format(before), text.format(after)) == {"names"}


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("مستقبل رجيش", "شبيبة القيروان"),
        ("فياريال", "أستون فيلا"),
        ("برشلونة", "ريفر بليت"),
        ("الترجي", "هلال الشابة"),
        ("حركة النهضة", "قلب تونس"),
        ("نداء تونس", "الدستوري الحر"),
        ("سوناطراك", "إيرباص"),
    ],
)
def test_a_club_a_party_or_a_company_put_for_another_is_a_name(before: str, after: str) -> None:
    text = "وقع المعرض عقدا مع {} لمدة موسم."
    assert "names" in told(text.format(before), text.format(after))


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("شيدت القصور الجديدة للضيوف.", "شيدت القصور الفخمة للضيوف."),
        ("ترك الباب مفتوحا للزوار.", "ترك المدخل مفتوحا للزوار."),
        ("قدم العرض صور الحرفيين.", "قدم العرض أدوات الحرفيين."),
        ("جمع الصيادون الحوت في السلال.", "جمع الصيادون الحوت في القطار."),
        ("بعث الخبر في نفوسهم الأمل.", "بعث النبأ في نفوسهم الأمل."),
        ("صعد الزوار إلى القلعة ليلا.", "صعد الزوار إلى السطح ليلا."),
    ],
)
def test_a_word_that_a_place_is_called_by_too_is_a_word(before: str, after: str) -> None:
    assert "names" not in told(before, after)


def test_lists_read_words_with_what_is_joined_to_them() -> None:
    assert is_place("بسوسه")
    assert is_place("والغابون")
    assert not is_place("الوادي")
    assert may_be_place("بالسند")
    assert not may_be_place("الطماطم")
    assert is_body("وسوناطراك")
    assert not is_body("الوصل")


def test_a_name_of_several_words_is_found_whole_and_not_across_a_mark() -> None:
    assert named_at(words_of("بساقية سيدي يوسف")[0], 0) == 3
    assert named_at(words_of("حلق، الوادي")[0], 0) == 0

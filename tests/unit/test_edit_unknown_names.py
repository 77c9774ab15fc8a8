"""Villages and persons that no list knows are names where they were put for such, or stand so."""

from __future__ import annotations

import pytest

from tests.edited import told


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("سوسة", "الدبابشة"),
        ("قابس", "اللطامنة"),
        ("تونس", "بئر الباي"),
        ("مدنين", "منزل حر"),
        ("باجة", "ميس الجبل"),
        ("صفاقس", "تنبيب"),
    ],
)
def test_what_stands_for_a_place_and_is_no_word_of_news_is_a_place(before: str, after: str) -> None:
    text = "انتظم في {} سوق للفخار صباح اليوم."
    assert told(text.format(before), text.format(after)) == {"names"}
    assert told(text.format(after), text.format(before)) == {"names"}


@pytest.mark.parametrize(
    ("before", "after"),
    [("حلفايا", "العطايا"), ("ميس الجبل", "شفاعمرو"), ("منزل حر", "الدبابشة")],
)
def test_two_villages_after_what_leads_to_a_place_are_names(before: str, after: str) -> None:
    text = "انتظم في {} سوق للفخار صباح اليوم."
    assert told(text.format(before), text.format(after)) == {"names"}


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("سافر التجار إلى تونس أمس.", "سافر التجار إلى البلاد أمس."),
        ("سافر التجار من سوسة أمس.", "سافر التجار من الساحل أمس."),
        ("عثر الزوار في قابس على جرة.", "عثر الزوار في ضيعة فلاحية على جرة."),
        ("تسبب في التهاون الإداري.", "تسبب في التقاعس الإداري."),
        ("يعود ذلك إلى الاهتراء الطبيعي.", "يعود ذلك إلى التآكل الطبيعي."),
        ("صنعت الجرار من الصلصال المحروق.", "صنعت الجرار من الطين المحروق."),
        ("مزجت من الزنجبيل والعسل.", "مزجت من القرنفل والعسل."),
        ("احتفظ بالهيروين في المركز.", "احتفظ بالكوكايين في المركز."),
    ],
)
def test_a_rare_word_is_no_place(before: str, after: str) -> None:
    assert "names" not in told(before, after)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("راشد الغنوشي", "لويزة حنون"),
        ("ماجد فرج", "مقتدى الصدر"),
        ("سليم الرياحي", "بولا تينوبو"),
        ("سالم الهمامي", "أمية الصديق"),
    ],
)
def test_a_person_put_for_one_is_a_name_and_denies_nothing(before: str, after: str) -> None:
    text = "ودار الحديث مع {}، حول الفخار."
    assert told(text.format(before), text.format(after)) == {"names"}


def test_a_word_is_a_name_where_both_versions_have_it_after_a_given_name() -> None:
    around = ("والتقى الحرفيون يوسف الشاهد ومحمد الصيد في السوق.", "ودام اللقاء ساعة.")
    assert told("وزار الشاهد بقية السوق.", "وزار الصيد بقية السوق.", around) == {"names"}
    assert told("وزار الشاهد بقية السوق.", "وزار الصيد بقية السوق.") == {"wording"}


def test_who_is_named_in_full_elsewhere_is_named_by_half_too() -> None:
    around = ("والتقى الحرفيون النائب سالم قروط في السوق.", "ودام اللقاء ساعة.")
    assert told("ووعد قروط بفتح السوق.", "ووعد برقاش بفتح السوق.", around) == {"names"}


@pytest.mark.parametrize("name", ["الدواميس", "قرقنة", "عندان"])
def test_which_village_it_was_is_a_name(name: str) -> None:
    before = "سكن الحرفيون في قرية منذ سنوات."
    assert told(before, f"سكن الحرفيون في قرية {name} منذ سنوات.") == {"names"}


@pytest.mark.parametrize("sort", ["نائية", "ساحرة", "وادعة", "مهجورة", "أجدادهم"])
def test_what_sort_of_village_it_was_is_none(sort: str) -> None:
    before = "سكن الحرفيون في قرية منذ سنوات."
    assert told(before, f"سكن الحرفيون في قرية {sort} منذ سنوات.") == {"wording"}


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("أشرفت على تنظيم الحوار جمعيات.", "أشرفت على تنظيم النقاش جمعيات."),
        ("وأدى الانفجار إلى توقف الحركة.", "وأدى التفجير إلى توقف الحركة."),
        ("سعدت شقيقتها فينوس بالفوز عليها.", "سعدت شقيقتها فينوس بالانتصار عليها."),
        ("نفت إدارة سجن المرناقية الخبر الذي راج.", "نفت إدارة سجن المرناقية النبأ الذي راج."),
        ("أكدت الصحيفة البرتغالية الصفقة.", "أكدت الجريدة البرتغالية الصفقة."),
        ("والمعروفة بأنها تمثل خطرا دائما.", "والمعروفة بأنها تسيطر خطرا دائما."),
        ("تلا الشاعر جمال الصليعي القصيدة.", "تلا الأديب جمال الصليعي القصيدة."),
    ],
)
def test_a_word_put_for_one_that_says_the_same_is_no_name(before: str, after: str) -> None:
    assert "names" not in told(before, after)

"""One body put for another is a name, however both are described, and so is who says something."""

from __future__ import annotations

import pytest

from tests.edited import told


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("اللجنة الوطنية الأولمبية", "الشركة الوطنية للسكك الحديدية"),
        ("النيابة العمومية", "كتابة الدولة للهجرة"),
        ("هيئة الحقيقة والكرامة", "اللجنة الوطنية الأولمبية"),
        ("بلدية سوسة", "المندوبية الجهوية للثقافة"),
        ("المنظمة التونسية للدفاع عن المستهلك", "الرابطة التونسية للدفاع عن حقوق الإنسان"),
        ("الصندوق الوطني للتأمين على المرض", "محكمة التعقيب"),
        ("مجلس الوزراء", "البرلمان"),
    ],
)
def test_a_body_put_for_another_is_a_name(before: str, after: str) -> None:
    text = "نظمت {} معرضا للكتاب القديم."
    assert told(text.format(before), text.format(after)) == {"names"}


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("فتح المركز الأول أبوابه للزوار.", "فتح المكتب الصغير أبوابه للزوار."),
        ("أغلقت الشركة الجديدة أبوابها.", "أغلقت المؤسسة القديمة أبوابها."),
        ("دعت المنظمة إلى الحوار.", "دعت الجمعية إلى الحوار."),
        ("نظمت الجمعية معرضا للكتاب.", "نظمت مجموعة من الشباب معرضا للكتاب."),
        ("تقدم الأشغال بشكل مستقل.", "تقدم الأشغال بدعم مستقل."),
        ("قامت إدارة السوق بتوجيه الزوار.", "قامت إدارة السوق بإرشاد الزوار."),
    ],
)
def test_a_body_of_which_nothing_is_told_is_none(before: str, after: str) -> None:
    assert "names" not in told(before, after)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("وبحسب بلاغ لوزارة النقل", "وبحسب بلاغ لنقابة الناقلين"),
        ('وبحسب قناة "آر تي إل" الألمانية', 'وبحسب صحيفة "بيلد" الألمانية'),
        ("ووفق ما أفاد المرصد السوري لحقوق الإنسان", "ووفق ما أفادت شبكة دير الزور"),
        ("ووفق وكالة رويترز", "ووفق وكالة فرانس برس"),
    ],
)
def test_a_body_that_is_the_source_is_both(before: str, after: str) -> None:
    rest = "، فإن السوق مغلقة منذ أسبوع."
    assert told(before + rest, after + rest) == {"names", "attribution"}


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("السليطي", "سالفيني"),
        ("تراوري", "بوريل"),
        ("الذوادي", "الفخفاخ"),
        ("لاغارد", "العبيدي"),
    ],
)
def test_so_is_who_says_it_by_one_name(before: str, after: str) -> None:
    text = "وأضاف {} أن السوق مغلقة منذ أسبوع."
    assert told(text.format(before), text.format(after)) == {"names", "attribution"}


@pytest.mark.parametrize(
    ("before", "after"), [("البيان", "التقرير"), ("مسؤول", "خبير"), ("المصدر", "الوزير")]
)
def test_a_source_without_a_name_is_the_source_alone(before: str, after: str) -> None:
    text = "وأضاف {} أن السوق مغلقة منذ أسبوع."
    assert told(text.format(before), text.format(after)) == {"attribution"}


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("وقال وزير النقل سالم العرفي", "وقال سالم العرفي وزير النقل"),
        ("واستقبل المدرب نادر الصغير", "واستقبل نادر الصغير المدرب"),
        ("ونعت وزارة الثقافة واتحاد الكتاب", "ونعى اتحاد الكتاب ووزارة الثقافة"),
        ("وانتقلت القافلة من صفاقس إلى سوسة", "وانتقلت القافلة إلى سوسة من صفاقس"),
        ("وأعلن الملازم أول النوري بركوس", "وأعلن الرائد النوري بركوس"),
    ],
)
def test_names_that_only_changed_places_are_none(before: str, after: str) -> None:
    assert "names" not in told(f"{before} صباح اليوم.", f"{after} صباح اليوم.")


def test_who_does_it_to_whom_is_another_matter() -> None:
    assert "names" in told("فاز الترجي على النجم أمس.", "فاز النجم على الترجي أمس.")


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("الحامدي", "الحمدي"),
        ("البوعزيزي", "البوعزي"),
        ("السعيدي", "السعدي"),
        ("العباسي", "العبسي"),
        ("الماجري", "الهاجري"),
    ],
)
def test_two_families_a_letter_apart_are_two(before: str, after: str) -> None:
    text = "سجل اللاعب سالم {} هدفا في المباراة."
    assert told(text.format(before), text.format(after)) == {"names"}


@pytest.mark.parametrize(
    ("before", "after"),
    [("المنصوري", "المنصوي"), ("الجلاصي", "الجلاسي"), ("الطرابلسي", "الطربلسي")],
)
def test_one_that_nobody_is_called_by_was_mistyped(before: str, after: str) -> None:
    text = "سجل اللاعب سالم {} هدفا في المباراة."
    assert told(text.format(before), text.format(after)) == {"spelling"}


@pytest.mark.parametrize(
    ("before", "after"), [("ڨرڨور", "قرقور"), ("ڨفصة", "قفصة"), ("پاريس", "باريس")]
)
def test_letters_for_sounds_of_other_languages_are_the_nearest_of_arabic(
    before: str, after: str
) -> None:
    assert told(f"وصلت القافلة إلى {before} أمس.", f"وصلت القافلة إلى {after} أمس.") == {"spelling"}


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("وشدد المجلس على تقاسم", "وشددت رئيسة المنظمة وداد بوشماوي على تقاسم"),
        ("وأشارت، إلى أن تقاسم", "وأشار الكاتب العام للنقابة سامي السويحلي، إلى أن تقاسم"),
    ],
)
def test_who_says_a_quotation_is_told_by_name(before: str, after: str) -> None:
    rest = ' الجرار "سيضمن حقوق الجميع ويرضي كل الحرفيين".'
    assert told(before + rest, after + rest) >= {"names", "attribution", "quote"}


def test_an_office_that_says_a_quotation_names_nobody() -> None:
    kinds = told(
        'وقال المتحدث باسم الحزب "لن نشارك في هذه السوق".',
        'وقال الأمين العام للحزب "لن نشارك في هذه السوق".',
    )
    assert kinds == {"quote"}


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("أحبطت المنطقة العسكرية الشرقية التسلل.", "أحبطت المنطقة العسكرية الجنوبية التسلل."),
        ("وتضم التشكيلة : بن شريفية - الذوادي - كوم.", "وتضم التشكيلة : بن شريفية - شمام - كوم."),
        ('اختارت اللجنة شركة "فيرميغ" للعرض.', 'اختارت اللجنة شركة "تلنات" للعرض.'),
    ],
)
def test_which_area_player_or_company_it_was_is_a_name(before: str, after: str) -> None:
    assert told(before, after) == {"names"}


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("اندلع حريق في حي شعبي أمس.", "اندلع حريق في حي راق أمس."),
        ("اندلع حريق في نزل سياحي أمس.", "اندلع حريق في نزل فاخر أمس."),
        ("يتواصل العمل اليومي بالمصنع.", "يتواصل العمل الليلي بالمصنع."),
    ],
)
def test_of_what_sort_it_is_names_nothing(before: str, after: str) -> None:
    assert told(before, after) == {"wording"}

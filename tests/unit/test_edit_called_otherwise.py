"""One place or body that is called by another of its names is the same one."""

from __future__ import annotations

import pytest

from tests.edited import told


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("الولايات المتحدة", "أمريكا"),
        ("بريطانيا", "المملكة المتحدة"),
        ("ساحل العاج", "كوت ديفوار"),
        ("المجر", "هنغاريا"),
        ("غزة", "قطاع غزة"),
        ("الأهلي", "الأهلي المصري"),
        ("الترجي", "الترجي الرياضي التونسي"),
        ("الولايات المتحدة", "الولايات المتحدة الأمريكية"),
    ],
)
def test_another_name_of_the_same_names_nobody_else(before: str, after: str) -> None:
    text = "انتقل المعرض إلى {} صباح اليوم."
    assert told(text.format(before), text.format(after)) == {"wording"}
    assert told(text.format(after), text.format(before)) == {"wording"}


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("الستاغ", "الشركة التونسية للكهرباء والغاز"),
        ("اتحاد الشغل", "الاتحاد العام التونسي للشغل"),
        ("هيئة الانتخابات", "الهيئة العليا المستقلة للانتخابات"),
    ],
)
def test_nor_is_it_another_source(before: str, after: str) -> None:
    text = "وأكد {} أن المعرض قائم صباح اليوم."
    assert told(text.format(before), text.format(after)) == {"wording"}


@pytest.mark.parametrize(
    ("before", "after"),
    [("قطاع غزة", "الضفة الغربية"), ("الأهلي المصري", "الأهلي السعودي"), ("الناتو", "الكاف")],
)
def test_another_one_is_a_name(before: str, after: str) -> None:
    text = "انتقل المعرض إلى {} صباح اليوم."
    assert told(text.format(before), text.format(after)) == {"names"}


def test_an_office_told_in_full_is_the_same_and_another_office_is_not() -> None:
    text = "وحضر {} افتتاح المعرض."
    assert told(text.format("الوزير"), text.format("وزير الصحة")) == {"wording"}
    assert told(text.format("وكيل الجمهورية"), text.format("قاضي التحقيق")) == {"names"}


def test_another_title_behind_the_name_of_a_person_names_nobody_else() -> None:
    before = "وحضر سالم العرفي رئيس السوق الافتتاح."
    assert told(before, "وحضر سالم العرفي مدير السوق الافتتاح.") == {"wording"}
